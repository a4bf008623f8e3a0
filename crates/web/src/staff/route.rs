//! `/staff/route`: the way of a field team's day, in order of nearness, for a telephone and for paper.

use app::map::{Pin, Shape, stops};
use app::visit::{Route, Stop};
use axum::extract::Query;
use axum::response::{IntoResponse, Response};
use domain::policy::UseCase;
use jiff::ToSpan;
use maud::{Markup, html};

use crate::component::{distance, drawing};
use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/route", UseCase::ReadNetwork, show);
}

async fn show(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let fields = Fields(pairs);
    let today = visit.ctx.today();
    let day = fields.parse("day").unwrap_or(today);
    let all = fields.ticked("all");
    let route = match app::visit::route(&visit.ctx, visit.app(), day, !all).await {
        Ok(route) => route,
        Err(failed) => return error::page(&visit, &failed),
    };
    let title = visit.t("route");
    let link = |name: &str, value: &str, text: &str, here: bool| {
        html! { li { a href={ "/staff/route" (fields.with(name, value)) } aria-current=[here.then_some("page")] { (text) } } }
    };
    let tomorrow = today.saturating_add(1.day());
    let body = html! {
        h1 { (title) " " (day) }
        p.lead { (visit.n("route-n", route.stops.len() + route.placeless.len())) " · " (distance(route.length_m)) " " span.small { (visit.t("route-crow")) " " (visit.t("as-of")) " " (visit.instant(visit.ctx.now)) } }
        nav.pages aria-label=(visit.t("route-which")) { ul {
            (link("day", &today.to_string(), &visit.t("route-today"), day == today))
            (link("day", &tomorrow.to_string(), &visit.t("route-tomorrow"), day == tomorrow))
            (link("all", "", &visit.t("lead-mine"), !all))
            (link("all", "yes", &visit.t("lead-everybody"), all))
        } }
        @if route.stops.is_empty() && route.placeless.is_empty() { p.notice { (visit.t("route-none")) } p { a.button href="/staff/leads" { (visit.t("leads")) } } }
        @else { (map(&visit, &route)) }
        @if !route.stops.is_empty() { ol.openings { @for stop in &route.stops { (one(&visit, stop)) } } }
        @if !route.placeless.is_empty() {
            h2 { (visit.t("route-placeless")) }
            ul { @for row in &route.placeless { li { a href={ "/staff/leads/" (row.lead.id) } { (row.lead.name) } " " (row.lead.address) } } }
        }
    };
    page::shell(&visit, &title, body).into_response()
}

fn one(visit: &Visit, stop: &Stop) -> Markup {
    let lead = &stop.row.lead;
    let area = lead.area.as_ref().map(|code| visit.app().city.areas().name(code)).unwrap_or_default();
    html! { li.opening {
        h2 { a href={ "/staff/leads/" (lead.id) } { (lead.name) } }
        p { (area) " " (lead.address) " · " (distance(stop.leg_m)) }
        @if !lead.need.work.is_empty() { p { (visit.t("lead-need")) ": " (lead.need.work) } }
        p.small { (visit.t(&format!("lead-state-{}", lead.state.name()))) " · " (stop.row.body) @if !stop.row.assigned.is_empty() { " · " (stop.row.assigned) } }
    } }
}

fn map(visit: &Visit, route: &Route) -> Markup {
    let city = &visit.app().city;
    let shapes: Vec<Shape<'_>> = city
        .dong_facts()
        .iter()
        .map(|dong| Shape {
            name: city.areas().name(&dong.code),
            rings: &dong.outline.rings,
            value: None,
            link: None,
        })
        .collect();
    let from = route.from.as_ref().map(|(name, point)| Pin { name, point: *point });
    let pins: Vec<Pin<'_>> =
        route.stops.iter().map(|stop| Pin { name: &stop.row.lead.name, point: stop.point }).collect();
    if pins.is_empty() {
        return html! {};
    }
    let (title, description) = (visit.t("route-map"), visit.t("route-crow"));
    let frame = app::Frame { title: &title, description: &description, id: "route-map" };
    html! { figure { (drawing(stops(&frame, &shapes, from, &pins))) } }
}
