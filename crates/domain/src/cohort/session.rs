//! One meeting of a cohort: when, for how long, where, and whether it took place.

use jiff::civil::{Date, DateTime};
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

use crate::message::Message;
use crate::work_time::DailyHours;

/// A session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Its number within the cohort, from 1.
    pub nth: u32,
    /// Day.
    pub on: Date,
    /// From when until when, and the rest within.
    pub hours: DailyHours,
    /// Where.
    pub room: String,
    /// Whether it takes place.
    pub state: SessionState,
}

/// Whether a session takes place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum SessionState {
    /// It does.
    Planned,
    /// It does not.
    Cancelled {
        /// When that was decided.
        at: Timestamp,
        /// Why.
        why: String,
    },
}

impl Session {
    /// Minutes that count, without the rest.
    pub fn minutes(&self) -> u32 {
        u32::from(self.hours.paid_min())
    }

    /// When it ends, on the city's clocks.
    pub fn ends(&self) -> DateTime {
        let minutes = i64::from(self.hours.start_min) + i64::from(self.hours.presence_min());
        self.on.at(0, 0, 0, 0).saturating_add(minutes.minutes())
    }

    /// Whether it does not take place.
    pub fn is_cancelled(&self) -> bool {
        matches!(self.state, SessionState::Cancelled { .. })
    }
}

/// Sessions of one number, outside the days of the cohort, or at the time of another.
pub(super) fn faults(sessions: &[Session], from: Date, until: Date) -> Vec<Message> {
    let mut faults = Vec::new();
    for (at, session) in sessions.iter().enumerate() {
        let said = |what: &'static str| Message::new(what).with("nth", session.nth);
        if sessions[..at].iter().any(|other| other.nth == session.nth) {
            faults.push(said("cohort-session-twice"));
        }
        if !(from..=until).contains(&session.on) {
            faults.push(said("cohort-session-outside").with("day", session.on.to_string()));
        }
        let ends = |one: &Session| one.hours.start_min + one.hours.presence_min();
        let meets = |other: &&Session| {
            let apart = other.hours.start_min >= ends(session) || session.hours.start_min >= ends(other);
            other.on == session.on && !other.is_cancelled() && !apart
        };
        if let (false, Some(other)) = (session.is_cancelled(), sessions[..at].iter().find(meets)) {
            faults.push(said("cohort-session-overlaps").with("other", other.nth));
        }
    }
    faults
}
