//! What stands in the columns of agenda items: under their meeting, brought by a body.

use domain::agenda_item::AgendaItem;

use crate::record::{Columns, Record};

impl Record for AgendaItem {
    const NOUN: &'static str = "agenda_item";

    fn columns(&self) -> Columns {
        let state = if self.withdrawn.is_some() { "withdrawn" } else { "brought" };
        Columns {
            parent: Some(self.meeting.0),
            organisation: self.organisation,
            ..Columns::new(self.id, state, self.version)
        }
    }

    fn at_version(self, version: i64) -> Self {
        Self { version, ..self }
    }
}
