//! `/staff/contacts`: whom the departments know in the network: a list, one contact, and what was found twice.

use app::contact::{Filter, Form as Keyed, Row};
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect, Response};
use domain::contact::{Details, Sharing};
use domain::id::ContactId;
use domain::person::written_phone;
use domain::policy::{Reach, UseCase, reach};
use maud::{Markup, html};
use strum::IntoEnumIterator;

use super::lead::sectors;
use super::organisation::options;
use crate::component::{Form, input, select, sent};
use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

/// Fields that cannot be left empty.
const NEEDED: &[&str] = &["firm", "sharing"];

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/contacts", UseCase::ReadContact, list);
    routes.get("/staff/contacts/new", UseCase::WriteContact, new);
    routes.post("/staff/contacts/new", UseCase::WriteContact, create);
    routes.post("/staff/contacts/confirm", UseCase::WriteContact, confirm);
    routes.get("/staff/contacts/{id}", UseCase::ReadContact, show);
    routes.get("/staff/contacts/{id}/edit", UseCase::WriteContact, edit);
    routes.post("/staff/contacts/{id}/edit", UseCase::WriteContact, update);
    routes.post("/staff/contacts/{id}/steps", UseCase::WriteContact, step);
}

fn may_write(visit: &Visit) -> bool {
    reach(visit.ctx.actor.role, UseCase::WriteContact) != Reach::No
}

fn may_import(visit: &Visit) -> bool {
    let may = |use_case| reach(visit.ctx.actor.role, use_case) != Reach::No;
    may(UseCase::ImportOpenings) && may(app::import::Kind::Contacts.use_case())
}

async fn list(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let fields = Fields(pairs);
    let filter = Filter {
        organisation: fields.parse("organisation"),
        sector: fields.text("sector").to_owned(),
        text: fields.text("q").to_owned(),
        alike: fields.ticked("alike"),
    };
    let (ctx, app) = (&visit.ctx, visit.app());
    let rows = match app::contact::list(ctx, app, &filter).await {
        Ok(rows) => rows,
        Err(failed) => return error::page(&visit, &failed),
    };
    let tree = app::organisation::tree(ctx, app).await.unwrap_or_default();
    let own = tree.iter().find(|(_, body)| Some(body.id) == ctx.actor.organisation).map(|(_, body)| body);
    let (form, title) = (Form::new(&fields), visit.t("contacts"));
    let alike = rows.iter().filter(|row| row.contact.alike.is_some()).count();
    let body = html! {
        h1 { (title) }
        p.lead { (visit.n("contacts-n", rows.len())) " " span.small { (visit.t("as-of")) " " (visit.instant(ctx.now)) } }
        @if alike > 0 && !filter.alike { p.notice { a href="/staff/contacts?alike=yes" { (visit.n("contacts-alike-n", alike)) } } }
        @if may_write(&visit) { div.actions {
            a.button href="/staff/contacts/new" { (visit.t("contact-new")) }
            @if may_import(&visit) { a.button.second href="/staff/imports?kind=contacts" { (visit.t("contacts-import")) } }
            @if let Some(own) = own { form method="post" action="/staff/contacts/confirm" {
                button.second { (visit.t("contacts-confirm")) }
                @if let Some(on) = own.profile.network_confirmed_on { " " span.small { (own.name) " " (visit.t("contacts-confirmed")) " " (on) } }
            } }
        } }
        form.narrow method="get" role="search" {
            (input(&visit, &form, "q", "contact-search", "search", ""))
            (select(&visit, &form, "organisation", "organisation", &options(&tree)))
            (select(&visit, &form, "sector", "sector", &sectors(&visit)))
            button { (visit.t("search-go")) }
        }
        @if rows.is_empty() { p.notice { (visit.t("contacts-none")) } }
        @else { table.cards {
            caption.same { (title) }
            thead { tr { th scope="col" { (visit.t("contact-firm")) } th scope="col" { (visit.t("contact")) } th scope="col" { (visit.t("organisation")) } th scope="col" { (visit.t("contact-sharing")) } th scope="col" { (visit.t("contact-last")) } } }
            tbody { @for row in &rows { tr {
                th scope="row" { @if row.details.is_some() { a href={ "/staff/contacts/" (row.contact.id) } { (row.contact.firm) } } @else { (row.contact.firm) } @if row.contact.alike.is_some() { " " span.badge.doubt { (visit.t("contact-alike")) } } }
                td data-label=(visit.t("contact")) { (who(&visit, row)) }
                td data-label=(visit.t("organisation")) { (row.body) }
                td data-label=(visit.t("contact-sharing")) { (visit.t(&format!("contact-sharing-{}", row.contact.sharing))) }
                td data-label=(visit.t("contact-last")) { @if let Some(on) = row.contact.last_on { time datetime=(on) { (on) } } }
            } } }
        } }
    };
    page::shell(&visit, &title, body).into_response()
}

fn who(visit: &Visit, row: &Row) -> Markup {
    html! { @match &row.details {
        None => (visit.t("contact-ask-body")),
        Some(details) if details.is_empty() => (visit.t(if row.contact.erased { "erased" } else { "contact-nobody-kept" })),
        Some(details) => { (details.name) " " (details.position) @if !details.phone.is_empty() { " " a.phone href={ "tel:" (details.phone) } { (written_phone(&details.phone)) } } @if !details.email.is_empty() { " " (details.email) } }
    } }
}

/// Back to where it was said: the list, or the officer's page of the month.
async fn confirm(visit: Visit, fields: Fields) -> Response {
    let back = match fields.text("from") {
        "submission" => "/staff/submission",
        _ => "/staff/contacts",
    };
    match app::contact::confirm(&visit.ctx, visit.app()).await {
        Ok(()) => Redirect::to(back).into_response(),
        Err(failed) => error::page(&visit, &failed),
    }
}

async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<ContactId>() else { return error::page(&visit, &app::Error::NotFound) };
    let row = match app::contact::get(&visit.ctx, visit.app(), id).await {
        Ok(row) => row,
        Err(failed) => return error::page(&visit, &failed),
    };
    let contact = &row.contact;
    let step = |step: &str, class: &str| {
        html! { form method="post" action={ "/staff/contacts/" (id) "/steps" } {
            input type="hidden" name="version" value=(contact.version);
            button class=(class) name="step" value=(step) { (visit.t(&format!("contact-step-{step}"))) }
        } }
    };
    let body = html! {
        h1 { (contact.firm) }
        p.lead { (row.body) " · " (visit.t(&format!("contact-sharing-{}", contact.sharing))) }
        @if let (Some(other), true) = (contact.alike, row.may_write) { div.notice {
            p { (visit.t("contact-alike-note")) " " a href={ "/staff/contacts/" (other) } { (visit.t("contact-alike-other")) } }
            div.actions { (step("same", "second")) (step("different", "second")) }
        } }
        dl.facts {
            dt { (visit.t("contact")) } dd { (who(&visit, &row)) }
            @if let Some(number) = &contact.business_number { dt { (visit.t("business-number")) } dd { (number) } }
            @if let Some(employer) = contact.employer { dt { (visit.t("employer")) } dd { a href={ "/staff/employers/" (employer) } { (contact.firm) } } }
            dt { (visit.t("contact-consented")) } dd { @match contact.consented_on { Some(on) => time datetime=(on) { (on) }, None => (visit.t("no")) } }
            @if !contact.erased { dt { (visit.t("contact-goes")) } dd { (contact.goes_after(visit.app().city.reminders().kept_days, &visit.ctx.zone)) } }
            @if let Some(on) = contact.last_on { dt { (visit.t("contact-last")) } dd { time datetime=(on) { (on) } } }
        }
        @if row.may_write { div.actions {
            a.button.second href={ "/staff/contacts/" (id) "/edit" } { (visit.t("edit")) }
            @if row.details.as_ref().is_some_and(|details| !details.is_empty()) { (step("erase", "danger")) }
        } }
    };
    page::shell(&visit, &contact.firm, body).into_response()
}

async fn step(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let (Ok(id), Some(version)) = (id.parse::<ContactId>(), fields.parse::<i64>("version")) else {
        return error::page(&visit, &app::Error::NotFound);
    };
    let (ctx, app) = (&visit.ctx, visit.app());
    let done = match fields.text("step") {
        "erase" => app::contact::erase(ctx, app, (id, version)).await,
        "same" => app::contact::settle(ctx, app, (id, version), true).await,
        "different" => app::contact::settle(ctx, app, (id, version), false).await,
        _ => Err(app::Error::NotFound),
    };
    match done {
        Ok(()) => Redirect::to(&format!("/staff/contacts/{id}")).into_response(),
        Err(failed) => error::page(&visit, &failed),
    }
}

async fn new(visit: Visit) -> Response {
    let fields = Fields::default().but("sharing", "own");
    form(&visit, Form::new(&fields), false).await
}

async fn create(visit: Visit, fields: Fields) -> Response {
    let made = match read(&fields) {
        Ok(keyed) => app::contact::create(&visit.ctx, visit.app(), keyed).await,
        Err(errors) => Err(app::Error::Invalid(errors)),
    };
    match sent(&visit, &fields, made, |id| format!("/staff/contacts/{id}")) {
        Ok(answer) => answer,
        Err(again) => form(&visit, again, false).await,
    }
}

async fn edit(visit: Visit, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<ContactId>() else { return error::page(&visit, &app::Error::NotFound) };
    match app::contact::get(&visit.ctx, visit.app(), id).await {
        Ok(Row { contact, details: Some(details), may_write: true, .. }) => {
            let text = |value: Option<String>| value.unwrap_or_default();
            let pairs = [
                ("version", contact.version.to_string()),
                ("firm", contact.firm.clone()),
                ("business_number", text(contact.business_number.map(|number| number.to_string()))),
                ("body", text(contact.body.map(|id| id.to_string()))),
                ("sector", contact.sector.clone()),
                ("sharing", contact.sharing.to_string()),
                ("consented_on", text(contact.consented_on.map(|on| on.to_string()))),
                ("last_on", text(contact.last_on.map(|on| on.to_string()))),
                ("name", details.name),
                ("position", details.position),
                ("phone", written_phone(&details.phone)),
                ("email", details.email),
            ];
            let fields = Fields(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect());
            form(&visit, Form::new(&fields), true).await
        }
        Ok(_) => error::page(&visit, &app::Error::NotFound),
        Err(failed) => error::page(&visit, &failed),
    }
}

async fn update(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let (Ok(id), Some(version)) = (id.parse::<ContactId>(), fields.parse::<i64>("version")) else {
        return error::page(&visit, &app::Error::NotFound);
    };
    let done = match read(&fields) {
        Ok(keyed) => app::contact::update(&visit.ctx, visit.app(), (id, version), keyed).await,
        Err(errors) => match app::contact::get(&visit.ctx, visit.app(), id).await {
            Ok(row) if row.may_write => Err(app::Error::Invalid(errors)),
            Ok(_) => Err(app::Error::NotFound),
            Err(failed) => Err(failed),
        },
    };
    match sent(&visit, &fields, done, |()| format!("/staff/contacts/{id}")) {
        Ok(answer) => answer,
        Err(again) => form(&visit, again, true).await,
    }
}

fn read(fields: &Fields) -> Result<Keyed, Vec<app::FieldError>> {
    let mut errors = Vec::new();
    let mut day = |name| {
        fields.day(name).unwrap_or_else(|why| {
            errors.push(why);
            None
        })
    };
    let (consented_on, last_on) = (day("consented_on"), day("last_on"));
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok(Keyed {
        firm: fields.text("firm").to_owned(),
        business_number: fields.text("business_number").to_owned(),
        body: fields.parse("body"),
        sector: fields.text("sector").to_owned(),
        sharing: fields.parse("sharing").unwrap_or(Sharing::Own),
        consented_on,
        last_on,
        details: Details {
            name: fields.text("name").to_owned(),
            position: fields.text("position").to_owned(),
            phone: fields.text("phone").to_owned(),
            email: fields.text("email").to_owned(),
        },
    })
}

async fn form(visit: &Visit, form: Form<'_>, edit: bool) -> Response {
    let tree = app::organisation::tree(&visit.ctx, visit.app()).await.unwrap_or_default();
    let (form, title) = (form.needing(NEEDED), visit.t(if edit { "contact-edit" } else { "contact-new" }));
    let sharing: Vec<_> =
        Sharing::iter().map(|how| (how.to_string(), visit.t(&format!("contact-sharing-{how}")))).collect();
    let rest = html! {
        form.narrow method="post" {
            @if edit { input type="hidden" name="version" value=(form.fields.text("version")); }
            (input(visit, &form, "firm", "contact-firm", "text", ""))
            (input(visit, &form, "business_number", "business-number", "text", ""))
            (select(visit, &form, "body", "contact-body", &options(&tree)))
            (select(visit, &form, "sector", "sector", &sectors(visit)))
            fieldset { legend { (visit.t("contact")) } p.hint { (visit.t("contact-consent-hint")) }
                (input(visit, &form, "consented_on", "contact-consented", "date", ""))
                (select(visit, &form, "sharing", "contact-sharing", &sharing))
                (input(visit, &form, "name", "contact-name", "text", ""))
                (input(visit, &form, "position", "contact-position", "text", ""))
                (input(visit, &form, "phone", "contact-phone", "tel", ""))
                (input(visit, &form, "email", "contact-email", "email", ""))
            }
            (input(visit, &form, "last_on", "contact-last", "date", ""))
            div.actions { button { (visit.t("save-form")) } }
        }
    };
    form.page(visit, &title, &rest)
}
