//! Who the person is and how to reach them.

use domain::Message;
use domain::person::normalise_phone;
use domain::seeker::Profile;

use super::{born, sex};
use crate::header::Field;
use crate::row::Cells;
use crate::value::{choice, list};
use crate::vocabulary::Vocabulary;

pub(super) fn read(cells: &mut Cells<'_>, words: &Vocabulary<'_>, profile: &mut Profile) {
    profile.name = cells.line(Field::Name);
    match born(cells.cell(Field::BornOn), words.today) {
        Ok(day) => profile.born_on = day,
        // The date itself is personal and is not repeated.
        Err(message) if message.code == "date-impossible" => {
            cells.wrong(Field::BornOn, Message::new("born-impossible"));
        }
        Err(_) => cells.warn(Field::BornOn, Message::new("born-unreadable")),
    }
    profile.sex = sex(&cells.line(Field::Sex));
    profile.address = cells.line(Field::Address);
    profile.area = words.areas_in(&profile.address).into_iter().next();
    if profile.area.is_none() && !profile.address.is_empty() {
        cells.warn(Field::Address, Message::new("home-area-unknown"));
    }
    profile.mobile = phone(cells, Field::Mobile);
    profile.phone = phone(cells, Field::Phone);
    profile.proxy_phone = phone(cells, Field::ProxyPhone);
    profile.email = cells.line(Field::Email);
    if !profile.email.is_empty() && !profile.email.contains('@') {
        cells.warn(Field::Email, Message::new("email-unreadable"));
        profile.email.clear();
    }
    profile.contact_note = cells.line(Field::ContactNote);
    profile.education = choice::education(&cells.line(Field::Education));
    profile.school = cells.line(Field::School);
    profile.major = list(&cells.text(Field::Majors)).join(", ");
    profile.schooling_note = cells.line(Field::SchoolingNote);
}

/// A telephone; a number cell has lost its leading zero.
fn phone(cells: &mut Cells<'_>, field: Field) -> String {
    let text = cells.line(field);
    if text.is_empty() {
        return text;
    }
    match normalise_phone(&text) {
        Ok(digits) if digits.starts_with('0') || digits.len() == 8 => digits,
        Ok(digits) if digits.starts_with("10") || digits.len() <= 10 => format!("0{digits}"),
        _ => {
            cells.warn(field, Message::new("seeker-phone-unreadable"));
            String::new()
        }
    }
}
