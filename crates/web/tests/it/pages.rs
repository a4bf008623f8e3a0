//! Public pages: there in both languages, from this host alone, deaf to garbage.

use axum::http::{StatusCode, header};

use crate::site::Site;

const PUBLIC: [&str; 25] = [
    "/",
    "/openings",
    "/openings?q=요양&near=별빛동&sort=distance&km=5",
    "/fit",
    "/events",
    "/programmes",
    "/programmes/national-support-1",
    "/programmes/fit",
    "/programmes/fit?for=employer",
    "/youth",
    "/youth/openings",
    "/near",
    "/offline",
    "/sectors",
    "/sectors/care",
    "/centres",
    "/saved",
    "/about",
    "/about/priorities",
    "/mismatch",
    "/sign-in",
    "/openings?sector=kites",
    "/openings?size=7",
    "/occupations",
    "/occupations?q=video%20editor",
];

#[tokio::test(flavor = "multi_thread")]
async fn every_public_page_in_both_languages_from_this_host_alone() {
    let site = Site::new().await;
    let shown = format!("/openings/{}", site.opening());
    for path in PUBLIC.into_iter().chain([shown.as_str()]) {
        let path =
            path.replace("요양", "%EC%9A%94%EC%96%91").replace("별빛동", "%EB%B3%84%EB%B9%9B%EB%8F%99");
        for lang in ["ko", "en"] {
            let joint = if path.contains('?') { '&' } else { '?' };
            let answer = site.get(&format!("{path}{joint}lang={lang}"), None).await;
            assert_eq!(answer.status, StatusCode::OK, "{path} {lang}");
            let html = &answer.text;
            assert!(html.contains(&format!("<html lang=\"{lang}\">")), "{path}");
            assert_eq!(html.matches("<h1").count(), 1, "{path} has one h1");
            let policy = answer.headers.get("content-security-policy").unwrap().to_str().unwrap();
            assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
            for outside in
                ["src=\"http", "src=\"//", "href=\"//", "url(http", "style=\"", "onclick=", "<style"]
            {
                assert!(!html.contains(outside), "{path} contains {outside}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_title_is_told_its_occupations_with_alternatives() {
    let site = Site::new().await;
    // 영상편집자 구합니다
    let typed = "%EC%98%81%EC%83%81%ED%8E%B8%EC%A7%91%EC%9E%90%20%EA%B5%AC%ED%95%A9%EB%8B%88%EB%8B%A4";
    let json = site.get(&format!("/occupations.json?q={typed}"), None).await;
    let told: Vec<serde_json::Value> = serde_json::from_str(&json.text).unwrap();
    assert!(told.len() > 1 && told[0]["keco"] == "4166", "{}", json.text);
    assert!(told[0]["worknet"].is_string() && told[0]["score"].as_u64() > told[1]["score"].as_u64());
    let page = site.get(&format!("/occupations?q={typed}"), None).await;
    assert!(page.text.contains("/openings?occupation=4166"), "{}", page.text);
    // 협의
    let none = site.get("/occupations?q=%ED%98%91%EC%9D%98", None).await;
    assert!(none.text.contains("role=\"status\"") && !none.text.contains("<tbody"), "{}", none.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn garbage_in_an_address_is_never_a_fault() {
    let site = Site::new().await;
    for path in [
        "/openings?page=-1&size=abc&sort=zz&monthly=1e9&hours=-4&days=9&days=x&area=41&occupation=zz",
        "/openings?q=%00%01%22%27%3Cscript%3E&near=%F0%9F%99%82",
        "/mismatch?occupation=zz&area=%00",
        "/programmes?kind=zz&for=%00&state=%3Cscript%3E",
        "/programmes/%00",
        "/events?kind=%3Cscript%3E",
        "/events/%00",
        "/programmes/fit?for=nobody",
        "/openings/not-an-id",
        "/sectors/none",
        "/openings/00000000-0000-0000-0000-000000000000",
        "/links/nothing",
        "/nowhere?lang=xx",
    ] {
        let answer = site.get(path, None).await;
        assert!(answer.status.as_u16() < 500, "{path}: {}", answer.status);
        assert!(!answer.text.contains("<script>"), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_typed_comes_back_escaped() {
    let site = Site::new().await;
    let answer = site.get("/openings?q=%22%3E%3Cb%3Ecanary", None).await;
    assert!(answer.text.contains("canary") && !answer.text.contains("<b>canary"));
    let body = "occupation_text=%3Cb%3Ecanary&wage_won=many";
    let answer = site.post("/fit", None, body).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text.contains("&lt;b&gt;canary") && answer.text.contains("href=\"#wage_won\""));
}

/// Levels of the headings of a page, in order.
fn headings(page: &str) -> Vec<u32> {
    page.split("<h").skip(1).filter_map(|rest| rest.chars().next()?.to_digit(10)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn no_heading_of_a_list_skips_a_level() {
    let site = Site::new().await;
    let dong = site.app().city.dongs().next().unwrap().code.to_string();
    let fit =
        "occupation_text=%EC%9A%94%EC%96%91%EB%B3%B4%ED%98%B8%EC%82%AC&area_text=%EB%B3%84%EB%B9%9B%EB%8F%99";
    let mut pages = vec![("/fit".to_owned(), site.post("/fit", None, fit).await)];
    for path in [format!("/near?area={dong}"), "/openings".to_owned(), "/sectors/care".to_owned()] {
        let page = site.get(&path, None).await;
        pages.push((path, page));
    }
    for (path, page) in pages {
        assert_eq!(page.status, StatusCode::OK, "{path}");
        let levels = headings(&page.text);
        assert!(levels.first() == Some(&1) && levels.contains(&3), "{path}: {levels:?}");
        assert!(levels.windows(2).all(|two| two[1] <= two[0] + 1), "{path}: {levels:?}");
    }
    assert_eq!(headings("<head><h1>a</h1><h3 lang=\"ko\">b</h3><hr>"), [1, 3]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_fit_form_explains_and_keeps_nothing() {
    let site = Site::new().await;
    let before = app::system::health(&site.app()).await.unwrap().head;
    // A care worker near the middle of the invented city.
    let body =
        "occupation_text=%EC%9A%94%EC%96%91%EB%B3%B4%ED%98%B8%EC%82%AC&area_text=%EB%B3%84%EB%B9%9B%EB%8F%99";
    let answer = site.post("/fit", None, body).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.text.contains("10,000"), "scores are shown with their maximum");
    assert_eq!(app::system::health(&site.app()).await.unwrap().head, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_of_another_site_is_refused() {
    let site = Site::new().await;
    let request = axum::http::Request::builder()
        .method("POST")
        .uri("/fit")
        .header(header::HOST, "127.0.0.1")
        .header("sec-fetch-site", "cross-site")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(axum::body::Body::from("occupation_text=x"))
        .unwrap();
    let router = web::router(site.app(), web::Settings::default());
    let response = tower::ServiceExt::oneshot(router, request).await.unwrap();
    assert_eq!(response.status(), StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filled_opening_is_gone_and_an_unknown_one_not_found() {
    let site = Site::new().await;
    let ctx = site.city.as_role(domain::Role::Supervisor).await;
    // One that others are like.
    let listed: Vec<_> = site.app().projection.with(|state| state.openings.keys().copied().collect());
    let mut found = None;
    for id in listed {
        let (opening, alike) = app::opening::instead(&ctx, &site.app(), id).await.unwrap();
        let far: Vec<i64> = alike.iter().filter_map(|listed| listed.distance_m).collect();
        assert!(far.is_sorted(), "{}: {far:?}", opening.content.title);
        if !alike.is_empty() {
            found = Some((id, opening.content.title, alike));
        }
    }
    let (id, title, alike) = found.expect("openings of one kind");
    let version = app::opening::get(&ctx, &site.app(), id).await.unwrap().opening.version;
    app::opening::close(&ctx, &site.app(), id, version, domain::opening::CloseReason::EmployerRequest)
        .await
        .unwrap();
    site.city.settle().await;
    let gone = site.get(&format!("/openings/{id}"), None).await;
    assert_eq!(gone.status, StatusCode::GONE);
    let heading = gone.text.split("<h1").nth(1).unwrap().split("</h1>").next().unwrap();
    assert!(heading.contains(&title), "{heading}");
    for other in &alike {
        assert!(gone.text.contains(&format!("href=\"/openings/{}\"", other.opening.id)), "{}", gone.text);
    }
    let unknown = "/openings/01957b00-0000-7000-8000-000000000000";
    assert_eq!(site.get(unknown, None).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_beyond_the_last_leads_to_the_last() {
    let site = Site::new().await;
    let answer = site.get("/openings?page=9999&size=7", None).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let last = answer.headers.get(header::LOCATION).unwrap().to_str().unwrap().to_owned();
    let shown = site.get(&last, None).await;
    assert_eq!(shown.status, StatusCode::OK);
    assert!(shown.text.contains("data-save="), "{last} shows openings");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_address_opened_as_a_page_says_so() {
    let site = Site::new().await;
    let answer = site.get("/sign-out", None).await;
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(answer.text.contains("<h1"), "{}", answer.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_form_is_refused_in_words() {
    let site = Site::new().await;
    let answer = site.ask("POST", "/fit", None, "{\"a\": 1}", "application/json").await;
    assert_eq!(answer.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert!(answer.text.contains("<h1"), "{}", answer.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_leaves_as_it_is_filtered() {
    let site = Site::new().await;
    let rows = async |path: &str, role| {
        let answer = site.get(path, role).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert!(answer.headers[header::CONTENT_DISPOSITION].to_str().unwrap().starts_with("attachment"));
        answer.text.trim_end().lines().count() - 1
    };
    let all = site.city.app.projection.with(|state| state.openings.len());
    assert_eq!(rows("/openings.csv?size=5&page=3", None).await, all);
    assert!(rows("/openings.csv?monthly=2500000", None).await < all);
    let staff = Some(domain::Role::Counselor);
    assert_eq!(rows("/staff/openings.csv?state=open", staff).await, all);
    assert!(rows("/staff/openings.csv", staff).await > all);
    assert_eq!(
        site.get("/staff/openings.csv", Some(domain::Role::Partner)).await.status,
        StatusCode::FORBIDDEN
    );
}
