//! What stands in the columns of councils and task forces: kept by a secretariat, with an end.

use domain::council::Council;

use crate::record::{Columns, Record};

impl Record for Council {
    const NOUN: &'static str = "council";

    fn columns(&self) -> Columns {
        Columns {
            organisation: self.organisation,
            parent: self.part_of.map(|id| id.0),
            due_on: self.ends_on,
            ..Columns::new(self.id, self.kind.into(), self.version)
        }
    }

    fn at_version(self, version: i64) -> Self {
        Self { version, ..self }
    }
}
