//! Who waits where: for those who mind an event with the names that they may know, for everybody as numbers only, for a person
//! their own.

use std::collections::BTreeMap;

use domain::Ctx;
use domain::hiring_event::{HiringEvent, read_ticket};
use domain::id::{HiringEventId, InterviewId, PersonId, SeekerId};
use domain::interview::{Interview, State, StateName, Way, queue};
use domain::look::Purpose;
use domain::policy::{Relation, UseCase, authorise};
use jiff::civil::Date;

use super::minute;
use crate::hiring_event::{event as public_event, relation};
use crate::{App, Error};

/// Most talks without a result of which a day is told.
const MOST_DUE: usize = 1_000;
/// How many are named as next on a screen.
const NEXT: usize = 3;

/// A talk as those who mind the event see it.
#[derive(Debug, Clone)]
pub struct Row {
    /// The talk.
    pub interview: Interview,
    /// The person's name; empty for whoever is not registered or not theirs to know.
    pub name: String,
}

/// How a booth stands, in numbers only.
#[derive(Debug, Clone)]
pub struct Line {
    /// Which booth.
    pub booth: u16,
    /// Whose it is.
    pub employer: String,
    /// Who was called and talks or comes, the last called first.
    pub called: Vec<(InterviewId, Way)>,
    /// Who is next.
    pub next: Vec<Way>,
    /// How many wait.
    pub waiting: usize,
}

/// How somebody with a number stands at a booth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket {
    /// Which booth.
    pub booth: u16,
    /// Whose it is.
    pub employer: String,
    /// Where their talk stands.
    pub state: StateName,
    /// How many are called before them.
    pub before: usize,
    /// About how many minutes that takes.
    pub minutes: u32,
}

/// An employer to ask what came of talks.
#[derive(Debug, Clone)]
pub struct Call {
    /// At which event.
    pub event: HiringEvent,
    /// At which booth.
    pub booth: u16,
    /// Since when.
    pub since: Date,
    /// Of how many talks.
    pub open: usize,
}

/// Everybody of a booth, in order of booking and coming; names for those only who mind the event.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn rows(ctx: &Ctx, app: &App, at: (HiringEventId, u16)) -> Result<Vec<Row>, Error> {
    rows_for(ctx, app, at, Purpose::List).await
}

/// The same for a purpose.
///
/// # Errors
/// [`Error::NotFound`].
pub(crate) async fn rows_for(
    ctx: &Ctx,
    app: &App,
    at: (HiringEventId, u16),
    purpose: Purpose,
) -> Result<Vec<Row>, Error> {
    let event: HiringEvent = crate::record::get(ctx, app, UseCase::ReadEvent, at.0).await?;
    let minds = authorise(&ctx.actor, UseCase::MindEvent, relation(&event)).is_ok();
    let (store, tenant) = (&app.store, ctx.tenant);
    let (mut rows, mut seen) = (Vec::new(), Vec::new());
    for interview in store::interview::of_booth(store, tenant, at).await.map_err(crate::fault)? {
        let name = match interview.seeker() {
            Some(seeker) if minds => name(ctx, app, seeker).await?,
            _ => None,
        };
        seen.extend(interview.person().filter(|_| name.is_some()));
        rows.push(Row { interview, name: name.unwrap_or_default() });
    }
    crate::look::leave(ctx, app, seen, purpose).await?;
    Ok(rows)
}

/// The name of somebody whom who asks may know.
async fn name(ctx: &Ctx, app: &App, seeker: SeekerId) -> Result<Option<String>, Error> {
    let found = store::seeker::find(&app.store, ctx.tenant, seeker).await.map_err(crate::fault)?;
    let Some((seeker, Some(profile))) = found else { return Ok(None) };
    let stands = crate::seeker::relation_of_one(ctx, app, &seeker, Some(&profile)).await?;
    Ok(authorise(&ctx.actor, UseCase::ReadSeeker, stands).is_ok().then_some(profile.name))
}

/// How each booth of an event stands, for a screen that everybody sees.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn lines(ctx: &Ctx, app: &App, event: HiringEventId) -> Result<(HiringEvent, Vec<Line>), Error> {
    authorise(&ctx.actor, UseCase::ReadPublic, Relation::default())?;
    let event = public_event(ctx, app, event).await?;
    let (store, tenant) = (&app.store, ctx.tenant);
    let all = store::interview::present(store, tenant, event.id).await.map_err(crate::fault)?;
    let mut lines = Vec::with_capacity(event.booths.len());
    for booth in &event.booths {
        let mut called: Vec<_> = all
            .iter()
            .filter(|one| one.booth == booth.number)
            .filter_map(|one| match one.state {
                State::Called { at } => Some((at, one.id, one.way)),
                _ => None,
            })
            .collect();
        called.sort_by_key(|(at, id, _)| std::cmp::Reverse((*at, *id)));
        let waiting = queue(&all, booth.number, minute(ctx));
        let employer = store::employer::get(store, tenant, booth.employer).await.map_err(crate::fault)?;
        lines.push(Line {
            booth: booth.number,
            employer: employer.name,
            called: called.into_iter().map(|(_, id, way)| (id, way)).collect(),
            next: waiting.iter().take(NEXT).map(|one| one.way).collect(),
            waiting: waiting.len(),
        });
    }
    Ok((event, lines))
}

/// How somebody with a number stands, at each booth where they wait or waited.
///
/// # Errors
/// [`Error::NotFound`], also for a number that nobody holds.
pub async fn ticket(
    ctx: &Ctx,
    app: &App,
    event: HiringEventId,
    typed: &str,
) -> Result<(HiringEvent, u32, Vec<Ticket>), Error> {
    authorise(&ctx.actor, UseCase::JoinEvent, Relation::default())?;
    let event = public_event(ctx, app, event).await?;
    let number = read_ticket(typed).map_err(|_| Error::NotFound)?;
    let (store, tenant) = (&app.store, ctx.tenant);
    let held = store::interview::of_ticket(store, tenant, (event.id, number)).await.map_err(crate::fault)?;
    if held.is_empty() {
        return Err(Error::NotFound);
    }
    let all = store::interview::present(store, tenant, event.id).await.map_err(crate::fault)?;
    let mut tickets = Vec::with_capacity(held.len());
    for one in held {
        let waiting = queue(&all, one.booth, minute(ctx));
        let before = waiting.iter().position(|other| other.id == one.id).unwrap_or(0);
        let Some(booth) = event.booth(one.booth) else { continue };
        let employer = store::employer::get(store, tenant, booth.employer).await.map_err(crate::fault)?;
        tickets.push(Ticket {
            booth: one.booth,
            employer: employer.name,
            state: one.state.name(),
            before,
            minutes: event.slots.wait_min(before, booth.interviewers),
        });
    }
    Ok((event, number, tickets))
}

/// One's own talks with their events, the next first.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn mine(ctx: &Ctx, app: &App) -> Result<Vec<(Interview, HiringEvent)>, Error> {
    let own = Relation { person: ctx.actor.person, ..Relation::default() };
    authorise(&ctx.actor, UseCase::ReadOwn, own)?;
    let person = ctx.actor.person.ok_or(Error::NotFound)?;
    let all = of_everyone(ctx, app, person).await?;
    with_events(ctx, app, all).await
}

/// The talks of a person under whichever of their ids, with their events.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn of_seeker(ctx: &Ctx, app: &App, id: SeekerId) -> Result<Vec<(Interview, HiringEvent)>, Error> {
    let (seeker, _) = crate::seeker::read(ctx, app, UseCase::BookInterview, id).await?;
    crate::look::leave(ctx, app, vec![seeker.person], Purpose::Read).await?;
    let all = of_everyone(ctx, app, seeker.person).await?;
    with_events(ctx, app, all).await
}

async fn with_events(
    ctx: &Ctx,
    app: &App,
    all: Vec<Interview>,
) -> Result<Vec<(Interview, HiringEvent)>, Error> {
    let mut found = Vec::with_capacity(all.len());
    for one in all {
        let event = store::record::find::<HiringEvent>(&app.store, ctx.tenant, one.event).await;
        found.extend(event.map_err(crate::fault)?.map(|event| (one, event)));
    }
    found.sort_by_key(|(one, event)| (event.on, one.slot_min(), one.id));
    Ok(found)
}

pub(crate) async fn of_everyone(ctx: &Ctx, app: &App, person: PersonId) -> Result<Vec<Interview>, Error> {
    let (store, tenant, mut all) = (&app.store, ctx.tenant, Vec::new());
    for same in store::merge::same_as(store, tenant, person).await.map_err(crate::fault)? {
        all.extend(store::interview::of_person(store, tenant, same).await.map_err(crate::fault)?);
    }
    Ok(all)
}

/// Employers who have not said what came of talks, the longest due first: booths, no people.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn calls(ctx: &Ctx, app: &App) -> Result<Vec<Call>, Error> {
    let own = Relation { organisation: ctx.actor.organisation, ..Relation::default() };
    authorise(&ctx.actor, UseCase::MindEvent, own)?;
    let (store, tenant) = (&app.store, ctx.tenant);
    let due = store::interview::due(store, tenant, ctx.today(), MOST_DUE).await.map_err(crate::fault)?;
    let mut booths: BTreeMap<(HiringEventId, u16), (Date, usize)> = BTreeMap::new();
    for one in due {
        let since = one.due_on.unwrap_or(ctx.today());
        let known = booths.entry((one.event, one.booth)).or_insert((since, 0));
        *known = (known.0.min(since), known.1 + 1);
    }
    let mut calls = Vec::with_capacity(booths.len());
    for ((event, booth), (since, open)) in booths {
        let found = store::record::find::<HiringEvent>(store, tenant, event).await.map_err(crate::fault)?;
        calls.extend(found.map(|event| Call { event, booth, since, open }));
    }
    calls.sort_by_key(|call| (call.since, call.event.id, call.booth));
    Ok(calls)
}
