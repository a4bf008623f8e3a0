//! `/api/v1/openapi.json`: the description for programs (OpenAPI 3.1), drawn from [`super::operation`] and `schemas.json`. Its
//! examples are answers of this very city at the moment it is asked, so that none can be out of date.

use axum::http::HeaderMap;
use axum::response::Response;
use domain::message::Lang;
use serde_json::{Map, Value, json};

use super::operation::{In, OPERATIONS, Operation};
use super::{Caller, city, code, cohort, neighbour, opening, support_program, told, where_everything_is};
use crate::fields::Fields;
use crate::problem;
use crate::staff::origin;
use crate::visit::Visit;

/// What the answers hold (JSON Schema 2020-12).
const SCHEMAS: &str = include_str!("schemas.json");

/// The schemas by name.
pub(crate) fn schemas() -> Value {
    // Held by a test: a file of this crate.
    serde_json::from_str(SCHEMAS).unwrap_or_default()
}

pub(super) async fn document(Caller(visit): Caller, headers: HeaderMap) -> Response {
    match describe(&visit, &origin(&visit, &headers)).await {
        Ok(value) => told(&value, visit.app().projection.seq()),
        Err(failed) => problem::of(&visit, &failed),
    }
}

async fn describe(visit: &Visit, origin: &str) -> Result<Value, app::Error> {
    let mut paths = Map::new();
    for operation in OPERATIONS {
        let described = described(visit, operation).await?;
        let path = paths.entry(operation.path).or_insert_with(|| json!({}));
        path[operation.method.to_lowercase()] = described;
    }
    let city = &visit.app().city;
    let name = match visit.lang {
        Lang::Ko => city.name_ko(),
        Lang::En => city.name_en(),
    };
    Ok(json!({
        "openapi": "3.1.0",
        "info": {
            "title": format!("{name} {}", visit.t("site-name")),
            "version": "1",
            "description": visit.t("api-note"),
            "license": { "name": city.feed().licence },
        },
        "servers": [{ "url": origin }],
        "paths": paths,
        "components": {
            "schemas": schemas(),
            "securitySchemes": { "key": { "type": "http", "scheme": "bearer", "description": visit.t("api-key") } },
        },
    }))
}

async fn described(visit: &Visit, operation: &Operation) -> Result<Value, app::Error> {
    let parameter = |one: &super::operation::Parameter| {
        json!({
            "name": one.name,
            "in": match one.place { In::Path => "path", In::Query => "query", In::Header => "header" },
            "required": one.place != In::Query,
            "description": visit.t(one.says),
            "schema": { "type": one.kind },
        })
    };
    let reference = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let mut media = json!({ "schema": reference(operation.gives) });
    if let Some((asked, answer)) = example(visit, operation).await? {
        media["example"] = answer;
        media["x-asked"] = json!(asked);
    }
    let status = if operation.method == "POST" { "201" } else { "200" };
    let mut responses = Map::new();
    responses.insert(
        status.to_owned(),
        json!({ "description": visit.t(operation.says), "content": { "application/json": media } }),
    );
    let problem = json!({
        "description": visit.t("api-problem"),
        "content": { "application/problem+json": { "schema": reference("Problem") } },
    });
    responses.insert("default".to_owned(), problem);
    let mut said = json!({
        "operationId": operation.id,
        "summary": visit.t(operation.says),
        "parameters": operation.parameters.iter().map(parameter).collect::<Vec<_>>(),
        "responses": responses,
    });
    if let Some(name) = operation.takes {
        said["requestBody"] =
            json!({ "required": true, "content": { "application/json": { "schema": reference(name) } } });
    }
    if let Some(scope) = operation.scope {
        said["security"] = json!([{ "key": [scope.written()] }]);
    }
    Ok(said)
}

/// What is asked for the example, and its answer; nothing where the city has none.
async fn example(visit: &Visit, operation: &Operation) -> Result<Option<(String, Value)>, app::Error> {
    let Some(asked) = operation.example else { return Ok(None) };
    let one = Fields(vec![("size".to_owned(), "1".to_owned())]);
    let answer = match operation.id {
        "index" => where_everything_is(),
        "listOpenings" => opening::found(visit, &one).await?.0,
        "getOpening" => {
            let (list, _) = opening::found(visit, &one).await?;
            let Some(first) = list["items"][0]["id"].as_str() else { return Ok(None) };
            let answer = opening::shown(visit, first).await?.0;
            return Ok(Some((asked.replace("{first}", first), answer)));
        }
        "listNeighbourOpenings" => neighbour::found(visit, &one).await?,
        "getNeighbourOpening" => {
            let list = neighbour::found(visit, &one).await?;
            let Some(first) = list["items"][0]["opening"]["id"].as_str() else { return Ok(None) };
            let answer = neighbour::shown(visit, first).await?;
            return Ok(Some((asked.replace("{first}", first), answer)));
        }
        "listCodeLists" => code::all(visit),
        "getCodeList" => code::one(visit, "salTp").unwrap_or_default(),
        "listSectors" => city::sectors_of(visit),
        "listCentres" => city::centres_of(visit),
        "listEvents" => city::events_of(visit, &Fields::default()).await?,
        "listProgrammes" => {
            support_program::found(visit, &Fields(vec![("state".to_owned(), "open".to_owned())]))?
        }
        "listCohorts" => cohort::found(visit, &Fields::default()).await?,
        _ => return Ok(None),
    };
    Ok(Some((asked.to_owned(), answer)))
}
