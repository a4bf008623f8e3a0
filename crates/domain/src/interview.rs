//! One talk at a hiring event: booked for a time or waited for with a number, arrived, called, held, and what came of it. It
//! stays open until it has a result.
//!
//! It must not know how a hire gets into the ledger: it only points there.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Ctx;
use crate::hiring_event::{self, HiringEvent};
use crate::id::{HiringEventId, InterviewId, OpeningId, PersonId, SeekerId};
use crate::message::Message;
use crate::reminder::days_after;

mod queue;
mod state;

pub use queue::queue;
pub use state::{Outcome, State, StateName};

/// An interview.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interview {
    /// Its id.
    pub id: InterviewId,
    /// At which event.
    pub event: HiringEventId,
    /// At which booth.
    pub booth: u16,
    /// For which opening; whoever comes with a number may leave it open.
    pub opening: Option<OpeningId>,
    /// Booked, or with a number.
    pub way: Way,
    /// Who.
    pub who: Who,
    /// Where it stands.
    pub state: State,
    /// From which day somebody must ask what came of it.
    pub due_on: Option<Date>,
    /// Rises by one with every accepted change.
    pub version: i64,
    /// When it was booked or the number given out.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// How somebody came by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "way", rename_all = "snake_case")]
pub enum Way {
    /// For a slot.
    Booked {
        /// When the slot begins, in minutes after midnight.
        slot_min: u16,
    },
    /// With a number.
    WalkIn {
        /// Which.
        ticket: u32,
    },
}

/// Who talks to the employer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "who", rename_all = "snake_case")]
pub enum Who {
    /// A registered person.
    Registered {
        /// Which.
        person: PersonId,
        /// Their registration.
        seeker: SeekerId,
    },
    /// Whoever holds the number.
    Unnamed,
    /// Nobody can say any more; the talk is still counted.
    Erased {
        /// When the person was erased.
        at: Timestamp,
        /// The first of their talks at this event, so that one visitor stays one.
        first: InterviewId,
    },
}

impl Interview {
    /// A registered person books a time at the booth of an opening, where so many have booked already.
    ///
    /// # Errors
    /// `interview-not-taken`; `interview-opening-away`; `interview-slot-unknown`; `interview-slot-past`;
    /// `interview-slot-full`.
    pub fn book(
        ctx: &Ctx,
        event: &HiringEvent,
        (opening, slot_min): (OpeningId, u16),
        (person, seeker): (PersonId, SeekerId),
        booked: usize,
    ) -> Result<Self, Message> {
        if !event.state.takes_people() {
            return Err(Message::new("interview-not-taken"));
        }
        let booth = event.booth_of(opening).ok_or_else(|| Message::new("interview-opening-away"))?;
        if !event.slots.contains(slot_min) {
            return Err(Message::new("interview-slot-unknown"));
        }
        let begins = hiring_event::Slots::instant(event.on, slot_min, &ctx.zone);
        if begins.is_none_or(|begins| begins < ctx.now) {
            return Err(Message::new("interview-slot-past"));
        }
        if booked >= usize::from(booth.interviewers) {
            return Err(Message::new("interview-slot-full"));
        }
        let who = Who::Registered { person, seeker };
        Ok(Self::begin(
            ctx,
            event,
            booth.number,
            (Some(opening), Way::Booked { slot_min }, who),
            State::Booked,
        ))
    }

    /// Somebody waits at a booth with a number.
    ///
    /// # Errors
    /// `interview-not-held` unless the doors are open; `interview-booth-unknown`.
    pub fn walk_in(ctx: &Ctx, event: &HiringEvent, booth: u16, ticket: u32) -> Result<Self, Message> {
        if !matches!(event.state, hiring_event::State::Held { .. }) {
            return Err(Message::new("interview-not-held"));
        }
        let booth = event.booth(booth).ok_or_else(|| Message::new("interview-booth-unknown"))?;
        let way = Way::WalkIn { ticket };
        let arrived = State::Arrived { at: ctx.now };
        Ok(Self::begin(ctx, event, booth.number, (None, way, Who::Unnamed), arrived))
    }

    fn begin(
        ctx: &Ctx,
        event: &HiringEvent,
        booth: u16,
        (opening, way, who): (Option<OpeningId>, Way, Who),
        state: State,
    ) -> Self {
        let (id, event, due_on) = (ctx.id(), event.id, Some(days_after(event.on, 1)));
        let (created_at, updated_at) = (ctx.now, ctx.now);
        Self { id, event, booth, opening, way, who, state, due_on, version: 1, created_at, updated_at }
    }

    /// The person, if registered and not erased.
    pub fn person(&self) -> Option<PersonId> {
        match self.who {
            Who::Registered { person, .. } => Some(person),
            Who::Unnamed | Who::Erased { .. } => None,
        }
    }

    /// The registration of the person.
    pub fn seeker(&self) -> Option<SeekerId> {
        match self.who {
            Who::Registered { seeker, .. } => Some(seeker),
            Who::Unnamed | Who::Erased { .. } => None,
        }
    }

    /// When the slot begins, of whoever booked.
    pub fn slot_min(&self) -> Option<u16> {
        match self.way {
            Way::Booked { slot_min } => Some(slot_min),
            Way::WalkIn { .. } => None,
        }
    }

    /// The number, of whoever holds one.
    pub fn ticket(&self) -> Option<u32> {
        match self.way {
            Way::WalkIn { ticket } => Some(ticket),
            Way::Booked { .. } => None,
        }
    }

    /// Takes a step; the day of asking goes with it.
    ///
    /// # Errors
    /// What the step refuses.
    pub fn step(
        self,
        at: Timestamp,
        step: impl FnOnce(State) -> Result<State, Message>,
    ) -> Result<Self, Message> {
        let state = step(self.state)?;
        let due_on = match &state {
            State::SecondRound { by, .. } => Some(*by),
            State::Ended { .. } => None,
            _ => self.due_on,
        };
        Ok(Self { state, due_on, updated_at: at, ..self })
    }

    /// Says who came with a number, once that is known.
    ///
    /// # Errors
    /// `interview-step-refused` once it has ended; `interview-named` for whoever is known.
    pub fn name(self, at: Timestamp, person: PersonId, seeker: SeekerId) -> Result<Self, Message> {
        if matches!(self.state, State::Ended { .. }) {
            return Err(self.state.refused("name"));
        }
        if self.who != Who::Unnamed {
            return Err(Message::new("interview-named"));
        }
        Ok(Self { who: Who::Registered { person, seeker }, updated_at: at, ..self })
    }

    /// Forgets who it is; what has not ended is taken back. `first` is the first of their talks at this event.
    pub fn erase(self, at: Timestamp, first: InterviewId) -> Self {
        let state = self.state.erase(at);
        let due_on = self.due_on.filter(|_| !matches!(state, State::Ended { .. }));
        Self { state, due_on, who: Who::Erased { at, first }, updated_at: at, ..self }
    }
}

/// How many of these do not fit an event as it is now: their booth, opening or slot is gone, or seats fewer than they are.
pub fn stranded(event: &HiringEvent, all: &[Interview]) -> usize {
    let mut seats: BTreeMap<(u16, u16), usize> = BTreeMap::new();
    let live = all.iter().filter(|one| !matches!(one.state, State::Ended { .. }));
    live.filter(|one| {
        let Some(booth) = event.booth(one.booth) else { return true };
        let away = one.opening.is_some_and(|opening| !booth.openings.contains(&opening));
        let Some(slot_min) = one.slot_min() else { return away };
        let taken = seats.entry((one.booth, slot_min)).or_default();
        *taken += 1;
        away || !event.slots.contains(slot_min) || *taken > usize::from(booth.interviewers)
    })
    .count()
}

/// What an event came to, without people. Hires are told by employers: what the ledger knows of them stands beside, and the two
/// are never one sum.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tally {
    /// All talks that were booked or waited for.
    pub interviews: u32,
    /// Different visitors who came.
    pub visitors: u32,
    /// Talks that were held.
    pub held: u32,
    /// Those without a result.
    pub unsettled: u32,
    /// By the present state.
    pub states: BTreeMap<StateName, u32>,
}

impl Tally {
    /// Of these interviews of one event.
    pub fn of<'a>(all: impl IntoIterator<Item = &'a Interview>) -> Self {
        let (mut tally, mut people, mut tickets, mut gone) =
            (Self::default(), BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for one in all {
            tally.interviews += 1;
            tally.held += u32::from(one.state.was_held());
            tally.unsettled += u32::from(!one.state.has_result());
            *tally.states.entry(one.state.name()).or_default() += 1;
            if one.state.came() {
                match (one.who, one.way) {
                    (Who::Registered { person, .. }, _) => people.insert(person),
                    (Who::Erased { first, .. }, _) => gone.insert(first),
                    (Who::Unnamed, Way::WalkIn { ticket }) => tickets.insert(ticket),
                    (Who::Unnamed, Way::Booked { .. }) => false,
                };
            }
        }
        let came = people.len() + tickets.len() + gone.len();
        tally.visitors = u32::try_from(came).unwrap_or(u32::MAX);
        tally
    }

    /// How many are in a state now.
    pub fn now(&self, state: StateName) -> u32 {
        self.states.get(&state).copied().unwrap_or(0)
    }
}
