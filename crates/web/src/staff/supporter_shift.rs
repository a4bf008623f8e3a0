//! `/staff/supporters/shifts`: opening a shift, asking people for it in the published order, their answers, who came; a list
//! to be printed for whoever meets them at the door.

use std::collections::BTreeMap;

use app::FieldError;
use app::supporter_shift::{Row, View};
use axum::extract::{Path, Query};
use axum::response::Response;
use domain::code::Language;
use domain::id::{HiringEventId, SupporterId, SupporterShiftId};
use domain::message::Message;
use domain::policy::{UseCase, may_ask};
use domain::roster::Taken;
use domain::supporter::{Level, Spoken, Work};
use domain::supporter_shift::{Answer, Content, State};
use domain::work_time::DailyHours;
use maud::{Markup, html};

use crate::component::{Form, codes, input, select, sent};
use crate::error;
use crate::fields::Fields;
use crate::routes::Routes;
use crate::supporter::{answered, buttons, what, when, words};
use crate::visit::Visit;

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/supporters/shifts/new", UseCase::WriteProject, new);
    routes.post("/staff/supporters/shifts/new", UseCase::WriteProject, open);
    routes.get("/staff/supporters/shifts/{id}", UseCase::ReadProject, show);
    routes.post("/staff/supporters/shifts/{id}/ask", UseCase::WriteProject, ask);
    routes.post("/staff/supporters/shifts/{id}/answers", UseCase::WriteProject, answer);
    routes.post("/staff/supporters/shifts/{id}/attendance", UseCase::WriteProject, attend);
    routes.post("/staff/supporters/shifts/{id}/cancel", UseCase::WriteProject, cancel);
}

async fn new(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let year = visit.ctx.today().year();
    let floor = visit.app().reference.minimum_wages.hourly_won(year);
    let pairs = [
        ("rest", "60".to_owned()),
        ("wage", floor.map(|won| won.to_string()).unwrap_or_default()),
        ("event", Fields(pairs).text("event").to_owned()),
    ];
    let fields = Fields(pairs.map(|(name, value)| (name.to_owned(), value)).into());
    opening(&visit, &Form::new(&fields)).await
}

async fn open(visit: Visit, fields: Fields) -> Response {
    let made = match read(&visit, &fields) {
        Ok(content) => {
            app::supporter_shift::open(&visit.ctx, visit.app(), None, fields.text("project"), content).await
        }
        Err(wrong) => Err(app::Error::Invalid(wrong)),
    };
    match sent(&visit, &fields, made, |id| format!("/staff/supporters/shifts/{id}")) {
        Ok(answer) => answer,
        Err(form) => opening(&visit, &form).await,
    }
}

/// What was typed.
///
/// # Errors
/// What cannot be read, by its input.
fn read(visit: &Visit, fields: &Fields) -> Result<Content, Vec<FieldError>> {
    let mut errors = Vec::new();
    let needed = |name: &'static str| FieldError::new(name, Message::new("field-needed"));
    let event = fields.parse::<HiringEventId>("event");
    // Its event gives it its day.
    let given = event.map(|_| visit.ctx.today());
    let day = fields.day("day").and_then(|day| given.or(day).ok_or_else(|| needed("day")));
    let day = taken(day, &mut errors);
    let rest = taken(fields.count("rest", 600), &mut errors).flatten().unwrap_or(0);
    let heads = taken(fields.count("heads", 500), &mut errors).flatten().unwrap_or(0);
    let wage = taken(fields.won("wage"), &mut errors).flatten().unwrap_or(0);
    let times = fields.clock("start").zip(fields.clock("until")).zip(u16::try_from(rest).ok());
    let hours = times.and_then(|((start, until), rest)| DailyHours::new(start, until, rest));
    if hours.is_none() {
        errors.push(FieldError::new("until", Message::new("supporter-shift-hours")));
    }
    let work = fields.parse::<Work>("work");
    if work.is_none() {
        errors.push(needed("work"));
    }
    let language = Language::from_code(fields.text("language"));
    let level = fields.parse::<Level>("level");
    if language.is_some() && level.is_none() {
        errors.push(FieldError::new("level", Message::new("supporter-level-needed")));
    }
    let (Some(day), Some(hours), Some(work), true) = (day, hours, work, errors.is_empty()) else {
        return Err(errors);
    };
    Ok(Content {
        title: fields.text("title").to_owned(),
        event,
        project: None,
        day,
        hours,
        place: fields.text("place").to_owned(),
        heads,
        work,
        language: language.zip(level).map(|(language, level)| Spoken { language, level }),
        wage_won_hourly: wage,
    })
}

/// A value, or nothing with what is wrong written down.
fn taken<T>(read: Result<T, FieldError>, errors: &mut Vec<FieldError>) -> Option<T> {
    read.map_err(|wrong| errors.push(wrong)).ok()
}

/// Events to come at which whoever asks may call for supporters.
async fn events(visit: &Visit) -> Vec<(String, String)> {
    let mut all = app::hiring_event::list(&visit.ctx, visit.app()).await.unwrap_or_default();
    all.retain(|event| !event.is_past(visit.ctx.today()));
    all.iter().map(|event| (event.id.to_string(), format!("{} {}", event.on, event.title))).collect()
}

async fn opening(visit: &Visit, form: &Form<'_>) -> Response {
    let form = form.clone().needing(&["start", "until", "heads", "work", "wage"]);
    let events = events(visit).await;
    let body = html! {
        p { (visit.t("supporter-shift-new-note")) }
        form.narrow method="post" {
            (select(visit, &form, "event", "supporter-shift-event", &events))
            p.hint { (visit.t("supporter-shift-event-hint")) }
            (input(visit, &form, "title", "event-title", "text", ""))
            (input(visit, &form, "project", "project-number", "text", "supporter-shift-project-hint"))
            (input(visit, &form, "day", "supporter-shift-day", "date", ""))
            (input(visit, &form, "start", "event-from", "time", ""))
            (input(visit, &form, "until", "event-until", "time", "supporter-shift-until-hint"))
            (input(visit, &form, "rest", "supporter-shift-rest", "number", ""))
            (input(visit, &form, "place", "supporter-shift-place", "text", ""))
            (input(visit, &form, "heads", "supporter-shift-heads", "number", ""))
            (select(visit, &form, "work", "supporter-works", &words::<Work>(visit, "supporter-work")))
            (select(visit, &form, "language", "supporter-language", &codes(visit, Language::LIST)))
            (select(visit, &form, "level", "supporter-level", &words::<Level>(visit, "supporter-level")))
            (input(visit, &form, "wage", "supporter-shift-wage", "text", "supporter-shift-wage-hint"))
            button { (visit.t("supporter-shift-new")) }
        }
        p { a href="/staff/supporters" { (visit.t("supporters")) } }
    };
    form.page(visit, &visit.t("supporter-shift-new"), &body)
}

/// A shift with who was called.
async fn found(visit: &Visit, id: SupporterShiftId) -> Result<(View, Vec<Row>), Response> {
    let (ctx, app) = (&visit.ctx, visit.app());
    match (app::supporter_shift::get(ctx, app, id).await, app::supporter_shift::called(ctx, app, id).await) {
        (Ok(view), Ok(rows)) => Ok((view, rows)),
        (Err(failed), _) | (_, Err(failed)) => Err(error::page(visit, &failed)),
    }
}

async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse() else { return error::page(&visit, &app::Error::NotFound) };
    match found(&visit, id).await {
        Ok((view, rows)) => {
            let pairs =
                rows.iter().filter_map(|row| Some((minutes(row.call.supporter), worked(&view, row)?)));
            let fields = Fields(pairs.chain([("count".to_owned(), wanted(&view))]).collect());
            render(&visit, (&view, &rows), &Form::new(&fields))
        }
        Err(answer) => answer,
    }
}

/// The input for the minutes of a supporter.
fn minutes(of: SupporterId) -> String {
    format!("minutes_{of}")
}

/// The minutes that stand in the input: as noted, else the whole shift of whoever said yes.
fn worked(view: &View, row: &Row) -> Option<String> {
    match row.call.answer {
        Answer::Yes { .. } => Some(view.shift.content.minutes().to_string()),
        Answer::Came { minutes } => Some(minutes.to_string()),
        Answer::None | Answer::No { .. } | Answer::Absent => None,
    }
}

/// As many as places are free, less those who did not answer yet; at least one.
fn wanted(view: &View) -> String {
    let free = usize::try_from(view.shift.seats.free()).unwrap_or(0);
    free.saturating_sub(view.shift.tally().silent).max(1).to_string()
}

async fn ask(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let Ok(id) = id.parse() else { return error::page(&visit, &app::Error::NotFound) };
    let done = match fields.count("count", 500) {
        Ok(count) => {
            let count = count.unwrap_or(1).max(1);
            app::supporter_shift::ask(&visit.ctx, visit.app(), id, count).await.map(|_| ())
        }
        Err(wrong) => Err(app::Error::Invalid(vec![wrong])),
    };
    stepped(&visit, id, &fields, done).await
}

async fn answer(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let (Ok(id), Some(who)) = (id.parse(), fields.parse::<SupporterId>("supporter")) else {
        return error::page(&visit, &app::Error::NotFound);
    };
    let yes = fields.text("answer") == "yes";
    let done = app::supporter_shift::answer(&visit.ctx, visit.app(), id, who, yes).await;
    stepped(&visit, id, &fields, done).await
}

async fn attend(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let Ok(id) = id.parse() else { return error::page(&visit, &app::Error::NotFound) };
    let done = match attendance(&fields) {
        Ok((came, taken)) => app::supporter_shift::attend(&visit.ctx, visit.app(), id, came, taken).await,
        Err(failed) => Err(failed),
    };
    stepped(&visit, id, &fields, done).await
}

/// Who came for how many minutes: an empty input is somebody who did not.
fn attendance(fields: &Fields) -> Result<(BTreeMap<SupporterId, u32>, Taken), app::Error> {
    let (mut came, mut errors) = (BTreeMap::new(), Vec::new());
    for (name, value) in &fields.0 {
        let Some(who) = name.strip_prefix("minutes_").and_then(|id| id.parse().ok()) else { continue };
        match value.trim().parse::<u32>() {
            Ok(minutes) => {
                came.insert(who, minutes);
            }
            Err(_) if value.trim().is_empty() => {}
            Err(_) => {
                let message = Message::new("number-unreadable").with("text", value.as_str());
                errors.push(FieldError { field: name.clone().into(), message });
            }
        }
    }
    match fields.parse("taken") {
        Some(taken) if errors.is_empty() => return Ok((came, taken)),
        Some(_) => {}
        None => errors.push(FieldError::new("taken", Message::new("field-needed"))),
    }
    Err(app::Error::Invalid(errors))
}

async fn cancel(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let Ok(id) = id.parse() else { return error::page(&visit, &app::Error::NotFound) };
    let done = app::supporter_shift::cancel(&visit.ctx, visit.app(), id).await;
    stepped(&visit, id, &fields, done).await
}

/// After a step: the shift as it is then, or what is wrong on it.
async fn stepped(
    visit: &Visit,
    id: SupporterShiftId,
    fields: &Fields,
    done: Result<(), app::Error>,
) -> Response {
    match sent(visit, fields, done, |()| format!("/staff/supporters/shifts/{id}")) {
        Ok(answer) => answer,
        Err(form) => match found(visit, id).await {
            Ok((view, rows)) => render(visit, (&view, &rows), &form),
            Err(answer) => answer,
        },
    }
}

fn render(visit: &Visit, (view, rows): (&View, &[Row]), form: &Form<'_>) -> Response {
    let (shift, today) = (&view.shift, visit.ctx.today());
    let (content, tally) = (&shift.content, shift.tally());
    let open = shift.state == State::Open && content.day >= today;
    let over = matches!(shift.state, State::Cancelled { .. });
    let here = format!("/staff/supporters/shifts/{}", shift.id);
    let body = html! {
        p.lead { span.badge { (visit.t(&format!("supporter-shift-state-{}", shift.state.name()))) } " " (when(visit, content)) " · " (visit.t("as-of")) " " (visit.instant(visit.ctx.now)) }
        dl.facts {
            @if let Some(event) = content.event.filter(|_| may_ask(&visit.ctx.actor, UseCase::ReadEvent)) { dt { (visit.t("supporter-shift-event")) } dd { a href={ "/staff/events/" (event) } lang=[visit.content_lang()] { (content.title) } } }
            dt { (visit.t("supporter-shift-place")) } dd lang=[visit.content_lang()] { (content.place) }
            dt { (visit.t("supporter-works")) } dd { (what(visit, content)) }
            dt { (visit.t("supporter-shift-wage")) } dd { (visit.n("won-n", content.wage_won_hourly)) }
            dt { (visit.t("supporter-shift-body")) } dd lang=[visit.content_lang()] { (view.organisation) }
            dt { (visit.t("supporter-shift-roster")) } dd { @match (content.project, &view.project) {
                (Some(id), Some(name)) => { a href={ "/staff/projects/" (id) "#rosters" } lang=[visit.content_lang()] { (name) } }
                _ => (visit.t("supporter-shift-no-project")),
            } }
            dt { (visit.t("supporter-shift-seats")) } dd { (shift.seats.taken) " / " (content.heads) }
        }
        p { (visit.say(&Message::new("supporter-shift-tally").with("called", tally.called).with("yes", tally.yes).with("no", tally.no).with("silent", tally.silent))) }
        @if tally.came > 0 { p { (visit.say(&Message::new("supporter-shift-came").with("people", tally.came).with("hours", tally.minutes / 60).with("minutes", tally.minutes % 60))) } }
        p.small { (visit.t("supporter-shift-order")) " " code { (shift.seed.as_str()) } }
        @if view.may_mind && open {
            form.narrow method="post" action={ (here) "/ask" } {
                p { (visit.n("supporter-shift-waiting", view.waiting)) }
                (input(visit, form, "count", "supporter-shift-count", "number", ""))
                button { (visit.t("supporter-shift-ask")) }
            }
        }
        (called(visit, (view, rows), &here, open))
        @if view.may_mind && !over && content.day <= today { (coming(visit, (view, rows), &here, form)) }
        div.actions { button.second type="button" data-print="" hidden { (visit.t("print")) } }
        @if view.may_mind && shift.state == State::Open {
            form method="post" action={ (here) "/cancel" } { p { (visit.t("supporter-shift-cancel-note")) } button.second { (visit.t("supporter-shift-cancel")) } }
        }
        p { a href="/staff/supporters" { (visit.t("supporters")) } }
    };
    form.page(visit, &content.title, &body)
}

/// Whose name who looks may not know, or nobody knows any more.
fn name(visit: &Visit, row: &Row) -> String {
    if row.name.is_empty() { visit.t("supporter-unnamed") } else { row.name.clone() }
}

/// Who was called, in order, with what they said: the list for the door.
fn called(visit: &Visit, (view, rows): (&View, &[Row]), here: &str, open: bool) -> Markup {
    let title = visit.t("follow-up-asked");
    let may_note = view.may_mind && open;
    html! { section {
        h2 { (title) }
        @if rows.is_empty() { p.notice { (visit.t("supporter-shift-nobody-called")) } } @else { div.scroll tabindex="0" role="region" aria-label=(title) { table {
            caption.same { (title) }
            thead { tr { th.num scope="col" { (visit.t("cohorts-nth")) } th scope="col" { (visit.t("name")) } th scope="col" { (visit.t("phone")) } th scope="col" { (visit.t("supporter-shift-asked-at")) } th scope="col" { (visit.t("state")) } @if may_note { th scope="col" { (visit.t("supporter-shift-note")) } } } }
            tbody { @for (nth, row) in rows.iter().enumerate() { tr {
                td.num { (nth + 1) }
                th scope="row" { (name(visit, row)) }
                td { @if !row.phone.is_empty() { a.phone href={ "tel:" (row.phone) } { (row.phone) } } @if let Some(by) = row.call_by { " " (visit.t(&format!("supporter-call-{by}"))) } }
                td { (visit.instant(row.call.asked_at)) }
                td { (answered(visit, row.call.answer)) }
                @if may_note { td { form method="post" action={ (here) "/answers" } {
                    input type="hidden" name="supporter" value=(row.call.supporter);
                    (buttons(visit, row.call.answer, &name(visit, row)))
                } } }
            } } }
        } } }
    } }
}

/// Who said yes, with an input each for how long they worked.
fn coming(visit: &Visit, (view, rows): (&View, &[Row]), here: &str, form: &Form<'_>) -> Markup {
    let said: Vec<SupporterId> = view.shift.coming().collect();
    let ways = words::<Taken>(visit, "roster-taken");
    html! { section {
        h2 { (visit.t("supporter-shift-attendance")) }
        @if said.is_empty() { p.notice { (visit.t("supporter-shift-nobody-comes")) } } @else {
            p { (visit.t("supporter-shift-attendance-note")) }
            form.narrow method="post" action={ (here) "/attendance" } {
                @for row in rows.iter().filter(|row| said.contains(&row.call.supporter)) {
                    @let id = minutes(row.call.supporter);
                    @let error = form.error(&id);
                    div.field {
                        label for=(id) { (name(visit, row)) " " (visit.t("supporter-shift-minutes-label")) }
                        input id=(id) name=(id) type="number" inputmode="numeric" value=(form.fields.text(&id)) aria-invalid=[error.map(|_| "true")] aria-describedby=[error.map(|_| format!("{id}-error"))];
                        @if let Some(error) = error { p.error id={ (id) "-error" } { (error) } }
                    }
                }
                (select(visit, form, "taken", "roster-attendance", &ways))
                p.hint { (visit.t("roster-attendance-hint")) }
                button { (visit.t("supporter-shift-attend")) }
            }
        }
    } }
}
