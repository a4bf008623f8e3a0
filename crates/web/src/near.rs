//! `/near`: openings near a dong, and what a device keeps of them. The dong is chosen from the list or the map, or found
//! by the device itself, which tells nobody where it is.

use app::Frame;
use app::map::{Shape, areas};
use app::near::{Near, Nearby};
use axum::extract::Query;
use axum::http::{HeaderName, HeaderValue};
use axum::response::{IntoResponse, Response};
use domain::message::{Message, thousands};
use domain::person::written_phone;
use domain::policy::UseCase;
use maud::{Markup, html};

use crate::component::{Form, confirmed, deadline, distance, drawing, opening_row, place, wage, work_time};
use crate::fields::{Fields, encode};
use crate::routes::Routes;
use crate::staff::origin;
use crate::visit::Visit;
use crate::{assets, error, offline, page};

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/near", UseCase::ReadPublic, show);
    routes.get("/offline/area", UseCase::ReadPublic, kept);
}

/// The name of the dong that an answer is about, for the script that tells what is kept.
const AREA: HeaderName = HeaderName::from_static("x-area");

/// This page alone may ask the device where it is; the answer stays in the page.
const MAY_LOCATE: HeaderValue =
    HeaderValue::from_static("camera=(), microphone=(), geolocation=(self), payment=()");

async fn show(
    visit: Visit,
    Query(pairs): Query<Vec<(String, String)>>,
    headers: axum::http::HeaderMap,
) -> Response {
    let fields = Fields(pairs);
    let mut answer = if !fields.0.iter().any(|(name, _)| name == "area") {
        choose(&visit, &Form::new(&fields))
    } else {
        match app::near::find(&visit.ctx, visit.app(), fields.text("area")).await {
            Ok(near) => list(&visit, &fields, &near, &origin(&visit, &headers)),
            Err(failed) => {
                Form::refused(&visit, &fields, &failed).unwrap_or_else(|form| choose(&visit, &form))
            }
        }
    };
    answer.headers_mut().insert("permissions-policy", MAY_LOCATE);
    answer
}

fn choose(visit: &Visit, form: &Form<'_>) -> Response {
    let title = visit.t("nav-near");
    let body = html! {
        h1 { (title) }
        (form.summary(visit))
        p.lead { (visit.t("near-lead")) }
        (on_this_device(visit))
        (picker(visit, form))
        section {
            h2 { (visit.t("near-map")) }
            div.map.scroll tabindex="0" role="region" aria-label=(visit.t("near-map")) { (map(visit)) }
        }
        (install(visit))
    };
    (form.status, page::shell_with(visit, &title, script(), body)).into_response()
}

fn list(visit: &Visit, fields: &Fields, near: &Near, origin: &str) -> Response {
    let title = visit.n("near-title", near.name.as_str());
    let address = format!("/near?area={}", near.area);
    let keep = format!("/offline/area?area={}&lang={}", near.area, visit.lang);
    let body = html! {
        h1 { (title) }
        p.lead { (visit.n("found-n", near.total)) @if near.total > near.openings.len() { " " (visit.n("near-first", near.openings.len())) } }
        div.actions {
            @if visit.shared.settings.offline {
                button type="button" hidden data-keep=(keep) data-wait=(visit.t("keep-wait")) data-done=(visit.t("keep-done")) data-failed=(visit.t("keep-failed")) { (visit.t("keep")) }
            }
            (share(visit, &format!("{origin}{address}"), &title, ""))
            button.second type="button" data-print="" hidden { (visit.t("print")) }
            a.button.second href="/near" { (visit.t("near-other")) }
        }
        (handed_on())
        p.done role="status" hidden data-keep-told="" {}
        (on_this_device(visit))
        @if near.openings.is_empty() { p.notice { (visit.t("search-empty")) } }
        h2.heard { (visit.t("openings-listed")) }
        ul.openings { @for nearby in &near.openings { (opening_row(visit, &nearby.listed)) } }
        section { h2 { (visit.t("near-other")) } (picker(visit, &Form::new(fields))) }
        (install(visit))
    };
    page::shell_with(visit, &title, script(), body).into_response()
}

fn script() -> Markup {
    html! { script defer src=(assets::url("near.js")) {} }
}

/// A dong of the list, or the one in which the device is.
fn picker(visit: &Visit, form: &Form<'_>) -> Markup {
    let (chosen, error) = (form.fields.text("area"), form.error("area"));
    html! {
        form.narrow action="/near" method="get" {
            div.field {
                label for="area" { (visit.t("dong")) }
                // Nobody's dong stands there before somebody chose one.
                select id="area" name="area" required aria-invalid=[error.map(|_| "true")] aria-describedby=[error.map(|_| "area-error")] {
                    option value="" { (visit.t("near-pick")) }
                    @for dong in visit.app().city.dongs() {
                        option value=(dong.code) selected[dong.code.as_str() == chosen] data-lon=(dong.centroid.lon_e6) data-lat=(dong.centroid.lat_e6) lang=[visit.content_lang()] { (dong.name) }
                    }
                }
                @if let Some(error) = error { p.error #area-error { (error) } }
            }
            div.actions {
                button { (visit.t("near-go")) }
                button.second type="button" hidden data-locate="" data-wait=(visit.t("locate-wait")) data-found=(visit.t("locate-found")) data-failed=(visit.t("locate-failed")) { (visit.t("locate")) }
            }
            p role="status" hidden data-locate-told="" {}
            p.small { (visit.t("locate-note")) }
        }
    }
}

fn map(visit: &Visit) -> Markup {
    let city = &visit.app().city;
    let dongs: Vec<(&str, String)> = city
        .dong_facts()
        .iter()
        .map(|dong| (city.areas().name(&dong.code), format!("/near?area={}", dong.code)))
        .collect();
    let shapes: Vec<Shape<'_>> = city
        .dong_facts()
        .iter()
        .zip(&dongs)
        .map(|(dong, (name, link))| Shape { name, rings: &dong.outline.rings, value: None, link: Some(link) })
        .collect();
    let (title, note) = (visit.t("near-map"), visit.t("near-lead"));
    drawing(areas(&Frame { id: "near-map", title: &title, description: &note }, &shapes))
}

/// What this device keeps, and how it forgets it. The script shows it where there is something.
fn on_this_device(visit: &Visit) -> Markup {
    html! {
        @if visit.shared.settings.offline {
            section.notice hidden data-kept-told="" data-worker="" aria-label=(visit.t("kept-here")) {
                p { strong { (visit.t("kept-here")) } " " a href="/near" data-kept-link="" data-words=(visit.t("kept-words")) { (visit.t("nav-near")) } }
                p.small { (visit.t("kept-note")) }
                (forget(visit))
            }
            p.done role="status" tabindex="-1" hidden data-forget-told="" {}
        }
    }
}

fn forget(visit: &Visit) -> Markup {
    html! { button.second type="button" data-forget="" data-done=(visit.t("forget-done")) { (visit.t("forget")) } }
}

fn install(visit: &Visit) -> Markup {
    html! {
        section {
            h2 { (visit.t("install-title")) }
            p { (visit.t("install-why")) }
            p.small data-install-words="" { (visit.t("install-words")) }
            div.actions { button.second type="button" hidden data-install="" { (visit.t("install")) } }
        }
    }
}

/// A button that hands on an address; nothing of whoever presses it goes along. What came of it is told in `handed_on`.
pub(crate) fn share(visit: &Visit, url: &str, title: &str, line: &str) -> Markup {
    html! { button.second type="button" hidden data-share=(url) data-title=(title) data-line=(line) data-copied=(visit.t("share-copied")) { (visit.t("share")) } }
}

/// Where a page tells that an address was copied, or shows it.
pub(crate) fn handed_on() -> Markup {
    html! { p role="status" data-share-told="" {} }
}

/// The openings near a dong as a device keeps them: one page, of which each opening is a part.
async fn kept(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    if !visit.shared.settings.offline {
        // The worker that is about to leave would keep it again.
        return error::page(&visit, &app::Error::NotFound);
    }
    let fields = Fields(pairs);
    let near = match app::near::find(&visit.ctx, visit.app(), fields.text("area")).await {
        Ok(near) => near,
        Err(failed) => {
            return Form::refused(&visit, &fields, &failed).unwrap_or_else(|form| choose(&visit, &form));
        }
    };
    let title = visit.n("near-title", near.name.as_str());
    let as_of = Message::new("kept-as-of").with("at", visit.instant(visit.ctx.now));
    let body = html! {
        div.aged {
            p.age data-aged=(visit.t("kept-age")) { (visit.say(&as_of)) }
            p { strong { (visit.t("kept-doubt")) } }
        }
        h1 { (title) }
        // Shown by the script where another dong was asked for.
        p.notice role="status" hidden data-other-area="" { (visit.n("kept-only", near.name.as_str())) }
        p.lead data-list-only="" { (visit.n("kept-n", near.openings.len())) }
        p hidden data-one-only="" { a href="/near" { (visit.t("kept-all")) } }
        @if near.openings.is_empty() { p.notice { (visit.t("search-empty")) } }
        ul.openings data-area=(near.area) { @for nearby in &near.openings { (whole(&visit, nearby)) } }
        (offline::centres(&visit))
        section data-list-only="" {
            h2 { (visit.t("kept-here")) }
            p.small { (visit.t("kept-note")) }
            (forget(&visit))
            p.done role="status" tabindex="-1" hidden data-forget-told="" {}
        }
    };
    let mut answer = page::kept(&visit, &title, body).into_response();
    if let Ok(name) = HeaderValue::from_str(&encode(&near.name)) {
        answer.headers_mut().insert(AREA, name);
    }
    offline::everybodys(&visit, answer)
}

/// An opening with all that one needs to decide and to call.
fn whole(visit: &Visit, nearby: &Nearby) -> Markup {
    let listed = &nearby.listed;
    let (content, ko) = (&listed.opening.content, visit.content_lang());
    let per = |form: &str, won: Option<i64>| {
        won.map(|won| {
            format!("{} {}{}", visit.t(&format!("wage-form-{form}")), thousands(won), visit.t("won"))
        })
    };
    let told: Vec<String> =
        [per("M", listed.monthly_won), per("H", listed.hourly_won)].into_iter().flatten().collect();
    let pay = if told.is_empty() { wage(visit, content.wage, &content.wage_note) } else { told.join(" · ") };
    html! {
        li.opening id={ "o-" (listed.opening.id) } data-kept=(listed.opening.id) {
            h2 lang=[ko] { a href={ "/openings/" (listed.opening.id) } { (content.title) } }
            p lang=[ko] { (listed.employer.name) @if !listed.occupation_name.is_empty() { " · " (listed.occupation_name) } }
            p.pay { strong { (pay) } }
            p { span lang=[ko] { (place(visit, listed)) } @if let Some(metres) = listed.distance_m { " · " (distance(metres)) } @let way = way(visit, nearby); @if !way.is_empty() { " · " (way) } }
            p { (work_time(visit, &content.work_time)) }
            p.small { @if listed.doubted { span.badge.doubt { (visit.t("needs-confirmation")) } " " } (confirmed(visit, listed.confirmed_days)) " · " (visit.t("deadline")) " " (deadline(visit, content.deadline)) " · " (visit.n("headcount-n", content.headcount)) " · " span.nowrap { (listed.opening.origin.number) } }
            div hidden data-one-only="" lang=[ko] { @for line in content.duties.lines() { p { (line) } } }
            p { (visit.t(if nearby.direct { "kept-call" } else { "apply-centre" })) ": " a.phone href={ "tel:" (nearby.phone) } { (written_phone(&nearby.phone.replace('-', ""))) } }
        }
    }
}

/// The stop that the employer named, else the nearest station.
fn way(visit: &Visit, nearby: &Nearby) -> String {
    let work = &nearby.listed.opening.content.workplace;
    match &nearby.station {
        _ if !work.station.is_empty() => {
            let walk = work.walk_min.map(|min| visit.n("kept-walk", min)).unwrap_or_default();
            format!("{} {} {walk}", work.station, work.station_exit).trim_end().to_owned()
        }
        Some(station) => {
            let far = match station.walk_min {
                Some(min) => visit.n("walk-estimate", min),
                None => distance(station.distance_m),
            };
            format!("{} {} {far}", visit.t("nearest-station"), station.name)
        }
        None => String::new(),
    }
}
