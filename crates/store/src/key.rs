//! The keys of people: made with their first sealed value, destroyed to erase them. What was sealed
//! under a destroyed key stays where it is and can never be read again.

use domain::Ctx;
use domain::id::{PersonId, TenantId};
use serde::Serialize;
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

use crate::change::{self, Entry};
use crate::seal::{self, MasterKeys, PersonKey, Place};
use crate::{Error, Tx, args, statements};

statements! { STATEMENTS {
    FIND = "SELECT wrapped FROM person_key WHERE tenant_id = $1 AND person_id = $2";
    INSERT = "INSERT INTO person_key (tenant_id, person_id, wrapped) VALUES ($1, $2, $3)";
    // Overwritten in place, so that no page keeps it; empty means destroyed.
    OVERWRITE = "UPDATE person_key SET wrapped = $3 WHERE tenant_id = $1 AND person_id = $2 AND LENGTH(wrapped) > 0";
    FORGET_LOGIN = "UPDATE person SET login_index = NULL, password_hash = NULL WHERE tenant_id = $1 AND id = $2";
    FORGET_ROW = "UPDATE seeker SET source_key = NULL, source_digest = NULL WHERE tenant_id = $1 AND person_id = $2";
    FORGET_LINKS = "DELETE FROM link WHERE tenant_id = $1 AND person_id = $2";
    FORGET_HANDLES = "DELETE FROM handle WHERE tenant_id = $1 AND person_id = $2";
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
    for forget in [FORGET_LOGIN, FORGET_ROW, FORGET_HANDLES, FORGET_LINKS, FORGET_SESSIONS] {
        tx.exec(forget, args![tenant, &id]).await?;
    }
    let body = serde_json::json!({ "reason": reason });
    change::append(tx, ctx, vec![Entry::new("person_key", person.0, "destroy", body)]).await
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
