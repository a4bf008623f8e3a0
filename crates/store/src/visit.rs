//! What stands in the columns of visits: each under its lead. What was written of one is never changed.

use domain::visit::Visit;

use crate::record::{Columns, Record};

impl Record for Visit {
    const NOUN: &'static str = "visit";

    fn columns(&self) -> Columns {
        Columns {
            parent: Some(self.lead.0),
            organisation: self.organisation,
            ..Columns::new(self.id, "paid", 1)
        }
    }

    fn at_version(self, _: i64) -> Self {
        self
    }
}
