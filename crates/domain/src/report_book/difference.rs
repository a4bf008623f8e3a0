//! What is different between two books: every number and state of both, by where it stands.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Cell, ClassLine, Facts, Part};
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
}

/// What is different in a later book, in order of place.
pub fn changes(before: &Facts, after: &Facts) -> Vec<Change> {
    let (before, mut after) = (flat(before), flat(after));
    let mut out: Vec<Change> = before
        .into_iter()
        .filter_map(|((place, what), was)| {
            let is = after.remove(&(place.clone(), what));
            (is.as_ref() != Some(&was)).then_some(Change { place, what, before: Some(was), after: is })
        })
        .collect();
    out.extend(after.into_iter().map(|((place, what), is)| Change {
        place,
        what,
        before: None,
        after: Some(is),
    }));
    out.sort_by(|one, other| (&one.place, one.what).cmp(&(&other.place, other.what)));
    out
}

fn flat(facts: &Facts) -> BTreeMap<(Place, What), String> {
    let mut out = BTreeMap::new();
    let mut put = |place: &Place, what: What, value: String| {
        out.insert((place.clone(), what), value);
    };
    let classes = |put: &mut dyn FnMut(&Place, What, String), place: &Place, lines: &[ClassLine]| {
        for line in lines {
            // Nothing of a class is no news.
            for (part, value) in line.cells().into_iter().filter_map(|(part, cell)| Some((part, cell?))) {
                if value != 0 {
                    put(place, What::Class { class: line.class, part }, value.to_string());
                }
            }
        }
    };
    classes(&mut put, &Place::City, &facts.totals.residents);
    put(&Place::City, What::Open, facts.totals.open.to_string());
    put(&Place::City, What::Pledged, facts.totals.pledged.to_string());
    put(&Place::City, What::Missing, facts.missing.len().to_string());
    for department in &facts.departments {
        let place = Place::Department(department.name.clone());
        classes(&mut put, &place, &department.classes);
        for measure in &department.measures {
            let place = Place::Measure(format!("{} · {}", department.name, measure.name));
            put(&place, What::Target, measure.target.to_string());
            let result = |cell: Cell| cell.map(|n| n.to_string());
            if let Some(result) = result(measure.result) {
                put(&place, What::Result, result);
            }
        }
        for project in &department.projects {
            let place = Place::Project(format!("{} {}", project.number, project.name));
            put(&place, What::Stage, project.stage.to_string());
            put(&place, What::Funds, project.funds_won.to_string());
        }
    }
    for point in &facts.points {
        let place = Place::Point(format!("{} {}", point.number, point.title));
        put(&place, What::State, point.state.clone());
    }
    out
}
