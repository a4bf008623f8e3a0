//! Which row is the header and which column is what.
//!
//! Headers stand under title rows, span merged cells and two levels, carry units and asterisks, and
//! are worded differently by every office. What is recognised here is a proposal that a person sees
//! before anything is stored; saved, it is found again by the header's signature. This module must not
//! look at what the columns hold.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::OnceLock;

use domain::{Lang, Message};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::table::{Sheet, column_letters};
use crate::value::{personal, tight};

mod field;
pub use field::Field;

/// What the rows of a file are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Noun {
    /// Openings (구인).
    Openings,
    /// Seekers (구직).
    Seekers,
    /// Projects (사업).
    Projects,
    /// Who worked how many days for a project or an event (출역 명단).
    Rosters,
    /// Results: who began to work where (취업 실적).
    Results,
    /// Contacts of the network (연락처).
    Contacts,
}

impl Noun {
    /// The noun for which a list of this one is easily taken.
    fn other(self) -> Option<Self> {
        match self {
            Self::Openings | Self::Results => Some(Self::Seekers),
            Self::Seekers => Some(Self::Openings),
            // A list of people at firms is more easily mistaken for one of jobseekers.
            Self::Contacts => Some(Self::Seekers),
            Self::Projects | Self::Rosters => None,
        }
    }

    /// Fields that a list of the other noun has no use for.
    fn telling(self) -> &'static [Field] {
        match self {
            Self::Openings => &[Field::Title, Field::Employer, Field::Headcount, Field::WantedAuthNo],
            Self::Seekers => &[Field::Name, Field::BornOn, Field::DesiredArea, Field::SeekerNumber],
            Self::Projects | Self::Rosters => &[],
            Self::Results => &[Field::HiredOn, Field::HiredHow, Field::DaysWorked],
            Self::Contacts => &[Field::Employer, Field::ContactName],
        }
    }
}

/// A proposal for one sheet: the preview a person confirms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// What the rows are about.
    pub noun: Noun,
    /// Name of the sheet.
    pub sheet: String,
    /// Row of the header (its last row), as the spreadsheet shows it.
    pub header_row: u32,
    /// Columns that were recognised, by position.
    pub columns: Vec<Column>,
    /// Headers nobody recognised.
    pub unknown: Vec<Unknown>,
    /// Columns of a field that another column already gives; they are not read.
    pub duplicates: Vec<Column>,
    /// Recognised columns of all that have a header, in percent.
    pub confidence: u8,
}

/// A column and its field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Zero-based position.
    pub column: u32,
    /// Header as written, levels joined by a space. Units such as `(만원)` are read from it.
    pub header: String,
    /// What the column gives.
    pub field: Field,
}

/// A header nobody recognised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unknown {
    /// Zero-based position.
    pub column: u32,
    /// Header as written.
    pub header: String,
}

impl Mapping {
    /// Names the header: files with the same header have the same signature.
    pub fn signature(&self) -> String {
        let columns = self.columns.iter().chain(&self.duplicates).map(|c| (c.column, &c.header));
        let all: BTreeMap<u32, String> = columns
            .chain(self.unknown.iter().map(|c| (c.column, &c.header)))
            .map(|(column, header)| (column, key(header, true)))
            .collect();
        let text = format!("{:?} {:?}", self.noun, all.values().collect::<Vec<_>>());
        hex(&Sha256::digest(text.as_bytes())[..16])
    }

    /// How a column is named to people: `C 임금(만원)`.
    pub fn column_name(&self, column: u32) -> String {
        let known = self.columns.iter().chain(&self.duplicates).find(|c| c.column == column);
        let header = known.map(|c| &c.header);
        let header = header.or(self.unknown.iter().find(|c| c.column == column).map(|c| &c.header));
        format!("{} {}", column_letters(column), header.map_or("", String::as_str)).trim_end().to_owned()
    }
}

/// Bytes as lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Rows among which a header is looked for.
const ROWS: usize = 40;

/// So many more columns of a sheet must be those of the other noun before it is taken for a mix-up; the
/// two share most of theirs, such as occupation, schooling and pay.
const CLEARLY: usize = 2;

/// Proposes a mapping for every sheet that has a header of this noun.
///
/// # Errors
/// `header-of-openings` or `header-of-seekers` with the telling columns, when the sheets fit the other
/// noun clearly better; `header-not-found` with the names looked for, when no sheet has a header.
pub fn recognise(sheets: &[Sheet], noun: Noun) -> Result<Vec<Mapping>, Message> {
    let mut found = Vec::new();
    let mut mixed_up = None;
    for sheet in sheets {
        let own = best(sheet, noun);
        match noun.other().and_then(|other| better_as(sheet, other, own.as_ref())) {
            Some(message) => mixed_up = mixed_up.or(Some(message)),
            None => found.extend(own),
        }
    }
    if let Some(message) = mixed_up.filter(|_| found.is_empty()) {
        return Err(message);
    }
    if found.is_empty() {
        let wanted: Vec<&str> = needed(noun).iter().map(|field| field.label(Lang::Ko)).collect();
        return Err(Message::new("header-not-found").with("wanted", wanted.join(", ")));
    }
    Ok(found)
}

/// The refusal of a sheet that is clearly a list of the other noun. Only a column that tells the two apart
/// can show that.
fn better_as(sheet: &Sheet, other: Noun, own: Option<&Mapping>) -> Option<Message> {
    let as_other = best(sheet, other)?;
    let telling: Vec<&str> = as_other
        .columns
        .iter()
        .filter(|column| other.telling().contains(&column.field))
        .map(|column| column.header.as_str())
        .collect();
    let known = own.map_or(0, |own| own.columns.len());
    if telling.is_empty() || as_other.columns.len() < known + CLEARLY {
        return None;
    }
    let message = match other {
        Noun::Openings => Message::new("header-of-openings"),
        _ => Message::new("header-of-seekers"),
    };
    Some(message.with("columns", telling.join(", ")))
}

/// Fields of which one must be there, or the sheet is about something else.
fn needed(noun: Noun) -> &'static [Field] {
    match noun {
        Noun::Openings => {
            &[Field::Title, Field::Employer, Field::Duties, Field::Occupation, Field::WantedAuthNo]
        }
        Noun::Seekers => &[Field::Name, Field::Occupation, Field::DesiredWork],
        Noun::Projects => &[Field::ProjectName],
        Noun::Rosters => &[Field::Days],
        Noun::Results => &[Field::HiredOn],
        Noun::Contacts => &[Field::Employer],
    }
}

fn best(sheet: &Sheet, noun: Noun) -> Option<Mapping> {
    let mut best: Option<Mapping> = None;
    for row in 0..sheet.rows.len().min(ROWS) {
        for levels in 1..=row.min(1) + 1 {
            let mapping = propose(sheet, noun, row, levels);
            if best.as_ref().is_none_or(|best| mapping.columns.len() > best.columns.len()) {
                best = Some(mapping);
            }
        }
    }
    best.filter(|mapping| {
        let has_needed = mapping.columns.iter().any(|column| needed(noun).contains(&column.field));
        has_needed && mapping.columns.len() >= 2
    })
}

fn propose(sheet: &Sheet, noun: Noun, row: usize, levels: usize) -> Mapping {
    let mut mapping = Mapping {
        noun,
        sheet: sheet.name.clone(),
        header_row: u32::try_from(row + 1).unwrap_or(u32::MAX),
        columns: Vec::new(),
        unknown: Vec::new(),
        duplicates: Vec::new(),
        confidence: 0,
    };
    let mut seen = HashSet::new();
    let width = sheet.rows[row + 1 - levels..=row].iter().map(Vec::len).max().unwrap_or(0);
    for column in 0..width {
        let bottom = heading(sheet, row, column);
        let top = if levels == 2 { upper(sheet, row - 1, column, bottom.is_empty()) } else { String::new() };
        // A row of data that is taken for the header is shown like one.
        let header = personal::mask_resident([top.as_str(), bottom.as_str()].join(" ").trim().to_owned());
        let column = u32::try_from(column).unwrap_or(u32::MAX);
        let tries = [header.as_str(), bottom.as_str(), top.as_str()];
        let tries = if bottom.is_empty() { &tries[..1] } else { &tries[..2] };
        match tries.iter().find_map(|text| look_up(noun, text)) {
            Some(field) if seen.insert(field) || field.joins() => {
                mapping.columns.push(Column { column, header, field });
            }
            Some(field) => mapping.duplicates.push(Column { column, header, field }),
            None if header.is_empty() => {}
            None => mapping.unknown.push(Unknown { column, header }),
        }
    }
    let known = mapping.columns.len() + mapping.duplicates.len();
    let all = known + mapping.unknown.len();
    mapping.confidence = u8::try_from((known * 100).checked_div(all).unwrap_or(0)).unwrap_or(100);
    mapping
}

/// A header cell, also when a merge over several rows or columns ends there.
fn heading(sheet: &Sheet, row: usize, column: usize) -> String {
    let text = sheet.cell(row, column).text();
    if !text.is_empty() {
        return text;
    }
    let (r, c) = (u32::try_from(row).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX));
    let over =
        sheet.merges.iter().find(|m| (m.top..=m.bottom).contains(&r) && (m.left..=m.right).contains(&c));
    over.filter(|m| m.left == m.right || m.bottom == r)
        .filter(|m| m.right - m.left < 12)
        .map_or(String::new(), |m| sheet.cell(m.top as usize, m.left as usize).text())
}

/// The upper of two header levels: its own cell, or the one it continues to the right.
fn upper(sheet: &Sheet, row: usize, column: usize, alone: bool) -> String {
    let own = heading(sheet, row, column);
    if !own.is_empty() || alone || !sheet.merges.is_empty() {
        return own;
    }
    // Delimited text has lost its merges: an empty upper cell continues the one to its left.
    (0..column)
        .rev()
        .map(|left| sheet.cell(row, left).text())
        .find(|text| !text.is_empty())
        .unwrap_or_default()
}

/// A header in the form in which it is compared; with what stands in brackets or without.
fn key(text: &str, with_brackets: bool) -> String {
    let mut depth = 0_u32;
    let mut out = String::new();
    for c in tight(text).chars() {
        match c {
            '(' | '[' | '{' | '<' => depth += 1,
            ')' | ']' | '}' | '>' => depth = depth.saturating_sub(1),
            c if !c.is_alphanumeric() => {}
            c if depth == 0 || with_brackets => out.push(c),
            _ => {}
        }
    }
    out.trim_start_matches("필수").trim_end_matches("필수").to_owned()
}

fn look_up(noun: Noun, header: &str) -> Option<Field> {
    static TABLES: OnceLock<HashMap<(Noun, String), Field>> = OnceLock::new();
    let tables = TABLES.get_or_init(|| {
        let mut table = HashMap::new();
        for noun in
            [Noun::Openings, Noun::Seekers, Noun::Projects, Noun::Rosters, Noun::Results, Noun::Contacts]
        {
            for (field, word) in field::synonyms(noun) {
                table.entry((noun, key(word, true))).or_insert(field);
            }
        }
        table
    });
    [key(header, true), key(header, false)]
        .into_iter()
        .filter(|key| !key.is_empty())
        .find_map(|key| tables.get(&(noun, key)).copied())
}
