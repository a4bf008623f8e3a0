//! At an event without a booking: a number for one booth, taken on one's own telephone without an account or a name; how it stands;
//! and the screen in the hall, which shows numbers and times only.

use std::net::SocketAddr;

use app::interview::{Line, Ticket};
use axum::Extension;
use axum::extract::{ConnectInfo, Path, Query};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use domain::hiring_event::{HiringEvent, spelled};
use domain::id::HiringEventId;
use domain::interview::StateName as Talk;
use domain::policy::UseCase;
use maud::{Markup, html};

use super::{found, way};
use crate::component::{Form, select, sent};
use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

/// Seconds after which the screen and a ticket are read anew.
const SECONDS: u32 = 15;

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/events/{id}/join", UseCase::JoinEvent, ask);
    routes.post("/events/{id}/join", UseCase::JoinEvent, join);
    routes.get("/events/{id}/tickets/{number}", UseCase::JoinEvent, ticket);
    routes.get("/events/{id}/queue", UseCase::ReadPublic, queue);
}

async fn ask(visit: Visit, Path(id): Path<String>) -> Response {
    match found(&visit, &id).await {
        Ok(page) => render(&visit, &page, &Form::new(&Fields::default())),
        Err(answer) => answer,
    }
}

fn render(visit: &Visit, page: &app::hiring_event::Page, form: &Form<'_>) -> Response {
    let event = &page.event;
    let booths: Vec<(String, String)> = page
        .stands
        .iter()
        .map(|stand| (stand.number.to_string(), format!("{} · {}", stand.number, stand.employer)))
        .collect();
    let body = html! {
        p.lead { a href={ "/events/" (event.id) } lang=[visit.content_lang()] { (event.title) } }
        @if event.gives_numbers(visit.ctx.today()) {
            p { (visit.t("event-join-note")) }
            form.narrow method="post" { (select(visit, form, "booth", "event-booth", &booths)) button { (visit.t("event-join")) } }
        } @else { p.notice { (visit.t("event-join-closed")) } }
    };
    form.page(visit, &visit.t("event-join"), &body)
}

async fn join(
    visit: Visit,
    Path(id): Path<String>,
    from: Option<Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
    fields: Fields,
) -> Response {
    let page = match found(&visit, &id).await {
        Ok(page) => page,
        Err(answer) => return answer,
    };
    let from = crate::account::address_of(&visit, from, &headers).to_string();
    let at = (page.event.id, fields.parse("booth").unwrap_or(0));
    let taken = app::interview::join(&visit.ctx, visit.app(), at, &from).await;
    match sent(&visit, &fields, taken, |number| {
        format!("/events/{}/tickets/{}", page.event.id, spelled(number))
    }) {
        Ok(answer) => answer,
        Err(form) => render(&visit, &page, &form),
    }
}

/// What is read anew by itself, unless whoever reads wants it to stay.
fn again(still: bool) -> Markup {
    html! { @if !still { meta http-equiv="refresh" content=(SECONDS); } }
}

async fn ticket(
    visit: Visit,
    Path((id, number)): Path<(String, String)>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Response {
    let Ok(id) = id.parse::<HiringEventId>() else { return error::page(&visit, &app::Error::NotFound) };
    let (event, number, held) = match app::interview::ticket(&visit.ctx, visit.app(), id, &number).await {
        Ok(found) => found,
        Err(failed) => return error::page(&visit, &failed),
    };
    let still = Fields(pairs).ticked("stay");
    let title = format!("{} {}", visit.t("event-ticket"), spelled(number));
    let body = html! {
        h1 { (title) }
        p.lead { a href={ "/events/" (event.id) } lang=[visit.content_lang()] { (event.title) } " · " (visit.t("as-of")) " " (visit.instant(visit.ctx.now)) }
        @for one in &held { (standing(&visit, one)) }
        p { (visit.t("event-ticket-keep")) }
        p { (stay(&visit, still)) " · " a href={ "/events/" (event.id) "/queue" } { (visit.t("event-queue")) } " · " a href={ "/events/" (event.id) "/join" } { (visit.t("event-join-more")) } }
    };
    page::shell_with(&visit, &title, again(still), body).into_response()
}

fn standing(visit: &Visit, one: &Ticket) -> Markup {
    html! { section {
        h2 { (visit.t("event-booth")) " " (one.booth) " · " span lang=[visit.content_lang()] { (one.employer) } }
        @match one.state {
            Talk::Arrived => p { strong { (visit.n("event-before-n", one.before)) } " · " (visit.n("event-minutes-n", one.minutes)) },
            Talk::Called => p.notice { strong { (visit.t("event-you-are-called")) } },
            _ => p { (visit.t("event-ticket-done")) },
        }
    } }
}

/// The link that stops a page, or sets it going again.
fn stay(visit: &Visit, still: bool) -> Markup {
    html! { @if still { a href="?" { (visit.t("tv-go")) } } @else { a href="?stay=yes" { (visit.t("tv-stay")) } } }
}

async fn queue(visit: Visit, Path(id): Path<String>, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let Ok(id) = id.parse::<HiringEventId>() else { return error::page(&visit, &app::Error::NotFound) };
    let (event, lines) = match app::interview::lines(&visit.ctx, visit.app(), id).await {
        Ok(found) => found,
        Err(failed) => return error::page(&visit, &failed),
    };
    let still = Fields(pairs).ticked("stay");
    let body = screen(&visit, &event, &lines, still);
    page::screen(&visit, &event.title, "tv-screen", again(still), body).into_response()
}

fn screen(visit: &Visit, event: &HiringEvent, lines: &[Line], still: bool) -> Markup {
    let busy = lines.iter().filter(|line| line.waiting > 0 || !line.called.is_empty());
    html! {
        header.tv-head { h1 lang=[visit.content_lang()] { (event.title) } p { (visit.t("event-queue")) } }
        main #main {
            @if lines.iter().all(|line| line.waiting == 0 && line.called.is_empty()) { p.tv-none { (visit.t("event-queue-none")) } }
            ul.tv { @for line in busy { li {
                h2 { (visit.t("event-booth")) " " (line.booth) " · " span lang=[visit.content_lang()] { (line.employer) } }
                p { (visit.t("event-called")) ": " strong { @for (nth, (_, one)) in line.called.iter().enumerate() { @if nth > 0 { ", " } (way(visit, *one)) } } }
                p { (visit.t("event-next")) ": " @for (nth, one) in line.next.iter().enumerate() { @if nth > 0 { ", " } (way(visit, *one)) } " · " (visit.n("event-waiting-n", line.waiting)) }
            } } }
        }
        footer.tv-foot { p { (visit.t("as-of")) " " (visit.instant(visit.ctx.now)) } nav aria-label=(visit.t("event-queue")) { (stay(visit, still)) " " a href={ "/events/" (event.id) } { (visit.t("events")) } } }
    }
}
