//! What stands in the columns of remarks: each under what it is on.

use domain::comment::Comment;

use crate::record::{Columns, Record};

impl Record for Comment {
    const NOUN: &'static str = "comment";

    fn columns(&self) -> Columns {
        let state = if self.withdrawn_at.is_some() { "withdrawn" } else { "said" };
        Columns {
            parent: Some(self.about),
            organisation: self.organisation,
            ..Columns::new(self.id, state, self.version)
        }
    }

    fn at_version(self, version: i64) -> Self {
        Self { version, ..self }
    }
}
