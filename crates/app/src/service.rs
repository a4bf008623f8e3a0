//! What was done for a person: recording it, and striking out what was recorded by mistake.

use domain::Ctx;
use domain::actor::Channel;
use domain::id::{OrganisationId, PersonId, SeekerId, ServiceId};
use domain::message::Message;
use domain::person::looks_like_resident_number;
use domain::placement::Contributor;
use domain::policy::{UseCase, authorise};
use domain::project::Project;
use domain::seeker::Seeker;
use domain::service::{Notes, Service, ServiceKind};
use jiff::civil::Date;

use crate::{App, Error, FieldError};

/// Longest note, in characters.
const LONGEST: usize = 10_000;

/// What is recorded.
#[derive(Debug, Clone)]
pub struct Form {
    /// What was done.
    pub kind: ServiceKind,
    /// On which day.
    pub on: Date,
    /// The number of the project it belonged to; empty for none.
    pub project: String,
    /// By which way.
    pub channel: Channel,
    /// What was said.
    pub notes: Notes,
}

/// Records something done for a person. The first counselling is then no longer due.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] for a day to come or before the person was registered, for too much
/// text, for resident numbers and for a project that there is not.
pub async fn record(ctx: &Ctx, app: &App, seeker: SeekerId, form: Form) -> Result<ServiceId, Error> {
    let found = store::seeker::find(&app.store, ctx.tenant, seeker).await.map_err(crate::fault)?;
    let (mut seeker, profile) = found.ok_or(Error::NotFound)?;
    let about = crate::seeker::relation(ctx, &seeker, profile.as_ref());
    authorise(&ctx.actor, UseCase::WriteService, about).map_err(|_| Error::NotFound)?;
    let profile = profile.ok_or(Error::NotFound)?;
    let project = crate::project::numbered(ctx, app, &form.project).await?;
    check(ctx, &form, first_served(ctx, app, &seeker).await?)?;
    let service = Service {
        id: ctx.id(),
        person: seeker.person,
        seeker: Some(seeker.id),
        kind: form.kind,
        on: form.on,
        by: ctx.actor.person,
        organisation: ctx.actor.organisation,
        project: project.map(|project| project.number).unwrap_or_default(),
        channel: form.channel,
        cancelled_at: None,
        version: 1,
        created_at: ctx.now,
    };
    let (id, intake) = (service.id, form.kind == ServiceKind::Intake && seeker.intake_on.is_none());
    if intake {
        seeker.intake_on = Some(form.on);
        seeker.updated_at = ctx.now;
        seeker.due = seeker.next_due(app.city.reminders());
    }
    app.write(ctx, move |tx, ctx| {
        let (service, notes) = (service.clone(), form.notes.clone());
        let (seeker, profile) = (seeker.clone(), profile.clone());
        Box::pin(async move {
            store::service::insert(tx, &ctx, &service, &notes).await?;
            if intake {
                store::seeker::update(tx, &ctx, "intake", &seeker, &profile).await?;
            }
            Ok(())
        })
    })
    .await?;
    Ok(id)
}

/// Strikes out what was recorded by mistake; it stays readable and is not counted.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] when it is struck out already.
pub async fn cancel(ctx: &Ctx, app: &App, id: ServiceId) -> Result<(), Error> {
    let found = store::service::find(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let (service, notes) = found.ok_or(Error::NotFound)?;
    let people = store::seeker::of_person(&app.store, ctx.tenant, service.person).await;
    let people = people.map_err(crate::fault)?;
    let (seeker, profile) = people.last().ok_or(Error::NotFound)?;
    let about = crate::seeker::relation(ctx, seeker, profile.as_ref());
    authorise(&ctx.actor, UseCase::WriteService, about).map_err(|_| Error::NotFound)?;
    let notes = notes.ok_or(Error::NotFound)?;
    let service = service.cancel(ctx.now).map_err(Error::Conflict)?;
    app.write(ctx, move |tx, ctx| {
        let (service, notes) = (service.clone(), notes.clone());
        Box::pin(async move { store::service::update(tx, &ctx, "cancel", &service, &notes).await })
    })
    .await
}

/// Days before a start within which a training or a fair may have led to it.
const LED_TO_DAYS: i32 = 365;

/// The bodies whose trainings and fairs came before a start of whoever has these ids, but for the owner of the hire: each
/// helped, and none is added (CR-01, CR-11).
pub(crate) async fn helpers(
    ctx: &Ctx,
    app: &App,
    everyone: &[PersonId],
    start: Date,
    owner: Option<OrganisationId>,
) -> Result<Vec<Contributor>, Error> {
    let since = domain::reminder::days_after(start, -LED_TO_DAYS);
    let mut helped = Vec::new();
    for person in everyone {
        let given = store::service::of_person(&app.store, ctx.tenant, *person).await.map_err(crate::fault)?;
        for (service, _) in given {
            let before = (since..=start).contains(&service.on) && service.cancelled_at.is_none();
            let body = service.organisation.filter(|body| before && owner != Some(*body));
            if let (Some(organisation), Some(what)) = (body, service.kind.helps()) {
                helped.push(Contributor { organisation, what });
            }
            // Whoever runs the project it belonged to has a part too.
            if before && service.kind.helps().is_some() && !service.project.is_empty() {
                let known = store::record::known_as(&app.store, ctx.tenant, &service.project).await;
                let known: Option<Project> = known.map_err(crate::fault)?;
                helped.extend(known.and_then(|project| crate::project::helper(&project, owner)));
            }
        }
    }
    helped.sort_unstable();
    helped.dedup();
    Ok(helped)
}

/// Trainings and courses that were completed in projects, by their numbers, within a span of days: each a completion, never
/// a job (CR-11).
pub(crate) async fn completions(
    ctx: &Ctx,
    app: &App,
    numbers: &[String],
    span: std::ops::RangeInclusive<Date>,
) -> Result<i64, Error> {
    let mut count = 0;
    for number in numbers {
        let done = store::service::of_project(&app.store, ctx.tenant, number).await.map_err(crate::fault)?;
        let completed = |one: &&Service| one.kind == ServiceKind::Completion && span.contains(&one.on);
        count += done.iter().filter(completed).count();
    }
    i64::try_from(count).map_err(Error::internal)
}

/// From which day something may have been done for the person: they may be registered some days after they first
/// came, as many as a service may be put on record late.
async fn first_served(ctx: &Ctx, app: &App, seeker: &Seeker) -> Result<Date, Error> {
    let (store, tenant) = (&app.store, ctx.tenant);
    let mut first = seeker.registered_on;
    for id in store::merge::same_as(store, tenant, seeker.person).await.map_err(crate::fault)? {
        let of = store::seeker::of_person(store, tenant, id).await.map_err(crate::fault)?;
        first = of.iter().map(|(one, _)| one.registered_on).fold(first, Date::min);
    }
    Ok(domain::reminder::days_after(first, -app.city.reminders().service_recorded_days))
}

/// Nobody is served before they came: a service said to be older would make a job count that owes us nothing (CR-05).
fn check(ctx: &Ctx, form: &Form, first_served: Date) -> Result<(), Error> {
    let notes = &form.notes;
    let texts = [("abilities", &notes.abilities), ("wishes", &notes.wishes), ("text", &notes.text)];
    let mut errors: Vec<FieldError> =
        texts.into_iter().filter_map(|(field, text)| free_text(field, text)).collect();
    if form.on < first_served {
        let early = Message::new("service-before-registration").with("day", first_served.to_string());
        errors.push(FieldError::new("on", early));
    }
    if form.on > ctx.today() {
        errors.push(FieldError::new("on", Message::new("service-in-future")));
    }
    if errors.is_empty() { Ok(()) } else { Err(Error::Invalid(errors)) }
}

/// What a text about a person may not hold.
pub(crate) fn free_text(field: &'static str, text: &str) -> Option<FieldError> {
    if looks_like_resident_number(text) {
        return Some(FieldError::new(field, Message::new("resident-number-refused")));
    }
    let long = text.chars().count() > LONGEST;
    long.then(|| FieldError::new(field, Message::new("text-too-long").with("most", LONGEST)))
}
