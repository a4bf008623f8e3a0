//! What stands in the columns of meetings: under their council, due on their day.

use domain::meeting::Meeting;

use crate::record::{Columns, Record};

impl Record for Meeting {
    const NOUN: &'static str = "meeting";

    fn columns(&self) -> Columns {
        let due_on = matches!(self.state.name(), "called" | "open").then(|| self.at.date());
        Columns {
            parent: self.council.map(|id| id.0),
            organisation: self.organisation,
            due_on,
            ..Columns::new(self.id, self.state.name(), self.version)
        }
    }

    fn at_version(self, version: i64) -> Self {
        Self { version, ..self }
    }
}
