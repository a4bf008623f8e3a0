//! A visit or call to a firm (방문·전화): when, by whom, in which way, and what was found out about its work. Nothing about people there.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::id::{LeadId, OrganisationId, PersonId, VisitId};
use crate::lead::Need;
use crate::message::Message;
use crate::person::looks_like_resident_number;

/// A visit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    /// Its id.
    pub id: VisitId,
    /// To which lead.
    pub lead: LeadId,
    /// For which body.
    pub organisation: Option<OrganisationId>,
    /// By whom.
    pub by: Option<PersonId>,
    /// On which day.
    pub on: Date,
    /// In which way.
    pub way: Way,
    /// What was found out.
    pub notes: String,
    /// What the firm said it needs, if it did.
    pub need: Option<Need>,
    /// When it was written down.
    pub created_at: Timestamp,
}

words! {
    /// In which way a firm was spoken with.
    pub enum Way {
        /// At their place.
        There,
        /// By telephone.
        Phone,
        /// At an event.
        Event,
    }
}

impl Visit {
    /// What must be so before it may be saved: field and what is wrong.
    pub fn check(&self, today: Date) -> Vec<(&'static str, Message)> {
        let mut faults = Vec::new();
        if self.on > today {
            faults.push(("on", Message::new("visit-future")));
        }
        if self.notes.trim().is_empty() && self.need.is_none() {
            faults.push(("notes", Message::new("visit-words")));
        }
        if looks_like_resident_number(&self.notes) {
            faults.push(("notes", Message::new("resident-number-refused")));
        }
        if let Some(need) = &self.need {
            if need.work.trim().is_empty() {
                faults.push(("work", Message::new("visit-work")));
            }
            if need.heads.is_none_or(|heads| heads <= 0) {
                faults.push(("heads", Message::new("lead-heads")));
            }
        }
        faults
    }
}
