//! What stands in the columns of issues of the bulletin: known by week and choice, under nothing; and the lists of them,
//! which read of each what they show.

use domain::bulletin::Bulletin;
use domain::id::{BulletinId, TenantId};

use crate::record::{Columns, Record};
use crate::{Error, Store, args, statements};

statements! { STATEMENTS {
    LIKE = "SELECT id, known_as FROM record WHERE tenant_id = $1 AND noun = $2 AND known_as LIKE $3 ORDER BY id DESC LIMIT $4";
} }

/// Issues of a week by its number, with what they are known by, the newest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_week(
    store: &Store,
    tenant: TenantId,
    number: &str,
) -> Result<Vec<(BulletinId, String)>, Error> {
    like(store, tenant, &format!("{number} %"), 1_000).await
}

/// Issues of a choice by its key, the newest first, at most so many.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_choice(
    store: &Store,
    tenant: TenantId,
    key: &str,
    most: i64,
) -> Result<Vec<(BulletinId, String)>, Error> {
    like(store, tenant, &format!("% {key}"), most).await
}

async fn like(
    store: &Store,
    tenant: TenantId,
    pattern: &str,
    most: i64,
) -> Result<Vec<(BulletinId, String)>, Error> {
    let rows = store.all(LIKE, args![tenant, Bulletin::NOUN, pattern, most]).await?;
    rows.iter().map(|row| Ok((row.word(0, Bulletin::NOUN)?, row.get(1)?))).collect()
}

impl Record for Bulletin {
    const NOUN: &'static str = "bulletin";

    fn columns(&self) -> Columns {
        Columns { known_as: Some(self.facts.known_as()), ..Columns::new(self.id, "frozen", self.version) }
    }

    fn at_version(self, version: i64) -> Self {
        Self { version, ..self }
    }
}
