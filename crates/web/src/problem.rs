//! What went wrong, for programs: RFC 9457 `application/problem+json`, in the caller's language. The pages for people say
//! it in [`crate::error`].

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::message::Message;
use serde_json::{Map, Value, json};

use crate::error::come_back;
use crate::visit::Visit;

/// Where what a problem is called is said to people.
const SAID_AT: &str = "/open-data/api#";

/// An answer that says what went wrong: its status, its name and what to do.
pub(crate) fn answer(status: StatusCode, name: &str, title: &str, detail: &str) -> Response {
    with(status, name, title, detail, Map::new())
}

/// The same with more that a program may act upon.
pub(crate) fn with(
    status: StatusCode,
    name: &str,
    title: &str,
    detail: &str,
    more: Map<String, Value>,
) -> Response {
    let mut body = Map::new();
    body.insert("type".to_owned(), json!(format!("{SAID_AT}{name}")));
    body.insert("title".to_owned(), json!(title));
    body.insert("status".to_owned(), json!(status.as_u16()));
    body.insert("detail".to_owned(), json!(detail));
    body.extend(more);
    let mut response = (status, Value::Object(body).to_string()).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response
}

/// A parameter that cannot be read, and how to mend it.
pub(crate) fn parameter(visit: &Visit, name: &str, detail: &Message) -> Response {
    let mut more = Map::new();
    more.insert("parameter".to_owned(), json!(name));
    with(StatusCode::BAD_REQUEST, "parameter", &visit.t("problem-parameter"), &visit.say(detail), more)
}

/// What a use case answered when it did not do what was asked.
pub(crate) fn of(visit: &Visit, error: &app::Error) -> Response {
    let (status, name) = match error {
        app::Error::NotFound => (StatusCode::NOT_FOUND, "not-found"),
        app::Error::Gone(_) => (StatusCode::GONE, "gone"),
        app::Error::Compacted(horizon) => return compacted(visit, *horizon),
        app::Error::Forbidden(_) | app::Error::WhyNeeded(_) => (StatusCode::FORBIDDEN, "forbidden"),
        app::Error::Unauthenticated(_) => (StatusCode::UNAUTHORIZED, "unauthenticated"),
        app::Error::Invalid(_) => (StatusCode::UNPROCESSABLE_ENTITY, "invalid"),
        app::Error::Conflict(_) => (StatusCode::CONFLICT, "conflict"),
        app::Error::TooMany(_) => (StatusCode::TOO_MANY_REQUESTS, "too-many"),
        app::Error::Unavailable(_) => (StatusCode::SERVICE_UNAVAILABLE, "unavailable"),
        app::Error::Internal(source) => {
            tracing::error!(error = source.as_ref() as &dyn std::error::Error, "request failed");
            (StatusCode::INTERNAL_SERVER_ERROR, "internal")
        }
    };
    let mut more = Map::new();
    let detail = match error {
        app::Error::Conflict(message)
        | app::Error::TooMany(message)
        | app::Error::Unavailable(message)
        | app::Error::Unauthenticated(message) => visit.say(message),
        app::Error::Invalid(fields) => {
            let told: Vec<Value> = fields
                .iter()
                .map(|field| json!({ "field": field.field, "detail": visit.say(&field.message) }))
                .collect();
            more.insert("errors".to_owned(), Value::Array(told));
            visit.t("error-invalid")
        }
        _ => visit.t(&format!("error-{name}")),
    };
    let response = with(status, name, &visit.t(&format!("error-{name}-title")), &detail, more);
    if status == StatusCode::SERVICE_UNAVAILABLE { come_back(response) } else { response }
}

/// A reader of the feed was away for too long: they are told where all of it is.
fn compacted(visit: &Visit, horizon: i64) -> Response {
    let mut more = Map::new();
    more.insert("horizon".to_owned(), json!(horizon));
    more.insert("snapshot".to_owned(), json!("/feed/openings"));
    with(StatusCode::GONE, "compacted", &visit.t("feed-compacted-title"), &visit.t("feed-compacted"), more)
}
