//! Machines that work where there is no network (현장 단말): a laptop on the bus, a mini PC of a dong office. Whose they are, what
//! they may carry, and whether home still knows them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::area::AreaCode;
use crate::id::{NodeId, OrganisationId, PersonId};
use crate::message::Message;

/// A machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    /// Its id.
    pub id: NodeId,
    /// What people call it: 일자리버스 1호.
    pub name: String,
    /// What stands in the numbers that it gives; no two machines have the same.
    pub mark: String,
    /// The body whose it is.
    pub organisation: Option<OrganisationId>,
    /// The areas whose openings it carries.
    pub areas: Vec<AreaCode>,
    /// Who may work on it.
    pub staff: Vec<PersonId>,
    /// Where it stands.
    pub state: State,
    /// When it was last heard.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heard_at: Option<Timestamp>,
    /// By how many seconds its clock was ahead then; behind when negative.
    #[serde(default)]
    pub ahead_s: i64,
    /// The SHA-256 of the certificate that it hands to tablets, as they show it: whoever installs it there compares.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authority: Option<String>,
    /// Rises by one with every accepted change.
    pub version: i64,
}

/// Where a machine stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    /// Made known; its one-time code waits to be keyed on the machine.
    Invited {
        /// Hash of the code.
        code_hash: String,
        /// Until when it may be keyed.
        until: Timestamp,
    },
    /// Enrolled.
    Enrolled {
        /// When.
        at: Timestamp,
        /// By which its work is signed: Ed25519, base64.
        signing_key: String,
        /// To which what it is sent is sealed: X25519, base64.
        sealing_key: String,
        /// Until when it may work without having been heard.
        until: Timestamp,
    },
    /// Given up: lost, stolen, at the end of its life. What still comes from it lies aside.
    Revoked {
        /// When.
        at: Timestamp,
        /// By whom.
        by: Option<PersonId>,
        /// By which its work was signed.
        signing_key: String,
        /// To which what it is sent was sealed.
        #[serde(default)]
        sealing_key: String,
    },
}

impl Node {
    /// The keys by which its work is signed and to which what it is sent is sealed, also of one given up.
    pub fn keys(&self) -> Option<(&str, &str)> {
        match &self.state {
            State::Enrolled { signing_key, sealing_key, .. }
            | State::Revoked { signing_key, sealing_key, .. } => Some((signing_key, sealing_key)),
            State::Invited { .. } => None,
        }
    }

    /// Whether it was given up.
    pub fn is_revoked(&self) -> bool {
        matches!(self.state, State::Revoked { .. })
    }

    /// Gives it another one-time code: the one before was lost, or ran out.
    ///
    /// # Errors
    /// `node-known` when it is enrolled or given up.
    pub fn invite_again(self, code_hash: String, until: Timestamp) -> Result<Self, Message> {
        match self.state {
            State::Invited { .. } => Ok(Self { state: State::Invited { code_hash, until }, ..self }),
            _ => Err(Message::new("node-known")),
        }
    }

    /// Enrols it.
    ///
    /// # Errors
    /// `node-code-over` when it is enrolled, given up, or the code ran out.
    pub fn enrol(
        self,
        now: Timestamp,
        (signing_key, sealing_key): (String, String),
        until: Timestamp,
    ) -> Result<Self, Message> {
        match self.state {
            State::Invited { until: last, .. } if now <= last => {
                Ok(Self { state: State::Enrolled { at: now, signing_key, sealing_key, until }, ..self })
            }
            _ => Err(Message::new("node-code-over")),
        }
    }

    /// Heard: it may work on for as long again.
    #[must_use]
    pub fn heard(self, now: Timestamp, ahead_s: i64, last: Timestamp) -> Self {
        let state = match self.state {
            State::Enrolled { at, signing_key, sealing_key, .. } => {
                State::Enrolled { at, signing_key, sealing_key, until: last }
            }
            other => other,
        };
        Self { state, heard_at: Some(now), ahead_s, ..self }
    }

    /// Until when it may work without having been heard; `None` before it is enrolled and once it was given up.
    pub fn until(&self) -> Option<Timestamp> {
        match self.state {
            State::Enrolled { until, .. } => Some(until),
            State::Invited { .. } | State::Revoked { .. } => None,
        }
    }

    /// Gives it up.
    ///
    /// # Errors
    /// `node-given-up` when it was before.
    pub fn revoke(self, at: Timestamp, by: Option<PersonId>) -> Result<Self, Message> {
        let (signing_key, sealing_key) = self.keys().unwrap_or_default();
        let (signing_key, sealing_key) = (signing_key.to_owned(), sealing_key.to_owned());
        match self.state {
            State::Revoked { .. } => Err(Message::new("node-given-up")),
            _ => Ok(Self { state: State::Revoked { at, by, signing_key, sealing_key }, ..self }),
        }
    }
}
