//! A row of a file on its way to a draft: where it stood, what it held, what was wrong with it.
//!
//! It must not know what an opening or a seeker is.

use domain::Message;
use domain::person::looks_like_resident_number;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::header::{Field, Mapping, hex};
use crate::table::{Cell, Sheet};
use crate::value::{is_blank, personal, plain, term, tight};

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
    /// Cells that cannot be right, such as a day of no calendar. They were left out; the row may be kept
    /// as a draft until they are mended.
    #[serde(default)]
    pub wrong: Vec<Problem>,
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
            let (problems, wrong, warnings) = (Vec::new(), Vec::new(), Vec::new());
            let mut cells = Cells { sheet, mapping, at, problems, wrong, warnings };
            if cells.holds_nothing() {
                continue;
            }
            let read = match cells.noise() {
                Some(message) => {
                    cells.refuse(message);
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
    wrong: Vec<Problem>,
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
            .filter(|(_, cell)| !looks_like_resident_number(&cell.text()))
    }

    /// Every cell of a field with its header.
    pub(crate) fn all(&self, field: Field) -> Vec<(String, String)> {
        let header = |column: u32| {
            let known = self.mapping.columns.iter().find(|known| known.column == column);
            known.map_or(String::new(), |known| known.header.clone())
        };
        self.cells(field).map(|(column, cell)| (header(column), cell.text())).collect()
    }

    /// Name of the sheet the row stands on.
    pub(crate) fn sheet_name(&self) -> &'a str {
        &self.sheet.name
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

    /// Says why the row is refused: it can be none of what the list is of.
    pub(crate) fn refuse(&mut self, message: Message) {
        self.problems.push(Problem { column: String::new(), message });
    }

    /// Says at a cell why the row is refused.
    pub(crate) fn reject(&mut self, field: Field, message: Message) {
        // A cell that holds a resident number counts as empty; to call it empty would hide why.
        let problem = match self.refused_number(field) {
            Some(column) => self.resident_number(column),
            None => Problem { column: self.column_name(field), message },
        };
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }

    /// The column of a field with nothing sayable in it but a resident number. A day of birth may stand in the resident
    /// number's own column.
    fn refused_number(&self, field: Field) -> Option<usize> {
        if self.cells(field).next().is_some() {
            return None;
        }
        let gives = |of: Field| of == field || (field == Field::BornOn && of == Field::ResidentNumber);
        let columns = self.mapping.columns.iter().chain(&self.mapping.duplicates);
        let mut columns = columns.filter(|column| gives(column.field)).map(|column| column.column as usize);
        columns.find(|at| looks_like_resident_number(&self.sheet.cell(self.at, *at).text()))
    }

    fn resident_number(&self, column: usize) -> Problem {
        let column = self.mapping.column_name(u32::try_from(column).unwrap_or(u32::MAX));
        Problem { column, message: Message::new("resident-number-refused") }
    }

    /// Says that a cell cannot be right. One bad cell does not cost its row.
    pub(crate) fn wrong(&mut self, field: Field, message: Message) {
        let column = self.column_name(field);
        self.wrong.push(Problem { column, message });
    }

    /// The value, or nothing with the cell called wrong.
    pub(crate) fn take<T: Default>(&mut self, field: Field, read: Result<T, Message>) -> T {
        read.unwrap_or_else(|message| {
            self.wrong(field, message);
            T::default()
        })
    }

    /// Whether a column gives the field, filled or not.
    pub(crate) fn has(&self, field: Field) -> bool {
        self.mapping.columns.iter().any(|column| column.field == field)
    }

    /// Whether a cell of the field says that there is none of it: `0`, `없음`, `무`. Elsewhere such cells
    /// hold nothing to say.
    pub(crate) fn says_none(&self, field: Field) -> bool {
        let columns = self.mapping.columns.iter().filter(|column| column.field == field);
        columns
            .map(|column| self.sheet.cell(self.at, column.column as usize).text())
            .any(|text| term::says_none(&text))
    }

    /// Everything the row holds but for the columns of `without`, personal numbers masked: what tells
    /// rows apart that name nothing by which they could be found again.
    pub(crate) fn print(&self, without: &[Field]) -> String {
        let left_out = |at: usize| {
            let columns = self.mapping.columns.iter().chain(&self.mapping.duplicates);
            let mut columns = columns.filter(|column| column.column as usize == at);
            columns.any(|column| column.field == Field::Reason || without.contains(&column.field))
        };
        let cells = self.sheet.rows[self.at].iter().enumerate().filter(|(at, _)| !left_out(*at));
        let texts: Vec<String> = cells.map(|(_, cell)| plain(&personal::mask(&cell.text()).0)).collect();
        hex(&Sha256::digest(texts.join("\u{1f}").trim_end_matches('\u{1f}'))[..16])
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
        let raw: Vec<String> = cells.map(|cell| personal::mask_resident(cell.text())).collect();
        self.warn_of_cells();
        let refused = !self.problems.is_empty();
        let outcome = match draft {
            Some(draft) if !refused => Ok(draft),
            _ => {
                if !refused {
                    self.refuse(Message::new("row-unreadable"));
                }
                Err(self.problems)
            }
        };
        let row = u32::try_from(self.at + 1).unwrap_or(u32::MAX);
        let sheet = self.sheet.name.clone();
        Row { sheet, row, raw, outcome, wrong: self.wrong, warnings: self.warnings }
    }

    /// Errors of the spreadsheet and resident numbers, wherever they stand. Of a refused row only what is said of its
    /// refusal is read, so a resident number is said there.
    fn warn_of_cells(&mut self) {
        let refused = !self.problems.is_empty();
        for (i, cell) in self.sheet.rows[self.at].iter().enumerate() {
            if let Cell::Error(error) = cell {
                let message = Message::new("cell-error").with("error", error.as_str());
                let column = self.mapping.column_name(u32::try_from(i).unwrap_or(u32::MAX));
                self.warnings.push(Problem { column, message });
            } else if looks_like_resident_number(&cell.text()) {
                let problem = self.resident_number(i);
                match refused {
                    true if self.problems.contains(&problem) => {}
                    true => self.problems.push(problem),
                    false => self.warnings.push(problem),
                }
            }
        }
    }
}
