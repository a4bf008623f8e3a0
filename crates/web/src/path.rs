//! `/me/path` and `/staff/seekers/{id}/path`: everything that may come next for one person on one page, for themselves and for
//! whoever counsels them. Their counsellor writes a line of it into the plan together with them.

use app::fit::Fit;
use app::path::{Program, Tailored};
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use domain::action_plan::Owner;
use domain::hiring_event::HiringEvent;
use domain::id::SeekerId;
use domain::message::Message;
use domain::policy::{Reach, UseCase, reach};
use domain::reminder::days_after;
use domain::support_program::Verdict;
use maud::{Markup, html};
use strum::IntoEnumIterator;

use crate::component::opening_row;
use crate::routes::Routes;
use crate::support_program::{entry, to_tell};
use crate::visit::Visit;
use crate::{error, page};

/// Days in which a step that is written down is to be taken, unless somebody says otherwise.
const STEP_DAYS: i32 = 14;

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/me/path", UseCase::ReadOwn, own);
}

async fn own(visit: Visit) -> Response {
    match app::path::own(&visit.ctx, visit.app()).await {
        Ok(Some(id)) => render(&visit, id).await,
        Ok(None) => {
            let title = visit.t("path");
            let body = html! {
                h1 { (title) }
                p.notice { (visit.t("my-registrations-none")) }
                p { a href="/fit" { (visit.t("nav-fit")) } " · " a href="/programmes/fit" { (visit.t("programmes-fit")) } " · " a href="/centres" { (visit.t("nav-centres")) } }
            };
            page::shell(&visit, &title, body).into_response()
        }
        Err(failed) => error::page(&visit, &failed),
    }
}

pub(crate) async fn of_seeker(visit: Visit, Path(id): Path<String>) -> Response {
    match id.parse() {
        Ok(id) => render(&visit, id).await,
        Err(_) => error::page(&visit, &app::Error::NotFound),
    }
}

async fn render(visit: &Visit, id: SeekerId) -> Response {
    let path = match app::path::tailored(&visit.ctx, visit.app(), id).await {
        Ok(path) => path,
        Err(failed) => return error::page(visit, &failed),
    };
    let title = visit.t("path");
    let here = format!("/staff/seekers/{}", path.seeker.id);
    let about = Message::new("path-about").with("name", path.name.as_str());
    let about = about.with("number", path.seeker.number.as_str());
    let body = html! {
        h1 { (title) }
        p.lead { (visit.say(&about)) " " (visit.t("as-of")) " " (visit.instant(visit.ctx.now)) }
        div.actions {
            a.button.second href={ (here) "/path/paper.pdf" } { (visit.t("paper-pdf")) }
            button.second type="button" data-print="" hidden { (visit.t("print")) }
            @if plans(visit) { a.button.second href={ (here) "#plan" } { (visit.t("action-plan")) } }
        }
        (openings(visit, &path))
        section #programs {
            h2 { (visit.t("path-programs")) }
            @if path.programs.is_empty() { p.notice { (visit.t("path-programs-empty")) " " a href="/programmes" { (visit.t("programmes")) } } }
            ul.openings { @for (nth, one) in path.programs.iter().enumerate() { (program(visit, &path, nth, one)) } }
            p.small { a href="/programmes/fit" { (visit.t("path-tell-more")) } }
        }
        @match &path.fit { Some(fit) => (learning(visit, &path, fit)), None => (nothing(visit, "path-learning", "path-learning-empty")) }
        section #events {
            h2 { (visit.t("path-events")) }
            @if path.events.is_empty() { p { (visit.t("path-events-empty")) " " a href="/events" { (visit.t("path-events-all")) } } }
            (events(visit, &path.events))
        }
        (call(visit, &path))
        section #segments {
            h2 { (visit.t("path-segments")) }
            @if path.segments.is_empty() { p { (visit.t("path-segments-empty")) } } @else {
                p.small { (visit.t("path-segments-note")) }
                ul { @for one in &path.segments { li {
                    @if one.missing.is_some() { "? " } @else { "○ " }
                    (visit.say(&one.says()))
                    @if one.missing.is_none() { " · " (visit.t(&format!("support-source-{}", one.version.source_kind))) }
                    @if let Some(from) = one.version.from { " · " (visit.n("path-segment-since", from.to_string())) }
                } } }
            }
        }
    };
    page::shell(visit, &title, body).into_response()
}

/// Events as links.
pub(crate) fn events(visit: &Visit, events: &[HiringEvent]) -> Markup {
    html! { @if !events.is_empty() { ul { @for one in events { li { a href={ "/events/" (one.id) } { (visit.say(&app::path::event(one))) } } } } } }
}

fn nothing(visit: &Visit, title: &str, words: &str) -> Markup {
    html! { section { h2 { (visit.t(title)) } p { (visit.t(words)) } } }
}

/// What fits, with why; and what nearly does, with the one thing to change.
fn openings(visit: &Visit, path: &Tailored) -> Markup {
    let Some(fit) = &path.fit else {
        let words = if path.refused_lists { "automated-refused-own" } else { "path-no-list" };
        return nothing(visit, "path-openings", words);
    };
    let apply = |title: &str| visit.say(&Message::new("path-step-opening").with("what", title));
    html! {
        section #openings {
            h2 { (visit.t("path-openings")) }
            @if fit.full.is_empty() { p.notice { (visit.t("path-openings-empty")) } }
            @if !fit.missing.is_empty() { ul.small { @for missing in &fit.missing { li { (visit.say(missing)) } } } }
            ul.openings { @for (nth, one) in fit.full.iter().enumerate() { li {
                ul.openings { (opening_row(visit, &one.listed)) }
                (crate::fit::why(visit, &one.explanation)) (crate::fit::stands(visit, &one.stands))
                (write_down(visit, path, &format!("opening-{nth}"), &apply(&one.listed.opening.content.title)))
            } } }
            p { a href={ "/staff/seekers/" (path.seeker.id) "/matches" } { (visit.t("me-suggestions-all")) } }
        }
        section #near {
            h2 { (visit.t("path-near")) }
            @let wider: Vec<_> = fit.widening().collect();
            @if fit.near.is_empty() && wider.is_empty() { p { (visit.t("path-near-empty")) } }
            @if !wider.is_empty() { ul { @for message in wider { li { (visit.say(message)) } } } }
            ul.openings { @for (nth, one) in fit.near.iter().enumerate() { li {
                p { span.badge { (visit.t("fit-one-thing")) } " " strong { (visit.say(&one.failed)) } }
                ul.openings { (opening_row(visit, &one.listed)) }
                (write_down(visit, path, &format!("near-{nth}"), &apply(&one.listed.opening.content.title)))
            } } }
        }
    }
}

/// A programme with what to bring, and the cohorts to which one may apply.
fn program(visit: &Visit, path: &Tailored, nth: usize, one: &Program) -> Markup {
    let why = html! {
        p { strong { (visit.say(&one.says())) } }
        @if let Verdict::Unknown { missing } = &one.verdict { (to_tell(visit, missing)) }
        @if !one.cohorts.is_empty() { ul { @for cohort in &one.cohorts { li { a href={ "/cohorts/" (cohort.id) } { (visit.say(&app::path::cohort(cohort))) } } } } }
        @let step = visit.say(&Message::new("path-step-program").with("what", one.answer.program.name()));
        (write_down(visit, path, &format!("program-{nth}"), &step))
    };
    entry(visit, &one.answer, &why)
}

/// What learning would open, and where one learns.
fn learning(visit: &Visit, path: &Tailored, fit: &Fit) -> Markup {
    html! { section #learning {
        h2 { (visit.t("path-learning")) }
        @if fit.learn.is_empty() { p { (visit.t("path-learning-empty")) " " a href="/centres" { (visit.t("nav-centres")) } } }
        ul { @for (nth, (said, _)) in fit.learn.iter().enumerate() { li {
            (visit.say(said)) (write_down(visit, path, &format!("learn-{nth}"), &visit.say(said)))
        } } }
        @if !fit.trainings.is_empty() {
            p { a href="/plan#measures" { (visit.t("fit-trainings")) } }
            ul lang=[visit.content_lang()] { @for one in &fit.trainings { li { a href={ "/plan#category-" (one.category) } { (one.name) " · " (one.body) } } } }
        }
        p { a href="/programmes?kind=training" { (visit.t("programmes")) } }
    } }
}

fn call(visit: &Visit, path: &Tailored) -> Markup {
    let phone = &path.care.phone;
    html! { section #call {
        h2 { (visit.t("path-call")) }
        ul { @for said in path.care.says(visit.lang) { li { (visit.say(&said)) } } }
        p { a.phone href={ "tel:" (phone) } { (phone) } " · " a href="/centres" { (visit.t("nav-centres")) } }
    } }
}

/// Whether who asks writes plans with people.
fn plans(visit: &Visit) -> bool {
    reach(visit.ctx.actor.role, UseCase::WriteService) != Reach::No
}

/// The form by which a line becomes a step of the plan, for whoever counsels the person: together with them, and they are asked
/// to agree to the plan.
fn write_down(visit: &Visit, path: &Tailored, key: &str, step: &str) -> Markup {
    let (due, owner) = (format!("due-{key}"), format!("owner-{key}"));
    let day = days_after(visit.ctx.today(), STEP_DAYS);
    html! { @if plans(visit) { details {
        summary { (visit.t("action-plan-agree")) span.heard { ": " (step) } }
        form.narrow method="post" action={ "/staff/seekers/" (path.seeker.id) "/plan" } {
            input type="hidden" name="step" value=(step);
            div.field { label for=(due) { (visit.t("action-plan-due")) } input id=(due) name="due_on" type="date" value=(day); }
            div.field { label for=(owner) { (visit.t("action-plan-owner")) }
                select id=(owner) name="owner" { @for one in Owner::iter() { option value=(one) { (visit.t(&format!("action-plan-owner-{one}"))) } } } }
            button.second { (visit.t("action-plan-agree")) }
        }
    } } }
}
