//! What stands in the columns of leads: found by a body, due when they are to be seen to.

use domain::lead::Lead;

use crate::record::{Columns, Record};

impl Record for Lead {
    const NOUN: &'static str = "lead";

    fn columns(&self) -> Columns {
        let due_on = self.next_on.filter(|_| self.state.is_live());
        Columns {
            organisation: self.organisation,
            due_on,
            ..Columns::new(self.id, self.state.name(), self.version)
        }
    }

    fn at_version(self, version: i64) -> Self {
        Self { version, ..self }
    }
}
