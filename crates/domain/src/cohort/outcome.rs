//! When it is known what became of those who completed a cohort: after 3 and 6 months, in the four states of the national
//! statistics of trainings (개설예정, 진행중, 미실시, 수료자 없음). It must not know how hires are counted: that is
//! [`crate::counting`].

use jiff::ToSpan;
use jiff::civil::Date;

use super::{Cohort, State};
use crate::counting::Employed;

/// Months after the last day on which it is looked who has work.
pub const EMPLOYED_MONTHS: [u8; 2] = [3, 6];

/// How many of those who completed had work so many months later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Employment {
    /// It has not begun (A 개설예정).
    Ahead,
    /// It goes on, or the months are not over (B 진행중).
    NotYet {
        /// From this day on it is known.
        known_on: Date,
    },
    /// It did not take place (C 미실시).
    NotHeld,
    /// Nobody completed it (D 수료자 없음).
    NobodyCompleted,
    /// So many people of those who completed.
    Known {
        /// Who had work on this day.
        on: Date,
        /// People who completed.
        completers: u32,
        /// Of these, those who had work.
        employed: Employed,
    },
}

words! {
    /// The same without its figures.
    #[allow(missing_docs, reason = "each is documented at `Employment`")]
    pub enum EmploymentName {
        Ahead,
        NotYet,
        NotHeld,
        NobodyCompleted,
        Known,
    }
}

impl Employment {
    /// Its name.
    pub fn name(&self) -> EmploymentName {
        match self {
            Self::Ahead => EmploymentName::Ahead,
            Self::NotYet { .. } => EmploymentName::NotYet,
            Self::NotHeld => EmploymentName::NotHeld,
            Self::NobodyCompleted => EmploymentName::NobodyCompleted,
            Self::Known { .. } => EmploymentName::Known,
        }
    }
}

impl Cohort {
    /// The day so many months after its last; the last day of a month that is too short.
    pub fn months_after(&self, months: u8) -> Date {
        self.until.saturating_add(i64::from(months).months())
    }

    /// How many of those who completed it had work so many months later; `employed` tells it of a span of starts and the day
    /// at its end.
    pub fn employment(
        &self,
        (months, completers): (u8, u32),
        today: Date,
        employed: impl FnOnce((Date, Date)) -> Employed,
    ) -> Employment {
        let on = self.months_after(months);
        match self.state {
            State::Planned | State::Recruiting { .. } | State::Selected { .. } => Employment::Ahead,
            State::Cancelled { .. } => Employment::NotHeld,
            State::Completed { .. } if completers == 0 => Employment::NobodyCompleted,
            State::Completed { .. } if on <= today => {
                Employment::Known { on, completers, employed: employed((self.until, on)) }
            }
            State::Running { .. } | State::Completed { .. } => Employment::NotYet { known_on: on },
        }
    }
}
