//! A machine away from home on its pages: what a counter needs is there, and of the city as a whole it says nothing.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::Role;
use tower::ServiceExt;

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

/// The door of a closed machine, asked under a name for itself.
async fn at_door(path: &str, host: &str) -> (StatusCode, String) {
    let bus = Site::away().await;
    let before: web::door::Before =
        Arc::new(|| Box::pin(async { Some(domain::Message::new("door-left").with("left", 7_usize)) }));
    let open: web::door::Open = Arc::new(|_| Box::pin(async { Err(domain::Message::new("door-no-pin")) }));
    let door = web::door::router(bus.app().catalogue.clone(), domain::message::Lang::Ko, before, open);
    let request = Request::builder().uri(path).header(header::HOST, host).body(Body::empty()).unwrap();
    let (parts, body) = door.oneshot(request).await.unwrap().into_parts();
    let body = axum::body::to_bytes(body, 100_000).await.unwrap();
    (parts.status, String::from_utf8_lossy(&body).into_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_door_says_how_many_tries_are_left_in_either_language_and_to_nobody_elsewhere() {
    let (status, korean) = at_door("/", "127.0.0.1:8080").await;
    assert!(status == StatusCode::OK && korean.contains("7번 더 넣을 수 있습니다"), "{korean}");
    assert!(korean.contains("href=\"/?lang=en\""), "{korean}");
    let english = at_door("/?lang=en", "localhost:8080").await.1;
    assert!(english.contains("7 tries are left") && english.contains("action=\"/pin?lang=en\""), "{english}");
    assert_eq!(at_door("/", "[::1]:8080").await.0, StatusCode::OK);
    for host in ["rebound.example", "rebound.example:8080", "127.0.0.1.rebound.example", ""] {
        assert_eq!(at_door("/", host).await.0, StatusCode::MISDIRECTED_REQUEST, "{host}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn tablets_are_led_to_the_machine_and_can_tell_its_certificate() {
    let bus = Site::away().await;
    let authority = app::outpost::papers(&bus.app()).unwrap().charter.authority;
    let page = bus.get("/staff/outpost", COUNSELOR).await.text;
    for words in ["href=\"https://192.168.50.1:8443/\"", "class=\"qr\"", &app::node::fingerprint(&authority)]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    // What it hands out is what home vouches with, not an authority of its own.
    assert_eq!(bus.get("/sync/authority.crt", None).await.text, authority);
}
