//! `/staff/ideas`: what was brought, what waits for a body's word, and one idea on its way to a project, a lead or an answer.

use app::idea::{Step, View};
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Response};
use domain::comment::Subject;
use domain::id::IdeaId;
use domain::idea::State;
use domain::policy::{Reach, UseCase, reach};
use maud::{Markup, html};

use super::organisation::options;
use crate::component::{Form, input, select, sent, tick};
use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

/// Where an idea can stand, in the order of its life.
const STATES: [&str; 5] = ["brought", "screening", "project", "lead", "declined"];

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/ideas", UseCase::ReadNetwork, list);
    routes.get("/staff/ideas/{id}", UseCase::ReadNetwork, show);
    routes.post("/staff/ideas/{id}/steps", UseCase::WriteNetwork, step);
}

async fn list(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let fields = Fields(pairs);
    let state = fields.text("state");
    let (views, counts) = match app::idea::list(&visit.ctx, visit.app(), state).await {
        Ok(found) => found,
        Err(failed) => return error::page(&visit, &failed),
    };
    let title = visit.t("ideas");
    let open = ["brought", "screening"].iter().filter_map(|state| counts.get(state)).sum::<usize>();
    let body = html! {
        h1 { (title) }
        p.lead { (visit.n("ideas-n", open)) " " span.small { (visit.t("as-of")) " " (visit.instant(visit.ctx.now)) } }
        div.actions { a.button href="/ideas/new" { (visit.t("idea-new")) } }
        nav.pages aria-label=(visit.t("idea-state")) { ul {
            li { a href="/staff/ideas" aria-current=[state.is_empty().then_some("page")] { (visit.t("lead-everybody")) } }
            @for one in STATES { li { a href={ "/staff/ideas?state=" (one) } aria-current=[(state == one).then_some("page")] { (visit.t(&format!("idea-state-{one}"))) " " (counts.get(one).copied().unwrap_or_default()) } } }
        } }
        @if views.is_empty() { p.notice { (visit.t("ideas-none")) } }
        @else { table.cards {
            caption.same { (title) }
            thead { tr { th scope="col" { (visit.t("idea-title")) } th scope="col" { (visit.t("idea-from")) } th scope="col" { (visit.t("idea-on")) } th scope="col" { (visit.t("idea-state")) } } }
            tbody { @for view in &views { tr {
                th scope="row" { a href={ "/staff/ideas/" (view.idea.id) } { (view.idea.title) } }
                td data-label=(visit.t("idea-from")) { (from(&visit, view)) }
                td data-label=(visit.t("idea-on")) { (visit.instant(view.idea.created_at)) }
                td data-label=(visit.t("idea-state")) { (visit.t(&format!("idea-state-{}", view.idea.state.name()))) @if !view.screened_by.is_empty() { " · " (view.screened_by) } }
            } } }
        } }
    };
    page::shell(&visit, &title, body).into_response()
}

fn from(visit: &Visit, view: &View) -> String {
    if view.from.is_empty() { visit.t("idea-citizen") } else { view.from.clone() }
}

async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<IdeaId>() else { return error::page(&visit, &app::Error::NotFound) };
    match app::idea::get(&visit.ctx, visit.app(), id).await {
        Ok(view) => render(&visit, &view, &Form::new(&Fields::default())).await,
        Err(failed) => error::page(&visit, &failed),
    }
}

async fn render(visit: &Visit, view: &View, form: &Form<'_>) -> Response {
    let idea = &view.idea;
    let rest = html! {
        p.lead { (from(visit, view)) " · " (visit.instant(idea.created_at)) " · " (idea.number) }
        (crate::idea::answer(visit, view))
        @match &idea.state {
            State::Project { project } => p { a.button.second href={ "/staff/projects/" (project) } { (visit.t("comment-on-project")) } },
            State::Lead { lead } => p { a.button.second href={ "/staff/leads/" (lead) } { (visit.t("comment-on-lead")) } },
            _ => {}
        }
        @for line in idea.text.lines() { p { (line) } }
        @if view.may_decide { (steps(visit, view, form).await) }
        (crate::comment::section(visit, Subject::Idea, idea.id).await)
        (crate::receipt::section(visit, Subject::Idea, idea.id).await)
    };
    form.page(visit, &idea.title, &rest)
}

async fn steps(visit: &Visit, view: &View, form: &Form<'_>) -> Markup {
    let (ctx, app) = (&visit.ctx, visit.app());
    let tree = app::organisation::tree(ctx, app).await.unwrap_or_default();
    let projects = app::project::list(ctx, app).await.unwrap_or_default();
    let projects: Vec<_> =
        projects.into_iter().map(|project| (project.id.to_string(), project.content.name)).collect();
    let action = format!("/staff/ideas/{}/steps", view.idea.id);
    let one = |step: &str, class: &str, inside: Markup| {
        html! { form.narrow method="post" action=(action) {
            input type="hidden" name="version" value=(view.idea.version);
            (inside)
            div.actions { button class=(class) name="step" value=(step) { (visit.t(&format!("idea-step-{step}"))) } }
        } }
    };
    let new_project = reach(ctx.actor.role, UseCase::WriteProject) != Reach::No;
    html! { section {
        h2 { (visit.t("idea-decide")) }
        (one("screen", "", select(visit, form, "organisation", "idea-screener", &options(&tree))))
        @if new_project { (one("new_project", "second", html! {
            (input(visit, form, "number", "idea-project-number", "text", ""))
            (input(visit, form, "funds", "idea-project-funds", "text", "idea-project-funds-hint"))
            @if form.error("funds").is_some() || form.fields.ticked("in_won") { (tick(form, "in_won", &visit.t("idea-project-in-won"))) }
        })) }
        @if !projects.is_empty() { (one("project", "second", select(visit, form, "project", "lead-source-project", &projects))) }
        div.actions { a.button.second href={ "/staff/leads/new?idea=" (view.idea.id) "&sector=" (view.idea.sector) } { (visit.t("idea-step-lead")) } }
        (one("decline", "danger", input(visit, form, "why", "idea-why-label", "text", "idea-why-hint")))
    } }
}

async fn step(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let (Ok(id), Some(version)) = (id.parse::<IdeaId>(), fields.parse::<i64>("version")) else {
        return error::page(&visit, &app::Error::NotFound);
    };
    let wrong = |field: &'static str| app::Error::field(field, domain::Message::new("field-needed"));
    let step = match fields.text("step") {
        "screen" => fields.parse("organisation").map(Step::Screen).ok_or_else(|| wrong("organisation")),
        "project" => fields.parse("project").map(Step::Project).ok_or_else(|| wrong("project")),
        "new_project" => {
            fields.budget("funds").map_err(|why| app::Error::Invalid(vec![why])).map(|won| Step::NewProject {
                number: fields.text("number").to_owned(),
                owner: None,
                won: won.unwrap_or(0),
                in_won: fields.ticked("in_won"),
            })
        }
        "decline" => Ok(Step::Decline(fields.text("why").to_owned())),
        _ => Err(app::Error::NotFound),
    };
    let done = match step {
        Ok(step) => app::idea::step(&visit.ctx, visit.app(), (id, version), step).await,
        Err(wrong) => match app::idea::get(&visit.ctx, visit.app(), id).await {
            Ok(view) if view.may_decide => Err(wrong),
            Ok(_) => Err(app::Error::NotFound),
            Err(failed) => Err(failed),
        },
    };
    match sent(&visit, &fields, done, |()| format!("/staff/ideas/{id}")) {
        Ok(answer) => answer,
        Err(again) => match app::idea::get(&visit.ctx, visit.app(), id).await {
            Ok(view) => render(&visit, &view, &again).await,
            Err(failed) => error::page(&visit, &failed),
        },
    }
}
