//! Talks at hiring events: booked for oneself or for somebody, waited for with a number, called, and what came of them. Each step
//! holds the head of the log and reads there what it rests on: no slot holds more than it has seats, and nobody is at two booths at
//! one time.
//!
//! It must not know what an event needs to be held: that is [`crate::hiring_event`].

mod settle;
mod show;

use domain::Ctx;
use domain::hiring_event::{FIRST_FROM_PHONE, HiringEvent, read_ticket};
use domain::id::{HiringEventId, InterviewId, OpeningId, SeekerId};
use domain::interview::{Interview, Outcome, State, queue};
use domain::message::Message;
use domain::policy::{Relation, UseCase, authorise};
use domain::seeker::Seeker;
use store::Tx;

use crate::error::Stop;
use crate::hiring_event::{held, minded};
use crate::session::too_many;
use crate::{App, Error};

pub use settle::{Answer, settle};
pub use show::{Call, Line, Row, Ticket, calls, lines, mine, of_seeker, rows, ticket};
pub(crate) use show::{of_everyone, rows_for};

/// Numbers that one address takes before the brake holds; many at a fair share one.
const FROM_ADDRESS: usize = 200;
/// The last number that four digits hold.
const LAST_TICKET: u32 = 9_999;

/// A time that somebody books.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// For which opening.
    pub opening: OpeningId,
    /// When the slot begins, in minutes after midnight.
    pub slot_min: u16,
}

/// Books times for somebody, all or none; a person may meet several employers.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] for a slot that is full, over or unknown, and when they are elsewhere at that time or
/// have one at that booth already.
pub async fn book(
    ctx: &Ctx,
    app: &App,
    (event, seeker): (HiringEventId, SeekerId),
    choices: Vec<Choice>,
) -> Result<Vec<InterviewId>, Error> {
    let (seeker, profile) = crate::seeker::read(ctx, app, UseCase::BookInterview, seeker).await?;
    profile.ok_or(Error::NotFound)?;
    app.decide(ctx, move |tx, ctx| {
        let (choices, seeker) = (choices.clone(), seeker.clone());
        Box::pin(async move {
            let event = held(tx, &ctx, event).await?;
            let mut known = store::interview::of_everyone_in(tx, &ctx, seeker.person).await?;
            let mut made = Vec::new();
            for choice in choices {
                let one = booked(tx, &ctx, (&event, &seeker), choice).await?;
                apart(tx, &ctx, (&event, &one), &known).await?;
                store::interview::insert(tx, &ctx, &one).await?;
                made.push(one.id);
                known.push(one);
            }
            Ok(made)
        })
    })
    .await
}

/// Books a time for oneself.
///
/// # Errors
/// As [`book`]; [`Error::Conflict`] without a registration.
pub async fn book_own(
    ctx: &Ctx,
    app: &App,
    event: HiringEventId,
    choice: Choice,
) -> Result<InterviewId, Error> {
    let own = Relation { person: ctx.actor.person, ..Relation::default() };
    authorise(&ctx.actor, UseCase::BookInterview, own)?;
    let person = ctx.actor.person.ok_or(Error::NotFound)?;
    let seeker = crate::seeker::latest(ctx, app, person).await?;
    let seeker = seeker.ok_or_else(|| Error::Conflict(Message::new("interview-needs-registration")))?;
    let made = book(ctx, app, (event, seeker.id), vec![choice]).await?;
    made.into_iter().next().ok_or(Error::NotFound)
}

async fn booked(
    tx: &mut Tx,
    ctx: &Ctx,
    (event, seeker): (&HiringEvent, &Seeker),
    choice: Choice,
) -> Result<Interview, Stop> {
    let booth = event.booth_of(choice.opening).map_or(0, |booth| booth.number);
    let taken = store::interview::in_slot(tx, ctx, (event.id, booth, choice.slot_min)).await?;
    let who = (seeker.person, seeker.id);
    Ok(Interview::book(ctx, event, (choice.opening, choice.slot_min), who, taken)?)
}

/// Refuses a time at which the person is elsewhere, here or at another event of the day, and a second one at a booth.
async fn apart(
    tx: &mut Tx,
    ctx: &Ctx,
    (event, one): (&HiringEvent, &Interview),
    known: &[Interview],
) -> Result<(), Stop> {
    let Some(start) = one.slot_min() else { return Ok(()) };
    for other in known.iter().filter(|other| !matches!(other.state, State::Ended { .. })) {
        if (other.event, other.booth) == (one.event, one.booth) {
            return Err(Message::new("interview-booth-twice").into());
        }
        let Some(begins) = other.slot_min() else { continue };
        let there = match other.event == event.id {
            true => Some(event.clone()),
            false => store::record::find_in::<HiringEvent>(tx, ctx, other.event).await?,
        };
        let Some(there) = there.filter(|there| there.on == event.on) else { continue };
        let apart = start >= begins.saturating_add(there.slots.length_min)
            || begins >= start.saturating_add(event.slots.length_min);
        if !apart {
            return Err(Message::new("interview-same-time").into());
        }
    }
    Ok(())
}

/// Takes back what was booked, before its time comes.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] once they came, it ended, or its time has come.
pub async fn withdraw(ctx: &Ctx, app: &App, id: InterviewId) -> Result<(), Error> {
    let one = theirs(ctx, app, id).await?;
    let event = one.event;
    app.decide(ctx, move |tx, ctx| {
        Box::pin(async move {
            let event = held(tx, &ctx, event).await?;
            let one = now(tx, &ctx, id).await?;
            let begins = one
                .slot_min()
                .and_then(|slot_min| domain::hiring_event::Slots::instant(event.on, slot_min, &ctx.zone));
            if one.state != State::Booked || begins.is_none_or(|begins| begins <= ctx.now) {
                return Err(Message::new("interview-too-late").into());
            }
            let gone = one.step(ctx.now, |state| state.end(ctx.now, Outcome::Withdrawn))?;
            store::interview::update(tx, &ctx, "withdraw", &gone).await?;
            Ok(())
        })
    })
    .await
}

/// An interview, for whoever minds the event, looks after the person or is the person.
async fn theirs(ctx: &Ctx, app: &App, id: InterviewId) -> Result<Interview, Error> {
    let one = find(ctx, app, id).await?;
    if minded(ctx, app, one.event).await.is_ok() {
        return Ok(one);
    }
    let seeker = one.seeker().ok_or(Error::NotFound)?;
    crate::seeker::read(ctx, app, UseCase::BookInterview, seeker).await?;
    Ok(one)
}

async fn find(ctx: &Ctx, app: &App, id: InterviewId) -> Result<Interview, Error> {
    let found = store::interview::find(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    found.ok_or(Error::NotFound)
}

/// Within a transaction: an interview as it is now.
async fn now(tx: &mut Tx, ctx: &Ctx, id: InterviewId) -> Result<Interview, Stop> {
    Ok(store::interview::find_in(tx, ctx, id).await?.ok_or(store::Error::NotFound)?)
}

/// Takes a number for a booth from one's own telephone; who it is is not asked. `from` is the address it comes from, for the brake.
///
/// # Errors
/// [`Error::TooMany`]; [`Error::NotFound`]; [`Error::Conflict`] unless the doors are open, once its day is over, or when all
/// numbers are given out.
pub async fn join(
    ctx: &Ctx,
    app: &App,
    (event, booth): (HiringEventId, u16),
    from: &str,
) -> Result<u32, Error> {
    authorise(&ctx.actor, UseCase::JoinEvent, Relation::default())?;
    crate::hiring_event::event(ctx, app, event).await?;
    let key = format!("event-join|{from}");
    if app.brake.held(&key, FROM_ADDRESS, ctx.now) {
        return Err(too_many("interview-join-too-many"));
    }
    app.brake.failed(key, ctx.now);
    app.decide(ctx, move |tx, ctx| {
        Box::pin(async move {
            let event = held(tx, &ctx, event).await?;
            if event.awaits_results(ctx.today()) {
                return Err(Message::new("interview-day-over").with("day", event.on.to_string()).into());
            }
            let last = store::interview::last_ticket(tx, &ctx, event.id).await?;
            let number = FIRST_FROM_PHONE.max(last + 1);
            if number > LAST_TICKET {
                return Err(Message::new("interview-numbers-out").into());
            }
            let one = Interview::walk_in(&ctx, &event, booth, number)?;
            store::interview::insert(tx, &ctx, &one).await?;
            Ok(number)
        })
    })
    .await
}

/// Puts the number of a paper strip into the queue of a booth, as it was keyed at the desk. One paper serves at several booths.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] at `ticket` and `booth`; [`Error::Conflict`] unless the doors are open.
pub async fn admit(
    ctx: &Ctx,
    app: &App,
    (event, booth): (HiringEventId, u16),
    keyed: &str,
) -> Result<InterviewId, Error> {
    let event = minded(ctx, app, event).await?.id;
    let ticket = read_ticket(keyed).map_err(|why| Error::field("ticket", why))?;
    app.decide(ctx, move |tx, ctx| {
        Box::pin(async move {
            let event = held(tx, &ctx, event).await?;
            let known = store::interview::of_ticket_in(tx, &ctx, (event.id, ticket)).await?;
            if ticket >= FIRST_FROM_PHONE && known.is_empty() {
                return Err(Error::field("ticket", Message::new("ticket-mistyped")).into());
            }
            if known.iter().any(|one| one.booth == booth && !one.state.has_result()) {
                return Err(Error::field("ticket", Message::new("ticket-waits-already")).into());
            }
            let one = Interview::walk_in(&ctx, &event, booth, ticket).map_err(|why| {
                crate::record::at(Error::Conflict(why), &[("interview-booth-unknown", "booth")])
            })?;
            store::interview::insert(tx, &ctx, &one).await?;
            Ok(one.id)
        })
    })
    .await
}

/// Somebody who booked came.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] unless they had booked and the doors are open.
pub async fn arrive(ctx: &Ctx, app: &App, id: InterviewId) -> Result<(), Error> {
    step(ctx, app, id, "arrive", |one, ctx| one.step(ctx.now, |state| state.arrive(ctx.now))).await
}

/// Somebody is called once more, or before their turn.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] unless they wait or were called.
pub async fn call(ctx: &Ctx, app: &App, id: InterviewId) -> Result<(), Error> {
    step(ctx, app, id, "call", |one, ctx| one.step(ctx.now, |state| state.call(ctx.now))).await
}

/// The talk was held; what comes of it is awaited.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] unless they came.
pub async fn interviewed(ctx: &Ctx, app: &App, id: InterviewId) -> Result<(), Error> {
    step(ctx, app, id, "interview", |one, ctx| one.step(ctx.now, |state| state.interviewed(ctx.now))).await
}

/// Says who came with a number, so that a hire of theirs is counted.
///
/// # Errors
/// [`Error::NotFound`], also for somebody whom who asks may not know; [`Error::Conflict`] when it ended or is known.
pub async fn name(ctx: &Ctx, app: &App, id: InterviewId, seeker: SeekerId) -> Result<(), Error> {
    let (seeker, profile) = crate::seeker::read(ctx, app, UseCase::BookInterview, seeker).await?;
    profile.ok_or(Error::NotFound)?;
    let (person, seeker) = (seeker.person, seeker.id);
    step(ctx, app, id, "name", move |one, ctx| one.name(ctx.now, person, seeker)).await
}

/// The same by the number of their registration, as it is keyed at the booth.
///
/// # Errors
/// As [`name`]; [`Error::Conflict`] for a number that nobody has whom who asks may know.
pub async fn name_by_number(ctx: &Ctx, app: &App, id: InterviewId, number: &str) -> Result<(), Error> {
    let scope = domain::policy::scope(&ctx.actor, UseCase::BookInterview);
    let number = number.trim().to_uppercase();
    let found = store::seeker::numbered(&app.store, ctx.tenant, scope, &number, None, 2, 0).await;
    let (found, _) = found.map_err(crate::fault)?;
    let one = found.into_iter().find(|(seeker, _)| seeker.number == number);
    let (seeker, _) = one.ok_or_else(|| Error::Conflict(Message::new("interview-nobody-so")))?;
    name(ctx, app, id, seeker.id).await
}

/// Calls whoever is next at a booth. `None` when nobody waits.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] unless the doors are open.
pub async fn call_next(
    ctx: &Ctx,
    app: &App,
    (event, booth): (HiringEventId, u16),
) -> Result<Option<InterviewId>, Error> {
    minded(ctx, app, event).await?;
    app.decide(ctx, move |tx, ctx| {
        Box::pin(async move {
            let event = held(tx, &ctx, event).await?;
            let all = store::interview::of_booth_in(tx, &ctx, (event.id, booth)).await?;
            let Some(next) = queue(&all, booth, minute(&ctx)).first().map(|next| (*next).clone()) else {
                return Ok(None);
            };
            doors(&event)?;
            let called = next.step(ctx.now, |state| state.call(ctx.now))?;
            store::interview::update(tx, &ctx, "call", &called).await?;
            Ok(Some(called.id))
        })
    })
    .await
}

/// Minutes after midnight now.
fn minute(ctx: &Ctx) -> u16 {
    let time = ctx.zone.to_datetime(ctx.now).time();
    u16::from(time.hour().unsigned_abs()) * 60 + u16::from(time.minute().unsigned_abs())
}

/// Refuses while the doors are not open.
fn doors(event: &HiringEvent) -> Result<(), Message> {
    match event.state {
        domain::hiring_event::State::Held { .. } => Ok(()),
        _ => Err(Message::new("interview-doors")),
    }
}

/// Takes a step with an interview while the doors are open.
async fn step<F>(ctx: &Ctx, app: &App, id: InterviewId, verb: &'static str, step: F) -> Result<(), Error>
where
    F: Fn(Interview, &Ctx) -> Result<Interview, Message> + Clone + Send + Sync + 'static,
{
    let event = minded(ctx, app, find(ctx, app, id).await?.event).await?.id;
    app.decide(ctx, move |tx, ctx| {
        let step = step.clone();
        Box::pin(async move {
            doors(&held(tx, &ctx, event).await?)?;
            let next = step(now(tx, &ctx, id).await?, &ctx)?;
            store::interview::update(tx, &ctx, verb, &next).await?;
            Ok(())
        })
    })
    .await
}
