//! Rows of bodies of the network.

use domain::Ctx;
use domain::id::{OrganisationId, TenantId};
use domain::organisation::Organisation;

use crate::change::{self, Entry};
use crate::{Error, Store, Tx, args, statements};

statements! { STATEMENTS {
    ALL = "SELECT body FROM organisation WHERE tenant_id = $1 ORDER BY id";
    FIND = "SELECT body FROM organisation WHERE tenant_id = $1 AND id = $2";
    INSERT = "INSERT INTO organisation (tenant_id, id, body) VALUES ($1, $2, $3)";
    UPDATE = "UPDATE organisation SET body = $3 WHERE tenant_id = $1 AND id = $2";
} }

/// All bodies, in order of making.
///
/// # Errors
/// When the store cannot be read.
pub async fn all(store: &Store, tenant: TenantId) -> Result<Vec<Organisation>, Error> {
    store.all(ALL, args![tenant]).await?.iter().map(|row| row.json(0, "organisation")).collect()
}

/// One body.
///
/// # Errors
/// When the store cannot be read.
pub async fn find(
    store: &Store,
    tenant: TenantId,
    id: OrganisationId,
) -> Result<Option<Organisation>, Error> {
    let row = store.optional(FIND, args![tenant, id.to_string()]).await?;
    row.map(|row| row.json(0, "organisation")).transpose()
}

/// Adds a body.
///
/// # Errors
/// [`Error::Conflict`] for an id that is taken.
pub async fn insert(tx: &mut Tx, ctx: &Ctx, body: &Organisation) -> Result<(), Error> {
    let json = json(body)?;
    tx.exec(INSERT, args![ctx.tenant, body.id.to_string(), json.clone()]).await?;
    change::append(tx, ctx, vec![Entry::new("organisation", body.id.0, "insert", json)]).await
}

/// Writes a body down as home has it, if it is not so already.
///
/// # Errors
/// When the store cannot be written.
pub async fn put(tx: &mut Tx, ctx: &Ctx, body: &Organisation) -> Result<(), Error> {
    let known = tx.optional(FIND, args![ctx.tenant, body.id.to_string()]).await?;
    let known: Option<Organisation> = known.map(|row| row.json(0, "organisation")).transpose()?;
    match known {
        Some(known) if known == *body => Ok(()),
        Some(_) => update(tx, ctx, body).await,
        None => insert(tx, ctx, body).await,
    }
}

/// Replaces a body.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn update(tx: &mut Tx, ctx: &Ctx, body: &Organisation) -> Result<(), Error> {
    let json = json(body)?;
    if tx.exec(UPDATE, args![ctx.tenant, body.id.to_string(), json.clone()]).await? == 0 {
        return Err(Error::NotFound);
    }
    change::append(tx, ctx, vec![Entry::new("organisation", body.id.0, "update", json)]).await
}

fn json(body: &Organisation) -> Result<serde_json::Value, Error> {
    serde_json::to_value(body).map_err(|_| Error::Unreadable("organisation"))
}
