//! What neighbouring cities share, as JSON at addresses of its own: never in one list with ours nor in any total of ours, each
//! with whose it is, since when we have it and from when it must not be shown.

use app::opening::{Listed, Search};
use axum::extract::{Path, Query};
use axum::response::Response;
use domain::id::OpeningId;
use serde_json::{Value, json};

use super::opening::{one, page};
use super::{Caller, told};
use crate::fields::Fields;
use crate::opening::search_of;
use crate::problem;
use crate::visit::Visit;

pub(super) async fn list(Caller(visit): Caller, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    match found(&visit, &Fields(pairs)).await {
        Ok(value) => told(&value, visit.app().projection.seq()),
        Err(failed) => problem::of(&visit, &failed),
    }
}

/// A page of the list. Our change log tells nothing of these, so that no number of it stands here.
pub(super) async fn found(visit: &Visit, fields: &Fields) -> Result<Value, app::Error> {
    let wanted = Search { abroad: true, ..search_of(fields) };
    Ok(page(visit, fields, wanted, "/api/v1/neighbours/openings", labelled).await?.0)
}

pub(super) async fn show(Caller(visit): Caller, Path(id): Path<String>) -> Response {
    match shown(&visit, &id).await {
        Ok(value) => told(&value, visit.app().projection.seq()),
        Err(failed) => problem::of(&visit, &failed),
    }
}

/// One of them, by its id here.
pub(super) async fn shown(visit: &Visit, id: &str) -> Result<Value, app::Error> {
    let id = id.parse::<OpeningId>().map_err(|_| app::Error::NotFound)?;
    let shown = app::opening::show(&visit.ctx, visit.app(), id).await?;
    match shown.listed.abroad {
        Some(_) => Ok(labelled(visit, &shown.listed)),
        None => Err(app::Error::NotFound),
    }
}

/// An opening with its label and where it comes from.
fn labelled(visit: &Visit, listed: &Listed) -> Value {
    let from = listed.abroad.as_deref();
    json!({
        "label": from.map(|from| visit.n("abroad-label", from.city.as_str())),
        "source": from.map(|from| &from.source),
        "city": from.map(|from| &from.city),
        "their_id": from.map(|from| from.their_id),
        "their_url": from.map(|from| &from.url).filter(|url| !url.is_empty()),
        "received_at": from.map(|from| from.received_at),
        "expires_at": from.map(|from| from.expires_at),
        "opening": one(visit, listed),
    })
}
