//! `/staff/actions`: what bodies have to do, one's own first; each with what its owner says of it and what shows that it
//! was done.

use std::collections::BTreeMap;

use app::action::{Filter, Judged, View, Word};
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Response};
use domain::action::{Action, State};
use domain::comment::Subject;
use domain::id::{ActionId, OrganisationId};
use domain::message::{Message, thousands};
use domain::policy::UseCase;
use maud::{Markup, html};

use super::measure::{number, unit};
use super::meeting::{in_the_room, may_write};
use super::organisation::options;
use crate::component::{Form, area, input, select, sent};
use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/actions", UseCase::ReadCouncil, list);
    routes.get("/staff/actions/{id}", UseCase::ReadCouncil, show);
    routes.get("/staff/actions/{id}/edit", UseCase::WriteCouncil, edit);
    routes.post("/staff/actions/{id}/edit", UseCase::WriteCouncil, assign);
    routes.post("/staff/actions/{id}/reports", UseCase::TakePart, report);
    routes.post("/staff/actions/{id}/judgement", UseCase::WriteCouncil, judge);
}

/// How an action stands, with a mark that is more than a colour.
pub(super) fn standing(visit: &Visit, action: &Action) -> Markup {
    let today = visit.ctx.today();
    let said = visit.say(&app::action::standing(action, today));
    let (class, mark) = match (&action.state, action.late_days(today)) {
        (State::Open, Some(_)) => ("badge late", "⚠ "),
        (State::Open, None) => ("badge", "○ "),
        (State::Done { accepted_on: Some(_), .. }, _) => ("badge", "● "),
        (State::Done { .. }, _) => ("badge", "◐ "),
        (State::Dropped { .. }, _) => ("badge", "– "),
    };
    html! { span class=(class) { span aria-hidden="true" { (mark) } (said) } }
}

/// Actions as a table in the order they are given; `empty` is said when there are none.
pub(super) fn table(
    visit: &Visit,
    caption: &str,
    actions: &[Action],
    names: &BTreeMap<OrganisationId, String>,
    judged: &BTreeMap<ActionId, Judged>,
    empty: &str,
) -> Markup {
    let label = |key: &str| visit.t(key);
    html! {
        @if actions.is_empty() { p { (visit.t(empty)) } }
        @else { div.scroll tabindex="0" role="region" aria-label=(visit.t(caption)) { table.cards {
            caption { (visit.t(caption)) }
            thead { tr { th scope="col" { (label("action-number")) } th scope="col" { (label("action-what")) } th scope="col" { (label("action-owner")) } th scope="col" { (label("action-due")) } th scope="col" { (label("state")) } } }
            tbody { @for action in actions { tr {
                th scope="row" { (action.number) }
                td data-label=(label("action-what")) { a href={ "/staff/actions/" (action.id) } { (action.title) } }
                td data-label=(label("action-owner")) { @match action.owner { Some(owner) => (names.get(&owner).map_or("", String::as_str)), None => span.badge.late { "⚠ " (label("action-ownerless-short")) } } }
                td data-label=(label("action-due")) { @match action.due_on { Some(day) => (day), None => span.badge.late { "⚠ " (label("action-undated-short")) } } }
                td data-label=(label("state")) { (standing(visit, action)) @if let Some(judged) = judged.get(&action.id) { br; (by_ledger(visit, judged)) } }
            } } }
        } } }
    }
}

/// What the ledger says of an action's measure: confirmed and target side by side, the confirmed opening its rows.
fn by_ledger(visit: &Visit, judged: &Judged) -> Markup {
    html! { span.small {
        a href={ "/staff/measures/" (judged.measure) } { (judged.name) } " · "
        (visit.t("action-confirmed")) " " (number(judged.measure, "confirmed", None, judged.confirmed)) " / "
        (visit.t("action-target")) " " (thousands(judged.target)) " " (unit(visit, judged.unit))
        @if judged.short { " " span.badge.late { span aria-hidden="true" { "⚠ " } (visit.t("action-short")) } }
    } }
}

/// Every body by its id.
pub(super) async fn names(visit: &Visit) -> Result<BTreeMap<OrganisationId, String>, app::Error> {
    let tree = app::organisation::tree(&visit.ctx, visit.app()).await?;
    Ok(tree.into_iter().map(|(_, body)| (body.id, body.name)).collect())
}

async fn list(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    match listed(&visit, &Fields(pairs)).await {
        Ok(answer) => answer,
        Err(failed) => error::page(&visit, &failed),
    }
}

async fn listed(visit: &Visit, fields: &Fields) -> Result<Response, app::Error> {
    let of_all = fields.text("of") == "all" || app::action::sees_to_all(&visit.ctx);
    let settled = fields.ticked("settled");
    let owner = visit.ctx.actor.organisation.filter(|_| !of_all);
    let actions = app::action::list(&visit.ctx, visit.app(), Filter { owner, settled }).await?;
    let judged = app::action::judged(&visit.ctx, visit.app(), &actions).await?;
    let baskets = app::action::mine(&visit.ctx, visit.app()).await?;
    let today = visit.ctx.today();
    let late = actions.iter().filter(|action| action.late_days(today).is_some()).count();
    let title = visit.t(if of_all { "staff-actions" } else { "actions-mine" });
    let summary = Message::new("actions-summary").with("n", actions.len()).with("late", late);
    let body = html! {
        h1 { (title) }
        p.lead { (visit.say(&summary)) " · " (visit.instant(visit.ctx.now)) }
        @for basket in &baskets { @if let Some(detail) = &basket.detail { p.notice { (visit.say(detail)) } } }
        div.actions {
            @if !app::action::sees_to_all(&visit.ctx) {
                a.button.second href=(if of_all { "/staff/actions" } else { "/staff/actions?of=all" }) { (visit.t(if of_all { "actions-mine" } else { "actions-all" })) }
            }
            a.button.second href={ "/staff/actions" (fields.with("settled", if settled { "" } else { "yes" })) } { (visit.t(if settled { "actions-open-only" } else { "actions-settled-too" })) }
        }
        (table(visit, "actions-caption", &actions, &names(visit).await?, &judged, "actions-none"))
    };
    Ok(page::shell(visit, &title, body).into_response())
}

/// This year's measures as the options of a choice.
pub(super) async fn measures(visit: &Visit) -> Result<Vec<(String, String)>, app::Error> {
    let board = app::measure::board(&visit.ctx, visit.app(), None).await?;
    Ok(board
        .lines
        .iter()
        .map(|line| (line.measure.id.to_string(), line.measure.content.name.clone()))
        .collect())
}

fn id_of(text: &str) -> Result<ActionId, app::Error> {
    text.parse().map_err(|_| app::Error::NotFound)
}

async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    render(&visit, &id, Form::new(&Fields::default())).await
}

async fn render(visit: &Visit, id: &str, form: Form<'_>) -> Response {
    let view = match id_of(id) {
        Ok(id) => app::action::get(&visit.ctx, visit.app(), id).await,
        Err(failed) => Err(failed),
    };
    match view {
        Ok(view) => {
            let title = format!("{} {}", view.action.number, view.action.title);
            let rest = html! {
                (body(visit, &view, &form))
                (crate::comment::section(visit, Subject::Action, view.action.id).await)
                (crate::receipt::section(visit, Subject::Action, view.action.id).await)
            };
            form.page(visit, &title, &rest)
        }
        Err(failed) => error::page(visit, &failed),
    }
}

fn body(visit: &Visit, view: &View, form: &Form<'_>) -> Markup {
    let action = &view.action;
    let open = action.state == State::Open;
    let waits = matches!(action.state, State::Done { accepted_on: None, .. });
    let version = action.version;
    html! {
        p.lead { (standing(visit, action)) " · " (visit.t(&format!("action-source-{}", action.source))) }
        dl.facts {
            dt { (visit.t("action-owner")) } dd { @if view.owner.is_empty() { (visit.t("action-ownerless-short")) } @else { (view.owner) } }
            dt { (visit.t("action-due")) } dd { @match action.due_on { Some(day) => (day), None => (visit.t("action-undated-short")) } }
            @if let Some(meeting) = &view.meeting { dt { (visit.t("meeting")) } dd { a href={ "/staff/meetings/" (meeting.id) } { (meeting.name) } " " (meeting.at.date()) } }
            @if let Some(force) = &view.task_force { dt { (visit.t("council-kind-task_force")) } dd { a href={ "/staff/councils/" (force.id) } { (force.name) } } }
            @if let Some(judged) = &view.judged { dt { (visit.t("action-measure")) } dd { (by_ledger(visit, judged)) } }
            @else if let Some(measure) = &view.measure { dt { (visit.t("action-measure")) } dd { (measure.content.name) } }
            @match &action.state {
                State::Open => {},
                State::Done { on, evidence, accepted_on } => {
                    dt { (visit.t("action-evidence")) } dd { (on) " · " (evidence) }
                    @if let Some(day) = accepted_on { dt { (visit.t("action-accepted-on")) } dd { (day) } }
                }
                State::Dropped { on, why } => { dt { (visit.t("reason")) } dd { (on) " · " (why) } }
            }
        }
        @if may_write(visit) && open { div.actions { a.button.second href={ "/staff/actions/" (action.id) "/edit" } { (visit.t("action-assign")) } } }
        h2 { (visit.t("action-reports")) }
        @if action.reports.is_empty() { p { (visit.t("action-reports-none")) } }
        ol.timeline { @for report in &action.reports { li { time datetime=(report.on) { (report.on) } " " (report.text) } } }
        @if view.may_report && open {
            form.narrow method="post" action={ "/staff/actions/" (action.id) "/reports" } {
                input type="hidden" name="version" value=(version);
                (area(visit, form, "text", "action-say"))
                p.hint { (visit.t("action-say-hint")) }
                div.actions {
                    button name="word" value="report" { (visit.t("action-report")) }
                    button.second name="word" value="done" { (visit.t("action-done-button")) }
                }
            }
        }
        @if may_write(visit) && (open || waits) {
            h2 { (visit.t("action-judge")) }
            form.narrow method="post" action={ "/staff/actions/" (action.id) "/judgement" } {
                input type="hidden" name="version" value=(version);
                @if waits { p { (visit.t("action-judge-hint")) } }
                (input(visit, form, "why", "reason", "text", ""))
                div.actions {
                    @if waits {
                        button name="word" value="accept" { (visit.t("action-accept")) }
                        button.second name="word" value="send_back" { (visit.t("action-send-back")) }
                    } @else {
                        button.danger name="word" value="drop" { (visit.t("action-drop")) }
                    }
                }
            }
        }
    }
}

async fn report(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let word = match fields.text("word") {
        "done" => Word::Done,
        _ => Word::Report,
    };
    said(&visit, &id, &fields, word, "text").await
}

async fn judge(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let word = match fields.text("word") {
        "accept" => Word::Accept,
        "send_back" => Word::SendBack,
        _ => Word::Drop,
    };
    said(&visit, &id, &fields, word, "why").await
}

/// Says it, or shows the page again with what was typed.
async fn said(visit: &Visit, id: &str, fields: &Fields, word: Word, at: &'static str) -> Response {
    let done = match (id_of(id), fields.parse::<i64>("version")) {
        (Ok(id), Some(seen)) => {
            app::action::say(&visit.ctx, visit.app(), (id, seen), word, fields.text(at)).await
        }
        _ => Err(app::Error::NotFound),
    };
    // Words that lack belong to their field; whatever else is refused, to the state of the thing.
    let done = done.map_err(|failed| match failed {
        app::Error::Conflict(why) if why.code == "action-words" => app::Error::field(at, why),
        other => other,
    });
    match sent(visit, fields, done, |()| format!("/staff/actions/{id}")) {
        Ok(answer) => answer,
        Err(form) => render(visit, id, form).await,
    }
}

async fn edit(visit: Visit, Path(id): Path<String>) -> Response {
    let view = match id_of(&id) {
        Ok(id) => app::action::get(&visit.ctx, visit.app(), id).await,
        Err(failed) => Err(failed),
    };
    match view {
        Ok(view) => {
            let action = &view.action;
            let pairs = [
                ("version", action.version.to_string()),
                ("owner", action.owner.map(|id| id.to_string()).unwrap_or_default()),
                ("due_on", action.due_on.map(|day| day.to_string()).unwrap_or_default()),
                ("measure", action.measure.map(|id| id.to_string()).unwrap_or_default()),
            ];
            let fields = Fields(pairs.map(|(name, value)| (name.to_owned(), value)).to_vec());
            edit_page(&visit, &id, Form::new(&fields)).await
        }
        Err(failed) => error::page(&visit, &failed),
    }
}

async fn edit_page(visit: &Visit, id: &str, form: Form<'_>) -> Response {
    let found = (app::organisation::tree(&visit.ctx, visit.app()).await, measures(visit).await);
    let (tree, measures) = match found {
        (Ok(tree), Ok(measures)) => (tree, measures),
        (Err(failed), _) | (_, Err(failed)) => return error::page(visit, &failed),
    };
    let form = form.needing(&["owner", "due_on"]);
    let body = html! {
        form.narrow method="post" {
            input type="hidden" name="version" value=(form.fields.text("version"));
            @for kept in ["next", "dark"] { @if !form.fields.text(kept).is_empty() { input type="hidden" name=(kept) value=(form.fields.text(kept)); } }
            (select(visit, &form, "owner", "action-owner", &options(&tree)))
            (input(visit, &form, "due_on", "action-due", "date", ""))
            (select(visit, &form, "measure", "action-measure", &measures))
            button { (visit.t("save-form")) }
        }
        p { a href={ "/staff/actions/" (id) } { (visit.t("action-back")) } }
    };
    form.page(visit, &visit.t("action-assign"), &body)
}

async fn assign(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let done = match (id_of(&id), fields.parse::<i64>("version"), fields.day("due_on")) {
        (Ok(id), Some(seen), Ok(due_on)) => {
            let said = (fields.parse("owner"), due_on, fields.parse("measure"));
            app::action::assign(&visit.ctx, visit.app(), (id, seen), said).await
        }
        (Ok(_), Some(_), Err(why)) => Err(app::Error::Invalid(vec![why])),
        _ => Err(app::Error::NotFound),
    };
    let onward = match (&done, id_of(&id)) {
        (Ok(()), Ok(id)) => app::action::get(&visit.ctx, visit.app(), id).await.ok(),
        _ => None,
    };
    let room = onward.and_then(|view| in_the_room(&fields, &view.meeting?.id.to_string()));
    let onward = room.unwrap_or_else(|| format!("/staff/actions/{id}"));
    match sent(&visit, &fields, done, |()| onward) {
        Ok(answer) => answer,
        Err(form) => edit_page(&visit, &id, form).await,
    }
}
