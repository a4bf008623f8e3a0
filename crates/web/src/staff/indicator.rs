//! `/staff/indicators`: outside figures of the labour market, each base a line of its own, with period, publication day and
//! source beside every value (CR-24).

use app::indicator::Strand;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use domain::counting::Rule;
use domain::id::IndicatorId;
use domain::indicator::{Indicator, Series};
use domain::message::{Message, thousands};
use domain::policy::UseCase;
use maud::{Markup, html};
use strum::IntoEnumIterator;

use super::ledger::rule;
use super::term_plan::may_write;
use crate::component::{Form, drawing, input, select, sent, tick};
use crate::error;
use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/indicators", UseCase::ReadPlan, list);
    routes.post("/staff/indicators", UseCase::WritePlan, create);
    routes.post("/staff/indicators/shipped", UseCase::WritePlan, take_shipped);
    routes.get("/staff/indicators/{id}/edit", UseCase::WritePlan, edit);
    routes.post("/staff/indicators/{id}/edit", UseCase::WritePlan, update);
}

/// A value in its unit: a rate with one decimal, people whole.
fn value(visit: &Visit, one: &Indicator) -> String {
    match one.series.is_rate() {
        true => format!("{}.{} %", one.value / 10, one.value % 10),
        false => format!("{}{}", thousands(one.value), visit.t("indicator-people")),
    }
}

async fn list(visit: Visit) -> Response {
    show(&visit, Form::new(&Fields::default())).await
}

async fn show(visit: &Visit, form: Form<'_>) -> Response {
    let strands = match app::indicator::list(&visit.ctx, visit.app()).await {
        Ok(strands) => strands,
        Err(failed) => return error::page(visit, &failed),
    };
    let form = form.needing(&["series", "base", "period", "value", "published_on", "source"]);
    let count: usize = strands.iter().map(|strand| strand.values.len()).sum();
    let series: Vec<(String, String)> =
        Series::iter().map(|one| (one.to_string(), visit.t(&format!("indicator-{one}")))).collect();
    let rest = html! {
        p.lead { (visit.n("indicators-n", count)) " · " (visit.t("as-of")) " " (visit.instant(visit.ctx.now)) " " (rule(visit, Rule::Cr24)) }
        p { (visit.t("indicators-note")) }
        @if strands.is_empty() { p.notice { (visit.t("indicators-empty")) } }
        (sections(visit, &strands, may_write(visit)))
        @if may_write(visit) {
            @if app::indicator::ships(visit.app()) { form method="post" action="/staff/indicators/shipped" { button.second { (visit.t("indicator-take-shipped")) } } }
            section { h2 { (visit.t("indicator-new")) }
                form.narrow method="post" action="/staff/indicators" {
                    (select(visit, &form, "series", "indicator-series", &series))
                    (input(visit, &form, "base", "indicator-base", "text", "indicator-base-hint"))
                    (input(visit, &form, "period", "indicator-period", "text", "indicator-period-hint"))
                    (tick(&form, "aim", &visit.t("indicator-aim")))
                    (input(visit, &form, "value", "indicator-value-label", "text", "indicator-value-hint"))
                    (input(visit, &form, "published_on", "indicator-published", "date", ""))
                    (input(visit, &form, "source", "indicator-source", "text", ""))
                    button { (visit.t("save-form")) }
                }
            }
        }
        p { a href="/staff/plan" { (visit.t("staff-plan")) } }
    };
    form.page(visit, &visit.t("staff-indicators"), &rest)
}

/// The figures as everybody may see them.
pub(crate) fn indicators(visit: &Visit, strands: &[Strand]) -> Markup {
    sections(visit, strands, false)
}

/// A section a series: a drawing of its measured lines, and every value with what it must tell.
fn sections(visit: &Visit, strands: &[Strand], edit: bool) -> Markup {
    html! { @for series in Series::iter() {
        @let of: Vec<&Strand> = strands.iter().filter(|strand| strand.series == series).collect();
        @if !of.is_empty() { section {
            h2 { (visit.t(&format!("indicator-{series}"))) }
            @let drawn = chart(visit, series, &of);
            (drawn)
            details open[drawn.0.is_empty() || edit] { summary { (visit.t("as-table")) } table.cards.tight {
                caption { (visit.t(&format!("indicator-{series}"))) }
                thead { tr { th scope="col" { (visit.t("indicator-period")) } th scope="col" { (visit.t("indicator-base")) } th scope="col" { (visit.t("kind")) } th scope="col" { (visit.t("indicator-value-label")) } th scope="col" { (visit.t("indicator-published")) } th scope="col" { (visit.t("indicator-source")) } } }
                tbody { @for strand in &of { @for one in &strand.values { tr {
                    th scope="row" { (one.period) } td data-label=(visit.t("indicator-base")) { (one.base) }
                    td { (visit.t(if one.aim { "indicator-is-aim" } else { "indicator-is-measured" })) }
                    td { @if edit { a href={ "/staff/indicators/" (one.id) "/edit" } { (value(visit, one)) } } @else { (value(visit, one)) } }
                    td data-label=(visit.t("indicator-published")) { (one.published_on) } td data-label=(visit.t("indicator-source")) { (one.source) }
                } } } }
            } }
        } }
    } }
}

/// Measured lines over their periods, one a base; what was aimed at is no result and stands in the table.
fn chart(visit: &Visit, series: Series, strands: &[&Strand]) -> Markup {
    let measured: Vec<&&Strand> = strands.iter().filter(|strand| !strand.aim).collect();
    let mut periods: Vec<&str> =
        measured.iter().flat_map(|strand| strand.values.iter().map(|one| one.period.as_str())).collect();
    periods.sort_unstable();
    periods.dedup();
    if periods.len() < 2 {
        return html! {};
    }
    let values: Vec<Vec<Option<i64>>> = measured
        .iter()
        .map(|strand| {
            let at = |period: &&str| strand.values.iter().rev().find(|one| one.period == **period);
            periods.iter().map(|period| at(period).map(|one| one.value)).collect()
        })
        .collect();
    let lines: Vec<app::chart::Series<'_>> = measured
        .iter()
        .zip(&values)
        .map(|(strand, values)| app::chart::Series { name: &strand.base, values })
        .collect();
    let title = visit.t(&format!("indicator-{series}"));
    let note = visit.t(if series.is_rate() { "indicator-chart-tenths" } else { "indicator-chart-whole" });
    let id = format!("indicator-{}", series.to_string().replace('_', "-"));
    let frame = app::Frame { id: &id, title: &title, description: &note };
    html! { figure { figcaption { (note) } (drawing(app::chart::line(&frame, &periods, &lines))) } }
}

/// A value as it was typed.
fn typed(series: Series, text: &str) -> Result<i64, app::Error> {
    let unreadable =
        || app::Error::field("value", Message::new("indicator-value-unreadable").with("text", text));
    series.read(text).ok_or_else(unreadable)
}

fn day(fields: &Fields) -> Result<jiff::civil::Date, app::Error> {
    fields.parse("published_on").ok_or_else(|| {
        let text = fields.text("published_on").to_owned();
        app::Error::field("published_on", Message::new("measure-day-unreadable").with("text", text))
    })
}

async fn create(visit: Visit, fields: Fields) -> Response {
    let read = || -> Result<app::indicator::Form, app::Error> {
        let needed = || app::Error::field("series", Message::new("field-needed"));
        let series = fields.parse::<Series>("series").ok_or_else(needed)?;
        Ok(app::indicator::Form {
            series,
            base: fields.text("base").to_owned(),
            period: fields.text("period").to_owned(),
            aim: fields.ticked("aim"),
            value: typed(series, fields.text("value"))?,
            published_on: day(&fields)?,
            source: fields.text("source").to_owned(),
        })
    };
    let outcome = match read() {
        Ok(form) => app::indicator::create(&visit.ctx, visit.app(), form).await,
        Err(failed) => Err(failed),
    };
    match sent(&visit, &fields, outcome, |_| "/staff/indicators".to_owned()) {
        Ok(answer) => answer,
        Err(form) => show(&visit, form).await,
    }
}

async fn take_shipped(visit: Visit) -> Response {
    match app::indicator::take_shipped(&visit.ctx, visit.app()).await {
        Ok(_) => Redirect::to("/staff/indicators").into_response(),
        Err(failed) => error::page(&visit, &failed),
    }
}

async fn known(visit: &Visit, id: &str) -> Result<Indicator, app::Error> {
    let id = id.parse::<IndicatorId>().map_err(|_| app::Error::NotFound)?;
    app::indicator::get(&visit.ctx, visit.app(), id).await
}

async fn edit(visit: Visit, Path(id): Path<String>) -> Response {
    let one = match known(&visit, &id).await {
        Ok(one) => one,
        Err(failed) => return error::page(&visit, &failed),
    };
    let plain = match one.series.is_rate() {
        true => format!("{}.{}", one.value / 10, one.value % 10),
        false => one.value.to_string(),
    };
    let pairs = [
        ("version", one.version.to_string()),
        ("value", plain),
        ("published_on", one.published_on.to_string()),
    ];
    let fields = Fields(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect());
    edit_page(&visit, &one, Form::new(&fields))
}

fn edit_page(visit: &Visit, one: &Indicator, form: Form<'_>) -> Response {
    let form = form.needing(&["value", "published_on"]);
    let rest = html! {
        dl.facts {
            dt { (visit.t("indicator-series")) } dd { (visit.t(&format!("indicator-{}", one.series))) }
            dt { (visit.t("indicator-base")) } dd { (one.base) }
            dt { (visit.t("indicator-period")) } dd { (one.period) }
            dt { (visit.t("indicator-source")) } dd { (one.source) }
        }
        form.narrow method="post" {
            input type="hidden" name="version" value=(form.fields.text("version"));
            (input(visit, &form, "value", "indicator-value-label", "text", "indicator-value-hint"))
            (input(visit, &form, "published_on", "indicator-published", "date", ""))
            button { (visit.t("save-form")) }
        }
        p { a href="/staff/indicators" { (visit.t("staff-indicators")) } }
    };
    form.page(visit, &visit.t("indicator-edit"), &rest)
}

async fn update(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let one = match known(&visit, &id).await {
        Ok(one) => one,
        Err(failed) => return error::page(&visit, &failed),
    };
    let version = fields.parse("version").unwrap_or_default();
    let wanted = typed(one.series, fields.text("value")).and_then(|value| Ok((value, day(&fields)?)));
    let outcome = match wanted {
        Ok(wanted) => app::indicator::update(&visit.ctx, visit.app(), (one.id, version), wanted).await,
        Err(failed) => Err(failed),
    };
    sent(&visit, &fields, outcome, |()| "/staff/indicators".to_owned())
        .unwrap_or_else(|form| edit_page(&visit, &one, form))
}
