//! What a registration may not hold, whoever writes it: said at the field, before anything is stored.

use std::borrow::Cow;

use domain::Ctx;
use domain::message::Message;
use domain::person::looks_like_resident_number;
use domain::seeker::{MOST_LINKS, Missing, Profile, WageWish};
use domain::wage::plausible;

use crate::{Error, FieldError};

/// Longest text of one field, in characters.
const LONGEST: usize = 10_000;
/// Most a person can ask for, in won, whatever the form of pay.
const MOST_WON: i64 = 1_000_000_000;

/// Refuses what may never be stored.
pub(super) fn check(ctx: &Ctx, profile: &Profile) -> Result<(), Error> {
    let errors = found(ctx, profile);
    if errors.is_empty() { Ok(()) } else { Err(Error::Invalid(errors)) }
}

/// Everything for which a new registration would be refused, so that it can be said at once.
pub fn problems(ctx: &Ctx, profile: &Profile) -> Vec<FieldError> {
    let mut errors = found(ctx, profile);
    if profile.consents.registration.is_none() {
        errors.push(FieldError::new("consent_registration", Missing::Consent.message()));
    }
    errors
}

fn found(ctx: &Ctx, profile: &Profile) -> Vec<FieldError> {
    let mut errors = Vec::new();
    for (field, text) in texts(profile) {
        if looks_like_resident_number(&text) {
            errors.push(FieldError { field, message: Message::new("resident-number-refused") });
        } else if text.chars().count() > LONGEST {
            errors.push(FieldError { field, message: Message::new("text-too-long").with("most", LONGEST) });
        }
    }
    for (row, link) in profile.portfolio.iter().enumerate() {
        if let Some((title, message)) = link.fault() {
            let part = if title { "title" } else { "url" };
            errors.push(FieldError { field: format!("portfolio_{row}_{part}").into(), message });
        }
    }
    if profile.portfolio.len() > MOST_LINKS {
        let field = format!("portfolio_{MOST_LINKS}_url").into();
        errors.push(FieldError { field, message: Message::new("portfolio-most").with("most", MOST_LINKS) });
    }
    if profile.born_on.is_some_and(|day| day > ctx.today() || day.year() < 1900) {
        errors.push(FieldError::new("born_on", Message::new("born-on-out-of-range")));
    }
    let young = domain::law::registration_refusals(profile, ctx.today());
    errors.extend(young.into_iter().map(|(field, why)| FieldError::new(field, why)));
    if let WageWish::AtLeast { form, won } = profile.wage {
        if !(1..=MOST_WON).contains(&won) {
            errors.push(FieldError::new("wage_won", Message::new("wage-out-of-range")));
        } else if !plausible(form).contains(&won) {
            errors.push(FieldError::new("wage_won", Message::new("wage-wish-implausible")));
        }
    }
    if profile.consents.sensitive != Some(true) {
        let sensitive =
            [("vulnerable", profile.vulnerable.is_empty()), ("health_note", profile.health_note.is_empty())];
        let told = sensitive.into_iter().filter(|(_, empty)| !empty);
        errors.extend(told.map(|(field, _)| FieldError::new(field, Message::new("sensitive-needs-consent"))));
    }
    errors
}

/// Everything that was written in words, by the name of its input.
fn texts(profile: &Profile) -> Vec<(Cow<'static, str>, Cow<'_, str>)> {
    let lines = [
        ("name", &profile.name),
        ("address", &profile.address),
        ("email", &profile.email),
        ("work_permit", &profile.work_permit),
        ("contact_note", &profile.contact_note),
        ("school", &profile.school),
        ("major", &profile.major),
        ("schooling_note", &profile.schooling_note),
        ("desired_work", &profile.desired_work),
        ("work_time_note", &profile.work_time.note),
        ("military", &profile.military),
        ("benefits", &profile.benefits),
        ("health_note", &profile.health_note),
    ];
    let lists = [
        ("licences", &profile.licences),
        ("skills", &profile.skills),
        ("trainings", &profile.trainings),
        ("vulnerable", &profile.vulnerable),
    ];
    let mut texts: Vec<(Cow<'static, str>, Cow<'_, str>)> =
        lines.into_iter().map(|(field, text)| (field.into(), text.as_str().into())).collect();
    texts.extend(lists.into_iter().map(|(field, list)| (field.into(), list.join(", ").into())));
    for (row, past) in profile.careers.iter().enumerate() {
        for (part, text) in
            [("employer", &past.employer), ("work", &past.work), ("left_because", &past.left_because)]
        {
            texts.push((format!("career_{row}_{part}").into(), text.as_str().into()));
        }
    }
    for (row, skill) in profile.languages.iter().enumerate() {
        texts.push((format!("language_{row}_level").into(), skill.level.as_str().into()));
    }
    texts
}
