//! Where a work trial stands, who signed it and how it ended. It must not know the steps between.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::WorkTrial;
use crate::id::{AttachmentId, PersonId};
use crate::message::Message;

/// Where an agreement stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    /// Written; nobody has signed what it reads now.
    Drafted,
    /// Some have signed.
    PartlySigned {
        /// Who.
        by: Vec<Signature>,
    },
    /// Everybody has signed.
    Agreed {
        /// When the last one did.
        at: Timestamp,
        /// Who.
        by: Vec<Signature>,
    },
    /// The work is being tried.
    Running {
        /// Since when.
        since: Date,
        /// Who had signed.
        by: Vec<Signature>,
    },
    /// It was done to its last day. No job (as CR-11 has it of trainings).
    Completed {
        /// Its last day.
        on: Date,
        /// Who had signed.
        by: Vec<Signature>,
    },
    /// It was broken off, or did not come about.
    BrokenOff {
        /// On which day.
        on: Date,
        /// Why.
        reason: BreakReason,
        /// Who had signed.
        by: Vec<Signature>,
    },
}

words! {
    /// A state without its data.
    #[allow(missing_docs, reason = "each is documented at `State`")]
    pub enum StateName {
        Drafted,
        PartlySigned,
        Agreed,
        Running,
        Completed,
        BrokenOff,
    }
}

words! {
    /// Who signs.
    pub enum Party {
        /// The person who tries the work.
        Person,
        /// The employer.
        Employer,
        /// The centre or school that guides it.
        Guide,
        /// The guardian of a minor.
        Guardian,
    }
}

words! {
    /// Why a trial was broken off.
    pub enum BreakReason {
        /// The person was hired (취업).
        Hired,
        /// The person did not want to go on (본인 의사).
        Person,
        /// The employer did not want to go on (사업장 사정).
        Employer,
        /// The terms were not kept (협약 위반).
        Breach,
        /// It was not safe (안전).
        Safety,
        /// Health (건강).
        Health,
        /// Entered by mistake (잘못 입력).
        EnteredWrong,
        /// The person asked to be erased (삭제 요청).
        Erased,
        /// Another reason (기타).
        Other,
    }
}

/// A signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// Of whom.
    pub party: Party,
    /// On which day.
    pub on: Date,
    /// How.
    pub way: Way,
    /// When it was noted.
    pub at: Timestamp,
    /// By which account: the party's own, or of whoever noted the paper.
    pub by: Option<PersonId>,
}

/// How somebody signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "way", rename_all = "snake_case")]
pub enum Way {
    /// With their own account.
    Online,
    /// On paper.
    Paper {
        /// Its scan, among the papers of the person.
        scan: AttachmentId,
    },
}

impl Party {
    /// In words.
    pub fn message(self) -> Message {
        Message::word("work-trial-party", self.into())
    }
}

impl State {
    /// The state's name.
    pub fn name(&self) -> StateName {
        match self {
            Self::Drafted => StateName::Drafted,
            Self::PartlySigned { .. } => StateName::PartlySigned,
            Self::Agreed { .. } => StateName::Agreed,
            Self::Running { .. } => StateName::Running,
            Self::Completed { .. } => StateName::Completed,
            Self::BrokenOff { .. } => StateName::BrokenOff,
        }
    }

    /// Whether nothing more happens.
    pub fn is_over(&self) -> bool {
        matches!(self, Self::Completed { .. } | Self::BrokenOff { .. })
    }

    /// Who signed what it reads now.
    pub fn signatures(&self) -> &[Signature] {
        match self {
            Self::Drafted => &[],
            Self::PartlySigned { by }
            | Self::Agreed { by, .. }
            | Self::Running { by, .. }
            | Self::Completed { by, .. }
            | Self::BrokenOff { by, .. } => by,
        }
    }

    /// Whether a party did.
    pub fn is_signed_by(&self, party: Party) -> bool {
        self.signatures().iter().any(|one| one.party == party)
    }

    /// Takes an account out of the signatures.
    pub(super) fn forget(&mut self, own: Option<PersonId>) {
        if let Self::PartlySigned { by }
        | Self::Agreed { by, .. }
        | Self::Running { by, .. }
        | Self::Completed { by, .. }
        | Self::BrokenOff { by, .. } = self
        {
            by.iter_mut().filter(|one| one.by == own).for_each(|one| one.by = None);
        }
    }

    pub(super) fn refused(&self, step: &'static str) -> Message {
        Message::new("work-trial-step-refused")
            .with("state", Message::word("work-trial-state", self.name().into()))
            .with("step", Message::word("work-trial-step", step))
    }
}

/// How many trials came to what, in their own unit: they are added to no job and to no completion. Whoever was erased is
/// counted like everybody.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally {
    /// By the present state.
    pub states: BTreeMap<StateName, u32>,
    /// Those that were broken off, by why.
    pub broken_off: BTreeMap<BreakReason, u32>,
}

impl Tally {
    /// Of these trials.
    pub fn of<'a>(trials: impl IntoIterator<Item = &'a WorkTrial>) -> Self {
        let mut tally = Self::default();
        for one in trials {
            *tally.states.entry(one.state.name()).or_default() += 1;
            if let State::BrokenOff { reason, .. } = one.state {
                *tally.broken_off.entry(reason).or_default() += 1;
            }
        }
        tally
    }

    /// How many are in a state now.
    pub fn now(&self, state: StateName) -> u32 {
        self.states.get(&state).copied().unwrap_or(0)
    }
}
