//! How long a work trial may last and how many minutes it may take, by the dated rows of `data/work_trials`.

use jiff::ToSpan;
use jiff::civil::Date;
use serde::Deserialize;

use crate::support_program::SourceKind;

/// The limits from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Limit {
    /// First day.
    pub from: Date,
    /// Months at most.
    pub most_months: u8,
    /// Minutes a day at most.
    pub most_daily_min: u16,
    /// Minutes a week at most.
    pub most_weekly_min: u32,
    /// Where it is written.
    pub basis: String,
    /// How far that may be relied on.
    pub source_kind: SourceKind,
}

impl Limit {
    /// The last day on which a trial that begins on a day may end.
    pub fn last_day(&self, from: Date) -> Date {
        from.saturating_add(i64::from(self.most_months).months()).saturating_sub(1.day())
    }
}

/// All of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LimitTable {
    limits: Vec<Limit>,
}

impl LimitTable {
    /// From the rows of the file, in any order.
    pub fn new(mut limits: Vec<Limit>) -> Self {
        limits.sort_by_key(|limit| limit.from);
        Self { limits }
    }

    /// The limit of a day; `None` before the first that is known.
    pub fn on(&self, day: Date) -> Option<&Limit> {
        self.limits.iter().rev().find(|limit| limit.from <= day)
    }

    /// What is wrong with the rows: two of one day, a limit of nothing, no basis.
    pub fn faults(&self) -> Vec<String> {
        let twice = self.limits.windows(2).filter(|pair| pair[0].from == pair[1].from).map(|pair| &pair[1]);
        let empty = self.limits.iter().filter(|limit| {
            limit.most_months == 0
                || limit.most_daily_min == 0
                || limit.most_weekly_min == 0
                || limit.basis.is_empty()
        });
        twice.chain(empty).map(|limit| limit.from.to_string()).collect()
    }
}
