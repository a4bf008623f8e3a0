//! Whether an employer and the work they offer meet a condition.
//!
//! It must not know what follows from an answer.

use jiff::ToSpan;

use crate::industry::IndustryCode;

use super::assess::{Case, Finding};
use super::condition::Offered;
use super::fact::{Dismissed, Fact, Hire};
use super::person::{known, lacks};
use super::say;

pub(super) fn judge(offered: &Offered, hire: &Hire, case: &Case<'_>) -> Finding {
    match offered {
        Offered::Workers { min, max } => known(hire.workers, Fact::Workers, |told| match (*min, *max) {
            (Some(min), _) if told < min => {
                Finding::NotMet(lacks("workers-under").with("least", min).with("told", told))
            }
            (_, Some(max)) if told > max => {
                Finding::NotMet(lacks("workers-over").with("most", max).with("told", told))
            }
            _ => Finding::Met,
        }),
        Offered::Industry { of } => known(hire.industry.as_ref(), Fact::Industry, |told| {
            Finding::held(lies_in(told, of, case), || {
                lacks("industry").with("of", say::industries(of, case.ground))
            })
        }),
        Offered::Size { of } => known(hire.size, Fact::Size, |told| {
            Finding::held(of.contains(&told), || lacks("size").with("of", say::sizes(of)))
        }),
        Offered::Regular => {
            known(hire.regular, Fact::Regular, |told| Finding::held(told, || lacks("regular")))
        }
        Offered::Hours { least_weekly } => known(hire.weekly_min, Fact::Hours, |told| {
            let why = || lacks("hours").with("least", *least_weekly).with("told", told / 60);
            Finding::held(u64::from(told) >= u64::from(*least_weekly) * 60, why)
        }),
        Offered::Wage { least_percent } => wage(*least_percent, hire, case),
        Offered::NoDismissal { months } => known(hire.dismissed, Fact::Dismissed, |told| match told {
            Dismissed::Never => Finding::Met,
            Dismissed::On { on } => {
                let since = case.today().saturating_sub(i64::from(*months).months());
                Finding::held(on <= since, || {
                    lacks("dismissed").with("months", *months).with("on", on.to_string())
                })
            }
        }),
        Offered::Ask(_) => Finding::missing(Fact::Operator),
    }
}

/// Whether a class is one of these or lies in one.
fn lies_in(code: &IndustryCode, of: &[IndustryCode], case: &Case<'_>) -> bool {
    let above = |code: &IndustryCode| case.ground.industries.get(code).and_then(|class| class.parent.clone());
    let mut at = Some(code.clone());
    while let Some(class) = at {
        if of.contains(&class) {
            return true;
        }
        at = above(&class);
    }
    false
}

/// Against the floor of the year in which work begins; a year that the table does not reach is the operator's to say.
fn wage(least_percent: u32, hire: &Hire, case: &Case<'_>) -> Finding {
    let Some(told) = hire.hourly_won else { return Finding::missing(Fact::Wage) };
    let Some(start) = hire.starts_on else { return Finding::missing(Fact::StartsOn) };
    let Some(floor) = case.ground.wages.hourly_won(start.year()) else {
        return Finding::missing(Fact::Operator);
    };
    let enough = i128::from(told) * 100 >= i128::from(floor) * i128::from(least_percent);
    let least = (floor * i64::from(least_percent) + 99) / 100;
    Finding::held(enough, || lacks("wage").with("least", least).with("told", told))
}
