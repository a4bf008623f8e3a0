//! One opening: what it says, what it lacks, what happened, and the steps that are possible now.

use app::opening::StaffView;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::comment::Subject;
use domain::connector::Kind;
use domain::id::OpeningId;
use domain::message::Message;
use domain::opening::{
    CERTIFIED, CancelReason, CloseReason, PauseReason, ReopenReason, ReturnReason, State, StateName,
};
use domain::policy::{Reach, UseCase, reach};
use maud::{Markup, html};
use strum::IntoEnumIterator;

use super::law;
use crate::component::{deadline, wage, work_time};
use crate::fields::Fields;
use crate::visit::Visit;
use crate::{error, page};

pub(super) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<OpeningId>() else { return error::page(&visit, &app::Error::NotFound) };
    match app::opening::get(&visit.ctx, visit.app(), id).await {
        Ok(view) => render(&visit, &view, None).await,
        Err(failed) => error::page(&visit, &failed),
    }
}

/// The page, with why a step was refused.
async fn render(visit: &Visit, view: &StaffView, refused: Option<&Message>) -> Response {
    let (opening, content) = (&view.opening, &view.opening.content);
    let title = if content.title.is_empty() { visit.t("untitled") } else { content.title.clone() };
    let occupation = content
        .occupation
        .as_ref()
        .map(|code| visit.app().reference.occupations.name(code).to_owned())
        .unwrap_or_default();
    let areas: Vec<&str> =
        content.workplace.areas.iter().map(|code| visit.app().city.areas().name(code)).collect();
    let state_is_shared = opening.state.name() == StateName::Open;
    let body = html! {
        h1 { (title) }
        p.lead { span.badge { (visit.t(&format!("opening-state-{}", opening.state.name()))) } " " (opening.origin.number) " · " @if reach(visit.ctx.actor.role, UseCase::ReadEmployer) == Reach::No { (view.employer.name) } @else { a href={ "/staff/employers/" (view.employer.id) } { (view.employer.name) } } }
        @if let Some(refused) = refused { div.errors role="alert" tabindex="-1" { h2 { (visit.t("error-conflict-title")) } p { (visit.say(refused)) } } }
        @if !view.missing.is_empty() {
            div.notice { h2 { (visit.n("lacks-n", view.missing.len())) } ul { @for missing in &view.missing { li { (visit.say(&missing.message())) } } } }
        }
        @if let Some(since) = opening.state.doubted_since() { p.notice { span.badge.doubt { (visit.t("needs-confirmation")) } " " (since) } }
        @if let Some(day) = content.first_look_until { p.notice { (visit.n("first-look-notice", day.to_string())) } }
        @if let State::Closed { reason, at, .. } = &opening.state { p.notice { (visit.t(&format!("close-{reason}"))) " " (visit.instant(*at)) } }
        @if let Some(again) = &opening.reopened { p { (visit.t("verb-reopen")) " " (visit.instant(again.at)) ": " (visit.t(&format!("reopen-{}", again.reason))) } }
        (law::findings(visit, view))
        (steps(visit, view))
        @if !opening.worsened.is_empty() { section {
            h2 { (visit.t("terms-worse")) }
            ul { @for worse in &opening.worsened { @for change in &worse.changes { li { (visit.instant(worse.at)) " · " (visit.t(&format!("opening-term-{}", change.term))) " " (change.before) " → " (change.after) } } } }
        } }
        dl.facts {
            dt { (visit.t("headcount")) } dd { (visit.n("headcount-n", content.headcount)) " · " (visit.n("heads-taken-n", view.taken)) " · " (visit.n("heads-left-n", domain::opening::remaining_heads(content.headcount, view.taken))) @if let Some(apart) = super::apart(visit, view.apart) { " · " (apart) } }
            @if let Some(day) = opening.state.valid_until() { dt { (visit.t("valid-to")) } dd { (day) } }
            @if !content.project.is_empty() && reach(visit.ctx.actor.role, UseCase::ReadProject) != Reach::No { dt { (visit.t("project")) } dd { a href={ "/staff/projects" (Fields::default().but("q", &content.project).query()) } { (content.project) } } }
            dt { (visit.t("pay")) } dd { (wage(visit, content.wage, &content.wage_note)) }
            dt { (visit.t("when")) } dd { (work_time(visit, &content.work_time)) }
            dt { (visit.t("where")) } dd { (areas.join(", ")) " " (content.workplace.address) }
            dt { (visit.t("deadline")) } dd { (deadline(visit, content.deadline)) }
            @for (name, value) in crate::opening::rows(visit, content, &occupation).iter().filter(|(_, value)| !value.is_empty()) { dt { (visit.t(name)) } dd { (value) } }
            dt { (visit.t("duties")) } dd { @for line in content.duties.lines() { p { (line) } } }
            @if let Some(contact) = &view.contact { dt { (visit.t("contact")) } dd { (contact.department) " " (contact.name) " " (contact.phone) " " (contact.email) } }
            @if !opening.origin.source.is_empty() { dt { (visit.t("provenance")) } dd { (opening.origin.source) " " (opening.origin.licence) (vouched(visit, view)) (record(visit, view)) } }
        }
        (crate::comment::section(visit, Subject::Opening, opening.id).await)
        @if state_is_shared { (crate::receipt::section(visit, Subject::Opening, opening.id).await) }
        section {
            h2 { (visit.t("history")) }
            @if view.history.len() > 1 { p { a href={ "/staff/openings/" (opening.id) "/versions" } { (visit.t("versions-compare")) } } }
            ol { @for line in &view.history { li {
                (visit.instant(line.at)) " · " (visit.t(&format!("verb-{}", line.verb))) " · " (visit.t(&format!("role-{}", line.role)))
                @if !line.who.is_empty() { " " (line.who) }
                @if let Some(version) = &line.version { " → " (visit.t(&format!("opening-state-{}", version.state.name()))) } " " span.small { "#" (line.seq) }
            } } }
        }
    };
    let status = if refused.is_some() { StatusCode::CONFLICT } else { StatusCode::OK };
    (status, page::shell(visit, &title, body)).into_response()
}

/// WorkNet's number, and who vouches for it.
fn vouched(visit: &Visit, view: &StaffView) -> Markup {
    let origin = &view.opening.origin;
    html! { @if let Some(number) = &origin.wanted_auth_no {
        " · " span.code { (number) } " "
        @match origin.vouched_by() {
            CERTIFIED => (visit.t("worknet-certified")),
            partner => (visit.n("worknet-partner", partner)),
        }
    } }
}

/// The way to the record as its list told it.
fn record(visit: &Visit, view: &StaffView) -> Markup {
    let origin = &view.opening.origin;
    let kept = origin.source_key.starts_with("worknet:") || origin.source == Kind::Alio.source();
    let query = Fields::default().but("source", &origin.source).with("key", &origin.source_key);
    html! { @if kept { " · " a href={ "/staff/exchange/records" (query) } { (visit.t("connector-record")) } } }
}

/// Why an employer may end their opening themselves.
const STOP: [CloseReason; 3] =
    [CloseReason::EmployerRequest, CloseReason::FoundOtherwise, CloseReason::NotNeeded];

/// Only the steps that its state and the policy allow.
fn steps(visit: &Visit, view: &StaffView) -> Markup {
    let (write, decide) = (view.may_write, view.may_decide);
    let state = view.opening.state.name();
    let path = format!("/staff/openings/{}/steps", view.opening.id);
    let asks = reach(visit.ctx.actor.role, UseCase::WriteReferral) != Reach::No;
    let silenced = matches!(view.opening.state, State::Paused { why: PauseReason::Unconfirmed, .. });
    let question = |kind: &str| {
        html! { form method="post" action={ "/staff/openings/" (view.opening.id) "/questions" } {
            button.second name="kind" value=(kind) { (visit.t(&format!("ask-{}", kind.replace('_', "-")))) }
        } }
    };
    let button = |step: &str, class: &str| {
        html! { form method="post" action=(path) {
            input type="hidden" name="version" value=(view.opening.version);
            button class=(class) name="step" value=(step) { (visit.t(&format!("step-{step}"))) }
        } }
    };
    // What runs again is judged by the rules of today, and nobody can edit it to say why.
    let again = |step: &str, reasons: Vec<String>| {
        html! { form.narrow method="post" action=(path) {
            input type="hidden" name="version" value=(view.opening.version);
            @if !reasons.is_empty() { div.field { label for={ "reason-" (step) } { (visit.t("reason")) }
                select id={ "reason-" (step) } name="reason" required { option value="" {} @for reason in &reasons { option value=(reason) { (visit.t(&format!("{step}-{reason}"))) } } } } }
            (law::reason_inputs(visit, &view.law))
            div.actions { button.second name="step" value=(step) { (visit.t(&format!("step-{step}"))) } }
        } }
    };
    let with_reason = |step: &str, reasons: Vec<String>, prefix: &str, explain: bool| {
        html! { details { summary { (visit.t(&format!("step-{step}"))) }
            form.narrow method="post" action=(path) {
                input type="hidden" name="version" value=(view.opening.version);
                div.field { label for={ "reason-" (step) } { (visit.t("reason")) }
                    select id={ "reason-" (step) } name="reason" { @for reason in &reasons { option value=(reason) { (visit.t(&format!("{prefix}-{reason}"))) } } } }
                @if explain { div.field { label for="explanation" { (visit.t("explanation")) } textarea id="explanation" name="explanation" rows="3" required {} } }
                button.danger name="step" value=(step) { (visit.t(&format!("step-{step}"))) }
            }
        } }
    };
    html! {
        div.actions {
            @if asks && state == StateName::Open { a.button href={ "/staff/openings/" (view.opening.id) "/candidates" } { (visit.t("candidates")) } }
            a.button.second href={ "/staff/openings/" (view.opening.id) "/paper" } { (visit.t("paper-form")) }
            @if decide { a.button.second href={ "/staff/openings/" (view.opening.id) "/names" } { (visit.t("paper-names")) } }
            @if write && !view.opening.state.is_final() { a.button.second href={ "/staff/openings/" (view.opening.id) "/edit" } { (visit.t("edit")) } }
            @if write && matches!(state, StateName::Draft | StateName::Returned) { (button("submit", "")) }
            @if write && (state == StateName::Open || silenced) { (button("confirm", "")) }
            @if write && matches!(state, StateName::Open | StateName::Paused) { (button("renew", "second")) }
            @if write { (button("copy", "second")) }
            @if asks && view.opening.state.is_live() { (question("still_open")) (question("renew")) }
            @if asks { (question("result")) }
            @if decide && state == StateName::Open { (button("pause", "second")) }
            @if state == StateName::Open {
                a.button.second href={ "/openings/" (view.opening.id) "/poster" } { (visit.t("poster")) }
                a.button.second href={ "/openings/" (view.opening.id) } { (visit.t("see-public")) }
            }
        }
        @if write && state == StateName::Expired { (again("renew", Vec::new())) }
        @if decide && view.taken < view.opening.content.headcount {
            @if state == StateName::Filled { p.small { (visit.t("reopen-undone")) } (again("reopen", Vec::new())) }
            @if may_be_mistaken(visit, &view.opening.state) { (again("reopen", ReopenReason::iter().map(|r| r.to_string()).collect())) }
        }
        @if !decide && state == StateName::Submitted && !view.law.justifications.is_empty() { p.notice { (visit.t("law-reason-waits")) } }
        @if decide && matches!(state, StateName::Submitted | StateName::Paused) {
            form.narrow method="post" action=(path) {
                input type="hidden" name="version" value=(view.opening.version);
                (law::reason_inputs(visit, &view.law))
                div.actions { button name="step" value="accept" { (visit.t("step-accept")) } }
            }
        }
        @if decide && state == StateName::Submitted { (with_reason("return", ReturnReason::iter().map(|r| r.to_string()).collect(), "return", true)) }
        @if decide && matches!(state, StateName::Open | StateName::Paused) { (with_reason("close", CloseReason::iter().map(|r| r.to_string()).collect(), "close", false)) }
        @else if write && matches!(state, StateName::Open | StateName::Paused) { (with_reason("stop", STOP.iter().map(|r| r.to_string()).collect(), "close", false)) }
        @if decide && !view.opening.state.is_final() { (with_reason("cancel", CancelReason::iter().map(|r| r.to_string()).collect(), "cancel", false)) }
    }
}

/// Whether it was closed while it would still be valid today.
fn may_be_mistaken(visit: &Visit, state: &State) -> bool {
    matches!(state, State::Closed { valid_until: Some(day), .. } if *day >= visit.ctx.today())
}

pub(super) async fn step(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let (Ok(id), Some(version)) = (id.parse::<OpeningId>(), fields.parse::<i64>("version")) else {
        return error::page(&visit, &app::Error::NotFound);
    };
    let (ctx, app) = (&visit.ctx, visit.app());
    let done = match fields.text("step") {
        "submit" => app::opening::submit(ctx, app, id, version).await,
        step @ ("accept" | "renew" | "reopen") => {
            let reasons = law::reasons(&fields);
            let done = match step {
                "accept" => app::opening::accept_with(ctx, app, id, version, reasons).await,
                "renew" => app::opening::renew_with(ctx, app, id, version, reasons).await,
                _ => app::opening::reopen(ctx, app, id, version, fields.parse("reason"), reasons).await,
            };
            // What stands in the way is shown beside what it is about.
            if let Err(app::Error::Conflict(refused)) = &done
                && let Ok(view) = app::opening::get(ctx, app, id).await
            {
                return render(&visit, &view, Some(refused)).await;
            }
            done
        }
        "confirm" => app::opening::confirm(ctx, app, id, version).await,
        "copy" => {
            return match app::opening::copy(ctx, app, id).await {
                Ok(copy) => Redirect::to(&format!("/staff/openings/{copy}/edit")).into_response(),
                Err(failed) => error::page(&visit, &failed),
            };
        }
        "stop" => match fields.parse("reason") {
            Some(reason) => app::opening::stop(ctx, app, id, version, reason).await,
            None => Err(app::Error::NotFound),
        },
        "pause" => app::opening::pause(ctx, app, id, version).await,
        "return" => match fields.parse("reason") {
            Some(reason) => {
                app::opening::return_to_employer(
                    ctx,
                    app,
                    id,
                    version,
                    reason,
                    fields.text("explanation").to_owned(),
                )
                .await
            }
            None => Err(app::Error::NotFound),
        },
        "close" => match fields.parse("reason") {
            Some(reason) => app::opening::close(ctx, app, id, version, reason).await,
            None => Err(app::Error::NotFound),
        },
        "cancel" => match fields.parse("reason") {
            Some(reason) => app::opening::cancel(ctx, app, id, version, reason).await,
            None => Err(app::Error::NotFound),
        },
        _ => Err(app::Error::NotFound),
    };
    match done {
        Ok(()) => Redirect::to(&format!("/staff/openings/{id}")).into_response(),
        Err(failed) => error::page(&visit, &failed),
    }
}
