//! The list by state; imported drafts say what they lack.

use app::opening::Filter;
use axum::extract::Query;
use axum::response::{IntoResponse, Response};
use domain::opening::StateName;
use domain::policy::{Reach, UseCase, reach};
use maud::html;
use strum::IntoEnumIterator;

use crate::component::pages;
use crate::fields::Fields;
use crate::visit::Visit;
use crate::{error, page};

pub(super) async fn list(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let fields = Fields(pairs);
    let filter = Filter {
        state: fields.parse("state"),
        employer: fields.parse("employer"),
        page: fields.parse("page").unwrap_or(1).clamp(1, 100_000),
        size: fields.parse("size").unwrap_or(50),
    };
    let found = match app::opening::list(&visit.ctx, visit.app(), &filter).await {
        Ok(found) => found,
        Err(failed) => return error::page(&visit, &failed),
    };
    let title = visit.t("staff-openings");
    let unpaged = Fields(fields.0.iter().filter(|(key, _)| key != "page").cloned().collect());
    let body = html! {
        h1 { (title) }
        p.lead { (visit.n("openings-n", found.total)) }
        p { @for state in StateName::iter() {
            @let name = state.to_string();
            @if filter.state == Some(state) { strong { (visit.t(&format!("opening-state-{name}"))) } } @else {
                a href={ "/staff/openings" (unpaged.with("state", &name)) } { (visit.t(&format!("opening-state-{name}"))) }
            } " · "
        } a href="/staff/openings" { (visit.t("see-all")) } }
        @if reach(visit.ctx.actor.role, UseCase::WriteOpening) != Reach::No {
            div.actions { a.button href="/staff/openings/new" { (visit.t("opening-new")) } }
        }
        @if found.items.is_empty() { p.notice { (visit.t("list-empty")) } }
        div.scroll { table {
            caption { (title) }
            thead { tr { th scope="col" { (visit.t("receipt-number")) } th scope="col" { (visit.t("title")) } th scope="col" { (visit.t("employer")) } th scope="col" { (visit.t("state")) } th scope="col" { (visit.t("lacks")) } } }
            tbody { @for row in &found.items { tr {
                td { (row.opening.origin.number) }
                th scope="row" { a href={ "/staff/openings/" (row.opening.id) } { @if row.opening.content.title.is_empty() { (visit.t("untitled")) } @else { (row.opening.content.title) } } }
                td { (row.employer.name) }
                td { span.badge { (visit.t(&format!("opening-state-{}", row.opening.state.name()))) } @if !row.opening.origin.source.is_empty() { " " span.small { (visit.t("imported")) } } }
                td { (row.missing.iter().map(|missing| visit.t(&format!("lacks-{missing}"))).collect::<Vec<_>>().join(", ")) }
            } } }
        } }
        (pages(&visit, "/staff/openings", &fields, found.page, found.last()))
    };
    page::shell(&visit, &title, body).into_response()
}
