//! Jobseekers: registering, correcting, matching and erasing. Every look at a record is written down
//! where the person can see it.

use domain::Ctx;
use domain::actor::{Channel, Role};
use domain::id::{PersonId, SeekerId};
use domain::message::Message;
use domain::person::{ErasureReason, looks_like_resident_number};
use domain::policy::{Relation, UseCase, authorise};
use domain::seeker::{Missing, Profile, Seeker, State, StateName};
use jiff::Timestamp;

use crate::page::Page;
use crate::{App, Error, FieldError};

/// Months a registration is valid when nothing else is said (직업안정법 시행규칙 §2).
const VALIDITY_MONTHS: i32 = 3;

/// Which registrations to list.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Only in this state.
    pub state: Option<StateName>,
    /// Page, from 1.
    pub page: usize,
    /// Rows on a page, 1 to 100.
    pub size: usize,
}

/// A registration as a row of a list.
#[derive(Debug, Clone)]
pub struct Row {
    /// The registration.
    pub seeker: Seeker,
    /// What the person told; `None` when they were erased.
    pub profile: Option<Profile>,
}

/// A look at a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// When.
    pub at: Timestamp,
    /// In which role.
    pub role: Role,
    /// Who, if still known.
    pub who: String,
    /// For which use case.
    pub purpose: String,
}

/// A record with its traces.
#[derive(Debug, Clone)]
pub struct View {
    /// The registration.
    pub seeker: Seeker,
    /// What the person told; `None` when they were erased.
    pub profile: Option<Profile>,
    /// What is missing before acceptance.
    pub missing: Vec<Missing>,
    /// Who looked, newest first.
    pub looks: Vec<Look>,
}

/// Registrations, newest first. Listing names is a look at each of them.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn list(ctx: &Ctx, app: &App, filter: &Filter) -> Result<Page<Row>, Error> {
    authorise(&ctx.actor, UseCase::ReadSeeker, Relation::default())?;
    let (page, size) = (filter.page.max(1), filter.size.clamp(1, 100));
    let (found, total) =
        store::seeker::list(&app.store, ctx.tenant, filter.state, size, (page - 1).saturating_mul(size))
            .await
            .map_err(crate::fault)?;
    let items: Vec<Row> = found.into_iter().map(|(seeker, profile)| Row { seeker, profile }).collect();
    look(ctx, app, items.iter().map(|row| row.seeker.person).collect(), "list").await?;
    Ok(Page { items, total, page, size })
}

/// One record. The look is written before the record is shown.
///
/// # Errors
/// [`Error::NotFound`], also for those who may not know that it exists.
pub async fn get(ctx: &Ctx, app: &App, id: SeekerId) -> Result<View, Error> {
    let (seeker, profile) = read(ctx, app, UseCase::ReadSeeker, id).await?;
    look(ctx, app, vec![seeker.person], "read").await?;
    let looks = store::look::of(&app.store, ctx.tenant, seeker.person, 100).await.map_err(crate::fault)?;
    let mut named = Vec::with_capacity(looks.len());
    for look in looks {
        let who = match look.actor {
            Some(person) => {
                store::person::find(&app.store, ctx.tenant, person).await.map_err(crate::fault)?
            }
            None => None,
        };
        let who = who.map(|(_, identity)| identity.name).unwrap_or_default();
        named.push(Look { at: look.at, role: look.role, who, purpose: look.purpose });
    }
    let missing = profile.as_ref().map(Profile::missing).unwrap_or_default();
    Ok(View { seeker, profile, missing, looks: named })
}

/// Registers a person. Complete registrations by staff are accepted at once.
///
/// # Errors
/// [`Error::Invalid`] for content that cannot be kept, or without consent to registration.
pub async fn register(ctx: &Ctx, app: &App, profile: Profile, channel: Channel) -> Result<SeekerId, Error> {
    authorise(
        &ctx.actor,
        UseCase::WriteSeeker,
        Relation { person: ctx.actor.person, ..Relation::default() },
    )?;
    check(&profile)?;
    if profile.consents.registration.is_none() {
        return Err(Error::field("consent_registration", Missing::Consent.message()));
    }
    let person: PersonId = ctx.id();
    let mut seeker = Seeker {
        id: ctx.id(),
        person,
        number: String::new(),
        registered_on: ctx.today(),
        channel,
        organisation: ctx.actor.organisation,
        state: State::Draft,
        source: String::new(),
        source_key: String::new(),
        source_digest: String::new(),
        version: 1,
        created_at: ctx.now,
        updated_at: ctx.now,
    };
    if profile.missing().is_empty() {
        seeker.state = accepted(ctx, State::Draft, &profile).map_err(Error::Conflict)?;
    }
    let id = seeker.id;
    app.write(ctx, move |tx, ctx| {
        let (mut seeker, profile) = (seeker.clone(), profile.clone());
        Box::pin(async move {
            seeker.number = store::seeker::next_number(tx, &ctx).await?;
            store::seeker::insert(tx, &ctx, &seeker, &profile).await
        })
    })
    .await?;
    Ok(id)
}

/// Replaces what the person told.
///
/// # Errors
/// [`Error::Conflict`] when someone else changed it meanwhile.
pub async fn update(ctx: &Ctx, app: &App, id: SeekerId, version: i64, profile: Profile) -> Result<(), Error> {
    check(&profile)?;
    let (mut seeker, _) = read(ctx, app, UseCase::WriteSeeker, id).await?;
    if seeker.version != version {
        return Err(Error::Conflict(Message::new("changed-meanwhile")));
    }
    if seeker.state == State::Draft && profile.missing().is_empty() {
        seeker.state = accepted(ctx, State::Draft, &profile).map_err(Error::Conflict)?;
    }
    save(ctx, app, seeker, profile, "update").await
}

/// Ends the registration at the person's wish.
///
/// # Errors
/// [`Error::Conflict`] when it has ended already.
pub async fn withdraw(ctx: &Ctx, app: &App, id: SeekerId) -> Result<(), Error> {
    let (mut seeker, profile) = read(ctx, app, UseCase::WriteSeeker, id).await?;
    let profile = profile.ok_or(Error::NotFound)?;
    seeker.state = seeker.state.withdraw(ctx.now).map_err(Error::Conflict)?;
    save(ctx, app, seeker, profile, "withdraw").await
}

/// Destroys the person's key: everything they told becomes unreadable everywhere, in rows, log and
/// backups made from now on, and the log's chain stays verifiable.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::NotFound`].
pub async fn erase(ctx: &Ctx, app: &App, id: SeekerId, reason: ErasureReason) -> Result<(), Error> {
    let (seeker, _) = read(ctx, app, UseCase::ErasePerson, id).await?;
    app.write(ctx, move |tx, ctx| {
        let person = seeker.person;
        Box::pin(async move { store::key::destroy(tx, &ctx, person, &reason.to_string()).await })
    })
    .await
}

/// The best openings for a registered person, explained.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn matches(ctx: &Ctx, app: &App, id: SeekerId, k: usize) -> Result<crate::fit::Fit, Error> {
    let (seeker, profile) = read(ctx, app, UseCase::ReadMatch, id).await?;
    look(ctx, app, vec![seeker.person], "match").await?;
    let profile = profile.ok_or(Error::NotFound)?;
    crate::fit::of_profile(ctx, app, &profile, k).await
}

async fn read(
    ctx: &Ctx,
    app: &App,
    use_case: UseCase,
    id: SeekerId,
) -> Result<(Seeker, Option<Profile>), Error> {
    let found = store::seeker::find(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let (seeker, profile) = found.ok_or(Error::NotFound)?;
    let relation =
        Relation { person: Some(seeker.person), employer: None, organisation: seeker.organisation };
    // Whether such a person exists is itself confidential.
    authorise(&ctx.actor, use_case, relation).map_err(|_| Error::NotFound)?;
    Ok((seeker, profile))
}

async fn look(ctx: &Ctx, app: &App, subjects: Vec<PersonId>, purpose: &'static str) -> Result<(), Error> {
    app.write(ctx, move |tx, ctx| {
        // Nobody leaves a trace on their own record.
        let subjects: Vec<_> = subjects.iter().copied().filter(|s| Some(*s) != ctx.actor.person).collect();
        Box::pin(async move { store::look::insert(tx, &ctx, &subjects, purpose).await })
    })
    .await
}

async fn save(
    ctx: &Ctx,
    app: &App,
    mut seeker: Seeker,
    profile: Profile,
    verb: &'static str,
) -> Result<(), Error> {
    seeker.updated_at = ctx.now;
    app.write(ctx, move |tx, ctx| {
        let (seeker, profile) = (seeker.clone(), profile.clone());
        Box::pin(async move { store::seeker::update(tx, &ctx, verb, &seeker, &profile).await })
    })
    .await
}

/// Submits and accepts in one go, for three months.
pub(crate) fn accepted(ctx: &Ctx, state: State, profile: &Profile) -> Result<State, Message> {
    let today = ctx.today();
    let until = domain::opening::valid_until(today, VALIDITY_MONTHS);
    state.submit(ctx.now, &profile.missing())?.accept(ctx.now, today, until)
}

/// Refuses what may never be stored.
fn check(profile: &Profile) -> Result<(), Error> {
    let texts = [
        ("name", &profile.name),
        ("address", &profile.address),
        ("desired_work", &profile.desired_work),
        ("contact_note", &profile.contact_note),
        ("health_note", &profile.health_note),
        ("schooling_note", &profile.schooling_note),
    ];
    let refused = texts.into_iter().filter(|(_, text)| looks_like_resident_number(text));
    let errors: Vec<_> =
        refused.map(|(field, _)| FieldError::new(field, Message::new("resident-number-refused"))).collect();
    if errors.is_empty() { Ok(()) } else { Err(Error::Invalid(errors)) }
}
