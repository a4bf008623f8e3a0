//! Jobseekers: registering, correcting, matching and erasing. Every look at a record is written down
//! where the person can see it.

mod check;
mod list;

use check::check;
use domain::Ctx;
use domain::actor::{Channel, Role};
use domain::id::{PersonId, SeekerId};
use domain::message::Message;
use domain::person::ErasureReason;
use domain::policy::{Relation, UseCase, authorise};
use domain::seeker::{Missing, Profile, Seeker, State};
use jiff::Timestamp;
pub use list::{Filter, Row, list};
use strum::{Display, IntoStaticStr};

use crate::{App, Error};

/// Months a registration is valid when nothing else is said (직업안정법 시행규칙 §2).
const VALIDITY_MONTHS: i32 = 3;

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
    /// Whether who asks may correct it.
    pub may_write: bool,
    /// Whether who asks may erase the person.
    pub may_erase: bool,
    /// Whether who asks may see what fits.
    pub may_match: bool,
}

/// What a record is opened for when it is about to be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Purpose {
    /// Correcting it.
    Edit,
    /// Erasing the person.
    Erase,
    /// Printing a paper about them.
    Print,
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
    let may = |use_case| profile.is_some() && authorise(&ctx.actor, use_case, relation(&seeker)).is_ok();
    Ok(View {
        may_write: may(UseCase::WriteSeeker),
        may_erase: may(UseCase::ErasePerson),
        may_match: may(UseCase::ReadMatch),
        seeker,
        profile,
        missing,
        looks: named,
    })
}

/// One's own registrations, newest first.
///
/// # Errors
/// [`Error::Forbidden`] without an account.
pub async fn mine(ctx: &Ctx, app: &App) -> Result<Vec<Seeker>, Error> {
    let own = Relation { person: ctx.actor.person, ..Relation::default() };
    authorise(&ctx.actor, UseCase::ReadOwn, own)?;
    let Some(person) = ctx.actor.person else { return Ok(Vec::new()) };
    let found = store::seeker::of_person(&app.store, ctx.tenant, person).await.map_err(crate::fault)?;
    Ok(found.into_iter().rev().map(|(seeker, _)| seeker).collect())
}

/// One record, opened to change it. The look is written before the record is shown.
///
/// # Errors
/// [`Error::NotFound`], also for those who may not know that it exists, and once the person was erased.
pub async fn open(ctx: &Ctx, app: &App, id: SeekerId, purpose: Purpose) -> Result<(Seeker, Profile), Error> {
    let use_case = match purpose {
        Purpose::Edit => UseCase::WriteSeeker,
        Purpose::Erase => UseCase::ErasePerson,
        Purpose::Print => UseCase::ReadSeeker,
    };
    let (seeker, profile) = read(ctx, app, use_case, id).await?;
    let profile = profile.ok_or(Error::NotFound)?;
    look(ctx, app, vec![seeker.person], purpose.into()).await?;
    Ok((seeker, profile))
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
    check(ctx, &profile)?;
    if profile.consents.registration.is_none() {
        return Err(Error::field("consent_registration", Missing::Consent.message()));
    }
    // Whoever registers themselves is the person of the record; staff register somebody else.
    let person: PersonId = match (ctx.actor.role, ctx.actor.person) {
        (Role::Seeker, Some(own)) => own,
        _ => ctx.id(),
    };
    let mut seeker = Seeker {
        id: ctx.id(),
        person,
        number: String::new(),
        registered_on: ctx.today(),
        channel,
        organisation: ctx.actor.organisation,
        assigned: None,
        intake_on: None,
        due: None,
        consents: Vec::new(),
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

/// Replaces what the person told. Consents are taken as ticked boxes: see [`domain::seeker::Consents::after`].
///
/// # Errors
/// [`Error::Conflict`] when someone else changed it meanwhile; [`Error::Invalid`] for content that cannot be
/// kept, and without the consent by which the registration is kept.
pub async fn update(
    ctx: &Ctx,
    app: &App,
    id: SeekerId,
    version: i64,
    mut profile: Profile,
) -> Result<(), Error> {
    let (mut seeker, before) = read(ctx, app, UseCase::WriteSeeker, id).await?;
    let before = before.ok_or(Error::NotFound)?;
    if seeker.version != version {
        return Err(Error::Conflict(Message::new("changed-meanwhile")));
    }
    check(ctx, &profile)?;
    if profile.consents.registration.is_none() && before.consents.registration.is_some() {
        return Err(Error::field("consent_registration", Message::new("consent-needs-withdrawal")));
    }
    profile.consents = profile.consents.after(&before.consents);
    if profile.area != before.area && profile.home == before.home {
        // They moved: distances count from the new dong until the place is told again.
        profile.home = None;
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
    // Whether such a person exists is itself confidential.
    authorise(&ctx.actor, use_case, relation(&seeker)).map_err(|_| Error::NotFound)?;
    Ok((seeker, profile))
}

fn relation(seeker: &Seeker) -> Relation {
    Relation { person: Some(seeker.person), employer: None, organisation: seeker.organisation }
}

pub(crate) async fn look(ctx: &Ctx, app: &App, subjects: Vec<PersonId>, purpose: &'static str) -> Result<(), Error> {
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
