//! What stands in the columns of papers that wait for a printer: under those with which they were handed over, due on the
//! last day on which they are listed.

use domain::print_job::PrintJob;

use crate::record::{Columns, Record};

impl Record for PrintJob {
    const NOUN: &'static str = "print_job";

    fn columns(&self) -> Columns {
        Columns {
            parent: self.batch(),
            known_as: self.once.clone(),
            due_on: self.listed_until,
            ..Columns::new(self.id, self.state_name(), self.version)
        }
    }

    fn at_version(self, version: i64) -> Self {
        Self { version, ..self }
    }
}
