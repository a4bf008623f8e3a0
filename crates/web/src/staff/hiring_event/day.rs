//! `/staff/events/{id}`: the day of an event by booth: who is next, who was called, what has no result, and the desk that keys
//! numbers from paper. Counts and numbers only; people stand on the page of their booth.

use app::hiring_event::{Staffing, View};
use app::interview::Line;
use axum::extract::Path;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use domain::hiring_event::{HiringEvent, State, StateName};
use domain::interview::StateName as Talk;
use domain::policy::{UseCase, may_ask};
use maud::{Markup, html};
use strum::IntoEnumIterator;

use super::{steps, view};
use crate::component::{Form, clock, input, select, sent};
use crate::fields::Fields;
use crate::hiring_event::way;
use crate::visit::Visit;
use crate::{error, page};

pub(super) async fn show(visit: Visit, Path(id): Path<String>, headers: HeaderMap) -> Response {
    match view(&visit, &id).await {
        Ok(view) => {
            let code = code(&visit, &view, &super::super::origin(&visit, &headers));
            whole(&visit, &view, &Form::new(&Fields::default()), &code).await
        }
        Err(answer) => answer,
    }
}

/// The page with what is wrong with one of its forms.
pub(super) async fn render(visit: &Visit, view: &View, form: &Form<'_>) -> Response {
    whole(visit, view, form, &html! {}).await
}

/// The square by which visitors take a number.
fn code(visit: &Visit, view: &View, origin: &str) -> Markup {
    let join = format!("{origin}/events/{}/join", view.event.id);
    html! { @if matches!(view.event.state, State::Published { .. } | State::Held { .. }) { section {
        h2 { (visit.t("event-join-code")) }
        p { (visit.t("event-join-code-note")) " " a href={ "/events/" (view.event.id) "/join" } { (join) } }
        (super::super::answer::qr(visit, &join))
    } } }
}

async fn whole(visit: &Visit, view: &View, form: &Form<'_>, code: &Markup) -> Response {
    let (event, outcome) = (&view.event, &view.outcome);
    let lines = match event.state.is_public() {
        true => match app::interview::lines(&visit.ctx, visit.app(), event.id).await {
            Ok((_, lines)) => lines,
            Err(failed) => return error::page(visit, &failed),
        },
        false => Vec::new(),
    };
    let staffing = match may_ask(&visit.ctx.actor, UseCase::ReadProject) {
        true => match app::hiring_event::staffing(&visit.ctx, visit.app(), event).await {
            Ok(staffing) => Some(staffing),
            Err(failed) => return error::page(visit, &failed),
        },
        false => None,
    };
    let here = format!("/staff/events/{}", event.id);
    let minds = may_ask(&visit.ctx.actor, UseCase::MindEvent);
    let is_open = minds && event.state.name() == StateName::Held;
    let body = html! {
        h1 lang=[visit.content_lang()] { (event.title) }
        (form.summary(visit))
        p.lead {
            span.badge { (visit.t(&format!("hiring-event-state-{}", event.state.name()))) } " "
            (visit.t(&format!("hiring-event-kind-{}", event.kind))) " · " (event.on) " " (clock(event.slots.from_min)) "~" (clock(event.slots.until_min)) " · " span lang=[visit.content_lang()] { (event.place) }
            " · " (visit.t("as-of")) " " (visit.instant(visit.ctx.now))
        }
        @if minds { (steps(visit, view, form)) }
        div.actions {
            @if minds && !event.state.is_over() { a.button.second href={ (here) "/edit" } { (visit.t("edit")) } }
            @if minds { a.button.second href={ (here) "/booths.pdf" } { (visit.t("event-sheets")) } }
            @if event.state.is_public() { a.button.second href={ "/events/" (event.id) } { (visit.t("see-public")) } a.button.second href={ "/events/" (event.id) "/queue" } { (visit.t("event-queue")) } }
        }
        @if is_open { (desk(visit, view, form)) }
        (booths(visit, view, &lines, is_open))
        (results(visit, view))
        p { (visit.n("event-ledger-claimed", outcome.claimed)) " · " (visit.n("event-ledger-confirmed", outcome.confirmed)) " · " (visit.n("event-openings-n", outcome.openings)) " · " (visit.n("event-openings-filled", outcome.filled)) }
        p.small { (visit.t("event-ledger-note")) }
        @if let Some(staffing) = &staffing { (workers(visit, event, staffing)) }
        @if minds { (strips(visit, &here, form)) (code) }
        p { a href="/staff/events" { (visit.t("events")) } }
    };
    (form.status, page::shell(visit, &event.title, body)).into_response()
}

/// Where a paper number is keyed.
fn desk(visit: &Visit, view: &View, form: &Form<'_>) -> Markup {
    let booths: Vec<(String, String)> = view
        .event
        .booths
        .iter()
        .map(|booth| {
            (booth.number.to_string(), format!("{} · {}", booth.number, employer(view, booth.number)))
        })
        .collect();
    html! { section id="desk" {
        h2 { (visit.t("event-desk")) }
        form.narrow method="post" action={ "/staff/events/" (view.event.id) "/admit" } {
            (input(visit, form, "ticket", "event-ticket", "text", "event-ticket-hint"))
            (select(visit, form, "booth", "event-booth", &booths))
            button { (visit.t("event-admit")) }
        }
    } }
}

pub(super) async fn admit(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let view = match view(&visit, &id).await {
        Ok(view) => view,
        Err(answer) => return answer,
    };
    let at = (view.event.id, fields.parse("booth").unwrap_or(0));
    let done = app::interview::admit(&visit.ctx, visit.app(), at, fields.text("ticket")).await;
    match sent(&visit, &fields, done, |_| format!("/staff/events/{}#desk", view.event.id)) {
        Ok(answer) => answer,
        Err(form) => render(&visit, &view, &form).await,
    }
}

/// Whose a booth is.
pub(super) fn employer(view: &View, number: u16) -> &str {
    let booth = view.event.booth(number);
    booth.and_then(|booth| view.employers.get(&booth.employer)).map(String::as_str).unwrap_or_default()
}

fn booths(visit: &Visit, view: &View, lines: &[Line], is_open: bool) -> Markup {
    let here = format!("/staff/events/{}/booths/", view.event.id);
    let ways = |ways: Vec<String>| if ways.is_empty() { "–".to_owned() } else { ways.join(", ") };
    html! { section id="booths" {
        h2 { (visit.t("event-booths")) }
        div.scroll tabindex="0" role="region" aria-label=(visit.t("event-booths")) { table {
            caption.same { (visit.t("event-booths")) }
            thead { tr { th scope="col" { (visit.t("event-booth")) } th.num scope="col" { (visit.t("event-interviewers")) } th.num scope="col" { (visit.t("event-waiting")) } th scope="col" { (visit.t("event-next")) } th scope="col" { (visit.t("event-called")) } th scope="col" { (visit.t("event-call")) } } }
            tbody { @for booth in &view.event.booths {
                @let line = lines.iter().find(|line| line.booth == booth.number);
                tr {
                    th scope="row" { a href={ (here) (booth.number) } { (booth.number) " · " span lang=[visit.content_lang()] { (employer(view, booth.number)) } } }
                    td.num { (booth.interviewers) }
                    td.num { (line.map_or(0, |line| line.waiting)) }
                    td { (ways(line.map(|line| line.next.iter().map(|one| way(visit, *one)).collect()).unwrap_or_default())) }
                    td { (ways(line.map(|line| line.called.iter().map(|(_, one)| way(visit, *one)).collect()).unwrap_or_default())) }
                    td { @if is_open && line.is_some_and(|line| line.waiting > 0) { form method="post" action={ (here) (booth.number) "/call" } { button.second { (visit.t("event-call-next")) } } } }
                }
            } }
        } }
    } }
}

/// What came of the talks by now.
fn results(visit: &Visit, view: &View) -> Markup {
    let tally = &view.outcome.tally;
    html! { section id="results" {
        h2 { (visit.t("event-results")) }
        p { (visit.n("event-visitors-n", tally.visitors)) " · " (visit.n("event-interviews-n", tally.interviews)) " · " (visit.n("event-held-n", tally.held)) " · " strong { (visit.n("event-unsettled-n", tally.unsettled)) } }
        div.scroll tabindex="0" role="region" aria-label=(visit.t("event-results")) { table {
            caption.same { (visit.t("event-results")) }
            thead { tr { th scope="col" { (visit.t("state")) } th.num scope="col" { (visit.t("event-interviews")) } } }
            tbody { @for state in Talk::iter() { tr { th scope="row" { (visit.t(&format!("interview-state-{state}"))) } td.num { (tally.now(state)) } } } }
        } }
    } }
}

/// Supporters who are called for it, and the rosters of whoever worked at it.
fn workers(visit: &Visit, event: &HiringEvent, staffing: &Staffing) -> Markup {
    let calls = may_ask(&visit.ctx.actor, UseCase::WriteProject) && !event.is_past(visit.ctx.today());
    html! {
        @if calls || !staffing.shifts.is_empty() { (super::super::supporter::calls(visit, &staffing.shifts)) }
        @if calls { div.actions { a.button.second href={ "/staff/supporters/shifts/new?event=" (event.id) } { (visit.t("supporter-shift-new")) } } }
        @if event.project.is_some() || !staffing.board.rosters.is_empty() { (super::super::roster::section(visit, &staffing.board, false)) }
    }
}

/// Numbers to tear off.
fn strips(visit: &Visit, here: &str, form: &Form<'_>) -> Markup {
    html! { details open[form.opens(&["from", "count"])] { summary { (visit.t("event-strips")) }
        form.narrow method="get" action={ (here) "/tickets.pdf" } {
            (input(visit, form, "from", "event-strips-from", "number", ""))
            (input(visit, form, "count", "event-strips-count", "number", ""))
            button.second { (visit.t("event-strips-print")) }
        }
    } }
}
