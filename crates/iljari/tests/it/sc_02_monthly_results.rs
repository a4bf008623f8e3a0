//! The month's results by a department's own spreadsheet: understood, shown before anything is stored, linked to
//! what others told, late ones seen; and what is mended after the month was closed.

use crate::served::{Answer, Served};

const CITY: &str = "goyang";
const FARMING: &str = "도시농업과";
/// Twelve rows as an office writes them: the third, the eighth and the ninth want mending.
const SHEET: &str = "성 명,생년,사업체,취업일자,고용형태,비고\r\n\
김시험가,1985-03-02,도시농업지원센터,2016-02-01,공공근로,\r\n\
이시험나,1979-11-11,하늘화훼,2016-02-03,기간제,전문가과정 수료\r\n\
최시험다,1990-01-20,도시농업지원센터,2016-02-30,공공근로,\r\n\
정시험라,1968-07-07,도시농업지원센터,2016-02-01,공공근로,\r\n\
박시험마,1980-05-05,하늘농원,2016-02-15,상용,\r\n\
강시험바,1972-09-09,꽃마을농장,2016-02-11,상용,\r\n\
조시험사,1988-12-25,꽃마을농장,2016-02-12,기간제,\r\n\
윤시험아,1991-04-04,○○농원 외 3,2016-02-17,기간제,\r\n\
장시험자,1965-02-02,텃밭사업단,2016-02-01,공공근로,연인원 480\r\n\
임시험차,1983-06-06,도시농업지원센터,2016-02-22,공공근로,\r\n\
한시험카,1959-10-10,도시농업지원센터,2016-02-01,공공근로,1단계\r\n\
한시험카,1959-10-10,도시농업지원센터,2016-02-22,공공근로,2단계\r\n";
/// The three rows mended.
const MENDED: &str = "성명,생년,사업체,취업일자,고용형태,근무일수\r\n\
최시험다,1990-01-20,도시농업지원센터,2016-02-29,공공근로,\r\n\
윤시험아,1991-04-04,하늘농원,2016-02-17,기간제,\r\n\
장시험자,1965-02-02,텃밭사업단,2016-02-01,공공근로 일용,20\r\n";

/// Claimed events of a class in a month by their state in the file of the ledger: `closed`, `open`, `correction`.
fn claimed(served: &Served, cookie: &str, class: &str, state: &str) -> i64 {
    let file = served.get("/staff/ledger.csv?year=2016", cookie);
    let start = format!("2016-02,{class},claimed,events,");
    let lines = file.body.lines().filter(|line| line.starts_with(&start) && line.ends_with(state));
    lines.map(|line| line.split(',').nth(4).unwrap().parse::<i64>().unwrap()).sum()
}

/// A body's cell on the board of the year.
fn cell(board: &Answer, body: &str) -> (String, String) {
    let row = board.body.split("<tr>").find(|row| row.contains(&format!(">{body}"))).unwrap();
    let cell = row.split("<td>").nth(1).unwrap().split("</td>").next().unwrap();
    let to = cell.split("href=\"").nth(1).unwrap().split('"').next().unwrap();
    (words(cell), to.to_owned())
}

/// What stands between the tags.
fn words(html: &str) -> String {
    let mut out = String::new();
    for part in html.split('<') {
        out.push_str(part.split_once('>').map_or(part, |(_, text)| text));
    }
    out
}

/// A city in February with a job centre, three departments and those who work there; one hire told by the centre.
fn city() -> Served {
    let people = [("operator", "operator", ""), ("plan", "plan_manager", "")];
    let mut served = Served::city(CITY, "2016-02-10T01:00:00Z", &people);
    let operator = served.session("operator");
    let bodies = [
        ("일자리센터", "job_center"),
        (FARMING, "department"),
        ("교통과", "department"),
        ("문화예술과", "department"),
    ];
    for (name, kind) in bodies {
        served.post("/staff/organisations", &operator, &[("name", name), ("kind", kind)]).to();
    }
    for account in [
        ("centre", "counselor", "일자리센터"),
        ("farming", "clerk", FARMING),
        ("second", "clerk", FARMING),
        ("culture", "clerk", "문화예술과"),
        ("traffic", "clerk", "교통과"),
    ] {
        served.join(CITY, account);
    }
    let centre = served.session("centre");
    let employer = [("name", "하늘농원"), ("business_number", "100-00-00014"), ("phone", "031-000-1000")];
    served.post("/staff/employers/new", &centre, &employer).to();
    let person = [
        ("name", "박시험마"),
        ("born_on", "1980-05-05"),
        ("phone", "010-0000-0005"),
        ("area", "화정1동"),
        ("occupation", "경비원"),
        ("channel", "counter"),
        ("consent_registration", "yes"),
    ];
    let person = served.post("/staff/seekers/new", &centre, &person).to().to_owned();
    let service = [("kind", "counselling"), ("on", "2016-02-10"), ("channel", "counter")];
    served.post(&format!("{person}/services/new"), &centre, &service).to();
    let seeker = person.rsplit('/').next().unwrap();
    let hire = [
        ("seeker", seeker),
        ("employer", "하늘농원"),
        ("how", "event"),
        ("start_on", "2016-02-15"),
        ("referred_on", ""),
    ];
    served.post("/staff/placements/new", &centre, &hire).to();
    served
}

#[test]
fn sc_02_a_departments_own_spreadsheet_of_the_month() {
    let served = city();
    served.at("2016-03-04T01:00:00Z");
    let plan = served.session("plan");
    let call = [("month", "2016-02"), ("due_on", "2016-03-07")];
    served.post("/staff/submissions", &plan, &call).to();
    let board = |at: &str| cell(&served.get("/staff/submissions?year=2016", &served.session("plan")), at);
    let (_, report) = board(FARMING);

    // An officer begins the day with the month's report. Two of one office have it open.
    let (farming, second) = (served.session("farming"), served.session("second"));
    let entered = [("login", "farming"), ("password", crate::served::PASSWORD), ("next", "")];
    assert_eq!(served.post("/sign-in", "", &entered).to(), "/staff/submission");
    let home = served.get("/staff/submission", &farming);
    assert!(home.body.contains("2016-02") && home.body.contains("2016-03-07"), "{}", home.body);
    let before = served.get(&report, &second).input("version").to_owned();

    // The preview: six columns by themselves, eight new (seven people), one duplicate, three to mend.
    let kept = served.upload(&format!("{report}/file"), &farming, &[], ("실적.csv", SHEET)).to().to_owned();
    let preview = served.get(&kept, &farming);
    for field in ["name", "born_on", "employer", "hired_on", "employment_type", "note"] {
        assert!(preview.body.contains(&format!("<option value=\"{field}\" selected>")), "{field}");
    }
    let said = words(&preview.body);
    for words in
        ["12행", "새로 8", "실인원 7명", "중복 1", "2016-02-30", "○○농원 외 3", "연인원 480", "일자리센터"]
    {
        assert!(said.contains(words), "{words}: {said}");
    }
    let links: Vec<&str> = preview.body.split("name=\"apart\" value=\"").skip(1).collect();
    let rows: Vec<&str> = links.iter().map(|link| link.split(':').next().unwrap()).collect();
    assert_eq!(rows, ["6", "13"], "the fifth row is a duplicate, the twelfth the person of the eleventh");
    // Nothing is saved before somebody confirms, and nobody of another office sees the names.
    assert_eq!(claimed(&served, &plan, "R2", "open"), 0);
    assert!(board(FARMING).0.contains("제출 요청"));
    let culture = served.session("culture");
    assert_eq!(served.get(&kept, &culture).status, 404);

    let version = preview.input("version").to_owned();
    let confirm = [("version", version.as_str()), ("residents", "yes")];
    assert_eq!(served.post(&format!("{kept}/confirm"), &farming, &confirm).to(), report);
    assert_eq!(claimed(&served, &plan, "R2", "open"), 5, "two stages of one person are two participations");
    assert_eq!(claimed(&served, &plan, "R1", "open"), 1, "told by two bodies, counted once");
    let ledger = served.get("/staff/ledger?year=2016", &plan);
    let owners = ledger.body.split("<tr>").filter(|row| row.contains("contributed."));
    let owners: Vec<String> = owners.map(words).collect();
    assert!(owners.len() == 1 && owners[0].starts_with(FARMING), "a part in it, and no result: {owners:?}");
    let people = served.get("/staff/ledger.csv?year=2016", &plan);
    assert!(people.body.contains("2016-02,R2,claimed,persons,4,"), "{}", people.body);

    // The second officer is told what the first did; nothing of theirs is stored.
    let late = served.post(&format!("{report}/submit"), &second, &[("version", before.as_str())]);
    assert_eq!(late.status, 409);
    let told = words(&late.body);
    assert!(told.contains("그사이 다른 담당자가 2016-03-04") && told.contains("8건"), "{told}");

    let nothing = [("version", "1"), ("why", "2월에는 채용이 없음")];
    served.post(&format!("{}/nothing", board("문화예술과").1), &culture, &nothing).to();
    served.at("2016-03-08T01:00:00Z");
    let plan = served.session("plan");
    assert!(board(FARMING).0.contains("제출(8건, 보완 3)"), "{:?}", board(FARMING));
    assert!(board("문화예술과").0.contains("해당없음"));
    assert!(board("교통과").0.contains("미제출 D+1"), "{:?}", board("교통과"));

    // The month is closed, once. What is mended later is a correction; what was published stays.
    served.post("/staff/ledger/months", &plan, &[("month", "2016-02")]).to();
    let twice = served.post("/staff/ledger/months", &plan, &[("month", "2016-02")]);
    assert_eq!(twice.status, 409);
    assert!(words(&twice.body).contains("2016-02"), "{}", twice.body);
    let published = claimed(&served, &plan, "R2", "closed");
    assert_eq!(published, 5);
    let farming = served.session("farming");
    let page = served.get(&report, &farming);
    let instead = page.input("instead_of").to_owned();
    let more = [("instead_of", instead.as_str())];
    let kept =
        served.upload(&format!("{report}/file"), &farming, &more, ("보완.csv", MENDED)).to().to_owned();
    let preview = served.get(&kept, &farming);
    assert!(words(&preview.body).contains("새로 3"), "{}", preview.body);
    let version = preview.input("version").to_owned();
    let confirm = [("version", version.as_str()), ("residents", "yes")];
    served.post(&format!("{kept}/confirm"), &farming, &confirm).to();
    assert!(board(FARMING).0.contains("제출(11건)"), "{:?}", board(FARMING));
    assert_eq!(claimed(&served, &plan, "R2", "closed"), published, "the published figure has not moved");
    assert_eq!(
        (claimed(&served, &plan, "R2", "correction"), claimed(&served, &plan, "R8", "correction")),
        (1, 1)
    );
    served.at("2016-04-01T01:00:00Z");
    let plan = served.session("plan");
    served.post("/staff/ledger/months", &plan, &[("month", "2016-03")]).to();
    let year = served.get("/staff/ledger?year=2016", &plan);
    let correction = year.body.split("<tr>").find(|row| row.contains("정정 (2016-02)")).unwrap();
    assert!(correction.contains("2016-03"), "March carries it: {correction}");
    // Months and corrections add up to what the year says.
    let all = claimed(&served, &plan, "R2", "closed") + claimed(&served, &plan, "R2", "correction");
    let section = year.body.split("<h2>R2").nth(1).unwrap().split("</section>").next().unwrap();
    let claimed_row = section.split("grade-claimed").nth(1).unwrap();
    let total = words(claimed_row.split("<td>").nth(1).unwrap().split("</td>").next().unwrap());
    assert_eq!((all, total.as_str()), (6, "6"));
}
