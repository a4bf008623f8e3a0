//! What stands in the columns of rosters of projects and events: each under its project.

use domain::roster::Roster;

use crate::record::{Columns, Record};

impl Record for Roster {
    const NOUN: &'static str = "roster";

    fn columns(&self) -> Columns {
        let state = if self.withdrawn.is_some() { "withdrawn" } else { "told" };
        Columns {
            parent: Some(self.project.0),
            organisation: self.organisation,
            ..Columns::new(self.id, state, self.version)
        }
    }

    fn at_version(self, version: i64) -> Self {
        Self { version, ..self }
    }
}
