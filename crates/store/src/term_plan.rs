//! What stands in the columns of comprehensive plans: one a term.

use domain::term_plan::TermPlan;

use crate::record::{Columns, Record};

impl Record for TermPlan {
    const NOUN: &'static str = "term_plan";

    fn columns(&self) -> Columns {
        Columns {
            organisation: self.organisation,
            known_as: Some(self.term.clone()),
            ..Columns::new(self.id, self.state_name(), self.version)
        }
    }

    fn at_version(self, version: i64) -> Self {
        Self { version, ..self }
    }
}
