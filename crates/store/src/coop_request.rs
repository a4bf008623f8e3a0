//! What stands in the columns of requests between bodies: owned by the one that answers, due until answered.

use domain::coop_request::CoopRequest;

use crate::record::{Columns, Record};

impl Record for CoopRequest {
    const NOUN: &'static str = "coop_request";

    fn columns(&self) -> Columns {
        let due_on = (self.state_name() == "asked").then_some(self.answer_by);
        Columns {
            organisation: Some(self.to),
            due_on,
            ..Columns::new(self.id, self.state_name(), self.version)
        }
    }

    fn at_version(self, version: i64) -> Self {
        Self { version, ..self }
    }
}
