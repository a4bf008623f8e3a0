//! `/staff/council`: councils, committees, working groups and task forces with their seats, meetings and tasks.

mod form;

use std::collections::BTreeMap;

use app::council::{QUIET_DAYS, Seat, View};
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use domain::action::{Action, State};
use domain::council::{Council, CouncilKind};
use domain::id::{CouncilId, OrganisationId};
use domain::meeting::{Meeting, MeetingKind};
use domain::message::Message;
use domain::policy::UseCase;
use maud::{Markup, html};

use super::action;
use super::meeting::{may_write, state_badge};
use super::organisation::options;
use crate::component::{Form, input, select, sent};
use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/council", UseCase::ReadCouncil, list);
    routes.get("/staff/councils", UseCase::ReadCouncil, list);
    routes.get("/staff/meetings", UseCase::ReadCouncil, list);
    routes.get("/staff/councils/new", UseCase::WriteCouncil, form::new);
    routes.post("/staff/councils/new", UseCase::WriteCouncil, form::create);
    routes.get("/staff/councils/{id}", UseCase::ReadCouncil, show);
    routes.get("/staff/councils/{id}/edit", UseCase::WriteCouncil, form::edit);
    routes.post("/staff/councils/{id}/edit", UseCase::WriteCouncil, form::update);
    routes.get("/staff/councils/{id}/members", UseCase::WriteCouncil, members);
    routes.post("/staff/councils/{id}/members", UseCase::WriteCouncil, seat);
    routes.post("/staff/councils/{id}/unseat", UseCase::WriteCouncil, unseat);
    routes.get("/staff/councils/{id}/tasks", UseCase::WriteCouncil, tasks);
    routes.post("/staff/councils/{id}/tasks", UseCase::WriteCouncil, task);
}

/// What a handler shows, or why it cannot.
type Shown = Result<Response, app::Error>;

fn id_of(text: &str) -> Result<CouncilId, app::Error> {
    text.parse().map_err(|_| app::Error::NotFound)
}

fn shown(visit: &Visit, made: Shown) -> Response {
    made.unwrap_or_else(|failed| error::page(visit, &failed))
}

async fn list(visit: Visit) -> Response {
    let made = home(&visit).await;
    shown(&visit, made)
}

async fn home(visit: &Visit) -> Shown {
    let councils = app::council::list(&visit.ctx, visit.app()).await?;
    let meetings = app::meeting::list(&visit.ctx, visit.app()).await?;
    let mut ahead: Vec<&Meeting> = meetings.iter().filter(|meeting| meeting.is_ahead()).collect();
    ahead.sort_by_key(|meeting| meeting.at);
    let reports: Vec<&Meeting> = meetings
        .iter()
        .filter(|meeting| meeting.kind == MeetingKind::Report && !meeting.is_ahead())
        .collect();
    let title = visit.t("staff-council");
    let summary = Message::new("council-summary").with("n", councils.len()).with("ahead", ahead.len());
    let body = html! {
        h1 { (title) }
        p.lead { (visit.say(&summary)) " · " (visit.instant(visit.ctx.now)) }
        div.actions {
            a.button href="/staff/actions" { (visit.t("staff-actions")) }
            @if may_write(visit) {
                a.button.second href="/staff/councils/new" { (visit.t("council-new")) }
                a.button.second href="/staff/meetings/new?kind=report" { (visit.t("report-meeting-new")) }
            }
        }
        h2 { (visit.t("meetings-ahead")) }
        @if ahead.is_empty() { p { (visit.t("meetings-ahead-none")) } }
        ul.plain { @for meeting in &ahead { li { (line(visit, meeting)) } } }
        h2 { (visit.t("councils")) }
        @if councils.is_empty() { p { (visit.t("councils-none")) } }
        @else { div.scroll tabindex="0" role="region" aria-label=(visit.t("councils")) { table {
            caption.same { (visit.t("councils")) }
            thead { tr { th scope="col" { (visit.t("name")) } th scope="col" { (visit.t("kind")) } th scope="col" { (visit.t("council-members")) } th scope="col" { (visit.t("council-quorum-label")) } th scope="col" { (visit.t("council-ends")) } } }
            tbody { @for council in &councils { (row(visit, council)) } }
        } } }
        h2 { (visit.t("report-meetings")) }
        @if reports.is_empty() { p { (visit.t("report-meetings-none")) } }
        ul.plain { @for meeting in &reports { li { (line(visit, meeting)) } } }
    };
    Ok(page::shell(visit, &title, body).into_response())
}

/// A meeting as a line with its link.
pub(super) fn line(visit: &Visit, meeting: &Meeting) -> Markup {
    html! { a href={ "/staff/meetings/" (meeting.id) } { (meeting.name) } " · " time datetime=(meeting.at) { (meeting.at.strftime("%Y-%m-%d %H:%M").to_string()) } " · " (meeting.venue) " " (state_badge(visit, meeting)) }
}

fn row(visit: &Visit, council: &Council) -> Markup {
    let today = visit.ctx.today();
    html! { tr {
        th scope="row" { a href={ "/staff/councils/" (council.id) } { (council.name) } }
        td { (visit.t(&format!("council-kind-{}", council.kind))) }
        td { a href={ "/staff/councils/" (council.id) "#seats" } { (council.sitting(today).count()) } }
        td { (council.quorum(today)) }
        td { @match council.ends_on { Some(day) => (day), None => "–" } }
    } }
}

async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    let made = render(&visit, &id).await;
    shown(&visit, made)
}

async fn render(visit: &Visit, id: &str) -> Shown {
    let view = app::council::get(&visit.ctx, visit.app(), id_of(id)?).await?;
    let names = action::names(visit).await?;
    let council = &view.council;
    let force = council.kind == CouncilKind::TaskForce;
    let summary = Message::new("council-lead")
        .with("members", view.sitting)
        .with("needed", view.quorum)
        .with("days", council.agenda_closes_days);
    let open = |action: &&Action| action.state == State::Open;
    let waiting: Vec<Action> = view.actions.iter().filter(open).cloned().collect();
    let judged = app::action::judged(&visit.ctx, visit.app(), &waiting).await?;
    let body = html! {
        h1 { (council.name) }
        p.lead { (visit.t(&format!("council-kind-{}", council.kind))) " · " (visit.say(&summary)) " · " (visit.instant(visit.ctx.now)) }
        @if !council.mission.is_empty() { p { (council.mission) } }
        @if let Some(end) = council.ends_on { p { (visit.t("council-ends")) " " strong { (end) } @if end < visit.ctx.today() { " " span.badge.late { "⚠ " (visit.t("council-over")) } } } }
        @if may_write(visit) { div.actions {
            a.button href={ "/staff/meetings/new?council=" (council.id) } { (visit.t("meeting-new")) }
            a.button.second href={ "/staff/councils/" (council.id) "/members" } { (visit.t("council-member-add")) }
            @if force { a.button.second href={ "/staff/councils/" (council.id) "/tasks" } { (visit.t("task-add")) } }
            @if council.part_of.is_none() { a.button.second href={ "/staff/councils/new?part_of=" (council.id) } { (visit.t("council-part-new")) } }
            a.button.second href={ "/staff/councils/" (council.id) "/edit" } { (visit.t("council-edit")) }
        } }
        @if force { (board(visit, &view, &names)) }
        @else {
            h2 { (visit.t("actions-open")) }
            (action::table(visit, "actions-caption", &waiting, &names, &judged, "actions-none"))
        }
        h2 { (visit.t("meetings")) }
        @if view.meetings.is_empty() { p { (visit.t("meetings-none")) } }
        ul.plain { @for meeting in &view.meetings { li { (line(visit, meeting)) } } }
        @if !view.parts.is_empty() {
            h2 { (visit.t("council-parts")) }
            ul.plain { @for part in &view.parts { li { a href={ "/staff/councils/" (part.id) } { (part.name) } " · " (visit.t(&format!("council-kind-{}", part.kind))) } } }
        }
        @if !view.links.is_empty() { (links(visit, &view, &names)) }
        h2 #seats { (visit.t("council-members")) }
        (seats(visit, &view))
    };
    Ok(page::shell(visit, &council.name, body).into_response())
}

/// The tasks of a task force in three columns: to do, done and to be looked at, completed.
fn board(visit: &Visit, view: &View, names: &BTreeMap<OrganisationId, String>) -> Markup {
    let column = |key: &str, fits: &dyn Fn(&State) -> bool| {
        let tasks: Vec<&Action> = view.actions.iter().filter(|action| fits(&action.state)).collect();
        html! { section {
            h3 { (visit.t(key)) " " (tasks.len()) }
            @if tasks.is_empty() { p.small { (visit.t("board-none")) } }
            ul.plain { @for task in tasks { li {
                a href={ "/staff/actions/" (task.id) } { (task.number) " " (task.title) } br;
                span.small { @if let Some(owner) = task.owner { (names.get(&owner).map_or("", String::as_str)) " · " } @if let Some(day) = task.due_on { (day) " " } }
                (action::standing(visit, task))
            } } }
        } }
    };
    html! {
        h2 { (visit.t("task-board")) }
        div.board {
            (column("board-open", &|state| *state == State::Open))
            (column("board-done", &|state| matches!(state, State::Done { accepted_on: None, .. })))
            (column("board-accepted", &|state| matches!(state, State::Done { accepted_on: Some(_), .. })))
        }
    }
}

/// Members that work with each other because of what the council decided.
fn links(visit: &Visit, view: &View, names: &BTreeMap<OrganisationId, String>) -> Markup {
    let name = |body: OrganisationId| names.get(&body).map_or("", String::as_str);
    html! {
        h2 { (visit.t("council-links")) }
        div.scroll tabindex="0" role="region" aria-label=(visit.t("council-links")) { table {
            caption { (visit.t("council-links-note")) }
            thead { tr { th scope="col" { (visit.t("council-member")) } th scope="col" { (visit.t("council-member")) } th scope="col" { (visit.t("council-last-activity")) } } }
            tbody { @for link in &view.links { tr { th scope="row" { (name(link.one)) } td { (name(link.other)) } td { time datetime=(link.on) { (link.on) } } } } }
        } }
    }
}

fn seats(visit: &Visit, view: &View) -> Markup {
    let quiet = view.seats.iter().filter(|seat| seat.quiet).count();
    html! {
        @if view.seats.is_empty() { p { (visit.t("council-members-none")) } }
        @else {
            @if quiet > 0 { p.notice { (visit.say(&Message::new("council-quiet-n").with("n", quiet).with("days", QUIET_DAYS))) } }
            div.scroll tabindex="0" role="region" aria-label=(visit.t("council-members")) { table {
                caption { (visit.t("council-members")) }
                thead { tr { th scope="col" { (visit.t("council-member")) } th scope="col" { (visit.t("council-seat")) } th scope="col" { (visit.t("council-term")) } th scope="col" { (visit.t("council-way")) } th scope="col" { (visit.t("council-last-activity")) } } }
                tbody { @for seat in &view.seats { (seat_row(visit, seat)) } }
            } }
        }
    }
}

fn seat_row(visit: &Visit, seat: &Seat) -> Markup {
    let member = &seat.member;
    html! { tr {
        th scope="row" { (seat.name) @if !seat.sits { " " span.badge { (visit.t("council-seat-over")) } } }
        td { (member.seat) }
        td { (member.from) " ~ " @if let Some(until) = member.until { (until) } }
        td { (visit.t(if member.by_paper() { "council-by-paper" } else { "council-by-account" })) }
        td {
            @match seat.last_activity { Some(day) => time datetime=(day) { (day) }, None => (visit.t("council-never")) }
            @if seat.quiet { " " span.badge.late { "⚠ " (visit.n("council-quiet", QUIET_DAYS)) } }
        }
    } }
}

async fn members(visit: Visit, Path(id): Path<String>) -> Response {
    let made = members_page(&visit, &id, Form::new(&Fields::default())).await;
    shown(&visit, made)
}

async fn members_page(visit: &Visit, id: &str, form: Form<'_>) -> Shown {
    let view = app::council::get(&visit.ctx, visit.app(), id_of(id)?).await?;
    let tree = app::organisation::tree(&visit.ctx, visit.app()).await?;
    let form = form.needing(&["member"]);
    let version = view.council.version;
    let body = html! {
        p.lead { a href={ "/staff/councils/" (id) } { (view.council.name) } " · " (visit.n("council-members-n", view.sitting)) }
        form.narrow method="post" {
            input type="hidden" name="version" value=(version);
            (select(visit, &form, "member", "council-member", &options(&tree)))
            (input(visit, &form, "seat", "council-seat", "text", "council-seat-hint"))
            (input(visit, &form, "login", "council-login", "text", "council-login-hint"))
            (input(visit, &form, "from", "council-from", "date", ""))
            (input(visit, &form, "until", "council-until", "date", "council-until-hint"))
            button { (visit.t("council-member-add")) }
        }
        (seats(visit, &view))
        @if view.seats.iter().any(|seat| seat.sits) {
            h2 { (visit.t("council-unseat")) }
            form.narrow method="post" action={ "/staff/councils/" (id) "/unseat" } {
                input type="hidden" name="version" value=(version);
                div.field { label for="leaving" { (visit.t("council-member")) }
                    select id="leaving" name="leaving" { @for seat in view.seats.iter().filter(|seat| seat.sits) { option value=(seat.member.organisation) { (seat.name) } } }
                }
                div.field { label for="last_on" { (visit.t("council-last-day")) } input id="last_on" name="last_on" type="date" value=(visit.ctx.today()); }
                button.second { (visit.t("council-unseat")) }
            }
        }
    };
    Ok(form.page(visit, &visit.t("council-members"), &body))
}

async fn seat(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let read = || -> Result<app::council::SeatForm, app::Error> {
        let invalid = |why| app::Error::Invalid(vec![why]);
        Ok(app::council::SeatForm {
            organisation: fields.parse("member"),
            seat: fields.text("seat").to_owned(),
            login: fields.text("login").to_owned(),
            from: fields.day("from").map_err(invalid)?,
            until: fields.day("until").map_err(invalid)?,
        })
    };
    let done = match (id_of(&id), fields.parse::<i64>("version"), read()) {
        (Ok(id), Some(seen), Ok(form)) => app::council::seat(&visit.ctx, visit.app(), (id, seen), form).await,
        (Ok(_), Some(_), Err(failed)) => Err(failed),
        _ => Err(app::Error::NotFound),
    };
    match sent(&visit, &fields, done, |()| format!("/staff/councils/{id}/members")) {
        Ok(answer) => answer,
        Err(form) => {
            let made = members_page(&visit, &id, form).await;
            shown(&visit, made)
        }
    }
}

async fn unseat(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let until = fields.day("last_on").map(|day| day.unwrap_or_else(|| visit.ctx.today()));
    let done = match (id_of(&id), fields.parse::<i64>("version"), fields.parse("leaving"), until) {
        (Ok(id), Some(seen), Some(body), Ok(until)) => {
            app::council::unseat(&visit.ctx, visit.app(), (id, seen), body, until).await
        }
        (Ok(_), Some(_), Some(_), Err(why)) => Err(app::Error::Invalid(vec![why])),
        _ => Err(app::Error::NotFound),
    };
    match sent(&visit, &fields, done, |()| format!("/staff/councils/{id}/members")) {
        Ok(answer) => answer,
        Err(form) => {
            let made = members_page(&visit, &id, form).await;
            shown(&visit, made)
        }
    }
}

async fn tasks(visit: Visit, Path(id): Path<String>) -> Response {
    let made = tasks_page(&visit, &id, Form::new(&Fields::default())).await;
    shown(&visit, made)
}

async fn tasks_page(visit: &Visit, id: &str, form: Form<'_>) -> Shown {
    let view = app::council::get(&visit.ctx, visit.app(), id_of(id)?).await?;
    let tree = app::organisation::tree(&visit.ctx, visit.app()).await?;
    let form = form.needing(&["title", "owner", "due_on"]);
    let body = html! {
        p.lead { a href={ "/staff/councils/" (id) } { (view.council.name) } }
        form.narrow method="post" {
            (input(visit, &form, "title", "action-what", "text", ""))
            (select(visit, &form, "owner", "action-owner", &options(&tree)))
            (input(visit, &form, "due_on", "action-due", "date", ""))
            button { (visit.t("task-add")) }
        }
    };
    Ok(form.page(visit, &visit.t("task-add"), &body))
}

async fn task(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let read = super::meeting::action_form(&fields, domain::action::Source::Task);
    let done = match (id_of(&id), read) {
        (Ok(id), Ok(form)) => app::action::task(&visit.ctx, visit.app(), id, form).await,
        (Err(failed), _) | (_, Err(failed)) => Err(failed),
    };
    match sent(&visit, &fields, done, |_| format!("/staff/councils/{id}")) {
        Ok(answer) => answer,
        Err(form) => {
            let made = tasks_page(&visit, &id, form).await;
            shown(&visit, made)
        }
    }
}
