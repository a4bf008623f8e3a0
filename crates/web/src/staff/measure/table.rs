//! Measures pasted from a department's spreadsheet: what would become of each row first, then the taking in.

use app::measure::Taken;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::Response;
use domain::id::TermPlanId;
use domain::term_plan::{State, TermPlan};
use maud::{Markup, html};

use crate::component::{Form, area, select, sent};
use crate::error;
use crate::fields::Fields;
use crate::visit::Visit;

pub(super) async fn ask(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    page(&visit, Form::new(&Fields(pairs)), None).await
}

/// Without a press on "take in" it is only said what would happen; with one it happens.
pub(super) async fn take_in(visit: Visit, fields: Fields) -> Response {
    let taking = fields.text("step") == "take";
    let plan = fields.parse::<TermPlanId>("term_plan").unwrap_or(TermPlanId(uuid::Uuid::nil()));
    let year = fields.parse("year").unwrap_or_default();
    let text = fields.text("table");
    let taken = app::measure::take_in(&visit.ctx, visit.app(), (plan, year), text, !taking).await;
    match taken {
        Ok(taken) if !taking || taken.rejected > 0 => page(&visit, Form::new(&fields), Some(&taken)).await,
        taken => match sent(&visit, &fields, taken, |_| format!("/staff/plan?year={year}")) {
            Ok(answer) => answer,
            Err(form) => page(&visit, form, None).await,
        },
    }
}

async fn page(visit: &Visit, form: Form<'_>, taken: Option<&Taken>) -> Response {
    let plans = match app::term_plan::list(&visit.ctx, visit.app()).await {
        Ok(plans) => plans,
        Err(failed) => return error::page(visit, &failed),
    };
    let open: Vec<&TermPlan> =
        plans.iter().filter(|plan| !matches!(plan.state, State::Archived { .. })).collect();
    let terms: Vec<(String, String)> =
        open.iter().map(|plan| (plan.id.to_string(), plan.term.clone())).collect();
    let mut years: Vec<i16> = open.iter().flat_map(|plan| plan.from_year..=plan.to_year).collect();
    years.sort_unstable();
    years.dedup();
    let years: Vec<(String, String)> =
        years.into_iter().map(|year| (year.to_string(), year.to_string())).collect();
    let form = form.needing(&["term_plan", "year", "table"]);
    let wrong = taken.is_some_and(|taken| taken.rejected > 0);
    let form = if wrong { Form { status: StatusCode::UNPROCESSABLE_ENTITY, ..form } } else { form };
    let rest = html! {
        p { (visit.t("measure-table-note")) }
        @if let Some(taken) = taken { (told(visit, taken)) }
        form.narrow method="post" {
            (select(visit, &form, "term_plan", "plan-term", &terms))
            (select(visit, &form, "year", "measure-year-label", &years))
            (area(visit, &form, "table", "measure-table"))
            button name="step" value="look" { (visit.t("measure-table-look")) }
            @if taken.is_some_and(|taken| taken.created > 0) { " " button.second name="step" value="take" { (visit.t("measure-table-take")) } }
        }
        p { a href="/staff/plan" { (visit.t("staff-plan")) } }
    };
    form.page(visit, &visit.t("measure-import"), &rest)
}

fn told(visit: &Visit, taken: &Taken) -> Markup {
    html! {
        dl.facts {
            @for (key, n) in [("measure-table-rows", taken.rows), ("measure-table-new", taken.created), ("measure-table-known", taken.unchanged), ("measure-table-wrong", taken.rejected)] { dt { (visit.t(key)) } dd { (n) } }
        }
        @if !taken.problems.is_empty() { div.scroll tabindex="0" role="region" aria-label=(visit.t("measure-table-wrong")) { table {
            caption { (visit.t("measure-table-wrong")) }
            thead { tr { th scope="col" { (visit.t("measure-table-row")) } th scope="col" { (visit.t("measure-table-column")) } th scope="col" { (visit.t("measure-table-mend")) } } }
            tbody { @for (row, column, why) in &taken.problems { tr { th scope="row" { (row) } td { (column) } td { (visit.say(why)) } } } }
        } } }
    }
}
