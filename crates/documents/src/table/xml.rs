//! WorkNet-shaped XML as a sheet: one row per opening, one column per element name.
//!
//! It must not follow anything: a document type declaration is refused, so that no entity is ever
//! defined, expanded or fetched, and depth and size are capped.

use std::collections::HashMap;

use domain::Message;
use quick_xml::Reader;
use quick_xml::events::Event;

use super::{Cell, Grid, Limits, Sheet};
use crate::open_api::unescape_again;

/// Elements that hold one opening each.
const RECORDS: [&str; 2] = ["wanted", "wantedDtl"];
/// Elements whose content is about the person to call; their columns are named so that the reader of
/// openings can tell.
const CONTACT: &str = "empchargeInfo";
/// Deepest nesting read.
const DEPTH: usize = 32;

/// Reads a list, a detail or both mixed.
///
/// # Errors
/// `file-xml-doctype`, `file-xml-unreadable`, `file-xml-depth`, `worknet-error` with the service's own
/// message, `file-xml-not-worknet`; beyond `limits`.
pub(super) fn read(name: &str, text: &str, limits: &Limits) -> Result<Sheet, Message> {
    let mut rows = Rows { grid: Grid::new(name, 0, limits), columns: HashMap::new(), row: 0 };
    let mut reader = Reader::from_str(text);
    let mut path: Vec<String> = Vec::new();
    let mut content = String::new();
    let mut outside: HashMap<String, String> = HashMap::new();
    loop {
        let broken = |at: u64| Message::new("file-xml-unreadable").with("line", line_at(text, at));
        match reader.read_event().map_err(|_| broken(reader.error_position()))? {
            Event::DocType(_) => return Err(Message::new("file-xml-doctype")),
            Event::Start(start) => {
                path.push(start.local_name().into_inner().to_owned());
                content.clear();
                if path.len() > DEPTH {
                    return Err(Message::new("file-xml-depth").with("most", DEPTH));
                }
                rows.row += u32::from(starts_record(&path));
            }
            Event::Text(piece) => content.push_str(&piece),
            Event::CData(piece) => content.push_str(&piece),
            Event::GeneralRef(reference) => {
                let known = match reference.resolve_char_ref() {
                    Ok(Some(c)) => Some(c.to_string()),
                    _ => quick_xml::escape::resolve_xml_entity(&reference).map(str::to_owned),
                };
                content.push_str(&known.ok_or_else(|| broken(reader.buffer_position()))?);
            }
            Event::End(_) => {
                let Some(element) = path.pop() else { continue };
                let value = unescape_again(content.trim());
                content.clear();
                if value.is_empty() {
                    continue;
                }
                if path.iter().any(|part| RECORDS.contains(&part.as_str())) {
                    let contact = path.iter().any(|part| part == CONTACT);
                    let column = if contact { format!("{CONTACT}.{element}") } else { element };
                    rows.put(column, value)?;
                } else {
                    outside.insert(element, value);
                }
            }
            Event::Eof => break,
            Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
        if content.len() > limits.text * 2 {
            return Err(Message::new("file-cell-too-long")
                .with("sheet", name)
                .with("row", rows.row + 1)
                .with("column", path.last().map_or("", String::as_str))
                .with("most", limits.text));
        }
    }
    if let Some(message) = outside.get("message").filter(|_| rows.row == 0) {
        let code = outside.get("messageCd").map_or("", String::as_str);
        return Err(Message::new("worknet-error").with("message", message.as_str()).with("code", code));
    }
    let known_root = outside.contains_key("total") || rows.row > 0;
    if known_root { Ok(rows.grid.sheet) } else { Err(Message::new("file-xml-not-worknet")) }
}

/// A record element that is not itself inside another record.
fn starts_record(path: &[String]) -> bool {
    let records = path.iter().filter(|part| RECORDS.contains(&part.as_str())).count();
    records == 1 && path.last().is_some_and(|part| RECORDS.contains(&part.as_str()))
}

struct Rows<'a> {
    grid: Grid<'a>,
    columns: HashMap<String, u32>,
    row: u32,
}

impl Rows<'_> {
    /// Puts a value into the current row; a repeated element adds to what is there.
    fn put(&mut self, element: String, value: String) -> Result<(), Message> {
        let next = u32::try_from(self.columns.len()).unwrap_or(u32::MAX);
        let column = *self.columns.entry(element.clone()).or_insert(next);
        if column == next {
            self.grid.set(0, column, Cell::Text(element))?;
        }
        let before = self.grid.sheet.cell(self.row as usize, column as usize).text();
        let value = if before.is_empty() { value } else { format!("{before}|{value}") };
        self.grid.set(self.row, column, Cell::Text(value))
    }
}

fn line_at(text: &str, at: u64) -> usize {
    let at = usize::try_from(at).unwrap_or(0).min(text.len());
    text.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() + 1
}
