//! Openings that fail one thing, and what widening that one wish would bring; and for whoever nothing
//! fits, the nearest openings with everything that fails.

use std::collections::BTreeMap;

use domain::area::AreaCode;
use domain::id::OpeningId;
use domain::message::Message;
use domain::work_time::Weekdays;

use crate::candidate::{Candidate, WageFloor};
use crate::constraint::{
    Constraint, ConstraintKind, ConstraintState, commute_min, constraint, extra_days, states,
};
use crate::job::Job;
use crate::market::Market;
use crate::score::{ACCEPTABLE, pay, points};

/// How many openings a proposal to widen pay or way should reach, where there are as many.
const REACH: usize = 3;

/// Least share of the desired pay, in per cent, that is proposed to anybody: what pays less is other work for fewer
/// hours, not a wider wish.
const LEAST_PAY_PERCENT: i64 = 80;

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

/// A change of one wish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Relaxation {
    /// Also in this area.
    Area(AreaCode),
    /// Up to so many minutes.
    Commute(u32),
    /// From so much pay on, in the terms of the wish.
    Wage(i64),
    /// Also on these days.
    Days(Weekdays),
}

impl Candidate {
    /// The same person with one wish widened.
    #[must_use]
    pub fn relaxed(&self, relaxation: &Relaxation) -> Self {
        let mut wider = self.clone();
        match relaxation {
            Relaxation::Area(area) => wider.desired_areas.push(area.clone()),
            Relaxation::Commute(minutes) => wider.commute_max_min = Some(*minutes),
            Relaxation::Wage(won) => {
                wider.wage = wider.wage.map(|wish| match wish {
                    WageFloor::Monthly(_) => WageFloor::Monthly(*won),
                    WageFloor::Hourly(_) => WageFloor::Hourly(*won),
                });
            }
            Relaxation::Days(days) => wider.weekdays = wider.weekdays.map(|known| Weekdays(known.0 | days.0)),
        }
        wider
    }
}

pub(crate) fn near(market: &Market, candidate: &Candidate, k: usize) -> Near {
    let mut one_short: Vec<(i32, &Job, ConstraintKind, ConstraintState)> = Vec::new();
    for job in market.reachable(candidate) {
        let mut failed = failing(candidate, job);
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

/// The conditions that do not hold, in the order of the kinds.
fn failing(candidate: &Candidate, job: &Job) -> impl Iterator<Item = (ConstraintKind, ConstraintState)> {
    states(candidate, job).filter(|(_, state)| matches!(state, ConstraintState::Failed { .. }))
}

/// The `k` relevant openings that come nearest to a match: those first in which the fewest conditions fail,
/// of these the best; ties by id.
pub(crate) fn misses(market: &Market, candidate: &Candidate, k: usize) -> Vec<Miss> {
    let mut missed: Vec<(usize, i32, &Job)> = market
        .reachable(candidate)
        .map(|job| (failing(candidate, job).count(), points(candidate, job).iter().sum(), job))
        .filter(|(failed, score, _)| *failed > 0 || *score < ACCEPTABLE)
        .collect();
    missed.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| b.1.cmp(&a.1)).then_with(|| a.2.id.cmp(&b.2.id)));
    let miss = |(_, score, job): (usize, i32, &Job)| Miss {
        opening: job.id,
        score,
        failed: failing(candidate, job)
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
    let of = |wanted| failing.iter().filter(move |(_, _, kind, _)| *kind == wanted).map(|(_, job, ..)| *job);
    let mut out: Vec<(Relaxation, Message)> = Vec::new();
    let mut areas: BTreeMap<AreaCode, &str> = BTreeMap::new();
    for job in of(ConstraintKind::Area) {
        if let Some(area) = &job.coarse_area {
            areas.insert(area.clone(), &job.area_name);
        }
    }
    for (code, name) in areas {
        let message = Message::new("match-relax-area").with("area", name);
        out.push((Relaxation::Area(code), message));
    }
    let worth = |(wish, won): &(i64, i64)| won * 100 >= wish * LEAST_PAY_PERCENT;
    let mut wages: Vec<i64> = of(ConstraintKind::Wage)
        .filter_map(|job| pay(candidate, job))
        .filter(worth)
        .map(|(_, won)| won)
        .collect();
    wages.sort_unstable_by(|a, b| b.cmp(a));
    if let Some(won) = wages.get(REACH.min(wages.len()).saturating_sub(1)) {
        let per = match candidate.wage {
            Some(WageFloor::Hourly(_)) => "match-per-hour",
            _ => "match-per-month",
        };
        let message = Message::new("match-relax-wage").with("per", Message::new(per)).with("won", *won);
        out.push((Relaxation::Wage(*won), message));
    }
    let mut ways: Vec<i64> =
        of(ConstraintKind::Commute).filter_map(|job| commute_min(candidate, job)).collect();
    ways.sort_unstable();
    if let Some(minutes) = ways.get(REACH.min(ways.len()).saturating_sub(1)) {
        let message = Message::new("match-relax-commute").with("minutes", *minutes);
        out.push((Relaxation::Commute(u32::try_from(*minutes).unwrap_or(u32::MAX)), message));
    }
    let extra: Vec<Weekdays> =
        of(ConstraintKind::Days).filter_map(|job| extra_days(candidate, job)).collect();
    if extra.iter().any(|days| days.without(Weekdays::WEEKEND).is_empty()) {
        out.push((Relaxation::Days(Weekdays::WEEKEND), Message::new("match-relax-weekend")));
    }
    if extra.iter().any(|days| !days.without(Weekdays::WEEKEND).is_empty()) {
        out.push((Relaxation::Days(Weekdays::ALL), Message::new("match-relax-all-days")));
    }
    let now = market.count_full(candidate);
    let mut counted: Vec<(Relaxation, Message, usize)> = out
        .into_iter()
        .map(|(relaxation, message)| {
            let count = market.count_full(&candidate.relaxed(&relaxation)).saturating_sub(now);
            (relaxation, message.with("count", count), count)
        })
        .filter(|(_, _, count)| *count > 0)
        .collect();
    // Stable: what was proposed first stays first among equals.
    counted.sort_by_key(|(_, _, count)| std::cmp::Reverse(*count));
    counted
}
