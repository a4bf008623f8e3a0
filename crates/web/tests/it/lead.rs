//! The field team's pages: a lead from the form to its draft opening, what is typed wrongly, the way of a day.

use axum::http::StatusCode;
use domain::Role;

use crate::site::{Answer, Site};

fn to(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    answer.headers.get("location").unwrap().to_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lead_from_the_form_to_its_opening() {
    let site = Site::new().await;
    let team = Some(Role::Counselor);
    let bad =
        site.post("/staff/leads/new", team, "name=canary-firm&area=없는동&heads=x&next_on=2016-02-30").await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["area", "heads", "next_on"] {
        assert!(bad.text.contains(&format!("href=\"#{field}\"")), "{field}");
    }
    assert!(bad.text.contains("value=\"canary-firm\""), "what was typed is still there");
    let me = site.city.user(Role::Counselor).await;
    let form = format!("name=canary-firm&area=9911051000&sector=kites&next_on=2016-03-14&assigned={me}");
    let path = to(&site.post("/staff/leads/new", team, &form).await);
    let list = site.get("/staff/leads?state=found&mine=yes", team).await;
    assert!(list.text.contains("canary-firm") && list.text.contains(&path));
    assert!(!site.get("/staff/leads?state=opened", team).await.text.contains("canary-firm"));
    let again = site.post("/staff/leads/new", team, "name=canary-firm").await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.text.contains(&path) && again.text.contains("name=\"another\""), "{}", again.text);

    let route = site.get("/staff/route", team).await;
    assert!(route.text.contains("canary-firm") && route.text.contains("id=\"route-map-title\""));
    assert!(!site.get("/staff/route?day=2016-03-13", team).await.text.contains("canary-firm"));

    let visits = format!("{path}/visits");
    let ahead = site.post(&visits, team, "version=1&on=2016-03-15&way=phone&notes=canary-note").await;
    assert_eq!(ahead.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(ahead.text.contains("canary-note</textarea>") && ahead.text.contains("href=\"#on\""));
    let told = "version=1&on=2016-03-14&way=there&notes=canary-note&work=canary-work&heads=2";
    assert_eq!(to(&site.post(&visits, team, told).await), path);
    let stale = site.post(&format!("{path}/open"), team, "version=1").await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    let page = site.get(&path, team).await;
    assert!(page.text.contains("canary-work") && page.text.contains(&format!("action=\"{path}/open\"")));
    let edit = to(&site.post(&format!("{path}/open"), team, "version=2").await);
    assert!(edit.starts_with("/staff/openings/") && edit.ends_with("/edit"), "{edit}");
    let draft = site.get(&edit, team).await;
    assert!(draft.text.contains("canary-work"));
    assert!(site.get(&path, team).await.text.contains(edit.trim_end_matches("/edit")));

    // The firm's own page tells every department that somebody talks to it.
    let opening = site.get(edit.trim_end_matches("/edit"), team).await;
    let employer = opening.text.split("/staff/employers/").nth(1).unwrap().split('"').next().unwrap();
    let firm = site.get(&format!("/staff/employers/{employer}"), Some(Role::Clerk)).await;
    assert!(firm.text.contains("canary-note") && firm.text.contains(&path));
}

#[tokio::test(flavor = "multi_thread")]
async fn letting_go_asks_why() {
    let site = Site::new().await;
    let team = Some(Role::Counselor);
    let path = to(&site.post("/staff/leads/new", team, "name=canary-firm").await);
    let silent = site.post(&format!("{path}/drop"), team, "version=1&why=").await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(silent.text.contains("href=\"#why\"") && silent.text.contains("<details open"));
    assert_eq!(to(&site.post(&format!("{path}/drop"), team, "version=1&why=moved").await), path);
    let page = site.get(&path, team).await;
    assert!(page.text.contains("moved") && !page.text.contains(&format!("action=\"{path}/visits\"")));
}
