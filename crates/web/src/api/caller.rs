//! Who calls: everybody, or another body's program with its key. A caller is counted, and one that comes too often is told
//! when to come back.

use std::net::SocketAddr;

use app::partner_key::Keyed;
use axum::Extension;
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use domain::message::Message;
use domain::partner_key::Scope;
use domain::policy::UseCase;
use strum::IntoEnumIterator;

use super::limit::{ANYBODY, KEYED};
use crate::account::address_of;
use crate::problem;
use crate::visit::Visit;

/// A visit that was counted.
pub(crate) struct Caller(pub(crate) Visit);

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let visit = Visit::from_request_parts(parts, state).await;
        let visit = visit.map_err(axum::response::IntoResponse::into_response)?;
        let (who, most) = match &visit.keyed {
            Some(keyed) => (format!("key {}", keyed.key.id), KEYED),
            None => {
                let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().cloned().map(Extension);
                (format!("from {}", address_of(&visit, peer, &parts.headers)), ANYBODY)
            }
        };
        match visit.shared.limits.ask(&who, most, visit.ctx.now) {
            Ok(()) => Ok(Self(visit)),
            Err(seconds) => Err(too_fast(&visit, most, seconds)),
        }
    }
}

fn too_fast(visit: &Visit, most: u32, seconds: i64) -> Response {
    let why = Message::new("api-too-fast").with("most", most).with("seconds", seconds);
    let mut response = problem::of(visit, &app::Error::TooMany(why));
    if let Ok(value) = HeaderValue::from_str(&seconds.to_string()) {
        response.headers_mut().insert(header::RETRY_AFTER, value);
    }
    response
}

/// The secret that a program sends.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ").map(str::trim)
}

/// A secret that opens nothing: unknown, over, or taken back; which of these is not told.
pub(crate) fn unknown_key(visit: &Visit) -> Response {
    unauthenticated(visit, "api-key-unknown")
}

fn unauthenticated(visit: &Visit, code: &'static str) -> Response {
    let mut response = problem::of(visit, &app::Error::Unauthenticated(Message::new(code)));
    response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    response
}

/// Whoever may not: without a key they are asked for one; with one that is for something else that is written down.
pub(crate) async fn refused_at_the_door(visit: &Visit, use_case: UseCase) -> Response {
    let Some(keyed) = &visit.keyed else { return unauthenticated(visit, "api-key-needed") };
    noted(visit, keyed, use_case).await
}

async fn noted(visit: &Visit, keyed: &Keyed, use_case: UseCase) -> Response {
    let scope = Scope::iter().find(|scope| scope.use_case() == use_case);
    if let Some(scope) = scope
        && let Err(failed) = app::partner_key::refused(&visit.ctx, visit.app(), keyed, scope).await
    {
        return problem::of(visit, &failed);
    }
    let why = Message::new("api-scope").with("scope", scope.map_or("", Scope::written));
    let title = visit.t("error-forbidden-title");
    problem::answer(StatusCode::FORBIDDEN, "forbidden", &title, &visit.say(&why))
}
