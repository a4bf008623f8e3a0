//! Rows of connections to lists of the state: the record of each, its key sealed under a key of its own, how its last run
//! went, and the records as they were told.

use std::collections::BTreeMap;

use domain::Ctx;
use domain::connector::{Connector, Run};
use domain::id::{ConnectorId, PersonId, TenantId};
use zeroize::Zeroizing;

use crate::record::{Columns, Record};
use crate::seal::Place;
use crate::{Error, Store, Tx, args, key, statements};

statements! { STATEMENTS {
    SET_KEY = "INSERT INTO connector_key (tenant_id, connector_id, sealed) VALUES ($1, $2, $3) ON CONFLICT (tenant_id, connector_id) DO UPDATE SET sealed = excluded.sealed";
    KEY = "SELECT c.sealed, k.wrapped FROM connector_key c LEFT JOIN person_key k ON k.tenant_id = c.tenant_id AND k.person_id = c.connector_id WHERE c.tenant_id = $1 AND c.connector_id = $2";
    DROP_KEY = "DELETE FROM connector_key WHERE tenant_id = $1 AND connector_id = $2";
    RUN = "SELECT body FROM connector_run WHERE tenant_id = $1 AND connector_id = $2";
    KEEP_RUN = "INSERT INTO connector_run (tenant_id, connector_id, body) VALUES ($1, $2, $3) ON CONFLICT (tenant_id, connector_id) DO UPDATE SET body = excluded.body";
    RAW = "SELECT source_key, body FROM source_record WHERE tenant_id = $1 AND source = $2 ORDER BY source_key";
    RAW_ONE = "SELECT body FROM source_record WHERE tenant_id = $1 AND source = $2 AND source_key = $3";
    KEEP_RAW = "INSERT INTO source_record (tenant_id, source, source_key, at_ms, body) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (tenant_id, source, source_key) DO UPDATE SET at_ms = excluded.at_ms, body = excluded.body";
} }

/// A record as a list told it: names of its parts and what stood there.
pub type Raw = BTreeMap<String, String>;

impl Record for Connector {
    const NOUN: &'static str = "connector";

    fn columns(&self) -> Columns {
        Columns {
            known_as: Some(self.kind.to_string()),
            ..Columns::new(self.id, if self.on { "on" } else { "off" }, self.version)
        }
    }

    fn at_version(self, version: i64) -> Self {
        Self { version, ..self }
    }
}

/// Keeps the key of a connection, sealed; an empty one is forgotten.
///
/// # Errors
/// When the store cannot be written.
pub async fn set_key(tx: &mut Tx, ctx: &Ctx, id: ConnectorId, secret: &str) -> Result<(), Error> {
    let row = id.to_string();
    if secret.is_empty() {
        return tx.exec(DROP_KEY, args![ctx.tenant, row]).await.map(|_| ());
    }
    let place = place(ctx.tenant, &row);
    let sealed = key::seal_bytes(tx, ctx, PersonId(id.0), place, secret.as_bytes()).await?;
    tx.exec(SET_KEY, args![ctx.tenant, &row, sealed]).await.map(|_| ())
}

/// The key of a connection; `None` while none is set.
///
/// # Errors
/// When the store cannot be read or what is sealed cannot be opened.
pub async fn key(
    store: &Store,
    tenant: TenantId,
    id: ConnectorId,
) -> Result<Option<Zeroizing<String>>, Error> {
    let row_id = id.to_string();
    let Some(row) = store.optional(KEY, args![tenant, &row_id]).await? else { return Ok(None) };
    let sealed: Vec<u8> = row.get(0)?;
    let plain = key::open_bytes(&store.keys, tenant, &row_id, row.get(1)?, place(tenant, &row_id), &sealed)?;
    let text = |bytes: Zeroizing<Vec<u8>>| String::from_utf8(bytes.to_vec()).map(Zeroizing::new);
    plain.map(text).transpose().map_err(|_| Error::Sealed("connector_key"))
}

fn place(tenant: TenantId, row: &str) -> Place<'_> {
    Place { tenant, table: "connector_key", column: "sealed", row }
}

/// How the last run went.
///
/// # Errors
/// When the store cannot be read.
pub async fn run(store: &Store, tenant: TenantId, id: ConnectorId) -> Result<Run, Error> {
    let row = store.optional(RUN, args![tenant, id.to_string()]).await?;
    row.map_or(Ok(Run::default()), |row| row.json(0, "connector_run"))
}

/// Writes how a run went.
///
/// # Errors
/// When the store cannot be written.
pub async fn keep_run(tx: &mut Tx, ctx: &Ctx, id: ConnectorId, run: &Run) -> Result<(), Error> {
    let body = serde_json::to_value(run).map_err(|_| Error::Unreadable("connector_run"))?;
    tx.exec(KEEP_RUN, args![ctx.tenant, id.to_string(), body]).await.map(|_| ())
}

/// All records of a source as they were last told, by key in lower case, as an import knows them.
///
/// # Errors
/// When the store cannot be read.
pub async fn raw(store: &Store, tenant: TenantId, source: &str) -> Result<BTreeMap<String, Raw>, Error> {
    let rows = store.all(RAW, args![tenant, source]).await?;
    rows.iter().map(|row| Ok((row.get(0)?, row.json(1, "source_record")?))).collect()
}

/// One record of a source as it was last told.
///
/// # Errors
/// When the store cannot be read.
pub async fn raw_one(store: &Store, tenant: TenantId, source: &str, key: &str) -> Result<Option<Raw>, Error> {
    let row = store.optional(RAW_ONE, args![tenant, source, key.to_lowercase()]).await?;
    row.map(|row| row.json(0, "source_record")).transpose()
}

/// Keeps records as they were told.
///
/// # Errors
/// When the store cannot be written.
pub async fn keep_raw(tx: &mut Tx, ctx: &Ctx, source: &str, records: &[(String, Raw)]) -> Result<(), Error> {
    for (key, raw) in records {
        let body = serde_json::to_value(raw).map_err(|_| Error::Unreadable("source_record"))?;
        tx.exec(KEEP_RAW, args![ctx.tenant, source, key.to_lowercase(), ctx.now.as_millisecond(), body])
            .await?;
    }
    Ok(())
}
