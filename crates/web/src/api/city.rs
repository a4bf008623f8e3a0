//! What the city itself tells: its sectors, its counters and the public part of its calendar.

use axum::extract::Query;
use axum::response::Response;
use domain::message::Lang;
use serde_json::{Value, json};

use super::{Caller, told};
use crate::calendar::span;
use crate::fields::Fields;
use crate::problem;
use crate::visit::Visit;

fn in_lang<'a>(visit: &Visit, ko: &'a str, en: &'a str) -> &'a str {
    if visit.lang == Lang::En && !en.is_empty() { en } else { ko }
}

pub(super) async fn sectors(Caller(visit): Caller) -> Response {
    told(&sectors_of(&visit), visit.app().projection.seq())
}

pub(super) fn sectors_of(visit: &Visit) -> Value {
    let told = visit.app().city.sectors().iter().map(|sector| {
        json!({
            "id": sector.id,
            "name": in_lang(visit, &sector.name_ko, &sector.name_en),
            "occupations": sector.occupations,
            "industries": sector.industries,
            "openings": format!("/api/v1/openings?sector={}", sector.id),
            "url": format!("/sectors/{}", sector.id),
        })
    });
    json!({ "items": told.collect::<Vec<_>>() })
}

pub(super) async fn centres(Caller(visit): Caller) -> Response {
    told(&centres_of(&visit), visit.app().projection.seq())
}

pub(super) fn centres_of(visit: &Visit) -> Value {
    let told = visit.app().city.centres().iter().map(|centre| {
        json!({
            "name": in_lang(visit, &centre.name, &centre.name_en),
            "address": centre.address,
            "area": centre.area,
            "phone": centre.phone,
            "hours": centre.hours,
            "step_free": centre.step_free,
        })
    });
    json!({ "items": told.collect::<Vec<_>>() })
}

/// `from` is a month, `months` how many of them, as on the page.
pub(super) async fn events(Caller(visit): Caller, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    match events_of(&visit, &Fields(pairs)).await {
        Ok(value) => told(&value, visit.app().projection.seq()),
        Err(failed) => problem::of(&visit, &failed),
    }
}

pub(super) async fn events_of(visit: &Visit, fields: &Fields) -> Result<Value, app::Error> {
    let span = span(visit, fields);
    let entries = app::calendar::public(&visit.ctx, visit.app(), span).await?;
    let told = entries.iter().map(|entry| {
        json!({
            "id": entry.id,
            "kind": entry.kind.to_string(),
            "name": entry.name,
            "owner": entry.owner,
            "from": entry.from.to_string(),
            "until": entry.until.to_string(),
            "place": entry.place,
            "url": crate::calendar::own_page(entry),
            "updated_at": entry.changed_at,
        })
    });
    Ok(json!({ "from": span.0.to_string(), "until": span.1.to_string(), "items": told.collect::<Vec<_>>() }))
}
