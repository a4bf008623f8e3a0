//! What stands in the columns of shifts of supporters: of the project to whose rosters their days belong, due on their day.

use domain::supporter_shift::{Shift, State};

use crate::record::{Columns, Record};

impl Record for Shift {
    const NOUN: &'static str = "supporter_shift";

    fn columns(&self) -> Columns {
        Columns {
            parent: self.content.project.map(Into::into),
            organisation: Some(self.organisation),
            due_on: (self.state == State::Open).then_some(self.content.day),
            ..Columns::new(self.id, self.state.name().into(), self.version)
        }
    }

    fn at_version(self, version: i64) -> Self {
        Self { version, ..self }
    }
}
