//! Machines away from home on the pages: made known by a code shown once, lent places, given up.

use axum::http::StatusCode;
use domain::Role;

use crate::placement::between;
use crate::site::Site;

const OPERATOR: Option<Role> = Some(Role::Operator);

#[tokio::test(flavor = "multi_thread")]
async fn a_machine_is_made_known_lent_places_and_given_up() {
    let site = Site::new().await;
    let empty = site.post("/staff/nodes", OPERATOR, "name=&mark=B1&area=99110").await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let where_ = site.post("/staff/nodes", OPERATOR, "name=Bus&mark=B1&area=nowhere-at-all").await;
    assert_eq!(where_.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mark = site.post("/staff/nodes", OPERATOR, "name=Bus&mark=B-1&area=99110").await;
    assert!(mark.text.contains("영문자와 숫자"), "{}", mark.text);
    let known = site.post("/staff/nodes", OPERATOR, "name=Bus&mark=b1&area=99110").await;
    assert_eq!(known.status, StatusCode::OK);
    assert!(known.text.contains("지금 한 번만"));
    let code = between(&known.text, "<p class=\"large\"><strong>", "</strong>").to_owned();
    let list = site.get("/staff/nodes", OPERATOR).await.text;
    assert!(list.contains("B1") && !list.contains(&code), "the code is not shown again");
    // Two machines with one mark would give the same numbers.
    let twin = site.post("/staff/nodes", OPERATOR, "name=Other&mark=B1&area=99110").await;
    assert_eq!(twin.status, StatusCode::CONFLICT);
    let page = format!("/staff/nodes/{}", between(&list, "href=\"/staff/nodes/", "\""));
    let places = format!("{page}/places");
    let unknown = site.post(&places, OPERATOR, "opening=2016-999999&heads=1").await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    let number = {
        let app = site.app();
        let opening = store_opening(&app, site.opening()).await;
        opening.origin.number
    };
    let many = site.post(&places, OPERATOR, &format!("opening={number}&heads=99")).await;
    assert!(many.text.contains("남은 자리가"), "{}", many.text);
    let lent = site.post(&places, OPERATOR, &format!("opening={number}&heads=1")).await;
    assert_eq!(lent.status, StatusCode::SEE_OTHER);
    assert!(site.get(&page, OPERATOR).await.text.contains("1자리 중 0자리"));
    // What was lent is no version of the opening.
    let history = site.get(&format!("/staff/openings/{}", site.opening()), Some(Role::Supervisor)).await;
    assert_eq!(history.status, StatusCode::OK);
    assert!(!history.text.contains("verb-"), "{}", history.text);
    // A counsellor sees it and changes nothing.
    let seen = site.get(&page, Some(Role::Counselor)).await.text;
    assert!(!seen.contains("/revoke"));
    assert_eq!(site.post(&places, Some(Role::Counselor), "heads=1").await.status, StatusCode::FORBIDDEN);
    assert_eq!(site.post(&format!("{page}/revoke"), OPERATOR, "").await.status, StatusCode::SEE_OTHER);
    let over = site.get(&page, OPERATOR).await.text;
    assert!(over.contains("사용 끝") && !over.contains("/revoke"));
    assert_eq!(site.post(&format!("{page}/revoke"), OPERATOR, "").await.status, StatusCode::CONFLICT);
    let clashes = site.get("/staff/review/clashes", Some(Role::Supervisor)).await;
    assert!(clashes.text.contains("정할 것이 없습니다"), "{}", clashes.text);
}

async fn store_opening(app: &app::App, id: domain::id::OpeningId) -> domain::opening::Opening {
    let staff = domain::Actor { role: Role::Counselor, ..domain::Actor::system() };
    app::opening::get(&app.ctx(staff), app, id).await.unwrap().opening
}
