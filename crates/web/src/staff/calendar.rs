//! `/staff/calendar`: the whole hiring calendar: projects, events and agreements with the months in which they hire.

use app::calendar::{Entry, Kind};
use axum::extract::Query;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use domain::policy::UseCase;
use maud::html;

use crate::calendar::{drawn, feed, span, years};
use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/calendar", UseCase::ReadProject, show);
    routes.get("/staff/calendar.ics", UseCase::ReadProject, ics);
}

fn place(entry: &Entry) -> String {
    match entry.kind {
        Kind::Mou => format!("/staff/mous/{}", entry.id),
        Kind::Cohort => format!("/cohorts/{}", entry.id),
        Kind::Budgeted | Kind::Development | Kind::Event => format!("/staff/projects/{}", entry.id),
    }
}

async fn show(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let fields = Fields(pairs);
    let span = span(&visit, &fields);
    let entries = match app::calendar::calendar(&visit.ctx, visit.app(), span).await {
        Ok(entries) => entries,
        Err(failed) => return error::page(&visit, &failed),
    };
    let title = visit.t("calendar");
    let body = html! {
        h1 { (title) }
        (drawn(&visit, &fields, "/staff/calendar", span, &entries, &|entry| Some(place(entry))))
        p { a href="/calendar" { (visit.t("calendar-public")) } " · " a href="/staff/projects" { (visit.t("staff-projects")) } }
    };
    page::shell(&visit, &title, body).into_response()
}

async fn ics(visit: Visit, headers: HeaderMap) -> Response {
    match app::calendar::calendar(&visit.ctx, visit.app(), years(&visit)).await {
        Ok(entries) => feed(&visit, &headers, "/staff/calendar", &entries),
        Err(failed) => error::page(&visit, &failed),
    }
}
