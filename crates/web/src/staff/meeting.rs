//! `/staff/meetings`: a meeting from its call to its record: what is due first, then the agenda, what was decided, who came.

mod answer;
mod decide;
mod form;
mod live;
mod minutes;
mod paper;

use app::meeting::{Move, Seat, View};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::agenda_item::AgendaItem;
use domain::comment::Subject;
use domain::id::MeetingId;
use domain::meeting::{Begin, Meeting, MeetingKind, State};
use domain::message::Message;
use domain::policy::{Reach, UseCase, reach};
use maud::{Markup, html};

use super::action;
use crate::component::{Form, area, input, select, sent};
use crate::fields::Fields;
use crate::routes::Routes;
use crate::staff::organisation::options;
use crate::visit::Visit;
use crate::{error, page};

pub(super) use decide::{action_form, in_the_room};

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/meetings/new", UseCase::WriteCouncil, form::new);
    routes.post("/staff/meetings/new", UseCase::WriteCouncil, form::create);
    routes.get("/staff/meetings/{id}", UseCase::ReadCouncil, show);
    routes.get("/staff/meetings/{id}/edit", UseCase::WriteCouncil, form::edit);
    routes.post("/staff/meetings/{id}/edit", UseCase::WriteCouncil, form::update);
    routes.post("/staff/meetings/{id}/steps", UseCase::WriteCouncil, step);
    routes.get("/staff/meetings/{id}/items", UseCase::TakePart, items);
    routes.post("/staff/meetings/{id}/items", UseCase::TakePart, bring);
    routes.get("/staff/meetings/{id}/minutes", UseCase::WriteCouncil, minutes::show);
    routes.post("/staff/meetings/{id}/minutes", UseCase::WriteCouncil, minutes::write);
    routes.get("/staff/meetings/{id}/history", UseCase::ReadCouncil, minutes::history);
    routes.get("/staff/meetings/{id}/actions", UseCase::WriteCouncil, decide::show);
    routes.post("/staff/meetings/{id}/actions", UseCase::WriteCouncil, decide::add);
    routes.get("/staff/meetings/{id}/answers", UseCase::WriteCouncil, answer::show);
    routes.post("/staff/meetings/{id}/answers", UseCase::WriteCouncil, answer::key);
    routes.get("/staff/meetings/{id}/live", UseCase::ReadCouncil, live::show);
    routes.post("/staff/meetings/{id}/publication", UseCase::WriteCouncil, publish);
    routes.post("/staff/meetings/{id}/receipt", UseCase::TakePart, receipt);
    routes.get("/staff/agenda-items/{id}/minutes", UseCase::WriteCouncil, minutes::item);
    routes.post("/staff/agenda-items/{id}/minutes", UseCase::WriteCouncil, minutes::write_item);
    routes.get("/staff/agenda-items/{id}/papers", UseCase::ReadCouncil, paper::list);
    routes.post("/staff/agenda-items/{id}/papers", UseCase::TakePart, paper::add);
    routes.get("/staff/agenda-papers/{id}", UseCase::ReadCouncil, paper::download);
    routes.post("/staff/agenda-items/{id}/withdrawal", UseCase::TakePart, withdraw);
}

/// Whether whoever asks keeps the books of councils.
pub(super) fn may_write(visit: &Visit) -> bool {
    reach(visit.ctx.actor.role, UseCase::WriteCouncil) != Reach::No
}

fn may_take_part(visit: &Visit) -> bool {
    reach(visit.ctx.actor.role, UseCase::TakePart) != Reach::No
}

fn id_of(text: &str) -> Result<MeetingId, app::Error> {
    text.parse().map_err(|_| app::Error::NotFound)
}

/// Where a meeting stands, in a word.
pub(super) fn state_badge(visit: &Visit, meeting: &Meeting) -> Markup {
    html! { span.badge { (visit.t(&format!("meeting-state-{}", meeting.state.name()))) } }
}

/// A handler that found a meeting, or did not.
async fn view(visit: &Visit, id: &str) -> Result<View, app::Error> {
    app::meeting::get(&visit.ctx, visit.app(), id_of(id)?).await
}

async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    render(&visit, &id, &Form::new(&Fields::default())).await
}

async fn render(visit: &Visit, id: &str, form: &Form<'_>) -> Response {
    match view(visit, id).await {
        Ok(view) => {
            let rest = html! {
                (body(visit, &view, form))
                (crate::comment::section(visit, Subject::Meeting, view.meeting.id).await)
            };
            form.page(visit, &view.meeting.name, &rest)
        }
        Err(failed) => error::page(visit, &failed),
    }
}

/// Day, place, state, and whether it can decide.
fn lead(visit: &Visit, view: &View) -> Markup {
    let meeting = &view.meeting;
    html! {
        p.lead { time datetime=(meeting.at) { (meeting.at.strftime("%Y-%m-%d %H:%M").to_string()) } " · " (meeting.venue) " " (state_badge(visit, meeting)) " · " (visit.instant(visit.ctx.now)) }
        p { (quorum(visit, view)) }
        @if meeting.informal { p.notice { (visit.t("meeting-informal-mark")) } }
        @if !meeting.off_day.is_empty() { p { (visit.t("meeting-off-day-mark")) " " (meeting.off_day) } }
        @if let State::Cancelled { why, .. } = &meeting.state { p.notice { (visit.t("meeting-cancelled")) " " (why) } }
    }
}

/// Seats, quorum and who is there, with whether that is enough; for a report meeting only who is there.
fn quorum(visit: &Visit, view: &View) -> Markup {
    if view.needed == 0 {
        let said = Message::new("meeting-there").with("n", view.there).with("of", view.seats.len());
        return html! { (visit.say(&said)) };
    }
    let said = Message::new("meeting-quorum-line")
        .with("members", view.seats.len())
        .with("needed", view.needed)
        .with("there", view.there);
    let enough = view.there >= view.needed;
    // Before anybody is noted, nobody can lack.
    let begun = view.there > 0 || !matches!(view.meeting.state, State::Called);
    html! {
        (visit.say(&said)) " "
        @if begun && enough { span.badge { span aria-hidden="true" { "● " } (visit.t("quorum-met")) } }
        @else if begun { span.badge.late { span aria-hidden="true" { "⚠ " } (visit.t("quorum-lacking")) } }
    }
}

fn body(visit: &Visit, view: &View, form: &Form<'_>) -> Markup {
    let meeting = &view.meeting;
    let base = format!("/staff/meetings/{}", meeting.id);
    let (writes, open) = (may_write(visit), matches!(meeting.state, State::Open { .. }));
    html! {
        (lead(visit, view))
        @if let Some(council) = &view.council { p { a href={ "/staff/councils/" (council.id) } { (council.name) } } }
        div.actions { (doors(visit, view, &base)) }
        h2 { (visit.t("meeting-due")) }
        (action::table(visit, "actions-caption", &view.due, &view.names, &view.judged, "meeting-due-none"))
        h2 { (visit.t("agenda")) }
        p { (visit.say(&Message::new("agenda-closes").with("day", meeting.agenda_closes_on.to_string()))) }
        (agenda(visit, view))
        h2 { (visit.t("meeting-actions")) }
        (action::table(visit, "meeting-actions", &view.actions, &view.names, &view.judged, "meeting-actions-none"))
        @if writes && open { div.actions { a.button.second href={ (base) "/actions" } { (visit.t("action-new")) } } }
        @if !meeting.minutes.is_empty() { h2 { (visit.t("minutes-whole")) } p.kept { (meeting.minutes) } }
        h2 { (visit.t("attendance")) }
        (attendance(visit, view))
        @if meeting.published.is_some() { (receipts(visit, view)) }
        @if writes { (steps(visit, view, form, &base)) }
    }
}

/// Ways to the other pages of a meeting; the first is what is done next.
fn doors(visit: &Visit, view: &View, base: &str) -> Markup {
    let meeting = &view.meeting;
    let (writes, open) = (may_write(visit), matches!(meeting.state, State::Open { .. }));
    let takes = may_take_part(visit) && app::agenda_item::takes(&visit.ctx, meeting).is_ok();
    let read = visit.ctx.actor.organisation.is_some_and(|body| meeting.read_by.contains_key(&body));
    html! {
        @if writes && matches!(meeting.state, State::Called) && meeting.opens_on(visit.ctx.today()) { a.button href={ (base) "/minutes" } { (visit.t("attendance-write")) } }
        @if writes && open { a.button href={ (base) "/minutes" } { (visit.t("minutes-write")) } }
        @if takes { a.button href={ (base) "/items" } { (visit.t("agenda-bring")) } }
        @if meeting.published.is_some() && may_take_part(visit) && !read && visit.ctx.actor.organisation.is_some() {
            form method="post" action={ (base) "/receipt" } { button { (visit.t("meeting-receipt-give")) } }
        }
        @if meeting.is_ahead() { a.button.second href={ (base) "/live" } { (visit.t("live")) } }
        @if writes && meeting.is_ahead() { a.button.second href={ (base) "/answers" } { (visit.t("answers-key")) } }
        a.button.second href={ (base) "/packet" } { (visit.t("packet")) }
        a.button.second href={ (base) "/record" } { (visit.t("meeting-record")) }
        a.button.second href={ (base) "/history" } { (visit.t("minutes-history")) }
        @if writes && matches!(meeting.state, State::Called) { a.button.second href={ (base) "/edit" } { (visit.t("meeting-edit")) } }
        @if writes { a.button.second href={ "/staff/councils/new?set_up_by=" (meeting.id) } { (visit.t("task-force-new")) } }
    }
}

fn agenda(visit: &Visit, view: &View) -> Markup {
    html! {
        @if view.agenda().next().is_none() { p { (visit.t("agenda-none")) } }
        ol.agenda { @for item in view.agenda() { li { (item_body(visit, view, item)) } } }
        @for item in &view.items { @if let Some((at, why)) = &item.withdrawn {
            p.small { (visit.t("agenda-withdrawn-mark")) " " (item.title) " · " (visit.instant(*at)) " · " (why) }
        } }
    }
}

fn item_body(visit: &Visit, view: &View, item: &AgendaItem) -> Markup {
    let meeting = &view.meeting;
    let own = item.organisation.is_some() && item.organisation == visit.ctx.actor.organisation;
    let may_take_off = meeting.is_ahead()
        && (may_write(visit)
            || (own && may_take_part(visit) && meeting.takes_items(visit.ctx.today()).is_ok()));
    let why = format!("why-{}", item.id);
    html! {
        h3 { (item.title) @if item.late { " " span.badge.late { (visit.t("agenda-late")) } } }
        p.small { @if let Some(step) = item.step { (visit.t(&format!("step-{step}"))) " · " } @match item.organisation { Some(body) => (view.name(body)), None => (visit.t("agenda-secretariat")) } }
        @if !item.paper.is_empty() { p.kept { (item.paper) } }
        p { a href={ "/staff/agenda-items/" (item.id) "/papers" } { (visit.n("agenda-papers-n", view.papers.get(&item.id).copied().unwrap_or(0))) } }
        @for (body, answer) in &meeting.answers { @if let Some((said, words)) = answer.views.get(&item.id) {
            p.small { (visit.t("attendance-paper")) " " (view.name(*body)) ": " (visit.t(&format!("view-{said}"))) @if !words.is_empty() { " · " (words) } }
        } }
        @if !item.minutes.is_empty() { p.kept.said { strong { (visit.t("minutes")) } " " (item.minutes) } }
        @if may_write(visit) && matches!(meeting.state, State::Open { .. }) { p { a href={ "/staff/agenda-items/" (item.id) "/minutes" } { (visit.t("minutes-write-item")) } } }
        @if may_take_off { details { summary { (visit.t("agenda-withdraw")) }
            form.narrow method="post" action={ "/staff/agenda-items/" (item.id) "/withdrawal" } {
                input type="hidden" name="version" value=(item.version);
                div.field { label for=(why) { (visit.t("reason")) } input id=(why) name="why" type="text"; }
                button.second { (visit.t("agenda-withdraw")) }
            }
        } }
    }
}

fn attendance(visit: &Visit, view: &View) -> Markup {
    let row = |seat: &Seat| {
        html! { tr {
            th scope="row" { (seat.name) @if !seat.seat.is_empty() { " · " (seat.seat) } }
            td { (visit.t(if seat.by_paper { "council-by-paper" } else { "council-by-account" })) }
            td { @match seat.attendance { Some(how) => (visit.t(&format!("attendance-{how}"))), None => "–" } }
        } }
    };
    html! {
        @if view.seats.is_empty() { p { (visit.t("council-members-none")) } }
        @else { details open[view.seats.len() <= 20] { summary { (visit.n("attendance-n", view.seats.len())) }
            div.scroll tabindex="0" role="region" aria-label=(visit.t("attendance")) { table {
                caption.same { (visit.t("attendance")) }
                thead { tr { th scope="col" { (visit.t("council-member")) } th scope="col" { (visit.t("council-way")) } th scope="col" { (visit.t("attendance")) } } }
                tbody { @for seat in &view.seats { (row(seat)) } }
            } }
        } }
    }
}

/// Who has read the record, and who has not.
fn receipts(visit: &Visit, view: &View) -> Markup {
    let unread: Vec<&str> = view.unread().map(|seat| seat.name.as_str()).collect();
    let said =
        Message::new("meeting-receipts-n").with("n", view.meeting.read_by.len()).with("unread", unread.len());
    html! {
        h2 { (visit.t("meeting-receipts")) }
        p { (visit.say(&said)) }
        ul { @for (body, at) in &view.meeting.read_by { li { (view.name(*body)) " · " (visit.instant(*at)) } } }
        @if !unread.is_empty() { details { summary { (visit.n("meeting-receipts-unread", unread.len())) } p { (unread.join(" · ")) } } }
    }
}

/// What the secretariat may do with a meeting as a whole.
fn steps(visit: &Visit, view: &View, form: &Form<'_>, base: &str) -> Markup {
    let meeting = &view.meeting;
    let version = html! { input type="hidden" name="version" value=(meeting.version); };
    let steps = format!("{base}/steps");
    html! {
        h2 { (visit.t("meeting-steps")) }
        @match &meeting.state {
            State::Called => {
                (opening(visit, view, form, &steps))
                details { summary { (visit.t("meeting-cancel")) }
                    form.narrow method="post" action=(steps) { (version)
                        (input(visit, form, "why", "reason", "text", ""))
                        button.danger name="step" value="cancel" { (visit.t("meeting-cancel")) }
                    }
                }
            }
            State::Open { .. } => form method="post" action=(steps) { (version) p { (visit.t("meeting-close-hint")) } button name="step" value="close" { (visit.t("meeting-close")) } },
            State::Closed { .. } => {
                @match meeting.published {
                    Some(given) => p { (visit.t(if given.openly { "meeting-published-openly" } else { "meeting-published" })) " " (visit.instant(given.at)) @if given.openly { " " a href={ "/meetings/" (meeting.id) } { (visit.t("meeting-public-page")) } } },
                    None => p { (visit.t("meeting-unpublished-yet")) },
                }
                form.narrow method="post" action={ (base) "/publication" } { (version)
                    (crate::component::tick(form, "openly", &visit.t("meeting-openly")))
                    button { (visit.t("meeting-publish")) }
                }
            }
            State::Cancelled { .. } => {},
        }
    }
}

/// What is said when it begins; before its day, when that is.
fn opening(visit: &Visit, view: &View, form: &Form<'_>, steps: &str) -> Markup {
    let (meeting, today) = (&view.meeting, visit.ctx.today());
    let day = meeting.at.date();
    let council = meeting.council.is_some();
    html! {
        @if meeting.opens_on(today) {
            form.narrow method="post" action=(steps) {
                input type="hidden" name="version" value=(meeting.version);
                p { (visit.t(if council { "meeting-open-hint" } else { "meeting-open-hint-report" })) }
                @if today != day { (input(visit, form, "off_day", "meeting-off-day-label", "text", "")) }
                @if council && view.there < view.needed { (crate::component::tick(form, "informal", &visit.t("meeting-informal-label"))) }
                button name="step" value="open" { (visit.t("meeting-open")) }
            }
        } @else { p { (visit.say(&Message::new("meeting-opens-on").with("day", day.to_string()))) } }
    }
}

async fn step(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let step = match fields.text("step") {
        "open" => Some(Move::Open(Begin {
            informal: fields.ticked("informal"),
            why: fields.text("off_day").to_owned(),
        })),
        "close" => Some(Move::Close),
        "cancel" => Some(Move::Cancel(fields.text("why").to_owned())),
        _ => None,
    };
    let done = match (id_of(&id), fields.parse::<i64>("version"), step) {
        (Ok(id), Some(seen), Some(step)) => app::meeting::go(&visit.ctx, visit.app(), (id, seen), step).await,
        _ => Err(app::Error::NotFound),
    };
    let done = done.map_err(|failed| match failed {
        app::Error::Conflict(why) if why.code == "meeting-why" => app::Error::field("why", why),
        app::Error::Conflict(why) if why.code == "meeting-off-day" => app::Error::field("off_day", why),
        other => other,
    });
    again(&visit, &id, &fields, done).await
}

/// Back to the meeting's page, or the page again with what was refused.
async fn again(visit: &Visit, id: &str, fields: &Fields, done: Result<(), app::Error>) -> Response {
    let loose = matches!(&done, Err(app::Error::Conflict(why)) if why.code == "action-ownerless");
    match sent(visit, fields, done, |()| format!("/staff/meetings/{id}")) {
        Ok(answer) => answer,
        Err(mut form) => {
            // What keeps a meeting from its end is mended where it is given to somebody.
            if let (true, Ok(view)) = (loose, view(visit, id).await)
                && let Some(action) = view.loose()
            {
                form.errors.iter_mut().for_each(|(to, _)| *to = format!("/staff/actions/{}/edit", action.id));
            }
            render(visit, id, &form).await
        }
    }
}

async fn publish(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let done = match (id_of(&id), fields.parse::<i64>("version")) {
        (Ok(id), Some(seen)) => {
            app::meeting::publish(&visit.ctx, visit.app(), (id, seen), fields.ticked("openly")).await
        }
        _ => Err(app::Error::NotFound),
    };
    again(&visit, &id, &fields, done).await
}

async fn receipt(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let done = match id_of(&id) {
        Ok(id) => app::meeting::read(&visit.ctx, visit.app(), id).await,
        Err(failed) => Err(failed),
    };
    again(&visit, &id, &fields, done).await
}

async fn items(visit: Visit, Path(id): Path<String>) -> Response {
    items_page(&visit, &id, Form::new(&Fields::default())).await
}

async fn items_page(visit: &Visit, id: &str, form: Form<'_>) -> Response {
    let found = match (view(visit, id).await, app::organisation::tree(&visit.ctx, visit.app()).await) {
        (Ok(view), Ok(tree)) => (view, tree),
        (Err(failed), _) | (_, Err(failed)) => return error::page(visit, &failed),
    };
    let (view, tree) = found;
    let form = form.needing(&["title"]);
    let all = reach(visit.ctx.actor.role, UseCase::TakePart) == Reach::All;
    let steps: Vec<(String, String)> = <domain::meeting::Step as strum::IntoEnumIterator>::iter()
        .map(|step| (step.to_string(), visit.t(&format!("step-{step}"))))
        .collect();
    let closes = Message::new("agenda-closes").with("day", view.meeting.agenda_closes_on.to_string());
    let body = html! {
        p.lead { a href={ "/staff/meetings/" (id) } { (view.meeting.name) } " · " (visit.say(&closes)) }
        @if app::agenda_item::takes(&visit.ctx, &view.meeting) == Ok(true) { p.notice { (visit.t("agenda-late-note")) } }
        form.narrow method="post" {
            (input(visit, &form, "title", "agenda-title-label", "text", "agenda-title-hint"))
            (area(visit, &form, "paper", "agenda-paper"))
            @if all { (select(visit, &form, "organisation", "agenda-by", &options(&tree))) }
            @if view.meeting.kind == MeetingKind::Report { (select(visit, &form, "step", "agenda-step", &steps)) }
            button { (visit.t("agenda-bring")) }
        }
        h2 { (visit.t("agenda")) }
        (agenda(visit, &view))
    };
    form.page(visit, &visit.t("agenda-bring"), &body)
}

async fn bring(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let form = app::agenda_item::Form {
        organisation: fields.parse("organisation"),
        step: fields.parse("step"),
        title: fields.text("title").to_owned(),
        paper: fields.text("paper").to_owned(),
    };
    let made = match id_of(&id) {
        Ok(id) => app::agenda_item::bring(&visit.ctx, visit.app(), id, form).await,
        Err(failed) => Err(failed),
    };
    match sent(&visit, &fields, made, |_| format!("/staff/meetings/{id}")) {
        Ok(answer) => answer,
        Err(form) => items_page(&visit, &id, form).await,
    }
}

async fn withdraw(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let done = match (id.parse(), fields.parse::<i64>("version")) {
        (Ok(id), Some(seen)) => {
            app::agenda_item::withdraw(&visit.ctx, visit.app(), (id, seen), fields.text("why")).await
        }
        _ => Err(app::Error::NotFound),
    };
    match done {
        Ok(meeting) => Redirect::to(&format!("/staff/meetings/{meeting}")).into_response(),
        Err(app::Error::Conflict(why)) => refused(&visit, &id, &why).await,
        Err(failed) => error::page(&visit, &failed),
    }
}

/// A step with an item that was refused: said on the page of its meeting.
async fn refused(visit: &Visit, item: &str, why: &Message) -> Response {
    let title = visit.t("agenda-withdraw");
    let back = match item.parse() {
        Ok(item) => app::agenda_item::get(&visit.ctx, visit.app(), item).await.ok(),
        Err(_) => None,
    };
    let body = html! {
        h1 { (title) }
        div.errors role="alert" tabindex="-1" { p { (visit.say(why)) } }
        @if let Some(item) = back { p { a.button href={ "/staff/meetings/" (item.meeting) } { (visit.t("meeting-back")) } } }
    };
    (StatusCode::CONFLICT, page::shell(visit, &title, body)).into_response()
}
