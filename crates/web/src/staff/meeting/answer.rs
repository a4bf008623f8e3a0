//! Keying the slips of bodies that take part on paper.

use std::collections::BTreeMap;

use app::meeting::View;
use axum::extract::Path;
use axum::response::Response;
use domain::id::AgendaItemId;
use domain::meeting::{Answer, View as Said};
use domain::message::Message;
use maud::html;
use strum::IntoEnumIterator;

use super::view;
use crate::component::{Form, input, select, sent};
use crate::error;
use crate::fields::Fields;
use crate::visit::Visit;

/// Names of the inputs of an item: what is said to it, and in which words.
fn fields_of(item: AgendaItemId) -> (String, String) {
    (format!("view-{item}"), format!("words-{item}"))
}

pub(super) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match view(&visit, &id).await {
        Ok(view) => render(&visit, &view, Form::new(&Fields::default())),
        Err(failed) => error::page(&visit, &failed),
    }
}

fn render(visit: &Visit, view: &View, form: Form<'_>) -> Response {
    let form = form.needing(&["organisation"]);
    let bodies: Vec<(String, String)> = {
        // Those who are served on paper first; anybody else may send a slip as well.
        let mut seats: Vec<_> = view.seats.iter().collect();
        seats.sort_by_key(|seat| !seat.by_paper);
        seats.iter().map(|seat| (seat.organisation.to_string(), seat.name.clone())).collect()
    };
    let today = visit.ctx.today().to_string();
    let fields =
        if form.fields.text("on").is_empty() { form.fields.but("on", &today) } else { form.fields.clone() };
    let form = Form { fields: &fields, ..form };
    let body = html! {
        p.lead { a href={ "/staff/meetings/" (view.meeting.id) } { (view.meeting.name) } }
        form.narrow method="post" {
            input type="hidden" name="version" value=(view.meeting.version);
            (select(visit, &form, "organisation", "council-member", &bodies))
            (input(visit, &form, "on", "answer-on", "date", ""))
            @for item in view.agenda() {
                @let (said, words) = fields_of(item.id);
                fieldset {
                    legend { (item.title) }
                    div.checks { @for one in Said::iter() {
                        label { input type="radio" name=(said) value=(one) checked[fields.text(&said) == one.to_string()]; " " (visit.t(&format!("view-{one}"))) }
                    } }
                    div.field { label for=(words) { (visit.t("answer-words")) } input id=(words) name=(words) type="text" value=(fields.text(&words)); }
                }
            }
            button { (visit.t("answers-key")) }
        }
        h2 { (visit.t("answers-keyed")) }
        @if view.meeting.answers.is_empty() { p { (visit.t("answers-none")) } }
        ul { @for (body, answer) in &view.meeting.answers { li { (view.name(*body)) " · " (answer.on) } } }
    };
    form.page(visit, &visit.t("answers-key"), &body)
}

pub(super) async fn key(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let before = match view(&visit, &id).await {
        Ok(view) => view,
        Err(failed) => return error::page(&visit, &failed),
    };
    let mut views: BTreeMap<AgendaItemId, (Said, String)> = BTreeMap::new();
    for item in before.agenda() {
        let (said, words) = fields_of(item.id);
        if let Some(said) = fields.parse(&said) {
            views.insert(item.id, (said, fields.text(&words).to_owned()));
        }
    }
    let read = match (fields.parse("organisation"), fields.parse::<i64>("version"), fields.day("on")) {
        (_, None, _) => Err(app::Error::NotFound),
        (None, ..) => Err(app::Error::field("organisation", Message::new("field-needed"))),
        (_, _, Err(why)) => Err(app::Error::Invalid(vec![why])),
        (Some(body), Some(seen), Ok(on)) => Ok((body, seen, on.unwrap_or_else(|| visit.ctx.today()))),
    };
    let done = match read {
        Ok((body, seen, on)) => {
            let answer = Answer { on, views };
            app::meeting::answer(&visit.ctx, visit.app(), (before.meeting.id, seen), body, answer).await
        }
        Err(failed) => Err(failed),
    };
    match sent(&visit, &fields, done, |()| format!("/staff/meetings/{id}/answers")) {
        Ok(answer) => answer,
        Err(form) => render(&visit, &before, form),
    }
}
