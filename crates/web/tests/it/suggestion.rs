//! The pages of what was suggested and why: the person's, the counsellor's, the employer's, and the short form's.

use axum::http::StatusCode;
use domain::Role;

use crate::day::{SENIOR, STAFF, id_of, to};
use crate::site::Site;

const OWN: Option<Role> = Some(Role::Seeker);

/// The first address on a page that begins so.
fn link(page: &str, start: &str) -> String {
    let at = page.find(&format!("href=\"{start}")).unwrap_or_else(|| panic!("{start}: {page}"));
    page[at + 6..].split('"').next().unwrap().replace("&amp;", "&")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_shown_is_read_again_by_the_person_and_by_their_counsellor() {
    let site = Site::new().await;
    let path = to(&site.post("/staff/seekers/new", OWN, SENIOR).await);
    let nothing = site.get(&format!("{path}/suggestions"), STAFF).await.text;
    assert!(nothing.contains("아직 보인 목록이 없습니다"), "{nothing}");
    let me = site.get("/me", OWN).await.text;
    assert!(me.contains(&format!("{path}/suggestions")) && me.contains("경쟁: "), "{me}");
    site.get(&path, STAFF).await;
    for role in [OWN, STAFF] {
        let list = site.get(&format!("{path}/suggestions"), role).await.text;
        assert!(list.contains("본인의 화면") && list.contains("상담사가 본 이분의 화면"), "{list}");
        let one = site.get(&link(&list, &format!("{path}/suggestions/one")), role).await;
        assert_eq!(one.status, StatusCode::OK);
        for words in ["무엇을 보고 골랐나", "2026.1", "data-print", "1번째 판"] {
            assert!(one.text.contains(words), "{words}: {}", one.text);
        }
    }
    let looks = site.get(&format!("{path}/looks"), OWN).await.text;
    assert!(looks.contains("기록 열람"), "{looks}");
    for role in [Some(Role::Employer), Some(Role::Mayor), None] {
        let refused = site.get(&format!("{path}/suggestions"), role).await;
        assert_ne!(refused.status, StatusCode::OK, "{role:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn why_this_one_and_why_not_is_asked_from_the_persons_page_and_from_the_openings() {
    let site = Site::new().await;
    let path = to(&site.post("/staff/seekers/new", OWN, SENIOR).await);
    let opening = site.opening();
    let number =
        site.city.app.projection.with(|state| state.openings[&opening].opening.origin.number.clone());
    let page = site.get(&path, STAFF).await.text;
    assert!(page.contains("name=\"opening\"") && page.contains("까닭 보기"), "{page}");
    let why = site.get(&format!("{path}/suggestions/why?opening={number}"), STAFF).await;
    assert_eq!(why.status, StatusCode::OK);
    assert!(why.text.contains(&number) && why.text.contains("경쟁: "), "{}", why.text);
    let none = site.get(&format!("{path}/suggestions/why?opening=0"), STAFF).await.text;
    assert!(none.contains("그런 번호의 구인이 없습니다"), "{none}");
    let public = site.get(&format!("/openings/{opening}"), OWN).await.text;
    let own = site.get(&link(&public, "/me/openings/"), OWN).await;
    assert_eq!(own.status, StatusCode::OK);
    assert!(own.text.contains(&number) && !own.text.contains("/staff/referrals/new"), "{}", own.text);
    assert!(!site.get(&format!("/openings/{opening}"), None).await.text.contains("/me/openings/"));
    assert_eq!(site.get(&format!("/me/openings/{opening}"), STAFF).await.status, StatusCode::NOT_FOUND);
    // Whoever is referred there already has no button.
    let staff = site.city.as_role(Role::Counselor).await;
    app::referral::propose(&staff, &site.app(), id_of(&path), opening).await.unwrap();
    let why = site.get(&format!("{path}/suggestions/why?opening={number}"), STAFF).await.text;
    assert!(why.contains("이미 알선 중") && !why.contains("/staff/referrals/new"), "{why}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_short_form_left_empty_is_told_what_it_lacks_and_never_a_score() {
    let site = Site::new().await;
    let opening = site.opening();
    let number =
        site.city.app.projection.with(|state| state.openings[&opening].opening.origin.number.clone());
    let empty = site.post("/fit", None, "").await;
    assert_eq!(empty.status, StatusCode::OK);
    // Nothing was looked for, so nothing is said of how many fit.
    assert!(empty.text.contains("무슨 일을 찾으시는지 아직 알 수 없습니다"), "{}", empty.text);
    assert!(!empty.text.contains("0건"), "{}", empty.text);
    assert!(!empty.text.contains("/ 10,000"), "{}", empty.text);
    let asked = site.post("/fit", None, &format!("opening_number={number}")).await;
    assert_eq!(asked.status, StatusCode::OK);
    assert!(
        asked.text.contains("점수를 낼 수 없습니다") && !asked.text.contains("/ 10,000"),
        "{}",
        asked.text
    );
    let unknown = site.post("/fit", None, "opening_number=0").await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unknown.text.contains("href=\"#opening_number\""), "{}", unknown.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_employer_sees_whom_an_opening_may_suit_only_where_they_are_enough() {
    let site = Site::new().await;
    let opening = site.opening();
    let firm = site.city.app.projection.with(|state| state.openings[&opening].employer.id);
    site.city.employ(firm).await;
    let home = site.get("/employer", Some(Role::Employer)).await.text;
    assert!(home.contains(&format!("/employer/openings/{opening}/people")), "{home}");
    let page = site.get(&format!("/employer/openings/{opening}/people"), Some(Role::Employer)).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.text.contains("맞을 만한 분") && page.text.contains("누구인지는 센터만 압니다"),
        "{}",
        page.text
    );
    let nobody = format!("of={}", uuid::Uuid::nil());
    let asked =
        site.post(&format!("/employer/openings/{opening}/people"), Some(Role::Employer), &nobody).await;
    assert_eq!(asked.status, StatusCode::NOT_FOUND);
    for role in [STAFF, OWN] {
        let refused = site.get(&format!("/employer/openings/{opening}/people"), role).await.status;
        assert!([StatusCode::FORBIDDEN, StatusCode::NOT_FOUND].contains(&refused), "{role:?} {refused}");
    }
}
