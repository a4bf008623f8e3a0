//! What another body's program may do with its key: hand openings in, and follow how referrals to them stand.

use app::FieldError;
use app::partner_key::{Keyed, Submission};
use axum::body::Bytes;
use axum::extract::Query;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::message::Message;
use domain::opening::Content;
use domain::policy::UseCase;
use serde_json::{Map, Value, json};

use super::{Caller, refused_at_the_door, told};
use crate::fields::Fields;
use crate::problem;
use crate::visit::Visit;

/// Most bytes of an opening.
const MOST_BYTES: usize = 64 * 1024;
/// What a body may not say of an opening: the office's own, and who may see it.
const OFFICE: [&str; 7] =
    ["note", "lead", "project", "attachments", "visibility", "first_look_until", "programme"];

pub(super) async fn submit(Caller(visit): Caller, headers: HeaderMap, body: Bytes) -> Response {
    let Some(keyed) = visit.keyed.clone() else {
        return refused_at_the_door(&visit, UseCase::WriteOpening).await;
    };
    match done(&visit, &keyed, &headers, &body).await {
        Ok(response) => response,
        Err(failed) => problem::of(&visit, &failed),
    }
}

async fn done(
    visit: &Visit,
    keyed: &Keyed,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Response, app::Error> {
    let word = headers.get("idempotency-key").and_then(|word| word.to_str().ok()).unwrap_or_default();
    let told = read(word, body).map_err(app::Error::Invalid)?;
    let done = app::partner_key::submit(&visit.ctx, visit.app(), keyed, told).await?;
    let here = format!("/api/v1/openings/{}", done.id);
    let said = json!({ "id": done.id, "number": done.number, "state": done.state, "url": here });
    let mut response = (StatusCode::CREATED, axum::Json(said)).into_response();
    let out = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(&here) {
        out.insert(header::LOCATION, value);
    }
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if done.again {
        out.insert("idempotent-replayed", HeaderValue::from_static("true"));
    }
    Ok(response)
}

/// What was sent; everything that is wrong with it at once.
fn read(word: &str, body: &[u8]) -> Result<Submission, Vec<FieldError>> {
    let wrong = |field: &str, why: Message| {
        vec![FieldError { field: std::borrow::Cow::Owned(field.to_owned()), message: why }]
    };
    if body.len() > MOST_BYTES {
        return Err(wrong("body", Message::new("api-too-large").with("most", MOST_BYTES)));
    }
    let object: Map<String, Value> = serde_json::from_slice(body).map_err(|why| {
        wrong("body", Message::new("api-no-json").with("line", why.line()).with("column", why.column()))
    })?;
    let known = ["business_number", "submit", "content"];
    let mut faults: Vec<FieldError> = object
        .keys()
        .filter(|key| !known.contains(&key.as_str()))
        .flat_map(|key| wrong(key, Message::new("api-unknown-field")))
        .collect();
    let submit = match object.get("submit") {
        None => false,
        Some(Value::Bool(submit)) => *submit,
        Some(_) => {
            faults.extend(wrong("submit", Message::new("api-unreadable-field")));
            false
        }
    };
    let business_number = object.get("business_number").and_then(Value::as_str).unwrap_or_default();
    let content = match object.get("content") {
        Some(Value::Object(fields)) => content(fields, &mut faults),
        _ => {
            faults.extend(wrong("content", Message::new("api-unreadable-field")));
            Content::default()
        }
    };
    if !faults.is_empty() {
        return Err(faults);
    }
    Ok(Submission {
        word: word.to_owned(),
        asked: body.to_vec(),
        business_number: business_number.to_owned(),
        content,
        submit,
    })
}

/// Each field is read by itself, so that every one that is wrong is named.
fn content(fields: &Map<String, Value>, faults: &mut Vec<FieldError>) -> Content {
    let usual = serde_json::to_value(Content::default()).unwrap_or_default();
    let unsaid = ["work_days", "first_look_until", "programme"];
    let mut right = Map::new();
    for (name, value) in fields {
        let known = usual.get(name).is_some() || unsaid.contains(&name.as_str());
        let mut alone = Map::new();
        alone.insert(name.clone(), value.clone());
        let code = if !known {
            "api-unknown-field"
        } else if OFFICE.contains(&name.as_str()) {
            "api-office-field"
        } else if serde_json::from_value::<Content>(Value::Object(alone)).is_err() {
            "api-unreadable-field"
        } else {
            right.insert(name.clone(), value.clone());
            continue;
        };
        let field = std::borrow::Cow::Owned(format!("content.{name}"));
        faults.push(FieldError { field, message: Message::new(code) });
    }
    serde_json::from_value(Value::Object(right)).unwrap_or_default()
}

/// Without anything of the people in them.
pub(super) async fn referrals(Caller(visit): Caller, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let Some(keyed) = visit.keyed.clone() else {
        return refused_at_the_door(&visit, UseCase::FollowReferral).await;
    };
    let fields = Fields(pairs);
    match app::partner_key::referrals(&visit.ctx, visit.app(), &keyed, fields.text("after")).await {
        Ok(found) => {
            let items: Vec<Value> = found
                .iter()
                .map(|one| {
                    let proposed_on = one.proposed_on.to_string();
                    json!({ "id": one.id, "opening": one.opening, "state": one.state, "proposed_on": proposed_on })
                })
                .collect();
            let next = found.last().map(|last| last.id.to_string());
            let mut response = told(&json!({ "next": next, "items": items }), visit.app().projection.seq());
            response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            response
        }
        Err(failed) => problem::of(&visit, &failed),
    }
}
