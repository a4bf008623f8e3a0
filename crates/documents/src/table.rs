//! Any file of rows as plain sheets: spreadsheets, delimited text, WorkNet XML and JSON.
//!
//! It must not know what the columns mean. Everything is capped, and a file that cannot be read is
//! refused with a message that says what it is and how to mend it. Untrusted files are read in a
//! limited child process (see [`crate::child`]); the caps here make most refusals cheap and exact.

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

use domain::Message;

pub(crate) mod archive;
mod cell;
mod delimited;
mod json;
mod sniff;
mod workbook;
mod xml;

pub use sniff::{Kind, sniff};

/// What a file may hold at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Bytes of the file.
    pub bytes: usize,
    /// Bytes of a compressed file once unpacked, as its directory declares them.
    pub unpacked_bytes: u64,
    /// Rows of a sheet, empty ones included.
    pub rows: u32,
    /// Columns of a sheet.
    pub columns: u32,
    /// Cells of all sheets that hold something.
    pub cells: usize,
    /// Bytes of one cell's text.
    pub text: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 64 << 20,
            unpacked_bytes: 512 << 20,
            rows: 100_000,
            columns: 1_000,
            cells: 4_000_000,
            text: 32 << 10,
        }
    }
}

/// A cell as the file holds it; a formula's cell holds its last computed value.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Text.
    Text(String),
    /// A number without a date format.
    Number(f64),
    /// A day.
    Date(Date),
    /// A day and a time.
    DateTime(DateTime),
    /// True or false.
    Bool(bool),
    /// An error of the spreadsheet such as `#REF!`.
    Error(String),
}

/// A rectangle of merged cells, zero-based and inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merge {
    /// First row.
    pub top: u32,
    /// First column.
    pub left: u32,
    /// Last row.
    pub bottom: u32,
    /// Last column.
    pub right: u32,
}

/// A sheet: rows from the spreadsheet's first row on, so that `rows[i]` is shown as row `i + 1`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Sheet {
    /// Its name; the file's name for files without sheets.
    pub name: String,
    /// Rows, each as long as its last used cell.
    pub rows: Vec<Vec<Cell>>,
    /// Merged rectangles.
    #[serde(default)]
    pub merges: Vec<Merge>,
    /// Positions (row, column; zero-based) of formula cells.
    #[serde(default)]
    pub formulas: Vec<(u32, u32)>,
}

impl Sheet {
    /// The cell at a zero-based position.
    pub fn cell(&self, row: usize, column: usize) -> &Cell {
        const EMPTY: &Cell = &Cell::Empty;
        self.rows.get(row).and_then(|cells| cells.get(column)).unwrap_or(EMPTY)
    }

    /// Whether no cell holds anything.
    pub fn is_empty(&self) -> bool {
        self.rows.iter().flatten().all(Cell::is_empty)
    }
}

/// Reads every sheet of a file. The kind is told from the bytes; the name only names the sheet of
/// files that have none.
///
/// # Errors
/// A message whose code begins with `file-`: too big, empty, of the wrong kind, protected by a
/// password, unreadable, or beyond `limits`.
pub fn read(file_name: &str, bytes: &[u8], limits: &Limits) -> Result<Vec<Sheet>, Message> {
    if bytes.len() > limits.bytes {
        return Err(too_big(bytes.len(), limits));
    }
    if bytes.is_empty() {
        return Err(Message::new("file-empty"));
    }
    let name = stem(file_name);
    let sheets = match sniff(bytes)? {
        kind @ (Kind::Xlsx | Kind::Xls | Kind::Ods) => workbook::read(kind, bytes, limits)?,
        Kind::Csv | Kind::Tsv => vec![delimited::read(name, &sniff::decode(bytes)?, limits)?],
        Kind::Xml => vec![xml::read(name, &sniff::decode(bytes)?, limits)?],
        Kind::Json => vec![json::read(name, &sniff::decode(bytes)?, limits)?],
    };
    if sheets.iter().all(Sheet::is_empty) {
        return Err(Message::new("file-no-rows"));
    }
    Ok(sheets)
}

/// The refusal of a file of `bytes` bytes.
pub(crate) fn too_big(bytes: usize, limits: &Limits) -> Message {
    Message::new("file-too-big").with("megabytes", bytes >> 20).with("most", limits.bytes >> 20)
}

fn stem(file_name: &str) -> &str {
    let base = file_name.rsplit(['/', '\\']).next().unwrap_or(file_name);
    base.rsplit_once('.').map_or(base, |(stem, _)| stem)
}

/// Puts cells where they belong and refuses what exceeds the caps.
struct Grid<'a> {
    limits: &'a Limits,
    sheet: Sheet,
    cells: usize,
}

impl<'a> Grid<'a> {
    /// A grid that may still take `cells` cells less than the limit.
    fn new(name: &str, cells_so_far: usize, limits: &'a Limits) -> Self {
        let name: String = name.chars().filter(|c| !c.is_control()).take(80).collect();
        Self { limits, sheet: Sheet { name, ..Sheet::default() }, cells: cells_so_far }
    }

    /// Sets a cell; an empty one is left out, so that formatting far away costs nothing.
    fn set(&mut self, row: u32, column: u32, cell: Cell) -> Result<(), Message> {
        if cell.is_empty() {
            return Ok(());
        }
        if row >= self.limits.rows {
            // A full sheet reaches its last rows through all others; a lone far cell does not.
            let sparse = self.sheet.rows.len() < self.limits.rows as usize / 2;
            return Err(if sparse { self.sparse(row, column) } else { self.too_many_rows() });
        }
        if column >= self.limits.columns {
            return Err(self.sparse(row, column));
        }
        self.cells += 1;
        if self.cells > self.limits.cells {
            return Err(Message::new("file-too-many-cells").with("most", self.limits.cells));
        }
        if let Cell::Text(text) = &cell
            && text.len() > self.limits.text
        {
            return Err(Message::new("file-cell-too-long")
                .with("sheet", self.sheet.name.as_str())
                .with("row", row + 1)
                .with("column", column_letters(column))
                .with("most", self.limits.text));
        }
        let (row, column) = (row as usize, column as usize);
        if self.sheet.rows.len() <= row {
            self.sheet.rows.resize_with(row + 1, Vec::new);
        }
        let cells = &mut self.sheet.rows[row];
        if cells.len() <= column {
            cells.resize(column + 1, Cell::Empty);
        }
        cells[column] = cell;
        Ok(())
    }

    fn sparse(&self, row: u32, column: u32) -> Message {
        Message::new("file-sparse")
            .with("sheet", self.sheet.name.as_str())
            .with("cell", format!("{}{}", column_letters(column), row + 1))
    }

    fn too_many_rows(&self) -> Message {
        Message::new("file-too-many-rows")
            .with("sheet", self.sheet.name.as_str())
            .with("most", self.limits.rows)
    }
}

/// A column as spreadsheets letter it: 0 → `A`, 26 → `AA`.
pub fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        let digit = (rest - 1) % 26;
        letters.push(char::from(b'A' + u8::try_from(digit).unwrap_or(0)));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}
