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
    // Everything that is wrong is said at once.
    let several = site.post("/staff/nodes", OPERATOR, "name=&mark=B-1&area=").await.text;
    for field in ["name-error", "mark-error", "area-error"] {
        assert!(several.contains(&format!("id=\"{field}\"")), "{field}: {several}");
    }
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
    assert_eq!(twin.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(twin.text.contains("id=\"mark-error\"") && twin.text.contains("이미 쓴 표시"), "{}", twin.text);
    let page = format!("/staff/nodes/{}", between(&list, "href=\"/staff/nodes/", "\""));
    // A code that was lost: another one, after which the first holds no more.
    let again = site.post(&format!("{page}/code"), OPERATOR, "").await.text;
    let fresh = between(&again, "<p class=\"large\"><strong>", "</strong>").to_owned();
    assert_ne!(fresh, code);
    let enrol = async |code: &str| {
        let (app, keys) = (site.app(), ("signing".to_owned(), "sealing".to_owned()));
        app::node::enrol(&app.system_ctx(), &app, code, keys.0, keys.1).await
    };
    assert!(enrol(&code).await.is_err());
    enrol(&fresh).await.unwrap();
    assert_eq!(site.post(&format!("{page}/code"), OPERATOR, "").await.status, StatusCode::CONFLICT);
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
    let opening = format!("/staff/openings/{}", site.opening());
    let shown = site.get(&opening, Some(Role::Counselor)).await.text;
    assert!(
        shown.contains("그 가운데 현장 단말에 1자리") && shown.contains("현장 단말에 자리 따로 둠"),
        "{shown}"
    );
    assert!(!shown.contains("verb-"), "{shown}");
    // A counsellor sees it and changes nothing.
    let seen = site.get(&page, Some(Role::Counselor)).await.text;
    assert!(!seen.contains("/revoke"));
    assert_eq!(site.post(&places, Some(Role::Counselor), "heads=1").await.status, StatusCode::FORBIDDEN);
    // One press asks first which machine it is.
    let asked = site.post(&format!("{page}/revoke"), OPERATOR, "").await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(asked.text.contains("Bus의 사용을 끝냅니다"), "{}", asked.text);
    let done = site.post(&format!("{page}/revoke"), OPERATOR, "sure=yes").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let over = site.get(&page, OPERATOR).await.text;
    assert!(over.contains("사용 끝") && !over.contains("/revoke"));
    assert_eq!(site.post(&format!("{page}/revoke"), OPERATOR, "sure=yes").await.status, StatusCode::CONFLICT);
    let (clashes, supervisor) = ("/staff/review/clashes", Some(Role::Supervisor));
    let none = site.get(clashes, supervisor).await;
    assert!(none.text.contains("정할 것이 없습니다"), "{}", none.text);
    // What still comes from it lies aside: what it says is read before it is decided.
    let (app, node) = (site.app(), page.rsplit('/').next().unwrap());
    let new = "00000000-0000-4000-8000-000000000001";
    let work = serde_json::json!({
        "id": new, "node": node, "previous": null, "schema": 1, "at": "2016-03-14T01:00:00Z",
        "actor": domain::Actor::staff(Role::Counselor, site.city.user(Role::Counselor).await, None),
        "steps": [{ "noun": "seeker", "id": new, "verb": "insert", "base": 0,
            "edits": { "told.name": { "from": null, "to": "종달새" } } }],
    });
    let work = vec![serde_json::from_value(work).unwrap()];
    app::sync::receive(&app.system_ctx(), &app, node.parse().unwrap(), work).await.unwrap();
    let lying = site.get(clashes, supervisor).await.text;
    assert!(lying.contains("종달새") && !lying.contains(&format!("/staff/seekers/{new}")), "{lying}");
    assert!(!lying.contains("정할 것이 없습니다"), "{lying}");
    let aside = format!("/staff/review/asides/{}", between(&lying, "/staff/review/asides/", "\""));
    let unsure = site.post(&aside, supervisor, "take=no").await.text;
    assert!(unsure.contains("확인란에 표시") && unsure.contains("종달새"), "{unsure}");
    assert_eq!(site.post(&aside, supervisor, "take=no&sure=yes").await.status, StatusCode::SEE_OTHER);
    assert!(!site.get(clashes, supervisor).await.text.contains("종달새"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_of_another_body_goes_along_once_it_was_said_why() {
    let site = Site::new().await;
    let counselor = Some(Role::Counselor);
    site.post("/staff/nodes", OPERATOR, "name=Bus&mark=B1&area=99110").await;
    let list = site.get("/staff/nodes", OPERATOR).await.text;
    let page = format!("/staff/nodes/{}", between(&list, "href=\"/staff/nodes/", "\""));
    let app = site.app();
    let system = app.system_ctx();
    let elsewhere = domain::Actor::staff(Role::Counselor, system.id(), Some(system.id()));
    let consents = domain::seeker::Consents {
        registration: Some(system.today()),
        local_government: Some(true),
        ..domain::seeker::Consents::default()
    };
    let profile = domain::seeker::Profile {
        name: "종달새".to_owned(),
        born_on: "1949-05-06".parse().ok(),
        phone: "0540002222".to_owned(),
        consents,
        ..domain::seeker::Profile::default()
    };
    let by = domain::Channel::Counter;
    let seeker = app::seeker::register(&app.ctx(elsewhere), &app, profile, by).await.unwrap();
    let nobody = site.post(&format!("{page}/people"), counselor, "seeker=").await;
    assert!(nobody.text.contains("누구의 기록을 보낼지"), "{}", nobody.text);
    let asked = site.post(&format!("{page}/people"), counselor, &format!("seeker={seeker}")).await;
    let to = asked.headers["location"].to_str().unwrap().to_owned();
    assert!(to.starts_with(&format!("/staff/seekers/{seeker}/why?node=")), "{to}");
    assert!(site.get(&to, counselor).await.text.contains(&format!("href=\"{page}\"")));
    let said = site.post(&to, counselor, "why=here&words=").await;
    let told = said.headers["location"].to_str().unwrap().to_owned();
    assert_eq!(told, format!("{page}?told=carried"));
    let shown = site.get(&told, counselor).await.text;
    assert!(shown.contains("role=\"status\"") && shown.contains("<dd>1</dd>"), "{shown}");
    let number = format!("href=\"/staff/seekers/{seeker}\"");
    assert!(shown.contains(&number) && !shown.contains("종달새"), "by number only: {shown}");
}

async fn store_opening(app: &app::App, id: domain::id::OpeningId) -> domain::opening::Opening {
    let staff = domain::Actor { role: Role::Counselor, ..domain::Actor::system() };
    app::opening::get(&app.ctx(staff), app, id).await.unwrap().opening
}
