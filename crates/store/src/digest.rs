//! Rows of messages that go out by themselves. Like looks they stand outside the change log: what was told is told by the
//! notice, and whoever is written to every day would fill the log. What is in a basket is sealed; nothing here is an address.

use domain::Ctx;
use domain::digest::{Basket, Delivery, StateName, Way};
use domain::id::{DeliveryId, PersonId, TenantId};
use jiff::Timestamp;

use crate::seal::Place;
use crate::seeker::{OPENED, Record};
use crate::slim::told as json_of;
use crate::{Error, Row, Store, Tx, args, key, seeker, statements};

statements! { STATEMENTS {
    // Whom news is sent to, in order of ids.
    HEARD = "SELECT s.body, s.sealed, k.wrapped FROM seeker s JOIN person_key k ON k.tenant_id = s.tenant_id AND k.person_id = s.person_id WHERE s.tenant_id = $1 AND s.heard IS NOT NULL AND LENGTH(k.wrapped) > 0 AND s.id > $2 ORDER BY s.id LIMIT $3";
    INSERT = "INSERT INTO delivery (tenant_id, id, person_id, slot, way, state, due_ms, made_ms, version, body, sealed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (tenant_id, person_id, slot) DO NOTHING";
    UPDATE = "UPDATE delivery SET state = $4, due_ms = $5, version = $6, body = $7 WHERE tenant_id = $1 AND id = $2 AND version = $3";
    FIND = "SELECT d.body, d.sealed, k.wrapped FROM delivery d JOIN person_key k ON k.tenant_id = d.tenant_id AND k.person_id = d.person_id WHERE d.tenant_id = $1 AND d.id = $2";
    DUE = "SELECT d.body, d.sealed, k.wrapped FROM delivery d JOIN person_key k ON k.tenant_id = d.tenant_id AND k.person_id = d.person_id WHERE d.tenant_id = $1 AND d.due_ms <= $2 ORDER BY d.due_ms, d.id LIMIT $3";
    OF_PERSON = "SELECT d.body, d.sealed, k.wrapped FROM delivery d JOIN person_key k ON k.tenant_id = d.tenant_id AND k.person_id = d.person_id WHERE d.tenant_id = $1 AND d.person_id = $2 ORDER BY d.made_ms DESC, d.id DESC LIMIT $3";
    SLOT = "SELECT id FROM delivery WHERE tenant_id = $1 AND person_id = $2 AND slot = $3";
    COUNT = "SELECT way, state, COUNT(*) FROM delivery WHERE tenant_id = $1 AND made_ms >= $2 GROUP BY way, state ORDER BY way, state";
    IN_STATE = "SELECT body FROM delivery WHERE tenant_id = $1 AND state = $2 AND made_ms >= $3 ORDER BY made_ms DESC, id DESC LIMIT $4";
    FORGET = "DELETE FROM delivery WHERE tenant_id = $1 AND made_ms < $2";
    FORGET_PERSON = "DELETE FROM delivery WHERE tenant_id = $1 AND person_id = $2";
} }

/// A delivery with what is in it; what cannot be opened any more is empty.
pub type Packed = (Delivery, Basket);

/// Registrations whose people are sent news, beyond an id, some at a time.
///
/// # Errors
/// When the store cannot be read.
pub async fn heard(store: &Store, tenant: TenantId, after: &str) -> Result<Vec<Record>, Error> {
    let rows = store.all(HEARD, args![tenant, after, OPENED]).await?;
    rows.iter().map(|row| seeker::read(store, tenant, row)).collect()
}

/// Adds a delivery, unless the person has one of that slot: whether it was added.
///
/// # Errors
/// [`Error::NotFound`] once the person was erased; when the store cannot be written.
pub async fn insert(
    tx: &mut Tx,
    ctx: &Ctx,
    slot: &str,
    delivery: &Delivery,
    basket: &Basket,
) -> Result<bool, Error> {
    let (id, person) = (delivery.id.to_string(), delivery.person);
    let sealed = key::seal_for(tx, ctx, person, place(ctx.tenant, &id), basket).await?;
    let row = args![
        ctx.tenant,
        &id,
        person.to_string(),
        slot,
        delivery.way.to_string(),
        delivery.state.name().to_string(),
        delivery.due_at().map(Timestamp::as_millisecond),
        delivery.made_at.as_millisecond(),
        delivery.version,
        json_of(delivery, "delivery")?,
        sealed
    ];
    Ok(tx.exec(INSERT, row).await? == 1)
}

/// Replaces a delivery if nobody else has since it was read; its version rises by one. Gives it as it now is.
///
/// # Errors
/// [`Error::Conflict`] when another process was quicker.
pub async fn update(tx: &mut Tx, ctx: &Ctx, delivery: &Delivery) -> Result<Delivery, Error> {
    let next = Delivery { version: delivery.version + 1, ..delivery.clone() };
    let row = args![
        ctx.tenant,
        next.id.to_string(),
        delivery.version,
        next.state.name().to_string(),
        next.due_at().map(Timestamp::as_millisecond),
        next.version,
        json_of(&next, "delivery")?
    ];
    match tx.exec(UPDATE, row).await? {
        0 => Err(Error::Conflict("delivery.version".to_owned())),
        _ => Ok(next),
    }
}

/// One delivery; `None` also once the person was erased.
///
/// # Errors
/// When the store cannot be read.
pub async fn find(store: &Store, tenant: TenantId, id: DeliveryId) -> Result<Option<Packed>, Error> {
    let row = store.optional(FIND, args![tenant, id.to_string()]).await?;
    row.map(|row| read(store, tenant, &row)).transpose()
}

/// What is to be sent by now, the longest waiting first.
///
/// # Errors
/// When the store cannot be read.
pub async fn due(
    store: &Store,
    tenant: TenantId,
    now: Timestamp,
    limit: usize,
) -> Result<Vec<Packed>, Error> {
    let rows = store.all(DUE, args![tenant, now.as_millisecond(), limit as i64]).await?;
    rows.iter().map(|row| read(store, tenant, row)).collect()
}

/// What went to a person or is to go, the latest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_person(
    store: &Store,
    tenant: TenantId,
    person: PersonId,
    limit: usize,
) -> Result<Vec<Packed>, Error> {
    let rows = store.all(OF_PERSON, args![tenant, person.to_string(), limit as i64]).await?;
    rows.iter().map(|row| read(store, tenant, row)).collect()
}

/// Whether a person has a delivery of a slot.
///
/// # Errors
/// When the store cannot be read.
pub async fn has(store: &Store, tenant: TenantId, person: PersonId, slot: &str) -> Result<bool, Error> {
    Ok(store.optional(SLOT, args![tenant, person.to_string(), slot]).await?.is_some())
}

/// How many were made since an instant, by way and state.
///
/// # Errors
/// When the store cannot be read.
pub async fn counts(
    store: &Store,
    tenant: TenantId,
    since: Timestamp,
) -> Result<Vec<(Way, StateName, i64)>, Error> {
    let rows = store.all(COUNT, args![tenant, since.as_millisecond()]).await?;
    rows.iter().map(|row| Ok((row.word(0, "delivery")?, row.word(1, "delivery")?, row.get(2)?))).collect()
}

/// The latest of a state that were made since an instant.
///
/// # Errors
/// When the store cannot be read.
pub async fn in_state(
    store: &Store,
    tenant: TenantId,
    state: StateName,
    since: Timestamp,
    limit: usize,
) -> Result<Vec<Delivery>, Error> {
    let row = args![tenant, state.to_string(), since.as_millisecond(), limit as i64];
    store.all(IN_STATE, row).await?.iter().map(|row| row.json(0, "delivery")).collect()
}

/// Forgets what was made before an instant: how many.
///
/// # Errors
/// When the store cannot be written.
pub async fn forget_before(tx: &mut Tx, ctx: &Ctx, at: Timestamp) -> Result<u64, Error> {
    tx.exec(FORGET, args![ctx.tenant, at.as_millisecond()]).await
}

/// Within the erasure of a person: nothing more goes to them, and nothing says that it did.
pub(crate) async fn forget_person(tx: &mut Tx, ctx: &Ctx, person: PersonId) -> Result<(), Error> {
    tx.exec(FORGET_PERSON, args![ctx.tenant, person.to_string()]).await.map(|_| ())
}

fn read(store: &Store, tenant: TenantId, row: &Row) -> Result<Packed, Error> {
    let delivery: Delivery = row.json(0, "delivery")?;
    let (id, person) = (delivery.id.to_string(), delivery.person.to_string());
    let sealed: Vec<u8> = row.get(1)?;
    let basket = key::open_with(&store.keys, tenant, &person, row.get(2)?, place(tenant, &id), &sealed)?;
    Ok((delivery, basket.unwrap_or_default()))
}

fn place(tenant: TenantId, row: &str) -> Place<'_> {
    Place { tenant, table: "delivery", column: "sealed", row }
}
