//! A remark on a project, a measure, a lead, an opening, an action: in a thread, with the people it is meant for.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::id::{CommentId, OrganisationId, PersonId};
use crate::message::Message;
use crate::person::looks_like_resident_number;

/// Most letters of a remark.
pub const MOST_LETTERS: usize = 2_000;

/// A remark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comment {
    /// Its id.
    pub id: CommentId,
    /// What it is on: the noun's word.
    pub noun: String,
    /// Which one.
    pub about: Uuid,
    /// The remark it answers.
    pub answers: Option<CommentId>,
    /// Who says it.
    pub by: PersonId,
    /// For which body.
    pub organisation: Option<OrganisationId>,
    /// What.
    pub text: String,
    /// The members of staff it is meant for.
    pub mentions: Vec<PersonId>,
    /// When its writer took it back; the words are then gone.
    pub withdrawn_at: Option<Timestamp>,
    /// Rises by one with every accepted change.
    pub version: i64,
    /// When it was said.
    pub created_at: Timestamp,
}

impl Comment {
    /// What must be so before it may be saved.
    ///
    /// # Errors
    /// `comment-words` without any; `comment-long`; `resident-number-refused`.
    pub fn check(&self) -> Result<(), Message> {
        if self.text.trim().is_empty() {
            return Err(Message::new("comment-words"));
        }
        if self.text.chars().count() > MOST_LETTERS {
            return Err(Message::new("comment-long").with("most", MOST_LETTERS));
        }
        if looks_like_resident_number(&self.text) {
            return Err(Message::new("resident-number-refused"));
        }
        Ok(())
    }

    /// Its writer takes it back.
    ///
    /// # Errors
    /// `comment-not-yours` for anybody else.
    pub fn withdraw(mut self, by: Option<PersonId>, now: Timestamp) -> Result<Self, Message> {
        if by != Some(self.by) {
            return Err(Message::new("comment-not-yours"));
        }
        self.withdrawn_at.get_or_insert(now);
        self.text.clear();
        Ok(self)
    }
}
