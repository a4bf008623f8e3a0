//! Registering a person at the counter in three minutes: fourteen inputs in the order in which one asks,
//! nothing that needs an e-mail address or a smartphone. Whoever may be known already is shown before
//! anything is saved; everything else is on the long form.

use app::seeker::Alike;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::Channel;
use domain::id::{ReplySlipId, SeekerId};
use domain::message::Message;
use domain::person::written_phone;
use domain::seeker::{Consents, Profile};
use maud::{Markup, html};

use super::form::{read, render as long, young};
use crate::component::{Form, codes, dong_input, input, occupation_input, select, sent, tick};
use crate::fields::Fields;
use crate::visit::Visit;
use crate::{error, page};

/// Ways in which a registration reaches a counter.
pub(super) const CHANNELS: [Channel; 4] = [Channel::Counter, Channel::Phone, Channel::Paper, Channel::Event];

/// Whether what was sent was asked on this form, as it says itself: on the long one an optional consent that is not
/// ticked may never have been read.
fn is_short(fields: &Fields) -> bool {
    fields.text("form") == "short"
}

/// The empty form, with what is mostly meant filled in, and who sent a slip that is copied.
pub(super) async fn new(visit: &Visit, slip: Option<ReplySlipId>) -> Response {
    let city = visit.app().city.name_ko().to_owned();
    let usual = [("desired_area", city.as_str()), ("channel", "counter")];
    let mut usual = usual.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    if let Some(slip) = slip {
        let sender = match app::reply_slip::sender_of(&visit.ctx, visit.app(), slip).await {
            Ok(sender) => sender,
            Err(failed) => return error::page(visit, &failed),
        };
        usual = vec![
            ("desired_area".to_owned(), city),
            ("channel".to_owned(), Channel::Paper.to_string()),
            ("name".to_owned(), sender.name),
            ("phone".to_owned(), written_phone(&sender.phone)),
            ("slip".to_owned(), slip.to_string()),
        ];
    }
    render(visit, Form::new(&Fields(usual)))
}

/// Saves, unless somebody alike is known and nobody has yet said that this is another person.
pub(super) async fn create(visit: &Visit, fields: &Fields) -> Response {
    // Everything that is wrong is said in one round, also that somebody alike is known.
    let (mut profile, mut errors) = read::both(visit, fields);
    errors.extend(app::seeker::problems(&visit.ctx, &profile));
    if !errors.is_empty() {
        let known = app::seeker::alike(&visit.ctx, visit.app(), &profile).await.unwrap_or_default();
        if let Some(one) = known.first().filter(|_| !fields.ticked("another")) {
            let number = one.seeker.number.as_str();
            errors.push(app::FieldError::new("name", Message::new("alike-known").with("number", number)));
        }
        return again(visit, fields, Err(app::Error::Invalid(errors)));
    }
    let another = fields.ticked("another");
    if !another {
        match app::seeker::alike(&visit.ctx, visit.app(), &profile).await {
            Ok(known) if known.is_empty() => {}
            Ok(known) => return choose(visit, fields, &profile, &known),
            Err(failed) => return error::page(visit, &failed),
        }
    }
    if is_short(fields) {
        profile.consents = asked(profile.consents);
    }
    let channel = fields.parse("channel").filter(|c| CHANNELS.contains(c)).unwrap_or(Channel::Counter);
    let made = app::seeker::register_as(&visit.ctx, visit.app(), profile, channel, another).await;
    if let (Ok(id), Some(slip)) = (&made, fields.parse::<ReplySlipId>("slip")) {
        // The registration stands whatever becomes of the slip, which waits until somebody sees to it.
        if app::reply_slip::registered_from(&visit.ctx, visit.app(), slip, *id).await.is_err() {
            tracing::warn!(%slip, "failed to settle the slip of a registration");
        }
    }
    again(visit, fields, made)
}

/// What was asked on this form and not agreed to was refused.
fn asked(consents: Consents) -> Consents {
    Consents {
        local_government: consents.local_government.or(Some(false)),
        employment_center: consents.employment_center.or(Some(false)),
        private_agency: consents.private_agency.or(Some(false)),
        ..consents
    }
}

/// To the record that was made, or the form again: the one that was sent.
fn again(visit: &Visit, fields: &Fields, made: Result<SeekerId, app::Error>) -> Response {
    sent(visit, fields, made, |id| format!("/staff/seekers/{id}"))
        .unwrap_or_else(|form| if is_short(fields) { render(visit, form) } else { long(visit, form, None) })
}

fn render(visit: &Visit, form: Form<'_>) -> Response {
    let form = form.needing(&["name", "born_on", "area", "occupation", "consent_registration"]);
    let title = visit.t("seeker-new");
    let mut pay = codes(visit, "salTp");
    pay.push(("interview".to_owned(), visit.t("wage-after-interview")));
    let channels = CHANNELS.map(|c| (c.to_string(), visit.t(&format!("channel-{c}")))).to_vec();
    let body = html! {
        p.lead { (visit.t("seeker-short-note")) " " a href="/staff/seekers/new?full=1" { (visit.t("seeker-full")) } }
        form.narrow method="post" {
            input type="hidden" name="form" value="short";
            @if !form.fields.text("slip").is_empty() { input type="hidden" name="slip" value=(form.fields.text("slip")); }
            (input(visit, &form, "name", "name", "text", ""))
            (input(visit, &form, "born_on", "born-on", "text", "born-on-short-hint"))
            (young(visit, &form))
            (input(visit, &form, "phone", "seeker-phone", "tel", "seeker-phone-short-hint"))
            (dong_input(visit, &form, "area", "fit-area", "fit-area-hint"))
            (occupation_input(visit, &form, "occupation", "desired-occupation", "desired-occupation-hint"))
            (input(visit, &form, "desired_area", "fit-desired-areas", "text", "desired-area-hint"))
            (select(visit, &form, "wage_form", "fit-wage-form", &pay))
            (input(visit, &form, "wage_won", "fit-wage", "text", "seeker-wage-hint"))
            (input(visit, &form, "career_months", "fit-career", "number", "career-months-hint"))
            (select(visit, &form, "channel", "seeker-channel", &channels))
            fieldset {
                legend { (visit.t("consent-required")) }
                (tick(&form, "consent_registration", &visit.t("consent-registration")))
            }
            fieldset {
                legend { (visit.t("consents-optional")) }
                p.hint { (visit.t("consents-hint")) }
                (tick(&form, "consent_local_government", &visit.t("consent-local-government")))
                (tick(&form, "consent_employment_center", &visit.t("consent-employment-center")))
                (tick(&form, "consent_private_agency", &visit.t("consent-private-agency")))
            }
            p.hint { (visit.t("hearing-after")) }
            div.actions { button { (visit.t("seeker-register")) } }
        }
    };
    form.page(visit, &title, &body)
}

/// Those who may be the same person. Nothing is saved before somebody has chosen.
fn choose(visit: &Visit, fields: &Fields, profile: &Profile, known: &[Alike]) -> Response {
    let title = visit.t("alike-title");
    let typed = fields.0.iter().filter(|(name, value)| name != "another" && !value.is_empty());
    let body = html! {
        h1 { (title) }
        p.lead { (visit.t("alike-note")) }
        p { (visit.t("alike-typed")) ": " strong { (profile.name) } " · " (profile.born_on.map(|day| day.to_string()).unwrap_or_default()) " · " (written_phone(&profile.mobile)) " " (written_phone(&profile.phone)) }
        ul { @for alike in known { li { (one(visit, alike)) } } }
        form.narrow method="post" {
            @for (name, value) in typed { input type="hidden" name=(name) value=(value); }
            input type="hidden" name="another" value="yes";
            p.hint { (visit.t("alike-another-note")) }
            div.actions { button.second { (visit.t("alike-another")) } a.button.second href="/staff/seekers" { (visit.t("alike-stop")) } }
        }
    };
    (StatusCode::CONFLICT, page::shell(visit, &title, body)).into_response()
}

fn one(visit: &Visit, alike: &Alike) -> Markup {
    let p = &alike.profile;
    html! {
        p {
            strong { (p.name) } " · " (p.born_on.map(|day| day.to_string()).unwrap_or_default()) " · " (written_phone(&p.mobile)) " " (written_phone(&p.phone)) " · " (alike.seeker.number) " "
            span.badge { (visit.t(&format!("seeker-state-{}", alike.seeker.state.name()))) }
        }
        p.small { @for ground in &alike.grounds { span.badge { (visit.t(&format!("handle-{ground}"))) } " " } }
        p { a.button href={ "/staff/seekers/" (alike.seeker.id) } { (visit.t("alike-same")) } }
    }
}
