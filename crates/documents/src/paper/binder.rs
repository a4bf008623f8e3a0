//! Several papers bound into one file for one press of a button: before each a separator sheet that says what follows, for
//! whom and how many pages, so that whoever stands at the printer can tell them apart.

use jiff::Timestamp;
use serde::Serialize;

use super::press::{PressError, Printed, typeset_with};

/// How papers are bound.
const TEMPLATE: &str = include_str!("binder.typ");

/// What stands on the sheet before a paper.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Separator {
    /// Where it is to go.
    pub place: String,
    /// What it is.
    pub paper: String,
    /// Why, who asked and when.
    pub lines: Vec<String>,
}

/// A paper to be bound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// The sheet before it.
    pub separator: Separator,
    /// The paper as PDF.
    pub bytes: Vec<u8>,
    /// Its pages.
    pub pages: usize,
    /// Whether it is on A3.
    pub a3: bool,
    /// Whether it lies on its side.
    pub landscape: bool,
}

/// Binds papers into one file.
///
/// # Errors
/// When the engine refuses, which no papers of ours should bring about.
pub fn bind(papers: &[Bound], at: Timestamp) -> Result<Printed, PressError> {
    let parts: Vec<serde_json::Value> = papers
        .iter()
        .map(|paper| {
            serde_json::json!({
                "separator": paper.separator, "pages": paper.pages, "a3": paper.a3, "landscape": paper.landscape,
            })
        })
        .collect();
    let files: Vec<&[u8]> = papers.iter().map(|paper| paper.bytes.as_slice()).collect();
    typeset_with(TEMPLATE, serde_json::json!({ "parts": parts }), "bound", at, &files)
}
