//! A meeting (회의, 보고회): what is called, who came, what each item's minutes say, and when it may be closed. What it
//! decides are [`crate::action`]s; a meeting with one that has no owner or no day cannot be closed.

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime};
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

use crate::action::Action;
use crate::council::Council;
use crate::id::{CouncilId, MeetingId, OrganisationId};
use crate::message::Message;
use crate::person::looks_like_resident_number;

/// A meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meeting {
    /// Its id.
    pub id: MeetingId,
    /// What kind.
    pub kind: MeetingKind,
    /// The council that meets; `None` for a report meeting of all departments.
    pub council: Option<CouncilId>,
    /// The body that calls it.
    pub organisation: Option<OrganisationId>,
    /// Name.
    pub name: String,
    /// When, in the city's time.
    pub at: DateTime,
    /// Where.
    pub venue: String,
    /// Last day on which items are taken.
    pub agenda_closes_on: Date,
    /// Who came, by body.
    pub attendance: BTreeMap<OrganisationId, Attendance>,
    /// Minutes as a whole, beside those of each item.
    pub minutes: String,
    /// Where it stands.
    pub state: State,
    /// Rises by one with every accepted change.
    pub version: i64,
    /// When it was called.
    pub created_at: Timestamp,
}

words! {
    /// What kind of meeting.
    pub enum MeetingKind {
        /// Of a council or task force.
        Council,
        /// Report meeting on the implementation strategy (추진전략 보고회), in five steps.
        Report,
    }
}

words! {
    /// The five steps of a report meeting, in their order.
    pub enum Step {
        /// The comprehensive plan is explained.
        Plan,
        /// The network's activation plan: council and information sharing.
        Network,
        /// The concrete plans of departments and agencies.
        Departments,
        /// The mayor's requests.
        Instructions,
        /// The head's closing: task force, cooperation, tailored support.
        Closing,
    }
}

words! {
    /// Whether a body came.
    pub enum Attendance {
        /// Somebody of it sat there.
        Present,
        /// It answered on paper.
        Paper,
        /// It sent word that nobody comes.
        Excused,
        /// Nobody came.
        Absent,
    }
}

/// Where a meeting stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    /// Called.
    Called,
    /// Going on.
    Open {
        /// Since when.
        since: Timestamp,
    },
    /// Over, with its minutes.
    Closed {
        /// Since when.
        at: Timestamp,
    },
    /// It was not held.
    Cancelled {
        /// Since when.
        at: Timestamp,
        /// Why.
        why: String,
    },
}

impl State {
    /// Word for it: `called`, `open`, `closed`, `cancelled`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Called => "called",
            Self::Open { .. } => "open",
            Self::Closed { .. } => "closed",
            Self::Cancelled { .. } => "cancelled",
        }
    }
}

impl Meeting {
    /// The last day for items of a meeting of a council.
    pub fn agenda_closes(council: &Council, at: DateTime) -> Date {
        at.date().saturating_sub(council.agenda_closes_days.days())
    }

    /// Whether items are still taken.
    ///
    /// # Errors
    /// `agenda-closed` with its last day; `meeting-step-refused` once it is over.
    pub fn takes_items(&self, today: Date) -> Result<(), Message> {
        if matches!(self.state, State::Closed { .. } | State::Cancelled { .. }) {
            return Err(self.refuse("item"));
        }
        if today > self.agenda_closes_on {
            return Err(Message::new("agenda-closed").with("day", self.agenda_closes_on.to_string()));
        }
        Ok(())
    }

    /// Bodies that were there or answered on paper.
    pub fn taking_part(&self) -> usize {
        let there = |attendance: &&Attendance| matches!(attendance, Attendance::Present | Attendance::Paper);
        self.attendance.values().filter(there).count()
    }

    /// Opens it.
    ///
    /// # Errors
    /// `meeting-step-refused`.
    pub fn open(mut self, now: Timestamp) -> Result<Self, Message> {
        match self.state {
            State::Called => self.state = State::Open { since: now },
            _ => return Err(self.refuse("open")),
        }
        Ok(self)
    }

    /// Notes who came and what was said.
    ///
    /// # Errors
    /// `meeting-step-refused` once it is closed; `resident-number-refused`.
    pub fn note(
        mut self,
        attendance: BTreeMap<OrganisationId, Attendance>,
        minutes: String,
    ) -> Result<Self, Message> {
        if matches!(self.state, State::Closed { .. } | State::Cancelled { .. }) {
            return Err(self.refuse("note"));
        }
        if looks_like_resident_number(&minutes) {
            return Err(Message::new("resident-number-refused"));
        }
        (self.attendance, self.minutes) = (attendance, minutes);
        Ok(self)
    }

    /// Closes it with what it decided.
    ///
    /// # Errors
    /// `meeting-step-refused`; `meeting-quorum` for a council that was too few to decide and decided all the same;
    /// `action-ownerless` for the first action without an owner or a day.
    pub fn close(
        mut self,
        council: Option<&Council>,
        actions: &[Action],
        now: Timestamp,
    ) -> Result<Self, Message> {
        if !matches!(self.state, State::Open { .. }) {
            return Err(self.refuse("close"));
        }
        if let Some(loose) = actions.iter().find(|action| action.owner.is_none() || action.due_on.is_none()) {
            let (number, title) = (loose.number.clone(), loose.title.clone());
            return Err(Message::new("action-ownerless").with("number", number).with("title", title));
        }
        if let Some(council) = council {
            let needed = council.quorum(self.at.date());
            let decided = actions.iter().any(|action| action.source == crate::action::Source::Decision);
            if decided && self.taking_part() < needed {
                return Err(Message::new("meeting-quorum")
                    .with("needed", needed)
                    .with("there", self.taking_part()));
            }
        }
        self.state = State::Closed { at: now };
        Ok(self)
    }

    /// Says that it is not held.
    ///
    /// # Errors
    /// `meeting-step-refused`; `meeting-why` without a reason.
    pub fn cancel(mut self, why: &str, now: Timestamp) -> Result<Self, Message> {
        if why.trim().is_empty() {
            return Err(Message::new("meeting-why"));
        }
        match self.state {
            State::Called => self.state = State::Cancelled { at: now, why: why.trim().to_owned() },
            _ => return Err(self.refuse("cancel")),
        }
        Ok(self)
    }

    fn refuse(&self, step: &'static str) -> Message {
        let (state, step) =
            (Message::word("meeting-state", self.state.name()), Message::word("meeting-step", step));
        Message::new("meeting-step-refused").with("state", state).with("step", step)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::action::tests::action;

    fn meeting() -> Meeting {
        Meeting {
            id: MeetingId(uuid::Uuid::nil()),
            kind: MeetingKind::Report,
            council: None,
            organisation: None,
            name: "추진전략 보고회".to_owned(),
            at: date(2016, 4, 7).at(14, 0, 0, 0),
            venue: "시정연수원".to_owned(),
            agenda_closes_on: date(2016, 4, 4),
            attendance: BTreeMap::new(),
            minutes: String::new(),
            state: State::Called,
            version: 1,
            created_at: Timestamp::UNIX_EPOCH,
        }
    }

    #[test]
    fn items_are_taken_to_the_last_day_and_not_after() {
        assert_eq!(meeting().takes_items(date(2016, 4, 4)), Ok(()));
        assert_eq!(meeting().takes_items(date(2016, 4, 5)).unwrap_err().code, "agenda-closed");
        let gone = meeting().cancel("장소 없음", Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!(gone.takes_items(date(2016, 4, 1)).unwrap_err().code, "meeting-step-refused");
    }

    #[test]
    fn a_meeting_with_an_action_nobody_owns_stays_open() {
        let now = Timestamp::UNIX_EPOCH;
        let open = meeting().open(now).unwrap();
        let loose = Action { owner: None, ..action() };
        assert_eq!(open.clone().close(None, &[action(), loose], now).unwrap_err().code, "action-ownerless");
        let undated = Action { due_on: None, ..action() };
        assert!(open.clone().close(None, &[undated], now).is_err());
        let closed = open.close(None, &[action()], now).unwrap();
        assert!(closed.clone().close(None, &[], now).is_err(), "closed once");
        assert!(closed.note(BTreeMap::new(), String::new()).is_err());
        assert!(meeting().close(None, &[], now).is_err(), "never opened");
    }
}
