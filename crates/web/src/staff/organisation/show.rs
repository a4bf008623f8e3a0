//! `/staff/organisations/{id}`: one body: what it is, what it offers and shares, with whom it works, and since when nobody heard
//! of it.

use app::network::map::{Filter, Map};
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use domain::employer::BusinessNumber;
use domain::id::OrganisationId;
use domain::organisation::{Organisation, Profile};
use domain::person::written_phone;
use domain::policy::{Reach, UseCase, reach};
use domain::tie::is_silent;
use maud::{Markup, html};

use crate::component::{Form, area, dong_input, input, said, select, sent, unknown_area};
use crate::error;
use crate::fields::Fields;
use crate::staff::lead::sectors;
use crate::visit::Visit;

pub(super) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<OrganisationId>() else { return error::page(&visit, &app::Error::NotFound) };
    match app::organisation::get(&visit.ctx, visit.app(), id).await {
        Ok(body) => {
            let fields = filled(&visit, &body.profile);
            render(&visit, &body, &Form::new(&fields)).await
        }
        Err(failed) => error::page(&visit, &failed),
    }
}

fn filled(visit: &Visit, profile: &Profile) -> Fields {
    let areas = visit.app().city.areas();
    let area =
        profile.area.as_ref().map(|code| said(areas.name(code), code, &areas.resolve(areas.name(code))));
    let pairs = [
        ("sector", profile.sector.clone()),
        ("area", area.unwrap_or_default()),
        ("services", profile.services.clone()),
        ("shares", profile.shares.clone()),
        ("business_number", profile.business_number.as_ref().map(ToString::to_string).unwrap_or_default()),
    ];
    Fields(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

async fn render(visit: &Visit, body: &Organisation, form: &Form<'_>) -> Response {
    let (ctx, app) = (&visit.ctx, visit.app());
    let filter = Filter { body: Some(body.id), ..Filter::default() };
    let map = app::network::map::map(ctx, app, &filter).await.unwrap_or_default();
    let profile = &body.profile;
    let sector = sectors(visit).into_iter().find(|(id, _)| *id == profile.sector).map(|(_, name)| name);
    let area = profile.area.as_ref().map(|code| app.city.areas().name(code));
    let last_on = map.ties.iter().map(|tie| tie.last_on).max();
    let heir = match body.successor {
        Some(left) => app::organisation::get(ctx, app, left.id).await.ok().map(|heir| (left.from, heir)),
        None => None,
    };
    let edits = reach(ctx.actor.role, UseCase::WriteOrganisation) != Reach::No;
    let rest = html! {
        p.lead {
            (visit.t(&format!("organisation-kind-{}", body.kind)))
            @if !body.active { " " span.badge { (visit.t("organisation-gone")) } }
            @else if is_silent(last_on, ctx.today()) { " " span.badge.doubt { (visit.t("network-silent-one")) } }
            " " span.small { (visit.t("as-of")) " " (visit.instant(ctx.now)) }
        }
        dl.facts {
            @if !body.phone.is_empty() { dt { (visit.t("phone")) } dd { (written_phone(&body.phone)) } }
            @if let Some(sector) = sector { dt { (visit.t("sector")) } dd { a href={ "/sectors/" (profile.sector) } { (sector) } } }
            @if let Some(area) = area { dt { (visit.t("where")) } dd { (area) } }
            @for (name, text) in [("organisation-services", &profile.services), ("organisation-shares", &profile.shares)] { @if !text.is_empty() { dt { (visit.t(name)) } dd { @for line in text.lines() { p { (line) } } } } }
            @if let Some(number) = &profile.business_number { dt { (visit.t("business-number")) } dd { (number) } }
            @if let Some((from, heir)) = &heir { dt { (visit.t("organisation-successor")) } dd { a href={ "/staff/organisations/" (heir.id) } { (heir.name) } " (" time datetime=(from) { (from) } ")" } }
            @if let Some(on) = profile.network_confirmed_on { dt { (visit.t("contacts-confirmed")) } dd { time datetime=(on) { (on) } } }
            @if let Some(on) = last_on { dt { (visit.t("talk-on")) } dd { time datetime=(on) { (on) } } }
        }
        div.actions {
            @if reach(ctx.actor.role, UseCase::ReadContact) != Reach::No { a.button.second href={ "/staff/contacts?organisation=" (body.id) } { (visit.t("contacts")) } }
            @if reach(ctx.actor.role, UseCase::ReadNetwork) != Reach::No { a.button.second href={ "/staff/network?body=" (body.id) } { (visit.t("network")) } }
            @if edits { a.button.second href={ "/staff/organisations/" (body.id) "/edit" } { (visit.t("edit")) } }
        }
        (ties(visit, body, &map))
        @if app::organisation::may_describe(ctx, body.id) { (profile_form(visit, body, form)) }
    };
    form.page(visit, &body.name, &rest)
}

fn ties(visit: &Visit, body: &Organisation, map: &Map) -> Markup {
    let today = visit.ctx.today();
    html! { section { h2 { (visit.t("organisation-ties")) " " (map.ties.len()) }
        @if map.ties.is_empty() { p { (visit.t("network-none")) } }
        @else { ul { @for tie in &map.ties {
            @let other = if tie.between.0 == body.id { tie.between.1 } else { tie.between.0 };
            li { a href={ "/staff/organisations/" (other) } { (map.name(other)) } " · "
                @for (nth, (way, n)) in tie.ways.iter().enumerate() { @if nth > 0 { ", " } (visit.t(&format!("network-way-{way}"))) " " (n) }
                " · " time datetime=(tie.last_on) { (tie.last_on) } @if tie.is_dead(today) { " " span.badge.doubt { (visit.t("network-dead")) } } }
        } } }
    } }
}

fn profile_form(visit: &Visit, body: &Organisation, form: &Form<'_>) -> Markup {
    html! { details open[!form.errors.is_empty()] { summary { (visit.t("organisation-describe")) }
        form.narrow method="post" action={ "/staff/organisations/" (body.id) "/profile" } {
            (select(visit, form, "sector", "sector", &sectors(visit)))
            (dong_input(visit, form, "area", "fit-area", ""))
            (area(visit, form, "services", "organisation-services"))
            (area(visit, form, "shares", "organisation-shares"))
            (input(visit, form, "business_number", "business-number", "text", ""))
            div.actions { button { (visit.t("save-form")) } }
        }
    } }
}

pub(super) async fn describe(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let Ok(id) = id.parse::<OrganisationId>() else { return error::page(&visit, &app::Error::NotFound) };
    let done = match read(&visit, &fields) {
        Ok(profile) => app::organisation::describe(&visit.ctx, visit.app(), id, profile).await,
        Err(_) if !app::organisation::may_describe(&visit.ctx, id) => Err(app::Error::NotFound),
        Err(errors) => Err(app::Error::Invalid(errors)),
    };
    match sent(&visit, &fields, done, |()| format!("/staff/organisations/{id}")) {
        Ok(answer) => answer.into_response(),
        Err(form) => match app::organisation::get(&visit.ctx, visit.app(), id).await {
            Ok(body) => render(&visit, &body, &form).await,
            Err(failed) => error::page(&visit, &failed),
        },
    }
}

fn read(visit: &Visit, fields: &Fields) -> Result<Profile, Vec<app::FieldError>> {
    let mut errors = Vec::new();
    let typed = fields.text("area");
    let area = visit.app().city.areas().resolve(typed).into_iter().next();
    if area.is_none() && !typed.is_empty() {
        errors.push(app::FieldError::new("area", unknown_area(visit, typed)));
    }
    let business_number = match fields.text("business_number") {
        "" => None,
        text => BusinessNumber::parse(text)
            .map_err(|why| errors.push(app::FieldError::new("business_number", why)))
            .ok(),
    };
    let profile = Profile {
        sector: fields.text("sector").to_owned(),
        area,
        services: fields.text("services").to_owned(),
        shares: fields.text("shares").to_owned(),
        business_number,
        network_confirmed_on: None,
    };
    if errors.is_empty() { Ok(profile) } else { Err(errors) }
}
