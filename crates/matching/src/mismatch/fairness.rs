//! The auditor: what lists and assignments gave to each group of people, with how sure one may be.
//!
//! A group is a number given by the caller for the audit alone (sex, age band, disability, …); this module
//! is the only one that reads it, and nothing here is asked by a score, a list or an assignment. It must not
//! know what the numbers mean. Groups under the smallest cell are told together or not at all.

use std::collections::BTreeMap;

use domain::counting::cr_23_suppress;

use super::seed::SplitMix64;
use crate::market::Match;

/// Half-width of a 95 % interval in standard deviations of the normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// What one person got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Outcome {
    /// The group, for the audit alone.
    pub group: u32,
    /// Openings shown.
    pub shown: u32,
    /// Sum of their scores, 0 to 10,000 each.
    pub score: i64,
    /// Openings the list would have without rationing: the best k of those feasible, fewer where fewer are.
    pub unrationed: u32,
    /// Whether the assignment gives them a head.
    pub assigned: bool,
}

impl Outcome {
    /// From the list shown and the one that would be shown without rationing.
    pub fn of(group: u32, shown: &[Match], unrationed: &[Match], assigned: bool) -> Self {
        let length = |list: &[Match]| u32::try_from(list.len()).unwrap_or(u32::MAX);
        let score = shown.iter().map(|found| i64::from(found.score)).sum();
        Self { group, shown: length(shown), score, unrationed: length(unrationed), assigned }
    }
}

/// What the audit holds lists to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bound {
    /// So much of a group's openings shown may be lost to rationing, in thousandths of the unrationed.
    pub delta: u32,
    /// The smallest group told by itself.
    pub least: i64,
    /// Resamples for the intervals of means; 0 for none.
    pub resamples: u32,
}

/// A value with the interval it lies in, 95 times of 100.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The value.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// What a group got.
#[derive(Debug, Clone, PartialEq)]
pub struct Share {
    /// Its number; `None` for all groups too small to be told by themselves, together.
    pub group: Option<u32>,
    /// Persons.
    pub seekers: u64,
    /// Persons with any feasible opening.
    pub feasible: u64,
    /// Openings shown, and without rationing.
    pub shown: u64,
    /// Openings that would be shown without rationing.
    pub unrationed: u64,
    /// Persons with a head.
    pub assigned: u64,
    /// Openings shown per person with any feasible one; interval by resampling persons.
    pub exposure: Option<Estimate>,
    /// Mean score of what is shown; interval by resampling persons.
    pub score: Option<Estimate>,
    /// Share of persons assigned; interval after Wilson (JASA 22, 1927, 209-212).
    pub rate: Estimate,
    /// Its rate against the highest of all groups told, 0 to 1; `None` where nobody is assigned.
    pub ratio: Option<f64>,
    /// Whether the rate is at least four fifths of the highest (29 CFR 1607.4 D; a sign to look, not a proof).
    pub four_fifths: bool,
    /// Share of the unrationed openings that is not shown; under 0 where more is shown.
    pub fall: f64,
    /// Whether the fall is within the bound.
    pub within: bool,
}

/// What the auditor found.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// By group; empty where no group may be told.
    pub groups: Vec<Share>,
    /// Everybody together; `None` where nobody is, or fewer than the smallest cell are.
    pub all: Option<Share>,
    /// Whether every group told is within the bound.
    pub within: bool,
}

/// Holds outcomes to a bound. Groups come in the order of their numbers, the merged one last.
pub fn audit(outcomes: &[Outcome], bound: Bound, seed: &mut SplitMix64) -> Report {
    let mut by_group: BTreeMap<u32, Vec<&Outcome>> = BTreeMap::new();
    outcomes.iter().for_each(|outcome| by_group.entry(outcome.group).or_default().push(outcome));
    let sizes: Vec<i64> = by_group.values().map(|group| group.len() as i64).collect();
    let shown = cr_23_suppress(&sizes, bound.least);
    let mut told: Vec<(Option<u32>, Vec<&Outcome>)> = Vec::new();
    let mut merged: Vec<&Outcome> = Vec::new();
    for ((group, people), shown) in by_group.into_iter().zip(shown) {
        match shown {
            Some(_) => told.push((Some(group), people)),
            None => merged.extend(people),
        }
    }
    if merged.len() as i64 >= bound.least && !merged.is_empty() {
        told.push((None, merged));
    }
    let best = told
        .iter()
        .map(|(_, people)| (people.iter().filter(|outcome| outcome.assigned).count(), people.len()))
        .max_by(|a, b| (a.0 * b.1).cmp(&(b.0 * a.1)))
        .unwrap_or((0, 0));
    let groups: Vec<Share> =
        told.into_iter().map(|(group, people)| share(group, &people, best, bound, seed)).collect();
    let everybody: Vec<&Outcome> = outcomes.iter().collect();
    let assigned = everybody.iter().filter(|outcome| outcome.assigned).count();
    let enough = !everybody.is_empty() && everybody.len() as i64 >= bound.least;
    let all = enough.then(|| share(None, &everybody, (assigned, everybody.len()), bound, seed));
    Report { within: groups.iter().all(|share| share.within), groups, all }
}

fn share(
    group: Option<u32>,
    people: &[&Outcome],
    best: (usize, usize),
    bound: Bound,
    seed: &mut SplitMix64,
) -> Share {
    let sum = |value: fn(&Outcome) -> u64| people.iter().map(|outcome| value(outcome)).sum::<u64>();
    let (seekers, assigned) = (people.len() as u64, sum(|outcome| u64::from(outcome.assigned)));
    let (shown, unrationed) = (sum(|o| u64::from(o.shown)), sum(|o| u64::from(o.unrationed)));
    let feasible: Vec<&Outcome> =
        people.iter().copied().filter(|outcome| outcome.unrationed > 0 || outcome.shown > 0).collect();
    let means = means(&feasible, bound.resamples, seed);
    let (of, all) = (u128::from(assigned) * best.1 as u128, best.0 as u128 * u128::from(seekers));
    Share {
        group,
        seekers,
        feasible: feasible.len() as u64,
        shown,
        unrationed,
        assigned,
        exposure: means.map(|(exposure, _)| exposure),
        score: means.and_then(|(_, score)| score),
        rate: wilson(assigned, seekers),
        ratio: (all > 0).then(|| of as f64 / all as f64),
        four_fifths: 5 * of >= 4 * all,
        fall: if unrationed == 0 { 0.0 } else { 1.0 - shown as f64 / unrationed as f64 },
        within: u128::from(unrationed.saturating_sub(shown)) * 1_000
            <= u128::from(bound.delta) * u128::from(unrationed),
    }
}

/// The interval of a share after Wilson, which stays within 0 and 1 and holds for few. All of nobody is 0 to 1.
pub fn wilson(hits: u64, of: u64) -> Estimate {
    if of == 0 {
        return Estimate { value: 0.0, low: 0.0, high: 1.0 };
    }
    let (n, share, z2) = (of as f64, hits.min(of) as f64 / of as f64, Z * Z);
    let middle = (share + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = Z * (share * (1.0 - share) / n + z2 / (4.0 * n * n)).sqrt() / (1.0 + z2 / n);
    Estimate { value: share, low: (middle - half).clamp(0.0, share), high: (middle + half).clamp(share, 1.0) }
}

/// Openings shown per person, and the mean score of what is shown, with the middle 95 % of resamples of persons.
fn means(people: &[&Outcome], resamples: u32, seed: &mut SplitMix64) -> Option<(Estimate, Option<Estimate>)> {
    if people.is_empty() {
        return None;
    }
    let mean = |shown: u64, score: i64| {
        let per_opening = (shown > 0).then(|| score as f64 / shown as f64);
        (shown as f64 / people.len() as f64, per_opening)
    };
    let total =
        |shown: u64, score: i64, outcome: &Outcome| (shown + u64::from(outcome.shown), score + outcome.score);
    let (shown, score) = people.iter().fold((0, 0), |(shown, score), outcome| total(shown, score, outcome));
    let (exposure, per_opening) = mean(shown, score);
    let (mut exposures, mut scores) = (Vec::new(), Vec::new());
    for _ in 0..resamples {
        let (mut shown, mut score) = (0, 0);
        for _ in 0..people.len() {
            (shown, score) = total(shown, score, people[seed.below(people.len() as u64) as usize]);
        }
        let (exposure, per_opening) = mean(shown, score);
        exposures.push(exposure);
        scores.extend(per_opening);
    }
    Some((middle(exposure, exposures), per_opening.map(|value| middle(value, scores))))
}

fn middle(value: f64, mut drawn: Vec<f64>) -> Estimate {
    drawn.sort_by(f64::total_cmp);
    let at = |thousandths: usize| drawn.get(drawn.len().saturating_sub(1) * thousandths / 1_000).copied();
    Estimate { value, low: at(25).unwrap_or(value), high: at(975).unwrap_or(value) }
}
