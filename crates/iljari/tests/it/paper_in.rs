//! Keying what came back on paper, by keyboard alone: how many strokes a slip takes beside name and telephone, and where the
//! cursor stands afterwards.

use serde_json::json;
use thirtyfour::Key;

use crate::served::{Browser, Served};

/// Strokes for a slip, beside what is written on it.
const MOST: usize = 12;

/// Presses Enter and waits for the next page. Once, by the browser's own protocol: when the page goes while a key is down, the
/// driver presses it again, and the next page's cursor stands in an empty form.
async fn enter(browser: &Browser) {
    browser.ask("document.documentElement.dataset.left = 'yes'; return 1;").await;
    for (kind, text) in [("keyDown", "\r"), ("keyUp", "")] {
        let key = json!({ "type": kind, "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13, "text": text });
        browser.tell("Input.dispatchKeyEvent", key).await;
    }
    browser.find("html:not([data-left]) main").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slip_takes_twelve_strokes_and_the_cursor_stands_at_the_next_code() {
    let served = Served::demo();
    let browser = Browser::start().await;
    browser.sign_in(&served, "counselor").await;
    let mut codes = Vec::new();
    for nth in 1..=3 {
        browser.goto(&format!("{}/openings", served.origin)).await;
        let link = format!("ul.openings li:nth-child({nth}) a[href^='/openings/']");
        let href = browser.find(&link).await.attr("href").await.unwrap().unwrap();
        browser.goto(&format!("{}{href}/poster", served.origin)).await;
        codes.push(browser.text("strong.code").await.replace('-', "").to_lowercase());
    }
    browser.goto(&format!("{}/staff/paper-in", served.origin)).await;
    for code in &codes {
        assert_eq!(browser.ask("return document.activeElement.id;").await, "code");
        // Code, one key on, the name, one key on, the telephone, done.
        let strokes = code.chars().count() + 3;
        assert!(strokes <= MOST, "{strokes}");
        browser.press(code.as_str()).await;
        browser.press(Key::Tab + "").await;
        browser.press("김○수").await;
        browser.press(Key::Tab + "").await;
        browser.press("0310001234").await;
        // What the fields hold is what the page sends.
        let held =
            "return [...document.querySelectorAll('#code, #name, #phone')].map(e => e.value).join(' ');";
        assert_eq!(browser.ask(held).await, format!("{code} 김○수 0310001234"));
        enter(&browser).await;
        let said = browser.text("main").await;
        assert!(said.contains("입력했습니다"), "{said}");
    }
    // A slip of the finger stays to be mended, and says so at its field.
    let (rest, last) = codes[0].split_at(codes[0].len() - 1);
    browser.press(format!("{rest}{}", if last == "k" { "m" } else { "k" })).await;
    browser.press(Key::Tab + "").await;
    browser.press("이○희").await;
    enter(&browser).await;
    browser.find("#code-error").await;
    // Said at once, and mended without a key on the way.
    assert_eq!(browser.ask("return document.activeElement.id;").await, "code");
    assert_eq!(browser.ask("return document.querySelectorAll('.errors[role=alert]').length;").await, 1);
    assert_eq!(browser.ask("return document.getElementById('name').value;").await, "이○희");
    // A name that is missing is the next to be mended.
    browser.ask("document.querySelector('#code').select(); return 1;").await;
    browser.press(codes[0].as_str()).await;
    browser.ask("document.querySelector('#name').value = ''; return 1;").await;
    enter(&browser).await;
    browser.find("#name-error").await;
    assert_eq!(browser.ask("return document.activeElement.id;").await, "name");
    browser.goto(&format!("{}/staff/paper-in/waiting", served.origin)).await;
    assert_eq!(browser.ask("return document.querySelectorAll('tbody tr').length;").await, 3);
    browser.stop().await;
}
