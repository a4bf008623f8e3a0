//! One person's part in a cohort: where it stands and why, what they attended, what happened, and the next steps.

use app::enrolment::View;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use domain::cohort::Criterion;
use domain::enrolment::{DropReason, Event, State};
use domain::id::EnrolmentId;
use domain::message::Message;
use domain::policy::{Reach, UseCase, reach};
use maud::{Markup, html};
use strum::IntoEnumIterator;

use super::show::{standing, verdict};
use super::{apply, named, place, session};
use crate::component::{Form, input, select};
use crate::error;
use crate::fields::Fields;
use crate::visit::Visit;

/// Most points of an applicant.
const MOST_POINTS: u32 = 1_000;

async fn found(visit: &Visit, id: &str) -> Result<View, app::Error> {
    let id: EnrolmentId = id.parse().map_err(|_| app::Error::NotFound)?;
    app::enrolment::get(&visit.ctx, visit.app(), id).await
}

pub(super) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match found(&visit, &id).await {
        Ok(view) => render(&visit, &view, &Form::new(&Fields::default())),
        Err(failed) => error::page(&visit, &failed),
    }
}

pub(super) async fn step(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let view = match found(&visit, &id).await {
        Ok(view) if view.may_mind => view,
        Ok(_) => return error::page(&visit, &app::Error::NotFound),
        Err(failed) => return error::page(&visit, &failed),
    };
    let done = take(&visit, view.row.enrolment.id, &fields).await;
    let back = match fields.text("back") {
        "cohort" => format!("{}#people", place(view.cohort.id)),
        _ => format!("/staff/enrolments/{id}"),
    };
    answer(&visit, &view, &fields, done, &back)
}

pub(super) async fn withdraw(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let view = match found(&visit, &id).await {
        Ok(view) if view.may_write || view.may_mind => view,
        Ok(_) => return error::page(&visit, &app::Error::NotFound),
        Err(failed) => return error::page(&visit, &failed),
    };
    let done = app::enrolment::withdraw(&visit.ctx, visit.app(), view.row.enrolment.id).await;
    answer(&visit, &view, &fields, done, &format!("/staff/enrolments/{id}"))
}

/// Onward when the step was taken; else the page with what is wrong.
fn answer(visit: &Visit, view: &View, fields: &Fields, done: Result<(), app::Error>, back: &str) -> Response {
    match done {
        Ok(()) => Redirect::to(back).into_response(),
        Err(failed) => match Form::refused(visit, fields, &failed) {
            Ok(answer) => answer,
            Err(form) => render(visit, view, &form),
        },
    }
}

async fn take(visit: &Visit, id: EnrolmentId, fields: &Fields) -> Result<(), app::Error> {
    let (ctx, app) = (&visit.ctx, visit.app());
    let invalid = |wrong: app::FieldError| app::Error::Invalid(vec![wrong]);
    let needed = |name: &'static str| app::Error::field(name, Message::new("field-needed"));
    match fields.text("step") {
        "seat" => app::enrolment::seat(ctx, app, id).await,
        "enrol" => app::enrolment::enrol(ctx, app, id).await,
        "no_show" => app::enrolment::no_show(ctx, app, id).await,
        "finish" => app::enrolment::finish(ctx, app, id).await,
        "drop_out" => {
            let on = fields.day("on").map_err(invalid)?.ok_or_else(|| needed("on"))?;
            let reason = fields.parse("reason");
            let reason = reason.ok_or_else(|| app::Error::field("reason", Message::new("reason-choose")))?;
            app::enrolment::drop_out(ctx, app, id, (on, reason)).await
        }
        "score" => {
            let points = fields.count("points", MOST_POINTS).map_err(invalid)?;
            let points = points.ok_or_else(|| needed("points"))?;
            app::enrolment::score(ctx, app, id, points).await
        }
        _ => Err(app::Error::NotFound),
    }
}

fn render(visit: &Visit, view: &View, form: &Form<'_>) -> Response {
    let (part, told) = (&view.row.enrolment, view.row.application.as_ref());
    let title = if view.row.name.is_empty() { visit.t("erased") } else { view.row.name.clone() };
    let record = view.seeker.filter(|_| reach(visit.ctx.actor.role, UseCase::ReadSeeker) != Reach::No);
    let rest = html! {
        p.lead { a href=(place(view.cohort.id)) { (named(visit, &view.cohort)) } " · " (standing(visit, part)) " · " (visit.t("as-of")) " " (visit.instant(visit.ctx.now)) }
        @if !view.cohort.state.is_over() { (steps(visit, view, form)) }
        div.actions {
            @if matches!(part.state, State::Completed { .. }) { a.button.second href={ "/enrolments/" (part.id) "/certificate.pdf" } { (visit.t("desk-certificate")) } }
            @if let Some(seeker) = record { a.button.second href={ "/staff/seekers/" (seeker) } { (visit.t("back-to-record")) } }
        }
        dl.facts {
            dt { (visit.t("desk-applied-at")) } dd { (visit.instant(part.applied_at)) }
            @if let Some(told) = told {
                dt { (visit.t("desk-verdict")) } dd { (verdict(visit, &told.verdict)) }
                @if let Some(points) = told.score { dt { (visit.t("fit-points")) } dd { (points) } }
            }
            @if view.hours.held_min > 0 { dt { (visit.t("desk-attendance")) } dd { (visit.say(&Message::new("desk-hours-line").with("percent", view.hours.percent()).with("attended", view.hours.attended_min).with("held", view.hours.held_min))) } }
        }
        (attendance(visit, view))
        section { h2 { (visit.t("history")) } ol { @for event in &part.history { li { (happened(visit, event)) } } } }
    };
    form.page(visit, &title, &rest)
}

fn happened(visit: &Visit, event: &Event) -> Markup {
    html! {
        (visit.instant(event.at)) " · " (visit.t(&format!("enrolment-state-{}", event.state)))
        @if let Some(place) = event.promoted_from { " (" (visit.n("desk-promoted-n", place)) ")" }
    }
}

fn attendance(visit: &Visit, view: &View) -> Markup {
    let noted = &view.row.enrolment.attendance;
    let title = visit.t("desk-attendance");
    html! { @if !noted.is_empty() { section {
        h2 { (title) }
        table.cards {
            caption.same { (title) }
            thead { tr { th scope="col" { (visit.t("cohorts-nth")) } th scope="col" { (visit.t("desk-when")) } th scope="col" { (title) } } }
            tbody { @for one in &view.cohort.sessions { @if let Some(mark) = noted.get(&one.nth) { tr {
                th scope="row" { (visit.n("cohorts-session", one.nth)) }
                td data-label=(visit.t("desk-when")) { (session::when(one)) }
                td { (visit.t(&format!("enrolment-presence-{}", mark.presence.name()))) @if one.is_cancelled() { " " span.badge { (visit.t("cohort-state-cancelled")) } } }
            } } } }
        }
    } } }
}

/// The steps that the state allows, the next one first.
fn steps(visit: &Visit, view: &View, form: &Form<'_>) -> Markup {
    let part = &view.row.enrolment;
    let here = format!("/staff/enrolments/{}", part.id);
    let to = format!("{here}/steps");
    let button = |step: &str| {
        html! { form method="post" action=(to) { button name="step" value=(step) { (visit.t(&format!("desk-do-{step}"))) } } }
    };
    let ends = visit.ctx.today() >= view.cohort.until;
    let scored = view.cohort.criteria.contains(&Criterion::Score);
    let before = matches!(part.state, State::Applied | State::Selected { .. } | State::Waiting { .. });
    html! {
        @if view.may_mind { @match part.state {
            State::Selected { .. } => div.actions { (button("enrol")) (button("no_show")) },
            State::Enrolled { .. } => {
                @if ends { div.actions { (button("finish")) } }
                (leaving(visit, form, &to))
            }
            State::Applied if scored => form.narrow method="post" action=(to) {
                (input(visit, form, "points", "fit-points", "number", ""))
                button name="step" value="score" { (visit.t("desk-do-score")) }
            },
            _ => {}
        } }
        @if matches!(part.state, State::Applied) && view.may_mind && visit.is_away() { div.actions { (button("seat")) } }
        @if apply::may_tell(view) && (view.may_mind || view.may_write) { div.actions { a.button.second href={ (here) "/facts" } { (visit.t("desk-tell")) } } }
        @if before && (view.may_mind || view.may_write) { details {
            summary { (visit.t("desk-do-withdraw")) }
            form.narrow method="post" action={ (here) "/withdrawal" } {
                p { (visit.t("desk-note-withdraw")) }
                button.danger { (visit.t("desk-do-withdraw")) }
            }
        } }
    }
}

/// Somebody leaves early: the last day, and why.
fn leaving(visit: &Visit, form: &Form<'_>, to: &str) -> Markup {
    // What the system says by itself is nobody's choice.
    let own = [DropReason::TooFewHours, DropReason::Erased];
    let reasons: Vec<(String, String)> = DropReason::iter()
        .filter(|reason| !own.contains(reason))
        .map(|reason| (reason.to_string(), visit.t(&format!("enrolment-drop-{reason}"))))
        .collect();
    html! { details open[form.opens(&["on", "reason"])] {
        summary { (visit.t("desk-do-drop_out")) }
        form.narrow method="post" action=(to) {
            (input(visit, form, "on", "desk-left-on", "date", ""))
            (select(visit, form, "reason", "reason", &reasons))
            button.danger name="step" value="drop_out" { (visit.t("desk-do-drop_out")) }
        }
    } }
}
