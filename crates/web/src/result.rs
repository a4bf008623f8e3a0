//! `/me/results`: every result credited to the person who looks, whether it counts, and what they may say
//! about it (CR-18). `/result`: the same words about one result for whoever was sent a letter, by its link or its
//! code, without an account (CR-05). Looking changes nothing: what opens links by itself confirms nothing.

use std::net::SocketAddr;

use app::placement::{Asked, View};
use axum::Extension;
use axum::extract::{ConnectInfo, Path};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use domain::counting::Standing;
use domain::id::PlacementId;
use domain::message::Message;
use domain::placement::{DisputeReason, Placement};
use domain::policy::{Reach, UseCase, reach};
use maud::{Markup, html};
use strum::IntoEnumIterator;

use crate::answer::private;
use crate::component::{Form, input, select, sent};
use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/me/results", UseCase::ReadOwn, list);
    routes.get("/result", UseCase::AnswerQuestion, ask);
    routes.post("/result", UseCase::AnswerQuestion, key);
    routes.get("/result/{token}", UseCase::AnswerQuestion, show);
    routes.post("/result/{token}", UseCase::AnswerQuestion, say);
    routes.post("/me/results/{id}/confirm", UseCase::DisputePlacement, confirm);
    routes.post("/me/results/{id}/dispute", UseCase::DisputePlacement, dispute);
}

async fn list(visit: Visit) -> Response {
    let credited = match app::placement::mine(&visit.ctx, visit.app()).await {
        Ok(credited) => credited,
        Err(failed) => return error::page(&visit, &failed),
    };
    let may_say = reach(visit.ctx.actor.role, UseCase::DisputePlacement) != Reach::No;
    let reasons = reasons(&visit);
    let title = visit.t("my-results");
    let fields = Fields::default();
    let form = Form::new(&fields);
    let body = html! {
        h1 { (title) }
        p.lead { (visit.t("my-results-note")) }
        @if credited.is_empty() { p.notice { (visit.t("my-results-none")) } }
        @for seen in &credited {
            @let placement = &seen.placement;
            section {
                h2 { (seen.employer) " · " (placement.start_on) }
                p { (counted(&visit, seen)) }
                p { (visit.t(&format!("how-{}", placement.how))) }
                (settled(&visit, placement))
                @if may_say && placement.state.is_live() {
                    @if placement.confirmed_by_person.is_some() { p { (visit.t("my-result-confirmed")) } } @else {
                        form method="post" action={ "/me/results/" (placement.id) "/confirm" } { button { (visit.t("my-result-confirm")) } }
                    }
                    @if placement.is_disputed() { p { (visit.t("placement-disputed")) } } @else {
                        details { summary { (visit.t("my-result-dispute")) }
                            form.narrow method="post" action={ "/me/results/" (placement.id) "/dispute" } {
                                (select(&visit, &form, "reason", "reason", &reasons))
                                button.second { (visit.t("my-result-dispute")) }
                            }
                        }
                    }
                }
            }
        }
    };
    page::shell(&visit, &title, body).into_response()
}

/// Whether a result counts, and if not, by which rule: the same words wherever the person meets it.
pub(crate) fn counted(visit: &Visit, seen: &View) -> Markup {
    html! { @match (seen.excluded, seen.standing) {
        (Some(by), _) => { span.badge { (visit.t("placement-not-counted")) } " " (by) ": " (visit.say(&by.sentence())) }
        (None, Standing::Confirmed) => span.badge { (visit.t("result-counted")) },
        (None, Standing::Claimed) => { span.badge { (visit.t("result-claimed")) } " " (visit.t("result-claimed-note")) }
    } }
}

/// How an objection was settled, when, and on what ground: the person is owed an answer either way (CR-18).
pub(crate) fn settled(visit: &Visit, placement: &Placement) -> Markup {
    let dispute = placement.dispute.as_ref();
    let Some((reason, done)) = dispute.and_then(|one| one.settled.map(|done| (one.reason, done))) else {
        return html! {};
    };
    let word = match (done.upheld, reason) {
        (true, DisputeReason::WrongStart) => "dispute-answer-moved",
        (true, _) => "dispute-answer-upheld",
        (false, _) => "dispute-answer-kept",
    };
    html! { p.notice {
        (visit.t(&format!("dispute-{reason}"))) " → " strong { (visit.t(word)) } " " (visit.instant(done.at))
        @if let Some(ground) = done.ground { " · " (visit.t(&format!("ground-{ground}"))) }
    } }
}

fn reasons(visit: &Visit) -> Vec<(String, String)> {
    let all = DisputeReason::iter().map(|reason| reason.to_string());
    all.map(|reason| (reason.clone(), visit.t(&format!("dispute-{reason}")))).collect()
}

async fn ask(visit: Visit) -> Response {
    private(code_form(&visit, Form::new(&Fields::default())))
}

fn code_form(visit: &Visit, form: Form<'_>) -> Response {
    let form = form.needing(&["number", "code"]);
    let title = visit.t("result-title");
    let body = html! {
        p.lead { (visit.t("result-code-note")) }
        form.narrow method="post" action="/result" {
            (input(visit, &form, "number", "seeker-number", "text", "result-number-hint"))
            (input(visit, &form, "code", "answer-code", "text", "result-code-hint"))
            button { (visit.t("answer-look-up")) }
        }
        p { (visit.t("answer-call")) " " a.phone href={ "tel:" (visit.app().city.phone()) } { (visit.app().city.phone()) } }
    };
    form.page(visit, &title, &body)
}

async fn key(
    visit: Visit,
    from: Option<Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
    fields: Fields,
) -> Response {
    let from = crate::account::address_of(&visit, from, &headers).to_string();
    let (number, code) = (fields.text("number"), fields.text("code"));
    let asked = app::placement::by_code(&visit.ctx, visit.app(), number, code, &from).await;
    let onward = sent(&visit, &fields, asked, |asked| format!("/result/{}", asked.token));
    private(onward.unwrap_or_else(|form| code_form(&visit, form)))
}

async fn show(visit: Visit, Path(token): Path<String>) -> Response {
    private(match app::placement::by_link(&visit.ctx, visit.app(), &token).await {
        Ok(asked) => question(&visit, &asked, None, StatusCode::OK),
        Err(failed) => error::page(&visit, &failed),
    })
}

async fn say(
    visit: Visit,
    Path(token): Path<String>,
    from: Option<Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
    fields: Fields,
) -> Response {
    let (ctx, app) = (&visit.ctx, visit.app());
    let from = crate::account::address_of(&visit, from, &headers).to_string();
    let done = match (fields.text("reply"), fields.parse("reason")) {
        ("true", _) => app::placement::confirm(ctx, app, &token, &from).await,
        ("wrong", Some(reason)) => app::placement::deny(ctx, app, &token, reason).await,
        _ => Err(app::Error::field("reason", domain::Message::new("field-needed"))),
    };
    let problem = match &done {
        Ok(()) => None,
        Err(app::Error::Conflict(why)) => Some((visit.say(why), StatusCode::CONFLICT)),
        Err(app::Error::Invalid(_)) => Some((visit.t("field-needed"), StatusCode::UNPROCESSABLE_ENTITY)),
        Err(failed) => return private(error::page(&visit, failed)),
    };
    private(match app::placement::by_link(ctx, app, &token).await {
        Ok(asked) => {
            let (words, status) =
                problem.map_or((None, StatusCode::OK), |(words, status)| (Some(words), status));
            question(&visit, &asked, words.as_deref(), status)
        }
        Err(failed) => error::page(&visit, &failed),
    })
}

/// The question with its two answers; nothing on it names the person.
fn question(visit: &Visit, asked: &Asked, problem: Option<&str>, status: StatusCode) -> Response {
    let placement = &asked.seen.placement;
    let fields = Fields::default();
    let form = Form::new(&fields);
    let title = visit.t("result-title");
    let body = html! {
        h1 { (title) }
        @if let Some(problem) = problem { div.errors role="alert" tabindex="-1" { p { (problem) } } }
        p.lead lang=[visit.content_lang()] { strong { (asked.seen.employer) } " · " (visit.t("placement-start")) " " (placement.start_on) }
        p { (counted(visit, &asked.seen)) }
        p { (visit.t(&format!("how-{}", placement.how))) }
        @if placement.is_disputed() { p.notice { (visit.t("placement-disputed")) } }
        @else if placement.confirmed_by_person.is_some() { p.notice { (visit.t("my-result-confirmed")) } }
        @if placement.state.is_live() {
            @if placement.confirmed_by_person.is_none() {
                form.taps method="post" action={ "/result/" (asked.token) } { p { button.big name="reply" value="true" { (visit.t("my-result-confirm")) } } }
            }
            @if !placement.is_disputed() {
                form.narrow method="post" action={ "/result/" (asked.token) } {
                    (select(visit, &form, "reason", "reason", &reasons(visit)))
                    button.second name="reply" value="wrong" { (visit.t("my-result-dispute")) }
                }
            }
        }
        p { (visit.t("answer-call")) " " a.phone href={ "tel:" (visit.app().city.phone()) } { (visit.app().city.phone()) } }
    };
    (status, page::shell(visit, &title, body)).into_response()
}

async fn confirm(
    visit: Visit,
    Path(id): Path<String>,
    from: Option<Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
) -> Response {
    let Ok(id) = id.parse::<PlacementId>() else { return error::page(&visit, &app::Error::NotFound) };
    let from = crate::account::address_of(&visit, from, &headers).to_string();
    back(&visit, app::placement::confirm_mine(&visit.ctx, visit.app(), id, &from).await)
}

async fn dispute(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let Ok(id) = id.parse::<PlacementId>() else { return error::page(&visit, &app::Error::NotFound) };
    match fields.parse("reason") {
        Some(reason) => back(&visit, app::placement::dispute(&visit.ctx, visit.app(), id, reason).await),
        None => error::page(&visit, &app::Error::field("reason", Message::new("reason-choose"))),
    }
}

fn back(visit: &Visit, done: Result<(), app::Error>) -> Response {
    match done {
        Ok(()) => Redirect::to("/me/results").into_response(),
        Err(failed) => error::page(visit, &failed),
    }
}
