//! Conspicuous patterns that wait for a second person.

use domain::Ctx;
use domain::anomaly::{Anomaly, Finding};
use domain::id::{AnomalyId, TenantId};

use crate::change::{self, Entry};
use crate::slim::told;
use crate::{Error, Store, Tx, args, statements};

statements! { STATEMENTS {
    FIND = "SELECT body FROM anomaly WHERE tenant_id = $1 AND id = $2";
    KNOWN = "SELECT body FROM anomaly WHERE tenant_id = $1 AND found_key = $2";
    LIST = "SELECT body FROM anomaly WHERE tenant_id = $1 AND state = $2 ORDER BY at_ms DESC, id LIMIT $3";
    INSERT = "INSERT INTO anomaly (tenant_id, id, found_key, kind, state, at_ms, version, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    UPDATE = "UPDATE anomaly SET state = $4, version = $5, body = $6 WHERE tenant_id = $1 AND id = $2 AND version = $3";
} }

/// One finding.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get(store: &Store, tenant: TenantId, id: AnomalyId) -> Result<Anomaly, Error> {
    store.optional(FIND, args![tenant, id.to_string()]).await?.ok_or(Error::NotFound)?.json(0, "anomaly")
}

/// Findings, latest first: those that wait, or those that are settled.
///
/// # Errors
/// When the store cannot be read.
pub async fn list(store: &Store, tenant: TenantId, open: bool, limit: i64) -> Result<Vec<Anomaly>, Error> {
    let rows = store.all(LIST, args![tenant, state(open), limit]).await?;
    rows.iter().map(|row| row.json(0, "anomaly")).collect()
}

/// Puts a finding on the list; one that grew since is brought up to date, and one that was settled stays
/// so. Tells whether anything was written.
///
/// # Errors
/// When the store cannot be written.
pub async fn note(tx: &mut Tx, ctx: &Ctx, finding: &Finding) -> Result<bool, Error> {
    let key = finding.key();
    if let Some(row) = tx.optional(KNOWN, args![ctx.tenant, &key]).await? {
        let mut known: Anomaly = row.json(0, "anomaly")?;
        if known.finding == *finding || known.settled.is_some() {
            return Ok(false);
        }
        known.finding = finding.clone();
        update(tx, ctx, "grow", &known).await?;
        return Ok(true);
    }
    let anomaly =
        Anomaly { id: ctx.id(), finding: finding.clone(), found_at: ctx.now, settled: None, version: 1 };
    let json = told(&anomaly, "anomaly")?;
    let row = args![
        ctx.tenant,
        anomaly.id.to_string(),
        &key,
        finding.kind.to_string(),
        state(true),
        finding.at.as_millisecond(),
        anomaly.version,
        json.clone()
    ];
    tx.exec(INSERT, row).await?;
    change::append(tx, ctx, vec![Entry::new("anomaly", anomaly.id.0, "insert", json)]).await?;
    Ok(true)
}

/// Replaces a finding if nobody else has since it was read; its version rises by one.
///
/// # Errors
/// [`Error::Conflict`] when somebody has.
pub async fn update(tx: &mut Tx, ctx: &Ctx, verb: &str, anomaly: &Anomaly) -> Result<(), Error> {
    let mut anomaly = anomaly.clone();
    let read = anomaly.version;
    anomaly.version += 1;
    let json = told(&anomaly, "anomaly")?;
    let open = state(anomaly.settled.is_none());
    let row = args![ctx.tenant, anomaly.id.to_string(), read, open, anomaly.version, json.clone()];
    if tx.exec(UPDATE, row).await? == 0 {
        return Err(Error::Conflict("anomaly.version".to_owned()));
    }
    change::append(tx, ctx, vec![Entry::new("anomaly", anomaly.id.0, verb, json)]).await
}

fn state(open: bool) -> &'static str {
    if open { "open" } else { "settled" }
}
