//! A page as XML. A document type declaration is refused, so that no entity is ever defined or fetched.

use std::collections::HashMap;

use domain::Message;
use quick_xml::Reader;
use quick_xml::events::Event;

use super::{DEPTH, MOST, Page, Record, Shape, put, refused, unescape_again};

/// Elements whose content is about the person to call.
const CALLED: &str = "empchargeInfo";

pub(super) fn read(text: &str, shape: Shape) -> Result<Page, Message> {
    let unreadable = || Message::new("open-api-unreadable");
    let mut reader = Reader::from_str(text);
    let (mut path, mut content) = (Vec::<String>::new(), String::new());
    let (mut page, mut outside) = (Page::default(), HashMap::<String, String>::new());
    let mut record: Option<(usize, Record)> = None;
    loop {
        match reader.read_event().map_err(|_| unreadable())? {
            Event::DocType(_) => return Err(unreadable()),
            Event::Start(start) => {
                path.push(start.local_name().into_inner().to_owned());
                content.clear();
                if path.len() > DEPTH {
                    return Err(unreadable());
                }
                if record.is_none() && path.last().is_some_and(|name| name == shape.record) {
                    if page.records.len() >= MOST {
                        return Err(Message::new("open-api-too-many").with("most", MOST));
                    }
                    record = Some((path.len(), Record::new()));
                }
            }
            Event::Text(piece) => content.push_str(&piece),
            Event::CData(piece) => content.push_str(&piece),
            Event::GeneralRef(reference) => {
                let known = match reference.resolve_char_ref() {
                    Ok(Some(c)) => Some(c.to_string()),
                    _ => quick_xml::escape::resolve_xml_entity(&reference).map(str::to_owned),
                };
                content.push_str(&known.ok_or_else(unreadable)?);
            }
            Event::End(_) => {
                let value = unescape_again(content.trim());
                content.clear();
                let called = path.iter().any(|part| part == CALLED);
                let depth = path.len();
                let Some(element) = path.pop() else { return Err(unreadable()) };
                match &mut record {
                    Some((opened, _)) if *opened == depth => {
                        page.records.extend(record.take().map(|(_, record)| record));
                    }
                    Some((_, record)) if !called => put(record, &element, &value),
                    Some(_) => {}
                    None => {
                        outside.insert(element, value);
                    }
                }
            }
            Event::Eof => break,
            Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
    if !path.is_empty() {
        return Err(unreadable());
    }
    page.total = outside.get(shape.total).and_then(|total| total.trim().parse().ok());
    let say = |names: &[&str]| names.iter().find_map(|name| outside.get(*name)).cloned().unwrap_or_default();
    let words = say(&["returnAuthMsg", "errMsg", "message", "error", "resultMsg"]);
    let code = say(&["returnReasonCode", "messageCd", "resultCode"]);
    let good = ["", "0", "00", "000", "200"].contains(&code.as_str());
    match (page.records.is_empty(), page.total) {
        (true, _) if !words.is_empty() && (!good || page.total.is_none()) => Err(refused(&code, &words)),
        (true, None) => Err(Message::new("open-api-no-list")),
        _ => Ok(page),
    }
}
