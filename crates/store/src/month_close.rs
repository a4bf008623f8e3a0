//! Closed months of the ledger. A row is written once and never changed (CR-21).

use domain::Ctx;
use std::collections::BTreeMap;

use domain::counting::Frozen;
use domain::id::{PersonId, PlacementId, TenantId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::change::{self, Entry};
use crate::slim::told;
use crate::{Error, Store, Tx, args, statements};

statements! { STATEMENTS {
    ALL = "SELECT body FROM month_close WHERE tenant_id = $1 ORDER BY month";
    COUNT = "SELECT COUNT(*) FROM month_close WHERE tenant_id = $1";
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
    /// The claims behind each of its numbers, so that none vanishes when it no longer counts.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub rows: BTreeMap<String, Vec<PlacementId>>,
}

/// All closed months in order.
///
/// # Errors
/// When the store cannot be read.
pub async fn all(store: &Store, tenant: TenantId) -> Result<Vec<MonthClose>, Error> {
    store.all(ALL, args![tenant]).await?.iter().map(|row| row.json(0, "month_close")).collect()
}

/// Closes a month, as the one after `known` others: it carries the corrections that were open then.
///
/// # Errors
/// [`Error::Conflict`] when it is closed already, or another was closed meanwhile.
pub async fn insert(tx: &mut Tx, ctx: &Ctx, close: &MonthClose, known: usize) -> Result<(), Error> {
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
    // Entries of the log are written one after the other: whoever comes second counts the first.
    change::append(tx, ctx, vec![Entry::new("month_close", close.id, "insert", json)]).await?;
    let all = tx.optional(COUNT, args![ctx.tenant]).await?.map_or(Ok(0), |row| row.get::<i64>(0))?;
    if usize::try_from(all).ok() == Some(known + 1) {
        return Ok(());
    }
    Err(Error::Conflict("month_close".to_owned()))
}
