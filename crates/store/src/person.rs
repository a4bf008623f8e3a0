//! Rows of people with accounts: id, state and roles in the clear, identity sealed, found by a keyed
//! hash of the sign-in name.

use domain::Ctx;
use domain::id::{PersonId, TenantId};
use domain::person::{Account, Identity, Person};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::change::{self, Entry};
use crate::retention::number_of;
use crate::seal::Place;
use crate::slim::told;
use crate::{Error, Row, Store, Tx, args, key, statements};

statements! { STATEMENTS {
    FIND = "SELECT p.body, p.sealed, k.wrapped FROM person p LEFT JOIN person_key k ON k.tenant_id = p.tenant_id AND k.person_id = p.id WHERE p.tenant_id = $1 AND p.id = $2";
    ALL = "SELECT p.body, p.sealed, k.wrapped FROM person p LEFT JOIN person_key k ON k.tenant_id = p.tenant_id AND k.person_id = p.id WHERE p.tenant_id = $1 ORDER BY p.id";
    BY_LOGIN = "SELECT body FROM person WHERE tenant_id = $1 AND login_index = $2";
    PASSWORD = "SELECT password_hash FROM person WHERE tenant_id = $1 AND id = $2";
    INSERT = "INSERT INTO person (tenant_id, id, login_index, body, sealed) VALUES ($1, $2, $3, $4, $5)";
    UPDATE = "UPDATE person SET body = $3 WHERE tenant_id = $1 AND id = $2";
    SEE = "UPDATE person SET seen_day = $3 WHERE tenant_id = $1 AND id = $2 AND (seen_day IS NULL OR seen_day < $3)";
    SET_PASSWORD = "UPDATE person SET password_hash = $3 WHERE tenant_id = $1 AND id = $2";
    BODIES = "SELECT body FROM person WHERE tenant_id = $1 ORDER BY id";
    BODY = "SELECT body FROM person WHERE tenant_id = $1 AND id = $2";
    INSERT_LINK = "INSERT INTO link (tenant_id, hash, person_id, until_ms) VALUES ($1, $2, $3, $4)";
    BY_LINK = "SELECT person_id FROM link WHERE tenant_id = $1 AND hash = $2 AND until_ms >= $3";
    DELETE_LINKS = "DELETE FROM link WHERE tenant_id = $1 AND person_id = $2";
    USE_LINK = "DELETE FROM link WHERE tenant_id = $1 AND hash = $2";
} }

/// One person; the identity is empty once they were erased.
///
/// # Errors
/// When the store cannot be read.
pub async fn find(
    store: &Store,
    tenant: TenantId,
    id: PersonId,
) -> Result<Option<(Person, Identity)>, Error> {
    let row = store.optional(FIND, args![tenant, id.to_string()]).await?;
    row.map(|row| read(store, tenant, &row)).transpose()
}

/// Within a transaction: what is in the clear of a person as it is now.
///
/// # Errors
/// When the store cannot be read.
pub async fn find_in(tx: &mut Tx, ctx: &Ctx, id: PersonId) -> Result<Option<Person>, Error> {
    let row = tx.optional(BODY, args![ctx.tenant, id.to_string()]).await?;
    row.map(|row| row.json(0, "person")).transpose()
}

/// Within a transaction: what is in the clear of everybody.
///
/// # Errors
/// When the store cannot be read.
pub async fn all_in(tx: &mut Tx, ctx: &Ctx) -> Result<Vec<Person>, Error> {
    tx.all(BODIES, args![ctx.tenant]).await?.iter().map(|row| row.json(0, "person")).collect()
}

/// Notes the last day on which an account was used: the day alone, and only the last. It is no change of the
/// person and leaves none in the log.
pub(crate) async fn see(tx: &mut Tx, tenant: TenantId, id: PersonId, day: Date) -> Result<(), Error> {
    tx.exec(SEE, args![tenant, id.to_string(), number_of(day)]).await.map(|_| ())
}

/// Everyone with an account, in order of making.
///
/// # Errors
/// When the store cannot be read.
pub async fn accounts(store: &Store, tenant: TenantId) -> Result<Vec<(Person, Identity)>, Error> {
    let people = store.all(ALL, args![tenant]).await?;
    let people = people.iter().map(|row| read(store, tenant, row)).collect::<Result<Vec<_>, _>>()?;
    Ok(people.into_iter().filter(|(person, _)| person.account != Account::None).collect())
}

fn read(store: &Store, tenant: TenantId, row: &Row) -> Result<(Person, Identity), Error> {
    let person: Person = row.json(0, "person")?;
    let id = person.id.to_string();
    let sealed: Vec<u8> = row.get(1)?;
    let identity = key::open_with(&store.keys, tenant, &id, row.get(2)?, place(tenant, &id), &sealed)?;
    Ok((person, identity.unwrap_or_default()))
}

/// The person of a sign-in name, written in lower case.
///
/// # Errors
/// When the store cannot be read.
pub async fn by_login(store: &Store, tenant: TenantId, login: &str) -> Result<Option<Person>, Error> {
    let index = store.blind(tenant, "login", login);
    let row = store.optional(BY_LOGIN, args![tenant, index]).await?;
    row.map(|row| row.json(0, "person")).transpose()
}

/// The stored password hash.
///
/// # Errors
/// When the store cannot be read.
pub async fn password_hash(store: &Store, tenant: TenantId, id: PersonId) -> Result<Option<String>, Error> {
    match store.optional(PASSWORD, args![tenant, id.to_string()]).await? {
        Some(row) => row.get(0),
        None => Ok(None),
    }
}

/// Adds a person.
///
/// # Errors
/// [`Error::Conflict`] for a sign-in name that is taken.
pub async fn insert(tx: &mut Tx, ctx: &Ctx, person: &Person, identity: &Identity) -> Result<(), Error> {
    let id = person.id.to_string();
    let sealed = key::seal_for(tx, ctx, person.id, place(ctx.tenant, &id), identity).await?;
    let login = (!identity.login.is_empty()).then(|| tx.keys.blind(ctx.tenant, "login", &identity.login));
    let json = json(person)?;
    tx.exec(INSERT, args![ctx.tenant, &id, login, json.clone(), sealed.clone()]).await?;
    change::append(tx, ctx, vec![Entry::new("person", person.id.0, "insert", json).sealed(person.id, sealed)])
        .await
}

/// Replaces what is in the clear of a person.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn update(tx: &mut Tx, ctx: &Ctx, verb: &str, person: &Person) -> Result<(), Error> {
    let json = json(person)?;
    if tx.exec(UPDATE, args![ctx.tenant, person.id.to_string(), json.clone()]).await? == 0 {
        return Err(Error::NotFound);
    }
    change::append(tx, ctx, vec![Entry::new("person", person.id.0, verb, json)]).await
}

/// Writes an account down as home has it, with what a password is held against.
///
/// # Errors
/// When the store cannot be written.
pub async fn put(
    tx: &mut Tx,
    ctx: &Ctx,
    person: &Person,
    identity: &Identity,
    password_hash: Option<&str>,
) -> Result<(), Error> {
    match find_in(tx, ctx, person.id).await? {
        Some(known) if known == *person => {}
        Some(_) => update(tx, ctx, "home", person).await?,
        None => insert(tx, ctx, person, identity).await?,
    }
    tx.exec(SET_PASSWORD, args![ctx.tenant, person.id.to_string(), password_hash.map(str::to_owned)])
        .await
        .map(|_| ())
}

/// Sets a password hash, uses the link up if there was one, and makes the account active.
///
/// # Errors
/// [`Error::NotFound`] when the link was used meanwhile.
pub async fn set_password(
    tx: &mut Tx,
    ctx: &Ctx,
    id: PersonId,
    hash: &str,
    link: Option<&str>,
) -> Result<(), Error> {
    let row_id = id.to_string();
    if let Some(link) = link
        && tx.exec(USE_LINK, args![ctx.tenant, link]).await? == 0
    {
        return Err(Error::NotFound);
    }
    delete_links(tx, ctx, id).await?;
    tx.exec(SET_PASSWORD, args![ctx.tenant, &row_id, hash]).await?;
    let mut person = find_in(tx, ctx, id).await?.ok_or(Error::NotFound)?;
    if !matches!(person.account, Account::Suspended { .. }) {
        person.account = Account::Active;
    }
    update(tx, ctx, "set_password", &person).await
}

/// Keeps the hash of a one-time link.
///
/// # Errors
/// When the store cannot be written.
pub async fn insert_link(
    tx: &mut Tx,
    ctx: &Ctx,
    id: PersonId,
    hash: &str,
    until: Timestamp,
) -> Result<(), Error> {
    tx.exec(INSERT_LINK, args![ctx.tenant, hash, id.to_string(), until.as_millisecond()]).await?;
    let body = serde_json::json!({ "until": until.as_millisecond() });
    change::append(tx, ctx, vec![Entry::new("link", id.0, "make_link", body)]).await
}

/// Ends the links that a person was given.
///
/// # Errors
/// When the store cannot be written.
pub async fn delete_links(tx: &mut Tx, ctx: &Ctx, id: PersonId) -> Result<(), Error> {
    tx.exec(DELETE_LINKS, args![ctx.tenant, id.to_string()]).await.map(|_| ())
}

/// The person of a link that still works.
///
/// # Errors
/// When the store cannot be read.
pub async fn by_link(
    store: &Store,
    tenant: TenantId,
    hash: &str,
    now: Timestamp,
) -> Result<Option<PersonId>, Error> {
    let row = store.optional(BY_LINK, args![tenant, hash, now.as_millisecond()]).await?;
    row.map(|row| row.word(0, "link")).transpose()
}

fn place(tenant: TenantId, row: &str) -> Place<'_> {
    Place { tenant, table: "person", column: "sealed", row }
}

fn json(person: &Person) -> Result<serde_json::Value, Error> {
    told(person, "person")
}
