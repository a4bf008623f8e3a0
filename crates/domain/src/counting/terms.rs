//! What kind of work a claim is: its class (CR-08), its hours and full-time equivalents (CR-09).

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString, IntoStaticStr};

use crate::code::EmploymentType;
use crate::placement::{How, Terms};

/// Hours of a full week, in minutes.
pub const FULL_WEEK_MINUTES: i64 = 40 * 60;
/// Weeks under this many minutes are shown apart.
pub const SHORT_WEEK_MINUTES: u32 = 15 * 60;

/// Classes of results; never added to each other.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    Display,
    EnumIter,
    EnumString,
    IntoStaticStr,
)]
pub enum Class {
    /// Confirmed placement (취업).
    R1,
    /// Direct public job (직접일자리).
    R2,
    /// Completed training; not a job (훈련 수료).
    R3,
    /// Subsidised or retained job (고용장려금).
    R4,
    /// Start-up, founder and hires (창업).
    R5,
    /// Facilities (인프라).
    R6,
    /// Private investment, committed, announced, realised (기업유치).
    R7,
    /// Short-term and day labour, people and days (단기·일용).
    R8,
    /// Estimate.
    X,
}

words! {
    /// How a contract is shown beside the count.
    pub enum Contract {
        /// Without a fixed end, or for a year and more (상용).
        Lasting,
        /// From one month to under twelve (기간제).
        FixedTerm,
        /// Under one month, or by the day (단기·일용).
        Short,
    }
}

/// CR-08: under one month or by the day is R8 only; from one month to under twelve it is fixed-term.
/// A fixed term of unknown length is fixed-term.
pub fn cr_08_class(how: How, terms: &Terms) -> (Class, Contract) {
    let contract = match (terms.day_labour, terms.contract_months) {
        (true, _) | (_, Some(0)) => Contract::Short,
        (_, Some(months)) if months < 12 => Contract::FixedTerm,
        (_, Some(_)) => Contract::Lasting,
        (_, None) => match terms.employment_type {
            Some(
                EmploymentType::FixedTerm | EmploymentType::FixedTermPartTime | EmploymentType::Substitute,
            ) => Contract::FixedTerm,
            _ => Contract::Lasting,
        },
    };
    let class = match (contract, how) {
        (Contract::Short, _) => Class::R8,
        (_, How::DirectJob) => Class::R2,
        (_, How::Subsidised) => Class::R4,
        (_, How::Startup) => Class::R5,
        _ => Class::R1,
    };
    (class, contract)
}

/// CR-09: weeks under fifteen hours are shown apart.
pub fn cr_09_short_week(weekly_minutes: Option<u32>) -> bool {
    weekly_minutes.is_some_and(|minutes| minutes < SHORT_WEEK_MINUTES)
}

/// A full-time equivalent, in hundredths. Information only: it has no unit of the ledger and cannot be a
/// [`super::Figure`] (CR-09).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct FullTime(pub i64);

impl FullTime {
    /// Of weekly minutes.
    pub fn of_week(minutes: i64) -> Self {
        Self(rounded(minutes * 100, FULL_WEEK_MINUTES))
    }

    /// Of days worked, by the days of a full year.
    pub fn of_days(days: i64, full_year: i64) -> Self {
        Self(rounded(days * 100, full_year.max(1)))
    }

    /// With one decimal, as it is shown.
    pub fn shown(self) -> String {
        let tenths = rounded(self.0, 10);
        format!("{}.{}", tenths / 10, tenths % 10)
    }
}

/// Division rounded half up, for numbers that are not negative.
pub(crate) fn rounded(value: i64, by: i64) -> i64 {
    (2 * value + by).div_euclid(2 * by)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn months(months: u16) -> Terms {
        Terms { contract_months: Some(months), ..Terms::default() }
    }

    #[test]
    fn cr_08_short_contracts_are_a_class_of_their_own() {
        assert_eq!(cr_08_class(How::Referral, &months(0)), (Class::R8, Contract::Short));
        assert_eq!(cr_08_class(How::DirectJob, &months(0)), (Class::R8, Contract::Short));
        let day = Terms { day_labour: true, person_days: Some(3), ..Terms::default() };
        assert_eq!(cr_08_class(How::Referral, &day), (Class::R8, Contract::Short));
        assert_eq!(cr_08_class(How::Referral, &months(1)), (Class::R1, Contract::FixedTerm));
        assert_eq!(cr_08_class(How::Referral, &months(11)), (Class::R1, Contract::FixedTerm));
        assert_eq!(cr_08_class(How::Referral, &months(12)), (Class::R1, Contract::Lasting));
        assert_eq!(cr_08_class(How::DirectJob, &months(4)), (Class::R2, Contract::FixedTerm));
        assert_eq!(cr_08_class(How::SelfFound, &Terms::default()), (Class::R1, Contract::Lasting));
    }

    #[test]
    fn cr_09_short_weeks_stand_apart() {
        assert!(cr_09_short_week(Some(14 * 60 + 59)));
        assert!(!cr_09_short_week(Some(15 * 60)));
        assert!(!cr_09_short_week(None));
        assert_eq!(FullTime::of_week(20 * 60), FullTime(50));
    }

    #[test]
    fn v7_days_of_a_year() {
        let equivalent = FullTime::of_days(1_520, crate::counting::Bounds::default().full_year_days);
        assert_eq!(equivalent, FullTime(608));
        assert_eq!(equivalent.shown(), "6.1");
    }
}
