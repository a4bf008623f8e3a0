//! What stands in the columns of hiring events: the body that holds them, and the day on which they begin or should be over.

use domain::hiring_event::{HiringEvent, State};

use crate::record::{Columns, Record};

impl Record for HiringEvent {
    const NOUN: &'static str = "hiring_event";

    fn columns(&self) -> Columns {
        Columns {
            organisation: self.host,
            parent: self.project.map(|project| project.0),
            due_on: match self.state {
                State::Planned | State::Published { .. } | State::Held { .. } => Some(self.on),
                State::Closed { .. } | State::Cancelled { .. } => None,
            },
            ..Columns::new(self.id, self.state.name().into(), self.version)
        }
    }

    fn at_version(self, version: i64) -> Self {
        Self { version, ..self }
    }
}
