//! What waits for a second person, on one page, and each finding with its records.

use axum::http::StatusCode;
use domain::Role;

use crate::placement::{between, register, to};
use crate::site::Site;

const STAFF: Option<Role> = Some(Role::Counselor);
const SUPERVISOR: Option<Role> = Some(Role::Supervisor);

#[tokio::test(flavor = "multi_thread")]
async fn the_supervisors_one_page_shows_all_that_waits_and_each_finding_has_its_records() {
    let site = Site::new().await;
    register(&site, "canary-twin", "1950-01-01", "031-000-1111").await;
    let again = "name=canary-twin&born_on=1950-01-01&area=9911051000&occupation=5501&desired_area=99110&channel=paper&consent_registration=yes&another=yes";
    to(&site.post("/staff/seekers/new", STAFF, again).await);
    for n in 0..4 {
        register(&site, &format!("canary-crowd{n}"), &format!("195{n}-02-02"), "031-000-9999").await;
    }
    let page = site.get("/staff/review", SUPERVISOR).await.text;
    for id in ["merges", "review-anomalies", "review-disputes", "ledger-excluded", "review-early"] {
        assert!(page.contains(&format!("id=\"{id}\"")), "{id}");
    }
    assert!(page.contains("action=\"/staff/review/merges/"), "decided here");
    let finding =
        format!("/staff/review/anomalies/{}", between(&page, "href=\"/staff/review/anomalies/", "\""));
    let one = site.get(&finding, SUPERVISOR).await.text;
    assert_eq!(one.matches("href=\"/staff/seekers/").count(), 4);
    assert_eq!(site.get(&finding, STAFF).await.status, StatusCode::FORBIDDEN);
    to(&site.post(&finding, SUPERVISOR, "verdict=explained").await);
    assert!(site.get(&finding, SUPERVISOR).await.text.contains("정상"));
    let auditor = site.get("/staff/review", Some(Role::Auditor)).await.text;
    assert!(!auditor.contains("name=\"verdict\""), "to look at, not to decide");
}
