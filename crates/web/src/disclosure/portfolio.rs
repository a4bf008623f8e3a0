//! `/plan/projects`: large projects and the work they are to bring. What is estimated and promised stands apart and is never added.
//! All of which everybody may read are there as data too.

use app::disclosure::Large;
use axum::extract::Query;
use axum::response::{IntoResponse, Response};
use domain::counting::GradeName;
use domain::message::{Lang, Message};
use maud::{Markup, html};

use super::as_json;
use crate::component::table_file;
use crate::fields::Fields;
use crate::staff::grade;
use crate::visit::Visit;
use crate::{error, page};

pub(super) async fn show(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let fields = Fields(pairs);
    let sector = fields.text("sector");
    if !sector.is_empty() && visit.app().city.sector(sector).is_none() {
        return error::page(&visit, &app::Error::NotFound);
    }
    let found = match app::disclosure::large(&visit.ctx, visit.app(), sector).await {
        Ok(found) => found,
        Err(failed) => return error::page(&visit, &failed),
    };
    let title = visit.t("disclosure-projects");
    let body = html! {
        h1 { (title) }
        p.lead { (visit.n("brief-projects-n", found.len())) " · " (visit.t("as-of")) " " (visit.instant(visit.ctx.now)) }
        p { (visit.t("disclosure-projects-note")) }
        nav.narrow aria-label=(visit.t("home-sectors")) { p {
            a href="/plan/projects" aria-current=[sector.is_empty().then_some("true")] { (visit.t("plan-all")) }
            @for one in visit.app().city.sectors() { " · " a href={ "/plan/projects?sector=" (one.id) } aria-current=[(one.id == sector).then_some("true")] { @match visit.lang { Lang::Ko => (one.name_ko), Lang::En => (one.name_en) } } }
        } }
        @if found.is_empty() { p.notice { (visit.t("disclosure-projects-none")) } }
        @for one in &found { (project(&visit, one)) }
        p { a href="/plan" { (visit.t("nav-plan")) } }
    };
    page::shell(&visit, &title, body).into_response()
}

fn project(visit: &Visit, one: &Large) -> Markup {
    let (stage, on, why) = &one.stage;
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let total = one.funds.values().fold(0_i64, |sum, won| sum.saturating_add(*won));
    html! { section {
        h2 lang=[visit.content_lang()] { (one.name) }
        dl.facts {
            dt { (visit.t("state")) } dd { span.badge { (visit.say(&Message::word("project-stage", (*stage).into()))) } " " (visit.n("brief-since", on.to_string())) @if !why.is_empty() { " · " (why) } }
            dt { (visit.t("measure-period")) } dd { (day(one.period.0)) " ~ " (day(one.period.1)) @if !one.place.is_empty() { " · " (one.place) } }
            dt { (visit.t("measure-owner")) } dd { (one.owners.0) @if !one.owners.1.is_empty() { " · " (one.owners.1) } }
            dt { (visit.t("measure-budget-label")) } dd { (visit.n("won-n", total)) }
            dt { (grade(visit, GradeName::Estimated)) } dd { @if one.estimated.is_empty() { (visit.t("disclosure-estimated-none")) } @for said in &one.estimated { div { @if said.persons { (visit.n("disclosure-persons-n", said.value)) } @else { (visit.n("won-n", said.value)) } " · " (said.source) } } }
            dt { (grade(visit, GradeName::Pledged)) } dd { (visit.n("disclosure-jobs-n", one.pledged)) }
        }
    } }
}

/// The projects of which everybody may read, one a row.
pub(super) async fn csv(visit: Visit) -> Response {
    match app::project::open(&visit.ctx, visit.app()).await {
        Ok(told) => table_file("projects.csv", app::project::open_csv(&visit.ctx, &told)),
        Err(failed) => error::page(&visit, &failed),
    }
}

pub(super) async fn json(visit: Visit) -> Response {
    match app::project::open(&visit.ctx, visit.app()).await {
        Ok(told) => as_json(&app::project::open_json(&visit.ctx, visit.app(), &told)),
        Err(failed) => error::page(&visit, &failed),
    }
}

pub(super) async fn schema() -> Response {
    as_json(&app::project::open_schema())
}
