//! Papers as they are served: pages that print, PDF, and the trace of who printed whom.

use axum::http::{StatusCode, header};
use domain::Role;
use domain::look::Why;

use crate::site::Site;

#[tokio::test(flavor = "multi_thread")]
async fn an_opening_and_a_person_have_papers_and_the_person_sees_who_printed() {
    let site = Site::new().await;
    let opening = site.opening();
    let page = site.get(&format!("/staff/openings/{opening}/paper"), Some(Role::Counselor)).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.text.contains("별지 제1호서식")
            && page.text.contains(&format!("/staff/openings/{opening}/paper.pdf"))
    );
    let file = site.get(&format!("/staff/openings/{opening}/paper.pdf"), Some(Role::Counselor)).await;
    assert_eq!(file.headers[header::CONTENT_TYPE], "application/pdf");
    assert!(file.text.starts_with("%PDF"));

    let ctx = site.city.as_role(Role::Supervisor).await;
    let filter = app::seeker::Filter { page: 1, size: 1, ..app::seeker::Filter::default() };
    let seeker = app::seeker::list(&ctx, &site.app(), &filter).await.unwrap().items.remove(0).seeker;
    let staff = site.city.as_role(Role::Counselor).await;
    for one in [&ctx, &staff] {
        app::seeker::say_why(one, &site.app(), seeker.id, Why::Here, "").await.unwrap();
    }
    let printed = |looks: &[app::seeker::Look]| looks.iter().filter(|look| look.purpose == "print").count();
    let before = app::seeker::get(&ctx, &site.app(), seeker.id).await.unwrap();
    let slip = site.get(&format!("/staff/seekers/{}/slip", seeker.id), Some(Role::Counselor)).await;
    assert!(slip.text.contains(&seeker.number), "{}", slip.text);
    let after = app::seeker::get(&ctx, &site.app(), seeker.id).await.unwrap();
    assert_eq!(printed(&after.looks.items), printed(&before.looks.items) + 1);
    // Whether such a person exists is nobody else's business.
    let refused = site.get(&format!("/staff/seekers/{}/slip.pdf", seeker.id), Some(Role::Clerk)).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_in_large_type_is_everybodys() {
    let site = Site::new().await;
    let page = site.get("/openings/large", None).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.text.matches("class=\"call\"").count(), 5, "{}", page.text);
    let wrong = site.get("/openings/large?dong=%EC%97%86%EB%8A%94%EB%8F%99", None).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test(flavor = "multi_thread")]
async fn registers_are_asked_for_by_period() {
    let site = Site::new().await;
    let ask = |path: &'static str| site.get(path, Some(Role::Counselor));
    assert_eq!(ask("/staff/registers").await.status, StatusCode::OK);
    let all = ask("/staff/registers/openings?from=2016-01-01&to=2016-12-31").await;
    assert!(all.text.contains("별지 제17호서식") && all.text.contains("<thead>"), "{}", all.text);
    let none = ask("/staff/registers/openings?from=2001-01-01&to=2001-12-31").await;
    assert!(none.text.contains("이 기간에 접수한 것이 없습니다."));
    let backwards = ask("/staff/registers/seekers?from=2016-12-31&to=2016-01-01").await;
    assert_eq!(backwards.status, StatusCode::UNPROCESSABLE_ENTITY);
    let half = ask("/staff/registers/half-year?year=2016&half=1").await;
    assert!(half.text.contains("별지 제23호서식") && half.text.contains("2016년 상반기"));
}
