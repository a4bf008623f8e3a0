//! JSON as a sheet: the names of an object's members are the header, nested ones joined by a dot.

use std::collections::HashMap;

use domain::Message;
use serde_json::Value;

use super::{Cell, Grid, Limits, Sheet};

/// Reads the longest array of objects, or one object a line.
///
/// # Errors
/// `file-json-unreadable` with the line; `file-json-no-rows`; beyond `limits`.
pub(super) fn read(name: &str, text: &str, limits: &Limits) -> Result<Sheet, Message> {
    let rows = match serde_json::from_str::<Value>(text) {
        Ok(value) => longest_array(value).ok_or_else(|| Message::new("file-json-no-rows"))?,
        Err(whole) => {
            lines(text).ok_or_else(|| Message::new("file-json-unreadable").with("line", whole.line()))?
        }
    };
    let mut grid = Grid::new(name, 0, limits);
    let mut columns: HashMap<String, u32> = HashMap::new();
    for (row, value) in rows.into_iter().enumerate() {
        let row = u32::try_from(row + 1).unwrap_or(u32::MAX);
        let mut cells = Vec::new();
        flatten(String::new(), value, &mut cells);
        for (key, cell) in cells {
            let next = u32::try_from(columns.len()).unwrap_or(u32::MAX);
            let column = *columns.entry(key.clone()).or_insert(next);
            if column == next {
                grid.set(0, column, Cell::Text(key))?;
            }
            grid.set(row, column, cell)?;
        }
    }
    Ok(grid.sheet)
}

fn lines(text: &str) -> Option<Vec<Value>> {
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| serde_json::from_str::<Value>(line).ok().filter(Value::is_object))
        .collect()
}

fn longest_array(value: Value) -> Option<Vec<Value>> {
    match value {
        Value::Array(rows) if rows.iter().any(Value::is_object) => Some(rows),
        Value::Object(members) => {
            let alone = members.values().all(|member| !member.is_array() && !member.is_object());
            if alone {
                return Some(vec![Value::Object(members)]);
            }
            by_name(members).into_iter().filter_map(|(_, member)| longest_array(member)).max_by_key(Vec::len)
        }
        _ => None,
    }
}

fn flatten(key: String, value: Value, cells: &mut Vec<(String, Cell)>) {
    match value {
        Value::Null => {}
        Value::Bool(value) => cells.push((key, Cell::Bool(value))),
        Value::Number(number) => cells.push((key, Cell::Number(number.as_f64().unwrap_or(0.0)))),
        Value::String(text) => cells.push((key, Cell::Text(text))),
        Value::Array(items) => {
            let text: Vec<String> = items.iter().filter_map(item_text).collect();
            cells.push((key, Cell::Text(text.join("\n"))));
        }
        Value::Object(members) => {
            for (name, member) in by_name(members) {
                let path = if key.is_empty() { name } else { format!("{key}.{name}") };
                flatten(path, member, cells);
            }
        }
    }
}

/// Members by name: their own order depends on which crates are built beside this one.
fn by_name(members: serde_json::Map<String, Value>) -> Vec<(String, Value)> {
    let mut members: Vec<_> = members.into_iter().collect();
    members.sort_by(|a, b| a.0.cmp(&b.0));
    members
}

/// An item of a list in words: itself, or the name an object carries.
fn item_text(item: &Value) -> Option<String> {
    match item {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(members) => {
            let name = members.get("name").or_else(|| members.values().find(|member| member.is_string()));
            name.and_then(Value::as_str).map(str::to_owned)
        }
        _ => None,
    }
}
