//! Where a referral stands, how it ended, and the steps between: each consumes the state and may refuse.
//! It must not know clocks or who may take a step.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::letter::Letter;
use super::reason::{DeclineReason, RejectReason};
use crate::id::{PersonId, PlacementId, ReferralId};
use crate::message::Message;

/// An interview.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interview {
    /// When.
    pub at: Timestamp,
    /// The counsellor who goes along (동행면접).
    pub accompanied_by: Option<PersonId>,
}

/// How a referral ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// The person was hired.
    Hired {
        /// First day of work.
        start_on: Date,
        /// The row of the ledger.
        placement: PlacementId,
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
    /// The person did not come.
    NoShow,
    /// The person was hired through another referral.
    PlacedElsewhere {
        /// Through which.
        by: ReferralId,
    },
    /// The opening ended before an answer.
    OpeningEnded,
    /// Nobody answered in time; the person was told so.
    Silent,
    /// The person withdrew what they had agreed to, or their registration ended.
    Withdrawn,
}

/// Where a referral stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    /// Suggested to the person.
    Proposed,
    /// The person agreed.
    Consented {
        /// When.
        at: Timestamp,
    },
    /// The letter was issued.
    Sent {
        /// The letter.
        letter: Letter,
    },
    /// An interview was arranged.
    InterviewScheduled {
        /// The letter.
        letter: Letter,
        /// The interview.
        interview: Interview,
    },
    /// The interview was held; the result is awaited.
    Interviewed {
        /// The letter.
        letter: Letter,
        /// The interview.
        interview: Interview,
    },
    /// It ended.
    Ended {
        /// When.
        at: Timestamp,
        /// How.
        #[serde(flatten)]
        how: Outcome,
        /// The letter, if one was issued.
        letter: Option<Letter>,
        /// The interview, if one was arranged.
        interview: Option<Interview>,
    },
}

words! {
    /// A state without its data, for lists and filters.
    #[allow(missing_docs, reason = "each is documented at `State` and `Outcome`")]
    pub enum StateName {
        Proposed,
        Consented,
        Sent,
        InterviewScheduled,
        Interviewed,
        Hired,
        Rejected,
        Declined,
        NoShow,
        PlacedElsewhere,
        OpeningEnded,
        Silent,
        Withdrawn,
    }
}

impl State {
    /// The state's name; an ended referral is named by how it ended.
    pub fn name(&self) -> StateName {
        match self {
            Self::Proposed => StateName::Proposed,
            Self::Consented { .. } => StateName::Consented,
            Self::Sent { .. } => StateName::Sent,
            Self::InterviewScheduled { .. } => StateName::InterviewScheduled,
            Self::Interviewed { .. } => StateName::Interviewed,
            Self::Ended { how, .. } => match how {
                Outcome::Hired { .. } => StateName::Hired,
                Outcome::Rejected { .. } => StateName::Rejected,
                Outcome::Declined { .. } => StateName::Declined,
                Outcome::NoShow => StateName::NoShow,
                Outcome::PlacedElsewhere { .. } => StateName::PlacedElsewhere,
                Outcome::OpeningEnded => StateName::OpeningEnded,
                Outcome::Silent => StateName::Silent,
                Outcome::Withdrawn => StateName::Withdrawn,
            },
        }
    }

    /// Whether an answer is still awaited.
    pub fn is_live(&self) -> bool {
        !matches!(self, Self::Ended { .. })
    }

    /// The letter, once issued.
    pub fn letter(&self) -> Option<&Letter> {
        match self {
            Self::Proposed | Self::Consented { .. } => None,
            Self::Sent { letter }
            | Self::InterviewScheduled { letter, .. }
            | Self::Interviewed { letter, .. } => Some(letter),
            Self::Ended { letter, .. } => letter.as_ref(),
        }
    }

    /// The interview, once arranged.
    pub fn interview(&self) -> Option<&Interview> {
        match self {
            Self::Proposed | Self::Consented { .. } | Self::Sent { .. } => None,
            Self::InterviewScheduled { interview, .. } | Self::Interviewed { interview, .. } => {
                Some(interview)
            }
            Self::Ended { interview, .. } => interview.as_ref(),
        }
    }

    /// The interview, if it was held: not one that lies ahead, nor one to which the person did not come.
    pub fn held_interview(&self) -> Option<&Interview> {
        match self {
            Self::Interviewed { interview, .. } => Some(interview),
            Self::Ended { at, how, interview: Some(interview), .. } => {
                (interview.at <= *at && *how != Outcome::NoShow).then_some(interview)
            }
            _ => None,
        }
    }

    /// The person agrees.
    ///
    /// # Errors
    /// `referral-step-refused`.
    pub fn consent(self, at: Timestamp) -> Result<Self, Message> {
        match self {
            Self::Proposed => Ok(Self::Consented { at }),
            other => Err(other.refuse("consent")),
        }
    }

    /// The letter is issued.
    ///
    /// # Errors
    /// `referral-step-refused`, also without the person's consent.
    pub fn send(self, letter: Letter) -> Result<Self, Message> {
        match self {
            Self::Consented { .. } => Ok(Self::Sent { letter }),
            other => Err(other.refuse("send")),
        }
    }

    /// An interview is arranged, or moved.
    ///
    /// # Errors
    /// `referral-step-refused`; `interview-before-letter` for one before the letter (CR-04).
    pub fn schedule(self, interview: Interview, zone: &TimeZone) -> Result<Self, Message> {
        let (letter, step) = match self {
            Self::Sent { letter } | Self::InterviewScheduled { letter, .. } => (letter, interview),
            other => return Err(other.refuse("schedule")),
        };
        if day(zone, step.at) < letter.sent_on {
            return Err(Message::new("interview-before-letter").with("day", letter.sent_on.to_string()));
        }
        // The rounds of asking begin anew: what was awaited, an interview, is arranged.
        let letter = Letter { asked: 0, called: 0, ..letter };
        Ok(Self::InterviewScheduled { letter, interview: step })
    }

    /// The interview was held.
    ///
    /// # Errors
    /// `referral-step-refused`; `interview-in-future`.
    pub fn interviewed(self, now: Timestamp) -> Result<Self, Message> {
        match self {
            Self::InterviewScheduled { interview, .. } if interview.at > now => {
                Err(Message::new("interview-in-future"))
            }
            Self::InterviewScheduled { letter, interview } => Ok(Self::Interviewed { letter, interview }),
            other => Err(other.refuse("interview")),
        }
    }

    /// It ends with an answer. A hire or the employer's no needs a letter, not coming an interview to come to; the
    /// person may say no at any time.
    ///
    /// # Errors
    /// `referral-step-refused`; `referral-needs-letter`; `referral-needs-interview`; `interview-in-future` and
    /// `interview-was-held` for somebody who did not come; `start-before-letter` for a first
    /// day of work before the letter (CR-04).
    pub fn end(self, at: Timestamp, how: Outcome) -> Result<Self, Message> {
        let needs_letter = matches!(how, Outcome::Hired { .. } | Outcome::Rejected { .. } | Outcome::NoShow);
        if !self.is_live() {
            return Err(self.refuse("end"));
        }
        if needs_letter && self.letter().is_none() {
            return Err(Message::new("referral-needs-letter"));
        }
        if how == Outcome::NoShow {
            match &self {
                Self::InterviewScheduled { interview, .. } if interview.at > at => {
                    return Err(Message::new("interview-in-future"));
                }
                Self::InterviewScheduled { .. } => {}
                Self::Interviewed { .. } => return Err(Message::new("interview-was-held")),
                _ => return Err(Message::new("referral-needs-interview")),
            }
        }
        if let (Outcome::Hired { start_on, .. }, Some(letter)) = (&how, self.letter())
            && *start_on < letter.sent_on
        {
            return Err(Message::new("start-before-letter")
                .with("start", start_on.to_string())
                .with("day", letter.sent_on.to_string()));
        }
        let (letter, mut interview) = (self.letter().cloned(), self.interview().cloned());
        // Whoever is hired before it needs no interview any more.
        if matches!(how, Outcome::Hired { .. }) {
            interview = interview.filter(|interview| interview.at <= at);
        }
        Ok(Self::Ended { at, how, letter, interview })
    }

    pub(super) fn letter_mut(&mut self) -> Option<&mut Letter> {
        match self {
            Self::Sent { letter }
            | Self::InterviewScheduled { letter, .. }
            | Self::Interviewed { letter, .. } => Some(letter),
            Self::Proposed | Self::Consented { .. } | Self::Ended { .. } => None,
        }
    }

    fn refuse(&self, step: &'static str) -> Message {
        Message::new("referral-step-refused")
            .with("state", Message::word("referral-state", self.name().into()))
            .with("step", Message::word("referral-step", step))
    }
}

/// The civil day of an instant in the city's zone.
pub(super) fn day(zone: &TimeZone, at: Timestamp) -> Date {
    zone.to_datetime(at).date()
}
