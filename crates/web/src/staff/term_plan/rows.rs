//! `/staff/plan/rows`: the rows behind a figure of the year's plan, of a unit and maybe of a category.

use app::measure::{Grade, Sum, Whole};
use axum::extract::Query;
use axum::response::{IntoResponse, Response};
use domain::counting::GradeName;
use domain::message::thousands;
use maud::{Markup, html};

use super::{category, stamp, year};
use crate::component::pages;
use crate::fields::Fields;
use crate::staff::ledger::grade;
use crate::staff::measure::{told, unit};
use crate::visit::Visit;
use crate::{error, page};

const SIZE: usize = 50;

/// A figure of several measures together, as the link to its rows.
pub(in crate::staff) fn figure(year: i16, sum: &Sum, grade: Grade) -> Markup {
    let (word, n) = match grade {
        Grade::Confirmed => ("filled", sum.reached.confirmed),
        Grade::Claimed => ("claimed", sum.reached.claimed),
    };
    let query = Fields::default().but("year", &year.to_string());
    let of = sum.category.as_deref().map(|code| ("category", code));
    let unit = sum.unit.to_string();
    let query = [Some(("unit", unit.as_str())), of, Some(("grade", word))]
        .into_iter()
        .flatten()
        .fold(query, |query, (name, value)| query.but(name, value));
    html! { @if n == 0 { "0" } @else { a href={ "/staff/plan/rows" (query.query()) } { (thousands(n)) } } }
}

pub(super) async fn show(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let fields = Fields(pairs);
    let wanted = match fields.text("grade") {
        "filled" => Some(Grade::Confirmed),
        "claimed" => Some(Grade::Claimed),
        _ => None,
    };
    let (Some(unit_of), Some(wanted)) = (fields.parse("unit"), wanted) else {
        return error::page(&visit, &app::Error::NotFound);
    };
    let code = Some(fields.text("category").to_owned()).filter(|code| !code.is_empty());
    let whole = Whole { year: year(&visit, &fields), unit: unit_of, category: code, grade: wanted };
    let at = (fields.parse("page").unwrap_or(1), SIZE);
    let behind = match app::measure::rows_behind(&visit.ctx, visit.app(), &whole, at).await {
        Ok(behind) => behind,
        Err(failed) => return error::page(&visit, &failed),
    };
    let of = if wanted == Grade::Confirmed { GradeName::Filled } else { GradeName::Claimed };
    let title = visit.t("measure-rows");
    let name = whole.category.as_deref().map(|code| category(&visit, code, whole.year));
    let body = html! {
        h1 { (title) }
        p.lead { (whole.year) @if let Some(name) = &name { " · " (name) } " · " (grade(&visit, of)) " " strong { (thousands(behind.figure)) } " " (unit(&visit, whole.unit)) " · " (visit.n("ledger-rows-n", behind.rows.total)) " · " (visit.t("as-of")) " " (visit.instant(behind.stamp.as_of)) }
        (stamp(&visit, &behind.stamp))
        p.small { (visit.t("plan-rows-note")) }
        (told(&visit, &title, whole.unit, &behind.rows.items))
        (pages(&visit, "/staff/plan/rows", &fields, behind.rows.page, behind.rows.last()))
        p { a href={ "/staff/plan?year=" (whole.year) } { (visit.t("staff-plan")) } }
    };
    page::shell(&visit, &title, body).into_response()
}
