//! That somebody read what was shared with them (읽음 확인): what, who, for which body, when. It is said by whoever read it, never
//! inferred from a page that was opened.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::comment::Subject;
use crate::id::{OrganisationId, PersonId, ReceiptId};

/// One person's word that they read something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Its id.
    pub id: ReceiptId,
    /// What kind of thing was read.
    pub subject: Subject,
    /// Which one.
    pub about: Uuid,
    /// Who read it.
    pub by: PersonId,
    /// For which body.
    pub organisation: Option<OrganisationId>,
    /// When.
    pub at: Timestamp,
}

impl Receipt {
    /// What one person's word on one thing is known by: it is given once.
    pub fn known_as(about: Uuid, by: PersonId) -> String {
        format!("{about}/{by}")
    }
}
