//! `/feed/openings`: the change feed for programs, one JSON object a line.

use axum::extract::Query;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::policy::UseCase;

use crate::error;
use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;

/// Openings in one answer when nothing is asked for, and at most.
const LIMIT: usize = 1_000;
const MOST: usize = 10_000;

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/feed/openings", UseCase::ReadPublic, openings);
    routes.get("/feed/key", UseCase::ReadPublic, key);
}

/// The key with which the city signs.
async fn key(visit: Visit) -> Response {
    match app::feed::key(&visit.ctx, visit.app()) {
        Ok(key) => {
            ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], format!("{key}\n")).into_response()
        }
        Err(failed) => error::page(&visit, &failed),
    }
}

async fn openings(visit: Visit, Query(pairs): Query<Vec<(String, String)>>, headers: HeaderMap) -> Response {
    let fields = Fields(pairs);
    let after = match fields.text("after") {
        "" => None,
        text => match text.parse::<i64>() {
            Ok(seq) if seq >= 0 => Some(seq),
            _ => return refused("after is a number that an earlier answer gave as cursor\n"),
        },
    };
    let limit = match fields.text("limit") {
        "" => LIMIT,
        text => match text.parse::<usize>() {
            Ok(limit) if (1..=MOST).contains(&limit) => limit,
            _ => return refused("limit is a number from 1 to 10000\n"),
        },
    };
    let feed = match app::feed::openings(&visit.ctx, visit.app(), after, limit).await {
        Ok(feed) => feed,
        Err(failed) => return error::page(&visit, &failed),
    };
    // The whole answer follows from what was asked and how far the log is.
    let tag = format!("\"{}-{limit}-{}\"", after.map_or("all".to_owned(), |seq| seq.to_string()), feed.seq);
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let same = known.is_some_and(|known| known.split(',').any(|one| one.trim() == tag));
    let mut response = if same {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(header::CONTENT_TYPE, "application/x-ndjson; charset=utf-8")], feed.bytes.to_vec()).into_response()
    };
    let out = response.headers_mut();
    let mut set = |name: header::HeaderName, value: String| {
        if let Ok(value) = HeaderValue::from_str(&value) {
            out.insert(name, value);
        }
    };
    set(header::HeaderName::from_static("signature"), feed.signed.to_string());
    set(header::ETAG, tag);
    set(header::CACHE_CONTROL, "no-cache".to_owned());
    set(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*".to_owned());
    set(header::HeaderName::from_static("as-of"), feed.seq.to_string());
    if feed.more {
        set(header::LINK, format!("</feed/openings?after={}&limit={limit}>; rel=\"next\"", feed.cursor));
    }
    response
}

fn refused(words: &'static str) -> Response {
    (StatusCode::BAD_REQUEST, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], words).into_response()
}
