//! `/plan`: the plan for everybody. Target, confirmed, claimed, pledged and estimated stand apart under one instant and digest; the same
//! as open data with a schema, and as one printed page for the press.

mod portfolio;

use app::disclosure::{Disclosure, Line};
use axum::extract::Query;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::counting::{GradeName, YEARS};
use domain::message::thousands;
use domain::policy::UseCase;
use maud::{Markup, html};

use crate::component::table_file;
use crate::fields::Fields;
use crate::routes::Routes;
use crate::staff::{category, grade, grade_words, indicators, unit};
use crate::visit::Visit;
use crate::{error, page};

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/plan", UseCase::ReadPublic, show);
    routes.get("/plan.csv", UseCase::ReadPublic, csv);
    routes.get("/plan.json", UseCase::ReadPublic, json);
    routes.get("/plan/schema.json", UseCase::ReadPublic, schema);
    routes.get("/plan/projects", UseCase::ReadPublic, portfolio::show);
    routes.get("/plan/projects.csv", UseCase::ReadPublic, portfolio::csv);
    routes.get("/plan/projects.json", UseCase::ReadPublic, portfolio::json);
    routes.get("/plan/projects/schema.json", UseCase::ReadPublic, portfolio::schema);
    routes.get("/plan/press", UseCase::ReadPublic, press);
}

async fn told(visit: &Visit, pairs: Vec<(String, String)>) -> Result<Disclosure, Response> {
    let fields = Fields(pairs);
    let year = fields.parse("year").filter(|year| YEARS.contains(year));
    if !fields.text("year").is_empty() && year.is_none() {
        return Err(no_year(visit, fields.text("year")).await);
    }
    let told = app::disclosure::public(&visit.ctx, visit.app(), year).await;
    told.map_err(|failed| error::page(visit, &failed))
}

/// There is no such year, but there are others.
async fn no_year(visit: &Visit, typed: &str) -> Response {
    let years = match app::disclosure::years(&visit.ctx, visit.app()).await {
        Ok(years) => years,
        Err(failed) => return error::page(visit, &failed),
    };
    let title = visit.t("disclosure-no-year");
    let body = html! {
        h1 { (title) }
        p.notice { (visit.n("disclosure-no-year-why", typed)) }
        (year_links(visit, &years, None))
        p { a.button href="/plan" { (visit.t("disclosure-this-year")) } }
    };
    (StatusCode::NOT_FOUND, page::shell(visit, &title, body)).into_response()
}

/// The years of which there is something to read, and the one that is shown.
fn year_links(visit: &Visit, years: &[i16], shown: Option<i16>) -> Markup {
    let mut all: Vec<i16> = years.iter().copied().chain(shown).collect();
    all.sort_unstable();
    all.dedup();
    html! { nav.pages aria-label=(visit.t("plan-years")) { ul { @for one in all { li { a href={ "/plan?year=" (one) } aria-current=[(Some(one) == shown).then_some("page")] { (one) } } } } } }
}

/// A cell of a public table: a hidden one says so.
fn cell(visit: &Visit, value: Option<i64>, to: &str) -> Markup {
    html! { @match value {
        None => abbr title=(visit.t("disclosure-hidden")) { (visit.t("disclosure-hidden-mark")) },
        Some(0) => "0",
        Some(n) => a href=(to) { (thousands(n)) },
    } }
}

/// As of when, by which rules, from which rows (CR-21).
fn stamp(visit: &Visit, told: &Disclosure) -> Markup {
    html! { p.small { (visit.t("as-of")) " " (visit.instant(told.stamp.as_of)) " · " (visit.t("ledger-rule-set")) " " (told.stamp.rule_set) " · " (visit.t("ledger-digest")) " " code { (told.stamp.digest.get(..16).unwrap_or_default()) } " · " (visit.n("disclosure-least", told.least)) } }
}

async fn show(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let told = match told(&visit, pairs).await {
        Ok(told) => told,
        Err(answer) => return answer,
    };
    let years = match app::disclosure::years(&visit.ctx, visit.app()).await {
        Ok(years) => years,
        Err(failed) => return error::page(&visit, &failed),
    };
    let title = visit.n("disclosure-title", told.year.to_string());
    let year = told.year;
    let body = html! {
        h1 { (title) }
        p.lead { @match &told.plan { Some(plan) => { (plan.term) " (" (plan.from_year) "~" (plan.to_year) ") " (plan.vision) }, None => (visit.n("plan-none", year.to_string())) } }
        (stamp(&visit, &told))
        (year_links(&visit, &years, Some(year)))
        div.actions {
            a.button href={ "/plan/press?year=" (year) } { (visit.t("disclosure-press")) }
            a.button.second href={ "/plan.csv?year=" (year) } { "CSV" }
            a.button.second href={ "/plan.json?year=" (year) } { "JSON" }
            a.button.second href="/plan/schema.json" { (visit.t("disclosure-schema")) }
            a.button.second href="/plan/books" { (visit.t("plan-books")) }
        }
        (figures(&visit, &told))
        (two_bases(&visit, &told))
        (promised(&visit, &told))
        (said(&visit, &told))
        (measures(&visit, &told))
        @if !told.indicators.is_empty() { section id="indicators" { h2 { (visit.t("staff-indicators")) } p { (visit.t("indicators-note")) } } (indicators(&visit, &told.indicators)) }
    };
    page::shell(&visit, &title, body).into_response()
}

fn head(visit: &Visit, first: &str) -> Markup {
    html! { thead { tr { th scope="col" { (visit.t(first)) } th scope="col" { (visit.t("measure-unit")) } th scope="col" { (visit.t("measure-target-label")) } th scope="col" { (grade(visit, GradeName::Filled)) } th scope="col" { (grade(visit, GradeName::Claimed)) } } } }
}

fn cells(visit: &Visit, line: &Line, to: &str) -> Markup {
    html! {
        td { (unit(visit, line.unit)) }
        td data-label=(visit.t("measure-target-label")) { (cell(visit, Some(line.target), to)) }
        td data-label=(grade_words(visit, GradeName::Filled)) { (cell(visit, line.confirmed, to)) }
        td data-label=(grade_words(visit, GradeName::Claimed)) { (cell(visit, line.claimed, to)) }
    }
}

fn figures(visit: &Visit, told: &Disclosure) -> Markup {
    html! { section id="figures" {
        h2 { (visit.t("plan-by-category")) }
        p { (visit.t("disclosure-note")) }
        @if told.lines.is_empty() { p.notice { (visit.t("disclosure-empty")) } } @else {
            table.cards.tight {
                caption.same { (visit.t("plan-by-category")) }
                (head(visit, "measure-category-label"))
                tbody { @for line in &told.lines { @let code = line.category.as_deref().unwrap_or_default(); tr { th scope="row" { (category(visit, code, told.year)) } (cells(visit, line, &format!("#category-{code}"))) } } }
            }
            table.cards.tight {
                caption { (visit.t("disclosure-by-unit")) }
                (head(visit, "disclosure-all"))
                tbody { @for line in &told.wholes { tr { th scope="row" { (visit.n("plan-measures-n", line.measures)) } (cells(visit, line, "#measures")) } } }
            }
        }
    } }
}

/// The year's results on both bases by class, with what makes them differ; people are not added over classes.
fn two_bases(visit: &Visit, told: &Disclosure) -> Markup {
    html! { section id="bases" {
        h2 { (visit.t("disclosure-bases")) }
        p { (visit.t("disclosure-bases-note")) }
        @if told.bases.is_empty() { p { (visit.t("disclosure-bases-none")) } } @else { table.cards.tight {
            caption.same { (visit.t("disclosure-bases")) }
            thead { tr { th scope="col" { (visit.t("measure-class")) } th scope="col" { (visit.t("disclosure-units")) } th scope="col" { (visit.t("disclosure-repeated")) } th scope="col" { (visit.t("unit-persons")) } } }
            tbody { @for line in &told.bases { tr {
                th scope="row" { (line.class) " " (visit.t(&format!("class-{}", line.class))) }
                @for (label, n) in [("disclosure-units", line.units), ("disclosure-repeated", line.repeated), ("unit-persons", line.persons)] { td data-label=(visit.t(label)) { (cell(visit, n, &format!("/plan.csv?year={}", told.year))) } }
            } } }
        } }
    } }
}

fn promised(visit: &Visit, told: &Disclosure) -> Markup {
    let jobs: i64 = told.pledged.iter().filter_map(|one| one.jobs).sum();
    html! { section id="pledged" {
        h2 { (grade(visit, GradeName::Pledged)) " " a href="#pledged" { (visit.n("disclosure-jobs-n", jobs)) } }
        p { (visit.t("disclosure-pledged-note")) }
        @if told.pledged.is_empty() { p { (visit.t("disclosure-pledged-none")) } } @else { table.cards.tight {
            caption { (visit.t("grade-pledged")) }
            thead { tr { th scope="col" { (visit.t("disclosure-by")) } th scope="col" { (visit.t("disclosure-jobs")) } th scope="col" { (visit.t("disclosure-on")) } th scope="col" { (visit.t("indicator-source")) } } }
            tbody { @for one in &told.pledged { tr { th scope="row" { (one.by) } td { @match one.jobs { Some(jobs) => (visit.n("disclosure-jobs-n", jobs)), None => (visit.t("disclosure-clause")) } } td data-label=(visit.t("disclosure-on")) { (one.on) } td data-label=(visit.t("indicator-source")) { (one.source) } } } }
        } }
    } }
}

fn said(visit: &Visit, told: &Disclosure) -> Markup {
    html! { section id="estimated" {
        h2 { (grade(visit, GradeName::Estimated)) }
        p { (visit.t("disclosure-estimated-note")) " " a href="/plan/projects" { (visit.t("disclosure-projects")) } }
        @if told.estimated.is_empty() { p { (visit.t("disclosure-estimated-none")) } } @else { details { summary { (visit.n("disclosure-estimates-n", told.estimated.len())) } table.cards.tight {
            caption { (visit.t("grade-estimated")) }
            thead { tr { th scope="col" { (visit.t("disclosure-project")) } th scope="col" { (visit.t("indicator-source")) } th scope="col" { (visit.t("disclosure-estimate")) } } }
            tbody { @for one in &told.estimated { tr { th scope="row" { (one.project) } td data-label=(visit.t("indicator-source")) { (one.source) } td data-label=(visit.t("disclosure-estimate")) { @if one.persons { (visit.n("disclosure-persons-n", one.value)) } @else { (visit.n("won-n", one.value)) } } } } }
        } } }
    } }
}

fn measures(visit: &Visit, told: &Disclosure) -> Markup {
    let mut codes: Vec<&str> = Vec::new();
    for line in &told.lines {
        let code = line.category.as_deref().unwrap_or_default();
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    html! { @if !codes.is_empty() { section id="measures" {
        h2 { (visit.t("plan-measures")) }
        // Folded away: there may be a hundred. A link to what is inside unfolds it.
        @for code in codes { @let of = told.measures.iter().filter(|one| one.category == code); details { summary { (category(visit, code, told.year)) " · " (visit.n("plan-measures-n", of.clone().count())) } table.cards.tight id={ "category-" (code) } {
            caption { (category(visit, code, told.year)) }
            thead { tr { th scope="col" { (visit.t("measure-noun")) } th scope="col" { (visit.t("organisation")) } th scope="col" { (visit.t("measure-target-label")) } th scope="col" { (visit.t("measure-budget-label")) } th scope="col" { (visit.t("measure-basis-label")) } } }
            tbody { @for one in of { tr {
                th scope="row" { (one.name) } td data-label=(visit.t("organisation")) { (one.owner) }
                td { (visit.n("plan-target-n", one.target)) " " (unit(visit, one.unit)) @if one.first_target != one.target { " (" (visit.n("disclosure-first", one.first_target)) ")" } }
                td data-label=(visit.t("measure-budget-label")) { (visit.n("won-n", one.budget_won)) } td data-label=(visit.t("measure-basis-label")) { (one.basis) }
            } } }
        } } }
    } } }
}

/// One printed page with the figures and the words that go with them, so that what is printed elsewhere is what stands here.
async fn press(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let told = match told(&visit, pairs).await {
        Ok(told) => told,
        Err(answer) => return answer,
    };
    let title = visit.n("disclosure-press-title", told.year.to_string());
    let jobs: i64 = told.pledged.iter().filter_map(|one| one.jobs).sum();
    let body = html! {
        h1 { (title) }
        p.lead { (visit.app().city.name_ko()) " · " (visit.t("as-of")) " " (visit.instant(told.stamp.as_of)) }
        ul {
            @for line in &told.wholes { li {
                (unit(&visit, line.unit)) ": " (visit.n("plan-target-n", line.target)) " · "
                (grade(&visit, GradeName::Filled)) " " (cell(&visit, line.confirmed, "/plan#figures")) " · "
                (grade(&visit, GradeName::Claimed)) " " (cell(&visit, line.claimed, "/plan#figures"))
            } }
            li { (visit.t("class-R1")) " " (grade(&visit, GradeName::Filled)) " " (visit.t("unit-persons")) " " (cell(&visit, told.hires.persons, "/plan#bases")) }
            li { (grade(&visit, GradeName::Pledged)) " " a href="/plan#pledged" { (visit.n("disclosure-jobs-n", jobs)) } }
            li { (grade(&visit, GradeName::Estimated)) " " a href="/plan#estimated" { (visit.n("disclosure-estimates-n", told.estimated.len())) } }
        }
        h2 { (visit.t("disclosure-words")) }
        ul { @for word in ["disclosure-note", "disclosure-pledged-note", "disclosure-estimated-note", "disclosure-hidden"] { li { (visit.t(word)) } } }
        (stamp(&visit, &told))
        p.small { code { (told.stamp.digest) } }
        p { (visit.app().city.phone()) " · " a href={ "/plan?year=" (told.year) } { "/plan" } }
    };
    page::shell(&visit, &title, body).into_response()
}

async fn csv(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    match told(&visit, pairs).await {
        Ok(told) => table_file("plan.csv", app::disclosure::csv(visit.app(), &told, visit.lang)),
        Err(answer) => answer,
    }
}

async fn json(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    match told(&visit, pairs).await {
        Ok(told) => as_json(&app::disclosure::json(visit.app(), &told)),
        Err(answer) => answer,
    }
}

async fn schema() -> Response {
    as_json(&app::disclosure::schema())
}

pub(super) fn as_json(value: &serde_json::Value) -> Response {
    let headers =
        [(header::CONTENT_TYPE, "application/json; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];
    (headers, value.to_string()).into_response()
}
