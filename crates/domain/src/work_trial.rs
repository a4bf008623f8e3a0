//! A work trial (직장체험·일경험): somebody tries a work for some days by an agreement that the person, the employer and
//! whoever guides them (a centre or a school) sign, and the guardian of a minor. It is no job and counts in a unit of its own.
//!
//! Days and states only: what was agreed is in [`Terms`] and only ever ciphertext under the person's key. It must not know
//! who may sign for whom.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Ctx;
use crate::id::{CohortId, EmployerId, OrganisationId, PersonId, SeekerId, WorkTrialId};
use crate::message::Message;

mod limit;
mod state;
mod terms;

pub use limit::{Limit, LimitTable};
pub use state::{BreakReason, Party, Signature, State, StateName, Tally, Way};
pub use terms::{Insurance, Terms, WorkSign};

/// An agreement without its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkTrial {
    /// Its id.
    pub id: WorkTrialId,
    /// Who tries the work.
    pub who: Who,
    /// What it is between whom and when.
    pub frame: Frame,
    /// The day since which it reads as it does: nobody signed it before.
    pub written_on: Date,
    /// Where it stands.
    pub state: State,
    /// What happened to it, oldest first.
    pub history: Vec<Event>,
    /// Rises by one with every accepted change.
    pub version: i64,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// Between whom and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frame {
    /// Where the work is tried.
    pub employer: EmployerId,
    /// The centre or school that guides it.
    pub organisation: Option<OrganisationId>,
    /// The cohort of a programme that it belongs to.
    pub cohort: Option<CohortId>,
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
    /// Whether the person binds themselves with their guardian only.
    pub minor: bool,
}

/// Who tries the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "who", rename_all = "snake_case")]
pub enum Who {
    /// A person.
    Known {
        /// Which; name of the key under which the terms are sealed.
        person: PersonId,
        /// Under which registration.
        seeker: SeekerId,
    },
    /// Nobody can say any more; the trial is still counted.
    Erased {
        /// When the person was erased.
        at: Timestamp,
    },
}

/// Something that happened to an agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// The state it came to.
    pub state: StateName,
    /// When.
    pub at: Timestamp,
    /// By whom, if a person.
    pub by: Option<PersonId>,
    /// Who signed, where somebody did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed: Option<Party>,
    /// How many signatures a change made void.
    #[serde(default)]
    pub voided: usize,
}

impl WorkTrial {
    /// Writes one for somebody; nobody has signed it yet.
    pub fn draft(ctx: &Ctx, (person, seeker): (PersonId, SeekerId), frame: Frame) -> Self {
        let (at, by) = (ctx.now, ctx.actor.person);
        Self {
            id: ctx.id(),
            who: Who::Known { person, seeker },
            frame,
            written_on: ctx.today(),
            state: State::Drafted,
            history: vec![Event { state: StateName::Drafted, at, by, signed: None, voided: 0 }],
            version: 1,
            updated_at: at,
        }
    }

    /// The person, unless erased.
    pub fn person(&self) -> Option<PersonId> {
        match self.who {
            Who::Known { person, .. } => Some(person),
            Who::Erased { .. } => None,
        }
    }

    /// Their registration, unless erased.
    pub fn seeker(&self) -> Option<SeekerId> {
        match self.who {
            Who::Known { seeker, .. } => Some(seeker),
            Who::Erased { .. } => None,
        }
    }

    /// Whose signatures it needs, in the order of the paper.
    pub fn parties(&self) -> Vec<Party> {
        let guardian = self.frame.minor.then_some(Party::Guardian);
        [Party::Person, Party::Employer, Party::Guide].into_iter().chain(guardian).collect()
    }

    /// Whether a party must still sign it.
    pub fn awaits(&self, party: Party) -> bool {
        let open = matches!(self.state, State::Drafted | State::PartlySigned { .. });
        open && self.parties().contains(&party) && !self.state.is_signed_by(party)
    }

    fn to(mut self, ctx: &Ctx, state: State, signed: Option<Party>, voided: usize) -> Self {
        let (at, by) = (ctx.now, ctx.actor.person);
        self.history.push(Event { state: state.name(), at, by, signed, voided });
        (self.state, self.updated_at) = (state, at);
        self
    }

    /// Changes what is agreed before it begins. Whoever had signed must sign what it reads now.
    ///
    /// # Errors
    /// `work-trial-step-refused` once it has begun.
    pub fn amend(mut self, ctx: &Ctx, frame: Frame) -> Result<Self, Message> {
        if !matches!(self.state, State::Drafted | State::PartlySigned { .. } | State::Agreed { .. }) {
            return Err(self.state.refused("amend"));
        }
        let voided = self.state.signatures().len();
        (self.frame, self.written_on) = (frame, ctx.today());
        Ok(self.to(ctx, State::Drafted, None, voided))
    }

    /// A party signs it as it reads now; with the last one it is agreed.
    ///
    /// # Errors
    /// `work-trial-step-refused` once it is agreed or over; `work-trial-not-asked` of somebody whose signature it does not
    /// need; `work-trial-signed` by them already; `work-trial-signed-outside` for a day before it read so or to come.
    pub fn sign(self, ctx: &Ctx, party: Party, on: Date, way: Way) -> Result<Self, Message> {
        if !matches!(self.state, State::Drafted | State::PartlySigned { .. }) {
            return Err(self.state.refused("sign"));
        }
        let named = |code: &'static str| Message::new(code).with("party", party.message());
        if !self.parties().contains(&party) {
            return Err(named("work-trial-not-asked"));
        }
        if self.state.is_signed_by(party) {
            return Err(named("work-trial-signed"));
        }
        if on < self.written_on || on > ctx.today() {
            let outside = Message::new("work-trial-signed-outside").with("from", self.written_on.to_string());
            return Err(outside.with("until", ctx.today().to_string()));
        }
        let mut by = self.state.signatures().to_vec();
        by.push(Signature { party, on, way, at: ctx.now, by: ctx.actor.person });
        let whole = self.parties().iter().all(|party| by.iter().any(|one| one.party == *party));
        let state = if whole { State::Agreed { at: ctx.now, by } } else { State::PartlySigned { by } };
        Ok(self.to(ctx, state, Some(party), 0))
    }

    /// It begins.
    ///
    /// # Errors
    /// `work-trial-step-refused` unless everybody signed; `work-trial-begins-later`.
    pub fn start(self, ctx: &Ctx) -> Result<Self, Message> {
        let State::Agreed { by, .. } = &self.state else { return Err(self.state.refused("start")) };
        if ctx.today() < self.frame.from {
            return Err(Message::new("work-trial-begins-later").with("day", self.frame.from.to_string()));
        }
        let state = State::Running { since: self.frame.from, by: by.clone() };
        Ok(self.to(ctx, state, None, 0))
    }

    /// It was done to its last day.
    ///
    /// # Errors
    /// `work-trial-step-refused` unless it goes on; `work-trial-ends-later`.
    pub fn complete(self, ctx: &Ctx) -> Result<Self, Message> {
        let State::Running { by, .. } = &self.state else { return Err(self.state.refused("complete")) };
        if ctx.today() < self.frame.until {
            return Err(Message::new("work-trial-ends-later").with("day", self.frame.until.to_string()));
        }
        let state = State::Completed { on: self.frame.until, by: by.clone() };
        Ok(self.to(ctx, state, None, 0))
    }

    /// It is broken off, or does not come about.
    ///
    /// # Errors
    /// `work-trial-step-refused` once it is over; `work-trial-day-outside` for a day to come, or before it began.
    pub fn break_off(self, ctx: &Ctx, on: Date, reason: BreakReason) -> Result<Self, Message> {
        if self.state.is_over() {
            return Err(self.state.refused("break_off"));
        }
        let early = matches!(self.state, State::Running { since, .. } if on < since);
        if early || on > ctx.today() {
            return Err(Message::new("work-trial-day-outside"));
        }
        let by = self.state.signatures().to_vec();
        Ok(self.to(ctx, State::BrokenOff { on, reason, by }, None, 0))
    }

    /// Forgets who it is. What was not over ends here; what is over stays as it ended.
    pub fn erase(self, ctx: &Ctx) -> Self {
        let own = self.person();
        let mut erased = match self.state.is_over() {
            true => Self { updated_at: ctx.now, ..self },
            false => {
                let by = self.state.signatures().to_vec();
                let state = State::BrokenOff { on: ctx.today(), reason: BreakReason::Erased, by };
                self.to(ctx, state, None, 0)
            }
        };
        // Steps that they took themselves name them, too.
        erased.history.iter_mut().filter(|event| event.by == own).for_each(|event| event.by = None);
        erased.state.forget(own);
        erased.frame.minor = false;
        erased.who = Who::Erased { at: ctx.now };
        erased
    }
}
