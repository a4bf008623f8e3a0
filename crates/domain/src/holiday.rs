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

    /// The `nth` working day from a day on, the day itself among them.
    pub fn working_day(&self, from: Date, nth: usize) -> Date {
        let days = std::iter::successors(Some(from), |day| day.tomorrow().ok());
        days.filter(|day| self.is_working_day(*day)).nth(nth.saturating_sub(1)).unwrap_or(from)
    }

    /// All holidays, by day.
    pub fn iter(&self) -> impl Iterator<Item = (Date, &str)> {
        self.days.iter().map(|(day, name)| (*day, name.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn working_days_pass_over_weekends_and_holidays() {
        let table = HolidayTable::new([(date(2016, 3, 1), "삼일절".to_owned())]);
        let nth = |nth| table.working_day(date(2016, 3, 1), nth);
        assert_eq!((nth(1), nth(3), nth(4)), (date(2016, 3, 2), date(2016, 3, 4), date(2016, 3, 7)));
        assert_eq!(nth(0), nth(1));
    }
}
