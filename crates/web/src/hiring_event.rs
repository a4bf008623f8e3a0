//! `/events`: hiring events as everybody reads them: before the day the openings that will be there and the times that are free,
//! afterwards what came of it. Taking a number and the screen of the hall are in `join.rs`.

use app::hiring_event::{Figures, Page, Stand};
use app::icalendar;
use app::satisfaction::Published;
use axum::extract::{Path, Query};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use domain::Role;
use domain::hiring_event::{HiringEvent, Kind, StateName, spelled};
use domain::id::HiringEventId;
use domain::interview::{Interview, State, Way};
use domain::message::Message;
use domain::person::written_phone;
use domain::policy::UseCase;
use jiff::ToSpan;
use maud::{Markup, html};
use strum::IntoEnumIterator;

use crate::component::{Form, clock, opening_row, sent};
use crate::fields::{Fields, encode};
use crate::routes::Routes;
use crate::staff::satisfaction_answers as answers;
use crate::visit::Visit;
use crate::{error, page};

mod join;

/// Past events that are listed.
const PAST: usize = 20;

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/events", UseCase::ReadPublic, index);
    routes.get("/events/{id}", UseCase::ReadPublic, show);
    routes.get("/events/{id}/calendar.ics", UseCase::ReadPublic, ics);
    routes.post("/events/{id}/book", UseCase::BookInterview, book);
    routes.post("/me/interviews/{id}/withdraw", UseCase::BookInterview, withdraw);
    join::routes(routes);
}

/// A time or a number as it is called: `10:20`, `0427-0`.
pub(crate) fn way(visit: &Visit, way: Way) -> String {
    match way {
        Way::Booked { slot_min } => visit.say(&Message::new("event-booked-at").with("time", clock(slot_min))),
        Way::WalkIn { ticket } => spelled(ticket),
    }
}

async fn index(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let fields = Fields(pairs);
    let (ctx, app) = (&visit.ctx, visit.app());
    let found = match (app::hiring_event::upcoming(ctx, app).await, app::hiring_event::past(ctx, app).await) {
        (Ok(upcoming), Ok(past)) => (upcoming, past),
        (Err(failed), _) | (_, Err(failed)) => return error::page(&visit, &failed),
    };
    let kind = fields.parse::<Kind>("kind");
    let (upcoming, past): (Vec<_>, Vec<_>) = (of_kind(found.0, kind), of_kind(found.1, kind));
    let week = ctx.today().saturating_add(7.days());
    let (soon, later): (Vec<_>, Vec<_>) = upcoming.iter().partition(|event| event.on <= week);
    let title = visit.t("events");
    let body = html! {
        h1 { (title) }
        p.lead { (visit.n("events-n", upcoming.len())) " · " (visit.t("as-of")) " " (visit.instant(ctx.now)) }
        p { (visit.t("events-note")) }
        (own(&visit).await)
        (kinds(&visit, &fields))
        @if upcoming.is_empty() { p.notice { (visit.t("events-none")) " " (visit.t("footer-centre")) " " a.phone href={ "tel:" (app.city.phone()) } { (app.city.phone()) } } }
        @if !soon.is_empty() { section { h2 { (visit.t("events-soon")) } ul.openings { @for event in &soon { (row(&visit, event)) } } } }
        @if !later.is_empty() { section { h2 { (visit.t("events-later")) } ul.openings { @for event in &later { (row(&visit, event)) } } } }
        @if !past.is_empty() { section { h2 { (visit.t("events-past")) } ul.openings { @for event in past.iter().take(PAST) { (row(&visit, event)) } } } }
        p { a href="/calendar" { (visit.t("calendar-public")) } }
    };
    page::shell(&visit, &title, body).into_response()
}

/// Those of the days to come, as rows of the front page.
pub(crate) async fn on_front_page(visit: &Visit) -> Vec<Markup> {
    let mut all = app::hiring_event::upcoming(&visit.ctx, visit.app()).await.unwrap_or_default();
    let week = visit.ctx.today().saturating_add(7.days());
    all.retain(|event| event.on <= week);
    all.iter().map(|event| row(visit, event)).collect()
}

fn of_kind(mut all: Vec<HiringEvent>, kind: Option<Kind>) -> Vec<HiringEvent> {
    all.retain(|event| kind.is_none_or(|kind| event.kind == kind));
    all
}

/// What the person signed in has booked.
async fn own(visit: &Visit) -> Markup {
    if visit.ctx.actor.role != Role::Seeker {
        return html! {};
    }
    match app::interview::mine(&visit.ctx, visit.app()).await {
        Ok(mine) => booked(visit, &mine, ""),
        Err(_) => html! {},
    }
}

/// Talks that are booked, each with a button that takes it back. `post` is where that is sent; one's own are when it is empty.
pub(crate) fn booked(visit: &Visit, all: &[(Interview, HiringEvent)], post: &str) -> Markup {
    html! { @if !all.is_empty() { section id="booked" {
        h2 { (visit.t("event-booked")) }
        ul.plain { @for (one, event) in all { li {
            a href={ "/events/" (event.id) } lang=[visit.content_lang()] { (event.title) } " · " (event.on) " " (way(visit, one.way)) " · " (visit.t("event-booth")) " " (one.booth) " · " span.badge { (visit.t(&format!("interview-state-{}", one.state.name()))) }
            @if one.state == State::Booked {
                @let action = if post.is_empty() { format!("/me/interviews/{}/withdraw", one.id) } else { post.to_owned() };
                form method="post" action=(action) { button.second name="withdraw" value=(one.id) { (visit.t("event-withdraw")) } }
            }
        } } }
    } } }
}

fn kinds(visit: &Visit, fields: &Fields) -> Markup {
    let link = |kind: Kind| {
        let name = kind.to_string();
        let on = fields.text("kind") == name;
        let href = format!("/events{}", fields.with("kind", if on { "" } else { &name }));
        html! { li { a href=(href) aria-current=[on.then_some("true")] { (visit.t(&format!("hiring-event-kind-{kind}"))) } } }
    };
    html! { nav aria-label=(visit.t("facets-label")) { ul.facets { @for kind in Kind::iter() { (link(kind)) } } } }
}

/// An event as a row of a list.
fn row(visit: &Visit, event: &HiringEvent) -> Markup {
    let openings: usize = event.booths.iter().map(|booth| booth.openings.len()).sum();
    html! { li.opening {
        h3 lang=[visit.content_lang()] { a href={ "/events/" (event.id) } { (event.title) } }
        p.employer { time datetime=(event.on) { (event.on) } " " (clock(event.slots.from_min)) "~" (clock(event.slots.until_min)) " · " span lang=[visit.content_lang()] { (event.place) } }
        p.small { (visit.t(&format!("hiring-event-kind-{}", event.kind))) " · " (visit.n("event-employers-n", event.booths.len())) " · " (visit.n("event-openings-n", openings)) @if event.state.name() != StateName::Published { " · " (badge(visit, event)) } }
    } }
}

/// Where it stands; whose day is over without all results awaits them.
pub(crate) fn badge(visit: &Visit, event: &HiringEvent) -> Markup {
    let awaits = event.awaits_results(visit.ctx.today());
    let state = format!("hiring-event-state-{}", event.state.name());
    html! { span.badge { (visit.t(if awaits { "event-awaits" } else { &state })) } }
}

async fn found(visit: &Visit, id: &str) -> Result<Page, Response> {
    let found = match id.parse::<HiringEventId>() {
        Ok(id) => app::hiring_event::page(&visit.ctx, visit.app(), id).await,
        Err(_) => Err(app::Error::NotFound),
    };
    found.map_err(|failed| error::page(visit, &failed))
}

async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match found(&visit, &id).await {
        Ok(page) => render(&visit, &page, &Form::new(&Fields::default())),
        Err(answer) => answer,
    }
}

fn render(visit: &Visit, page: &Page, form: &Form<'_>) -> Response {
    let event = &page.event;
    let here = format!("/events/{}", event.id);
    let body = html! {
        h1 lang=[visit.content_lang()] { (event.title) }
        (form.summary(visit))
        p.lead { (visit.t(&format!("hiring-event-kind-{}", event.kind))) " · " time datetime=(event.on) { (event.on) } " " (clock(event.slots.from_min)) "~" (clock(event.slots.until_min)) " · " (visit.t("as-of")) " " (visit.instant(visit.ctx.now)) }
        @match event.state.name() {
            StateName::Cancelled => p.notice { (visit.t("event-cancelled")) },
            StateName::Held if page.figures.is_none() => p.notice { (visit.t("event-going-on")) " " a href={ (here) "/join" } { (visit.t("event-join")) } " · " a href={ (here) "/queue" } { (visit.t("event-queue")) } },
            _ => {}
        }
        (facts(visit, page))
        @if let Some(figures) = &page.figures { (outcome(visit, figures, page.satisfaction.as_ref())) }
        @if event.state.takes_people() && page.figures.is_none() { (booking(visit, page, form)) }
        section id="booths" {
            h2 { (visit.t(if page.figures.is_some() { "event-still-open" } else { "event-openings" })) }
            @for stand in &page.stands { (stand_of(visit, stand)) }
        }
        p { a href="/events" { (visit.t("events")) } }
    };
    (form.status, page::shell(visit, &event.title, body)).into_response()
}

/// Where, how to come, whom to ask.
fn facts(visit: &Visit, page: &Page) -> Markup {
    let event = &page.event;
    html! {
        dl.facts {
            dt { (visit.t("project-place")) } dd lang=[visit.content_lang()] { (event.place) @if !page.area.is_empty() { " · " (page.area) } }
            @if !event.directions.is_empty() { dt { (visit.t("event-directions")) } dd lang=[visit.content_lang()] { (event.directions) } }
            @if !event.phone.is_empty() { dt { (visit.t("phone")) } dd { a.phone href={ "tel:" (event.phone) } { (written_phone(&event.phone.replace('-', ""))) } } }
            @if !page.host.is_empty() { dt { (visit.t("event-host")) } dd { (page.host) } }
            @if !page.supporters.is_empty() { dt { (visit.t("event-supporters")) } dd { (page.supporters.join(", ")) } }
        }
        div.actions {
            a.button.second href={ "/events/" (event.id) "/calendar.ics" } { (visit.t("event-ics")) }
            button.second type="button" data-print="" hidden { (visit.t("print")) }
        }
    }
}

fn stand_of(visit: &Visit, stand: &Stand) -> Markup {
    html! { section {
        h3 { (visit.t("event-booth")) " " (stand.number) " · " span lang=[visit.content_lang()] { (stand.employer) } }
        ul.openings { @for listed in &stand.openings { (opening_row(visit, listed)) } }
        @if stand.gone > 0 { p.small { (visit.n("event-gone-n", stand.gone)) } }
        @if !stand.free.is_empty() {
            p { (visit.t("event-free")) ": " @for (nth, (start, left)) in stand.free.iter().enumerate() { @if nth > 0 { ", " } (clock(*start)) " (" (left) ")" } }
        }
    } }
}

/// Booking a time, for whoever is signed in as a jobseeker; a number for everybody else.
fn booking(visit: &Visit, page: &Page, form: &Form<'_>) -> Markup {
    let here = format!("/events/{}", page.event.id);
    html! { section id="book" {
        h2 { (visit.t("event-book")) }
        @if visit.ctx.actor.role == Role::Seeker {
            form.narrow method="post" action={ (here) "/book" } { (time_select(visit, page, form)) button { (visit.t("event-book")) } }
        } @else { p { a.button href={ "/sign-in?next=" (encode(&here)) } { (visit.t("event-book-sign-in")) } } }
        p { (visit.t("event-number-note")) }
    } }
}

/// The times that are free, each with its opening.
pub(crate) fn time_select(visit: &Visit, page: &Page, form: &Form<'_>) -> Markup {
    let id = format!("choice-{}", page.event.id);
    let chosen = form.fields.text("choice");
    let error = form.error("choice");
    html! { div.field {
        label for=(id) { (visit.t("event-time")) }
        select id=(id) name="choice" aria-invalid=[error.map(|_| "true")] {
            option value="" { (visit.t("event-time-choose")) }
            @for stand in &page.stands { @for listed in &stand.openings { @for (start, _) in &stand.free {
                @let value = format!("{}|{start}", listed.opening.id);
                option value=(value) selected[chosen == value] { (clock(*start)) " · " (stand.number) " · " (stand.employer) " · " (listed.opening.content.title) }
            } } }
        }
        @if let Some(why) = error { p.error { (why) } }
    } }
}

/// The time that a form chose.
pub(crate) fn chosen(fields: &Fields) -> Option<app::interview::Choice> {
    let (opening, start) = fields.text("choice").split_once('|')?;
    Some(app::interview::Choice { opening: opening.parse().ok()?, slot_min: start.parse().ok()? })
}

async fn book(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let page = match found(&visit, &id).await {
        Ok(page) => page,
        Err(answer) => return answer,
    };
    let done = match chosen(&fields) {
        Some(choice) => {
            app::interview::book_own(&visit.ctx, visit.app(), page.event.id, choice).await.map(|_| ())
        }
        None => Err(app::Error::field("choice", Message::new("field-needed"))),
    };
    match sent(&visit, &fields, done, |()| "/events#booked".to_owned()) {
        Ok(answer) => answer,
        Err(form) => render(&visit, &page, &form),
    }
}

async fn withdraw(visit: Visit, Path(id): Path<String>) -> Response {
    let done = match id.parse() {
        Ok(id) => app::interview::withdraw(&visit.ctx, visit.app(), id).await,
        Err(_) => Err(app::Error::NotFound),
    };
    match done {
        Ok(()) => axum::response::Redirect::to("/events#booked").into_response(),
        Err(failed) => error::page(&visit, &failed),
    }
}

/// What came of it; what so few are meant by that one might know who is not told.
fn outcome(visit: &Visit, figures: &Figures, satisfaction: Option<&Published>) -> Markup {
    let hidden = || visit.say(&Message::new("event-hidden").with("least", figures.least));
    let lines = [
        ("event-visitors", figures.visitors),
        ("event-held", figures.held),
        ("interview-state-second_round", figures.second_round),
        ("interview-state-no_show", figures.no_show),
        ("event-confirmed", figures.confirmed),
        ("event-unsettled", figures.unsettled),
        ("event-workers", figures.workers),
        ("event-worker-days", figures.worker_days),
    ];
    // Where nobody worked by a roster, nothing is said of it.
    let lines = if figures.workers == Some(0) { &lines[..6] } else { &lines[..] };
    html! { section id="outcome" {
        h2 { (visit.t("event-results")) }
        table {
            caption.same { (visit.t("event-results")) }
            tbody { @for (label, n) in lines { tr { th scope="row" { (visit.t(label)) } td.num { @match n { Some(n) => (n), None => (hidden()) } } } } }
        }
        p { (visit.n("event-openings-n", figures.openings)) " · " (visit.n("event-openings-filled", figures.filled)) }
        p.small { (visit.t("event-outcome-note")) }
        @if let Some(told) = satisfaction { h3 { (visit.t("satisfaction-kind-event")) } (answers(visit, told)) }
    } }
}

async fn ics(visit: Visit, Path(id): Path<String>, headers: HeaderMap) -> Response {
    let page = match found(&visit, &id).await {
        Ok(page) => page,
        Err(answer) => return answer,
    };
    let event = &page.event;
    let hours = format!("{}~{}", clock(event.slots.from_min), clock(event.slots.until_min));
    let entry = icalendar::Entry {
        uid: format!("{}@{}.iljari", event.id, visit.app().city.id()),
        changed_at: event.updated_at,
        from: event.on,
        until: event.on,
        title: event.title.clone(),
        place: event.place.clone(),
        note: format!("{hours}\n{}", event.directions).trim().to_owned(),
        url: format!("{}/events/{}", crate::staff::origin(&visit, &headers), event.id),
    };
    let kind = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"event.ics\""),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (kind, icalendar::feed(&event.title, &[entry])).into_response()
}
