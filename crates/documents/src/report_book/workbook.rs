//! A book as a workbook: its cover, then a sheet for each table, numbers as numbers.

use std::collections::BTreeMap;

use domain::Message;

use super::{Block, Book, Chapter};
use crate::spreadsheet::{self, Column, Table, Value};

/// Writes the workbook. Tables of the departments' pages that have the same columns stand on one sheet, with the
/// department in front: forty sheets of one kind would be read by nobody.
///
/// # Errors
/// `file-not-written`.
pub fn workbook(book: &Book) -> Result<Vec<u8>, Message> {
    let mut tables = vec![cover(book)];
    for chapter in &book.chapters {
        tables.extend(of(chapter));
    }
    spreadsheet::workbook(&tables)
}

fn cover(book: &Book) -> Table {
    let line = |name: &str, value: &str| vec![Value::Text(name.to_owned()), Value::Text(value.to_owned())];
    let mut rows = vec![line(&book.city, &book.title), line("", &book.subtitle)];
    rows.extend(book.cover.iter().map(|(name, value)| line(name, value)));
    rows.push(line("", &book.note));
    rows.push(line("SHA-256", &book.hash));
    let columns = vec![Column::new(book.city.clone(), 26.0), Column::new(book.title.clone(), 80.0)];
    Table { name: book.title.clone(), columns, rows, chart: None }
}

fn of(chapter: &Chapter) -> Vec<Table> {
    let mut tables: Vec<Table> = Vec::new();
    // Where the table of a caption went.
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    let mut page: Option<&str> = None;
    for block in &chapter.blocks {
        let (caption, columns, rows) = match block {
            Block::Page { text } => {
                page = Some(text);
                continue;
            }
            Block::Table { caption, columns, rows, .. } => (caption, columns, rows),
            _ => continue,
        };
        let at = *known.entry(caption).or_insert_with(|| {
            let front = page.map(|_| Column::new(chapter.title.clone(), 24.0));
            let own = columns
                .iter()
                .map(|column| Column::new(column.name.clone(), f64::from(column.width).max(9.0)));
            let columns = front.into_iter().chain(own).collect();
            tables.push(Table { name: caption.clone(), columns, rows: Vec::new(), chart: None });
            tables.len() - 1
        });
        for row in rows {
            let front = page.map(|page| Value::Text(page.to_owned()));
            tables[at].rows.push(front.into_iter().chain(row.iter().map(cell)).collect());
        }
    }
    tables
}

fn cell(value: &super::Value) -> Value {
    match value {
        super::Value::Text(text) => Value::Text(text.clone()),
        super::Value::Number(number) => Value::Integer(*number),
        super::Value::Hidden => Value::Text("–".to_owned()),
    }
}
