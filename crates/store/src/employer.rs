//! Rows of employers; the contact is sealed under that person's own key.

use domain::Ctx;
use domain::employer::{BusinessNumber, Contact, Employer};
use domain::id::{EmployerId, PersonId, TenantId};

use crate::change::{self, Entry};
use crate::seal::Place;
use crate::slim::told;
use crate::{Error, Row, Store, Tx, args, containing, key, statements};

statements! { STATEMENTS {
    ALL = "SELECT body FROM employer WHERE tenant_id = $1 ORDER BY id";
    FIND = "SELECT body FROM employer WHERE tenant_id = $1 AND id = $2";
    CONTACT = "SELECT e.sealed, k.wrapped FROM employer e LEFT JOIN person_key k ON k.tenant_id = e.tenant_id AND k.person_id = e.contact_id WHERE e.tenant_id = $1 AND e.id = $2";
    SEARCH = "SELECT body FROM employer WHERE tenant_id = $1 AND words LIKE $2 ESCAPE '!' ORDER BY words, id LIMIT $3 OFFSET $4";
    COUNT = "SELECT COUNT(*) FROM employer WHERE tenant_id = $1 AND words LIKE $2 ESCAPE '!'";
    NUMBERED = "SELECT body FROM employer WHERE tenant_id = $1 AND business_number = $2 AND id <> $3 ORDER BY id LIMIT 1";
    INSERT = "INSERT INTO employer (tenant_id, id, business_number, contact_id, words, body, sealed) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    UPDATE = "UPDATE employer SET business_number = $3, contact_id = $4, words = $5, body = $6 WHERE tenant_id = $1 AND id = $2";
    CHANGED = "SELECT c.seq, c.noun_id, c.body, p.body FROM change c JOIN change p ON p.tenant_id = c.tenant_id AND p.seq = c.prior_seq WHERE c.tenant_id = $1 AND c.noun = 'employer' AND c.seq > $2 AND c.seq <= $3 ORDER BY c.seq LIMIT $4";
    SET_SEALED = "UPDATE employer SET sealed = $3 WHERE tenant_id = $1 AND id = $2";
} }

/// All employers, in order of making.
///
/// # Errors
/// When the store cannot be read.
pub async fn all(store: &Store, tenant: TenantId) -> Result<Vec<Employer>, Error> {
    store.all(ALL, args![tenant]).await?.iter().map(|row| row.json(0, "employer")).collect()
}

/// Employers by name whose name or business number holds a text, and how many there are in all.
///
/// # Errors
/// When the store cannot be read.
pub async fn search(
    store: &Store,
    tenant: TenantId,
    text: &str,
    limit: usize,
    offset: usize,
) -> Result<(Vec<Employer>, usize), Error> {
    let digits = text.replace('-', "");
    let number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let pattern = containing(if number { &digits } else { text });
    let found = store.all(SEARCH, args![tenant, &pattern, limit as i64, offset as i64]).await?;
    let count = store.optional(COUNT, args![tenant, &pattern]).await?;
    let total = count.map_or(Ok(0), |row| row.get::<i64>(0))?;
    let employers = found.iter().map(|row| row.json(0, "employer")).collect::<Result<_, _>>()?;
    Ok((employers, usize::try_from(total).unwrap_or(0)))
}

/// One employer, if there is one.
///
/// # Errors
/// When the store cannot be read.
pub async fn find(store: &Store, tenant: TenantId, id: EmployerId) -> Result<Option<Employer>, Error> {
    let row = store.optional(FIND, args![tenant, id.to_string()]).await?;
    row.map(|row| row.json(0, "employer")).transpose()
}

/// One employer.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get(store: &Store, tenant: TenantId, id: EmployerId) -> Result<Employer, Error> {
    find(store, tenant, id).await?.ok_or(Error::NotFound)
}

/// Within a transaction: one employer as it is now.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get_in(tx: &mut Tx, ctx: &Ctx, id: EmployerId) -> Result<Employer, Error> {
    tx.optional(FIND, args![ctx.tenant, id.to_string()]).await?.ok_or(Error::NotFound)?.json(0, "employer")
}

/// The employer of a business number, the first on record if earlier releases took it in twice.
///
/// # Errors
/// When the store cannot be read.
pub async fn by_number(
    store: &Store,
    tenant: TenantId,
    number: &BusinessNumber,
) -> Result<Option<Employer>, Error> {
    let row = store.optional(NUMBERED, args![tenant, number.digits(), ""]).await?;
    row.map(|row| row.json(0, "employer")).transpose()
}

/// Another employer of the same business number, if there is one.
///
/// # Errors
/// When the store cannot be read.
pub async fn namesake(
    store: &Store,
    tenant: TenantId,
    employer: &Employer,
) -> Result<Option<Employer>, Error> {
    let Some(number) = number(employer) else { return Ok(None) };
    let row = store.optional(NUMBERED, args![tenant, number, employer.id.to_string()]).await?;
    row.map(|row| row.json(0, "employer")).transpose()
}

/// Within a transaction: refuses a business number that another employer has. The index on it is not unique,
/// because what earlier releases took in may have it twice.
///
/// # Errors
/// [`Error::Conflict`].
pub async fn alone(tx: &mut Tx, ctx: &Ctx, employer: &Employer) -> Result<(), Error> {
    let Some(number) = number(employer) else { return Ok(()) };
    match tx.optional(NUMBERED, args![ctx.tenant, number, employer.id.to_string()]).await? {
        Some(_) => Err(Error::Conflict("employer.business_number".to_owned())),
        None => Ok(()),
    }
}

/// The contact of an employer; `None` when there is none or the person was erased.
///
/// # Errors
/// When the store cannot be read.
pub async fn contact(
    store: &Store,
    tenant: TenantId,
    id: EmployerId,
    person: PersonId,
) -> Result<Option<Contact>, Error> {
    let row_id = id.to_string();
    let Some(row) = store.optional(CONTACT, args![tenant, &row_id]).await? else { return Ok(None) };
    let Some(sealed) = row.get::<Option<Vec<u8>>>(0)? else { return Ok(None) };
    key::open_with(&store.keys, tenant, &person.to_string(), row.get(1)?, place(tenant, &row_id), &sealed)
}

/// Changes of employers after a number and up to another, in order, at most `limit`: of whom, and whether what openings say
/// of them, name and business number, became another.
///
/// # Errors
/// When the store cannot be read.
pub async fn changed(
    store: &Store,
    tenant: TenantId,
    (after, until): (i64, i64),
    limit: usize,
) -> Result<Vec<(i64, EmployerId, bool)>, Error> {
    let read = |row: &Row| {
        let (now, before): (Employer, Employer) = (row.json(2, "change")?, row.json(3, "change")?);
        let same = now.name == before.name && now.business_number == before.business_number;
        Ok((row.get(0)?, EmployerId(row.word(1, "change")?), !same))
    };
    store.all(CHANGED, args![tenant, after, until, limit as i64]).await?.iter().map(read).collect()
}

/// Adds an employer.
///
/// # Errors
/// [`Error::Conflict`] for an id that is taken.
pub async fn insert(
    tx: &mut Tx,
    ctx: &Ctx,
    employer: &Employer,
    contact: Option<&Contact>,
) -> Result<(), Error> {
    let entry = put(tx, ctx, employer, contact).await?;
    change::append(tx, ctx, vec![entry]).await
}

/// Adds many.
///
/// # Errors
/// [`Error::Conflict`] for an id that is taken.
pub async fn insert_many(
    tx: &mut Tx,
    ctx: &Ctx,
    employers: &[(Employer, Option<Contact>)],
) -> Result<(), Error> {
    let mut entries = Vec::with_capacity(employers.len());
    for (employer, contact) in employers {
        entries.push(put(tx, ctx, employer, contact.as_ref()).await?);
    }
    change::append(tx, ctx, entries).await
}

async fn put(tx: &mut Tx, ctx: &Ctx, employer: &Employer, contact: Option<&Contact>) -> Result<Entry, Error> {
    let json = json(employer)?;
    let sealed = sealed(tx, ctx, employer, contact).await?;
    let row = args![
        ctx.tenant,
        employer.id.to_string(),
        number(employer),
        employer.contact.map(|id| id.to_string()),
        words(employer),
        json.clone(),
        sealed.as_ref().map(|(_, sealed)| sealed.clone())
    ];
    tx.exec(INSERT, row).await?;
    let entry = Entry::new("employer", employer.id.0, "insert", json);
    Ok(match sealed {
        Some((person, sealed)) => entry.sealed(person, sealed),
        None => entry,
    })
}

/// Replaces an employer; without a contact the known one stays.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn update(
    tx: &mut Tx,
    ctx: &Ctx,
    employer: &Employer,
    contact: Option<&Contact>,
) -> Result<(), Error> {
    let json = json(employer)?;
    let id = employer.id.to_string();
    let contact_id = employer.contact.map(|id| id.to_string());
    let row = args![ctx.tenant, &id, number(employer), contact_id, words(employer), json.clone()];
    if tx.exec(UPDATE, row).await? == 0 {
        return Err(Error::NotFound);
    }
    let mut entry = Entry::new("employer", employer.id.0, "update", json);
    if let Some((person, sealed)) = sealed(tx, ctx, employer, contact).await? {
        tx.exec(SET_SEALED, args![ctx.tenant, &id, sealed.clone()]).await?;
        entry = entry.sealed(person, sealed);
    }
    change::append(tx, ctx, vec![entry]).await
}

async fn sealed(
    tx: &mut Tx,
    ctx: &Ctx,
    employer: &Employer,
    contact: Option<&Contact>,
) -> Result<Option<(PersonId, Vec<u8>)>, Error> {
    let Some((person, contact)) = employer.contact.zip(contact) else { return Ok(None) };
    let sealed = key::seal_for(tx, ctx, person, place(ctx.tenant, &employer.id.to_string()), contact).await?;
    Ok(Some((person, sealed)))
}

fn number(employer: &Employer) -> Option<String> {
    employer.business_number.as_ref().map(|number| number.digits().to_owned())
}

fn words(employer: &Employer) -> String {
    let number = employer.business_number.as_ref().map_or("", |number| number.digits());
    format!("{} {number}", employer.name.to_lowercase())
}

fn place(tenant: TenantId, row: &str) -> Place<'_> {
    Place { tenant, table: "employer", column: "sealed", row }
}

fn json(employer: &Employer) -> Result<serde_json::Value, Error> {
    told(employer, "employer")
}
