//! Rows of who offers to be called for events. What they offer is sealed under their key. Whoever is erased leaves a row
//! without a person, and frees the places to which they had said yes.

use domain::Ctx;
use domain::id::{PersonId, SupporterId, TenantId};
use domain::supporter::{Offer, StateName, Supporter};
use domain::supporter_shift::Shift;

use crate::change::{self, Entry};
use crate::seal::{MasterKeys, Place};
use crate::slim::told;
use crate::{Error, Row, Store, Tx, args, key, look, merge, record, statements};

statements! { STATEMENTS {
    FIND = "SELECT s.body, s.sealed, k.wrapped FROM supporter s LEFT JOIN person_key k ON k.tenant_id = s.tenant_id AND k.person_id = s.person_id WHERE s.tenant_id = $1 AND s.id = $2";
    OF_STATE = "SELECT s.body, s.sealed, k.wrapped FROM supporter s LEFT JOIN person_key k ON k.tenant_id = s.tenant_id AND k.person_id = s.person_id WHERE s.tenant_id = $1 AND s.state = $2 ORDER BY s.id";
    OF_PERSON = "SELECT s.body, s.sealed, k.wrapped FROM supporter s LEFT JOIN person_key k ON k.tenant_id = s.tenant_id AND k.person_id = s.person_id WHERE s.tenant_id = $1 AND s.person_id = $2 ORDER BY s.id";
    INSERT = "INSERT INTO supporter (tenant_id, id, person_id, state, updated_ms, version, body, sealed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    UPDATE = "UPDATE supporter SET person_id = $4, state = $5, updated_ms = $6, version = $7, body = $8 WHERE tenant_id = $1 AND id = $2 AND version = $3";
    TELL = "UPDATE supporter SET sealed = $3 WHERE tenant_id = $1 AND id = $2";
} }

const NOUN: &str = "supporter";

/// A supporter with what they offer; `None` once they were erased.
pub type Record = (Supporter, Option<Offer>);

/// One of them.
///
/// # Errors
/// When the store cannot be read.
pub async fn find(store: &Store, tenant: TenantId, id: SupporterId) -> Result<Option<Record>, Error> {
    let row = store.optional(FIND, args![tenant, id.to_string()]).await?;
    row.map(|row| read(&store.keys, tenant, &row)).transpose()
}

/// Everybody who may be called, in order of joining.
///
/// # Errors
/// When the store cannot be read.
pub async fn offered(store: &Store, tenant: TenantId) -> Result<Vec<Record>, Error> {
    let rows = store.all(OF_STATE, args![tenant, StateName::Offered.to_string()]).await?;
    rows.iter().map(|row| read(&store.keys, tenant, row)).collect()
}

/// Whatever a person offers, under one id.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_person(store: &Store, tenant: TenantId, person: PersonId) -> Result<Vec<Record>, Error> {
    let rows = store.all(OF_PERSON, args![tenant, person.to_string()]).await?;
    rows.iter().map(|row| read(&store.keys, tenant, row)).collect()
}

/// Within a transaction: everybody who may be called now.
///
/// # Errors
/// When the store cannot be read.
pub async fn offered_in(tx: &mut Tx, ctx: &Ctx) -> Result<Vec<Record>, Error> {
    let rows = tx.all(OF_STATE, args![ctx.tenant, StateName::Offered.to_string()]).await?;
    rows.iter().map(|row| read(&tx.keys, ctx.tenant, row)).collect()
}

/// Within a transaction: whatever a person offers, under whichever of their ids.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_everyone_in(tx: &mut Tx, ctx: &Ctx, person: PersonId) -> Result<Vec<Supporter>, Error> {
    let mut all = Vec::new();
    for same in merge::same_as_in(tx, ctx, person).await? {
        all.extend(of_person_in(tx, ctx, same).await?);
    }
    Ok(all)
}

async fn of_person_in(tx: &mut Tx, ctx: &Ctx, person: PersonId) -> Result<Vec<Supporter>, Error> {
    let rows = tx.all(OF_PERSON, args![ctx.tenant, person.to_string()]).await?;
    rows.iter().map(|row| row.json(0, NOUN)).collect()
}

fn read(keys: &MasterKeys, tenant: TenantId, row: &Row) -> Result<Record, Error> {
    let supporter: Supporter = row.json(0, NOUN)?;
    let Some(person) = supporter.person() else { return Ok((supporter, None)) };
    let (id, sealed): (String, Vec<u8>) = (supporter.id.to_string(), row.get(1)?);
    let told = key::open_with(keys, tenant, &person.to_string(), row.get(2)?, place(tenant, &id), &sealed)?;
    Ok((supporter, told))
}

/// Adds one.
///
/// # Errors
/// [`Error::NotFound`] once the person was erased; [`Error::Conflict`] when they offer already.
pub async fn insert(tx: &mut Tx, ctx: &Ctx, supporter: &Supporter, offer: &Offer) -> Result<(), Error> {
    let person = supporter.person().ok_or(Error::NotFound)?;
    let sealed = seal(tx, ctx, supporter.id, person, offer).await?;
    let body = told(supporter, NOUN)?;
    let row = args![
        ctx.tenant,
        supporter.id.to_string(),
        person.to_string(),
        supporter.state.name().to_string(),
        supporter.updated_at.as_millisecond(),
        supporter.version,
        body.clone(),
        sealed.clone()
    ];
    tx.exec(INSERT, row).await?;
    look::changed(tx, ctx, person).await?;
    let entry = Entry::new(NOUN, supporter.id.0, "insert", body).sealed(person, sealed);
    change::append(tx, ctx, vec![entry]).await
}

/// Replaces one if nobody else has since it was read; its version rises by one. What they offer stays.
///
/// # Errors
/// [`Error::Conflict`] when somebody has.
pub async fn update(tx: &mut Tx, ctx: &Ctx, verb: &str, supporter: &Supporter) -> Result<(), Error> {
    let entry = replace(tx, ctx, verb, supporter).await?;
    change::append(tx, ctx, vec![entry]).await
}

/// The same with what they offer since.
///
/// # Errors
/// [`Error::Conflict`] when somebody else has; [`Error::NotFound`] once the person was erased.
pub async fn tell(
    tx: &mut Tx,
    ctx: &Ctx,
    verb: &str,
    supporter: &Supporter,
    offer: &Offer,
) -> Result<(), Error> {
    let person = supporter.person().ok_or(Error::NotFound)?;
    let sealed = seal(tx, ctx, supporter.id, person, offer).await?;
    let entry = replace(tx, ctx, verb, supporter).await?;
    tx.exec(TELL, args![ctx.tenant, supporter.id.to_string(), sealed.clone()]).await?;
    change::append(tx, ctx, vec![entry.sealed(person, sealed)]).await
}

async fn replace(tx: &mut Tx, ctx: &Ctx, verb: &str, supporter: &Supporter) -> Result<Entry, Error> {
    let before = supporter.version;
    let supporter = Supporter { version: before + 1, ..supporter.clone() };
    let body = told(&supporter, NOUN)?;
    let row = args![
        ctx.tenant,
        supporter.id.to_string(),
        before,
        supporter.person().map(|person| person.to_string()),
        supporter.state.name().to_string(),
        supporter.updated_at.as_millisecond(),
        supporter.version,
        body.clone()
    ];
    if tx.exec(UPDATE, row).await? == 0 {
        return Err(Error::Conflict("supporter.version".to_owned()));
    }
    if let Some(person) = supporter.person() {
        look::changed(tx, ctx, person).await?;
    }
    Ok(Entry::new(NOUN, supporter.id.0, verb, body))
}

/// Takes the person out of the pool, with the transaction that destroys their key; places of shifts to come are free.
pub(crate) async fn forget_person(tx: &mut Tx, ctx: &Ctx, person: PersonId) -> Result<(), Error> {
    // Whoever writes an offer of theirs at the same time has ended before, and finds no key after.
    change::hold(tx, ctx).await?;
    for one in of_person_in(tx, ctx, person).await? {
        free(tx, ctx, one.id).await?;
        update(tx, ctx, "erase", &one.erase(ctx.now)).await?;
    }
    Ok(())
}

/// Within a transaction that holds the head of the log: a supporter comes to nothing that is still to come.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn free(tx: &mut Tx, ctx: &Ctx, supporter: SupporterId) -> Result<(), Error> {
    for mut shift in record::all_in::<Shift>(tx, ctx).await? {
        if shift.forget(supporter, ctx.now) {
            record::update(tx, ctx, "free_seat", &shift).await?;
        }
    }
    Ok(())
}

async fn seal(
    tx: &mut Tx,
    ctx: &Ctx,
    id: SupporterId,
    person: PersonId,
    offer: &Offer,
) -> Result<Vec<u8>, Error> {
    key::seal_for(tx, ctx, person, place(ctx.tenant, &id.to_string()), &told(offer, NOUN)?).await
}

fn place(tenant: TenantId, row: &str) -> Place<'_> {
    Place { tenant, table: NOUN, column: "sealed", row }
}
