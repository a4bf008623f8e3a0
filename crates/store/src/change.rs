//! The change log: one entry for every accepted change, in commit order, without gaps, each bound to
//! the one before it by a hash. Everything else follows it.
//!
//! The sequence number comes from an update of the tenant's head row in the same transaction; a number
//! from a generator would let a late commit slip in behind readers.

mod proof;

use domain::Ctx;
use domain::id::{CommandId, PersonId, TenantId};
use jiff::Timestamp;
pub use proof::{Verified, bodies, rows_agree, verify};
use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{Error, Row, Store, Tx, args, command, statements};

statements! { STATEMENTS {
    TAKE = "UPDATE tenant_head SET seq = seq + $2 WHERE tenant_id = $1 RETURNING seq, hash";
    SET_HASH = "UPDATE tenant_head SET hash = $2 WHERE tenant_id = $1";
    PRIOR = "SELECT MAX(seq) FROM change WHERE tenant_id = $1 AND noun_id = $2 AND noun = $3";
    INSERT = "INSERT INTO change (tenant_id, seq, at_ms, actor_role, actor_id, channel, noun, noun_id, verb, prior_seq, subject_id, body, sealed, prev_hash, hash, command_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";
    HEAD = "SELECT seq, hash FROM tenant_head WHERE tenant_id = $1";
    AFTER = "SELECT seq, at_ms, actor_role, actor_id, channel, noun, noun_id, verb, prior_seq, subject_id, body, sealed, prev_hash, hash, command_id FROM change WHERE tenant_id = $1 AND seq > $2 ORDER BY seq LIMIT $3";
    UNTIL = "SELECT seq, at_ms, actor_role, actor_id, channel, noun, noun_id, verb, prior_seq, subject_id, body, sealed, prev_hash, hash, command_id FROM change WHERE tenant_id = $1 AND seq <= $2 ORDER BY seq DESC LIMIT $3";
    STAMP = "SELECT at_ms FROM change WHERE tenant_id = $1 AND seq = $2";
    LAST = "SELECT MAX(seq) FROM change WHERE tenant_id = $1 AND noun_id = $2";
    OF_NOUN = "SELECT seq, at_ms, actor_role, actor_id, channel, noun, noun_id, verb, prior_seq, subject_id, body, sealed, prev_hash, hash, command_id FROM change WHERE tenant_id = $1 AND noun_id = $2 ORDER BY seq DESC LIMIT $3";
    OPENINGS = "SELECT seq, at_ms, actor_role, actor_id, channel, noun, noun_id, verb, prior_seq, subject_id, body, sealed, prev_hash, hash, command_id FROM change WHERE tenant_id = $1 AND noun = 'opening' AND seq > $2 AND seq <= $3 ORDER BY seq LIMIT $4";
    TOUCHED = "SELECT DISTINCT noun_id FROM change WHERE tenant_id = $1 AND seq > $2 AND seq <= $3 AND noun = $4 ORDER BY noun_id";
    AT = "SELECT seq, at_ms, actor_role, actor_id, channel, noun, noun_id, verb, prior_seq, subject_id, body, sealed, prev_hash, hash, command_id FROM change WHERE tenant_id = $1 AND seq = $2";
    OF_COMMAND = "SELECT seq, at_ms, actor_role, actor_id, channel, noun, noun_id, verb, prior_seq, subject_id, body, sealed, prev_hash, hash, command_id FROM change WHERE tenant_id = $1 AND command_id = $2 ORDER BY seq";
    FIRST_STAMPED = "SELECT seq FROM change WHERE tenant_id = $1 AND seq > $2 AND at_ms > $3 AND at_ms <= $4 ORDER BY seq LIMIT 1";
    AS_OF = "SELECT seq, at_ms, actor_role, actor_id, channel, noun, noun_id, verb, prior_seq, subject_id, body, sealed, prev_hash, hash, command_id FROM change WHERE tenant_id = $1 AND noun_id = $2 AND seq <= $3 ORDER BY seq DESC LIMIT 1";
    BODIES_ANSWER = "SELECT id, body FROM answer WHERE tenant_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    BODIES_OPENING = "SELECT id, body FROM opening WHERE tenant_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    BODIES_EMPLOYER = "SELECT id, body FROM employer WHERE tenant_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    BODIES_SEEKER = "SELECT id, body FROM seeker WHERE tenant_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    BODIES_ORGANISATION = "SELECT id, body FROM organisation WHERE tenant_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    BODIES_REFERRAL = "SELECT id, body FROM referral WHERE tenant_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    BODIES_NOTICE = "SELECT id, body FROM notice WHERE tenant_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    BODIES_ATTACHMENT = "SELECT id, body FROM attachment WHERE tenant_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    BODIES_PERSON = "SELECT id, body FROM person WHERE tenant_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    BODIES_MERGE = "SELECT id, body FROM merge WHERE tenant_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    BODIES_SERVICE = "SELECT id, body FROM service WHERE tenant_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    BODIES_ACTION_PLAN = "SELECT id, body FROM action_plan WHERE tenant_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    BODIES_MONTH_CLOSE = "SELECT id, body FROM month_close WHERE tenant_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    BODIES_ANOMALY = "SELECT id, body FROM anomaly WHERE tenant_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    BODIES_ENROLMENT = "SELECT id, body FROM enrolment WHERE tenant_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    BODIES_SUPPORTER = "SELECT id, body FROM supporter WHERE tenant_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    BODIES_SATISFACTION = "SELECT id, body FROM satisfaction WHERE tenant_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    BODIES_WORK_TRIAL = "SELECT id, body FROM work_trial WHERE tenant_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    BODIES_INTERVIEW = "SELECT id, body FROM interview WHERE tenant_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    BODIES_RECORD = "SELECT id, body FROM record WHERE tenant_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    BODIES_CLASH = "SELECT id, body FROM clash WHERE tenant_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    BODIES_CONTACT = "SELECT id, body FROM contact WHERE tenant_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    BODIES_REPLY_SLIP = "SELECT id, body FROM reply_slip WHERE tenant_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    BODIES_SAVED_SEARCH = "SELECT id, body FROM saved_search WHERE tenant_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    BODIES_PLACEMENT = "SELECT id, body FROM placement WHERE tenant_id = $1 AND id > $2 ORDER BY id LIMIT $3";
} }

/// A change to be logged.
#[derive(Debug, Clone)]
pub struct Entry {
    noun: &'static str,
    noun_id: Uuid,
    verb: String,
    body: Value,
    sealed: Option<(PersonId, Vec<u8>)>,
}

impl Entry {
    /// A change of a noun; `body` is what it is afterwards, without anything personal.
    pub fn new(noun: &'static str, noun_id: Uuid, verb: &str, body: Value) -> Self {
        Self { noun, noun_id, verb: verb.to_owned(), body, sealed: None }
    }

    /// With what it is afterwards of a person, as ciphertext under that person's key.
    #[must_use]
    pub fn sealed(mut self, person: PersonId, sealed: Vec<u8>) -> Self {
        self.sealed = Some((person, sealed));
        self
    }
}

/// An entry of the log.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Its place.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// In which role.
    pub role: String,
    /// Who, if a person.
    pub actor: Option<PersonId>,
    /// Through which channel.
    pub channel: String,
    /// What kind of thing changed.
    pub noun: String,
    /// Which one.
    pub noun_id: Uuid,
    /// What was done.
    pub verb: String,
    /// The entry that holds what it was before, if it was.
    pub prior: Option<i64>,
    /// The person whose key sealed the personal part.
    pub subject: Option<PersonId>,
    /// What it was afterwards, without anything personal.
    pub body: Value,
    /// The piece of work done on a machine that it belongs to.
    pub command: Option<CommandId>,
    pub(crate) sealed: Option<Vec<u8>>,
    prev_hash: Vec<u8>,
    hash: Vec<u8>,
}

/// The head of a tenant's log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Number of the last entry, which is how many there are.
    pub seq: i64,
    /// Its hash.
    pub hash: Vec<u8>,
}

/// Appends entries in order, taking their sequence numbers.
///
/// # Errors
/// [`Error::NotFound`] for a tenant that does not exist.
pub async fn append(tx: &mut Tx, ctx: &Ctx, entries: Vec<Entry>) -> Result<(), Error> {
    let count = i64::try_from(entries.len()).map_err(|_| Error::Engine("too many entries".to_owned()))?;
    if count == 0 {
        return Ok(());
    }
    let head = tx.optional(TAKE, args![ctx.tenant, count]).await?.ok_or(Error::NotFound)?;
    let mut seq = head.get::<i64>(0)? - count;
    let command = command::of_entries(tx, ctx, seq + 1).await?;
    let mut prev: Vec<u8> = head.get(1)?;
    for entry in entries {
        seq += 1;
        let noun_id = entry.noun_id.to_string();
        let prior = match entry.verb.as_str() {
            "insert" => None,
            _ => match tx.optional(PRIOR, args![ctx.tenant, &noun_id, entry.noun]).await? {
                Some(row) => row.get::<Option<i64>>(0)?,
                None => None,
            },
        };
        let (subject, sealed) = entry.sealed.unzip();
        let change = Change {
            seq,
            at: ctx.now,
            role: ctx.actor.role.to_string(),
            actor: ctx.actor.person,
            channel: ctx.actor.channel.to_string(),
            noun: entry.noun.to_owned(),
            noun_id: entry.noun_id,
            verb: entry.verb,
            prior,
            subject,
            body: entry.body,
            command,
            sealed,
            prev_hash: prev,
            hash: Vec::new(),
        };
        let hash = digest(ctx.tenant, &change);
        let row = args![
            ctx.tenant,
            seq,
            change.at.as_millisecond(),
            change.role,
            change.actor.map(|id| id.to_string()),
            change.channel,
            change.noun,
            noun_id,
            change.verb,
            change.prior,
            change.subject.map(|id| id.to_string()),
            change.body,
            change.sealed,
            change.prev_hash,
            hash.clone(),
            change.command.map(|id| id.to_string())
        ];
        tx.exec(INSERT, row).await?;
        prev = hash;
    }
    tx.exec(SET_HASH, args![ctx.tenant, prev]).await?;
    Ok(())
}

/// The head of the log.
///
/// # Errors
/// [`Error::NotFound`] for a tenant that does not exist.
pub async fn head(store: &Store, tenant: TenantId) -> Result<Head, Error> {
    let row = store.optional(HEAD, args![tenant]).await?.ok_or(Error::NotFound)?;
    Ok(Head { seq: row.get(0)?, hash: row.get(1)? })
}

/// Within a transaction: the number of the last entry.
///
/// # Errors
/// [`Error::NotFound`] for a tenant that does not exist.
pub async fn head_in(tx: &mut Tx, ctx: &Ctx) -> Result<i64, Error> {
    tx.optional(HEAD, args![ctx.tenant]).await?.ok_or(Error::NotFound)?.get(0)
}

/// Entries after a number, in order, at most `limit`.
///
/// # Errors
/// When the store cannot be read.
pub async fn after(store: &Store, tenant: TenantId, seq: i64, limit: i64) -> Result<Vec<Change>, Error> {
    store.all(AFTER, args![tenant, seq, limit]).await?.iter().map(change).collect()
}

/// Entries up to a number, newest first, at most `limit`.
///
/// # Errors
/// When the store cannot be read.
pub async fn until(store: &Store, tenant: TenantId, seq: i64, limit: i64) -> Result<Vec<Change>, Error> {
    store.all(UNTIL, args![tenant, seq, limit]).await?.iter().map(change).collect()
}

/// The latest entries of one thing, newest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_noun(store: &Store, tenant: TenantId, id: Uuid, limit: i64) -> Result<Vec<Change>, Error> {
    store.all(OF_NOUN, args![tenant, id.to_string(), limit]).await?.iter().map(change).collect()
}

/// Entries of openings after a number and up to another, in order, at most `limit`.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_openings(
    store: &Store,
    tenant: TenantId,
    (after, until): (i64, i64),
    limit: usize,
) -> Result<Vec<Change>, Error> {
    store.all(OPENINGS, args![tenant, after, until, limit as i64]).await?.iter().map(change).collect()
}

/// The entry that says what a thing was when the log stood at a number; `None` while there was no such thing.
///
/// # Errors
/// When the store cannot be read.
pub async fn as_of(store: &Store, tenant: TenantId, id: Uuid, seq: i64) -> Result<Option<Change>, Error> {
    store.optional(AS_OF, args![tenant, id.to_string(), seq]).await?.as_ref().map(change).transpose()
}

/// The things of a noun that were written about after a number and up to another.
///
/// # Errors
/// When the store cannot be read.
pub async fn touched(
    store: &Store,
    tenant: TenantId,
    (after, until): (i64, i64),
    noun: &str,
) -> Result<Vec<Uuid>, Error> {
    let rows = store.all(TOUCHED, args![tenant, after, until, noun]).await?;
    rows.iter().map(|row| row.word(0, "change")).collect()
}

/// The first entry beyond a number that was stamped after an instant and not after another; `None` when there is none. What the log held
/// at that instant ends before it: a later entry with an earlier stamp was kept elsewhere until then.
///
/// # Errors
/// When the store cannot be read.
pub async fn first_stamped(
    store: &Store,
    tenant: TenantId,
    after: i64,
    (at, until): (Timestamp, Timestamp),
) -> Result<Option<i64>, Error> {
    let stamps = (at.as_millisecond(), until.as_millisecond());
    let row = store.optional(FIRST_STAMPED, args![tenant, after, stamps.0, stamps.1]).await?;
    row.map(|row| row.get(0)).transpose()
}

/// The entries of one piece of work, in order, each with the one before it about the same thing.
pub(crate) async fn of_command(
    store: &Store,
    tenant: TenantId,
    command: CommandId,
) -> Result<Vec<(Change, Option<Change>)>, Error> {
    let mut entries = Vec::new();
    for row in store.all(OF_COMMAND, args![tenant, command.to_string()]).await? {
        let entry = change(&row)?;
        let before = match entry.prior {
            Some(prior) => {
                store.optional(AT, args![tenant, prior]).await?.as_ref().map(change).transpose()?
            }
            None => None,
        };
        entries.push((entry, before));
    }
    Ok(entries)
}

/// When an entry was written; `None` for a number that is not in the log.
///
/// # Errors
/// When the store cannot be read.
pub async fn stamp(store: &Store, tenant: TenantId, seq: i64) -> Result<Option<Timestamp>, Error> {
    let row = store.optional(STAMP, args![tenant, seq]).await?;
    row.map(|row| row.instant(0, "change")).transpose()
}

/// The number of the last entry about a thing: what it was when somebody opened it. Zero for an unknown one.
///
/// # Errors
/// When the store cannot be read.
pub async fn last(store: &Store, tenant: TenantId, id: Uuid) -> Result<i64, Error> {
    let row = store.optional(LAST, args![tenant, id.to_string()]).await?;
    Ok(row.map_or(Ok(None), |row| row.get::<Option<i64>>(0))?.unwrap_or(0))
}

/// Within a transaction: holds the head of the log, so that whoever writes at the same time has ended before anything
/// more is read, and nobody follows until this ends.
///
/// # Errors
/// When the store cannot be written.
pub async fn hold(tx: &mut Tx, ctx: &Ctx) -> Result<(), Error> {
    tx.optional(TAKE, args![ctx.tenant, 0_i64]).await.map(|_| ())
}

/// Within a transaction: refuses when somebody has written about a thing since that entry. It holds the head of the
/// log first.
///
/// # Errors
/// [`Error::Conflict`].
pub async fn unchanged(tx: &mut Tx, ctx: &Ctx, id: Uuid, since: i64) -> Result<(), Error> {
    hold(tx, ctx).await?;
    let row = tx.optional(LAST, args![ctx.tenant, id.to_string()]).await?;
    let now = row.map_or(Ok(None), |row| row.get::<Option<i64>>(0))?.unwrap_or(0);
    if now == since { Ok(()) } else { Err(Error::Conflict("change.seq".to_owned())) }
}

fn change(row: &Row) -> Result<Change, Error> {
    let person =
        |text: Option<String>| text.map(|t| t.parse().map_err(|_| Error::Unreadable("change"))).transpose();
    let body: sqlx::types::Json<Value> = row.get(10)?;
    Ok(Change {
        seq: row.get(0)?,
        at: row.instant(1, "change")?,
        role: row.get(2)?,
        actor: person(row.get(3)?)?,
        channel: row.get(4)?,
        noun: row.get(5)?,
        noun_id: row.word(6, "change")?,
        verb: row.get(7)?,
        prior: row.get(8)?,
        subject: person(row.get(9)?)?,
        body: body.0,
        command: row
            .get::<Option<String>>(14)?
            .map(|text| text.parse().map_err(|_| Error::Unreadable("change")))
            .transpose()?,
        sealed: row.get(11)?,
        prev_hash: row.get(12)?,
        hash: row.get(13)?,
    })
}

/// JSON with sorted keys: engines give objects back in an order of their own, and so does serde_json when
/// any crate of the build asks it to.
pub(crate) fn canonical(value: &Value) -> String {
    match value {
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_by_key(|(key, _)| key.as_str());
            let fields = fields
                .into_iter()
                .map(|(key, value)| format!("{}:{}", Value::from(key.as_str()), canonical(value)));
            format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(canonical).collect::<Vec<_>>().join(",")),
        plain => plain.to_string(),
    }
}

/// The hash of an entry: SHA-256 over its fields, each with its length before it, JSON with sorted keys.
fn digest(tenant: TenantId, change: &Change) -> Vec<u8> {
    let mut hash = Sha256::new();
    let mut field = |bytes: &[u8]| {
        hash.update((bytes.len() as u64).to_be_bytes());
        hash.update(bytes);
    };
    field(&change.prev_hash);
    field(tenant.to_string().as_bytes());
    field(&change.seq.to_be_bytes());
    field(&change.at.as_millisecond().to_be_bytes());
    for text in [&change.role, &change.channel, &change.noun, &change.verb] {
        field(text.as_bytes());
    }
    field(change.noun_id.as_bytes());
    field(change.actor.map(|id| id.to_string()).unwrap_or_default().as_bytes());
    field(change.subject.map(|id| id.to_string()).unwrap_or_default().as_bytes());
    field(&change.prior.unwrap_or(0).to_be_bytes());
    field(canonical(&change.body).as_bytes());
    field(change.sealed.as_deref().unwrap_or_default());
    // Entries from before there were machines, and those of none, hash as they always did.
    if let Some(command) = change.command {
        field(command.0.as_bytes());
    }
    hash.finalize().to_vec()
}
