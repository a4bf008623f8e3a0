//! An idea for jobs or for a project (제안), from a department, the council or a citizen. Whoever brought it follows it by its number;
//! nothing is asked about who they are.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::id::{IdeaId, LeadId, OrganisationId, ProjectId};
use crate::message::Message;
use crate::person::looks_like_resident_number;

/// Most letters of an idea.
pub const MOST_LETTERS: usize = 4_000;

/// An idea.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Idea {
    /// Its id.
    pub id: IdeaId,
    /// The number it is followed by.
    pub number: String,
    /// The body that brought it; `None` for a citizen.
    pub organisation: Option<OrganisationId>,
    /// What about.
    pub title: String,
    /// What.
    pub text: String,
    /// Sector of the city, by its id.
    pub sector: String,
    /// Where it stands.
    pub state: State,
    /// Rises by one with every accepted change.
    pub version: i64,
    /// When it was brought.
    pub created_at: Timestamp,
}

/// Where an idea stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    /// Brought.
    Brought,
    /// Looked at by a body.
    Screening {
        /// Which.
        organisation: OrganisationId,
        /// Since which day.
        on: Date,
    },
    /// It became a project.
    Project {
        /// Which.
        project: ProjectId,
    },
    /// It became a lead.
    Lead {
        /// Which.
        lead: LeadId,
    },
    /// It is not followed, and why.
    Declined {
        /// On which day.
        on: Date,
        /// Why, in words for whoever brought it.
        why: String,
    },
}

impl State {
    /// Word for it: `brought`, `screening`, `project`, `lead`, `declined`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Brought => "brought",
            Self::Screening { .. } => "screening",
            Self::Project { .. } => "project",
            Self::Lead { .. } => "lead",
            Self::Declined { .. } => "declined",
        }
    }
}

impl Idea {
    /// What must be so before it may be saved: field and what is wrong.
    pub fn check(&self) -> Vec<(&'static str, Message)> {
        let mut faults = Vec::new();
        for (field, text) in [("title", &self.title), ("text", &self.text)] {
            if text.trim().is_empty() {
                faults.push((field, Message::new("idea-words")));
            } else if text.chars().count() > MOST_LETTERS {
                faults.push((field, Message::new("idea-long").with("most", MOST_LETTERS)));
            } else if looks_like_resident_number(text) {
                faults.push((field, Message::new("resident-number-refused")));
            }
        }
        faults
    }

    /// Goes on to where it stands next.
    ///
    /// # Errors
    /// `idea-settled` once it became something or is not followed; `idea-why` for a no without a reason.
    pub fn go_on(mut self, next: State) -> Result<Self, Message> {
        if !matches!(self.state, State::Brought | State::Screening { .. }) {
            return Err(Message::new("idea-settled"));
        }
        if let State::Declined { why, .. } = &next {
            if why.trim().is_empty() {
                return Err(Message::new("idea-why"));
            }
            if looks_like_resident_number(why) {
                return Err(Message::new("resident-number-refused"));
            }
        }
        self.state = next;
        Ok(self)
    }
}
