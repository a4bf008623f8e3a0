//! Councils and meetings in a real browser: every page for everybody, and the screen in the room by keys alone, without a
//! script by links.

use std::time::Duration;

use serde_json::json;
use thirtyfour::prelude::*;

use crate::browser::look;
use crate::served::{Browser, Served};

/// A report meeting that goes on; its path.
async fn going_on(served: &Served, browser: &Browser, cookie: &str) -> String {
    let today = "return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Seoul' }).format(new Date());";
    let today = browser.ask(today).await;
    let at = format!("{}T23:59", today.as_str().unwrap());
    let called =
        [("kind", "report"), ("name", "추진전략 보고회"), ("at", at.as_str()), ("venue", "시정연수원")];
    let meeting = served.post("/staff/meetings/new", cookie, &called).to().to_owned();
    let minutes = format!("{meeting}/minutes");
    let page = served.get(&minutes, cookie);
    served.post(&minutes, cookie, &[("version", page.input("version")), ("rest", "present")]).to();
    let page = served.get(&meeting, cookie);
    let (_, rest) = page.body.rsplit_once("name=\"version\" value=\"").unwrap();
    let version = rest.split('"').next().unwrap();
    served.post(&format!("{meeting}/steps"), cookie, &[("version", version), ("step", "open")]).to();
    meeting
}

/// Where a slide is shown.
fn slide(number: usize) -> String {
    format!("nav.slides a[data-slide='{number}'][aria-current=page]")
}

async fn at(browser: &Browser, number: usize) {
    browser.find(&slide(number)).await;
}

/// Presses a key, once more when nothing came of it: what is pressed before a page is painted the browser leaves out.
async fn press(browser: &Browser, key: impl Into<char>, shows: &str) {
    let key = key.into().to_string();
    for _ in 0..3 {
        browser.press(key.as_str()).await;
        let soon =
            browser.driver.query(By::Css(shows)).wait(Duration::from_secs(6), Duration::from_millis(50));
        if soon.exists().await.unwrap() {
            return;
        }
    }
    panic!("{shows} is not shown");
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_councils_and_meetings_are_for_everybody() {
    let served = Served::demo();
    let browser = Browser::start().await;
    let mut faults = Vec::new();
    browser.sign_in(&served, "plan_manager").await;
    let meeting = going_on(&served, &browser, &served.cookie("plan_manager")).await;
    browser.goto(&format!("{}/staff/council", served.origin)).await;
    look(&browser, "councils", &mut faults).await;
    let council =
        browser.find("main table a[href^='/staff/councils/']").await.attr("href").await.unwrap().unwrap();
    browser.goto(&format!("{}/staff/actions", served.origin)).await;
    look(&browser, "actions", &mut faults).await;
    let action = browser.find("main a[href^='/staff/actions/0']").await.attr("href").await.unwrap().unwrap();
    let council = council.split('#').next().unwrap();
    let pages = [
        council.to_owned(),
        format!("{council}/edit"),
        format!("{council}/members"),
        format!("{council}/tasks"),
        action.clone(),
        format!("{action}/edit"),
        meeting.clone(),
        format!("{meeting}/items"),
        format!("{meeting}/minutes"),
        format!("{meeting}/actions"),
        format!("{meeting}/answers"),
        format!("{meeting}/history"),
        format!("{meeting}/packet"),
        format!("{meeting}/record"),
        format!("{meeting}/live"),
        format!("{meeting}/live?at=5"),
        format!("{meeting}/live?at=5&dark=yes"),
        "/staff/councils/new".to_owned(),
        "/staff/meetings/new".to_owned(),
        "/meetings".to_owned(),
    ];
    for path in pages {
        browser.goto(&format!("{}{path}", served.origin)).await;
        look(&browser, &path, &mut faults).await;
    }
    assert_eq!(faults, Vec::<String>::new(), "{}", faults.join("\n"));
    browser.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_screen_in_the_room_is_driven_by_keys_and_by_links_without_a_script() {
    let served = Served::demo();
    let browser = Browser::start().await;
    browser.sign_in(&served, "plan_manager").await;
    let meeting = going_on(&served, &browser, &served.cookie("plan_manager")).await;
    browser.goto(&format!("{}{meeting}/live", served.origin)).await;
    at(&browser, 0).await;
    press(&browser, Key::Right, &slide(1)).await;
    press(&browser, ' ', &slide(2)).await;
    press(&browser, Key::Left, &slide(1)).await;
    press(&browser, '5', &slide(5)).await;
    press(&browser, 'd', "body.dark").await;
    at(&browser, 5).await;

    // What the mayor asks is written down without leaving the slide; keys in the form are letters.
    press(&browser, 'n', "details.capture[open] [name=title]").await;
    assert_eq!(browser.ask("return document.activeElement.name;").await, "title");
    browser.press("3d 현장을 찾아갈 것").await;
    at(&browser, 5).await;
    assert_eq!(browser.ask("return document.activeElement.value;").await, "3d 현장을 찾아갈 것");
    browser.press(Key::Enter + "").await;
    browser.find("ul.given").await;
    let said = browser.text("ul.given").await;
    assert!(said.contains("지시 1") && said.contains("3d 현장을 찾아갈 것"), "{said}");
    at(&browser, 5).await;
    browser.find("body.dark").await;
    // What nobody does yet is given to somebody by keys alone.
    assert!(said.contains("맡을 곳 없음"), "{said}");
    press(&browser, 'o', "details[open] [name=owner]").await;
    assert_eq!(browser.ask("return document.activeElement.name;").await, "owner");
    browser.press(Key::Down + "").await;
    browser.press(Key::Tab + "").await;
    assert_eq!(browser.ask("return document.activeElement.name;").await, "due_on");
    browser.ask("document.activeElement.value = '2099-12-31'; return true;").await;
    browser.press(Key::Enter + "").await;
    browser.find("ul.given li:not(:has(form))").await;
    let said = browser.text("ul.given").await;
    assert!(said.contains("2099-12-31") && !said.contains("맡을 곳 없음"), "{said}");
    at(&browser, 5).await;
    press(&browser, Key::End, &slide(7)).await;
    press(&browser, Key::Home, &slide(0)).await;

    browser.tell("Emulation.setScriptExecutionDisabled", json!({ "value": true })).await;
    browser.goto(&format!("{}{meeting}/live", served.origin)).await;
    browser.find("a[rel=next]").await.click().await.unwrap();
    at(&browser, 1).await;
    browser.find("a[data-slide='5']").await.click().await.unwrap();
    at(&browser, 5).await;
    browser.find("details.capture summary").await.click().await.unwrap();
    browser.find("details.capture [name=title]").await.send_keys("자주 만날 것" + Key::Enter).await.unwrap();
    browser.find("ul.given li:nth-child(2)").await;
    browser.stop().await;
}
