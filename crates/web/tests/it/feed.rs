//! The feed over HTTP: what programs rely on in headers and statuses; the widget and the screen; what search engines may collect.

use std::time::Duration;

use axum::http::StatusCode;
use domain::Role;
use domain::feed::{PublicKey, Signed, check};
use domain::opening::CloseReason;
use serde_json::Value;

use crate::site::{Answer, Site};

fn problem(answer: &Answer) -> Value {
    assert!(answer.headers["content-type"].to_str().unwrap().starts_with("application/problem+json"));
    let said: Value = serde_json::from_str(&answer.text).unwrap();
    assert_eq!(said["status"], answer.status.as_u16());
    for field in ["type", "title", "detail"] {
        assert!(!said[field].as_str().unwrap().is_empty(), "{field}: {said}");
    }
    said
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_verifies_with_the_published_key_and_a_flipped_byte_does_not() {
    let site = Site::new().await;
    let said: Value = serde_json::from_str(&site.get("/feed/key", None).await.text).unwrap();
    let key: PublicKey = said["key"].as_str().unwrap().parse().unwrap();
    let whole = site.get("/feed/openings", None).await;
    let signed: Signed = whole.headers["signature"].to_str().unwrap().parse().unwrap();
    assert_eq!(
        (said["keyid"].as_str(), said["source"].as_str()),
        (Some(signed.key_id.as_str()), Some("99110"))
    );
    let batch = check(whole.text.as_bytes(), &signed, &key, "99110", None).unwrap();
    assert!(batch.lines.len() > 20);
    let mut flipped = whole.text.into_bytes();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 1;
    assert!(check(&flipped, &signed, &key, "99110", None).is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_did_not_change_is_not_sent_again_and_what_is_sent_is_packed() {
    let site = Site::new().await;
    let whole = site.get("/feed/openings", None).await;
    let tag = whole.headers["etag"].to_str().unwrap().to_owned();
    let again = site.with("GET", "/feed/openings", &[("if-none-match", &tag)], "").await;
    assert_eq!((again.status, again.text.as_str()), (StatusCode::NOT_MODIFIED, ""));
    let packed = site.with("GET", "/feed/openings", &[("accept-encoding", "gzip")], "").await;
    assert_eq!(packed.headers["content-encoding"], "gzip");
    assert_eq!(packed.headers["access-control-allow-origin"], "*");
    // The day is part of what was asked: what expires overnight changes the answer though nothing was written.
    site.city.clock.advance_days(1);
    let next = site.with("GET", "/feed/openings", &[("if-none-match", &tag)], "").await;
    assert_eq!(next.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn cursors_from_too_long_ago_and_from_the_future_are_answered_so_that_a_program_can_go_on() {
    let site = Site::new().await;
    let whole = site.get("/feed/openings", None).await;
    let head: i64 = whole.headers["as-of"].to_str().unwrap().parse().unwrap();
    let ahead = site.get(&format!("/feed/openings?after={}", head + 5), None).await;
    assert_eq!(ahead.status, StatusCode::CONFLICT);
    assert_eq!(problem(&ahead)["type"], "/open-data/api#conflict");
    site.city.clock.advance_days(40);
    let gone = site.get("/feed/openings?after=1", None).await;
    assert_eq!(gone.status, StatusCode::GONE);
    let said = problem(&gone);
    assert_eq!((&said["snapshot"], &said["horizon"]), (&"/feed/openings".into(), &head.into()));
    for query in ["after=x", "after=-1", "limit=0", "limit=10001", "wait=31", "wait=soon"] {
        let refused = site.get(&format!("/feed/openings?{query}"), None).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{query}");
        assert_eq!(problem(&refused)["parameter"], query.split('=').next().unwrap());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_waits_is_answered_within_a_second_of_a_change() {
    let site = Site::new().await;
    let head = site.get("/feed/openings", None).await.headers["as-of"].to_str().unwrap().to_owned();
    let quiet = site.get(&format!("/feed/openings?after={head}&wait=0"), None).await;
    assert_eq!(quiet.text.lines().count(), 1);
    let (id, app) = (site.opening(), site.app());
    let version = app.projection.with(|state| state.openings[&id].opening.version);
    let staff = site.city.as_role(Role::Counselor).await;
    let path = format!("/feed/openings?after={head}&wait=30");
    let changed = async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        app::opening::close(&staff, &app, id, version, CloseReason::EmployerRequest).await.unwrap();
        site.city.settle().await;
        tokio::time::sleep(Duration::from_secs(1)).await;
    };
    tokio::select! {
        answer = site.get(&path, None) => {
            assert_eq!(answer.text.lines().count(), 2);
            assert!(answer.text.contains(&id.to_string()));
        }
        () = changed => panic!("nobody was woken"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_widget_may_stand_in_a_frame_and_nothing_in_it_can_be_pressed() {
    let site = Site::new().await;
    let widget = site.get("/widget?dong=%EB%B3%84%EB%B9%9B%EB%8F%99&count=3&lang=en", None).await;
    let policy = widget.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("frame-ancestors *") && policy.contains("form-action 'none'"), "{policy}");
    assert!(!policy.contains("script-src"));
    for tag in ["<form", "<button", "<script", "<input"] {
        assert!(!widget.text.contains(tag), "{tag}");
    }
    assert!(widget.text.matches("class=\"opening\"").count() <= 3);
    for other in ["/", "/openings", "/tv", "/open-data/widget", "/sign-in"] {
        let policy =
            site.get(other, None).await.headers["content-security-policy"].to_str().unwrap().to_owned();
        assert!(policy.contains("frame-ancestors 'none'"), "{other}: {policy}");
    }
    let script = site.get("/widget.js", None).await;
    assert!(script.headers["content-type"].to_str().unwrap().starts_with("text/javascript"));
    // What the builder prints is what is served.
    let built =
        site.get("/open-data/widget?dong=%EB%B3%84%EB%B9%9B%EB%8F%99&count=3&spoken=en", None).await.text;
    let from = built.split("src=&quot;http://127.0.0.1").nth(1).unwrap();
    let path = from.split("&quot;").next().unwrap().replace("&amp;amp;", "&");
    assert_eq!(site.get(&path, None).await.status, StatusCode::OK, "{path}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_screen_turns_by_itself_without_a_script_and_stops_when_told() {
    let site = Site::new().await;
    let screen = site.get("/tv?page=1&seconds=20", None).await.text;
    assert!(
        screen.contains("http-equiv=\"refresh\" content=\"20;url=/tv?seconds=20&amp;page=2\""),
        "{screen}"
    );
    assert!(!screen.contains("<script"));
    let still = site.get("/tv?stay=yes", None).await.text;
    assert!(!still.contains("http-equiv"));
    // Beyond the last page the round begins anew.
    let beyond = site.get("/tv?page=9000", None).await;
    assert!(beyond.status == StatusCode::OK && beyond.text.contains("<p>1 / "), "{}", beyond.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn search_engines_are_told_what_to_collect_and_what_not() {
    let site = Site::new().await;
    let robots = site.get("/robots.txt", None).await.text;
    assert!(
        robots.contains("Disallow: /staff\n") && robots.contains("Sitemap: http://127.0.0.1/sitemap.xml\n")
    );
    let sitemap = site.get("/sitemap.xml", None).await.text;
    for path in
        sitemap.split("<loc>http://127.0.0.1").skip(1).map(|rest| rest.split("</loc>").next().unwrap())
    {
        let mut apart = robots.lines().filter_map(|line| line.strip_prefix("Disallow: "));
        assert!(apart.all(|apart| !path.starts_with(apart)), "{path}");
        assert_eq!(site.get(path, None).await.status, StatusCode::OK, "{path}");
    }
    let list = site.get("/openings?sort=wage", None).await.text;
    assert!(
        list.contains("application/atom+xml") && list.contains("/feed/openings.atom?sort=wage"),
        "{list}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_open_data_leads_nowhere_that_is_not_served() {
    let site = Site::new().await;
    let page = site.get("/open-data", None).await.text;
    let links = page.split("<code>/").skip(1).map(|rest| rest.split("</code>").next().unwrap());
    let links: Vec<String> = links.map(|link| format!("/{link}")).collect();
    assert!(links.len() >= 20, "{links:?}");
    for link in links {
        let status = site.get(&link, None).await.status;
        assert!(status == StatusCode::OK || status == StatusCode::SERVICE_UNAVAILABLE, "{link}: {status}");
    }
}
