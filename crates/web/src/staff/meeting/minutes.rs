//! Minutes while the meeting goes on: who came, what was said as a whole and to each item; and every version of them.
//! Whoever saves second is shown both texts and loses neither.

use std::collections::BTreeMap;

use app::meeting::View;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use domain::agenda_item::AgendaItem;
use domain::id::OrganisationId;
use domain::meeting::Attendance;
use maud::{Markup, html};
use strum::IntoEnumIterator;

use super::{id_of, quorum, view};
use crate::component::{Form, area, sent};
use crate::fields::Fields;
use crate::visit::Visit;
use crate::{error, page};

/// Name of the input that says whether a body came.
fn field_of(body: OrganisationId) -> String {
    format!("came-{body}")
}

pub(super) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match view(&visit, &id).await {
        Ok(view) => {
            let came = view
                .seats
                .iter()
                .filter_map(|seat| Some((field_of(seat.organisation), seat.attendance?.to_string())));
            let whole = ("minutes".to_owned(), view.meeting.minutes.clone());
            let fields = Fields(came.chain([whole]).collect());
            render(&visit, &view, &Form::new(&fields), &html! {})
        }
        Err(failed) => error::page(&visit, &failed),
    }
}

fn render(visit: &Visit, view: &View, form: &Form<'_>, said: &Markup) -> Response {
    let ways: Vec<(String, String)> =
        Attendance::iter().map(|how| (how.to_string(), visit.t(&format!("attendance-{how}")))).collect();
    let seat = |seat: &app::meeting::Seat| {
        let name = field_of(seat.organisation);
        let chosen = form.fields.text(&name).to_owned();
        html! { tr {
            th scope="row" { label for=(name) { (seat.name) } }
            td { select id=(name) name=(name) {
                option value="" { "–" }
                @for (value, text) in &ways { option value=(value) selected[*value == chosen] { (text) } }
            } }
        } }
    };
    let body = html! {
        p.lead { a href={ "/staff/meetings/" (view.meeting.id) } { (view.meeting.name) } }
        p { (quorum(visit, view)) }
        (said)
        form.narrow method="post" {
            // Always the version that stands now: what is sent again was written beside the other's text.
            input type="hidden" name="version" value=(view.meeting.version);
            (crate::component::select(visit, form, "rest", "attendance-rest", &ways))
            table { caption { (visit.t("attendance")) } tbody { @for one in &view.seats { (seat(one)) } } }
            (area(visit, form, "minutes", "minutes-whole"))
            button { (visit.t("save-form")) }
        }
        h2 { (visit.t("agenda")) }
        ol { @for item in view.agenda() { li { a href={ "/staff/agenda-items/" (item.id) "/minutes" } { (item.title) } @if item.minutes.is_empty() { " · " (visit.t("minutes-none-yet")) } } } }
    };
    let called = matches!(view.meeting.state, domain::meeting::State::Called);
    form.page(visit, &visit.t(if called { "attendance-write" } else { "minutes-write" }), &body)
}

pub(super) async fn write(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let before = match view(&visit, &id).await {
        Ok(view) => view,
        Err(failed) => return error::page(&visit, &failed),
    };
    let Some(seen) = fields.parse::<i64>("version") else {
        return error::page(&visit, &app::Error::NotFound);
    };
    let mut attendance: BTreeMap<OrganisationId, Attendance> = BTreeMap::new();
    for seat in &before.seats {
        if let Some(how) = fields.parse(&field_of(seat.organisation)).or_else(|| fields.parse("rest")) {
            attendance.insert(seat.organisation, how);
        }
    }
    let meeting = (before.meeting.id, seen);
    let done = app::meeting::note(&visit.ctx, visit.app(), meeting, attendance, fields.text("minutes")).await;
    match sent(&visit, &fields, done, |()| format!("/staff/meetings/{id}")) {
        Ok(answer) => answer,
        Err(form) => {
            let said = theirs(&visit, &before.meeting.minutes);
            render(&visit, &before, &form, &said)
        }
    }
}

/// What somebody else saved meanwhile, to be brought together with one's own text below.
fn theirs(visit: &Visit, text: &str) -> Markup {
    html! { section.notice {
        h2 { (visit.t("minutes-theirs")) }
        p { (visit.t("minutes-both")) }
        p.kept { @if text.is_empty() { (visit.t("minutes-none-yet")) } @else { (text) } }
    } }
}

pub(super) async fn item(visit: Visit, Path(id): Path<String>) -> Response {
    match get(&visit, &id).await {
        Ok(item) => {
            let fields = Fields(vec![("minutes".to_owned(), item.minutes.clone())]);
            item_page(&visit, &item, &Form::new(&fields), &html! {})
        }
        Err(failed) => error::page(&visit, &failed),
    }
}

pub(super) async fn get(visit: &Visit, id: &str) -> Result<AgendaItem, app::Error> {
    let id = id.parse().map_err(|_| app::Error::NotFound)?;
    app::agenda_item::get(&visit.ctx, visit.app(), id).await
}

fn item_page(visit: &Visit, item: &AgendaItem, form: &Form<'_>, said: &Markup) -> Response {
    let body = html! {
        p.lead { a href={ "/staff/meetings/" (item.meeting) } { (visit.t("meeting-back")) } }
        @if !item.paper.is_empty() { p.kept { (item.paper) } }
        (said)
        form.narrow method="post" {
            input type="hidden" name="version" value=(item.version);
            (area(visit, form, "minutes", "minutes"))
            button { (visit.t("save-form")) }
        }
    };
    form.page(visit, &item.title, &body)
}

pub(super) async fn write_item(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let before = match get(&visit, &id).await {
        Ok(item) => item,
        Err(failed) => return error::page(&visit, &failed),
    };
    let Some(seen) = fields.parse::<i64>("version") else {
        return error::page(&visit, &app::Error::NotFound);
    };
    let done =
        app::agenda_item::note(&visit.ctx, visit.app(), (before.id, seen), fields.text("minutes")).await;
    match sent(&visit, &fields, done, |item| format!("/staff/meetings/{}", item.meeting)) {
        Ok(answer) => answer,
        Err(form) => {
            let said = theirs(&visit, &before.minutes);
            item_page(&visit, &before, &form, &said)
        }
    }
}

pub(super) async fn history(visit: Visit, Path(id): Path<String>) -> Response {
    let found = match id_of(&id) {
        Ok(id) => app::meeting::history(&visit.ctx, visit.app(), id).await,
        Err(failed) => Err(failed),
    };
    let (meeting, versions) = match found {
        Ok(found) => found,
        Err(failed) => return error::page(&visit, &failed),
    };
    let title = visit.t("minutes-history");
    let body = html! {
        h1 { (title) }
        p.lead { a href={ "/staff/meetings/" (id) } { (meeting.name) } " · " (visit.n("versions-n", versions.len())) }
        @if versions.is_empty() { p { (visit.t("minutes-none-yet")) } }
        ol.timeline { @for version in &versions { li {
            time datetime=(version.at) { (visit.instant(version.at)) } " " (visit.t(&format!("role-{}", version.role))) " · "
            @match &version.item { Some(title) => (title), None => (visit.t("minutes-whole")) }
            @if let Some(there) = version.there { " · " (visit.n("minutes-there", there)) }
            p.kept { @if version.text.is_empty() { "–" } @else { (version.text) } }
        } } }
    };
    page::shell(&visit, &title, body).into_response()
}
