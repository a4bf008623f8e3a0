//! Rows of files taken in: what is known of them in the clear, their bytes sealed under a key of the
//! import's own until they are no longer needed; and what columns were told to mean.

use domain::Ctx;
use domain::id::{ImportId, PersonId, TenantId};
use jiff::Timestamp;
use serde_json::Value;

use crate::change::{self, Entry};
use crate::seal::Place;
use crate::{Error, Store, Tx, args, key, statements};

statements! { STATEMENTS {
    INSERT = "INSERT INTO import (tenant_id, id, kind, at_ms, body, sealed) VALUES ($1, $2, $3, $4, $5, $6)";
    UPDATE = "UPDATE import SET body = $3 WHERE tenant_id = $1 AND id = $2";
    FIND = "SELECT id, at_ms, body FROM import WHERE tenant_id = $1 AND id = $2";
    LATEST = "SELECT id, at_ms, body FROM import WHERE tenant_id = $1 ORDER BY at_ms DESC, id DESC LIMIT $2";
    BYTES = "SELECT i.sealed, k.wrapped FROM import i LEFT JOIN person_key k ON k.tenant_id = i.tenant_id AND k.person_id = i.id WHERE i.tenant_id = $1 AND i.id = $2";
    EMPTY = "UPDATE import SET sealed = $3 WHERE tenant_id = $1 AND id = $2";
    MAPPING = "SELECT body FROM import_mapping WHERE tenant_id = $1 AND kind = $2 AND signature = $3";
    SAVE_MAPPING = "INSERT INTO import_mapping (tenant_id, kind, signature, body) VALUES ($1, $2, $3, $4) ON CONFLICT (tenant_id, kind, signature) DO UPDATE SET body = excluded.body";
} }

/// An import as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Import {
    /// Its id.
    pub id: ImportId,
    /// When it was uploaded.
    pub at: Timestamp,
    /// What `app` knows of it.
    pub body: Value,
}

/// Keeps a file.
///
/// # Errors
/// When the store cannot be written.
pub async fn insert(
    tx: &mut Tx,
    ctx: &Ctx,
    id: ImportId,
    kind: &str,
    body: &Value,
    bytes: &[u8],
) -> Result<(), Error> {
    let row_id = id.to_string();
    let sealed = key::seal_bytes(tx, ctx, PersonId(id.0), place(ctx.tenant, &row_id), bytes).await?;
    tx.exec(INSERT, args![ctx.tenant, row_id, kind, ctx.now.as_millisecond(), body.clone(), sealed]).await?;
    change::append(tx, ctx, vec![Entry::new("import", id.0, "insert", body.clone())]).await
}

/// Replaces what is known of a file.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn update(tx: &mut Tx, ctx: &Ctx, id: ImportId, body: &Value) -> Result<(), Error> {
    if tx.exec(UPDATE, args![ctx.tenant, id.to_string(), body.clone()]).await? == 0 {
        return Err(Error::NotFound);
    }
    change::append(tx, ctx, vec![Entry::new("import", id.0, "update", body.clone())]).await
}

/// Forgets a file's bytes.
///
/// # Errors
/// [`Error::NotFound`] when they were forgotten before.
pub async fn forget(tx: &mut Tx, ctx: &Ctx, id: ImportId, reason: &str) -> Result<(), Error> {
    tx.exec(EMPTY, args![ctx.tenant, id.to_string(), Vec::<u8>::new()]).await?;
    key::destroy(tx, ctx, PersonId(id.0), reason).await
}

/// One import.
///
/// # Errors
/// When the store cannot be read.
pub async fn find(store: &Store, tenant: TenantId, id: ImportId) -> Result<Option<Import>, Error> {
    store.optional(FIND, args![tenant, id.to_string()]).await?.as_ref().map(read).transpose()
}

/// The latest imports.
///
/// # Errors
/// When the store cannot be read.
pub async fn latest(store: &Store, tenant: TenantId, limit: i64) -> Result<Vec<Import>, Error> {
    store.all(LATEST, args![tenant, limit]).await?.iter().map(read).collect()
}

/// A file's bytes; `None` once they were forgotten.
///
/// # Errors
/// When the store cannot be read.
pub async fn bytes(store: &Store, tenant: TenantId, id: ImportId) -> Result<Option<Vec<u8>>, Error> {
    let row_id = id.to_string();
    let Some(row) = store.optional(BYTES, args![tenant, &row_id]).await? else { return Ok(None) };
    let sealed: Vec<u8> = row.get(0)?;
    let plain = key::open_bytes(&store.keys, tenant, &row_id, row.get(1)?, place(tenant, &row_id), &sealed)?;
    Ok(plain.map(|plain| plain.to_vec()))
}

/// What the columns of such a header were told to mean.
///
/// # Errors
/// When the store cannot be read.
pub async fn mapping(
    store: &Store,
    tenant: TenantId,
    kind: &str,
    signature: &str,
) -> Result<Option<Value>, Error> {
    let row = store.optional(MAPPING, args![tenant, kind, signature]).await?;
    row.map(|row| row.json(0, "import_mapping")).transpose()
}

/// Remembers what the columns of such a header mean.
///
/// # Errors
/// When the store cannot be written.
pub async fn save_mapping(
    tx: &mut Tx,
    ctx: &Ctx,
    kind: &str,
    signature: &str,
    columns: &Value,
) -> Result<(), Error> {
    tx.exec(SAVE_MAPPING, args![ctx.tenant, kind, signature, columns.clone()]).await.map(|_| ())
}

fn read(row: &crate::Row) -> Result<Import, Error> {
    Ok(Import { id: row.word(0, "import")?, at: row.instant(1, "import")?, body: row.json(2, "import")? })
}

fn place(tenant: TenantId, row: &str) -> Place<'_> {
    Place { tenant, table: "import", column: "sealed", row }
}
