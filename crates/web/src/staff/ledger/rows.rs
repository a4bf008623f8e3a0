//! The rows behind a number, and the claims that do not count with their rules.

use app::placement::View;
use axum::extract::Query;
use axum::response::{IntoResponse, Response};
use domain::policy::{Reach, UseCase, reach};
use maud::{Markup, html};

use super::{cut, names_nothing, rule};
use crate::component::pages;
use crate::fields::Fields;
use crate::visit::Visit;
use crate::{error, page};

const SIZE: usize = 50;

pub(super) async fn rows(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let fields = Fields(pairs);
    if names_nothing(&fields) {
        return error::page(&visit, &app::Error::NotFound);
    }
    let at = fields.parse("page").unwrap_or(1);
    let found = match app::ledger::rows(&visit.ctx, visit.app(), &cut(&fields), at, SIZE).await {
        Ok(found) => found,
        Err(failed) => return error::page(&visit, &failed),
    };
    let asked = cut(&fields);
    let frozen = match app::ledger::months(&visit.ctx, visit.app()).await {
        Ok(known) => asked.month.is_some_and(|month| known.frozen(&asked, month).is_some()),
        Err(failed) => return error::page(&visit, &failed),
    };
    let title = visit.t("ledger-rows");
    let body = html! {
        h1 { (title) }
        @if frozen { p.notice { (visit.t("ledger-rows-frozen")) " " a href="/staff/ledger/months" { (visit.t("ledger-months")) } } }
        p.lead { (visit.n("ledger-rows-n", found.total)) }
        (table(&visit, &title, &found.items))
        (pages(&visit, "/staff/ledger/rows", &fields, found.page, found.last()))
        p { a href={ "/staff/ledger" (fields.with("page", "")) } { (visit.t("staff-ledger")) } }
    };
    page::shell(&visit, &title, body).into_response()
}

pub(super) async fn exclusions(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let fields = Fields(pairs);
    if names_nothing(&fields) {
        return error::page(&visit, &app::Error::NotFound);
    }
    let (at, by) = (fields.parse("page").unwrap_or(1), fields.parse("rule"));
    let found = match app::ledger::excluded(&visit.ctx, visit.app(), &cut(&fields), by, at, SIZE).await {
        Ok(found) => found,
        Err(failed) => return error::page(&visit, &failed),
    };
    let title = visit.t("ledger-excluded");
    let body = html! {
        h1 { (title) }
        p.lead { (visit.n("ledger-rows-n", found.total)) }
        (table(&visit, &title, &found.items))
        (pages(&visit, "/staff/ledger/exclusions", &fields, found.page, found.last()))
        p { a href={ "/staff/ledger" (fields.with("page", "")) } { (visit.t("staff-ledger")) } }
    };
    page::shell(&visit, &title, body).into_response()
}

/// The openings behind the number of vacancies.
pub(super) async fn open(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let fields = Fields(pairs);
    let at = fields.parse("page").unwrap_or(1);
    let found = match app::ledger::vacancies(&visit.ctx, visit.app(), at, SIZE).await {
        Ok(found) => found,
        Err(failed) => return error::page(&visit, &failed),
    };
    let title = visit.t("ledger-vacancies");
    let may_open = reach(visit.ctx.actor.role, UseCase::ReadOpening) != Reach::No;
    let body = html! {
        h1 { (title) }
        p.lead { (visit.n("ledger-rows-n", found.total)) }
        @if found.items.is_empty() { p.notice { (visit.t("list-empty")) } } @else { div.scroll tabindex="0" role="region" aria-label=(title) { table {
            caption.same { (title) }
            thead { tr { th scope="col" { (visit.t("noun-opening")) } th scope="col" { (visit.t("employer")) } th scope="col" { (visit.t("unit-vacancies")) } } }
            tbody { @for one in &found.items { @let opening = &one.opening; tr {
                th scope="row" lang=[visit.content_lang()] { @if may_open { a href={ "/staff/openings/" (opening.id) } { (opening.origin.number) " " (opening.content.title) } } @else { (opening.origin.number) " " (opening.content.title) } }
                td lang=[visit.content_lang()] { (one.employer) }
                td { (one.left) }
            } } }
        } } }
        (pages(&visit, "/staff/ledger/open", &fields, found.page, found.last()))
        p { a href="/staff/ledger" { (visit.t("staff-ledger")) } }
    };
    page::shell(&visit, &title, body).into_response()
}

pub(in crate::staff) fn table(visit: &Visit, title: &str, rows: &[View]) -> Markup {
    html! {
        @if rows.is_empty() { p.notice { (visit.t("list-empty")) } } @else { div.scroll tabindex="0" role="region" aria-label=(title) { table {
            caption.same { (title) }
            thead { tr { th scope="col" { (visit.t("placement-start")) } th scope="col" { (visit.t("employer")) } th scope="col" { (visit.t("placement-person")) } th scope="col" { (visit.t("placement-how")) } th scope="col" { (visit.t("state")) } th scope="col" { (visit.t("ledger-rules")) } } }
            tbody { @for row in rows { tr {
                th scope="row" { @if row.may_open { a href={ "/staff/placements/" (row.placement.id) } { (row.placement.start_on) } } @else { (row.placement.start_on) } }
                td { (row.employer) }
                td { (row.person.as_deref().unwrap_or("–")) }
                td { (visit.t(&format!("how-{}", row.placement.how))) }
                td { span.badge { (visit.t(&format!("placement-state-{}", row.state()))) } @if let Some(grade) = row.placement.grade() { " " (grade) } }
                td { @if let Some(by) = row.excluded { (rule(visit, by)) " " (visit.say(&by.sentence())) } }
            } } }
        } } }
    }
}
