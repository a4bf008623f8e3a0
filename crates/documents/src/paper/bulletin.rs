//! An issue of the weekly bulletin on paper: columns on A4, a poster on A3 that is read from two metres, or large type. All
//! three say the same issue, by number, change number and digest.

use jiff::Timestamp;
use serde::Serialize;

use super::press::{PressError, Printed, typeset};

/// How an issue is drawn.
const TEMPLATE: &str = include_str!("bulletin.typ");

/// Names of what stands on an issue, in its language.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[allow(missing_docs, reason = "each is what its name says")]
pub struct BulletinWords {
    pub title: String,
    pub place: String,
    pub way: String,
    pub hours: String,
    pub call: String,
    pub centre: String,
    pub code: String,
    pub until: String,
    pub doubted: String,
    pub none: String,
    pub errata: String,
    pub errata_note: String,
    pub how: String,
    pub slip: String,
    pub slip_note: String,
    pub slip_name: String,
    pub slip_phone: String,
    pub slip_interest: String,
    pub slip_call: String,
    pub scan: String,
    /// Monday to Sunday, one sign each.
    pub days: [String; 7],
}

/// An opening on an issue.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct BulletinLine {
    /// What the work is.
    pub title: String,
    /// Who offers it, and for how many.
    pub employer: String,
    /// Per month, where it can be told; else what was written.
    pub pay: String,
    /// Per hour.
    pub hourly: String,
    /// Where, and how far.
    pub place: String,
    /// Nearest stop.
    pub way: String,
    /// Which days are worked, Monday first.
    pub week: [bool; 7],
    /// Days and hours in words.
    pub hours: String,
    /// Telephone, as written.
    pub phone: String,
    /// Whether that is the employer's.
    pub direct: bool,
    /// Last day, in words; empty when there is none.
    pub until: String,
    /// Whether the employer did not confirm it.
    pub doubted: bool,
    /// Code to answer with, in groups.
    pub code: String,
    /// Address of its page as squares.
    pub qr: String,
}

/// An issue.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct BulletinPaper {
    /// `a4`, `a3` or `large`.
    pub form: &'static str,
    /// `ko` or `en`.
    pub lang: &'static str,
    /// Names of its lines.
    pub words: BulletinWords,
    /// Who issues it.
    pub office: String,
    /// Their telephone, as written.
    pub phone: String,
    /// For whom and where, such as `별빛동 · 어르신`.
    pub about: String,
    /// Number and week of the issue.
    pub number: String,
    /// As of when and of which change it is.
    pub as_of: String,
    /// Twelve digits that change with anything that is said.
    pub digest: String,
    /// The openings.
    pub lines: Vec<BulletinLine>,
    /// What the last issue showed and is no longer there: code, title and what became of it.
    pub errata: Vec<[String; 3]>,
    /// How many more there are, in words; empty when there are none.
    pub more: String,
}

/// Prints an issue; `at` becomes the file's instant of making, so that the same issue gives the same bytes.
///
/// # Errors
/// When the engine refuses, which no facts should bring about.
pub fn bulletin(paper: &BulletinPaper, at: Timestamp) -> Result<Printed, PressError> {
    let input = serde_json::to_value(paper).map_err(|error| PressError::from_json(&error))?;
    let name = format!("{} {} {}", paper.number, paper.form, paper.digest);
    typeset(TEMPLATE, input, &name, at)
}
