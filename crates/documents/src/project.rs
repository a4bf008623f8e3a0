//! Rows of a list of projects, such as an export of the budget system: money by who pays, with the unit that the header or
//! a line above it tells.

use std::collections::BTreeMap;

use domain::Message;
use domain::area::AreaCode;
use domain::project::{Content, FundSource, ProjectKind, Stage};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::header::{Field, Mapping, hex};
use crate::row::{Cells, Row, read_all};
use crate::table::{Cell, Sheet};
use crate::value::date::When;
use crate::value::wage::{Hint, won};
use crate::value::{date, is_blank, tight};
use crate::vocabulary::Vocabulary;

/// A project as a file tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectDraft {
    /// Its number; empty where the file gives none.
    pub number: String,
    /// Name of the body that runs it; empty for whoever takes the file in.
    pub department: String,
    /// What is said of it.
    pub content: Content,
    /// Where it stands.
    pub stage: Option<Stage>,
    /// Name of the city's sector, as written.
    pub sector: String,
    /// Hash of everything read, which tells an unchanged row.
    pub digest: String,
}

/// Reads every row of the mapped sheets.
pub fn read(sheets: &[Sheet], mappings: &[Mapping], words: &Vocabulary<'_>) -> Vec<Row<ProjectDraft>> {
    let units: BTreeMap<&str, i64> = mappings
        .iter()
        .filter_map(|mapping| {
            let sheet = sheets.iter().find(|sheet| sheet.name == mapping.sheet)?;
            Some((mapping.sheet.as_str(), unit_above(sheet, mapping)?))
        })
        .collect();
    read_all(sheets, mappings, |cells| draft(cells, words, &units))
}

/// Won of one unit where a line above the header tells it for the whole sheet: `(단위: 천원)`.
fn unit_above(sheet: &Sheet, mapping: &Mapping) -> Option<i64> {
    let above = sheet.rows.iter().take(mapping.header_row as usize);
    let texts = above.flatten().map(Cell::text).map(|text| tight(&text));
    texts.filter(|text| text.contains("단위")).find_map(|text| Hint::of(&text).unit_won)
}

fn draft(cells: &mut Cells<'_>, words: &Vocabulary<'_>, units: &BTreeMap<&str, i64>) -> Option<ProjectDraft> {
    let name = cells.line(Field::ProjectName);
    if name.is_empty() {
        cells.refuse(Message::new("row-no-project"));
        return None;
    }
    let unit = units.get(cells.sheet_name()).copied();
    let sources = [
        (Field::FundNational, FundSource::National),
        (Field::FundProvincial, FundSource::Provincial),
        (Field::FundCity, FundSource::City),
        (Field::FundPrivate, FundSource::Private),
    ];
    let mut funds = BTreeMap::new();
    for (field, source) in sources {
        match money(cells, field, unit) {
            Ok(Some(sum)) if sum != 0 => {
                funds.insert(source, sum);
            }
            Ok(_) => {}
            Err(()) => return None,
        }
    }
    let Ok(total) = money(cells, Field::FundTotal, unit) else { return None };
    let told: i64 = funds.values().sum();
    match total {
        // One sum without who pays is the city's own budget.
        Some(total) if funds.is_empty() && total != 0 => {
            funds.insert(FundSource::City, total);
        }
        Some(total) if told != total && !funds.is_empty() => {
            let why = Message::new("project-funds-differ").with("told", told).with("total", total);
            cells.warn(Field::FundTotal, why);
        }
        _ => {}
    }
    let Ok(new_spending) = money(cells, Field::NewSpending, unit) else { return None };
    let (from, until) = (day(cells, Field::FirstDay, words), day(cells, Field::LastDay, words));
    let place = cells.line(Field::Place);
    let area: Option<AreaCode> = words.areas_in(&place).into_iter().next();
    let content = Content {
        name,
        kind: kind(&cells.line(Field::ProjectKind)),
        funds,
        new_spending_won: new_spending,
        from,
        until,
        area,
        place,
        sector: String::new(),
        industry_sector: cells.line(Field::IndustrySector),
        contractor: cells.line(Field::Contractor),
        external_owner: cells.line(Field::ExternalOwner),
        partners: Vec::new(),
        description: cells.free(Field::Description),
    };
    let written = cells.line(Field::Stage);
    let stage = stage(&written);
    if stage.is_none() && !is_blank(&written) {
        cells.warn(Field::Stage, Message::new("project-stage-unknown").with("text", written.as_str()));
    }
    let mut draft = ProjectDraft {
        number: cells.line(Field::Number),
        department: cells.line(Field::Department),
        content,
        stage,
        sector: cells.line(Field::Sector),
        digest: String::new(),
    };
    let told = serde_json::to_vec(&draft).unwrap_or_default();
    draft.digest = hex(&Sha256::digest(told)[..16]);
    Some(draft)
}

/// A sum in won; a cell that holds something else refuses the row, for a wrong budget is worse than none.
fn money(cells: &mut Cells<'_>, field: Field, unit: Option<i64>) -> Result<Option<i64>, ()> {
    let text = cells.line(field);
    if is_blank(&text) {
        return Ok(None);
    }
    let own = Hint::of(cells.header(field)).unit_won;
    let hint = Hint { form: None, unit_won: own.or(unit) };
    match won(&text, hint) {
        Some(sum) => Ok(Some(sum)),
        None => {
            cells.refuse(Message::new("project-money-unreadable").with("text", text));
            Err(())
        }
    }
}

fn day(cells: &mut Cells<'_>, field: Field, words: &Vocabulary<'_>) -> Option<jiff::civil::Date> {
    let read = date::read(cells.cell(field), words.today);
    match cells.take(field, read) {
        Some(When::Day(day)) => Some(day),
        Some(When::Month(day)) if field == Field::LastDay => Some(day.last_of_month()),
        Some(When::Month(day)) => Some(day),
        None => None,
    }
}

fn kind(text: &str) -> ProjectKind {
    let text = tight(text);
    let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
    if says(&["행사", "축제", "대회", "event"]) {
        ProjectKind::Event
    } else if says(&["개발", "조성", "민자", "development"]) {
        ProjectKind::Development
    } else {
        ProjectKind::Budgeted
    }
}

fn stage(text: &str) -> Option<Stage> {
    let text = tight(text);
    let words: [(Stage, &[&str]); 6] = [
        (Stage::Cancelled, &["해제", "취소", "폐지", "백지화", "cancelled"]),
        (Stage::Suspended, &["중단", "중지", "보류", "suspended"]),
        (Stage::Completed, &["완료", "준공", "종료", "완공", "completed"]),
        (Stage::Underway, &["진행", "추진중", "시행", "착공", "공사중", "집행", "underway"]),
        (Stage::Approved, &["확정", "승인", "편성", "계약", "approved"]),
        (Stage::Planned, &["계획", "예정", "구상", "planned"]),
    ];
    words.iter().find(|(_, words)| words.iter().any(|word| text.contains(word))).map(|(stage, _)| *stage)
}
