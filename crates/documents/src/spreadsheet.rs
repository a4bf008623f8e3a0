//! Spreadsheets (XLSX): typed tables, rejected rows to correct and upload again.
//!
//! Text is always written as text; what a program could take for a formula carries the quote prefix.

use domain::message::{Catalogue, Lang, Message, thousands};
use jiff::civil::Date;
use rust_xlsxwriter::{
    Chart as XlsxChart, ChartType, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook,
    Worksheet, XlsxError,
};

use crate::delimited::runs_as_formula;
use crate::header::Mapping;
use crate::row::Row;
use crate::table::Sheet;

/// One sheet to write.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// Name of the sheet; cut and cleaned to what spreadsheets allow.
    pub name: String,
    /// Columns with their headers.
    pub columns: Vec<Column>,
    /// Rows of cells.
    pub rows: Vec<Vec<Value>>,
    /// A chart beside the table.
    pub chart: Option<Chart>,
}

/// A column to write.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Header.
    pub header: String,
    /// Width in characters.
    pub width: f64,
}

impl Column {
    /// A column of that width.
    pub fn new(header: impl Into<String>, width: f64) -> Self {
        Self { header: header.into(), width }
    }
}

/// A cell to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing.
    Empty,
    /// Text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// Won, with separators.
    Won(i64),
    /// A day.
    Date(Date),
}

/// Columns drawn for some rows of the same table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// Title.
    pub title: String,
    /// Zero-based column of the labels.
    pub labels: u16,
    /// Zero-based column of the figures.
    pub figures: u16,
    /// Zero-based first row of the table's rows.
    pub first: u32,
    /// Zero-based last row.
    pub last: u32,
}

/// Writes a workbook.
///
/// # Errors
/// `file-not-written` when a sheet is beyond what the format allows.
pub fn workbook(tables: &[Table]) -> Result<Vec<u8>, Message> {
    write(tables).map_err(|error| Message::new("file-not-written").with("why", error.to_string()))
}

fn write(tables: &[Table]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // A fixed date of making keeps equal facts equal bytes.
    let made = ExcelDateTime::from_ymd(2016, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let mut names = Vec::new();
    for table in tables {
        let name = sheet_name(&table.name, &names);
        let sheet = workbook.add_worksheet();
        sheet.set_name(&name)?;
        fill(sheet, table)?;
        if let Some(chart) = &table.chart {
            draw(sheet, &name, chart, table)?;
        }
        names.push(name);
    }
    workbook.save_to_buffer()
}

fn fill(sheet: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    let header = Format::new()
        .set_bold()
        .set_border_bottom(FormatBorder::Thin)
        .set_background_color(0x00E6_EBF2)
        .set_text_wrap();
    let text = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let quoted = text.clone().set_quote_prefix();
    let won = Format::new().set_num_format("#,##0").set_align(FormatAlign::Top);
    let day = Format::new().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Top);
    for (i, column) in (0_u16..).zip(&table.columns) {
        sheet.write_string_with_format(0, i, &column.header, &header)?;
        sheet.set_column_width(i, column.width)?;
    }
    for (row, cells) in (1_u32..).zip(&table.rows) {
        for (column, cell) in (0_u16..).zip(cells) {
            match cell {
                Value::Empty => {}
                Value::Text(value) if value.is_empty() => {}
                Value::Text(value) => {
                    let format = if runs_as_formula(value) { &quoted } else { &text };
                    // The format allows so many characters in a cell.
                    let value: String = value.chars().take(32_767).collect();
                    sheet.write_string_with_format(row, column, value, format)?;
                }
                Value::Integer(value) | Value::Won(value) => {
                    sheet.write_number_with_format(row, column, *value as f64, &won)?;
                }
                Value::Date(date) => {
                    let at = excel(*date)?;
                    sheet.write_datetime_with_format(row, column, at, &day)?;
                }
            }
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    let last = (u32::try_from(table.rows.len()), u16::try_from(table.columns.len()));
    if let (Ok(rows @ 1..), Ok(columns @ 1..)) = last {
        sheet.autofilter(0, 0, rows, columns - 1)?;
    }
    Ok(())
}

fn excel(date: Date) -> Result<ExcelDateTime, XlsxError> {
    let part = |value: i8| u8::try_from(value).unwrap_or(1);
    ExcelDateTime::from_ymd(u16::try_from(date.year()).unwrap_or(1900), part(date.month()), part(date.day()))
}

fn draw(sheet: &mut Worksheet, name: &str, chart: &Chart, table: &Table) -> Result<(), XlsxError> {
    let mut drawn = XlsxChart::new(ChartType::Bar);
    let (first, last) = (chart.first + 1, chart.last + 1);
    drawn.add_series().set_categories((name, first, chart.labels, last, chart.labels)).set_values((
        name,
        first,
        chart.figures,
        last,
        chart.figures,
    ));
    drawn.title().set_name(&chart.title);
    drawn.legend().set_hidden();
    let beside = u16::try_from(table.columns.len() + 1).unwrap_or(8);
    sheet.insert_chart(1, beside, &drawn)?;
    Ok(())
}

/// At most 31 characters, none of `[]:*?/\`, not used before.
fn sheet_name(wanted: &str, taken: &[String]) -> String {
    let clean: String = wanted.chars().filter(|c| !"[]:*?/\\'".contains(*c)).take(27).collect();
    let clean = if clean.trim().is_empty() { "Sheet".to_owned() } else { clean.trim().to_owned() };
    let used = |name: &str| taken.iter().any(|other| other.to_lowercase() == name.to_lowercase());
    let numbered = (2..).map(|n| format!("{clean} {n}"));
    std::iter::once(clean.clone()).chain(numbered).find(|name| !used(name)).unwrap_or(clean)
}

/// Rejected rows as they were, under their own header, with a column that says what to mend; a row
/// passed over because it is a sum or a remark is left out. Corrected, the file can be uploaded again:
/// the reason column is not read.
///
/// # Errors
/// `file-not-written`.
pub fn rejected<T>(
    sheets: &[Sheet],
    mappings: &[Mapping],
    rows: &[Row<T>],
    catalogue: &Catalogue,
    lang: Lang,
) -> Result<Vec<u8>, Message> {
    let mut tables = Vec::new();
    for mapping in mappings.iter().filter(|mapping| sheets.iter().any(|sheet| sheet.name == mapping.sheet)) {
        let reason = mapping.columns.iter().find(|column| column.field == crate::header::Field::Reason);
        let reason = reason.map(|column| column.column as usize);
        let headers = headers(mapping);
        let keep = |i: &usize| Some(*i) != reason;
        let mut columns: Vec<Column> =
            (0..headers.len()).filter(keep).map(|i| Column::new(headers[i].clone(), 16.0)).collect();
        columns.push(Column::new(catalogue.word(lang, "column-reason"), 60.0));
        let mut lines = Vec::new();
        for row in rows.iter().filter(|row| row.sheet == mapping.sheet) {
            let Err(problems) = &row.outcome else { continue };
            if problems.iter().all(|problem| problem.message.code.starts_with("row-is-")) {
                continue;
            }
            let cell = |i: usize| row.raw.get(i).cloned().map_or(Value::Empty, Value::Text);
            let mut line: Vec<Value> = (0..headers.len()).filter(keep).map(cell).collect();
            let reasons = problems.iter().map(|problem| {
                let said = catalogue.say(lang, &problem.message);
                if problem.column.is_empty() { said } else { format!("{}: {said}", problem.column) }
            });
            let place = format!("{} {}: ", row.sheet, thousands(row.row.into()));
            line.push(Value::Text(place + &reasons.collect::<Vec<_>>().join(" ")));
            lines.push(line);
        }
        if !lines.is_empty() || tables.is_empty() && mappings.len() == 1 {
            tables.push(Table { name: mapping.sheet.clone(), columns, rows: lines, chart: None });
        }
    }
    if tables.is_empty() {
        tables.push(Table { name: catalogue.word(lang, "sheet-rejected"), ..Table::default() });
    }
    workbook(&tables)
}

/// Headers by position, empty where the sheet has none.
fn headers(mapping: &Mapping) -> Vec<String> {
    let known = mapping.columns.iter().chain(&mapping.duplicates).map(|c| (c.column, &c.header));
    let all: Vec<(u32, &String)> =
        known.chain(mapping.unknown.iter().map(|c| (c.column, &c.header))).collect();
    let width = all.iter().map(|(column, _)| *column as usize + 1).max().unwrap_or(0);
    let mut headers = vec![String::new(); width];
    for (column, header) in all {
        headers[column as usize].clone_from(header);
    }
    headers
}
