//! Remarks on a page: said, answered, refused with what was typed, found by whoever is called, hidden from everybody else.

use axum::http::StatusCode;
use domain::Role;

use crate::site::Site;

#[tokio::test(flavor = "multi_thread")]
async fn a_remark_from_the_page_to_whom_it_calls() {
    let site = Site::new().await;
    let (opening, clerk) = (site.opening(), Some(Role::Clerk));
    let page = format!("/staff/openings/{opening}");
    site.city.user(Role::PlanManager).await;
    let form = format!("subject=opening&about={opening}&text=");
    let refused = site.post("/staff/comments", clerk, &format!("{form}%40nobody-here")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text.contains("@nobody-here</textarea>") && refused.text.contains(&page),
        "{}",
        refused.text
    );
    let said =
        site.post("/staff/comments", clerk, &format!("{form}%40시험 plan_manager canary-remark")).await;
    assert_eq!(said.status, StatusCode::SEE_OTHER);
    let to = said.headers.get("location").unwrap().to_str().unwrap().to_owned();
    assert!(to.starts_with(&format!("{page}#comment-")), "{to}");
    let id = to.split("#comment-").nth(1).unwrap().to_owned();
    assert!(site.get(&page, Some(Role::Counselor)).await.text.contains("canary-remark"));
    assert!(!site.get(&page, Some(Role::Partner)).await.text.contains("canary-remark"));

    let manager = Some(Role::PlanManager);
    assert!(site.get("/staff", manager).await.text.contains("href=\"/staff/mentions\""));
    let mine = site.get("/staff/mentions", manager).await;
    assert!(mine.text.contains("canary-remark") && mine.text.contains("/staff/receipts"));
    let read = site.post("/staff/receipts", manager, &format!("subject=comment&about={id}")).await;
    assert_eq!(read.status, StatusCode::SEE_OTHER);
    assert!(!site.get("/staff/mentions", manager).await.text.contains("/staff/receipts"), "read once");

    let back = site.post(&format!("/staff/comments/{id}/withdraw"), manager, "").await;
    assert_eq!(back.status, StatusCode::CONFLICT, "another's words");
    site.post(&format!("/staff/comments/{id}/withdraw"), clerk, "").await;
    assert!(!site.get(&page, clerk).await.text.contains("canary-remark"));
    let nowhere = site.post("/staff/comments", clerk, "subject=secret&about=1&text=x").await;
    assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
}
