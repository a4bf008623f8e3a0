//! Feeds, imports and a neighbour. Two cities, each the real program with its own data and clock: 고양, and a city laid
//! out as 파주 is (code 41480), which shares five openings.

use std::collections::BTreeSet;
use std::path::Path;

use domain::feed::{Line, PublicKey, Signed};
use serde_json::Value;

use crate::served::Served;

const CITY: &str = "goyang";
const START: &str = "2016-06-10T01:00:00Z";

/// A record of WorkNet's list with its detail, as a download of it looks: entities escaped twice, a person to call.
fn wanted(number: &str, title: &str, modified: &str) -> String {
    format!(
        "<wanted><wantedAuthNo>{number}</wantedAuthNo><company>견본 &amp;amp; 가구</company><title>{title}</title>\
         <salTpNm>월급</salTpNm><sal>200만원</sal><minSal>2000000</minSal><maxSal>2000000</maxSal><region>경기 고양시 일산동구 식사동</region>\
         <holidayTpNm>주5일근무</holidayTpNm><minEdubg>학력무관</minEdubg><career>관계없음</career><regDt>16-06-09</regDt>\
         <closeDt>채용시까지 16-07-31</closeDt><infoSvc>VALIDATION</infoSvc><basicAddr>경기도 고양시 일산동구 식사동 견본로 1</basicAddr>\
         <empTpCd>10</empTpCd><jobsNm>가구 조립원</jobsNm><jobCont>가구를 조립합니다</jobCont><collectPsncnt>2</collectPsncnt>\
         <workdayWorkhrCont>(근무시간) 09:00~18:00, 주 40시간</workdayWorkhrCont><rcptMthd>전화</rcptMthd>\
         <corpAddr>경기도 고양시 일산동구 식사동 견본로 1</corpAddr><smodifyDtm>{modified}</smodifyDtm>\
         <empchargeInfo><empChargerDpt>인사팀 김담당</empChargerDpt><contactTelno>010-3333-4444</contactTelno></empchargeInfo></wanted>"
    )
}

fn list(records: &[String]) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><wantedRoot><total>{}</total>{}</wantedRoot>",
        records.len(),
        records.concat()
    )
}

/// A file of a city for the tests: one dong in the middle of 41480.
fn paju(folder: &Path) -> String {
    let dong = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"4148051000","name":"견본동","district":"41480","population":12000,"elderly65":2400,"lon":126.78,"lat":37.76},"geometry":{"type":"Polygon","coordinates":[[[126.70,37.70],[126.85,37.70],[126.85,37.82],[126.70,37.82],[126.70,37.70]]]}}]}"#;
    std::fs::write(folder.join("dongs.geojson"), dong).unwrap();
    std::fs::write(folder.join("stations.csv"), "id,name,line,lon,lat\n1,견본,견본선,126.78,37.76\n")
        .unwrap();
    let city = "id = \"paju-test\"\nname_ko = \"파주시\"\nname_en = \"Paju\"\ntime_zone = \"Asia/Seoul\"\nphone = \"031-000-2020\"\n\
                [area]\nroot = \"41480\"\ndongs = \"dongs.geojson\"\nneighbours = [\"41280\"]\nstations = \"stations.csv\"\n\
                [ledger]\nleast_shown = 3\nfull_year_days = 250\n";
    let path = folder.join("paju.toml");
    std::fs::write(&path, city).unwrap();
    path.to_str().unwrap().to_owned()
}

/// Openings of the neighbour, complete enough to be shown at once. Its employers have business numbers: without one a hire
/// stays a claim (CR-06).
fn openings() -> String {
    let numbers = ["100-00-00014", "100-00-00028", "100-00-00033", "100-00-00047", "100-00-00052"];
    let header = "사업장명,사업자등록번호,구인제목,모집직종,직무내용,모집인원,고용형태,임금,근무시간,근무요일,근무지,접수방법,대표전화,사업장주소,접수마감일\n";
    let row = |(nth, number): (usize, &str)| {
        format!(
            "견본출판{nth},{number},책 포장원 {nth},포장원,책을 포장합니다,1명,기간의 정함이 없는 근로계약,월 200만원,09:00~18:00,월~금,파주시 견본동,전화,031-000-10{nth:02},파주시 견본동 {nth},2016-07-31\n"
        )
    };
    format!("{header}{}", (1..).zip(numbers).map(row).collect::<String>())
}

/// Figures of a year's confirmed events on a basis, from the file beside the ledger.
fn confirmed(served: &Served, cookie: &str, basis: &str) -> i64 {
    let file = served.get(&format!("/staff/ledger.csv?year=2016&basis={basis}"), cookie);
    let lines = file.body.lines().filter(|line| line.contains(",R1,filled,events,"));
    lines.map(|line| line.split(',').nth(4).unwrap().parse::<i64>().unwrap()).sum()
}

/// The key that a city tells.
fn key_of(served: &Served) -> PublicKey {
    let told: Value = serde_json::from_str(&served.get("/feed/key", "").body).unwrap();
    told["key"].as_str().unwrap().parse().unwrap()
}

fn claim(served: &Served, cookie: &str, person: &str, employer: &str) -> String {
    let form = [("seeker", person), ("employer", employer), ("how", "event"), ("start_on", "2016-06-20")];
    let page = served.post("/staff/placements/new", cookie, &form).to().to_owned();
    let shown = served.get(&page, cookie);
    let evidence = [
        ("version", shown.input("version")),
        ("kind", "employer_notice"),
        ("on", "2016-06-20"),
        ("reference", "통보서"),
    ];
    served.post(&format!("{page}/evidence"), cookie, &evidence).to();
    page
}

fn register(served: &Served, cookie: &str, area: &str) -> String {
    let form = [
        ("name", "가상인"),
        ("born_on", "1970-05-06"),
        ("phone", "010-0000-1111"),
        ("area", area),
        ("occupation", "포장원"),
        ("channel", "counter"),
        ("consent_registration", "yes"),
    ];
    served.post("/staff/seekers/new", cookie, &form).to().rsplit('/').next().unwrap().to_owned()
}

/// Programs read what 파주 shares apart from ours, labelled, with where it comes from and how long it may be shown.
fn interface(here: &Served, next: &Served) {
    let json = |path: &str| serde_json::from_str::<Value>(&here.get(path, "").body).unwrap();
    let (theirs, ours) = (json("/api/v1/neighbours/openings"), json("/api/v1/openings"));
    assert_eq!((&theirs["total"], &ours["total"]), (&5.into(), &2.into()));
    for one in theirs["items"].as_array().unwrap() {
        assert_eq!((&one["label"], &one["source"]), (&"이웃 도시 · 파주시".into(), &"41480".into()), "{one}");
        assert_eq!(one["expires_at"], "2016-07-31T15:00:00Z", "the end of the last day in Seoul");
        let there = next.get(&format!("/api/v1/openings/{}", one["their_id"].as_str().unwrap()), "");
        let there: Value = serde_json::from_str(&there.body).unwrap();
        assert_eq!(
            (&one["opening"]["title"], &one["opening"]["number"]),
            (&there["title"], &there["number"])
        );
        let own = one["opening"]["id"].as_str().unwrap();
        assert_eq!(json(&format!("/api/v1/neighbours/openings/{own}"))["opening"], one["opening"]);
        assert_eq!(here.get(&format!("/api/v1/openings/{own}"), "").status, 404, "it is none of ours");
    }
    let first = ours["items"][0]["id"].as_str().unwrap();
    assert_eq!(here.get(&format!("/api/v1/neighbours/openings/{first}"), "").status, 404, "nor ours theirs");
    // The description shows a real one, of the shape that it tells.
    let said = json("/api/v1/openapi.json");
    let get = &said["paths"]["/api/v1/neighbours/openings/{id}"]["get"]["responses"]["200"];
    let example = &get["content"]["application/json"]["example"];
    assert_eq!(example["city"], "파주시", "{get}");
    let told = example.as_object().unwrap().keys().map(String::as_str).collect::<BTreeSet<_>>();
    let shape = said["components"]["schemas"]["NeighbourOpening"]["required"].as_array().unwrap();
    assert_eq!(told, shape.iter().map(|name| name.as_str().unwrap()).collect());
}

#[tokio::test(flavor = "multi_thread")]
async fn sc_11_feed_import_and_a_neighbour() {
    let folder = tempfile::tempdir().unwrap();
    let next_city = paju(folder.path());
    let staff =
        [("operator", "operator", ""), ("supervisor", "supervisor", ""), ("counselor", "counselor", "")];
    let mut next = Served::city(&next_city, START, &staff);
    let there = next.origin.trim_start_matches("http://").to_owned();
    let here = Served::city_reaching(CITY, START, &staff, &[&there]);

    // The same three records twice; the second time one was corrected and one is missing.
    let three = ["K1", "K2", "K3"].map(|number| wanted(number, "가구 조립 &amp;amp; 포장", "201606090900"));
    let files = [
        ("first.xml", list(&three)),
        ("second.xml", list(&[three[0].clone(), wanted("K2", "가구 조립 &amp;amp; 배송", "201606100900")])),
    ];
    let take = |nth: usize| {
        let path = folder.path().join(files[nth].0);
        std::fs::write(&path, &files[nth].1).unwrap();
        let how = ["--snapshot", "--source", "worknet", "--licence", "출처: 고용24"];
        here.run(CITY, &[&["import", "openings", path.to_str().unwrap()], how.as_slice()].concat())
    };
    let count = |report: &Value, names: [&str; 4]| names.map(|name| report[name].as_i64().unwrap());
    let names = ["created", "updated", "unchanged", "closed"];
    let first = take(0);
    assert_eq!(count(&first, names), [3, 0, 0, 0], "{first}");
    let list_page =
        here.until("/openings?q=%EA%B0%80%EA%B5%AC", "", |body| body.contains("가구 조립 &amp; 포장"));
    assert!(!list_page.body.contains("&amp;amp;"), "escaped twice is shown once");
    assert!(list_page.body.contains("견본 &amp; 가구"), "{}", list_page.body);
    // Another portal notes where it is, and goes on from there.
    let snapshot = here.get("/feed/openings", "");
    let seen = domain::feed::Batch::parse(&snapshot.bytes).unwrap();
    assert_eq!(seen.lines.len(), 3);
    let second = take(1);
    assert_eq!(count(&second, names), [0, 1, 1, 1], "{second}");
    here.until("/openings?q=%EA%B0%80%EA%B5%AC", "", |body| body.contains("배송"));
    let changes = here.get(&format!("/feed/openings?after={}", seen.to), "");
    let key = key_of(&here);
    let signed: Signed = changes.header("signature").unwrap().parse().unwrap();
    let batch = domain::feed::check(&changes.bytes, &signed, &key, "41280", Some(seen.to)).unwrap();
    let removed = batch.lines.iter().filter(|line| matches!(line, Line::Removed(_))).count();
    assert_eq!((batch.lines.len(), removed), (2, 1), "one changed, one gone");
    // The record as it was told is kept, without the person to call; nobody's telephone is anywhere.
    let supervisor = here.session("supervisor");
    let raw = here.get("/staff/exchange/records?source=worknet&key=worknet%3AK2", &supervisor);
    assert!(raw.body.contains("배송") && raw.body.contains("wantedAuthNo"), "{}", raw.body);
    let ours = here.print(CITY, &["export", "openings", "--format", "worknet-xml"]);
    for page in [&raw.body, &ours, &String::from_utf8_lossy(&changes.bytes).into_owned()] {
        assert!(!page.contains("3333") && !page.contains("김담당"), "{page}");
    }
    // Our list in WorkNet's form is read by a reader of WorkNet.
    let path = folder.path().join("ours.xml");
    std::fs::write(&path, &ours).unwrap();
    let read =
        here.run(CITY, &["import", "openings", path.to_str().unwrap(), "--dry-run", "--source", "again"]);
    assert_eq!((read["rows"].as_i64(), read["rejected"].as_i64()), (Some(2), Some(0)), "{read}");

    // 파주 publishes five; its operator and ours compare the fingerprint by telephone.
    let five = folder.path().join("five.csv");
    std::fs::write(&five, openings()).unwrap();
    let report = next.run(&next_city, &["import", "openings", five.to_str().unwrap()]);
    assert_eq!((report["created"].as_i64(), report["rejected"].as_i64()), (Some(5), Some(0)), "{report}");
    next.until("/openings", "", |body| body.contains("책 포장원 5"));
    let operator = here.session("operator");
    let form =
        [("name", "파주시"), ("source", "41480"), ("address", next.origin.as_str()), ("areas", "41480")];
    let page = here.post("/staff/exchange/neighbours", &operator, &form).to().to_owned();
    let told = here.get(&page, &operator);
    let theirs = key_of(&next);
    assert!(told.body.contains(&theirs.fingerprint()), "{}", told.body);
    assert!(
        !here.get("/openings?from=neighbours", "").body.contains("책 포장원"),
        "not before the key was compared"
    );
    let step = [("version", told.input("version")), ("step", "confirm")];
    here.post(&format!("{page}/steps"), &operator, &step).to();
    let shared = here.until("/openings?from=neighbours", "", |body| body.contains("책 포장원 5"));
    assert_eq!(shared.body.matches("이웃 도시 · 파주시").count(), 5, "each with its label: {}", shared.body);
    assert!(shared.body.contains("5건"), "{}", shared.body);
    // Searched from our own list they stand beside it and are not among it.
    let beside = here.get("/openings?q=%ED%8F%AC%EC%9E%A5%EC%9B%90", "");
    assert!(
        beside.body.contains("이웃 도시 · 파주시") && beside.body.contains("이웃 도시 구인"),
        "{}",
        beside.body
    );
    let own = domain::feed::Batch::parse(&here.get("/feed/openings", "").bytes).unwrap();
    assert_eq!(own.lines.len(), 2, "our feed, and so every figure of ours, holds our own");
    for ours in
        ["/openings.csv?from=neighbours", "/api/v1/openings?from=neighbours", "/tv", "/widget?count=20"]
    {
        assert!(!here.get(ours, "").body.contains("책 포장원"), "{ours} holds our own only");
    }
    interface(&here, &next);
    // A filled one leaves here as it does there.
    let link = shared.body.split("href=\"/openings/").nth(1).unwrap();
    let opening = link.split('"').next().unwrap().to_owned();
    let shown = here.get(&format!("/openings/{opening}"), &supervisor);
    for words in
        ["이웃 도시 · 파주시", "파주시에서 접수합니다", "여기에 취업한 사람 기록하기", next.origin.as_str()]
    {
        assert!(shown.body.contains(words), "{words}: {}", shown.body);
    }

    // Somebody of 고양 is told of it, and is hired there.
    let counselor = here.session("counselor");
    let person = register(&here, &counselor, "화정1동");
    here.post(&format!("/staff/seekers/{person}/next-door"), &counselor, &[("opening", &opening)]).to();
    let file = here.get(&format!("/staff/seekers/{person}"), &counselor);
    assert!(file.body.contains("파주시 일자리를 안내함"), "{}", file.body);
    let to =
        here.post(&format!("/staff/exchange/openings/{opening}/employer"), &counselor, &[]).to().to_owned();
    assert!(to.starts_with("/staff/placements/new?employer="), "{to}");
    let employer = here.get(&to, &counselor).input("employer").to_owned();
    assert!(employer.starts_with("견본출판"), "{employer}");
    // 파주 counsels the same person: who is only registered once the work has begun counts nowhere (CR-04, CR-05).
    let counselor = next.session("counselor");
    let known_there = register(&next, &counselor, "고양시 덕양구");
    let service = [("kind", "intake"), ("on", "2016-06-10"), ("channel", "counter")];
    next.post(&format!("/staff/seekers/{known_there}/services/new"), &counselor, &service).to();
    for clock in [&here, &next] {
        clock.at("2016-06-21T01:00:00Z");
    }
    let (counselor, supervisor) = (here.session("counselor"), here.session("supervisor"));
    let placement = claim(&here, &counselor, &person, &employer);
    // A notice that the same hand keyed waits for a second one.
    let seconded = here.get(&placement, &supervisor);
    let evidence = [
        ("version", seconded.input("version")),
        ("kind", "insurance_lookup"),
        ("on", "2016-06-21"),
        ("reference", "20160621-1"),
    ];
    here.post(&format!("{placement}/evidence"), &supervisor, &evidence).to();
    let told = here.get(&placement, &supervisor);
    assert!(told.body.contains("파주시"), "the region of the work: {}", told.body);
    assert_eq!(confirmed(&here, &supervisor, "residents"), 1, "once at home");
    assert_eq!(confirmed(&here, &supervisor, "workplaces"), 0, "the work is not in 고양");

    // 파주 knows of the same hire: there it stands by workplace, and in no total of its residents.
    let (counselor, supervisor) = (next.session("counselor"), next.session("supervisor"));
    let placement = claim(&next, &counselor, &known_there, &employer);
    let seconded = next.get(&placement, &supervisor);
    let evidence = [
        ("version", seconded.input("version")),
        ("kind", "insurance_lookup"),
        ("on", "2016-06-21"),
        ("reference", "20160621-1"),
    ];
    next.post(&format!("{placement}/evidence"), &supervisor, &evidence).to();
    assert_eq!(confirmed(&next, &supervisor, "residents"), 0, "nobody of 파주");
    assert_eq!(confirmed(&next, &supervisor, "workplaces"), 1, "once by workplace");

    // What was filled there goes here; what expires goes though its city is silent.
    next.kill();
    here.at("2016-08-02T01:00:00Z");
    here.until("/openings?from=neighbours", "", |body| !body.contains("책 포장원"));
    let operator = here.session("operator");
    let well = here.until(&page, &operator, |body| body.contains("응답을 받지 못했습니다"));
    assert!(well.body.contains("시작"), "since when: {}", well.body);
    let verified = here.run(CITY, &["verify"]);
    assert_eq!(
        (&verified["chain_ok"], &verified["ledger_ok"]),
        (&Value::Bool(true), &Value::Bool(true)),
        "{verified}"
    );
}
