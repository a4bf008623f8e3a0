//! `/kiosk/`: openings for whoever walks in, at a screen in a dong office. Nobody is signed in and nothing is asked: a dong,
//! a kind of work or a group, a list, an opening, paper. It goes back to its beginning by itself, and goes on showing what
//! it has when the network is cut, with its age in large words.
//!
//! Addresses hold all there is to know (place of the kiosk, language, choice), so that a page kept by the worker is the page
//! that was asked for.

mod frame;
mod kept;
mod pick;

use axum::extract::{Path, Query};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use domain::id::OpeningId;
use domain::policy::UseCase;
use domain::print_job::Place;
use maud::{Markup, html};

use self::frame::{Here, Stand, page_of};
use self::pick::{PER_PAGE, picked};
use crate::component::drawing;
use crate::fields::Fields;
use crate::routes::Routes;
use crate::staff::origin;
use crate::visit::Visit;
use crate::{assets, error};

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/kiosk", UseCase::ReadPublic, to_start);
    routes.get("/kiosk/", UseCase::ReadPublic, start);
    routes.get("/kiosk/openings", UseCase::ReadPublic, list);
    routes.get("/kiosk/openings/{id}", UseCase::ReadPublic, show);
    routes.get("/kiosk/cut", UseCase::ReadPublic, cut);
    routes.post("/kiosk/print", UseCase::PrintAtKiosk, print);
    routes.get("/kiosk/kept.json", UseCase::ReadPublic, kept::list);
    routes.get("/kiosk/kiosk-sw.js", UseCase::ReadPublic, worker);
}

/// The worker reaches no further than the folder it is served from, which this address is not in.
async fn to_start(visit: Visit) -> Response {
    let query = visit.here.split_once('?').map_or(String::new(), |(_, query)| format!("?{query}"));
    Redirect::to(&format!("/kiosk/{query}")).into_response()
}

/// The worker: asked for anew each time, so that a new release reaches every kiosk.
async fn worker() -> Response {
    let headers =
        [(header::CONTENT_TYPE, "text/javascript; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")];
    match assets::text("kiosk-sw.js") {
        Some(text) => (headers, text).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn start(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let stand = Stand::read(&visit, &Fields(pairs));
    let front = match app::opening::front(&visit.ctx, visit.app()).await {
        Ok(front) => front,
        Err(failed) => return error::page(&visit, &failed),
    };
    let tile = |href: String, name: &str, n: Option<String>| {
        html! { li { a href=(href) { strong { (name) } @if let Some(n) = n { span { (n) } } } } }
    };
    let heads = |count: usize| (count > 0).then(|| visit.n("openings-n", count));
    let body = html! {
        h1 { (visit.t("kiosk-title")) }
        p.lead { (visit.n("kiosk-all", front.openings)) }
        section {
            h2 { (visit.t("kiosk-for-whom")) }
            ul.kiosk-tiles { @for (query, name) in pick::segments(&visit) { (tile(stand.to("openings", &query), &name, None)) } }
        }
        section {
            h2 { (visit.t("kiosk-where")) }
            @if let Some(Place::Dong(dong)) = &stand.place {
                ul.kiosk-tiles { (tile(stand.to("openings", &format!("dong={dong}")), &visit.n("kiosk-near", visit.app().city.areas().name(dong)), None)) }
            }
            @let districts = pick::dongs(&visit);
            @for (district, dongs) in &districts {
                @if districts.len() > 1 { h3 lang=[visit.content_lang()] { (district) } }
                ul.kiosk-tiles.small { @for dong in dongs { (tile(stand.to("openings", &format!("dong={}", dong.code)), &dong.name, None)) } }
            }
        }
        section {
            h2 { (visit.t("kiosk-what")) }
            ul.kiosk-tiles { @for (query, name, n) in pick::works(&visit, &front) { (tile(stand.to("openings", &query), &name, heads(n))) } }
        }
    };
    page_of(&visit, &stand, Here::Start, &visit.t("kiosk-title"), &body, &html! {})
}

async fn list(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let fields = Fields(pairs);
    let (stand, choice) = (Stand::read(&visit, &fields), pick::choice(&fields));
    let chosen = match app::bulletin::choose(&visit.ctx, visit.app(), &choice) {
        Ok(chosen) => chosen,
        Err(failed) => return error::page(&visit, &failed),
    };
    let last = chosen.items.len().div_ceil(PER_PAGE).max(1);
    let page = fields.parse("page").unwrap_or(1).clamp(1, last);
    let query = pick::query(&choice);
    let (title, ko) = (picked(&visit, &choice), visit.content_lang());
    let way = |n: usize, key: &str| html! { a.button.second href=(stand.to("openings", &format!("{query}&page={n}"))) { (visit.t(key)) } };
    let body = html! {
        h1 { (title) }
        p.lead { (visit.n("found-n", chosen.items.len())) @if last > 1 { " · " (visit.n("kiosk-page", format!("{page}/{last}"))) } }
        @if chosen.items.is_empty() { p.notice { (visit.t("kiosk-none")) " " strong.phone { (visit.app().city.phone()) } } }
        ul.kiosk-list { @for listed in chosen.items.iter().skip((page - 1) * PER_PAGE).take(PER_PAGE) {
            @let line = app::paper::bulletin_line(visit.app(), &app::bulletin::line(visit.app(), listed), visit.lang, "");
            li data-opening=(listed.opening.id) {
                a href=(stand.to(&format!("openings/{}", listed.opening.id), &format!("back={}", crate::fields::encode(&format!("{query}&page={page}"))))) {
                    strong lang=[ko] { (line.title) }
                    span.kiosk-pay { (line.pay) @if !line.hourly.is_empty() { " · " (line.hourly) } }
                    span lang=[ko] { (line.employer) " · " (line.place) }
                    @if !line.way.is_empty() { span { (line.way) } }
                    @if listed.doubted { span.badge.doubt { (visit.t("needs-confirmation")) } }
                }
            }
        } }
    };
    let ways = html! {
        nav.kiosk-ways aria-label=(visit.t("pages-label")) {
            @if page > 1 { (way(page - 1, "previous")) }
            @if page < last { (way(page + 1, "next")) }
            a.button.second href=(stand.start()) { (visit.t("kiosk-start")) }
        }
    };
    page_of(&visit, &stand, Here::List, &title, &body, &ways)
}

async fn show(
    visit: Visit,
    Path(id): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
    headers: HeaderMap,
) -> Response {
    let Ok(id) = id.parse::<OpeningId>() else { return error::page(&visit, &app::Error::NotFound) };
    let fields = Fields(pairs);
    let stand = Stand::read(&visit, &fields);
    let shown = match app::opening::show(&visit.ctx, visit.app(), id).await {
        Ok(shown) => shown,
        Err(app::Error::Gone(_)) => return gone(&visit, &stand, id).await,
        Err(failed) => return error::page(&visit, &failed),
    };
    let said = app::bulletin::line(visit.app(), &shown.listed);
    let line = app::paper::bulletin_line(visit.app(), &said, visit.lang, &origin(&visit, &headers));
    let ko = visit.content_lang();
    let fact =
        |key: &str, value: &str| html! { @if !value.is_empty() { dt { (visit.t(key)) } dd { (value) } } };
    let asked = fields.text("asked");
    let body = html! {
        article data-opening=(id) {
            h1 lang=[ko] { (line.title) }
            p.lead lang=[ko] { (line.employer) }
            p.kiosk-pay { strong { (line.pay) } @if !line.hourly.is_empty() { " · " (line.hourly) } }
            @match asked {
                "yes" => p.done role="status" { (visit.t("kiosk-asked")) },
                "full" => p.notice role="status" { (visit.t("kiosk-print-full")) },
                _ => {}
            }
            div.kiosk-week aria-hidden="true" { @for (day, on) in line.week.iter().enumerate() { span.on[*on] { (visit.t(&format!("day-{day}"))) } } }
            div.kiosk-body {
            dl.facts {
                // What one needs to take it up comes first: it is in sight on a screen that lies.
                dt { (visit.t(if line.direct { "bulletin-call" } else { "bulletin-centre" })) } dd.phone.big { (line.phone) }
                dt { (visit.t("bulletin-code")) } dd { strong.code { (line.code) } }
                (fact("large-list-hours", said.hours.in_lang(visit.lang)))
                @let duties = &shown.listed.opening.content.duties;
                @if !duties.trim().is_empty() { dt { (visit.t("duties")) } dd.kept lang=[ko] { (duties) } }
                (fact("large-list-employer", &line.place))
                (fact("large-list-way", &line.way))
                (fact("bulletin-until", &line.until))
            }
            @if !line.qr.is_empty() { div.kiosk-qr { div.qr role="img" aria-label=(visit.t("qr")) { (drawing(line.qr.clone())) } p { (visit.t("kiosk-take")) } } }
            }
        }
    };
    let ways = ways(&visit, &stand, id, fields.text("back"));
    page_of(&visit, &stand, Here::Opening, &line.title, &body, &ways)
}

/// What can be done with an opening: paper from the desk where there is a queue, else from the screen's own printer.
fn ways(visit: &Visit, stand: &Stand, id: OpeningId, back: &str) -> Markup {
    html! {
        nav.kiosk-ways aria-label=(visit.t("kiosk-ways")) {
            @if stand.place.is_some() {
                form method="post" action="/kiosk/print" {
                    input type="hidden" name="at" value=(stand.at);
                    input type="hidden" name="lang" value=(visit.lang);
                    input type="hidden" name="opening" value=(id);
                    button { (visit.t("kiosk-print")) }
                }
            } @else {
                button type="button" data-kiosk-print="" hidden { (visit.t("kiosk-print-here")) }
            }
            @if !back.is_empty() { a.button.second href=(stand.to("openings", back)) { (visit.t("kiosk-back")) } }
            a.button.second href=(stand.start()) { (visit.t("kiosk-start")) }
        }
    }
}

/// An opening that is closed, and what there is instead.
async fn gone(visit: &Visit, stand: &Stand, id: OpeningId) -> Response {
    let found = app::opening::instead(&visit.ctx, visit.app(), id).await;
    let alike = found.map(|(_, alike)| alike).unwrap_or_default();
    let title = visit.t("kiosk-closed");
    let body = html! {
        h1 { (title) }
        p.lead { (visit.t(if alike.is_empty() { "kiosk-none" } else { "kiosk-instead" })) }
        ul.kiosk-list { @for listed in &alike { li data-opening=(listed.opening.id) {
            a href=(stand.to(&format!("openings/{}", listed.opening.id), "")) { strong lang=[visit.content_lang()] { (listed.opening.content.title) } span { (listed.employer.name) " · " (listed.area_name) } }
        } } }
    };
    (StatusCode::GONE, page_of(visit, stand, Here::List, &title, &body, &to_beginning(visit, stand)))
        .into_response()
}

/// Shown by the worker when something is asked for that needs the network.
async fn cut(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let stand = Stand::read(&visit, &Fields(pairs));
    let title = visit.t("kiosk-cut");
    let body = html! {
        h1 { (title) }
        p.lead { (visit.t("kiosk-cut-note")) }
        p { strong.phone.big { (visit.app().city.phone()) } }
    };
    page_of(&visit, &stand, Here::List, &title, &body, &to_beginning(&visit, &stand))
}

fn to_beginning(visit: &Visit, stand: &Stand) -> Markup {
    html! { nav.kiosk-ways aria-label=(visit.t("kiosk-ways")) { a.button.second href=(stand.start()) { (visit.t("kiosk-start")) } } }
}

async fn print(visit: Visit, fields: Fields) -> Response {
    let stand = Stand::read(&visit, &fields);
    let Some(opening) = fields.parse::<OpeningId>("opening") else {
        return error::page(&visit, &app::Error::NotFound);
    };
    let asked = app::print_job::ask_at_kiosk(&visit.ctx, visit.app(), &stand.at, opening).await;
    let back = |word: &str| {
        Redirect::to(&stand.to(&format!("openings/{opening}"), &format!("asked={word}"))).into_response()
    };
    match asked {
        Ok(_) => back("yes"),
        Err(app::Error::TooMany(_)) => back("full"),
        // The page itself says that it is closed, and what there is instead.
        Err(app::Error::Gone(_)) => back("gone"),
        Err(failed) => error::page(&visit, &failed),
    }
}
