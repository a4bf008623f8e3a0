//! What stands in the columns of receipts: each under what was read, once for a person.

use domain::receipt::Receipt;

use crate::record::{Columns, Record};

impl Record for Receipt {
    const NOUN: &'static str = "receipt";

    fn columns(&self) -> Columns {
        Columns {
            parent: Some(self.about),
            organisation: self.organisation,
            known_as: Some(Self::known_as(self.about, self.by)),
            ..Columns::new(self.id, "read", 1)
        }
    }

    fn at_version(self, _: i64) -> Self {
        self
    }
}
