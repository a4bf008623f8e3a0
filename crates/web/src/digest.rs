//! `/digest/…`: the two links of what was sent, which work without signing in. Looking changes nothing: what opens links by itself
//! confirms nothing and stops nothing. A mail program that presses for its reader (RFC 8058) posts where it would look.

use app::digest::Purpose;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::policy::UseCase;
use maud::{Markup, html};

use crate::answer::private;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/digest/confirm/{token}", UseCase::AnswerQuestion, ask_confirm);
    routes.post("/digest/confirm/{token}", UseCase::AnswerQuestion, confirm);
    routes.get("/digest/stop/{token}", UseCase::AnswerQuestion, ask_stop);
    routes.post("/digest/stop/{token}", UseCase::AnswerQuestion, stop);
}

async fn ask_confirm(visit: Visit, Path(token): Path<String>) -> Response {
    ask(&visit, Purpose::Confirm, &token, ["digest-confirm", "digest-confirm-note", "digest-confirm-go"])
        .await
}

async fn ask_stop(visit: Visit, Path(token): Path<String>) -> Response {
    ask(&visit, Purpose::Stop, &token, ["digest-stop", "digest-stop-note", "digest-stop-go"]).await
}

/// What the link does, and the one button that does it. Nobody is named: whoever holds a forwarded mail sees nothing.
async fn ask(visit: &Visit, purpose: Purpose, token: &str, [title, note, go]: [&str; 3]) -> Response {
    if let Err(failed) = app::digest::peek(&visit.ctx, visit.app(), purpose, token).await {
        return private(failure(visit, &failed));
    }
    let title = visit.t(title);
    let body = html! {
        h1 { (title) }
        p { (visit.t(note)) }
        form method="post" { button { (visit.t(go)) } }
    };
    private(page::shell(visit, &title, body).into_response())
}

async fn confirm(visit: Visit, Path(token): Path<String>) -> Response {
    match app::digest::confirm(&visit.ctx, visit.app(), &token).await {
        Ok(()) => private(done(&visit, "digest-confirmed", "digest-confirmed-note")),
        Err(failed) => private(failure(&visit, &failed)),
    }
}

async fn stop(visit: Visit, Path(token): Path<String>) -> Response {
    match app::digest::stop(&visit.ctx, visit.app(), &token).await {
        Ok(()) => private(done(&visit, "digest-stopped", "digest-stopped-note")),
        Err(failed) => private(failure(&visit, &failed)),
    }
}

fn done(visit: &Visit, title: &str, note: &str) -> Response {
    let title = visit.t(title);
    let body = html! { h1 { (title) } p { (visit.t(note)) } (call(visit)) };
    page::shell(visit, &title, body).into_response()
}

/// Whoever would rather ask calls.
fn call(visit: &Visit) -> Markup {
    let phone = visit.app().city.phone();
    html! { p { (visit.t("phone")) ": " a.phone href={ "tel:" (phone) } { (phone) } } }
}

fn failure(visit: &Visit, failed: &app::Error) -> Response {
    let (status, why) = match failed {
        app::Error::NotFound => (StatusCode::NOT_FOUND, visit.t("digest-link-unknown")),
        app::Error::Conflict(why) => (StatusCode::CONFLICT, visit.say(why)),
        other => return error::page(visit, other),
    };
    let title = visit.t("digest-link-title");
    let body = html! { h1 { (title) } p { (why) } (call(visit)) };
    (status, page::shell(visit, &title, body)).into_response()
}
