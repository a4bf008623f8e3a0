//! Estimates (추정) side by side, each with what it must tell (CR-13): no result, never added, taken back and not deleted.

use app::FieldError;
use axum::extract::{Path, Query};
use axum::response::Response;
use domain::counting::{GradeName, Rule};
use domain::estimate::{Computed, Estimate, Published, PublishedUnit, Way};
use domain::message::{Message, thousands};
use domain::project::Project;
use maud::{Markup, html};

use super::form::writable;
use super::{filled, place, won};
use crate::component::{Form, input, select, sent, tick};
use crate::fields::Fields;
use crate::staff::ledger::{grade, rule};
use crate::visit::Visit;

/// The ways in which an estimate comes about, as addresses and forms name them.
const WAYS: [&str; 3] = ["computed", "regional", "published"];

/// The estimates of a project, those taken back too.
pub(super) fn section(visit: &Visit, estimates: &[Estimate], may_write: bool) -> Markup {
    html! {
        section id="estimates" {
            h2 { (grade(visit, GradeName::Estimated)) " " (visit.t("estimate-no-result")) " " (rule(visit, Rule::Cr13)) }
            @if estimates.is_empty() { p.notice { (visit.t("estimates-none")) } } @else { (table(visit, estimates, may_write)) }
        }
    }
}

/// Estimates side by side.
pub(super) fn table(visit: &Visit, estimates: &[Estimate], may_write: bool) -> Markup {
    html! { div.scroll tabindex="0" role="region" aria-label=(visit.t("grade-estimated")) { table {
        caption { (visit.t("estimates-note")) }
        thead { tr { th scope="col" { (visit.t("estimate-says")) } th scope="col" { (visit.t("estimate-parts")) } th scope="col" { (visit.t("estimate-by")) } th.num scope="col" { (visit.t("estimate-base-amount")) } th scope="col" { (visit.t("estimate-source")) } th scope="col" { (visit.t("estimate-author")) } th scope="col" { (visit.t("state")) } } }
        tbody { @for one in estimates { (row(visit, one, may_write)) } }
    } } }
}

fn row(visit: &Visit, one: &Estimate, may_write: bool) -> Markup {
    let people = |n: i64| format!("{}{}", thousands(n), visit.t("unit-people"));
    let (says, parts, by, base, source, author) = match &one.way {
        Way::Computed(way) => {
            let parts = way.parts().ok();
            let says = parts.map(|parts| people(parts.total.value())).unwrap_or_default();
            let parts = parts.map(|parts| {
                Message::new("estimate-direct")
                    .with("direct", parts.direct.value())
                    .with("indirect", parts.indirect.value())
            });
            let by = Message::new("estimate-coefficients")
                .with("year", i64::from(way.year).to_string())
                .with("induced", tenths(way.induced_tenths))
                .with("direct", tenths(way.direct_tenths));
            (
                says,
                parts,
                visit.say(&by),
                won(visit, way.new_spending_won),
                way.source.clone(),
                way.author.clone(),
            )
        }
        Way::Regional(way) => {
            let sides = way.parts().ok();
            let says = sides.map(|sides| people(sides.total.value())).unwrap_or_default();
            let parts = sides.map(|sides| {
                Message::new("estimate-sides")
                    .with("inside", sides.inside.value())
                    .with("outside", sides.outside.value())
            });
            let by = Message::new("estimate-regional")
                .with("year", i64::from(way.year).to_string())
                .with("sector", sector_of(visit, &way.sector_code))
                .with("inside", ten_thousandths(way.inside_e4))
                .with("outside", ten_thousandths(way.outside_e4));
            (
                says,
                parts,
                visit.say(&by),
                won(visit, way.new_spending_won),
                way.source.clone(),
                way.author.clone(),
            )
        }
        Way::Published(way) => {
            let says = match way.unit {
                PublishedUnit::Persons => people(way.value),
                PublishedUnit::Won => won(visit, way.value),
            };
            let on = way.on.map(|on| on.to_string()).unwrap_or_default();
            (
                says,
                None,
                visit.t("estimate-announced"),
                String::new(),
                format!("{} · {on}", way.source),
                String::new(),
            )
        }
    };
    html! { tr {
        th scope="row" { (visit.t("estimate-total")) " " (says) }
        td { @if let Some(parts) = &parts { (visit.say(parts)) } @else { "–" } }
        td { (by) } td.num { (base) } td { (source) } td { (author) }
        td {
            @match &one.withdrawn {
                Some((at, why)) => { span.badge { (visit.t("estimate-taken-back")) } " " (visit.instant(*at)) " · " (why) }
                None => @if may_write { a href={ "/staff/estimates/" (one.id) "/withdraw" } { (visit.t("estimate-take-back")) } } @else { (visit.t("estimate-stands")) },
            }
        }
    } }
}

fn tenths(n: i64) -> String {
    format!("{}.{}", n / 10, n % 10)
}

fn ten_thousandths(n: i64) -> String {
    format!("{}.{:04}", n / 10_000, n % 10_000)
}

fn sector_of(visit: &Visit, code: &str) -> String {
    let known = app::estimate::sectors(visit.app()).into_iter().find(|(known, _)| *known == code);
    known.map_or_else(|| code.to_owned(), |(code, name)| format!("{code} {name}"))
}

pub(super) async fn ask(
    visit: Visit,
    Path(id): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Response {
    match writable(&visit, &id).await {
        Ok(project) => {
            let asked = Fields(pairs);
            let author = visit.signed.as_ref().map(|signed| signed.name.clone()).unwrap_or_default();
            let fields = filled(vec![
                ("way", way_of(&asked).to_owned()),
                ("amount", project.content.new_spending_won.map(|won| won.to_string()).unwrap_or_default()),
                ("sector", project.content.industry_sector.clone()),
                ("author", author),
            ]);
            render(&visit, &project, &Form::new(&fields))
        }
        Err(answer) => answer,
    }
}

fn way_of(fields: &Fields) -> &'static str {
    WAYS.iter().find(|way| **way == fields.text("way")).copied().unwrap_or("computed")
}

pub(super) async fn add(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let project = match writable(&visit, &id).await {
        Ok(project) => project,
        Err(answer) => return answer,
    };
    let way = match read(&visit, &fields) {
        Ok(way) => way,
        Err(failed) => {
            return match Form::refused(&visit, &fields, &failed) {
                Ok(answer) => answer,
                Err(form) => render(&visit, &project, &form),
            };
        }
    };
    let made = app::estimate::add(&visit.ctx, visit.app(), project.id, way, fields.ticked("in_won")).await;
    match sent(&visit, &fields, made, |_| format!("{}#estimates", place(&project))) {
        Ok(answer) => answer,
        Err(form) => render(&visit, &project, &form),
    }
}

fn read(visit: &Visit, fields: &Fields) -> Result<Way, app::Error> {
    let invalid = |why: FieldError| app::Error::Invalid(vec![why]);
    let needed = |name: &'static str| invalid(FieldError::new(name, Message::new("field-needed")));
    let (source, author) = (fields.text("source").to_owned(), fields.text("author").to_owned());
    if way_of(fields) == "published" {
        let value = fields.budget("value").map_err(invalid)?.filter(|value| *value > 0);
        return Ok(Way::Published(Published {
            value: value.ok_or_else(|| needed("value"))?,
            unit: match fields.text("unit") {
                "won" => PublishedUnit::Won,
                "persons" => PublishedUnit::Persons,
                _ => return Err(needed("unit")),
            },
            source,
            on: Some(fields.day("on").map_err(invalid)?.ok_or_else(|| needed("on"))?),
        }));
    }
    let amount = fields.budget("amount").map_err(invalid)?.filter(|amount| *amount > 0);
    let amount = amount.ok_or_else(|| app::Error::field("amount", Message::new("estimate-amount")))?;
    if way_of(fields) == "regional" {
        return app::estimate::regional(visit.app(), fields.text("sector"), amount, &author)
            .map(Way::Regional);
    }
    let chosen = fields.text("set");
    if let Some(set) = app::estimate::sets(visit.app()).into_iter().find(|set| set.key() == chosen) {
        return Ok(Way::Computed(Computed {
            new_spending_won: amount,
            induced_tenths: set.induced_tenths,
            direct_tenths: set.direct_tenths,
            year: set.year,
            source: set.source,
            author,
        }));
    }
    let year = fields.number("year").map_err(invalid)?.and_then(|year| i16::try_from(year).ok());
    Ok(Way::Computed(Computed {
        new_spending_won: amount,
        induced_tenths: coefficient(fields, "induced")?,
        direct_tenths: coefficient(fields, "direct")?,
        // A coefficient without its year says nothing: they fall every year (CR-13).
        year: year
            .filter(|year| (1990..=2100).contains(year))
            .ok_or_else(|| app::Error::field("year", Message::new("estimate-year")))?,
        source,
        author,
    }))
}

/// Workers per billion won as people write them: `15`, `10.2`.
fn coefficient(fields: &Fields, name: &'static str) -> Result<i64, app::Error> {
    let wrong = || app::Error::field(name, Message::new("estimate-coefficient"));
    let (whole, part) = fields.text(name).split_once('.').unwrap_or((fields.text(name), "0"));
    let (whole, part): (i64, i64) = (whole.parse().map_err(|_| wrong())?, part.parse().map_err(|_| wrong())?);
    if (0..10_000).contains(&whole) && (0..10).contains(&part) { Ok(whole * 10 + part) } else { Err(wrong()) }
}

fn render(visit: &Visit, project: &Project, form: &Form<'_>) -> Response {
    let title = visit.t("estimate-new");
    let way = way_of(form.fields);
    let form = match way {
        "published" => form.clone().needing(&["value", "unit", "on", "source"]),
        "regional" => form.clone().needing(&["amount", "sector", "author"]),
        _ => form.clone().needing(&["amount", "author"]),
    };
    let here = format!("{}/estimates", place(project));
    let units =
        [("persons", "unit-people"), ("won", "won")].map(|(unit, name)| (unit.to_owned(), visit.t(name)));
    let label = |set: &domain::coefficient::CoefficientSet| {
        let figures = format!("{} / {}", tenths(set.induced_tenths), tenths(set.direct_tenths));
        (set.key(), format!("{} {} · {figures}", set.year, set.sector))
    };
    let sets: Vec<(String, String)> = app::estimate::sets(visit.app()).iter().map(label).collect();
    let sectors: Vec<(String, String)> = app::estimate::sectors(visit.app())
        .into_iter()
        .map(|(code, name)| (code.to_owned(), format!("{code} {name}")))
        .collect();
    let body = html! {
        p.lead { a href=(place(project)) { (project.content.name) } }
        p { (grade(visit, GradeName::Estimated)) " " (visit.t("estimate-note")) " " (rule(visit, Rule::Cr13)) }
        nav aria-label=(visit.t("estimate-way")) { p { @for one in WAYS { a href={ (here) "?way=" (one) } aria-current=[(one == way).then_some("true")] { (visit.t(&format!("estimate-way-{one}"))) } " · " } } }
        form.narrow method="post" {
            input type="hidden" name="way" value=(way);
            @if way == "published" {
                (input(visit, &form, "value", "estimate-value", "text", "estimate-value-hint"))
                (select(visit, &form, "unit", "estimate-unit", &units))
                (input(visit, &form, "on", "estimate-on", "date", ""))
                (input(visit, &form, "source", "estimate-source", "text", "estimate-source-hint"))
            } @else {
                (input(visit, &form, "amount", "estimate-base-amount", "text", "estimate-amount-hint"))
                @if form.error("amount").is_some() || form.fields.ticked("in_won") { (tick(&form, "in_won", &visit.t("project-in-won"))) }
                @if way == "regional" {
                    (select(visit, &form, "sector", "project-industry-sector", &sectors))
                } @else {
                    (select(visit, &form, "set", "estimate-set", &sets))
                    details open[form.opens(&["induced", "direct", "year", "source"])] { summary { (visit.t("estimate-own-coefficients")) }
                        (input(visit, &form, "induced", "estimate-induced", "text", ""))
                        (input(visit, &form, "direct", "estimate-direct-coefficient", "text", ""))
                        (input(visit, &form, "year", "estimate-year-label", "number", ""))
                        (input(visit, &form, "source", "estimate-source", "text", "estimate-source-hint"))
                    }
                }
                (input(visit, &form, "author", "estimate-author", "text", ""))
            }
            button { (visit.t("estimate-new")) }
        }
    };
    form.page(visit, &title, &body)
}

pub(super) async fn ask_back(visit: Visit, Path(id): Path<String>) -> Response {
    let found = match id.parse() {
        Ok(id) => app::estimate::get(&visit.ctx, visit.app(), id).await,
        Err(_) => Err(app::Error::NotFound),
    };
    match found {
        Ok(_) => back(&visit, &Form::new(&Fields::default())),
        Err(failed) => crate::error::page(&visit, &failed),
    }
}

pub(super) async fn withdraw(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let Ok(id) = id.parse() else { return crate::error::page(&visit, &app::Error::NotFound) };
    let done = app::estimate::withdraw(&visit.ctx, visit.app(), id, fields.text("why")).await;
    match sent(&visit, &fields, done, |project| format!("/staff/projects/{project}#estimates")) {
        Ok(answer) => answer,
        Err(form) => back(&visit, &form),
    }
}

fn back(visit: &Visit, form: &Form<'_>) -> Response {
    let form = form.clone().needing(&["why"]);
    let body = html! {
        p { (visit.t("estimate-take-back-note")) }
        form.narrow method="post" {
            (input(visit, &form, "why", "reason", "text", ""))
            button { (visit.t("estimate-take-back")) }
        }
    };
    form.page(visit, &visit.t("estimate-take-back"), &body)
}
