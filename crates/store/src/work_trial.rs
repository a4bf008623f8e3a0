//! Rows of work-trial agreements: days, states and signatures in the clear, what was agreed sealed under the person's key.
//! Whoever is erased leaves a row without a person.

use domain::Ctx;
use domain::id::{EmployerId, PersonId, TenantId, WorkTrialId};
use domain::work_trial::{Terms, WorkTrial};

use crate::change::{self, Entry};
use crate::seal::{MasterKeys, Place};
use crate::slim::told;
use crate::{Error, Row, Store, Tx, args, key, look, statements};

statements! { STATEMENTS {
    FIND = "SELECT t.body, t.sealed, k.wrapped FROM work_trial t LEFT JOIN person_key k ON k.tenant_id = t.tenant_id AND k.person_id = t.person_id WHERE t.tenant_id = $1 AND t.id = $2";
    LATEST = "SELECT t.body, t.sealed, k.wrapped FROM work_trial t LEFT JOIN person_key k ON k.tenant_id = t.tenant_id AND k.person_id = t.person_id WHERE t.tenant_id = $1 ORDER BY t.id DESC LIMIT $2";
    OF_PERSON = "SELECT t.body, t.sealed, k.wrapped FROM work_trial t LEFT JOIN person_key k ON k.tenant_id = t.tenant_id AND k.person_id = t.person_id WHERE t.tenant_id = $1 AND t.person_id = $2 ORDER BY t.id DESC";
    OF_EMPLOYER = "SELECT t.body, t.sealed, k.wrapped FROM work_trial t LEFT JOIN person_key k ON k.tenant_id = t.tenant_id AND k.person_id = t.person_id WHERE t.tenant_id = $1 AND t.employer_id = $2 ORDER BY t.id DESC LIMIT $3";
    INSERT = "INSERT INTO work_trial (tenant_id, id, person_id, employer_id, state, updated_ms, version, body, sealed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    UPDATE = "UPDATE work_trial SET person_id = $4, employer_id = $5, state = $6, updated_ms = $7, version = $8, body = $9 WHERE tenant_id = $1 AND id = $2 AND version = $3";
    TELL = "UPDATE work_trial SET sealed = $3 WHERE tenant_id = $1 AND id = $2";
} }

const NOUN: &str = "work_trial";

/// An agreement with what was agreed; `None` once the person was erased.
pub type Record = (WorkTrial, Option<Terms>);

/// One of them.
///
/// # Errors
/// When the store cannot be read.
pub async fn find(store: &Store, tenant: TenantId, id: WorkTrialId) -> Result<Option<Record>, Error> {
    let row = store.optional(FIND, args![tenant, id.to_string()]).await?;
    row.map(|row| read(&store.keys, tenant, &row)).transpose()
}

/// At most so many, the latest written first.
///
/// # Errors
/// When the store cannot be read.
pub async fn latest(store: &Store, tenant: TenantId, most: i64) -> Result<Vec<Record>, Error> {
    let rows = store.all(LATEST, args![tenant, most]).await?;
    rows.iter().map(|row| read(&store.keys, tenant, row)).collect()
}

/// All of a person, the latest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_person(store: &Store, tenant: TenantId, person: PersonId) -> Result<Vec<Record>, Error> {
    let rows = store.all(OF_PERSON, args![tenant, person.to_string()]).await?;
    rows.iter().map(|row| read(&store.keys, tenant, row)).collect()
}

/// At most so many of an employer, the latest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_employer(
    store: &Store,
    tenant: TenantId,
    employer: EmployerId,
    most: i64,
) -> Result<Vec<Record>, Error> {
    let rows = store.all(OF_EMPLOYER, args![tenant, employer.to_string(), most]).await?;
    rows.iter().map(|row| read(&store.keys, tenant, row)).collect()
}

fn read(keys: &MasterKeys, tenant: TenantId, row: &Row) -> Result<Record, Error> {
    let trial: WorkTrial = row.json(0, NOUN)?;
    let Some(person) = trial.person() else { return Ok((trial, None)) };
    let (id, sealed): (String, Vec<u8>) = (trial.id.to_string(), row.get(1)?);
    let terms = key::open_with(keys, tenant, &person.to_string(), row.get(2)?, place(tenant, &id), &sealed)?;
    Ok((trial, terms))
}

/// Adds one.
///
/// # Errors
/// [`Error::NotFound`] once the person was erased; [`Error::Conflict`] for an id that is taken.
pub async fn insert(tx: &mut Tx, ctx: &Ctx, trial: &WorkTrial, terms: &Terms) -> Result<(), Error> {
    let person = trial.person().ok_or(Error::NotFound)?;
    let sealed = seal(tx, ctx, trial.id, person, terms).await?;
    let body = told(trial, NOUN)?;
    let row = args![
        ctx.tenant,
        trial.id.to_string(),
        person.to_string(),
        trial.frame.employer.to_string(),
        trial.state.name().to_string(),
        trial.updated_at.as_millisecond(),
        trial.version,
        body.clone(),
        sealed.clone()
    ];
    tx.exec(INSERT, row).await?;
    look::changed(tx, ctx, person).await?;
    change::append(tx, ctx, vec![Entry::new(NOUN, trial.id.0, "insert", body).sealed(person, sealed)]).await
}

/// Replaces one if nobody else has since it was read; its version rises by one. What was agreed stays.
///
/// # Errors
/// [`Error::Conflict`] when somebody has.
pub async fn update(tx: &mut Tx, ctx: &Ctx, verb: &str, trial: &WorkTrial) -> Result<(), Error> {
    let entry = replace(tx, ctx, verb, trial).await?;
    change::append(tx, ctx, vec![entry]).await
}

/// The same with what is agreed now.
///
/// # Errors
/// [`Error::Conflict`] when somebody else has; [`Error::NotFound`] once the person was erased.
pub async fn amend(tx: &mut Tx, ctx: &Ctx, trial: &WorkTrial, terms: &Terms) -> Result<(), Error> {
    let person = trial.person().ok_or(Error::NotFound)?;
    let sealed = seal(tx, ctx, trial.id, person, terms).await?;
    let entry = replace(tx, ctx, "amend", trial).await?;
    tx.exec(TELL, args![ctx.tenant, trial.id.to_string(), sealed.clone()]).await?;
    change::append(tx, ctx, vec![entry.sealed(person, sealed)]).await
}

async fn replace(tx: &mut Tx, ctx: &Ctx, verb: &str, trial: &WorkTrial) -> Result<Entry, Error> {
    let before = trial.version;
    let trial = WorkTrial { version: before + 1, ..trial.clone() };
    let body = told(&trial, NOUN)?;
    let row = args![
        ctx.tenant,
        trial.id.to_string(),
        before,
        trial.person().map(|person| person.to_string()),
        trial.frame.employer.to_string(),
        trial.state.name().to_string(),
        trial.updated_at.as_millisecond(),
        trial.version,
        body.clone()
    ];
    if tx.exec(UPDATE, row).await? == 0 {
        return Err(Error::Conflict("work_trial.version".to_owned()));
    }
    if let Some(person) = trial.person() {
        look::changed(tx, ctx, person).await?;
    }
    Ok(Entry::new(NOUN, trial.id.0, verb, body))
}

/// Takes the person out of their agreements, with the transaction that destroys their key.
pub(crate) async fn forget_person(tx: &mut Tx, ctx: &Ctx, person: PersonId) -> Result<(), Error> {
    let rows = tx.all(OF_PERSON, args![ctx.tenant, person.to_string()]).await?;
    for row in &rows {
        let trial: WorkTrial = row.json(0, NOUN)?;
        update(tx, ctx, "erase", &trial.erase(ctx)).await?;
    }
    Ok(())
}

async fn seal(
    tx: &mut Tx,
    ctx: &Ctx,
    id: WorkTrialId,
    person: PersonId,
    terms: &Terms,
) -> Result<Vec<u8>, Error> {
    key::seal_for(tx, ctx, person, place(ctx.tenant, &id.to_string()), &told(terms, NOUN)?).await
}

fn place(tenant: TenantId, row: &str) -> Place<'_> {
    Place { tenant, table: NOUN, column: "sealed", row }
}
