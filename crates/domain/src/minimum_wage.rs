//! The minimum wage by year (최저임금법 §10), in won per hour.

use std::collections::BTreeMap;

/// Years with their floor.
#[derive(Debug, Clone, Default)]
pub struct MinimumWageTable {
    hourly_won: BTreeMap<i16, i64>,
}

impl MinimumWageTable {
    /// From pairs of year and won per hour.
    pub fn new(rows: impl IntoIterator<Item = (i16, i64)>) -> Self {
        Self { hourly_won: rows.into_iter().collect() }
    }

    /// The floor of a year; `None` when the table does not reach it.
    pub fn hourly_won(&self, year: i16) -> Option<i64> {
        self.hourly_won.get(&year).copied()
    }

    /// All years with their floor.
    pub fn iter(&self) -> impl Iterator<Item = (i16, i64)> {
        self.hourly_won.iter().map(|(year, won)| (*year, *won))
    }
}
