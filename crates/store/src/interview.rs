//! Rows of talks at hiring events. How many sit in a slot is counted, not kept: whoever books holds the head of the log first.
//! Whoever is erased leaves a row without a person.

use std::collections::BTreeMap;

use domain::Ctx;
use domain::id::{HiringEventId, InterviewId, PersonId, TenantId};
use domain::interview::Interview;
use jiff::civil::Date;

use crate::change::{self, Entry};
use crate::slim::told;
use crate::{Arg, Error, Store, Tx, args, key, look, merge, statements};

statements! { STATEMENTS {
    FIND = "SELECT body FROM interview WHERE tenant_id = $1 AND id = $2";
    OF_EVENT = "SELECT body FROM interview WHERE tenant_id = $1 AND event_id = $2 ORDER BY id";
    OF_BOOTH = "SELECT body FROM interview WHERE tenant_id = $1 AND event_id = $2 AND booth = $3 ORDER BY id";
    OF_TICKET = "SELECT body FROM interview WHERE tenant_id = $1 AND event_id = $2 AND ticket = $3 ORDER BY id";
    OF_PERSON = "SELECT body FROM interview WHERE tenant_id = $1 AND person_id = $2 ORDER BY id";
    DUE = "SELECT body FROM interview WHERE tenant_id = $1 AND due_on <= $2 ORDER BY due_on, id LIMIT $3";
    IN_SLOT = "SELECT COUNT(*) FROM interview WHERE tenant_id = $1 AND event_id = $2 AND booth = $3 AND slot_min = $4 AND state <> 'withdrawn'";
    BOOKED = "SELECT booth, slot_min, COUNT(*) FROM interview WHERE tenant_id = $1 AND event_id = $2 AND slot_min IS NOT NULL AND state <> 'withdrawn' GROUP BY booth, slot_min";
    PRESENT = "SELECT body FROM interview WHERE tenant_id = $1 AND event_id = $2 AND state IN ('arrived', 'called') ORDER BY id";
    LAST_TICKET = "SELECT MAX(ticket) FROM interview WHERE tenant_id = $1 AND event_id = $2";
    INSERT = "INSERT INTO interview (tenant_id, id, version, event_id, booth, slot_min, ticket, person_id, state, due_on, updated_ms, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    UPDATE = "UPDATE interview SET version = version + 1, event_id = $4, booth = $5, slot_min = $6, ticket = $7, person_id = $8, state = $9, due_on = $10, updated_ms = $11, body = $12 WHERE tenant_id = $1 AND id = $2 AND version = $3";
} }

const NOUN: &str = "interview";

/// One of them.
///
/// # Errors
/// When the store cannot be read.
pub async fn find(store: &Store, tenant: TenantId, id: InterviewId) -> Result<Option<Interview>, Error> {
    let row = store.optional(FIND, args![tenant, id.to_string()]).await?;
    row.map(|row| row.json(0, NOUN)).transpose()
}

/// All of an event, in order of making.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_event(
    store: &Store,
    tenant: TenantId,
    event: HiringEventId,
) -> Result<Vec<Interview>, Error> {
    let rows = store.all(OF_EVENT, args![tenant, event.to_string()]).await?;
    rows.iter().map(|row| row.json(0, NOUN)).collect()
}

/// Those of an event who came and wait, or were called.
///
/// # Errors
/// When the store cannot be read.
pub async fn present(store: &Store, tenant: TenantId, event: HiringEventId) -> Result<Vec<Interview>, Error> {
    let rows = store.all(PRESENT, args![tenant, event.to_string()]).await?;
    rows.iter().map(|row| row.json(0, NOUN)).collect()
}

/// All of a booth, in order of making.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_booth(
    store: &Store,
    tenant: TenantId,
    (event, booth): (HiringEventId, u16),
) -> Result<Vec<Interview>, Error> {
    let rows = store.all(OF_BOOTH, args![tenant, event.to_string(), i64::from(booth)]).await?;
    rows.iter().map(|row| row.json(0, NOUN)).collect()
}

/// All with a number.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_ticket(
    store: &Store,
    tenant: TenantId,
    (event, ticket): (HiringEventId, u32),
) -> Result<Vec<Interview>, Error> {
    let rows = store.all(OF_TICKET, args![tenant, event.to_string(), i64::from(ticket)]).await?;
    rows.iter().map(|row| row.json(0, NOUN)).collect()
}

/// How many have booked each slot of each booth of an event.
///
/// # Errors
/// When the store cannot be read.
pub async fn booked(
    store: &Store,
    tenant: TenantId,
    event: HiringEventId,
) -> Result<BTreeMap<(u16, u16), usize>, Error> {
    let small = |n: i64| u16::try_from(n).unwrap_or_default();
    let rows = store.all(BOOKED, args![tenant, event.to_string()]).await?;
    rows.iter()
        .map(|row| {
            let count = usize::try_from(row.get::<i64>(2)?).unwrap_or_default();
            Ok(((small(row.get(0)?), small(row.get(1)?)), count))
        })
        .collect()
}

/// All of a person, in order of making.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_person(store: &Store, tenant: TenantId, person: PersonId) -> Result<Vec<Interview>, Error> {
    let rows = store.all(OF_PERSON, args![tenant, person.to_string()]).await?;
    rows.iter().map(|row| row.json(0, NOUN)).collect()
}

/// Those of which somebody must ask what came by a day, the longest due first.
///
/// # Errors
/// When the store cannot be read.
pub async fn due(store: &Store, tenant: TenantId, by: Date, limit: usize) -> Result<Vec<Interview>, Error> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = store.all(DUE, args![tenant, by.to_string(), limit]).await?;
    rows.iter().map(|row| row.json(0, NOUN)).collect()
}

/// Within a transaction: one of them as it is now.
///
/// # Errors
/// When the store cannot be read.
pub async fn find_in(tx: &mut Tx, ctx: &Ctx, id: InterviewId) -> Result<Option<Interview>, Error> {
    let row = tx.optional(FIND, args![ctx.tenant, id.to_string()]).await?;
    row.map(|row| row.json(0, NOUN)).transpose()
}

/// Within a transaction: all of an event as they are now.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_event_in(tx: &mut Tx, ctx: &Ctx, event: HiringEventId) -> Result<Vec<Interview>, Error> {
    let rows = tx.all(OF_EVENT, args![ctx.tenant, event.to_string()]).await?;
    rows.iter().map(|row| row.json(0, NOUN)).collect()
}

/// Within a transaction: all of a booth as they are now.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_booth_in(
    tx: &mut Tx,
    ctx: &Ctx,
    (event, booth): (HiringEventId, u16),
) -> Result<Vec<Interview>, Error> {
    let rows = tx.all(OF_BOOTH, args![ctx.tenant, event.to_string(), i64::from(booth)]).await?;
    rows.iter().map(|row| row.json(0, NOUN)).collect()
}

/// Within a transaction: all with a number.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_ticket_in(
    tx: &mut Tx,
    ctx: &Ctx,
    (event, ticket): (HiringEventId, u32),
) -> Result<Vec<Interview>, Error> {
    let rows = tx.all(OF_TICKET, args![ctx.tenant, event.to_string(), i64::from(ticket)]).await?;
    rows.iter().map(|row| row.json(0, NOUN)).collect()
}

/// Within a transaction: all of a person, under whichever of their ids.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_everyone_in(tx: &mut Tx, ctx: &Ctx, person: PersonId) -> Result<Vec<Interview>, Error> {
    let mut all = Vec::new();
    for same in merge::same_as_in(tx, ctx, person).await? {
        all.extend(of_person_in(tx, ctx, same).await?);
    }
    Ok(all)
}

async fn of_person_in(tx: &mut Tx, ctx: &Ctx, person: PersonId) -> Result<Vec<Interview>, Error> {
    let rows = tx.all(OF_PERSON, args![ctx.tenant, person.to_string()]).await?;
    rows.iter().map(|row| row.json(0, NOUN)).collect()
}

/// Within a transaction that holds the head of the log: how many have booked a slot of a booth.
///
/// # Errors
/// When the store cannot be read.
pub async fn in_slot(
    tx: &mut Tx,
    ctx: &Ctx,
    (event, booth, slot_min): (HiringEventId, u16, u16),
) -> Result<usize, Error> {
    let slot = args![ctx.tenant, event.to_string(), i64::from(booth), i64::from(slot_min)];
    let count: i64 = tx.optional(IN_SLOT, slot).await?.map_or(Ok(0), |row| row.get(0))?;
    Ok(usize::try_from(count).unwrap_or_default())
}

/// Within a transaction that holds the head of the log: the highest number given out at an event, 0 for none.
///
/// # Errors
/// When the store cannot be read.
pub async fn last_ticket(tx: &mut Tx, ctx: &Ctx, event: HiringEventId) -> Result<u32, Error> {
    let row = tx.optional(LAST_TICKET, args![ctx.tenant, event.to_string()]).await?;
    let last = row.map_or(Ok(None), |row| row.get::<Option<i64>>(0))?;
    Ok(last.and_then(|last| u32::try_from(last).ok()).unwrap_or_default())
}

/// Adds one, behind the head of the log.
///
/// # Errors
/// [`Error::NotFound`] once the person was erased.
pub async fn insert(tx: &mut Tx, ctx: &Ctx, one: &Interview) -> Result<(), Error> {
    kept(tx, ctx, one).await?;
    let body = told(one, NOUN)?;
    let mut row = args![ctx.tenant, one.id.to_string(), one.version];
    row.extend(columns(one));
    row.push(body.clone().into());
    tx.exec(INSERT, row).await?;
    log(tx, ctx, "insert", one, body).await
}

/// Replaces one if nobody else has since it was read; its version rises by one.
///
/// # Errors
/// [`Error::Conflict`] when somebody has; [`Error::NotFound`] once the person was erased.
pub async fn update(tx: &mut Tx, ctx: &Ctx, verb: &str, one: &Interview) -> Result<(), Error> {
    kept(tx, ctx, one).await?;
    let before = one.version;
    let one = Interview { version: before + 1, ..one.clone() };
    let body = told(&one, NOUN)?;
    let mut row = args![ctx.tenant, one.id.to_string(), before];
    row.extend(columns(&one));
    row.push(body.clone().into());
    if tx.exec(UPDATE, row).await? == 0 {
        return Err(Error::Conflict("interview.version".to_owned()));
    }
    log(tx, ctx, verb, &one, body).await
}

fn columns(one: &Interview) -> Vec<Arg> {
    args![
        one.event.to_string(),
        i64::from(one.booth),
        one.slot_min().map(i64::from),
        one.ticket().map(i64::from),
        one.person().map(|person| person.to_string()),
        one.state.name().to_string(),
        one.due_on.map(|day| day.to_string()),
        one.updated_at.as_millisecond()
    ]
}

async fn log(
    tx: &mut Tx,
    ctx: &Ctx,
    verb: &str,
    one: &Interview,
    body: serde_json::Value,
) -> Result<(), Error> {
    if let Some(person) = one.person() {
        look::changed(tx, ctx, person).await?;
    }
    change::append(tx, ctx, vec![Entry::new(NOUN, one.id.0, verb, body)]).await
}

/// Refuses to write about somebody who is erased: there is no ciphertext here that could not be made.
async fn kept(tx: &mut Tx, ctx: &Ctx, one: &Interview) -> Result<(), Error> {
    let Some(person) = one.person() else { return Ok(()) };
    if key::is_destroyed(tx, ctx, person).await? { Err(Error::NotFound) } else { Ok(()) }
}

/// Takes the person out of their talks, with the transaction that destroys their key; a time that they had booked is free.
pub(crate) async fn forget_person(tx: &mut Tx, ctx: &Ctx, person: PersonId) -> Result<(), Error> {
    // Whoever books for them at the same time has ended before, and finds no key after.
    change::hold(tx, ctx).await?;
    let all = of_person_in(tx, ctx, person).await?;
    for one in &all {
        let first = all.iter().find(|other| other.event == one.event).map_or(one.id, |first| first.id);
        update(tx, ctx, "erase", &one.clone().erase(ctx.now, first)).await?;
    }
    Ok(())
}
