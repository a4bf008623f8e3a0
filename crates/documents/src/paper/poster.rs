//! The poster of one opening (게시용 인쇄물): what it is in letters that are read from the street, and at its foot ten codes to
//! tear off, each with title and telephone.

use jiff::Timestamp;
use serde::Serialize;

use super::press::{PressError, Printed, typeset};

/// How a poster is drawn.
const TEMPLATE: &str = include_str!("poster.typ");
/// Codes to tear off.
pub const TEAR_OFFS: usize = 10;

/// Names of what stands on a poster, in its language.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[allow(missing_docs, reason = "each is what its name says")]
pub struct PosterWords {
    pub wanted: String,
    pub place: String,
    pub way: String,
    pub hours: String,
    pub apply: String,
    pub until: String,
    pub code: String,
    pub scan: String,
    pub tear: String,
    pub days: [String; 7],
}

/// An opening on a poster.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Poster {
    /// `a4` or `a3`.
    pub size: &'static str,
    /// `ko` or `en`.
    pub lang: &'static str,
    /// Names of its lines.
    pub words: PosterWords,
    /// Who issues it.
    pub office: String,
    /// As of when and of which change it is.
    pub as_of: String,
    /// What the work is.
    pub title: String,
    /// Who offers it, and for how many.
    pub employer: String,
    /// Pay per month.
    pub pay: String,
    /// Pay per hour.
    pub hourly: String,
    /// Where.
    pub place: String,
    /// Nearest stop.
    pub way: String,
    /// Which days are worked, Monday first.
    pub week: [bool; 7],
    /// Days and hours in words.
    pub hours: String,
    /// Telephone, as written.
    pub phone: String,
    /// Last day, in words.
    pub until: String,
    /// Code to answer with, in groups.
    pub code: String,
    /// Address of its page as squares.
    pub qr: String,
}

/// Prints a poster.
///
/// # Errors
/// When the engine refuses, which no facts should bring about.
pub fn poster(facts: &Poster, at: Timestamp) -> Result<Printed, PressError> {
    let mut input = serde_json::to_value(facts).map_err(|error| PressError::from_json(&error))?;
    if let serde_json::Value::Object(fields) = &mut input {
        fields.insert("tears".to_owned(), TEAR_OFFS.into());
    }
    typeset(TEMPLATE, input, &format!("{} {}", facts.code, facts.as_of), at)
}
