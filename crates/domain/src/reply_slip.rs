//! A slip that came back on paper (회신표): somebody who saw an opening on a bulletin or a poster wants it, or wants to be
//! called. Who they are is told to nobody but those who counsel, and is forgotten when the slip is done.
//!
//! It must not know where a scan of it is kept nor how somebody is called.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::id::{AttachmentId, OpeningId, OrganisationId, PersonId, ReferralId, ReplySlipId, SeekerId};
use crate::message::Message;
use crate::person::looks_like_resident_number;

/// Days for which a slip waits; whoever was not reached by then is forgotten.
pub const WAITS_DAYS: i32 = 60;
/// Most letters of a name or a telephone number.
const MOST_LETTERS: usize = 60;

words! {
    /// What somebody wants.
    pub enum Wish {
        /// The opening.
        Interest,
        /// To be called.
        Call,
        /// To be registered: the paper is an application form.
        Form,
    }
}

words! {
    /// How a slip was done.
    pub enum Outcome {
        /// The person was called.
        Called,
        /// The person was registered.
        Registered,
        /// The person was referred to the opening.
        Proposed,
        /// What there is instead was given to the person on paper.
        Told,
        /// Nobody was reached.
        Unreached,
    }
}

/// Where a slip stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    /// Somebody must see to it.
    Waiting,
    /// Done.
    Done {
        /// How.
        how: Outcome,
        /// When.
        at: Timestamp,
        /// By whom; `None` by the system.
        by: Option<PersonId>,
    },
}

/// A slip without who sent it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplySlip {
    /// Its id.
    pub id: ReplySlipId,
    /// Name of the key under which it is sealed: the registered person's, or one of its own.
    pub person: PersonId,
    /// The registration of whoever sent it.
    pub seeker: Option<SeekerId>,
    /// About which opening.
    pub opening: Option<OpeningId>,
    /// Whether that was closed when the slip came.
    pub late: bool,
    /// What is wanted.
    pub wish: Wish,
    /// When it was keyed.
    pub at: Timestamp,
    /// By whom.
    pub by: Option<PersonId>,
    /// For which body.
    pub organisation: Option<OrganisationId>,
    /// Its scan.
    pub scan: Option<AttachmentId>,
    /// The referral it led to.
    pub referral: Option<ReferralId>,
    /// Last day on which it waits.
    pub until: Date,
    /// Where it stands.
    pub state: State,
    /// Rises by one with every accepted change.
    pub version: i64,
}

/// Who sent it: only ever ciphertext under their key.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Sender {
    /// Name, as written.
    pub name: String,
    /// Telephone: digits.
    pub phone: String,
}

impl Sender {
    /// What must be so before it may be kept: field and what is wrong.
    pub fn check(&self) -> Vec<(&'static str, Message)> {
        let mut faults = Vec::new();
        if self.name.trim().is_empty() && self.phone.is_empty() {
            faults.push(("name", Message::new("slip-nobody")));
        }
        for (field, text) in [("name", &self.name), ("phone", &self.phone)] {
            if text.chars().count() > MOST_LETTERS {
                faults.push((field, Message::new("text-too-long").with("most", MOST_LETTERS)));
            } else if looks_like_resident_number(text) {
                faults.push((field, Message::new("resident-number-refused")));
            }
        }
        faults
    }
}

impl ReplySlip {
    /// Word for where it stands.
    pub fn state_name(&self) -> &'static str {
        match self.state {
            State::Waiting => "waiting",
            State::Done { .. } => "done",
        }
    }

    /// Whether its key is its own, so that nothing else is lost with it.
    pub fn has_own_key(&self) -> bool {
        self.seeker.is_none()
    }

    /// It is done.
    ///
    /// # Errors
    /// `slip-done` when it is already.
    pub fn settle(mut self, how: Outcome, by: Option<PersonId>, at: Timestamp) -> Result<Self, Message> {
        match self.state {
            State::Waiting => {
                self.state = State::Done { how, at, by };
                Ok(self)
            }
            State::Done { .. } => Err(Message::new("slip-done")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_says_at_least_one_way_to_somebody() {
        let nobody = Sender::default();
        assert_eq!(nobody.check()[0].1.code, "slip-nobody");
        assert!(Sender { phone: "0310000000".into(), ..Sender::default() }.check().is_empty());
        let number = Sender { name: "700101-1234567".into(), ..Sender::default() };
        assert_eq!(number.check()[0].1.code, "resident-number-refused");
    }
}
