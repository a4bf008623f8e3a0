//! `/staff/audit/fairness`: what suggestions and the allocation behind them give to each group, held to the city's bound.

use app::allotment::{Fairness, Group, Span};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::message::{Message, thousands};
use domain::policy::UseCase;
use maud::{Markup, html};

use crate::component::table_file;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/audit/fairness", UseCase::ReadAudit, show);
    routes.get("/staff/audit/fairness.csv", UseCase::ReadAudit, csv);
    routes.get("/staff/audit/fairness.json", UseCase::ReadAudit, json);
}

async fn show(visit: Visit) -> Response {
    let told = match app::allotment::fairness(&visit.ctx, visit.app()).await {
        Ok(told) => told,
        Err(failed) => return error::page(&visit, &failed),
    };
    let title = visit.t("fairness");
    let bound = Message::new("fairness-bound").with("percent", tenths(i64::from(told.bound)));
    let body = html! {
        h1 { (title) }
        p.lead { (visit.t(if told.within() { "fairness-within" } else { "fairness-beyond" })) " " (visit.say(&bound)) }
        p.small { (visit.t("as-of")) " " (visit.instant(told.as_of)) " · " (visit.t("changes")) " " (thousands(told.seq)) " · " (visit.t("ledger-digest")) " " code { (told.lists) } " · " (visit.n("disclosure-least", told.least)) }
        p { (visit.t("fairness-note")) }
        @if let Some(everybody) = &told.everybody { (table(&visit, &visit.t("fairness-everybody"), std::slice::from_ref(everybody))) }
        @else { p.notice { (visit.t("fairness-few")) } }
        @for one in told.traits.iter().filter(|one| !one.groups.is_empty()) {
            @let name = visit.t(&format!("fairness-by-{}", one.by));
            section { h2 { (name) } (table(&visit, &name, &one.groups)) }
        }
        p.small { (visit.t("fairness-means")) }
        div.actions {
            a.button.second href="/staff/audit/fairness.csv" { "CSV" }
            a.button.second href="/staff/audit/fairness.json" { "JSON" }
            a.button.second href="/staff/audit" { (visit.t("staff-audit")) }
            button.second type="button" data-print="" hidden { (visit.t("print")) }
        }
    };
    page::shell(&visit, &title, body).into_response()
}

fn table(visit: &Visit, caption: &str, groups: &[Group]) -> Markup {
    let heads = [
        "fairness-group",
        "unit-people",
        "fairness-feasible",
        "fairness-exposure",
        "fairness-score",
        "fairness-rate",
        "fairness-ratio",
        "fairness-loss",
    ];
    html! { div.scroll tabindex="0" role="region" aria-label=(caption) { table {
        caption.same { (caption) }
        thead { tr { @for key in heads { th scope="col" { (visit.t(key)) } } } }
        tbody { @for group in groups { tr {
            th scope="row" { @match &group.name { Some(name) => (visit.say(name)), None => (visit.t(if group.key == "everybody" { "fairness-everybody" } else { "fairness-others" })) } }
            td.num { (number(group.seekers)) }
            td.num { (number(group.feasible)) }
            td { (span(group.exposure, 1_000)) }
            td { (span(group.score, 1)) }
            td { (span(Some(group.rate), 10)) "%" }
            td { @if let Some(ratio) = group.ratio { (tenths(ratio)) "% " } (visit.t(if group.four_fifths { "fairness-four-fifths" } else { "fairness-under-four-fifths" })) }
            td { (tenths(group.loss)) "% " (visit.t(if group.within { "fairness-in" } else { "fairness-out" })) }
        } } }
    } } }
}

fn number(n: u64) -> String {
    thousands(i64::try_from(n).unwrap_or(i64::MAX))
}

/// Thousandths as per cent with one decimal.
fn tenths(thousandths: i64) -> String {
    let sign = if thousandths < 0 { "-" } else { "" };
    format!("{sign}{}.{}", thousandths.abs() / 10, thousandths.abs() % 10)
}

/// A value with its interval, in parts of `one`.
fn span(of: Option<Span>, one: i64) -> String {
    let text = |value: i64| match one {
        1 => thousands(value),
        _ => format!("{}.{:0width$}", value / one, value % one, width = if one == 10 { 1 } else { 3 }),
    };
    of.map_or_else(
        || "–".to_owned(),
        |span| format!("{} ({} ~ {})", text(span.value), text(span.low), text(span.high)),
    )
}

async fn csv(visit: Visit) -> Response {
    match app::allotment::fairness(&visit.ctx, visit.app()).await {
        Ok(told) => table_file("fairness.csv", told.csv().into_bytes()),
        Err(failed) => error::page(&visit, &failed),
    }
}

async fn json(visit: Visit) -> Response {
    let told = match app::allotment::fairness(&visit.ctx, visit.app()).await {
        Ok(told) => told,
        Err(failed) => return error::page(&visit, &failed),
    };
    let told: &Fairness = &told;
    match serde_json::to_string(told) {
        Ok(value) => {
            let headers = [
                (header::CONTENT_TYPE, "application/json; charset=utf-8"),
                (header::CACHE_CONTROL, "no-store"),
            ];
            (headers, value).into_response()
        }
        Err(failed) => error::page(&visit, &app::Error::Internal(Box::new(failed))),
    }
}
