//! A page as JSON: the array under the name of the records, wherever it stands.

use domain::Message;
use serde_json::Value;

use super::{DEPTH, MOST, Page, Record, Shape, put, refused, unescape_again};

pub(super) fn read(text: &str, shape: Shape) -> Result<Page, Message> {
    let unreadable = || Message::new("open-api-unreadable");
    let whole: Value = serde_json::from_str(text).map_err(|_| unreadable())?;
    let code = find(&whole, "resultCode", 0).map(word).unwrap_or_default();
    let good = ["", "0", "00", "000", "200"].contains(&code.as_str());
    let words = ["resultMsg", "resultMessage", "message", "error"]
        .iter()
        .find_map(|name| find(&whole, name, 0).map(word).filter(|word| !word.is_empty()))
        .unwrap_or_default();
    let total = find(&whole, shape.total, 0).and_then(|total| word(total).parse().ok());
    let list = shape.record.split('|').find_map(|name| find_array(&whole, name, 0));
    match list {
        _ if !good => Err(refused(&code, &words)),
        None if total.is_none() && !words.is_empty() => Err(refused(&code, &words)),
        None if total != Some(0) => Err(Message::new("open-api-no-list")),
        None => Ok(Page { total, records: Vec::new() }),
        Some(list) if list.len() > MOST => Err(Message::new("open-api-too-many").with("most", MOST)),
        Some(list) => {
            let records = list.iter().filter(|one| one.is_object()).map(record).collect();
            Ok(Page { total, records })
        }
    }
}

fn record(value: &Value) -> Record {
    let mut out = Record::new();
    fill(&mut out, "", value, 0);
    out
}

fn fill(out: &mut Record, name: &str, value: &Value, depth: usize) {
    match value {
        _ if depth > DEPTH => {}
        Value::Object(members) => members.iter().for_each(|(name, value)| fill(out, name, value, depth + 1)),
        Value::Array(items) => items.iter().for_each(|item| fill(out, name, item, depth + 1)),
        value => put(out, name, &unescape_again(&word(value))),
    }
}

fn word(value: &Value) -> String {
    match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Bool(yes) => yes.to_string(),
        _ => String::new(),
    }
}

/// The first member of a name that is a plain value.
fn find<'a>(value: &'a Value, name: &str, depth: usize) -> Option<&'a Value> {
    let Value::Object(members) = value else { return None };
    let own = members.get(name).filter(|value| !value.is_object() && !value.is_array());
    let deeper = || members.values().find_map(|member| find(member, name, depth + 1));
    own.or_else(|| if depth < DEPTH { deeper() } else { None })
}

fn find_array<'a>(value: &'a Value, name: &str, depth: usize) -> Option<&'a Vec<Value>> {
    let Value::Object(members) = value else { return None };
    let own = members.get(name).and_then(Value::as_array);
    let deeper = || members.values().find_map(|member| find_array(member, name, depth + 1));
    own.or_else(|| if depth < DEPTH { deeper() } else { None })
}
