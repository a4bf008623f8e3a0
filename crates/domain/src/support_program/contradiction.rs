//! Conditions of one version that nobody can meet together: ages without a year in common, ways of working that exclude
//! each other, areas apart. Each is told at the later line, with both.
//!
//! It must not know how a file is read.

use strum::IntoEnumIterator;

use crate::message::Message;
use crate::segment::{Definition, SegmentTable};

use super::condition::{Asked, ConditionKind, Moment, Offered, Rule, Work};

/// Of a person.
pub(super) fn of_people(rules: &[Rule<Asked>], segments: &SegmentTable) -> Vec<(usize, Message)> {
    pairs(rules, Asked::kind, |one, other| somebody(one, other, segments))
}

/// Of an employer and the work.
pub(super) fn of_firms(rules: &[Rule<Offered>]) -> Vec<(usize, Message)> {
    pairs(rules, Offered::kind, some_firm)
}

/// Every two rules of which no alternative goes with any of the other.
fn pairs<C>(
    rules: &[Rule<C>],
    kind: fn(&C) -> ConditionKind,
    together: impl Fn(&C, &C) -> bool,
) -> Vec<(usize, Message)> {
    let named = |rule: &Rule<C>| match rule.any_of.as_slice() {
        [alone] => kind(alone).to_string(),
        _ => ConditionKind::AnyOf.to_string(),
    };
    let mut found = Vec::new();
    for (nth, later) in rules.iter().enumerate() {
        for first in &rules[..nth] {
            if !first.any_of.iter().any(|one| later.any_of.iter().any(|other| together(one, other))) {
                let what = Message::new("support-nobody").with("kind", named(later));
                found.push((later.line, what.with("other", named(first)).with("line", first.line)));
            }
        }
    }
    found
}

/// Whether somebody may meet both, as far as the conditions alone say it.
fn somebody(one: &Asked, other: &Asked, segments: &SegmentTable) -> bool {
    if let (Some(first), Some(second)) = (ages(one, segments), ages(other, segments)) {
        // Who is looked at on two days may have had a birthday between them.
        let later = u8::from(day(one) != day(other));
        return first.iter().any(|(min, max)| {
            let (min, max) = (min.saturating_sub(later), max.saturating_add(later));
            second.iter().any(|range| overlap((min, max), *range))
        });
    }
    if let (Some(first), Some(second)) = (works(one), works(other)) {
        return first.iter().any(|work| second.contains(work));
    }
    match (one, other) {
        (Asked::Residence { area, on, .. }, Asked::Residence { area: second, on: then, .. }) => {
            let (first, second) = (area.as_str(), second.as_str());
            on != then || first.starts_with(second) || second.starts_with(first)
        }
        (Asked::Unemployed { least_months }, Asked::Worked { within_months, .. })
        | (Asked::Worked { within_months, .. }, Asked::Unemployed { least_months }) => {
            least_months < within_months
        }
        _ => true,
    }
}

/// Whether some employer may meet both.
fn some_firm(one: &Offered, other: &Offered) -> bool {
    match (one, other) {
        (Offered::Workers { min, max }, Offered::Workers { min: least, max: most }) => overlap(
            (min.unwrap_or(0), max.unwrap_or(u32::MAX)),
            (least.unwrap_or(0), most.unwrap_or(u32::MAX)),
        ),
        (Offered::Size { of }, Offered::Size { of: others }) => of.iter().any(|size| others.contains(size)),
        _ => true,
    }
}

/// Whether two ranges, both ends in, have anything in common.
fn overlap<N: PartialOrd>(one: (N, N), other: (N, N)) -> bool {
    one.0 <= other.1 && other.0 <= one.1
}

/// The day on which an age is looked at.
fn day(asked: &Asked) -> Moment {
    asked.moment().unwrap_or_default()
}

/// The ages that meet it; `None` when it does not hang on the age alone.
fn ages(asked: &Asked, segments: &SegmentTable) -> Option<Vec<(u8, u8)>> {
    let range = |min: Option<u8>, max: Option<u8>| (min.unwrap_or(0), max.unwrap_or(u8::MAX));
    match asked {
        Asked::Age { min, max, .. } => Some(vec![range(*min, *max)]),
        Asked::Segment { of } => {
            let versions = of.iter().filter_map(|code| segments.get(code)).flat_map(|one| &one.versions);
            let by_age = versions.map(|version| match version.definition {
                Definition::Ages { min, max } => Some(range(Some(min), max)),
                Definition::Told(_) => None,
            });
            by_age.collect()
        }
        _ => None,
    }
}

/// The ways of working that meet it; `None` when it does not hang on these.
fn works(asked: &Asked) -> Option<Vec<Work>> {
    match asked {
        Asked::Work { of } => Some(of.clone()),
        Asked::Unemployed { .. } => Some(Work::iter().filter(|work| !work.is_working()).collect()),
        _ => None,
    }
}
