//! What stands in the columns of ideas: known by their number.

use domain::idea::Idea;

use crate::record::{Columns, Record};

impl Record for Idea {
    const NOUN: &'static str = "idea";

    fn columns(&self) -> Columns {
        Columns {
            organisation: self.organisation,
            known_as: Some(self.number.clone()),
            ..Columns::new(self.id, self.state.name(), self.version)
        }
    }

    fn at_version(self, version: i64) -> Self {
        Self { version, ..self }
    }
}
