//! `/satisfaction/{token}`: how was it, do you still work there? Asked once, answered without an account by whoever holds the
//! link. Looking changes nothing: what opens links by itself answers no question.

use app::satisfaction::Asked;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::policy::UseCase;
use domain::satisfaction::{About, Answer, Reason, Satisfaction, Score};
use maud::{Markup, html};
use strum::IntoEnumIterator;

use crate::answer::private;
use crate::component::{Form, area, checks};
use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/satisfaction/{token}", UseCase::AnswerQuestion, show);
    routes.post("/satisfaction/{token}", UseCase::AnswerQuestion, reply);
}

async fn show(visit: Visit, Path(token): Path<String>) -> Response {
    private(render(&visit, &token, &Form::new(&Fields::default())).await)
}

async fn reply(visit: Visit, Path(token): Path<String>, fields: Fields) -> Response {
    let (ctx, app) = (&visit.ctx, visit.app());
    let done = match fields.text("step") {
        "refuse" => app::satisfaction::refuse(ctx, app, &token, false).await,
        "never" => app::satisfaction::refuse(ctx, app, &token, true).await,
        _ => app::satisfaction::answer(ctx, app, &token, read(&fields)).await,
    };
    private(match done {
        Ok(()) => thanks(&visit),
        Err(app::Error::NotFound) => unknown(&visit),
        Err(failed) => match Form::refused(&visit, &fields, &failed) {
            Ok(answer) => answer,
            Err(form) => render(&visit, &token, &form).await,
        },
    })
}

/// What a form's fields say.
pub(crate) fn read(fields: &Fields) -> Answer {
    Answer {
        score: fields.parse("score"),
        reasons: fields.all("reasons").filter_map(|reason| reason.parse().ok()).collect(),
        word: fields.text("word").to_owned(),
        still: match fields.text("still") {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        },
    }
}

async fn render(visit: &Visit, token: &str, form: &Form<'_>) -> Response {
    match app::satisfaction::asked(&visit.ctx, visit.app(), token).await {
        Ok(asked) => page_of(visit, &asked, form),
        Err(app::Error::NotFound) => unknown(visit),
        Err(failed) => error::page(visit, &failed),
    }
}

/// The question, or that it is over.
fn page_of(visit: &Visit, asked: &Asked, form: &Form<'_>) -> Response {
    let question = &asked.question;
    let title = visit.t(&format!("satisfaction-title-{}", question.about.kind()));
    let late = question.is_open() && visit.ctx.today() >= question.until();
    let over = late || !question.is_open();
    let body = html! {
        h1 { (title) }
        (form.summary(visit))
        p.lead { (visit.say(&asked.what)) }
        @if over { p.notice { (visit.t(if late { "satisfaction-late-page" } else { "satisfaction-over-page" })) } }
        @else {
            p { (visit.t("satisfaction-why")) }
            form method="post" {
                (questions(visit, form, question))
                div.actions { button name="step" value="answer" { (visit.t("satisfaction-send")) } }
            }
            form method="post" {
                h2 { (visit.t("satisfaction-not")) }
                div.actions {
                    button.second name="step" value="refuse" { (visit.t("satisfaction-refuse")) }
                    button.second name="step" value="never" { (visit.t("satisfaction-never")) }
                }
            }
        }
        (call(visit))
    };
    let status = if late && form.status == StatusCode::OK { StatusCode::GONE } else { form.status };
    (status, page::shell(visit, &title, body)).into_response()
}

/// The fields of a question; a counsellor who keys what they were told sees the same.
pub(crate) fn questions(visit: &Visit, form: &Form<'_>, question: &Satisfaction) -> Markup {
    let about: &About = &question.about;
    let scores =
        Score::iter().rev().map(|one| (one.to_string(), visit.t(&format!("satisfaction-score-{one}"))));
    let still = [("yes", "satisfaction-still-yes"), ("no", "satisfaction-still-no")];
    let still = still.into_iter().map(|(value, key)| (value.to_owned(), visit.t(key)));
    let reasons = Reason::iter().map(|one| (one.to_string(), visit.t(&format!("satisfaction-reason-{one}"))));
    html! {
        @if about.asks_still() { (choice(visit, form, "still", "satisfaction-still", &still.collect::<Vec<_>>())) }
        @if about.asks_how() {
            (choice(visit, form, "score", "satisfaction-score", &scores.collect::<Vec<_>>()))
            (checks(visit, form, "reasons", "satisfaction-reasons", &reasons.collect::<Vec<_>>()))
            @if about.takes_word() { (area(visit, form, "word", "satisfaction-word")) }
        }
    }
}

/// One of a few, under one legend; the error stands under it and is tied to it.
fn choice(visit: &Visit, form: &Form<'_>, name: &str, legend: &str, options: &[(String, String)]) -> Markup {
    let (chosen, error) = (form.fields.text(name), form.error(name));
    html! {
        fieldset.field id=(name) tabindex="-1" aria-describedby=[error.map(|_| format!("{name}-error"))] {
            legend { (visit.t(legend)) " " span.needed { (visit.t("needed")) } }
            div.checks { @for (value, text) in options {
                label { input type="radio" name=(name) value=(value) checked[value == chosen]; " " (text) }
            } }
            @if let Some(error) = error { p.error id={ (name) "-error" } { (error) } }
        }
    }
}

fn thanks(visit: &Visit) -> Response {
    let title = visit.t("satisfaction-thanks");
    let body = html! { h1 { (title) } p { (visit.t("satisfaction-thanks-note")) } (call(visit)) };
    page::shell(visit, &title, body).into_response()
}

fn unknown(visit: &Visit) -> Response {
    let title = visit.t("answer-unknown-title");
    let body = html! { h1 { (title) } p { (visit.t("answer-unknown")) } (call(visit)) };
    (StatusCode::NOT_FOUND, page::shell(visit, &title, body)).into_response()
}

/// Whoever would rather ask calls.
fn call(visit: &Visit) -> Markup {
    let phone = visit.app().city.phone();
    html! { p { (visit.t("answer-call")) " " a.phone href={ "tel:" (phone) } { (phone) } } }
}
