//! Answers of the state's open interfaces (고용24, 공공데이터포털, 온통청년) as plain records: one page of a list, or one detail.
//!
//! The services answer alike and each in its own way wrong: errors come with status 200, entities come escaped twice, a page
//! may be of any length, an encoding may be another than it says. This file knows those habits and no single list. Who is to be
//! called is dropped here, before anything else sees it.

mod days;
mod json;
mod xml;

use std::collections::BTreeMap;

use domain::Message;

use crate::value::personal;

pub use days::{days, span};

/// A record: names of its parts and what stood there.
pub type Record = BTreeMap<String, String>;

/// Most records of a page; a service that answers more than it was asked for is still read that far.
pub const MOST: usize = 5_000;
/// Longest value, in bytes.
pub const LONGEST: usize = 64 * 1024;
/// Deepest nesting.
const DEPTH: usize = 24;

/// How a list is written.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    /// The element that holds one record, or the member that holds the array of them; of a member several names, with `|` between.
    pub record: &'static str,
    /// The element or the member that says how many there are in all.
    pub total: &'static str,
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    /// How many there are in all, where it is told.
    pub total: Option<usize>,
    /// The records of this page.
    pub records: Vec<Record>,
}

/// Reads a page.
///
/// # Errors
/// `open-api-refused` with the service's own words; `open-api-encoding`, `open-api-unreadable`, `open-api-no-list` and
/// `open-api-too-many` when it is no such page.
pub fn read(bytes: &[u8], shape: Shape) -> Result<Page, Message> {
    let text = decode(bytes)?;
    let text = text.trim_start_matches('\u{feff}').trim();
    match text.chars().next() {
        Some('{' | '[') => json::read(text, shape),
        Some('<') => xml::read(text, shape),
        // Gateways answer some errors in plain words.
        _ => Err(refused("", text)),
    }
}

/// The text, in whichever of the two encodings it is.
fn decode(bytes: &[u8]) -> Result<String, Message> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.to_owned());
    }
    let (text, _, broken) = encoding_rs::EUC_KR.decode(bytes);
    if broken { Err(Message::new("open-api-encoding")) } else { Ok(text.into_owned()) }
}

/// What a service says instead of a list. Its words are cut and shown as they are, never the question that was asked.
fn refused(code: &str, words: &str) -> Message {
    let words: String = words.chars().filter(|c| !c.is_control()).take(120).collect();
    Message::new("open-api-refused").with("code", code).with("words", words)
}

/// Parts of a name that say it is about somebody to call. Compared without case.
const CONTACT: [&str; 8] = ["charger", "empcharge", "contact", "telno", "mail", "picnm", "repernm", "faxno"];

fn is_contact(name: &str) -> bool {
    let name = name.to_lowercase();
    CONTACT.iter().any(|part| name.contains(part))
}

/// Names whose values are keys, codes and addresses: nothing in them is masked.
fn is_key(name: &str) -> bool {
    ["No", "Cd", "Sn", "Dtm", "Dt", "Url", "URL", "Ymd", "busino"].iter().any(|end| name.ends_with(end))
        || name.contains("Url")
}

/// Puts a value into a record; a repeated part adds to what is there.
fn put(record: &mut Record, name: &str, value: &str) {
    if is_contact(name) || value.trim().is_empty() {
        return;
    }
    let value = cut(value.trim());
    let value = if is_key(name) { value.to_owned() } else { personal::mask(value).0 };
    match record.get_mut(name) {
        Some(known) if known.len() + value.len() < LONGEST => {
            known.push('|');
            known.push_str(&value);
        }
        Some(_) => {}
        None => {
            record.insert(name.to_owned(), value);
        }
    }
}

fn cut(text: &str) -> &str {
    if text.len() <= LONGEST {
        return text;
    }
    let end = (0..=LONGEST).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    text.get(..end).unwrap_or_default()
}

/// What still looks escaped after one round is undone, at most twice more: the services escape twice.
pub(crate) fn unescape_again(text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..2 {
        if !text.contains('&') {
            break;
        }
        let html = text.replace("&nbsp;", " ").replace("<br/>", "\n").replace("<br>", "\n");
        match quick_xml::escape::unescape(&html) {
            Ok(once) => text = once.into_owned(),
            Err(_) => break,
        }
    }
    text
}
