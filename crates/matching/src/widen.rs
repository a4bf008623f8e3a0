//! The other side of a near match: how many more people would fit an opening if its employer eased one of its
//! conditions. Each proposal is counted by making it: the eased opening is asked of everybody.
//!
//! It must not know who the people are, nor what the law lets an employer ask.

use domain::code::CareerKind;
use domain::message::Message;
use domain::work_time::Weekdays;

use crate::candidate::{Candidate, WageFloor};
use crate::constraint::{ConstraintKind, ConstraintState, states};
use crate::explain::relevant;
use crate::job::Job;
use crate::market::full;
use crate::score::pay;

/// How many people a proposal to raise pay should reach, where there are as many.
const REACH: usize = 3;

/// A condition that may be dropped, the words for it, and how.
type Drop = (ConstraintKind, &'static str, fn(&mut Job));

/// What easing an opening would bring.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Widened {
    /// How many people meet every condition as it is.
    pub now: usize,
    /// Proposals with how many more people each brings, most first.
    pub more: Vec<(Message, usize)>,
}

/// Counts what each single proposal would bring.
pub fn widen(job: &Job, people: &[&Candidate]) -> Widened {
    let fits = |person: &Candidate, job: &Job| relevant(person, job) && full(person, job).is_some();
    let count = |job: &Job| people.iter().filter(|person| fits(person, job)).count();
    let now = count(job);
    let mut more: Vec<(Message, usize)> = proposals(job, people)
        .into_iter()
        .map(|(message, eased)| {
            let brings = count(&eased).saturating_sub(now);
            (message.with("count", brings), brings)
        })
        .filter(|(_, brings)| *brings > 0)
        .collect();
    // Stable: what was proposed first stays first among equals.
    more.sort_by_key(|(_, brings)| std::cmp::Reverse(*brings));
    Widened { now, more }
}

/// One change each, of what somebody fails and nothing else.
fn proposals(job: &Job, people: &[&Candidate]) -> Vec<(Message, Job)> {
    let of = |wanted: ConstraintKind| {
        people.iter().filter(move |person| only_failing(person, job) == Some(wanted))
    };
    let any = |kind| of(kind).next().is_some();
    let eased = |change: &dyn Fn(&mut Job)| {
        let mut eased = job.clone();
        change(&mut eased);
        eased
    };
    let mut out = Vec::new();
    for (hourly, per) in [(false, "match-per-month"), (true, "match-per-hour")] {
        let wishes = of(ConstraintKind::Wage).filter(|person| is_hourly(person) == hourly);
        let mut wishes: Vec<i64> = wishes.filter_map(|person| Some(pay(person, job)?.0)).collect();
        wishes.sort_unstable();
        if let Some(won) = wishes.get(REACH.min(wishes.len()).saturating_sub(1)).copied() {
            let message = Message::new("match-widen-wage").with("per", Message::new(per)).with("won", won);
            out.push((message, eased(&|job| raise(job, hourly, won))));
        }
    }
    if any(ConstraintKind::Days) && job.weekdays.is_some_and(|days| days.0 & Weekdays::WEEKEND.0 != 0) {
        let free = |job: &mut Job| job.weekdays = job.weekdays.map(|days| days.without(Weekdays::WEEKEND));
        out.push((Message::new("match-widen-weekend"), eased(&free)));
    }
    let drops: [Drop; 6] = [
        (ConstraintKind::Hours, "match-widen-hours", |job| job.daily = None),
        (ConstraintKind::WeeklyHours, "match-widen-weekly-hours", |job| job.weekly_min = None),
        (ConstraintKind::EmploymentType, "match-widen-employment-type", |job| job.employment_type = None),
        (ConstraintKind::Education, "match-widen-education", |job| job.education = None),
        (ConstraintKind::Experience, "match-widen-experience", |job| job.career = Some((CareerKind::Any, 0))),
        (ConstraintKind::Licence, "match-widen-licence", |job| job.licences.clear()),
    ];
    let drops = drops.into_iter().filter(|(kind, ..)| any(*kind));
    out.extend(drops.map(|(_, code, change)| (Message::new(code), eased(&change))));
    out
}

/// The one condition that does not hold, if it is only one.
fn only_failing(person: &Candidate, job: &Job) -> Option<ConstraintKind> {
    let mut failed = states(person, job).filter(|(_, state)| matches!(state, ConstraintState::Failed { .. }));
    match (failed.next(), failed.next()) {
        (Some((kind, _)), None) if relevant(person, job) => Some(kind),
        _ => None,
    }
}

fn is_hourly(person: &Candidate) -> bool {
    matches!(person.wage, Some(WageFloor::Hourly(_)))
}

/// Pay raised in one reckoning is raised in the other by as much.
fn raise(job: &mut Job, hourly: bool, won: i64) {
    let (told, other) = match hourly {
        true => (&mut job.hourly_won, &mut job.monthly_won),
        false => (&mut job.monthly_won, &mut job.hourly_won),
    };
    if let (Some(before), Some(known)) = (*told, *other) {
        *other = Some(known.saturating_mul(won) / before.max(1));
    }
    *told = Some(won);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pay_is_raised_in_both_reckonings() {
        let content = domain::opening::Content::default();
        let id = domain::id::OpeningId(uuid::Uuid::nil());
        let city = domain::city::City::embedded("haneul").unwrap();
        let mut job = Job::from_content(id, &content, None, city.areas(), city.stations());
        (job.monthly_won, job.hourly_won) = (Some(2_000_000), Some(10_000));
        raise(&mut job, false, 2_200_000);
        assert_eq!((job.monthly_won, job.hourly_won), (Some(2_200_000), Some(11_000)));
        raise(&mut job, true, 12_100);
        assert_eq!((job.monthly_won, job.hourly_won), (Some(2_420_000), Some(12_100)));
    }
}
