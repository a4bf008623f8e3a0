//! What stands in the columns of report books: one a meeting and instant, under its meeting.

use domain::report_book::ReportBook;

use crate::record::{Columns, Record};

impl Record for ReportBook {
    const NOUN: &'static str = "report_book";

    fn columns(&self) -> Columns {
        Columns {
            parent: Some(self.facts.cover.meeting.0),
            known_as: Some(self.known_as()),
            ..Columns::new(self.id, self.state_name(), self.version)
        }
    }

    fn at_version(self, version: i64) -> Self {
        Self { version, ..self }
    }
}
