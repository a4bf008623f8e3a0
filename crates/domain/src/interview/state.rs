//! Where a talk stands, and the steps between: each consumes the state and may refuse. A desk is quick and paper comes late, so
//! a result may be told of whoever nobody saw arrive. It must not know who may take a step.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::id::PlacementId;
use crate::message::Message;
use crate::referral::{DeclineReason, RejectReason};

/// Where an interview stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    /// Booked.
    Booked,
    /// Came and waits.
    Arrived {
        /// Since when.
        at: Timestamp,
    },
    /// Was called to the booth.
    Called {
        /// When.
        at: Timestamp,
    },
    /// The talk was held; the result is awaited.
    Interviewed {
        /// When.
        at: Timestamp,
    },
    /// The employer wants to see them again: a result, that must become another by a day.
    SecondRound {
        /// When that was said.
        at: Timestamp,
        /// By when.
        by: Date,
    },
    /// It ended.
    Ended {
        /// When that was said.
        at: Timestamp,
        /// How.
        #[serde(flatten)]
        how: Outcome,
        /// Whether there was a talk.
        held: bool,
    },
}

/// How an interview ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// The employer says that they hired the person.
    Hired {
        /// First day of work.
        start_on: Date,
        /// The row of the ledger, for a registered person: nobody else is counted there.
        placement: Option<PlacementId>,
    },
    /// The employer said no.
    Rejected {
        /// Why.
        reason: RejectReason,
    },
    /// The person said no.
    Declined {
        /// Why.
        reason: DeclineReason,
    },
    /// The person did not come, or was gone when they were called.
    NoShow,
    /// The person took it back.
    Withdrawn,
}

words! {
    /// A state without its data; one that ended is named by how it ended.
    #[allow(missing_docs, reason = "each is documented at `State` and `Outcome`")]
    pub enum StateName {
        Booked,
        Arrived,
        Called,
        Interviewed,
        SecondRound,
        Hired,
        Rejected,
        Declined,
        NoShow,
        Withdrawn,
    }
}

impl State {
    /// The state's name.
    pub fn name(&self) -> StateName {
        match self {
            Self::Booked => StateName::Booked,
            Self::Arrived { .. } => StateName::Arrived,
            Self::Called { .. } => StateName::Called,
            Self::Interviewed { .. } => StateName::Interviewed,
            Self::SecondRound { .. } => StateName::SecondRound,
            Self::Ended { how, .. } => match how {
                Outcome::Hired { .. } => StateName::Hired,
                Outcome::Rejected { .. } => StateName::Rejected,
                Outcome::Declined { .. } => StateName::Declined,
                Outcome::NoShow => StateName::NoShow,
                Outcome::Withdrawn => StateName::Withdrawn,
            },
        }
    }

    /// Whether it may be closed over: it ended, or goes on in a second round.
    pub fn has_result(&self) -> bool {
        matches!(self, Self::SecondRound { .. } | Self::Ended { .. })
    }

    /// Whether the talk was held.
    pub fn was_held(&self) -> bool {
        match self {
            Self::Interviewed { .. } | Self::SecondRound { .. } => true,
            Self::Ended { held, .. } => *held,
            Self::Booked | Self::Arrived { .. } | Self::Called { .. } => false,
        }
    }

    /// Whether the person came to the event.
    pub fn came(&self) -> bool {
        matches!(self, Self::Arrived { .. } | Self::Called { .. }) || self.was_held()
    }

    /// The person came.
    ///
    /// # Errors
    /// `interview-step-refused`.
    pub fn arrive(self, at: Timestamp) -> Result<Self, Message> {
        match self {
            Self::Booked => Ok(Self::Arrived { at }),
            other => Err(other.refused("arrive")),
        }
    }

    /// The person is called to the booth; again, when nobody came the first time.
    ///
    /// # Errors
    /// `interview-step-refused`.
    pub fn call(self, at: Timestamp) -> Result<Self, Message> {
        match self {
            Self::Arrived { .. } | Self::Called { .. } => Ok(Self::Called { at }),
            other => Err(other.refused("call")),
        }
    }

    /// The talk was held.
    ///
    /// # Errors
    /// `interview-step-refused`.
    pub fn interviewed(self, at: Timestamp) -> Result<Self, Message> {
        match self {
            Self::Arrived { .. } | Self::Called { .. } => Ok(Self::Interviewed { at }),
            other => Err(other.refused("interview")),
        }
    }

    /// The employer wants to see the person again; once more moves the day.
    ///
    /// # Errors
    /// `interview-step-refused`; `interview-second-past` for a day that is not ahead.
    pub fn second_round(self, at: Timestamp, by: Date, today: Date) -> Result<Self, Message> {
        match self {
            Self::Ended { .. } => Err(self.refused("second_round")),
            _ if by <= today => Err(Message::new("interview-second-past")),
            _ => Ok(Self::SecondRound { at, by }),
        }
    }

    /// It ends.
    ///
    /// # Errors
    /// `interview-step-refused`; `interview-took-place` for somebody who is said not to have come or to have taken it back
    /// though the talk was held.
    pub fn end(self, at: Timestamp, how: Outcome) -> Result<Self, Message> {
        let away = matches!(how, Outcome::NoShow | Outcome::Withdrawn);
        match self {
            Self::Ended { .. } => Err(self.refused("end")),
            Self::Interviewed { .. } if away => Err(Message::new("interview-took-place")),
            _ => {
                let told = matches!(how, Outcome::Hired { .. } | Outcome::Rejected { .. });
                Ok(Self::Ended { at, how, held: told || self.was_held() })
            }
        }
    }

    /// What becomes of it when the person is erased.
    pub(super) fn erase(self, at: Timestamp) -> Self {
        match self {
            Self::Ended { .. } => self,
            live => Self::Ended { at, how: Outcome::Withdrawn, held: live.was_held() },
        }
    }

    /// That a step does not follow from here.
    pub fn refused(&self, step: &'static str) -> Message {
        Message::new("interview-step-refused")
            .with("state", Message::word("interview-state", self.name().into()))
            .with("step", Message::word("interview-step", step))
    }
}
