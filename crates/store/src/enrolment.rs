//! Rows of people's parts in cohorts. What they told when they applied is sealed under their key. Whoever is erased
//! leaves a row without a person, and frees the seat that they held.

use domain::Ctx;
use domain::cohort::Cohort;
use domain::enrolment::{Application, Enrolment};
use domain::id::{CohortId, EnrolmentId, PersonId, TenantId};

use crate::change::{self, Entry};
use crate::seal::{MasterKeys, Place};
use crate::slim::told;
use crate::{Error, Row, Store, Tx, args, key, look, merge, notice, record, statements};

statements! { STATEMENTS {
    FIND = "SELECT e.body, e.sealed, k.wrapped FROM enrolment e LEFT JOIN person_key k ON k.tenant_id = e.tenant_id AND k.person_id = e.person_id WHERE e.tenant_id = $1 AND e.id = $2";
    OF_COHORT = "SELECT e.body, e.sealed, k.wrapped FROM enrolment e LEFT JOIN person_key k ON k.tenant_id = e.tenant_id AND k.person_id = e.person_id WHERE e.tenant_id = $1 AND e.cohort_id = $2 ORDER BY e.id";
    OF_PERSON = "SELECT e.body, e.sealed, k.wrapped FROM enrolment e LEFT JOIN person_key k ON k.tenant_id = e.tenant_id AND k.person_id = e.person_id WHERE e.tenant_id = $1 AND e.person_id = $2 ORDER BY e.id";
    INSERT = "INSERT INTO enrolment (tenant_id, id, cohort_id, person_id, state, updated_ms, version, body, sealed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    UPDATE = "UPDATE enrolment SET person_id = $4, state = $5, updated_ms = $6, version = $7, body = $8 WHERE tenant_id = $1 AND id = $2 AND version = $3";
    TELL = "UPDATE enrolment SET sealed = $3 WHERE tenant_id = $1 AND id = $2";
} }

const NOUN: &str = "enrolment";

/// An enrolment with what the person told; `None` once they were erased.
pub type Record = (Enrolment, Option<Application>);

/// One of them.
///
/// # Errors
/// When the store cannot be read.
pub async fn find(store: &Store, tenant: TenantId, id: EnrolmentId) -> Result<Option<Record>, Error> {
    let row = store.optional(FIND, args![tenant, id.to_string()]).await?;
    row.map(|row| read(&store.keys, tenant, &row)).transpose()
}

/// Everybody of a cohort, in order of applying.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_cohort(store: &Store, tenant: TenantId, cohort: CohortId) -> Result<Vec<Record>, Error> {
    let rows = store.all(OF_COHORT, args![tenant, cohort.to_string()]).await?;
    read_all(&store.keys, tenant, &rows)
}

/// The parts of everybody of a cohort without what they told, in order of applying: what sums and states need.
///
/// # Errors
/// When the store cannot be read.
pub async fn parts_of_cohort(
    store: &Store,
    tenant: TenantId,
    cohort: CohortId,
) -> Result<Vec<Enrolment>, Error> {
    let rows = store.all(OF_COHORT, args![tenant, cohort.to_string()]).await?;
    rows.iter().map(|row| row.json(0, NOUN)).collect()
}

/// All of a person, in order of applying.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_person(store: &Store, tenant: TenantId, person: PersonId) -> Result<Vec<Record>, Error> {
    let rows = store.all(OF_PERSON, args![tenant, person.to_string()]).await?;
    read_all(&store.keys, tenant, &rows)
}

/// Within a transaction: one of them as it is now.
///
/// # Errors
/// When the store cannot be read.
pub async fn find_in(tx: &mut Tx, ctx: &Ctx, id: EnrolmentId) -> Result<Option<Record>, Error> {
    let row = tx.optional(FIND, args![ctx.tenant, id.to_string()]).await?;
    row.map(|row| read(&tx.keys, ctx.tenant, &row)).transpose()
}

/// Within a transaction: everybody of a cohort as they are now.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_cohort_in(tx: &mut Tx, ctx: &Ctx, cohort: CohortId) -> Result<Vec<Record>, Error> {
    let rows = tx.all(OF_COHORT, args![ctx.tenant, cohort.to_string()]).await?;
    read_all(&tx.keys, ctx.tenant, &rows)
}

/// Within a transaction: all of a person, under whichever of their ids.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_everyone_in(tx: &mut Tx, ctx: &Ctx, person: PersonId) -> Result<Vec<Enrolment>, Error> {
    let mut all = Vec::new();
    for same in merge::same_as_in(tx, ctx, person).await? {
        all.extend(of_person_in(tx, ctx, same).await?);
    }
    Ok(all)
}

async fn of_person_in(tx: &mut Tx, ctx: &Ctx, person: PersonId) -> Result<Vec<Enrolment>, Error> {
    let rows = tx.all(OF_PERSON, args![ctx.tenant, person.to_string()]).await?;
    rows.iter().map(|row| row.json(0, NOUN)).collect()
}

/// In order of applying, which ids do not tell.
fn read_all(keys: &MasterKeys, tenant: TenantId, rows: &[Row]) -> Result<Vec<Record>, Error> {
    let mut all: Vec<Record> = rows.iter().map(|row| read(keys, tenant, row)).collect::<Result<_, _>>()?;
    all.sort_by_key(|(one, _)| (one.applied_at, one.id));
    Ok(all)
}

fn read(keys: &MasterKeys, tenant: TenantId, row: &Row) -> Result<Record, Error> {
    let enrolment: Enrolment = row.json(0, NOUN)?;
    let Some(person) = enrolment.person() else { return Ok((enrolment, None)) };
    let (id, sealed): (String, Vec<u8>) = (enrolment.id.to_string(), row.get(1)?);
    let told = key::open_with(keys, tenant, &person.to_string(), row.get(2)?, place(tenant, &id), &sealed)?;
    Ok((enrolment, told))
}

/// Adds one.
///
/// # Errors
/// [`Error::NotFound`] once the person was erased; [`Error::Conflict`] when they have a part in that cohort already.
pub async fn insert(
    tx: &mut Tx,
    ctx: &Ctx,
    enrolment: &Enrolment,
    application: &Application,
) -> Result<(), Error> {
    let person = enrolment.person().ok_or(Error::NotFound)?;
    let sealed = seal(tx, ctx, enrolment.id, person, application).await?;
    let body = told(enrolment, NOUN)?;
    let row = args![
        ctx.tenant,
        enrolment.id.to_string(),
        enrolment.cohort.to_string(),
        person.to_string(),
        enrolment.state.name().to_string(),
        enrolment.updated_at.as_millisecond(),
        enrolment.version,
        body.clone(),
        sealed.clone()
    ];
    tx.exec(INSERT, row).await?;
    look::changed(tx, ctx, person).await?;
    let entry = Entry::new(NOUN, enrolment.id.0, "insert", body).sealed(person, sealed);
    change::append(tx, ctx, vec![entry]).await
}

/// Replaces one if nobody else has since it was read; its version rises by one. What the person told stays. What waits to be
/// told about it and has become pointless is closed.
///
/// # Errors
/// [`Error::Conflict`] when somebody has.
pub async fn update(tx: &mut Tx, ctx: &Ctx, verb: &str, enrolment: &Enrolment) -> Result<(), Error> {
    let entry = replace(tx, ctx, verb, enrolment).await?;
    change::append(tx, ctx, vec![entry]).await?;
    hush(tx, ctx, enrolment).await
}

/// The same with what the person told since.
///
/// # Errors
/// [`Error::Conflict`] when somebody else has; [`Error::NotFound`] once the person was erased.
pub async fn tell(
    tx: &mut Tx,
    ctx: &Ctx,
    verb: &str,
    enrolment: &Enrolment,
    application: &Application,
) -> Result<(), Error> {
    let person = enrolment.person().ok_or(Error::NotFound)?;
    let sealed = seal(tx, ctx, enrolment.id, person, application).await?;
    let entry = replace(tx, ctx, verb, enrolment).await?;
    tx.exec(TELL, args![ctx.tenant, enrolment.id.to_string(), sealed.clone()]).await?;
    change::append(tx, ctx, vec![entry.sealed(person, sealed)]).await?;
    hush(tx, ctx, enrolment).await
}

async fn hush(tx: &mut Tx, ctx: &Ctx, enrolment: &Enrolment) -> Result<(), Error> {
    match enrolment.person() {
        Some(person) => notice::close(tx, ctx, person, |told| told.outlived_by_part(enrolment)).await,
        None => Ok(()),
    }
}

async fn replace(tx: &mut Tx, ctx: &Ctx, verb: &str, enrolment: &Enrolment) -> Result<Entry, Error> {
    let before = enrolment.version;
    let enrolment = Enrolment { version: before + 1, ..enrolment.clone() };
    let body = told(&enrolment, NOUN)?;
    let row = args![
        ctx.tenant,
        enrolment.id.to_string(),
        before,
        enrolment.person().map(|person| person.to_string()),
        enrolment.state.name().to_string(),
        enrolment.updated_at.as_millisecond(),
        enrolment.version,
        body.clone()
    ];
    if tx.exec(UPDATE, row).await? == 0 {
        return Err(Error::Conflict("enrolment.version".to_owned()));
    }
    if let Some(person) = enrolment.person() {
        look::changed(tx, ctx, person).await?;
    }
    Ok(Entry::new(NOUN, enrolment.id.0, verb, body))
}

/// Takes the person out of their parts, with the transaction that destroys their key; seats that they held are free.
pub(crate) async fn forget_person(tx: &mut Tx, ctx: &Ctx, person: PersonId) -> Result<(), Error> {
    // Whoever enters a part of theirs at the same time has ended before, and finds no key after.
    change::hold(tx, ctx).await?;
    for one in of_person_in(tx, ctx, person).await? {
        let before = one.state.clone();
        let erased = one.erase(ctx.today(), ctx.now);
        if before.holds_seat()
            && !erased.state.holds_seat()
            && let Some(mut cohort) = record::find_in::<Cohort>(tx, ctx, erased.cohort).await?
            && cohort.seat(&before, &erased.state).is_ok()
        {
            cohort.updated_at = ctx.now;
            record::update(tx, ctx, "free_seat", &cohort).await?;
        }
        update(tx, ctx, "erase", &erased).await?;
    }
    Ok(())
}

async fn seal(
    tx: &mut Tx,
    ctx: &Ctx,
    id: EnrolmentId,
    person: PersonId,
    application: &Application,
) -> Result<Vec<u8>, Error> {
    key::seal_for(tx, ctx, person, place(ctx.tenant, &id.to_string()), &told(application, NOUN)?).await
}

fn place(tenant: TenantId, row: &str) -> Place<'_> {
    Place { tenant, table: NOUN, column: "sealed", row }
}
