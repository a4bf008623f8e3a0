//! The code on a notice or a letter: keyed by staff while an employer reads it out over the telephone, or by
//! whoever holds the paper. The first time it finds the question, the second time it comes with the answer.

use std::net::SocketAddr;

use app::answer::{Asked, Secret};
use axum::Extension;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::policy::{Reach, UseCase, reach};
use maud::{Markup, html};

use super::{about, needs_sure, private, question, read, sure, thanked};
use crate::component::{Form, input};
use crate::fields::Fields;
use crate::page;
use crate::visit::Visit;

pub(super) async fn ask(visit: Visit) -> Response {
    private(render(&visit, &Form::new(&Fields::default())))
}

fn staff(visit: &Visit) -> bool {
    reach(visit.ctx.actor.role, UseCase::WriteReferral) != Reach::No
}

fn render(visit: &Visit, form: &Form<'_>) -> Response {
    let staff = staff(visit);
    let title = visit.t(if staff { "answer-key-title" } else { "answer-code-title" });
    let body = html! {
        form.narrow method="post" {
            (input(visit, form, "code", "answer-code", "text", if staff { "answer-code-hint" } else { "answer-code-own-hint" }))
            div.actions { button { (visit.t("answer-look-up")) } }
        }
        @if !staff { (super::call(visit)) }
    };
    form.page(visit, &title, &body)
}

pub(super) async fn key(
    visit: Visit,
    from: Option<Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
    fields: Fields,
) -> Response {
    let from = crate::account::address_of(&visit, from, &headers).to_string();
    let secret = Secret::Code(fields.text("code"), &from);
    let (mut problem, mut taken) = (None, None);
    if !fields.text("reply").is_empty() {
        match read(&fields) {
            Err(why) => problem = Some((StatusCode::UNPROCESSABLE_ENTITY, visit.say(&why))),
            Ok(reply) if needs_sure(&fields, reply) => {
                return private(match app::answer::asked(&visit.ctx, visit.app(), secret).await {
                    Ok(asked) => sure(&visit, &asked, reply, Some(fields.text("code"))),
                    Err(failed) => refused(&visit, &fields, &failed),
                });
            }
            Ok(reply) => match app::answer::answer(&visit.ctx, visit.app(), secret, reply).await {
                Ok(question) => taken = question.given.last().cloned(),
                Err(app::Error::Conflict(why)) => problem = Some((StatusCode::CONFLICT, visit.say(&why))),
                // What was typed wrongly of the answer is said above the question, which stays.
                Err(app::Error::Invalid(errors)) if errors.iter().all(|one| one.field != "code") => {
                    let words = errors.iter().map(|one| visit.say(&one.message)).collect::<Vec<_>>();
                    problem = Some((StatusCode::UNPROCESSABLE_ENTITY, words.join(" ")));
                }
                Err(failed) => return private(refused(&visit, &fields, &failed)),
            },
        }
    }
    private(match app::answer::asked(&visit.ctx, visit.app(), secret).await {
        Ok(asked) if taken.is_some() => thanked(&visit, &asked, taken.as_ref(), &next_code(&visit)),
        Ok(asked) => found(&visit, &fields, &asked, problem),
        Err(failed) => refused(&visit, &fields, &failed),
    })
}

fn next_code(visit: &Visit) -> Markup {
    html! { div.actions { a.button.second href=(if staff(visit) { "/staff/answers" } else { "/answer" }) { (visit.t("answer-next-code")) } } }
}

fn found(visit: &Visit, fields: &Fields, asked: &Asked, problem: Option<(StatusCode, String)>) -> Response {
    let title = visit.t(&format!("answer-title-{}", asked.question.kind));
    let (status, words) = problem.map_or((StatusCode::OK, None), |(status, words)| (status, Some(words)));
    let body = html! {
        h1 { (title) }
        @if let Some(words) = words { div.errors role="alert" tabindex="-1" { p { (words) } } }
        @if staff(visit) { p.lead { a href={ "/staff/openings/" (asked.opening.id) } { (asked.opening.content.title) } " · " (asked.employer.name) } }
        @else { (about(visit, asked)) }
        @if asked.question.is_late(visit.ctx.now) { p.notice { (visit.t("answer-late-page")) } }
        @else { (question(visit, asked, Some(fields.text("code")))) }
        (next_code(visit))
    };
    (status, page::shell(visit, &title, body)).into_response()
}

fn refused(visit: &Visit, fields: &Fields, failed: &app::Error) -> Response {
    Form::refused(visit, fields, failed).unwrap_or_else(|form| render(visit, &form))
}
