//! What is different between two books: every number and state of both, by where it stands.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use uuid::Uuid;

use super::{BY_ID, ClassLine, Facts, Part};
use crate::counting::Class;

/// Something that is different from the book before. Numbers are written in digits, states as their word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Where it stands.
    pub place: Place,
    /// What it is.
    pub what: What,
    /// What it was; nothing where it is new.
    pub before: Option<String>,
    /// What it is; nothing where it is gone.
    pub after: Option<String>,
}

/// Where something stands in a book.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "place", content = "name", rename_all = "snake_case")]
pub enum Place {
    /// The city as a whole.
    City,
    /// A department.
    Department(String),
    /// A measure.
    Measure(String),
    /// A project.
    Project(String),
    /// An instruction or point to improve.
    Point(String),
}

/// What is different.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum What {
    /// A number of a class.
    Class {
        /// Which class.
        class: Class,
        /// Which number.
        part: Part,
    },
    /// Heads looked for.
    Open,
    /// Jobs promised.
    Pledged,
    /// What is to come of a measure in the year.
    Target,
    /// What came of a measure.
    Result,
    /// Where a project stands.
    Stage,
    /// A project's money, in won.
    Funds,
    /// Where a point stands.
    State,
    /// Departments that owe a report.
    Missing,
    /// What it is called.
    Name,
    /// Who does it.
    Owner,
}

/// A thing of a book: its id, where things are compared by it, and where it stands.
type Thing = (Option<Uuid>, Place);

/// What is different in a later book, in order of place. The same thing is found by its id, so that a new name is told once;
/// books of earlier editions went by the name.
pub fn changes(before: &Facts, after: &Facts) -> Vec<Change> {
    let by_id = after.cover.edition >= BY_ID;
    // What is in both books is called as the later one calls it.
    let mut called = if by_id { places(before) } else { BTreeMap::new() };
    if by_id {
        called.extend(places(after));
    }
    let called = by_id.then_some(&called);
    let (before, mut after) = (flat(before, called), flat(after, called));
    let mut out: Vec<Change> = before
        .into_iter()
        .filter_map(|((thing, what), was)| {
            let is = after.remove(&(thing.clone(), what));
            let place = thing.1;
            (is.as_ref() != Some(&was)).then_some(Change { place, what, before: Some(was), after: is })
        })
        .collect();
    out.extend(after.into_iter().map(|((thing, what), is)| Change {
        place: thing.1,
        what,
        before: None,
        after: Some(is),
    }));
    // What is new or gone tells that by its numbers.
    let named = |change: &Change| matches!(change.what, What::Name | What::Owner);
    out.retain(|change| !named(change) || (change.before.is_some() && change.after.is_some()));
    out.sort_by(|one, other| (&one.place, one.what).cmp(&(&other.place, other.what)));
    out
}

/// Where each thing of a book stands, by its id.
fn places(facts: &Facts) -> BTreeMap<Uuid, Place> {
    let mut out = BTreeMap::new();
    for department in &facts.departments {
        out.insert(department.id.0, Place::Department(department.name.clone()));
        for measure in &department.measures {
            out.insert(measure.id.0, Place::Measure(format!("{} · {}", department.name, measure.name)));
        }
        for project in &department.projects {
            out.insert(project.id.0, Place::Project(format!("{} {}", project.number, project.name)));
        }
    }
    for point in &facts.points {
        out.insert(point.id.0, Place::Point(format!("{} {}", point.number, point.title)));
    }
    out
}

fn flat(facts: &Facts, called: Option<&BTreeMap<Uuid, Place>>) -> BTreeMap<(Thing, What), String> {
    let mut out = BTreeMap::new();
    let own = places(facts);
    let thing = |id: Uuid| -> Option<Thing> {
        let place = match called {
            Some(called) => called.get(&id),
            None => own.get(&id),
        };
        Some((called.map(|_| id), place?.clone()))
    };
    let mut put = |thing: &Thing, what: What, value: String| {
        out.insert((thing.clone(), what), value);
    };
    let classes = |put: &mut dyn FnMut(&Thing, What, String), thing: &Thing, lines: &[ClassLine]| {
        for line in lines {
            // Nothing of a class is no news.
            for (part, value) in line.cells().into_iter().filter_map(|(part, cell)| Some((part, cell?))) {
                if value != 0 {
                    put(thing, What::Class { class: line.class, part }, value.to_string());
                }
            }
        }
    };
    let city: Thing = (None, Place::City);
    classes(&mut put, &city, &facts.totals.residents);
    put(&city, What::Open, facts.totals.open.to_string());
    put(&city, What::Pledged, facts.totals.pledged.to_string());
    put(&city, What::Missing, facts.missing.len().to_string());
    for department in &facts.departments {
        let Some(of) = thing(department.id.0) else { continue };
        classes(&mut put, &of, &department.classes);
        // By whom something is done is told in the name that the later book gives them.
        let owner = match &of.1 {
            Place::Department(name) => name.clone(),
            _ => department.name.clone(),
        };
        if called.is_some() {
            put(&of, What::Name, department.name.clone());
        }
        for measure in &department.measures {
            let Some(of) = thing(measure.id.0) else { continue };
            put(&of, What::Target, measure.target.to_string());
            if let Some(result) = measure.result {
                put(&of, What::Result, result.to_string());
            }
            if called.is_some() {
                put(&of, What::Name, measure.name.clone());
                put(&of, What::Owner, owner.clone());
            }
        }
        for project in &department.projects {
            let Some(of) = thing(project.id.0) else { continue };
            put(&of, What::Stage, project.stage.to_string());
            put(&of, What::Funds, project.funds_won.to_string());
            if called.is_some() {
                put(&of, What::Name, project.name.clone());
                put(&of, What::Owner, owner.clone());
            }
        }
    }
    for point in &facts.points {
        let Some(of) = thing(point.id.0) else { continue };
        put(&of, What::State, point.state.clone());
    }
    out
}
