//! The counting rules with their sentences, and the examples that tests hold.

use axum::response::{IntoResponse, Response};
use domain::counting::Rule;
use maud::html;
use strum::IntoEnumIterator;

use crate::page;
use crate::visit::Visit;

/// How many examples there are: V1 to V10.
const EXAMPLES: u8 = 10;

pub(super) async fn list(visit: Visit) -> Response {
    let title = visit.t("ledger-all-rules");
    let body = html! {
        h1 { (title) }
        p.lead { (visit.t("ledger-rule-set")) " " (domain::counting::RULE_SET) }
        dl.facts { @for rule in Rule::iter() { dt id=(rule) { (rule) } dd { (visit.say(&rule.sentence())) } } }
        h2 { (visit.t("ledger-examples")) }
        dl.facts { @for n in 1..=EXAMPLES { dt id={ "V" (n) } { "V" (n) } dd { (visit.t(&format!("example-v{n}"))) } } }
        p { a href="/staff/ledger" { (visit.t("staff-ledger")) } }
    };
    page::shell(&visit, &title, body).into_response()
}
