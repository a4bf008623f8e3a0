//! `/staff/research`: anonymised rows for the city's institute, with what each column says and what was done so that nobody is
//! found in them.

use axum::extract::Query;
use axum::response::{IntoResponse, Response};
use domain::counting::Rule;
use domain::message::thousands;
use domain::policy::UseCase;
use maud::html;

use super::ledger::rule;
use super::term_plan::{stamp, year};
use crate::component::table_file;
use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

/// Rows shown before the file is asked for.
const SHOWN: usize = 10;

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/research", UseCase::ExportResearch, show);
    routes.get("/staff/research.csv", UseCase::ExportResearch, csv);
}

async fn show(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let year = year(&visit, &Fields(pairs));
    let export = match app::research::export(&visit.ctx, visit.app(), Some(year)).await {
        Ok(export) => export,
        Err(failed) => return error::page(&visit, &failed),
    };
    let title = visit.t("staff-research");
    let body = html! {
        h1 { (title) }
        p.lead { (year) " · " (visit.n("ledger-rows-n", export.rows.len())) " · " (visit.n("research-least", export.least)) " · " (visit.t("as-of")) " " (visit.instant(export.stamp.as_of)) " " (rule(&visit, Rule::Cr23)) }
        (stamp(&visit, &export.stamp))
        nav.pages aria-label=(visit.t("plan-years")) { ul { @for one in [year - 1, year, year + 1] { li { a href={ "/staff/research?year=" (one) } aria-current=[(one == year).then_some("page")] { (one) } } } } }
        p { (visit.t("research-note")) }
        @if export.kept_back { p.notice { (visit.t("research-kept-back")) } }
        @if export.rows.is_empty() { p.notice { (visit.t("research-empty")) } } @else {
            div.actions { a.button href={ "/staff/research.csv?year=" (year) } { "CSV " (thousands(export.rows.len() as i64)) } }
            div.scroll tabindex="0" role="region" aria-label=(visit.t("research-first")) { table {
                caption { (visit.t("research-first")) }
                thead { tr { @for column in app::research::COLUMNS { th scope="col" { (column) } } } }
                tbody { @for row in export.rows.iter().take(SHOWN) { tr { @for cell in row { td { (cell) } } } } }
            } }
        }
        section {
            h2 { (visit.t("research-columns")) }
            dl.facts { @for column in app::research::COLUMNS { dt { code { (column) } } dd { (visit.t(&format!("research-column-{}", column.replace('_', "-")))) } } }
        }
    };
    page::shell(&visit, &title, body).into_response()
}

async fn csv(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let year = year(&visit, &Fields(pairs));
    match app::research::export(&visit.ctx, visit.app(), Some(year)).await {
        Ok(export) => table_file("research.csv", app::research::csv(&export)),
        Err(failed) => error::page(&visit, &failed),
    }
}
