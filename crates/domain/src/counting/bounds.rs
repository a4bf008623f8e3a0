//! The figures of counting that are the city's own choice (`[ledger]` of the city file). It must not know what is
//! counted by them.

use serde::{Deserialize, Serialize};

/// The city's own figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Bounds {
    /// Least cell that the public is shown (CR-23).
    pub least_shown: i64,
    /// Days of a full year of work, for equivalents (CR-09).
    pub full_year_days: i64,
    /// The working day of a month by which the bodies report on the month before.
    pub report_working_day: i64,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { least_shown: 3, full_year_days: 250, report_working_day: 5 }
    }
}

impl Bounds {
    /// Whether a city may choose these figures: under two, single people would be shown.
    ///
    /// # Errors
    /// The first that may not be, with what it may be.
    pub fn check(&self) -> Result<(), String> {
        let chosen = [
            ("least_shown", self.least_shown, 2..=100),
            ("full_year_days", self.full_year_days, 1..=366),
            ("report_working_day", self.report_working_day, 1..=20),
        ];
        crate::city::within("ledger", chosen)
    }
}
