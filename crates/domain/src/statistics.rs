//! What a job centre does, as it is counted from its records: registrations, openings, referrals, interviews.
//! Results are not among them: those are the ledger's, with evidence and grades.
//!
//! Nobody keys a figure of these. It must not know how records are kept or shown.

use jiff::civil::Date;

use crate::counting::Month;

words! {
    /// A kind of work that leaves a record.
    pub enum Work {
        /// A jobseeker was registered (구직 등록).
        Registered,
        /// An opening was received (구인 접수).
        Received,
        /// A letter of referral was issued (알선).
        Referred,
        /// An interview was held (면접).
        Interviewed,
    }
}

/// A span of whole months: a year, a half of it, or one month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The first month.
    pub first: Month,
    /// The last month.
    pub last: Month,
}

impl Span {
    /// A year, or its first or second half.
    pub fn of(year: i16, half: Option<u8>) -> Self {
        let month = |month: i8| Month::of(Date::new(year, month, 1).unwrap_or(Date::ZERO));
        let (first, last) = match half {
            Some(1) => (1, 6),
            Some(_) => (7, 12),
            None => (1, 12),
        };
        Self { first: month(first), last: month(last) }
    }

    /// Its months in order.
    pub fn months(self) -> Vec<Month> {
        let next = |month: &Month| Some(month.next()).filter(|next| next > month);
        std::iter::successors(Some(self.first), next).take_while(|month| *month <= self.last).collect()
    }

    /// Whether a month is in it.
    pub fn holds(self, month: Month) -> bool {
        (self.first..=self.last).contains(&month)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_halves_are_the_year_and_share_no_month() {
        let year = Span::of(2016, None).months();
        let halves = [Span::of(2016, Some(1)).months(), Span::of(2016, Some(2)).months()].concat();
        assert_eq!((year.len(), year), (12, halves));
        assert!(Span::of(2016, Some(2)).holds(Month::parse("2016-07").unwrap()));
        assert!(!Span::of(2016, Some(1)).holds(Month::parse("2016-07").unwrap()));
        assert_eq!(Span::of(9999, None).months().len(), 12, "the last month there is ends the row");
    }
}
