//! A book as PDF on A4: cover, the points of the meeting before, contents, chapters, a page number and the hash on every page.

use jiff::Timestamp;

use super::{Block, Book, FileError};
use crate::paper::{Printed, typeset};

/// How books are drawn.
const TEMPLATE: &str = include_str!("book.typ");

/// Sets a book; `at` becomes the file's instant of making.
///
/// # Errors
/// When the engine refuses, which no facts should bring about.
pub fn pdf(book: &Book, at: Timestamp) -> Result<Printed, FileError> {
    let wrong = |error: serde_json::Error| FileError(error.to_string());
    let mut input = serde_json::to_value(book).map_err(wrong)?;
    // Cells reach the template as they are printed.
    for (nth, chapter) in book.chapters.iter().enumerate() {
        for (at, block) in chapter.blocks.iter().enumerate() {
            if let Block::Table { rows, .. } = block {
                let shown: Vec<Vec<String>> =
                    rows.iter().map(|row| row.iter().map(super::Value::shown).collect()).collect();
                input["chapters"][nth]["blocks"][at]["rows"] = serde_json::to_value(shown).map_err(wrong)?;
            }
        }
    }
    let name = format!("{} {}", book.title, book.hash);
    typeset(TEMPLATE, input, &name, at).map_err(|error| FileError(error.to_string()))
}
