//! Openings near a dong, what of them a device may keep, and how the server says so.

use axum::http::{StatusCode, header};
use domain::Role;

use crate::site::{Answer, Site};

const MARK: &str = "x-offline";

fn marked(answer: &Answer) -> bool {
    answer.headers.get(MARK).is_some_and(|value| value == "public")
}

fn dong(site: &Site) -> String {
    site.app().city.dongs().next().unwrap().code.to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_nearest_come_first_and_what_is_no_dong_is_said_at_the_field() {
    let site = Site::new().await;
    let dong = dong(&site);
    let found = app::near::find(&site.city.app.system_ctx(), &site.app(), &dong).await.unwrap();
    let far: Vec<i64> = found.openings.iter().filter_map(|near| near.listed.distance_m).collect();
    assert!(far.len() > 20 && far.is_sorted(), "{far:?}");
    assert!(
        found.openings.len() <= app::near::MOST && found.openings.iter().all(|near| !near.phone.is_empty())
    );
    let page = site.get(&format!("/near?area={dong}"), None).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.text.matches("data-save=").count(), found.openings.len());

    let district = dong[..5].to_owned();
    let start = site.get("/near", None).await;
    assert_eq!(start.status, StatusCode::OK);
    let picker = start.text.split("<select id=\"area\"").nth(1).unwrap().split("</select>").next().unwrap();
    assert!(picker.contains("required") && !picker.contains("selected"), "{picker}");
    assert!(picker.contains("<option value=\"\">동을 고르세요</option>"), "{picker}");
    for wrong in ["", "zz", "41", district.as_str(), "%00", "9999999999"] {
        let page = site.get(&format!("/near?area={wrong}"), None).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert!(
            page.text.contains("href=\"#area\"") && page.text.contains("동을 골라 주세요"),
            "{}",
            page.text
        );
        let kept = site.get(&format!("/offline/area?area={wrong}"), None).await;
        assert_eq!((kept.status, marked(&kept)), (StatusCode::UNPROCESSABLE_ENTITY, false), "{wrong}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_everybody_gets_word_for_word_is_marked() {
    let site = Site::new().await;
    let area = format!("/offline/area?area={}", dong(&site));
    let mut marks = 0;
    for route in web::table().iter().filter(|route| route.method == "GET" && !route.path.contains('{')) {
        let path = if route.path == "/offline/area" { area.as_str() } else { route.path };
        let answer = site.get(path, None).await;
        let may = ["/offline", "/offline/area", "/manifest.webmanifest"].contains(&route.path);
        assert_eq!(marked(&answer), may, "{path}");
        marks += usize::from(may);
        if may {
            // The other language is remembered by pages; what is marked sets no cookie.
            let joint = if path.contains('?') { '&' } else { '?' };
            let english = site.get(&format!("{path}{joint}lang=en"), None).await;
            assert!(marked(&english) && english.headers.get(header::SET_COOKIE).is_none(), "{path}");
            for role in [Role::Seeker, Role::Counselor] {
                assert!(!marked(&site.get(path, Some(role)).await), "{path} is marked for {role}");
            }
        }
    }
    assert_eq!(marks, 3);
    assert!(site.get("/near?lang=en", None).await.headers.get(header::SET_COOKIE).is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kept_area_says_all_that_is_needed_to_call() {
    let site = Site::new().await;
    let page = site.get(&format!("/offline/area?area={}", dong(&site)), None).await.text;
    let shown = page.split("<li class=\"opening\"").skip(1);
    let mut n = 0;
    for opening in shown.map(|rest| rest.split("</li>").next().unwrap()) {
        assert!(opening.contains("href=\"tel:") && opening.contains("class=\"pay\""), "{opening}");
        n += 1;
    }
    assert!(n > 20, "{n}");
    let id = site.opening();
    assert!(page.contains(&format!("data-kept=\"{id}\"")) && page.contains(&format!("id=\"o-{id}\"")));
    for centre in site.app().city.centres() {
        assert!(page.contains(&format!("href=\"tel:{}\"", centre.phone)), "{}", centre.name);
    }
    assert!(page.contains("마감되었을 수 있습니다. 전화로 확인하세요"));
    // Nothing on it leads to a page of a person or loads what is not kept with it.
    for other in ["/sign-in", "/me", "rel=\"manifest\"", "<form"] {
        assert!(!page.contains(other), "{other}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_page_may_ask_where_the_device_is() {
    let site = Site::new().await;
    let says = async |path: &str| {
        let answer = site.get(path, None).await;
        answer.headers["permissions-policy"].to_str().unwrap().contains("geolocation=(self)")
    };
    assert!(says("/near").await && says(&format!("/near?area={}", dong(&site))).await);
    for path in ["/", "/openings", "/offline", "/sign-in"] {
        assert!(!says(path).await, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_worker_is_asked_for_anew_and_can_be_switched_off() {
    let site = Site::new().await;
    let on = site.get("/sw.js", None).await;
    assert_eq!(on.headers[header::CACHE_CONTROL], "no-cache");
    assert!(on.headers[header::CONTENT_TYPE].to_str().unwrap().starts_with("text/javascript"));
    let told = on.text.lines().next().unwrap();
    let told = told.strip_prefix("self.SITE = ").and_then(|rest| rest.strip_suffix(';')).unwrap();
    let told: serde_json::Value = serde_json::from_str(told).unwrap();
    for asset in told["assets"].as_array().unwrap() {
        let address = asset.as_str().unwrap();
        assert!(address.contains(told["version"].as_str().unwrap()), "{address}");
        assert_eq!(site.get(address, None).await.status, StatusCode::OK, "{address}");
    }
    let alone: Vec<&str> =
        told["alone"].as_array().unwrap().iter().map(|place| place.as_str().unwrap()).collect();
    // Every route behind a door, and every one that carries a secret in its address.
    for route in web::table() {
        let within = alone.iter().any(|place| {
            route.path.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        });
        let secret = route.path.contains("{token}");
        if secret || ["/me", "/staff", "/employer"].contains(&route.path) {
            assert!(within, "{} is not left alone", route.path);
        }
    }

    let settings = web::Settings { offline: false, ..web::Settings::default() };
    let router = web::router(site.app(), settings);
    let ask = async |path: &str| {
        let request = axum::http::Request::get(path).header(header::HOST, "127.0.0.1");
        let request = request.body(axum::body::Body::empty()).unwrap();
        let answer = tower::ServiceExt::oneshot(router.clone(), request).await.unwrap();
        let bytes = axum::body::to_bytes(answer.into_body(), 1_000_000).await.unwrap();
        String::from_utf8_lossy(&bytes).into_owned()
    };
    let off = ask("/sw.js").await;
    assert!(off.contains("unregister") && !off.contains("\"fetch\""), "{off}");
    let list = format!("/near?area={}", dong(&site));
    assert!(site.get(&list, None).await.text.contains("data-keep="));
    assert!(!ask(&list).await.contains("data-keep="));
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_installed_in_the_language_of_the_page() {
    let site = Site::new().await;
    let names = async |lang: &str| {
        let answer = site.get(&format!("/manifest.webmanifest?lang={lang}"), None).await;
        assert_eq!(answer.headers[header::CONTENT_TYPE], "application/manifest+json");
        let value: serde_json::Value = serde_json::from_str(&answer.text).unwrap();
        assert_eq!(
            (value["lang"].as_str(), value["scope"].as_str(), value["id"].as_str()),
            (Some(lang), Some("/"), Some("/"))
        );
        let sizes = value["icons"].as_array().unwrap().iter().filter(|icon| icon["purpose"] == "maskable");
        assert_eq!(
            sizes.map(|icon| icon["sizes"].as_str().unwrap()).collect::<Vec<_>>(),
            ["192x192", "512x512"]
        );
        value["name"].as_str().unwrap().to_owned()
    };
    assert!(names("ko").await.ends_with("일자리") && names("en").await.ends_with("Jobs"));
    let offers = async |path: &str, role| site.get(path, role).await.text.contains("rel=\"manifest\"");
    assert!(offers("/", None).await && offers("/meetings", None).await && offers("/employers", None).await);
    assert!(!offers("/sign-in", None).await && !offers("/", Some(Role::Seeker)).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_opening_can_be_handed_on_without_a_script() {
    let site = Site::new().await;
    let id = site.opening();
    let page = site.get(&format!("/openings/{id}?from=app&near=x"), Some(Role::Seeker)).await.text;
    let address = format!("http://127.0.0.1/openings/{id}");
    assert!(
        page.contains(&format!("data-share=\"{address}\"")) && page.contains(&format!(" {address}</p>")),
        "{page}"
    );
}
