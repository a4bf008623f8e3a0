//! The counter in three minutes, whom a person may already be, and the page of one's own.

use axum::http::StatusCode;
use domain::Role;

use crate::filled::filled;
use crate::site::{Answer, Site};

const STAFF: Option<Role> = Some(Role::Counselor);
const OWN: Option<Role> = Some(Role::Seeker);

/// A person without e-mail address or smartphone, as people say it: 박가나, 49년 3월 2일.
const SENIOR: &str = "form=short&name=%EB%B0%95%EA%B0%80%EB%82%98&born_on=49%EB%85%84+3%EC%9B%94+2%EC%9D%BC&phone=031-000-1234&area=9911051000&occupation=5501&desired_area=99110&channel=paper&consent_registration=yes&consent_local_government=yes";

fn to(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    answer.headers.get("location").unwrap().to_str().unwrap().to_owned()
}

/// Inputs, choices and text areas of the page's form that a person sees.
fn visible(page: &str) -> usize {
    let form = page.split("<form class=\"narrow\" method=\"post\">").nth(1).unwrap();
    let form = form.split("</form>").next().unwrap();
    let of = |tag: &str| form.matches(tag).count();
    of("<input ") - of("type=\"hidden\"") + of("<select ") + of("<textarea ")
}

#[tokio::test(flavor = "multi_thread")]
async fn fourteen_inputs_register_a_person_without_mail_or_smartphone() {
    let site = Site::new().await;
    let empty = site.get("/staff/seekers/new", STAFF).await;
    assert_eq!(visible(&empty.text), 14);
    assert!(!empty.text.contains("type=\"email\""));
    // The long form is what the count would catch.
    assert!(visible(&site.get("/staff/seekers/new?full=1", STAFF).await.text) > 40);
    let path = to(&site.post("/staff/seekers/new", STAFF, SENIOR).await);
    let page = site.get(&path, STAFF).await.text;
    for words in ["1949-03-02", "031-000-1234", "유효", "초기상담", "종이 신청서"] {
        assert!(page.contains(words), "{words}");
    }
    let slip = site.get(&format!("{path}/slip"), STAFF).await;
    assert!(slip.status == StatusCode::OK && slip.text.contains("2016-06-14"));
    for born in ["1949.3.2", "490302", "19490302"] {
        let typed = SENIOR.replace("49%EB%85%84+3%EC%9B%94+2%EC%9D%BC", born);
        let known = site.post("/staff/seekers/new", STAFF, &typed).await;
        assert_eq!(known.status, StatusCode::CONFLICT, "{born} is the same day");
    }
    let wrong =
        site.post("/staff/seekers/new", STAFF, &SENIOR.replace("area=9911051000", "area=nowhere")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(visible(&wrong.text), 14, "the short form again");
    assert!(filled(&wrong.text).contains(&("phone".into(), "031-000-1234".into())), "nothing typed is lost");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_alike_is_shown_before_saving_and_decided_by_a_supervisor() {
    let site = Site::new().await;
    let first = to(&site.post("/staff/seekers/new", STAFF, SENIOR).await);
    let again = SENIOR.replace("phone=031-000-1234&", "");
    // Without a telephone a registration lacks something, and is still the same person's.
    let asked = site.post("/staff/seekers/new", STAFF, &again).await;
    assert_eq!(asked.status, StatusCode::CONFLICT);
    assert!(asked.text.contains(&format!("href=\"{first}\"")), "the way to the record that is there");
    let second = to(&site.post("/staff/seekers/new", STAFF, &format!("{again}&another=yes")).await);
    assert_ne!(first, second);
    let supervisor = Some(Role::Supervisor);
    let page = site.get("/staff/review/merges", supervisor).await.text;
    assert!(page.contains(&first) && page.contains(&second));
    assert!(!site.get("/staff/review/merges", Some(Role::Auditor)).await.text.contains("value=\"same\""));
    let form = page.split("action=\"/staff/review/merges/").nth(1).unwrap();
    let id = form.split('"').next().unwrap();
    let post = format!("/staff/review/merges/{id}");
    assert_eq!(site.post(&post, STAFF, "version=1&decision=same").await.status, StatusCode::FORBIDDEN);
    to(&site.post(&post, supervisor, "version=1&decision=same").await);
    assert!(site.get(&second, STAFF).await.text.contains(&format!("href=\"{first}\"")), "one person's page");
    to(&site.post(&post, supervisor, "version=2&decision=undo").await);
    assert!(!site.get(&second, STAFF).await.text.contains(&format!("href=\"{first}\"")));
}

#[tokio::test(flavor = "multi_thread")]
async fn ones_own_page_renews_switches_consents_and_leads_to_erasing() {
    let site = Site::new().await;
    assert!(site.get("/me", OWN).await.text.contains("아직 구직 신청이 없습니다"));
    let path = to(&site.post("/staff/seekers/new", OWN, SENIOR).await);
    let page = site.get("/me", OWN).await.text;
    for words in ["지금 하실 일", "지원과 알선", "취업활동계획", "동의 거두기", "내 정보"]
    {
        assert!(page.contains(words), "{words}");
    }
    assert_eq!(to(&site.post(&format!("{path}/renew"), OWN, "").await), "/me");
    let consent = format!("{path}/consent");
    assert_eq!(to(&site.post(&consent, OWN, "switch=local_government%3Ano").await), "/me");
    assert!(site.get("/me", OWN).await.text.contains("2016-03-14 철회 (인터넷)"));
    let data = site.get("/me/data", OWN).await;
    assert!(data.status == StatusCode::OK && data.text.contains("박가나"));
    assert_eq!(site.get("/me/data", STAFF).await.status, StatusCode::NOT_FOUND);
    assert_eq!(to(&site.post(&consent, OWN, "switch=registration%3Ano").await), format!("{path}/erase"));
    assert!(site.get("/me", OWN).await.text.contains("철회"));
    to(&site.post(&format!("{path}/erase"), OWN, "reason=requested&checked=yes").await);
    assert!(!site.get("/me", OWN).await.text.contains("031-000-1234"));
}

#[tokio::test(flavor = "multi_thread")]
async fn services_and_plans_are_kept_from_those_who_only_check() {
    let site = Site::new().await;
    let path = to(&site.post("/staff/seekers/new", STAFF, SENIOR).await);
    let service = format!("{path}/services/new");
    assert_eq!(site.get(&service, STAFF).await.status, StatusCode::OK);
    let wrong = site.post(&service, STAFF, "kind=&on=2016-03-14&text=canary-note").await;
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.text.contains("canary-note"));
    to(&site.post(&service, STAFF, "kind=intake&on=2016-03-14&channel=phone&text=canary-note").await);
    to(&site
        .post(&format!("{path}/plan"), STAFF, "step=canary-step&due_on=2016-03-20&owner=counselor")
        .await);
    let page = site.get(&path, STAFF).await.text;
    assert!(page.contains("canary-note") && page.contains("canary-step"));
    let checked = site.get(&path, Some(Role::Auditor)).await.text;
    assert!(!checked.contains("canary-note") && !checked.contains("canary-step"));
    assert!(checked.contains("초기상담"), "that it was done is seen");
    for step in ["cancel", "transfer", "decease"] {
        let refused = site.post(&format!("{path}/steps/{step}"), STAFF, "").await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{step} needs its reason");
    }
    to(&site.post(&format!("{path}/steps/cancel"), STAFF, "reason=exercise").await);
    assert!(site.get(&path, STAFF).await.text.contains("연습으로 입력함"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_notice_of_death_is_taken_back_on_the_persons_page() {
    let site = Site::new().await;
    let path = to(&site.post("/staff/seekers/new", STAFF, SENIOR).await);
    to(&site.post(&format!("{path}/steps/decease"), STAFF, "on=2016-03-10").await);
    let second = Some(Role::Supervisor);
    assert!(!site.get(&path, STAFF).await.text.contains("steps/revive"), "whoever recorded it does not");
    assert!(site.get(&path, second).await.text.contains("steps/revive"));
    let revive = format!("{path}/steps/revive");
    let refused = site.post(&revive, second, "reason=").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "it needs its reason");
    to(&site.post(&revive, second, "reason=another_person").await);
    let page = site.get(&path, STAFF).await.text;
    assert!(page.contains("사망 기록 취소: 다른 사람에 대한 통보였음"), "{page}");
    let looks = site.get(&format!("{path}/looks"), STAFF).await;
    assert!(looks.status == StatusCode::OK && looks.text.contains("열람기록"));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hands_choose_only_where_both_wrote() {
    let site = Site::new().await;
    let path = to(&site.post("/staff/seekers/new", STAFF, SENIOR).await);
    let edit = format!("{path}/edit");
    let opened = filled(&site.get(&edit, STAFF).await.text);
    let with = |school: &str, extra: (&str, &str)| {
        let mut sent = opened.clone();
        for (name, value) in &mut sent {
            if name == "school" {
                *value = school.into();
            }
            if name == extra.0 {
                *value = extra.1.into();
            }
        }
        sent
    };
    to(&site.post(&edit, STAFF, &crate::filled::body(&with("first-school", ("major", "first-major")))).await);
    let mine = with("second-school", ("military", "second-word"));
    let asked = site.post(&edit, STAFF, &crate::filled::body(&mine)).await;
    assert_eq!(asked.status, StatusCode::CONFLICT);
    assert!(asked.text.contains("first-school") && asked.text.contains("second-school"), "both are seen");
    assert!(
        !asked.text.contains("take.major") && !asked.text.contains("take.military"),
        "nobody disagrees there"
    );
    let mut chosen = mine;
    chosen.push(("take.school".into(), "theirs".into()));
    to(&site.post(&edit, STAFF, &crate::filled::body(&chosen)).await);
    let page = site.get(&path, STAFF).await.text;
    for words in ["first-school", "first-major", "second-word"] {
        assert!(page.contains(words), "{words} is kept");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_child_is_refused_and_the_very_young_are_asked_for_permit_and_guardian() {
    let site = Site::new().await;
    let born = |day: &str| SENIOR.replace("49%EB%85%84+3%EC%9B%94+2%EC%9D%BC", day);
    let child = site.post("/staff/seekers/new", STAFF, &born("2004-03-02")).await;
    assert_eq!(child.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(child.text.contains("13세 미만은") && child.text.contains("href=\"#born_on\""), "{}", child.text);
    let young = site.post("/staff/seekers/new", STAFF, &born("2002-06-01")).await;
    assert_eq!(young.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(young.text.contains("name=\"work_permit\"") && young.text.contains("name=\"guardian_consent\""));
    let given = format!("{}&work_permit=2016-3&guardian_consent=yes", born("2002-06-01"));
    let path = to(&site.post("/staff/seekers/new", STAFF, &given).await);
    let page = site.get(&path, STAFF).await.text;
    assert!(page.contains("2016-3") && page.contains("법정대리인"), "{page}");
    assert!(
        !site.get("/staff/seekers/new", STAFF).await.text.contains("work_permit"),
        "nobody else is asked"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_dies_before_they_were_born() {
    let site = Site::new().await;
    let path = to(&site.post("/staff/seekers/new", STAFF, SENIOR).await);
    for day in ["1949-03-01", "0016-03-10"] {
        let refused = site.post(&format!("{path}/steps/decease"), STAFF, &format!("on={day}")).await;
        assert_eq!(refused.status, StatusCode::CONFLICT, "{day}");
        assert!(refused.text.contains("태어난 날보다 앞섭니다"), "{}", refused.text);
    }
    to(&site.post(&format!("{path}/steps/decease"), STAFF, "on=2016-03-10").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_wrong_is_said_in_one_round_with_what_may_have_been_meant() {
    let site = Site::new().await;
    let empty = site.get("/staff/seekers/new", STAFF).await.text;
    assert!(
        !empty.contains(" selected>") || !empty.contains("value=\"M\" selected"),
        "no form of pay is chosen"
    );
    to(&site.post("/staff/seekers/new", STAFF, SENIOR).await);
    let wrong = SENIOR
        .replace("area=9911051000", "area=%EB%B3%84%EB%B9%9B")
        .replace("occupation=5501", "occupation=%E3%85%8B%E3%85%8B%E3%85%8B")
        .replace("&consent_registration=yes", "");
    let said = site.post("/staff/seekers/new", STAFF, &wrong).await;
    assert_eq!(said.status, StatusCode::UNPROCESSABLE_ENTITY);
    for words in ["href=\"#occupation\"", "href=\"#consent_registration\"", "이미 있습니다(S2016-000001)"]
    {
        assert!(said.text.contains(words), "{words}: {}", said.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_counsels_is_told_to_ask_about_erasing_when_consent_is_taken_back() {
    let site = Site::new().await;
    let path = to(&site.post("/staff/seekers/new", STAFF, SENIOR).await);
    assert!(!site.get(&path, STAFF).await.text.contains("모두 지울지"));
    to(&site.post(&format!("{path}/consent"), STAFF, "switch=registration%3Ano&channel=counter").await);
    assert!(site.get(&path, STAFF).await.text.contains("모두 지울지 여쭤 보세요"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_given_at_the_counter_opens_ones_own_page_and_a_merge_then_asks_who_it_is() {
    let site = Site::new().await;
    let path = to(&site.post("/staff/seekers/new", STAFF, SENIOR).await);
    let account = format!("{path}/account");
    assert!(site.get(&path, STAFF).await.text.contains(&format!("href=\"{account}\"")));
    let asked = site.get(&account, STAFF).await.text;
    assert!(asked.contains("박가나") && asked.contains("name=\"checked\""));
    let unchecked = site.post(&account, STAFF, "login=kim%40example.com").await;
    assert_eq!(unchecked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unchecked.text.contains("value=\"kim@example.com\""), "nothing typed is lost");
    let made = site.post(&account, STAFF, "login=kim%40example.com&checked=id_card").await;
    assert_eq!(made.status, StatusCode::OK);
    assert_eq!(made.headers.get("cache-control").unwrap(), "no-store");
    let link = made.text.split("/links/").nth(1).unwrap().split('<').next().unwrap();
    let link = format!("/links/{link}");
    assert!(site.get(&link, None).await.text.contains("kim@example.com"));
    to(&site.post(&link, None, "password=correct+horse+7").await);
    let again = site.post(&account, STAFF, "login=other%40example.com&checked=id_card").await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(site.get(&path, STAFF).await.text.contains("신분증으로 본인 확인"), "the check is on record");

    let alike = SENIOR.replace("phone=031-000-1234&", "");
    to(&site.post("/staff/seekers/new", STAFF, &format!("{alike}&another=yes")).await);
    let supervisor = Some(Role::Supervisor);
    let page = site.get("/staff/review/merges", supervisor).await.text;
    assert!(page.contains("name=\"checked\""));
    let id = page.split("action=\"/staff/review/merges/").nth(1).unwrap().split('"').next().unwrap();
    let post = format!("/staff/review/merges/{id}");
    let unchecked = site.post(&post, supervisor, "version=1&decision=same&checked=").await;
    assert_eq!(unchecked.status, StatusCode::CONFLICT);
    assert!(
        unchecked.text.contains("name=\"checked\"") && unchecked.text.contains("role=\"alert\""),
        "the form again"
    );
    to(&site.post(&post, supervisor, "version=1&decision=same&checked=known_phone").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_was_asked_on_the_form_that_was_shown_is_a_refusal() {
    let site = Site::new().await;
    let staff = site.city.as_role(Role::Counselor).await;
    let consents = async |typed: &str| {
        let path = to(&site.post("/staff/seekers/new", STAFF, typed).await);
        let view = app::seeker::get(&staff, &site.app(), crate::day::id_of(&path)).await.unwrap();
        view.profile.unwrap().consents
    };
    let short = consents(SENIOR).await;
    assert_eq!((short.local_government, short.private_agency), (Some(true), Some(false)));
    // The long form, on which no more was filled in than the short one holds.
    let other =
        SENIOR.replace("form=short&", "").replace("031-000-1234", "031-000-4321").replace("49%EB", "51%EB");
    let long = consents(&other).await;
    assert_eq!((long.local_government, long.private_agency), (Some(true), None));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_referral_barred_by_words_alone_goes_on_with_a_reason() {
    let site = Site::new().await;
    let (staff, app) = (site.city.as_role(Role::Counselor).await, site.app());
    let view = app::opening::get(&staff, &app, site.opening()).await.unwrap();
    let duties = "2층은 모텔이고 우리는 1층 식당입니다".to_owned();
    let content = domain::opening::Content { duties, ..view.opening.content.clone() };
    app::opening::update(&staff, &app, site.opening(), view.opening.version, content).await.unwrap();
    let born = SENIOR.replace("49%EB%85%84+3%EC%9B%94+2%EC%9D%BC", "1998-01-02");
    let path = to(&site.post("/staff/seekers/new", STAFF, &born).await);
    let (seeker, opening) = (crate::day::id_of(&path), site.opening());
    let pair = format!("seeker={seeker}&opening={opening}");
    let refused = site.post("/staff/referrals/new", STAFF, &pair).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(
        refused.text.contains("모텔") && refused.text.contains("name=\"justification\""),
        "{}",
        refused.text
    );
    let said = format!("{pair}&justification=entrance-apart");
    let page = site.get(&to(&site.post("/staff/referrals/new", STAFF, &said).await), STAFF).await.text;
    assert!(page.contains("문구와 달리 괜찮은 까닭: entrance-apart"), "{page}");
}
