//! How a person wants to hear from us, and what was sent: for themselves, and for whoever counsels somebody without an account.

use app::digest::{Asked, Wish};
use axum::extract::{Path, Query};
use axum::response::Response;
use domain::digest::{Delivery, State, Way};
use domain::id::SeekerId;
use domain::look::Purpose;
use domain::seeker::{Profile, Seeker};
use domain::{Channel, Role};
use maud::{Markup, html};
use strum::IntoEnumIterator;

use super::short::CHANNELS;
use crate::component::{Form, select, sent, tick};
use crate::error;
use crate::fields::Fields;
use crate::visit::Visit;

pub(super) async fn show(
    visit: Visit,
    Path(id): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Response {
    let Ok(id) = id.parse::<SeekerId>() else { return error::page(&visit, &app::Error::NotFound) };
    let said = Fields(pairs);
    render(&visit, id, None, said.text("said")).await
}

pub(super) async fn update(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let Ok(id) = id.parse::<SeekerId>() else { return error::page(&visit, &app::Error::NotFound) };
    let wish = Wish {
        by: fields.parse("by"),
        english: fields.ticked("english"),
        agreed: fields.ticked("consent_news"),
    };
    let by = match visit.ctx.actor.role {
        Role::Seeker => Channel::Web,
        _ => fields.parse("channel").filter(|c| CHANNELS.contains(c)).unwrap_or(Channel::Counter),
    };
    let outcome = app::digest::wish(&visit.ctx, visit.app(), id, wish, by).await;
    let outcome = outcome.map_err(|failed| mended_there(id, failed));
    let said = |asked: Asked| match asked {
        Asked::Nothing => "kept",
        Asked::Confirm => "confirm",
        Asked::Enough => "enough",
    };
    match sent(&visit, &fields, outcome, |asked| format!("/staff/seekers/{id}/hearing?said={}", said(asked)))
    {
        Ok(answer) => answer,
        Err(form) => render(&visit, id, Some(form), "").await,
    }
}

/// An address is mended on the page of what is known of the person: what is wrong with it leads there.
fn mended_there(id: SeekerId, failed: app::Error) -> app::Error {
    const OF_ADDRESS: [&str; 3] = ["digest-address-missing", "digest-address-wrong", "digest-mobile-missing"];
    match failed {
        app::Error::Invalid(mut wrong) => {
            for one in wrong.iter_mut().filter(|one| OF_ADDRESS.contains(&&*one.message.code)) {
                one.field = format!("/staff/seekers/{id}/edit").into();
            }
            app::Error::Invalid(wrong)
        }
        other => other,
    }
}

async fn render(visit: &Visit, id: SeekerId, form: Option<Form<'_>>, said: &str) -> Response {
    let (ctx, app) = (&visit.ctx, visit.app());
    let (seeker, profile) = match app::seeker::open(ctx, app, id, Purpose::Edit).await {
        Ok(known) => known,
        Err(failed) => return error::page(visit, &failed),
    };
    let deliveries = match app::digest::of(ctx, app, &seeker).await {
        Ok(deliveries) => deliveries,
        Err(failed) => return error::page(visit, &failed),
    };
    let kept = filled(&profile);
    let form = form.unwrap_or_else(|| Form::new(&kept));
    let title = visit.t("hearing");
    let body = html! {
        @match said {
            "kept" => p.notice role="status" { (visit.t("hearing-kept")) },
            "confirm" => p.notice role="status" { (visit.t("hearing-ask-sent")) },
            "enough" => p.notice role="status" { (visit.t("hearing-ask-enough")) },
            _ => {}
        }
        p.lead { (status(visit, &profile)) }
        (wish(visit, &profile, &form))
        section { h2 { (visit.t("automated")) } (automated(visit, &seeker, &profile)) }
        section { h2 { (visit.t("hearing-sent")) } (list(visit, &deliveries)) }
        p { a href=(super::step::home(visit, id)) { (visit.t("back-to-record")) } }
    };
    form.page(visit, &title, &body)
}

fn filled(profile: &Profile) -> Fields {
    let yes = |told: bool| if told { "yes".to_owned() } else { String::new() };
    Fields(vec![
        ("by".to_owned(), profile.hearing.by.map(|way| way.to_string()).unwrap_or_default()),
        ("english".to_owned(), yes(profile.hearing.english)),
        ("consent_news".to_owned(), yes(profile.consents.news == Some(true))),
    ])
}

/// How it stands, in one sentence.
pub(crate) fn status(visit: &Visit, profile: &Profile) -> String {
    let hearing = &profile.hearing;
    if hearing.returned_on.is_some() && profile.heard_next().is_some() {
        return visit.t("hearing-returned");
    }
    match (hearing.by, profile.heard_next(), profile.heard_at()) {
        (None, ..) => visit.t("hearing-unasked"),
        (Some(way), Some(_), None) => visit.t(&format!("hearing-unconfirmed-{way}")),
        (Some(way), None, _) if way.is_sent() => visit.t("hearing-lacks"),
        (Some(way), ..) => visit.t(&format!("hearing-is-{way}")),
    }
}

fn wish(visit: &Visit, profile: &Profile, form: &Form<'_>) -> Markup {
    let offered = app::digest::ways(visit.app());
    let ways = Way::iter().filter(|way| !way.is_sent() || offered.contains(way));
    let ways: Vec<_> = ways.map(|way| (way.to_string(), visit.t(&format!("hearing-way-{way}")))).collect();
    let own = visit.ctx.actor.role == Role::Seeker;
    html! {
        form.narrow method="post" {
            (select(visit, form, "by", "hearing-by", &ways))
            p.hint { (visit.t("hearing-hint")) }
            dl.facts {
                dt { (visit.t("email")) } dd { @if profile.email.is_empty() { (visit.t("hearing-none-told")) } @else { (profile.email) } }
                dt { (visit.t("seeker-phone")) } dd { @if profile.mobile.is_empty() { (visit.t("hearing-none-told")) } @else { (domain::person::written_phone(&profile.mobile)) } }
            }
            (tick(form, "consent_news", &visit.t("hearing-consent")))
            p.hint { (visit.t("hearing-consent-hint")) }
            (tick(form, "english", &visit.t("hearing-english")))
            @if !own { (channel(visit, "hearing-channel")) }
            div.actions { button { (visit.t("save-form")) } }
        }
    }
}

fn channel(visit: &Visit, id: &str) -> Markup {
    html! { div.field { label for=(id) { (visit.t("consent-channel")) } select id=(id) name="channel" { @for c in CHANNELS { option value=(c) { (visit.t(&format!("channel-{c}"))) } } } } }
}

/// Whether lists of openings are made by themselves, and the one button that changes it.
fn automated(visit: &Visit, seeker: &Seeker, profile: &Profile) -> Markup {
    let made = profile.may_be_matched();
    html! {
        p { (visit.t(if made { "automated-on" } else { "automated-off" })) }
        p.hint { (visit.t("automated-hint")) }
        form.narrow method="post" action={ "/staff/seekers/" (seeker.id) "/consent" } {
            @if visit.ctx.actor.role != Role::Seeker { (channel(visit, "automated-channel")) }
            button.second name="switch" value={ "automated:" (if made { "no" } else { "yes" }) } {
                (visit.t(if made { "automated-stop" } else { "automated-go" }))
            }
        }
    }
}

/// What was sent and when; of what failed, what follows.
fn list(visit: &Visit, deliveries: &[Delivery]) -> Markup {
    html! {
        @if deliveries.is_empty() { p { (visit.t("hearing-sent-none")) } } @else {
            ul { @for one in deliveries { li {
                @if visit.ctx.actor.role != Role::Seeker { span.code { (crate::staff::digest::mark(one)) } " · " }
                (one.on) " · " (visit.t(&format!("delivery-kind-{}", one.kind))) " · " (visit.t(&format!("hearing-way-{}", one.way)))
                " · " span.badge { (visit.t(&format!("delivery-{}", one.state.name()))) }
                @match &one.state {
                    State::Sent { at, .. } | State::Unsubscribed { at } => { " " (visit.instant(*at)) }
                    State::Deferred { until, why, .. } => { " " (visit.t(&format!("delivery-fault-{why}"))) " · " (visit.n("delivery-again-at", visit.instant(*until))) }
                    State::Refused { why, .. } => { " " (visit.t(&format!("delivery-fault-{why}"))) " · " (visit.t("delivery-called")) }
                    State::Moot { why, .. } => { " " (visit.t(&format!("delivery-moot-{why}"))) }
                    State::Waiting | State::Sending { .. } => {}
                }
            } } }
        }
    }
}
