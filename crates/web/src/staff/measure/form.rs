//! The form of a measure: where it hangs, who does it, for whom and with what, how its target was arrived at, and the question
//! to the ledger that tells its result. There is no field for a result.

use axum::extract::{Path, Query};
use axum::response::Response;
use domain::counting::Class;
use domain::id::MeasureId;
use domain::measure::{Content, Measure, Query as Ask, Unit};
use domain::organisation::Organisation;
use domain::placement::How;
use domain::term_plan::{State, TermPlan};
use maud::{Markup, html};
use strum::IntoEnumIterator;

use super::{funds, seen, target, unit};
use crate::component::{Form, area, input, select, sent, tick};
use crate::error;
use crate::fields::Fields;
use crate::staff::organisation;
use crate::visit::Visit;

/// Classes that a claim can have; the others are no rows of the ledger.
const CLASSES: [Class; 5] = [Class::R1, Class::R2, Class::R4, Class::R5, Class::R8];

pub(super) async fn new(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    ask(&visit, "measure-new", Form::new(&Fields(pairs)), true).await
}

pub(super) async fn create(visit: Visit, fields: Fields) -> Response {
    let outcome = match read(&fields, true) {
        Ok(form) => app::measure::create(&visit.ctx, visit.app(), form).await,
        Err(failed) => Err(failed),
    };
    match sent(&visit, &fields, outcome, |id| format!("/staff/measures/{id}")) {
        Ok(answer) => answer,
        Err(form) => ask(&visit, "measure-new", form, true).await,
    }
}

pub(super) async fn edit(visit: Visit, Path(id): Path<String>) -> Response {
    match seen(&visit, &id).await {
        Ok(view) => ask(&visit, "measure-edit", Form::new(&written(&view.line.measure)), false).await,
        Err(failed) => error::page(&visit, &failed),
    }
}

pub(super) async fn update(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let Ok(id) = id.parse::<MeasureId>() else { return error::page(&visit, &app::Error::NotFound) };
    let version = fields.parse("version").unwrap_or_default();
    let outcome = match read(&fields, false) {
        Ok(form) => app::measure::update(&visit.ctx, visit.app(), (id, version), form).await,
        Err(failed) => Err(failed),
    };
    match sent(&visit, &fields, outcome, |()| format!("/staff/measures/{id}")) {
        Ok(answer) => answer,
        Err(form) => ask(&visit, "measure-edit", form, false).await,
    }
}

/// Where a measure hangs, as one choice: strategy and task by their places.
fn place(text: &str) -> Option<(usize, usize)> {
    let (strategy, task) = text.split_once('.')?;
    Some((strategy.parse().ok()?, task.parse().ok()?))
}

fn read(fields: &Fields, with_target: bool) -> Result<app::measure::Form, app::Error> {
    let mut errors = Vec::new();
    let mut budget = std::collections::BTreeMap::new();
    for source in funds() {
        let name = fund(source);
        match fields.budget(name) {
            Ok(Some(won)) => {
                budget.insert(source, won);
            }
            Ok(None) => {}
            Err(wrong) => errors.push(wrong),
        }
    }
    let wanted = if with_target { target(fields) } else { Ok([0; 4]) };
    let target = wanted.unwrap_or_else(|failed| {
        if let app::Error::Invalid(wrong) = failed {
            errors.extend(wrong);
        }
        [0; 4]
    });
    let mut day = |name: &'static str| {
        let text = fields.text(name);
        let day = text.parse::<jiff::civil::Date>().ok();
        if !text.is_empty() && day.is_none() {
            let why = domain::Message::new("measure-day-unreadable").with("text", text);
            errors.push(app::FieldError::new(name, why));
        }
        day
    };
    let (from, until) = (day("from"), day("until"));
    let mut age = |name: &'static str| {
        let age = fields.count(name, u32::from(u8::MAX)).unwrap_or_else(|wrong| {
            errors.push(wrong);
            None
        });
        age.and_then(|age| u8::try_from(age).ok())
    };
    let (age_from, age_until) = (age("age_from"), age("age_until"));
    if !errors.is_empty() {
        return Err(app::Error::Invalid(errors));
    }
    let (strategy, task) = place(fields.text("task")).unwrap_or((usize::MAX, 0));
    let words = |name: &str| fields.text(name).to_owned();
    let content = Content {
        name: words("name"),
        strategy,
        task,
        category: words("category"),
        audience: words("audience"),
        from,
        until,
        budget,
        basis: words("basis"),
        description: words("description"),
        partners: fields.all("partners").filter_map(|id| id.parse().ok()).collect(),
        youth: fields.ticked("youth"),
        query: Ask {
            unit: fields.parse("unit").unwrap_or_default(),
            class: fields.parse("class"),
            how: fields.parse("how"),
            project: words("project"),
            age_from,
            age_until,
            whole_city: fields.ticked("whole_city"),
        },
    };
    Ok(app::measure::Form {
        term_plan: fields.parse("term_plan"),
        year: fields.parse("year").unwrap_or_default(),
        owner: fields.parse("owner"),
        content,
        target,
    })
}

fn fund(source: domain::project::FundSource) -> &'static str {
    use domain::project::FundSource::{City, National, Private, Provincial};
    match source {
        National => "fund_national",
        Provincial => "fund_provincial",
        City => "fund_city",
        Private => "fund_private",
    }
}

fn written(measure: &Measure) -> Fields {
    let content = &measure.content;
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let yes = |yes: bool| if yes { "yes" } else { "" }.to_owned();
    let mut pairs = vec![
        ("version", measure.version.to_string()),
        ("term_plan", measure.term_plan.to_string()),
        ("year", measure.year.to_string()),
        ("name", content.name.clone()),
        ("task", format!("{}.{}", content.strategy, content.task)),
        ("category", content.category.clone()),
        ("owner", measure.owner.to_string()),
        ("audience", content.audience.clone()),
        ("from", day(content.from)),
        ("until", day(content.until)),
        ("basis", content.basis.clone()),
        ("description", content.description.clone()),
        ("youth", yes(content.youth)),
        ("unit", content.query.unit.to_string()),
        ("class", content.query.class.map(|class| class.to_string()).unwrap_or_default()),
        ("how", content.query.how.map(|how| how.to_string()).unwrap_or_default()),
        ("project", content.query.project.clone()),
        ("age_from", content.query.age_from.map(|age| age.to_string()).unwrap_or_default()),
        ("age_until", content.query.age_until.map(|age| age.to_string()).unwrap_or_default()),
        ("whole_city", yes(content.query.whole_city)),
    ];
    pairs.extend(content.budget.iter().map(|(source, won)| (fund(*source), won.to_string())));
    pairs.extend(content.partners.iter().map(|id| ("partners", id.to_string())));
    Fields(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

/// Strategies and tasks of a plan as one choice.
fn tasks(plan: &TermPlan) -> Vec<(String, String)> {
    let of = plan.strategies.iter().enumerate().flat_map(|(at, strategy)| {
        let alone = strategy.tasks.is_empty().then(|| (format!("{at}.0"), strategy.name.clone()));
        let below = strategy.tasks.iter().enumerate();
        let below =
            below.map(move |(nth, task)| (format!("{at}.{nth}"), format!("{} › {task}", strategy.name)));
        alone.into_iter().chain(below)
    });
    of.collect()
}

async fn ask(visit: &Visit, title: &str, form: Form<'_>, is_new: bool) -> Response {
    let plans = match app::term_plan::list(&visit.ctx, visit.app()).await {
        Ok(plans) => plans,
        Err(failed) => return error::page(visit, &failed),
    };
    let tree = match app::organisation::tree(&visit.ctx, visit.app()).await {
        Ok(tree) => tree,
        Err(failed) => return error::page(visit, &failed),
    };
    let writable: Vec<&TermPlan> =
        plans.iter().filter(|plan| !matches!(plan.state, State::Archived { .. })).collect();
    let asked = writable.iter().find(|plan| plan.id.to_string() == form.fields.text("term_plan"));
    let Some(plan) = asked.or(writable.first()).copied() else {
        let body = html! { p.notice { (visit.t("measure-no-plan")) } div.actions { a.button href="/staff/plan/terms/new" { (visit.t("plan-new")) } } };
        return form.page(visit, &visit.t(title), &body);
    };
    let form = form.needing(&["name", "task", "category", "owner", "basis"]);
    let (heading, rest) = (visit.t(title), inputs(visit, &form, plan, &tree, is_new));
    form.page(visit, &heading, &rest)
}

fn inputs(
    visit: &Visit,
    form: &Form<'_>,
    plan: &TermPlan,
    tree: &[(usize, Organisation)],
    is_new: bool,
) -> Markup {
    let asked: Option<i16> = form.fields.parse("year");
    let year = asked.filter(|year| plan.covers(*year)).unwrap_or(plan.from_year);
    let years: Vec<(String, String)> =
        (plan.from_year..=plan.to_year).map(|year| (year.to_string(), year.to_string())).collect();
    let categories = visit.app().reference.categories.in_force(year);
    let categories: Vec<(String, String)> =
        categories.map(|one| (one.code.clone(), super::category(visit, &one.code, year))).collect();
    let units: Vec<(String, String)> = Unit::iter().map(|one| (one.to_string(), unit(visit, one))).collect();
    let classes: Vec<(String, String)> = CLASSES
        .iter()
        .map(|class| (class.to_string(), format!("{class} {}", visit.t(&format!("class-{class}")))))
        .collect();
    let ways: Vec<(String, String)> =
        How::iter().map(|how| (how.to_string(), visit.t(&format!("how-{how}")))).collect();
    html! {
        p { (plan.term) " (" (plan.from_year) "~" (plan.to_year) ")" }
        form.narrow method="post" {
            input type="hidden" name="version" value=(form.fields.text("version"));
            input type="hidden" name="term_plan" value=(plan.id);
            (input(visit, form, "name", "measure-name", "text", ""))
            @if is_new { (select(visit, form, "year", "measure-year-label", &years)) } @else { input type="hidden" name="year" value=(year); }
            (select(visit, form, "task", "measure-strategy", &tasks(plan)))
            (select(visit, form, "category", "measure-category-label", &categories))
            (select(visit, form, "owner", "measure-owner", &organisation::options(tree)))
            (input(visit, form, "audience", "measure-audience", "text", ""))
            (tick(form, "youth", &visit.t("measure-youth")))
            (input(visit, form, "from", "measure-from", "date", ""))
            (input(visit, form, "until", "measure-until-day", "date", ""))
            fieldset { legend { (visit.t("measure-budget-label")) }
                @for source in funds() { (input(visit, form, fund(source), &format!("measure-fund-{source}"), "text", "measure-won-hint")) }
            }
            (input(visit, form, "basis", "measure-basis-label", "text", "measure-basis-hint"))
            @if is_new { fieldset { legend { (visit.t("measure-target-label")) } @for quarter in 1..=4 { (input(visit, form, &format!("target_{quarter}"), &format!("measure-target-{quarter}"), "number", "")) } } }
            fieldset { legend { (visit.t("measure-query")) } p.hint { (visit.t("measure-query-hint")) }
                (select(visit, form, "unit", "measure-unit", &units))
                (select(visit, form, "class", "measure-class", &classes))
                (select(visit, form, "how", "placement-how", &ways))
                (input(visit, form, "project", "measure-project", "text", "measure-project-hint"))
                (input(visit, form, "age_from", "measure-age-from", "number", "measure-age-hint"))
                (input(visit, form, "age_until", "measure-age-until", "number", ""))
                (tick(form, "whole_city", &visit.t("measure-query-city")))
            }
            (area(visit, form, "description", "measure-description"))
            (organisation::several(visit, form, "partners", "measure-partners", tree))
            button { (visit.t("save-form")) }
        }
        p { a href="/staff/plan" { (visit.t("staff-plan")) } }
    }
}
