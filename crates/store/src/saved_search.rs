//! Rows of searches that people keep: whose, how and until when they hear of it in the clear, what is looked for sealed under
//! their key. It must not know what is found.

use domain::Ctx;
use domain::id::{PersonId, SavedSearchId, TenantId};
use domain::saved_search::{AlertName, Criteria, SavedSearch, StateName};
use jiff::civil::Date;

use crate::change::{self, Entry};
use crate::seal::Place;
use crate::slim::{slim, told};
use crate::{Error, Row, Store, Tx, args, key, look, statements};

statements! { STATEMENTS {
    FIND = "SELECT s.body, s.sealed, k.wrapped FROM saved_search s LEFT JOIN person_key k ON k.tenant_id = s.tenant_id AND k.person_id = s.person_id WHERE s.tenant_id = $1 AND s.id = $2";
    OF_PERSON = "SELECT s.body, s.sealed, k.wrapped FROM saved_search s LEFT JOIN person_key k ON k.tenant_id = s.tenant_id AND k.person_id = s.person_id WHERE s.tenant_id = $1 AND s.person_id = $2 ORDER BY s.id";
    BY_TOKEN = "SELECT s.body, s.sealed, k.wrapped FROM saved_search s LEFT JOIN person_key k ON k.tenant_id = s.tenant_id AND k.person_id = s.person_id WHERE s.tenant_id = $1 AND s.token_hash = $2";
    RUNNING = "SELECT s.body, s.sealed, k.wrapped FROM saved_search s LEFT JOIN person_key k ON k.tenant_id = s.tenant_id AND k.person_id = s.person_id WHERE s.tenant_id = $1 AND s.way = $2 AND s.state = $3 ORDER BY s.id";
    OVER = "SELECT body FROM saved_search WHERE tenant_id = $1 AND due_on < $2 ORDER BY due_on, id";
    LIVE = "SELECT body FROM saved_search WHERE tenant_id = $1 AND person_id = $2 AND state <> 'dropped' ORDER BY id";
    INSERT = "INSERT INTO saved_search (tenant_id, id, person_id, token_hash, way, state, due_on, version, body, sealed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    UPDATE = "UPDATE saved_search SET state = $4, due_on = $5, version = $6, body = $7 WHERE tenant_id = $1 AND id = $2 AND version = $3";
    ADDRESS = "UPDATE saved_search SET token_hash = $3 WHERE tenant_id = $1 AND id = $2";
    EMPTY = "UPDATE saved_search SET sealed = $3 WHERE tenant_id = $1 AND id = $2";
} }

const NOUN: &str = "saved_search";

/// A search with what it looks for; `None` once the person was erased.
pub type Record = (SavedSearch, Option<Criteria>);

/// One of them.
///
/// # Errors
/// When the store cannot be read.
pub async fn find(store: &Store, tenant: TenantId, id: SavedSearchId) -> Result<Option<Record>, Error> {
    let row = store.optional(FIND, args![tenant, id.to_string()]).await?;
    row.map(|row| read(store, tenant, &row)).transpose()
}

/// All of a person, in order of making.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_person(store: &Store, tenant: TenantId, person: PersonId) -> Result<Vec<Record>, Error> {
    let rows = store.all(OF_PERSON, args![tenant, person.to_string()]).await?;
    rows.iter().map(|row| read(store, tenant, row)).collect()
}

/// The one whose address holds the secret of a hash.
///
/// # Errors
/// When the store cannot be read.
pub async fn by_token(store: &Store, tenant: TenantId, hash: &str) -> Result<Option<Record>, Error> {
    let row = store.optional(BY_TOKEN, args![tenant, hash]).await?;
    row.map(|row| read(store, tenant, &row)).transpose()
}

/// All that run and of which people hear in one way, in order of making.
///
/// # Errors
/// When the store cannot be read.
pub async fn running(store: &Store, tenant: TenantId, way: AlertName) -> Result<Vec<Record>, Error> {
    let row = args![tenant, way.to_string(), StateName::Running.to_string()];
    store.all(RUNNING, row).await?.iter().map(|row| read(store, tenant, row)).collect()
}

/// Those whose last day lies before a day.
///
/// # Errors
/// When the store cannot be read.
pub async fn over(store: &Store, tenant: TenantId, today: Date) -> Result<Vec<SavedSearch>, Error> {
    store.all(OVER, args![tenant, today.to_string()]).await?.iter().map(|row| row.json(0, NOUN)).collect()
}

fn read(store: &Store, tenant: TenantId, row: &Row) -> Result<Record, Error> {
    let search: SavedSearch = row.json(0, NOUN)?;
    let (id, person) = (search.id.to_string(), search.person.to_string());
    let sealed: Vec<u8> = row.get(1)?;
    let criteria = key::open_with(&store.keys, tenant, &person, row.get(2)?, place(tenant, &id), &sealed)?;
    Ok((search, criteria))
}

/// Adds one, with the hash of the secret in its address where it has one.
///
/// # Errors
/// [`Error::NotFound`] once the person was erased; [`Error::Conflict`] for an id that is taken.
pub async fn insert(
    tx: &mut Tx,
    ctx: &Ctx,
    search: &SavedSearch,
    criteria: &Criteria,
    token_hash: Option<&str>,
) -> Result<(), Error> {
    let sealed = seal(tx, ctx, search, criteria).await?;
    let body = told(search, NOUN)?;
    let row = args![
        ctx.tenant,
        search.id.to_string(),
        search.person.to_string(),
        token_hash,
        search.alert.name().to_string(),
        search.state.name().to_string(),
        search.until().map(|until| until.to_string()),
        search.version,
        body.clone(),
        sealed.clone()
    ];
    tx.exec(INSERT, row).await?;
    look::changed(tx, ctx, search.person).await?;
    let entry = Entry::new(NOUN, search.id.0, "insert", body).sealed(search.person, sealed);
    change::append(tx, ctx, vec![entry]).await
}

/// Replaces one if nobody else has since it was read; its version rises by one.
///
/// # Errors
/// [`Error::Conflict`] when somebody has.
pub async fn update(tx: &mut Tx, ctx: &Ctx, verb: &str, search: &SavedSearch) -> Result<(), Error> {
    look::changed(tx, ctx, search.person).await?;
    replace(tx, ctx, verb, search).await
}

/// The same with another address: the one from before leads nowhere.
///
/// # Errors
/// As [`update`].
pub async fn readdress(
    tx: &mut Tx,
    ctx: &Ctx,
    search: &SavedSearch,
    token_hash: Option<&str>,
) -> Result<(), Error> {
    address(tx, ctx, search.id, token_hash).await?;
    update(tx, ctx, "readdress", search).await
}

/// Takes one off for good: its address leads nowhere, and what it looked for is gone from its row.
///
/// # Errors
/// As [`update`]; [`Error::NotFound`] once the person was erased.
pub async fn drop_out(tx: &mut Tx, ctx: &Ctx, search: &SavedSearch) -> Result<(), Error> {
    let sealed = seal(tx, ctx, search, &Criteria::default()).await?;
    address(tx, ctx, search.id, None).await?;
    tx.exec(EMPTY, args![ctx.tenant, search.id.to_string(), sealed]).await?;
    update(tx, ctx, "drop", search).await
}

/// Within the erasure of a person: no address of theirs leads anywhere, and nothing is looked for any more.
pub(crate) async fn forget_person(tx: &mut Tx, ctx: &Ctx, person: PersonId) -> Result<(), Error> {
    for row in tx.all(LIVE, args![ctx.tenant, person.to_string()]).await? {
        let search: SavedSearch = row.json(0, NOUN)?;
        address(tx, ctx, search.id, None).await?;
        replace(tx, ctx, "erase", &SavedSearch { updated_at: ctx.now, ..search.drop_out(ctx.now) }).await?;
    }
    Ok(())
}

async fn address(tx: &mut Tx, ctx: &Ctx, id: SavedSearchId, token_hash: Option<&str>) -> Result<(), Error> {
    tx.exec(ADDRESS, args![ctx.tenant, id.to_string(), token_hash]).await.map(|_| ())
}

async fn replace(tx: &mut Tx, ctx: &Ctx, verb: &str, search: &SavedSearch) -> Result<(), Error> {
    let before = search.version;
    let search = SavedSearch { version: before + 1, ..search.clone() };
    let body = told(&search, NOUN)?;
    let row = args![
        ctx.tenant,
        search.id.to_string(),
        before,
        search.state.name().to_string(),
        search.until().map(|until| until.to_string()),
        search.version,
        body.clone()
    ];
    if tx.exec(UPDATE, row).await? == 0 {
        return Err(Error::Conflict("saved_search.version".to_owned()));
    }
    change::append(tx, ctx, vec![Entry::new(NOUN, search.id.0, verb, body)]).await
}

async fn seal(tx: &mut Tx, ctx: &Ctx, search: &SavedSearch, criteria: &Criteria) -> Result<Vec<u8>, Error> {
    let id = search.id.to_string();
    key::seal_for(tx, ctx, search.person, place(ctx.tenant, &id), &slim(criteria, NOUN)?).await
}

fn place(tenant: TenantId, row: &str) -> Place<'_> {
    Place { tenant, table: NOUN, column: "sealed", row }
}
