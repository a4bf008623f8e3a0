//! What must be so before a work-trial agreement is kept: within the dated limits, by the rules for minors, within the cohort
//! in which the person takes part. It must not know who signs.

use domain::Ctx;
use domain::cohort::Cohort;
use domain::id::PersonId;
use domain::law::{needs_guardian, referral_refusals};
use domain::message::Message;
use domain::seeker::Profile;
use domain::work_trial::Frame;

use super::Form;
use crate::{App, Error, FieldError};

/// Between whom and when, once everything fits.
///
/// # Errors
/// [`Error::Invalid`] with every field that is wrong.
pub(super) async fn frame(
    ctx: &Ctx,
    app: &App,
    (person, profile): (PersonId, &Profile),
    form: &Form,
) -> Result<Frame, Error> {
    let (store, tenant, terms) = (&app.store, ctx.tenant, &form.terms);
    let limit = app.reference.work_trials.on(form.from);
    let mut wrong: Vec<FieldError> = terms
        .faults((form.from, form.until), limit)
        .into_iter()
        .map(|(field, why)| FieldError::new(field, why))
        .collect();
    let young = referral_refusals(profile, &terms.as_content(), form.from);
    wrong.extend(young.into_iter().map(|why| FieldError::new(field_of(&why), why)));
    if store::employer::find(store, tenant, form.employer).await.map_err(crate::fault)?.is_none() {
        wrong.push(FieldError::new("employer", Message::new("work-trial-employer")));
    }
    let organisation = form.organisation.or(ctx.actor.organisation);
    if let Some(body) = organisation
        && store::organisation::find(store, tenant, body).await.map_err(crate::fault)?.is_none()
    {
        wrong.push(FieldError::new("organisation", Message::new("work-trial-guide")));
    }
    if form.cohort.is_some() {
        wrong.extend(outside(ctx, app, person, form).await?);
    }
    let Some(born_on) = profile.born_on else {
        wrong.push(FieldError::new("seeker", Message::new("work-trial-born-on")));
        return Err(Error::Invalid(wrong));
    };
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    Ok(Frame {
        employer: form.employer,
        organisation,
        cohort: form.cohort,
        from: form.from,
        until: form.until,
        minor: needs_guardian(born_on, ctx.today()),
    })
}

/// The input that mends what stands against somebody so young at this work.
fn field_of(why: &Message) -> &'static str {
    match why.code.as_ref() {
        "minor-no-night" => "start",
        "minor-no-long-week" => "days",
        "minor-barred-place" => "place",
        "minor-barred-work" => "tasks",
        _ => "seeker",
    }
}

/// A trial that belongs to a cohort lies within its days, and its person has a seat there.
async fn outside(ctx: &Ctx, app: &App, person: PersonId, form: &Form) -> Result<Vec<FieldError>, Error> {
    let Some(id) = form.cohort else { return Ok(Vec::new()) };
    let found: Option<Cohort> =
        store::record::find(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let Some(cohort) = found else {
        return Ok(vec![FieldError::new("cohort", Message::new("work-trial-no-cohort"))]);
    };
    let mut wrong = Vec::new();
    let parts = crate::enrolment::of_everyone(ctx, app, person).await?;
    if !parts.iter().any(|(one, _)| one.cohort == id && one.state.holds_seat()) {
        wrong.push(FieldError::new("cohort", Message::new("work-trial-no-seat")));
    }
    if form.from < cohort.from || form.until > cohort.until {
        let field = if form.from < cohort.from { "from" } else { "until" };
        let days = Message::new("work-trial-outside-cohort").with("from", cohort.from.to_string());
        wrong.push(FieldError::new(field, days.with("until", cohort.until.to_string())));
    }
    Ok(wrong)
}
