//! Rows of neighbouring cities: the record of each, how fetching went, their openings as they told them, and signed batches
//! to hand on. Their openings are a copy of their book: the change log tells that a batch was taken, not its lines.

use domain::Ctx;
use domain::feed::Shown;
use domain::id::{NeighbourId, OpeningId, TenantId};
use domain::neighbour::{Neighbour, Provenance, Pull};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::change::{self, Entry};
use crate::record::{Columns, Record};
use crate::{Error, Row, Store, Tx, args, statements};

statements! { STATEMENTS {
    PULL = "SELECT body, revision FROM neighbour_pull WHERE tenant_id = $1 AND neighbour_id = $2";
    PULLS = "SELECT neighbour_id, revision, body FROM neighbour_pull WHERE tenant_id = $1 ORDER BY neighbour_id";
    KEEP_PULL = "INSERT INTO neighbour_pull (tenant_id, neighbour_id, revision, body) VALUES ($1, $2, $3, $4) ON CONFLICT (tenant_id, neighbour_id) DO UPDATE SET body = excluded.body, revision = neighbour_pull.revision + excluded.revision RETURNING revision";
    UPSERT = "INSERT INTO neighbour_opening (tenant_id, id, neighbour_id, source_key, seq, revision, expires_ms, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (tenant_id, neighbour_id, source_key) DO UPDATE SET seq = excluded.seq, revision = excluded.revision, expires_ms = excluded.expires_ms, body = excluded.body WHERE neighbour_opening.seq < excluded.seq";
    REMOVE = "DELETE FROM neighbour_opening WHERE tenant_id = $1 AND neighbour_id = $2 AND source_key = $3";
    FORGET_SEQ = "UPDATE neighbour_opening SET seq = -1 WHERE tenant_id = $1 AND neighbour_id = $2";
    CLEAR = "DELETE FROM neighbour_opening WHERE tenant_id = $1 AND neighbour_id = $2";
    EXPIRED = "SELECT DISTINCT neighbour_id FROM neighbour_opening WHERE tenant_id = $1 AND expires_ms <= $2 ORDER BY neighbour_id";
    EXPIRE = "DELETE FROM neighbour_opening WHERE tenant_id = $1 AND neighbour_id = $2 AND expires_ms <= $3";
    KEYS = "SELECT source_key FROM neighbour_opening WHERE tenant_id = $1 AND neighbour_id = $2 ORDER BY source_key";
    IDS = "SELECT id FROM neighbour_opening WHERE tenant_id = $1 AND neighbour_id = $2";
    CHANGED = "SELECT id, body FROM neighbour_opening WHERE tenant_id = $1 AND neighbour_id = $2 AND revision > $3 ORDER BY id";
    KEEP_BATCH = "INSERT INTO neighbour_batch (tenant_id, neighbour_id, since, upto, signature, bytes) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (tenant_id, neighbour_id, since) DO UPDATE SET upto = excluded.upto, signature = excluded.signature, bytes = excluded.bytes";
    DROP_BATCHES = "DELETE FROM neighbour_batch WHERE tenant_id = $1 AND neighbour_id = $2";
    BATCH = "SELECT upto, signature, bytes FROM neighbour_batch WHERE tenant_id = $1 AND neighbour_id = $2 AND since = $3";
    COUNT_BATCHES = "SELECT COUNT(*), MAX(upto) FROM neighbour_batch WHERE tenant_id = $1 AND neighbour_id = $2";
} }

/// What stands for "from the beginning" in the place a batch goes on from.
const SNAPSHOT: i64 = -1;

impl Record for Neighbour {
    const NOUN: &'static str = "neighbour";

    fn columns(&self) -> Columns {
        // Who left is entered anew under a record of its own.
        let left = self.state == domain::neighbour::State::Left;
        Columns {
            known_as: (!left).then(|| self.source.clone()),
            ..Columns::new(self.id, self.state.into(), self.version)
        }
    }

    fn at_version(self, version: i64) -> Self {
        Self { version, ..self }
    }
}

/// An opening of a neighbour, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Foreign {
    /// What the neighbour told.
    pub shown: Shown,
    /// Where it comes from.
    pub provenance: Provenance,
}

/// What a batch changes, decided before anything is written.
#[derive(Debug, Clone, Default)]
pub struct Taken {
    /// The place from which it goes on; `None` of a snapshot, which removes what it lacks.
    pub from: Option<i64>,
    /// The place up to which it leads.
    pub to: i64,
    /// What is shown now.
    pub shown: Vec<Foreign>,
    /// What is shown no longer.
    pub removed: Vec<OpeningId>,
    /// Value of the header `Signature`.
    pub signature: String,
    /// The bytes that were signed.
    pub bytes: Vec<u8>,
    /// Whether to keep them for handing on.
    pub relayed: bool,
}

/// A batch as it was signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedBatch {
    /// Up to where it leads.
    pub upto: i64,
    /// Value of the header `Signature`.
    pub signature: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// How fetching one went; as if never tried when it was not.
///
/// # Errors
/// When the store cannot be read.
pub async fn pull(store: &Store, tenant: TenantId, id: NeighbourId) -> Result<Pull, Error> {
    let row = store.optional(PULL, args![tenant, id.to_string()]).await?;
    row.map_or(Ok(Pull::default()), |row| row.json(0, "neighbour_pull"))
}

/// How fetching all of them went, with the revision of what is here of each.
///
/// # Errors
/// When the store cannot be read.
pub async fn pulls(store: &Store, tenant: TenantId) -> Result<Vec<(NeighbourId, i64, Pull)>, Error> {
    let read =
        |row: &Row| Ok((row.word(0, "neighbour_pull")?, row.get(1)?, row.json::<Pull>(2, "neighbour_pull")?));
    store.all(PULLS, args![tenant]).await?.iter().map(read).collect()
}

/// Writes how fetching went, when nothing was taken.
///
/// # Errors
/// When the store cannot be written.
pub async fn keep_pull(tx: &mut Tx, ctx: &Ctx, id: NeighbourId, pull: &Pull) -> Result<(), Error> {
    bump(tx, ctx, id, pull, 0).await.map(|_| ())
}

async fn bump(tx: &mut Tx, ctx: &Ctx, id: NeighbourId, pull: &Pull, by: i64) -> Result<i64, Error> {
    let body = serde_json::to_value(pull).map_err(|_| Error::Unreadable("neighbour_pull"))?;
    let row = tx.optional(KEEP_PULL, args![ctx.tenant, id.to_string(), by, body]).await?;
    row.map_or(Ok(0), |row| row.get(0))
}

/// Applies a batch and moves the cursor, both or neither. The same batch a second time changes nothing.
///
/// # Errors
/// [`Error::Conflict`] when another process took a batch since `before` was read.
pub async fn take(
    tx: &mut Tx,
    ctx: &Ctx,
    id: NeighbourId,
    before: &Pull,
    after: &Pull,
    taken: &Taken,
) -> Result<(), Error> {
    let (tenant, neighbour) = (ctx.tenant, id.to_string());
    if let Some(row) = tx.optional(PULL, args![tenant, &neighbour]).await? {
        let known: Pull = row.json(0, "neighbour_pull")?;
        if (known.cursor, known.reached) != (before.cursor, before.reached) {
            return Err(Error::Conflict("neighbour.cursor".to_owned()));
        }
    }
    let changes = taken.from.is_none() || !(taken.shown.is_empty() && taken.removed.is_empty());
    let revision = bump(tx, ctx, id, after, i64::from(changes)).await?;
    let mut gone: Vec<String> = taken.removed.iter().map(ToString::to_string).collect();
    if taken.from.is_none() {
        let told: std::collections::BTreeSet<String> =
            taken.shown.iter().map(|one| one.shown.id.to_string()).collect();
        for row in tx.all(KEYS, args![tenant, &neighbour]).await? {
            let key: String = row.get(0)?;
            if !told.contains(&key) {
                gone.push(key);
            }
        }
    }
    for key in gone {
        tx.exec(REMOVE, args![tenant, &neighbour, key]).await?;
    }
    for one in &taken.shown {
        let body = serde_json::to_value(one).map_err(|_| Error::Unreadable("neighbour_opening"))?;
        let row = args![
            tenant,
            ctx.id::<OpeningId>().to_string(),
            &neighbour,
            one.shown.id.to_string(),
            one.shown.seq,
            revision,
            one.provenance.expires_at.as_millisecond(),
            body
        ];
        tx.exec(UPSERT, row).await?;
    }
    if taken.relayed && (taken.from.is_none() || taken.from != Some(taken.to)) {
        if taken.from.is_none() {
            tx.exec(DROP_BATCHES, args![tenant, &neighbour]).await?;
        }
        let since = taken.from.unwrap_or(SNAPSHOT);
        let row = args![tenant, &neighbour, since, taken.to, &taken.signature, taken.bytes.clone()];
        tx.exec(KEEP_BATCH, row).await?;
    }
    if !changes {
        return Ok(());
    }
    let told = json!({
        "from": taken.from,
        "to": taken.to,
        "shown": taken.shown.len(),
        "removed": taken.removed.len(),
        "sha256": Sha256::digest(&taken.bytes).iter().map(|byte| format!("{byte:02x}")).collect::<String>(),
    });
    change::append(tx, ctx, vec![Entry::new("neighbour_batch", ctx.id::<NeighbourId>().0, "take", told)])
        .await
}

/// Begins anew with a neighbour whose log was set back: what is here stays until the snapshot comes.
///
/// # Errors
/// When the store cannot be written.
pub async fn begin_anew(tx: &mut Tx, ctx: &Ctx, id: NeighbourId, pull: &Pull) -> Result<(), Error> {
    tx.exec(FORGET_SEQ, args![ctx.tenant, id.to_string()]).await?;
    keep_pull(tx, ctx, id, pull).await
}

/// Forgets everything of a neighbour that left.
///
/// # Errors
/// When the store cannot be written.
pub async fn clear(tx: &mut Tx, ctx: &Ctx, id: NeighbourId) -> Result<(), Error> {
    tx.exec(CLEAR, args![ctx.tenant, id.to_string()]).await?;
    tx.exec(DROP_BATCHES, args![ctx.tenant, id.to_string()]).await?;
    bump(tx, ctx, id, &Pull::default(), 1).await.map(|_| ())
}

/// Takes away what expired, whether or not its city says anything; how many rows.
///
/// # Errors
/// When the store cannot be written.
pub async fn expire(tx: &mut Tx, ctx: &Ctx) -> Result<usize, Error> {
    let (tenant, now) = (ctx.tenant, ctx.now.as_millisecond());
    let mut gone = 0;
    for row in tx.all(EXPIRED, args![tenant, now]).await? {
        let id: NeighbourId = row.word(0, "neighbour_opening")?;
        gone += tx.exec(EXPIRE, args![tenant, id.to_string(), now]).await?;
        if let Some(row) = tx.optional(PULL, args![tenant, id.to_string()]).await? {
            let pull: Pull = row.json(0, "neighbour_pull")?;
            bump(tx, ctx, id, &pull, 1).await?;
        }
    }
    Ok(usize::try_from(gone).unwrap_or(usize::MAX))
}

/// The ids, ours, of everything that is here of a neighbour.
///
/// # Errors
/// When the store cannot be read.
pub async fn ids(store: &Store, tenant: TenantId, id: NeighbourId) -> Result<Vec<OpeningId>, Error> {
    // Sorted here: asked for in that order, SQLite would walk through everybody's.
    let rows = store.all(IDS, args![tenant, id.to_string()]).await?;
    let mut ids = rows.iter().map(|row| row.word(0, "neighbour_opening")).collect::<Result<Vec<_>, _>>()?;
    ids.sort_unstable();
    Ok(ids)
}

/// What changed here of a neighbour after a revision, each with our id.
///
/// # Errors
/// When the store cannot be read.
pub async fn changed(
    store: &Store,
    tenant: TenantId,
    id: NeighbourId,
    revision: i64,
) -> Result<Vec<(OpeningId, Foreign)>, Error> {
    let rows = store.all(CHANGED, args![tenant, id.to_string(), revision]).await?;
    rows.iter()
        .map(|row| Ok((row.word(0, "neighbour_opening")?, row.json(1, "neighbour_opening")?)))
        .collect()
}

/// The batch that goes on from a place, as it was signed; without a place the snapshot.
///
/// # Errors
/// When the store cannot be read.
pub async fn batch(
    store: &Store,
    tenant: TenantId,
    id: NeighbourId,
    since: Option<i64>,
) -> Result<Option<SignedBatch>, Error> {
    let row = args![tenant, id.to_string(), since.unwrap_or(SNAPSHOT)];
    let read = |row: Row| Ok(SignedBatch { upto: row.get(0)?, signature: row.get(1)?, bytes: row.get(2)? });
    store.optional(BATCH, row).await?.map(read).transpose()
}

/// How many batches are kept of a neighbour, and up to where they lead.
///
/// # Errors
/// When the store cannot be read.
pub async fn count_batches(store: &Store, tenant: TenantId, id: NeighbourId) -> Result<(i64, i64), Error> {
    let row = store.optional(COUNT_BATCHES, args![tenant, id.to_string()]).await?;
    row.map_or(Ok((0, 0)), |row| Ok((row.get(0)?, row.get::<Option<i64>>(1)?.unwrap_or(0))))
}
