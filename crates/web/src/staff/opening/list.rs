//! The list by state; imported drafts say what they lack.

use app::opening::{Filter, StaffRow};
use axum::extract::Query;
use axum::response::{IntoResponse, Response};
use domain::opening::StateName;
use domain::policy::{Reach, UseCase, reach};
use maud::{Markup, html};
use strum::IntoEnumIterator;

use crate::component::{Form, input, pages, table_file};
use crate::fields::Fields;
use crate::visit::Visit;
use crate::{error, page};

pub(super) async fn list(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let fields = Fields(pairs);
    let filter = filter(&fields);
    let found = match app::opening::list(&visit.ctx, visit.app(), &filter).await {
        Ok(found) => found,
        Err(failed) => return error::page(&visit, &failed),
    };
    let title = visit.t("staff-openings");
    let unpaged = Fields(fields.0.iter().filter(|(key, _)| key != "page").cloned().collect());
    let form = Form::new(&fields);
    let body = html! {
        h1 { (title) }
        p.lead { (visit.n("openings-n", found.total)) }
        p { @for state in StateName::iter() {
            @let name = state.to_string();
            @if filter.state == Some(state) { strong { (visit.t(&format!("opening-state-{name}"))) } } @else {
                a href={ "/staff/openings" (unpaged.with("state", &name)) } { (visit.t(&format!("opening-state-{name}"))) }
            } " · "
        } a href="/staff/openings" { (visit.t("see-all")) } }
        form.narrow method="get" role="search" {
            @if let Some(state) = filter.state { input type="hidden" name="state" value=(state); }
            (input(&visit, &form, "q", "opening-search", "search", "")) button { (visit.t("search-go")) }
        }
        @if reach(visit.ctx.actor.role, UseCase::WriteOpening) != Reach::No {
            div.actions { a.button href="/staff/openings/new" { (visit.t("opening-new")) } }
        }
        (table(&visit, &title, &found.items))
        @if reach(visit.ctx.actor.role, UseCase::ExportOpenings) == Reach::All { div.actions { a.button.second href={ "/staff/openings.csv" (fields.with("page", "")) } { (visit.t("export-list")) } } }
        (pages(&visit, "/staff/openings", &fields, found.page, found.last()))
    };
    page::shell(&visit, &title, body).into_response()
}

fn filter(fields: &Fields) -> Filter {
    Filter {
        text: fields.text("q").to_owned(),
        state: fields.parse("state"),
        employer: fields.parse("employer"),
        page: fields.parse("page").unwrap_or(1).clamp(1, 100_000),
        size: fields.parse("size").unwrap_or(50),
    }
}

/// The whole list as it is filtered, for a spreadsheet.
pub(super) async fn csv(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    match app::export::staff_list(&visit.ctx, visit.app(), &filter(&Fields(pairs)), visit.lang).await {
        Ok(bytes) => table_file("openings.csv", bytes),
        Err(failed) => error::page(&visit, &failed),
    }
}

/// Openings as rows: what they are, where they stand, what they lack.
fn table(visit: &Visit, title: &str, rows: &[StaffRow]) -> Markup {
    html! {
        @if rows.is_empty() { p.notice { (visit.t("list-empty")) } }
        div.scroll tabindex="0" role="region" aria-label=(title) { table {
            caption.same { (title) }
            thead { tr { th scope="col" { (visit.t("receipt-number")) } th scope="col" { (visit.t("title")) } th scope="col" { (visit.t("employer")) } th scope="col" { (visit.t("state")) } th scope="col" { (visit.t("lacks")) } } }
            tbody { @for row in rows { tr {
                td { (row.opening.origin.number) }
                th scope="row" { a href={ "/staff/openings/" (row.opening.id) } { @if row.opening.content.title.is_empty() { (visit.t("untitled")) } @else { (row.opening.content.title) } } }
                td { (row.employer.name) }
                td { span.badge { (visit.t(&format!("opening-state-{}", row.opening.state.name()))) } @if !row.opening.origin.source.is_empty() { " " span.small { (visit.t("imported")) } } }
                td { (row.missing.iter().map(|missing| visit.t(&format!("lacks-{missing}"))).collect::<Vec<_>>().join(", ")) }
            } } }
        } }
    }
}
