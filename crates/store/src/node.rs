//! What stands in the columns of machines: known by their mark.

use domain::node::{Node, State};

use crate::record::{Columns, Record};

impl Record for Node {
    const NOUN: &'static str = "node";

    fn columns(&self) -> Columns {
        let state = match self.state {
            State::Invited { .. } => "invited",
            State::Enrolled { .. } => "enrolled",
            State::Revoked { .. } => "revoked",
        };
        Columns {
            organisation: self.organisation,
            known_as: Some(self.mark.clone()),
            ..Columns::new(self.id, state, self.version)
        }
    }

    fn at_version(self, version: i64) -> Self {
        Self { version, ..self }
    }
}
