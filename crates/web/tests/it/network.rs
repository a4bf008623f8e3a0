//! Requests between bodies, and ideas of anybody, through their pages.

use axum::http::StatusCode;
use domain::Role;

use crate::site::{Answer, Site};

fn to(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    answer.headers.get("location").unwrap().to_str().unwrap().to_owned()
}

/// A body of the demo city by its name.
async fn body(site: &Site, name: &str) -> String {
    let ctx = site.city.as_role(Role::Auditor).await;
    let tree = app::organisation::tree(&ctx, &site.app()).await.unwrap();
    tree.iter().find(|(_, body)| body.name == name).unwrap().1.id.to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_is_sent_and_answered_with_what_was_typed_kept() {
    let site = Site::new().await;
    let manager = Some(Role::PlanManager);
    let there = body(&site, "바람복지과").await;
    let bad = site.post("/staff/requests/new", manager, "text=canary-ask&answer_by=2016-03-32").await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bad.text.contains("canary-ask</textarea>") && bad.text.contains("href=\"#answer_by\""));
    let form = format!("text=canary-ask&to={there}&answer_by=2016-03-21");
    let path = to(&site.post("/staff/requests/new", manager, &form).await);
    let list = site.get("/staff/requests", manager).await;
    assert!(list.text.contains("canary-ask") && list.text.contains(&path));
    let silent = site.post(&format!("{path}/steps"), manager, "version=1&step=decline&words=").await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(silent.text.contains("href=\"#words\""));
    assert_eq!(
        to(&site.post(&format!("{path}/steps"), manager, "version=1&step=offer&words=canary-offer").await),
        path
    );
    let page = site.get(&path, manager).await;
    assert!(page.text.contains("canary-offer") && page.text.contains("value=\"take\""));
    let late = site.post(&format!("{path}/steps"), manager, "version=1&step=take").await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    to(&site.post(&format!("{path}/steps"), manager, "version=2&step=take").await);
    let unknown = site.post(&format!("{path}/steps"), manager, "version=3&step=steal").await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn anybody_brings_an_idea_and_reads_what_became_of_it() {
    let site = Site::new().await;
    let bad = site.post("/ideas/new", None, "title=&text=canary-words").await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bad.text.contains("canary-words</textarea>") && bad.text.contains("href=\"#title\""));
    let path = to(&site.post("/ideas/new", None, "title=canary-idea&text=canary-words&sector=care").await);
    let number = path.trim_start_matches("/ideas/").to_owned();
    assert!(site.get(&path, None).await.text.contains(&number));
    let found = site.get(&format!("/ideas?number={}", number.to_lowercase()), None).await;
    assert_eq!(to(&found), path);
    let none = site.get("/ideas?number=none", None).await;
    assert!(none.text.contains("href=\"#number\"") && !none.text.contains("canary-idea"), "not public yet");

    let team = Some(Role::Counselor);
    let list = site.get("/staff/ideas?state=brought", team).await;
    let own = list.text.split("/staff/ideas/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let steps = format!("/staff/ideas/{own}/steps");
    let silent = site.post(&steps, team, "version=1&step=decline&why=").await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(silent.text.contains("href=\"#why\""));
    let whom = site.post(&steps, team, "version=1&step=screen").await;
    assert_eq!(whom.status, StatusCode::UNPROCESSABLE_ENTITY);
    to(&site.post(&steps, team, "version=1&step=decline&why=canary-reason").await);
    let public = site.get("/ideas", None).await;
    assert!(public.text.contains("canary-idea") && public.text.contains("canary-reason"));
    for _ in 0..4 {
        to(&site.post_from("192.0.2.7", "/ideas/new", "title=a&text=b").await);
    }
    to(&site.post_from("192.0.2.7", "/ideas/new", "title=a&text=b").await);
    let braked = site.post_from("192.0.2.7", "/ideas/new", "title=a&text=b").await;
    assert_eq!(braked.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contact_from_the_form_to_the_sector_and_back_to_nobody() {
    let site = Site::new().await;
    let clerk = Some(Role::Clerk);
    let bad =
        site.post("/staff/contacts/new", clerk, "firm=canary-firm&name=canary-who&sharing=public").await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bad.text.contains("href=\"#consented_on\"") && bad.text.contains("value=\"canary-firm\""));
    let form = "firm=canary-firm&name=canary-who&phone=010-5555-7777&sharing=public&sector=care&consented_on=2016-03-02";
    let path = to(&site.post("/staff/contacts/new", clerk, form).await);
    assert!(site.get("/staff/contacts?q=canary", clerk).await.text.contains("010-5555-7777"));
    assert!(site.get("/sectors/care", None).await.text.contains("canary-who"));
    assert!(!site.get("/sectors/kites", None).await.text.contains("canary-who"));
    let stale = site.post(&format!("{path}/steps"), clerk, "version=9&step=erase").await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    to(&site.post(&format!("{path}/steps"), clerk, "version=1&step=erase").await);
    assert!(!site.get(&path, clerk).await.text.contains("canary-who"));
    assert!(!site.get("/sectors/care", None).await.text.contains("canary-who"));
    to(&site.post("/staff/contacts/confirm", clerk, "").await);
    assert!(site.get("/staff/contacts", clerk).await.text.contains("연락처 확인한 날 2016-03-14"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_network_is_drawn_with_a_table_behind_it() {
    let site = Site::new().await;
    let manager = Some(Role::PlanManager);
    let there = body(&site, "바람복지과").await;
    let ctx = site.city.as_role(Role::PlanManager).await;
    let here = body(&site, "구름산업재단").await;
    let mut actor = ctx.actor.clone();
    actor.organisation = here.parse().ok();
    let form = app::coop_request::Form {
        to: there.parse().ok(),
        about: None,
        text: "명단".to_owned(),
        answer_by: Some(ctx.today()),
    };
    app::coop_request::create(&ctx.acting_as(actor), &site.app(), form).await.unwrap();
    let page = site.get("/staff/network", manager).await;
    assert!(
        page.text.contains("id=\"network-title\"")
            && page.text.contains(&format!("/staff/network?body={there}"))
    );
    let row = page.text.split("<tbody").nth(1).unwrap();
    assert!(row.contains("바람복지과") && row.contains("구름산업재단") && row.contains("2016-03-14"));
    let none = site.get("/staff/network?way=mou", manager).await;
    assert!(!none.text.contains("/staff/network?body=") && none.status == StatusCode::OK);
    let own = site.get(&format!("/staff/organisations/{there}"), manager).await;
    assert!(own.text.contains("구름산업재단"));
    let profile = format!("/staff/organisations/{there}/profile");
    let bad = site.post(&profile, manager, "area=없는동&services=canary-service").await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bad.text.contains("canary-service</textarea>") && bad.text.contains("href=\"#area\""));
    to(&site.post(&profile, manager, "sector=care&services=canary-service").await);
    assert!(
        site.get(&format!("/staff/organisations/{there}"), manager).await.text.contains("canary-service")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_of_contacts_is_taken_in_from_their_page_and_says_what_would_change() {
    let site = Site::new().await;
    let staff = Some(Role::Counselor);
    let contacts = site.get("/staff/contacts", staff).await.text;
    assert!(contacts.contains("href=\"/staff/imports?kind=contacts\""), "{contacts}");
    let form = site.get("/staff/imports?kind=contacts", staff).await.text;
    assert!(form.contains("value=\"contacts\" checked"), "{form}");
    let upload = async |phone: &str| {
        let csv = format!("업체명,담당자,연락처,동의일\n별빛가구,가나다,{phone},2016-03-02\n");
        let parts = format!(
            "--b\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\ncontacts\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n{csv}\r\n--b--\r\n"
        );
        to(&site.ask("POST", "/staff/imports", staff, &parts, "multipart/form-data; boundary=b").await)
    };
    let first = upload("031-000-1111").await;
    assert!(!site.get(&first, staff).await.text.contains("바뀌는 항목"), "nobody is known there yet");
    to(&site.post(&format!("{first}/confirm"), staff, "").await);
    let second = upload("031-000-2222").await;
    let preview = site.get(&second, staff).await.text;
    assert!(preview.contains("바뀌는 항목 1개"), "{preview}");
    let row = preview.split("<tr>").find(|row| row.contains("031-000-1111")).unwrap();
    assert!(row.contains("별빛가구") && row.contains("담당자 전화") && row.contains("031-000-2222"), "{row}");
    to(&site.post(&format!("{second}/confirm"), staff, "").await);
    assert!(
        !site.get(&second, staff).await.text.contains("031-000-1111"),
        "the report that is kept names nobody"
    );
}
