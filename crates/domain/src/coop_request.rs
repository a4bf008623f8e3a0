//! One body's request to another (협조요청), with a clock: asked, reminded, escalated, answered or given up.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::id::{CoopRequestId, OrganisationId};
use crate::message::Message;
use crate::person::looks_like_resident_number;

/// A request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoopRequest {
    /// Its id.
    pub id: CoopRequestId,
    /// Who asks.
    pub from: OrganisationId,
    /// Who is asked.
    pub to: OrganisationId,
    /// What it is about: a project, a lead, an opening, a measure.
    pub about: Option<(String, Uuid)>,
    /// What is asked.
    pub text: String,
    /// When.
    pub asked_on: Date,
    /// By when an answer is wanted.
    pub answer_by: Date,
    /// Where it stands.
    pub state: State,
    /// How far its clock had run when somebody was last told of it.
    #[serde(default)]
    pub urged: Option<Urgency>,
    /// Rises by one with every accepted change.
    pub version: i64,
    /// When it was entered.
    pub created_at: Timestamp,
}

/// Where a request stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    /// Nobody has answered.
    Asked,
    /// Yes, and how.
    Accepted {
        /// On which day.
        on: Date,
        /// How.
        words: String,
    },
    /// No, and why.
    Declined {
        /// On which day.
        on: Date,
        /// Why.
        words: String,
    },
    /// Not that, but something else: whoever asked takes it or waits on.
    Offered {
        /// On which day.
        on: Date,
        /// What.
        words: String,
    },
    /// No answer came and it was given up.
    Abandoned {
        /// On which day.
        on: Date,
    },
    /// Whoever asked takes it back.
    Withdrawn {
        /// On which day.
        on: Date,
    },
}

words! {
    /// How far the clock of an unanswered request has run.
    pub enum Urgency {
        /// In time.
        Waiting,
        /// The day has come: the one asked is reminded.
        Reminded,
        /// The body above is told too.
        Escalated,
        /// It is given up.
        Abandoned,
    }
}

/// Days after the day an answer was wanted by; the city's own choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Clock {
    /// Until the one asked is reminded.
    pub reminded_days: i32,
    /// Until the body above is told.
    pub escalated_days: i32,
    /// Until it is given up.
    pub abandoned_days: i32,
}

impl Default for Clock {
    fn default() -> Self {
        Self { reminded_days: 0, escalated_days: 7, abandoned_days: 30 }
    }
}

impl Clock {
    /// What must be so of a city's own choice.
    ///
    /// # Errors
    /// With what is wrong.
    pub fn check(&self) -> Result<(), String> {
        let ordered = 0 <= self.reminded_days
            && self.reminded_days < self.escalated_days
            && self.escalated_days < self.abandoned_days;
        if ordered {
            Ok(())
        } else {
            Err("days of requests must rise: reminded, escalated, abandoned".to_owned())
        }
    }
}

impl CoopRequest {
    /// Word for where it stands: `asked`, `accepted`, `declined`, `offered`, `abandoned`, `withdrawn`.
    pub fn state_name(&self) -> &'static str {
        match self.state {
            State::Asked => "asked",
            State::Accepted { .. } => "accepted",
            State::Declined { .. } => "declined",
            State::Offered { .. } => "offered",
            State::Abandoned { .. } => "abandoned",
            State::Withdrawn { .. } => "withdrawn",
        }
    }

    /// How far its clock has run on a day; `None` once it is answered.
    pub fn urgency(&self, clock: &Clock, today: Date) -> Option<Urgency> {
        let reached = |days: i32| today >= self.answer_by.saturating_add(i64::from(days).days());
        let far = match () {
            () if reached(clock.abandoned_days) => Urgency::Abandoned,
            () if reached(clock.escalated_days) => Urgency::Escalated,
            () if reached(clock.reminded_days) => Urgency::Reminded,
            () => Urgency::Waiting,
        };
        (self.state == State::Asked).then_some(far)
    }

    /// What must be so before it may be saved: field and what is wrong.
    pub fn check(&self) -> Vec<(&'static str, Message)> {
        let mut faults = Vec::new();
        if self.from == self.to {
            faults.push(("to", Message::new("coop-request-self")));
        }
        if self.text.trim().is_empty() {
            faults.push(("text", Message::new("coop-request-words")));
        } else if looks_like_resident_number(&self.text) {
            faults.push(("text", Message::new("resident-number-refused")));
        }
        if self.answer_by < self.asked_on {
            faults.push(("answer_by", Message::new("coop-request-day")));
        }
        faults
    }

    /// The one asked says yes or no.
    ///
    /// # Errors
    /// `coop-request-settled`; `coop-request-words` for a no without a reason; `resident-number-refused`.
    pub fn answer(self, yes: bool, words: &str, on: Date) -> Result<Self, Message> {
        let words = words.trim().to_owned();
        if !yes && words.is_empty() {
            return Err(Message::new("coop-request-words"));
        }
        if looks_like_resident_number(&words) {
            return Err(Message::new("resident-number-refused"));
        }
        self.settle(if yes { State::Accepted { on, words } } else { State::Declined { on, words } })
    }

    /// It is given up, for no answer came.
    ///
    /// # Errors
    /// `coop-request-settled`.
    pub fn abandon(self, on: Date) -> Result<Self, Message> {
        self.settle(State::Abandoned { on })
    }

    /// The one asked offers something else instead.
    ///
    /// # Errors
    /// `coop-request-settled`; `coop-request-words` without any; `resident-number-refused`.
    pub fn offer(self, words: &str, on: Date) -> Result<Self, Message> {
        let words = words.trim().to_owned();
        if words.is_empty() {
            return Err(Message::new("coop-request-words"));
        }
        if looks_like_resident_number(&words) {
            return Err(Message::new("resident-number-refused"));
        }
        self.settle(State::Offered { on, words })
    }

    /// Whoever asked takes what was offered instead.
    ///
    /// # Errors
    /// `coop-request-unoffered` when nothing is.
    pub fn take(mut self, on: Date) -> Result<Self, Message> {
        let State::Offered { words, .. } = self.state else {
            return Err(Message::new("coop-request-unoffered"));
        };
        self.state = State::Accepted { on, words };
        Ok(self)
    }

    /// Whoever asked does not take it: the request stands as it was, and its clock with it.
    ///
    /// # Errors
    /// `coop-request-unoffered` when nothing is.
    pub fn insist(mut self) -> Result<Self, Message> {
        if !matches!(self.state, State::Offered { .. }) {
            return Err(Message::new("coop-request-unoffered"));
        }
        self.state = State::Asked;
        Ok(self)
    }

    /// Whoever asked takes it back, also when something else was offered.
    ///
    /// # Errors
    /// `coop-request-settled`.
    pub fn withdraw(mut self, on: Date) -> Result<Self, Message> {
        if matches!(self.state, State::Offered { .. }) {
            self.state = State::Asked;
        }
        self.settle(State::Withdrawn { on })
    }

    fn settle(mut self, state: State) -> Result<Self, Message> {
        if self.state != State::Asked {
            return Err(Message::new("coop-request-settled"));
        }
        self.state = state;
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_clock_of_a_request_runs_until_it_is_answered() {
        let request = CoopRequest {
            id: CoopRequestId(Uuid::nil()),
            from: OrganisationId(Uuid::from_u128(1)),
            to: OrganisationId(Uuid::from_u128(2)),
            about: None,
            text: "입주 기업 명단".to_owned(),
            asked_on: date(2016, 3, 2),
            answer_by: date(2016, 3, 9),
            state: State::Asked,
            urged: None,
            version: 1,
            created_at: Timestamp::UNIX_EPOCH,
        };
        let clock = Clock::default();
        let far = |request: &CoopRequest, day| request.urgency(&clock, day);
        assert_eq!(far(&request, date(2016, 3, 8)), Some(Urgency::Waiting));
        assert_eq!(far(&request, date(2016, 3, 9)), Some(Urgency::Reminded));
        assert_eq!(far(&request, date(2016, 3, 16)), Some(Urgency::Escalated));
        assert_eq!(far(&request, date(2016, 4, 8)), Some(Urgency::Abandoned));
        assert!(request.clone().answer(false, "", date(2016, 3, 9)).is_err(), "a no says why");
        let offered = request.clone().offer("명단 대신 설명회", date(2016, 3, 9)).unwrap();
        assert_eq!(far(&offered, date(2016, 4, 8)), None, "it waits for whoever asked");
        assert_eq!(far(&offered.clone().insist().unwrap(), date(2016, 3, 16)), Some(Urgency::Escalated));
        assert_eq!(offered.clone().take(date(2016, 3, 10)).unwrap().state_name(), "accepted");
        assert_eq!(offered.withdraw(date(2016, 3, 10)).unwrap().state_name(), "withdrawn");
        assert!(request.clone().take(date(2016, 3, 9)).is_err(), "nothing was offered");
        let answered = request.answer(true, "", date(2016, 3, 9)).unwrap();
        assert_eq!(far(&answered, date(2016, 4, 8)), None);
        assert!(answered.abandon(date(2016, 4, 8)).is_err());
    }
}
