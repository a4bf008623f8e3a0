//! Something a body has to do by a day (후속조치): a decision of a council, an instruction of the mayor (지시사항), a point to
//! improve (개선점). It comes back at every meeting until it is done or let go with a reason.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::id::{ActionId, AgendaItemId, CouncilId, MeasureId, MeetingId, OrganisationId, PersonId};
use crate::message::Message;
use crate::person::looks_like_resident_number;

/// An action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// Its id.
    pub id: ActionId,
    /// The meeting it comes from.
    pub meeting: Option<MeetingId>,
    /// The task force that sees to it.
    #[serde(default)]
    pub task_force: Option<CouncilId>,
    /// The item under which it was said.
    pub item: Option<AgendaItemId>,
    /// What it comes from.
    pub source: Source,
    /// What it is called in its meeting: `D1`, `지시 2`.
    pub number: String,
    /// What is to be done.
    pub title: String,
    /// Who does it; a meeting cannot be closed before that is said.
    pub owner: Option<OrganisationId>,
    /// By when.
    pub due_on: Option<Date>,
    /// The measure whose figures tell whether it worked.
    pub measure: Option<MeasureId>,
    /// What its owner said of it, oldest first.
    pub reports: Vec<Report>,
    /// Where it stands.
    pub state: State,
    /// Rises by one with every accepted change.
    pub version: i64,
    /// When it was written down.
    pub created_at: Timestamp,
}

words! {
    /// What an action comes from.
    pub enum Source {
        /// A decision (의결).
        Decision,
        /// An instruction of the mayor (지시·당부).
        Instruction,
        /// A point to improve (개선점).
        Improvement,
        /// A task of a task force (TF 과제).
        Task,
    }
}

/// What its owner said of an action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// On which day.
    pub on: Date,
    /// By whom, if a person.
    pub by: Option<PersonId>,
    /// What.
    pub text: String,
}

/// Where an action stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    /// To be done.
    Open,
    /// Done.
    Done {
        /// On which day.
        on: Date,
        /// What shows it.
        evidence: String,
        /// The day on which the secretariat looked at that and agreed; `None` until then.
        #[serde(default)]
        accepted_on: Option<Date>,
    },
    /// Let go.
    Dropped {
        /// On which day.
        on: Date,
        /// Why.
        why: String,
    },
}

impl Action {
    /// Word for where it stands: `open`, `done`, `dropped`.
    pub fn state_name(&self) -> &'static str {
        match self.state {
            State::Open => "open",
            State::Done { .. } => "done",
            State::Dropped { .. } => "dropped",
        }
    }

    /// Days since it should have been done; `None` when it is in time or settled.
    pub fn late_days(&self, today: Date) -> Option<i32> {
        let due = self.due_on.filter(|due| self.state == State::Open && *due < today)?;
        Some((today - due).get_days())
    }

    /// What must be so before it may be saved: field and what is wrong.
    pub fn check(&self) -> Vec<(&'static str, Message)> {
        let mut faults = Vec::new();
        if self.title.trim().is_empty() {
            faults.push(("title", Message::new("action-title")));
        } else if looks_like_resident_number(&self.title) {
            faults.push(("title", Message::new("resident-number-refused")));
        }
        faults
    }

    /// Says who does it by when, and by which figures it is judged.
    ///
    /// # Errors
    /// `action-settled`.
    pub fn assign(
        mut self,
        owner: Option<OrganisationId>,
        due_on: Option<Date>,
        measure: Option<MeasureId>,
    ) -> Result<Self, Message> {
        if self.state != State::Open {
            return Err(Message::new("action-settled"));
        }
        (self.owner, self.due_on, self.measure) = (owner, due_on, measure);
        Ok(self)
    }

    /// Its owner says how it goes.
    ///
    /// # Errors
    /// `action-settled`; `action-words` without any; `resident-number-refused`.
    pub fn report(mut self, on: Date, by: Option<PersonId>, text: &str) -> Result<Self, Message> {
        let text = self.said(text)?;
        self.reports.push(Report { on, by, text });
        Ok(self)
    }

    /// It is done, and this shows it.
    ///
    /// # Errors
    /// `action-settled`; `action-words` without evidence; `resident-number-refused`.
    pub fn done(mut self, on: Date, evidence: &str) -> Result<Self, Message> {
        let evidence = self.said(evidence)?;
        self.state = State::Done { on, evidence, accepted_on: None };
        Ok(self)
    }

    /// The secretariat looked at what shows it and agrees.
    ///
    /// # Errors
    /// `action-not-done` unless it is done and waits for that.
    pub fn accept(mut self, today: Date) -> Result<Self, Message> {
        match &mut self.state {
            State::Done { accepted_on: accepted @ None, .. } => *accepted = Some(today),
            _ => return Err(Message::new("action-not-done")),
        }
        Ok(self)
    }

    /// The secretariat looked at what shows it and gives it back with a reason; what was shown stays to be read.
    ///
    /// # Errors
    /// `action-not-done`; `action-words` without a reason; `resident-number-refused`.
    pub fn send_back(mut self, today: Date, by: Option<PersonId>, why: &str) -> Result<Self, Message> {
        let State::Done { on, evidence, accepted_on: None } = self.state else {
            return Err(Message::new("action-not-done"));
        };
        self.state = State::Open;
        let why = self.said(why)?;
        self.reports.push(Report { on, by: None, text: evidence });
        self.reports.push(Report { on: today, by, text: why });
        Ok(self)
    }

    /// It is let go, and why.
    ///
    /// # Errors
    /// `action-settled`; `action-words` without a reason; `resident-number-refused`.
    pub fn drop_it(mut self, on: Date, why: &str) -> Result<Self, Message> {
        let why = self.said(why)?;
        self.state = State::Dropped { on, why };
        Ok(self)
    }

    fn said(&self, text: &str) -> Result<String, Message> {
        if self.state != State::Open {
            return Err(Message::new("action-settled"));
        }
        if text.trim().is_empty() {
            return Err(Message::new("action-words"));
        }
        if looks_like_resident_number(text) {
            return Err(Message::new("resident-number-refused"));
        }
        Ok(text.trim().to_owned())
    }
}

/// The order in which a meeting sees what is open: the longest due first, then by number.
pub fn by_due(actions: &mut [Action]) {
    actions.sort_by(|one, other| (one.due_on, &one.number).cmp(&(other.due_on, &other.number)));
}

/// The order in which a meeting gave them: by what they come from, then by number.
pub fn by_number(actions: &mut [Action]) {
    actions.sort_by_key(|one| (one.source as u8, one.number.len(), one.number.clone()));
}

#[cfg(test)]
pub(crate) mod tests {
    use jiff::civil::date;

    use super::*;

    pub(crate) fn action() -> Action {
        Action {
            id: ActionId(uuid::Uuid::nil()),
            meeting: None,
            task_force: None,
            item: None,
            source: Source::Decision,
            number: "D2".to_owned(),
            title: "전역예정 장병 상담".to_owned(),
            owner: Some(OrganisationId(uuid::Uuid::nil())),
            due_on: Some(date(2016, 4, 29)),
            measure: None,
            reports: Vec::new(),
            state: State::Open,
            version: 1,
            created_at: Timestamp::UNIX_EPOCH,
        }
    }

    #[test]
    fn an_action_is_late_by_days_until_it_is_settled() {
        let one = action();
        assert_eq!(one.late_days(date(2016, 4, 29)), None);
        assert_eq!(one.late_days(date(2016, 5, 2)), Some(3));
        assert!(one.clone().done(date(2016, 5, 2), "  ").is_err(), "done without anything to show");
        let done = one.done(date(2016, 5, 2), "상담 40명, 명단").unwrap();
        assert_eq!(done.late_days(date(2016, 6, 2)), None);
        assert_eq!(done.clone().report(date(2016, 5, 3), None, "더").unwrap_err().code, "action-settled");
        assert!(done.drop_it(date(2016, 5, 3), "더").is_err());
    }

    #[test]
    fn what_is_done_is_looked_at_once_and_may_come_back() {
        let (may, june) = (date(2016, 5, 2), date(2016, 6, 1));
        assert_eq!(action().accept(may).unwrap_err().code, "action-not-done");
        let done = action().done(may, "상담 12명, 명단").unwrap();
        let back = done.clone().send_back(june, None, "40명이 목표였습니다").unwrap();
        let said: Vec<&str> = back.reports.iter().map(|report| report.text.as_str()).collect();
        assert_eq!((back.state_name(), said), ("open", vec!["상담 12명, 명단", "40명이 목표였습니다"]));
        assert!(done.clone().send_back(june, None, " ").is_err());
        let accepted = done.accept(june).unwrap();
        assert!(accepted.clone().accept(june).is_err());
        assert!(accepted.send_back(june, None, "다시").is_err(), "what was agreed stays agreed");
    }

    #[test]
    fn what_is_due_longest_is_seen_first() {
        let named = |number: &str, due| Action { number: number.to_owned(), due_on: due, ..action() };
        let mut all = [
            named("D3", Some(date(2016, 5, 13))),
            named("D2", Some(date(2016, 4, 29))),
            named("D1", Some(date(2016, 4, 29))),
        ];
        by_due(&mut all);
        assert_eq!(all.clone().map(|one| one.number), ["D1", "D2", "D3"]);
        all[0].number = "D10".to_owned();
        by_number(&mut all);
        assert_eq!(all.map(|one| one.number), ["D2", "D3", "D10"]);
    }
}
