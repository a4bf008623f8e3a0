//! `/cohorts/{id}`: what a cohort is, who runs it, when and where, by what people are chosen, when one has completed it, and
//! what came of it in figures in which nobody can be found.

use app::Frame;
use app::chart::{Datum, bar};
use app::cohort::{Counts, Published};
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use domain::cohort::{Cohort, Completion, Criterion, Session, SessionState, State};
use domain::message::{Message, thousands};
use maud::{Markup, html};

use super::{apply_until, name, named, runs};
use crate::component::{clock, drawing};
use crate::visit::Visit;
use crate::{error, page};

pub(super) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    let (one, counts) = match named(&visit, &id).await {
        Ok(found) => found,
        Err(failed) => return error::page(&visit, &failed),
    };
    let told = match app::satisfaction::public(&visit.ctx, visit.app(), one.cohort.id).await {
        Ok(told) => told,
        Err(failed) => return error::page(&visit, &failed),
    };
    let (cohort, here) = (&one.cohort, format!("/cohorts/{}", one.cohort.id));
    let title = name(&visit, Some(one.program), cohort);
    let body = html! {
        h1 { (title) }
        p.lead { (visit.t(&format!("cohort-state-{}", cohort.state.name()))) " · " (cohort.from) " ~ " (cohort.until) " · " (visit.t("as-of")) " " (visit.instant(visit.ctx.now)) }
        @if let State::Cancelled { reason, .. } = &cohort.state { p.notice { (visit.t("cohorts-cancelled")) " " (visit.t(&format!("cohort-cancel-{reason}"))) } }
        p {
            @if cohort.takes_on(visit.ctx.today()) { a.button href={ (here) "/apply" } { (visit.t("cohorts-apply-go")) } " " }
            a.button.second href={ (here) "/calendar.ics" } { (visit.t("calendar-subscribe")) } " "
            button.second type="button" data-print="" hidden { (visit.t("print")) }
        }
        (facts(&visit, &one))
        (sessions(&visit, cohort))
        (criteria(&visit, cohort))
        (counted(&visit, cohort, &counts))
        @if matches!(cohort.state, State::Completed { .. }) { (crate::cohort_outcome::section(&visit, &told)) }
        (draw(&visit, cohort))
        p { a href={ "/programmes/" (one.program.id) } { (visit.say(&one.program.name())) } " · " a href="/programmes" { (visit.t("programmes")) } }
    };
    page::shell(&visit, &title, body).into_response()
}

fn facts(visit: &Visit, one: &Published) -> Markup {
    let cohort = &one.cohort;
    html! { dl.facts {
        dt { (visit.t("cohorts-body")) } dd { (runs(visit, one)) }
        dt { (visit.t("project-term")) } dd { (cohort.from) " ~ " (cohort.until) }
        dt { (visit.t("cohorts-seats")) } dd { (cohort.seats.capacity) }
        @if matches!(cohort.state, State::Recruiting { .. }) { dt { (visit.t("cohorts-apply-until")) } dd { (apply_until(visit, cohort)) } }
        dt { (visit.t("cohorts-completion")) } dd { @match cohort.completion {
            Completion::Hours { least_percent } => (visit.n("cohorts-completion-hours", least_percent)),
            Completion::Stayed => (visit.t("cohorts-completion-stayed")),
        } }
    } }
}

/// That a session does not take place, and why; `None` when it does.
pub(super) fn off(visit: &Visit, session: &Session) -> Option<String> {
    match &session.state {
        SessionState::Planned => None,
        SessionState::Cancelled { why, .. } => {
            Some(visit.say(&Message::new("cohorts-session-off").with("why", why.as_str())).trim().to_owned())
        }
    }
}

fn sessions(visit: &Visit, cohort: &Cohort) -> Markup {
    let hours = |session: &Session| {
        let (from, long) = (session.hours.start_min, session.hours.presence_min());
        format!("{} ~ {}", clock(from), clock((from + long) % 1_440))
    };
    html! { section {
        h2 { (visit.t("cohorts-sessions")) }
        @if cohort.sessions.is_empty() { p { (visit.t("cohorts-sessions-none")) " " (crate::support_program::phone(visit)) } }
        @else { table.cards {
            caption.same { (visit.t("cohorts-sessions")) }
            thead { tr { @for key in ["cohorts-nth", "cohorts-day", "hours", "project-place", "state"] { th scope="col" { (visit.t(key)) } } } }
            tbody { @for session in &cohort.sessions { tr {
                th scope="row" { (visit.n("cohorts-session", session.nth)) }
                td { (session.on) " (" (visit.t(&format!("day-{}", session.on.weekday().to_monday_zero_offset()))) ")" }
                td data-label=(visit.t("hours")) { (hours(session)) }
                td data-label=(visit.t("project-place")) lang=[visit.content_lang()] { (session.room) }
                td { @match off(visit, session) { Some(off) => strong { (off) }, None => (visit.t("cohorts-session-on")) } }
            } } }
        } }
    } }
}

fn criteria(visit: &Visit, cohort: &Cohort) -> Markup {
    let segments = &visit.app().reference.segments;
    let said = |criterion: &Criterion| match criterion {
        Criterion::Priority { of } => {
            let named = of.iter().map(|code| {
                segments.get(code).map_or_else(|| code.to_string(), |segment| visit.say(&segment.name()))
            });
            visit.n("cohorts-by-priority", named.collect::<Vec<_>>().join(", "))
        }
        Criterion::Score => visit.t("cohorts-by-score"),
        Criterion::FirstCome => visit.t("cohorts-by-first_come"),
        Criterion::Draw => visit.t("cohorts-by-draw"),
    };
    html! { section {
        h2 { (visit.t("cohorts-criteria")) }
        ol { @for criterion in &cohort.criteria { li { (said(criterion)) } } }
        p.small { (visit.t("cohorts-criteria-note")) }
    } }
}

/// A cell of a public table: a hidden one says so.
fn cell(visit: &Visit, value: Option<i64>) -> Markup {
    html! { @match value {
        None => abbr title=(visit.t("disclosure-hidden")) { (visit.t("disclosure-hidden-mark")) },
        Some(n) => (thousands(n)),
    } }
}

/// How many applied, and once people were chosen, what came of it.
fn counted(visit: &Visit, cohort: &Cohort, counts: &Counts) -> Markup {
    let mut states: Vec<(String, Option<i64>)> = counts
        .states
        .iter()
        .map(|(state, n)| (visit.t(&format!("enrolment-state-{state}")), Some(*n)))
        .collect();
    if counts.others != Some(0) {
        states.push((visit.t("cohorts-others-few"), counts.others));
    }
    let reasons: Vec<(String, Option<i64>)> =
        counts.dropped.iter().map(|(reason, n)| (visit.t(&format!("enrolment-drop-{reason}")), *n)).collect();
    html! { section #counts {
        h2 { (visit.t("cohorts-counts")) }
        p { (visit.t("cohorts-applied")) ": " strong { (cell(visit, counts.applied)) } }
        @if !matches!(cohort.state, State::Recruiting { .. }) { p.small { (visit.n("disclosure-least", counts.least)) } }
        @if !states.is_empty() { (figures(visit, "cohorts-states", &states)) }
        @if !reasons.is_empty() && cohort.state.is_over() { (figures(visit, "cohorts-dropped", &reasons)) }
    } }
}

/// Figures as bars with their table; what is hidden stands in the table only.
fn figures(visit: &Visit, title: &'static str, lines: &[(String, Option<i64>)]) -> Markup {
    let shown: Vec<Datum<'_>> =
        lines.iter().filter_map(|(label, n)| Some(Datum { label, value: (*n)? })).collect();
    let (said, note) = (visit.t(title), visit.t("unit-people"));
    let frame = Frame { id: title, title: &said, description: &note };
    html! {
        h3 { (said) }
        @if !shown.is_empty() { div.charts { figure { (drawing(bar(&frame, &shown))) } } }
        table.tight {
            caption.same { (said) }
            thead { tr { th scope="col" { (visit.t("state")) } th scope="col" { (note) } } }
            tbody { @for (label, n) in lines { tr { th scope="row" { (label) } td.num { (cell(visit, *n)) } } } }
        }
    }
}

/// From what lots were drawn, and how whoever wants to draws again.
fn draw(visit: &Visit, cohort: &Cohort) -> Markup {
    html! { @if let Some(seed) = cohort.state.seed() { section #draw {
        h2 { (visit.t("cohorts-draw")) }
        p { code { (seed.as_str()) } }
        p { (visit.t("cohorts-draw-how")) }
    } } }
}
