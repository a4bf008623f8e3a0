//! A machine away from home on its pages: what a counter needs is there, and of the city as a whole it says nothing.

use axum::http::{StatusCode, header};
use domain::Role;

use crate::site::Site;

const COUNSELOR: Option<Role> = Some(Role::Counselor);
/// What is answered in place of a page that only home has.
const ONLY_AT_HOME: &str = "이 단말에는 없습니다";

#[tokio::test(flavor = "multi_thread")]
async fn a_machine_serves_what_counters_need_and_says_nothing_of_the_whole_city() {
    let bus = Site::away().await;
    let form = "application/x-www-form-urlencoded";
    for route in web::table() {
        let path = route.path.replace("{id}", "00000000-0000-0000-0000-000000000000");
        let path = path.replace(['{', '}'], "");
        let answer = bus.ask(route.method, &path, Some(Role::Supervisor), "", form).await;
        let what = format!("{} {path}: {}", route.method, answer.status);
        assert!(path == "/readyz" || !answer.status.is_server_error(), "{what}\n{}", answer.text);
        if !route.at_counters {
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{what}");
        }
        let only_at_home = !route.at_counters && !path.starts_with("/api/");
        assert_eq!(answer.text.contains(ONLY_AT_HOME), only_at_home, "{what}");
    }
    for path in [
        "/plan",
        "/mismatch",
        "/sectors",
        "/feed/openings",
        "/staff/ledger",
        "/staff/statistics",
        "/staff/nodes",
    ] {
        assert!(bus.get(path, COUNSELOR).await.text.contains(ONLY_AT_HOME), "{path}");
    }
    for path in [
        "/openings",
        "/tv",
        "/staff",
        "/staff/today",
        "/staff/seekers/new",
        "/staff/print",
        "/staff/paper-in",
    ] {
        assert_eq!(bus.get(path, COUNSELOR).await.status, StatusCode::OK, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_lead_only_to_what_is_there() {
    let listed = |page: &str, path: &str| page.contains(&format!("href=\"{path}\""));
    let bus = Site::away().await.get("/staff", Some(Role::Supervisor)).await.text;
    let home = Site::new().await.get("/staff", Some(Role::Supervisor)).await.text;
    for path in ["/plan", "/sectors", "/staff/ledger", "/staff/review", "/staff/nodes"] {
        assert!(listed(&home, path) && !listed(&bus, path), "{path}");
    }
    assert!(listed(&bus, "/staff/outpost") && !listed(&home, "/staff/outpost"));
    for path in ["/openings", "/staff/seekers"] {
        assert!(listed(&home, path) && listed(&bus, path), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn screens_and_strangers_do_not_keep_a_machine_open() {
    let bus = Site::away().await;
    for path in ["/staff/today", "/staff/seekers", "/staff/outpost"] {
        assert!(bus.is_work(path, COUNSELOR).await, "{path}");
        assert!(!bus.is_work(path, None).await, "{path}");
    }
    for path in [
        "/tv",
        "/kiosk/",
        "/kiosk/kept.json",
        "/openings",
        "/sign-in",
        "/assets/0/app.css",
        "/staff/ledger",
        "/none",
    ] {
        assert!(!bus.is_work(path, COUNSELOR).await, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tablet_beside_a_closed_machine_is_told_so_in_both_languages() {
    let bus = Site::away().await;
    let answer = web::door::closed(&bus.app().catalogue);
    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(answer.headers().contains_key(header::RETRY_AFTER));
    let body = axum::body::to_bytes(answer.into_body(), 10_000).await.unwrap();
    let text = String::from_utf8_lossy(&body);
    assert!(text.contains("단말이 잠겨 있습니다") && text.contains("The machine is locked"), "{text}");
}
