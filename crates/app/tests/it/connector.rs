//! Lists of the state over a real socket: the documented shapes, and every fault that users of them tell of.

use app::connector::{Form, plain_key};
use app::testing::TestCity;
use domain::announcement::Kind as What;
use domain::connector::{Kind, Run};
use domain::{Ctx, Role};

use crate::foreign_server::{Foreign, Reply};

/// A record of WorkNet's list, complete enough to be shown at once.
fn wanted(number: &str, title: &str, modified: &str) -> String {
    format!(
        "<wanted><wantedAuthNo>{number}</wantedAuthNo><company>가상 &amp;amp; 가구</company><busino></busino><indTpNm>가구 제조업</indTpNm>\
         <title>{title}</title><salTpNm>월급</salTpNm><sal>200만원</sal><minSal>2000000</minSal><maxSal>2000000</maxSal>\
         <region>하늘시 별빛동</region><holidayTpNm>주5일근무</holidayTpNm><minEdubg>학력무관</minEdubg><career>관계없음</career>\
         <regDt>16-03-10</regDt><closeDt>채용시까지 16-04-30</closeDt><infoSvc>VALIDATION</infoSvc>\
         <wantedInfoUrl>https://www.work24.go.kr/x?a=1&amp;amp;b=2</wantedInfoUrl><basicAddr>하늘시 별빛동 1</basicAddr>\
         <empTpCd>10</empTpCd><jobsCd>882100</jobsCd><smodifyDtm>{modified}</smodifyDtm></wanted>"
    )
}

fn list(total: usize, records: &[String]) -> Reply {
    let head = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><wantedRoot><total>{total}</total><startPage>1</startPage><display>100</display>"
    );
    Reply::ok(&format!("{head}{}</wantedRoot>", records.concat()))
}

fn detail(number: &str) -> Reply {
    Reply::ok(&format!(
        "<wantedDtl><wantedAuthNo>{number}</wantedAuthNo><corpInfo><corpNm>가상 &amp;amp; 가구</corpNm><reperNm>홍가상</reperNm></corpInfo>\
         <wantedInfo><jobsNm>가구 조립원</jobsNm><jobCont>가구를 조립합니다. 문의 010-9876-5432</jobCont><collectPsncnt>2</collectPsncnt>\
         <workdayWorkhrCont>(근무시간) (오전) 9시 00분 ~ (오후) 6시 00분, 주 40시간</workdayWorkhrCont><rcptMthd>전화</rcptMthd>\
         <certificate>지게차|용접</certificate></wantedInfo>\
         <empchargeInfo><empChargerDpt>인사팀 김담당</empChargerDpt><contactTelno>010-1111-2222</contactTelno><chargerFaxNo>02-000-1111</chargerFaxNo></empchargeInfo></wantedDtl>"
    ))
}

fn asked(path: &str, name: &str) -> String {
    let query = path.split_once('?').map_or("", |(_, query)| query);
    let value = query.split('&').find_map(|pair| pair.strip_prefix(&format!("{name}=")));
    value.unwrap_or_default().to_owned()
}

/// A city connected to a list that a test plays.
struct Connected {
    city: TestCity,
    server: Foreign,
    kind: Kind,
}

impl Connected {
    async fn to(kind: Kind) -> Self {
        let server = Foreign::start(|_| Reply::status(404)).await;
        let city = TestCity::reaching(vec![server.address()]).await;
        let connected = Self { city, server, kind };
        connected.save(Form { key: "geheim-7".into(), ..connected.form() }).await.unwrap();
        connected
    }

    fn form(&self) -> Form {
        Form { address: self.server.origin(), on: true, every_hours: 24, ..Form::default() }
    }

    async fn save(&self, form: Form) -> Result<(), app::Error> {
        app::connector::save(&self.ctx().await, &self.city.app, self.kind, form).await
    }

    async fn ctx(&self) -> Ctx {
        self.city.as_role(Role::Operator).await
    }

    async fn run(&self) -> Run {
        let run = app::connector::run(&self.ctx().await, &self.city.app, self.kind).await.unwrap();
        self.city.settle().await;
        run
    }

    /// Numbers of the openings that came from the list and are live, sorted.
    async fn open(&self) -> Vec<String> {
        let all = store::opening::by_source(&self.city.app.store, self.city.app.tenant, self.kind.source())
            .await
            .unwrap();
        let live = all.into_iter().filter(|one| !one.state.is_final());
        let mut keys: Vec<String> = live.map(|one| one.origin.source_key).collect();
        keys.sort();
        keys
    }

    fn codes(run: &Run) -> Vec<String> {
        run.problems.iter().map(|problem| problem.code.to_string()).collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn worknet_comes_in_with_its_detail_and_without_whoever_is_to_be_called() {
    let list_of = |records: Vec<String>| {
        move |path: &str| match path.contains("210D01") {
            true => detail(&asked(path, "wantedAuthNo")),
            false if asked(path, "startPage") == "1" => list(records.len(), &records),
            false => list(records.len(), &[]),
        }
    };
    let worknet = Connected::to(Kind::WorknetOpenings).await;
    let three = ["K1", "K2", "K3"].map(|number| wanted(number, "가구 조립 &amp;amp; 포장", "201603100900"));
    worknet.server.now(list_of(three.to_vec()));
    let run = worknet.run().await;
    assert_eq!((run.read, run.created, run.rejected, run.whole), (3, 3, 0, true), "{:?}", run.problems);
    assert_eq!(worknet.open().await, ["worknet:k1", "worknet:k2", "worknet:k3"]);
    let first = worknet.server.asked();
    assert!(
        first[0].starts_with("/callOpenApiSvcInfo210L01.do?authKey=geheim-7&callTp=L&returnType=XML"),
        "{}",
        first[0]
    );
    let known =
        store::opening::by_source(&worknet.city.app.store, worknet.city.app.tenant, "worknet").await.unwrap();
    let one = &known[0];
    assert_eq!(one.content.title, "가구 조립 & 포장", "escaped twice");
    assert_eq!(one.content.headcount, 2);
    assert_eq!(one.content.licences, ["지게차", "용접"], "a list with strokes");
    assert_eq!(one.content.deadline.last_day().map(|day| day.to_string()).as_deref(), Some("2016-04-30"));
    assert_eq!(one.origin.licence, Kind::WorknetOpenings.licence());
    // Nothing of the persons behind it, anywhere.
    let app = &worknet.city.app;
    let raw = app::connector::raw(&worknet.ctx().await, app, "worknet", "K1").await.unwrap();
    assert_eq!(raw["jobsNm"], "가구 조립원");
    let told = format!("{raw:?} {known:?}");
    for person in ["김담당", "인사팀", "1111-2222", "홍가상", "9876"] {
        assert!(!told.contains(person), "{person}");
    }
    // Again: one changed, one gone. Details of what did not change are not asked for again.
    let asked_before = worknet.server.asked().len();
    let two = vec![three[0].clone(), wanted("K2", "가구 조립 &amp;amp; 배송", "201603150900")];
    worknet.server.now(list_of(two));
    let run = worknet.run().await;
    assert_eq!((run.created, run.updated, run.unchanged, run.closed), (0, 1, 1, 1), "{:?}", run.problems);
    assert_eq!(worknet.open().await, ["worknet:k1", "worknet:k2"]);
    let again = worknet.server.asked()[asked_before..].to_vec();
    assert_eq!(again.iter().filter(|path| path.contains("210D01")).count(), 1, "{again:?}");
    let run = worknet.run().await;
    assert_eq!((run.created, run.updated, run.unchanged, run.closed), (0, 0, 2, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_closed_because_of_a_fault() {
    let worknet = Connected::to(Kind::WorknetOpenings).await;
    let records: Vec<String> =
        ["K1", "K2", "K3"].map(|number| wanted(number, "가구 조립", "201603100900")).to_vec();
    let all = records.clone();
    worknet.server.now(move |path| match path.contains("210D01") {
        true => detail(&asked(path, "wantedAuthNo")),
        false => list(3, &all),
    });
    assert_eq!(worknet.run().await.created, 3);
    let pages = |answer: fn(&str, &[String]) -> Reply| {
        let records = records.clone();
        move |path: &str| match path.contains("210D01") {
            true => detail(&asked(path, "wantedAuthNo")),
            false => answer(&asked(path, "startPage"), &records),
        }
    };
    type Case = (&'static str, fn(&str, &[String]) -> Reply, &'static str);
    let table: Vec<Case> = vec![
        ("the same page for every number", |_, all| list(9, &all[..2]), "connector-repeated"),
        (
            "a list that ends early",
            |page, all| list(9, if page == "1" { &all[..1] } else { &[] }),
            "connector-short",
        ),
        ("an empty list", |_, _| list(0, &[]), "connector-empty"),
        (
            "a second page that fails",
            |page, all| if page == "1" { list(3, &all[..1]) } else { Reply::status(500) },
            "outward-status",
        ),
        (
            "a second page cut off",
            |page, all| {
                if page == "1" {
                    list(3, &all[..1])
                } else {
                    Reply::ok("<wantedRoot><total>3</total><wanted>")
                }
            },
            "open-api-unreadable",
        ),
        (
            "an error with status 200",
            |_, _| {
                Reply::ok(
                    "<wantedRoot><messageCd>003</messageCd><message>인증키 오류 geheim-7</message></wantedRoot>",
                )
            },
            "open-api-refused",
        ),
        (
            "an individual's key",
            |_, _| Reply::ok("<GO24><error>개인회원은 사용할 수 없는 OPEN-API입니다</error></GO24>"),
            "open-api-refused",
        ),
        ("an empty envelope", |_, _| Reply::ok("<wantedRoot></wantedRoot>"), "open-api-no-list"),
        ("a page of words", |_, _| Reply::ok("<html>점검 중</html>"), "open-api-no-list"),
        (
            "broken letters",
            |_, _| Reply::bytes(b"<wantedRoot>\xff\xfe\x00</wantedRoot>".to_vec()),
            "open-api-encoding",
        ),
        ("a bomb", |_, _| Reply::zeros_in_gzip(64 << 20), "outward-huge"),
        ("a server that is down", |_, _| Reply::status(503), "outward-status"),
        ("broken off", |_, _| Reply::cut(), "outward-broken"),
        ("led away", |_, _| Reply::status(302).with("location", "http://10.0.0.1/"), "outward-redirect"),
    ];
    for (what, answer, code) in table {
        worknet.server.now(pages(answer));
        let run = worknet.run().await;
        assert!(Connected::codes(&run).contains(&code.to_owned()), "{what}: {:?}", run.problems);
        assert_eq!((run.whole, worknet.open().await.len()), (false, 3), "{what}");
        assert!(!format!("{:?}", run.problems).contains("geheim"), "{what}");
    }
    // Too many in a page, more than it says, and an encoding other than it says: all of it is read.
    let more = records.clone();
    worknet.server.now(move |path| match path.contains("210D01") {
        true => Reply::ok("<wantedDtl></wantedDtl>"),
        false => {
            let many: Vec<String> =
                more.iter().cloned().chain([wanted("K4", "가구 수리", "201603150900")]).collect();
            list(2, &many)
        }
    });
    let run = worknet.run().await;
    assert_eq!((run.read, run.created, run.whole), (4, 1, true), "{:?}", run.problems);
    assert!(Connected::codes(&run).contains(&"connector-detail-missing".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_needed_sealed_and_never_shown() {
    let worknet = Connected::to(Kind::WorknetOpenings).await;
    let (ctx, app) = (worknet.ctx().await, &worknet.city.app);
    let view = app::connector::get(&ctx, app, worknet.kind).await.unwrap();
    assert!(view.has_key && !format!("{view:?}").contains("geheim"));
    let file = std::fs::read(worknet.city.path().join("iljari.db")).unwrap();
    let wal = std::fs::read(worknet.city.path().join("iljari.db-wal")).unwrap_or_default();
    for bytes in [file, wal] {
        assert!(!bytes.windows(8).any(|part| part == b"geheim-7"), "in the clear on the disk");
    }
    // The master key may change: what it sealed stays readable.
    app::key::change(&ctx, app).await.unwrap();
    worknet.server.now(|_| list(1, &[wanted("K1", "가구 조립", "1")]));
    assert_eq!(app::connector::test(&ctx, app, worknet.kind).await.unwrap(), (1, Some(1)));
    assert_eq!(worknet.open().await.len(), 0, "a test stores nothing");
    let version = view.connector.version;
    let forget = Form { version, forget_key: true, on: false, ..worknet.form() };
    worknet.save(forget).await.unwrap();
    assert!(app::connector::run(&ctx, app, worknet.kind).await.is_err());
    let refused = worknet.save(Form { version: version + 1, ..worknet.form() }).await.unwrap_err();
    assert!(matches!(refused, app::Error::Invalid(wrong) if wrong[0].field == "key"), "on without a key");
    let inner = Form { version: version + 1, on: false, address: "http://10.0.0.1".into(), ..worknet.form() };
    assert!(
        matches!(worknet.save(inner).await, Err(app::Error::Invalid(wrong)) if wrong[0].field == "address")
    );
    let late = Form { version, on: false, ..worknet.form() };
    assert!(matches!(worknet.save(late).await, Err(app::Error::Conflict(_))));
    let counsellor = worknet.city.as_role(Role::Counselor).await;
    assert!(app::connector::list(&counsellor, app).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn it_runs_by_itself_when_it_is_time_and_waits_after_a_failure() {
    let worknet = Connected::to(Kind::WorknetOpenings).await;
    let (ctx, app) = (worknet.ctx().await, &worknet.city.app);
    worknet.server.now(|_| Reply::status(429).with("retry-after", "3600"));
    assert_eq!(app::connector::run_due(&ctx, app).await.unwrap(), 1);
    assert_eq!(app::connector::run_due(&ctx, app).await.unwrap(), 0, "waited out");
    let run = app::connector::get(&ctx, app, worknet.kind).await.unwrap().run;
    assert!(run.next_at.unwrap().duration_since(ctx.now).as_secs() >= 3_600);
    worknet.city.clock.advance_days(1);
    worknet.server.now(|path| match path.contains("210D01") {
        true => detail(&asked(path, "wantedAuthNo")),
        false => list(1, &[wanted("K1", "가구 조립", "1")]),
    });
    let ctx = worknet.ctx().await;
    assert_eq!(app::connector::run_due(&ctx, app).await.unwrap(), 1);
    assert_eq!(app::connector::run_due(&ctx, app).await.unwrap(), 0);
    assert_eq!(worknet.open().await, ["worknet:k1"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn public_institutions_come_in_as_drafts_of_the_own_province() {
    let alio = Connected::to(Kind::Alio).await;
    let record = |number: u32, region: &str| {
        format!(
            r#"{{"recrutPblntSn":{number},"pblntInstCd":"C0001","instNm":"가상공단","ncsCdNmLst":"경영.회계.사무","hireTypeNmLst":"정규직","workRgnNmLst":"{region}","recrutSeNm":"신입","recrutNope":3,"pbancBgngYmd":"20160310","pbancEndYmd":"20160430","recrutPbancTtl":"가상공단 {number}차 채용","srcUrl":"https://example.org/{number}","ongoingYn":"Y","decimalDay":10,"prefCn":null}}"#
        )
    };
    let body = [record(1, "서울"), record(2, "가상,서울"), record(3, "가상")].join(",");
    alio.server.now(move |path| {
        assert!(path.starts_with("/list?serviceKey=geheim-7&pageNo="), "{path}");
        Reply::ok(&format!(
            r#"{{"resultCode":200,"resultMsg":"성공했습니다.","totalCount":3,"result":[{body}]}}"#
        ))
    });
    let run = alio.run().await;
    assert_eq!((run.read, run.created, run.whole), (2, 2, true), "{:?}", run.problems);
    let known = store::opening::by_source(&alio.city.app.store, alio.city.app.tenant, "alio").await.unwrap();
    assert!(known.iter().all(|one| one.state.name().to_string() == "draft"), "they tell no pay");
    assert_eq!(known[0].content.headcount, 3);
    assert_eq!(alio.run().await.unchanged, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn events_and_policies_are_shown_as_their_bodies_words() {
    let events = Connected::to(Kind::WorknetEvents).await;
    events.server.now(|path| match path.contains("210D11") {
        true => Reply::ok("<empEventDtl><eventNm>하늘 채용박람회</eventNm><eventPlc>하늘체육관</eventPlc><subMatter>사전등록</subMatter><inqTelNo>010-1111-2222</inqTelNo><charger>김담당</charger><email>kim@example.org</email></empEventDtl>"),
        false => Reply::ok("<empEventList><total>2</total><empEvent><areaCd>53</areaCd><area>대구·경북</area><eventNo>E1</eventNo><eventNm>하늘 채용박람회</eventNm><eventTerm>2016-04-01 ~ 2016-04-02</eventTerm><startDt>20160401</startDt></empEvent><empEvent><areaCd>53</areaCd><eventNo>E2</eventNo><eventNm>지난 박람회</eventNm><eventTerm>2016-03-01</eventTerm></empEvent></empEventList>"),
    });
    let run = events.run().await;
    assert_eq!((run.created, run.whole), (2, true), "{:?}", run.problems);
    let citizen = events.city.as_role(Role::Citizen).await;
    let shown = app::announcement::current(&citizen, &events.city.app, What::Event).await.unwrap();
    assert_eq!(shown.len(), 1, "what is over is not shown");
    let one = &shown[0];
    assert_eq!((one.title.as_str(), one.place.as_str()), ("하늘 채용박람회", "하늘체육관"));
    assert_eq!(
        (one.from.unwrap().to_string(), one.until.unwrap().to_string()),
        ("2016-04-01".into(), "2016-04-02".into())
    );
    let told = format!("{shown:?}");
    assert!(!told.contains("김담당") && !told.contains("1111") && !told.contains("kim@"), "{told}");
    assert_eq!(events.run().await.unchanged, 2);

    let youth = Connected::to(Kind::Youth).await;
    let root = youth.city.app.city.root().to_string();
    let page = move |records: &str, total: usize| {
        Reply::ok(&format!(
            r#"{{"resultCode":200,"resultMessage":"성공","result":{{"pagging":{{"totCount":{total},"pageNum":1,"pageSize":100}},"youthPolicyList":[{records}]}}}}"#
        ))
    };
    let three = format!(
        r#"{{"plcyNo":"P1","plcyNm":"청년 면접수당","plcyExplnCn":"면접비를 드립니다","sprvsnInstCdNm":"하늘시","sprvsnInstPicNm":"이담당","zipCd":"{root},11110","aplyYmd":"20160301 ~ 20160430","sprtTrgtMinAge":"19","sprtTrgtMaxAge":"39","aplyUrlAddr":"javascript:alert(1)","refUrlAddr1":"https://example.org/p1"}},{{"plcyNo":"P2","plcyNm":"전국 정책","zipCd":"","aplyYmd":""}},{{"plcyNo":"P3","plcyNm":"서울 정책","zipCd":"11110"}}"#
    );
    youth.server.now(move |path| {
        assert!(path.starts_with("/getPlcy?apiKeyNm=geheim-7&pageNum="), "{path}");
        page(&three, 3)
    });
    let run = youth.run().await;
    assert_eq!((run.read, run.created), (2, 2), "{:?}", run.problems);
    let citizen = youth.city.as_role(Role::Citizen).await;
    let shown = app::announcement::current(&citizen, &youth.city.app, What::Youth).await.unwrap();
    assert_eq!(
        shown.iter().map(|one| one.title.as_str()).collect::<Vec<_>>(),
        ["청년 면접수당", "전국 정책"]
    );
    assert_eq!((shown[0].url.as_str(), shown[0].ages), ("https://example.org/p1", Some((19, 39))));
    assert!(!format!("{shown:?}").contains("이담당"));
    youth.server.now(move |_| page("", 0));
    youth.run().await;
    let shown = app::announcement::current(&citizen, &youth.city.app, What::Youth).await.unwrap();
    assert_eq!(shown.len(), 2, "an empty answer takes nothing away");
    youth.server.now(move |_| page(r#"{"plcyNo":"P2","plcyNm":"전국 정책","zipCd":"","aplyYmd":""}"#, 1));
    assert_eq!(youth.run().await.closed, 1);
}

#[test]
fn a_key_is_asked_with_as_it_was_meant() {
    assert_eq!(plain_key("abc%2Bd%3D%3D").as_str(), "abc+d==");
    for plain in ["abc+d==", "100%", "%zz", ""] {
        assert_eq!(plain_key(plain).as_str(), plain);
    }
}
