//! What the year's plan does for the young: each measure with target and money, and what came of them by grade, each apart.

use app::youth::Measures;
use domain::counting::GradeName;
use domain::message::{Message, thousands};
use domain::policy::{UseCase, may_ask};
use maud::{Markup, html};

use crate::staff::{category, grade, unit};
use crate::visit::Visit;

/// A number that leads to what is behind it; a hidden one says so.
fn number(visit: &Visit, value: Option<i64>, to: &str) -> Markup {
    html! { @match value {
        None => abbr title=(visit.t("disclosure-hidden")) { (visit.t("disclosure-hidden-mark")) },
        Some(n) => a href=(to) { (thousands(n)) },
    } }
}

pub(super) fn section(visit: &Visit, told: &Measures) -> Markup {
    let year = told.year;
    let title = visit.t("plan-youth");
    let count = |n: usize| i64::try_from(n).ok();
    let measures = "#youth-measures";
    html! { section #measures {
        h2 { (title) }
        p { (year) " · " (visit.n("plan-measures-n", told.planned.len())) " · " (visit.t("as-of")) " " (visit.instant(told.stamp.as_of)) }
        p { (visit.t("youth-grades-note")) }
        dl.facts {
            dt { (grade(visit, GradeName::Estimated)) } dd { (number(visit, count(told.estimates), &format!("/plan?year={year}#estimated"))) " " (visit.t("youth-estimates")) }
            dt { (grade(visit, GradeName::Pledged)) } dd { (number(visit, Some(told.pledged), &format!("/plan?year={year}#pledged"))) " " (visit.t("unit-jobs")) }
            dt { (grade(visit, GradeName::Open)) } dd { (number(visit, i64::try_from(told.open).ok(), "/kiosk/openings?segment=youth")) " " (visit.t("unit-vacancies")) }
            @for sum in &told.sums {
                dt { (grade(visit, GradeName::Filled)) } dd { (number(visit, sum.confirmed, measures)) " " (unit(visit, sum.unit)) " · " (visit.n("plan-target-n", sum.target)) }
                dt { (grade(visit, GradeName::Claimed)) } dd { (number(visit, sum.claimed, measures)) " " (unit(visit, sum.unit)) }
            }
            @for kept in &told.kept { dt { (grade(visit, GradeName::Retained)) " " (visit.n("months-n", kept.months)) } dd {
                @match kept.of {
                    Some((_, 0)) => "–",
                    Some((still, due)) => { a href={ "/plan?year=" (year) "#bases" } { (visit.say(&Message::new("youth-kept").with("kept", still).with("due", due))) } },
                    None => (number(visit, None, "")),
                }
            } }
        }
        div.scroll tabindex="0" role="region" aria-label=(title) { table #youth-measures {
            caption { (title) }
            thead { tr { th scope="col" { (visit.t("measure-noun")) } th scope="col" { (visit.t("organisation")) } th scope="col" { (visit.t("measure-category-label")) } th scope="col" { (visit.t("measure-target-label")) } th scope="col" { (visit.t("measure-budget-label")) } } }
            tbody { @for one in &told.planned { tr {
                th scope="row" { (one.name) }
                td { (one.owner) }
                td { (category(visit, &one.category, year)) }
                td { a href={ "/plan?year=" (year) "#category-" (one.category) } { (visit.n("plan-target-n", one.target)) } " " (unit(visit, one.unit)) }
                td { (visit.n("won-n", one.budget_won)) }
            } } }
        } }
        p { a href={ "/plan?year=" (year) } { (visit.n("disclosure-title", year.to_string())) } @if may_ask(&visit.ctx.actor, UseCase::ReadPlan) { " · " a href={ "/staff/plan/youth?year=" (year) } { (visit.t("youth-rows")) } } }
    } }
}
