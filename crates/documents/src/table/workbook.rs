//! XLSX, XLS and ODS workbooks, cell by cell.
//!
//! A sheet's range is never asked for in XLSX: the far corner of a sparse sheet of a kilobyte would
//! make it a matrix of gigabytes.

use std::io::{Cursor, Read, Seek};

use calamine::{
    Data, DataRef, ExcelDateTime, Ods, OdsError, Reader, SheetType, SheetVisible, Xls, XlsError, Xlsx,
    XlsxError,
};
use domain::Message;
use jiff::civil::{Date, DateTime};

use super::{Cell, Grid, Kind, Limits, Merge, Sheet, archive};

/// Most merged rectangles and formula positions kept of a sheet; they only help to read headers.
const MARKS: usize = 10_000;

/// Reads all visible sheets.
///
/// # Errors
/// `file-bomb`, `file-password`, `file-unreadable`; beyond `limits`.
pub(super) fn read(kind: Kind, bytes: &[u8], limits: &Limits) -> Result<Vec<Sheet>, Message> {
    if kind != Kind::Xls {
        let unpacked = archive::directory(bytes).map_or(u64::MAX, |directory| directory.unpacked);
        if unpacked > limits.unpacked_bytes {
            return Err(Message::new("file-bomb").with("megabytes", unpacked >> 20));
        }
    }
    match kind {
        Kind::Xls => whole(Xls::new(Cursor::new(bytes)).map_err(xls_refusal)?, limits),
        Kind::Ods => {
            whole(Ods::new(Cursor::new(bytes)).map_err(|error| ods_refusal(&error, limits))?, limits)
        }
        _ => streamed(bytes, limits),
    }
}

fn streamed(bytes: &[u8], limits: &Limits) -> Result<Vec<Sheet>, Message> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(refusal)?;
    let names = visible(&workbook);
    let mut sheets = Vec::new();
    let mut cells = 0;
    for name in names {
        let mut grid = Grid::new(&name, cells, limits);
        let mut formulas = Vec::new();
        {
            let mut reader = match workbook.worksheet_cells_reader(&name) {
                Err(XlsxError::NotAWorksheet(_)) => continue,
                reader => reader.map_err(refusal)?,
            };
            while let Some(cell) = reader.next_cell_with_formula_metadata().map_err(refusal)? {
                let (row, column) = cell.pos;
                if cell.formula.is_some() && formulas.len() < MARKS {
                    formulas.push((row, column));
                }
                grid.set(row, column, from_ref(cell.value))?;
            }
        }
        cells = grid.cells;
        let merges = workbook.merge_cells_by_sheet_name(&name).unwrap_or_default();
        let mut sheet = grid.sheet;
        sheet.merges = merges.iter().take(MARKS).map(merge).collect();
        sheet.formulas = formulas;
        sheets.push(sheet);
    }
    Ok(sheets)
}

/// Workbooks that the library can only read whole; repeated cells are capped there and by the child.
fn whole<'a, W: Reader<Cursor<&'a [u8]>>>(mut workbook: W, limits: &Limits) -> Result<Vec<Sheet>, Message> {
    let names = visible(&workbook);
    let mut sheets = Vec::new();
    let mut cells = 0;
    for name in names {
        let Ok(range) = workbook.worksheet_range(&name) else { continue };
        let (top, left) = range.start().unwrap_or((0, 0));
        let mut grid = Grid::new(&name, cells, limits);
        for (row, column, value) in range.used_cells() {
            let row = top.saturating_add(u32::try_from(row).unwrap_or(u32::MAX));
            let column = left.saturating_add(u32::try_from(column).unwrap_or(u32::MAX));
            grid.set(row, column, from_data(value))?;
        }
        cells = grid.cells;
        sheets.push(grid.sheet);
    }
    Ok(sheets)
}

fn visible<RS: Read + Seek, W: Reader<RS>>(workbook: &W) -> Vec<String> {
    let sheets = workbook.sheets_metadata().iter();
    sheets
        .filter(|sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .collect()
}

fn refusal(error: XlsxError) -> Message {
    Message::new(match error {
        XlsxError::Password => "file-password",
        _ => "file-unreadable",
    })
}

fn xls_refusal(error: XlsError) -> Message {
    Message::new(if matches!(error, XlsError::Password) { "file-password" } else { "file-unreadable" })
}

fn ods_refusal(error: &OdsError, limits: &Limits) -> Message {
    match error {
        OdsError::Password => Message::new("file-password"),
        OdsError::CellLimitExceeded { .. } => Message::new("file-too-many-cells").with("most", limits.cells),
        _ => Message::new("file-unreadable"),
    }
}

fn merge(area: &calamine::Dimensions) -> Merge {
    Merge { top: area.start.0, left: area.start.1, bottom: area.end.0, right: area.end.1 }
}

fn from_ref(value: DataRef<'_>) -> Cell {
    match value {
        DataRef::SharedString(text) => Cell::Text(text.to_owned()),
        other => from_data(&Data::from(other)),
    }
}

fn from_data(value: &Data) -> Cell {
    match value {
        Data::Empty => Cell::Empty,
        Data::Int(number) => Cell::Number(*number as f64),
        Data::Float(number) => Cell::Number(*number),
        Data::String(text) | Data::DurationIso(text) => Cell::Text(text.clone()),
        Data::Bool(value) => Cell::Bool(*value),
        Data::DateTime(at) => from_excel(at),
        Data::DateTimeIso(text) => from_iso(text),
        Data::Error(error) => Cell::Error(error.to_string()),
    }
}

/// A serial number with a date format; the library knows whether the workbook counts from 1900 or 1904.
fn from_excel(at: &ExcelDateTime) -> Cell {
    if at.is_duration() || at.as_f64() < 1.0 {
        let minutes = (at.as_f64() * 1440.0).round() as i64;
        return Cell::Text(format!("{:02}:{:02}", minutes / 60, minutes.rem_euclid(60)));
    }
    let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
    let parts = (i16::try_from(year), i8::try_from(month), i8::try_from(day));
    let (Ok(year), Ok(month), Ok(day)) = parts else { return Cell::Number(at.as_f64()) };
    let Ok(date) = Date::new(year, month, day) else { return Cell::Number(at.as_f64()) };
    let clock = [hour, minute, second].map(|part| i8::try_from(part).unwrap_or(0));
    match date.at(0, 0, 0, 0).with().hour(clock[0]).minute(clock[1]).second(clock[2]).build() {
        Ok(time) if clock != [0, 0, 0] => Cell::DateTime(time),
        _ => Cell::Date(date),
    }
}

fn from_iso(text: &str) -> Cell {
    match (text.parse::<Date>(), text.parse::<DateTime>()) {
        (Ok(date), _) if text.len() <= 10 => Cell::Date(date),
        (_, Ok(at)) => Cell::DateTime(at),
        _ => Cell::Text(text.to_owned()),
    }
}
