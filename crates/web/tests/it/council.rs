//! Councils and meetings as the office meets them: what a page says when something cannot be, and the screen in the room.

use axum::http::StatusCode;
use domain::Role;

use crate::placement::{between, to};
use crate::plan::measure_with_a_hire;
use crate::site::{Answer, Site};

const PLAN: Option<Role> = Some(Role::PlanManager);

/// A report meeting this afternoon; its address.
async fn report(site: &Site) -> String {
    let form = "kind=report&name=추진전략 보고회&at=2016-03-14T14:00&venue=시정연수원";
    to(&site.post("/staff/meetings/new", PLAN, form).await)
}

/// The version that the last form of a page names: the one of the thing the page is about.
fn version(page: &Answer) -> &str {
    let (_, rest) = page.text.rsplit_once("name=\"version\" value=\"").expect("a version");
    rest.split('"').next().unwrap()
}

async fn step(site: &Site, meeting: &str, step: &str) -> Answer {
    let page = site.get(meeting, PLAN).await;
    let form = format!("version={}&step={step}", version(&page));
    site.post(&format!("{meeting}/steps"), PLAN, &form).await
}

/// Notes everybody as present and opens it.
async fn open(site: &Site, meeting: &str) {
    let minutes = format!("{meeting}/minutes");
    let page = site.get(&minutes, PLAN).await;
    to(&site.post(&minutes, PLAN, &format!("version={}&rest=present", version(&page))).await);
    to(&step(site, meeting, "open").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_council_that_cannot_be_is_said_where_and_what_was_typed_is_kept() {
    let site = Site::new().await;
    let wrong =
        "kind=task_force&name=&mission=청년 미스매칭&quorum_percent=0&agenda_closes_days=99&from=2016-03-14";
    let page = site.post("/staff/councils/new", PLAN, wrong).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["name", "quorum_percent", "agenda_closes_days", "ends_on"] {
        assert!(page.text.contains(&format!("id=\"{field}-error\"")), "{field}: {}", page.text);
    }
    assert!(page.text.contains("청년 미스매칭"), "nothing typed is lost");
    let day = "kind=council&name=협의체&from=2016-02-30";
    let page = site.post("/staff/councils/new", PLAN, day).await;
    assert!(page.text.contains("2016-02-30"), "{}", page.text);
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let none = site.get("/staff/council", PLAN).await;
    assert!(none.text.contains("아직 만든 협의체가 없습니다"), "{}", none.text);

    let right =
        "kind=council&name=일자리네트워크 협의체&quorum_percent=50&agenda_closes_days=3&from=2016-03-14";
    let council = to(&site.post("/staff/councils/new", PLAN, right).await);
    let members = site.get(&format!("{council}/members"), PLAN).await;
    let body = between(&members.text, "<option value=\"0", "\"");
    let seat = format!("version={}&member=0{body}", version(&members));
    let unknown = site.post(&format!("{council}/members"), PLAN, &format!("{seat}&login=nobody")).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unknown.text.contains("id=\"login-error\""), "{}", unknown.text);
    to(&site.post(&format!("{council}/members"), PLAN, &seat).await);
    let late = site.post(&format!("{council}/members"), PLAN, &seat).await;
    assert!(!late.status.is_success() && !late.status.is_redirection(), "{}", late.status);
    let page = site.get(&council, PLAN).await;
    assert!(page.text.contains("구성 기관 1곳 · 의사정족수 1곳"), "{}", page.text);

    let past = site
        .post(
            "/staff/meetings/new",
            PLAN,
            &format!("kind=council&council={}&at=2016-03-13T14:00", &council[16..]),
        )
        .await;
    assert_eq!(past.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(past.text.contains("회의 시각이 이미 지났습니다"), "{}", past.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_room_walks_through_the_five_steps_and_what_is_said_is_given_to_somebody() {
    let site = Site::new().await;
    measure_with_a_hire(&site).await;
    let meeting = report(&site).await;
    let start = site.get(&format!("{meeting}/live"), PLAN).await;
    assert_eq!(start.text.matches("data-slide=").count(), 8, "start, due, five steps, decided");
    assert!(start.text.contains("rel=\"next\"") && !start.text.contains("rel=\"prev\""));
    assert!(start.text.contains("/live.js") && !start.text.contains("header class=\"site\""));
    let dark = site.get(&format!("{meeting}/live?at=2&dark=yes"), PLAN).await;
    assert!(dark.text.contains("class=\"live dark\""), "{}", dark.text);
    let figures = between(&dark.text, "<table class=\"grades\">", "</table>");
    assert!(figures.contains("/staff/plan/rows?year=2016&amp;unit="), "the figures of the packet: {figures}");
    let reports = site.get(&format!("{meeting}/live?at=4"), PLAN).await.text;
    assert!(reports.contains("③") && reports.contains("기한 넘김"), "{reports}");
    assert!(dark.text.contains("① 종합계획 설명") && dark.text.contains("at=3&amp;dark=yes"));
    assert!(!dark.text.contains("name=\"title\""), "nothing is decided before it begins");
    // Past the last slide there is the last.
    let end = site.get(&format!("{meeting}/live?at=99"), PLAN).await;
    assert!(!end.text.contains("rel=\"next\""));

    open(&site, &meeting).await;
    let mayor = site.get(&format!("{meeting}/live?at=5"), PLAN).await;
    assert!(mayor.text.contains("④ 시장 당부"), "{}", mayor.text);
    assert!(mayor.text.contains("value=\"instruction\" selected"), "{}", mayor.text);
    let item = between(&mayor.text, "name=\"item\" value=\"", "\"");
    let said = format!("source=instruction&title=현장을 찾아갈 것&item={item}&next=5&dark=yes");
    let back = to(&site.post(&format!("{meeting}/actions"), PLAN, &said).await);
    assert_eq!(back, format!("{meeting}/live?at=5&dark=yes"), "the room goes on where it was");
    let shown = site.get(&back, PLAN).await;
    assert!(shown.text.contains("지시 1") && shown.text.contains("맡을 곳 없음"), "{}", shown.text);
    let empty = site.post(&format!("{meeting}/actions"), PLAN, "source=instruction&title=&next=5").await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);

    // An owner from the room, without a script: refused with the slide kept, then given and back on the slide.
    let ask =
        between(&shown.text, "<form class=\"narrow\" method=\"post\" action=\"/staff/actions/0", "</form>");
    let path = format!("/staff/actions/0{}", ask.split('"').next().unwrap());
    let owner = between(ask, "<option value=\"0", "\"");
    assert!(shown.text.contains("data-key=\"o\""), "{}", shown.text);
    let early = "version=1&next=5&dark=yes&due_on=2016-03-13";
    let early = site.post(&path, PLAN, &format!("{early}&owner=0{owner}")).await;
    assert!(early.text.contains("name=\"next\" value=\"5\""), "{}", early.text);
    let half = format!("version=1&next=5&dark=yes&owner=0{owner}");
    assert_eq!(to(&site.post(&path, PLAN, &half).await), format!("{meeting}/live?at=5&dark=yes"));
    let shown = site.get(&back, PLAN).await.text;
    assert!(!shown.contains("맡을 곳 없음") && shown.contains("기한 없음"), "{shown}");

    let refused = step(&site, &meeting, "close").await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(
        refused.text.contains("지시 1 “현장을 찾아갈 것”에 맡을 곳이나 기한이 없습니다"),
        "{}",
        refused.text
    );
    let errors = between(&refused.text, "class=\"errors\"", "</ul>");
    let action = format!("/staff/actions/0{}", between(errors, "href=\"/staff/actions/0", "/edit\""));
    let edit = site.get(&format!("{action}/edit"), PLAN).await;
    let owner = between(&edit.text, "<option value=\"0", "\"");
    let early = format!("version={}&owner=0{owner}&due_on=2016-03-13", version(&edit));
    let early = site.post(&format!("{action}/edit"), PLAN, &early).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(early.text.contains("기한은 회의 날(2016-03-14)과 같거나 뒤여야 합니다"), "{}", early.text);
    let given = format!("version={}&owner=0{owner}&due_on=2016-04-30", version(&edit));
    to(&site.post(&format!("{action}/edit"), PLAN, &given).await);
    to(&step(&site, &meeting, "close").await);
    let again = step(&site, &meeting, "close").await;
    assert!(!again.status.is_redirection(), "closed once: {}", again.status);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_meeting_opens_on_its_day_with_those_who_came() {
    let site = Site::new().await;
    let form = "kind=report&name=추진전략 보고회&at=2016-03-26T14:00&venue=시정연수원";
    let early = to(&site.post("/staff/meetings/new", PLAN, form).await);
    let page = site.get(&early, PLAN).await;
    assert!(page.text.contains("2016-03-26에 열 수 있습니다"), "{}", page.text);
    let refused = step(&site, &early, "open").await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text.contains("회의는 회의 날(2016-03-26)에 엽니다"), "{}", refused.text);

    let tomorrow = form.replace("03-26", "03-15");
    let tomorrow = to(&site.post("/staff/meetings/new", PLAN, &tomorrow).await);
    let silent = step(&site, &tomorrow, "open").await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(silent.text.contains("id=\"off_day-error\""), "{}", silent.text);
    let nobody = step(&site, &tomorrow, "open&off_day=장소 사정").await;
    assert!(nobody.text.contains("참석한 기관이 하나도 적혀 있지 않습니다"), "{}", nobody.text);
    let minutes = format!("{tomorrow}/minutes");
    let page = site.get(&minutes, PLAN).await;
    assert!(page.text.contains("참석 적기"), "{}", page.text);
    to(&site.post(&minutes, PLAN, &format!("version={}&rest=present", version(&page))).await);
    to(&step(&site, &tomorrow, "open&off_day=장소 사정").await);
    let page = site.get(&tomorrow, PLAN).await;
    assert!(page.text.contains("다른 날 연 까닭: 장소 사정"), "{}", page.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_write_minutes_of_one_item_lose_nothing() {
    let site = Site::new().await;
    let meeting = report(&site).await;
    open(&site, &meeting).await;
    let page = site.get(&meeting, PLAN).await;
    let item = format!("/staff/agenda-items/{}/minutes", between(&page.text, "/staff/agenda-items/", "/"));
    let form = site.get(&item, PLAN).await;
    let write = async |version: &str, text: &str| {
        site.post(&item, PLAN, &format!("version={version}&minutes={text}")).await
    };
    to(&write(version(&form), "첫 글").await);
    let second = write(version(&form), "둘째 글").await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    assert!(second.text.contains("첫 글") && second.text.contains("둘째 글"), "{}", second.text);
    to(&write(version(&second), "첫 글, 둘째 글").await);
    let history = site.get(&format!("{meeting}/history"), Some(Role::Auditor)).await;
    assert!(history.text.contains("3번 저장") && history.text.contains("첫 글, 둘째 글"), "{}", history.text);
    let refused = site.post(&item, Some(Role::Counselor), "version=3&minutes=x").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_meeting_that_is_not_held_says_why_and_a_slip_says_something() {
    let site = Site::new().await;
    let meeting = report(&site).await;
    let answers = site.get(&format!("{meeting}/answers"), PLAN).await;
    let body = between(&answers.text, "<option value=\"0", "\"");
    let slip = |more: &str| format!("version={}&organisation=0{body}&on=2016-03-14{more}", version(&answers));
    let blank = site.post(&format!("{meeting}/answers"), PLAN, &slip("")).await;
    assert_eq!(blank.status, StatusCode::CONFLICT);
    assert!(blank.text.contains("한 안건이라도"), "{}", blank.text);
    let item = between(&answers.text, "name=\"view-", "\"");
    to(&site
        .post(
            &format!("{meeting}/answers"),
            PLAN,
            &slip(&format!("&view-{item}=agree&words-{item}=찬성합니다")),
        )
        .await);
    let page = site.get(&meeting, PLAN).await;
    assert!(page.text.contains("찬성합니다"), "{}", page.text);

    let silent = step(&site, &meeting, "cancel").await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    let cancel = format!("version={}&step=cancel&why=폭설", version(&page));
    to(&site.post(&format!("{meeting}/steps"), PLAN, &cancel).await);
    let page = site.get(&meeting, PLAN).await;
    assert!(page.text.contains("열지 않은 회의입니다") && page.text.contains("폭설"), "{}", page.text);
    let open = site.get("/meetings", None).await;
    assert!(open.text.contains("아직 공개한 회의가 없습니다"), "{}", open.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn files_go_with_an_item_and_with_nothing_else() {
    let site = Site::new().await;
    let form = "kind=report&name=추진전략 보고회&at=2016-04-14T14:00&venue=시정연수원";
    let meeting = to(&site.post("/staff/meetings/new", PLAN, form).await);
    let item = "title=합동 면접의 날&paper=자료를 붙입니다&step=departments";
    to(&site.post(&format!("{meeting}/items"), PLAN, item).await);
    let page = site.get(&meeting, PLAN).await.text;
    let papers = format!("/staff/agenda-items/{}", between(&page, "/staff/agenda-items/", "\""));
    assert!(papers.ends_with("/papers") && page.contains("붙임 자료 0개"), "{page}");
    let form = "multipart/form-data; boundary=x";
    let with = |file: &str| {
        format!(
            "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"면접.pdf\"\r\n\
             Content-Type: application/pdf\r\n\r\n{file}\r\n--x--\r\n"
        )
    };
    let pdf = "%PDF-1.4\n1 0 obj (a) endobj\n%%EOF";
    let kept = site.ask("POST", &papers, PLAN, &with(pdf), form).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text);
    // What is no paper is refused where it was chosen, and the first one stays.
    let wrong = site.ask("POST", &papers, PLAN, &with("<html><script>"), form).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("id=\"file\""), "{}", wrong.text);
    assert!(wrong.text.contains("PDF, HWP, HWPX, DOCX"), "what is taken is said: {}", wrong.text);
    let list = site.get(&papers, PLAN).await.text;
    assert!(list.contains(">면접.pdf · PDF"), "{list}");
    let file = format!("/staff/agenda-papers/{}", between(&list, "/staff/agenda-papers/", "\""));
    let partner = Some(Role::Partner);
    let given = site.get(&file, partner).await;
    assert_eq!(given.status, StatusCode::OK, "members of the council read it");
    let disposition = given.headers["content-disposition"].to_str().unwrap();
    assert!(given.text.starts_with("%PDF") && disposition.starts_with("attachment; filename=\""));
    assert!(disposition.ends_with(".pdf\"; filename*=UTF-8''%EB%A9%B4%EC%A0%91.pdf"), "{disposition}");
    assert_eq!(given.headers["x-content-type-options"], "nosniff");
    assert_eq!(site.ask("POST", &papers, partner, &with(pdf), form).await.status, StatusCode::NOT_FOUND);
    assert_eq!(site.get(&file, Some(Role::Seeker)).await.status, StatusCode::FORBIDDEN);
    // It is nobody's record: not among a person's papers, and no other door opens it.
    let id = file.rsplit('/').next().unwrap();
    let other = site.get(&format!("/staff/attachments/{id}"), Some(Role::Supervisor)).await;
    assert_eq!(other.status, StatusCode::NOT_FOUND);
    let page = site.get(&meeting, PLAN).await.text;
    assert!(page.contains("붙임 자료 1개"), "{page}");
    let packet = site.get(&format!("{meeting}/packet"), PLAN).await.text;
    assert!(packet.contains("붙임 파일 1개는 따로 보내 드립니다."), "{packet}");
}
