//! The book's pages: frozen by a form, read, downloaded, published as an extract.

use axum::http::StatusCode;
use domain::Role;
use domain::meeting::{Meeting, MeetingKind, State};
use jiff::civil::date;

use crate::placement::to;
use crate::site::Site;

const PLAN: Option<Role> = Some(Role::PlanManager);

async fn meeting(site: &Site) -> Meeting {
    let ctx = site.city.app.system_ctx();
    let meeting = Meeting {
        id: ctx.id(),
        kind: MeetingKind::Report,
        council: None,
        organisation: None,
        name: "추진전략 보고회".to_owned(),
        at: date(2016, 3, 15).at(14, 0, 0, 0),
        venue: "시정연수원".to_owned(),
        agenda_closes_on: date(2016, 3, 10),
        attendance: Default::default(),
        minutes: String::new(),
        informal: false,
        off_day: String::new(),
        answers: Default::default(),
        published: None,
        read_by: Default::default(),
        state: State::Called,
        version: 1,
        created_at: ctx.now,
    };
    site.city.keep(meeting.clone()).await;
    meeting
}

#[tokio::test(flavor = "multi_thread")]
async fn a_book_is_frozen_by_a_form_read_and_downloaded() {
    let site = Site::new().await;
    let list = site.get("/staff/books", PLAN).await.text;
    assert!(list.contains("보고서 1권") && list.contains("2015-12-29 18:00"), "the past meeting's: {list}");
    let meeting = meeting(&site).await;
    let path = to(&site
        .post("/staff/books", PLAN, &format!("meeting={}&as_of=2016-03-14T08%3A30", meeting.id))
        .await);
    let page = site.get(&path, PLAN).await;
    assert_eq!(page.status, StatusCode::OK);
    for words in [
        "2016-03-14 08:30 기준",
        "지난 보고회 지시·개선 사항",
        "부서별 한눈에",
        "미제출 부서",
        domain::counting::RULE_SET,
        "<svg",
    ] {
        assert!(page.text.contains(words), "{words}: {}", page.text);
    }
    assert!(!page.text.contains(">book-"), "every word is said");
    assert_eq!(page.text.matches("<h1>").count(), 1);
    // The same question is answered with the same book.
    let again = to(&site
        .post("/staff/books", PLAN, &format!("meeting={}&as_of=2016-03-14T08%3A30", meeting.id))
        .await);
    assert_eq!(again, path);
    // Gathered anew from the log it is the same.
    let anew = site.post(&format!("{path}/recount"), Some(Role::Auditor), "").await;
    assert!(anew.text.contains("같은 보고서입니다"), "{}", anew.text);
    // The facts as JSON hash to what the page says.
    let json = site.get(&format!("{path}/book.json"), PLAN).await;
    let listed = site.get("/staff/books", Some(Role::Mayor)).await.text;
    let facts: domain::report_book::Facts = serde_json::from_str(&json.text).unwrap();
    assert!(listed.contains(&facts.hash()[..12]), "{listed}");
    for (name, kind, magic) in [
        ("hwpx", "application/hwp+zip", "PK"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "PK"),
        ("pdf", "application/pdf", "%PDF"),
    ] {
        let file = site.get(&format!("{path}/book.{name}"), Some(Role::Clerk)).await;
        assert_eq!((file.status, file.headers["content-type"].to_str().unwrap()), (StatusCode::OK, kind));
        assert!(file.text.starts_with(magic), "{name}");
        let saved = file.headers["content-disposition"].to_str().unwrap();
        assert!(saved.contains(&format!("book-2016-03-14-083000.{name}")), "{saved}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_frozen_is_said_and_kept() {
    let site = Site::new().await;
    let meeting = meeting(&site).await;
    let none = site.post("/staff/books", PLAN, "meeting=&as_of=2016-03-14T08%3A30").await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        none.text.contains("href=\"#meeting\"") && none.text.contains("value=\"2016-03-14T08:30\""),
        "{}",
        none.text
    );
    for (said, words) in [("2016-03-15T08%3A30", "아직 오지 않은 시각"), ("soon", "2016-05-31T18:00처럼")]
    {
        let wrong = site.post("/staff/books", PLAN, &format!("meeting={}&as_of={said}", meeting.id)).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.text.contains(words), "{}", wrong.text);
        assert!(
            wrong.text.contains(&format!("value=\"{}\" selected", meeting.id)),
            "the meeting stays chosen"
        );
    }
    let clerk = site.post("/staff/books", Some(Role::Clerk), &format!("meeting={}", meeting.id)).await;
    assert_eq!(clerk.status, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn cr_23_everybody_reads_a_published_extract_and_nothing_before() {
    let site = Site::new().await;
    let meeting = meeting(&site).await;
    let path = to(&site.post("/staff/books", PLAN, &format!("meeting={}", meeting.id)).await);
    let public = path.replace("/staff/", "/plan/");
    assert_eq!(site.get(&public, None).await.status, StatusCode::NOT_FOUND);
    assert!(!site.get("/plan/books", None).await.text.contains(&public), "not published yet");
    to(&site.post(&format!("{path}/publish"), PLAN, "version=1").await);
    let late = site.post(&format!("{path}/publish"), PLAN, "version=1").await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    let page = site.get(&public, None).await;
    assert_eq!(page.status, StatusCode::OK);
    // The invented city hides cells under five.
    assert!(page.text.contains("5 미만인 칸") && page.text.contains("공개본"), "{}", page.text);
    assert!(!page.text.contains("앞선 보고서와 달라진 점") && !page.text.contains("/staff/ledger"));
    let json = site.get(&format!("{public}/book.json"), None).await.text;
    let facts: domain::report_book::Facts = serde_json::from_str(&json).unwrap();
    // It prints the digest of what it is, and says whose the other one is.
    let own = facts.hash();
    let original = site.get(&path, PLAN).await.text;
    let original = original.split("<code>#").nth(1).unwrap().split('<').next().unwrap();
    assert_ne!(own[..12], *original);
    assert!(page.text.contains(&format!("<code>#{}</code>", &own[..12])), "{}", page.text);
    let spaced = |digits: &str| format!("{} {}", &digits[..8], &digits[8..12]);
    let named = page.text.split("원본 보고서의 해시").nth(1).unwrap().split("</dd>").next().unwrap();
    assert!(named.contains(&spaced(original)) && page.text.contains(&spaced(&own)), "{named}");
    assert!(site.get("/plan/books", None).await.text.contains("원본의 해시"));
    for line in facts.departments.iter().flat_map(|one| &one.classes) {
        for (part, cell) in line.cells() {
            assert!(cell.is_none_or(|n| n == 0 || n >= 5), "{part} {line:?}");
        }
    }
    for name in ["pdf", "hwpx", "xlsx"] {
        assert_eq!(site.get(&format!("{public}/book.{name}"), None).await.status, StatusCode::OK, "{name}");
    }
}
