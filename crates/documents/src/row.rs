//! A row of a file on its way to a draft: where it stood, what it held, what was wrong with it.
//!
//! It must not know what an opening or a seeker is.

use domain::Message;
use domain::person::looks_like_resident_number;
use serde::{Deserialize, Serialize};

use crate::header::{Field, Mapping};
use crate::table::{Cell, Sheet};
use crate::value::{is_blank, personal, plain, tight};

/// A row and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row<T> {
    /// Name of the sheet.
    pub sheet: String,
    /// Row, as the spreadsheet shows it.
    pub row: u32,
    /// Its cells as shown; resident numbers are masked.
    pub raw: Vec<String>,
    /// The draft, or why there is none.
    pub outcome: Result<T, Vec<Problem>>,
    /// What was not taken over as written although the row was.
    pub warnings: Vec<Problem>,
}

/// Something wrong with a cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Letter and header of the column, such as `C 임금(만원)`; empty for the whole row.
    pub column: String,
    /// What is wrong and how to mend it.
    pub message: Message,
}

/// Reads every row under the header of every mapping's sheet. Empty rows are passed over; rows that
/// are a sum, a remark or the header once more are refused with the reason.
pub(crate) fn read_all<T>(
    sheets: &[Sheet],
    mappings: &[Mapping],
    draft: impl Fn(&mut Cells<'_>) -> Option<T>,
) -> Vec<Row<T>> {
    let mut rows = Vec::new();
    for mapping in mappings {
        let Some(sheet) = sheets.iter().find(|sheet| sheet.name == mapping.sheet) else { continue };
        for at in mapping.header_row as usize..sheet.rows.len() {
            let mut cells = Cells { sheet, mapping, at, problems: Vec::new(), warnings: Vec::new() };
            if cells.holds_nothing() {
                continue;
            }
            let read = match cells.noise() {
                Some(message) => {
                    cells.problems.push(Problem { column: String::new(), message });
                    None
                }
                None => draft(&mut cells),
            };
            rows.push(cells.into_row(read));
        }
    }
    rows
}

/// The cells of one row by field, and what is wrong with them.
pub(crate) struct Cells<'a> {
    sheet: &'a Sheet,
    mapping: &'a Mapping,
    at: usize,
    problems: Vec<Problem>,
    warnings: Vec<Problem>,
}

impl<'a> Cells<'a> {
    /// The first cell of a field that holds something.
    pub(crate) fn cell(&self, field: Field) -> &'a Cell {
        const EMPTY: &Cell = &Cell::Empty;
        self.cells(field).map(|(_, cell)| cell).next().unwrap_or(EMPTY)
    }

    /// Columns and cells of a field that hold something sayable. Errors of the spreadsheet and
    /// resident numbers hold nothing.
    fn cells(&self, field: Field) -> impl Iterator<Item = (u32, &'a Cell)> + '_ {
        let columns = self.mapping.columns.iter().filter(move |column| column.field == field);
        columns
            .map(|column| (column.column, self.sheet.cell(self.at, column.column as usize)))
            .filter(|(_, cell)| !matches!(cell, Cell::Error(_)) && !is_blank(&cell.text()))
            .filter(|(_, cell)| !holds_resident_number(&cell.text()))
    }

    /// Every cell of a field with its header.
    pub(crate) fn all(&self, field: Field) -> Vec<(String, String)> {
        let header = |column: u32| {
            let known = self.mapping.columns.iter().find(|known| known.column == column);
            known.map_or(String::new(), |known| known.header.clone())
        };
        self.cells(field).map(|(column, cell)| (header(column), cell.text())).collect()
    }

    /// The text of a field, several columns on lines of their own.
    pub(crate) fn text(&self, field: Field) -> String {
        let texts: Vec<String> = self.cells(field).map(|(_, cell)| cell.text()).collect();
        texts.join("\n")
    }

    /// The text of a field on one line, in one form.
    pub(crate) fn line(&self, field: Field) -> String {
        plain(&self.text(field))
    }

    /// Free text without the personal data that slipped into it.
    pub(crate) fn free(&mut self, field: Field) -> String {
        let (text, masked) = personal::mask(&self.text(field));
        if masked {
            self.warn(field, Message::new("personal-masked"));
        }
        text
    }

    /// The header of a field's first column.
    pub(crate) fn header(&self, field: Field) -> &'a str {
        self.mapping.columns.iter().find(|column| column.field == field).map_or("", |c| c.header.as_str())
    }

    /// Says what was not taken over as written.
    pub(crate) fn warn(&mut self, field: Field, message: Message) {
        let column = self.column_name(field);
        self.warnings.push(Problem { column, message });
    }

    /// Says why the row is refused.
    pub(crate) fn refuse(&mut self, field: Option<Field>, message: Message) {
        let column = field.map_or(String::new(), |field| self.column_name(field));
        self.problems.push(Problem { column, message });
    }

    /// The value, or `None` with the row refused.
    pub(crate) fn take<T: Default>(&mut self, field: Field, read: Result<T, Message>) -> T {
        read.unwrap_or_else(|message| {
            self.refuse(Some(field), message);
            T::default()
        })
    }

    /// Whether anything was refused so far.
    pub(crate) fn refused(&self) -> bool {
        !self.problems.is_empty()
    }

    fn column_name(&self, field: Field) -> String {
        let filled = self.cells(field).map(|(column, _)| column).next();
        let column = filled
            .or_else(|| self.mapping.columns.iter().find(|column| column.field == field).map(|c| c.column));
        column.map_or(String::new(), |column| self.mapping.column_name(column))
    }

    /// Reason columns of our own do not count as content.
    fn holds_nothing(&self) -> bool {
        let reason = |i: usize| {
            let ours = |column: &&crate::header::Column| column.field == Field::Reason;
            self.mapping.columns.iter().filter(ours).any(|column| column.column as usize == i)
        };
        self.sheet.rows[self.at].iter().enumerate().all(|(i, cell)| cell.is_empty() || reason(i))
    }

    /// Why the row is none of the list: a sum, a remark, the header again.
    fn noise(&self) -> Option<Message> {
        let filled: Vec<String> =
            self.sheet.rows[self.at].iter().map(Cell::text).filter(|text| !text.is_empty()).collect();
        let first = filled.first().map(|text| tight(text))?;
        let sums = ["합계", "총계", "소계", "계", "누계", "total", "subtotal", "sum", "합", "총합계"];
        let bare: String = first.chars().filter(|c| c.is_alphanumeric()).collect();
        if sums.contains(&bare.as_str()) {
            return Some(Message::new("row-is-sum"));
        }
        let remark = ["※", "*", "주)", "주:", "참고", "붙임", "작성요령", "작성방법", "(단위", "<", "☞"];
        if filled.len() == 1
            && self.mapping.columns.len() > 1
            && remark.iter().any(|sign| first.starts_with(sign))
        {
            return Some(Message::new("row-is-remark"));
        }
        let again = self.mapping.columns.iter().filter(|column| {
            let cell = self.sheet.cell(self.at, column.column as usize);
            !cell.is_empty() && tight(&column.header).ends_with(&tight(&cell.text()))
        });
        (again.count() * 2 > self.mapping.columns.len()).then(|| Message::new("row-is-header"))
    }

    fn into_row<T>(mut self, draft: Option<T>) -> Row<T> {
        let cells = self.sheet.rows[self.at].iter();
        let raw: Vec<String> = cells.map(|cell| mask_resident(cell.text())).collect();
        self.warn_of_cells();
        let refused = !self.problems.is_empty();
        let outcome = match draft {
            Some(draft) if !refused => Ok(draft),
            _ => {
                if !refused {
                    self.refuse(None, Message::new("row-unreadable"));
                }
                Err(self.problems)
            }
        };
        let row = u32::try_from(self.at + 1).unwrap_or(u32::MAX);
        Row { sheet: self.sheet.name.clone(), row, raw, outcome, warnings: self.warnings }
    }

    /// Errors of the spreadsheet and resident numbers, wherever they stand.
    fn warn_of_cells(&mut self) {
        for (i, cell) in self.sheet.rows[self.at].iter().enumerate() {
            let message = match cell {
                Cell::Error(error) => Message::new("cell-error").with("error", error.as_str()),
                cell if holds_resident_number(&cell.text()) => Message::new("resident-number-refused"),
                _ => continue,
            };
            let column = self.mapping.column_name(u32::try_from(i).unwrap_or(u32::MAX));
            self.warnings.push(Problem { column, message });
        }
    }
}

fn mask_resident(text: String) -> String {
    if holds_resident_number(&text) { "***".to_owned() } else { text }
}

/// Whether the text holds a resident number; most texts have too few digits to look further.
fn holds_resident_number(text: &str) -> bool {
    text.bytes().filter(u8::is_ascii_digit).count() >= 13 && looks_like_resident_number(text)
}
