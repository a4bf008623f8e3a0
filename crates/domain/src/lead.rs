//! A firm that may need people (발굴 대상): found, visited, its need confirmed, its opening written, or let go with a reason.
//! Leads are shared: whoever finds the same firm joins the one that is there, so that it is called once.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::area::AreaCode;
use crate::id::{EmployerId, IdeaId, LeadId, OpeningId, OrganisationId, PersonId, ProjectId};
use crate::message::Message;
use crate::person::looks_like_resident_number;

/// A lead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lead {
    /// Its id.
    pub id: LeadId,
    /// The body that found it.
    pub organisation: Option<OrganisationId>,
    /// The firm's name.
    pub name: String,
    /// The firm, once the centre knows it.
    pub employer: Option<EmployerId>,
    /// Where it is; a dong at most.
    pub area: Option<AreaCode>,
    /// Where in words, for the route of a day.
    pub address: String,
    /// Where the lead comes from.
    pub source: Source,
    /// Who looks after it.
    pub assigned: Option<PersonId>,
    /// When it is to be seen to next.
    pub next_on: Option<Date>,
    /// Sector of the city, by its id.
    pub sector: String,
    /// What it needs, as far as that is known.
    pub need: Need,
    /// Where it stands.
    pub state: State,
    /// Rises by one with every accepted change.
    pub version: i64,
    /// When it was entered.
    pub created_at: Timestamp,
}

/// Where a lead comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "source", rename_all = "snake_case")]
pub enum Source {
    /// A project that brings work.
    Project {
        /// Which.
        project: ProjectId,
    },
    /// A contact of the network.
    Network {
        /// Whose.
        organisation: Option<OrganisationId>,
    },
    /// An idea.
    Idea {
        /// Which.
        idea: IdeaId,
    },
    /// Going from door to door (현장 발굴).
    Field,
}

/// What a firm needs.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Need {
    /// What work, in words.
    pub work: String,
    /// How many people; a wish, no opening.
    pub heads: Option<i64>,
    /// By when.
    pub by: Option<Date>,
}

/// Where a lead stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    /// Found.
    Found,
    /// Visited, or called.
    Visited {
        /// On which day last.
        on: Date,
    },
    /// It needs people.
    Confirmed {
        /// On which day it said so.
        on: Date,
    },
    /// Its opening is written.
    Opened {
        /// The opening.
        opening: OpeningId,
    },
    /// Let go.
    Dropped {
        /// On which day.
        on: Date,
        /// Why.
        why: String,
    },
}

impl State {
    /// Word for it: `found`, `visited`, `confirmed`, `opened`, `dropped`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Found => "found",
            Self::Visited { .. } => "visited",
            Self::Confirmed { .. } => "confirmed",
            Self::Opened { .. } => "opened",
            Self::Dropped { .. } => "dropped",
        }
    }

    /// Whether somebody still has to see to it.
    pub fn is_live(&self) -> bool {
        matches!(self, Self::Found | Self::Visited { .. } | Self::Confirmed { .. })
    }
}

impl Lead {
    /// What must be so before it may be saved: field and what is wrong.
    pub fn check(&self) -> Vec<(&'static str, Message)> {
        let mut faults = Vec::new();
        if self.name.trim().is_empty() {
            faults.push(("name", Message::new("missing-name")));
        }
        if self.need.heads.is_some_and(|heads| heads <= 0) {
            faults.push(("heads", Message::new("lead-heads")));
        }
        for (field, text) in [("name", &self.name), ("address", &self.address), ("work", &self.need.work)] {
            if looks_like_resident_number(text) {
                faults.push((field, Message::new("resident-number-refused")));
            }
        }
        faults
    }

    /// Somebody was there, or called; a need said then confirms it.
    ///
    /// # Errors
    /// `lead-step-refused` once it is opened or let go.
    pub fn visited(mut self, on: Date, need: Option<Need>, next_on: Option<Date>) -> Result<Self, Message> {
        if !self.state.is_live() {
            return Err(self.refuse("visit"));
        }
        self.state = match (need, self.state) {
            (Some(need), _) => {
                self.need = need;
                State::Confirmed { on }
            }
            (None, confirmed @ State::Confirmed { .. }) => confirmed,
            (None, _) => State::Visited { on },
        };
        self.next_on = next_on;
        Ok(self)
    }

    /// Its opening is written. A further opening of the same firm is a lead of its own.
    ///
    /// # Errors
    /// `lead-step-refused` once it is opened or let go.
    pub fn opened(mut self, opening: OpeningId) -> Result<Self, Message> {
        if !self.state.is_live() {
            return Err(self.refuse("open"));
        }
        (self.state, self.next_on) = (State::Opened { opening }, None);
        Ok(self)
    }

    /// It is let go.
    ///
    /// # Errors
    /// `lead-step-refused`; `lead-why` without a reason; `resident-number-refused`.
    pub fn dropped(mut self, on: Date, why: &str) -> Result<Self, Message> {
        if !self.state.is_live() {
            return Err(self.refuse("drop"));
        }
        if why.trim().is_empty() {
            return Err(Message::new("lead-why"));
        }
        if looks_like_resident_number(why) {
            return Err(Message::new("resident-number-refused"));
        }
        (self.state, self.next_on) = (State::Dropped { on, why: why.trim().to_owned() }, None);
        Ok(self)
    }

    fn refuse(&self, step: &'static str) -> Message {
        let (state, step) =
            (Message::word("lead-state", self.state.name()), Message::word("lead-step", step));
        Message::new("lead-step-refused").with("state", state).with("step", step)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn lead() -> Lead {
        Lead {
            id: LeadId(uuid::Uuid::nil()),
            organisation: None,
            name: "전시장치업체(주)".to_owned(),
            employer: None,
            area: None,
            address: String::new(),
            source: Source::Field,
            assigned: None,
            next_on: Some(date(2016, 3, 9)),
            sector: "mice".to_owned(),
            need: Need::default(),
            state: State::Found,
            version: 1,
            created_at: Timestamp::UNIX_EPOCH,
        }
    }

    #[test]
    fn a_lead_goes_from_a_visit_to_a_need_to_an_opening_and_no_further() {
        let seen = lead().visited(date(2016, 3, 9), None, Some(date(2016, 3, 16))).unwrap();
        assert_eq!((seen.state.name(), seen.next_on), ("visited", Some(date(2016, 3, 16))));
        let need = Need { work: "무대 디자인".to_owned(), heads: Some(2), by: None };
        let sure = seen.visited(date(2016, 3, 10), Some(need), None).unwrap();
        assert_eq!((sure.state.name(), sure.need.heads), ("confirmed", Some(2)));
        let again = sure.visited(date(2016, 3, 11), None, None).unwrap();
        assert_eq!(again.state.name(), "confirmed", "another call takes no need back");
        let opened = again.opened(OpeningId(uuid::Uuid::nil())).unwrap();
        assert_eq!(opened.clone().dropped(date(2016, 3, 12), "끝").unwrap_err().code, "lead-step-refused");
        assert!(opened.visited(date(2016, 3, 12), None, None).is_err());
        assert_eq!(lead().dropped(date(2016, 3, 12), " ").unwrap_err().code, "lead-why");
    }
}
