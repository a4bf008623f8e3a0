//! Whether a later version of an opening asks for more or gives less than an earlier one. Whoever was
//! referred on the earlier terms is told of it.
//!
//! It must not know who was referred, nor how they are told.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Content, EmploymentType};
use crate::area::distance_m;

/// How far the place of work may move before it counts as another, in metres.
const SAME_PLACE_M: i64 = 500;

words! {
    /// A term of an opening that can get worse.
    pub enum Term {
        /// Pay as written, in won of its own form.
        Wage,
        /// Pay per hour in won.
        HourlyWage,
        /// Pay per month in won.
        MonthlyWage,
        /// Contractual minutes a week.
        WeeklyMinutes,
        /// Days worked, as a set of weekdays.
        Weekdays,
        /// Night work, 0 or 1.
        Night,
        /// The place, as the code of its first area.
        Place,
        /// The employment type, by its code.
        EmploymentType,
        /// Length of the contract in months; 0 for no end.
        ContractMonths,
        /// Probation in months.
        ProbationMonths,
        /// The way to a permanent contract, 1 or 0.
        Convertible,
    }
}

impl Term {
    /// Input of the form that holds it.
    pub fn field(self) -> &'static str {
        match self {
            Self::Wage | Self::HourlyWage | Self::MonthlyWage => "wage_min",
            Self::WeeklyMinutes => "weekly_hours",
            Self::Weekdays => "days",
            Self::Night => "from",
            Self::Place => "area",
            Self::EmploymentType => "employment_type",
            Self::ContractMonths => "contract_months",
            Self::ProbationMonths => "probation_months",
            Self::Convertible => "convertible",
        }
    }
}

/// A term that got worse, with both values as they are stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Which.
    pub term: Term,
    /// What it was.
    pub before: String,
    /// What it is.
    pub after: String,
}

/// That the terms of a live opening got worse.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Worsening {
    /// When.
    pub at: Timestamp,
    /// Which terms.
    pub changes: Vec<Change>,
}

/// What got worse from `before` to `after`, in the order of [`Term`]; empty when nothing did. What one of
/// the two does not tell cannot be compared, except a promise that is taken back.
pub fn terms_worse(before: &Content, after: &Content) -> Vec<Change> {
    let mut worse = Vec::new();
    pay(before, after, &mut worse);
    time(before, after, &mut worse);
    place(before, after, &mut worse);
    contract(before, after, &mut worse);
    worse
}

fn note(worse: &mut Vec<Change>, term: Term, before: impl ToString, after: impl ToString) {
    worse.push(Change { term, before: before.to_string(), after: after.to_string() });
}

fn pay(before: &Content, after: &Content, worse: &mut Vec<Change>) {
    let Some(old) = before.wage else { return };
    let Some(new) = after.wage else {
        note(worse, Term::Wage, old.min_won, "");
        return;
    };
    if old.form == new.form && new.min_won < old.min_won {
        note(worse, Term::Wage, old.min_won, new.min_won);
    } else if old.form == new.form && new.max_won < old.max_won {
        note(worse, Term::Wage, old.max_won, new.max_won);
    }
    let week = |content: &Content| content.work_time.weekly_minutes();
    let days = |content: &Content| content.work_time.weekdays.map(|days| days.count());
    let per_hour = (old.hourly_won(week(before), days(before)), new.hourly_won(week(after), days(after)));
    if let (Some(old), Some(new)) = per_hour
        && new < old
    {
        note(worse, Term::HourlyWage, old, new);
    }
    let per_month = (old.monthly_won(week(before), days(before)), new.monthly_won(week(after), days(after)));
    if let (Some(old), Some(new)) = per_month
        && new < old
    {
        note(worse, Term::MonthlyWage, old, new);
    }
}

fn time(before: &Content, after: &Content, worse: &mut Vec<Change>) {
    let (old, new) = (&before.work_time, &after.work_time);
    if let (Some(old), Some(new)) = (old.weekly_minutes(), new.weekly_minutes())
        && new > old
    {
        note(worse, Term::WeeklyMinutes, old, new);
    }
    if let (Some(old), Some(new)) = (old.weekdays, new.weekdays)
        && !new.without(old).is_empty()
    {
        note(worse, Term::Weekdays, old.0, new.0);
    }
    if let (Some(old), Some(new)) = (old.daily, new.daily)
        && new.touches_night()
        && !old.touches_night()
    {
        note(worse, Term::Night, 0, 1);
    }
}

fn place(before: &Content, after: &Content, worse: &mut Vec<Change>) {
    let (old, new) = (&before.workplace, &after.workplace);
    let area = |areas: &[crate::area::AreaCode]| {
        areas.first().map(|area| area.as_str().to_owned()).unwrap_or_default()
    };
    let moved = match (old.point, new.point) {
        (Some(a), Some(b)) => distance_m(a, b) > SAME_PLACE_M,
        // Finer or coarser words for the same place are no other place.
        _ => {
            let within = |a: &crate::area::AreaCode, b: &crate::area::AreaCode| {
                a.as_str().starts_with(b.as_str().trim_end_matches('0'))
            };
            let meets = |n| old.areas.iter().any(|o| within(n, o) || within(o, n));
            let both_known = !old.areas.is_empty() && !new.areas.is_empty();
            both_known && !new.areas.iter().any(meets)
        }
    };
    let home_taken = old.remote && !new.remote;
    if home_taken || (moved && !new.remote) {
        note(worse, Term::Place, area(&old.areas), area(&new.areas));
    }
}

fn contract(before: &Content, after: &Content, worse: &mut Vec<Change>) {
    if let (Some(old), Some(new)) = (before.employment_type, after.employment_type)
        && rank(new) > rank(old)
    {
        note(worse, Term::EmploymentType, old.code(), new.code());
    }
    let shorter = match (before.contract_months, after.contract_months) {
        (Some(old), Some(new)) => new < old,
        (None, Some(_)) => true,
        (_, None) => false,
    };
    if shorter {
        let months = |months: Option<u32>| months.unwrap_or(0);
        note(worse, Term::ContractMonths, months(before.contract_months), months(after.contract_months));
    }
    let (old, new) = (before.probation_months.unwrap_or(0), after.probation_months.unwrap_or(0));
    if new > old {
        note(worse, Term::ProbationMonths, old, new);
    }
    if before.convertible == Some(true) && after.convertible != Some(true) {
        note(worse, Term::Convertible, 1, 0);
    }
}

/// From the firmest bond to the loosest. Part-time by choice is as firm as full-time.
fn rank(kind: EmploymentType) -> u8 {
    match kind {
        EmploymentType::Indefinite | EmploymentType::IndefinitePartTime => 0,
        EmploymentType::FixedTerm | EmploymentType::FixedTermPartTime | EmploymentType::Substitute => 1,
        EmploymentType::Dispatched => 2,
    }
}
