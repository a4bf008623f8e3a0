//! What a counsellor does with a referral. Whoever comes second is shown how it stands now beside what they
//! wanted, and chooses.

use app::referral::Answer;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::actor::Channel;
use domain::id::{OpeningId, ReferralId, SeekerId};
use domain::law::read_from_words;
use domain::message::Message;
use jiff::civil::DateTime;
use maud::html;

use super::show;
use crate::component::{Form, area};
use crate::fields::Fields;
use crate::visit::Visit;
use crate::{error, page};

pub(super) async fn propose(visit: Visit, fields: Fields) -> Response {
    let pair = (fields.parse::<SeekerId>("seeker"), fields.parse::<OpeningId>("opening"));
    let (Some(seeker), Some(opening)) = pair else { return error::page(&visit, &app::Error::NotFound) };
    let reason = fields.text("justification");
    match app::referral::propose_because(&visit.ctx, visit.app(), seeker, opening, reason).await {
        Ok(id) => Redirect::to(&format!("/staff/referrals/{id}")).into_response(),
        Err(app::Error::Conflict(why)) => {
            refused(&visit, seeker, opening, Some(&why), &Form::new(&Fields::default()))
        }
        Err(failed) => match Form::refused(&visit, &fields, &failed) {
            Ok(answer) => answer,
            Err(form) => refused(&visit, seeker, opening, None, &form),
        },
    }
}

/// Why these two may not be brought together, a reason to go on where only words bar it, and the ways back to either.
fn refused(
    visit: &Visit,
    seeker: SeekerId,
    opening: OpeningId,
    why: Option<&Message>,
    form: &Form<'_>,
) -> Response {
    let title = visit.t("referral-refused");
    let body = html! {
        h1 { (title) }
        @if let Some(why) = why { p.notice role="alert" { (visit.say(why)) } }
        p { (visit.t("referral-refused-next")) }
        @if why.is_none_or(read_from_words) {
            form.narrow method="post" action="/staff/referrals/new" {
                input type="hidden" name="seeker" value=(seeker);
                input type="hidden" name="opening" value=(opening);
                (area(visit, form, "justification", "referral-justification"))
                button { (visit.t("referral-do-justify")) }
            }
        }
        div.actions {
            a.button href={ "/staff/seekers/" (seeker) "/matches" } { (visit.t("referral-other-opening")) }
            a.button.second href={ "/staff/openings/" (opening) } { (visit.t("answer-back")) }
            a.button.second href={ "/staff/seekers/" (seeker) } { (visit.t("back-to-record")) }
        }
    };
    (StatusCode::CONFLICT, page::shell(visit, &title, body)).into_response()
}

pub(super) async fn step(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let (Ok(id), Some(version)) = (id.parse::<ReferralId>(), fields.parse::<i64>("version")) else {
        return error::page(&visit, &app::Error::NotFound);
    };
    match take(&visit, id, version, &fields).await {
        Ok(()) => Redirect::to(&format!("/staff/referrals/{id}")).into_response(),
        Err(app::Error::Conflict(why)) => conflict(&visit, id, version, &fields, why).await,
        Err(failed @ app::Error::Invalid(_)) => wrong(&visit, id, &fields, &failed).await,
        Err(failed) => error::page(&visit, &failed),
    }
}

/// A field that cannot be meant so: the page again with what was typed.
async fn wrong(visit: &Visit, id: ReferralId, fields: &Fields, failed: &app::Error) -> Response {
    match (Form::refused(visit, fields, failed), app::referral::get(&visit.ctx, visit.app(), id).await) {
        (Err(form), Ok(view)) => show::render(visit, &view, &form),
        (Ok(page), _) => page,
        (_, Err(failed)) => error::page(visit, &failed),
    }
}

async fn take(visit: &Visit, id: ReferralId, version: i64, fields: &Fields) -> Result<(), app::Error> {
    let (ctx, app) = (&visit.ctx, visit.app());
    let unreadable = |field: &'static str| app::Error::field(field, Message::new("day-unreadable"));
    let reason = |step: &str| {
        app::Error::Invalid(vec![app::FieldError {
            field: format!("reason-{step}").into(),
            message: Message::new("reason-choose"),
        }])
    };
    let answer = |answer: Answer| app::referral::answer(ctx, app, id, version, answer);
    match fields.text("step") {
        "consent" => {
            let channel = fields.parse("channel").unwrap_or(Channel::Counter);
            app::referral::agree(ctx, app, id, version, channel).await
        }
        "justify" => app::referral::justify(ctx, app, id, version, fields.text("justification")).await,
        "send" => app::referral::send(ctx, app, id, version).await,
        "schedule" => {
            let at = fields.parse::<DateTime>("at").ok_or_else(|| unreadable("at"))?;
            let at = app.city.zone().to_timestamp(at).map_err(|_| unreadable("at"))?;
            let with = ctx.actor.person.filter(|_| fields.ticked("accompanied"));
            app::referral::schedule(ctx, app, id, version, at, with).await
        }
        "interviewed" => app::referral::interviewed(ctx, app, id, version).await,
        "called" => app::referral::called(ctx, app, id, version).await,
        "hire" => {
            let start = fields.day("start_on").map_err(|wrong| app::Error::Invalid(vec![wrong]))?;
            let start = start.ok_or_else(|| unreadable("start_on"))?;
            answer(Answer::Hired(start)).await
        }
        "reject" => answer(Answer::Rejected(fields.parse("reason").ok_or_else(|| reason("reject"))?)).await,
        "decline" => answer(Answer::Declined(fields.parse("reason").ok_or_else(|| reason("decline"))?)).await,
        "no_show" => answer(Answer::NoShow).await,
        _ => Err(app::Error::NotFound),
    }
}

/// Somebody was quicker: how it stands now beside what was wanted. What the state alone forbids, with nobody else
/// at it, is said above the page.
async fn conflict(visit: &Visit, id: ReferralId, version: i64, fields: &Fields, why: Message) -> Response {
    let view = match app::referral::get(&visit.ctx, visit.app(), id).await {
        Ok(view) => view,
        Err(failed) => return error::page(visit, &failed),
    };
    if view.referral.version == version {
        return Form::refused(visit, fields, &app::Error::Conflict(why))
            .unwrap_or_else(|form| show::render(visit, &view, &form));
    }
    let kept: Vec<&(String, String)> = fields.0.iter().filter(|(name, _)| name != "version").collect();
    let step = fields.text("step");
    let title = visit.t("referral-conflict");
    let body = html! {
        h1 { (title) }
        p.notice role="alert" { (visit.say(&why)) }
        section { h2 { (visit.t("referral-yours")) }
            p { (visit.t(&format!("referral-do-{step}"))) @for (name, value) in kept.iter().filter(|(name, _)| name != "step") { " · " (in_words(visit, step, name, value)) } }
            form.actions method="post" action={ "/staff/referrals/" (id) "/steps" } {
                input type="hidden" name="version" value=(view.referral.version);
                @for (name, value) in &kept { input type="hidden" name=(name) value=(value); }
                button { (visit.t("referral-yours-go")) }
                a.button.second href={ "/staff/referrals/" (id) } { (visit.t("referral-theirs-keep")) }
            }
        }
        section { h2 { (visit.t("referral-theirs")) } (show::body(visit, &view, &Form::new(&Fields::default()))) }
    };
    (StatusCode::CONFLICT, page::shell(visit, &title, body)).into_response()
}

/// What was wanted, as the form said it.
fn in_words(visit: &Visit, step: &str, name: &str, value: &str) -> String {
    match (name, step) {
        ("reason", "reject" | "decline") => visit.t(&format!("{step}-reason-{value}")),
        ("channel", _) => visit.t(&format!("referral-consent-{value}")),
        ("accompanied", _) => visit.t("referral-go-along"),
        ("at", _) => value.replace('T', " "),
        _ => value.to_owned(),
    }
}
