//! The recruitment block of a row: how one applies, until when, with what.

use domain::Message;
use domain::opening::{Content, Deadline, Reception, Visibility};

use super::employer::web_address;
use crate::header::Field;
use crate::row::Cells;
use crate::value::{choice, date, list, personal, tight};
use crate::vocabulary::Vocabulary;

pub(super) fn read(cells: &mut Cells<'_>, words: &Vocabulary<'_>, content: &mut Content) {
    content.selection = choice::selection(&cells.text(Field::Selection));
    content.apply_url = web_address(cells, Field::ApplyUrl);
    content.reception = choice::reception(&cells.text(Field::Reception));
    if content.reception.is_empty() && !content.apply_url.is_empty() {
        content.reception.push(Reception::Homepage);
    }
    content.documents = cells.free(Field::Documents);
    content.attachments = list(&cells.text(Field::Attachments));
    let deadline = date::deadline(cells.cell(Field::Deadline), words.today);
    let unclear = deadline == Ok(Deadline::Unknown);
    content.deadline = cells.take(Field::Deadline, deadline);
    let text = cells.line(Field::Deadline);
    if unclear && !text.is_empty() {
        cells.warn(Field::Deadline, Message::new("date-unreadable").with("text", text.as_str()));
    }
    content.mediation = choice::mediation(&cells.line(Field::Mediation));
    content.visibility = visibility(&cells.line(Field::Visibility));
    content.project = cells.line(Field::Project);
    content.lead = cells.line(Field::Lead);
    content.note = note(cells);
}

fn visibility(text: &str) -> Visibility {
    let text = tight(text);
    if text.contains("상담") {
        Visibility::Counselors
    } else if text.contains("네트워크") || text.contains("기관") {
        Visibility::Network
    } else {
        Visibility::Public
    }
}

/// Remarks, each under its header unless the header only says that it is a remark.
fn note(cells: &mut Cells<'_>) -> String {
    let plain_headers = ["비고", "기타", "메모", "기타사항", "note", "remarks"];
    let lines = cells.all(Field::Note).into_iter().map(|(header, text)| {
        if plain_headers.contains(&tight(&header).as_str()) { text } else { format!("{header}: {text}") }
    });
    let (text, masked) = personal::mask(&lines.collect::<Vec<_>>().join("\n"));
    if masked {
        cells.warn(Field::Note, Message::new("personal-masked"));
    }
    text
}
