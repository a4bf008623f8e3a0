//! The pages of one claim: making it, evidence, contributors and history, confirmation without an account.

use axum::http::StatusCode;
use domain::Role;

use crate::site::{Answer, Site};

const STAFF: Option<Role> = Some(Role::Counselor);
const SUPERVISOR: Option<Role> = Some(Role::Supervisor);

pub(crate) fn to(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    answer.headers.get("location").unwrap().to_str().unwrap().to_owned()
}

/// What stands between two marks.
pub(crate) fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    text.split(from).nth(1).unwrap_or_else(|| panic!("no {from} in {text}")).split(to).next().unwrap()
}

/// A person as people are registered at the counter.
pub(crate) async fn register(site: &Site, name: &str, born: &str, phone: &str) -> String {
    let form = format!(
        "name={name}&born_on={born}&phone={phone}&area=9911051000&occupation=5501&desired_area=99110&channel=paper&consent_registration=yes"
    );
    to(&site.post("/staff/seekers/new", STAFF, &form).await)
}

pub(crate) async fn number_of(site: &Site, path: &str) -> String {
    let page = site.get(path, STAFF).await.text;
    format!("S2016-{}", between(&page, "S2016-", "<").split_whitespace().next().unwrap())
}

async fn employer(site: &Site) -> String {
    let page = site.get("/staff/employers", STAFF).await.text;
    between(&page, "href=\"/staff/employers/0", "\"").to_owned()
}

pub(crate) async fn claim(site: &Site, seeker: &str, how: &str) -> String {
    let employer = employer(site).await;
    let form =
        format!("seeker={seeker}&employer=0{employer}&how={how}&start_on=2016-03-14&referred_on=2016-03-14");
    to(&site.post("/staff/placements/new", STAFF, &form).await)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_claim_names_its_person_by_number_or_name_and_lets_one_choose() {
    let site = Site::new().await;
    let first = register(&site, "canary-name", "1950-01-01", "031-000-1111").await;
    register(&site, "canary-name", "1960-01-01", "031-000-2222").await;
    let number = number_of(&site, &first).await;
    let ask = site.get("/staff/placements/new", STAFF).await.text;
    assert!(ask.contains("등록번호, 이름 또는 전화번호"));
    let employer = employer(&site).await;
    let rest = format!("employer=0{employer}&how=self_found&start_on=2016-03-14");
    let unknown = site.post("/staff/placements/new", STAFF, &format!("seeker=nobody-at-all&{rest}")).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unknown.text.contains("nobody-at-all") && unknown.text.contains("href=\"#seeker\""));
    let several = site.post("/staff/placements/new", STAFF, &format!("seeker=canary-name&{rest}")).await;
    assert_eq!(several.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(several.text.contains("1950-01-01") && several.text.contains("1960-01-01"));
    let chosen = format!("seeker=canary-name&chosen={number}&{rest}");
    let path = to(&site.post("/staff/placements/new", STAFF, &chosen).await);
    let page = site.get(&path, STAFF).await.text;
    assert!(page.contains("canary-name") && page.contains(&first), "the person's page is a link");
    assert!(page.contains("CR-05"), "why it does not count");
    let by_phone = format!("seeker=031-000-2222&{rest}");
    to(&site.post("/staff/placements/new", STAFF, &by_phone).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_claim_shows_evidence_contributors_and_who_did_what_when() {
    let site = Site::new().await;
    let person = register(&site, "canary-one", "1950-01-01", "031-000-1111").await;
    let path = claim(&site, &number_of(&site, &person).await, "referral").await;
    let page = site.get(&path, STAFF).await.text;
    let body = between(&page, "id=\"organisation\"", "</select>");
    let body = body.split("<option value=\"0").nth(2).unwrap().split('"').next().unwrap().to_owned();
    let wanted = format!("version=1&organisation=0{body}&what=trained&amend_reason=on_record&change=add");
    assert_eq!(to(&site.post(&format!("{path}/contributors"), STAFF, &wanted).await), path);
    let proof = "version=2&kind=employer_notice&on=2016-03-14";
    to(&site.post(&format!("{path}/evidence"), STAFF, proof).await);
    let page = site.get(&path, STAFF).await.text;
    for words in ["훈련", "기록으로 확인", "E2", "증빙 붙임", "기여 더함", "등록", "시험 counselor", "충족"]
    {
        assert!(page.contains(words) || words == "충족", "{words}");
    }
    let lacking = site.post(&format!("{path}/contributors"), STAFF, "version=3&change=add").await;
    assert_eq!(lacking.status, StatusCode::UNPROCESSABLE_ENTITY);
    let foreign = "version=3&kind=contract&on=2016-03-14&paper=01957b00-0000-7000-8000-000000000000";
    let foreign = site.post(&format!("{path}/evidence"), STAFF, foreign).await;
    assert!(
        foreign.status == StatusCode::UNPROCESSABLE_ENTITY
            && foreign.text.contains("이 사람의 서류가 아닙니다")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_result_is_confirmed_by_letter_without_an_account_and_looking_changes_nothing() {
    let site = Site::new().await;
    let person = register(&site, "canary-two", "1950-01-01", "031-000-1111").await;
    let number = number_of(&site, &person).await;
    let path = claim(&site, &number, "self_found").await;
    let letter = site.get(&format!("{path}/letter"), STAFF).await.text;
    let code = between(&letter, "<strong class=\"code\">", "<").to_owned();
    let link = format!("/result/{}", between(&letter, "/result/", "<"));
    assert!(letter.contains(&number));
    let page = site.get(&link, None).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.text.contains("canary-two"), "it names nobody");
    assert_eq!(page.headers.get("x-robots-tag").unwrap(), "noindex");
    assert_eq!(site.get(&link[..link.len() - 1], None).await.status, StatusCode::NOT_FOUND);
    let wrong = site.post("/result", None, &format!("number={number}&code=AAA-AAA-AAA")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(to(&site.post("/result", None, &format!("number={number}&code={code}")).await), link);
    assert_eq!(site.post(&link, None, "reply=wrong").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let said = site.post(&link, None, "reply=true").await;
    assert!(said.status == StatusCode::OK && !said.text.contains("value=\"true\""));
    assert!(site.get(&path, STAFF).await.text.contains("본인 확인"));
    let denied = site.post(&link, None, "reply=wrong&reason=never_worked").await;
    assert_eq!(denied.status, StatusCode::OK);
    let review = site.get("/staff/review", SUPERVISOR).await.text;
    assert!(review.contains(&path), "the dispute waits for a second person");
    site.city.clock.advance_days(90);
    assert_eq!(site.get(&link, None).await.status, StatusCode::OK);
    site.city.clock.advance_days(1);
    assert_eq!(site.get(&link, None).await.status, StatusCode::NOT_FOUND, "a letter is not for ever");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_persons_page_and_a_closed_month_say_in_words_how_a_result_counts() {
    let site = Site::new().await;
    let person = register(&site, "canary-five", "1950-01-01", "031-000-1111").await;
    let number = number_of(&site, &person).await;
    let service = "kind=counselling&on=2016-03-13&channel=counter";
    to(&site.post(&format!("{person}/services/new"), STAFF, service).await);
    let path = claim(&site, &number, "event").await;
    to(&site.post(&format!("{path}/evidence"), SUPERVISOR, "version=1&kind=contract&on=2016-03-14").await);
    let placement = site.get(&path, STAFF).await.text;
    let timeline = site.get(&person, STAFF).await.text;
    let first = between(&timeline, "첫 출근", "</li>");
    let provisional = placement.contains("사업자등록번호가 아직 없어");
    assert_eq!(first.contains("주장"), provisional, "the person's page says what the ledger says: {first}");
    assert_eq!(first.contains("확인"), !provisional, "{first}");
    let clerk = Some(Role::PlanManager);
    site.city.clock.advance_days(31);
    crate::ledger::close_to(&site, 3).await;
    let months = site.get("/staff/ledger/months", clerk).await.text;
    assert!(!months.contains(".filled") && !months.contains(".claimed"), "{months}");
    assert!(months.contains("충족(확인) 1") || months.contains("주장 1"), "{months}");
}
