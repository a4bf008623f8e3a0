//! Forms of one thing side by side, for whoever must choose between what was saved and what they typed.

use domain::area::AreaCode;
use domain::industry::IndustryCode;
use domain::occupation::OccupationCode;
use maud::{Markup, html};

use crate::fields::Fields;
use crate::visit::Visit;

/// What an input holds, so that it is said in words: what was ticked or picked stands in a form as its code.
#[derive(Debug, Clone, Copy)]
pub(super) enum Holds {
    /// What was typed.
    Text,
    /// Won.
    Won,
    /// Yes or no.
    YesNo,
    /// Days of the week.
    Days,
    /// A code of this list.
    Code(&'static str),
    /// A word of our own, by the beginning of its messages, and whether it is one.
    Word(&'static str, fn(&str) -> bool),
    /// Occupations, by name or code.
    Occupations,
    /// Areas, by name or code.
    Areas,
    /// An industry.
    Industry,
}

/// An input: its name, its label, what it holds.
pub(super) type Input = (&'static str, &'static str, Holds);

/// The fields in which the forms differ, one column a form. What reads the same is the same.
pub(super) fn table(visit: &Visit, inputs: &[Input], heads: &[String], forms: &[Fields]) -> Markup {
    // In whichever order they were ticked or listed, the same things are the same.
    let value = |form: &Fields, name: &str, holds: Holds| {
        let mut parts: Vec<String> = form.all(name).map(|one| said(visit, holds, one)).collect();
        if !matches!(holds, Holds::Days) {
            parts.sort();
        }
        parts.join(", ")
    };
    let rows = inputs.iter().map(|(name, label, holds)| {
        let values: Vec<String> = forms.iter().map(|form| value(form, name, *holds)).collect();
        (label, values)
    });
    html! {
        div.scroll tabindex="0" role="region" aria-label=(visit.t("versions-differ")) { table {
            caption { (visit.t("versions-differ")) }
            thead { tr { th scope="col" { (visit.t("versions-field")) } @for head in heads { th scope="col" { (head) } } } }
            tbody { @for (label, values) in rows.filter(|(_, values)| values.iter().any(|one| *one != values[0])) { tr {
                th scope="row" { (visit.t(label)) }
                @for value in values { td { (value) } }
            } } }
        } }
    }
}

/// A value as one reads it: codes by their names, won with separators, what is listed in one order. What is no such
/// value stays as it was typed.
fn said(visit: &Visit, holds: Holds, value: &str) -> String {
    let known = match holds {
        Holds::Text => None,
        Holds::Won => value.parse().ok().map(domain::message::thousands),
        Holds::YesNo => matches!(value, "yes" | "no").then(|| visit.t(value)),
        Holds::Days => matches!(value.parse(), Ok(0..=6)).then(|| visit.t(&format!("day-{value}"))),
        Holds::Code(list) => Some(visit.label(list, value)),
        Holds::Word(prefix, is_one) => is_one(value).then(|| visit.t(&format!("{prefix}-{value}"))),
        Holds::Occupations => Some(listed(value, |one| occupation(visit, one))),
        Holds::Areas => Some(listed(value, |one| area(visit, one))),
        Holds::Industry => {
            IndustryCode::parse(value).map(|code| visit.app().reference.industries.name(&code).to_owned())
        }
    };
    known.filter(|words| !words.is_empty()).unwrap_or_else(|| value.to_owned())
}

fn listed(value: &str, name: impl Fn(&str) -> Option<String>) -> String {
    let parts = value.split(',').map(str::trim).filter(|one| !one.is_empty());
    let mut parts: Vec<String> = parts.map(|one| name(one).unwrap_or_else(|| one.to_owned())).collect();
    parts.sort_unstable();
    parts.join(", ")
}

fn occupation(visit: &Visit, typed: &str) -> Option<String> {
    let name = visit.app().reference.occupations.name(&OccupationCode::parse(typed)?).to_owned();
    (!name.is_empty()).then_some(name)
}

/// A name that several places have stands in a form as a code: it is said with the place in which it lies.
fn area(visit: &Visit, typed: &str) -> Option<String> {
    let areas = visit.app().city.areas();
    let area = areas.get(&AreaCode::parse(typed)?)?;
    let above = area.parent.as_ref().map(|parent| areas.name(parent)).unwrap_or_default();
    Some(format!("{above} {}", area.name).trim().to_owned())
}
