//! Putting a question to an employer: its link, its code and its paper.

use app::answer::Put;
use axum::extract::Path;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use domain::answer::Kind;
use domain::id::OpeningId;
use domain::policy::UseCase;
use maud::{Markup, html};

use crate::component::drawing;
use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

pub(super) fn routes(routes: &mut Routes) {
    routes.post("/staff/openings/{id}/questions", UseCase::WriteReferral, put);
}

async fn put(visit: Visit, Path(id): Path<String>, headers: HeaderMap, fields: Fields) -> Response {
    let (Ok(id), Some(kind)) = (id.parse::<OpeningId>(), fields.parse::<Kind>("kind")) else {
        return error::page(&visit, &app::Error::NotFound);
    };
    match app::answer::put(&visit.ctx, visit.app(), id, kind).await {
        Ok(put) => paper(&visit, &headers, &put),
        Err(failed) => error::page(&visit, &failed),
    }
}

/// The link to send, the code to read out, and the way to the paper.
fn paper(visit: &Visit, headers: &HeaderMap, put: &Put) -> Response {
    let title = visit.t(&format!("answer-title-{}", put.question.kind));
    let path = format!("/answer/{}", put.token);
    let url = format!("{}{path}", origin(visit, headers));
    let body = html! {
        h1 { (title) }
        p.notice { (visit.t("answer-hand-over")) }
        dl.facts {
            dt { (visit.t("answer-link")) } dd { a href=(path) { (url) } }
            dt { (visit.t("answer-code")) } dd { strong.code { (put.code) } }
            dt { (visit.t("answer-until")) } dd { (visit.instant(put.question.until)) }
            dt { (visit.t("phone")) } dd { (visit.app().city.phone()) }
        }
        (qr(visit, &url))
        div.actions {
            a.button href={ "/staff/answers/" (put.question.id) "/paper" } { (visit.t("paper-question")) }
            a.button.second href={ "/staff/openings/" (put.question.opening) } { (visit.t("answer-back")) }
        }
    };
    page::shell(visit, &title, body).into_response()
}

/// Where this page was asked for, as an address that somebody else can type: of a machine away from home, home's.
pub(crate) fn origin(visit: &Visit, headers: &HeaderMap) -> String {
    if let Some(papers) = app::outpost::papers(visit.app()) {
        return papers.home;
    }
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    let scheme = if visit.shared.settings.secure_cookies { "https" } else { "http" };
    format!("{scheme}://{host}")
}

/// An address as a square to point a telephone at.
pub(super) fn qr(visit: &Visit, url: &str) -> Markup {
    let code = qrcode::QrCode::new(url.as_bytes())
        .map(|code| code.render::<qrcode::render::svg::Color<'_>>().min_dimensions(180, 180).build());
    html! { @if let Ok(code) = code {
        // Without the XML declaration it can stand in a page.
        div.qr role="img" aria-label=(visit.t("qr")) { (drawing(code.split_once("?>").map(|(_, svg)| svg.to_owned()).unwrap_or(code))) }
    } }
}
