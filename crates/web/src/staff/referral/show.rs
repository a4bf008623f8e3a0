//! One referral: where it stands, the one next step, why it was made, what happened.

use app::referral::View;
use axum::extract::Path;
use axum::response::Response;
use domain::id::ReferralId;
use domain::law::read_from_words;
use domain::person::written_phone;
use domain::referral::{DeclineReason, RejectReason, State};
use maud::{Markup, html};
use strum::IntoEnumIterator;

use crate::component::{Form, area, input};
use crate::error;
use crate::fields::Fields;
use crate::referral::{reasons, standing};
use crate::visit::Visit;

pub(super) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<ReferralId>() else { return error::page(&visit, &app::Error::NotFound) };
    match app::referral::get(&visit.ctx, visit.app(), id).await {
        Ok(view) => render(&visit, &view, &Form::new(&Fields::default())),
        Err(failed) => error::page(&visit, &failed),
    }
}

/// The page, with what was typed and what is wrong with it.
pub(super) fn render(visit: &Visit, view: &View, form: &Form<'_>) -> Response {
    form.page(visit, &visit.t("referral"), &body(visit, view, form))
}

/// Everything of a referral under its heading; the page of a conflict shows it, too.
pub(super) fn body(visit: &Visit, view: &View, form: &Form<'_>) -> Markup {
    let referral = &view.referral;
    let name = if view.name.is_empty() { visit.t("erased") } else { view.name.clone() };
    html! {
        p.lead { (name) " → " (view.opening.content.title) " · " (view.employer.name) }
        p { span.badge { (standing(visit, &referral.state)) }
            @if let Some(due) = view.due { " · " (visit.t(&format!("act-{}", due.act))) " (" (due.on) ")" }
        }
        @if !view.refusals.is_empty() { div.notice { ul { @for why in &view.refusals { li { (visit.say(why)) } } } } }
        @if view.may_write { (steps(visit, view, form)) }
        @if referral.state.letter().is_some() {
            @let path = format!("/staff/referrals/{}", referral.id);
            div.actions {
                @if referral.state.is_live() {
                    a.button.second href={ (path) "/letter" } { (visit.t("paper-letter")) }
                    a.button.second href={ (path) "/notice" } { (visit.t("paper-result")) }
                }
                @if let Some(placement) = view.placement { a.button.second href={ "/staff/placements/" (placement) } { (visit.t("placement")) } }
            }
        }
        dl.facts {
            dt { (visit.t("seeker-number")) } dd { a href={ "/staff/seekers/" (referral.seeker) } { (view.seeker_number) } }
            @if !view.phones.is_empty() { dt { (visit.t("seeker-phone")) } dd { @for number in &view.phones { a.phone href={ "tel:" (number) } { (written_phone(number)) } " " } } }
            (crate::referral::portfolio(visit, &view.portfolio))
            dt { (visit.t("title")) } dd { a href={ "/staff/openings/" (referral.opening) } { (view.opening.content.title) } }
            @if let Some(letter) = referral.state.letter() { dt { (visit.t("letter-number")) } dd { (letter.number) " (" (letter.sent_on) ")" } }
            @if let Some(code) = &view.code { dt { (visit.t("letter-code")) } dd { code { (code) } } }
            @if let Some(interview) = referral.state.interview() { dt { (visit.t("referral-interview")) } dd { (visit.instant(interview.at)) @if interview.accompanied_by.is_some() { " · " (visit.t("referral-accompanied")) } } }
        }
        section { h2 { (visit.t("referral-why")) } (reasons(visit, &referral.fit))
            @if !referral.justification.is_empty() { p { (visit.t("referral-justification-given")) ": " (referral.justification) } }
        }
        section { h2 { (visit.t("history")) }
            ol { @for line in &view.history { li {
                (visit.instant(line.at)) " · " (visit.t(&format!("referral-verb-{}", line.verb))) " · " @if line.channel != "letter_code" { (visit.t(&format!("role-{}", line.role))) " " (line.who) " · " } (visit.t(&format!("channel-{}", line.channel)))
                @if let Some(state) = line.state { " → " (visit.t(&format!("referral-state-{state}"))) }
            } } }
        }
    }
}

/// The steps that the state allows, the next one first.
fn steps(visit: &Visit, view: &View, form: &Form<'_>) -> Markup {
    let referral = &view.referral;
    let path = format!("/staff/referrals/{}/steps", referral.id);
    let version = html! { input type="hidden" name="version" value=(referral.version); };
    let button = |step: &str| {
        html! {
            form method="post" action=(path) { (version) button name="step" value=(step) { (visit.t(&format!("referral-do-{step}"))) } }
        }
    };
    let reason = |step: &str, prefix: &str, reasons: Vec<String>| {
        html! {
            @let id = format!("reason-{step}");
            details open[form.error(&id).is_some()] { summary { (visit.t(&format!("referral-do-{step}"))) }
                form.narrow method="post" action=(path) { (version)
                    (crate::component::reasons(visit, &id, prefix, &reasons))
                    @if let Some(error) = form.error(&id) { p.error { (error) } }
                    button.danger name="step" value=(step) { (visit.t(&format!("referral-do-{step}"))) }
                }
            }
        }
    };
    let issued = referral.state.letter().is_some();
    html! {
        @match &referral.state {
            State::Proposed => form.actions method="post" action=(path) { (version) input type="hidden" name="step" value="consent";
                @for channel in ["phone", "counter", "paper"] { button name="channel" value=(channel) { (visit.t(&format!("referral-consent-{channel}"))) } } },
            State::Consented { .. } if view.refusals.is_empty() => (button("send")),
            State::InterviewScheduled { .. } => (button("interviewed")),
            State::Sent { .. } | State::Interviewed { .. } => (button("called")),
            _ => {},
        }
        @if view.refusals.first().is_some_and(read_from_words) {
            form.narrow method="post" action=(path) { (version)
                (area(visit, form, "justification", "referral-justification"))
                button name="step" value="justify" { (visit.t("referral-do-justify")) }
            }
        }
        @if matches!(referral.state, State::Sent { .. } | State::InterviewScheduled { .. }) {
            details open[form.opens(&["at"])] { summary { (visit.t("referral-do-schedule")) }
                form.narrow method="post" action=(path) { (version)
                    (input(visit, form, "at", "referral-interview-at", "datetime-local", ""))
                    div.field { label { input type="checkbox" name="accompanied" value="yes"; " " (visit.t("referral-go-along")) } }
                    button name="step" value="schedule" { (visit.t("referral-do-schedule")) }
                }
            }
        }
        @if referral.state.is_live() {
            @if issued { details open[form.opens(&["start_on"])] { summary { (visit.t("referral-do-hire")) }
                form.narrow method="post" action=(path) { (version)
                    (input(visit, form, "start_on", "referral-start-on", "date", ""))
                    button name="step" value="hire" { (visit.t("referral-do-hire")) }
                }
            } }
            @if issued { (reason("reject", "reject-reason", RejectReason::iter().map(|r| r.to_string()).collect())) }
            (reason("decline", "decline-reason", DeclineReason::iter().map(|r| r.to_string()).collect()))
            @if referral.state.interview().is_some() { (button("no_show")) }
        }
    }
}
