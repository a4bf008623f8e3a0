//! What stands in the columns of projects: known by their number, owned by a body.

use domain::project::Project;

use crate::record::{Columns, Record};

impl Record for Project {
    const NOUN: &'static str = "project";

    fn columns(&self) -> Columns {
        Columns {
            organisation: Some(self.owner),
            known_as: Some(self.number.clone()),
            ..Columns::new(self.id, self.stage().into(), self.version)
        }
    }

    fn at_version(self, version: i64) -> Self {
        Self { version, ..self }
    }
}
