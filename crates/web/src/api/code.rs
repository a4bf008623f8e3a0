//! The code lists: occupations, industries, areas, and every list of WorkNet that openings use, each with where it is from.

use axum::extract::Path;
use axum::response::Response;
use domain::message::Lang;
use serde_json::{Value, json};

use super::{Caller, told};
use crate::problem;
use crate::visit::Visit;

/// Where the classifications are from; every other list is WorkNet's.
const CLASSIFICATIONS: [(&str, &str); 3] = [
    ("occupations", "KECO 2025 (고용노동부, 공공누리 제1유형)"),
    ("industries", "KSIC 11 (통계청, 공공누리 제1유형)"),
    ("areas", "행정표준코드, 통계지리정보서비스"),
];
const WORKNET: &str = "고용24/WorkNet OpenAPI";

pub(super) async fn lists(Caller(visit): Caller) -> Response {
    told(&all(&visit), visit.app().projection.seq())
}

/// Which lists there are.
pub(super) fn all(visit: &Visit) -> Value {
    let own = CLASSIFICATIONS.iter().map(|(name, source)| (*name, *source));
    let worknet = visit.app().reference.codes.names().map(|name| (name, WORKNET));
    let told = own.chain(worknet).map(
        |(name, source)| json!({ "name": name, "source": source, "codes": format!("/api/v1/codes/{name}") }),
    );
    json!({ "items": told.collect::<Vec<_>>() })
}

pub(super) async fn list(Caller(visit): Caller, Path(name): Path<String>) -> Response {
    match one(&visit, &name) {
        Some(value) => told(&value, visit.app().projection.seq()),
        None => problem::of(&visit, &app::Error::NotFound),
    }
}

/// One list; a code of a tree names what it lies in.
pub(super) fn one(visit: &Visit, name: &str) -> Option<Value> {
    let (app, lang) = (visit.app(), visit.lang);
    let row = |code: &str, name: &str, parent: Option<String>| json!({ "code": code, "name": name, "parent": parent });
    let items: Vec<Value> = match name {
        "occupations" => {
            let rows = app.reference.occupations.iter();
            rows.map(|one| row(one.code.as_str(), &one.name, one.parent.as_ref().map(ToString::to_string)))
                .collect()
        }
        "industries" => {
            let rows = app.reference.industries.iter();
            let name = |one: &domain::industry::Industry| match lang {
                Lang::En if !one.name_en.is_empty() => one.name_en.clone(),
                _ => one.name.clone(),
            };
            rows.map(|one| {
                row(one.code.as_str(), &name(one), one.parent.as_ref().map(|code| code.as_str().to_owned()))
            })
            .collect()
        }
        "areas" => {
            let rows = app.city.areas().iter();
            rows.map(|one| {
                row(one.code.as_str(), &one.full_name, one.parent.as_ref().map(ToString::to_string))
            })
            .collect()
        }
        other => {
            app.reference.codes.names().find(|known| *known == other)?;
            app.reference.codes.entries(other, lang).map(|(code, label)| row(code, label, None)).collect()
        }
    };
    let source =
        CLASSIFICATIONS.iter().find(|(known, _)| *known == name).map_or(WORKNET, |(_, source)| source);
    Some(json!({ "name": name, "source": source, "items": items }))
}
