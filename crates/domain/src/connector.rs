//! A connection to a list of the state (연계): which, whether it is on, and how its last run went. The key is kept apart,
//! sealed; this record never holds it.
//!
//! It must not know how a list is fetched or read.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::id::ConnectorId;
use crate::message::Message;

words! {
    /// A list that can be connected to.
    pub enum Kind {
        /// Openings of 고용24 (WorkNet), list and detail: for organisations' keys only.
        WorknetOpenings,
        /// Hiring events of 고용24 (채용행사).
        WorknetEvents,
        /// Openings of public institutions (잡알리오).
        Alio,
        /// Youth policies (온통청년).
        Youth,
    }
}

/// A connection as it was set up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Connector {
    /// Its id.
    pub id: ConnectorId,
    /// To which list.
    pub kind: Kind,
    /// Where the list is, if not at its usual place: another gateway, or a city's own relay.
    #[serde(default)]
    pub address: String,
    /// Region code that narrows the list: `41280`, or `54` for events.
    #[serde(default)]
    pub region: String,
    /// Whether it is fetched by itself.
    pub on: bool,
    /// Hours between two runs.
    pub every_hours: u32,
    /// Rises by one with every accepted change.
    pub version: i64,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl Kind {
    /// Name of the source of what it brings.
    pub fn source(self) -> &'static str {
        match self {
            Self::WorknetOpenings => "worknet",
            Self::WorknetEvents => "worknet-events",
            Self::Alio => "alio",
            Self::Youth => "youthcenter",
        }
    }

    /// What is shown beside its texts. Each of the services asks that it be named as the source; which licence of the Korea
    /// Open Government family each stands under could not be verified, so none is claimed.
    pub fn licence(self) -> &'static str {
        match self {
            Self::WorknetOpenings | Self::WorknetEvents => "출처: 고용24",
            Self::Alio => "출처: 잡알리오(공공데이터포털)",
            Self::Youth => "출처: 온통청년",
        }
    }
}

impl Connector {
    /// What is wrong, each with the field that mends it.
    pub fn check(&self) -> Vec<(&'static str, Message)> {
        let mut wrong = Vec::new();
        if !(1..=168).contains(&self.every_hours) {
            wrong.push(("every_hours", Message::new("connector-hours-range")));
        }
        if !self.region.bytes().all(|byte| byte.is_ascii_digit()) || self.region.len() > 10 {
            wrong.push(("region", Message::new("connector-region-unreadable")));
        }
        wrong
    }
}

/// How its last run went: no decision of anybody, and therefore apart from the record.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Run {
    /// When it was last tried.
    pub tried_at: Option<Timestamp>,
    /// When its list was last read to the end.
    pub done_at: Option<Timestamp>,
    /// When it is tried next.
    pub next_at: Option<Timestamp>,
    /// Whether somebody asked for a run now.
    pub wanted: bool,
    /// Failures in a row.
    pub fails: u32,
    /// Records read the last time.
    pub read: usize,
    /// New here.
    pub created: usize,
    /// Changed by the source.
    pub updated: usize,
    /// As before.
    pub unchanged: usize,
    /// Closed, because the whole list was read and lacks them.
    pub closed: usize,
    /// Refused rows.
    pub rejected: usize,
    /// Whether the list was read to its end; what it lacks is closed only then.
    pub whole: bool,
    /// What was wrong, as messages.
    pub problems: Vec<Message>,
}

impl Run {
    /// Whether it is time.
    pub fn is_due(&self, now: Timestamp) -> bool {
        self.wanted
            || self.next_at.is_none_or(|next| next <= now)
            || self.tried_at.is_some_and(|tried| tried > now)
    }

    /// After the list could not be read: nothing was changed.
    #[must_use]
    pub fn failed(self, now: Timestamp, why: Message, pause: SignedDuration) -> Self {
        Self {
            tried_at: Some(now),
            next_at: now.saturating_add(pause).ok(),
            wanted: false,
            fails: self.fails.saturating_add(1),
            whole: false,
            problems: vec![why],
            ..self
        }
    }
}
