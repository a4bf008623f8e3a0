//! `/staff/organisations`: the bodies of the network as a tree.

use axum::extract::Form as Posted;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::organisation::{Organisation, OrganisationKind};
use domain::policy::{Reach, UseCase, reach};
use maud::html;
use strum::IntoEnumIterator;

use crate::component::{Form, field_errors, input, select};
use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/organisations", UseCase::ReadOrganisation, list);
    routes.post("/staff/organisations", UseCase::WriteOrganisation, create);
}

async fn list(visit: Visit) -> Response {
    show(&visit, &Fields::default(), &[], StatusCode::OK).await
}

async fn create(visit: Visit, Posted(pairs): Posted<Vec<(String, String)>>) -> Response {
    let fields = Fields(pairs);
    let form = app::organisation::Form {
        parent: fields.parse("parent"),
        kind: fields.parse("kind").unwrap_or(OrganisationKind::Department),
        name: fields.text("name").to_owned(),
        name_en: fields.text("name_en").to_owned(),
        phone: fields.text("phone").to_owned(),
        active: true,
    };
    match app::organisation::create(&visit.ctx, visit.app(), form).await {
        Ok(_) => Redirect::to("/staff/organisations").into_response(),
        Err(failed) => match field_errors(&visit, &failed) {
            Some(errors) => show(&visit, &fields, &errors, StatusCode::UNPROCESSABLE_ENTITY).await,
            None => error::page(&visit, &failed),
        },
    }
}

async fn show(visit: &Visit, fields: &Fields, errors: &[(String, String)], status: StatusCode) -> Response {
    let tree = match app::organisation::tree(&visit.ctx, visit.app()).await {
        Ok(tree) => tree,
        Err(failed) => return error::page(visit, &failed),
    };
    let kinds: Vec<(String, String)> = OrganisationKind::iter()
        .map(|kind| (kind.to_string(), visit.t(&format!("organisation-kind-{kind}"))))
        .collect();
    let parents = options(&tree);
    let form = Form { fields, errors };
    let title = visit.t("staff-organisations");
    let body = html! {
        h1 { (title) }
        (form.summary(visit))
        p.lead { (visit.n("organisations-n", tree.len())) }
        div.scroll { table {
            caption { (title) }
            thead { tr { th scope="col" { (visit.t("name")) } th scope="col" { (visit.t("kind")) } th scope="col" { (visit.t("phone")) } } }
            tbody { @for (depth, body) in &tree { tr {
                th scope="row" { ("— ".repeat(*depth)) (body.name) @if !body.name_en.is_empty() { " " span.small lang="en" { (body.name_en) } } }
                td { (visit.t(&format!("organisation-kind-{}", body.kind))) } td { (body.phone) }
            } } }
        } }
        @if reach(visit.ctx.actor.role, UseCase::WriteOrganisation) != Reach::No {
            h2 { (visit.t("organisation-add")) }
            form.narrow method="post" {
                (input(visit, &form, "name", "name", "text", ""))
                (input(visit, &form, "name_en", "name-en", "text", ""))
                (select(visit, &form, "kind", "kind", &kinds))
                (select(visit, &form, "parent", "organisation-parent", &parents))
                (input(visit, &form, "phone", "phone", "tel", ""))
                button { (visit.t("save-form")) }
            }
        }
    };
    (status, page::shell(visit, &title, body)).into_response()
}

/// The tree as the options of a choice.
pub(super) fn options(tree: &[(usize, Organisation)]) -> Vec<(String, String)> {
    let named = |depth: usize, body: &Organisation| format!("{}{}", "— ".repeat(depth), body.name);
    tree.iter().map(|(depth, body)| (body.id.to_string(), named(*depth, body))).collect()
}
