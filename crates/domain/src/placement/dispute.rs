//! The person's objection to a result credited to them, and how a second person settles it (CR-18). It must not know
//! who may do so.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{CancelReason, MoveReason, Moved, Placement, State};
use crate::id::PersonId;
use crate::message::Message;

/// The person says that a result credited to them is wrong (CR-18).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dispute {
    /// What is wrong.
    pub reason: DisputeReason,
    /// When they said it.
    pub at: Timestamp,
    /// How it was settled, once it was.
    pub settled: Option<Settlement>,
}

words! {
    /// What is wrong with a result.
    pub enum DisputeReason {
        /// "I never worked there."
        NeverWorked,
        /// "I worked there before I came to you."
        AlreadyWorked,
        /// "The day of the start is wrong."
        WrongStart,
        /// "I found it without you."
        NotYourHelp,
        /// Something else.
        Other,
    }
}

/// How a dispute was settled, by somebody who did not enter the claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settlement {
    /// Whether the person was right; then the claim is cancelled, or its first day put right.
    pub upheld: bool,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: PersonId,
    /// On what it rests.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ground: Option<SettleGround>,
}

words! {
    /// On what the settlement of a dispute rests.
    pub enum SettleGround {
        /// The person and what they can show (본인 확인).
        Person,
        /// The employer's word (사업체 확인).
        Employer,
        /// The insurance record (고용보험 기록).
        Insurance,
        /// The city's own records of the person (상담·알선 기록).
        OwnRecords,
    }
}

impl Placement {
    /// The person disputes it. Until it is settled it does not count.
    ///
    /// # Errors
    /// `placement-step-refused` for what was cancelled; `dispute-open` while one waits.
    pub fn disputed(mut self, reason: DisputeReason, now: Timestamp) -> Result<Self, Message> {
        if matches!(self.state, State::Cancelled { .. }) {
            return Err(self.state.refuse("dispute"));
        }
        if self.is_disputed() {
            return Err(Message::new("dispute-open"));
        }
        self.dispute = Some(Dispute { reason, at: now, settled: None });
        self.updated_at = now;
        Ok(self)
    }

    /// Somebody settles the dispute. Upheld, the claim is cancelled; a wrong first day is put right instead, for the
    /// job is real.
    ///
    /// # Errors
    /// `dispute-none`; `second-person-needed` for the one who entered the claim; `dispute-start-needed` without the
    /// right first day; `start-same`.
    pub fn settle(
        mut self,
        upheld: bool,
        (ground, start_on): (SettleGround, Option<Date>),
        by: PersonId,
        (now, today): (Timestamp, Date),
    ) -> Result<Self, Message> {
        if self.entered_by() == Some(by) {
            return Err(Message::new("second-person-needed"));
        }
        let reason = match &mut self.dispute {
            Some(dispute) if dispute.settled.is_none() => {
                dispute.settled = Some(Settlement { upheld, at: now, by, ground: Some(ground) });
                dispute.reason
            }
            _ => return Err(Message::new("dispute-none")),
        };
        if upheld && reason == DisputeReason::WrongStart {
            let to = start_on.ok_or_else(|| Message::new("dispute-start-needed"))?;
            let why = match ground {
                SettleGround::Person => MoveReason::Person,
                SettleGround::Employer => MoveReason::Employer,
                SettleGround::Insurance | SettleGround::OwnRecords => MoveReason::OnRecord,
            };
            let from = self.start_on;
            return self.begin_on(Moved { from, to, why, by: Some(by), at: now }, today);
        }
        if upheld {
            return self.cancel(CancelReason::DisputeUpheld, Some(by), now);
        }
        self.updated_at = now;
        Ok(self)
    }

    /// Whether the person's objection waits for an answer.
    pub fn is_disputed(&self) -> bool {
        self.dispute.as_ref().is_some_and(|dispute| dispute.settled.is_none())
    }
}
