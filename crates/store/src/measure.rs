//! What stands in the columns of measures: under their plan, owned by a body.

use domain::measure::Measure;

use crate::record::{Columns, Record};

impl Record for Measure {
    const NOUN: &'static str = "measure";

    fn columns(&self) -> Columns {
        Columns {
            parent: Some(self.term_plan.0),
            organisation: Some(self.owner),
            ..Columns::new(self.id, "planned", self.version)
        }
    }

    fn at_version(self, version: i64) -> Self {
        Self { version, ..self }
    }
}
