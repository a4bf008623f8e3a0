//! The other side of a near match: how many more people would fit an opening if its employer eased one of its
//! conditions. Each proposal is counted by making it: the eased opening is asked of everybody.
//!
//! It must not know who the people are, nor what the law lets an employer ask.

use std::cmp::Reverse;

use domain::area::AreaTable;
use domain::message::Message;
use strum::IntoEnumIterator;

use crate::candidate::Candidate;
use crate::constraint::ConstraintKind;
use crate::ease::Easing;
use crate::explain::relevant;
use crate::flip::{easing, failing};
use crate::job::Job;
use crate::market::full;

/// Easings without an order that are counted for a condition: those that most people lack.
const COUNTED: usize = 4;
/// Proposals told for a condition: those that bring most.
const TOLD: usize = 2;

/// What easing an opening would bring.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Widened {
    /// How many people meet every condition as it is.
    pub now: usize,
    /// Proposals with how many more people each brings, most first.
    pub more: Vec<(Message, usize)>,
    /// The same proposals as changes of the opening, in the same order.
    pub easings: Vec<Easing>,
}

/// Counts what each single proposal would bring. Where easings have an order, the least that reaches `reach` people is
/// proposed, or all where there are fewer. Places stand in the words by the names of `areas`.
pub fn widen(job: &Job, people: &[&Candidate], reach: usize, areas: &AreaTable) -> Widened {
    let fits = |person: &Candidate, job: &Job| relevant(person, job) && full(person, job).is_some();
    let count = |job: &Job| people.iter().filter(|person| fits(person, job)).count();
    let now = count(job);
    let mut out: Vec<(Easing, usize)> = Vec::new();
    for proposals in proposals(job, people, reach) {
        let counted = proposals.into_iter().map(|easing| {
            let brings = count(&job.eased(&easing)).saturating_sub(now);
            (easing, brings)
        });
        let mut counted: Vec<_> = counted.filter(|(_, brings)| *brings > 0).collect();
        counted.sort_by_key(|(_, brings)| Reverse(*brings));
        out.extend(counted.into_iter().take(TOLD));
    }
    // Stable: what was proposed first stays first among equals.
    out.sort_by_key(|(_, brings)| Reverse(*brings));
    let said = |(easing, brings): &(Easing, usize)| {
        let message = Message::new("match-widen-more").with("change", easing.message(areas));
        (message.with("count", *brings), *brings)
    };
    Widened {
        now,
        more: out.iter().map(said).collect(),
        easings: out.into_iter().map(|(easing, _)| easing).collect(),
    }
}

/// For each condition changes of what somebody fails and nothing else.
fn proposals(job: &Job, people: &[&Candidate], reach: usize) -> Vec<Vec<Easing>> {
    let mut lacking: Vec<(ConstraintKind, Easing)> = Vec::new();
    let mut home = false;
    for person in people.iter().filter(|person| relevant(person, job)) {
        let failed: Vec<ConstraintKind> = failing(person, job).map(|(kind, _)| kind).collect();
        let place = |kind| matches!(kind, ConstraintKind::Area | ConstraintKind::Commute);
        home |= person.remote && !failed.is_empty() && failed.iter().all(|kind| place(*kind));
        if let [kind] = failed[..] {
            lacking.extend(easing(kind, person, job).map(|easing| (kind, easing)));
        }
    }
    let of = |kind| {
        let own = lacking.iter().filter(move |(of, _)| *of == kind).map(|(_, easing)| easing);
        own.filter(|easing| **easing != Easing::Remote)
    };
    let mut out: Vec<Vec<Easing>> = vec![home.then_some(Easing::Remote).into_iter().collect()];
    for kind in ConstraintKind::iter() {
        out.push(match kind {
            // People think in hours or in months, and one sum does not tell of the other.
            ConstraintKind::Wage => {
                let wages = |by: bool| {
                    of(kind).filter(move |one| matches!(one, Easing::Wage { hourly, .. } if *hourly == by))
                };
                reached(wages(false), reach).into_iter().chain(reached(wages(true), reach)).collect()
            }
            ConstraintKind::Commute
            | ConstraintKind::WeeklyHours
            | ConstraintKind::Education
            | ConstraintKind::Experience => reached(of(kind), reach).into_iter().collect(),
            // To suit each person is more than any one span of hours.
            ConstraintKind::Hours if of(kind).next().is_some() => {
                frequent(of(kind)).into_iter().chain([Easing::Hours(None)]).collect()
            }
            _ => frequent(of(kind)),
        });
    }
    out
}

/// The least of the changes that reaches so many of them, where there are as many.
fn reached<'a>(easings: impl Iterator<Item = &'a Easing>, reach: usize) -> Option<Easing> {
    let mut easings: Vec<&Easing> = easings.collect();
    easings.sort_by_key(|easing| easing.amount());
    easings.get(reach.min(easings.len()).saturating_sub(1)).map(|easing| (*easing).clone())
}

/// The changes that stand there most often; the first among equals.
fn frequent<'a>(easings: impl Iterator<Item = &'a Easing>) -> Vec<Easing> {
    let mut counts: Vec<(&Easing, usize)> = Vec::new();
    for easing in easings {
        match counts.iter_mut().find(|(known, _)| *known == easing) {
            Some((_, count)) => *count += 1,
            None => counts.push((easing, 1)),
        }
    }
    counts.sort_by_key(|(_, count)| Reverse(*count));
    counts.into_iter().take(COUNTED).map(|(easing, _)| easing.clone()).collect()
}
