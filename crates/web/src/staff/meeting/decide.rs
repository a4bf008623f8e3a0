//! Writing down what a meeting gives to somebody to do: decisions, the mayor's instructions, points to improve.

use axum::extract::{Path, Query};
use axum::response::Response;
use domain::action::Source;
use domain::meeting::MeetingKind;
use maud::html;
use strum::IntoEnumIterator;

use super::{id_of, view};
use crate::component::{Form, input, select, sent};
use crate::error;
use crate::fields::Fields;
use crate::staff::action;
use crate::staff::organisation::options;
use crate::visit::Visit;

/// An action as it was typed.
pub(in crate::staff) fn action_form(
    fields: &Fields,
    source: Source,
) -> Result<app::action::Form, app::Error> {
    Ok(app::action::Form {
        source,
        item: fields.parse("item"),
        title: fields.text("title").to_owned(),
        owner: fields.parse("owner"),
        due_on: fields.day("due_on").map_err(|why| app::Error::Invalid(vec![why]))?,
        measure: fields.parse("measure"),
    })
}

/// What a meeting of a kind may give.
pub(super) fn sources(visit: &Visit) -> Vec<(String, String)> {
    Source::iter()
        .filter(|source| *source != Source::Task)
        .map(|source| (source.to_string(), visit.t(&format!("action-source-{source}"))))
        .collect()
}

pub(super) async fn show(
    visit: Visit,
    Path(id): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Response {
    render(&visit, &id, Form::new(&Fields(pairs))).await
}

async fn render(visit: &Visit, id: &str, form: Form<'_>) -> Response {
    let found = (
        view(visit, id).await,
        app::organisation::tree(&visit.ctx, visit.app()).await,
        action::measures(visit).await,
    );
    let (view, tree, measures) = match found {
        (Ok(view), Ok(tree), Ok(measures)) => (view, tree, measures),
        (Err(failed), ..) | (_, Err(failed), _) | (.., Err(failed)) => return error::page(visit, &failed),
    };
    let form = form.needing(&["title", "owner", "due_on"]);
    let items: Vec<(String, String)> =
        view.agenda().map(|item| (item.id.to_string(), item.title.clone())).collect();
    // Whatever was not chosen is what such a meeting mostly gives.
    let usual = match view.meeting.kind {
        MeetingKind::Council => Source::Decision,
        MeetingKind::Report => Source::Improvement,
    };
    let fields = match form.fields.text("source") {
        "" => form.fields.but("source", &usual.to_string()),
        _ => form.fields.clone(),
    };
    let form = Form { fields: &fields, ..form };
    let body = html! {
        p.lead { a href={ "/staff/meetings/" (id) } { (view.meeting.name) } }
        form.narrow method="post" {
            input type="hidden" name="next" value=(fields.text("next"));
            (select(visit, &form, "source", "action-source", &sources(visit)))
            (input(visit, &form, "title", "action-what", "text", ""))
            (select(visit, &form, "owner", "action-owner", &options(&tree)))
            (input(visit, &form, "due_on", "action-due", "date", "action-later-hint"))
            (select(visit, &form, "item", "action-item", &items))
            (select(visit, &form, "measure", "action-measure", &measures))
            button { (visit.t("action-new")) }
        }
        h2 { (visit.t("meeting-actions")) }
        (action::table(visit, "meeting-actions", &view.actions, &view.names, &view.judged, "meeting-actions-none"))
    };
    form.page(visit, &visit.t("action-new"), &body)
}

/// The slide of a meeting from which a form was sent: the room goes on where it was.
pub(in crate::staff) fn in_the_room(fields: &Fields, meeting: &str) -> Option<String> {
    let at: usize = fields.text("next").parse().ok()?;
    let dark = if fields.ticked("dark") { "&dark=yes" } else { "" };
    Some(format!("/staff/meetings/{meeting}/live?at={at}{dark}"))
}

pub(super) async fn add(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let source = fields.parse("source").filter(|source| *source != Source::Task);
    let made = match (id_of(&id), source.map(|source| action_form(&fields, source))) {
        (Ok(id), Some(Ok(form))) => app::action::decide(&visit.ctx, visit.app(), id, form).await,
        (Ok(_), None) => Err(app::Error::field("source", domain::Message::new("field-needed"))),
        (Err(failed), _) | (_, Some(Err(failed))) => Err(failed),
    };
    let onward = in_the_room(&fields, &id).unwrap_or_else(|| format!("/staff/meetings/{id}/actions"));
    match sent(&visit, &fields, made, |_| onward) {
        Ok(answer) => answer,
        Err(form) => render(&visit, &id, form).await,
    }
}
