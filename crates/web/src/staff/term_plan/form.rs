//! The form of a comprehensive plan: term, years, vision, and its strategies with their tasks as lines of text.

use axum::extract::Path;
use axum::response::Response;
use domain::id::TermPlanId;
use domain::term_plan::{Strategy, TermPlan};
use maud::{Markup, html};

use crate::component::{Form, area, input, sent};
use crate::error;
use crate::fields::Fields;
use crate::visit::Visit;

/// A line that is a task begins so; any other is a strategy.
const TASK: &str = "-";

pub(super) async fn new(visit: Visit) -> Response {
    ask(&visit, "plan-new", Form::new(&Fields::default()))
}

pub(super) async fn create(visit: Visit, fields: Fields) -> Response {
    let outcome = match read(&fields) {
        Ok(form) => app::term_plan::create(&visit.ctx, visit.app(), form).await,
        Err(failed) => Err(failed),
    };
    sent(&visit, &fields, outcome, |id| format!("/staff/plan?term={id}&year={}", fields.text("from_year")))
        .unwrap_or_else(|form| ask(&visit, "plan-new", form))
}

pub(super) async fn edit(visit: Visit, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<TermPlanId>() else { return error::page(&visit, &app::Error::NotFound) };
    match app::term_plan::get(&visit.ctx, visit.app(), id).await {
        Ok(plan) => ask(&visit, "plan-edit", Form::new(&written(&plan))),
        Err(failed) => error::page(&visit, &failed),
    }
}

pub(super) async fn update(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let Ok(id) = id.parse::<TermPlanId>() else { return error::page(&visit, &app::Error::NotFound) };
    let version = fields.parse("version").unwrap_or_default();
    let outcome = match read(&fields) {
        Ok(form) => app::term_plan::update(&visit.ctx, visit.app(), (id, version), form).await,
        Err(failed) => Err(failed),
    };
    sent(&visit, &fields, outcome, |()| format!("/staff/plan?term={id}&year={}", fields.text("from_year")))
        .unwrap_or_else(|form| ask(&visit, "plan-edit", form))
}

fn read(fields: &Fields) -> Result<app::term_plan::Form, app::Error> {
    let year = |name: &'static str| -> Result<i16, app::Error> {
        fields.parse(name).ok_or_else(|| {
            let text = fields.text(name).to_owned();
            app::Error::field(name, domain::Message::new("plan-year-unreadable").with("text", text))
        })
    };
    let (from_year, to_year) = (year("from_year")?, year("to_year")?);
    let (term, vision) = (fields.text("term").to_owned(), fields.text("vision").to_owned());
    Ok(app::term_plan::Form {
        term,
        from_year,
        to_year,
        vision,
        strategies: lines(fields.text("strategies")),
    })
}

/// A strategy a line, its tasks below it, each after a hyphen.
fn lines(text: &str) -> Vec<Strategy> {
    let mut out: Vec<Strategy> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match (line.strip_prefix(TASK), out.last_mut()) {
            (Some(task), Some(strategy)) => strategy.tasks.push(task.trim().to_owned()),
            (Some(task), None) => out.push(Strategy { name: task.trim().to_owned(), tasks: Vec::new() }),
            (None, _) => out.push(Strategy { name: line.to_owned(), tasks: Vec::new() }),
        }
    }
    out
}

fn written(plan: &TermPlan) -> Fields {
    let mut text = String::new();
    for strategy in &plan.strategies {
        text.push_str(&format!("{}\n", strategy.name));
        strategy.tasks.iter().for_each(|task| text.push_str(&format!("{TASK} {task}\n")));
    }
    let pairs = [
        ("version", plan.version.to_string()),
        ("term", plan.term.clone()),
        ("from_year", plan.from_year.to_string()),
        ("to_year", plan.to_year.to_string()),
        ("vision", plan.vision.clone()),
        ("strategies", text),
    ];
    Fields(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

fn ask(visit: &Visit, title: &str, form: Form<'_>) -> Response {
    let form = form.needing(&["term", "from_year", "to_year"]);
    let rest: Markup = html! {
        form.narrow method="post" {
            input type="hidden" name="version" value=(form.fields.text("version"));
            (input(visit, &form, "term", "plan-term", "text", "plan-term-hint"))
            (input(visit, &form, "from_year", "plan-from-year", "number", ""))
            (input(visit, &form, "to_year", "plan-to-year", "number", ""))
            (input(visit, &form, "vision", "plan-vision", "text", ""))
            p.hint { (visit.t("plan-strategies-hint")) }
            (area(visit, &form, "strategies", "plan-strategies"))
            button { (visit.t("save-form")) }
        }
        p { a href="/staff/plan" { (visit.t("staff-plan")) } }
    };
    form.page(visit, &visit.t(title), &rest)
}
