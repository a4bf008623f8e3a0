//! `/staff/statistics`: what the job centre did, by month and by body, counted from its records; the records
//! behind every number; and a table for a spreadsheet, whole for staff or with small cells hidden for the public.

use app::statistics::{Cut, Sheet};
use axum::extract::Query;
use axum::response::{IntoResponse, Response};
use domain::counting::{GradeName, Month, Rule, YEARS};
use domain::id::OrganisationId;
use domain::message::thousands;
use domain::policy::{Reach, UseCase, reach};
use domain::statistics::Work;
use maud::{Markup, html};
use strum::IntoEnumIterator;

use super::ledger::{grade, rule};
use crate::component::{drawing, pages, table_file};
use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

const SIZE: usize = 50;

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/statistics", UseCase::ReadLedger, show);
    routes.get("/staff/statistics.csv", UseCase::ReadLedger, csv);
    routes.get("/staff/statistics/rows", UseCase::ReadLedger, rows);
}

fn cut(fields: &Fields) -> Cut {
    Cut {
        year: fields.parse("year").filter(|year| YEARS.contains(year)),
        half: fields.parse("half").filter(|half| (1..=2).contains(half)),
        month: Month::parse(fields.text("month")),
        body: match fields.text("body") {
            "" => None,
            "none" => Some(None),
            id => id.parse().ok().map(Some),
        },
    }
}

/// A number that leads to the records behind it.
fn number(fields: &Fields, work: Work, value: i64, changed: &[(&str, &str)]) -> Markup {
    let rows =
        changed.iter().fold(fields.but("work", &work.to_string()), |f, (name, value)| f.but(name, value));
    html! { @if value == 0 { "0" } @else { a href={ "/staff/statistics/rows" (rows.query()) } { (thousands(value)) } } }
}

/// A number of results that leads to the claims behind it.
fn result(value: i64, standing: &str, of: &Fields) -> Markup {
    let rows = of.but("basis", "residents").but("class", "R1").but("standing", standing);
    html! { @if value == 0 { "0" } @else { a href={ "/staff/ledger/rows" (rows.query()) } { (thousands(value)) } } }
}

fn body_key(id: Option<OrganisationId>) -> String {
    id.map_or_else(|| "none".to_owned(), |id| id.to_string())
}

async fn show(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let fields = Fields(pairs);
    let told = match app::statistics::sheet(&visit.ctx, visit.app(), cut(&fields)).await {
        Ok(told) => told,
        Err(failed) => return error::page(&visit, &failed),
    };
    let title = visit.t("staff-statistics");
    let year = told.span.first.year();
    let body = html! {
        h1 { (title) }
        (stamp(&visit, &told))
        nav.pages aria-label=(visit.t("statistics-year")) { ul {
            li { a href={ "/staff/statistics" (fields.with("year", &(year - 1).to_string())) } { (year - 1) } }
            @if year < visit.ctx.today().year() { li { a href={ "/staff/statistics" (fields.with("year", &(year + 1).to_string())) } { (year + 1) } } }
            @if reach(visit.ctx.actor.role, UseCase::ReadReferral) != Reach::No {
                @for half in ["1", "2"] { li { a href={ "/staff/registers/half-year?year=" (year) "&half=" (half) } { (visit.t(&format!("half-{half}"))) } } }
            }
            @if !fields.text("body").is_empty() { li { a href={ "/staff/statistics" (fields.with("body", "")) } { (visit.t("statistics-every-body")) } } }
        } }
        @if told.bodies.is_empty() { p.notice { (visit.t("statistics-empty")) } }
        @else { (charts(&visit, &told)) (by_month(&visit, &fields, &told)) (by_body(&visit, &fields, &told)) }
        div.actions {
            a.button.second href={ "/staff/statistics.csv" (fields.query()) } { (visit.t("export-list")) }
            a.button.second href={ "/staff/statistics.csv?public=yes&year=" (year) } { (visit.t("statistics-public")) } " " (rule(&visit, Rule::Cr23))
        }
    };
    page::shell(&visit, &title, body).into_response()
}

fn stamp(visit: &Visit, told: &Sheet) -> Markup {
    html! {
        p.lead { (told.span.first) " ~ " (told.span.last) " · " (visit.t("as-of")) " " (visit.instant(told.as_of)) }
        p.small { (visit.t("statistics-note")) " " (visit.t("changes")) " " (thousands(told.seq)) }
    }
}

/// A line of a kind of work; each on a drawing of its own, for they are not one measure.
fn charts(visit: &Visit, told: &Sheet) -> Markup {
    let months: Vec<Month> = told.span.months();
    let now = Month::of(visit.ctx.today());
    let labels: Vec<String> = months.iter().map(ToString::to_string).collect();
    let labels: Vec<&str> = labels.iter().map(|label| &label[5..]).collect();
    html! { @if months.len() > 1 { div.charts { @for work in Work::iter() {
        @let values: Vec<Option<i64>> = months.iter().map(|m| (*m <= now).then(|| told.count(work, Some(*m), None))).collect();
        @if values.iter().flatten().any(|n| *n > 0) {
            @let name = visit.t(&format!("work-{work}"));
            @let description = visit.t("statistics-note");
            @let id = format!("work-{work}");
            figure { (drawing(app::chart::line(&app::Frame { id: &id, title: &name, description: &description }, &labels, &[app::chart::Series { name: &name, values: &values }]))) }
        }
    } } } }
}

fn head(visit: &Visit, first: &str) -> Markup {
    html! { thead { tr {
        th scope="col" { (visit.t(first)) }
        @for work in Work::iter() { th scope="col" { (visit.t(&format!("work-{work}"))) } }
        th scope="col" { (visit.t("class-R1")) " " (grade(visit, GradeName::Filled)) }
        th scope="col" { (visit.t("class-R1")) " " (grade(visit, GradeName::Claimed)) }
    } } }
}

fn by_month(visit: &Visit, fields: &Fields, told: &Sheet) -> Markup {
    let months = told.span.months().into_iter().filter(|month| {
        let (filled, claimed) = told.results(Some(*month), None);
        filled + claimed > 0 || Work::iter().any(|work| told.count(work, Some(*month), None) > 0)
    });
    let owner = match fields.text("body") {
        "none" => "",
        id => id,
    };
    html! { section { h2 { (visit.t("ledger-by-month")) } div.scroll tabindex="0" role="region" aria-label=(visit.t("statistics-month-caption")) { table {
        caption { (visit.t("statistics-month-caption")) }
        (head(visit, "ledger-month"))
        tbody { @for month in months { @let at = month.to_string(); tr {
            th scope="row" { (at) }
            @for work in Work::iter() { td { (number(fields, work, told.count(work, Some(month), None), &[("month", &at)])) } }
            @let (filled, claimed) = told.results(Some(month), None);
            @let of = Fields::default().but("month", &at).but("owner", owner);
            td { (result(filled, "confirmed", &of)) } td { (result(claimed, "claimed", &of)) }
        } } }
    } } } }
}

fn by_body(visit: &Visit, fields: &Fields, told: &Sheet) -> Markup {
    let year = told.span.first.year().to_string();
    html! { section { h2 { (visit.t("statistics-by-body")) } div.scroll tabindex="0" role="region" aria-label=(visit.t("statistics-body-caption")) { table {
        caption { (visit.t("statistics-body-caption")) }
        (head(visit, "organisation"))
        tbody { @for (id, name) in &told.bodies { @let key = body_key(*id); tr {
            th scope="row" { a href={ "/staff/statistics" (fields.with("body", &key)) } { @if id.is_none() { (visit.t("statistics-no-body")) } @else { (name) } } }
            @for work in Work::iter() { td { (number(fields, work, told.count(work, None, Some(*id)), &[("body", &key)])) } }
            @let (filled, claimed) = told.results(None, Some(*id));
            @let of = Fields::default().but("year", &year).but("owner", if id.is_some() { &key } else { "" });
            @if id.is_some() { td { (result(filled, "confirmed", &of)) } td { (result(claimed, "claimed", &of)) } }
            @else { td { (thousands(filled)) } td { (thousands(claimed)) } }
        } } }
    } } } }
}

async fn rows(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let fields = Fields(pairs);
    let Some(work) = fields.parse::<Work>("work") else { return error::page(&visit, &app::Error::NotFound) };
    let at = fields.parse("page").unwrap_or(1);
    let found = match app::statistics::rows(&visit.ctx, visit.app(), work, cut(&fields), at, SIZE).await {
        Ok(found) => found,
        Err(failed) => return error::page(&visit, &failed),
    };
    let title = visit.t(&format!("work-{work}"));
    let body = html! {
        h1 { (title) }
        p.lead { (visit.n("ledger-rows-n", found.total)) }
        @if found.items.is_empty() { p.notice { (visit.t("list-empty")) } }
        ul { @for row in &found.items { li { (row.on) " · " @let name = if row.number.is_empty() { title.as_str() } else { row.number.as_str() }; @if row.path.is_empty() { (name) } @else { a href=(row.path) { (name) } } } } }
        (pages(&visit, "/staff/statistics/rows", &fields, found.page, found.last()))
        p { a href={ "/staff/statistics" (fields.but("work", "").but("page", "").with("month", "")) } { (visit.t("staff-statistics")) } }
    };
    page::shell(&visit, &title, body).into_response()
}

/// One row a month. For the public small cells are empty, and so is whatever would tell them (CR-23).
async fn csv(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let fields = Fields(pairs);
    let mut out = String::from("\u{feff}month,registered,received,referred,interviewed,filled");
    if fields.ticked("public") {
        let told = match app::statistics::public(&visit.ctx, visit.app(), cut(&fields).year).await {
            Ok(told) => told,
            Err(failed) => return error::page(&visit, &failed),
        };
        out.push_str(",as_of,rule_set,digest\r\n");
        for (month, cells) in told.rows {
            let cells = cells.map(|cell| cell.map(|n| n.to_string()).unwrap_or_default());
            let (as_of, rule_set, digest) = (told.as_of, told.rule_set, &told.digest);
            out.push_str(&format!("{month},{},{as_of},{rule_set},{digest}\r\n", cells.join(",")));
        }
        return table_file("statistics-public.csv", out.into_bytes());
    }
    let told = match app::statistics::sheet(&visit.ctx, visit.app(), cut(&fields)).await {
        Ok(told) => told,
        Err(failed) => return error::page(&visit, &failed),
    };
    out.push_str(",claimed,as_of,changes\r\n");
    for month in told.span.months() {
        let cells: Vec<String> =
            Work::iter().map(|work| told.count(work, Some(month), None).to_string()).collect();
        let (filled, claimed) = told.results(Some(month), None);
        let line = format!("{month},{},{filled},{claimed},{},{}\r\n", cells.join(","), told.as_of, told.seq);
        out.push_str(&line);
    }
    table_file("statistics.csv", out.into_bytes())
}
