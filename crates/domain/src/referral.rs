//! Sending a person to an employer (알선): proposed, agreed to by the person, sent with a numbered letter,
//! interviewed, and ended with an answer. Every referral ends, and the person is told how.
//!
//! It must not know how the proposal was found, nor how a letter looks.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::id::{EmployerId, OpeningId, OrganisationId, PersonId, ReferralId, SeekerId};
use crate::message::Message;

mod check;
mod clock;
mod letter;
mod reason;
mod state;

pub use check::{Pair, Rules};
pub use clock::Turn;
pub use letter::{CODE_ALPHABET, Letter, code_from, read_code, spaced_code};
pub(crate) use letter::{signs_of, with_check};
pub use reason::{DeclineReason, RejectReason};
pub use state::{Interview, Outcome, State, StateName};

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
    /// Why staff refer somebody young though words of the opening name a place or work that bars them; empty where
    /// nothing asked for it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub justification: String,
    /// Where it stands.
    pub state: State,
    /// Rises by one with every accepted change.
    pub version: i64,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// One reason of a match as it was shown: a message and the points it gave, or a condition and whether it held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FitLine {
    /// What was said.
    pub message: Message,
    /// Points of ten thousand; `None` for a condition.
    pub points: Option<i64>,
    /// For a condition, whether it held; `None` where that was not known, and for points.
    #[serde(default)]
    pub held: Option<bool>,
}
