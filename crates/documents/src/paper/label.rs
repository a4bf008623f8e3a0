//! Labels to stick on: addresses of letters and days of appointments, three by eight on an A4 sheet.

use jiff::Timestamp;
use serde::Serialize;

use super::press::{PressError, Printed, typeset};

/// How labels are drawn.
const TEMPLATE: &str = include_str!("label.typ");
/// Labels on a sheet.
pub const LABELS_ON_A_SHEET: usize = 24;

/// A label.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Label {
    /// Small, on top: a number or what it is.
    pub mark: String,
    /// In large letters.
    pub name: String,
    /// Below it, one a line.
    pub lines: Vec<String>,
}

/// Prints labels. The first `used` places of the first sheet stay empty: it was begun before.
///
/// # Errors
/// When the engine refuses, which no facts should bring about.
pub fn labels(labels: &[Label], used: usize, at: Timestamp) -> Result<Printed, PressError> {
    let blank = vec![Label::default(); used % LABELS_ON_A_SHEET];
    let all: Vec<&Label> = blank.iter().chain(labels).collect();
    typeset(TEMPLATE, serde_json::json!({ "labels": all }), "labels", at)
}
