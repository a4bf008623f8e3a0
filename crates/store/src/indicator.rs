//! What stands in the columns of outside figures: each known by series, base, period and source.

use domain::indicator::Indicator;

use crate::record::{Columns, Record};

impl Record for Indicator {
    const NOUN: &'static str = "indicator";

    fn columns(&self) -> Columns {
        let known_as = format!("{}|{}|{}|{}|{}", self.series, self.base, self.period, self.aim, self.source);
        Columns { known_as: Some(known_as), ..Columns::new(self.id, "published", self.version) }
    }

    fn at_version(self, version: i64) -> Self {
        Self { version, ..self }
    }
}
