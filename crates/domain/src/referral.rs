//! Sending a person to an employer (알선): proposed, agreed to by the person, sent with a numbered letter,
//! interviewed, and ended with an answer. Every referral ends, and the person is told how.
//!
//! It must not know how the proposal was found, nor how a letter looks.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString, IntoStaticStr};

use crate::id::{EmployerId, OpeningId, OrganisationId, PersonId, PlacementId, ReferralId, SeekerId};
use crate::message::Message;
use crate::reminder::{Act, Due, Reminders, days_after};

mod reason;
pub use reason::{DeclineReason, RejectReason};

/// A referral.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Referral {
    /// Its id.
    pub id: ReferralId,
    /// To which opening.
    pub opening: OpeningId,
    /// Of which employer.
    pub employer: EmployerId,
    /// Of which registration.
    pub seeker: SeekerId,
    /// Of which person.
    pub person: PersonId,
    /// The body that refers.
    pub organisation: Option<OrganisationId>,
    /// Who proposed it, if a member of staff; `None` when the person applied.
    pub proposed_by: Option<PersonId>,
    /// When it was proposed.
    pub proposed_at: Timestamp,
    /// What fitted and what did not when it was proposed, so that the decision can be read again.
    pub fit: Vec<FitLine>,
    /// Where it stands.
    pub state: State,
    /// Rises by one with every accepted change.
    pub version: i64,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// One reason of a match as it was shown: a message and the points it gave, or the condition it failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FitLine {
    /// What was said.
    pub message: Message,
    /// Points of a hundred thousand; `None` for a failed condition.
    pub points: Option<i64>,
}

/// The letter the person carries (취업알선장).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// Its number.
    pub number: String,
    /// Day of issue.
    pub sent_on: Date,
    /// How often the employer was asked since.
    #[serde(default)]
    pub asked: u8,
}

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
        how: Outcome,
        /// The letter, if one was issued.
        letter: Option<Letter>,
        /// The interview, if one was arranged.
        interview: Option<Interview>,
    },
}

/// A state without its data, for lists and filters.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    Display,
    EnumIter,
    EnumString,
    IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
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

    /// The employer was asked once more.
    #[must_use]
    pub fn asked(mut self) -> Self {
        match &mut self {
            Self::Sent { letter }
            | Self::InterviewScheduled { letter, .. }
            | Self::Interviewed { letter, .. } => letter.asked = letter.asked.saturating_add(1),
            Self::Proposed | Self::Consented { .. } | Self::Ended { .. } => {}
        }
        self
    }

    /// It ends with an answer. A hire or the employer's no needs a letter; the person may say no at any time.
    ///
    /// # Errors
    /// `referral-step-refused`; `start-before-letter` for a first day of work before the letter (CR-04).
    pub fn end(self, at: Timestamp, how: Outcome) -> Result<Self, Message> {
        let needs_letter = matches!(how, Outcome::Hired { .. } | Outcome::Rejected { .. } | Outcome::NoShow);
        if !self.is_live() || (needs_letter && self.letter().is_none()) {
            return Err(self.refuse("end"));
        }
        if let (Outcome::Hired { start_on, .. }, Some(letter)) = (&how, self.letter())
            && *start_on < letter.sent_on
        {
            return Err(Message::new("start-before-letter")
                .with("start", start_on.to_string())
                .with("day", letter.sent_on.to_string()));
        }
        let (letter, interview) = (self.letter().cloned(), self.interview().cloned());
        Ok(Self::Ended { at, how, letter, interview })
    }

    fn refuse(&self, step: &'static str) -> Message {
        Message::new("referral-step-refused")
            .with(
                "state",
                Message { code: format!("referral-state-{}", self.name()).into(), args: Default::default() },
            )
            .with("step", Message { code: format!("referral-step-{step}").into(), args: Default::default() })
    }
}

impl Referral {
    /// From which day on somebody must do what about it.
    pub fn due(&self, reminders: &Reminders, zone: &TimeZone) -> Option<Due> {
        match &self.state {
            State::Proposed => {
                let on = days_after(day(zone, self.proposed_at), reminders.consent_asked_days);
                Some(Due::new(on, Act::AskConsent))
            }
            State::Consented { at } => Some(Due::new(day(zone, *at), Act::SendLetter)),
            State::Sent { letter } => {
                let nth = usize::from(letter.asked).min(reminders.silent_chased_days.len() - 1);
                Some(Due::new(
                    days_after(letter.sent_on, reminders.silent_chased_days[nth]),
                    Act::ChaseReferral,
                ))
            }
            State::InterviewScheduled { interview, .. } => {
                Some(Due::new(day(zone, interview.at), Act::AttendInterview))
            }
            State::Interviewed { letter, interview } => {
                let nth = usize::from(letter.asked).min(reminders.result_asked_days.len() - 1);
                let on = days_after(day(zone, interview.at), reminders.result_asked_days[nth]);
                Some(Due::new(on, Act::AskResult))
            }
            State::Ended { .. } => None,
        }
    }

    /// The day on which it changes by itself: an interview nobody spoke of counts as held, the opening of
    /// an unanswered one falls into doubt, and at last it is closed.
    pub fn turn(&self, reminders: &Reminders, zone: &TimeZone) -> Option<Date> {
        match &self.state {
            State::Proposed => Some(days_after(day(zone, self.proposed_at), reminders.silent_closed_days)),
            State::Consented { at } => Some(days_after(day(zone, *at), reminders.silent_closed_days)),
            State::Sent { letter } => Some(days_after(letter.sent_on, reminders.silent_closed_days)),
            State::InterviewScheduled { interview, .. } => Some(days_after(day(zone, interview.at), 1)),
            State::Interviewed { letter, interview } => {
                let held = day(zone, interview.at);
                let doubted = days_after(held, reminders.result_asked_days[1]);
                let closed = days_after(held, reminders.silent_closed_days);
                Some(if letter.asked <= 1 { doubted } else { closed })
            }
            State::Ended { .. } => None,
        }
    }
}

fn day(zone: &TimeZone, at: Timestamp) -> Date {
    zone.to_datetime(at).date()
}
