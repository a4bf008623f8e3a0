//! What stands in the columns of monthly reports: one a body and month, due until handed in.

use domain::submission::Submission;

use crate::record::{Columns, Record};

impl Record for Submission {
    const NOUN: &'static str = "submission";

    fn columns(&self) -> Columns {
        let due_on = matches!(self.state.name(), "called" | "returned").then_some(self.due_on);
        Columns {
            organisation: Some(self.organisation),
            known_as: Some(self.known_as()),
            due_on,
            ..Columns::new(self.id, self.state.name(), self.version)
        }
    }

    fn at_version(self, version: i64) -> Self {
        Self { version, ..self }
    }
}
