//! `/staff/measures`: one measure as its sheet, with target and result by quarter, versions of the target, the reason for a
//! shortfall, and the rows behind every figure.

mod form;
mod table;

use app::measure::{Grade, Row, View};
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Response};
use domain::comment::Subject;
use domain::counting::GradeName;
use domain::id::MeasureId;
use domain::measure::{Measure, Query as Ask, Unit};
use domain::message::thousands;
use domain::placement::RETENTION_MONTHS;
use domain::policy::{Relation, UseCase, authorise};
use domain::project::FundSource;
use domain::term_plan::State;
use maud::{Markup, html};
use strum::IntoEnumIterator;

use super::ledger::grade;
use super::ledger::rows::table as claims;
use super::term_plan::{category, may_write, stamp};
use crate::component::{Form, area, drawing, input, pages, sent};
use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

const SIZE: usize = 50;

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/measures/new", UseCase::WritePlan, form::new);
    routes.post("/staff/measures/new", UseCase::WritePlan, form::create);
    routes.get("/staff/measures/import", UseCase::WritePlan, table::ask);
    routes.post("/staff/measures/import", UseCase::WritePlan, table::take_in);
    routes.get("/staff/measures/{id}", UseCase::ReadPlan, show);
    routes.get("/staff/measures/{id}/rows", UseCase::ReadPlan, rows);
    routes.get("/staff/measures/{id}/edit", UseCase::WritePlan, form::edit);
    routes.post("/staff/measures/{id}/edit", UseCase::WritePlan, form::update);
    routes.post("/staff/measures/{id}/target", UseCase::WritePlan, revise);
    routes.post("/staff/measures/{id}/shortfall", UseCase::WriteSubmission, explain);
}

/// A number of a measure that leads to its rows.
pub(super) fn number(id: MeasureId, grade: &str, quarter: Option<usize>, value: i64) -> Markup {
    let quarter = quarter.map(|quarter| format!("&quarter={quarter}")).unwrap_or_default();
    html! { @if value == 0 { "0" } @else { a href={ "/staff/measures/" (id) "/rows?grade=" (grade) (quarter) } { (thousands(value)) } } }
}

/// A unit as its own word.
pub(crate) fn unit(visit: &Visit, unit: Unit) -> String {
    visit.t(&format!("measure-unit-{unit}"))
}

/// Tenths of a percent as they are read.
pub(super) fn share(tenths: Option<i64>) -> String {
    tenths.map_or_else(|| "–".to_owned(), |tenths| format!("{}.{} %", tenths / 10, tenths % 10))
}

async fn seen(visit: &Visit, id: &str) -> Result<View, app::Error> {
    let id = id.parse::<MeasureId>().map_err(|_| app::Error::NotFound)?;
    app::measure::get(&visit.ctx, visit.app(), id).await
}

async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match seen(&visit, &id).await {
        Ok(view) => of_view(&visit, &view, &Form::new(&Fields::default())).await,
        Err(failed) => error::page(&visit, &failed),
    }
}

async fn of_view(visit: &Visit, view: &View, form: &Form<'_>) -> Response {
    let (line, plan) = (&view.line, &view.plan);
    let measure = &line.measure;
    let open = !matches!(plan.state, State::Archived { .. });
    let short = line.falls_short(visit.ctx.today());
    let rest = html! {
        p.lead { (measure.year) " · " (line.owner) " · " (visit.n("plan-target-n", measure.year_target())) " " (unit(visit, measure.content.query.unit)) " · " (grade(visit, GradeName::Filled)) " " (number(measure.id, "confirmed", None, line.year.confirmed)) " (" (share(line.achieved())) ") · " (visit.t("as-of")) " " (visit.instant(view.stamp.as_of)) }
        (stamp(visit, &view.stamp))
        @if short { p.notice { (visit.n("measure-short-n", line.due_by(visit.ctx.today()))) } }
        @if may_write(visit) && open { div.actions {
            a.button href={ "/staff/measures/" (measure.id) "/edit" } { (visit.t("edit")) }
            a.button.second href="#revise" { (visit.t("measure-revise")) }
        } }
        (reached(visit, view))
        (sheet(visit, view))
        (versions(visit, measure))
        (shortfall(visit, measure, form))
        @if may_write(visit) && open { (revising(visit, measure, form)) }
        p { a href={ "/staff/plan?year=" (measure.year) } { (visit.t("staff-plan")) } }
        (crate::comment::section(visit, Subject::Measure, measure.id).await)
    };
    form.page(visit, &measure.content.name, &rest)
}

/// Target and confirmed by quarter: a drawing of what is confirmed against the target, and the table behind it. What is only
/// claimed stands in a column of its own and on no axis.
fn reached(visit: &Visit, view: &View) -> Markup {
    let (line, id) = (&view.line, view.line.measure.id);
    let of = unit(visit, line.measure.content.query.unit);
    let names: Vec<String> = (1..=4).map(|quarter| visit.n("measure-quarter-n", quarter)).collect();
    let whole = visit.t("measure-whole-year");
    let mut gauges: Vec<app::chart::Gauge<'_>> = names
        .iter()
        .zip(line.quarters.iter().zip(line.measure.target))
        .map(|(label, (reached, target))| app::chart::Gauge { label, value: reached.confirmed, target })
        .collect();
    let year = line.measure.year_target();
    gauges.push(app::chart::Gauge { label: &whole, value: line.year.confirmed, target: year });
    let title = visit.t("measure-chart");
    let frame = app::Frame { id: "measure", title: &title, description: &of };
    html! { section {
        h2 { (visit.t("measure-results")) }
        figure { figcaption { (grade(visit, GradeName::Filled)) " · " (of) } (drawing(app::chart::bullet(&frame, &gauges))) }
        div.scroll tabindex="0" role="region" aria-label=(visit.t("measure-results")) { table {
            caption { (visit.t("measure-results")) " (" (of) ")" }
            thead { tr { th scope="col" { (visit.t("measure-quarter")) } th scope="col" { (visit.t("measure-target-label")) } th scope="col" { (grade(visit, GradeName::Filled)) } th scope="col" { (grade(visit, GradeName::Claimed)) } } }
            tbody {
                @for (nth, (reached, target)) in line.quarters.iter().zip(line.measure.target).enumerate() { tr {
                    th scope="row" { (names[nth]) }
                    td { a href="#versions" { (thousands(target)) } }
                    td { (number(id, "confirmed", Some(nth + 1), reached.confirmed)) }
                    td { (number(id, "claimed", Some(nth + 1), reached.claimed)) }
                } }
                tr { th scope="row" { (whole) } td { a href="#versions" { (thousands(year)) } } td { (number(id, "confirmed", None, line.year.confirmed)) } td { (number(id, "claimed", None, line.year.claimed)) } }
            }
        } }
        @if matches!(line.measure.content.query.unit, Unit::Persons | Unit::Completions) { p.small { (visit.t("measure-persons-note")) } }
        p.small { (visit.t("measure-query")) " " (question(visit, &line.measure.content.query)) }
    } }
}

/// The question to the ledger in words.
fn question(visit: &Visit, query: &Ask) -> String {
    let whose = visit.t(if query.whole_city { "measure-query-city" } else { "measure-query-own" });
    let class = query.class.map(|class| format!("{class} {}", visit.t(&format!("class-{class}"))));
    let how = query.how.map(|how| visit.t(&format!("how-{how}")));
    let project = (!query.project.is_empty()).then(|| query.project.clone());
    let end = |age: Option<u8>| age.map(|age| age.to_string()).unwrap_or_default();
    let ages = query
        .ages()
        .map(|_| format!("{} {}~{}", visit.t("measure-age"), end(query.age_from), end(query.age_until)));
    let parts = [Some(whose), class, how, ages, project, Some(unit(visit, query.unit))];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// The fields of the sheet as practice has them (세부사업 서식).
fn sheet(visit: &Visit, view: &View) -> Markup {
    let (measure, content) = (&view.line.measure, &view.line.measure.content);
    let strategy = view.plan.strategies.get(content.strategy);
    let task = strategy.and_then(|strategy| strategy.tasks.get(content.task));
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let total = content.budget.values().fold(0_i64, |sum, won| sum.saturating_add(*won));
    html! { section {
        h2 { (visit.t("measure-sheet")) }
        dl.facts {
            dt { (visit.t("plan-term")) } dd { a href={ "/staff/plan?term=" (view.plan.id) "&year=" (measure.year) } { (view.plan.term) } }
            dt { (visit.t("measure-strategy")) } dd { (strategy.map(|one| one.name.as_str()).unwrap_or_default()) @if let Some(task) = task { " › " (task) } }
            dt { (visit.t("measure-category-label")) } dd { (category(visit, &content.category, measure.year)) }
            dt { (visit.t("measure-owner")) } dd { (view.line.owner) }
            dt { (visit.t("measure-period")) } dd { (day(content.from)) " ~ " (day(content.until)) }
            dt { (visit.t("measure-audience")) } dd { (content.audience) @if content.youth { " " span.badge { (visit.t("measure-youth")) } } }
            dt { (visit.t("measure-budget-label")) } dd { (visit.n("won-n", total)) @if total > 0 { " (" @for (nth, (source, won)) in content.budget.iter().filter(|(_, won)| **won > 0).enumerate() { @if nth > 0 { ", " } (visit.t(&format!("measure-fund-{source}"))) " " (visit.n("won-n", *won)) } ")" } }
            dt { (visit.t("measure-basis-label")) } dd { (content.basis) }
            dt { (visit.t("measure-description")) } dd { (content.description) }
            dt { (visit.t("measure-partners")) } dd { @if view.partners.is_empty() { "–" } @else { (view.partners.join(", ")) } }
        }
    } }
}

/// The target and what it was before: nothing is overwritten, and what was frozen before keeps its value.
fn versions(visit: &Visit, measure: &Measure) -> Markup {
    html! { section id="versions" {
        h2 { (visit.t("measure-versions")) }
        @if measure.revisions.is_empty() { p { (visit.t("measure-versions-none")) } } @else {
            p { (visit.t("measure-versions-note")) }
            div.scroll tabindex="0" role="region" aria-label=(visit.t("measure-versions")) { table {
                caption.same { (visit.t("measure-versions")) }
                thead { tr { th scope="col" { (visit.t("measure-until")) } @for quarter in 1..=4 { th scope="col" { (visit.n("measure-quarter-n", quarter)) } } th scope="col" { (visit.t("measure-whole-year")) } th scope="col" { (visit.t("reason")) } } }
                tbody {
                    @for one in &measure.revisions { tr {
                        th scope="row" { (visit.instant(one.at)) }
                        @for quarter in one.target { td { (thousands(quarter)) } }
                        td { (thousands(one.target.iter().fold(0_i64, |sum, n| sum.saturating_add(*n)))) } td { (one.why) }
                    } }
                    tr { th scope="row" { strong { (visit.t("measure-now")) } } @for quarter in measure.target { td { (thousands(quarter)) } } td { (thousands(measure.year_target())) } td {} }
                }
            } }
        }
    } }
}

fn shortfall(visit: &Visit, measure: &Measure, form: &Form<'_>) -> Markup {
    let relation = Relation { organisation: Some(measure.owner), ..Relation::default() };
    let may = authorise(&visit.ctx.actor, UseCase::WriteSubmission, relation).is_ok();
    html! { @if may || measure.shortfall.is_some() { section id="shortfall" {
        h2 { (visit.t("measure-shortfall")) }
        @if let Some(said) = &measure.shortfall { dl.facts {
            dt { (visit.t("measure-shortfall-why")) } dd { (said.why) }
            dt { (visit.t("measure-shortfall-remedy")) } dd { (said.remedy) }
            dt { (visit.t("measure-shortfall-on")) } dd { (said.on) }
        } }
        @if may { form.narrow method="post" action={ "/staff/measures/" (measure.id) "/shortfall" } {
            input type="hidden" name="version" value=(measure.version);
            (area(visit, form, "why", "measure-shortfall-why"))
            (area(visit, form, "remedy", "measure-shortfall-remedy"))
            button.second { (visit.t("save-form")) }
        } }
    } } }
}

fn revising(visit: &Visit, measure: &Measure, form: &Form<'_>) -> Markup {
    let typed = form.fields.0.iter().any(|(name, _)| name.starts_with("target_"));
    let shown: Vec<(String, String)> = (1..=4)
        .map(|quarter| {
            let name = format!("target_{quarter}");
            let value = if typed {
                form.fields.text(&name).to_owned()
            } else {
                measure.target[quarter - 1].to_string()
            };
            (name, value)
        })
        .chain([("revise_why".to_owned(), form.fields.text("revise_why").to_owned())])
        .collect();
    let fields = Fields(shown);
    let form = Form { fields: &fields, ..form.clone() };
    html! { section id="revise" {
        h2 { (visit.t("measure-revise")) }
        p { (visit.t("measure-revise-note")) }
        form.narrow method="post" action={ "/staff/measures/" (measure.id) "/target" } {
            input type="hidden" name="version" value=(measure.version);
            @for quarter in 1..=4 { (input(visit, &form, &format!("target_{quarter}"), &format!("measure-target-{quarter}"), "number", "")) }
            (input(visit, &form, "revise_why", "reason", "text", ""))
            button.second { (visit.t("measure-revise")) }
        }
    } }
}

/// The four quarters of a form; each that cannot be read says so.
pub(super) fn target(fields: &Fields) -> Result<[i64; 4], app::Error> {
    let names = ["target_1", "target_2", "target_3", "target_4"];
    let mut errors = Vec::new();
    let target = names.map(|name| match fields.number(name) {
        Ok(n) => n.unwrap_or_default(),
        Err(wrong) => {
            errors.push(wrong);
            0
        }
    });
    if errors.is_empty() { Ok(target) } else { Err(app::Error::Invalid(errors)) }
}

async fn revise(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let Ok(known) = id.parse::<MeasureId>() else { return error::page(&visit, &app::Error::NotFound) };
    let version = fields.parse("version").unwrap_or_default();
    let why = fields.text("revise_why");
    let outcome = match target(&fields) {
        Ok(target) => app::measure::revise(&visit.ctx, visit.app(), (known, version), target, why).await,
        Err(failed) => Err(failed),
    };
    // The form of the shortfall has a `why` of its own on this page.
    let outcome = outcome.map_err(|failed| renamed(failed, &[("why", "revise_why"), ("target", "target_1")]));
    again(&visit, &id, &fields, outcome).await
}

async fn explain(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let Ok(known) = id.parse::<MeasureId>() else { return error::page(&visit, &app::Error::NotFound) };
    let version = fields.parse("version").unwrap_or_default();
    let words = (fields.text("why"), fields.text("remedy"));
    let outcome = app::measure::explain(&visit.ctx, visit.app(), (known, version), words).await;
    again(&visit, &id, &fields, outcome).await
}

fn renamed(failed: app::Error, names: &[(&str, &'static str)]) -> app::Error {
    let app::Error::Invalid(fields) = failed else { return failed };
    let fields = fields.into_iter().map(|mut one| {
        if let Some((_, to)) = names.iter().find(|(from, _)| *from == one.field) {
            one.field = (*to).into();
        }
        one
    });
    app::Error::Invalid(fields.collect())
}

/// Back to the measure, or the measure again with what was typed and what is wrong with it.
async fn again(visit: &Visit, id: &str, fields: &Fields, outcome: Result<(), app::Error>) -> Response {
    let form = match sent(visit, fields, outcome, |()| format!("/staff/measures/{id}")) {
        Ok(answer) => return answer,
        Err(form) => form,
    };
    match seen(visit, id).await {
        Ok(view) => of_view(visit, &view, &form).await,
        Err(failed) => error::page(visit, &failed),
    }
}

async fn rows(visit: Visit, Path(id): Path<String>, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let fields = Fields(pairs);
    let view = match seen(&visit, &id).await {
        Ok(view) => view,
        Err(failed) => return error::page(&visit, &failed),
    };
    let measure = &view.line.measure;
    let wanted = match fields.text("grade") {
        "confirmed" => Some(Grade::Confirmed),
        "claimed" => Some(Grade::Claimed),
        "" => None,
        _ => return error::page(&visit, &app::Error::NotFound),
    };
    let quarter = fields.parse::<u8>("quarter");
    let after = fields.parse::<u8>("after").filter(|after| RETENTION_MONTHS.contains(after));
    if (!fields.text("quarter").is_empty() && !quarter.is_some_and(|quarter| (1..=4).contains(&quarter)))
        || (!fields.text("after").is_empty() && after.is_none())
    {
        return error::page(&visit, &app::Error::NotFound);
    }
    let at = (fields.parse("page").unwrap_or(1), SIZE);
    let found = match after {
        Some(months) => app::measure::rows_after(&visit.ctx, visit.app(), measure.id, months, at).await,
        None => app::measure::rows(&visit.ctx, visit.app(), measure.id, (wanted, quarter), at).await,
    };
    let found = match found {
        Ok(found) => found,
        Err(failed) => return error::page(&visit, &failed),
    };
    let title = format!("{} · {}", measure.content.name, visit.t("measure-rows"));
    let path = format!("/staff/measures/{}/rows", measure.id);
    let body = html! {
        h1 { (title) }
        p.lead { (measure.year) @if let Some(quarter) = quarter { " · " (visit.n("measure-quarter-n", quarter)) } @if let Some(wanted) = wanted { " · " (grade(&visit, if wanted == Grade::Confirmed { GradeName::Filled } else { GradeName::Claimed })) } " · " (visit.n("ledger-rows-n", found.total)) " · " (visit.t("as-of")) " " (visit.instant(view.stamp.as_of)) }
        p { (visit.t("measure-query")) " " (question(&visit, &measure.content.query)) }
        (told(&visit, &title, measure.content.query.unit, &found.items))
        (pages(&visit, &path, &fields, found.page, found.last()))
        p { a href={ "/staff/measures/" (measure.id) } { (measure.content.name) } }
    };
    page::shell(&visit, &title, body).into_response()
}

/// The rows behind a figure: claims, with their days where days are counted, or what is recorded beside them by its days.
pub(super) fn told(visit: &Visit, title: &str, of: Unit, rows: &[Row]) -> Markup {
    let mut listed = Vec::new();
    let (mut days, mut by_days) = (Vec::new(), Vec::new());
    for row in rows {
        match row {
            Row::Claim(claim, worked) => {
                listed.push(claim.as_ref().clone());
                if of == Unit::PersonDays {
                    let (id, start) = (claim.placement.id, claim.placement.start_on);
                    by_days.push((id, start, claim.employer.clone(), *worked));
                }
            }
            Row::Recorded(day) => days.push(*day),
        }
    }
    html! {
        @if matches!(of, Unit::Persons | Unit::Completions) { p.small { (visit.t("measure-rows-persons")) } }
        @if !by_days.is_empty() { div.scroll tabindex="0" role="region" aria-label=(visit.t("measure-unit-person_days")) { table {
            caption { (visit.t("measure-unit-person_days")) }
            thead { tr { th scope="col" { (visit.t("placement-start")) } th scope="col" { (visit.t("employer")) } th scope="col" { (visit.t("measure-unit-person_days")) } } }
            tbody { @for (id, start, employer, worked) in &by_days { tr { th scope="row" { (start) } td { (employer) } td { a href={ "/staff/placements/" (id) } { (thousands(*worked)) } } } } }
        } } }
        @if days.is_empty() { (claims(visit, title, &listed)) } @else { ul { @for day in &days { li { (day) " · " (unit(visit, of)) } } } }
    }
}

/// Words of the sources of money, in the order of the form.
pub(super) fn funds() -> impl Iterator<Item = FundSource> {
    FundSource::iter()
}
