//! A question put to an employer about an opening: does it still hold, shall it be renewed, who was hired?
//! It is answered with one tap on a link, or by a code over the telephone, without an account.
//!
//! It must not know how a link is made or shown, nor what an answer then changes.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::id::{AnswerId, EmployerId, OpeningId, OrganisationId, PersonId, ReferralId};
use crate::message::Message;
use crate::referral::{Referral, RejectReason};

/// Days a question may be answered.
pub const ANSWERED_WITHIN_DAYS: i64 = 30;

/// A question and what was answered to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Its id.
    pub id: AnswerId,
    /// To whom it is put.
    pub employer: EmployerId,
    /// About which opening.
    pub opening: OpeningId,
    /// What is asked.
    pub kind: Kind,
    /// When it was put.
    pub made_at: Timestamp,
    /// By which member of staff; `None` by the system.
    pub made_by: Option<PersonId>,
    /// For which body they asked: people whom another body sent are not asked about.
    #[serde(default)]
    pub organisation: Option<OrganisationId>,
    /// Until when it may be answered.
    pub until: Timestamp,
    /// What was answered, oldest first.
    #[serde(default)]
    pub given: Vec<Given>,
    /// Rises by one with every accepted answer.
    pub version: i64,
}

words! {
    /// What is asked.
    pub enum Kind {
        /// Does the opening still hold?
        StillOpen,
        /// Shall it be renewed?
        Renew,
        /// Who of those referred was hired?
        Result,
    }
}

/// An answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "reply", rename_all = "snake_case")]
pub enum Reply {
    /// It still holds.
    StillOpen,
    /// Somebody was found otherwise.
    FoundOtherwise,
    /// Nobody is needed any more.
    NotNeeded,
    /// It is to be valid anew.
    Renew,
    /// This one was hired.
    Hired {
        /// Which referral.
        referral: ReferralId,
        /// First day of work.
        start_on: Date,
    },
    /// This one was not.
    Rejected {
        /// Which referral.
        referral: ReferralId,
        /// Why.
        reason: RejectReason,
    },
    /// This one did not come.
    NoShow {
        /// Which referral.
        referral: ReferralId,
    },
    /// It is not decided yet.
    Undecided {
        /// Which referral.
        referral: ReferralId,
    },
}

/// An answer with its circumstances.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// When.
    pub at: Timestamp,
    /// Who keyed it for the employer, if not the employer.
    pub keyed_by: Option<PersonId>,
    /// What.
    pub reply: Reply,
}

impl Reply {
    /// The referral it is about.
    pub fn referral(&self) -> Option<ReferralId> {
        match self {
            Self::Hired { referral, .. }
            | Self::Rejected { referral, .. }
            | Self::NoShow { referral }
            | Self::Undecided { referral } => Some(*referral),
            Self::StillOpen | Self::FoundOtherwise | Self::NotNeeded | Self::Renew => None,
        }
    }

    /// Whether another answer may follow: yes and not yet may change, the others are said once.
    pub fn may_change(&self) -> bool {
        matches!(self, Self::StillOpen | Self::Undecided { .. })
    }

    /// The word of it in messages.
    pub fn name(&self) -> &'static str {
        match self {
            Self::StillOpen => "still_open",
            Self::FoundOtherwise => "found_otherwise",
            Self::NotNeeded => "not_needed",
            Self::Renew => "renew",
            Self::Hired { .. } => "hired",
            Self::Rejected { .. } => "rejected",
            Self::NoShow { .. } => "no_show",
            Self::Undecided { .. } => "undecided",
        }
    }
}

impl Kind {
    /// Whether it can be answered so.
    pub fn takes(self, reply: &Reply) -> bool {
        match reply {
            Reply::StillOpen => self == Self::StillOpen,
            Reply::Renew => self == Self::Renew,
            Reply::FoundOtherwise | Reply::NotNeeded => matches!(self, Self::StillOpen | Self::Renew),
            Reply::Hired { .. } | Reply::Rejected { .. } | Reply::NoShow { .. } | Reply::Undecided { .. } => {
                self == Self::Result
            }
        }
    }
}

impl Question {
    /// Whether it can no longer be answered because its time is over.
    pub fn is_late(&self, now: Timestamp) -> bool {
        self.until < now
    }

    /// Whether it asks about this person: sent to its opening by the body that asks, or by none.
    pub fn asks_about(&self, referral: &Referral) -> bool {
        let of_body = referral.organisation.is_none() || referral.organisation == self.organisation;
        referral.opening == self.opening && of_body
    }

    /// The answer that ended the question, or, of a result, that of one referral.
    pub fn settled(&self, referral: Option<ReferralId>) -> Option<&Given> {
        self.given.iter().find(|given| !given.reply.may_change() && given.reply.referral() == referral)
    }

    /// Takes an answer.
    ///
    /// # Errors
    /// `answer-late`, `answer-not-asked`, or `answer-used` with the day of the answer that stands.
    pub fn take(mut self, given: Given) -> Result<Self, Message> {
        if self.is_late(given.at) {
            return Err(Message::new("answer-late"));
        }
        if !self.kind.takes(&given.reply) {
            return Err(Message::new("answer-not-asked"));
        }
        if self.settled(given.reply.referral()).is_some() {
            return Err(Message::new("answer-used"));
        }
        self.given.push(given);
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use uuid::Uuid;

    use super::*;

    fn question(kind: Kind) -> Question {
        let at = Timestamp::UNIX_EPOCH;
        Question {
            id: AnswerId(Uuid::from_u128(1)),
            employer: EmployerId(Uuid::from_u128(2)),
            opening: OpeningId(Uuid::from_u128(3)),
            kind,
            made_at: at,
            made_by: None,
            organisation: None,
            until: at + (24 * 30).hours(),
            given: Vec::new(),
            version: 1,
        }
    }

    fn given(hours: i64, reply: Reply) -> Given {
        Given { at: Timestamp::UNIX_EPOCH + hours.hours(), keyed_by: None, reply }
    }

    #[test]
    fn yes_may_be_said_again_and_the_end_only_once() {
        let asked = question(Kind::StillOpen);
        let asked = asked.take(given(1, Reply::StillOpen)).unwrap();
        let asked = asked.take(given(2, Reply::StillOpen)).unwrap();
        let asked = asked.take(given(3, Reply::NotNeeded)).unwrap();
        assert_eq!(asked.given.len(), 3);
        assert_eq!(asked.take(given(4, Reply::StillOpen)).unwrap_err().code, "answer-used");
    }

    #[test]
    fn each_referral_has_one_result_and_may_be_undecided_before() {
        let (one, two) = (ReferralId(Uuid::from_u128(7)), ReferralId(Uuid::from_u128(8)));
        let asked = question(Kind::Result);
        let asked = asked.take(given(1, Reply::Undecided { referral: one })).unwrap();
        let asked = asked.take(given(2, Reply::NoShow { referral: one })).unwrap();
        let asked = asked.take(given(3, Reply::NoShow { referral: two })).unwrap();
        assert_eq!(asked.take(given(4, Reply::NoShow { referral: one })).unwrap_err().code, "answer-used");
    }

    #[test]
    fn a_late_answer_and_one_to_another_question_are_refused() {
        let hours = 24 * 30;
        assert!(question(Kind::Renew).take(given(hours, Reply::Renew)).is_ok());
        let late = question(Kind::Renew).take(given(hours + 1, Reply::Renew)).unwrap_err();
        assert_eq!(late.code, "answer-late");
        let other = question(Kind::Renew).take(given(1, Reply::StillOpen)).unwrap_err();
        assert_eq!(other.code, "answer-not-asked");
    }
}
