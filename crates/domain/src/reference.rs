//! Facts of the country that every city shares, read from the `data` folder that is built into the
//! program, each table with its named validations.
//!
//! It must not know any city: that is [`crate::city`].

mod check;
mod load;

use std::borrow::Cow;
use std::sync::OnceLock;

use rust_embed::RustEmbed;

use crate::area::AreaTable;
use crate::code_list::CodeLists;
use crate::coefficient::CoefficientTable;
use crate::disclosure::CategoryTable;
use crate::holiday::HolidayTable;
use crate::industry::IndustryTable;
use crate::minimum_wage::MinimumWageTable;
use crate::occupation::{OccupationTable, Vocabulary};
use crate::priority::PriorityTable;
use crate::segment::SegmentTable;
use crate::support_program::SupportPrograms;
use crate::work_trial::LimitTable;
pub use check::Finding;

#[derive(RustEmbed)]
#[folder = "../../data"]
#[exclude = "demo/*.csv"]
#[exclude = "demo/occupations.psv"]
struct Files;

/// A table that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("read {file}: {detail}")]
pub struct ReferenceError {
    /// File under `data`.
    pub file: String,
    /// What is wrong with it.
    pub detail: String,
}

/// The tables.
#[derive(Debug)]
pub struct Reference {
    /// Occupations (KECO 2025).
    pub occupations: OccupationTable,
    /// The words in which titles name occupations, and the WorkNet groups of these.
    pub titles: Vocabulary,
    /// Industries (KSIC 11).
    pub industries: IndustryTable,
    /// Provinces, cities and districts of the country.
    pub areas: AreaTable,
    /// Minimum wage by year.
    pub minimum_wages: MinimumWageTable,
    /// Public holidays.
    pub holidays: HolidayTable,
    /// Employment coefficients.
    pub coefficients: CoefficientTable,
    /// Code lists.
    pub codes: CodeLists,
    /// Categories of the disclosure scheme.
    pub categories: CategoryTable,
    /// Who comes first for work of programmes that name it.
    pub priorities: PriorityTable,
    /// Segments of people by their dated definitions.
    pub segments: SegmentTable,
    /// Employment support programmes with their dated rules.
    pub support_programs: SupportPrograms,
    /// How long a work trial may last, by day.
    pub work_trials: LimitTable,
}

impl Reference {
    /// The tables built into the program, read once.
    ///
    /// # Errors
    /// The first table that cannot be read; a test holds that there is none.
    pub fn embedded() -> Result<&'static Self, ReferenceError> {
        static TABLES: OnceLock<Result<Reference, ReferenceError>> = OnceLock::new();
        TABLES.get_or_init(load::all).as_ref().map_err(Clone::clone)
    }

    /// The same tables with other programmes, each a file of rules `(name, text)`.
    ///
    /// # Errors
    /// The first table that cannot be read; everything that is wrong with the files.
    pub fn with_programs(files: &[(String, String)]) -> Result<Self, ReferenceError> {
        load::with_programs(files)
    }

    /// Everything that is wrong with the tables, by name of the validation.
    pub fn validate(&self) -> Vec<Finding> {
        check::all(self)
    }
}

/// A file of the `data` folder built into the program.
pub fn file(path: &str) -> Option<Cow<'static, [u8]>> {
    Files::get(path).map(|file| file.data)
}

/// The same as text.
pub fn text(path: &str) -> Option<String> {
    file(path).and_then(|bytes| String::from_utf8(bytes.into_owned()).ok())
}
