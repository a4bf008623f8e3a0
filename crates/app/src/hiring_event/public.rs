//! What everybody reads of events: before the day the openings that will be there and the times that are free, afterwards what came
//! of it, with small numbers hidden. It must not know who comes.

use std::cmp::Reverse;

use domain::Ctx;
use domain::hiring_event::{HiringEvent, Slots, State};
use domain::id::{HiringEventId, OrganisationId};
use domain::interview::StateName;
use domain::policy::{Relation, UseCase, authorise};

use super::{outcome, staff};
use crate::opening::Listed;
use crate::satisfaction::Published;
use crate::{App, Error};

/// An event as everybody reads it.
#[derive(Debug, Clone)]
pub struct Page {
    /// The event.
    pub event: HiringEvent,
    /// The body that holds it; empty where none is named.
    pub host: String,
    /// Bodies that help.
    pub supporters: Vec<String>,
    /// Its dong; empty where none is named.
    pub area: String,
    /// The booths.
    pub stands: Vec<Stand>,
    /// What came of it, once it is over.
    pub figures: Option<Figures>,
    /// How it was for those who talked to an employer, once they were asked.
    pub satisfaction: Option<Published>,
}

/// A booth.
#[derive(Debug, Clone)]
pub struct Stand {
    /// Its number.
    pub number: u16,
    /// Who.
    pub employer: String,
    /// Their openings that are open now.
    pub openings: Vec<Listed>,
    /// How many more were brought that are not open any more.
    pub gone: usize,
    /// When a slot begins that is still free, and for how many; none once the event is over.
    pub free: Vec<(u16, usize)>,
}

/// Counts as everybody may read them; `None` where so few are meant that one might know who.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    /// Different visitors.
    pub visitors: Option<u32>,
    /// Talks that were held.
    pub held: Option<u32>,
    /// Those invited again.
    pub second_round: Option<u32>,
    /// Those who did not come.
    pub no_show: Option<u32>,
    /// Talks without a result.
    pub unsettled: Option<u32>,
    /// Hires that the ledger confirms.
    pub confirmed: Option<u32>,
    /// Different people who worked at it, by rosters that count.
    pub workers: Option<u32>,
    /// Their days, which are no people (CR-12).
    pub worker_days: Option<u32>,
    /// Openings that were there.
    pub openings: u32,
    /// Of these, filled by now, however they were.
    pub filled: u32,
    /// What is fewer than this is hidden.
    pub least: i64,
}

/// Events to come or going on that everybody may read of, the earliest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn upcoming(ctx: &Ctx, app: &App) -> Result<Vec<HiringEvent>, Error> {
    let mut all = published(ctx, app).await?;
    all.retain(|event| !event.is_past(ctx.today()));
    all.sort_by_key(|event| (event.on, event.slots.from_min, event.id));
    Ok(all)
}

/// Events that everybody may read of and that are over or called off, the latest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn past(ctx: &Ctx, app: &App) -> Result<Vec<HiringEvent>, Error> {
    let mut all = published(ctx, app).await?;
    all.retain(|event| event.is_past(ctx.today()));
    all.sort_by_key(|event| Reverse((event.on, event.slots.from_min, event.id)));
    Ok(all)
}

async fn published(ctx: &Ctx, app: &App) -> Result<Vec<HiringEvent>, Error> {
    authorise(&ctx.actor, UseCase::ReadPublic, Relation::default())?;
    let mut all: Vec<HiringEvent> = store::record::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    all.retain(|event| event.state.is_public());
    Ok(all)
}

/// An event that everybody may read of.
///
/// # Errors
/// [`Error::NotFound`], also while it is being prepared.
pub(crate) async fn event(ctx: &Ctx, app: &App, id: HiringEventId) -> Result<HiringEvent, Error> {
    let found = store::record::find::<HiringEvent>(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    found.filter(|event| event.state.is_public()).ok_or(Error::NotFound)
}

/// One of them, whole.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn page(ctx: &Ctx, app: &App, id: HiringEventId) -> Result<Page, Error> {
    authorise(&ctx.actor, UseCase::ReadPublic, Relation::default())?;
    let event = event(ctx, app, id).await?;
    let bodies = store::organisation::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let name = |id: &OrganisationId| bodies.iter().find(|body| body.id == *id).map(|body| body.name.clone());
    let area = event.area.as_ref().map(|code| app.city.areas().name(code).to_owned());
    let figures = figures(ctx, app, &event).await?;
    let satisfaction = match figures {
        Some(_) => Some(crate::satisfaction::of_event(ctx, app, id).await?).filter(|told| told.asked > 0),
        None => None,
    };
    Ok(Page {
        host: event.host.as_ref().and_then(name).unwrap_or_default(),
        supporters: event.supporters.iter().filter_map(name).collect(),
        area: area.unwrap_or_default(),
        stands: stands(ctx, app, &event).await?,
        figures,
        satisfaction,
        event,
    })
}

async fn stands(ctx: &Ctx, app: &App, event: &HiringEvent) -> Result<Vec<Stand>, Error> {
    let (store, tenant) = (&app.store, ctx.tenant);
    let booked = store::interview::booked(store, tenant, event.id).await.map_err(crate::fault)?;
    let open = event.state.takes_people();
    let ahead = |start: &u16| {
        open && Slots::instant(event.on, *start, &ctx.zone).is_some_and(|begins| begins >= ctx.now)
    };
    let mut stands = Vec::with_capacity(event.booths.len());
    for booth in &event.booths {
        let employer = store::employer::get(store, tenant, booth.employer).await.map_err(crate::fault)?;
        let openings: Vec<Listed> = app.projection.with(|state| {
            let entries = booth.openings.iter().filter_map(|id| state.openings.get(id));
            entries.map(|entry| Listed::new(entry, ctx, None)).collect()
        });
        let seats = usize::from(booth.interviewers);
        let left =
            |start: u16| seats.saturating_sub(booked.get(&(booth.number, start)).copied().unwrap_or(0));
        let free = event.slots.starts().filter(ahead).map(|start| (start, left(start)));
        stands.push(Stand {
            number: booth.number,
            employer: employer.name,
            gone: booth.openings.len() - openings.len(),
            free: free.filter(|(_, left)| *left > 0).collect(),
            openings,
        });
    }
    Ok(stands)
}

/// What came of an event, once it is over and was held.
async fn figures(ctx: &Ctx, app: &App, event: &HiringEvent) -> Result<Option<Figures>, Error> {
    let over = match event.state {
        State::Held { .. } => event.on < ctx.today(),
        State::Closed { .. } => true,
        State::Planned | State::Published { .. } | State::Cancelled { .. } => false,
    };
    if !over {
        return Ok(None);
    }
    let told = outcome::of(ctx, app, event).await?;
    let least = app.city.ledger().least_shown;
    let worked = staff::of(ctx, app, event).await?.board.worked;
    let count = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
    let (workers, days) = (count(worked.persons.value()), count(worked.days.value()));
    let shown = |n: u32| Some(n).filter(|n| *n == 0 || i64::from(*n) >= least);
    Ok(Some(Figures {
        visitors: shown(told.tally.visitors),
        held: shown(told.tally.held),
        second_round: shown(told.tally.now(StateName::SecondRound)),
        no_show: shown(told.tally.now(StateName::NoShow)),
        unsettled: shown(told.tally.unsettled),
        confirmed: shown(told.confirmed),
        workers: shown(workers),
        // Days of few people tell of them, too.
        worker_days: shown(workers).map(|_| days),
        openings: told.openings,
        filled: told.filled,
        least,
    }))
}
