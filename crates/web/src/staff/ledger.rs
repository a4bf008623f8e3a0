//! `/staff/ledger`: the figures of the ledger by grade, each beside its rules; the rows behind a number; what
//! was excluded; closing a month; the centre's statistics.

mod close;
mod rows;

use app::ledger::{Cut, Statement};
use axum::extract::Query;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use domain::counting::{Basis, Class, GradeName, Line, Rule};
use domain::message::thousands;
use domain::placement::RETENTION_MONTHS;
use domain::policy::{Reach, UseCase, reach};
use maud::{Markup, html};

use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/ledger", UseCase::ReadLedger, show);
    routes.get("/staff/ledger.csv", UseCase::ReadLedger, csv);
    routes.get("/staff/ledger/rows", UseCase::ReadLedger, rows::rows);
    routes.get("/staff/ledger/exclusions", UseCase::ReadLedger, rows::exclusions);
    routes.get("/staff/ledger/months", UseCase::ReadLedger, close::list);
    routes.post("/staff/ledger/months", UseCase::CloseMonth, close::close);
    routes.get("/staff/statistics", UseCase::ReadLedger, statistics);
}

/// The cut that an address asks for.
pub(super) fn cut(fields: &Fields) -> Cut {
    Cut {
        year: fields.parse("year").filter(|year| (1900..=9999).contains(year)),
        month: domain::counting::Month::parse(fields.text("month")),
        basis: match fields.text("basis") {
            "residents" => Basis::Residents,
            "workplaces" => Basis::Workplaces,
            _ => Basis::Everyone,
        },
        owner: fields.parse("owner"),
        how: fields.parse("how"),
        class: fields.parse("class"),
        standing: match fields.text("standing") {
            "confirmed" => Some(domain::counting::Standing::Confirmed),
            "claimed" => Some(domain::counting::Standing::Claimed),
            _ => None,
        },
    }
}

async fn show(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let fields = Fields(pairs);
    let told = match app::ledger::figures(&visit.ctx, visit.app(), &cut(&fields)).await {
        Ok(told) => told,
        Err(failed) => return error::page(&visit, &failed),
    };
    let title = visit.t("staff-ledger");
    let may_claim = reach(visit.ctx.actor.role, UseCase::WritePlacement) != Reach::No;
    let body = html! {
        h1 { (title) }
        (stamp(&visit, &told))
        nav.narrow aria-label=(visit.t("ledger-basis")) { p {
            @for basis in ["everyone", "residents", "workplaces"] {
                a href={ "/staff/ledger" (fields.with("basis", basis)) } aria-current=[(fields.text("basis") == basis).then_some("true")] { (visit.t(&format!("ledger-basis-{basis}"))) } " · "
            }
            @let year = told.span.0.year();
            a href={ "/staff/ledger" (fields.with("year", &(year - 1).to_string())) } { (year - 1) } " · "
            a href={ "/staff/ledger" (fields.with("year", &(year + 1).to_string())) } { (year + 1) }
        } }
        @if may_claim { div.actions { a.button href="/staff/placements/new" { (visit.t("placement-new")) } } }
        @for (class, line) in &told.total.classes { (class_section(&visit, &fields, *class, line)) }
        @if told.total.classes.is_empty() { p.notice { (visit.t("ledger-empty")) } }
        (exclusions(&visit, &fields, &told))
        (by_month(&visit, &fields, &told))
        (by_owner(&visit, &fields, &told))
        div.actions {
            a.button.second href={ "/staff/ledger.csv" (fields.with("page", "")) } { (visit.t("export-list")) }
            a.button.second href="/staff/ledger/months" { (visit.t("ledger-months")) }
        }
    };
    page::shell(&visit, &title, body).into_response()
}

/// As of when, by which rules, from which rows (CR-21).
fn stamp(visit: &Visit, told: &Statement) -> Markup {
    html! {
        p.lead { (told.span.0) " ~ " (told.span.1) " · " (visit.t("as-of")) " " (visit.instant(told.as_of)) }
        p.small { (visit.t("ledger-rule-set")) " " (told.rule_set) " · " (visit.t("changes")) " " (thousands(told.seq)) " · " (visit.t("ledger-digest")) " " code { (told.digest.get(..16).unwrap_or_default()) } " " (rule(visit, Rule::Cr21)) }
    }
}

/// A rule's id with its sentence behind it.
pub(super) fn rule(visit: &Visit, rule: Rule) -> Markup {
    html! { abbr title=(visit.say(&rule.sentence())) { (rule) } }
}

/// A grade as its own word, mark and colour; never colour alone.
pub(super) fn grade(visit: &Visit, grade: GradeName) -> Markup {
    let mark = match grade {
        GradeName::Estimated => "≈",
        GradeName::Pledged => "◇",
        GradeName::Open => "○",
        GradeName::Filled => "●",
        GradeName::Claimed => "◐",
        GradeName::Retained => "◆",
    };
    html! { span class={ "grade grade-" (grade) } { span aria-hidden="true" { (mark) } " " (visit.t(&format!("grade-{grade}"))) } }
}

fn class_section(visit: &Visit, fields: &Fields, class: Class, line: &Line) -> Markup {
    let link = |standing: &str| {
        let by_class = Fields([fields.0.clone(), vec![("class".into(), class.to_string())]].concat());
        format!("/staff/ledger/rows{}", by_class.with("standing", standing))
    };
    html! {
        section {
            h2 { (class) " " (visit.t(&format!("class-{class}"))) " " (rule(visit, Rule::Cr08)) }
            div.scroll { table {
                caption { (visit.t("ledger-by-grade")) }
                thead { tr { th scope="col" { (visit.t("ledger-grade")) } th scope="col" { (visit.t("unit-events")) } th scope="col" { (visit.t("unit-persons")) } th scope="col" { (visit.t("ledger-rules")) } } }
                tbody {
                    tr { th scope="row" { (grade(visit, GradeName::Filled)) } td { a href=(link("confirmed")) { (thousands(line.filled.value())) } } td { (thousands(line.filled_persons.value())) } td { (rule(visit, Rule::Cr01)) " " (rule(visit, Rule::Cr03)) " " (rule(visit, Rule::Cr06)) } }
                    tr { th scope="row" { (grade(visit, GradeName::Claimed)) } td { a href=(link("claimed")) { (thousands(line.claimed.value())) } } td { (thousands(line.claimed_persons.value())) } td { (rule(visit, Rule::Cr06)) } }
                }
            } }
            div.scroll { table {
                caption { (grade(visit, GradeName::Retained)) " " (rule(visit, Rule::Cr22)) }
                thead { tr { th scope="col" { (visit.t("ledger-months-after")) } th scope="col" { (visit.t("ledger-due")) } th scope="col" { (visit.t("ledger-asked")) } th scope="col" { (visit.t("grade-retained")) } } }
                tbody { @for (months, kept) in RETENTION_MONTHS.iter().zip(line.kept) { tr {
                    th scope="row" { (months) } td { (thousands(kept.due.value())) } td { (thousands(kept.asked.value())) } td { (thousands(kept.kept.value())) }
                } } }
            } }
            p.small {
                (visit.t("ledger-fixed-term")) " " (thousands(line.fixed_term.value())) " " (rule(visit, Rule::Cr08)) " · "
                (visit.t("ledger-short-week")) " " (thousands(line.short_week.value())) " " (rule(visit, Rule::Cr09)) " · "
                (visit.t("ledger-full-time")) " " (line.full_time().shown()) " " (rule(visit, Rule::Cr09))
                @if class == Class::R8 { " · " (visit.t("unit-person_days")) " " (thousands(line.days.value())) " " (rule(visit, Rule::Cr12)) }
            }
        }
    }
}

fn exclusions(visit: &Visit, fields: &Fields, told: &Statement) -> Markup {
    html! {
        section {
            h2 { (visit.t("ledger-excluded")) }
            @if told.excluded.is_empty() { p { (visit.t("ledger-excluded-none")) } }
            ul { @for (by, count) in &told.excluded { li {
                a href={ "/staff/ledger/exclusions" (fields.with("rule", &by.to_string())) } { (by) " · " (thousands(*count as i64)) }
                " " (visit.say(&by.sentence()))
            } } }
        }
    }
}

fn by_month(visit: &Visit, fields: &Fields, told: &Statement) -> Markup {
    html! {
        section {
            h2 { (visit.t("ledger-by-month")) " " (rule(visit, Rule::Cr02)) }
            div.scroll { table {
                caption { (visit.t("class-R1")) }
                thead { tr { th scope="col" { (visit.t("ledger-month")) } th scope="col" { (grade(visit, GradeName::Filled)) } th scope="col" { (grade(visit, GradeName::Claimed)) } } }
                tbody { @for (month, figures) in &told.months { @let line = figures.class(Class::R1); tr {
                    th scope="row" { a href={ "/staff/ledger" (fields.with("month", &month.to_string())) } { (month) } }
                    td { (thousands(line.filled.value())) } td { (thousands(line.claimed.value())) }
                } } }
            } }
        }
    }
}

fn by_owner(visit: &Visit, fields: &Fields, told: &Statement) -> Markup {
    html! {
        section {
            h2 { (visit.t("ledger-by-owner")) " " (rule(visit, Rule::Cr01)) }
            p { (visit.t("ledger-contributed-note")) }
            div.scroll { table {
                caption { (visit.t("class-R1")) }
                thead { tr { th scope="col" { (visit.t("organisation")) } th scope="col" { (grade(visit, GradeName::Filled)) } th scope="col" { (grade(visit, GradeName::Claimed)) } th scope="col" { (visit.t("ledger-contributed")) } } }
                tbody { @for owner in &told.owners { @let line = owner.figures.class(Class::R1); tr {
                    th scope="row" { @if let Some(id) = owner.id { a href={ "/staff/ledger" (fields.with("owner", &id.to_string())) } { (owner.name) } } @else { (visit.t("ledger-no-owner")) } }
                    td { (thousands(line.filled.value())) } td { (thousands(line.claimed.value())) } td { (thousands(owner.contributed.0)) }
                } } }
            } }
        }
    }
}

/// What is seen, for a spreadsheet: one figure a row, with its grade, unit and rules.
async fn csv(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let told = match app::ledger::figures(&visit.ctx, visit.app(), &cut(&Fields(pairs))).await {
        Ok(told) => told,
        Err(failed) => return error::page(&visit, &failed),
    };
    let mut out = String::from("\u{feff}month,class,grade,unit,value,as_of,rule_set,digest\r\n");
    for (month, figures) in &told.months {
        for (class, line) in &figures.classes {
            let cells = [
                (line.filled.grade(), line.filled.unit(), line.filled.value()),
                (line.filled_persons.grade(), line.filled_persons.unit(), line.filled_persons.value()),
                (line.claimed.grade(), line.claimed.unit(), line.claimed.value()),
                (line.claimed_persons.grade(), line.claimed_persons.unit(), line.claimed_persons.value()),
            ];
            for (grade, unit, value) in cells {
                out.push_str(&format!(
                    "{month},{class},{grade},{unit},{value},{},{},{}\r\n",
                    told.as_of, told.rule_set, told.digest
                ));
            }
        }
    }
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"ledger.csv\""),
    ];
    (headers, out).into_response()
}

/// What the centre did, as a by-product of the ledger: by way and month.
async fn statistics(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let fields = Fields(pairs);
    let told = match app::ledger::figures(&visit.ctx, visit.app(), &cut(&fields)).await {
        Ok(told) => told,
        Err(failed) => return error::page(&visit, &failed),
    };
    let title = visit.t("staff-statistics");
    let body = html! {
        h1 { (title) }
        (stamp(&visit, &told))
        div.scroll { table {
            caption { (visit.t("ledger-by-way")) }
            thead { tr { th scope="col" { (visit.t("placement-how")) } th scope="col" { (grade(&visit, GradeName::Filled)) } th scope="col" { (grade(&visit, GradeName::Claimed)) } } }
            tbody { @for (how, figures) in &told.ways { @let line = figures.class(Class::R1); tr {
                th scope="row" { (visit.t(&format!("how-{how}"))) } td { a href={ "/staff/ledger/rows" (fields.with("how", &how.to_string())) } { (thousands(line.filled.value())) } } td { (thousands(line.claimed.value())) }
            } } }
        } }
        (by_month(&visit, &fields, &told))
    };
    page::shell(&visit, &title, body).into_response()
}
