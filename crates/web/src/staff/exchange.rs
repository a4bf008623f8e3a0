//! `/staff/exchange`: keys with which other bodies' programs act here: made, shown once, taken back; and what was done with each.

use app::partner_key::{Form as Wanted, View};
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use domain::id::PartnerKeyId;
use domain::partner_key::{Scope, StateName};
use domain::policy::UseCase;
use maud::{Markup, html};
use strum::IntoEnumIterator;

use crate::component::{Form, checks, input, select};
use crate::fields::Fields;
use crate::routes::Routes;
use crate::staff::organisation::options;
use crate::visit::Visit;
use crate::{error, page};

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/exchange", UseCase::ManageKeys, list);
    routes.post("/staff/exchange", UseCase::ManageKeys, make);
    routes.get("/staff/exchange/keys/{id}", UseCase::ManageKeys, uses);
    routes.post("/staff/exchange/keys/{id}/revoke", UseCase::ManageKeys, revoke);
}

async fn list(visit: Visit) -> Response {
    shown(&visit, Form::new(&Fields::default()), None).await
}

async fn shown(visit: &Visit, form: Form<'_>, secret: Option<&str>) -> Response {
    let gathered = async {
        let keys = app::partner_key::list(&visit.ctx, visit.app()).await?;
        Ok((keys, app::organisation::tree(&visit.ctx, visit.app()).await?))
    };
    let (keys, bodies) = match gathered.await {
        Ok(gathered) => gathered,
        Err(failed) => return error::page(visit, &failed),
    };
    let form = form.needing(&["name", "organisation", "scopes", "until"]);
    let scopes: Vec<(String, String)> =
        Scope::iter().map(|scope| (scope.to_string(), visit.t(&format!("key-scope-{scope}")))).collect();
    let title = visit.t("exchange");
    let body = html! {
        p.lead { (visit.t("exchange-note")) " " a href="/open-data/api" { (visit.t("open-data-api-page")) } }
        @if let Some(secret) = secret {
            div.done role="status" { p { (visit.t("key-made")) } p { strong.code { (secret) } } }
        }
        @if keys.is_empty() { p.notice { (visit.t("keys-none")) } } @else { div.scroll tabindex="0" role="region" aria-label=(visit.t("keys")) { table {
            caption { (visit.t("keys")) }
            thead { tr { @for key in ["name", "organisation", "key-scopes", "key-until-label", "key-last-used", "state", "steps"] { th scope="col" { (visit.t(key)) } } } }
            tbody { @for view in &keys { (row(visit, view)) } }
        } } }
        h2 { (visit.t("key-new")) }
        form.narrow method="post" action="/staff/exchange" {
            (input(visit, &form, "name", "key-name", "text", ""))
            (select(visit, &form, "organisation", "organisation", &options(&bodies)))
            (checks(visit, &form, "scopes", "key-scopes", &scopes))
            (input(visit, &form, "until", "key-until-label", "date", ""))
            button { (visit.t("key-make")) }
        }
    };
    form.page(visit, &title, &body)
}

fn row(visit: &Visit, view: &View) -> Markup {
    let place = format!("/staff/exchange/keys/{}", view.key.id);
    let scopes: Vec<&str> = view.key.scopes.iter().map(|scope| scope.written()).collect();
    html! { tr {
        th scope="row" { a href=(place) { (view.key.name) } " …" (view.key.ending) }
        td lang=[visit.content_lang()] { (view.body) }
        td { (scopes.join(", ")) }
        td { (view.key.until) }
        td { @if let Some(day) = view.last_used { (day) " · " (visit.n("key-times", view.times)) } @else { (visit.t("key-never-used")) } }
        td { (visit.t(&format!("key-state-{}", view.state))) }
        td { @if view.state == StateName::Active { form method="post" action={ (place) "/revoke" } { button.plain { (visit.t("key-revoke")) } } } }
    } }
}

async fn make(visit: Visit, fields: Fields) -> Response {
    let until = match fields.day("until") {
        Ok(until) => until,
        Err(wrong) => {
            let errors = vec![(wrong.field.to_string(), visit.say(&wrong.message))];
            return shown(&visit, Form::wrong(&fields, errors), None).await;
        }
    };
    let wanted = Wanted {
        name: fields.text("name").to_owned(),
        organisation: fields.parse("organisation"),
        scopes: fields.all("scopes").filter_map(|scope| scope.parse().ok()).collect(),
        until,
    };
    match app::partner_key::make(&visit.ctx, visit.app(), wanted).await {
        Ok(secret) => shown(&visit, Form::new(&Fields::default()), Some(&secret)).await,
        Err(failed) => match Form::refused(&visit, &fields, &failed) {
            Ok(answer) => answer,
            Err(form) => shown(&visit, form, None).await,
        },
    }
}

async fn uses(visit: Visit, Path(id): Path<String>) -> Response {
    let found = match id.parse::<PartnerKeyId>() {
        Ok(id) => found(&visit, id).await,
        Err(_) => Err(app::Error::NotFound),
    };
    let (view, uses) = match found {
        Ok(found) => found,
        Err(failed) => return error::page(&visit, &failed),
    };
    let body = html! {
        h1 { (view.key.name) }
        p.lead { (view.body) " · " (visit.t(&format!("key-state-{}", view.state))) " · " (visit.t("key-until-label")) " " (view.key.until) }
        @if uses.is_empty() { p.notice { (visit.t("key-never-used")) } } @else { div.scroll tabindex="0" role="region" aria-label=(visit.t("key-uses")) { table {
            caption { (visit.t("key-uses")) }
            thead { tr { @for key in ["key-at", "key-scopes", "state", "nav-openings"] { th scope="col" { (visit.t(key)) } } } }
            tbody { @for one in &uses { tr {
                td { (visit.instant(one.at)) } td { (one.scope.written()) }
                td { (visit.t(if one.refused { "key-refused" } else { "key-done" })) }
                td { @if let Some(about) = one.about { (about) } }
            } } }
        } } }
        p { a href="/staff/exchange" { (visit.t("exchange")) } }
    };
    page::shell(&visit, &view.key.name, body).into_response()
}

async fn found(visit: &Visit, id: PartnerKeyId) -> Result<(View, Vec<app::partner_key::Use>), app::Error> {
    let keys = app::partner_key::list(&visit.ctx, visit.app()).await?;
    let view = keys.into_iter().find(|view| view.key.id == id).ok_or(app::Error::NotFound)?;
    Ok((view, app::partner_key::uses(&visit.ctx, visit.app(), id).await?))
}

async fn revoke(visit: Visit, Path(id): Path<String>) -> Response {
    let done = match id.parse::<PartnerKeyId>() {
        Ok(id) => app::partner_key::revoke(&visit.ctx, visit.app(), id).await,
        Err(_) => Err(app::Error::NotFound),
    };
    match done {
        Ok(()) => Redirect::to("/staff/exchange").into_response(),
        Err(failed) => error::page(&visit, &failed),
    }
}
