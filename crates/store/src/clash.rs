//! Fields about which home and a machine do not agree: which and whose in the clear, the words of both sealed under the key of
//! the person whom the record is about, else under one of its own.

use domain::Ctx;
use domain::id::{ClashId, PersonId, TenantId};
use serde_json::Value;
use uuid::Uuid;

use crate::change::{self, Entry};
use crate::seal::Place;
use crate::{Error, Row, Store, Tx, args, key, statements};

statements! { STATEMENTS {
    INSERT = "INSERT INTO clash (tenant_id, id, noun, noun_id, state, at_ms, body, sealed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    UPDATE = "UPDATE clash SET state = $3, body = $4, sealed = $5 WHERE tenant_id = $1 AND id = $2 AND state = 'open'";
    SETTLE = "UPDATE clash SET state = 'settled', body = $3 WHERE tenant_id = $1 AND id = $2 AND state = 'open'";
    OPEN_OF = "SELECT c.id, c.body, c.sealed, k.wrapped FROM clash c LEFT JOIN person_key k ON k.tenant_id = c.tenant_id AND k.person_id = c.body->>'key' WHERE c.tenant_id = $1 AND c.noun_id = $2 AND c.state = 'open' ORDER BY c.id";
    LIST = "SELECT c.id, c.body, c.sealed, k.wrapped FROM clash c LEFT JOIN person_key k ON k.tenant_id = c.tenant_id AND k.person_id = c.body->>'key' WHERE c.tenant_id = $1 AND c.state = $2 ORDER BY c.id LIMIT $3";
    FIND = "SELECT c.id, c.body, c.sealed, k.wrapped FROM clash c LEFT JOIN person_key k ON k.tenant_id = c.tenant_id AND k.person_id = c.body->>'key' WHERE c.tenant_id = $1 AND c.id = $2";
    COUNT = "SELECT COUNT(*) FROM clash WHERE tenant_id = $1 AND state = 'open'";
} }

/// A field about which two places do not agree.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    /// Its id.
    pub id: ClashId,
    /// What is in the clear: which field of which record, from which machines, and once settled how.
    pub body: Value,
    /// What both said; `None` once the person was erased.
    pub words: Option<Value>,
}

/// Those about a record that wait for a person.
///
/// # Errors
/// When the store cannot be read.
pub async fn open_of(tx: &mut Tx, ctx: &Ctx, noun_id: Uuid) -> Result<Vec<Known>, Error> {
    let rows = tx.all(OPEN_OF, args![ctx.tenant, noun_id.to_string()]).await?;
    rows.iter().map(|row| read(&tx.keys, ctx.tenant, row)).collect()
}

/// Those that wait for a person, or were settled.
///
/// # Errors
/// When the store cannot be read.
pub async fn list(store: &Store, tenant: TenantId, open: bool, limit: usize) -> Result<Vec<Known>, Error> {
    let state = if open { "open" } else { "settled" };
    let rows = store.all(LIST, args![tenant, state, limit as i64]).await?;
    rows.iter().map(|row| read(&store.keys, tenant, row)).collect()
}

/// One of them.
///
/// # Errors
/// When the store cannot be read.
pub async fn find(store: &Store, tenant: TenantId, id: ClashId) -> Result<Option<Known>, Error> {
    let row = store.optional(FIND, args![tenant, id.to_string()]).await?;
    row.map(|row| read(&store.keys, tenant, &row)).transpose()
}

/// How many wait for a person.
///
/// # Errors
/// When the store cannot be read.
pub async fn count(store: &Store, tenant: TenantId) -> Result<usize, Error> {
    let row = store.optional(COUNT, args![tenant]).await?;
    Ok(usize::try_from(row.map_or(Ok(0), |row| row.get::<i64>(0))?).unwrap_or(0))
}

/// Adds one, or lets one that is open go on. `key` is the person whom the record is about.
///
/// # Errors
/// [`Error::NotFound`] once the person was erased.
pub async fn put(
    tx: &mut Tx,
    ctx: &Ctx,
    known: Option<ClashId>,
    (noun, noun_id, key): (&str, Uuid, Option<PersonId>),
    mut body: Value,
    words: &Value,
) -> Result<ClashId, Error> {
    let id: ClashId = known.unwrap_or_else(|| ctx.id());
    let (row_id, person) = (id.to_string(), key.unwrap_or(PersonId(id.0)));
    let sealed = key::seal_for(tx, ctx, person, place(ctx.tenant, &row_id), words).await?;
    body["key"] = person.to_string().into();
    let verb = match known {
        Some(_) => {
            tx.exec(UPDATE, args![ctx.tenant, &row_id, "open", body.clone(), sealed.clone()]).await?;
            "go_on"
        }
        None => {
            let at = ctx.now.as_millisecond();
            let row = args![
                ctx.tenant,
                &row_id,
                noun,
                noun_id.to_string(),
                "open",
                at,
                body.clone(),
                sealed.clone()
            ];
            tx.exec(INSERT, row).await?;
            "insert"
        }
    };
    let entry = Entry::new("clash", id.0, verb, body).sealed(person, sealed);
    change::append(tx, ctx, vec![entry]).await?;
    Ok(id)
}

/// A person has decided.
///
/// # Errors
/// [`Error::Conflict`] when somebody else has.
pub async fn settle(tx: &mut Tx, ctx: &Ctx, id: ClashId, body: Value) -> Result<(), Error> {
    if tx.exec(SETTLE, args![ctx.tenant, id.to_string(), body.clone()]).await? == 0 {
        return Err(Error::Conflict("clash.state".to_owned()));
    }
    change::append(tx, ctx, vec![Entry::new("clash", id.0, "settle", body)]).await
}

fn read(keys: &crate::MasterKeys, tenant: TenantId, row: &Row) -> Result<Known, Error> {
    let id: ClashId = row.word(0, "clash")?;
    let (row_id, body): (String, Value) = (id.to_string(), row.json(1, "clash")?);
    let person = body["key"].as_str().unwrap_or_default().to_owned();
    let sealed: Vec<u8> = row.get(2)?;
    let words = key::open_with(keys, tenant, &person, row.get(3)?, place(tenant, &row_id), &sealed)?;
    Ok(Known { id, body, words })
}

fn place(tenant: TenantId, row: &str) -> Place<'_> {
    Place { tenant, table: "clash", column: "sealed", row }
}
