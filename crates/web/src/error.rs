//! What went wrong, as a status and a page that says what to do next.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::policy::UseCase;
use domain::{Role, Standing};
use maud::html;

use crate::fields::encode;
use crate::visit::{PROGRAMS, Visit};
use crate::{Shared, page};

/// The one mapping from what a use case answered to what a browser gets.
pub(crate) fn page(visit: &Visit, error: &app::Error) -> Response {
    if let app::Error::WhyNeeded(id) = error {
        let here = crate::staff::why_of_page(&visit.here);
        return Redirect::to(&here.unwrap_or_else(|| format!("/staff/seekers/{id}/why"))).into_response();
    }
    let (status, key) = match error {
        app::Error::NotFound => (StatusCode::NOT_FOUND, "error-not-found"),
        app::Error::Gone(_) | app::Error::Compacted(_) => (StatusCode::GONE, "error-gone"),
        app::Error::Forbidden(_) => (StatusCode::FORBIDDEN, "error-forbidden"),
        app::Error::WhyNeeded(_) => (StatusCode::FORBIDDEN, "error-forbidden"),
        app::Error::Unauthenticated(_) => (StatusCode::UNAUTHORIZED, "error-unauthenticated"),
        app::Error::Invalid(_) => (StatusCode::UNPROCESSABLE_ENTITY, "error-invalid"),
        app::Error::Conflict(_) => (StatusCode::CONFLICT, "error-conflict"),
        app::Error::TooMany(_) => (StatusCode::TOO_MANY_REQUESTS, "error-too-many"),
        app::Error::Unavailable(_) => (StatusCode::SERVICE_UNAVAILABLE, "error-unavailable"),
        app::Error::Internal(source) => {
            tracing::error!(error = source.as_ref() as &dyn std::error::Error, "request failed");
            (StatusCode::INTERNAL_SERVER_ERROR, "error-internal")
        }
    };
    let details: Vec<String> = match error {
        app::Error::Invalid(fields) => fields.iter().map(|field| visit.say(&field.message)).collect(),
        app::Error::Conflict(message)
        | app::Error::TooMany(message)
        | app::Error::Unavailable(message)
        | app::Error::Unauthenticated(message) => vec![visit.say(message)],
        _ => Vec::new(),
    };
    let answer = render(visit, status, key, &details);
    if status == StatusCode::SERVICE_UNAVAILABLE { come_back(answer) } else { answer }
}

/// Seconds after which it is worth asking again.
const LATER: HeaderValue = HeaderValue::from_static("5");

/// Tells programs, too, that it is worth coming back.
pub(crate) fn come_back(mut answer: Response) -> Response {
    answer.headers_mut().insert(header::RETRY_AFTER, LATER);
    answer
}

/// The page of the thing that a refused step was about: `/staff/openings/1/steps` → `/staff/openings/1`.
fn way_back(visit: &Visit) -> Option<&str> {
    let path = visit.here.split('?').next().unwrap_or_default();
    path.starts_with("/staff/").then(|| path.rsplit_once('/').map_or(path, |(thing, _)| thing))
}

/// What was sent is no form of ours, or too much.
pub(crate) fn unreadable_form(visit: &Visit, status: StatusCode) -> Response {
    render(visit, status, "error-form", &[])
}

/// Told no, by a handler that found out for itself.
pub(crate) fn forbidden(visit: &Visit) -> Response {
    render(visit, StatusCode::FORBIDDEN, "error-forbidden", &[])
}

fn render(visit: &Visit, status: StatusCode, key: &str, details: &[String]) -> Response {
    let title = visit.t(&format!("{key}-title"));
    let body = html! {
        h1 { (title) }
        p { (visit.t(key)) }
        @for detail in details { p.notice { (detail) } }
        @if let Some(back) = way_back(visit).filter(|_| status == StatusCode::CONFLICT) { p { a.button href=(back) { (visit.t("error-look-again")) } } }
        p { a.button href="/openings" { (visit.t("nav-openings")) } " " a href="/" { (visit.t("nav-home")) } }
    };
    (status, page::shell(visit, &title, body)).into_response()
}

/// A machine away from home has not the whole city, and says nothing of it. Not "misdirected": a browser asks that again at once.
pub(crate) fn only_at_home(visit: &Visit) -> Response {
    match visit.here.starts_with(PROGRAMS) {
        true => crate::problem::of(visit, &app::Error::NotFound),
        false => render(visit, StatusCode::NOT_FOUND, "error-only-at-home", &[]),
    }
}

/// Whoever may not: asked to sign in, or told no; where existence is confidential, told nothing.
pub(crate) fn not_permitted(visit: &Visit, use_case: UseCase, method: &Method, uri: &Uri) -> Response {
    if visit.ctx.actor.role == Role::Citizen && method == Method::GET {
        let back = uri.path_and_query().map_or("/", |here| here.as_str());
        return Redirect::to(&format!("/sign-in?next={}", encode(back))).into_response();
    }
    match use_case {
        UseCase::ReadSeeker | UseCase::WriteSeeker | UseCase::ErasePerson => {
            render(visit, StatusCode::NOT_FOUND, "error-not-found", &[])
        }
        _ if visit.ctx.actor.standing == Standing::Unconfirmed => {
            render(visit, StatusCode::FORBIDDEN, "error-unconfirmed", &[])
        }
        _ => render(visit, StatusCode::FORBIDDEN, "error-forbidden", &[]),
    }
}

pub(crate) async fn unknown_path(
    State(shared): State<Arc<Shared>>,
    headers: HeaderMap,
    uri: Uri,
) -> Response {
    match Visit::read(shared, &headers, &uri).await {
        Ok(visit) if uri.path().starts_with(PROGRAMS) => crate::problem::of(&visit, &app::Error::NotFound),
        Ok(visit) => render(&visit, StatusCode::NOT_FOUND, "error-not-found", &[]),
        Err(failed) => failed.0,
    }
}

/// A page that exists, asked for in a way it does not know: a form's address opened as a page, mostly.
pub(crate) async fn wrong_method(
    State(shared): State<Arc<Shared>>,
    headers: HeaderMap,
    uri: Uri,
) -> Response {
    match Visit::read(shared, &headers, &uri).await {
        Ok(visit) if uri.path().starts_with(PROGRAMS) => {
            let (title, detail) = (visit.t("error-method-title"), visit.t("problem-method-note"));
            crate::problem::answer(StatusCode::METHOD_NOT_ALLOWED, "method", &title, &detail)
        }
        Ok(visit) => render(&visit, StatusCode::METHOD_NOT_ALLOWED, "error-method", &[]),
        Err(failed) => failed.0,
    }
}

/// A panic is a fault of ours: logged without the request, answered plainly in both languages.
pub(crate) fn panicked(_: Box<dyn std::any::Any + Send>) -> Response {
    tracing::error!("a handler panicked");
    let text = "<!doctype html><html lang=\"ko\"><title>일자리</title><h1>처리하지 못했습니다</h1><p>저희 쪽 잘못입니다. 저장된 것은 없습니다. 잠시 뒤 다시 해 주세요.</p><p lang=\"en\">This is our fault. Nothing was stored. Please try again in a moment.</p>";
    (StatusCode::INTERNAL_SERVER_ERROR, [(header::CACHE_CONTROL, "no-store")], Html(text)).into_response()
}
