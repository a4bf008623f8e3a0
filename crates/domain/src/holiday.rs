//! Public holidays (관공서의 공휴일에 관한 규정), for deadlines counted in working days.

use std::collections::BTreeMap;

use jiff::civil::{Date, Weekday};

/// Holidays by day.
#[derive(Debug, Clone, Default)]
pub struct HolidayTable {
    days: BTreeMap<Date, String>,
}

impl HolidayTable {
    /// From pairs of day and name.
    pub fn new(rows: impl IntoIterator<Item = (Date, String)>) -> Self {
        Self { days: rows.into_iter().collect() }
    }

    /// The holiday's name, if the day is one.
    pub fn name(&self, day: Date) -> Option<&str> {
        self.days.get(&day).map(String::as_str)
    }

    /// Whether offices are open: no weekend and no holiday.
    pub fn is_working_day(&self, day: Date) -> bool {
        !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && !self.days.contains_key(&day)
    }

    /// All holidays, by day.
    pub fn iter(&self) -> impl Iterator<Item = (Date, &str)> {
        self.days.iter().map(|(day, name)| (*day, name.as_str()))
    }
}
