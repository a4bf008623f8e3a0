//! The portal on a device: installed, kept, read while the server is really down, forgotten. A browser that is told to play
//! offline still lets the worker through to the server, so the server is ended.

use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::browser::{look, tab_to};
use crate::served::{Browser, Served};

/// Everything that the origin holds on the device: addresses, headers and texts of what is cached, and the storages.
const HELD: &str = r#"
    const done = arguments[0];
    (async () => {
        const entries = [];
        for (const name of await caches.keys()) {
            const cache = await caches.open(name);
            for (const request of await cache.keys()) {
                const answer = await cache.match(request);
                const headers = JSON.stringify([...answer.headers]);
                const { pathname, search } = new URL(request.url);
                entries.push({ path: pathname, address: pathname + search, headers, text: await answer.text() });
            }
        }
        return { entries, caches: await caches.keys(), local: JSON.stringify(localStorage), session: JSON.stringify(sessionStorage),
                 databases: (await indexedDB.databases()).length,
                 workers: (await navigator.serviceWorker.getRegistrations()).map((r) => new URL(r.scope).pathname) };
    })().then(done, (error) => done({ error: String(error) }));"#;

/// What a script with an answer that comes later says.
async fn later(browser: &Browser, script: &str) -> Value {
    browser.driver.execute_async(script, Vec::new()).await.unwrap().json().clone()
}

/// Asks until it is so.
async fn until(browser: &Browser, script: &str) {
    #[expect(
        clippy::disallowed_methods,
        reason = "waiting for another process is measured by the real clock"
    )]
    let start = Instant::now();
    while browser.ask(script).await != true {
        assert!(start.elapsed() < Duration::from_secs(30), "never: {script}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// Waits until what the device holds is as it should be.
async fn held_until(browser: &Browser, what: &str, so: impl Fn(&Value) -> bool) -> Value {
    #[expect(
        clippy::disallowed_methods,
        reason = "waiting for another process is measured by the real clock"
    )]
    let start = Instant::now();
    loop {
        let held = later(browser, HELD).await;
        if so(&held) {
            return held;
        }
        assert!(start.elapsed() < Duration::from_secs(30), "{what}: {} {}", held["caches"], held["workers"]);
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

fn entries(held: &Value) -> &[Value] {
    held["entries"].as_array().unwrap_or_else(|| panic!("{held}"))
}

/// A kept page without the minute for which it is true.
fn timeless(page: &str) -> String {
    match page.split_once("class=\"age\"") {
        Some((before, rest)) => format!("{before}{}", rest.split_once("</p>").map_or("", |(_, after)| after)),
        None => page.to_owned(),
    }
}

/// The kept area as text; empty when there is none.
fn area_of(held: &Value) -> String {
    let of = entries(held).iter().find(|entry| entry["path"] == "/offline/area");
    of.map(|entry| entry["text"].as_str().unwrap().to_owned()).unwrap_or_default()
}

/// Asks the form for the first dong; the first option is none.
async fn pick(browser: &Browser) {
    browser.ask("document.querySelector('#area').selectedIndex = 1; return 1;").await;
    browser.find("main form button:not([type])").await.click().await.unwrap();
}

/// The list of the first dong, opened by its form.
async fn near(browser: &Browser, served: &Served) -> String {
    browser.goto(&format!("{}/near", served.origin)).await;
    pick(browser).await;
    browser.find("[data-keep]").await;
    browser.ask("return new URL(location.href).searchParams.get('area');").await.as_str().unwrap().to_owned()
}

/// Keeps the list that is open.
async fn keep(browser: &Browser) {
    browser.find("[data-keep]").await.click().await.unwrap();
    until(
        browser,
        "return /담았습니다|담지 못/.test(document.querySelector('[data-keep-told]').textContent);",
    )
    .await;
    let told = browser.text("[data-keep-told]").await;
    assert!(told.contains("담았습니다"), "{told}");
    until(browser, "return navigator.serviceWorker.controller !== null;").await;
}

/// Nobody listens where the city was served.
fn is_down(served: &Served) -> bool {
    TcpStream::connect(served.origin.trim_start_matches("http://")).is_err()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kept_area_is_read_while_the_server_is_down_and_comes_up_to_date_after() {
    let mut served = Served::demo();
    let browser = Browser::start().await;
    near(&browser, &served).await;
    let other = browser.ask("return document.querySelector('#area').options[2].value;").await;
    // Who only looks is left nothing.
    let held = later(&browser, HELD).await;
    assert_eq!((&held["caches"], &held["workers"]), (&json!([]), &json!([])));
    // A look of an older release, which the new worker clears away, and something that is another worker's.
    let old = "const done = arguments[0]; Promise.all(['iljari-portal-0ld', 'iljari-kiosk-1'].map((name) => caches.open(name))).then(() => done(true));";
    later(&browser, old).await;
    keep(&browser).await;
    let held = later(&browser, HELD).await;
    let names: Vec<&str> =
        held["caches"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
    assert!(!names.contains(&"iljari-portal-0ld") && names.contains(&"iljari-kiosk-1"), "{names:?}");
    assert_eq!(held["workers"], json!(["/"]));

    let ids = browser
        .ask("return [...document.querySelectorAll('ul.openings h3 a')].map((a) => [a.getAttribute('href').slice(10), a.textContent]);")
        .await;
    let (id, title) = (ids[0][0].as_str().unwrap().to_owned(), ids[0][1].as_str().unwrap().to_owned());
    let second = ids[1][0].as_str().unwrap().to_owned();
    let kept = area_of(&held);
    assert_eq!(kept.matches("data-kept=\"").count(), ids.as_array().unwrap().len());
    assert!(kept.contains("tel:") && kept.contains(&format!("data-kept=\"{id}\"")));
    println!("kept: {} openings in {} bytes", ids.as_array().unwrap().len(), kept.len());

    // Three hours pass.
    let older = r#"
        const done = arguments[0];
        (async () => {
            const cache = await caches.open("iljari-portal-area");
            const [request] = await cache.keys();
            const answer = await cache.match(request);
            const headers = new Headers(answer.headers);
            headers.set("x-kept-at", String(Date.now() - (3 * 60 + 5) * 60000));
            await cache.put(request, new Response(await answer.blob(), { headers }));
        })().then(() => done(true), (error) => done(String(error)));"#;
    assert_eq!(later(&browser, older).await, true);
    served.end();
    assert!(is_down(&served));

    let mut faults = Vec::new();
    browser.goto(&format!("{}/near", served.origin)).await;
    until(&browser, "return document.querySelector('.age').textContent === '3시간 전 자료';").await;
    let said = browser.text("main").await;
    for words in [title.as_str(), "마감되었을 수 있습니다. 전화로 확인하세요", "월급", "시급"]
    {
        assert!(said.contains(words), "{words}: {said}");
    }
    // Whoever asks for another dong is told that only this one is kept.
    let told = "return !document.querySelector('[data-other-area]').hidden;";
    assert_eq!(browser.ask(told).await, false);
    browser.goto(&format!("{}/near?area={}", served.origin, other.as_str().unwrap())).await;
    until(&browser, told).await;
    assert!(browser.text("[data-other-area]").await.starts_with("담아 둔 것은"));
    browser.goto(&format!("{}/near", served.origin)).await;
    until(&browser, "return document.querySelector('.age').textContent === '3시간 전 자료';").await;
    let large =
        browser.ask("return parseFloat(getComputedStyle(document.querySelector('.age')).fontSize);").await;
    assert!(large.as_f64().unwrap() >= 32.0, "the look is there, the age is large: {large}");
    look(&browser, "a kept list", &mut faults).await;
    // By keyboard to an opening of it, at the address that it has online.
    tab_to(&browser, &format!("a[href='/openings/{id}']")).await;
    browser.press(Key::Enter + "").await;
    until(
        &browser,
        &format!("return location.pathname === '/openings/{id}' && document.readyState === 'complete';"),
    )
    .await;
    until(&browser, "return document.querySelector('.age').textContent === '3시간 전 자료';").await;
    assert_eq!(browser.text("h1").await, title);
    assert_eq!(browser.ask("return document.querySelectorAll('[data-kept]').length;").await, 1);
    assert!(!browser.find("li.opening a.phone[href^='tel:']").await.text().await.unwrap().is_empty());
    browser.driver.refresh().await.unwrap();
    until(&browser, &format!("return document.querySelector('h1').textContent === {};", json!(title))).await;
    look(&browser, "a kept opening", &mut faults).await;

    // What was not kept says so, in either language, with whom to call.
    for (path, words) in [
        ("/fit", "연결되지 않았습니다"),
        ("/fit?lang=en", "Not connected"),
        ("/offline?lang=en", "Not connected"),
    ] {
        browser.goto(&format!("{}{path}", served.origin)).await;
        assert_eq!(browser.text("h1").await, words);
        assert!(!browser.driver.find_all(By::Css("a.phone[href^='tel:']")).await.unwrap().is_empty());
        until(&browser, "return !document.querySelector('[data-kept-way]').hidden;").await;
        look(&browser, path, &mut faults).await;
    }
    assert_eq!(faults, Vec::<String>::new(), "{}", faults.join("\n"));
    // Pages of people and offices are left to the network.
    for path in ["/me", "/staff", "/sign-in", "/kiosk/"] {
        assert!(
            browser.driver.goto(&format!("{}{path}", served.origin)).await.is_err(),
            "{path} is answered by the worker"
        );
    }

    // The server comes back, and an opening is closed in the meantime.
    served.demo_again(&[]);
    close(&served, &id);
    let gone = |body: &str| !body.contains(&format!("/openings/{id}"));
    let area = dong_of(&kept);
    served.until(&format!("/near?area={area}"), "", gone);
    browser.goto(&format!("{}/near", served.origin)).await;
    let held = held_until(&browser, "fresh data", |held| {
        let kept = area_of(held);
        !kept.contains(&id) && kept.contains(&second)
    })
    .await;
    assert_eq!(entries(&held).iter().filter(|entry| entry["path"] == "/offline/area").count(), 1);
    served.end();
    assert!(is_down(&served));
    browser.goto(&format!("{}/near", served.origin)).await;
    until(&browser, "return /^[0-9]분 전 자료$/.test(document.querySelector('.age').textContent);").await;
    let closed = format!("return document.querySelector(\"a[href='/openings/{id}']\") === null;");
    assert_eq!(browser.ask(&closed).await, true, "the closed opening is gone");
    browser.goto(&format!("{}/openings/{id}", served.origin)).await;
    assert_eq!(browser.text("h1").await, "연결되지 않았습니다");
    browser.stop().await;
}

/// The code of the dong that a kept page is about.
fn dong_of(kept: &str) -> String {
    let (_, rest) = kept.split_once("data-area=\"").unwrap();
    rest.split('"').next().unwrap().to_owned()
}

/// Closes an opening at the counter.
fn close(served: &Served, id: &str) {
    let staff = served.cookie("supervisor");
    let page = format!("/staff/openings/{id}");
    let shown = served.get(&page, &staff);
    let fields = [("version", shown.input("version")), ("step", "close"), ("reason", "employer_request")];
    served.post(&format!("{page}/steps"), &staff, &fields).to();
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_a_person_is_kept_and_all_of_it_is_forgotten() {
    let served = Served::demo();
    let browser = Browser::start().await;
    assert_eq!(browser.sign_in(&served, "seeker").await, "/me");
    let name = browser.find(".tools a[href='/me']").await.text().await.unwrap();
    let name = name.split(" · ").next().unwrap().to_owned();
    let cookies = browser.driver.get_all_cookies().await.unwrap();
    let token = cookies.iter().find(|cookie| cookie.name == "iljari").unwrap().value.clone();
    // Kept by a person who is signed in, which is when it could go wrong.
    near(&browser, &served).await;
    assert!(
        browser.find("header.site").await.inner_html().await.unwrap().contains(&name),
        "the page names {name}"
    );
    let opening = browser.find("ul.openings h3 a").await.attr("href").await.unwrap().unwrap();
    keep(&browser).await;
    for path in ["/me", "/", opening.as_str(), "/near", "/saved", "/fit", "/me", "/centres"] {
        browser.goto(&format!("{}{path}", served.origin)).await;
        until(
            &browser,
            "return navigator.serviceWorker.controller !== null || location.pathname.startsWith('/me');",
        )
        .await;
    }
    let held = held_until(&browser, "an area", |held| !area_of(held).is_empty()).await;
    assert!(entries(&held).len() >= 9, "{}", entries(&held).len());
    for entry in entries(&held) {
        let path = entry["path"].as_str().unwrap();
        assert!(
            path.starts_with("/assets/") || path == "/offline" || path == "/offline/area",
            "{path} is kept"
        );
        let (text, headers) = (entry["text"].as_str().unwrap(), entry["headers"].as_str().unwrap());
        for planted in [name.as_str(), token.as_str(), "/sign-out", "href=\"/me\""] {
            assert!(!text.contains(planted), "{path} holds {planted}");
        }
        assert!(!headers.contains("set-cookie") && !headers.contains(&token), "{path}: {headers}");
        if path.starts_with("/offline") {
            assert!(headers.contains(r#"["x-offline","public"]"#), "{path}: {headers}");
            // Word for word what a visitor is given, but for the minute.
            let visitors = served.get(entry["address"].as_str().unwrap(), "").body;
            assert!(timeless(text) == timeless(&visitors), "{path} is not what everybody gets: {text}");
        }
    }
    assert_eq!(
        (&held["local"], &held["session"], &held["databases"]),
        (&json!("{}"), &json!("{}"), &json!(0))
    );

    browser.goto(&format!("{}/near", served.origin)).await;
    until(&browser, "return !document.querySelector('[data-kept-told]').hidden;").await;
    // The dong that is kept stands chosen, which nobody's does otherwise.
    assert_eq!(browser.ask("return document.querySelector('#area').selectedIndex;").await, 1);
    browser.find("[data-forget]").await.click().await.unwrap();
    held_until(&browser, "everything is forgotten", |held| {
        held["caches"] == json!([]) && held["workers"] == json!([])
    })
    .await;
    assert_eq!(browser.text("[data-forget-told]").await, "모두 지웠습니다.");
    browser.goto(&format!("{}/near", served.origin)).await;
    assert_eq!(browser.ask("return document.querySelector('[data-kept-told]').hidden;").await, true);
    assert_eq!(browser.ask("return document.querySelector('#area').value;").await, "");
    let held = later(&browser, HELD).await;
    assert_eq!((&held["caches"], &held["workers"]), (&json!([]), &json!([])), "and it stays forgotten");
    browser.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_is_switched_off_takes_away_what_it_kept_and_itself() {
    let mut served = Served::demo();
    let browser = Browser::start().await;
    near(&browser, &served).await;
    keep(&browser).await;
    served.end();
    served.demo_again(&["--no-offline"]);
    browser.goto(&format!("{}/near", served.origin)).await;
    held_until(&browser, "the worker leaves", |held| {
        held["caches"] == json!([]) && held["workers"] == json!([])
    })
    .await;
    pick(&browser).await;
    browser.find("ul.openings").await;
    assert!(browser.driver.find_all(By::Css("[data-keep]")).await.unwrap().is_empty());
    browser.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn public_pages_can_be_installed_and_others_do_not_offer_it() {
    let served = Served::demo();
    let browser = Browser::start().await;
    for (lang, name) in [("ko", "일자리"), ("en", "Jobs")] {
        browser.goto(&format!("{}/?lang={lang}", served.origin)).await;
        let cdp = browser.driver.cdp();
        let told = cdp.send_raw("Page.getAppManifest", json!({})).await.unwrap();
        assert_eq!(told["errors"], json!([]), "{told}");
        let manifest: Value = serde_json::from_str(told["data"].as_str().unwrap()).unwrap();
        assert!(manifest["name"].as_str().unwrap().contains(name), "{manifest}");
        assert_eq!((&manifest["lang"], &manifest["display"]), (&json!(lang), &json!("standalone")));
        let errors = cdp.send_raw("Page.getInstallabilityErrors", json!({})).await.unwrap();
        assert_eq!(errors["installabilityErrors"], json!([]), "{errors}");
        // Every picture has the size that it is said to have, every shortcut leads somewhere.
        for icon in manifest["icons"].as_array().unwrap().iter().filter(|icon| icon["type"] == "image/png") {
            let bytes = served.get(icon["src"].as_str().unwrap(), "").bytes;
            let size = u32::from_be_bytes(bytes[16..20].try_into().unwrap());
            assert_eq!(icon["sizes"], format!("{size}x{size}"), "{icon}");
        }
        let starts = manifest["shortcuts"].as_array().unwrap().iter().map(|shortcut| &shortcut["url"]);
        for url in starts.chain([&manifest["start_url"]]) {
            assert_eq!(served.get(url.as_str().unwrap(), "").status, 200, "{url}");
        }
    }
    browser.sign_in(&served, "seeker").await;
    for path in ["/me", "/"] {
        browser.goto(&format!("{}{path}", served.origin)).await;
        assert_eq!(
            browser.ask("return document.querySelector('link[rel=manifest]');").await,
            Value::Null,
            "{path}"
        );
    }
    browser.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_finds_its_dong_without_telling_and_hands_on_an_address_alone() {
    let served = Served::demo();
    let browser = Browser::start().await;
    browser.goto(&format!("{}/near", served.origin)).await;
    let permissions = json!({ "permissions": ["geolocation"], "origin": served.origin });
    browser.tell("Browser.grantPermissions", permissions).await;
    let last = browser
        .ask("const o = [...document.querySelectorAll('option[data-lon]')].at(-1); return [o.value, o.dataset.lon / 1e6, o.dataset.lat / 1e6, o.textContent];")
        .await;
    let here =
        json!({ "longitude": last[1].as_f64().unwrap() + 0.0004, "latitude": last[2], "accuracy": 10 });
    browser.tell("Emulation.setGeolocationOverride", here).await;
    let asked = browser.ask("return performance.getEntriesByType('resource').length;").await;
    tab_to(&browser, "[data-locate]").await;
    browser.press(Key::Enter + "").await;
    until(&browser, "return /km/.test(document.querySelector('[data-locate-told]').textContent);").await;
    assert!(browser.text("[data-locate-told]").await.contains(last[3].as_str().unwrap()));
    assert_eq!(
        browser.ask("return [document.querySelector('#area').value, document.activeElement.id];").await,
        json!([last[0], "area"])
    );
    assert_eq!(
        browser.ask("return performance.getEntriesByType('resource').length;").await,
        asked,
        "nothing was asked for"
    );
    browser.find("main form button:not([type])").await.click().await.unwrap();
    browser.find("[data-keep]").await;
    let address = browser.ask("return location.search;").await;
    assert_eq!(
        address,
        format!("?area={}", last[0].as_str().unwrap()),
        "the dong goes, the position does not"
    );
    // No other page may ask for it.
    browser.goto(&format!("{}/openings", served.origin)).await;
    let refused = "const done = arguments[0]; navigator.geolocation.getCurrentPosition(() => done('told'), (error) => done(error.code));";
    assert_eq!(later(&browser, refused).await, 1);

    // Handed on to whatever the device offers; copied, or shown, where it offers nothing.
    let href = browser.find("ul.openings h3 a").await.attr("href").await.unwrap().unwrap();
    let url = format!("{}{href}", served.origin);
    browser.goto(&format!("{url}?from=app")).await;
    let title = browser.text("h1").await;
    browser.ask("Object.defineProperty(navigator, 'share', { configurable: true, value: (what) => { window.handed = what; return Promise.resolve(); } }); return true;").await;
    browser.find("[data-share]").await.click().await.unwrap();
    let handed = browser.ask("return window.handed;").await;
    assert_eq!((&handed["url"], &handed["title"]), (&json!(url), &json!(title)));
    browser.ask("Object.defineProperty(navigator, 'share', { value: undefined }); Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText: (text) => { window.copied = text; return Promise.resolve(); } } }); return true;").await;
    browser.find("[data-share]").await.click().await.unwrap();
    until(
        &browser,
        "return document.querySelector('[data-share-told]').textContent === '주소를 복사했습니다.';",
    )
    .await;
    assert_eq!(browser.ask("return window.copied;").await, json!(url));
    browser.ask("Object.defineProperty(navigator, 'clipboard', { value: undefined }); return true;").await;
    browser.find("[data-share]").await.click().await.unwrap();
    until(
        &browser,
        &format!("return document.querySelector('[data-share-told]').textContent === {};", json!(url)),
    )
    .await;
    browser.stop().await;
}
