//! Openings that fail one thing, and what widening that one wish would bring; and for whoever nothing
//! fits, the nearest openings with everything that fails.

use std::cmp::Reverse;

use domain::id::OpeningId;
use domain::message::Message;
use domain::work_time::Weekdays;

use crate::candidate::Candidate;
use crate::constraint::{Constraint, ConstraintKind, ConstraintState, constraint, extra_days, stretch};
use crate::flip::{failing as failing_of, relaxation};
use crate::job::Job;
use crate::market::Market;
use crate::relax::{Relaxation, is_hourly, per};
use crate::score::{ACCEPTABLE, is_of_a_wish, pay, points};

/// How many openings a proposal to widen pay or way should reach, where there are as many.
const REACH: usize = 3;

/// Least share of the desired pay, in per cent, that is proposed to anybody: what pays less is other work for fewer
/// hours, not a wider wish.
const LEAST_PAY_PERCENT: i64 = 80;

/// Whether a change that makes the condition hold may be proposed for the sake of that work. A licence, schooling and
/// experience take years: they are worth gaining for the work that one wishes, not for any within reach of one's skills.
pub(crate) fn is_worth_proposing(kind: ConstraintKind, candidate: &Candidate, job: &Job) -> bool {
    let gained =
        matches!(kind, ConstraintKind::Licence | ConstraintKind::Education | ConstraintKind::Experience);
    !gained || is_of_a_wish(candidate, job)
}

/// An opening that fails exactly one condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NearMatch {
    /// Which opening.
    pub opening: OpeningId,
    /// 0 to 10,000.
    pub score: i32,
    /// The condition.
    pub failed: Constraint,
}

/// A relevant opening that is no match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Miss {
    /// Which opening.
    pub opening: OpeningId,
    /// 0 to 10,000.
    pub score: i32,
    /// Every condition that does not hold, with its margin, in the order of the kinds. When there is
    /// none, the score is under [`ACCEPTABLE`].
    pub failed: Vec<Constraint>,
}

/// The nearest openings and the proposals.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Near {
    /// Best first; ties by id.
    pub matches: Vec<NearMatch>,
    /// Proposals with how many more openings each brings, most first.
    pub relax: Vec<(Message, usize)>,
    /// The same proposals as changes of the wishes, in the same order.
    pub relaxations: Vec<Relaxation>,
}

pub(crate) fn near(market: &Market, candidate: &Candidate, k: usize) -> Near {
    let mut one_short: Vec<(i32, &Job, ConstraintKind, ConstraintState)> = Vec::new();
    for job in market.reachable(candidate) {
        let mut failed = failing_of(candidate, job);
        let (Some((kind, state)), None) = (failed.next(), failed.next()) else { continue };
        let score = points(candidate, job).iter().sum();
        if score >= ACCEPTABLE {
            one_short.push((score, job, kind, state));
        }
    }
    one_short.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.id.cmp(&b.1.id)));
    let proposals = proposals(market, candidate, &one_short);
    let matches = one_short.into_iter().take(k).map(|(score, job, kind, state)| NearMatch {
        opening: job.id,
        score,
        failed: constraint(kind, state, candidate, job),
    });
    Near {
        matches: matches.collect(),
        relax: proposals.iter().map(|(_, message, count)| (message.clone(), *count)).collect(),
        relaxations: proposals.into_iter().map(|(relaxation, ..)| relaxation).collect(),
    }
}

/// The `k` relevant openings that come nearest to a match: those first in which the fewest conditions fail,
/// of these the best; ties by id.
pub(crate) fn misses(market: &Market, candidate: &Candidate, k: usize) -> Vec<Miss> {
    let mut missed: Vec<(usize, i32, &Job)> = market
        .reachable(candidate)
        .map(|job| (failing_of(candidate, job).count(), points(candidate, job).iter().sum(), job))
        .filter(|(failed, score, _)| *failed > 0 || *score < ACCEPTABLE)
        .collect();
    missed.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| b.1.cmp(&a.1)).then_with(|| a.2.id.cmp(&b.2.id)));
    let miss = |(_, score, job): (usize, i32, &Job)| Miss {
        opening: job.id,
        score,
        failed: failing_of(candidate, job)
            .map(|(kind, state)| constraint(kind, state, candidate, job))
            .collect(),
    };
    missed.into_iter().take(k).map(miss).collect()
}

type Failing<'a> = [(i32, &'a Job, ConstraintKind, ConstraintState)];

/// Each proposal is counted by making it: the wider wish is asked of the whole market.
fn proposals(
    market: &Market,
    candidate: &Candidate,
    failing: &Failing<'_>,
) -> Vec<(Relaxation, Message, usize)> {
    let worthy = |job: &Job, kind| is_worth_proposing(kind, candidate, job);
    let of = |wanted| {
        let failing = failing.iter().filter(move |(_, job, kind, _)| *kind == wanted && worthy(job, wanted));
        failing.map(|(_, job, ..)| *job)
    };
    let smallest = |kind| of(kind).filter_map(move |job| relaxation(kind, candidate, job));
    let mut out: Vec<Relaxation> = distinct(smallest(ConstraintKind::Area));
    out.sort_by_key(|change| match change {
        Relaxation::Area(code, _) => Some(code.clone()),
        _ => None,
    });
    let worth =
        |job: &&Job| pay(candidate, job).is_some_and(|(wish, won)| won * 100 >= wish * LEAST_PAY_PERCENT);
    let wages = of(ConstraintKind::Wage).filter(worth);
    out.extend(reached(wages.filter_map(|job| relaxation(ConstraintKind::Wage, candidate, job))));
    out.extend(reached(smallest(ConstraintKind::Commute)));
    let extra: Vec<Weekdays> =
        of(ConstraintKind::Days).filter_map(|job| extra_days(candidate, job)).collect();
    if extra.iter().any(|days| days.without(Weekdays::WEEKEND).is_empty()) {
        out.push(Relaxation::Days(Weekdays::WEEKEND));
    }
    if extra.iter().any(|days| !days.without(Weekdays::WEEKEND).is_empty()) {
        out.push(Relaxation::Days(Weekdays::ALL));
    }
    out.extend(hours(candidate, of(ConstraintKind::Hours)));
    out.extend(reached(smallest(ConstraintKind::WeeklyHours)));
    out.extend(distinct(smallest(ConstraintKind::EmploymentType)));
    out.extend(reached(smallest(ConstraintKind::Education)));
    out.extend(reached(smallest(ConstraintKind::Experience)));
    out.extend(distinct(smallest(ConstraintKind::Licence)));
    let now = market.count_full(candidate);
    let mut counted: Vec<(Relaxation, Message, usize)> = out
        .into_iter()
        .map(|relaxation| {
            let count = market.count_full(&candidate.relaxed(&relaxation)).saturating_sub(now);
            let message = message(candidate, &relaxation).with("count", count);
            (relaxation, message, count)
        })
        .filter(|(_, _, count)| *count > 0)
        .collect();
    // Stable: what was proposed first stays first among equals.
    counted.sort_by_key(|(_, _, count)| Reverse(*count));
    counted
}

/// Hours that hold the free ones and those of the [`REACH`] openings that reach out of them least.
fn hours<'a>(candidate: &Candidate, jobs: impl Iterator<Item = &'a Job>) -> Option<Relaxation> {
    let mut least: Vec<(i64, &Job)> = jobs
        .filter_map(|job| {
            let (early, late) = stretch(candidate.daily?, job.daily?);
            Some((early + late, job))
        })
        .collect();
    least.sort_by_key(|(outside, job)| (*outside, job.id));
    let wider = least.iter().take(REACH).fold(candidate.clone(), |wider, (_, job)| {
        let fails = failing_of(&wider, job).any(|(kind, _)| kind == ConstraintKind::Hours);
        let change = fails.then(|| relaxation(ConstraintKind::Hours, &wider, job)).flatten();
        change.map_or(wider.clone(), |change| wider.relaxed(&change))
    });
    wider.daily.filter(|_| !least.is_empty()).map(Relaxation::Hours)
}

/// The proposal with the place of its count.
fn message(candidate: &Candidate, relaxation: &Relaxation) -> Message {
    match relaxation {
        Relaxation::Area(_, name) => Message::new("match-relax-area").with("area", name.as_str()),
        Relaxation::Wage(won) => {
            Message::new("match-relax-wage").with("per", per(is_hourly(candidate))).with("won", *won)
        }
        Relaxation::Commute(minutes) => {
            Message::new("match-relax-commute").with("minutes", i64::from(*minutes))
        }
        Relaxation::Days(days) if *days == Weekdays::WEEKEND => Message::new("match-relax-weekend"),
        Relaxation::Days(_) => Message::new("match-relax-all-days"),
        other => Message::new("match-relax-more").with("change", other.message(candidate)),
    }
}

/// The least of the changes that reaches [`REACH`] of them, where there are as many.
fn reached(changes: impl Iterator<Item = Relaxation>) -> Option<Relaxation> {
    let mut changes: Vec<Relaxation> = changes.collect();
    changes.sort_by_key(Relaxation::amount);
    changes.get(REACH.min(changes.len()).saturating_sub(1)).cloned()
}

/// Each change once, as it first came.
fn distinct(changes: impl Iterator<Item = Relaxation>) -> Vec<Relaxation> {
    let mut out: Vec<Relaxation> = Vec::new();
    for change in changes {
        if !out.contains(&change) {
            out.push(change);
        }
    }
    out
}
