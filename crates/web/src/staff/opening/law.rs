//! What the law linter found in an opening: the words marked where they stand, the clause, better words,
//! and the inputs that take a reason.

use std::collections::BTreeMap;

use app::opening::{Reasons, StaffView};
use domain::law::{Act, Decision, Finding, Rule};
use domain::opening::Content;
use maud::{Markup, html};
use strum::IntoEnumIterator;

use crate::component::{Form, area};
use crate::fields::Fields;
use crate::visit::Visit;

/// Letters shown before and after the words found.
const AROUND: usize = 24;

/// Everything found, heaviest first, each with the place of its words.
pub(super) fn findings(visit: &Visit, view: &StaffView) -> Markup {
    let decision = &view.law;
    html! {
        @if !decision.findings.is_empty() {
            section.notice id="law" aria-labelledby="law-title" {
                h2 id="law-title" { (visit.n("law-found-n", decision.findings.len())) }
                ul { @for finding in &decision.findings { li { (one(visit, decision, &view.opening.content, finding)) } } }
                p.small { (visit.say(&domain::Message::new("law-rule-set").with("day", decision.rule_set.as_ref()))) }
            }
        }
    }
}

fn one(visit: &Visit, decision: &Decision, content: &Content, finding: &Finding) -> Markup {
    html! {
        p {
            strong { (visit.t(&format!("law-act-{}", finding.act))) } " · "
            (visit.say(&finding.rule.name())) " (" (finding.rule) ")"
        }
        (passage(visit, content, finding))
        p.small { (finding.clause) }
        p { (visit.say(&finding.remedy)) }
        @if let Some(reason) = decision.justifications.get(&finding.rule).filter(|_| decision.is_justified(finding)) {
            p { (visit.t("law-reason-given")) ": " (reason.text) " " span.small { (visit.instant(reason.at)) } }
        }
    }
}

/// The words in their surroundings; alone where they stand in no text of the form.
fn passage(visit: &Visit, content: &Content, finding: &Finding) -> Markup {
    let text = match finding.field.as_ref() {
        "title" => content.title.as_str(),
        "duties" => &content.duties,
        "preference_note" => &content.preference_note,
        "wage_note" => &content.wage_note,
        "documents" => &content.documents,
        "welfare_note" => &content.welfare_note,
        "note" => &content.note,
        _ => "",
    };
    let (from, to) = finding.span;
    let parts = text.get(..from).zip(text.get(from..to)).zip(text.get(to..));
    match parts.filter(|((_, words), _)| !words.is_empty()) {
        Some(((before, words), after)) => {
            let skipped = before.chars().count().saturating_sub(AROUND);
            let before: String = before.chars().skip(skipped).collect();
            let rest: String = after.chars().take(AROUND).collect();
            html! { p { @if skipped > 0 { "…" } (before) mark { (words) } (rest) @if rest.len() < after.len() { "…" } } }
        }
        None if finding.words.is_empty() => html! {},
        None => html! { p { mark { (figures(visit, finding)) } } },
    }
}

/// The figures of a rule over figures, as one reads them.
fn figures(visit: &Visit, finding: &Finding) -> String {
    let won = |text: &str| text.parse().map_or_else(|_| text.to_owned(), domain::message::thousands);
    let words = finding.words.as_str();
    match finding.rule {
        Rule::MinimumWage => words.split_once(' ').map_or_else(
            || words.to_owned(),
            |(form, least)| {
                format!("{} {}{}", visit.t(&format!("wage-form-{form}")), won(least), visit.t("won"))
            },
        ),
        Rule::Hours => match words.strip_suffix('h') {
            Some(hours) => visit.n("weekly-hours", hours.strip_suffix(".0").unwrap_or(hours)),
            None => words.to_owned(),
        },
        Rule::WorseTerms => words.split(" → ").map(won).collect::<Vec<_>>().join(" → "),
        _ => words.to_owned(),
    }
}

/// Inputs for the reasons that acceptance needs; none when nothing asks for one.
pub(super) fn reason_inputs(visit: &Visit, decision: &Decision) -> Markup {
    let asking = |rule: &Rule| decision.findings.iter().any(|f| f.rule == *rule && f.act == Act::Justify);
    let given: Vec<(String, String)> = Rule::iter()
        .filter(asking)
        .map(|rule| {
            let text = decision.justifications.get(&rule).map(|reason| reason.text.clone());
            (input_name(rule), text.unwrap_or_default())
        })
        .collect();
    let fields = Fields(given);
    inputs(visit, &Form::new(&fields), Rule::iter().filter(asking))
}

/// Inputs of a form that was refused for want of a reason.
pub(super) fn refused_inputs(visit: &Visit, form: &Form<'_>) -> Markup {
    inputs(visit, form, Rule::iter().filter(|rule| form.error(&input_name(*rule)).is_some()))
}

fn inputs(visit: &Visit, form: &Form<'_>, rules: impl Iterator<Item = Rule>) -> Markup {
    html! { @for rule in rules {
        p { (visit.t("law-reason-for")) " " strong { (visit.say(&rule.name())) } }
        (area(visit, form, &input_name(rule), "law-reason"))
    } }
}

fn input_name(rule: Rule) -> String {
    format!("reason_{rule}")
}

/// The reasons that a form gave.
pub(super) fn reasons(fields: &Fields) -> Reasons {
    let given = Rule::iter().map(|rule| (rule, fields.text(&input_name(rule)).to_owned()));
    given.filter(|(_, text)| !text.is_empty()).collect::<BTreeMap<_, _>>()
}
