//! How somebody attended a session, and what it sums up to. A hand-written roster alone is no evidence (CR-19).

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::cohort::Session;
use crate::counting::{Attendance, cr_19_attendance};
use crate::id::PersonId;
use crate::message::Message;

/// What was noted of one session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// How they attended.
    #[serde(flatten)]
    pub presence: Presence,
    /// What shows it.
    #[serde(flatten)]
    pub shown: Shown,
    /// When it was noted.
    pub at: Timestamp,
}

/// How somebody attended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "presence", rename_all = "snake_case")]
pub enum Presence {
    /// All of it.
    Present,
    /// Came late or left early.
    Late {
        /// Minutes missed.
        minutes: u32,
    },
    /// Did not.
    Absent,
    /// Did not, for a reason that counts as attended (출석 인정).
    Excused,
}

words! {
    /// How somebody attended, without the minutes.
    #[allow(missing_docs, reason = "each is documented at `Presence`")]
    pub enum PresenceName {
        Present,
        Late,
        Absent,
        Excused,
    }
}

impl Presence {
    /// Its name.
    pub fn name(self) -> PresenceName {
        match self {
            Self::Present => PresenceName::Present,
            Self::Late { .. } => PresenceName::Late,
            Self::Absent => PresenceName::Absent,
            Self::Excused => PresenceName::Excused,
        }
    }
}

/// What shows an attendance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "shown", rename_all = "snake_case")]
pub enum Shown {
    /// A card, a terminal, a code (전자).
    Electronic,
    /// The signature of somebody who supervised.
    Signed {
        /// Who.
        supervisor: PersonId,
        /// On which day.
        on: Date,
    },
}

impl Mark {
    /// Whether it may be noted of a session.
    pub(super) fn check(&self, session: &Session, today: Date) -> Result<(), Message> {
        if session.is_cancelled() {
            return Err(Message::new("cohort-session-cancelled").with("nth", session.nth));
        }
        if session.on > today {
            return Err(Message::new("enrolment-session-ahead").with("day", session.on.to_string()));
        }
        if let Presence::Late { minutes } = self.presence
            && minutes > session.minutes()
        {
            return Err(Message::new("enrolment-late-too-long").with("most", session.minutes()));
        }
        let shown = match self.shown {
            Shown::Electronic => Attendance::Electronic,
            Shown::Signed { on, .. } => Attendance::Signed { on },
        };
        cr_19_attendance(shown, session.on).map_or(Ok(()), |reason| Err(reason.message))
    }
}

/// Minutes attended, of those held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Hours {
    /// Attended, in minutes.
    pub attended_min: u64,
    /// Held, in minutes.
    pub held_min: u64,
}

impl Hours {
    /// Of a hundred, rounded down.
    pub fn percent(self) -> u8 {
        let percent = self.attended_min * 100 / self.held_min.max(1);
        u8::try_from(percent).unwrap_or(100)
    }

    /// Whether so many hundredths are reached; of nothing held, none are.
    pub fn reach(self, least_percent: u8) -> bool {
        self.held_min > 0 && self.attended_min * 100 >= self.held_min * u64::from(least_percent)
    }
}

/// What marks sum up to over the sessions that were held.
pub fn attended(marks: &BTreeMap<u32, Mark>, sessions: &[Session]) -> Hours {
    let mut hours = Hours::default();
    for session in sessions.iter().filter(|session| !session.is_cancelled()) {
        hours.held_min += u64::from(session.minutes());
        let attended = match marks.get(&session.nth).map(|mark| mark.presence) {
            Some(Presence::Present | Presence::Excused) => session.minutes(),
            Some(Presence::Late { minutes }) => session.minutes().saturating_sub(minutes),
            Some(Presence::Absent) | None => 0,
        };
        hours.attended_min += u64::from(attended);
    }
    hours
}
