//! Rows of a roster as people with the days they worked: an event's agency list, a building site's month sheet.
//!
//! Everything here is personal but the days: nothing of it may reach a message, which names columns only. A row that
//! stands for several people is refused: days are no people (CR-12).

use domain::Message;
use domain::person::normalise_phone;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::header::{Field, Mapping};
use crate::row::{Cells, Row, read_all};
use crate::table::Sheet;
use crate::value::{choice, date, plain, tight};
use crate::vocabulary::Vocabulary;

/// Somebody on a roster. Personal throughout.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkerDraft {
    /// Name.
    pub name: String,
    /// Date of birth.
    pub born_on: Option<Date>,
    /// Telephone, digits only; empty for none.
    pub phone: String,
    /// Where they live, by the areas that it names; `None` where a column says yes or no.
    pub areas: Vec<domain::area::AreaCode>,
    /// What a column says of living in the city.
    pub resident: Option<bool>,
    /// Days worked.
    pub days: i64,
}

/// Reads every row of the mapped sheets.
pub fn read(sheets: &[Sheet], mappings: &[Mapping], words: &Vocabulary<'_>) -> Vec<Row<WorkerDraft>> {
    read_all(sheets, mappings, |cells| draft(cells, words))
}

fn draft(cells: &mut Cells<'_>, words: &Vocabulary<'_>) -> Option<WorkerDraft> {
    let name = cells.line(Field::Name);
    if name.is_empty() {
        cells.refuse(Message::new("roster-no-name"));
        return None;
    }
    if stands_for_several(&name) {
        cells.refuse(Message::new("roster-several"));
        return None;
    }
    let born_on = match date::born(cells.cell(Field::BornOn), words.today) {
        Ok(day) => day,
        // The date itself is personal and is not repeated.
        Err(_) => {
            cells.refuse(Message::new("born-unreadable"));
            return None;
        }
    };
    let phone = normalise_phone(&cells.line(Field::Mobile)).unwrap_or_default();
    if born_on.is_none() && phone.is_empty() {
        cells.refuse(Message::new("roster-who"));
        return None;
    }
    let Some(days) = days(&cells.line(Field::Days)) else {
        cells.refuse(Message::new("roster-days-unreadable"));
        return None;
    };
    let resident = resident(&cells.line(Field::Resident));
    let areas = words.areas_in(&cells.line(Field::Address)).into_iter().collect();
    Some(WorkerDraft { name, born_on, phone, areas, resident, days })
}

/// `○○ 외 3명`, `연인원 480`: a row of which nobody knows who it is.
fn stands_for_several(name: &str) -> bool {
    let tight = tight(name);
    tight.contains("연인원")
        || tight.contains("인부")
        || (tight.contains('외') && tight.ends_with(['명', '인']))
}

/// Whole days: `12`, `12일`, `12.0`. Halves of a day are no whole day and are asked about.
fn days(text: &str) -> Option<i64> {
    let text = plain(text);
    let number = text.trim_end_matches('일').trim().trim_end_matches(".0").replace(',', "");
    number.parse().ok()
}

fn resident(text: &str) -> Option<bool> {
    match tight(text).as_str() {
        "관내" | "시민" | "지역주민" | "주민" => Some(true),
        "관외" | "타지역" | "외지" => Some(false),
        _ => choice::yes(text),
    }
}
