//! A list that was shown to somebody about a person, with everything it was made of, so that a later reader can see why.
//!
//! It is written once, at its first showing to an audience, and never changed. It must not know how a list is found,
//! nor how it looks.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::actor::Role;
use crate::id::{EmployerId, OpeningId, OrganisationId, PersonId, SeekerId, SuggestionId};
use crate::message::Message;
use crate::referral::FitLine;

/// A list that was shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// Its id.
    pub id: SuggestionId,
    /// About whom.
    pub person: PersonId,
    /// Which registration of theirs.
    pub seeker: SeekerId,
    /// When it was shown first.
    pub at: Timestamp,
    /// To whom.
    pub to: To,
    /// What it was made of.
    pub inputs: Inputs,
    /// What stood in it, in order.
    pub rows: Vec<Row>,
}

/// To whom a list was shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct To {
    /// On which page.
    pub audience: Audience,
    /// In which role they looked.
    pub role: Role,
    /// Who it was, if somebody with an account.
    pub actor: Option<PersonId>,
    /// For which body.
    pub organisation: Option<OrganisationId>,
    /// For which employer.
    pub employer: Option<EmployerId>,
}

words! {
    /// The page or paper on which a list was shown.
    pub enum Audience {
        /// The person's own page.
        Person,
        /// The person's page in the office.
        Counselor,
        /// The candidates of an opening, in the office.
        Candidates,
        /// Their employer's page, without saying who it is.
        Employer,
    }
}

impl Audience {
    /// Whether the person heard of the openings by it: they read the list, or sat beside whoever did.
    pub fn tells(self) -> bool {
        matches!(self, Self::Person | Self::Counselor)
    }
}

/// What a list was made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inputs {
    /// Entry of the change log at which the market stood.
    pub seq: i64,
    /// Version of the score's weights and of the conditions.
    pub rules: String,
    /// Version of the registration.
    pub version: i64,
    /// Digest of what matching knew of the person: equal where nothing of it changed.
    pub wishes: String,
    /// What was not told and would have helped.
    pub missing: Vec<Message>,
    /// Entry of the change log for which the plan was made that chose and ordered the rows, where one did.
    #[serde(default)]
    pub plan: Option<i64>,
}

/// A line of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Its place in the list, from 1.
    pub rank: u32,
    /// Which opening.
    pub opening: OpeningId,
    /// In which version.
    pub version: i64,
    /// The sum of the parts; `None` where too little was told for any.
    pub score: Option<i64>,
    /// Points by part with the reason of each.
    pub parts: Vec<Part>,
    /// Every condition that either side set.
    pub conditions: Vec<Condition>,
    /// How many wanted it at that moment, apart from how it suits.
    pub competition: Competition,
    /// Whether a plan put it here for this person.
    #[serde(default)]
    pub planned: bool,
}

/// Points of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Word for what earned them.
    pub kind: String,
    /// The most there is.
    pub most: i64,
    /// The points and why.
    pub line: FitLine,
}

/// How a condition stood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    /// Word for what it is about.
    pub kind: String,
    /// How much there was to spare, or was short: minutes, won, days, as `unit` says; `None` where it could not be told.
    pub margin: Option<i64>,
    /// In what the margin is counted.
    pub unit: String,
    /// Whether it held, and why.
    pub line: FitLine,
}

/// How many want the same opening.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Competition {
    /// Heads still looked for.
    pub left: u32,
    /// Referrals that wait for an answer.
    pub live: u32,
}

impl Suggestion {
    /// What tells one list from another: everything but when, to which of an audience, at which entry of the log and how
    /// many others wanted the same.
    #[must_use]
    pub fn essence(&self) -> Self {
        let mut same = self.clone();
        same.id = SuggestionId(uuid::Uuid::nil());
        same.at = Timestamp::UNIX_EPOCH;
        // Each employer is an audience of its own; of staff and people each page is one.
        let (role, actor, organisation) = (Role::Citizen, None, None);
        same.to = To { role, actor, organisation, ..same.to };
        same.inputs.seq = 0;
        same.inputs.plan = same.inputs.plan.map(|_| 0);
        same.rows.iter_mut().for_each(|row| row.competition = Competition::default());
        same
    }

    /// The openings in it.
    pub fn openings(&self) -> impl Iterator<Item = OpeningId> + '_ {
        self.rows.iter().map(|row| row.opening)
    }
}
