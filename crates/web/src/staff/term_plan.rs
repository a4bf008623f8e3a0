//! `/staff/plan`: the comprehensive plan of a term as a tree with what came of each measure in a year; by category of the
//! disclosure scheme, each unit apart; and the measures for the young.

mod form;
mod rows;

use app::measure::{Board, Grade, Line};
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Response};
use domain::counting::{GradeName, YEARS};
use domain::id::TermPlanId;
use domain::message::{Lang, thousands};
use domain::policy::{Reach, UseCase, reach};
use domain::term_plan::{State, TermPlan};
use maud::{Markup, html};
pub(super) use rows::figure;

use super::ledger::grade;
use super::measure::{number, share, unit};
use crate::component::sent;
use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/plan", UseCase::ReadPlan, show);
    routes.get("/staff/plan/rows", UseCase::ReadPlan, rows::show);
    routes.get("/staff/plan/youth", UseCase::ReadPlan, youth);
    routes.get("/staff/plan/terms/new", UseCase::WritePlan, form::new);
    routes.post("/staff/plan/terms/new", UseCase::WritePlan, form::create);
    routes.get("/staff/plan/terms/{id}", UseCase::WritePlan, form::edit);
    routes.post("/staff/plan/terms/{id}", UseCase::WritePlan, form::update);
    routes.post("/staff/plan/terms/{id}/publish", UseCase::WritePlan, publish);
    routes.post("/staff/plan/terms/{id}/archive", UseCase::WritePlan, archive);
}

/// Whether somebody may write the plan.
pub(super) fn may_write(visit: &Visit) -> bool {
    reach(visit.ctx.actor.role, UseCase::WritePlan) != Reach::No
}

/// The year an address asks for; the present one if nothing.
pub(super) fn year(visit: &Visit, fields: &Fields) -> i16 {
    let asked = fields.parse("year").filter(|year| YEARS.contains(year));
    asked.unwrap_or_else(|| visit.ctx.today().year())
}

async fn show(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let fields = Fields(pairs);
    let year = year(&visit, &fields);
    let plans = match app::term_plan::list(&visit.ctx, visit.app()).await {
        Ok(plans) => plans,
        Err(failed) => return error::page(&visit, &failed),
    };
    let board = match app::measure::board(&visit.ctx, visit.app(), Some(year)).await {
        Ok(board) => board,
        Err(failed) => return error::page(&visit, &failed),
    };
    let named = fields.parse::<TermPlanId>("term");
    let plan = match named {
        Some(id) => plans.iter().find(|plan| plan.id == id),
        None => app::term_plan::of_year(&plans, year),
    };
    let title = visit.t("staff-plan");
    let body = html! {
        h1 { (title) }
        @match plan {
            None => {
                p.lead { (visit.t("as-of")) " " (visit.instant(board.stamp.as_of)) }
                p.notice { (visit.n("plan-none", year.to_string())) }
                (years(&visit, &fields, year, None))
                @if may_write(&visit) { div.actions { a.button href="/staff/plan/terms/new" { (visit.t("plan-new")) } } }
                (other_terms(&visit, &plans, None))
            }
            Some(plan) => (of_plan(&visit, &fields, &plans, plan, &board)),
        }
    };
    page::shell(&visit, &title, body).into_response()
}

fn of_plan(visit: &Visit, fields: &Fields, plans: &[TermPlan], plan: &TermPlan, board: &Board) -> Markup {
    let lines: Vec<&Line> = board.lines.iter().filter(|line| line.measure.term_plan == plan.id).collect();
    let wanted: Vec<&Line> = lines.iter().copied().filter(|line| wanted(visit, fields, line)).collect();
    let short = lines.iter().filter(|line| line.falls_short(visit.ctx.today())).count();
    html! {
        p.lead { (plan.term) " (" (plan.from_year) "~" (plan.to_year) ") · " span.badge { (visit.t(&format!("plan-state-{}", plan.state_name()))) } " · " (visit.n("plan-measures-n", lines.len())) " · " (visit.t("as-of")) " " (visit.instant(board.stamp.as_of)) }
        @if !plan.vision.is_empty() { p { strong { (visit.t("plan-vision")) } " " (plan.vision) } }
        (stamp(visit, &board.stamp))
        (years(visit, fields, board.year, Some(plan)))
        @if may_write(visit) && !matches!(plan.state, State::Archived { .. }) { div.actions {
            a.button href={ "/staff/measures/new?term_plan=" (plan.id) "&year=" (board.year) } { (visit.t("measure-new")) }
            a.button.second href={ "/staff/measures/import?term_plan=" (plan.id) "&year=" (board.year) } { (visit.t("measure-import")) }
            a.button.second href={ "/staff/plan/terms/" (plan.id) } { (visit.t("edit")) }
            @match plan.state {
                State::Draft => form method="post" action={ "/staff/plan/terms/" (plan.id) "/publish" } { input type="hidden" name="version" value=(plan.version); button.second { (visit.t("plan-publish")) } },
                _ => form method="post" action={ "/staff/plan/terms/" (plan.id) "/archive" } { input type="hidden" name="version" value=(plan.version); button.second { (visit.t("plan-archive")) } },
            }
        } }
        nav.narrow aria-label=(visit.t("plan-narrow")) { p {
            a href={ "/staff/plan" (fields.but("short", "").but("owner", "").with("category", "")) } aria-current=[(wanted.len() == lines.len()).then_some("true")] { (visit.t("plan-all")) }
            " · " a href={ "/staff/plan" (fields.with("short", "yes")) } aria-current=[fields.ticked("short").then_some("true")] { (visit.n("plan-short-n", short)) }
            " · " a href={ "/staff/plan/youth?year=" (board.year) } { (visit.t("plan-youth")) }
            " · " a href="/staff/indicators" { (visit.t("staff-indicators")) }
            " · " a href={ "/staff/contributions?year=" (board.year) } { (visit.t("staff-contributions")) }
            " · " a href={ "/staff/submissions?year=" (board.year) } { (visit.t("submission-board")) }
            " · " a href="/staff/projects" { (visit.t("staff-projects")) }
        } }
        @if app::term_plan::of_year(plans, board.year).is_some_and(|one| one.id == plan.id) { (by_category(visit, fields, board)) }
        @if wanted.is_empty() { p.notice { @if lines.is_empty() { (visit.t("plan-empty")) } @else { (visit.t("list-empty")) } } }
        @for (at, strategy) in plan.strategies.iter().enumerate() {
            @let of: Vec<&Line> = wanted.iter().copied().filter(|line| line.measure.content.strategy == at).collect();
            @if !of.is_empty() || wanted.len() == lines.len() { section {
                h2 { (at + 1) ". " (strategy.name) }
                @for (nth, task) in strategy.tasks.iter().enumerate() {
                    h3 { (at + 1) "-" (nth + 1) ". " (task) }
                    (table(visit, task, &of.iter().copied().filter(|line| line.measure.content.task == nth).collect::<Vec<_>>()))
                }
                @if strategy.tasks.is_empty() { (table(visit, &strategy.name, &of)) }
            } }
        }
        (other_terms(visit, plans, Some(plan)))
    }
}

fn wanted(visit: &Visit, fields: &Fields, line: &Line) -> bool {
    let content = &line.measure.content;
    let is = |name: &str, value: &str| fields.text(name).is_empty() || fields.text(name) == value;
    is("category", &content.category)
        && is("owner", &line.measure.owner.to_string())
        && (!fields.ticked("short") || line.falls_short(visit.ctx.today()))
}

/// As of when, by which rules, from which rows (CR-21).
pub(super) fn stamp(visit: &Visit, stamp: &app::measure::Stamp) -> Markup {
    html! { p.small { (visit.t("ledger-rule-set")) " " (stamp.rule_set) " · " (visit.t("changes")) " " (thousands(stamp.seq)) " · " (visit.t("ledger-digest")) " " code { (stamp.digest.get(..16).unwrap_or_default()) } } }
}

fn years(visit: &Visit, fields: &Fields, year: i16, plan: Option<&TermPlan>) -> Markup {
    let span: Vec<i16> = match plan {
        Some(plan) => (plan.from_year..=plan.to_year).collect(),
        None => vec![year - 1, year, year + 1],
    };
    html! { nav.pages aria-label=(visit.t("plan-years")) { ul { @for one in span {
        li { a href={ "/staff/plan" (fields.with("year", &one.to_string())) } aria-current=[(one == year).then_some("true")] { (one) } }
    } } } }
}

fn other_terms(visit: &Visit, plans: &[TermPlan], shown: Option<&TermPlan>) -> Markup {
    let others: Vec<&TermPlan> =
        plans.iter().filter(|plan| Some(plan.id) != shown.map(|plan| plan.id)).collect();
    html! {
        @if !others.is_empty() { section { h2 { (visit.t("plan-other-terms")) } ul { @for plan in others { li {
            a href={ "/staff/plan?term=" (plan.id) "&year=" (plan.from_year) } { (plan.term) } " (" (plan.from_year) "~" (plan.to_year) ") " span.badge { (visit.t(&format!("plan-state-{}", plan.state_name()))) }
        } } } } }
        @if may_write(visit) && shown.is_some() { p { a href="/staff/plan/terms/new" { (visit.t("plan-new")) } } }
    }
}

/// Name of a category of a year, or its code where the table has none.
pub(crate) fn category(visit: &Visit, code: &str, year: i16) -> String {
    let known = visit.app().reference.categories.find(code, year);
    known.map_or_else(
        || code.to_owned(),
        |known| match visit.lang {
            Lang::Ko => known.name_ko.clone(),
            Lang::En => known.name_en.clone(),
        },
    )
}

/// Targets and results by category, each unit on a line of its own: units are never added to each other. What two measures
/// of a category hold is told once.
fn by_category(visit: &Visit, fields: &Fields, board: &Board) -> Markup {
    let sums: Vec<&app::measure::Sum> = board.categories().collect();
    let to = |code: &str| format!("/staff/plan{}", fields.with("category", code));
    html! { @if !sums.is_empty() { section {
        h2 { (visit.t("plan-by-category")) }
        p { (visit.t("plan-category-note")) }
        div.scroll tabindex="0" role="region" aria-label=(visit.t("plan-by-category")) { table {
            caption.same { (visit.t("plan-by-category")) }
            thead { tr { th scope="col" { (visit.t("measure-category-label")) } th scope="col" { (visit.t("plan-measures")) } th scope="col" { (visit.t("measure-unit")) } th scope="col" { (visit.t("measure-target-label")) } th scope="col" { (grade(visit, GradeName::Filled)) } th scope="col" { (grade(visit, GradeName::Claimed)) } } }
            tbody { @for sum in &sums { @let code = sum.category.as_deref().unwrap_or_default(); tr {
                th scope="row" { (category(visit, code, board.year)) }
                td { a href=(to(code)) { (thousands(sum.measures as i64)) } }
                td { (unit(visit, sum.unit)) }
                td { @if sum.target == 0 { "0" } @else { a href=(to(code)) { (thousands(sum.target)) } } }
                td { (figure(board.year, sum, Grade::Confirmed)) }
                td { (figure(board.year, sum, Grade::Claimed)) }
            } } }
        } }
    } } }
}

/// Measures with target, confirmed and claimed, each number a link to its rows.
pub(super) fn table(visit: &Visit, caption: &str, lines: &[&Line]) -> Markup {
    html! { @if lines.is_empty() { p.small { (visit.t("plan-task-empty")) } } @else { div.scroll tabindex="0" role="region" aria-label=(caption) { table {
        caption { (caption) }
        thead { tr { th scope="col" { (visit.t("measure-noun")) } th scope="col" { (visit.t("organisation")) } th scope="col" { (visit.t("measure-target-label")) } th scope="col" { (grade(visit, GradeName::Filled)) } th scope="col" { (grade(visit, GradeName::Claimed)) } th scope="col" { (visit.t("measure-achieved")) } } }
        tbody { @for line in lines { @let measure = &line.measure; tr {
            th scope="row" { a href={ "/staff/measures/" (measure.id) } { (measure.content.name) } @if !measure.revisions.is_empty() { " " span.badge { (visit.t("measure-revised")) } } @if line.falls_short(visit.ctx.today()) { " " span.badge.doubt { (visit.t("measure-short")) } } }
            td { a href={ "/staff/plan?year=" (measure.year) "&owner=" (measure.owner) } { (line.owner) } }
            td { a href={ "/staff/measures/" (measure.id) } { (thousands(measure.year_target())) } " " (unit(visit, measure.content.query.unit)) }
            td { (number(measure.id, "confirmed", None, line.year.confirmed)) }
            td { (number(measure.id, "claimed", None, line.year.claimed)) }
            td { (share(line.achieved())) }
        } } }
    } } } }
}

/// The measures for the young (A55): targets, money, and how far what came of them has got.
async fn youth(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let fields = Fields(pairs);
    let year = year(&visit, &fields);
    let told = match app::measure::board(&visit.ctx, visit.app(), Some(year)).await {
        Ok(board) => board,
        Err(failed) => return error::page(&visit, &failed),
    };
    let lines: Vec<&Line> = told.lines.iter().filter(|line| line.measure.content.youth).collect();
    let stayed = match app::measure::stayed(&visit.ctx, visit.app(), &lines).await {
        Ok(stayed) => stayed,
        Err(failed) => return error::page(&visit, &failed),
    };
    let title = visit.t("plan-youth");
    let won =
        |line: &Line| line.measure.content.budget.values().fold(0_i64, |sum, won| sum.saturating_add(*won));
    let total = lines.iter().fold(0_i64, |sum, line| sum.saturating_add(won(line)));
    let body = html! {
        h1 { (title) }
        p.lead { (year) " · " (visit.n("plan-measures-n", lines.len())) " · " (visit.t("measure-budget-label")) " " (visit.n("won-n", total)) " · " (visit.t("as-of")) " " (visit.instant(told.stamp.as_of)) }
        (stamp(&visit, &told.stamp))
        @if lines.is_empty() { p.notice { (visit.t("plan-youth-none")) } } @else {
            p { (visit.t("plan-youth-note")) }
            div.scroll tabindex="0" role="region" aria-label=(title) { table {
                caption.same { (title) }
                thead { tr { th scope="col" { (visit.t("measure-noun")) } th scope="col" { (visit.t("organisation")) } th scope="col" { (visit.t("measure-budget-label")) } th scope="col" { (visit.t("measure-target-label")) } th scope="col" { (grade(&visit, GradeName::Claimed)) } th scope="col" { (grade(&visit, GradeName::Filled)) } @for months in domain::placement::RETENTION_MONTHS { th scope="col" { (grade(&visit, GradeName::Retained)) " " (visit.n("months-n", months)) } } } }
                tbody { @for (line, kept) in lines.iter().zip(&stayed) { @let measure = &line.measure; tr {
                    th scope="row" { a href={ "/staff/measures/" (measure.id) } { (measure.content.name) } }
                    td { (line.owner) }
                    td { (visit.n("won-n", won(line))) }
                    td { (visit.n("plan-target-n", measure.year_target())) " " (unit(&visit, measure.content.query.unit)) }
                    td { (number(measure.id, "claimed", None, line.year.claimed)) }
                    td { (number(measure.id, "confirmed", None, line.year.confirmed)) }
                    @for (months, kept) in domain::placement::RETENTION_MONTHS.iter().zip(kept) { td { @if kept.due == 0 { "–" } @else { a href={ "/staff/measures/" (measure.id) "/rows?after=" (months) } { (kept.kept) " / " (kept.due) } } } }
                } } }
            } }
        }
        p { a href={ "/staff/plan?year=" (year) } { (visit.t("staff-plan")) } }
    };
    page::shell(&visit, &title, body).into_response()
}

async fn publish(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let (Ok(id), version) = (id.parse(), fields.parse("version").unwrap_or_default()) else {
        return error::page(&visit, &app::Error::NotFound);
    };
    stepped(&visit, &fields, app::term_plan::publish(&visit.ctx, visit.app(), (id, version)).await)
}

async fn archive(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let (Ok(id), version) = (id.parse(), fields.parse("version").unwrap_or_default()) else {
        return error::page(&visit, &app::Error::NotFound);
    };
    stepped(&visit, &fields, app::term_plan::archive(&visit.ctx, visit.app(), (id, version)).await)
}

fn stepped(visit: &Visit, fields: &Fields, outcome: Result<(), app::Error>) -> Response {
    if let Err(failed) = &outcome {
        return error::page(visit, failed);
    }
    sent(visit, fields, outcome, |()| "/staff/plan".to_owned())
        .unwrap_or_else(|form| form.page(visit, &visit.t("staff-plan"), &html! {}))
}
