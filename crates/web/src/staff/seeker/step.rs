//! Steps of a registration, each a small form on the person's page, and the slip that is handed over the
//! counter.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use domain::id::{OrganisationId, PersonId, SeekerId};
use domain::message::Message;
use domain::policy::{Reach, UseCase, reach};
use domain::seeker::{CancelReason, ConsentKind, DatedNotice, ReviveReason, State};
use domain::{Channel, Role};
use jiff::civil::Date;
use maud::{Markup, html};
use strum::IntoEnumIterator;

use super::short::CHANNELS;
use crate::component::{Form, sent};
use crate::error;
use crate::fields::Fields;
use crate::visit::Visit;

/// The page on which who asks sees this registration.
pub(super) fn home(visit: &Visit, id: SeekerId) -> String {
    match visit.ctx.actor.role {
        Role::Seeker => "/me".to_owned(),
        _ => format!("/staff/seekers/{id}"),
    }
}

pub(super) async fn renew(visit: Visit, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<SeekerId>() else { return error::page(&visit, &app::Error::NotFound) };
    back(&visit, id, app::seeker::renew(&visit.ctx, visit.app(), id).await)
}

/// `accept` and `reactivate`, `cancel`, `transfer`, `decease`, `revive`, `assign` with what each needs.
pub(super) async fn step(visit: Visit, Path((id, step)): Path<(String, String)>, fields: Fields) -> Response {
    let Ok(id) = id.parse::<SeekerId>() else { return error::page(&visit, &app::Error::NotFound) };
    let (ctx, app) = (&visit.ctx, visit.app());
    let outcome = match step.as_str() {
        "accept" => app::seeker::accept(ctx, app, id).await,
        "reactivate" => app::seeker::reactivate(ctx, app, id).await,
        "cancel" => match fields.parse::<CancelReason>("reason") {
            Some(reason) => app::seeker::cancel(ctx, app, id, reason).await,
            None => Err(app::Error::field("reason", Message::new("cancel-reason-choose"))),
        },
        "transfer" => match fields.parse::<OrganisationId>("to") {
            Some(to) => {
                let channel =
                    fields.parse("channel").filter(|c| CHANNELS.contains(c)).unwrap_or(Channel::Counter);
                match app::seeker::transfer(ctx, app, id, to, channel).await {
                    // The other body's now: it may be nobody's for who gave it away.
                    Ok(()) => return Redirect::to("/staff/seekers").into_response(),
                    failed => failed,
                }
            }
            None => Err(app::Error::field("to", Message::new("transfer-to-choose"))),
        },
        "decease" => match fields.parse::<Date>("on") {
            Some(on) => {
                let notice = fields.parse::<DatedNotice>("notice").unwrap_or_default();
                app::seeker::note(ctx, app, id, on, notice).await
            }
            None if !fields.text("on").is_empty() => Err(app::Error::field(
                "on",
                Message::new("form-date-unreadable").with("text", fields.text("on")),
            )),
            None => Err(app::Error::field("on", Message::new("deceased-on-give"))),
        },
        "revive" => match fields.parse::<ReviveReason>("reason") {
            Some(reason) => app::seeker::revive(ctx, app, id, reason).await,
            None => Err(app::Error::field("reason", Message::new("revive-reason-choose"))),
        },
        "assign" => app::seeker::assign(ctx, app, id, fields.parse::<PersonId>("to")).await,
        _ => Err(app::Error::NotFound),
    };
    match outcome {
        Err(app::Error::Invalid(wrong)) => {
            // Several forms of the page ask for a `to`: each names its own input.
            let input = |field: &str| match (step.as_str(), field) {
                ("cancel", "reason") => "cancel-reason",
                ("revive", "reason") => "revive-reason",
                ("transfer", "to") => "transfer-to",
                ("decease", "on") => "deceased-on",
                _ => "assign-to",
            };
            let errors = wrong.iter().map(|one| (input(&one.field).to_owned(), visit.say(&one.message)));
            super::show::show_with(&visit, id, &Form::wrong(&fields, errors.collect())).await
        }
        outcome => match sent(&visit, &fields, outcome, |()| home(&visit, id)) {
            Ok(answer) => answer,
            Err(form) => super::show::show_with(&visit, id, &form).await,
        },
    }
}

/// One consent given or taken back: `news:yes`, `registration:no`.
pub(super) async fn consent(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let said = fields.text("switch").split_once(':');
    let said = said.and_then(|(kind, word)| Some((kind.parse::<ConsentKind>().ok()?, word == "yes")));
    let (Ok(id), Some((kind, agreed))) = (id.parse::<SeekerId>(), said) else {
        return error::page(&visit, &app::Error::NotFound);
    };
    let by = match visit.ctx.actor.role {
        Role::Seeker => Channel::Web,
        _ => fields.parse("channel").filter(|c| CHANNELS.contains(c)).unwrap_or(Channel::Counter),
    };
    match app::seeker::consent(&visit.ctx, visit.app(), id, kind, agreed, by).await {
        // Whoever takes the first consent back is asked at once whether everything is to be erased.
        Ok(true) if reach(visit.ctx.actor.role, UseCase::ErasePerson) != Reach::No => {
            Redirect::to(&format!("/staff/seekers/{id}/erase")).into_response()
        }
        outcome => back(&visit, id, outcome.map(|_| ())),
    }
}

fn back(visit: &Visit, id: SeekerId, outcome: Result<(), app::Error>) -> Response {
    match outcome {
        Ok(()) => Redirect::to(&home(visit, id)).into_response(),
        Err(failed) => error::page(visit, &failed),
    }
}

/// The steps that the state allows, for those who counsel.
pub(super) fn forms(
    visit: &Visit,
    view: &app::seeker::View,
    counselors: &[(PersonId, String)],
    bodies: &[(OrganisationId, String)],
    form: &Form<'_>,
) -> Markup {
    let (path, state) = (format!("/staff/seekers/{}", view.seeker.id), &view.seeker.state);
    let open = matches!(
        state,
        State::Draft | State::Submitted { .. } | State::Active { .. } | State::Expired { .. }
    );
    let struck = matches!(state, State::Cancelled { .. } | State::Deceased { .. });
    html! {
        @if matches!(state, State::Submitted { .. } | State::Draft) && view.missing.is_empty() { form method="post" action={ (path) "/steps/accept" } { button { (visit.t("seeker-accept")) } } }
        @if matches!(state, State::Active { .. } | State::Expired { .. }) { form method="post" action={ (path) "/renew" } { button.second { (visit.t("seeker-renew")) } } }
        @if matches!(state, State::Placed { .. }) { form method="post" action={ (path) "/steps/reactivate" } { button.second { (visit.t("seeker-reactivate")) } } }
        details open[form.opens(&["cancel-reason", "transfer-to", "deceased-on", "assign-to", "revive-reason"])] { summary { (visit.t("seeker-more-steps")) }
            @if open {
                form.narrow method="post" action={ (path) "/steps/assign" } {
                    (choice(form, "assign-to", "to", &visit.t("seeker-assigned"), &visit.t("assign-nobody"), counselors.iter().map(|(id, name)| (id.to_string(), name.clone(), Some(*id) == view.seeker.assigned))))
                    button.second { (visit.t("seeker-assign")) }
                }
            }
            @if open && !matches!(state, State::Draft) {
                form.narrow method="post" action={ (path) "/steps/transfer" } {
                    p.hint { (visit.t("transfer-note")) }
                    (choice(form, "transfer-to", "to", &visit.t("transfer-to"), &visit.t("choose-none"), bodies.iter().map(|(id, name)| (id.to_string(), name.clone(), false))))
                    div.field { label for="transfer-channel" { (visit.t("consent-channel")) } select id="transfer-channel" name="channel" { @for c in CHANNELS { option value=(c) { (visit.t(&format!("channel-{c}"))) } } } }
                    button.second { (visit.t("seeker-transfer")) }
                }
            }
            @if !struck && !matches!(state, State::Placed { .. }) {
                form.narrow method="post" action={ (path) "/steps/cancel" } {
                    p.hint { (visit.t("cancel-note")) }
                    (choice(form, "cancel-reason", "reason", &visit.t("cancel-reason"), &visit.t("choose-none"), ["entered_twice", "wrong_person", "not_asked_for", "exercise"].into_iter().map(|r| (r.to_owned(), visit.t(&format!("cancel-{r}")), false))))
                    button.danger { (visit.t("seeker-cancel")) }
                }
            }
            @if matches!(state, State::Deceased { .. }) && reach(visit.ctx.actor.role, UseCase::DecideReview) == Reach::All {
                form.narrow method="post" action={ (path) "/steps/revive" } {
                    p.hint { (visit.t("revive-note")) }
                    (choice(form, "revive-reason", "reason", &visit.t("revive-reason"), &visit.t("choose-none"), ReviveReason::iter().map(|r| (r.to_string(), visit.t(&format!("revive-{r}")), false))))
                    button.second { (visit.t("seeker-revive")) }
                }
            }
            @if !struck {
                form.narrow method="post" action={ (path) "/steps/decease" } {
                    p.hint { (visit.t("deceased-note")) }
                    div.field { label for="dated-notice" { (visit.t("dated-notice")) } select id="dated-notice" name="notice" { @for notice in DatedNotice::iter() { option value=(notice) { (visit.t(&format!("dated-notice-{notice}"))) } } } }
                    div.field { label for="deceased-on" { (visit.t("deceased-on")) } input id="deceased-on" name="on" type="date" value=(form.fields.text("on")) aria-invalid=[form.error("deceased-on").map(|_| "true")] aria-describedby=[form.error("deceased-on").map(|_| "deceased-on-error")]; @if let Some(error) = form.error("deceased-on") { p.error id="deceased-on-error" { (error) } } }
                    button.danger { (visit.t("seeker-decease")) }
                }
            }
        }
    }
}

/// A labelled choice with an id of its own: several forms of the page ask for a `to`.
fn choice(
    form: &Form<'_>,
    id: &str,
    name: &str,
    label: &str,
    none: &str,
    options: impl Iterator<Item = (String, String, bool)>,
) -> Markup {
    let error = form.error(id);
    html! {
        div.field {
            label for=(id) { (label) }
            select id=(id) name=(name) aria-invalid=[error.map(|_| "true")] aria-describedby=[error.map(|_| format!("{id}-error"))] {
                option value="" { (none) }
                @for (value, text, chosen) in options { option value=(value) selected[chosen] { (text) } }
            }
            @if let Some(error) = error { p.error id={ (id) "-error" } { (error) } }
        }
    }
}
