//! The pages as people meet them: with a keyboard, on a phone, enlarged, printed, without scripts, with
//! a screen reader's eyes (axe), and with nothing from any other host.

use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::served::{Browser, Served, asset};

const PUBLIC: &[&str] = &[
    "/",
    "/openings",
    "/openings?q=%EB%8F%8C%EB%B4%84&sort=wage",
    "/openings?q=zzzz",
    "/fit",
    "/programmes",
    "/programmes?state=closed",
    "/programmes/national-support-1",
    "/programmes/youth-job-leap-1",
    "/programmes/fit",
    "/programmes/fit?for=employer",
    "/youth",
    "/youth/openings",
    "/near",
    "/near?area=zz",
    "/offline",
    "/sectors",
    "/centres",
    "/saved",
    "/about",
    "/about/priorities",
    "/plan",
    "/plan/press",
    "/plan/projects",
    "/plan/books",
    "/mismatch",
    "/calendar",
    "/meetings",
    "/bulletins",
    "/kiosk/",
    "/kiosk/openings?segment=all",
    "/kiosk/cut",
    "/ideas",
    "/ideas/new",
    "/sectors/mice",
    "/open-data",
    "/open-data/api",
    "/open-data/widget?dong=%EB%A7%88%EB%91%901%EB%8F%99&count=3",
    "/widget",
    // Stopped. The one known exception: axe reports `meta-refresh` for every page that turns by itself, also for one with a
    // link that stops it, which is what WCAG 2.2.1 asks for.
    "/tv?stay=yes",
    "/sign-in",
];

/// Pages of a role, beside its home.
const STAFF: &[(&str, &[&str])] = &[
    ("seeker", &["/me", "/me/path", "/me/searches"]),
    ("employer", &["/employer"]),
    (
        "counselor",
        &[
            "/staff",
            "/staff/openings",
            "/staff/openings/new",
            "/staff/seekers",
            "/staff/seekers/new",
            "/staff/cohorts",
            "/staff/cohorts/new",
            "/staff/mismatch",
            "/staff/print",
            "/staff/paper-in",
            "/staff/paper-in/scan",
            "/staff/paper-in/waiting",
            "/staff/labels",
            "/staff/work-trials",
            "/staff/work-trials/new",
        ],
    ),
    ("supervisor", &["/staff/employers", "/staff/imports"]),
    ("clerk", &["/staff/imports", "/staff/projects", "/staff/requests"]),
    (
        "plan_manager",
        &[
            "/staff/organisations",
            "/staff/plan",
            "/staff/plan/youth",
            "/staff/measures/new",
            "/staff/indicators",
            "/staff/contributions",
            "/staff/research",
            "/staff/projects",
            "/staff/projects/new",
            "/staff/projects/departments",
            "/staff/projects/estimates",
            "/staff/projects/promises",
            "/staff/calendar",
            "/staff/mous",
            "/staff/network",
            "/staff/contacts",
            "/staff/leads",
            "/staff/requests",
            "/staff/ideas",
            "/staff/council",
            "/staff/actions",
            "/staff/submissions",
            "/staff/books",
            "/staff/ledger",
            "/staff/ledger/rows",
            "/staff/ledger/exclusions",
            "/staff/ledger/months",
            "/staff/ledger/quality",
            "/staff/brief",
            "/staff/mentions",
        ],
    ),
    ("mayor", &["/staff/brief"]),
    ("auditor", &["/staff", "/staff/audit", "/staff/audit/fairness"]),
    ("operator", &["/staff/system", "/staff/users", "/staff/organisations", "/staff/exchange"]),
];

/// The first opening of the list.
async fn an_opening(browser: &Browser, served: &Served) -> String {
    browser.goto(&format!("{}/openings", served.origin)).await;
    browser.find("ul.openings a[href^='/openings/']").await.attr("href").await.unwrap().unwrap()
}

/// What axe finds against WCAG 2.2 A and AA on the page that is open: one line a finding.
async fn findings(browser: &Browser) -> Vec<String> {
    let axe = std::fs::read_to_string(asset("axe-core/axe.min.js")).unwrap();
    browser.ask(&format!("{axe}; return 1;")).await;
    let script = r#"
        const done = arguments[0];
        axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }).then(
            (result) => done({ passes: result.passes.length, violations: result.violations.flatMap(
                (v) => v.nodes.map((n) => `${v.id}: ${n.target.join(" ")}: ${n.failureSummary}`)) }),
            (error) => done({ passes: 0, violations: [String(error)] }));"#;
    let found = browser.driver.execute_async(script, Vec::new()).await.unwrap().json().clone();
    assert!(found["passes"].as_u64().unwrap() > 5, "axe looked at nothing");
    found["violations"].as_array().unwrap().iter().map(|line| line.as_str().unwrap().to_owned()).collect()
}

/// Resources of the open page that came from elsewhere.
async fn foreign(browser: &Browser) -> Value {
    browser
        .ask(
            "return performance.getEntriesByType('resource').map((e) => e.name)
                .filter((name) => !name.startsWith(location.origin + '/') && !name.startsWith('data:'));",
        )
        .await
}

/// What sticks out of the open page at the side.
async fn overflow(browser: &Browser) -> Value {
    browser
        .ask(
            "const wide = document.documentElement.clientWidth;
             if (document.documentElement.scrollWidth <= wide) return [];
             return [...document.querySelectorAll('main *, header *, footer *')]
                .filter((e) => e.getBoundingClientRect().right > wide + 1)
                .slice(0, 5).map((e) => e.tagName + '.' + e.className + ' ' + (e.textContent || '').slice(0, 30));",
        )
        .await
}

/// What scrolls sideways by itself and cannot be reached by a keyboard, or has no name (WCAG 1.4.10, 2.1.1).
async fn unreachable(browser: &Browser) -> Value {
    browser
        .ask(
            "return [...document.querySelectorAll('main *')]
                .filter((e) => e.scrollWidth > e.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(e).overflowX))
                .filter((e) => e.tabIndex < 0 || e.getAttribute('role') !== 'region' || !e.getAttribute('aria-label'))
                .filter((e) => !['TEXTAREA', 'INPUT', 'SELECT'].includes(e.tagName))
                .slice(0, 5).map((e) => e.tagName + '.' + e.className + ' ' + (e.textContent || '').slice(0, 30));",
        )
        .await
}

pub(crate) async fn look(browser: &Browser, name: &str, faults: &mut Vec<String>) {
    faults.extend(findings(browser).await.into_iter().map(|line| format!("{name}: {line}")));
    let outside = foreign(browser).await;
    if outside != json!([]) {
        faults.push(format!("{name}: loads {outside}"));
    }
    // 640 CSS pixels are what a desk's screen of 1280 shows at 200 %.
    for width in [360, 640] {
        browser.resize(width, 800).await;
        let out = overflow(browser).await;
        if out != json!([]) {
            faults.push(format!("{name} at {width} px: {out}"));
        }
        let lost = unreachable(browser).await;
        if lost != json!([]) {
            faults.push(format!("{name} at {width} px scrolls where no keyboard comes: {lost}"));
        }
    }
    browser.resize(1280, 1000).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_public_page_is_accessible_narrow_enlarged_and_from_one_host() {
    let served = Served::demo();
    let browser = Browser::start().await;
    let mut faults = Vec::new();
    let shown = an_opening(&browser, &served).await;
    for lang in ["ko", "en"] {
        for path in PUBLIC.iter().copied().chain([shown.as_str(), "/nowhere"]) {
            let joint = if path.contains('?') { '&' } else { '?' };
            browser.goto(&format!("{}{path}{joint}lang={lang}", served.origin)).await;
            look(&browser, &format!("{path} {lang}"), &mut faults).await;
        }
    }
    assert_eq!(faults, Vec::<String>::new(), "{}", faults.join("\n"));
    browser.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_role_signs_in_to_accessible_pages() {
    let served = Served::demo();
    let browser = Browser::start().await;
    let mut faults = Vec::new();
    for (role, pages) in STAFF {
        let home = browser.sign_in(&served, role).await;
        look(&browser, &format!("{role} {home}"), &mut faults).await;
        for path in pages.iter().filter(|path| **path != home) {
            browser.goto(&format!("{}{path}", served.origin)).await;
            look(&browser, &format!("{role} {path}"), &mut faults).await;
        }
    }
    // A page of one record each.
    browser.sign_in(&served, "supervisor").await;
    for noun in ["openings", "employers", "seekers"] {
        browser.goto(&format!("{}/staff/{noun}", served.origin)).await;
        let link = format!("main a[href^='/staff/{noun}/']:not([href$='/new'])");
        let href = browser.find(&link).await.attr("href").await.unwrap().unwrap();
        browser.goto(&format!("{}{href}", served.origin)).await;
        look(&browser, &format!("a page of {noun}"), &mut faults).await;
        // The whole form unfolded, what is asked before a person is erased, what fits them and what was suggested.
        for step in ["edit", "erase", "matches", "suggestions"].into_iter().filter(|_| noun == "seekers") {
            browser.goto(&format!("{}{href}/{step}", served.origin)).await;
            look(&browser, &format!("{step} of {noun}"), &mut faults).await;
        }
        if noun == "seekers" {
            let link = "main a[href*='/suggestions/one']";
            let one = browser.find(link).await.attr("href").await.unwrap().unwrap();
            browser.goto(&format!("{}{one}", served.origin)).await;
            look(&browser, "one list that was shown", &mut faults).await;
        }
    }
    browser.sign_in(&served, "employer").await;
    browser.goto(&format!("{}/employer", served.origin)).await;
    let people = browser.find("main a[href$='/people']").await.attr("href").await.unwrap().unwrap();
    browser.goto(&format!("{}{people}", served.origin)).await;
    look(&browser, "whom an opening may suit", &mut faults).await;
    browser.sign_in(&served, "plan_manager").await;
    for (list, of) in [
        ("projects", "projects"),
        ("plan", "measures"),
        ("books", "books"),
        ("council", "meetings"),
        ("leads", "leads"),
        ("submissions", "submissions"),
    ] {
        browser.goto(&format!("{}/staff/{list}", served.origin)).await;
        let link = format!("main a[href^='/staff/{of}/']:not([href*='/new'])");
        let href = browser.find(&link).await.attr("href").await.unwrap().unwrap();
        browser.goto(&format!("{}{href}", served.origin)).await;
        look(&browser, &format!("a page of {of}"), &mut faults).await;
    }
    assert_eq!(faults, Vec::<String>::new(), "{}", faults.join("\n"));
    browser.stop().await;
}

/// Presses Tab until the focus is on what is asked for; the focus must be seen on every stop.
pub(crate) async fn tab_to(browser: &Browser, css: &str) {
    for _ in 0..80 {
        browser.press(Key::Tab + "").await;
        let stop = browser
            .ask(&format!(
                "const e = document.activeElement, s = getComputedStyle(e);
                 return {{ there: e.matches({css:?}), seen: s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2,
                           what: e.outerHTML.slice(0, 80) }};"
            ))
            .await;
        assert_eq!(stop["seen"], true, "the focus cannot be seen on {}", stop["what"]);
        if stop["there"] == true {
            return;
        }
    }
    panic!("80 times Tab never reached {css}");
}

#[tokio::test(flavor = "multi_thread")]
async fn by_keyboard_alone_from_the_search_to_an_opening() {
    let served = Served::demo();
    let browser = Browser::start().await;
    browser.goto(&served.origin).await;
    tab_to(&browser, "a.skip").await;
    browser.press(Key::Enter + "").await;
    assert_eq!(browser.ask("return document.activeElement.id;").await, "main");
    tab_to(&browser, "input[name=q]").await;
    browser.press("돌봄").await;
    browser.press(Key::Enter + "").await;
    browser.find("ul.openings").await;
    assert_eq!(browser.path().await, "/openings");
    tab_to(&browser, "ul.openings a[href^='/openings/']").await;
    browser.press(Key::Enter + "").await;
    browser.find("[data-save]").await;
    assert!(browser.path().await.starts_with("/openings/0"));
    assert!(!browser.text("h1").await.is_empty());
    browser.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_screen_in_a_hall_holds_all_of_its_page() {
    let served = Served::demo();
    let browser = Browser::start().await;
    for (width, height) in [(1280, 720), (1920, 1080), (1080, 1920)] {
        browser.resize(width, height).await;
        for page in 1..=5 {
            browser.goto(&format!("{}/tv?stay=yes&lang=en&page={page}", served.origin)).await;
            let cut = "return [document.documentElement, ...document.querySelectorAll('ul.tv > li')]
                .filter((e) => e.scrollHeight > e.clientHeight).map((e) => e.textContent.slice(0, 80));";
            assert_eq!(browser.ask(cut).await, json!([]), "page {page} at {width} × {height}");
        }
    }
    // Days that follow each other are said as one span.
    assert!(!browser.text("ul.tv").await.contains("Mon, Tue, Wed"));
    browser.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_telephone_the_staffs_menu_says_where_one_is_and_opens_by_keyboard() {
    let served = Served::demo();
    let browser = Browser::start().await;
    browser.sign_in(&served, "counselor").await;
    browser.goto(&format!("{}/staff/print", served.origin)).await;
    assert!(!browser.find("details.menu summary").await.is_displayed().await.unwrap());
    browser.resize(360, 740).await;
    assert_eq!(browser.text("details.menu summary").await, "일자리센터 › 인쇄 대기");
    let top = browser.ask("return document.querySelector('h1').getBoundingClientRect().top;").await;
    assert!(top.as_f64().unwrap() < 300.0, "the page begins at {top} of 740");
    // Only one of the two menus is there, for eyes and ears.
    let current = "return [...document.querySelectorAll('header nav a[aria-current=page]')].filter((e) => e.checkVisibility()).length;";
    assert_eq!(browser.ask(current).await, 0);
    tab_to(&browser, "details.menu summary").await;
    browser.press(Key::Enter + "").await;
    assert_eq!(browser.ask(current).await, 1);
    tab_to(&browser, "details.menu a[href='/staff/print'][aria-current=page]").await;
    assert_eq!(overflow(&browser).await, json!([]));
    tab_to(&browser, "details.menu a[href='/openings']").await;
    browser.press(Key::Enter + "").await;
    browser.find("ul.openings").await;
    assert_eq!(browser.path().await, "/openings");
    browser.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_opening_is_kept_in_the_browser_and_printed_without_the_furniture() {
    let served = Served::demo();
    let browser = Browser::start().await;
    let href = an_opening(&browser, &served).await;
    browser.goto(&format!("{}{href}", served.origin)).await;
    let title = browser.text("h1").await;
    browser.find("[data-save]").await.click().await.unwrap();
    let pressed = browser.find("[data-save]").await.attr("aria-pressed").await.unwrap();
    assert_eq!(pressed.as_deref(), Some("true"));
    browser.goto(&format!("{}/saved", served.origin)).await;
    let kept = browser.text("[data-saved-list]").await;
    assert!(kept.contains(title.split('\n').next().unwrap()), "{kept} lacks {title}");

    browser.goto(&format!("{}{href}", served.origin)).await;
    let pdf = browser.driver.print_page(thirtyfour::common::print::PrintParameters::default()).await.unwrap();
    assert!(pdf.starts_with(b"%PDF") && pdf.len() > 5_000, "{} bytes", pdf.len());
    browser.tell("Emulation.setEmulatedMedia", json!({ "media": "print" })).await;
    let shown = browser
        .ask(
            "const shown = (css) => [...document.querySelectorAll(css)].some((e) => e.offsetParent !== null);
             return [shown('header.site nav'), shown('[data-print]'), shown('h1'), shown('footer.site')];",
        )
        .await;
    assert_eq!(shown, json!([false, false, true, true]));
    browser.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_scripts_one_can_search_ask_what_fits_and_sign_in() {
    let served = Served::demo();
    let browser = Browser::start().await;
    browser.tell("Emulation.setScriptExecutionDisabled", json!({ "value": true })).await;
    browser.goto(&served.origin).await;
    browser.find("input[name=q]").await.send_keys("돌봄" + Key::Enter).await.unwrap();
    // The first page has a list as well: what was found stands where its file is offered.
    browser.find("a[href^='/openings.csv']").await;
    browser.find("ul.openings a[href^='/openings/']").await.click().await.unwrap();
    assert!(browser.path().await.starts_with("/openings/0"));

    browser.goto(&format!("{}/fit?lang=ko", served.origin)).await;
    browser.find("[name=occupation_text]").await.send_keys("요양보호사").await.unwrap();
    browser.find("[name=area_text]").await.send_keys("주엽동" + Key::Enter).await.unwrap();
    let results = browser.text("ul.openings").await;
    assert!(results.contains("10,000"), "{results}");

    assert_eq!(browser.sign_in(&served, "counselor").await, "/staff/today");
    browser.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_language_is_remembered_and_kept_on_a_page_with_mistakes() {
    let served = Served::demo();
    let browser = Browser::start().await;
    browser.goto(&served.origin).await;
    assert_eq!(browser.ask("return document.documentElement.lang;").await, "ko");
    browser.find("a[hreflang=en]").await.click().await.unwrap();
    browser.goto(&format!("{}/fit", served.origin)).await;
    assert_eq!(browser.ask("return document.documentElement.lang;").await, "en");
    browser.find("[name=wage_won]").await.send_keys("lots" + Key::Enter).await.unwrap();
    browser.find(".errors a[href='#wage_won']").await.click().await.unwrap();
    assert_eq!(browser.ask("return document.activeElement.id;").await, "wage_won");
    // The other language is a link, and links can only ask: it must lead to a page that answers.
    browser.find("a[hreflang=ko]").await.click().await.unwrap();
    assert_eq!(browser.ask("return document.documentElement.lang;").await, "ko");
    browser.find("[name=wage_won]").await;
    browser.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_program_speaks_tls_itself_and_its_cookie_belongs_to_the_host() {
    let place = tempfile::tempdir().unwrap();
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let (certificate, key) = (place.path().join("certificate.pem"), place.path().join("key.pem"));
    std::fs::write(&certificate, made.cert.pem()).unwrap();
    std::fs::write(&key, made.signing_key.serialize_pem()).unwrap();
    let (certificate, key) = (certificate.to_str().unwrap(), key.to_str().unwrap());
    let served = Served::demo_with(&["--tls-certificate", certificate, "--tls-key", key]);
    assert!(served.origin.starts_with("https://"), "{}", served.origin);
    let browser = Browser::start().await;
    assert_eq!(browser.sign_in(&served, "counselor").await, "/staff/today");
    let cookies = browser.driver.get_all_cookies().await.unwrap();
    let session = cookies.iter().find(|cookie| cookie.name == "__Host-iljari").unwrap();
    assert_eq!((session.secure, session.path.as_deref()), (Some(true), Some("/")));
    browser.stop().await;
}
