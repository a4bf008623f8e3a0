//! Hands on a keyboard: forms filled with Tab, letters and Enter as people fill them, and what that costs.
//! Nothing is set from outside; what cannot be reached with Tab cannot be filled here.

use serde_json::Value;
use thirtyfour::prelude::*;

use crate::served::Browser;

/// Stops that Tab may make on the way to something; a page with more is not for keyboards.
const STOPS: usize = 150;

/// A person at the keyboard of a browser.
pub(crate) struct Hands<'a> {
    browser: &'a Browser,
    /// Keys pressed so far, Hangul as it is typed on two-set keys.
    pub(crate) strokes: usize,
}

impl<'a> Hands<'a> {
    pub(crate) fn on(browser: &'a Browser) -> Self {
        Self { browser, strokes: 0 }
    }

    async fn key(&mut self, key: Key) {
        self.strokes += 1;
        self.browser.press(key + "").await;
    }

    /// Whether the focus is on an element of which a script says so.
    async fn at(&self, test: &str) -> bool {
        self.browser.ask(&format!("const e = document.activeElement; return Boolean({test});")).await == true
    }

    async fn tab_until(&mut self, test: &str) {
        for _ in 0..STOPS {
            if self.at(test).await {
                return;
            }
            self.key(Key::Tab).await;
        }
        panic!("{STOPS} times Tab never reached {test} on {}", self.browser.path().await);
    }

    /// Goes to an element, past the skip link and through whatever is folded around it.
    pub(crate) async fn reach(&mut self, css: &str) {
        self.browser.find(css).await;
        let fresh = "e === document.body || e.matches('html')";
        if self.at(fresh).await && self.at("document.querySelector('a.skip')").await {
            self.tab_until("e.matches('a.skip')").await;
            self.key(Key::Enter).await;
        }
        let folded = format!("document.querySelector({css:?}).closest('details:not([open])')");
        while self.at(&folded).await {
            let summary = format!("e.matches('summary') && e.parentElement === {folded}");
            self.tab_until(&summary).await;
            self.key(Key::Enter).await;
        }
        self.tab_until(&format!("e.matches({css:?})")).await;
    }

    async fn value(&self) -> Value {
        self.browser.ask("return document.activeElement.value;").await
    }

    /// Types into an input, over what stands there.
    pub(crate) async fn fill(&mut self, name: &str, text: &str) {
        self.reach(&format!("main form[method=post] [name={name}]")).await;
        if self.value().await != "" {
            let chain = self.browser.driver.action_chain().key_down(Key::Control).send_keys("a");
            chain.key_up(Key::Control).perform().await.unwrap();
            self.strokes += 2;
        }
        self.strokes += strokes(text);
        self.browser.press(text).await;
        assert_eq!(self.value().await, text, "{name}");
    }

    /// Chooses in a list with the arrows.
    pub(crate) async fn choose(&mut self, name: &str, value: &str) {
        self.reach(&format!("main form[method=post] select[name={name}]")).await;
        if self.value().await != value {
            self.key(Key::Home).await;
        }
        for _ in 0..50 {
            if self.value().await == value {
                return;
            }
            self.key(Key::Down).await;
        }
        panic!("{name} has no {value}");
    }

    /// Ticks a box.
    pub(crate) async fn tick(&mut self, name: &str, value: &str) {
        self.reach(&format!("main form[method=post] [name={name}][value={value}]")).await;
        self.key(Key::Space).await;
        assert!(self.at("e.checked").await, "{name} {value}");
    }

    /// Types a day into an input for dates, in the order in which the browser shows its parts.
    pub(crate) async fn day(&mut self, css: &str, day: &str) {
        self.reach(css).await;
        let parts: Vec<&str> = day.split('-').collect();
        for keys in [[parts[0], parts[1], parts[2]], [parts[1], parts[2], parts[0]]] {
            for part in keys {
                self.strokes += part.len();
                self.browser.press(part).await;
                // Four figures do not end a year, two end a month and a day.
                if part.len() == 4 {
                    self.key(Key::Right).await;
                }
            }
            if self.value().await == day {
                return;
            }
            // Back to the first part.
            for _ in 0..3 {
                self.key(Key::Left).await;
            }
        }
        panic!("{css} does not take {day}, but {}", self.value().await);
    }

    /// Presses a button or follows a link, and waits for the page it leads to.
    pub(crate) async fn go(&mut self, css: &str) {
        self.reach(css).await;
        self.browser.ask("document.documentElement.dataset.left = 'yes'; return 1;").await;
        self.key(Key::Enter).await;
        self.browser.find("html:not([data-left]) main").await;
    }
}

/// Keys of a text on a two-set Korean keyboard: a syllable is its letters, of which some are two keys.
pub(crate) fn strokes(text: &str) -> usize {
    text.chars().map(|c| if ('가'..='힣').contains(&c) { syllable(u32::from(c) - 0xAC00) } else { 1 }).sum()
}

fn syllable(nth: u32) -> usize {
    let (vowel, last) = (nth / 28 % 21, nth % 28);
    // ㅘ ㅙ ㅚ ㅝ ㅞ ㅟ ㅢ
    let vowel = if matches!(vowel, 9..=11 | 14..=16 | 19) { 2 } else { 1 };
    let last = match last {
        0 => 0,
        // ㄳ ㄵ ㄶ ㄺ to ㅀ ㅄ
        3 | 5 | 6 | 9..=15 | 18 => 2,
        _ => 1,
    };
    1 + vowel + last
}

#[test]
fn a_syllable_is_as_many_keys_as_its_letters() {
    for (text, keys) in [("가", 2), ("화정1동", 10), ("값", 4), ("의", 3), ("닭", 4), ("031-", 4)] {
        assert_eq!(strokes(text), keys, "{text}");
    }
}
