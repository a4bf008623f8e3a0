//! The report book as a document: its facts in words, as chapters of texts, tables and drawings, and the files made of them.
//! The page on screen, the PDF, the HWPX and the workbook are drawn from one [`Book`], so that none says more than another.
//!
//! It is given complete facts and looks nothing up.

mod chapter;
mod compose;
mod department;
mod hwpx;
mod mismatch;
mod pdf;
mod workbook;

use serde::Serialize;

pub use compose::{Ground, compose, exactly};
pub use hwpx::hwpx;
pub use pdf::pdf;
pub use workbook::workbook;

/// A book in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Book {
    /// Its language, as `ko` or `en`.
    pub lang: &'static str,
    /// The city.
    pub city: String,
    /// Title.
    pub title: String,
    /// What kind of book it is: the offices' or the public extract.
    pub subtitle: String,
    /// Names and values on the cover.
    pub cover: Vec<(String, String)>,
    /// What is said under them.
    pub note: String,
    /// What stands at the foot of every page: as of when, under which hash.
    pub foot: String,
    /// The hash of the facts, in full.
    pub hash: String,
    /// Heading of the contents.
    pub contents: String,
    /// Its chapters. The first stands before the contents, on the second page.
    pub chapters: Vec<Chapter>,
}

/// A chapter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Chapter {
    /// A word for it, unique in the book, for links.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What stands in it.
    pub blocks: Vec<Block>,
}

/// A part of a chapter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "block", rename_all = "snake_case")]
pub enum Block {
    /// A section that begins on a page of its own and stands in the contents.
    Page {
        /// Its heading.
        text: String,
    },
    /// A heading.
    Heading {
        /// Its words.
        text: String,
    },
    /// A paragraph.
    Text {
        /// Its words.
        text: String,
    },
    /// A list.
    List {
        /// Its items.
        items: Vec<String>,
    },
    /// A table.
    Table {
        /// What it tells.
        caption: String,
        /// Its columns.
        columns: Vec<Column>,
        /// Its rows.
        rows: Vec<Vec<Value>>,
        /// What is said when there are none.
        empty: String,
    },
    /// A drawing; the table behind it follows.
    Drawing {
        /// What it shows.
        caption: String,
        /// The drawing.
        svg: String,
        /// How wide it is, in percent of the page.
        width: u8,
    },
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Relative width.
    pub width: u8,
    /// Where its cells stand.
    pub align: Align,
}

/// Where a cell stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the word says it")]
pub enum Align {
    Left,
    Center,
    Right,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", content = "value", rename_all = "snake_case")]
pub enum Value {
    /// Words.
    Text(String),
    /// A number.
    Number(i64),
    /// Nothing that may be told or is known.
    Hidden,
}

impl Value {
    /// The cell as it is printed.
    pub fn shown(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => domain::message::thousands(*number),
            Self::Hidden => "–".to_owned(),
        }
    }
}

impl From<Option<i64>> for Value {
    fn from(cell: Option<i64>) -> Self {
        cell.map_or(Self::Hidden, Self::Number)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// Why a file could not be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("make the book's file: {0}")]
pub struct FileError(pub(crate) String);
