//! Where somebody's part in a cohort stands, and the steps between: each consumes the state and may refuse.
//! It must not know seats or who may take a step.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::cohort::{Completion, WaitReason};
use crate::message::Message;

use super::attendance::Hours;

/// Where an enrolment stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    /// Applied.
    Applied,
    /// Cannot take part.
    Refused {
        /// When that was said.
        at: Timestamp,
        /// Why.
        reasons: Vec<Message>,
    },
    /// Was chosen, or taken from the waiting list.
    Selected {
        /// When.
        at: Timestamp,
    },
    /// Waits for a seat.
    Waiting {
        /// Since when.
        since: Timestamp,
        /// Their place in the published order, from 1.
        place: u32,
        /// Why.
        reason: WaitReason,
    },
    /// Takes part.
    Enrolled {
        /// Since when.
        since: Timestamp,
    },
    /// Completed it. No job (CR-11).
    Completed {
        /// When that was said.
        at: Timestamp,
        /// Of a hundred hours held, how many they attended, rounded down; `None` where hours do not count.
        percent: Option<u8>,
    },
    /// Left before the end.
    DroppedOut {
        /// Last day.
        on: Date,
        /// Why.
        reason: DropReason,
    },
    /// Did not come.
    NoShow {
        /// When that was said.
        at: Timestamp,
    },
    /// Took the application back.
    Withdrawn {
        /// When.
        at: Timestamp,
    },
}

words! {
    /// A state without its data.
    #[allow(missing_docs, reason = "each is documented at `State`")]
    pub enum StateName {
        Applied,
        Refused,
        Selected,
        Waiting,
        Enrolled,
        Completed,
        DroppedOut,
        NoShow,
        Withdrawn,
    }
}

words! {
    /// Why somebody left before the end.
    pub enum DropReason {
        /// Found work (취업).
        Employed,
        /// Health (건강).
        Health,
        /// Care of children or family (돌봄).
        Care,
        /// Distance or transport (교통).
        Distance,
        /// Hours did not fit (시간).
        Schedule,
        /// It was not what was expected (내용).
        Content,
        /// Another programme (다른 사업 참여).
        OtherProgram,
        /// Moved away (이사).
        Moved,
        /// Attended too few hours (출석 미달).
        TooFewHours,
        /// Broke the rules of it (규정 위반).
        Conduct,
        /// Asked to be erased (삭제 요청).
        Erased,
        /// Another reason.
        Other,
    }
}

impl State {
    /// The state's name.
    pub fn name(&self) -> StateName {
        match self {
            Self::Applied => StateName::Applied,
            Self::Refused { .. } => StateName::Refused,
            Self::Selected { .. } => StateName::Selected,
            Self::Waiting { .. } => StateName::Waiting,
            Self::Enrolled { .. } => StateName::Enrolled,
            Self::Completed { .. } => StateName::Completed,
            Self::DroppedOut { .. } => StateName::DroppedOut,
            Self::NoShow { .. } => StateName::NoShow,
            Self::Withdrawn { .. } => StateName::Withdrawn,
        }
    }

    /// Whether it takes up a seat; who completed sat on it to the end.
    pub fn holds_seat(&self) -> bool {
        matches!(self, Self::Selected { .. } | Self::Enrolled { .. } | Self::Completed { .. })
    }

    /// Whether something must still come of it. Who only waits is told when the cohort is closed.
    pub fn is_live(&self) -> bool {
        matches!(self, Self::Applied | Self::Selected { .. } | Self::Enrolled { .. })
    }

    pub(super) fn refuse(self, reasons: Vec<Message>, at: Timestamp) -> Result<Self, Message> {
        match self {
            Self::Applied => Ok(Self::Refused { at, reasons }),
            other => Err(other.refused("refuse")),
        }
    }

    pub(super) fn select(self, at: Timestamp) -> Result<Self, Message> {
        match self {
            Self::Applied => Ok(Self::Selected { at }),
            other => Err(other.refused("select")),
        }
    }

    pub(super) fn wait(self, place: u32, reason: WaitReason, since: Timestamp) -> Result<Self, Message> {
        match self {
            Self::Applied => Ok(Self::Waiting { since, place, reason }),
            other => Err(other.refused("wait")),
        }
    }

    pub(super) fn promote(self, at: Timestamp) -> Result<Self, Message> {
        match self {
            Self::Waiting { .. } => Ok(Self::Selected { at }),
            other => Err(other.refused("promote")),
        }
    }

    pub(super) fn enrol(self, since: Timestamp) -> Result<Self, Message> {
        match self {
            Self::Selected { .. } => Ok(Self::Enrolled { since }),
            other => Err(other.refused("enrol")),
        }
    }

    pub(super) fn no_show(self, at: Timestamp) -> Result<Self, Message> {
        match self {
            Self::Selected { .. } => Ok(Self::NoShow { at }),
            other => Err(other.refused("no_show")),
        }
    }

    pub(super) fn withdraw(self, at: Timestamp) -> Result<Self, Message> {
        match self {
            Self::Applied | Self::Selected { .. } | Self::Waiting { .. } => Ok(Self::Withdrawn { at }),
            other => Err(other.refused("withdraw")),
        }
    }

    pub(super) fn drop_out(self, on: Date, reason: DropReason) -> Result<Self, Message> {
        match self {
            Self::Enrolled { .. } => Ok(Self::DroppedOut { on, reason }),
            other => Err(other.refused("drop_out")),
        }
    }

    pub(super) fn finish(
        self,
        rule: Completion,
        hours: Hours,
        on: Date,
        at: Timestamp,
    ) -> Result<Self, Message> {
        match (self, rule) {
            (Self::Enrolled { .. }, Completion::Stayed) => Ok(Self::Completed { at, percent: None }),
            (Self::Enrolled { .. }, Completion::Hours { least_percent }) => {
                let percent = hours.percent();
                Ok(if hours.reach(least_percent) {
                    Self::Completed { at, percent: Some(percent) }
                } else {
                    Self::DroppedOut { on, reason: DropReason::TooFewHours }
                })
            }
            (other, _) => Err(other.refused("finish")),
        }
    }

    /// What becomes of it when the person is erased: reasons may tell of them, so they go.
    pub(super) fn erase(self, on: Date, at: Timestamp) -> Self {
        match self {
            Self::Applied | Self::Selected { .. } | Self::Waiting { .. } => Self::Withdrawn { at },
            Self::Enrolled { .. } => Self::DroppedOut { on, reason: DropReason::Erased },
            Self::Refused { at, .. } => Self::Refused { at, reasons: Vec::new() },
            over => over,
        }
    }

    pub(super) fn refused(&self, step: &'static str) -> Message {
        Message::new("enrolment-step-refused")
            .with("state", Message::word("enrolment-state", self.name().into()))
            .with("step", Message::word("enrolment-step", step))
    }
}
