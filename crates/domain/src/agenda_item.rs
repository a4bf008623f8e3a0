//! An item of a meeting's agenda (안건): who brought it, what about, and what was said of it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::id::{AgendaItemId, MeetingId, OrganisationId};
use crate::meeting::Step;
use crate::message::Message;
use crate::person::looks_like_resident_number;

/// An item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgendaItem {
    /// Its id.
    pub id: AgendaItemId,
    /// Of which meeting.
    pub meeting: MeetingId,
    /// Who brought it; `None` for one the secretariat put there by the template.
    pub organisation: Option<OrganisationId>,
    /// The step of a report meeting it belongs to.
    pub step: Option<Step>,
    /// Its place on the agenda.
    pub place: i64,
    /// What about.
    pub title: String,
    /// The paper for it.
    pub paper: String,
    /// Brought by the secretariat after the agenda was closed (긴급 안건).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub late: bool,
    /// What was said.
    pub minutes: String,
    /// When it was taken off, and why; it stays to be seen.
    pub withdrawn: Option<(Timestamp, String)>,
    /// Rises by one with every accepted change.
    pub version: i64,
    /// When it was brought.
    pub created_at: Timestamp,
}

impl AgendaItem {
    /// What must be so before it may be saved: field and what is wrong.
    pub fn check(&self) -> Vec<(&'static str, Message)> {
        let mut faults = Vec::new();
        if self.title.trim().is_empty() {
            faults.push(("title", Message::new("agenda-title")));
        }
        for (field, text) in [("title", &self.title), ("paper", &self.paper), ("minutes", &self.minutes)] {
            if looks_like_resident_number(text) {
                faults.push((field, Message::new("resident-number-refused")));
            }
        }
        faults
    }

    /// Writes down what was said.
    ///
    /// # Errors
    /// `agenda-withdrawn`; `resident-number-refused`.
    pub fn note(mut self, minutes: &str) -> Result<Self, Message> {
        if self.withdrawn.is_some() {
            return Err(Message::new("agenda-withdrawn"));
        }
        if looks_like_resident_number(minutes) {
            return Err(Message::new("resident-number-refused"));
        }
        self.minutes = minutes.trim().to_owned();
        Ok(self)
    }

    /// Takes it off; it stays to be seen, with the reason.
    ///
    /// # Errors
    /// `agenda-withdrawn`; `agenda-why` without a reason.
    pub fn withdraw(mut self, why: &str, now: Timestamp) -> Result<Self, Message> {
        if self.withdrawn.is_some() {
            return Err(Message::new("agenda-withdrawn"));
        }
        if why.trim().is_empty() {
            return Err(Message::new("agenda-why"));
        }
        self.withdrawn = Some((now, why.trim().to_owned()));
        Ok(self)
    }
}
