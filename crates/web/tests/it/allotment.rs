//! The pages around suggestions: how fair they are for the auditor, who comes first by law for everybody, what a head is
//! worth for the offices, and a mark on what was chosen with others in mind.

use axum::http::StatusCode;
use domain::Role;
use serde_json::Value;

use crate::site::Site;

#[tokio::test(flavor = "multi_thread")]
async fn the_auditor_reads_how_fair_suggestions_are_as_page_and_as_data() {
    let site = Site::new().await;
    let auditor = Some(Role::Auditor);
    let page = site.get("/staff/audit/fairness", auditor).await;
    assert_eq!(page.status, StatusCode::OK);
    for words in ["추천의 공정성", "href=\"/staff/audit/fairness.csv\"", "4/5 기준", "추천에 쓰지 않습니다"]
    {
        assert!(page.text.contains(words), "{words}: {}", page.text);
    }
    assert!(!page.text.contains("fairness-"), "{}", page.text);
    let told: Value =
        serde_json::from_str(&site.get("/staff/audit/fairness.json", auditor).await.text).unwrap();
    let least = told["least"].as_u64().unwrap();
    let groups = told["traits"].as_array().unwrap().iter().flat_map(|one| one["groups"].as_array().unwrap());
    assert!(groups.clone().all(|group| group["seekers"].as_u64().unwrap() >= least));
    let csv = site.get("/staff/audit/fairness.csv", auditor).await.text;
    let everybody = usize::from(!told["everybody"].is_null());
    assert_eq!(csv.lines().count(), 1 + everybody + groups.count(), "{csv}");
    let english = site.get("/staff/audit/fairness?lang=en", auditor).await.text;
    assert!(english.contains("Fairness of suggestions") && !english.contains("추천의 공정성"));
    let audit = site.get("/staff/audit", auditor).await.text;
    assert!(audit.contains("href=\"/staff/audit/fairness\""));
    assert_eq!(site.get("/staff/audit/fairness", Some(Role::Counselor)).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_reads_who_comes_first_by_which_law() {
    let site = Site::new().await;
    let table = &site.app().reference.priorities;
    let page = site.get("/about/priorities", None).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains(&format!("우선순위표 {}", table.version)));
    for one in &table.entries {
        assert!(page.text.contains(&one.name_ko) && page.text.contains(&one.law), "{}", one.id);
    }
    assert!(
        page.text.contains("한부모")
            && page.text.contains("만 65세 이상")
            && page.text.contains("만 50~64세")
    );
    assert!(!page.text.contains("priority-") && !page.text.contains("programme-"), "{}", page.text);
    let english = site.get("/about/priorities?lang=en", None).await.text;
    assert!(english.contains("Single parents") && english.contains("50 to 64 years old"));
    assert!(site.get("/about", None).await.text.contains("href=\"/about/priorities\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_offices_read_what_one_more_head_would_be_worth() {
    let site = Site::new().await;
    let manager = Some(Role::PlanManager);
    let before = site.get("/staff/mismatch", manager).await.text;
    assert!(!before.contains("id=\"prices\""), "before there are any lists there are no prices");
    app::allotment::renew(&site.app()).await.unwrap();
    let page = site.get("/staff/mismatch", manager).await.text;
    for words in
        ["id=\"prices\"", "자리 하나, 사람 하나의 값", "직종별 값", "지역별 값", "사람의 가치도 아닙니다"]
    {
        assert!(page.contains(words), "{words}");
    }
    assert!(
        !page.contains("price-more") && !site.get("/mismatch", None).await.text.contains("id=\"prices\"")
    );
}
