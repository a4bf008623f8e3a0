//! What stands in the columns of cohorts: known by programme and number, due on the day on which they begin or end.

use domain::cohort::{Cohort, State};

use crate::record::{Columns, Record};

impl Record for Cohort {
    const NOUN: &'static str = "cohort";

    fn columns(&self) -> Columns {
        let due_on = match self.state {
            State::Planned | State::Recruiting { .. } | State::Selected { .. } => Some(self.from),
            State::Running { .. } => Some(self.until),
            State::Completed { .. } | State::Cancelled { .. } => None,
        };
        Columns {
            organisation: self.organisation,
            known_as: Some(format!("{}/{}", self.program, self.number)),
            due_on,
            ..Columns::new(self.id, self.state.name().into(), self.version)
        }
    }

    fn at_version(self, version: i64) -> Self {
        Self { version, ..self }
    }
}
