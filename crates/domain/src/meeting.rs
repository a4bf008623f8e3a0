//! A meeting (회의, 보고회): what is called, who came, what each item's minutes say, and when it may be closed. What it
//! decides are [`crate::action`]s; a meeting with one that has no owner or no day cannot be closed.

mod begin;

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime};
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

use crate::action::Action;
use crate::council::Council;
use crate::id::{AgendaItemId, CouncilId, MeetingId, OrganisationId};
use crate::message::Message;
use crate::person::looks_like_resident_number;

pub use begin::Begin;

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
    /// What those who answered on paper said, by body.
    #[serde(default)]
    pub answers: BTreeMap<OrganisationId, Answer>,
    /// Whether it began as talk without decisions (간담회), too few having come for more.
    #[serde(default)]
    pub informal: bool,
    /// Why it began a day before or after the day for which it was called; empty when it did not.
    #[serde(default)]
    pub off_day: String,
    /// Minutes as a whole, beside those of each item.
    pub minutes: String,
    /// When its record was given to all bodies.
    #[serde(default)]
    pub published: Option<Published>,
    /// Bodies that said that they have read its record, and when.
    #[serde(default)]
    pub read_by: BTreeMap<OrganisationId, Timestamp>,
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

/// What a body without an account answered on the slip of its packet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The day on the slip.
    pub on: Date,
    /// What it says to each item.
    pub views: BTreeMap<AgendaItemId, (View, String)>,
}

words! {
    /// What a body says to an item.
    pub enum View {
        /// For it.
        Agree,
        /// Against it.
        Disagree,
        /// Neither.
        Abstain,
    }
}

/// A record given to all bodies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// Since when.
    pub at: Timestamp,
    /// Whether everybody may read its public part: agenda and decisions, nothing else.
    pub openly: bool,
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

/// The first action that is to be done by nobody or by no day.
pub fn loose(actions: &[Action]) -> Option<&Action> {
    let kept = |action: &&Action| action.state_name() != "dropped";
    actions.iter().filter(kept).find(|action| action.owner.is_none() || action.due_on.is_none())
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
        if !self.is_ahead() {
            return Err(self.refuse("item"));
        }
        if today > self.agenda_closes_on {
            return Err(Message::new("agenda-closed").with("day", self.agenda_closes_on.to_string()));
        }
        Ok(())
    }

    /// Whether its secretariat may still add an item, and whether that comes late: a meeting that is called within the days in
    /// which its agenda is closed would have none.
    ///
    /// # Errors
    /// `meeting-step-refused` once it is over; `agenda-closed` once it began.
    pub fn takes_from_secretariat(&self, today: Date) -> Result<bool, Message> {
        match self.takes_items(today) {
            Err(_) if matches!(self.state, State::Called) => Ok(true),
            taken => taken.map(|()| false),
        }
    }

    /// Whether it is still to come or going on.
    pub fn is_ahead(&self) -> bool {
        matches!(self.state, State::Called | State::Open { .. })
    }

    /// Bodies that were there or answered on paper.
    pub fn taking_part(&self) -> usize {
        let there = |attendance: &&Attendance| matches!(attendance, Attendance::Present | Attendance::Paper);
        self.attendance.values().filter(there).count()
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
        if !self.is_ahead() {
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
        let kept = |action: &&Action| action.state_name() != "dropped";
        if let Some(loose) = loose(actions) {
            let (number, title) = (loose.number.clone(), loose.title.clone());
            return Err(Message::new("action-ownerless").with("number", number).with("title", title));
        }
        if let Some(council) = council {
            let needed = council.quorum(self.at.date());
            let decision = |action: &Action| action.source == crate::action::Source::Decision;
            let decided = actions.iter().filter(kept).any(decision);
            if decided && self.taking_part() < needed {
                return Err(Message::new("meeting-quorum")
                    .with("needed", needed)
                    .with("there", self.taking_part()));
            }
        }
        self.state = State::Closed { at: now };
        Ok(self)
    }

    /// Takes the answer of a body that does not come, and counts it as taking part.
    ///
    /// # Errors
    /// `meeting-step-refused` once it is over; `answer-empty` without a word to any item; `answer-day` for a slip of a
    /// later day; `resident-number-refused`.
    pub fn answer(mut self, body: OrganisationId, answer: Answer, today: Date) -> Result<Self, Message> {
        if !self.is_ahead() {
            return Err(self.refuse("answer"));
        }
        if answer.views.is_empty() {
            return Err(Message::new("answer-empty"));
        }
        if answer.on > today {
            return Err(Message::new("answer-day").with("day", today.to_string()));
        }
        if answer.views.values().any(|(_, words)| looks_like_resident_number(words)) {
            return Err(Message::new("resident-number-refused"));
        }
        self.attendance.insert(body, Attendance::Paper);
        self.answers.insert(body, answer);
        Ok(self)
    }

    /// Whether something it gives to somebody to do may be written down.
    ///
    /// # Errors
    /// `meeting-step-refused` unless it is going on; `meeting-informal` for a decision where too few came to decide;
    /// `action-due-before` for a day before the meeting.
    pub fn takes_action(&self, action: &Action) -> Result<(), Message> {
        if !matches!(self.state, State::Open { .. }) {
            return Err(self.refuse("decide"));
        }
        if self.informal && action.source == crate::action::Source::Decision {
            return Err(Message::new("meeting-informal"));
        }
        match action.due_on {
            Some(due) if due < self.at.date() => {
                Err(Message::new("action-due-before").with("day", self.at.date().to_string()))
            }
            _ => Ok(()),
        }
    }

    /// Gives its record to all bodies.
    ///
    /// # Errors
    /// `meeting-step-refused` before it is closed.
    pub fn publish(mut self, openly: bool, now: Timestamp) -> Result<Self, Message> {
        if !matches!(self.state, State::Closed { .. }) {
            return Err(self.refuse("publish"));
        }
        let at = self.published.map_or(now, |published| published.at);
        self.published = Some(Published { at, openly });
        Ok(self)
    }

    /// A body says that it has read the record; a second time changes nothing.
    ///
    /// # Errors
    /// `meeting-unpublished` before it was given to all.
    pub fn read(mut self, body: OrganisationId, now: Timestamp) -> Result<Self, Message> {
        if self.published.is_none() {
            return Err(Message::new("meeting-unpublished"));
        }
        self.read_by.entry(body).or_insert(now);
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
pub(crate) mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::action::tests::action;

    pub(super) fn meeting() -> Meeting {
        Meeting {
            id: MeetingId(uuid::Uuid::nil()),
            kind: MeetingKind::Report,
            council: None,
            organisation: None,
            name: "추진전략 보고회".to_owned(),
            at: date(2016, 4, 7).at(14, 0, 0, 0),
            venue: "시정연수원".to_owned(),
            agenda_closes_on: date(2016, 4, 4),
            attendance: [(OrganisationId(uuid::Uuid::nil()), Attendance::Present)].into(),
            answers: BTreeMap::new(),
            informal: false,
            off_day: String::new(),
            minutes: String::new(),
            published: None,
            read_by: BTreeMap::new(),
            state: State::Called,
            version: 1,
            created_at: Timestamp::UNIX_EPOCH,
        }
    }

    #[test]
    fn items_are_taken_to_the_last_day_and_not_after() {
        assert_eq!(meeting().takes_items(date(2016, 4, 4)), Ok(()));
        assert_eq!(meeting().takes_items(date(2016, 4, 5)).unwrap_err().code, "agenda-closed");
        let secretariat = |day| meeting().takes_from_secretariat(day);
        assert_eq!((secretariat(date(2016, 4, 4)), secretariat(date(2016, 4, 7))), (Ok(false), Ok(true)));
        let open =
            meeting().open(None, &Begin::default(), (date(2016, 4, 7), Timestamp::UNIX_EPOCH)).unwrap();
        assert_eq!(open.takes_from_secretariat(date(2016, 4, 7)).unwrap_err().code, "agenda-closed");
        let gone = meeting().cancel("장소 없음", Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!(gone.takes_items(date(2016, 4, 1)).unwrap_err().code, "meeting-step-refused");
    }

    #[test]
    fn a_meeting_with_an_action_nobody_owns_stays_open() {
        let now = Timestamp::UNIX_EPOCH;
        let open = meeting().open(None, &Begin::default(), (date(2016, 4, 7), now)).unwrap();
        let loose = Action { owner: None, ..action() };
        assert_eq!(open.clone().close(None, &[action(), loose], now).unwrap_err().code, "action-ownerless");
        let undated = Action { due_on: None, ..action() };
        assert!(open.clone().close(None, &[undated], now).is_err());
        let closed = open.close(None, &[action()], now).unwrap();
        assert!(closed.clone().close(None, &[], now).is_err(), "closed once");
        assert!(closed.note(BTreeMap::new(), String::new()).is_err());
        assert!(meeting().close(None, &[], now).is_err(), "never opened");
    }

    #[test]
    fn a_slip_counts_as_taking_part_and_says_something() {
        let (body, today) = (OrganisationId(uuid::Uuid::from_u128(7)), date(2016, 4, 6));
        let slip = |on, views| Answer { on, views };
        let item = AgendaItemId(uuid::Uuid::nil());
        let yes = BTreeMap::from([(item, (View::Agree, String::new()))]);
        let refused = |answer| meeting().answer(body, answer, today).unwrap_err().code;
        assert_eq!(refused(slip(today, BTreeMap::new())), "answer-empty");
        assert_eq!(refused(slip(date(2016, 4, 7), yes.clone())), "answer-day");
        let answered = meeting().answer(body, slip(today, yes), today).unwrap();
        assert_eq!((answered.taking_part(), answered.attendance[&body]), (2, Attendance::Paper));
    }

    #[test]
    fn what_is_decided_is_due_on_the_day_or_later_and_its_record_follows_the_close() {
        let now = Timestamp::UNIX_EPOCH;
        let early = Action { due_on: Some(date(2016, 4, 6)), ..action() };
        assert_eq!(meeting().takes_action(&action()).unwrap_err().code, "meeting-step-refused");
        let open = meeting().open(None, &Begin::default(), (date(2016, 4, 7), now)).unwrap();
        assert_eq!(open.takes_action(&early).unwrap_err().code, "action-due-before");
        assert_eq!(open.takes_action(&action()), Ok(()));
        assert!(open.clone().publish(true, now).is_err());
        let closed = open.close(None, &[action()], now).unwrap();
        let body = OrganisationId(uuid::Uuid::nil());
        assert_eq!(closed.clone().read(body, now).unwrap_err().code, "meeting-unpublished");
        let given = closed.publish(false, now).unwrap();
        assert_eq!(given.published, Some(Published { at: now, openly: false }));
        let later = now + jiff::SignedDuration::from_hours(1);
        let read = given.read(body, now).unwrap().read(body, later).unwrap();
        assert_eq!(read.read_by, BTreeMap::from([(body, now)]));
    }
}
