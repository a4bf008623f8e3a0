//! Jobseekers: registering, correcting, matching and erasing. Every look at a record is written down
//! where the person can see it.

mod account;
mod check;
mod consent;
mod daily;
mod duplicate;
mod file;
mod list;
mod relation;
mod step;
mod timeline;
mod why;

use std::collections::BTreeMap;

pub use account::invite;
pub(crate) use account::{is_dead, may_invite, opens};
use check::check;
pub use check::problems;
pub use consent::consent;
pub use daily::daily;
use domain::Ctx;
use domain::action_plan::{ActionPlan, Words};
use domain::actor::{Channel, Role};
use domain::id::{PersonId, SeekerId};
use domain::look::{Purpose, Why};
use domain::message::Message;
use domain::person::ErasureReason;
use domain::policy::{Relation, UseCase, authorise};
use domain::seeker::{Consents, Missing, Profile, Seeker, State, StateName};
pub(crate) use duplicate::refuse_deceased;
pub use duplicate::{Alike, alike};
pub(crate) use file::latest;
pub use file::{Exported, File, Journey, Record, export, file, mine, suggested};
use jiff::Timestamp;
use jiff::civil::Date;
pub use list::{Filter, Row, list, named};
pub(crate) use relation::{own_id, relation, relation_of_one};
pub(crate) use step::drop_stranger;
pub use step::{accept, assign, cancel, counselors, decease, note, reactivate, renew, revive, transfer};
pub use timeline::{Moment, timeline};
pub(crate) use why::before;
pub use why::{Door, say_why, whose};

use crate::look::leave;
use crate::page::Page;
use crate::{App, Error};

/// Looks on a page.
const LOOKS: usize = 100;

/// A look at a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// When.
    pub at: Timestamp,
    /// In which role.
    pub role: Role,
    /// Who, if still known.
    pub who: String,
    /// Name of the body for which they acted; empty for none.
    pub body: String,
    /// What for.
    pub purpose: Purpose,
    /// Whether the record was not shown to them.
    pub refused: bool,
    /// Why, where that had to be said.
    pub why: Option<Why>,
    /// What else was said about it.
    pub words: String,
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
    /// Who looked, newest first: the first page.
    pub looks: Page<Look>,
    /// Whether who asks may correct it.
    pub may_write: bool,
    /// Whether who asks may erase the person.
    pub may_erase: bool,
    /// Whether who asks may see what fits.
    pub may_match: bool,
    /// Whether who asks may give the person a link to an account.
    pub may_invite: bool,
}

/// One record. The look is written before the record is shown.
///
/// # Errors
/// [`Error::NotFound`], also for those who may not know that it exists.
pub async fn get(ctx: &Ctx, app: &App, id: SeekerId) -> Result<View, Error> {
    let (seeker, profile) = read(ctx, app, UseCase::ReadSeeker, id).await?;
    leave(ctx, app, vec![seeker.person], Purpose::Read).await?;
    let looks = looked(ctx, app, seeker.person, 1).await?;
    let missing = profile.as_ref().map(Profile::missing).unwrap_or_default();
    let stands = relation_of_one(ctx, app, &seeker, profile.as_ref()).await?;
    let may = |use_case| profile.is_some() && authorise(&ctx.actor, use_case, stands).is_ok();
    let may_invite = may(UseCase::WriteService) && may_invite(ctx, app, &seeker).await?;
    Ok(View {
        may_invite,
        may_write: may(UseCase::WriteSeeker),
        may_erase: may(UseCase::ErasePerson),
        may_match: may(UseCase::ReadMatch),
        seeker,
        profile,
        missing,
        looks,
    })
}

/// Who looked at the person of a record, newest first, a page at a time. The look is written before it is shown.
///
/// # Errors
/// [`Error::NotFound`], also for those who may not know that it exists.
pub async fn looks(ctx: &Ctx, app: &App, id: SeekerId, page: usize) -> Result<Page<Look>, Error> {
    let (seeker, _) = read(ctx, app, UseCase::ReadSeeker, id).await?;
    leave(ctx, app, vec![seeker.person], Purpose::Read).await?;
    looked(ctx, app, seeker.person, page).await
}

/// Looks at a person under whichever id they stand.
async fn looked(ctx: &Ctx, app: &App, person: PersonId, page: usize) -> Result<Page<Look>, Error> {
    let (store, tenant) = (&app.store, ctx.tenant);
    let (page, to) = (page.max(1), page.max(1).saturating_mul(LOOKS));
    let (mut found, mut total) = (Vec::new(), 0);
    for same in store::merge::same_as(store, tenant, person).await.map_err(crate::fault)? {
        total += store::look::count(store, tenant, same).await.map_err(crate::fault)?;
        found.extend(store::look::of(store, tenant, same, to).await.map_err(crate::fault)?);
    }
    found.sort_by_key(|look| std::cmp::Reverse(look.at));
    let (mut items, mut names, mut bodies) = (Vec::new(), BTreeMap::new(), BTreeMap::new());
    for look in found.into_iter().take(to).skip(to - LOOKS) {
        if let Some(actor) = look.actor.filter(|actor| !names.contains_key(actor)) {
            let known = store::person::find(store, tenant, actor).await.map_err(crate::fault)?;
            names.insert(actor, known.map(|(_, identity)| identity.name).unwrap_or_default());
        }
        if let Some(body) = look.organisation.filter(|body| !bodies.contains_key(body)) {
            let known = store::organisation::find(store, tenant, body).await.map_err(crate::fault)?;
            bodies.insert(body, known.map(|known| known.name).unwrap_or_default());
        }
        items.push(Look {
            at: look.at,
            role: look.role,
            who: look.actor.and_then(|actor| names.get(&actor).cloned()).unwrap_or_default(),
            body: look.organisation.and_then(|body| bodies.get(&body).cloned()).unwrap_or_default(),
            purpose: look.purpose,
            refused: look.refused,
            why: look.why,
            words: look.words,
        });
    }
    Ok(Page { items, total, page, size: LOOKS })
}

/// One record, opened for something: to change it, or to print a paper. The look is written before the record is shown.
///
/// # Errors
/// [`Error::NotFound`], also for those who may not know that it exists, and once the person was erased.
pub async fn open(ctx: &Ctx, app: &App, id: SeekerId, purpose: Purpose) -> Result<(Seeker, Profile), Error> {
    let use_case = match purpose {
        Purpose::Edit => UseCase::WriteSeeker,
        Purpose::Erase => UseCase::ErasePerson,
        Purpose::Counsel | Purpose::Account => UseCase::WriteService,
        _ => UseCase::ReadSeeker,
    };
    let (seeker, profile) = read(ctx, app, use_case, id).await?;
    let profile = profile.ok_or(Error::NotFound)?;
    leave(ctx, app, vec![seeker.person], purpose).await?;
    Ok((seeker, profile))
}

/// A record as somebody else left it, beside what it was when this one opened it.
#[derive(Debug, Clone)]
pub struct Versions {
    /// What the person had told then; `None` when the log no longer says.
    pub before: Option<Profile>,
    /// Version and what they told now.
    pub now: (i64, Profile),
}

/// The versions of a record that somebody changed after `base` was opened; `None` when nobody has.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn versions(ctx: &Ctx, app: &App, id: SeekerId, base: i64) -> Result<Option<Versions>, Error> {
    let (seeker, profile) = read(ctx, app, UseCase::WriteSeeker, id).await?;
    let profile = profile.ok_or(Error::NotFound)?;
    if seeker.version == base {
        return Ok(None);
    }
    leave(ctx, app, vec![seeker.person], Purpose::Edit).await?;
    let before = store::seeker::at_version(&app.store, ctx.tenant, &seeker, base).await;
    Ok(Some(Versions { before: before.map_err(crate::fault)?, now: (seeker.version, profile) }))
}

/// Registers a person. Complete registrations by staff are accepted at once. Whoever may be the same person
/// is suggested to a supervisor, never merged.
///
/// # Errors
/// [`Error::Invalid`] for content that cannot be kept, or without consent to registration;
/// [`Error::Conflict`] for somebody of whom a death was recorded.
pub async fn register(ctx: &Ctx, app: &App, profile: Profile, channel: Channel) -> Result<SeekerId, Error> {
    register_as(ctx, app, profile, channel, false).await
}

/// The same, after whoever registers has seen the people who are alike and said that this is `another` one.
///
/// # Errors
/// As [`register`].
pub async fn register_as(
    ctx: &Ctx,
    app: &App,
    profile: Profile,
    channel: Channel,
    another: bool,
) -> Result<SeekerId, Error> {
    authorise(
        &ctx.actor,
        UseCase::WriteSeeker,
        Relation { person: ctx.actor.person, organisation: ctx.actor.organisation, ..Relation::default() },
    )?;
    let errors = problems(ctx, &profile);
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    refuse_deceased(ctx, app, &profile, another).await?;
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
        assigned: ctx.actor.person.filter(|_| ctx.actor.role == Role::Counselor),
        intake_on: None,
        due: None,
        consents: profile.consents.changes(&Consents::default(), ctx.today(), channel),
        moves: Vec::new(),
        revived: Vec::new(),
        state: State::Draft,
        source: String::new(),
        source_key: String::new(),
        source_digest: String::new(),
        version: 1,
        created_at: ctx.now,
        updated_at: ctx.now,
    };
    if profile.missing().is_empty() {
        seeker.state = accepted(ctx, app, State::Draft, &profile).map_err(Error::Conflict)?;
    }
    seeker.due = seeker.next_due(app.city.reminders());
    let id = seeker.id;
    app.write(ctx, move |tx, ctx| {
        let (mut seeker, profile) = (seeker.clone(), profile.clone());
        Box::pin(async move {
            seeker.number = store::seeker::next_number(tx, &ctx).await?;
            store::seeker::insert(tx, &ctx, &seeker, &profile).await?;
            store::merge::suggest(tx, &ctx, &seeker, &profile, another).await?;
            Ok(())
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
    profile.hearing = before.hearing.clone();
    let said = profile.consents.changes(&before.consents, ctx.today(), ctx.actor.channel);
    seeker.consents.extend(said);
    if profile.area != before.area && profile.home == before.home {
        // They moved: distances count from the new dong until the place is told again.
        profile.home = None;
    }
    if seeker.state == State::Draft && profile.missing().is_empty() {
        seeker.state = accepted(ctx, app, State::Draft, &profile).map_err(Error::Conflict)?;
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

/// Destroys the person's key, under every id they stand under: everything they told becomes unreadable
/// everywhere, in rows, log and backups made from now on, and the log's chain stays verifiable.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::NotFound`]; [`Error::Conflict`] when another record of the person is one that
/// who asks may not erase: half a person is nobody's wish.
pub async fn erase(ctx: &Ctx, app: &App, id: SeekerId, reason: ErasureReason) -> Result<(), Error> {
    let (seeker, _) = read(ctx, app, UseCase::ErasePerson, id).await?;
    let everyone = erasable(ctx, app, seeker.person).await?;
    let city = app.city.clone();
    app.write(ctx, move |tx, ctx| {
        let (everyone, city) = (everyone.clone(), city.clone());
        Box::pin(async move {
            for person in &everyone {
                crate::referral::withdraw_of_person(tx, &ctx, city.reminders(), *person).await?;
            }
            store::key::destroy_all(tx, &ctx, &everyone, &reason.to_string()).await
        })
    })
    .await
}

/// Everybody who is this person and was not erased before, when who asks may erase each.
async fn erasable(ctx: &Ctx, app: &App, person: PersonId) -> Result<Vec<PersonId>, Error> {
    let (store, tenant) = (&app.store, ctx.tenant);
    let same = store::merge::same_as(store, tenant, person).await.map_err(crate::fault)?;
    // Whoever is one of them is all of them.
    let own = ctx.actor.person.filter(|own| same.contains(own));
    let mut people = vec![person];
    for other in same.into_iter().filter(|other| *other != person) {
        let of = store::seeker::of_person(store, tenant, other).await.map_err(crate::fault)?;
        for (one, profile) in &of {
            let stands = relation(ctx, one, profile.as_ref());
            let stands = Relation { person: own.or(stands.person), ..stands };
            if profile.is_some() && authorise(&ctx.actor, UseCase::ErasePerson, stands).is_err() {
                refused(ctx, app, other, UseCase::ErasePerson).await?;
                return Err(Error::Conflict(Message::new("erase-other-record")));
            }
        }
        if of.iter().any(|(_, profile)| profile.is_some()) {
            people.push(other);
        }
    }
    Ok(people)
}

/// The best openings for a registered person, explained; kept with what they were made of.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn matches(ctx: &Ctx, app: &App, id: SeekerId, k: usize) -> Result<crate::fit::Fit, Error> {
    let (seeker, profile) = read(ctx, app, UseCase::ReadMatch, id).await?;
    leave(ctx, app, vec![seeker.person], Purpose::Match).await?;
    let profile = profile.ok_or(Error::NotFound)?;
    let fit = crate::fit::of_profile(ctx, app, Some(&seeker), &profile, k).await?;
    crate::suggestion::keep_list(ctx, app, &seeker, &fit).await?;
    Ok(fit)
}

pub(crate) async fn read(
    ctx: &Ctx,
    app: &App,
    use_case: UseCase,
    id: SeekerId,
) -> Result<(Seeker, Option<Profile>), Error> {
    let found = store::seeker::find(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let (seeker, profile) = found.ok_or(Error::NotFound)?;
    // Whether such a person exists is itself confidential.
    let stands = relation_of_one(ctx, app, &seeker, profile.as_ref()).await?;
    if authorise(&ctx.actor, use_case, stands).is_err() {
        refused(ctx, app, seeker.person, use_case).await?;
        return Err(Error::NotFound);
    }
    why::asked(ctx, app, &seeker, profile.as_ref()).await?;
    Ok((seeker, profile))
}

/// Notes that somebody tried to see or change a record that they may not see.
async fn refused(ctx: &Ctx, app: &App, person: PersonId, use_case: UseCase) -> Result<(), Error> {
    app.write(ctx, move |tx, ctx| {
        let purpose = Purpose::refused(use_case);
        Box::pin(async move { store::look::insert_refused(tx, &ctx, &[person], purpose).await })
    })
    .await
}

/// Writes a registration with what follows from its state: what is due next, pairs that may be one person,
/// and, once it has ended, the end of its plan and of its referrals.
pub(crate) async fn save(
    ctx: &Ctx,
    app: &App,
    seeker: Seeker,
    profile: Profile,
    verb: &'static str,
) -> Result<(), Error> {
    save_all(ctx, app, vec![(seeker, profile)], verb).await
}

/// The same for several at once: all of them or none.
pub(crate) async fn save_all(
    ctx: &Ctx,
    app: &App,
    changed: Vec<(Seeker, Profile)>,
    verb: &'static str,
) -> Result<(), Error> {
    let mut all = Vec::with_capacity(changed.len());
    for (mut seeker, profile) in changed {
        seeker.updated_at = ctx.now;
        drop_stranger(ctx, app, &mut seeker, &profile).await?;
        seeker.due = seeker.next_due(app.city.reminders());
        let ended = !running(&seeker.state);
        let plans = if ended { live_plans(ctx, app, &seeker).await? } else { Vec::new() };
        all.push((seeker, profile, ended, plans));
    }
    let clocks = app.city.reminders().clone();
    app.write(ctx, move |tx, ctx| {
        let (all, clocks) = (all.clone(), clocks.clone());
        Box::pin(async move {
            for (seeker, profile, ended, plans) in &all {
                store::seeker::update(tx, &ctx, verb, seeker, profile).await?;
                store::merge::suggest(tx, &ctx, seeker, profile, false).await?;
                for (plan, words) in plans {
                    store::action_plan::update(tx, &ctx, "end", plan, words).await?;
                }
                if seeker.state.name() == StateName::Deceased {
                    // Whoever holds the link or the cookie is not the person.
                    store::person::delete_links(tx, &ctx, seeker.person).await?;
                    store::session::delete_of(tx, &ctx, seeker.person).await?;
                }
                if *ended {
                    crate::referral::withdraw_of_person(tx, &ctx, &clocks, seeker.person).await?;
                }
            }
            Ok(())
        })
    })
    .await
}

/// Whether a registration still looks for work, or may again by one tap.
pub(crate) fn running(state: &State) -> bool {
    matches!(state, State::Draft | State::Submitted { .. } | State::Active { .. } | State::Expired { .. })
}

/// Plans of a registration that still run, as they are when it ends now.
async fn live_plans(ctx: &Ctx, app: &App, seeker: &Seeker) -> Result<Vec<(ActionPlan, Words)>, Error> {
    let plans =
        store::action_plan::of_person(&app.store, ctx.tenant, seeker.person).await.map_err(crate::fault)?;
    let live = plans.into_iter().filter(|(plan, _)| plan.seeker == seeker.id && plan.ended_at.is_none());
    let ended = |plan: ActionPlan| ActionPlan { ended_at: Some(ctx.now), updated_at: ctx.now, ..plan };
    Ok(live.filter_map(|(plan, words)| words.map(|words| (ended(plan), words))).collect())
}

/// Until when a registration that begins or goes on today is valid (직업안정법 시행규칙 §2).
pub(crate) fn valid_until(ctx: &Ctx, app: &App) -> Date {
    domain::opening::valid_until(ctx.today(), app.city.reminders().seeker_validity_months)
}

/// Refuses whom the law lets register only with what they have not brought, however they came in.
pub(crate) fn of_age(ctx: &Ctx, profile: &Profile) -> Result<(), Message> {
    let why = domain::law::registration_refusals(profile, ctx.today()).into_iter().next();
    why.map_or(Ok(()), |(_, why)| Err(why))
}

/// Submits and accepts in one go.
pub(crate) fn accepted(ctx: &Ctx, app: &App, state: State, profile: &Profile) -> Result<State, Message> {
    of_age(ctx, profile)?;
    state.submit(ctx.now, &profile.missing())?.accept(ctx.now, ctx.today(), valid_until(ctx, app))
}
