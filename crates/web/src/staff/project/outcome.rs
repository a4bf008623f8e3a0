//! What came of a project: each grade on a line of its own, each number a link to its rows, none added to another.

use app::hiring_commitment::Line;
use app::project::Outcome;
use domain::counting::{Class, GradeName, Rule};
use domain::estimate::Estimate;
use domain::message::thousands;
use domain::placement::RETENTION_MONTHS;
use maud::{Markup, html};

use crate::fields::Fields;
use crate::staff::ledger::{cut_query, grade, rows_of, rule};
use crate::visit::Visit;

/// The six grades of a project, apart.
pub(super) fn grades(visit: &Visit, outcome: &Outcome, estimates: &[Estimate], promises: &[Line]) -> Markup {
    let line = outcome.placed.class(Class::R1);
    let standing = estimates.iter().filter(|one| one.withdrawn.is_none()).count();
    let still: i64 = promises.iter().map(|one| one.still.value()).sum();
    let kept: Vec<_> =
        RETENTION_MONTHS.iter().zip(line.kept).filter(|(_, kept)| kept.due.value() > 0).collect();
    let cut = app::ledger::Cut { class: Some(Class::R1), ..outcome.cut.clone() };
    html! {
        section id="outcome" {
            h2 { (visit.t("project-outcome")) }
            div.scroll tabindex="0" role="region" aria-label=(visit.t("project-outcome")) { table {
                caption { (visit.t("project-outcome-note")) " " (outcome.since) " ~" }
                thead { tr { th scope="col" { (visit.t("ledger-grade")) } th scope="col" { (visit.t("project-count")) } th scope="col" { (visit.t("ledger-rules")) } } }
                tbody {
                    tr { th scope="row" { (grade(visit, GradeName::Estimated)) } td { a href="#estimates" { (visit.n("estimates-n", standing)) } " · " (visit.t("estimate-no-result")) } td { (rule(visit, Rule::Cr13)) } }
                    tr { th scope="row" { (grade(visit, GradeName::Pledged)) } td { a href="#promises" { (thousands(still)) } (visit.t("unit-jobs")) } td { (rule(visit, Rule::Cr14)) } }
                    tr { th scope="row" { (grade(visit, GradeName::Open)) } td { a href="#openings" { (thousands(outcome.vacancies.value())) } (visit.t("unit-vacancies")) } td {} }
                    tr { th scope="row" { (grade(visit, GradeName::Filled)) } td { (rows_of(&cut, line.filled.value(), "confirmed")) (visit.t("unit-events")) " · " (rows_of(&cut, line.filled_persons.value(), "confirmed")) (visit.t("unit-persons")) } td { (rule(visit, Rule::Cr01)) " " (rule(visit, Rule::Cr03)) } }
                    tr { th scope="row" { (grade(visit, GradeName::Claimed)) } td { (rows_of(&cut, line.claimed.value(), "claimed")) (visit.t("unit-events")) } td { (rule(visit, Rule::Cr06)) } }
                    @for (months, kept) in &kept { tr {
                        th scope="row" { (grade(visit, GradeName::Retained)) " " (visit.n("project-after-months", u32::from(**months))) }
                        td { a href={ "/staff/ledger/rows" (cut_query(&cut).but("part", &format!("kept.{months}")).query()) } { (thousands(kept.kept.value())) } " / " (thousands(kept.due.value())) (visit.t("unit-events")) }
                        td { (rule(visit, Rule::Cr22)) }
                    } }
                    tr { th scope="row" { (visit.t("project-completed")) } td { (visit.n("completions-n", outcome.completed)) } td { (rule(visit, Rule::Cr11)) } }
                    @if kept.is_empty() { tr { th scope="row" { (grade(visit, GradeName::Retained)) } td { (visit.t("project-not-due")) } td { (rule(visit, Rule::Cr22)) } } }
                }
            } }
            p { a href={ "/staff/ledger" (cut_query(&outcome.cut).query()) } { (visit.t("project-ledger")) } }
        }
    }
}

/// The project's openings, each with whom it met.
pub(super) fn openings(visit: &Visit, outcome: &Outcome, number: &str, may_open: bool) -> Markup {
    let new = Fields::default().but("project", number).query();
    html! {
        section id="openings" {
            h2 { (grade(visit, GradeName::Open)) " " (visit.t("project-openings")) }
            @if may_open { div.actions { a.button.second href={ "/staff/openings/new" (new) } { (visit.t("opening-new")) } } }
            @if outcome.openings.is_empty() { p.notice { (visit.t("project-openings-none")) } } @else { div.scroll tabindex="0" role="region" aria-label=(visit.t("project-openings")) { table {
                caption { (visit.t("project-openings-note")) }
                thead { tr { th scope="col" { (visit.t("noun-opening")) } th scope="col" { (visit.t("employer")) } th.num scope="col" { (visit.t("headcount")) } th.num scope="col" { (visit.t("project-left")) } th.num scope="col" { (visit.t("project-referred")) } th scope="col" { (visit.t("state")) } } }
                tbody { @for one in &outcome.openings { @let opening = &one.opening; tr {
                    th scope="row" lang=[visit.content_lang()] { a href={ "/staff/openings/" (opening.id) } { (opening.origin.number) " " (opening.content.title) } }
                    td lang=[visit.content_lang()] { (one.employer) }
                    td.num { (opening.content.headcount) } td.num { (one.left) } td.num { (one.referred) }
                    td { span.badge { (visit.t(&format!("opening-state-{}", opening.state.name()))) } }
                } } }
            } } }
        }
    }
}
