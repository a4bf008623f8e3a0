//! What stands in the columns of actions: under their meeting or task force, owned by a body, due while open.

use domain::action::Action;

use crate::record::{Columns, Record};

impl Record for Action {
    const NOUN: &'static str = "action";

    fn columns(&self) -> Columns {
        let due_on = self.due_on.filter(|_| self.state_name() == "open");
        Columns {
            parent: self.meeting.map(|id| id.0).or(self.task_force.map(|id| id.0)),
            organisation: self.owner,
            due_on,
            ..Columns::new(self.id, self.state_name(), self.version)
        }
    }

    fn at_version(self, version: i64) -> Self {
        Self { version, ..self }
    }
}
