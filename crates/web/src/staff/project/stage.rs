//! A project goes on from stage to stage; one that stops or is given up says why and keeps its history.

use axum::extract::Path;
use axum::response::Response;
use domain::project::{Project, Stage};
use maud::html;
use strum::IntoEnumIterator;

use super::form::writable;
use super::{filled, place};
use crate::component::{Form, field_errors, input, select, sent};
use crate::fields::Fields;
use crate::visit::Visit;

pub(super) async fn ask(visit: Visit, Path(id): Path<String>) -> Response {
    match writable(&visit, &id).await {
        Ok(project) => {
            let (version, today) = (project.version.to_string(), visit.ctx.today().to_string());
            let fields = filled(vec![("version", version), ("on", today)]);
            render(&visit, &project, &Form::new(&fields))
        }
        Err(answer) => answer,
    }
}

pub(super) async fn go_on(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let project = match writable(&visit, &id).await {
        Ok(project) => project,
        Err(answer) => return answer,
    };
    let (stage, on) = match (fields.parse::<Stage>("stage"), fields.day("on")) {
        (Some(stage), Ok(Some(on))) => (stage, on),
        (stage, on) => {
            let needed = |name: &str| (name.to_owned(), visit.t("field-needed"));
            let mut errors: Vec<_> = stage.is_none().then(|| needed("stage")).into_iter().collect();
            match on {
                Ok(Some(_)) => {}
                Ok(None) => errors.push(needed("on")),
                Err(why) => {
                    errors.extend(field_errors(&visit, &app::Error::Invalid(vec![why])).unwrap_or_default())
                }
            }
            return render(&visit, &project, &Form::wrong(&fields, errors));
        }
    };
    let seen = (project.id, fields.parse("version").unwrap_or(0));
    let done = app::project::go_on(&visit.ctx, visit.app(), seen, stage, on, fields.text("why")).await;
    match sent(&visit, &fields, done, |()| place(&project)) {
        Ok(answer) => answer,
        Err(form) => render(&visit, &project, &form),
    }
}

fn render(visit: &Visit, project: &Project, form: &Form<'_>) -> Response {
    let form = form.clone().needing(&["stage", "on"]);
    let title = visit.t("project-go-on");
    let stages: Vec<(String, String)> =
        Stage::iter().map(|one| (one.to_string(), visit.t(&format!("project-stage-{one}")))).collect();
    let body = html! {
        p.lead { a href=(place(project)) { (project.content.name) } " · " (visit.t(&format!("project-stage-{}", project.stage()))) }
        p { (visit.t("project-go-on-note")) }
        form.narrow method="post" {
            input type="hidden" name="version" value=(form.fields.text("version"));
            (select(visit, &form, "stage", "project-stage", &stages))
            (input(visit, &form, "on", "project-stage-on", "date", ""))
            (input(visit, &form, "why", "project-stage-reason", "text", "project-stage-reason-hint"))
            button { (visit.t("project-go-on")) }
        }
    };
    form.page(visit, &title, &body)
}
