//! `/staff/brief`: the mayor's page, one column for a telephone. Grades stand apart; every line leads to where it comes from.

use app::brief::{Brief, STILL_DAYS};
use axum::response::{IntoResponse, Response};
use domain::counting::GradeName;
use domain::message::thousands;
use domain::policy::UseCase;
use maud::{Markup, html};

use super::ledger::grade;
use super::measure::{number, share, unit};
use super::term_plan::stamp;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

/// Lines of a list before the rest is only counted.
const SHOWN: usize = 8;

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/brief", UseCase::ReadBrief, show);
}

async fn show(visit: Visit) -> Response {
    let brief = match app::brief::today(&visit.ctx, visit.app()).await {
        Ok(brief) => brief,
        Err(failed) => return error::page(&visit, &failed),
    };
    let title = visit.t("staff-brief");
    let body = html! {
        h1 { (title) }
        p.lead { (brief.year) " · " (visit.t("as-of")) " " (visit.instant(brief.stamp.as_of)) }
        nav aria-label=(title) { ul.tiles {
            @for (to, key, n) in [("#short", "brief-short", brief.short.len()), ("#late", "brief-late", brief.late.len()), ("#stuck", "brief-stuck", brief.stuck.len()), ("#instructions", "brief-instructions", brief.instructions.len())] {
                li { a href=(to) { (visit.t(key)) " " strong { (n) } } }
            }
        } }
        (grades(&visit, &brief))
        (short(&visit, &brief))
        (late(&visit, &brief))
        (stuck(&visit, &brief))
        (instructions(&visit, &brief))
        (stamp(&visit, &brief.stamp))
    };
    page::shell(&visit, &title, body).into_response()
}

/// Each grade on a line of its own; no two of them on one axis or in one sum.
fn grades(visit: &Visit, brief: &Brief) -> Markup {
    let to = format!("/staff/plan?year={}", brief.year);
    html! { section id="grades" {
        h2 { (visit.t("brief-grades")) }
        @if brief.wholes.is_empty() { p.notice { (visit.n("plan-none", brief.year.to_string())) " " a href="/staff/plan" { (visit.t("staff-plan")) } } }
        @for sum in &brief.wholes {
            @let achieved = (sum.target > 0).then(|| (sum.reached.confirmed.saturating_mul(2_000) + sum.target).div_euclid(2 * sum.target));
            h3 { (unit(visit, sum.unit)) }
            dl.facts.side {
                dt { (visit.t("measure-target-label")) } dd { a href=(to) { (thousands(sum.target)) } }
                dt { (grade(visit, GradeName::Filled)) } dd { a href=(to) { (thousands(sum.reached.confirmed)) } " (" (share(achieved)) ")" }
                dt { (grade(visit, GradeName::Claimed)) } dd { a href=(to) { (thousands(sum.reached.claimed)) } }
            }
        }
        dl.facts.side {
            dt { (grade(visit, GradeName::Pledged)) } dd { a href="/plan#pledged" { (visit.n("disclosure-jobs-n", brief.pledged.0)) } " · " (visit.n("brief-promises-n", brief.pledged.1)) }
            dt { (grade(visit, GradeName::Estimated)) } dd { a href="/plan#estimated" { (visit.n("disclosure-estimates-n", brief.estimated.0)) } " · " (visit.n("brief-projects-n", brief.estimated.1)) }
        }
    } }
}

/// A list that is never long: the first ones, and how many more there are.
fn list(visit: &Visit, id: &str, key: &str, none: &str, total: usize, rows: &[Markup]) -> Markup {
    html! { section id=(id) {
        h2 { (visit.t(key)) " " (total) }
        @if total == 0 { p { (visit.t(none)) } } @else { ul { @for row in rows { li { (row) } } } }
        @if total > rows.len() { p { (visit.n("brief-more", total - rows.len())) } }
    } }
}

fn short(visit: &Visit, brief: &Brief) -> Markup {
    let rows: Vec<Markup> = brief.short.iter().take(SHOWN).map(|line| {
        let measure = &line.measure;
        html! { a href={ "/staff/measures/" (measure.id) } { (measure.content.name) } " · " (line.owner) " · " (visit.n("brief-due-n", line.due_by(visit.ctx.today()))) " " (grade(visit, GradeName::Filled)) " " (number(measure.id, "confirmed", None, line.year.confirmed)) @if let Some(said) = &measure.shortfall { " · " (said.remedy) } }
    }).collect();
    list(visit, "short", "brief-short", "brief-short-none", brief.short.len(), &rows)
}

fn late(visit: &Visit, brief: &Brief) -> Markup {
    let rows: Vec<Markup> = brief
        .late
        .iter()
        .take(SHOWN)
        .map(|one| html! { a href="/staff/submissions" { (one.name) } " · " (one.month) " · D+" (one.days) })
        .collect();
    list(visit, "late", "brief-late", "brief-late-none", brief.late.len(), &rows)
}

fn stuck(visit: &Visit, brief: &Brief) -> Markup {
    let rows: Vec<Markup> = brief.stuck.iter().take(SHOWN).map(|one| {
        html! { a href={ "/staff/projects/" (one.id) } { (one.name) } " · " (one.owner) " · " (visit.say(&domain::Message::word("project-stage", one.stage.into()))) " " (visit.n("brief-since", one.since.to_string())) @if !one.why.is_empty() { " · " (one.why) } }
    }).collect();
    html! {
        (list(visit, "stuck", "brief-stuck", "brief-stuck-none", brief.stuck.len(), &rows))
        @if !brief.stuck.is_empty() { p.small { (visit.n("brief-stuck-note", STILL_DAYS)) } }
    }
}

fn instructions(visit: &Visit, brief: &Brief) -> Markup {
    let rows: Vec<Markup> = brief.instructions.iter().take(SHOWN).map(|one| {
        html! { a href={ "/staff/actions/" (one.id) } { (one.title) } " · " @if one.owner.is_empty() { (visit.t("brief-no-owner")) } @else { (one.owner) } @if let Some(due) = one.due_on { " · " (due) } @if let Some(days) = one.late { " · " strong { (visit.n("brief-late-n", days)) } } }
    }).collect();
    list(
        visit,
        "instructions",
        "brief-instructions",
        "brief-instructions-none",
        brief.instructions.len(),
        &rows,
    )
}
