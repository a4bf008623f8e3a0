//! A kiosk in a real browser: three touches to paper, back to its beginning by itself, readable when the server is gone, with
//! nothing too small for a thumb.

use std::time::Duration;

use crate::browser::look;
use crate::served::{Browser, Served};

/// A kiosk stands upright.
const UPRIGHT: (u32, u32) = (1080, 1920);

/// Asks the page until it says yes.
async fn until(browser: &Browser, script: &str) {
    for _ in 0..120 {
        if browser.ask(script).await == true {
            return;
        }
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    panic!("never: {script}\n{}", browser.ask("return location.href + document.body.innerText;").await);
}

/// What is touched and is smaller than it may be.
async fn too_small(browser: &Browser) -> serde_json::Value {
    browser
        .ask(
            "return [...document.querySelectorAll('body a[href], body button')]
                .filter((e) => e.offsetParent !== null && !e.matches('.skip'))
                .filter((e) => { const r = e.getBoundingClientRect(); return r.width < 60 || r.height < 60; })
                .map((e) => e.outerHTML.slice(0, 90));",
        )
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn three_touches_lead_to_an_opening_and_two_minutes_back_to_the_beginning() {
    let served = Served::demo();
    let browser = Browser::start().await;
    let mut faults = Vec::new();
    browser.goto(&format!("{}/kiosk/?lang=ko", served.origin)).await;
    let start = browser.path().await;
    for step in ["a.kiosk-home", "ul.kiosk-tiles a", "ul.kiosk-list a", "[data-kiosk-print]"] {
        browser.resize(UPRIGHT.0, UPRIGHT.1).await;
        assert_eq!(too_small(&browser).await, serde_json::json!([]), "before {step}");
        look(&browser, &format!("the kiosk before {step}"), &mut faults).await;
        browser.resize(UPRIGHT.0, UPRIGHT.1).await;
        // The last step prints, which a test has no paper for.
        if step != "[data-kiosk-print]" {
            browser.find(step).await.click().await.unwrap();
        }
    }
    assert!(browser.path().await.starts_with("/kiosk/openings/0"), "{}", browser.path().await);
    assert!(browser.find("[data-kiosk-print]").await.is_displayed().await.unwrap());
    assert!(!browser.text("strong.code").await.is_empty());
    assert_eq!(faults, Vec::<String>::new(), "{}", faults.join("\n"));

    // The rest of two minutes is said; who wants more presses once; then it goes back, in Korean.
    browser.find("a.kiosk-lang").await.click().await.unwrap();
    until(&browser, "return document.documentElement.lang === 'en';").await;
    until(&browser, "return !document.getElementById('kiosk-count').hidden;").await;
    let leap =
        "const real = window.realNow || (window.realNow = Date.now.bind(Date)); Date.now = () => real() + ";
    browser.ask(&format!("{leap} 105000; return 1;")).await;
    until(&browser, "return document.getElementById('kiosk-count').classList.contains('soon');").await;
    browser.find("#kiosk-count button").await.click().await.unwrap();
    until(&browser, "return !document.getElementById('kiosk-count').classList.contains('soon');").await;
    assert!(browser.path().await.starts_with("/kiosk/openings/0"));
    browser.ask(&format!("{leap} 230000; return 1;")).await;
    until(&browser, "return document.querySelector('main').dataset.here === 'start';").await;
    assert_eq!(browser.path().await, start);
    assert_eq!(browser.ask("return document.documentElement.lang;").await, "ko");
    browser.stop().await;
}

/// What should be seen and touched at once, and is below the fold or under something else.
async fn hidden(browser: &Browser) -> serde_json::Value {
    browser
        .ask(
            "return ['[data-kiosk-print]', '.kiosk-ways a[href*=\"/openings\"]', '.kiosk-ways a:last-child', 'dd.phone', 'strong.code']
                .filter((css) => {
                    const e = document.querySelector(css);
                    if (!e) return true;
                    const r = e.getBoundingClientRect();
                    const hit = document.elementFromPoint(r.left + r.width / 2, r.top + r.height / 2);
                    return r.width === 0 || r.top < 0 || r.bottom > innerHeight || !hit || !e.contains(hit);
                });",
        )
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_lying_screen_print_back_start_telephone_and_code_are_in_sight() {
    let served = Served::demo();
    let browser = Browser::start().await;
    browser.resize(1280, 720).await;
    browser.goto(&format!("{}/kiosk/openings?lang=ko&segment=all", served.origin)).await;
    browser.find("ul.kiosk-list a").await.click().await.unwrap();
    until(&browser, "return !!document.querySelector('[data-kiosk-print]:not([hidden])');").await;
    for (width, height) in [(1280, 720), (1280, 900), UPRIGHT] {
        browser.resize(width, height).await;
        assert_eq!(hidden(&browser).await, serde_json::json!([]), "{width} × {height}");
        assert_eq!(too_small(&browser).await, serde_json::json!([]), "{width} × {height}");
    }
    browser.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_scripts_the_browser_itself_goes_back() {
    let served = Served::demo();
    let page = served.get("/kiosk/openings?lang=en&segment=all", "");
    let refresh = page.body.split("<noscript>").nth(1).unwrap().split("</noscript>").next().unwrap();
    assert_eq!(refresh, "<meta http-equiv=\"refresh\" content=\"120;url=/kiosk/?lang=ko\">");
    assert!(!served.get("/kiosk/?lang=ko", "").body.contains("http-equiv=\"refresh\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn when_the_server_is_gone_it_still_shows_openings_and_says_how_old_they_are() {
    let mut served = Served::demo();
    let browser = Browser::start().await;
    browser.resize(UPRIGHT.0, UPRIGHT.1).await;
    let start = format!("{}/kiosk/?lang=ko", served.origin);
    browser.goto(&start).await;
    // Everything on the list of what is to be kept is kept.
    let full = "const done = arguments[0]; (async () => {
        const cache = await caches.open('iljari-kiosk-1');
        const marks = await cache.match('/kiosk/marks');
        const list = await (await fetch('/kiosk/kept.json?lang=ko')).json();
        const kept = marks ? Object.keys(await marks.json()).length : 0;
        done(kept >= new Set(list.pages.map(([a]) => a)).size && kept > 20);
    })().catch(() => done(false));";
    let mut ready = false;
    for _ in 0..240 {
        ready =
            browser.driver.execute_async(full, Vec::new()).await.unwrap().json() == &serde_json::json!(true);
        if ready {
            break;
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    assert!(ready, "the pages were never kept");

    served.end();
    browser.goto(&start).await;
    until(&browser, "return document.getElementById('kiosk-age').classList.contains('cut');").await;
    let age = browser.text("#kiosk-age").await;
    assert!(age.contains("통신이 끊겼습니다") && age.contains("방금"), "{age}");
    // As time goes on its age goes on with it, in letters that are read from afar.
    browser.ask("const real = Date.now.bind(Date); Date.now = () => real() + 37 * 60000; return 1;").await;
    until(&browser, "return document.getElementById('kiosk-age').textContent.includes('37분 전');").await;
    let size = browser
        .ask("return parseFloat(getComputedStyle(document.getElementById('kiosk-age')).fontSize);")
        .await;
    assert!(size.as_f64().unwrap() >= 32.0, "{size}");
    browser.goto(&start).await;
    browser.find("ul.kiosk-tiles a").await.click().await.unwrap();
    until(&browser, "return document.querySelectorAll('ul.kiosk-list li').length > 0;").await;
    browser.find("ul.kiosk-list a").await.click().await.unwrap();
    until(&browser, "return document.querySelector('main').dataset.here === 'opening';").await;
    assert!(!browser.text("h1").await.is_empty() && !browser.text("strong.code").await.is_empty());
    until(&browser, "return document.getElementById('kiosk-age').classList.contains('cut');").await;
    // What needs the network says so, and the other language is kept as well.
    browser.goto(&format!("{}/kiosk/openings?lang=ko&segment=all&page=99", served.origin)).await;
    assert!(browser.text("h1").await.contains("통신이 끊겼습니다"));
    browser.goto(&format!("{}/kiosk/?lang=en", served.origin)).await;
    assert_eq!(browser.ask("return document.documentElement.lang;").await, "en");
    // Nothing of anybody is kept: addresses of the kiosk and files of its look only.
    let keys = "const done = arguments[0]; caches.open('iljari-kiosk-1').then((c) => c.keys())
        .then((k) => done([k.map((r) => new URL(r.url).pathname), [...Object.keys(localStorage), ...Object.keys(sessionStorage)]]));";
    let kept = browser.driver.execute_async(keys, Vec::new()).await.unwrap().json().clone();
    let paths: Vec<&str> = kept[0].as_array().unwrap().iter().map(|path| path.as_str().unwrap()).collect();
    assert!(
        paths.iter().all(|path| path.starts_with("/kiosk/") || path.starts_with("/assets/")),
        "{paths:?}"
    );
    assert_eq!(kept[1], serde_json::json!([]));
    browser.stop().await;
}
