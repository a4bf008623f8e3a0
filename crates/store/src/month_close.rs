//! Closed months of the ledger. A row is written once and never changed (CR-21).

use domain::Ctx;
use domain::counting::Frozen;
use domain::id::{PersonId, TenantId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::change::{self, Entry};
use crate::slim::told;
use crate::{Error, Store, Tx, args, statements};

statements! { STATEMENTS {
    ALL = "SELECT body FROM month_close WHERE tenant_id = $1 ORDER BY month";
    INSERT = "INSERT INTO month_close (tenant_id, id, month, closed_ms, rule_set, digest, body) VALUES ($1, $2, $3, $4, $5, $6, $7)";
} }

/// A closed month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthClose {
    /// Its id.
    pub id: Uuid,
    /// When it was closed.
    pub closed_at: Timestamp,
    /// By whom, if a person.
    pub closed_by: Option<PersonId>,
    /// Version of the counting rules.
    pub rule_set: String,
    /// Digest of the rows it was counted from.
    pub digest: String,
    /// What it says.
    pub frozen: Frozen,
}

/// All closed months in order.
///
/// # Errors
/// When the store cannot be read.
pub async fn all(store: &Store, tenant: TenantId) -> Result<Vec<MonthClose>, Error> {
    store.all(ALL, args![tenant]).await?.iter().map(|row| row.json(0, "month_close")).collect()
}

/// Closes a month.
///
/// # Errors
/// [`Error::Conflict`] when it is closed already.
pub async fn insert(tx: &mut Tx, ctx: &Ctx, close: &MonthClose) -> Result<(), Error> {
    let json = told(close, "month_close")?;
    let row = args![
        ctx.tenant,
        close.id.to_string(),
        close.frozen.month.to_string(),
        close.closed_at.as_millisecond(),
        &close.rule_set,
        &close.digest,
        json.clone()
    ];
    tx.exec(INSERT, row).await?;
    change::append(tx, ctx, vec![Entry::new("month_close", close.id, "insert", json)]).await
}
