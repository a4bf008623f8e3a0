//! `/staff/satisfactions/{id}`: whom to call about how it was, and what came of the call; and the letter to whoever has no
//! telephone, with a slip to send back.

use app::satisfaction::{Noted, Open};
use axum::extract::Path;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use domain::id::SatisfactionId;
use domain::message::Message;
use domain::person::written_phone;
use domain::policy::UseCase;
use domain::satisfaction::{Reason, Score, State};
use maud::{Markup, html};
use strum::IntoEnumIterator;

use crate::component::{Form, sent};
use crate::fields::Fields;
use crate::routes::Routes;
use crate::satisfaction::{questions, read};
use crate::staff::{origin, qr};
use crate::visit::Visit;
use crate::{error, page};

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/satisfactions/{id}", UseCase::WriteService, show);
    routes.post("/staff/satisfactions/{id}", UseCase::WriteService, note);
    routes.get("/staff/satisfactions/{id}/letter", UseCase::WriteService, letter);
}

async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    render(&visit, &id, &Form::new(&Fields::default())).await
}

async fn note(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let Ok(known) = id.parse::<SatisfactionId>() else { return error::page(&visit, &app::Error::NotFound) };
    let noted = match fields.text("step") {
        "answer" => Some(Noted::Answered(read(&fields))),
        "refuse" => Some(Noted::Refused { always: false }),
        "never" => Some(Noted::Refused { always: true }),
        "unreachable" => Some(Noted::Unreachable),
        _ => None,
    };
    let done = match noted {
        Some(noted) => app::satisfaction::note(&visit.ctx, visit.app(), known, noted).await,
        // Whether there is such a question is told to nobody who may not know.
        None => match app::satisfaction::open(&visit.ctx, visit.app(), known).await {
            Ok(_) => Err(app::Error::Conflict(Message::new("reason-choose"))),
            Err(failed) => Err(failed),
        },
    };
    match sent(&visit, &fields, done, |()| "/staff/today#satisfaction".to_owned()) {
        Ok(answer) => answer,
        Err(form) => render(&visit, &id, &form).await,
    }
}

async fn found(visit: &Visit, id: &str) -> Result<Open, Response> {
    let id = id.parse::<SatisfactionId>().map_err(|_| error::page(visit, &app::Error::NotFound))?;
    app::satisfaction::open(&visit.ctx, visit.app(), id).await.map_err(|failed| error::page(visit, &failed))
}

async fn render(visit: &Visit, id: &str, form: &Form<'_>) -> Response {
    let open = match found(visit, id).await {
        Ok(open) => open,
        Err(answer) => return answer,
    };
    let question = &open.question;
    let rest = html! {
        p.lead { (open.name) @for number in &open.phones { " " a.phone href={ "tel:" (number) } { (written_phone(number)) } } }
        dl.facts {
            dt { (visit.t("satisfaction-about")) } dd { (visit.say(&open.what)) " · " (question.about_on) }
            dt { (visit.t("satisfaction-asked")) } dd { (question.asked_on) " · " (visit.t(&format!("satisfaction-channel-{}", question.by))) @if let Some(day) = question.reminded_on { " · " (visit.t("satisfaction-reminded")) " " (day) } }
            dt { (visit.t("state")) } dd { span.badge { (visit.t(&format!("satisfaction-state-{}", question.state.name()))) } @if let Some(at) = ended(&question.state) { " " (visit.instant(at)) } }
        }
        @if question.is_open() { (keyed(visit, form, &open)) }
        p { a href="/staff/today#satisfaction" { (visit.t("today")) } }
    };
    form.page(visit, &visit.t(&format!("satisfaction-title-{}", question.about.kind())), &rest)
}

fn ended(state: &State) -> Option<jiff::Timestamp> {
    match state {
        State::Asked => None,
        State::Answered { at, .. }
        | State::Refused { at, .. }
        | State::Unreachable { at, .. }
        | State::Lapsed { at } => Some(*at),
    }
}

/// What came of it, keyed once.
fn keyed(visit: &Visit, form: &Form<'_>, open: &Open) -> Markup {
    let id = open.question.id;
    html! {
        p { (visit.t("satisfaction-call-note")) }
        form.narrow method="post" {
            (questions(visit, form, &open.question))
            div.actions { button name="step" value="answer" { (visit.t("satisfaction-keep")) } }
        }
        form method="post" {
            h2 { (visit.t("satisfaction-no-answer")) }
            div.actions { @for step in ["refuse", "never", "unreachable"] { button.second name="step" value=(step) { (visit.t(&format!("satisfaction-step-{step}"))) } } }
        }
        p { a.button.second href={ "/staff/satisfactions/" (id) "/letter" } { (visit.t("satisfaction-letter")) } }
    }
}

/// The letter: what is asked, a square to point a telephone at, and a slip to tick and send back.
async fn letter(visit: Visit, Path(id): Path<String>, headers: HeaderMap) -> Response {
    let open = match found(&visit, &id).await {
        Ok(open) => open,
        Err(answer) => return answer,
    };
    let (question, about) = (&open.question, open.question.about);
    let url = format!("{}/satisfaction/{}", origin(&visit, &headers), open.token);
    let title = visit.t(&format!("satisfaction-title-{}", about.kind()));
    let body = html! {
        h1 { (title) }
        p.lead { (open.name) " · " (visit.say(&open.what)) }
        p { (visit.t("satisfaction-why")) " " (visit.t("satisfaction-letter-note")) }
        (qr(&visit, &url))
        dl.facts { dt { (visit.t("phone")) } dd { (visit.app().city.phone()) } dt { (visit.t("satisfaction-until")) } dd { (question.until()) } }
        section {
            h2 { (visit.t("satisfaction-slip")) }
            @if about.asks_still() { p { (visit.t("satisfaction-still")) } ul { @for key in ["satisfaction-still-yes", "satisfaction-still-no"] { li { "□ " (visit.t(key)) } } } }
            @if about.asks_how() {
                p { (visit.t("satisfaction-score")) }
                ul { @for one in Score::iter().rev() { li { "□ " (visit.t(&format!("satisfaction-score-{one}"))) } } }
                p { (visit.t("satisfaction-reasons")) }
                ul { @for one in Reason::iter() { li { "□ " (visit.t(&format!("satisfaction-reason-{one}"))) } } }
                @if about.takes_word() { p { (visit.t("satisfaction-word")) ": ______________________________" } }
            }
        }
        div.actions {
            button.second type="button" data-print="" hidden { (visit.t("print")) }
            a.button.second href={ "/staff/satisfactions/" (question.id) } { (visit.t("satisfaction-keep")) }
        }
    };
    page::shell(&visit, &title, body).into_response()
}
