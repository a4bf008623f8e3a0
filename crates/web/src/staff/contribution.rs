//! `/staff/contributions`: the hires that took two or more bodies, by body and by pair. What a body helped with stands beside
//! what it owns and is never added.

use app::contribution::View;
use axum::extract::Query;
use axum::response::{IntoResponse, Response};
use domain::counting::{GradeName, Rule};
use domain::message::thousands;
use domain::policy::UseCase;
use maud::{Markup, html};

use super::ledger::{grade, rule};
use super::term_plan::year;
use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

/// Pairs shown.
const PAIRS: usize = 50;

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/contributions", UseCase::ReadLedger, show);
}

/// A number that leads to the confirmed hires behind it.
fn number(year: i16, value: i64, rest: &str) -> Markup {
    html! { @if value == 0 { "0" } @else { a href={ "/staff/ledger/rows?year=" (year) "&basis=residents&class=R1&standing=confirmed" (rest) } { (thousands(value)) } } }
}

async fn show(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let fields = Fields(pairs);
    let year = year(&visit, &fields);
    let view = match app::contribution::view(&visit.ctx, visit.app(), Some(year)).await {
        Ok(view) => view,
        Err(failed) => return error::page(&visit, &failed),
    };
    let title = visit.t("staff-contributions");
    let body = html! {
        h1 { (title) }
        p.lead { (year) " · " (visit.t("contribution-shared")) " " (number(year, view.shared, "&part=shared")) " / " (grade(&visit, GradeName::Filled)) " " (number(year, view.total, "")) " · " (visit.t("as-of")) " " (visit.instant(view.told.as_of)) " " (rule(&visit, Rule::Cr01)) }
        p.small { (visit.t("ledger-rule-set")) " " (view.told.rule_set) " · " (visit.t("ledger-digest")) " " code { (view.told.digest.get(..16).unwrap_or_default()) } }
        nav.pages aria-label=(visit.t("plan-years")) { ul { @for one in [year - 1, year, year + 1] { li { a href={ "/staff/contributions?year=" (one) } aria-current=[(one == year).then_some("page")] { (one) } } } } }
        @if view.lines.is_empty() { p.notice { (visit.t("contribution-empty")) } } @else {
            (by_body(&visit, year, &view))
            (by_pair(&visit, year, &view))
        }
        p { a href="/staff/ledger" { (visit.t("staff-ledger")) } }
    };
    page::shell(&visit, &title, body).into_response()
}

fn by_body(visit: &Visit, year: i16, view: &View) -> Markup {
    html! { section {
        h2 { (visit.t("contribution-by-body")) }
        p { (visit.t("contribution-note")) }
        div.scroll tabindex="0" role="region" aria-label=(visit.t("contribution-by-body")) { table {
            caption.same { (visit.t("contribution-by-body")) }
            thead { tr { th scope="col" { (visit.t("organisation")) } th scope="col" { (grade(visit, GradeName::Filled)) " " (visit.t("contribution-counted")) } th scope="col" { (visit.t("ledger-contributed")) } } }
            tbody {
                @for line in &view.lines { @let id = line.id.map(|id| id.to_string()).unwrap_or_default(); tr {
                    th scope="row" { @if line.id.is_some() { (line.name) } @else { (visit.t("ledger-no-owner")) } }
                    td { @if line.id.is_some() { (number(year, line.counted, &format!("&owner={id}"))) } @else { (number(year, line.counted, "")) } }
                    td { @if line.id.is_some() { (number(year, line.contributed, &format!("&part=contributed.{id}"))) } @else { "0" } }
                } }
            }
            tfoot { tr { th scope="row" { (visit.t("contribution-total")) } td { (number(year, view.total, "")) } td { (visit.t("plan-not-added")) } } }
        } }
    } }
}

fn by_pair(visit: &Visit, year: i16, view: &View) -> Markup {
    html! { @if !view.pairs.is_empty() { section {
        h2 { (visit.t("contribution-by-pair")) }
        div.scroll tabindex="0" role="region" aria-label=(visit.t("contribution-by-pair")) { table {
            caption.same { (visit.t("contribution-by-pair")) }
            thead { tr { th scope="col" { (visit.t("contribution-owner")) } th scope="col" { (visit.t("contribution-helper")) } th scope="col" { (visit.t("unit-events")) } } }
            tbody { @for pair in view.pairs.iter().take(PAIRS) { tr {
                th scope="row" { (pair.owner.1) } td { (pair.helper.1) }
                td { (number(year, pair.count, &format!("&owner={}&part=contributed.{}", pair.owner.0, pair.helper.0))) }
            } } }
        } }
    } } }
}
