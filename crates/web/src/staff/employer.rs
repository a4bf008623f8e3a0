//! `/staff/employers`: employers with their contacts.

use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect, Response};
use domain::employer::Verification;
use domain::id::EmployerId;
use domain::policy::{Reach, UseCase, reach};
use maud::html;

use crate::component::{Form, input, pages};
use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/employers", UseCase::ReadEmployer, list);
    routes.get("/staff/employers/{id}", UseCase::ReadEmployer, show);
    routes.post("/staff/employers/{id}/verify", UseCase::DecideOpening, verify);
}

async fn list(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let fields = Fields(pairs);
    let number = fields.parse("page").unwrap_or(1).clamp(1, 100_000);
    let found = match app::employer::list(&visit.ctx, visit.app(), fields.text("q"), number, 50).await {
        Ok(found) => found,
        Err(failed) => return error::page(&visit, &failed),
    };
    let title = visit.t("staff-employers");
    let form = Form { fields: &fields, errors: &[] };
    let body = html! {
        h1 { (title) }
        p.lead { (visit.n("employers-n", found.total)) }
        form.narrow method="get" role="search" { (input(&visit, &form, "q", "employer-search", "search", "")) button { (visit.t("search-go")) } }
        div.scroll { table {
            caption { (title) }
            thead { tr { th scope="col" { (visit.t("name")) } th scope="col" { (visit.t("business-number")) } th scope="col" { (visit.t("industry")) } th scope="col" { (visit.t("address")) } } }
            tbody { @for employer in &found.items { tr {
                th scope="row" { a href={ "/staff/employers/" (employer.id) } { (employer.name) } }
                td { @match &employer.business_number { Some(number) => (number), None => (visit.t("provisional")) } }
                td { @if let Some(code) = &employer.industry { (visit.app().reference.industries.name(code)) } }
                td { (employer.address) }
            } } }
        } }
        (pages(&visit, "/staff/employers", &fields, found.page, found.last()))
    };
    page::shell(&visit, &title, body).into_response()
}

async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<EmployerId>() else { return error::page(&visit, &app::Error::NotFound) };
    let view = match app::employer::get(&visit.ctx, visit.app(), id).await {
        Ok(view) => view,
        Err(failed) => return error::page(&visit, &failed),
    };
    let employer = &view.employer;
    let may_verify = reach(visit.ctx.actor.role, UseCase::DecideOpening) != Reach::No;
    let body = html! {
        h1 { (employer.name) }
        dl.facts {
            dt { (visit.t("business-number")) } dd { @match &employer.business_number { Some(number) => (number), None => (visit.t("provisional")) } }
            dt { (visit.t("verification")) } dd { @match &employer.verification { Verification::Unverified => (visit.t("unverified")), Verification::Verified { on, .. } => { (visit.t("verified")) " " (on) } } }
            dt { (visit.t("industry")) } dd { @if let Some(code) = &employer.industry { (visit.app().reference.industries.name(code)) } }
            dt { (visit.t("workers")) } dd { @if let Some(workers) = employer.workers { (workers) } }
            dt { (visit.t("address")) } dd { (employer.address) }
            dt { (visit.t("phone")) } dd { (employer.phone) }
            @if let Some(contact) = &view.contact { dt { (visit.t("contact")) } dd { (contact.department) " " (contact.name) " " (contact.phone) " " (contact.email) } }
            dt { (visit.t("staff-openings")) } dd { a href={ "/staff/openings?employer=" (employer.id) } { (view.openings) } }
        }
        @if may_verify && employer.verification == Verification::Unverified && employer.business_number.is_some() {
            form method="post" action={ "/staff/employers/" (employer.id) "/verify" } { div.actions { button { (visit.t("verify")) } } }
        }
    };
    page::shell(&visit, &employer.name, body).into_response()
}

async fn verify(visit: Visit, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<EmployerId>() else { return error::page(&visit, &app::Error::NotFound) };
    match app::employer::verify(&visit.ctx, visit.app(), id).await {
        Ok(()) => Redirect::to(&format!("/staff/employers/{id}")).into_response(),
        Err(failed) => error::page(&visit, &failed),
    }
}
