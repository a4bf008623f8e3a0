//! The answer to the job question: a job-impact sheet, or "none" with the reason.

use std::collections::BTreeMap;

use app::FieldError;
use axum::extract::Path;
use axum::response::Response;
use domain::counting::Month;
use domain::message::Message;
use domain::project::{Impact, Project, Sheet};
use maud::html;

use super::form::writable;
use super::{filled, place};
use crate::component::{Form, area, field_errors, sent};
use crate::fields::Fields;
use crate::visit::Visit;

pub(super) async fn ask(visit: Visit, Path(id): Path<String>) -> Response {
    match writable(&visit, &id).await {
        Ok(project) => {
            let fields = fill(&project);
            render(&visit, &project, &Form::new(&fields))
        }
        Err(answer) => answer,
    }
}

pub(super) async fn answer(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let project = match writable(&visit, &id).await {
        Ok(project) => project,
        Err(answer) => return answer,
    };
    let impact = match read(&visit, &fields) {
        Ok(impact) => impact,
        Err(why) => {
            let errors = field_errors(&visit, &app::Error::Invalid(vec![why])).unwrap_or_default();
            return render(&visit, &project, &Form::wrong(&fields, errors));
        }
    };
    let seen = (project.id, fields.parse("version").unwrap_or(0));
    let done = app::project::answer(&visit.ctx, visit.app(), seen, impact).await;
    match sent(&visit, &fields, done, |()| place(&project)) {
        Ok(answer) => answer,
        Err(form) => render(&visit, &project, &form),
    }
}

fn read(visit: &Visit, fields: &Fields) -> Result<Impact, FieldError> {
    let on = visit.ctx.today();
    match fields.text("answer") {
        "no_jobs" => Ok(Impact::NoJobs { why: fields.text("work").to_owned(), on }),
        "jobs" => Ok(Impact::Jobs(Sheet {
            work: fields.text("work").to_owned(),
            hiring: hiring(fields.text("hiring"))?,
            cooperation: fields.text("cooperation").to_owned(),
            on,
        })),
        _ => Err(FieldError::new("answer", Message::new("project-impact-choose"))),
    }
}

/// Months with heads, a line each: `2016-04 5명`.
fn hiring(text: &str) -> Result<BTreeMap<Month, i64>, FieldError> {
    let mut out = BTreeMap::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let wrong = |code: &'static str| FieldError::new("hiring", Message::new(code).with("text", line));
        let (month, heads) =
            line.split_once(char::is_whitespace).ok_or_else(|| wrong("project-hiring-line"))?;
        if says_person_days(heads) {
            return Err(wrong("person-days-are-no-people"));
        }
        let month = Month::parse(month.trim_end_matches(':')).ok_or_else(|| wrong("project-hiring-line"))?;
        let digits: String = heads.trim().trim_end_matches('명').replace(',', "");
        let heads: i64 = digits.trim().parse().map_err(|_| wrong("project-hiring-line"))?;
        *out.entry(month).or_insert(0) += heads;
    }
    Ok(out)
}

/// Whether somebody typed days of work where people are asked for (CR-12).
pub(super) fn says_person_days(text: &str) -> bool {
    let tight: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    ["연인원", "인일", "인·일", "연인", "man-day", "person-day"]
        .iter()
        .any(|word| tight.to_lowercase().contains(word))
}

fn fill(project: &Project) -> Fields {
    let (answer, work, hiring, cooperation) = match &project.impact {
        Impact::Open => Default::default(),
        Impact::NoJobs { why, .. } => ("no_jobs", why.clone(), String::new(), String::new()),
        Impact::Jobs(sheet) => {
            let lines: Vec<String> =
                sheet.hiring.iter().map(|(month, heads)| format!("{month} {heads}")).collect();
            ("jobs", sheet.work.clone(), lines.join("\n"), sheet.cooperation.clone())
        }
    };
    filled(vec![
        ("version", project.version.to_string()),
        ("answer", answer.to_owned()),
        ("work", work),
        ("hiring", hiring),
        ("cooperation", cooperation),
    ])
}

fn render(visit: &Visit, project: &Project, form: &Form<'_>) -> Response {
    let form = form.clone().needing(&["answer", "work"]);
    let title = visit.t("project-impact-sheet");
    let error = form.error("answer");
    let body = html! {
        p.lead { a href=(place(project)) { (project.content.name) } }
        p { (visit.t("project-impact-note")) }
        form.narrow method="post" {
            input type="hidden" name="version" value=(form.fields.text("version"));
            fieldset.field id="answer" tabindex="-1" aria-describedby=[error.map(|_| "answer-error")] {
                legend { (visit.t("project-impact-question")) }
                div.checks { @for value in ["jobs", "no_jobs"] { label { input type="radio" name="answer" value=(value) checked[form.fields.text("answer") == value]; " " (visit.t(&format!("project-impact-says-{value}"))) } } }
                @if let Some(error) = error { p.error id="answer-error" { (error) } }
            }
            (area(visit, &form, "work", "project-impact-work"))
            p.hint { (visit.t("project-hiring-hint")) }
            (area(visit, &form, "hiring", "project-hiring"))
            (area(visit, &form, "cooperation", "project-cooperation"))
            button { (visit.t("save-form")) }
        }
    };
    form.page(visit, &title, &body)
}
