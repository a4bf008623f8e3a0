//! `/feed/…`: the openings for programs. The change feed, one JSON object a line, signed; and the same snapshot in the forms
//! that others read already.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::Query;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::message::{Lang, Message};
use domain::policy::UseCase;
use serde_json::json;

use crate::fields::Fields;
use crate::problem;
use crate::routes::Routes;
use crate::visit::Visit;

mod form;

pub(crate) use form::entry as atom_entry;

/// Openings in one answer when nothing is asked for, and at most.
const LIMIT: usize = 1_000;
const MOST: usize = 10_000;
/// Seconds for which somebody may wait for the next change.
const LONGEST_WAIT: u64 = 30;

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/feed/openings", UseCase::ReadPublic, openings);
    routes.get("/feed/key", UseCase::ReadPublic, key);
    form::routes(routes);
}

/// What was asked of the change feed.
struct Asked {
    after: Option<i64>,
    limit: usize,
    wait: Duration,
}

fn read(fields: &Fields) -> Result<Asked, (&'static str, Message)> {
    let after = match fields.text("after") {
        "" => None,
        text => match text.parse::<i64>() {
            Ok(seq) if seq >= 0 => Some(seq),
            _ => return Err(("after", Message::new("feed-after"))),
        },
    };
    let limit = match fields.text("limit") {
        "" => LIMIT,
        text => match text.parse::<usize>() {
            Ok(limit) if (1..=MOST).contains(&limit) => limit,
            _ => return Err(("limit", Message::new("feed-limit").with("most", MOST))),
        },
    };
    let wait = match fields.text("wait") {
        "" => 0,
        text => match text.parse::<u64>() {
            Ok(seconds) if seconds <= LONGEST_WAIT => seconds,
            _ => return Err(("wait", Message::new("feed-wait").with("most", LONGEST_WAIT.to_string()))),
        },
    };
    Ok(Asked { after, limit, wait: Duration::from_secs(wait) })
}

async fn openings(visit: Visit, Query(pairs): Query<Vec<(String, String)>>, headers: HeaderMap) -> Response {
    let asked = match read(&Fields(pairs)) {
        Ok(asked) => asked,
        Err((name, why)) => return problem::parameter(&visit, name, &why),
    };
    let (ctx, app, limit) = (&visit.ctx, visit.app(), asked.limit);
    let feed = match asked.after {
        Some(after) => app::feed::follow(ctx, app, after, limit, asked.wait).await,
        None => app::feed::openings(ctx, app, None, limit).await,
    };
    let feed = match feed {
        Ok(feed) => feed,
        Err(failed) => return problem::of(&visit, &failed),
    };
    // The whole answer follows from what was asked, how far the log is and, for what expires overnight, the day.
    let from = asked.after.map_or("all".to_owned(), |seq| seq.to_string());
    let tag = format!("\"{from}-{limit}-{}-{}\"", feed.seq, ctx.today());
    let mut response = if is_known(&headers, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let body = Body::from(Bytes::from_owner(feed.bytes));
        ([(header::CONTENT_TYPE, "application/x-ndjson; charset=utf-8")], body).into_response()
    };
    put(&mut response, header::ETAG, &tag);
    put(&mut response, header::HeaderName::from_static("signature"), &feed.signed.to_string());
    if feed.more {
        let next = format!("</feed/openings?after={}&limit={limit}>; rel=\"next\"", feed.cursor);
        put(&mut response, header::LINK, &next);
    }
    open(response, feed.seq)
}

/// Whether the caller has what this tag names.
pub(crate) fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    known.is_some_and(|known| known.split(',').any(|one| one.trim() == tag))
}

fn put(response: &mut Response, name: header::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

/// Says up to which change a surface is true.
pub(crate) fn as_of(mut response: Response, seq: i64) -> Response {
    put(&mut response, header::HeaderName::from_static("as-of"), &seq.to_string());
    response
}

/// The same of data that programs of any origin may read.
pub(crate) fn open(response: Response, seq: i64) -> Response {
    let mut response = as_of(response, seq);
    put(&mut response, header::CACHE_CONTROL, "no-cache");
    put(&mut response, header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    put(&mut response, header::ACCESS_CONTROL_EXPOSE_HEADERS, "As-Of, ETag, Link, Signature, Retry-After");
    response
}

/// The key with which batches are signed, and how.
async fn key(visit: Visit) -> Response {
    let key = match app::feed::key(&visit.ctx, visit.app()) {
        Ok(key) => key,
        Err(failed) => return problem::of(&visit, &failed),
    };
    let city = &visit.app().city;
    let said = json!({
        "source": app::feed::source(visit.app()),
        "city": match visit.lang { Lang::Ko => city.name_ko(), Lang::En => city.name_en() },
        "keyid": key.id(),
        "alg": "ed25519",
        "key": key.to_string(),
        "fingerprint": key.fingerprint(),
        "signed": "iljari-feed-1\nsource={source}\nfrom={from}\nto={to}\n\n{body}",
        "feed": "/feed/openings",
        "licence": city.feed().licence,
    });
    open(axum::Json(said).into_response(), visit.app().projection.seq())
}
