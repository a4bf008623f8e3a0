//! What the one who watches the server is told, and what visitors are told while a start is not over.

use std::time::Duration;

use axum::http::{StatusCode, header};
use domain::Role;
use serde_json::{Value, json};

use crate::site::Site;

#[tokio::test(flavor = "multi_thread")]
async fn a_start_is_not_ready_before_every_projection_is_filled_and_says_when_to_come_back() {
    let site = Site::starting().await;
    let held = site.city.hold_filling().await;
    let ready = async || {
        let answer = site.get("/readyz", None).await;
        let said: Value = serde_json::from_str(&answer.text).unwrap();
        (answer, said)
    };
    let (answer, said) = ready().await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{said}");
    assert_eq!((&said["ready"], &said["reason"]), (&json!(false), &json!("filling")));
    assert_eq!(said["filling"], json!(["ledger", "statistics", "pool"]));
    assert!(answer.headers.contains_key(header::RETRY_AFTER));
    assert_eq!(site.get("/healthz", None).await.status, StatusCode::OK, "it lives");

    // Whoever looks is told as well; what needs no projection is served.
    let opening = site.opening();
    for path in ["/staff/ledger", "/staff/statistics", &format!("/staff/openings/{opening}/candidates")] {
        let page = site.get(path, Some(Role::Supervisor)).await;
        assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE, "{path}");
        assert!(page.text.contains("집계를 준비하고 있습니다"), "{path}: {}", page.text);
        let later: u64 = page.headers[header::RETRY_AFTER].to_str().unwrap().parse().unwrap();
        assert!((1..=60).contains(&later), "{path}: {later} s");
    }
    assert_eq!(site.get("/openings", None).await.status, StatusCode::OK);

    drop(held);
    // The follower fills them by itself.
    let follower = tokio::spawn(app::follow::follow(site.app()));
    let mut said = Value::Null;
    for _ in 0..200 {
        let (answer, now) = ready().await;
        said = now;
        if answer.status == StatusCode::OK {
            assert!(!answer.headers.contains_key(header::RETRY_AFTER));
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    follower.abort();
    assert_eq!(said["ready"], json!(true), "{said}");
    assert_eq!((&said["reason"], &said["filling"]), (&Value::Null, &json!([])));
    assert_eq!(site.get("/staff/ledger", Some(Role::Supervisor)).await.status, StatusCode::OK);
}
