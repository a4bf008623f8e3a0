//! Where a claim stands. There is no way back from cancelled, and no way to delete (CR-17).

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Evidence;
use crate::counting::Rule;
use crate::id::PersonId;
use crate::message::Message;

/// Where a claim stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    /// Said, without evidence of grade E1 or E2.
    Claimed,
    /// With evidence.
    Confirmed {
        /// When.
        at: Timestamp,
        /// By whom, if a person.
        by: Option<PersonId>,
    },
    /// Found not to count.
    Rejected {
        /// By which rule.
        rule: Rule,
        /// When.
        at: Timestamp,
    },
    /// Confirmed, and the person has left since.
    Ended {
        /// When it was confirmed.
        confirmed_at: Timestamp,
        /// Last day of work.
        on: Date,
        /// Why.
        reason: EndReason,
    },
    /// Taken back.
    Cancelled {
        /// Why.
        reason: CancelReason,
        /// When.
        at: Timestamp,
        /// By whom, if a person.
        by: Option<PersonId>,
    },
}

words! {
    /// A state without its data.
    #[allow(missing_docs, reason = "each is documented at `State`")]
    pub enum StateName {
        Claimed,
        Confirmed,
        Rejected,
        Ended,
        Cancelled,
    }
}

words! {
    /// Why a job ended.
    pub enum EndReason {
        /// The person left (자진퇴사).
        Left,
        /// The person was dismissed (해고·권고사직).
        Dismissed,
        /// The contract ended (계약만료).
        ContractEnded,
        /// The business closed (폐업).
        Closed,
        /// Not known.
        Unknown,
    }
}

words! {
    /// Why a claim was taken back.
    pub enum CancelReason {
        /// Keyed wrongly (입력 착오).
        Mistake,
        /// Entered before (중복 입력).
        Duplicate,
        /// The person did not begin (미출근).
        NeverStarted,
        /// The employer took it back (채용 취소).
        EmployerWithdrew,
        /// The person's objection was upheld (이의 인용).
        DisputeUpheld,
        /// A second person found it untrue (점검 결과).
        FoundUntrue,
    }
}

impl State {
    /// The state's name.
    pub fn name(&self) -> StateName {
        match self {
            Self::Claimed => StateName::Claimed,
            Self::Confirmed { .. } => StateName::Confirmed,
            Self::Rejected { .. } => StateName::Rejected,
            Self::Ended { .. } => StateName::Ended,
            Self::Cancelled { .. } => StateName::Cancelled,
        }
    }

    /// Whether it can still count.
    pub fn is_live(&self) -> bool {
        !matches!(self, Self::Rejected { .. } | Self::Cancelled { .. })
    }

    /// Evidence turns a claim into a result (CR-06).
    ///
    /// # Errors
    /// `placement-step-refused`; `evidence-needed` with E3 only.
    pub fn confirm(
        self,
        at: Timestamp,
        by: Option<PersonId>,
        evidence: &[Evidence],
    ) -> Result<Self, Message> {
        if !evidence.iter().any(|evidence| evidence.grade.confirms()) {
            return Err(Message::new("evidence-needed"));
        }
        match self {
            Self::Claimed => Ok(Self::Confirmed { at, by }),
            other => Err(other.refuse("confirm")),
        }
    }

    /// Found not to count.
    ///
    /// # Errors
    /// `placement-step-refused`.
    pub fn reject(self, rule: Rule, at: Timestamp) -> Result<Self, Message> {
        match self {
            Self::Claimed | Self::Confirmed { .. } => Ok(Self::Rejected { rule, at }),
            other => Err(other.refuse("reject")),
        }
    }

    /// The person left.
    ///
    /// # Errors
    /// `placement-step-refused` for anything not confirmed.
    pub fn end(self, on: Date, reason: EndReason) -> Result<Self, Message> {
        match self {
            Self::Confirmed { at, .. } => Ok(Self::Ended { confirmed_at: at, on, reason }),
            other => Err(other.refuse("end")),
        }
    }

    /// Taken back.
    ///
    /// # Errors
    /// `placement-step-refused` for what was cancelled before.
    pub fn cancel(self, reason: CancelReason, by: Option<PersonId>, at: Timestamp) -> Result<Self, Message> {
        match self {
            Self::Cancelled { .. } => Err(self.refuse("cancel")),
            _ => Ok(Self::Cancelled { reason, at, by }),
        }
    }

    pub(super) fn refuse(&self, step: &'static str) -> Message {
        let word = |kind: &str, name: &str| Message {
            code: format!("placement-{kind}-{name}").into(),
            args: Default::default(),
        };
        Message::new("placement-step-refused")
            .with("state", word("state", self.name().into()))
            .with("step", word("step", step))
    }
}
