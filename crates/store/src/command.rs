//! Pieces of work done where there is no network: on the machine those that it made, with what home said of each; at home
//! those that came, and those that lie aside. What a piece of work did stands in the change log and nowhere else.

use domain::Ctx;
use domain::id::{CommandId, NodeId, OpeningId, PersonId, TenantId};
use jiff::Timestamp;
use serde_json::Value;
use uuid::Uuid;

use crate::change::{self, Change, Entry};
use crate::engine::Work;
use crate::seal::Place;
use crate::{Error, Row, Store, Tx, args, key, statements};

statements! { STATEMENTS {
    LAST = "SELECT id FROM command WHERE tenant_id = $1 AND node_id = $2 ORDER BY seq DESC LIMIT 1";
    INSERT = "INSERT INTO command (tenant_id, id, node_id, previous_id, seq, at_ms) VALUES ($1, $2, $3, $4, $5, $6)";
    RECEIVE = "INSERT INTO command (tenant_id, id, node_id, previous_id, seq, at_ms, digest, receipt, receipt_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    FIND = "SELECT digest, receipt FROM command WHERE tenant_id = $1 AND id = $2";
    KNOWN = "SELECT id FROM command WHERE tenant_id = $1 AND node_id = $2 ORDER BY seq";
    LIST = "SELECT id, previous_id, seq, at_ms, receipt, receipt_ms FROM command WHERE tenant_id = $1 AND node_id = $2 AND (receipt_ms IS NULL OR receipt_ms >= $3) ORDER BY seq";
    COUNT_WAITING = "SELECT COUNT(*), MIN(at_ms) FROM command WHERE tenant_id = $1 AND receipt_ms IS NULL";
    HEAR = "UPDATE command SET receipt = $3, receipt_ms = $4 WHERE tenant_id = $1 AND id = $2 AND receipt_ms IS NULL";
    AGAIN = "INSERT INTO again (tenant_id, noun, noun_id) VALUES ($1, $2, $3) ON CONFLICT (tenant_id, noun, noun_id) DO NOTHING";
    NOT_AGAIN = "DELETE FROM again WHERE tenant_id = $1 AND noun = $2 AND noun_id = $3";
    TO_ASK = "SELECT noun, noun_id FROM again WHERE tenant_id = $1 ORDER BY noun, noun_id";
    MEET = "INSERT INTO met (tenant_id, node_id, person_id, seq) VALUES ($1, $2, $3, $4) ON CONFLICT (tenant_id, node_id, person_id) DO UPDATE SET seq = excluded.seq";
    PART = "DELETE FROM met WHERE tenant_id = $1 AND node_id = $2 AND person_id = $3";
    MET = "SELECT person_id, seq FROM met WHERE tenant_id = $1 AND node_id = $2 ORDER BY person_id";
    UNHEARD_HIRES = "SELECT COUNT(*) FROM placement p WHERE p.tenant_id = $1 AND p.opening_id = $2 AND p.referral_id IS NOT NULL AND EXISTS (SELECT 1 FROM change c JOIN command w ON w.tenant_id = c.tenant_id AND w.id = c.command_id WHERE c.tenant_id = p.tenant_id AND c.noun_id = p.id AND c.verb = 'insert' AND w.receipt_ms IS NULL)";
    PLACE = "SELECT value FROM counter WHERE tenant_id = $1 AND name = 'home-seq'";
    SET_PLACE = "INSERT INTO counter (tenant_id, name, value) VALUES ($1, 'home-seq', $2) ON CONFLICT (tenant_id, name) DO UPDATE SET value = excluded.value";
    LAY_ASIDE = "INSERT INTO aside (tenant_id, id, command_id, node_id, state, at_ms, body, sealed) VALUES ($1, $2, $3, $4, 'open', $5, $6, $7)";
    ASIDE = "SELECT a.id, a.body, a.sealed, k.wrapped FROM aside a LEFT JOIN person_key k ON k.tenant_id = a.tenant_id AND k.person_id = a.id WHERE a.tenant_id = $1 AND a.state = $2 ORDER BY a.id";
    SETTLE_ASIDE = "UPDATE aside SET state = 'settled' WHERE tenant_id = $1 AND id = $2 AND state = 'open'";
} }

/// The piece of work that entries from a sequence number on belong to. On a machine the first entry of a transaction
/// begins one; what home says belongs to none.
pub(crate) async fn of_entries(tx: &mut Tx, ctx: &Ctx, seq: i64) -> Result<Option<CommandId>, Error> {
    let node = match (tx.work, &tx.outpost) {
        (Work::Of(command), _) => return Ok(Some(command)),
        (Work::Unsaid, Some(outpost)) => outpost.node,
        _ => return Ok(None),
    };
    let previous = tx.optional(LAST, args![ctx.tenant, node.to_string()]).await?;
    let previous = previous.map(|row| row.get::<String>(0)).transpose()?;
    let id: CommandId = ctx.id();
    let at = ctx.now.as_millisecond();
    tx.exec(INSERT, args![ctx.tenant, id.to_string(), node.to_string(), previous, seq, at]).await?;
    tx.work = Work::Of(id);
    Ok(Some(id))
}

/// The machine on which this transaction runs; `None` at home.
pub fn outpost(tx: &Tx) -> Option<NodeId> {
    tx.outpost.as_ref().map(|outpost| outpost.node)
}

/// What stands in the numbers of the machine on which this transaction runs.
pub fn mark(tx: &Tx) -> Option<String> {
    tx.outpost.as_ref().map(|outpost| outpost.mark.clone())
}

/// On a machine: how many hires through letters to an opening were written here and home has not confirmed.
///
/// # Errors
/// When the store cannot be read.
pub async fn unheard_hires(tx: &mut Tx, ctx: &Ctx, opening: OpeningId) -> Result<u32, Error> {
    let row = tx.optional(UNHEARD_HIRES, args![ctx.tenant, opening.to_string()]).await?;
    Ok(u32::try_from(row.map_or(Ok(0), |row| row.get::<i64>(0))?).unwrap_or(u32::MAX))
}

/// The same outside a transaction, to be shown.
///
/// # Errors
/// When the store cannot be read.
pub async fn unheard(store: &Store, tenant: TenantId, opening: OpeningId) -> Result<u32, Error> {
    let row = store.optional(UNHEARD_HIRES, args![tenant, opening.to_string()]).await?;
    Ok(u32::try_from(row.map_or(Ok(0), |row| row.get::<i64>(0))?).unwrap_or(u32::MAX))
}

/// From here on what this transaction writes is what home says: no work of this machine.
pub fn as_home(tx: &mut Tx) {
    tx.work = Work::Home;
}

/// From here on what this transaction writes belongs to a piece of work that came.
pub fn under(tx: &mut Tx, command: CommandId) {
    tx.work = Work::Of(command);
}

/// A piece of work of this machine, and what home said of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Made {
    /// Its id.
    pub id: CommandId,
    /// The one before it.
    pub previous: Option<CommandId>,
    /// When it was done.
    pub at: Timestamp,
    /// What home said, as JSON, and when.
    pub receipt: Option<(Value, Timestamp)>,
}

/// What this machine made and home has not confirmed, or has since an instant, in order.
///
/// # Errors
/// When the store cannot be read.
pub async fn made(
    store: &Store,
    tenant: TenantId,
    node: NodeId,
    since: Timestamp,
) -> Result<Vec<Made>, Error> {
    let rows = store.all(LIST, args![tenant, node.to_string(), since.as_millisecond()]).await?;
    let read = |row: &Row| {
        let receipt = match row.get::<Option<i64>>(5)? {
            Some(_) => Some((row.json(4, "command")?, row.instant(5, "command")?)),
            None => None,
        };
        let previous = row.get::<Option<String>>(1)?.and_then(|id| id.parse().ok());
        Ok(Made { id: row.word(0, "command")?, previous, at: row.instant(3, "command")?, receipt })
    };
    rows.iter().map(read).collect()
}

/// How much of this machine's work home has not confirmed, and since when the oldest of it waits.
///
/// # Errors
/// When the store cannot be read.
pub async fn waiting(store: &Store, tenant: TenantId) -> Result<(usize, Option<Timestamp>), Error> {
    let Some(row) = store.optional(COUNT_WAITING, args![tenant]).await? else { return Ok((0, None)) };
    let oldest = row.get::<Option<i64>>(1)?.and_then(|ms| Timestamp::from_millisecond(ms).ok());
    Ok((usize::try_from(row.get::<i64>(0)?).unwrap_or(0), oldest))
}

/// The entries of a piece of work, each with the one before it about the same thing.
///
/// # Errors
/// When the store cannot be read.
pub async fn entries(
    store: &Store,
    tenant: TenantId,
    id: CommandId,
) -> Result<Vec<(Change, Option<Change>)>, Error> {
    change::of_command(store, tenant, id).await
}

/// Writes down what home said, once.
///
/// # Errors
/// When the store cannot be written.
pub async fn hear(tx: &mut Tx, ctx: &Ctx, id: CommandId, receipt: Value) -> Result<bool, Error> {
    let row = args![ctx.tenant, id.to_string(), receipt, ctx.now.as_millisecond()];
    Ok(tx.exec(HEAR, row).await? > 0)
}

/// Home is to say anew what a record is.
///
/// # Errors
/// When the store cannot be written.
pub async fn ask_again(tx: &mut Tx, ctx: &Ctx, noun: &str, id: Uuid) -> Result<(), Error> {
    tx.exec(AGAIN, args![ctx.tenant, noun, id.to_string()]).await.map(|_| ())
}

/// Home has said it.
///
/// # Errors
/// When the store cannot be written.
pub async fn answered(tx: &mut Tx, ctx: &Ctx, noun: &str, id: Uuid) -> Result<(), Error> {
    tx.exec(NOT_AGAIN, args![ctx.tenant, noun, id.to_string()]).await.map(|_| ())
}

/// Records that home is to say anew.
///
/// # Errors
/// When the store cannot be read.
pub async fn to_ask(store: &Store, tenant: TenantId) -> Result<Vec<(String, Uuid)>, Error> {
    let rows = store.all(TO_ASK, args![tenant]).await?;
    rows.iter().map(|row| Ok((row.get(0)?, row.word(1, "again")?))).collect()
}

/// At home: digest and receipt of a piece of work that came before.
///
/// # Errors
/// When the store cannot be read.
pub async fn seen(tx: &mut Tx, ctx: &Ctx, id: CommandId) -> Result<Option<(Vec<u8>, Value)>, Error> {
    let Some(row) = tx.optional(FIND, args![ctx.tenant, id.to_string()]).await? else { return Ok(None) };
    Ok(Some((row.get(0)?, row.json(1, "command")?)))
}

/// At home: what was said of a piece of work that came.
///
/// # Errors
/// When the store cannot be read.
pub async fn said(store: &Store, tenant: TenantId, id: CommandId) -> Result<Option<Value>, Error> {
    let row = store.optional(FIND, args![tenant, id.to_string()]).await?;
    row.map(|row| row.json(1, "command")).transpose()
}

/// At home: what has come from a machine.
///
/// # Errors
/// When the store cannot be read.
pub async fn known(store: &Store, tenant: TenantId, node: NodeId) -> Result<Vec<CommandId>, Error> {
    let rows = store.all(KNOWN, args![tenant, node.to_string()]).await?;
    rows.iter().map(|row| row.word(0, "command")).collect()
}

/// A piece of work as it came.
#[derive(Debug, Clone)]
pub struct Came {
    /// Its id.
    pub id: CommandId,
    /// From which machine.
    pub node: NodeId,
    /// The one before it.
    pub previous: Option<CommandId>,
    /// When it was done, by that machine's clock.
    pub at: Timestamp,
    /// By what it is known again.
    pub digest: [u8; 32],
    /// What was said of it.
    pub receipt: Value,
}

/// At home: keeps that a piece of work came. Its place is the head of the log then.
///
/// # Errors
/// [`Error::Conflict`] when it is known already.
pub async fn receive(tx: &mut Tx, ctx: &Ctx, seq: i64, came: &Came) -> Result<(), Error> {
    let row = args![
        ctx.tenant,
        came.id.to_string(),
        came.node.to_string(),
        came.previous.map(|id| id.to_string()),
        seq,
        came.at.as_millisecond(),
        came.digest.to_vec(),
        came.receipt.clone(),
        ctx.now.as_millisecond()
    ];
    tx.exec(RECEIVE, row).await.map(|_| ())
}

/// A piece of work that lies aside.
#[derive(Debug, Clone, PartialEq)]
pub struct Aside {
    /// Which laying aside.
    pub id: Uuid,
    /// Why, from where and when, in the clear.
    pub body: Value,
    /// The whole of it, as it came; `None` once its key was destroyed.
    pub whole: Option<Value>,
}

/// At home: lays a piece of work aside, whole.
///
/// # Errors
/// When the store cannot be written.
pub async fn lay_aside(
    tx: &mut Tx,
    ctx: &Ctx,
    (command, node): (CommandId, NodeId),
    body: &Value,
    whole: &Value,
) -> Result<(), Error> {
    let id: Uuid = ctx.id();
    let row_id = id.to_string();
    let place = Place { tenant: ctx.tenant, table: "aside", column: "sealed", row: &row_id };
    let sealed = key::seal_for(tx, ctx, PersonId(id), place, whole).await?;
    let row = args![
        ctx.tenant,
        &row_id,
        command.to_string(),
        node.to_string(),
        ctx.now.as_millisecond(),
        body.clone(),
        sealed
    ];
    tx.exec(LAY_ASIDE, row).await?;
    change::append(tx, ctx, vec![Entry::new("aside", id, "insert", body.clone())]).await
}

/// At home: what lies aside and waits for a person, or what did.
///
/// # Errors
/// When the store cannot be read.
pub async fn aside(store: &Store, tenant: TenantId, open: bool) -> Result<Vec<Aside>, Error> {
    let rows = store.all(ASIDE, args![tenant, if open { "open" } else { "settled" }]).await?;
    let read = |row: &Row| {
        let id: Uuid = row.word(0, "aside")?;
        let row_id = id.to_string();
        let place = Place { tenant, table: "aside", column: "sealed", row: &row_id };
        let sealed: Vec<u8> = row.get(2)?;
        let whole = key::open_with(&store.keys, tenant, &row_id, row.get(3)?, place, &sealed)?;
        Ok(Aside { id, body: row.json(1, "aside")?, whole })
    };
    rows.iter().map(read).collect()
}

/// At home: a person has seen to it.
///
/// # Errors
/// [`Error::Conflict`] when somebody else has.
pub async fn settle_aside(tx: &mut Tx, ctx: &Ctx, id: Uuid, body: Value) -> Result<(), Error> {
    if tx.exec(SETTLE_ASIDE, args![ctx.tenant, id.to_string()]).await? == 0 {
        return Err(Error::Conflict("aside.state".to_owned()));
    }
    change::append(tx, ctx, vec![Entry::new("aside", id, "settle", body)]).await
}

/// At home: a machine carries the records of a person, who was met or sent along just now.
///
/// # Errors
/// When the store cannot be written.
pub async fn meet(tx: &mut Tx, ctx: &Ctx, node: NodeId, person: PersonId, seq: i64) -> Result<(), Error> {
    tx.exec(MEET, args![ctx.tenant, node.to_string(), person.to_string(), seq]).await.map(|_| ())
}

/// At home: it carries them no more.
///
/// # Errors
/// When the store cannot be written.
pub async fn part(tx: &mut Tx, ctx: &Ctx, node: NodeId, person: PersonId) -> Result<(), Error> {
    tx.exec(PART, args![ctx.tenant, node.to_string(), person.to_string()]).await.map(|_| ())
}

/// At home: whose records a machine carries, and at which head of the log they were last met or sent along.
///
/// # Errors
/// When the store cannot be read.
pub async fn met(store: &Store, tenant: TenantId, node: NodeId) -> Result<Vec<(PersonId, i64)>, Error> {
    let rows = store.all(MET, args![tenant, node.to_string()]).await?;
    rows.iter().map(|row| Ok((row.word(0, "met")?, row.get(1)?))).collect()
}

/// On a machine: up to which place of home's log it has everything.
///
/// # Errors
/// When the store cannot be read.
pub async fn place(tx: &mut Tx, ctx: &Ctx) -> Result<i64, Error> {
    tx.optional(PLACE, args![ctx.tenant]).await?.map_or(Ok(0), |row| row.get(0))
}

/// The same, outside a transaction.
///
/// # Errors
/// When the store cannot be read.
pub async fn place_of(store: &Store, tenant: TenantId) -> Result<i64, Error> {
    store.optional(PLACE, args![tenant]).await?.map_or(Ok(0), |row| row.get(0))
}

/// It has everything up to here.
///
/// # Errors
/// When the store cannot be written.
pub async fn set_place(tx: &mut Tx, ctx: &Ctx, place: i64) -> Result<(), Error> {
    tx.exec(SET_PLACE, args![ctx.tenant, place]).await.map(|_| ())
}
