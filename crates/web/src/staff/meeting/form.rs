//! A meeting as a form: whose it is, when and where.

use axum::extract::{Path, Query};
use axum::response::Response;
use domain::meeting::{Meeting, MeetingKind};
use jiff::civil::DateTime;
use maud::html;

use super::{id_of, view};
use crate::component::{Form, input, sent};
use crate::error;
use crate::fields::Fields;
use crate::visit::Visit;

pub(super) async fn new(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let asked = Fields(pairs);
    let kind = if asked.text("council").is_empty() { "report" } else { "council" };
    let fields = asked.but("kind", kind);
    render(&visit, "meeting-new", Form::new(&fields))
}

fn render(visit: &Visit, title: &str, form: Form<'_>) -> Response {
    let report = form.fields.text("kind") == "report";
    let form = form.needing(if report { &["name", "at"] } else { &["at"] });
    let hidden = |name: &str| html! { input type="hidden" name=(name) value=(form.fields.text(name)); };
    let title = if report && title == "meeting-new" { "report-meeting-new" } else { title };
    let body = html! {
        form.narrow method="post" {
            (hidden("version")) (hidden("kind")) (hidden("council"))
            @if let Some(why) = form.error("council") { p.error #council tabindex="-1" { (why) } }
            (input(visit, &form, "name", "name", "text", if report { "" } else { "meeting-name-hint" }))
            (input(visit, &form, "at", "meeting-when", "datetime-local", ""))
            (input(visit, &form, "venue", "meeting-venue", "text", ""))
            @if report { p.hint { (visit.t("report-meeting-hint")) } }
            button { (visit.t("save-form")) }
        }
        p { a href="/staff/council" { (visit.t("staff-council")) } }
    };
    form.page(visit, &visit.t(title), &body)
}

/// Day and time as browsers send them, or as people write them with a space between.
fn at(fields: &Fields) -> Option<DateTime> {
    fields.text("at").replace(' ', "T").parse().ok()
}

fn read(fields: &Fields) -> app::meeting::Form {
    app::meeting::Form {
        kind: fields.parse("kind").unwrap_or(MeetingKind::Council),
        council: fields.parse("council"),
        name: fields.text("name").to_owned(),
        at: at(fields),
        venue: fields.text("venue").to_owned(),
    }
}

pub(super) async fn create(visit: Visit, fields: Fields) -> Response {
    let made = app::meeting::call(&visit.ctx, visit.app(), read(&fields)).await;
    sent(&visit, &fields, made, |id| format!("/staff/meetings/{id}"))
        .unwrap_or_else(|form| render(&visit, "meeting-new", form))
}

fn filled(meeting: &Meeting) -> Fields {
    let pairs = [
        ("version", meeting.version.to_string()),
        ("kind", meeting.kind.to_string()),
        ("council", meeting.council.map(|id| id.to_string()).unwrap_or_default()),
        ("name", meeting.name.clone()),
        ("at", meeting.at.strftime("%Y-%m-%dT%H:%M").to_string()),
        ("venue", meeting.venue.clone()),
    ];
    Fields(pairs.map(|(name, value)| (name.to_owned(), value)).to_vec())
}

pub(super) async fn edit(visit: Visit, Path(id): Path<String>) -> Response {
    match view(&visit, &id).await {
        Ok(view) => render(&visit, "meeting-edit", Form::new(&filled(&view.meeting))),
        Err(failed) => error::page(&visit, &failed),
    }
}

pub(super) async fn update(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let done = match (id_of(&id), fields.parse::<i64>("version")) {
        (Ok(id), Some(seen)) => {
            app::meeting::update(&visit.ctx, visit.app(), (id, seen), read(&fields)).await
        }
        _ => Err(app::Error::NotFound),
    };
    sent(&visit, &fields, done, |()| format!("/staff/meetings/{id}"))
        .unwrap_or_else(|form| render(&visit, "meeting-edit", form))
}
