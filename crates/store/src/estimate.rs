//! What stands in the columns of estimates: each under its project.

use domain::estimate::Estimate;

use crate::record::{Columns, Record};

impl Record for Estimate {
    const NOUN: &'static str = "estimate";

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
