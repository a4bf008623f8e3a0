//! `/answer/{token}`: one question to an employer, answered with one tap on a telephone, without an account;
//! and `/answer`, where the code on a notice or a letter is keyed.
//! Looking changes nothing: what opens links by itself answers no question.

mod code;

use app::answer::{Asked, Secret, Sent};
use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::answer::{Given, Kind, Reply};
use domain::id::ReferralId;
use domain::message::Message;
use domain::policy::UseCase;
use domain::referral::RejectReason;
use maud::{Markup, html};
use strum::IntoEnumIterator;

use crate::component::reasons;
use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/answer", UseCase::AnswerQuestion, code::ask);
    routes.post("/answer", UseCase::AnswerQuestion, code::key);
    routes.get("/staff/answers", UseCase::WriteReferral, code::ask);
    routes.post("/staff/answers", UseCase::WriteReferral, code::key);
    routes.get("/answer/{token}", UseCase::AnswerQuestion, show);
    routes.post("/answer/{token}", UseCase::AnswerQuestion, reply);
}

async fn show(visit: Visit, Path(token): Path<String>) -> Response {
    match app::answer::asked(&visit.ctx, visit.app(), Secret::Token(&token)).await {
        Ok(asked) => private(render(&visit, &asked, None, StatusCode::OK)),
        Err(failed) => private(failure(&visit, &failed)),
    }
}

async fn reply(visit: Visit, Path(token): Path<String>, fields: Fields) -> Response {
    let secret = Secret::Token(&token);
    let reply = match read(&fields) {
        Ok(reply) => reply,
        Err(why) => {
            return private(match app::answer::asked(&visit.ctx, visit.app(), secret).await {
                Ok(asked) => render(&visit, &asked, Some(&visit.say(&why)), StatusCode::UNPROCESSABLE_ENTITY),
                Err(failed) => failure(&visit, &failed),
            });
        }
    };
    if needs_sure(&fields, reply) {
        return private(match app::answer::asked(&visit.ctx, visit.app(), secret).await {
            Ok(asked) => sure(&visit, &asked, reply, None),
            Err(failed) => failure(&visit, &failed),
        });
    }
    let failed = match app::answer::answer(&visit.ctx, visit.app(), secret, reply).await {
        Ok(_) => None,
        Err(app::Error::Conflict(why)) => Some((StatusCode::CONFLICT, visit.say(&why))),
        Err(app::Error::Invalid(fields)) => {
            let words = fields.iter().map(|field| visit.say(&field.message)).collect::<Vec<_>>().join(" ");
            Some((StatusCode::UNPROCESSABLE_ENTITY, words))
        }
        Err(failed) => return private(failure(&visit, &failed)),
    };
    match app::answer::asked(&visit.ctx, visit.app(), secret).await {
        Ok(asked) => {
            let (status, problem) =
                failed.map_or((StatusCode::OK, None), |(status, words)| (status, Some(words)));
            private(if problem.is_none() {
                thanks(&visit, &asked, &token)
            } else {
                render(&visit, &asked, problem.as_deref(), status)
            })
        }
        Err(failed) => private(failure(&visit, &failed)),
    }
}

/// A page behind a secret address is kept nowhere and told to nobody.
pub(crate) fn private(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert("x-robots-tag", HeaderValue::from_static("noindex"));
    response
}

fn failure(visit: &Visit, failed: &app::Error) -> Response {
    if !matches!(failed, app::Error::NotFound) {
        return error::page(visit, failed);
    }
    let body = html! {
        h1 { (visit.t("answer-unknown-title")) }
        p { (visit.t("answer-unknown")) }
        (call(visit))
    };
    (StatusCode::NOT_FOUND, page::shell(visit, &visit.t("answer-unknown-title"), body)).into_response()
}

fn call(visit: &Visit) -> Markup {
    let phone = visit.app().city.phone();
    html! { p { (visit.t("answer-call")) " " a.phone href={ "tel:" (phone) } { (phone) } } }
}

/// The answer that a form's fields make, or what is lacking or wrong.
fn read(fields: &Fields) -> Result<Reply, Message> {
    let incomplete = || Message::new("answer-incomplete");
    let referral = || fields.parse::<ReferralId>("referral").ok_or_else(incomplete);
    Ok(match fields.text("reply") {
        "still_open" => Reply::StillOpen,
        "renew" => Reply::Renew,
        "found_otherwise" => Reply::FoundOtherwise,
        "not_needed" => Reply::NotNeeded,
        "hired" => {
            let start_on = fields.day("start_on").map_err(|wrong| wrong.message)?;
            let start_on = start_on.ok_or_else(|| Message::new("answer-start-needed"))?;
            Reply::Hired { referral: referral()?, start_on }
        }
        "rejected" => Reply::Rejected {
            referral: referral()?,
            reason: fields.parse("reason").ok_or_else(|| Message::new("reason-choose"))?,
        },
        "no_show" => Reply::NoShow { referral: referral()? },
        "undecided" => Reply::Undecided { referral: referral()? },
        _ => return Err(incomplete()),
    })
}

/// Whether an answer ends the opening for good and nobody has yet said that it is meant.
fn needs_sure(fields: &Fields, reply: Reply) -> bool {
    matches!(reply, Reply::FoundOtherwise | Reply::NotNeeded) && !fields.ticked("sure")
}

/// Asks once more before the opening ends; with `code` it is answered by it.
fn sure(visit: &Visit, asked: &Asked, reply: Reply, code: Option<&str>) -> Response {
    let title = visit.t("answer-sure-title");
    let words = reply.name().replace('_', "-");
    let body = html! {
        h1 { (title) }
        (about(visit, asked))
        p.notice { (visit.t("answer-sure-note")) }
        form.taps method="post" {
            @if let Some(code) = code { input type="hidden" name="code" value=(code); }
            input type="hidden" name="sure" value="yes";
            p { button.big name="reply" value=(reply.name()) { (visit.t(&format!("answer-{words}"))) } }
            @let yes = if asked.question.kind == Kind::Renew { "renew" } else { "still_open" };
            p { button.big.second name="reply" value=(yes) { (visit.t(&format!("answer-{}", yes.replace('_', "-")))) } }
        }
        (call(visit))
    };
    page::shell(visit, &title, body).into_response()
}

fn render(visit: &Visit, asked: &Asked, problem: Option<&str>, status: StatusCode) -> Response {
    let title = visit.t(&format!("answer-title-{}", asked.question.kind));
    let late = asked.question.is_late(visit.ctx.now);
    let status = if late && status == StatusCode::OK { StatusCode::GONE } else { status };
    let body = html! {
        h1 { (title) }
        @if let Some(problem) = problem { div.errors role="alert" tabindex="-1" { p { (problem) } } }
        (about(visit, asked))
        @if late { p.notice { (visit.t("answer-late-page")) } (call(visit)) }
        @else { (question(visit, asked, None)) (call(visit)) }
    };
    (status, page::shell(visit, &title, body)).into_response()
}

fn about(visit: &Visit, asked: &Asked) -> Markup {
    html! {
        p.lead lang=[visit.content_lang()] { strong { (asked.opening.content.title) } " · " (asked.employer.name) }
        p { span.badge { (visit.t(&format!("opening-state-{}", asked.opening.state.name()))) } " " (visit.n("headcount-n", asked.opening.content.headcount)) " · " (visit.n("heads-left-n", asked.remaining)) }
    }
}

/// The buttons of a question; with `code` they answer by it.
fn question(visit: &Visit, asked: &Asked, code: Option<&str>) -> Markup {
    let settled = asked.question.settled(None);
    html! {
        @match asked.question.kind {
            Kind::StillOpen | Kind::Renew => {
                @if let Some(given) = settled { (recorded(visit, given)) }
                @else {
                    @if let Some(last) = asked.question.given.last() { (recorded(visit, last)) }
                    form.taps method="post" {
                        @if let Some(code) = code { input type="hidden" name="code" value=(code); }
                        @let yes = if asked.question.kind == Kind::Renew { "renew" } else { "still_open" };
                        @for reply in [yes, "found_otherwise", "not_needed"] {
                            p { button.big.second[reply != yes] name="reply" value=(reply) { (visit.t(&format!("answer-{}", reply.replace('_', "-")))) } }
                        }
                    }
                }
            }
            Kind::Result => {
                @if asked.people.is_empty() { p.notice { (visit.t("answer-nobody-sent")) } }
                @for sent in &asked.people { (person(visit, asked, sent, code)) }
            }
        }
    }
}

fn person(visit: &Visit, asked: &Asked, sent: &Sent, code: Option<&str>) -> Markup {
    let id = sent.referral.id;
    let name = if sent.name.is_empty() { visit.t("answer-name-erased") } else { sent.name.clone() };
    let number = sent.referral.state.letter().map(|letter| letter.number.clone()).unwrap_or_default();
    let last = asked.question.given.iter().rev().find(|given| given.reply.referral() == Some(id));
    html! {
        section {
            h2 { (name) " " span.small { (number) } }
            @if let Some(given) = last { (recorded(visit, given)) }
            @if !sent.referral.state.is_live() {
                @if last.is_none() { p.notice { (visit.t(&format!("referral-state-{}", sent.referral.state.name()))) } }
            } @else {
                form.taps method="post" {
                    @if let Some(code) = code { input type="hidden" name="code" value=(code); }
                    input type="hidden" name="referral" value=(id);
                    div.field { label for={ "start-" (id) } { (visit.t("answer-start-on")) } input id={ "start-" (id) } name="start_on" type="date" value=(visit.ctx.today()); }
                    p { button.big name="reply" value="hired" { (visit.t("answer-hired")) } }
                    (reasons(visit, &format!("reason-{id}"), "reject-reason", &RejectReason::iter().map(|r| r.to_string()).collect::<Vec<_>>()))
                    p { button.big.second name="reply" value="rejected" { (visit.t("answer-rejected")) } }
                    @if sent.referral.state.interview().is_some() { p { button.big.second name="reply" value="no_show" { (visit.t("answer-no-show")) } } }
                    p { button.big.second name="reply" value="undecided" { (visit.t("answer-undecided")) } }
                }
            }
        }
    }
}

fn recorded(visit: &Visit, given: &Given) -> Markup {
    let what = visit.t(&format!("answer-{}", given.reply.name().replace('_', "-")));
    let more = match given.reply {
        Reply::Hired { start_on, .. } => format!(" · {} {start_on}", visit.t("answer-start-on")),
        Reply::Rejected { reason, .. } => format!(" · {}", visit.t(&format!("reject-reason-{reason}"))),
        _ => String::new(),
    };
    html! { p.notice { (visit.instant(given.at)) " · " (visit.t("answer-recorded")) " " strong { (what) } (more) } }
}

fn thanks(visit: &Visit, asked: &Asked, token: &str) -> Response {
    let left = asked.people.iter().filter(|sent| sent.referral.state.is_live()).count();
    let next = html! { @if asked.question.kind == Kind::Result && left > 0 { div.actions { a.button href={ "/answer/" (token) } { (visit.n("answer-left-n", left)) } } } };
    thanked(visit, asked, asked.question.given.last(), &next)
}

/// Thanks, what was recorded and when, and whom to call should it be wrong.
fn thanked(visit: &Visit, asked: &Asked, given: Option<&Given>, next: &Markup) -> Response {
    let title = visit.t("answer-thanks");
    let body = html! {
        h1 { (title) }
        (about(visit, asked))
        @if let Some(given) = given { (recorded(visit, given)) }
        (next)
        (call(visit))
    };
    page::shell(visit, &title, body).into_response()
}
