//! `/staff/answers`: an employer reads a code out over the telephone and a member of staff keys the answer;
//! and the link, the code and the paper of a question just put.

use app::answer::{Put, Secret};
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::answer::Kind;
use domain::id::OpeningId;
use domain::policy::UseCase;
use maud::{Markup, html};

use crate::component::{Form, drawing, field_errors, input};
use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/answers", UseCase::WriteReferral, ask);
    routes.post("/staff/answers", UseCase::WriteReferral, key);
    routes.post("/staff/openings/{id}/questions", UseCase::WriteReferral, put);
}

async fn ask(visit: Visit) -> Response {
    code_form(&visit, &Fields(Vec::new()), &[], StatusCode::OK)
}

fn code_form(visit: &Visit, fields: &Fields, errors: &[(String, String)], status: StatusCode) -> Response {
    let form = Form::new(fields, errors);
    let title = visit.t("answer-key-title");
    let body = html! {
        h1 { (title) }
        (form.summary(visit))
        form.narrow method="post" {
            (input(visit, &form, "code", "answer-code", "text", "answer-code-hint"))
            div.actions { button { (visit.t("answer-look-up")) } }
        }
    };
    (status, page::shell(visit, &title, body)).into_response()
}

/// The first time the code finds the question, the second time it comes with the answer.
async fn key(visit: Visit, fields: Fields) -> Response {
    let secret = Secret::Code(fields.text("code"));
    let mut problem = None;
    if !fields.text("reply").is_empty() {
        match crate::answer::read(&fields) {
            None => problem = Some((StatusCode::UNPROCESSABLE_ENTITY, visit.t("answer-incomplete"))),
            Some(reply) => match app::answer::answer(&visit.ctx, visit.app(), secret, reply).await {
                Ok(_) => {}
                Err(app::Error::Conflict(why)) => problem = Some((StatusCode::CONFLICT, visit.say(&why))),
                Err(failed) => return refused(&visit, &fields, &failed),
            },
        }
    }
    let asked = match app::answer::asked(&visit.ctx, visit.app(), secret).await {
        Ok(asked) => asked,
        Err(failed) => return refused(&visit, &fields, &failed),
    };
    let title = visit.t(&format!("answer-title-{}", asked.question.kind));
    let (status, words) = problem.map_or((StatusCode::OK, None), |(status, words)| (status, Some(words)));
    let body = html! {
        h1 { (title) }
        @if let Some(words) = words { div.errors role="alert" tabindex="-1" { p { (words) } } }
        p.lead { a href={ "/staff/openings/" (asked.opening.id) } { (asked.opening.content.title) } " · " (asked.employer.name) }
        @if asked.question.is_late(visit.ctx.now) { p.notice { (visit.t("answer-late-page")) } }
        @else { (crate::answer::question(&visit, &asked, Some(fields.text("code")))) }
        div.actions { a.button.second href="/staff/answers" { (visit.t("answer-next-code")) } }
    };
    (status, page::shell(&visit, &title, body)).into_response()
}

fn refused(visit: &Visit, fields: &Fields, failed: &app::Error) -> Response {
    match field_errors(visit, failed) {
        Some(errors) => code_form(visit, fields, &errors, StatusCode::UNPROCESSABLE_ENTITY),
        None => error::page(visit, failed),
    }
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

/// The notice to print or read out: shown once, because only hashes of its secrets are kept.
fn paper(visit: &Visit, headers: &HeaderMap, put: &Put) -> Response {
    let title = visit.t(&format!("answer-title-{}", put.question.kind));
    let path = format!("/answer/{}", put.token);
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    let scheme = if visit.shared.settings.secure_cookies { "https" } else { "http" };
    let url = format!("{scheme}://{host}{path}");
    let body = html! {
        h1 { (title) }
        p.notice { (visit.t("answer-shown-once")) }
        dl.facts {
            dt { (visit.t("answer-link")) } dd { a href=(path) { (url) } }
            dt { (visit.t("answer-code")) } dd { strong.code { (put.code) } }
            dt { (visit.t("answer-until")) } dd { (visit.instant(put.question.until)) }
            dt { (visit.t("phone")) } dd { (visit.app().city.phone()) }
        }
        (qr(visit, &url))
        div.actions {
            button.second type="button" data-print="" hidden { (visit.t("print")) }
            a.button.second href={ "/staff/openings/" (put.question.opening) } { (visit.t("answer-back")) }
        }
    };
    page::shell(visit, &title, body).into_response()
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
