//! `/staff/events`: hiring events as the offices plan and run them: the list, the form, and the steps from plan to close. The day
//! itself is in `day.rs`, a booth with its people in `booth.rs`, whom a person meets in `person.rs`.

use app::FieldError;
use app::hiring_event::{Brought, Form as Wanted, View};
use axum::extract::{Path, Query};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use domain::area::AreaCode;
use domain::hiring_event::{CancelReason, Kind, Slots};
use domain::id::{HiringEventId, OpeningId};
use domain::message::Message;
use domain::policy::{UseCase, may_ask};
use maud::{Markup, html};
use strum::IntoEnumIterator;

use crate::bulletin::file;
use crate::component::{Form, area, clock, dong_input, input, select, sent, unknown_area};
use crate::fields::Fields;
use crate::hiring_event::badge;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

mod booth;
mod day;
mod person;

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/events", UseCase::ReadEvent, list);
    routes.get("/staff/events/new", UseCase::MindEvent, new);
    routes.post("/staff/events/new", UseCase::MindEvent, create);
    routes.get("/staff/events/{id}", UseCase::ReadEvent, day::show);
    routes.get("/staff/events/{id}/edit", UseCase::MindEvent, edit);
    routes.post("/staff/events/{id}/edit", UseCase::MindEvent, update);
    routes.post("/staff/events/{id}/steps", UseCase::MindEvent, step);
    routes.post("/staff/events/{id}/admit", UseCase::MindEvent, day::admit);
    routes.get("/staff/events/{id}/booths/{nth}", UseCase::ReadEvent, booth::show);
    routes.post("/staff/events/{id}/booths/{nth}", UseCase::MindEvent, booth::note);
    routes.post("/staff/events/{id}/booths/{nth}/call", UseCase::MindEvent, booth::call);
    routes.get("/staff/events/{id}/tickets.pdf", UseCase::MindEvent, tickets);
    routes.get("/staff/events/{id}/booths.pdf", UseCase::MindEvent, sheets);
    routes.get("/staff/seekers/{id}/interviews", UseCase::BookInterview, person::show);
    routes.post("/staff/seekers/{id}/interviews", UseCase::BookInterview, person::book);
}

async fn list(visit: Visit) -> Response {
    let found = match app::hiring_event::list(&visit.ctx, visit.app()).await {
        Ok(found) => found,
        Err(failed) => return error::page(&visit, &failed),
    };
    let today = visit.ctx.today();
    let awaiting = found.iter().filter(|event| event.awaits_results(today)).count();
    let to_come = found.iter().filter(|event| !event.is_past(today)).count();
    let title = visit.t("events");
    let body = html! {
        h1 { (title) }
        p.lead { (visit.n("events-n", to_come)) @if awaiting > 0 { " · " (visit.n("events-awaiting-n", awaiting)) } " · " (visit.t("as-of")) " " (visit.instant(visit.ctx.now)) }
        div.actions { @if may_ask(&visit.ctx.actor, UseCase::MindEvent) { a.button href="/staff/events/new" { (visit.t("event-new")) } } a.button.second href="/events" { (visit.t("events")) } }
        @if found.is_empty() { p.notice { (visit.t("staff-events-none")) } } @else { div.scroll tabindex="0" role="region" aria-label=(title) { table {
            caption.same { (title) }
            thead { tr { th scope="col" { (visit.t("cohorts-day")) } th scope="col" { (visit.t("event-title")) } th scope="col" { (visit.t("kind")) } th.num scope="col" { (visit.t("event-booths")) } th scope="col" { (visit.t("state")) } } }
            tbody { @for event in &found { tr {
                td { time datetime=(event.on) { (event.on) } }
                th scope="row" { a href={ "/staff/events/" (event.id) } lang=[visit.content_lang()] { (event.title) } }
                td { (visit.t(&format!("hiring-event-kind-{}", event.kind))) }
                td.num { (event.booths.len()) }
                td { (badge(&visit, event)) }
            } } }
        } } }
    };
    page::shell(&visit, &title, body).into_response()
}

/// An event that who asks may read.
async fn view(visit: &Visit, id: &str) -> Result<View, Response> {
    let found = match id.parse::<HiringEventId>() {
        Ok(id) => app::hiring_event::get(&visit.ctx, visit.app(), id).await,
        Err(_) => Err(app::Error::NotFound),
    };
    found.map_err(|failed| error::page(visit, &failed))
}

async fn new(visit: Visit) -> Response {
    let given = [("from", "10:00"), ("until", "16:00"), ("length", "20")];
    let fields = Fields(given.map(|(name, value)| (name.to_owned(), value.to_owned())).into());
    render(&visit, &Form::new(&fields), None).await
}

async fn create(visit: Visit, fields: Fields) -> Response {
    let made = match read(&visit, &fields) {
        Ok(wanted) => app::hiring_event::plan(&visit.ctx, visit.app(), wanted).await,
        Err(failed) => Err(failed),
    };
    match sent(&visit, &fields, made, |id| format!("/staff/events/{id}")) {
        Ok(answer) => answer,
        Err(form) => render(&visit, &form, None).await,
    }
}

async fn edit(visit: Visit, Path(id): Path<String>) -> Response {
    match view(&visit, &id).await {
        Ok(view) => {
            let fields = told(&visit, &view);
            render(&visit, &Form::new(&fields), Some(&view)).await
        }
        Err(answer) => answer,
    }
}

async fn update(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let view = match view(&visit, &id).await {
        Ok(view) => view,
        Err(answer) => return answer,
    };
    let (id, seen) = (view.event.id, fields.parse("version").unwrap_or(0));
    let done = match read(&visit, &fields) {
        Ok(wanted) => app::hiring_event::edit(&visit.ctx, visit.app(), (id, seen), wanted).await,
        Err(failed) => Err(failed),
    };
    match sent(&visit, &fields, done, |()| format!("/staff/events/{id}")) {
        Ok(answer) => answer,
        Err(form) => render(&visit, &form, Some(&view)).await,
    }
}

/// What the form of an event says.
fn told(visit: &Visit, view: &View) -> Fields {
    let event = &view.event;
    let area = event.area.as_ref().map(|code| visit.app().city.areas().name(code).to_owned());
    let number = |id: &OpeningId| {
        view.openings.get(id).map(|opening| opening.origin.number.as_str()).unwrap_or_default()
    };
    let booths = event.booths.iter().map(|booth| {
        let numbers: Vec<&str> = booth.openings.iter().map(number).collect();
        format!("{} | {} | {}", booth.number, numbers.join(", "), booth.interviewers)
    });
    let pairs = [
        ("version", event.version.to_string()),
        ("kind", event.kind.to_string()),
        ("title", event.title.clone()),
        ("on", event.on.to_string()),
        ("from", clock(event.slots.from_min)),
        ("until", clock(event.slots.until_min)),
        ("length", event.slots.length_min.to_string()),
        ("place", event.place.clone()),
        ("area", area.unwrap_or_default()),
        ("directions", event.directions.clone()),
        ("phone", event.phone.clone()),
        ("project", view.project.as_ref().map(|project| project.number.clone()).unwrap_or_default()),
        ("booths", booths.collect::<Vec<_>>().join("\n")),
    ];
    let supporters = event.supporters.iter().map(|id| ("supporters".to_owned(), id.to_string()));
    Fields(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).chain(supporters).collect())
}

fn read(visit: &Visit, fields: &Fields) -> Result<Wanted, app::Error> {
    let mut wrong = Vec::new();
    let kind = fields.parse("kind");
    let on = kept(fields.day("on").map_err(|why| app::Error::Invalid(vec![why])), &mut wrong).flatten();
    let (from, until, length) = (fields.clock("from"), fields.clock("until"), fields.parse("length"));
    for (name, there) in [
        ("kind", kind.is_some()),
        ("title", !fields.text("title").is_empty()),
        ("on", on.is_some()),
        ("from", from.is_some()),
        ("until", until.is_some()),
        ("length", length.is_some()),
        ("place", !fields.text("place").is_empty()),
    ] {
        if !there && !wrong.iter().any(|one: &FieldError| one.field == name) {
            wrong.push(FieldError::new(name, Message::new("field-needed")));
        }
    }
    let area = kept(dong(visit, fields), &mut wrong).flatten();
    let booths = kept(booths(fields.text("booths")), &mut wrong);
    match (kind, on, from, until, length, booths) {
        (Some(kind), Some(on), Some(from_min), Some(until_min), Some(length_min), Some(booths))
            if wrong.is_empty() =>
        {
            Ok(Wanted {
                kind,
                title: fields.text("title").to_owned(),
                on,
                slots: Slots { from_min, until_min, length_min },
                place: fields.text("place").to_owned(),
                area,
                directions: fields.text("directions").to_owned(),
                phone: fields.text("phone").to_owned(),
                host: None,
                supporters: fields.all("supporters").filter_map(|id| id.parse().ok()).collect(),
                project: fields.text("project").to_owned(),
                booths,
            })
        }
        _ => Err(app::Error::Invalid(wrong)),
    }
}

/// What was read, or nothing with what is wrong with its fields written down.
fn kept<T>(read: Result<T, app::Error>, wrong: &mut Vec<FieldError>) -> Option<T> {
    match read {
        Ok(read) => Some(read),
        Err(app::Error::Invalid(errors)) => {
            wrong.extend(errors);
            None
        }
        Err(_) => None,
    }
}

fn dong(visit: &Visit, fields: &Fields) -> Result<Option<AreaCode>, app::Error> {
    let typed = fields.text("area");
    if typed.is_empty() {
        return Ok(None);
    }
    let found = visit.app().city.areas().resolve(typed).into_iter().next();
    found.map(Some).ok_or_else(|| app::Error::field("area", unknown_area(visit, typed)))
}

/// A booth a line: its number, the receipt numbers, how many talk at one time.
fn booths(text: &str) -> Result<Vec<Brought>, app::Error> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(nth, line)| {
            let wrong =
                || app::Error::field("booths", Message::new("event-booth-line").with("line", nth + 1));
            let parts: Vec<&str> = line.split('|').map(str::trim).collect();
            let [number, numbers, interviewers] = parts.as_slice() else { return Err(wrong()) };
            let numbers = numbers.split([',', ' ']).map(str::trim).filter(|number| !number.is_empty());
            Ok(Brought {
                number: number.parse().map_err(|_| wrong())?,
                openings: numbers.map(str::to_owned).collect(),
                interviewers: interviewers.parse().map_err(|_| wrong())?,
            })
        })
        .collect()
}

async fn render(visit: &Visit, form: &Form<'_>, view: Option<&View>) -> Response {
    let bodies = match app::organisation::tree(&visit.ctx, visit.app()).await {
        Ok(tree) => super::organisation::options(&tree),
        Err(failed) => return error::page(visit, &failed),
    };
    let form = form.clone().needing(&["kind", "title", "on", "from", "until", "length", "place"]);
    let kinds: Vec<(String, String)> =
        Kind::iter().map(|kind| (kind.to_string(), visit.t(&format!("hiring-event-kind-{kind}")))).collect();
    let body = html! {
        p.lead { (visit.t("event-form-note")) }
        form.narrow method="post" {
            @if view.is_some() { input type="hidden" name="version" value=(form.fields.text("version")); }
            (select(visit, &form, "kind", "kind", &kinds))
            (input(visit, &form, "title", "event-title", "text", ""))
            (input(visit, &form, "on", "cohorts-day", "date", ""))
            (input(visit, &form, "from", "event-from", "time", ""))
            (input(visit, &form, "until", "event-until", "time", ""))
            (input(visit, &form, "length", "event-length", "number", ""))
            (input(visit, &form, "place", "project-place", "text", ""))
            (dong_input(visit, &form, "area", "dong", ""))
            (area(visit, &form, "directions", "event-directions"))
            (input(visit, &form, "phone", "phone", "tel", ""))
            (crate::component::checks(visit, &form, "supporters", "event-supporters", &bodies))
            (input(visit, &form, "project", "event-project", "text", "event-project-hint"))
            p.hint { (visit.t("event-booths-hint")) }
            (area(visit, &form, "booths", "event-booths"))
            div.actions { button { (visit.t("save-form")) } }
        }
    };
    form.page(visit, &visit.t(if view.is_some() { "event-edit" } else { "event-new" }), &body)
}

/// The steps that follow from where an event stands, each a button.
fn steps(visit: &Visit, view: &View, form: &Form<'_>) -> Markup {
    let action = format!("/staff/events/{}/steps", view.event.id);
    let next = match view.event.state.name() {
        domain::hiring_event::StateName::Planned => "publish",
        domain::hiring_event::StateName::Published => "open",
        domain::hiring_event::StateName::Held => "close",
        _ => return html! {},
    };
    let reasons: Vec<(String, String)> = CancelReason::iter()
        .map(|reason| (reason.to_string(), visit.t(&format!("hiring-event-cancel-{reason}"))))
        .collect();
    html! {
        form method="post" action=(action) { div.actions { button name="step" value=(next) { (visit.t(&format!("event-do-{next}"))) } } }
        @if next != "close" { details open[form.opens(&["reason"])] { summary { (visit.t("event-do-cancel")) }
            form.narrow method="post" action=(action) {
                p { (visit.t("event-cancel-note")) }
                (select(visit, form, "reason", "reason", &reasons))
                button.second name="step" value="cancel" { (visit.t("event-do-cancel")) }
            }
        } }
    }
}

async fn step(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let view = match view(&visit, &id).await {
        Ok(view) => view,
        Err(answer) => return answer,
    };
    let (ctx, app, id) = (&visit.ctx, visit.app(), view.event.id);
    let done = match (fields.text("step"), fields.parse::<CancelReason>("reason")) {
        ("publish", _) => app::hiring_event::publish(ctx, app, id).await,
        ("open", _) => app::hiring_event::open(ctx, app, id).await,
        ("close", _) => app::hiring_event::close(ctx, app, id).await,
        ("cancel", Some(reason)) => app::hiring_event::cancel(ctx, app, id, reason).await,
        ("cancel", None) => Err(app::Error::field("reason", Message::new("field-needed"))),
        _ => Err(app::Error::NotFound),
    };
    let done = done.map_err(|failed| mended(failed, &format!("/staff/events/{id}/edit")));
    match sent(&visit, &fields, done, |()| format!("/staff/events/{id}")) {
        Ok(answer) => answer,
        Err(form) => day::render(&visit, &view, &form).await,
    }
}

/// What the plan lacks is mended on its form.
fn mended(failed: app::Error, form: &str) -> app::Error {
    let app::Error::Invalid(all) = failed else { return failed };
    let lead = |one: FieldError| match one.field.as_ref() {
        "reason" => one,
        _ => FieldError { field: form.to_owned().into(), ..one },
    };
    app::Error::Invalid(all.into_iter().map(lead).collect())
}

async fn tickets(
    visit: Visit,
    Path(id): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
    headers: HeaderMap,
) -> Response {
    let view = match view(&visit, &id).await {
        Ok(view) => view,
        Err(answer) => return answer,
    };
    let fields = Fields(pairs);
    let wanted = (fields.parse("from").unwrap_or(1), fields.parse("count").unwrap_or(24));
    let origin = super::origin(&visit, &headers);
    match app::paper::tickets(&visit.ctx, visit.app(), view.event.id, wanted, &origin).await {
        Ok(bytes) => file(&visit, "tickets.pdf", Ok(bytes)),
        Err(failed) => match Form::refused(&visit, &fields, &failed) {
            Ok(answer) => answer,
            Err(form) => day::render(&visit, &view, &form).await,
        },
    }
}

async fn sheets(visit: Visit, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<HiringEventId>() else { return error::page(&visit, &app::Error::NotFound) };
    file(&visit, "booths.pdf", app::paper::booth_sheets(&visit.ctx, visit.app(), id).await)
}
