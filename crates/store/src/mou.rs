//! What stands in the columns of agreements: kept by a body, looked at again on their last day.

use domain::mou::Mou;

use crate::record::{Columns, Record};

impl Record for Mou {
    const NOUN: &'static str = "mou";

    fn columns(&self) -> Columns {
        Columns {
            organisation: self.organisation,
            due_on: self.until,
            ..Columns::new(self.id, "signed", self.version)
        }
    }

    fn at_version(self, version: i64) -> Self {
        Self { version, ..self }
    }
}
