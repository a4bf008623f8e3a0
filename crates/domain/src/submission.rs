//! One body's report of one month (월 실적 제출): called for, handed in or "nothing to report" with a reason, looked at, returned
//! with a remark or accepted. What it reports are rows of the ledger; here stands only that it did, and when.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::counting::Month;
use crate::id::{ImportId, OrganisationId, PersonId, SubmissionId};
use crate::message::Message;
use crate::person::looks_like_resident_number;

/// Word in the history for a reminder.
const REMINDED: &str = "reminded";
/// Reminders after which somebody must call.
const MOST_REMINDERS: usize = 5;

/// A report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submission {
    /// Its id.
    pub id: SubmissionId,
    /// Whose.
    pub organisation: OrganisationId,
    /// Of which month.
    pub month: Month,
    /// By when.
    pub due_on: Date,
    /// Where it stands.
    pub state: State,
    /// What happened to it, oldest first.
    pub history: Vec<Event>,
    /// Files that came with it of which rows still want mending (보완), each with how many.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mending: Vec<(ImportId, i64)>,
    /// What the next officer should know (인수인계).
    pub hand_over: String,
    /// Rises by one with every accepted change.
    pub version: i64,
    /// When it was called for.
    pub created_at: Timestamp,
}

/// Where a report stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    /// Called for.
    Called,
    /// Handed in.
    Submitted {
        /// Rows of the ledger that came with it.
        rows: i64,
        /// Rows of its sheet that still want mending (보완).
        to_mend: i64,
    },
    /// There was nothing to report, and why (해당없음).
    Nothing {
        /// Why.
        why: String,
    },
    /// Sent back with a remark.
    Returned {
        /// What is to be mended.
        remark: String,
    },
    /// Accepted.
    Accepted {
        /// Rows of the ledger that came with it; none for nothing to report.
        rows: i64,
    },
}

/// Something that happened to a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Word of the state it came to.
    pub state: String,
    /// On which day.
    pub on: Date,
    /// When.
    pub at: Timestamp,
    /// By whom, if a person.
    pub by: Option<PersonId>,
    /// What was said with it.
    pub words: String,
}

impl State {
    /// Word for it: `called`, `submitted`, `nothing`, `returned`, `accepted`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Called => "called",
            Self::Submitted { .. } => "submitted",
            Self::Nothing { .. } => "nothing",
            Self::Returned { .. } => "returned",
            Self::Accepted { .. } => "accepted",
        }
    }
}

impl Submission {
    /// What it is known by: once a month and body.
    pub fn known_as(&self) -> String {
        format!("{}|{}", self.month, self.organisation)
    }

    /// The day on which it was first handed in or had nothing to report.
    pub fn handed_in_on(&self) -> Option<Date> {
        self.history
            .iter()
            .find(|event| matches!(event.state.as_str(), "submitted" | "nothing"))
            .map(|event| event.on)
    }

    /// The call for a body's report of a month; what the last officer left goes on to the next.
    pub fn call(
        ctx: &crate::Ctx,
        organisation: OrganisationId,
        month: Month,
        due_on: Date,
        left: &str,
    ) -> Self {
        Self {
            id: ctx.id(),
            organisation,
            month,
            due_on,
            state: State::Called,
            history: Vec::new(),
            mending: Vec::new(),
            hand_over: left.to_owned(),
            version: 1,
            created_at: ctx.now,
        }
    }

    /// Whether somebody must still hand it in.
    pub fn waits(&self) -> bool {
        matches!(self.state, State::Called | State::Returned { .. })
    }

    /// How often its body was reminded.
    pub fn reminders(&self) -> usize {
        self.history.iter().filter(|event| event.state == REMINDED).count()
    }

    /// Reminds the body of what is overdue: a day after the deadline, and every third day after that, five times at
    /// most. `None` when it is not time.
    #[must_use]
    pub fn remind(&self, ctx: &crate::Ctx) -> Option<Self> {
        let late = self.late_days(ctx.today()).filter(|_| matches!(self.state, State::Called))?;
        let due = 1 + usize::try_from((late - 1) / 3).unwrap_or(0);
        if self.reminders() >= due.min(MOST_REMINDERS) {
            return None;
        }
        let mut next = self.clone();
        let (state, words) = (REMINDED.to_owned(), String::new());
        next.history.push(Event { state, on: ctx.today(), at: ctx.now, by: None, words });
        Some(next)
    }

    /// Leaves a note for the next officer.
    ///
    /// # Errors
    /// `resident-number-refused`.
    pub fn hand_over(self, note: &str) -> Result<Self, Message> {
        if looks_like_resident_number(note) {
            return Err(Message::new("resident-number-refused"));
        }
        Ok(Self { hand_over: note.trim().to_owned(), ..self })
    }

    /// Days it was, or is, late: `D+1`. `None` in time.
    pub fn late_days(&self, today: Date) -> Option<i32> {
        let on = self.handed_in_on().unwrap_or(today);
        (on > self.due_on).then(|| (on - self.due_on).get_days())
    }

    /// Rows of its files that still want mending.
    pub fn to_mend(&self) -> i64 {
        self.mending.iter().map(|(_, rows)| rows).sum()
    }

    /// A file of it was taken in and left so many rows to mend; it may stand in the place of an earlier one.
    #[must_use]
    pub fn with_file(mut self, file: ImportId, left: i64, instead_of: Option<ImportId>) -> Self {
        self.mending.retain(|(known, _)| *known != file && Some(*known) != instead_of);
        if left > 0 {
            self.mending.push((file, left));
        }
        self.recounted()
    }

    /// Nobody will mend what is left of a file.
    #[must_use]
    pub fn without_file(mut self, file: ImportId) -> Self {
        self.mending.retain(|(known, _)| *known != file);
        self.recounted()
    }

    fn recounted(mut self) -> Self {
        let left = self.to_mend();
        if let State::Submitted { to_mend, .. } = &mut self.state {
            *to_mend = left;
        }
        self
    }

    /// Hands it in with so many rows of the ledger. What was accepted is corrected in the open month, not here.
    ///
    /// # Errors
    /// `submission-step-refused` once it is accepted; `submission-empty` without a row.
    pub fn submit(self, rows: i64, ctx: &crate::Ctx) -> Result<Self, Message> {
        let to_mend = self.to_mend();
        if rows + to_mend <= 0 {
            return Err(Message::new("submission-empty"));
        }
        self.become_(
            State::Submitted { rows, to_mend },
            &["called", "submitted", "nothing", "returned"],
            "",
            ctx,
        )
    }

    /// Says that there is nothing to report, and why.
    ///
    /// # Errors
    /// `submission-step-refused` once rows were handed in; `submission-words` without a reason; `resident-number-refused`.
    pub fn nothing(self, why: &str, ctx: &crate::Ctx) -> Result<Self, Message> {
        let why = said(why)?;
        self.become_(State::Nothing { why: why.clone() }, &["called", "returned", "nothing"], &why, ctx)
    }

    /// Sends it back with what is to be mended.
    ///
    /// # Errors
    /// `submission-step-refused` unless it was handed in; `submission-words` without a remark.
    pub fn return_with(self, remark: &str, ctx: &crate::Ctx) -> Result<Self, Message> {
        let remark = said(remark)?;
        self.become_(State::Returned { remark: remark.clone() }, &["submitted", "nothing"], &remark, ctx)
    }

    /// Accepts it.
    ///
    /// # Errors
    /// `submission-step-refused` unless it was handed in; `submission-to-mend` while rows want mending.
    pub fn accept(self, ctx: &crate::Ctx) -> Result<Self, Message> {
        let rows = match self.state {
            State::Submitted { to_mend, .. } if to_mend > 0 => {
                return Err(Message::new("submission-to-mend").with("count", to_mend));
            }
            State::Submitted { rows, .. } => rows,
            _ => 0,
        };
        self.become_(State::Accepted { rows }, &["submitted", "nothing"], "", ctx)
    }

    fn become_(mut self, next: State, from: &[&str], words: &str, ctx: &crate::Ctx) -> Result<Self, Message> {
        if !from.contains(&self.state.name()) {
            let state = Message::word("submission-state", self.state.name());
            let step = Message::word("submission-state", next.name());
            return Err(Message::new("submission-step-refused").with("state", state).with("step", step));
        }
        let (state, words) = (next.name().to_owned(), words.to_owned());
        self.history.push(Event { state, on: ctx.today(), at: ctx.now, by: ctx.actor.person, words });
        self.state = next;
        Ok(self)
    }
}

fn said(text: &str) -> Result<String, Message> {
    if text.trim().is_empty() {
        return Err(Message::new("submission-words"));
    }
    if looks_like_resident_number(text) {
        return Err(Message::new("resident-number-refused"));
    }
    Ok(text.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use jiff::tz::TimeZone;

    use super::*;
    use crate::{Actor, Ctx};

    fn on(day: &str) -> Ctx {
        let now = format!("{day}T03:00:00Z").parse().unwrap();
        Ctx::new(crate::id::TenantId(uuid::Uuid::nil()), Actor::system(), now, TimeZone::UTC, [7; 32])
    }

    fn called() -> Submission {
        Submission {
            id: SubmissionId(uuid::Uuid::nil()),
            organisation: OrganisationId(uuid::Uuid::nil()),
            month: Month::parse("2016-02").unwrap(),
            due_on: date(2016, 3, 7),
            state: State::Called,
            history: Vec::new(),
            mending: Vec::new(),
            hand_over: String::new(),
            version: 1,
            created_at: Timestamp::UNIX_EPOCH,
        }
    }

    #[test]
    fn a_report_not_handed_in_is_late_by_days_and_stays_so_once_it_is() {
        assert_eq!(called().late_days(date(2016, 3, 7)), None);
        assert_eq!(called().late_days(date(2016, 3, 8)), Some(1));
        let late =
            called().with_file(ImportId(uuid::Uuid::nil()), 3, None).submit(8, &on("2016-03-10")).unwrap();
        assert_eq!(late.late_days(date(2016, 6, 1)), Some(3));
        let returned = late.return_with("3행을 보완해 주세요", &on("2016-03-11")).unwrap();
        let again = returned.without_file(ImportId(uuid::Uuid::nil())).submit(11, &on("2016-03-20")).unwrap();
        assert_eq!(again.late_days(date(2016, 6, 1)), Some(3), "the first day counts");
        let accepted = again.accept(&on("2016-03-21")).unwrap();
        assert_eq!(accepted.state, State::Accepted { rows: 11 });
        assert!(accepted.submit(1, &on("2016-03-22")).is_err());
    }

    #[test]
    fn an_overdue_body_is_reminded_every_third_day_and_not_without_end() {
        let mut report = called();
        let mut days = Vec::new();
        for day in 1..=31 {
            let ctx = on(&format!("2016-03-{day:02}"));
            while let Some(reminded) = report.remind(&ctx) {
                days.push(day);
                report = reminded;
            }
        }
        assert_eq!(days, [8, 11, 14, 17, 20], "once a day at most, five times in all");
        assert_eq!(report.handed_in_on(), None, "a reminder hands nothing in");
        let in_time = called().submit(1, &on("2016-03-09")).unwrap();
        assert_eq!(in_time.remind(&on("2016-03-20")), None);
    }

    #[test]
    fn nothing_to_report_needs_a_reason_and_rows_to_mend_are_not_accepted() {
        assert_eq!(called().nothing(" ", &on("2016-03-04")).unwrap_err().code, "submission-words");
        let nothing = called().nothing("공사 착공 전", &on("2016-03-04")).unwrap();
        assert_eq!(nothing.late_days(date(2016, 3, 8)), None);
        assert_eq!(nothing.accept(&on("2016-03-08")).unwrap().state, State::Accepted { rows: 0 });
        let waiting =
            called().with_file(ImportId(uuid::Uuid::nil()), 3, None).submit(8, &on("2016-03-04")).unwrap();
        assert_eq!(waiting.clone().accept(&on("2016-03-08")).unwrap_err().code, "submission-to-mend");
        assert_eq!(
            waiting.clone().nothing("없음", &on("2016-03-08")).unwrap_err().code,
            "submission-step-refused"
        );
        let mended =
            waiting.clone().with_file(ImportId(uuid::Uuid::max()), 1, Some(ImportId(uuid::Uuid::nil())));
        assert_eq!(
            mended.state,
            State::Submitted { rows: 8, to_mend: 1 },
            "the later file stands for the first"
        );
        assert_eq!(called().submit(0, &on("2016-03-04")).unwrap_err().code, "submission-empty");
    }
}
