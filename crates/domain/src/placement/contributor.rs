//! Bodies that helped with a hire: counted beside the owner, never summed (CR-01), added and taken out by hand
//! with a reason. It must not know who may do so.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Placement;
use crate::id::{OrganisationId, PersonId};
use crate::message::Message;

/// A body that helped, and how. Never summed (CR-01).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Contributor {
    /// Which body.
    pub organisation: OrganisationId,
    /// What it did.
    pub what: Contribution,
}

words! {
    /// What a contributor did.
    pub enum Contribution {
        /// Counselled the person.
        Counselled,
        /// Found the opening.
        FoundOpening,
        /// Referred the person.
        Referred,
        /// Trained the person (CR-11).
        Trained,
        /// Held the event at which they met.
        HeldEvent,
        /// Paid for it.
        Funded,
        /// Runs the project that it came of.
        RanProject,
        /// Told of the same hire in its own report; what it did was not said.
        Reported,
    }
}

/// A contributor added or taken out by hand (CR-01).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amended {
    /// Which one.
    pub contributor: Contributor,
    /// Whether it was added; else it was taken out.
    pub added: bool,
    /// Why.
    pub why: AmendReason,
    /// By whom, if a person.
    pub by: Option<PersonId>,
    /// When.
    pub at: Timestamp,
}

words! {
    /// Why a contributor was added or taken out.
    pub enum AmendReason {
        /// A record of their work is there (기록 확인).
        OnRecord,
        /// The owner and they agreed (기관 사이 합의).
        Agreed,
        /// They did not take part (참여하지 않음).
        NotInvolved,
        /// Keyed wrongly (입력 착오).
        KeyedWrongly,
    }
}

impl Placement {
    /// With one more body that helped (CR-01). The owner helped itself already.
    ///
    /// # Errors
    /// `placement-step-refused` for what does not count; `contributor-is-owner`; `contributor-known`.
    pub fn contribute(
        mut self,
        new: Contributor,
        why: AmendReason,
        by: Option<PersonId>,
        now: Timestamp,
    ) -> Result<Self, Message> {
        if !self.state.is_live() {
            return Err(self.state.refuse("contribute"));
        }
        if self.owner == Some(new.organisation) {
            return Err(Message::new("contributor-is-owner"));
        }
        if self.contributors.contains(&new) {
            return Err(Message::new("contributor-known"));
        }
        self.contributors.push(new);
        self.contributors.sort_unstable();
        Ok(self.amend(new, true, why, by, now))
    }

    /// Without a body that did not help after all.
    ///
    /// # Errors
    /// `placement-step-refused` for what does not count; `contributor-unknown`.
    pub fn withdraw(
        mut self,
        old: Contributor,
        why: AmendReason,
        by: Option<PersonId>,
        now: Timestamp,
    ) -> Result<Self, Message> {
        if !self.state.is_live() {
            return Err(self.state.refuse("contribute"));
        }
        let before = self.contributors.len();
        self.contributors.retain(|known| *known != old);
        if self.contributors.len() == before {
            return Err(Message::new("contributor-unknown"));
        }
        Ok(self.amend(old, false, why, by, now))
    }

    fn amend(
        mut self,
        contributor: Contributor,
        added: bool,
        why: AmendReason,
        by: Option<PersonId>,
        at: Timestamp,
    ) -> Self {
        self.amended.push(Amended { contributor, added, why, by, at });
        self.updated_at = at;
        self
    }
}
