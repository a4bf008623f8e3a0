//! The keys of people: made with their first sealed value, destroyed to erase them. What was sealed
//! under a destroyed key stays where it is and can never be read again.

use domain::Ctx;
use domain::id::{PersonId, TenantId};
use serde::Serialize;
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

use crate::change::{self, Entry};
use crate::seal::{self, MasterKeys, PersonKey, Place};
use crate::{
    Error, Store, Tx, args, digest, enrolment, erasure, interview, notice, satisfaction, saved_search,
    statements, supporter, work_trial,
};

statements! { STATEMENTS {
    FIND = "SELECT wrapped FROM person_key WHERE tenant_id = $1 AND person_id = $2";
    INSERT = "INSERT INTO person_key (tenant_id, person_id, wrapped) VALUES ($1, $2, $3)";
    // Overwritten in place, so that no page keeps it; empty means destroyed.
    OVERWRITE = "UPDATE person_key SET wrapped = $3 WHERE tenant_id = $1 AND person_id = $2 AND LENGTH(wrapped) > 0";
    FORGET_LOGIN = "UPDATE person SET login_index = NULL, password_hash = NULL, seen_day = NULL WHERE tenant_id = $1 AND id = $2";
    FORGET_ROW = "UPDATE seeker SET source_key = NULL, source_digest = NULL, due_on = NULL, turn_on = NULL, due_act = NULL, heard = NULL WHERE tenant_id = $1 AND person_id = $2";
    FORGET_STEPS = "UPDATE action_plan SET due_on = NULL WHERE tenant_id = $1 AND person_id = $2";
    FORGET_ASKING = "UPDATE placement SET retain_on = '' WHERE tenant_id = $1 AND person_id = $2";
    FORGET_LINKS = "DELETE FROM link WHERE tenant_id = $1 AND person_id = $2";
    FORGET_HANDLES = "DELETE FROM handle WHERE tenant_id = $1 AND person_id = $2";
    // Whatever its master key: erased ones are empty.
    NEXT = "SELECT person_id, wrapped FROM person_key WHERE tenant_id = $1 AND LENGTH(wrapped) > 0 AND person_id > $2 ORDER BY person_id LIMIT $3";
    RESEAL = "UPDATE person_key SET wrapped = $4 WHERE tenant_id = $1 AND person_id = $2 AND wrapped = $3";
    TENANTS = "SELECT DISTINCT tenant_id FROM person_key WHERE tenant_id <> ''";
    FORGET_SESSIONS = "DELETE FROM session WHERE tenant_id = $1 AND person_id = $2";
} }

/// Destroys a person's key and everything by which they could be found again.
///
/// # Errors
/// [`Error::NotFound`] when there is no such key: they were erased before, or never kept.
pub async fn destroy(tx: &mut Tx, ctx: &Ctx, person: PersonId, reason: &str) -> Result<(), Error> {
    let tenant = ctx.tenant;
    let id = person.to_string();
    if tx.exec(OVERWRITE, args![tenant, &id, vec![0u8; 73]]).await? == 0 {
        return Err(Error::NotFound);
    }
    tx.exec(OVERWRITE, args![tenant, &id, Vec::<u8>::new()]).await?;
    tx.scrub = true;
    // Nobody asks after them any more either: no day of theirs comes up.
    let rows = [FORGET_LOGIN, FORGET_ROW, FORGET_STEPS, FORGET_ASKING];
    for forget in rows.into_iter().chain([FORGET_HANDLES, FORGET_LINKS, FORGET_SESSIONS]) {
        tx.exec(forget, args![tenant, &id]).await?;
    }
    digest::forget_person(tx, ctx, person).await?;
    enrolment::forget_person(tx, ctx, person).await?;
    supporter::forget_person(tx, ctx, person).await?;
    saved_search::forget_person(tx, ctx, person).await?;
    satisfaction::forget_person(tx, ctx, person).await?;
    work_trial::forget_person(tx, ctx, person).await?;
    interview::forget_person(tx, ctx, person).await?;
    erasure::insert(tx, ctx, person, reason).await?;
    let body = serde_json::json!({ "reason": reason });
    change::append(tx, ctx, vec![Entry::new("person_key", person.0, "destroy", body)]).await?;
    // Nobody knows any more whom to tell.
    notice::close(tx, ctx, person, |_| true).await
}

/// Destroys the keys of a person under each of their ids.
///
/// # Errors
/// [`Error::NotFound`] when none of them has one any more.
pub async fn destroy_all(tx: &mut Tx, ctx: &Ctx, everyone: &[PersonId], reason: &str) -> Result<(), Error> {
    let mut found = false;
    for person in everyone {
        match destroy(tx, ctx, *person, reason).await {
            Ok(()) => found = true,
            Err(Error::NotFound) => {}
            Err(failed) => return Err(failed),
        }
    }
    if found { Ok(()) } else { Err(Error::NotFound) }
}

/// Seals the keys of at most `most` people after `from`, in the order of their ids, under the master key that
/// seals now: how many there were, and the last of them; `None` once there is nobody left. It may stop anywhere
/// and begin again.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn reseal(
    store: &Store,
    ctx: &Ctx,
    from: &str,
    most: usize,
) -> Result<Option<(usize, String)>, Error> {
    let rows = store.all(NEXT, args![ctx.tenant, from, most as i64]).await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in &rows {
        found.push((row.get::<String>(0)?, row.get::<Vec<u8>>(1)?));
    }
    let Some((last, _)) = found.last().cloned() else { return Ok(None) };
    let current = store.keys.current();
    found.retain(|(_, wrapped)| wrapped.first() != Some(&current));
    let (count, ctx) = (found.len(), ctx.clone());
    if count > 0 {
        store
            .write(move |tx| {
                let (ctx, found) = (ctx.clone(), found.clone());
                Box::pin(async move {
                    for (person, before) in found {
                        let key = tx.keys.unwrap(ctx.tenant, &person, &before)?;
                        let after = tx.keys.wrap(ctx.tenant, &person, &key, ctx.random())?;
                        // Whoever was erased meanwhile stays so.
                        tx.exec(RESEAL, args![ctx.tenant, &person, before, after]).await?;
                    }
                    tx.scrub = true;
                    Ok(())
                })
            })
            .await?;
    }
    Ok(Some((count, last)))
}

/// Forgets the master keys that seal nothing any more, unless another tenant of this store still needs them.
/// Whether they were forgotten.
///
/// # Errors
/// When the store cannot be read or the key file not be written.
pub async fn forget_old(store: &Store, ctx: &Ctx) -> Result<bool, Error> {
    let tenants = store.all(TENANTS, args![]).await?;
    let alone = tenants.iter().all(|row| row.get::<String>(0).is_ok_and(|id| id == ctx.tenant.to_string()));
    if alone {
        store.keys.forget_old().map_err(|error| Error::Unavailable(format!("the key file: {error}")))?;
    }
    Ok(alone)
}

/// Seals a value for a place under a person's key, making the key when it is the first.
pub(crate) async fn seal_for<T: Serialize>(
    tx: &mut Tx,
    ctx: &Ctx,
    person: PersonId,
    place: Place<'_>,
    value: &T,
) -> Result<Vec<u8>, Error> {
    let plain = Zeroizing::new(serde_json::to_vec(value).map_err(|_| Error::Unreadable(place.table))?);
    seal_bytes(tx, ctx, person, place, &plain).await
}

pub(crate) async fn seal_bytes(
    tx: &mut Tx,
    ctx: &Ctx,
    person: PersonId,
    place: Place<'_>,
    plain: &[u8],
) -> Result<Vec<u8>, Error> {
    let id = person.to_string();
    let key = match tx.optional(FIND, args![ctx.tenant, &id]).await? {
        Some(row) => {
            let wrapped: Vec<u8> = row.get(0)?;
            // Erased is erased: nobody gets a second key.
            if wrapped.is_empty() {
                return Err(Error::NotFound);
            }
            tx.keys.unwrap(ctx.tenant, &id, &wrapped)?
        }
        None => {
            let key: PersonKey = Zeroizing::new(ctx.random());
            let wrapped = tx.keys.wrap(ctx.tenant, &id, &key, ctx.random())?;
            tx.exec(INSERT, args![ctx.tenant, &id, wrapped]).await?;
            key
        }
    };
    seal::seal(&key, place, ctx.random(), plain)
}

/// Within a transaction: whether a person was erased.
///
/// # Errors
/// When the store cannot be read.
pub async fn is_destroyed(tx: &mut Tx, ctx: &Ctx, person: PersonId) -> Result<bool, Error> {
    let row = tx.optional(FIND, args![ctx.tenant, person.to_string()]).await?;
    Ok(row.map(|row| row.get::<Vec<u8>>(0)).transpose()?.is_some_and(|wrapped| wrapped.is_empty()))
}

/// A person's key as it is stored; empty once destroyed.
pub(crate) async fn wrapped(
    store: &Store,
    tenant: TenantId,
    person: PersonId,
) -> Result<Option<Vec<u8>>, Error> {
    store.optional(FIND, args![tenant, person.to_string()]).await?.map(|row| row.get(0)).transpose()
}

/// Opens a value sealed under a person's key, given the key as stored; `None` when it was destroyed.
pub(crate) fn open_with<T: DeserializeOwned>(
    keys: &MasterKeys,
    tenant: TenantId,
    person: &str,
    wrapped: Option<Vec<u8>>,
    place: Place<'_>,
    sealed: &[u8],
) -> Result<Option<T>, Error> {
    let Some(plain) = open_bytes(keys, tenant, person, wrapped, place, sealed)? else { return Ok(None) };
    serde_json::from_slice(&plain).map(Some).map_err(|_| Error::Unreadable(place.table))
}

pub(crate) fn open_bytes(
    keys: &MasterKeys,
    tenant: TenantId,
    person: &str,
    wrapped: Option<Vec<u8>>,
    place: Place<'_>,
    sealed: &[u8],
) -> Result<Option<Zeroizing<Vec<u8>>>, Error> {
    let Some(wrapped) = wrapped.filter(|wrapped| !wrapped.is_empty()) else { return Ok(None) };
    let key = keys.unwrap(tenant, person, &wrapped)?;
    seal::open(&key, place, sealed).map(|plain| Some(Zeroizing::new(plain)))
}
