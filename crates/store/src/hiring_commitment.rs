//! What stands in the columns of promises of jobs: each under its project, or its agreement.

use domain::hiring_commitment::HiringCommitment;

use crate::record::{Columns, Record};

impl Record for HiringCommitment {
    const NOUN: &'static str = "hiring_commitment";

    fn columns(&self) -> Columns {
        let state = if self.ended.is_some() { "ended" } else { "promised" };
        Columns {
            parent: self.project.map(|id| id.0).or(self.mou.map(|id| id.0)),
            organisation: self.organisation,
            ..Columns::new(self.id, state, self.version)
        }
    }

    fn at_version(self, version: i64) -> Self {
        Self { version, ..self }
    }
}
