//! Matches of two files as one object, for programs: every person with matches, nearest openings, what
//! widening a wish would bring, and what is not known.

use matching::{Constraint, ConstraintState, Match, Miss};
use serde_json::{Value, json};

use super::Desk;
use super::write::{NEAREST, Told, below};

/// Everything, by seeker in the file's order.
pub(super) fn json(told: &Told<'_>, desk: &Desk<'_>) -> Value {
    let seekers: Vec<Value> = (0..told.matches.len()).map(|seeker| person(told, desk, seeker)).collect();
    json!({ "seekers": seekers, "openings": told.pair.openings.len(), "rejected": told.pair.rejected })
}

fn person(told: &Told<'_>, desk: &Desk<'_>, seeker: usize) -> Value {
    let pair = told.pair;
    let say = |messages: Vec<domain::Message>| messages.iter().map(|m| told.say(m)).collect::<Vec<_>>();
    let list = &told.matches[seeker];
    let matches: Vec<Value> =
        (1usize..).zip(list).filter_map(|(rank, found)| matched(told, desk, seeker, rank, found)).collect();
    let misses = pair.misses(seeker, NEAREST);
    let near: Vec<Value> = misses.iter().filter_map(|miss| nearly(told, miss)).collect();
    let relax: Vec<Value> = pair.near(seeker, 0).map_or(Vec::new(), |near| {
        near.relax
            .iter()
            .map(|(message, more)| json!({ "change": told.say(message), "more": more }))
            .collect()
    });
    let mut value = json!({
        "seeker_sheet": pair.seekers[seeker].sheet, "seeker_row": pair.seekers[seeker].row,
        "seeker": told.seeker_name(seeker), "matches": matches, "near": near, "relax": relax,
        "missing": say(pair.missing(seeker)),
    });
    if list.is_empty() && misses.is_empty() {
        value["nothing"] = say(told.nothing(seeker)).into();
    }
    value
}

fn matched(told: &Told<'_>, desk: &Desk<'_>, seeker: usize, rank: usize, found: &Match) -> Option<Value> {
    let index = told.pair.index(found.opening);
    let opening = told.pair.openings.get(index)?;
    let explanation = told.pair.explain(seeker, index)?;
    let parts: Vec<Value> = explanation
        .parts()
        .iter()
        .map(|part| {
            json!({ "part": part.kind.to_string(), "points": part.points, "max": part.max,
                "reason": told.say(&part.reason) })
        })
        .collect();
    let constraints: Vec<Value> = explanation.constraints.iter().map(|c| condition(told, c)).collect();
    Some(json!({
        "rank": rank, "opening_sheet": opening.sheet, "opening_row": opening.row,
        "opening": opening.draft.content.title, "employer": opening.draft.employer.name,
        "score": found.score, "parts": parts, "constraints": constraints,
        "distance_m": told.pair.distance_m(desk, seeker, index),
    }))
}

/// An opening that is no match, with every condition that fails and by how much.
fn nearly(told: &Told<'_>, miss: &Miss) -> Option<Value> {
    let opening = told.pair.openings.get(told.pair.index(miss.opening))?;
    let failed: Vec<Value> = miss.failed.iter().map(|failed| condition(told, failed)).collect();
    let mut value = json!({
        "opening_sheet": opening.sheet, "opening_row": opening.row,
        "opening": opening.draft.content.title, "employer": opening.draft.employer.name,
        "score": miss.score, "failed": failed,
    });
    if miss.failed.is_empty() {
        value["reason"] = told.say(&below(miss)).into();
    }
    Some(value)
}

fn condition(told: &Told<'_>, condition: &Constraint) -> Value {
    let mut value = json!({
        "constraint": condition.kind.to_string(), "failed": condition.failed(),
        "reason": told.say(&condition.reason),
    });
    let (state, margin) = match condition.state {
        ConstraintState::Met { spare } => ("met", Some(("spare", spare))),
        ConstraintState::Failed { short } => ("failed", Some(("short", short))),
        ConstraintState::Unknown => ("unknown", None),
    };
    value["state"] = state.into();
    if let Some((name, margin)) = margin {
        value[name] = margin.into();
        value["unit"] = condition.kind.unit().into();
    }
    if !condition.missing.is_empty() {
        let missing: Vec<String> = condition.missing.iter().map(|message| told.say(message)).collect();
        value["missing"] = missing.into();
    }
    value
}
