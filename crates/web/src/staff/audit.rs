//! `/staff/audit`: from any number to its evidence, rule, hand and time, with what was left out; a published digest held against
//! the rows; and all of it as a file.

use app::audit::{By, Line, Sheet, Wanted};
use axum::extract::Query;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::counting::{GradeName, Month, Rule, Standing, YEARS};
use domain::message::{Message, thousands};
use domain::placement::Evidence;
use domain::policy::UseCase;
use maud::{Markup, html};

use super::ledger::{cut, grade, names_nothing, rule};
use crate::component::{Form, input, pages, select, table_file};
use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

const SIZE: usize = 50;
/// Shortest beginning of a digest that says anything.
const DIGEST: usize = 8;

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/audit", UseCase::ReadAudit, show);
    routes.get("/staff/audit.csv", UseCase::ReadAudit, csv);
    routes.get("/staff/audit.xlsx", UseCase::ReadAudit, xlsx);
}

fn wanted(fields: &Fields) -> Option<Wanted> {
    let measure = fields.parse("measure");
    let wrong = names_nothing(fields) || (!fields.text("measure").is_empty() && measure.is_none());
    (!wrong).then(|| Wanted { cut: cut(fields), measure })
}

/// The field that names a time that there is not, and what is said of it.
fn names_no_time(fields: &Fields) -> Option<(&'static str, Message)> {
    let (month, year) = (fields.text("month"), fields.text("year"));
    if !month.is_empty() && Month::parse(month).is_none() {
        return Some(("month", Message::new("month-unreadable")));
    }
    let known = fields.parse::<i16>("year").is_some_and(|year| YEARS.contains(&year));
    (!year.is_empty() && !known).then(|| ("year", Message::new("plan-year-unreadable").with("text", year)))
}

async fn show(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let fields = Fields(pairs);
    if names_no_time(&fields).is_some() {
        return no_time(&visit, &fields).await;
    }
    let Some(wanted) = wanted(&fields) else { return error::page(&visit, &app::Error::NotFound) };
    let at = fields.parse("page").unwrap_or(1);
    let sheet = match app::audit::sheet(&visit.ctx, visit.app(), &wanted, at, SIZE).await {
        Ok(sheet) => sheet,
        Err(failed) => return error::page(&visit, &failed),
    };
    let bodies = match app::organisation::tree(&visit.ctx, visit.app()).await {
        Ok(tree) => super::organisation::options(&tree),
        Err(failed) => return error::page(&visit, &failed),
    };
    let title = visit.t("staff-audit");
    let file = fields.but("page", "").with("digest", "");
    let body = html! {
        h1 { (title) }
        p.lead { @if let Some(measure) = &sheet.measure { a href={ "/staff/measures/" (measure.id) } { (measure.content.name) } " (" (measure.year) ") · " } (visit.n("ledger-rows-n", sheet.rows.total)) " · " (visit.t("as-of")) " " (visit.instant(sheet.stamp.as_of)) }
        p.small { (visit.t("ledger-rule-set")) " " (sheet.stamp.rule_set) " · " (visit.t("changes")) " " (thousands(sheet.stamp.seq)) " · " (visit.t("ledger-digest")) " " code { (sheet.stamp.digest) } " " (rule(&visit, Rule::Cr21)) }
        p { a href="/staff/audit/fairness" { (visit.t("fairness")) } }
        (compared(&visit, &fields, &sheet))
        (asking(&visit, &Form::new(&fields), &bodies))
        (by_class(&visit, &fields, &sheet))
        section id="rows" {
            h2 { (visit.t("audit-rows")) " " (sheet.rows.total) }
            (table(&visit, "audit-rows", &sheet.rows.items))
            (pages(&visit, "/staff/audit", &fields, sheet.rows.page, sheet.rows.last()))
        }
        section id="excluded" {
            h2 { (visit.t("ledger-excluded")) " " (sheet.excluded.total) }
            @if sheet.excluded.last() > 1 { p { (visit.n("audit-excluded-first", sheet.excluded.items.len())) } }
            @if sheet.excluded.items.is_empty() { p { (visit.t("ledger-excluded-none")) } } @else { (table(&visit, "ledger-excluded", &sheet.excluded.items)) }
        }
        div.actions {
            a.button href={ "/staff/audit.xlsx" (file) } { (visit.t("audit-xlsx")) }
            a.button.second href={ "/staff/audit.csv" (file) } { (visit.t("export-list")) }
            a.button.second href="/staff/ledger/rules" { (visit.t("ledger-all-rules")) }
        }
    };
    page::shell(&visit, &title, body).into_response()
}

/// What was typed is no month or year: said at the field, with the rest of what was asked for.
async fn no_time(visit: &Visit, fields: &Fields) -> Response {
    let bodies = match app::organisation::tree(&visit.ctx, visit.app()).await {
        Ok(tree) => super::organisation::options(&tree),
        Err(failed) => return error::page(visit, &failed),
    };
    let wrong = names_no_time(fields).map(|(field, why)| (field.to_owned(), visit.say(&why)));
    let form = Form::wrong(fields, wrong.into_iter().collect());
    form.page(visit, &visit.t("staff-audit"), &asking(visit, &form, &bodies))
}

/// A digest that somebody read in a published figure: the same rows, or others.
fn compared(visit: &Visit, fields: &Fields, sheet: &Sheet) -> Markup {
    let typed = fields.text("digest").to_lowercase();
    html! { @if !typed.is_empty() {
        @let same = typed.len() >= DIGEST && sheet.stamp.digest.starts_with(&typed);
        p.notice { (visit.t(if typed.len() < DIGEST { "audit-digest-short" } else if same { "audit-digest-same" } else { "audit-digest-other" })) }
    } }
}

/// Which number: the same words as in the ledger's addresses.
fn asking(visit: &Visit, form: &Form<'_>, bodies: &[(String, String)]) -> Markup {
    let standings = ["confirmed", "claimed"].map(|one| {
        (one.to_owned(), visit.t(if one == "confirmed" { "grade-filled" } else { "grade-claimed" }))
    });
    let bases = ["residents", "workplaces", "everyone"]
        .map(|basis| (basis.to_owned(), visit.t(&format!("ledger-basis-{basis}"))));
    html! { details open[form.fields.0.is_empty() || !form.errors.is_empty()] { summary { (visit.t("audit-ask")) }
        form.narrow method="get" action="/staff/audit" {
            (input(visit, form, "year", "measure-year-label", "number", ""))
            (input(visit, form, "month", "ledger-month", "text", "audit-month-hint"))
            (select(visit, form, "basis", "ledger-basis", &bases))
            (select(visit, form, "owner", "organisation", bodies))
            (select(visit, form, "standing", "ledger-grade", &standings))
            (input(visit, form, "digest", "ledger-digest", "text", "audit-digest-hint"))
            button { (visit.t("audit-look")) }
        }
    } }
}

fn by_class(visit: &Visit, fields: &Fields, sheet: &Sheet) -> Markup {
    let Some(told) = &sheet.told else { return html! {} };
    let to = |class: &str, standing: &str| {
        format!("/staff/audit{}", fields.but("page", "").but("class", class).with("standing", standing))
    };
    html! { @if !told.total.classes.is_empty() { section {
        h2 { (visit.t("audit-figures")) }
        div.scroll tabindex="0" role="region" aria-label=(visit.t("audit-figures")) { table {
            caption.same { (visit.t("audit-figures")) }
            thead { tr { th scope="col" { (visit.t("measure-class")) } th scope="col" { (grade(visit, GradeName::Filled)) } th scope="col" { (visit.t("unit-persons")) } th scope="col" { (grade(visit, GradeName::Claimed)) } } }
            tbody { @for (class, line) in &told.total.classes { @let name = class.to_string(); tr {
                th scope="row" { (class) " " (visit.t(&format!("class-{class}"))) }
                @for (n, standing) in [(line.filled.value(), "confirmed"), (line.filled_persons.value(), "confirmed"), (line.claimed.value(), "claimed")] { td { @if n == 0 { "0" } @else { a href=(to(&name, standing)) { (thousands(n)) } } } }
            } } }
        } }
    } } }
}

fn table(visit: &Visit, caption: &str, lines: &[Line]) -> Markup {
    html! { @if lines.is_empty() { p.notice { (visit.t("list-empty")) } } @else { div.scroll tabindex="0" role="region" aria-label=(visit.t(caption)) { table {
        caption { (visit.t(caption)) }
        thead { tr { th scope="col" { (visit.t("placement-start")) } th scope="col" { (visit.t("ledger-grade")) } th scope="col" { (visit.t("organisation")) } th scope="col" { (visit.t("audit-evidence")) } th scope="col" { (visit.t("audit-entered")) } th scope="col" { (visit.t("ledger-rules")) } } }
        tbody { @for line in lines { tr {
            th scope="row" { a href={ "/staff/placements/" (line.id) } { (line.start) } }
            td { (line.class) " " @match line.standing { Some(Standing::Confirmed) => (grade(visit, GradeName::Filled)), Some(Standing::Claimed) => (grade(visit, GradeName::Claimed)), None => (visit.t("audit-not-counted")) } }
            td { (line.owner) @if !line.helpers.is_empty() { " (" (visit.t("ledger-contributed")) " " (line.helpers.join(", ")) ")" } }
            td { @for (piece, by) in &line.evidence { div { (piece.grade) " " (visit.t(&format!("evidence-{}", piece.kind))) " " (piece.on) " · " (recorded(visit, piece, by)) } } }
            td { (visit.instant(line.entered.0)) @if !line.entered.1.is_empty() { " · " (line.entered.1) } }
            td { @if let Some(by) = line.rule() { (rule(visit, by)) " " @if line.self_keyed { (visit.t("audit-self-keyed")) } @else { (visit.say(&by.sentence())) } } }
        } } }
    } } } }
}

/// Who confirmed by a piece of evidence, as what and when, for every grade.
fn recorded(visit: &Visit, piece: &Evidence, by: &By) -> Markup {
    html! {
        @if by.name.is_empty() { (visit.t(&format!("audit-by-{}", app::audit::nobody(piece)))) }
        @else { (by.name) @if let Some(role) = by.role { " (" (visit.t(&format!("role-{role}"))) ")" } }
        @if let Some(at) = piece.at { " " (visit.instant(at)) }
    }
}

async fn whole(visit: &Visit, pairs: Vec<(String, String)>) -> Result<Sheet, Response> {
    let fields = Fields(pairs);
    if names_no_time(&fields).is_some() {
        return Err(no_time(visit, &fields).await);
    }
    let Some(wanted) = wanted(&fields) else {
        return Err(error::page(visit, &app::Error::NotFound));
    };
    let sheet = app::audit::whole(&visit.ctx, visit.app(), &wanted).await;
    sheet.map_err(|failed| error::page(visit, &failed))
}

async fn csv(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    match whole(&visit, pairs).await {
        Ok(sheet) => table_file("audit.csv", app::audit::csv(&sheet)),
        Err(answer) => answer,
    }
}

async fn xlsx(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let sheet = match whole(&visit, pairs).await {
        Ok(sheet) => sheet,
        Err(answer) => return answer,
    };
    match app::audit::workbook(&sheet) {
        Ok(bytes) => {
            let headers = [
                (header::CONTENT_TYPE, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
                (header::CONTENT_DISPOSITION, "attachment; filename=\"audit.xlsx\""),
                (header::CACHE_CONTROL, "no-store"),
            ];
            (headers, bytes).into_response()
        }
        Err(why) => error::page(&visit, &app::Error::Conflict(why)),
    }
}
