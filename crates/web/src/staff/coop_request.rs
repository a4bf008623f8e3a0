//! `/staff/requests`: what one body asks of another: what waits for me, what I wait for, and one request with its steps.

use app::coop_request::{Desk, Form as Asked, Row, Step, Waiting};
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Response};
use domain::comment::Subject;
use domain::coop_request::{State, Urgency};
use domain::id::CoopRequestId;
use domain::policy::{Reach, UseCase, reach};
use jiff::ToSpan;
use maud::{Markup, html};

use super::organisation::options;
use crate::comment::page_of;
use crate::component::{Form, area, input, select, sent};
use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

/// Days in which an answer is usually wanted.
const USUAL_DAYS: i32 = 7;
/// Fields that cannot be left empty.
const NEEDED: &[&str] = &["to", "text", "answer_by"];

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/requests", UseCase::ReadNetwork, list);
    routes.get("/staff/requests/new", UseCase::WriteNetwork, new);
    routes.post("/staff/requests/new", UseCase::WriteNetwork, create);
    routes.get("/staff/requests/{id}", UseCase::ReadNetwork, show);
    routes.post("/staff/requests/{id}/steps", UseCase::WriteNetwork, step);
}

/// A line for each list of the page of requests in which something is to be seen to, leading to that list.
pub(super) async fn waiting(visit: &Visit) -> Markup {
    let Waiting { for_me, below_me } =
        app::coop_request::waiting(&visit.ctx, visit.app()).await.unwrap_or_default();
    let lines =
        [("requests-for-me", "requests-n", for_me), ("requests-below-me", "requests-below-n", below_me)];
    html! { @for (list, said, n) in lines { @if n > 0 { p.notice { a href={ "/staff/requests#" (list) } { (visit.n(said, n)) } } } } }
}

async fn list(visit: Visit) -> Response {
    let desk = match app::coop_request::desk(&visit.ctx, visit.app()).await {
        Ok(desk) => desk,
        Err(failed) => return error::page(&visit, &failed),
    };
    let title = visit.t("requests");
    let Desk { for_me, below_me, mine, over, others } = &desk;
    let may = reach(visit.ctx.actor.role, UseCase::WriteNetwork) != Reach::No;
    let body = html! {
        h1 { (title) }
        p.lead { (visit.n("requests-n", for_me.len())) " " @if !below_me.is_empty() { (visit.n("requests-below-n", below_me.len())) " " } span.small { (visit.t("as-of")) " " (visit.instant(visit.ctx.now)) } }
        @if may { div.actions { a.button href="/staff/requests/new" { (visit.t("request-new")) } } }
        @for (name, rows) in [("requests-for-me", for_me), ("requests-below-me", below_me), ("requests-mine", mine), ("requests-others", others), ("requests-over", over)] {
            section #(name) { h2 { (visit.t(name)) " " (rows.len()) }
                @if rows.is_empty() { p { (visit.t("requests-none")) } }
                @else { (table(&visit, name, rows)) }
            }
        }
    };
    page::shell(&visit, &title, body).into_response()
}

/// Requests as a table, for every page that lists some.
fn table(visit: &Visit, caption: &str, rows: &[Row]) -> Markup {
    html! {
        table.cards {
            caption { (visit.t(caption)) }
            thead { tr { th scope="col" { (visit.t("request-text")) } th scope="col" { (visit.t("request-from")) } th scope="col" { (visit.t("request-to")) } th scope="col" { (visit.t("request-answer-by")) } th scope="col" { (visit.t("request-state")) } } }
            tbody { @for row in rows { tr {
                th scope="row" { a href={ "/staff/requests/" (row.request.id) } { (row.request.text) } }
                td data-label=(visit.t("request-from")) { (row.from) }
                td data-label=(visit.t("request-to")) { (row.to) }
                td data-label=(visit.t("request-answer-by")) { time datetime=(row.request.answer_by) { (row.request.answer_by) } }
                td data-label=(visit.t("request-state")) { (state(visit, row)) }
            } } }
        }
    }
}

fn state(visit: &Visit, row: &Row) -> Markup {
    let named = visit.t(&format!("request-state-{}", row.request.state_name()));
    html! {
        span.badge { (named) }
        @if let Some(far) = row.urgency.filter(|far| *far != Urgency::Waiting) { " " span.badge.doubt { (visit.t(&format!("request-{far}"))) } }
    }
}

/// What was asked about a thing, with a way to ask: for the pages of projects, leads and openings.
pub(crate) async fn section(visit: &Visit, subject: Subject, id: uuid::Uuid) -> Markup {
    let Ok(rows) = app::coop_request::about(&visit.ctx, visit.app(), subject, id).await else {
        return html! {};
    };
    let may = reach(visit.ctx.actor.role, UseCase::WriteNetwork) != Reach::No;
    html! { @if may || !rows.is_empty() { section #requests {
        h2 { (visit.t("requests")) " " (rows.len()) }
        @if !rows.is_empty() { (table(visit, "requests", &rows)) }
        @if may { p { a.button.second href={ "/staff/requests/new?subject=" (subject) "&about=" (id) } { (visit.t("request-new")) } } }
    } } }
}

async fn new(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let day = visit.ctx.today().saturating_add(USUAL_DAYS.days());
    let fields = Fields(pairs).but("answer_by", &day.to_string());
    form(&visit, Form::new(&fields)).await
}

async fn form(visit: &Visit, form: Form<'_>) -> Response {
    let tree = match app::organisation::tree(&visit.ctx, visit.app()).await {
        Ok(tree) => tree,
        Err(failed) => return error::page(visit, &failed),
    };
    let (form, title) = (form.needing(NEEDED), visit.t("request-new"));
    let rest = html! {
        form.narrow method="post" {
            @for name in ["subject", "about"] { input type="hidden" name=(name) value=(form.fields.text(name)); }
            @if let Some((subject, id)) = crate::comment::named(form.fields) { p { a href=(page_of(subject, id)) { (visit.t(&format!("comment-on-{subject}"))) } } }
            (select(visit, &form, "to", "request-to", &options(&tree)))
            (area(visit, &form, "text", "request-text"))
            (input(visit, &form, "answer_by", "request-answer-by", "date", "request-clock"))
            div.actions { button { (visit.t("request-send")) } }
        }
    };
    form.page(visit, &title, &rest)
}

async fn create(visit: Visit, fields: Fields) -> Response {
    let made = match fields.day("answer_by") {
        Ok(answer_by) => {
            let asked = Asked {
                to: fields.parse("to"),
                about: crate::comment::named(&fields),
                text: fields.text("text").to_owned(),
                answer_by,
            };
            app::coop_request::create(&visit.ctx, visit.app(), asked).await
        }
        Err(why) => Err(app::Error::Invalid(vec![why])),
    };
    match sent(&visit, &fields, made, |id| format!("/staff/requests/{id}")) {
        Ok(answer) => answer,
        Err(again) => form(&visit, again).await,
    }
}

async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<CoopRequestId>() else { return error::page(&visit, &app::Error::NotFound) };
    match app::coop_request::get(&visit.ctx, visit.app(), id).await {
        Ok(row) => render(&visit, &row, &Form::new(&Fields::default())).await,
        Err(failed) => error::page(&visit, &failed),
    }
}

async fn render(visit: &Visit, row: &Row, form: &Form<'_>) -> Response {
    let request = &row.request;
    let about = request.about.as_ref().and_then(|(noun, id)| Some((noun.parse::<Subject>().ok()?, *id)));
    let rest = html! {
        p.lead { (state(visit, row)) " " (row.from) " → " (row.to) }
        @for line in request.text.lines() { p { (line) } }
        dl.facts {
            dt { (visit.t("request-asked-on")) } dd { time datetime=(request.asked_on) { (request.asked_on) } }
            dt { (visit.t("request-answer-by")) } dd { time datetime=(request.answer_by) { (request.answer_by) } }
            @if let Some((subject, id)) = about { dt { (visit.t("request-about")) } dd { a href=(page_of(subject, id)) { (visit.t(&format!("comment-on-{subject}"))) } } }
            @match &request.state {
                State::Accepted { on, words } | State::Declined { on, words } | State::Offered { on, words } => { dt { (visit.t("request-answer")) } dd { (words) " (" (on) ")" } }
                State::Abandoned { on } | State::Withdrawn { on } => { dt { (visit.t("request-ended")) } dd { time datetime=(on) { (on) } } }
                State::Asked => {}
            }
        }
        @if row.may_answer {
            form.narrow method="post" action={ "/staff/requests/" (request.id) "/steps" } {
                input type="hidden" name="version" value=(request.version);
                (area(visit, form, "words", "request-words"))
                div.actions {
                    button name="step" value="accept" { (visit.t("request-accept")) }
                    button.second name="step" value="offer" { (visit.t("request-offer")) }
                    button.danger name="step" value="decline" { (visit.t("request-decline")) }
                }
            }
        }
        @if row.asked_by_me {
            form.actions method="post" action={ "/staff/requests/" (request.id) "/steps" } {
                input type="hidden" name="version" value=(request.version);
                @if matches!(request.state, State::Offered { .. }) {
                    button name="step" value="take" { (visit.t("request-take")) }
                    button.second name="step" value="insist" { (visit.t("request-insist")) }
                }
                @if matches!(request.state, State::Asked | State::Offered { .. }) { button.second name="step" value="withdraw" { (visit.t("request-withdraw")) } }
            }
        }
        (crate::comment::section(visit, Subject::CoopRequest, request.id).await)
    };
    form.page(visit, &visit.t("request"), &rest)
}

async fn step(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let (Ok(id), Some(version)) = (id.parse::<CoopRequestId>(), fields.parse::<i64>("version")) else {
        return error::page(&visit, &app::Error::NotFound);
    };
    let words = fields.text("words");
    let step = match fields.text("step") {
        "accept" => Step::Accept(words),
        "decline" => Step::Decline(words),
        "offer" => Step::Offer(words),
        "take" => Step::Take,
        "insist" => Step::Insist,
        "withdraw" => Step::Withdraw,
        _ => return error::page(&visit, &app::Error::NotFound),
    };
    let done = match app::coop_request::step(&visit.ctx, visit.app(), (id, version), step).await {
        Err(app::Error::Conflict(why)) if why.code == "coop-request-words" => {
            Err(app::Error::field("words", why))
        }
        other => other,
    };
    match sent(&visit, &fields, done, |()| format!("/staff/requests/{id}")) {
        Ok(answer) => answer,
        Err(again) => match app::coop_request::get(&visit.ctx, visit.app(), id).await {
            Ok(row) => render(&visit, &row, &again).await,
            Err(failed) => error::page(&visit, &failed),
        },
    }
}
