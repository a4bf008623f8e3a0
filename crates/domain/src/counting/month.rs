//! Months: the month of a result (CR-02), closed months that do not change, and corrections (CR-21).

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::message::Message;

/// The years that may be asked for: a month that has no next one, or a thousand empty ones, is nobody's question.
pub const YEARS: std::ops::RangeInclusive<i16> = 1900..=9000;

/// A month of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Month {
    year: i16,
    month: i8,
}

impl Month {
    /// CR-02: the month of a result is that of its first day of work, whenever it was entered.
    pub fn of(start_on: Date) -> Self {
        Self { year: start_on.year(), month: start_on.month() }
    }

    /// Reads `2016-03`, of one of the [`YEARS`].
    pub fn parse(text: &str) -> Option<Self> {
        format!("{text}-01").parse::<Date>().ok().map(Self::of).filter(|month| YEARS.contains(&month.year))
    }

    /// Its first day.
    pub fn first(self) -> Date {
        Date::new(self.year, self.month, 1).unwrap_or(Date::ZERO)
    }

    /// Its last day.
    pub fn last(self) -> Date {
        self.first().last_of_month()
    }

    /// The month after it; the last month there is has none and stays.
    #[must_use]
    pub fn next(self) -> Self {
        Self::of(self.first().saturating_add(1.month()))
    }

    /// The month before it; the first month there is has none and stays.
    #[must_use]
    pub fn previous(self) -> Self {
        Self::of(self.first().saturating_sub(1.month()))
    }

    /// Its year.
    pub fn year(self) -> i16 {
        self.year
    }

    /// Whether it can be closed on a day: only once it is over, and only once.
    ///
    /// # Errors
    /// `month-not-over`; `month-closed`.
    pub fn may_close(self, today: Date, closed: bool) -> Result<(), Message> {
        if closed {
            return Err(Message::new("month-closed").with("month", self.to_string()));
        }
        if today <= self.last() {
            return Err(Message::new("month-not-over").with("month", self.to_string()));
        }
        Ok(())
    }
}

impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl TryFrom<String> for Month {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or_else(|| format!("`{text}` is no month"))
    }
}

impl From<Month> for String {
    fn from(month: Month) -> Self {
        month.to_string()
    }
}

/// CR-21: months are closed in order. Which one comes first, if it is not `month`: an earlier one that has results,
/// or the one after the last that was closed before it.
pub fn cr_21_first_to_close(month: Month, closed: &[Month], with_results: &[Month]) -> Option<Month> {
    let after_last = closed.iter().filter(|known| **known < month).max().map(|last| last.next());
    let open = with_results.iter().copied().chain(after_last);
    open.filter(|known| *known < month && !closed.contains(known)).min()
}

/// What a closed month says for ever.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frozen {
    /// Which month.
    pub month: Month,
    /// Its events, by what is counted (a class with a standing).
    pub own: BTreeMap<String, i64>,
    /// What stood beside them when it closed, and is not corrected: the same by workplace (CR-20), and who had
    /// been looked at and was still there (CR-22).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub beside: BTreeMap<String, i64>,
    /// The corrections of earlier closed months that it carries (정정): month, then what is counted.
    pub corrections: BTreeMap<Month, BTreeMap<String, i64>>,
}

/// CR-02, CR-21: what has changed in closed months since they were closed and is carried by no later
/// closed month yet. It belongs to the open month, as a correction.
pub fn cr_21_corrections(
    live: &BTreeMap<Month, BTreeMap<String, i64>>,
    closed: &[Frozen],
) -> BTreeMap<Month, BTreeMap<String, i64>> {
    let mut out = BTreeMap::new();
    for frozen in closed {
        let mut delta = live.get(&frozen.month).cloned().unwrap_or_default();
        let carried = closed.iter().filter_map(|later| later.corrections.get(&frozen.month));
        for told in std::iter::once(&frozen.own).chain(carried) {
            for (what, n) in told {
                *delta.entry(what.clone()).or_default() -= n;
            }
        }
        delta.retain(|_, n| *n != 0);
        if !delta.is_empty() {
            out.insert(frozen.month, delta);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn count(n: i64) -> BTreeMap<String, i64> {
        BTreeMap::from([("R1".to_owned(), n)])
    }

    #[test]
    fn cr_02_the_month_is_that_of_the_start() {
        assert_eq!(Month::of(date(2016, 3, 31)).to_string(), "2016-03");
        assert_eq!(Month::parse("2016-12").unwrap().next().to_string(), "2017-01");
        assert_eq!(Month::parse("2016-02").unwrap().last(), date(2016, 2, 29));
        for text in ["2016-13", "9999-12", "1899-12"] {
            assert_eq!(Month::parse(text), None, "{text}");
        }
    }

    #[test]
    fn cr_21_a_closed_month_stays_and_its_changes_become_corrections() {
        let march = Month::parse("2016-03").unwrap();
        let april = march.next();
        assert_eq!(march.may_close(date(2016, 3, 31), false).unwrap_err().code, "month-not-over");
        assert_eq!(march.may_close(date(2016, 4, 1), true).unwrap_err().code, "month-closed");
        assert_eq!(march.may_close(date(2016, 4, 1), false), Ok(()));
        let frozen =
            Frozen { month: march, own: count(10), beside: BTreeMap::new(), corrections: BTreeMap::new() };
        let live = BTreeMap::from([(march, count(12)), (april, count(5))]);
        let open = cr_21_corrections(&live, std::slice::from_ref(&frozen));
        assert_eq!(open, BTreeMap::from([(march, count(2))]));
        // April closes and carries them; what March says does not change, and nothing is told twice.
        let carried = Frozen { month: april, own: count(5), beside: BTreeMap::new(), corrections: open };
        assert_eq!(cr_21_corrections(&live, &[frozen.clone(), carried.clone()]), BTreeMap::new());
        let less = BTreeMap::from([(march, count(11)), (april, count(5))]);
        assert_eq!(cr_21_corrections(&less, &[frozen, carried]), BTreeMap::from([(march, count(-1))]));
    }

    #[test]
    fn cr_21_months_are_closed_in_order() {
        let month = |text: &str| Month::parse(text).unwrap();
        let (august, september, october) = (month("2016-08"), month("2016-09"), month("2016-10"));
        assert_eq!(cr_21_first_to_close(october, &[], &[september, october]), Some(september));
        assert_eq!(cr_21_first_to_close(september, &[], &[september, october]), None);
        assert_eq!(cr_21_first_to_close(october, &[september], &[september, october]), None);
        assert_eq!(cr_21_first_to_close(october, &[august], &[october]), Some(september), "an empty one too");
        // Something older that was entered late is closed before anything else.
        assert_eq!(cr_21_first_to_close(october, &[september], &[august, october]), Some(august));
        assert_eq!(cr_21_first_to_close(august, &[september], &[august, october]), None);
    }

    proptest! {
        #[test]
        fn cr_02_months_with_corrections_add_up_to_the_year(history in prop::collection::vec(prop::collection::vec(0i64..9, 6), 1..6)) {
            let months: Vec<Month> = (1..=6).map(|m| Month::of(date(2016, m, 1))).collect();
            let mut closed: Vec<Frozen> = Vec::new();
            let mut live = BTreeMap::new();
            for (nth, counts) in history.iter().enumerate() {
                live = months.iter().copied().zip(counts.iter().map(|n| count(*n))).collect();
                let corrections = cr_21_corrections(&live, &closed);
                closed.push(Frozen { month: months[nth], own: live[&months[nth]].clone(), beside: BTreeMap::new(), corrections });
            }
            let open = cr_21_corrections(&live, &closed);
            let total = |counts: &BTreeMap<String, i64>| counts.values().sum::<i64>();
            let told: i64 = closed.iter().map(|f| total(&f.own) + f.corrections.values().map(total).sum::<i64>()).sum();
            let rest: i64 = months[closed.len()..].iter().map(|m| total(&live[m])).sum();
            let year: i64 = live.values().map(total).sum();
            prop_assert_eq!(told + rest + open.values().map(total).sum::<i64>(), year);
        }
    }
}
