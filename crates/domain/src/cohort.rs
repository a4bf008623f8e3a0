//! One run of a programme (기수): its seats, its days, by which published criteria people are chosen, and where it stands.
//!
//! Seats are places of an [`escrow::Pool`](crate::escrow::Pool), so that a machine without a network gives out none
//! twice. It must not know who takes part: that is [`crate::enrolment`].

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::enrolment::{self, Enrolment};
use crate::escrow::Pool;
use crate::id::{CohortId, NodeId, OrganisationId, PersonId};
use crate::message::Message;
use crate::segment::SegmentCode;
use crate::support_program::{ProgramId, Verdict, VersionId};
use crate::work_time::DailyHours;

mod due;
mod outcome;
mod select;
mod session;

pub use outcome::{EMPLOYED_MONTHS, Employment, EmploymentName};
pub use select::{Applicant, Queued, Seed, Selection, WaitReason, select};
pub use session::{Session, SessionState};

/// A cohort.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cohort {
    /// Its id.
    pub id: CohortId,
    /// Of which programme.
    pub program: ProgramId,
    /// By which version of its rules people are judged and carried through.
    pub program_version: VersionId,
    /// Which body runs it.
    pub organisation: Option<OrganisationId>,
    /// Which run of the programme, counted on.
    pub number: u32,
    /// Its seats: taken by who was selected, enrolled or completed.
    pub seats: Pool,
    /// Last day on which people may apply; `None` for as long as it recruits.
    #[serde(default)]
    pub apply_until: Option<Date>,
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
    /// What happens when and where, by time.
    pub sessions: Vec<Session>,
    /// By what people are chosen, the weightiest first. Published before anybody applies.
    pub criteria: Vec<Criterion>,
    /// When somebody has completed it.
    pub completion: Completion,
    /// Where it stands.
    pub state: State,
    /// Rises by one with every accepted change.
    pub version: i64,
    /// When it was planned.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// By what people are chosen. Who is equal by all of them is drawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Criterion {
    /// Who is in one of these segments comes first.
    Priority {
        /// Which.
        of: Vec<SegmentCode>,
    },
    /// Who has more points comes first (심사·면접 점수).
    Score,
    /// Who applied earlier comes first (선착순).
    FirstCome,
    /// By lot, from a published seed (추첨).
    Draw,
}

/// When somebody has completed a cohort.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Completion {
    /// After so many hundredths of the hours that were held.
    Hours {
        /// At least; 80 is usual.
        least_percent: u8,
    },
    /// Who stays to the last day.
    Stayed,
}

/// Where a cohort stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    /// Being prepared.
    Planned,
    /// People may apply.
    Recruiting {
        /// Since when.
        since: Timestamp,
    },
    /// People were chosen.
    Selected {
        /// When.
        at: Timestamp,
        /// From which the lots were drawn.
        seed: Seed,
    },
    /// It goes on.
    Running {
        /// Since when.
        since: Timestamp,
        /// From which the lots were drawn.
        seed: Seed,
    },
    /// It is over.
    Completed {
        /// When it was closed.
        at: Timestamp,
        /// From which the lots were drawn, where that was kept.
        #[serde(default)]
        seed: Option<Seed>,
    },
    /// It does not take place.
    Cancelled {
        /// When.
        at: Timestamp,
        /// Why.
        reason: CancelReason,
    },
}

words! {
    /// A state without its data.
    #[allow(missing_docs, reason = "each is documented at `State`")]
    pub enum StateName {
        Planned,
        Recruiting,
        Selected,
        Running,
        Completed,
        Cancelled,
    }
}

words! {
    /// Why a cohort does not take place.
    pub enum CancelReason {
        /// Too few applied.
        TooFew,
        /// Nobody to lead it.
        NoInstructor,
        /// No money for it.
        NoFunds,
        /// An emergency: weather, illness, disaster.
        Emergency,
        /// Entered by mistake.
        EnteredWrong,
    }
}

impl State {
    /// The state's name.
    pub fn name(&self) -> StateName {
        match self {
            Self::Planned => StateName::Planned,
            Self::Recruiting { .. } => StateName::Recruiting,
            Self::Selected { .. } => StateName::Selected,
            Self::Running { .. } => StateName::Running,
            Self::Completed { .. } => StateName::Completed,
            Self::Cancelled { .. } => StateName::Cancelled,
        }
    }

    /// Whether nothing more happens.
    pub fn is_over(&self) -> bool {
        matches!(self, Self::Completed { .. } | Self::Cancelled { .. })
    }

    /// From which the lots were drawn, once people were chosen.
    pub fn seed(&self) -> Option<&Seed> {
        match self {
            Self::Selected { seed, .. } | Self::Running { seed, .. } => Some(seed),
            Self::Completed { seed, .. } => seed.as_ref(),
            Self::Planned | Self::Recruiting { .. } | Self::Cancelled { .. } => None,
        }
    }

    /// People may apply.
    ///
    /// # Errors
    /// `cohort-step-refused`.
    pub fn recruit(self, since: Timestamp) -> Result<Self, Message> {
        match self {
            Self::Planned => Ok(Self::Recruiting { since }),
            other => Err(other.refuse("recruit")),
        }
    }

    /// People were chosen.
    ///
    /// # Errors
    /// `cohort-step-refused`.
    pub fn chosen(self, at: Timestamp, seed: Seed) -> Result<Self, Message> {
        match self {
            Self::Recruiting { .. } => Ok(Self::Selected { at, seed }),
            other => Err(other.refuse("choose")),
        }
    }

    /// It begins.
    ///
    /// # Errors
    /// `cohort-step-refused`.
    pub fn start(self, since: Timestamp) -> Result<Self, Message> {
        match self {
            Self::Selected { seed, .. } => Ok(Self::Running { since, seed }),
            other => Err(other.refuse("start")),
        }
    }

    /// It does not take place, or not to its end.
    ///
    /// # Errors
    /// `cohort-step-refused`.
    pub fn cancel(self, at: Timestamp, reason: CancelReason) -> Result<Self, Message> {
        if self.is_over() {
            return Err(self.refuse("cancel"));
        }
        Ok(Self::Cancelled { at, reason })
    }

    fn refuse(&self, step: &'static str) -> Message {
        Message::new("cohort-step-refused")
            .with("state", Message::word("cohort-state", self.name().into()))
            .with("step", Message::word("cohort-step", step))
    }
}

impl Cohort {
    /// What is missing or does not fit before people may apply: no seats, no criteria, days the wrong way round, applying
    /// beyond the first day, a session outside of the days or at the time of another, a percentage beyond a hundred.
    pub fn faults(&self) -> Vec<Message> {
        let percent = match self.completion {
            Completion::Hours { least_percent } => least_percent,
            Completion::Stayed => 100,
        };
        let found = [
            (self.seats.capacity == 0, Message::new("cohort-no-seats")),
            (self.criteria.is_empty(), Message::new("cohort-no-criteria")),
            (self.until < self.from, Message::new("cohort-days-turned")),
            (self.apply_until.is_some_and(|last| last > self.from), Message::new("cohort-apply-late")),
            (!(1..=100).contains(&percent), Message::new("cohort-percent-outside")),
        ];
        let found = found.into_iter().filter_map(|(applies, what)| applies.then_some(what));
        found.chain(session::faults(&self.sessions, self.from, self.until)).collect()
    }

    /// Whether people may apply on a day.
    pub fn takes_on(&self, day: Date) -> bool {
        matches!(self.state, State::Recruiting { .. }) && self.apply_until.is_none_or(|last| day <= last)
    }

    /// Closes it. Everybody must have come to an end.
    ///
    /// # Errors
    /// `cohort-step-refused`; `cohort-enrolments-open` with how many.
    pub fn complete(&self, at: Timestamp, enrolments: &[Enrolment]) -> Result<State, Message> {
        let open = enrolments.iter().filter(|one| one.state.is_live()).count();
        match self.state {
            State::Running { .. } if open > 0 => {
                Err(Message::new("cohort-enrolments-open").with("open", open))
            }
            State::Running { ref seed, .. } => Ok(State::Completed { at, seed: Some(seed.clone()) }),
            ref other => Err(other.refuse("complete")),
        }
    }

    /// Changes how many seats there are.
    ///
    /// # Errors
    /// `cohort-step-refused` once it is over; `cohort-seats-below-enrolled` with how many are taken or with machines.
    pub fn resize(&mut self, seats: u32) -> Result<(), Message> {
        if self.state.is_over() {
            return Err(self.state.refuse("resize"));
        }
        let (taken, out) = (self.seats.taken, self.seats.out());
        self.seats
            .resize(seats)
            .map_err(|_| Message::new("cohort-seats-below-enrolled").with("taken", taken).with("out", out))
    }

    /// Takes a seat, or frees one, as somebody goes from one state to another.
    ///
    /// # Errors
    /// `cohort-full` when all are taken, or with machines.
    pub fn seat(&mut self, before: &enrolment::State, after: &enrolment::State) -> Result<(), Message> {
        match (before.holds_seat(), after.holds_seat()) {
            (false, true) => {
                let out = self.seats.out();
                self.seats.take().map_err(|_| Message::new("cohort-full").with("out", out))
            }
            (true, false) => {
                self.seats.undo();
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Gives a free seat to whoever waits longest, in the order that was published. `None` when nobody waits.
    ///
    /// # Errors
    /// `cohort-step-refused` before people were chosen and once it is over; `cohort-full`.
    pub fn promote(
        &mut self,
        enrolments: &[Enrolment],
        at: Timestamp,
        by: Option<PersonId>,
    ) -> Result<Option<Enrolment>, Message> {
        if !matches!(self.state, State::Selected { .. } | State::Running { .. }) {
            return Err(self.state.refuse("promote"));
        }
        let Some(next) = enrolment::waiting(enrolments).first().map(|next| (*next).clone()) else {
            return Ok(None);
        };
        let before = next.state.clone();
        let promoted = next.promote(at, by)?;
        self.seat(&before, &promoted.state)?;
        Ok(Some(promoted))
    }

    /// Whether people may apply: while it recruits; on a machine also as long as a seat is left there that it may give out.
    pub fn takes_applications(&self, node: Option<NodeId>) -> bool {
        match self.state {
            State::Recruiting { .. } => true,
            State::Selected { .. } | State::Running { .. } => node.is_some_and(|node| self.here(node) > 0),
            State::Planned | State::Completed { .. } | State::Cancelled { .. } => false,
        }
    }

    /// Lends a machine seats to be given out on the spot. Nobody may be passed over by that: either whoever comes first is first
    /// by what was published, or people were chosen and nobody waits.
    ///
    /// # Errors
    /// `cohort-lend-refused`; `escrow-too-many` with how many are free.
    pub fn lend(&mut self, node: NodeId, seats: u32, enrolments: &[Enrolment]) -> Result<(), Message> {
        let fair = match self.state {
            State::Recruiting { .. } => matches!(self.criteria.first(), Some(Criterion::FirstCome)),
            State::Selected { .. } | State::Running { .. } => enrolment::waiting(enrolments).is_empty(),
            State::Planned | State::Completed { .. } | State::Cancelled { .. } => false,
        };
        if !fair {
            return Err(Message::new("cohort-lend-refused"));
        }
        self.seats.lend(node, seats)
    }

    /// Seats that a machine may still give out.
    pub fn here(&self, node: NodeId) -> u32 {
        self.seats.lent.get(&node).map_or(0, |lent| lent.left())
    }

    /// Gives somebody who applied one of the seats that a machine was lent, on the spot.
    ///
    /// # Errors
    /// `cohort-step-refused` once it is over; `cohort-none-here`; `cohort-not-eligible-yet` for whoever is not known to be eligible;
    /// `enrolment-step-refused` for whoever was decided about.
    pub fn seat_here(
        &mut self,
        node: NodeId,
        (one, verdict): (Enrolment, &Verdict),
        at: Timestamp,
        by: Option<PersonId>,
    ) -> Result<Enrolment, Message> {
        if self.state.is_over() {
            return Err(self.state.refuse("seat"));
        }
        if !matches!(verdict, Verdict::Eligible) {
            return Err(Message::new("cohort-not-eligible-yet"));
        }
        if self.here(node) == 0 {
            return Err(Message::new("cohort-none-here"));
        }
        let seated = one.select(at, by)?;
        self.seats.take_by(node)?;
        Ok(seated)
    }

    /// What becomes of an application that comes home once people were chosen: a seat that is free and for which nobody waits, else
    /// the last place of the waiting list; refused, as at the choice, unless they are known to be eligible.
    ///
    /// # Errors
    /// `enrolment-step-refused` for whoever was decided about.
    pub fn late(
        &mut self,
        (one, verdict): (Enrolment, &Verdict),
        enrolments: &[Enrolment],
        at: Timestamp,
    ) -> Result<(&'static str, Enrolment), Message> {
        if !matches!(verdict, Verdict::Eligible) {
            return Ok(("refuse", one.refuse(Vec::new(), at, None)?));
        }
        let last = enrolment::waiting(enrolments).last().and_then(|last| match last.state {
            enrolment::State::Waiting { place, .. } => Some(place),
            _ => None,
        });
        if last.is_none() && self.seats.free() > 0 {
            let before = one.state.clone();
            let chosen = one.select(at, None)?;
            self.seat(&before, &chosen.state)?;
            return Ok(("select", chosen));
        }
        let queued = Queued {
            enrolment: one.id,
            place: last.unwrap_or(0).saturating_add(1),
            reason: WaitReason::FirstCome,
        };
        Ok(("wait", one.wait(queued, at, None)?))
    }

    /// The session of a number.
    pub fn session(&self, nth: u32) -> Option<&Session> {
        self.sessions.iter().find(|session| session.nth == nth)
    }

    /// Adds a session under the next number.
    ///
    /// # Errors
    /// `cohort-step-refused` once it is over; what does not fit about it, see [`Cohort::faults`].
    pub fn add_session(&mut self, on: Date, hours: DailyHours, room: String) -> Result<u32, Message> {
        if self.state.is_over() {
            return Err(self.state.refuse("add_session"));
        }
        let nth = self.sessions.iter().map(|session| session.nth).max().unwrap_or(0) + 1;
        let mut sessions = self.sessions.clone();
        sessions.push(Session { nth, on, hours, room, state: SessionState::Planned });
        if let Some(wrong) = session::faults(&sessions, self.from, self.until).into_iter().next() {
            return Err(wrong);
        }
        sessions.sort_by_key(|session| (session.on, session.hours.start_min));
        self.sessions = sessions;
        Ok(nth)
    }

    /// A session does not take place. What was noted about it counts no more.
    ///
    /// # Errors
    /// `cohort-session-unknown`; `cohort-session-cancelled` when it is already.
    pub fn cancel_session(&mut self, nth: u32, at: Timestamp, why: String) -> Result<(), Message> {
        let session = self.sessions.iter_mut().find(|session| session.nth == nth);
        let session = session.ok_or_else(|| Message::new("cohort-session-unknown").with("nth", nth))?;
        if session.is_cancelled() {
            return Err(Message::new("cohort-session-cancelled").with("nth", nth));
        }
        session.state = SessionState::Cancelled { at, why };
        Ok(())
    }
}
