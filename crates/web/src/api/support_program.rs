//! Employment support programmes with their conditions in words: what stands on `/programmes`, with the filters of that page.

use app::support_program::{Offer, list as offers, sources, told as words};
use axum::extract::Query;
use axum::response::Response;
use serde_json::{Value, json};

use super::{Caller, told};
use crate::fields::Fields;
use crate::problem;
use crate::support_program::wanted;
use crate::visit::Visit;

pub(super) async fn list(Caller(visit): Caller, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    match found(&visit, &Fields(pairs)) {
        Ok(value) => told(&value, visit.app().projection.seq()),
        Err(failed) => problem::of(&visit, &failed),
    }
}

pub(super) fn found(visit: &Visit, fields: &Fields) -> Result<Value, app::Error> {
    let offers = offers(&visit.ctx, visit.app(), wanted(fields))?;
    Ok(json!({ "items": offers.iter().map(|offer| one(visit, offer)).collect::<Vec<_>>() }))
}

fn one(visit: &Visit, offer: &Offer) -> Value {
    let (program, version) = (offer.program, offer.version);
    let words = words(visit.app(), offer, visit.lang);
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
    json!({
        "id": program.id.as_str(),
        "name": words.name,
        "operator": program.operator,
        "kind": program.kind.to_string(),
        "for": program.target().to_string(),
        "area": program.area.as_ref().map(|area| area.as_str()),
        "version": version.id.as_str(),
        "state": offer.standing.name().to_string(),
        "apply_from": day(words.apply.0),
        "apply_until": day(words.apply.1),
        "gives": words.gives,
        "conditions": words.conditions,
        "not_told": words.not_told,
        "source_kind": version.source_kind.to_string(),
        "sources": sources(visit.app(), version, visit.lang),
        "contact": program.contact,
        "licence": program.licence,
        "url": format!("/programmes/{}", program.id),
    })
}
