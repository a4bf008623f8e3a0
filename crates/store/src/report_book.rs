//! What stands in the columns of report books: one a meeting and instant, under its meeting; and their list, which reads of
//! each what it shows, for a book is a megabyte in a large city.

use domain::id::{ReportBookId, TenantId};
use domain::report_book::{ReportBook, State};
use jiff::Timestamp;

use crate::record::{Columns, Record};
use crate::{Error, Store, args, statements};

statements! { STATEMENTS {
    LIST = "SELECT id, body->'facts'->'cover'->>'title', body->'facts'->'cover'->>'as_of', body->>'hash', body->'state' FROM record WHERE tenant_id = $1 AND noun = $2";
} }

/// A book as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Which.
    pub id: ReportBookId,
    /// Of which meeting.
    pub title: String,
    /// As of when.
    pub as_of: Timestamp,
    /// Its hash.
    pub hash: String,
    /// Where it stands.
    pub state: State,
}

/// All books as a list shows them, the newest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn list(store: &Store, tenant: TenantId) -> Result<Vec<Line>, Error> {
    const NOUN: &str = ReportBook::NOUN;
    let rows = store.all(LIST, args![tenant, NOUN]).await?;
    let line = |row: &crate::Row| {
        Ok(Line {
            id: row.word(0, NOUN)?,
            title: row.get(1)?,
            as_of: row.word(2, NOUN)?,
            hash: row.get(3)?,
            state: row.json(4, NOUN)?,
        })
    };
    let mut lines = rows.iter().map(line).collect::<Result<Vec<Line>, Error>>()?;
    lines.sort_by_key(|line| std::cmp::Reverse((line.as_of, line.id)));
    Ok(lines)
}

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
