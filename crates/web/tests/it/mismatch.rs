//! The pages of the mismatch: every piece in words, open data that says the same, and nobody's people for the curious.

use axum::http::StatusCode;
use domain::Role;
use serde_json::Value;

use crate::site::{Answer, Site};

/// The page once it was counted, which a busy machine may not do at once.
async fn counted(site: &Site, path: &str, role: Option<Role>) -> Answer {
    for _ in 0..100 {
        let page = site.get(path, role).await;
        assert_eq!(page.status, StatusCode::OK, "{path} {role:?}");
        if page.text.contains("id=\"board\"") {
            return page;
        }
    }
    panic!("{path} is never counted")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_public_page_and_its_data_say_the_same_and_no_small_cell() {
    let site = Site::new().await;
    let page = counted(&site, "/mismatch", None).await;
    for words in [
        "구직자를 까닭별로 나누면",
        "격차판: 직종과 지역",
        "동별 까닭",
        "무엇을 넓히면 얼마나 풀리나",
        "어긋남 지수와 우연",
        "견줄 수 없습니다",
        "<svg",
        "href=\"/mismatch.csv\"",
    ] {
        assert!(page.text.contains(words), "{words}: {}", page.text);
    }
    assert!(!page.text.contains("mismatch-kind-") && !page.text.contains("/staff/mismatch/people"));
    let told: Value = serde_json::from_str(&site.get("/mismatch.json", None).await.text).unwrap();
    let least = told["least"].as_u64().unwrap();
    let small = |n: &Value| n.as_u64().is_some_and(|n| n > 0 && n < least);
    let lines = told["lines"].as_array().unwrap();
    assert!(!lines.is_empty());
    for line in lines {
        let kinds = line["kinds"].as_array().unwrap();
        assert!(!kinds.iter().any(small) && !small(&line["seekers"]) && line["reason"].is_null(), "{line}");
    }
    for part in told["parts"].as_array().unwrap() {
        assert!(!small(&part["persons"]), "{part}");
    }
    // The bars add up to the finest index, whatever is hidden.
    let levels = told["levels"].as_array().unwrap();
    let added: u64 = levels.iter().map(|level| level["added"].as_u64().unwrap()).sum();
    assert_eq!(levels.last().map_or(0, |level| level["index"].as_u64().unwrap()), added, "{levels:?}");
    assert_eq!(page.text.contains("어긋남 지수(1,000분의)를 나눈 것"), added > 0);
    assert_eq!(site.get("/mismatch.json", None).await.text, site.get("/mismatch.json", None).await.text);
    let csv = site.get("/mismatch.csv", None).await.text;
    assert_eq!(csv.lines().count(), lines.len() + 2, "{csv}");
    assert!(csv.lines().all(|line| line.matches(',').count() >= 15), "{csv}");
    let english = site.get("/mismatch?lang=en", None).await.text;
    assert!(english.contains("Gap board: work and place") && english.contains("not comparable"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_offices_see_it_and_only_who_counsels_sees_people() {
    let site = Site::new().await;
    for role in [Role::Counselor, Role::Supervisor, Role::Clerk, Role::PlanManager, Role::Mayor] {
        let page = counted(&site, "/staff/mismatch", Some(role)).await;
        assert!(page.text.contains("href=\"/mismatch\"") && page.text.contains("id=\"board\""), "{role}");
    }
    let people = "/staff/mismatch/people?occupation=5501&area=99110";
    assert_eq!(site.get(people, Some(Role::Counselor)).await.status, StatusCode::OK);
    assert_eq!(site.get("/staff/mismatch/people?area=x", Some(Role::Counselor)).await.status, StatusCode::OK);
    for role in [Role::PlanManager, Role::Mayor, Role::Clerk, Role::Seeker] {
        assert_eq!(site.get(people, Some(role)).await.status, StatusCode::FORBIDDEN, "{role}");
    }
    assert_eq!(site.get("/staff/mismatch", Some(Role::Seeker)).await.status, StatusCode::FORBIDDEN);
}
