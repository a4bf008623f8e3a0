//! `/open-data`: the data that everybody may take and build on, with what each is, its form and as of when; how to follow it, and
//! under which terms. Under it: the interface for programs, and a builder of lists for other home pages.

use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use domain::policy::UseCase;
use maud::{Markup, html};

use crate::page;
use crate::routes::Routes;
use crate::staff::origin;
use crate::visit::Visit;

mod api;
mod widget;

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/open-data", UseCase::ReadPublic, show);
    api::routes(routes);
    widget::routes(routes);
}

/// Data of one kind: address, form, and the key of what it is called.
type Rows = &'static [(&'static str, &'static str, &'static str)];

const OPENINGS: Rows = &[
    ("/feed/openings", "NDJSON", "open-data-feed"),
    ("/feed/key", "JSON", "open-data-key"),
    ("/api/v1/openings", "JSON", "open-data-api"),
    ("/api/v1/openapi.json", "OpenAPI 3.1", "open-data-describe"),
    ("/feed/worknet.xml", "XML", "open-data-worknet"),
    ("/feed/openings.atom", "Atom", "open-data-atom"),
    ("/feed/openings.csv", "CSV", "open-data-openings"),
    ("/feed/jobposting.jsonl", "schema.org JobPosting", "open-data-jobposting"),
    ("/sitemap.xml", "Sitemap", "open-data-sitemap"),
];
const FIGURES: Rows = &[
    ("/plan.csv", "CSV", "open-data-plan"),
    ("/plan.json", "JSON", "open-data-plan"),
    ("/plan/schema.json", "JSON Schema", "disclosure-schema"),
    ("/plan/projects.csv", "CSV", "open-data-projects"),
    ("/plan/projects.json", "JSON", "open-data-projects"),
    ("/plan/projects/schema.json", "JSON Schema", "open-data-projects-schema"),
    ("/mismatch.csv", "CSV", "mismatch"),
    ("/mismatch.json", "JSON", "mismatch"),
    ("/plan/books", "PDF · HWPX · XLSX · JSON", "plan-books"),
];
const REST: Rows = &[
    ("/api/v1/codes", "JSON", "open-data-codes"),
    ("/occupations.json?q=video%20editor", "JSON", "occupations"),
    ("/api/v1/programmes", "JSON", "programmes"),
    ("/programmes.csv", "CSV", "programmes"),
    ("/api/v1/cohorts", "JSON", "cohorts-one"),
    ("/api/v1/events", "JSON", "calendar-public"),
    ("/calendar.ics", "iCalendar", "calendar-public"),
];

async fn show(visit: Visit, headers: HeaderMap) -> Response {
    let title = visit.t("open-data");
    let origin = origin(&visit, &headers);
    let body = html! {
        h1 { (title) }
        p.lead { (visit.t("open-data-note")) " " (visit.t("as-of")) " " (visit.instant(visit.ctx.now)) " · #" (visit.app().projection.seq()) }
        p { a.button href="/open-data/api" { (visit.t("open-data-api-page")) } " " a.button.second href="/open-data/widget" { (visit.t("widget-build")) } " " a.button.second href="/tv" { (visit.t("tv-name")) } }
        (table(&visit, "nav-openings", OPENINGS))
        (table(&visit, "open-data-figures", FIGURES))
        (table(&visit, "open-data-rest", REST))
        h2 { (visit.t("open-data-example")) }
        p { (visit.t("open-data-example-note")) }
        (code(&visit, "curl", &curl(&origin)))
        (code(&visit, "Python", &python(&origin)))
        h2 { (visit.t("open-data-follow")) }
        dl.facts { @for part in ["cursor", "tombstone", "gone", "wait", "expires", "signature"] {
            dt { (visit.t(&format!("open-data-{part}"))) } dd { (visit.t(&format!("open-data-{part}-note"))) }
        } }
        h2 { (visit.t("open-data-licence")) }
        p { (visit.t("open-data-licence-note")) " " a href="/about" { (visit.t("nav-about")) } }
        p { (visit.t("open-data-licence-openings")) " " strong { (visit.app().city.feed().licence) } }
    };
    page::shell(&visit, &title, body).into_response()
}

fn table(visit: &Visit, name: &str, rows: Rows) -> Markup {
    html! {
        table.cards {
            caption { (visit.t(name)) }
            thead { tr { th scope="col" { (visit.t("open-data-what")) } th scope="col" { (visit.t("open-data-form")) } th scope="col" { (visit.t("open-data-address")) } } }
            tbody { @for (to, form, key) in rows { tr {
                th scope="row" { (visit.t(key)) }
                td data-label=(visit.t("open-data-form")) { (form) }
                td data-label=(visit.t("open-data-address")) { a href=(to) { code { (to) } } }
            } } }
        }
    }
}

/// Lines to copy.
pub(super) fn code(visit: &Visit, name: &str, lines: &str) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label={ (visit.t("open-data-example")) " " (name) } { pre { code { (lines) } } }
    }
}

fn curl(origin: &str) -> String {
    format!(
        "curl -s --compressed {origin}/feed/openings -o all.ndjson\n\
         cursor=$(tail -n 1 all.ndjson | grep -o '\"cursor\":[0-9]*' | cut -d: -f2)\n\
         curl -s --compressed \"{origin}/feed/openings?after=$cursor&wait=30\""
    )
}

fn python(origin: &str) -> String {
    format!(
        "import json, urllib.request as web\n\
         read = lambda ask: [json.loads(line) for line in web.urlopen(\"{origin}/feed/openings\" + ask)]\n\
         *lines, end = read(\"\"); jobs = {{line[\"id\"]: line for line in lines}}\n\
         while True:\n    \
             *lines, end = read(f\"?after={{end['cursor']}}&wait=30\")\n    \
             for line in lines: jobs.pop(line[\"id\"], None) if line.get(\"removed\") else jobs.update({{line[\"id\"]: line}})"
    )
}
