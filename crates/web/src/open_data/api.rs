//! `/open-data/api`: the interface for programs, for people: drawn from the same description as its OpenAPI document.

use axum::response::{IntoResponse, Response};
use domain::policy::UseCase;
use maud::{Markup, html};
use serde_json::Value;

use crate::api::limit::{ANYBODY, KEYED};
use crate::api::operation::{OPERATIONS, Operation};
use crate::api::schemas;
use crate::page;
use crate::routes::Routes;
use crate::visit::Visit;

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/open-data/api", UseCase::ReadPublic, show);
}

/// What a problem is called, with its status; the entry `problem-…-note` says what to do.
const PROBLEMS: [(&str, u16); 11] = [
    ("parameter", 400),
    ("unauthenticated", 401),
    ("forbidden", 403),
    ("not-found", 404),
    ("method", 405),
    ("conflict", 409),
    ("gone", 410),
    ("compacted", 410),
    ("invalid", 422),
    ("too-many", 429),
    ("unavailable", 503),
];

async fn show(visit: Visit) -> Response {
    let title = visit.t("open-data-api-page");
    let schemas = schemas();
    let limits = domain::Message::new("api-limits").with("anybody", ANYBODY).with("keyed", KEYED);
    let body = html! {
        h1 { (title) }
        p.lead { (visit.t("api-note")) }
        p { a href="/api/v1/openapi.json" { code { "/api/v1/openapi.json" } } " · OpenAPI 3.1" }
        p { (visit.say(&limits)) }
        p { (visit.t("api-key")) }
        @for operation in OPERATIONS { (section(&visit, operation)) }
        h2 { (visit.t("api-schemas")) }
        @for (name, schema) in schemas.as_object().into_iter().flatten() { @if schema["properties"].is_object() { (table(&visit, name, schema)) } }
        h2 { (visit.t("api-problems")) }
        p { (visit.t("api-problem")) " (RFC 9457)" }
        dl.facts { @for (name, status) in PROBLEMS { dt id=(name) { (status) " " code { (name) } } dd { (visit.t(&format!("problem-{name}-note"))) } } }
    };
    page::shell(&visit, &title, body).into_response()
}

fn section(visit: &Visit, operation: &Operation) -> Markup {
    let (says, path) = (visit.t(operation.says), operation.path);
    html! {
        section {
            h2 id=(operation.id) { code { (operation.method) " " (path) } }
            p { (says) @if let Some(scope) = operation.scope { " · " (visit.t("api-scope-needed")) " " code { (scope.written()) } } }
            p { (visit.t("api-gives")) " " a href={ "#schema-" (operation.gives) } { code { (operation.gives) } }
                @if let Some(takes) = operation.takes { " · " (visit.t("api-takes")) " " a href={ "#schema-" (takes) } { code { (takes) } } }
                @if let Some(example) = operation.example.filter(|example| !example.contains('{')) { " · " a href=(example) { (visit.t("api-example")) } } }
            @if !operation.parameters.is_empty() {
                table.cards {
                    caption.same { (visit.t("api-parameters")) " " (path) }
                    thead { tr { th scope="col" { (visit.t("name")) } th scope="col" { (visit.t("open-data-form")) } th scope="col" { (visit.t("open-data-what")) } } }
                    tbody { @for one in operation.parameters { tr { th scope="row" { code { (one.name) } } td { (one.kind) } td { (visit.t(one.says)) } } } }
                }
            }
        }
    }
}

fn table(visit: &Visit, name: &str, schema: &Value) -> Markup {
    html! {
        h3 id={ "schema-" (name) } { code { (name) } }
        div.scroll tabindex="0" role="region" aria-label=(name) { table {
            caption.same { (name) }
            thead { tr { th scope="col" { (visit.t("name")) } th scope="col" { (visit.t("open-data-form")) } } }
            tbody { @for (field, kind) in schema["properties"].as_object().into_iter().flatten() { tr { th scope="row" { code { (field) } } td { (words(kind)) } } } }
        } }
    }
}

/// A type in a line: `string | null (date) /api/v1/codes/salTp`.
fn words(kind: &Value) -> String {
    let name =
        |reference: &Value| reference.as_str().and_then(|path| path.rsplit('/').next()).map(str::to_owned);
    if let Some(name) = name(&kind["$ref"]) {
        return name;
    }
    let kinds: Vec<&str> = match &kind["type"] {
        Value::Array(all) => all.iter().filter_map(Value::as_str).collect(),
        one => one.as_str().into_iter().collect(),
    };
    let mut said = kinds.join(" | ");
    if kinds.contains(&"array") {
        said = format!("{said} [{}]", words(&kind["items"]));
    }
    for more in ["format", "description"] {
        if let Some(text) = kind[more].as_str() {
            said = format!("{said} · {text}");
        }
    }
    said
}
