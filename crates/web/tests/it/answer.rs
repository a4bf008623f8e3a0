//! The link that an employer taps, the code that staff key, and the feed that others follow.

use axum::http::StatusCode;
use domain::Role;
use domain::answer::Kind;
use domain::opening::StateName;

use crate::site::Site;

async fn state(site: &Site, id: domain::id::OpeningId) -> StateName {
    let staff = site.city.as_role(Role::Counselor).await;
    app::opening::get(&staff, &site.app(), id).await.unwrap().opening.state.name()
}

#[tokio::test(flavor = "multi_thread")]
async fn looking_at_a_link_changes_nothing_and_a_tap_does_once() {
    let site = Site::new().await;
    let (app, id) = (site.app(), site.opening());
    let staff = site.city.as_role(Role::Counselor).await;
    let put = app::answer::put(&staff, &app, id, Kind::StillOpen).await.unwrap();
    let path = format!("/answer/{}", put.token);
    site.city.settle().await;
    let head = app.projection.seq();
    let page = site.get(&path, None).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("네, 아직 구합니다") && page.text.contains("method=\"post\""));
    assert_eq!(page.headers["cache-control"], "no-store");
    assert_eq!(page.headers["referrer-policy"], "no-referrer");
    site.city.settle().await;
    assert_eq!(app.projection.seq(), head, "a look writes nothing");

    assert_eq!(site.post(&path, None, "reply=nonsense").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(site.post(&path, None, "reply=still_open").await.status, StatusCode::OK);
    assert_eq!(state(&site, id).await, StateName::Open);
    let sure = site.post(&path, None, "reply=not_needed").await;
    assert!(sure.status == StatusCode::OK && sure.text.contains("이 구인을 끝낼까요"), "{}", sure.text);
    assert_eq!(state(&site, id).await, StateName::Open, "one tap ends nothing");
    assert_eq!(site.post(&path, None, "reply=not_needed&sure=yes").await.status, StatusCode::OK);
    assert_eq!(state(&site, id).await, StateName::Closed);
    let twice = site.post(&path, None, "reply=still_open").await;
    assert_eq!(twice.status, StatusCode::CONFLICT);
    assert!(twice.text.contains("이미 답하셨습니다"), "{}", twice.text);

    let unknown = site.get("/answer/AAAA", None).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    assert!(unknown.text.contains("쓸 수 없는 주소입니다"));
    site.city.clock.advance_days(31);
    assert_eq!(site.get(&path, None).await.status, StatusCode::GONE);
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_key_a_code_and_print_the_notice() {
    let site = Site::new().await;
    let id = site.opening();
    let role = Some(Role::Counselor);
    let notice = site.post(&format!("/staff/openings/{id}/questions"), role, "kind=renew").await;
    assert_eq!(notice.status, StatusCode::OK);
    assert!(notice.text.contains("/answer/") && notice.text.contains("<svg"));
    let code = notice.text.split("<strong class=\"code\">").nth(1).unwrap().split('<').next().unwrap();
    let found = site.post("/staff/answers", role, &format!("code={code}")).await;
    assert_eq!(found.status, StatusCode::OK);
    assert!(found.text.contains("네, 기간을 늘려 주세요"), "{}", found.text);
    let wrong = site.post("/staff/answers", role, "code=222-222-223").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let done = site.post("/staff/answers", role, &format!("code={code}&reply=renew")).await;
    assert_eq!(done.status, StatusCode::OK);
    let view = app::opening::get(&site.city.as_role(Role::Counselor).await, &site.app(), id).await.unwrap();
    assert_eq!(view.history[0].verb, "renew");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_guesses_codes_is_held_for_a_quarter_of_an_hour_and_no_other_line() {
    let site = Site::new().await;
    let id = site.opening();
    let staff = site.city.as_role(Role::Counselor).await;
    let put = app::answer::put(&staff, &site.app(), id, Kind::StillOpen).await.unwrap();
    let right = format!("code={}", put.code);
    for n in 0..20u8 {
        let guess = format!("code={}", domain::referral::code_from([n; 8]));
        // One customer's network has more addresses than anybody counts.
        let from = format!("2001:db8:1:2::{n:x}");
        assert_eq!(site.post_from(&from, "/answer", &guess).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let held = site.post_from("2001:db8:1:2:ffff::1", "/answer", &right).await;
    assert_eq!(held.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(held.text.contains("15분 뒤에"), "{}", held.text);
    for other in ["2001:db8:1:3::1", "203.0.113.9"] {
        assert_eq!(site.post_from(other, "/answer", &right).await.status, StatusCode::OK, "{other}");
    }
    // The link, whose secret nobody guesses, is open to everybody all the while.
    assert_eq!(site.get(&format!("/answer/{}", put.token), None).await.status, StatusCode::OK);
    // Asking while it is held does not make it longer.
    let began = site.city.clock.now();
    site.city.clock.set(began + jiff::SignedDuration::from_secs(14 * 60 + 59));
    let held = site.post_from("2001:db8:1:2::1", "/answer", &right).await;
    assert_eq!(held.status, StatusCode::TOO_MANY_REQUESTS);
    site.city.clock.set(began + jiff::SignedDuration::from_mins(15));
    let open = site.post_from("2001:db8:1:2::1", "/answer", &right).await;
    assert_eq!(open.status, StatusCode::OK);
    // The same for results: the line beside the registration number.
    for n in 0..20 {
        let guess = format!("number=S2016-9{n:05}&{right}");
        let told = site.post_from("198.51.100.7", "/result", &guess).await;
        assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let guess = format!("number=S2016-000001&{right}");
    let held = site.post_from("198.51.100.7", "/result", &guess).await;
    assert_eq!(held.status, StatusCode::TOO_MANY_REQUESTS);
    let other = site.post_from("198.51.100.8", "/result", &guess).await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_feed_gives_everything_then_changes_then_not_modified() {
    let site = Site::new().await;
    let whole = site.get("/feed/openings", None).await;
    assert_eq!(whole.status, StatusCode::OK);
    assert!(whole.headers["content-type"].to_str().unwrap().starts_with("application/x-ndjson"));
    let last: serde_json::Value = serde_json::from_str(whole.text.lines().last().unwrap()).unwrap();
    let cursor = last["cursor"].as_i64().unwrap();
    assert_eq!(whole.headers["as-of"], cursor.to_string());
    let shown = site.app().projection.with(|state| state.openings.len());
    assert_eq!(whole.text.lines().count(), shown + 1);

    let id = site.opening();
    let staff = site.city.as_role(Role::Counselor).await;
    let version = app::opening::get(&staff, &site.app(), id).await.unwrap().opening.version;
    let reason = domain::opening::CloseReason::NotNeeded;
    app::opening::stop(&staff, &site.app(), id, version, reason).await.unwrap();
    let part = site.get(&format!("/feed/openings?after={cursor}"), None).await;
    let first: serde_json::Value = serde_json::from_str(part.text.lines().next().unwrap()).unwrap();
    assert_eq!((&first["id"], &first["removed"]), (&id.to_string().into(), &true.into()));
    assert_eq!(site.get("/feed/openings?after=x", None).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(site.get("/feed/openings?limit=0", None).await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_of_two_editors_sees_both_versions_and_chooses() {
    let site = Site::new().await;
    let id = site.opening();
    let role = Some(Role::Counselor);
    let path = format!("/staff/openings/{id}/edit");
    let form = |page: &str| -> Vec<(String, String)> {
        // Only what a test needs of the form: its version and its title.
        let value = |name: &str| {
            let at = page.split(&format!("name=\"{name}\"")).nth(1).unwrap();
            at.split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
        };
        vec![("version".into(), value("version")), ("title".into(), value("title"))]
    };
    let before = form(&site.get(&path, role).await.text);
    let staff = site.city.as_role(Role::Counselor).await;
    let view = app::opening::get(&staff, &site.app(), id).await.unwrap().opening;
    let mut content = view.content.clone();
    content.title = "먼저 저장한 제목".into();
    app::opening::update(&staff, &site.app(), id, view.version, content).await.unwrap();
    let body = format!("version={}&title=mine", before[0].1);
    let clash = site.post(&path, role, &body).await;
    assert_eq!(clash.status, StatusCode::CONFLICT);
    assert!(clash.text.contains("먼저 저장한 제목") && clash.text.contains("mine"));
    assert_ne!(form(&clash.text)[0].1, before[0].1, "the kept form names the version it replaces");
    let versions = site.get(&format!("/staff/openings/{id}/versions"), role).await;
    assert_eq!(versions.status, StatusCode::OK);
    assert!(versions.text.contains("먼저 저장한 제목") && versions.text.contains(&before[1].1));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_new_form_asks_for_little_first() {
    let site = Site::new().await;
    let page = site.get("/staff/openings/new", Some(Role::Counselor)).await.text;
    let (_, main) = page.split_once("<main").unwrap();
    let (first, rest) = main.split_once("<details").unwrap();
    assert!(first.contains("name=\"wage_min\"") && first.contains("name=\"reception\""));
    assert!(!first.contains("name=\"insurance_pension\"") && rest.contains("name=\"insurance_pension\""));
    assert!(site.get("/employers", None).await.text.contains("5분"));
}
