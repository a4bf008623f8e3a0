//! `/open-data`: the data that everybody may take and build on, with what each is, its form and as of when.

use axum::response::{IntoResponse, Response};
use domain::policy::UseCase;
use maud::html;

use crate::page;
use crate::routes::Routes;
use crate::visit::Visit;

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/open-data", UseCase::ReadPublic, show);
}

/// What there is: address, form, and the key of what it is called.
const DATA: [(&str, &str, &str); 13] = [
    ("/plan.csv", "CSV", "open-data-plan"),
    ("/plan.json", "JSON", "open-data-plan"),
    ("/plan/schema.json", "JSON Schema", "disclosure-schema"),
    ("/plan/projects.csv", "CSV", "open-data-projects"),
    ("/plan/projects.json", "JSON", "open-data-projects"),
    ("/plan/projects/schema.json", "JSON Schema", "open-data-projects-schema"),
    ("/mismatch.csv", "CSV", "mismatch"),
    ("/mismatch.json", "JSON", "mismatch"),
    ("/feed/openings", "NDJSON", "open-data-feed"),
    ("/openings.csv", "CSV", "open-data-openings"),
    ("/occupations.json?q=video%20editor", "JSON", "occupations"),
    ("/calendar.ics", "iCalendar", "calendar-public"),
    ("/plan/books", "PDF · HWPX · XLSX · JSON", "plan-books"),
];

async fn show(visit: Visit) -> Response {
    let title = visit.t("open-data");
    let body = html! {
        h1 { (title) }
        p.lead { (visit.t("open-data-note")) " " (visit.t("as-of")) " " (visit.instant(visit.ctx.now)) }
        table.cards {
            caption.same { (title) }
            thead { tr { th scope="col" { (visit.t("open-data-what")) } th scope="col" { (visit.t("open-data-form")) } th scope="col" { (visit.t("open-data-address")) } } }
            tbody { @for (to, form, key) in DATA { tr {
                th scope="row" { (visit.t(key)) }
                td data-label=(visit.t("open-data-form")) { (form) }
                td data-label=(visit.t("open-data-address")) { a href=(to) { code { (to) } } }
            } } }
        }
        h2 { (visit.t("open-data-licence")) }
        p { (visit.t("open-data-licence-note")) " " a href="/about" { (visit.t("nav-about")) } }
    };
    page::shell(&visit, &title, body).into_response()
}
