//! `/staff/employers`: employers with their contacts.

mod form;

use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect, Response};
use domain::employer::Verification;
use domain::id::EmployerId;
use domain::person::written_phone;
use domain::policy::{Reach, Relation, UseCase, authorise, reach};
pub(super) use form::blank;
use maud::html;

use crate::component::{Form, input, pages};
use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/employers", UseCase::ReadEmployer, list);
    routes.get("/staff/employers/new", UseCase::WriteEmployer, form::new);
    routes.post("/staff/employers/new", UseCase::WriteEmployer, form::create);
    routes.get("/staff/employers/{id}", UseCase::ReadEmployer, show);
    routes.get("/staff/employers/{id}/edit", UseCase::WriteEmployer, form::edit);
    routes.post("/staff/employers/{id}/edit", UseCase::WriteEmployer, form::update);
    routes.post("/staff/employers/{id}/verify", UseCase::DecideOpening, verify);
    routes.post("/staff/employers/{id}/contact", UseCase::WriteEmployer, confirm);
}

async fn list(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let fields = Fields(pairs);
    let number = fields.parse("page").unwrap_or(1).clamp(1, 100_000);
    let found = match app::employer::list(&visit.ctx, visit.app(), fields.text("q"), number, 50).await {
        Ok(found) => found,
        Err(failed) => return error::page(&visit, &failed),
    };
    let title = visit.t("staff-employers");
    let form = Form::new(&fields);
    let body = html! {
        h1 { (title) }
        p.lead { (visit.n("employers-n", found.total)) }
        form.narrow method="get" role="search" { (input(&visit, &form, "q", "employer-search", "search", "")) button { (visit.t("search-go")) } }
        @if reach(visit.ctx.actor.role, UseCase::WriteEmployer) == Reach::All { div.actions { a.button.second href="/staff/employers/new" { (visit.t("employer-new")) } } }
        @if found.items.is_empty() { p.notice { (visit.t("list-empty")) } }
        div.scroll tabindex="0" role="region" aria-label=(title) { table {
            caption.same { (title) }
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
    let talks = app::network::talks(&visit.ctx, visit.app(), Some(id), &employer.name).await;
    let relation = Relation { employer: Some(id), ..Relation::default() };
    let may = |use_case| authorise(&visit.ctx.actor, use_case, relation).is_ok();
    let won = |won: Option<i64>| won.map(|won| visit.n("won-n", won)).unwrap_or_default();
    let body = html! {
        h1 { (employer.name) }
        @if !view.alike.is_empty() { div.notice { p { (visit.t("employer-alike")) } ul { @for other in &view.alike { li { a href={ "/staff/employers/" (other.id) } { (other.name) } @if let Some(number) = &other.business_number { " · " (number) } } } } } }
        dl.facts {
            dt { (visit.t("business-number")) } dd { @match &employer.business_number { Some(number) => (number), None => (visit.t("provisional")) } }
            dt { (visit.t("verification")) } dd { @match &employer.verification { Verification::Unverified => (visit.t("unverified")), Verification::Verified { on, .. } => { (visit.t("verified")) " " (on) } } }
            dt { (visit.t("industry")) } dd { @if let Some(code) = &employer.industry { (visit.app().reference.industries.name(code)) } }
            dt { (visit.t("workers")) } dd { @if let Some(workers) = employer.workers { (workers) } }
            dt { (visit.t("address")) } dd { (employer.address) }
            dt { (visit.t("phone")) } dd { (written_phone(&employer.phone)) }
            @for (name, value) in [("business", employer.business.clone()), ("enterprise-kind", employer.kind.map(|kind| visit.label("coTp", kind.code())).unwrap_or_default()), ("enterprise-size", employer.size_note.clone()), ("certificates", employer.certificates.join(", ")), ("capital", won(employer.capital_won)), ("sales", won(employer.sales_won)), ("fax", written_phone(&employer.fax)), ("homepage", employer.homepage.clone()), ("insurance-number", employer.insurance_number.clone())] {
                @if !value.is_empty() { dt { (visit.t(name)) } dd { (value) } }
            }
            @if let Some(contact) = &view.contact { dt { (visit.t("contact")) } dd { (contact.representative) " " (contact.department) " " (contact.name) " " (written_phone(&contact.phone)) " " (contact.email) @if let Some(day) = contact.confirmed_on { " · " (visit.n("contact-confirmed", day.to_string())) } } }
            dt { (visit.t("staff-openings")) } dd { a href={ "/staff/openings?employer=" (employer.id) } { (view.openings) } }
        }
        div.actions {
            @if may(UseCase::WriteEmployer) && view.contact.is_some() { form method="post" action={ "/staff/employers/" (id) "/contact" } { button.second { (visit.t("contact-confirm")) } } }
            @if may(UseCase::WriteEmployer) { a.button.second href={ "/staff/employers/" (id) "/edit" } { (visit.t("edit")) } }
            @if reach(visit.ctx.actor.role, UseCase::WriteOpening) != Reach::No { a.button.second href={ "/staff/openings/new?employer=" (id) } { (visit.t("opening-new")) } }
            @if may(UseCase::DecideOpening) && employer.verification == Verification::Unverified && employer.business_number.is_some() {
                form method="post" action={ "/staff/employers/" (id) "/verify" } { button { (visit.t("verify")) } }
            }
        }
        @if let Ok(talks) = &talks { (super::lead::talks(&visit, talks)) }
    };
    page::shell(&visit, &employer.name, body).into_response()
}

/// Whom to talk to is still right; whoever said so returns to where they were.
async fn confirm(visit: Visit, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<EmployerId>() else { return error::page(&visit, &app::Error::NotFound) };
    let home = match visit.ctx.actor.employer {
        Some(_) => "/employer".to_owned(),
        None => format!("/staff/employers/{id}"),
    };
    match app::employer::confirm_contact(&visit.ctx, visit.app(), id).await {
        Ok(()) => Redirect::to(&home).into_response(),
        Err(failed) => error::page(&visit, &failed),
    }
}

async fn verify(visit: Visit, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<EmployerId>() else { return error::page(&visit, &app::Error::NotFound) };
    match app::employer::verify(&visit.ctx, visit.app(), id).await {
        Ok(()) => Redirect::to(&format!("/staff/employers/{id}")).into_response(),
        Err(failed) => error::page(&visit, &failed),
    }
}
