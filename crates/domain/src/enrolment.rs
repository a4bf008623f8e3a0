//! One person's part in a cohort: applied, selected or waiting, enrolled, and how it ended; which sessions they attended.
//! Dates and states only, so that it stays counted when the person is erased.
//!
//! It must not know how people are chosen: that is [`crate::cohort`].

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::cohort::{Cohort, Queued, WaitReason};
use crate::id::{CohortId, EnrolmentId, NodeId, PersonId};
use crate::message::Message;
use crate::support_program::{Past, ProgramId, SupportProgram, VersionId};

mod application;
mod attendance;
mod state;

pub use application::Application;
pub use attendance::{Hours, Mark, Presence, PresenceName, Shown, attended};
pub use state::{DropReason, State, StateName};

/// An enrolment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolment {
    /// Its id.
    pub id: EnrolmentId,
    /// In which cohort.
    pub cohort: CohortId,
    /// Of which programme.
    pub program: ProgramId,
    /// The version of the rules under which they applied; it holds for them to the end.
    pub program_version: VersionId,
    /// Who.
    pub who: Who,
    /// When they applied.
    pub applied_at: Timestamp,
    /// Where it stands.
    pub state: State,
    /// What was noted of each session, by its number.
    #[serde(default)]
    pub attendance: BTreeMap<u32, Mark>,
    /// What happened to it, oldest first.
    pub history: Vec<Event>,
    /// Rises by one with every accepted change.
    pub version: i64,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// Who takes part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "who", rename_all = "snake_case")]
pub enum Who {
    /// A person.
    Known {
        /// Which.
        person: PersonId,
    },
    /// Nobody can say any more; the part is still counted.
    Erased {
        /// When the person was erased.
        at: Timestamp,
    },
}

/// Something that happened to an enrolment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// The state it came to.
    pub state: StateName,
    /// When.
    pub at: Timestamp,
    /// By whom, if a person.
    pub by: Option<PersonId>,
    /// From which place of the waiting list, for who was taken from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promoted_from: Option<u32>,
}

impl Event {
    /// Of a step from one state to another.
    pub fn between(before: &State, after: &State, at: Timestamp, by: Option<PersonId>) -> Self {
        let promoted_from = match (before, after) {
            (State::Waiting { place, .. }, State::Selected { .. }) => Some(*place),
            _ => None,
        };
        Self { state: after.name(), at, by, promoted_from }
    }
}

/// The id of a person's part in a cohort. It follows from both, so that whoever applies at two places which do not hear of each
/// other has one part.
fn id_of(cohort: CohortId, person: PersonId) -> EnrolmentId {
    let hash: [u8; 32] =
        Sha256::new().chain_update(cohort.0.as_bytes()).chain_update(person.0.as_bytes()).finalize().into();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    EnrolmentId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

impl Enrolment {
    /// Somebody applies.
    ///
    /// # Errors
    /// `enrolment-not-recruiting` while nobody may apply; `enrolment-apply-over` after the last day of applying.
    pub fn apply(
        ctx: &crate::Ctx,
        cohort: &Cohort,
        person: PersonId,
        by: Option<PersonId>,
    ) -> Result<Self, Message> {
        Self::apply_at(ctx, cohort, person, by, None)
    }

    /// The same, on a machine if that is said: there also once people were chosen, while a seat is left of those that it was lent.
    ///
    /// # Errors
    /// `enrolment-not-recruiting` while nobody may apply.
    pub fn apply_at(
        ctx: &crate::Ctx,
        cohort: &Cohort,
        person: PersonId,
        by: Option<PersonId>,
        node: Option<NodeId>,
    ) -> Result<Self, Message> {
        if !cohort.takes_applications(node) {
            return Err(Message::new("enrolment-not-recruiting"));
        }
        let recruits = matches!(cohort.state, crate::cohort::State::Recruiting { .. });
        if let Some(last) = cohort.apply_until.filter(|_| recruits && !cohort.takes_on(ctx.today())) {
            return Err(Message::new("enrolment-apply-over").with("day", last.to_string()));
        }
        Ok(Self {
            id: id_of(cohort.id, person),
            cohort: cohort.id,
            program: cohort.program.clone(),
            program_version: cohort.program_version.clone(),
            who: Who::Known { person },
            applied_at: ctx.now,
            state: State::Applied,
            attendance: BTreeMap::new(),
            history: vec![Event { state: StateName::Applied, at: ctx.now, by, promoted_from: None }],
            version: 1,
            updated_at: ctx.now,
        })
    }

    /// Whether they were ever chosen: whoever runs the cohort meets them.
    pub fn was_chosen(&self) -> bool {
        self.state.holds_seat() || self.history.iter().any(|event| event.state == StateName::Selected)
    }

    /// The person, unless erased.
    pub fn person(&self) -> Option<PersonId> {
        match self.who {
            Who::Known { person } => Some(person),
            Who::Erased { .. } => None,
        }
    }

    /// Goes on to another state, which is logged.
    fn to(mut self, state: State, at: Timestamp, by: Option<PersonId>) -> Self {
        let event = Event::between(&self.state, &state, at, by);
        self.history.push(event);
        (self.state, self.updated_at) = (state, at);
        self
    }

    /// Cannot take part.
    ///
    /// # Errors
    /// `enrolment-step-refused`.
    pub fn refuse(self, reasons: Vec<Message>, at: Timestamp, by: Option<PersonId>) -> Result<Self, Message> {
        let state = self.state.clone().refuse(reasons, at)?;
        Ok(self.to(state, at, by))
    }

    /// Something was told that was not so: whoever could not take part may apply again, until people are chosen.
    #[must_use]
    pub fn reconsider(self, at: Timestamp, by: Option<PersonId>) -> Self {
        match self.state {
            State::Refused { .. } => self.to(State::Applied, at, by),
            _ => self,
        }
    }

    /// Was chosen.
    ///
    /// # Errors
    /// `enrolment-step-refused`.
    pub fn select(self, at: Timestamp, by: Option<PersonId>) -> Result<Self, Message> {
        let state = self.state.clone().select(at)?;
        Ok(self.to(state, at, by))
    }

    /// Waits.
    ///
    /// # Errors
    /// `enrolment-step-refused`.
    pub fn wait(self, queued: Queued, at: Timestamp, by: Option<PersonId>) -> Result<Self, Message> {
        let state = self.state.clone().wait(queued.place, queued.reason, at)?;
        Ok(self.to(state, at, by))
    }

    /// Is taken from the waiting list; the place from which is kept. [`Cohort::promote`] says whose turn it is.
    ///
    /// # Errors
    /// `enrolment-step-refused`.
    pub fn promote(self, at: Timestamp, by: Option<PersonId>) -> Result<Self, Message> {
        let state = self.state.clone().promote(at)?;
        Ok(self.to(state, at, by))
    }

    /// Came and takes part.
    ///
    /// # Errors
    /// `enrolment-step-refused`.
    pub fn enrol(self, at: Timestamp, by: Option<PersonId>) -> Result<Self, Message> {
        let state = self.state.clone().enrol(at)?;
        Ok(self.to(state, at, by))
    }

    /// Did not come.
    ///
    /// # Errors
    /// `enrolment-step-refused`.
    pub fn no_show(self, at: Timestamp, by: Option<PersonId>) -> Result<Self, Message> {
        let state = self.state.clone().no_show(at)?;
        Ok(self.to(state, at, by))
    }

    /// Takes the application back, before it begins.
    ///
    /// # Errors
    /// `enrolment-step-refused`.
    pub fn withdraw(self, at: Timestamp, by: Option<PersonId>) -> Result<Self, Message> {
        let state = self.state.clone().withdraw(at)?;
        Ok(self.to(state, at, by))
    }

    /// Leaves before the end.
    ///
    /// # Errors
    /// `enrolment-step-refused`.
    pub fn drop_out(
        self,
        on: Date,
        reason: DropReason,
        at: Timestamp,
        by: Option<PersonId>,
    ) -> Result<Self, Message> {
        let state = self.state.clone().drop_out(on, reason)?;
        Ok(self.to(state, at, by))
    }

    /// Comes to the end: completed by the cohort's rule, or dropped out for too few hours.
    ///
    /// # Errors
    /// `enrolment-step-refused`; `enrolment-attendance-open` with how many sessions nobody noted anything of.
    pub fn finish(self, cohort: &Cohort, at: Timestamp, by: Option<PersonId>) -> Result<Self, Message> {
        let unmarked = cohort.sessions.iter().filter(|one| !one.is_cancelled());
        let open = unmarked.filter(|one| !self.attendance.contains_key(&one.nth)).count();
        let hours = attended(&self.attendance, &cohort.sessions);
        let state = self.state.clone().finish(cohort.completion, hours, cohort.until, at)?;
        if open > 0 && matches!(cohort.completion, crate::cohort::Completion::Hours { .. }) {
            return Err(Message::new("enrolment-attendance-open").with("open", open));
        }
        Ok(self.to(state, at, by))
    }

    /// Notes how somebody attended a session; a second note replaces the first.
    ///
    /// # Errors
    /// `enrolment-step-refused` unless they take part; `cohort-session-unknown`; `cohort-session-cancelled`;
    /// `enrolment-session-ahead`; `enrolment-late-too-long`; `attendance-unsupported` (CR-19).
    pub fn mark(mut self, cohort: &Cohort, nth: u32, mark: Mark, today: Date) -> Result<Self, Message> {
        if !matches!(self.state, State::Enrolled { .. }) {
            return Err(self.state.refused("mark"));
        }
        let session =
            cohort.session(nth).ok_or_else(|| Message::new("cohort-session-unknown").with("nth", nth))?;
        mark.check(session, today)?;
        self.attendance.insert(nth, mark);
        self.updated_at = mark.at;
        Ok(self)
    }

    /// Forgets who it is. Whoever had not begun is taken back, whoever takes part leaves; what is over stays as it ended.
    pub fn erase(self, on: Date, at: Timestamp) -> Self {
        let state = self.state.clone().erase(on, at);
        let moved = state.name() != self.state.name();
        let mut erased =
            if moved { self.to(state, at, None) } else { Self { state, updated_at: at, ..self } };
        let own = erased.person();
        // Steps that they took themselves name them, too.
        for event in erased.history.iter_mut().filter(|event| event.by == own) {
            event.by = None;
        }
        erased.who = Who::Erased { at };
        erased
    }

    /// What it says about the person when they ask for other programmes: nothing unless they took part.
    pub fn past(&self, cohort: &Cohort, program: &SupportProgram) -> Option<Past> {
        let until = match self.state {
            State::Enrolled { .. } | State::Completed { .. } => cohort.until,
            State::DroppedOut { on, .. } => on,
            _ => return None,
        };
        Some(Past {
            program: self.program.clone(),
            version: Some(self.program_version.clone()),
            kind: program.kind,
            stage: program.version(&self.program_version).and_then(|version| version.stage),
            from: cohort.from,
            until: Some(until),
        })
    }
}

/// Who waits, in the order that was published.
pub fn waiting(enrolments: &[Enrolment]) -> Vec<&Enrolment> {
    let place = |one: &Enrolment| match one.state {
        State::Waiting { place, .. } => Some(place),
        _ => None,
    };
    let mut waiting: Vec<&Enrolment> = enrolments.iter().filter(|one| place(one).is_some()).collect();
    waiting.sort_by_key(|one| (place(one), one.id));
    waiting
}

/// How many came to what. Whoever was erased is counted like everybody.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tally {
    /// Everybody who applied.
    pub applied: u32,
    /// Who was ever enrolled.
    pub enrolled: u32,
    /// By the present state.
    pub states: BTreeMap<StateName, u32>,
    /// Who left early, by why.
    pub dropped: BTreeMap<DropReason, u32>,
    /// Who waits, by why.
    pub waiting: BTreeMap<WaitReason, u32>,
}

impl Tally {
    /// Of these enrolments.
    pub fn of(enrolments: &[Enrolment]) -> Self {
        let mut tally = Self::default();
        for one in enrolments {
            tally.applied += 1;
            tally.enrolled += u32::from(one.history.iter().any(|event| event.state == StateName::Enrolled));
            *tally.states.entry(one.state.name()).or_default() += 1;
            match one.state {
                State::DroppedOut { reason, .. } => *tally.dropped.entry(reason).or_default() += 1,
                State::Waiting { reason, .. } => *tally.waiting.entry(reason).or_default() += 1,
                _ => {}
            }
        }
        tally
    }

    /// How many are in a state now.
    pub fn now(&self, state: StateName) -> u32 {
        self.states.get(&state).copied().unwrap_or(0)
    }
}
