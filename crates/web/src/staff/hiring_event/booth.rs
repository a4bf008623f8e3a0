//! One booth of an event with its people: one tap calls, one notes what came of a talk; a whole sheet that came back on paper is
//! noted at once. Whoever may not know a person sees the time they booked.

use app::hiring_event::View;
use app::interview::{Answer, Row};
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use domain::hiring_event::StateName;
use domain::id::InterviewId;
use domain::interview::{State, Who};
use domain::message::Message;
use domain::policy::{UseCase, may_ask};
use domain::referral::{DeclineReason, RejectReason};
use maud::{Markup, html};
use strum::IntoEnumIterator;

use super::day::employer;
use super::view;
use crate::component::{Form, sent};
use crate::fields::Fields;
use crate::hiring_event::way;
use crate::visit::Visit;
use crate::{error, page};

/// Where a booth is.
fn place(view: &View, nth: u16) -> String {
    format!("/staff/events/{}/booths/{nth}", view.event.id)
}

/// The event and the number of one of its booths.
async fn found(visit: &Visit, id: &str, nth: &str) -> Result<(View, u16), Response> {
    let view = view(visit, id).await?;
    let nth = nth.parse().ok().filter(|nth| view.event.booth(*nth).is_some());
    let nth = nth.ok_or_else(|| error::page(visit, &app::Error::NotFound))?;
    Ok((view, nth))
}

pub(super) async fn show(visit: Visit, Path((id, nth)): Path<(String, String)>) -> Response {
    match found(&visit, &id, &nth).await {
        Ok((view, nth)) => render(&visit, &view, nth, &Form::new(&Fields::default())).await,
        Err(answer) => answer,
    }
}

pub(super) async fn call(visit: Visit, Path((id, nth)): Path<(String, String)>) -> Response {
    let (view, nth) = match found(&visit, &id, &nth).await {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    match app::interview::call_next(&visit.ctx, visit.app(), (view.event.id, nth)).await {
        Ok(_) => Redirect::to(&format!("/staff/events/{}#booths", view.event.id)).into_response(),
        Err(failed) => error::page(&visit, &failed),
    }
}

/// A tap, or the results of the sheet. Of a sheet each line is noted by itself: what is wrong is said at its line, and those
/// before it stand.
pub(super) async fn note(visit: Visit, Path((id, nth)): Path<(String, String)>, fields: Fields) -> Response {
    let (view, nth) = match found(&visit, &id, &nth).await {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    let done = match fields.text("tap") {
        "" => results(&visit, &view, &fields).await,
        tap => tapped(&visit, &fields, tap).await,
    };
    match sent(&visit, &fields, done, |()| place(&view, nth)) {
        Ok(answer) => answer,
        Err(form) => render(&visit, &view, nth, &form).await,
    }
}

async fn tapped(visit: &Visit, fields: &Fields, tap: &str) -> Result<(), app::Error> {
    let (ctx, app) = (&visit.ctx, visit.app());
    let (step, id) = tap.split_once(':').ok_or(app::Error::NotFound)?;
    let id: InterviewId = id.parse().map_err(|_| app::Error::NotFound)?;
    match step {
        "arrive" => app::interview::arrive(ctx, app, id).await,
        "call" => app::interview::call(ctx, app, id).await,
        "interview" => app::interview::interviewed(ctx, app, id).await,
        "name" => {
            let number = fields.text(&format!("seeker-{id}")).to_owned();
            app::interview::name_by_number(ctx, app, id, &number).await
        }
        _ => Err(app::Error::NotFound),
    }
}

async fn results(visit: &Visit, view: &View, fields: &Fields) -> Result<(), app::Error> {
    let chosen: Vec<(InterviewId, String)> = fields
        .0
        .iter()
        .filter_map(|(name, value)| Some((name.strip_prefix("result-")?.parse().ok()?, value.clone())))
        .filter(|(_, value)| !value.is_empty())
        .collect();
    if chosen.is_empty() {
        return Err(app::Error::Conflict(Message::new("event-no-result-chosen")));
    }
    for (id, value) in chosen {
        let answer = answer(fields, id, &value)?;
        let settled =
            app::interview::settle(&visit.ctx, visit.app(), view.event.id, vec![(id, answer)]).await;
        settled.map_err(|failed| at_line(failed, id))?;
    }
    Ok(())
}

/// What a line says: a word of the choice, and its day.
fn answer(fields: &Fields, id: InterviewId, value: &str) -> Result<Answer, app::Error> {
    let day = fields.parse(&format!("day-{id}"));
    let needed = || at_line(app::Error::field("by", Message::new("event-day-needed")), id);
    let unknown = || at_line(app::Error::field("result", Message::new("event-no-result-chosen")), id);
    match value.split_once(':') {
        None if value == "no_show" => Ok(Answer::NoShow),
        None if value == "second_round" => Ok(Answer::SecondRound(day.ok_or_else(needed)?)),
        None if value == "hired" => Ok(Answer::Hired {
            start_on: day.ok_or_else(needed)?,
            opening: fields.parse(&format!("opening-{id}")),
        }),
        Some(("rejected", why)) => Ok(Answer::Rejected(why.parse::<RejectReason>().map_err(|_| unknown())?)),
        Some(("declined", why)) => Ok(Answer::Declined(why.parse::<DeclineReason>().map_err(|_| unknown())?)),
        _ => Err(unknown()),
    }
}

/// The same failure at the fields of a line.
fn at_line(failed: app::Error, id: InterviewId) -> app::Error {
    let line = |name: &str| match name {
        "by" | "start_on" => format!("day-{id}"),
        "opening" => format!("opening-{id}"),
        _ => format!("result-{id}"),
    };
    let at = |field: String, message: Message| app::FieldError { field: field.into(), message };
    match failed {
        app::Error::Invalid(all) => app::Error::Invalid(
            all.into_iter().map(|one| at(line(one.field.as_ref()), one.message)).collect(),
        ),
        app::Error::Conflict(why) => app::Error::Invalid(vec![at(line("result"), why)]),
        other => other,
    }
}

async fn render(visit: &Visit, view: &View, nth: u16, form: &Form<'_>) -> Response {
    let rows = match app::interview::rows(&visit.ctx, visit.app(), (view.event.id, nth)).await {
        Ok(rows) => rows,
        Err(failed) => return error::page(visit, &failed),
    };
    let title = format!("{} {nth} · {}", visit.t("event-booth"), employer(view, nth));
    let minds = may_ask(&visit.ctx.actor, UseCase::MindEvent);
    let is_open = minds && view.event.state.name() == StateName::Held;
    let unsettled = rows.iter().filter(|row| !row.interview.state.has_result()).count();
    let body = html! {
        h1 lang=[visit.content_lang()] { (title) }
        (form.summary(visit))
        p.lead { (visit.n("event-interviews-n", rows.len())) " · " (visit.n("event-unsettled-n", unsettled)) " · " (visit.t("as-of")) " " (visit.instant(visit.ctx.now)) }
        @if is_open { form method="post" action={ (place(view, nth)) "/call" } { div.actions { button { (visit.t("event-call-next")) } } } }
        @if rows.is_empty() { p.notice { (visit.t("event-booth-none")) } } @else {
            form method="post" action=(place(view, nth)) {
                div.scroll tabindex="0" role="region" aria-label=(visit.t("event-interviews")) { table {
                    caption.same { (visit.t("event-interviews")) }
                    thead { tr { th scope="col" { (visit.t("event-who")) } th scope="col" { (visit.t("state")) } th scope="col" { (visit.t("event-tap")) } th scope="col" { (visit.t("result")) } th scope="col" { (visit.t("event-result-day")) } } }
                    tbody { @for row in &rows { (line(visit, view, (nth, is_open, minds), row, form)) } }
                } }
                @if minds {
                    p.hint { (visit.t("event-result-note")) }
                    div.actions { button { (visit.t("event-results-save")) } }
                }
            }
        }
        p { a href={ "/staff/events/" (view.event.id) } lang=[visit.content_lang()] { (view.event.title) } }
    };
    (form.status, page::shell(visit, &title, body)).into_response()
}

fn line(
    visit: &Visit,
    view: &View,
    (nth, is_open, minds): (u16, bool, bool),
    row: &Row,
    form: &Form<'_>,
) -> Markup {
    let one = &row.interview;
    let id = one.id;
    let who = if row.name.is_empty() { way(visit, one.way) } else { row.name.clone() };
    let ended = !minds || matches!(one.state, State::Ended { .. });
    let field = |name: &str| format!("{name}-{id}");
    let of = |label: &str| format!("{who} · {}", visit.t(label));
    html! { tr {
        th scope="row" {
            @match one.seeker() {
                Some(seeker) if !row.name.is_empty() => { a href={ "/staff/seekers/" (seeker) } { (row.name) } " · " (way(visit, one.way)) }
                _ => (way(visit, one.way)),
            }
            @if one.who == Who::Unnamed && !ended && is_open {
                div { input name=(field("seeker")) value=(form.fields.text(&field("seeker"))) size="14" aria-label=(of("event-seeker-number")); " " button.second name="tap" value={ "name:" (id) } aria-label=(of("event-name")) { (visit.t("event-name")) } }
            }
        }
        td { (visit.t(&format!("interview-state-{}", one.state.name()))) @if let State::SecondRound { by, .. } = one.state { " ~ " (by) } }
        td { @if is_open { @for step in taps(&one.state) { button.second name="tap" value={ (step) ":" (id) } aria-label=(of(&format!("event-tap-{step}"))) { (visit.t(&format!("event-tap-{step}"))) } " " } } }
        td { @if !ended {
            (choice(visit, &field("result"), &of("result"), form))
            @if one.opening.is_none() { (openings(visit, view, nth, &field("opening"), form)) }
        } }
        td { @if !ended { input id=(field("day")) name=(field("day")) type="date" value=(form.fields.text(&field("day"))) aria-label=(of("event-result-day")) aria-invalid=[form.error(&field("day")).map(|_| "true")]; @if let Some(why) = form.error(&field("day")) { p.error { (why) } } } }
    } }
}

/// What one tap does from a state.
fn taps(state: &State) -> &'static [&'static str] {
    match state {
        State::Booked => &["arrive"],
        State::Arrived { .. } | State::Called { .. } => &["call", "interview"],
        State::Interviewed { .. } | State::SecondRound { .. } | State::Ended { .. } => &[],
    }
}

fn choice(visit: &Visit, name: &str, label: &str, form: &Form<'_>) -> Markup {
    let chosen = form.fields.text(name);
    let option =
        |value: String, text: String| html! { option value=(value) selected[chosen == value] { (text) } };
    let word = |state: &str| visit.t(&format!("interview-state-{state}"));
    html! {
        select id=(name) name=(name) aria-label=(label) aria-invalid=[form.error(name).map(|_| "true")] {
            option value="" { (visit.t("event-result-open")) }
            @for state in ["hired", "second_round", "no_show"] { (option(state.to_owned(), word(state))) }
            @for why in RejectReason::iter() { (option(format!("rejected:{why}"), format!("{} · {}", word("rejected"), visit.t(&format!("reject-reason-{why}"))))) }
            @for why in DeclineReason::iter() { (option(format!("declined:{why}"), format!("{} · {}", word("declined"), visit.t(&format!("decline-reason-{why}"))))) }
        }
        @if let Some(why) = form.error(name) { p.error { (why) } }
    }
}

/// For which opening somebody with a number is hired.
fn openings(visit: &Visit, view: &View, nth: u16, name: &str, form: &Form<'_>) -> Markup {
    let brought = view.event.booth(nth).map(|booth| booth.openings.as_slice()).unwrap_or_default();
    html! {
        " " select id=(name) name=(name) aria-label=(visit.t("event-hired-for")) {
            option value="" { (visit.t("event-hired-for")) }
            @for opening in brought.iter().filter_map(|id| view.openings.get(id)) {
                @let value = opening.id.to_string();
                option value=(value) selected[form.fields.text(name) == value] { (opening.content.title) }
            }
        }
        @if let Some(why) = form.error(name) { p.error { (why) } }
    }
}
