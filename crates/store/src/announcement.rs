//! Rows of what other bodies announce: a copy of their lists, replaced as they change.

use std::collections::BTreeSet;

use domain::Ctx;
use domain::announcement::{Announcement, Kind};
use domain::id::TenantId;
use jiff::civil::Date;

use crate::{Error, Store, Tx, args, statements};

statements! { STATEMENTS {
    OF_SOURCE = "SELECT body FROM announcement WHERE tenant_id = $1 AND source = $2 ORDER BY source_key";
    CURRENT = "SELECT body FROM announcement WHERE tenant_id = $1 AND kind = $2 AND (until_on IS NULL OR until_on >= $3) ORDER BY until_on, id";
    UPSERT = "INSERT INTO announcement (tenant_id, id, source, source_key, kind, until_on, body) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (tenant_id, source, source_key) DO UPDATE SET until_on = excluded.until_on, body = excluded.body";
    REMOVE = "DELETE FROM announcement WHERE tenant_id = $1 AND source = $2 AND source_key = $3";
} }

/// All of a source.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_source(store: &Store, tenant: TenantId, source: &str) -> Result<Vec<Announcement>, Error> {
    store.all(OF_SOURCE, args![tenant, source]).await?.iter().map(|row| row.json(0, "announcement")).collect()
}

/// Those of a kind that are not over on a day; those without a last day come with them.
///
/// # Errors
/// When the store cannot be read.
pub async fn current(
    store: &Store,
    tenant: TenantId,
    kind: Kind,
    today: Date,
) -> Result<Vec<Announcement>, Error> {
    let rows = store.all(CURRENT, args![tenant, kind.to_string(), today.to_string()]).await?;
    rows.iter().map(|row| row.json(0, "announcement")).collect()
}

/// Writes those that are new or changed, and takes away those of the source that are gone.
///
/// # Errors
/// When the store cannot be written.
pub async fn replace(
    tx: &mut Tx,
    ctx: &Ctx,
    source: &str,
    told: &[Announcement],
    gone: &BTreeSet<String>,
) -> Result<(), Error> {
    for one in told {
        let body = serde_json::to_value(one).map_err(|_| Error::Unreadable("announcement"))?;
        let row = args![
            ctx.tenant,
            one.id.to_string(),
            source,
            &one.source_key,
            one.kind.to_string(),
            one.until.map(|day| day.to_string()),
            body
        ];
        tx.exec(UPSERT, row).await?;
    }
    for key in gone {
        tx.exec(REMOVE, args![ctx.tenant, source, key]).await?;
    }
    Ok(())
}
