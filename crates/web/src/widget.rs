//! `/widget`: a short list of openings for the home page of a department, a school or a church, to stand in a frame. The only page
//! that others may frame: it has no form and no session, so nothing can be pressed in somebody's name.

use app::opening::{Listed, Search, Sort};
use axum::extract::Query;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use domain::message::Lang;
use domain::occupation::OccupationCode;
use domain::policy::UseCase;
use maud::{Markup, html};

use crate::component::{deadline, place, wage};
use crate::feed::as_of;
use crate::fields::Fields;
use crate::routes::Routes;
use crate::tv::areas;
use crate::visit::Visit;
use crate::{error, page};

/// Openings when nothing is asked for, and at most.
const COUNT: usize = 5;
const MOST: usize = 20;
/// As every page, but for who may frame it; no script, no form.
const CONTENT_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors *";
/// Puts the frame where it stands itself, for those who would rather paste one line.
const SCRIPT: &str = include_str!("widget.js");

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/widget", UseCase::ReadPublic, show);
    routes.get("/widget.js", UseCase::ReadPublic, script);
}

/// What a widget shows, as its address says it.
pub(crate) fn wanted(visit: &Visit, fields: &Fields) -> Search {
    Search {
        areas: areas(visit, fields),
        occupation: OccupationCode::parse(fields.text("occupation")),
        sort: Sort::Newest,
        page: 1,
        size: fields.parse::<usize>("count").unwrap_or(COUNT).clamp(1, MOST),
        ..Search::default()
    }
}

async fn show(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let fields = Fields(pairs);
    let found = match app::opening::search(&visit.ctx, visit.app(), &wanted(&visit, &fields)).await {
        Ok(found) => found,
        Err(failed) => return error::page(&visit, &failed),
    };
    let city = match visit.lang {
        Lang::Ko => visit.app().city.name_ko(),
        Lang::En => visit.app().city.name_en(),
    };
    let title = format!("{city} {}", visit.t("nav-openings"));
    let all = format!("/openings{}", fields.with("count", ""));
    let body = html! {
        main #main {
            h1 { a href=(all) target="_blank" rel="noopener" { (title) } }
            @if found.items.is_empty() { p { (visit.t("search-empty")) } }
            ul.openings { @for listed in &found.items { (row(&visit, listed)) } }
            p.small { (visit.n("found-n", found.total)) " · " (visit.t("as-of")) " " (visit.instant(visit.ctx.now)) " · #" (found.seq) }
        }
    };
    let mut response = page::screen(&visit, &title, "widget", html! {}, body).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(CONTENT_POLICY));
    headers.insert(FROM_ANYWHERE, HeaderValue::from_static("cross-origin"));
    as_of(response, found.seq)
}

const FROM_ANYWHERE: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

fn row(visit: &Visit, listed: &Listed) -> Markup {
    let content = &listed.opening.content;
    html! {
        li.opening {
            h2 lang=[visit.content_lang()] { a href={ "/openings/" (listed.opening.id) } target="_blank" rel="noopener" { (content.title) } }
            p { strong { (wage(visit, content.wage, &content.wage_note)) } " · " span lang=[visit.content_lang()] { (listed.employer.name) " · " (place(visit, listed)) } }
            p.small { (visit.t("deadline")) " " (deadline(visit, content.deadline)) }
        }
    }
}

async fn script() -> Response {
    let kind = [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=3600"),
    ];
    let mut response = (kind, SCRIPT).into_response();
    response.headers_mut().insert(FROM_ANYWHERE, HeaderValue::from_static("cross-origin"));
    response
}
