//! What of a cohort waits for somebody, and since which day.
//!
//! It must not know who that is.

use jiff::civil::{Date, DateTime};

use crate::enrolment::{self, Enrolment};
use crate::reminder::{Act, Due};

use super::{Cohort, Session, State};

impl Cohort {
    /// What waits, the longest first, at an instant on the city's clocks.
    pub fn due(&self, enrolments: &[Enrolment], now: DateTime) -> Vec<Due> {
        let today = now.date();
        let due = |act: Act, on: Date| (on <= today).then_some(Due::new(on, act));
        let promotes = self.seats.free() > 0 && !enrolment::waiting(enrolments).is_empty();
        let fill = due(Act::FillSeat, today).filter(|_| promotes && today <= self.until);
        let mut found: Vec<Due> = match self.state {
            State::Planned | State::Completed { .. } | State::Cancelled { .. } => Vec::new(),
            State::Recruiting { .. } => {
                let after = self.apply_until.and_then(|last| last.tomorrow().ok());
                let choose = due(Act::ChooseApplicants, after.unwrap_or(self.from).min(self.from));
                choose.into_iter().collect()
            }
            State::Selected { .. } => due(Act::StartCohort, self.from).into_iter().chain(fill).collect(),
            State::Running { .. } => {
                let note =
                    self.unnoted(enrolments, now).map(|session| Due::new(session.on, Act::NoteAttendance));
                let close = self.until.tomorrow().ok().and_then(|after| due(Act::CloseCohort, after));
                note.into_iter().chain(fill).chain(close).collect()
            }
        };
        found.sort();
        found
    }

    /// The first session that is over and of which nothing is noted of somebody who takes part.
    pub fn unnoted(&self, enrolments: &[Enrolment], now: DateTime) -> Option<&Session> {
        let taking = |one: &&Enrolment| matches!(one.state, enrolment::State::Enrolled { .. });
        let open = |session: &&Session| {
            enrolments.iter().filter(taking).any(|one| !one.attendance.contains_key(&session.nth))
        };
        let held = self.sessions.iter().filter(|session| !session.is_cancelled() && session.ends() <= now);
        held.filter(open).min_by_key(|session| session.ends())
    }
}
