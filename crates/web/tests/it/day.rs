//! The counsellor's day and a person's page: what is due, why, since when, and everything that happened.

use axum::http::StatusCode;
use domain::Role;
use domain::actor::Channel;
use domain::id::{ReferralId, SeekerId};

use crate::site::{Answer, Site};

pub(crate) const STAFF: Option<Role> = Some(Role::Counselor);

/// A person without e-mail address or smartphone: 박가나.
pub(crate) const SENIOR: &str = "name=%EB%B0%95%EA%B0%80%EB%82%98&born_on=1949-03-02&phone=031-000-1234&area=9911051000&occupation=5501&desired_area=99110&channel=paper&consent_registration=yes&consent_local_government=yes";

pub(crate) fn to(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    answer.headers.get("location").unwrap().to_str().unwrap().to_owned()
}

/// The registration on whose page a path ends.
pub(crate) fn id_of(path: &str) -> SeekerId {
    path.rsplit('/').next().unwrap().parse().unwrap()
}

/// Proposed, agreed to by telephone, and sent with a letter.
pub(crate) async fn sent(site: &Site, seeker: SeekerId) -> ReferralId {
    let (staff, app) = (site.city.as_role(Role::Counselor).await, site.app());
    let id = app::referral::propose(&staff, &app, seeker, site.opening()).await.unwrap();
    app::referral::agree(&staff, &app, id, 1, Channel::Phone).await.unwrap();
    app::referral::send(&staff, &app, id, 2).await.unwrap();
    id
}

/// The part of a page between a section's anchor and the next section.
fn section<'a>(page: &'a str, name: &str) -> &'a str {
    let part =
        page.split(&format!("<section id=\"{name}\">")).nth(1).unwrap_or_else(|| panic!("no {name}: {page}"));
    part.split("</section>").next().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_day_says_whom_why_and_since_when_and_is_empty_when_done() {
    let site = Site::new().await;
    let path = to(&site.post("/staff/seekers/new", STAFF, SENIOR).await);
    assert!(
        !section(&site.get("/staff/today", STAFF).await.text, "intake").contains("박가나"),
        "not yet due"
    );
    site.city.clock.advance_days(5);
    let page = site.get("/staff/today", STAFF).await.text;
    let intake = section(&page, "intake");
    for words in ["박가나", "031-000-1234", "아직 상담을 받지 못했습니다", "2016-03-17", "2일 지남"]
    {
        assert!(intake.contains(words), "{words}: {intake}");
    }
    assert!(intake.contains(&format!("href=\"{path}/services/new\"")), "one button, to where it is done");
    let next = page.split("한 분씩, 다음 할 일</h2>").nth(1).unwrap().split("</section>").next().unwrap();
    assert_eq!(next.matches("박가나").count(), 1, "one line for a person");
    assert!(!page.contains("class=\"scroll\""), "on a small screen rows are cards; nothing hides sideways");
    let since = intake.split("data-label=\"").nth(2).unwrap();
    assert!(since.starts_with("언제부터\"><time"), "{since}");
    let mine = site.get("/staff/today?mine=yes", STAFF).await.text;
    assert!(section(&mine, "intake").contains("박가나"), "whoever registers looks after");
    let other = site.get("/staff/today?mine=yes", Some(Role::Supervisor)).await.text;
    assert!(!other.contains("박가나") && other.contains("aria-current=\"page\""));
    assert!(
        section(&site.get("/staff/today", Some(Role::Supervisor)).await.text, "intake").contains("박가나")
    );
    let alone = site.get("/staff/today?only=intake", STAFF).await.text;
    assert!(alone.contains("박가나") && !alone.contains("<section id=\"retention\">"));
    to(&site
        .post(&format!("{path}/services/new"), STAFF, "kind=intake&on=2016-03-19&channel=phone&text=x")
        .await);
    assert!(!section(&site.get("/staff/today", STAFF).await.text, "intake").contains("박가나"));
    to(&site.post(&format!("{path}/plan"), STAFF, "step=canary-step&due_on=2016-03-20&owner=person").await);
    site.city.clock.advance_days(2);
    assert!(section(&site.get("/staff/today", STAFF).await.text, "steps").contains("canary-step"));
    // Three months from the registration; asked for a week before.
    site.city.clock.advance_days(80);
    let page = site.get("/staff/today", STAFF).await.text;
    assert!(section(&page, "renewals").contains("2016-06-07"), "{page}");
    assert_eq!(site.get("/staff/today", Some(Role::Clerk)).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hire_is_followed_from_the_letter_to_the_month_after() {
    let site = Site::new().await;
    let path = to(&site.post("/staff/seekers/new", STAFF, SENIOR).await);
    let referral = sent(&site, id_of(&path)).await;
    let letter = format!("/staff/referrals/{referral}");
    site.city.clock.advance_days(10);
    let page = site.get("/staff/today", STAFF).await.text;
    assert!(section(&page, "results").contains(&format!("href=\"{letter}\"")), "{page}");
    to(&site.post(&format!("{letter}/steps"), STAFF, "version=3&step=hire&start_on=2016-03-24").await);
    let page = site.get("/staff/today", STAFF).await.text;
    assert!(!section(&page, "results").contains(&letter));
    assert!(section(&page, "calls").contains("박가나"), "told by telephone that they were hired");
    site.city.clock.advance_days(15);
    let page = site.get("/staff/today", STAFF).await.text;
    let evidence = section(&page, "evidence");
    assert!(evidence.contains("박가나") && evidence.contains("2016-04-07"), "{evidence}");
    let placement = evidence.split("href=\"/staff/placements/").nth(1).unwrap().split('"').next().unwrap();
    let placement = format!("/staff/placements/{placement}");
    // Whoever recorded the hire does not confirm it alone: somebody else enters what the person brought.
    let contract = "version=1&kind=contract&on=2016-04-08";
    to(&site.post(&format!("{placement}/evidence"), Some(Role::Supervisor), contract).await);
    let page = site.get("/staff/today", STAFF).await.text;
    assert!(!section(&page, "evidence").contains("박가나"));
    assert!(!section(&page, "retention").contains("박가나"), "the first month is not over");
    site.city.clock.advance_days(16);
    let page = site.get("/staff/today", STAFF).await.text;
    assert!(section(&page, "retention").contains("2016-04-24"), "{page}");
    let looked = "version=2&months=1&still=yes&looked_on=2016-04-24&grade=E3";
    to(&site.post(&format!("{placement}/retention"), STAFF, looked).await);
    assert!(!section(&site.get("/staff/today", STAFF).await.text, "retention").contains("박가나"));

    let page = site.get(&path, STAFF).await.text;
    let line = section(&page, "timeline");
    for words in [
        "구직 등록",
        "알선 제안",
        "알선장 L2016-000001",
        "첫 출근",
        "1개월 뒤에도 일하고 있음",
        "채용되었습니다",
        "개인정보 수집·이용에 동의함",
        "열람",
    ] {
        assert!(line.contains(words), "{words}: {line}");
    }
    let at = |words: &str| line.find(words).unwrap();
    assert!(at("1개월 뒤에도") < at("첫 출근") && at("첫 출근") < at("알선 제안"), "the latest comes first");
    assert!(line.contains(&format!("href=\"{placement}\"")) && line.contains(&format!("href=\"{letter}\"")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_persons_page_suggests_with_reasons_and_says_who_does_what_next() {
    let site = Site::new().await;
    let opening = site.opening();
    let staff = site.city.as_role(Role::Counselor).await;
    let content = app::opening::get(&staff, &site.app(), opening).await.unwrap().opening.content;
    let wish = content.occupation.unwrap().to_string();
    let wishes = SENIOR.replace("occupation=5501", &format!("occupation={wish}"));
    let path = to(&site.post("/staff/seekers/new", STAFF, &wishes).await);
    let page = site.get(&path, STAFF).await.text;
    assert!(
        page.contains("초기상담 (2016-03-17까지)") && page.contains("담당 상담사: 시험 counselor"),
        "{page}"
    );
    assert!(page.contains("id=\"suggestions\""));
    let fit = app::seeker::file(&staff, &site.app(), id_of(&path)).await.unwrap();
    let fit = app::seeker::suggested(&staff, &site.app(), &fit, 3).await.unwrap().unwrap();
    for fitting in &fit.full {
        let id = fitting.listed.opening.id;
        assert!(
            section(&page, "suggestions").contains(&format!("value=\"{id}\"")),
            "a button to propose each"
        );
    }
    let checked = site.get(&path, Some(Role::Auditor)).await.text;
    assert!(!checked.contains("id=\"suggestions\""), "whoever checks refers nobody");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_rung_for_what_is_answered_over_or_past() {
    let site = Site::new().await;
    let path = to(&site.post("/staff/seekers/new", STAFF, SENIOR).await);
    let (staff, app) = (site.city.as_role(Role::Counselor).await, site.app());
    let referral = app::referral::propose(&staff, &app, id_of(&path), site.opening()).await.unwrap();
    let calls = async || section(&site.get("/staff/today", STAFF).await.text, "calls").to_owned();
    assert!(calls().await.contains("박가나"), "asked whether they agree");
    app::referral::agree(&staff, &app, referral, 1, Channel::Phone).await.unwrap();
    assert!(!calls().await.contains("박가나"), "they said yes");

    app::referral::send(&staff, &app, referral, 2).await.unwrap();
    let steps = format!("/staff/referrals/{referral}/steps");
    to(&site.post(&steps, STAFF, "version=3&step=schedule&at=2016-03-15T10:00").await);
    to(&site.post(&steps, STAFF, "version=4&step=schedule&at=2016-03-16T10:00").await);
    let waiting = calls().await;
    assert_eq!(waiting.matches("박가나").count(), 1, "of the interview as it is now: {waiting}");
    assert!(waiting.contains("2016-03-16 10:00"), "{waiting}");
    site.city.clock.advance_days(3);
    assert!(!calls().await.contains("박가나"), "the interview is past");

    let late = site.post(&steps, STAFF, "version=4&step=reject&reason=distance").await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.text.contains("불채용") && late.text.contains(" · 거리"), "in words: {}", late.text);
    assert!(!late.text.contains(" · distance"), "{}", late.text);
    to(&site.post(&steps, STAFF, "version=5&step=reject&reason=pay").await);
    assert!(calls().await.contains("박가나"), "the employer said no");
    to(&site.post(&format!("{path}/steps/decease"), STAFF, "on=2016-03-16").await);
    assert!(!calls().await.contains("박가나"), "nobody rings for the dead");
    let timeline = site.get(&path, STAFF).await.text;
    assert!(timeline.contains("알릴 필요가 없어짐"), "{timeline}");
}
