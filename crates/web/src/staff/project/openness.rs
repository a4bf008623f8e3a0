//! Who may read of a project: a draft of the offices is shown to everybody by an act of its body, and taken back with a
//! reason. It must not know which pages are public.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use domain::message::Message;
use domain::project::{Openness, Project};
use maud::{Markup, html};

use super::form::writable;
use super::{filled, place};
use crate::component::{Form, input, sent};
use crate::error;
use crate::fields::Fields;
use crate::visit::Visit;

/// The mark of a draft; nothing for what everybody may read.
pub(super) fn mark(visit: &Visit, project: &Project) -> Markup {
    html! { @if !project.is_public() { " " span.badge.doubt { (visit.t("project-draft")) } } }
}

/// Who may read of it, since when or why no more.
pub(super) fn said(visit: &Visit, project: &Project) -> String {
    match &project.openness {
        Openness::Draft { why } if why.is_empty() => visit.t("project-draft"),
        Openness::Draft { why } => format!("{} · {why}", visit.t("project-draft")),
        Openness::Published { at: None, .. } => visit.t("project-published-label"),
        Openness::Published { at: Some(at), .. } => {
            let day = visit.app().city.zone().to_datetime(*at).date().to_string();
            visit.say(&Message::new("project-published-on").with("day", day))
        }
    }
}

/// What everybody sees of a published project, and where.
pub(super) fn public_pages(visit: &Visit, project: &Project) -> Markup {
    let sector = &project.content.sector;
    html! { @if project.is_public() { p.small {
        (visit.t("project-public-note"))
        @if app::disclosure::is_large(project) { " " a href="/plan/projects" { (visit.t("disclosure-projects")) } " ·" }
        @if !sector.is_empty() { " " a href={ "/sectors/" (sector) } { (visit.t("sector")) } " ·" }
        " " a href="/calendar" { (visit.t("calendar")) } " · " a href="/plan/projects.csv" { "CSV" }
    } } }
}

/// What can be done about it, for its body.
pub(super) fn step(visit: &Visit, project: &Project) -> Markup {
    let here = place(project);
    html! {
        @if project.is_public() { a.button.second href={ (here) "/take-back" } { (visit.t("project-take-back")) } }
        @else { form method="post" action={ (here) "/publish" } { input type="hidden" name="version" value=(project.version); button.second { (visit.t("project-publish")) } } }
    }
}

pub(super) async fn publish(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let project = match writable(&visit, &id).await {
        Ok(project) => project,
        Err(answer) => return answer,
    };
    let seen = (project.id, fields.parse("version").unwrap_or(0));
    match app::project::publish(&visit.ctx, visit.app(), seen).await {
        Ok(()) => Redirect::to(&place(&project)).into_response(),
        Err(failed) => error::page(&visit, &failed),
    }
}

pub(super) async fn ask_back(visit: Visit, Path(id): Path<String>) -> Response {
    match writable(&visit, &id).await {
        Ok(project) => {
            let fields = filled(vec![("version", project.version.to_string())]);
            render(&visit, &project, &Form::new(&fields))
        }
        Err(answer) => answer,
    }
}

pub(super) async fn take_back(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let project = match writable(&visit, &id).await {
        Ok(project) => project,
        Err(answer) => return answer,
    };
    let seen = (project.id, fields.parse("version").unwrap_or(0));
    let done = app::project::take_back(&visit.ctx, visit.app(), seen, fields.text("why")).await;
    match sent(&visit, &fields, done, |()| place(&project)) {
        Ok(answer) => answer,
        Err(form) => render(&visit, &project, &form),
    }
}

fn render(visit: &Visit, project: &Project, form: &Form<'_>) -> Response {
    let form = form.clone().needing(&["why"]);
    let body = html! {
        p.lead { a href=(place(project)) { (project.content.name) } }
        p { (visit.t("project-take-back-note")) }
        form.narrow method="post" {
            input type="hidden" name="version" value=(form.fields.text("version"));
            (input(visit, &form, "why", "reason", "text", ""))
            button { (visit.t("project-take-back")) }
        }
    };
    form.page(visit, &visit.t("project-take-back"), &body)
}
