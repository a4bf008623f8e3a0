//! Rows of sessions: only the hash of the cookie's secret. They come and go without a log entry.

use domain::id::{PersonId, SessionId, TenantId};
use domain::{Ctx, Role};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::{Error, Store, Tx, args, person, statements};

statements! { STATEMENTS {
    INSERT = "INSERT INTO session (tenant_id, id, person_id, token_hash, role, created_ms, seen_ms) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    BY_TOKEN = "SELECT id, person_id, token_hash, role, created_ms, seen_ms FROM session WHERE tenant_id = $1 AND token_hash = $2";
    TOUCH = "UPDATE session SET seen_ms = $3 WHERE tenant_id = $1 AND id = $2";
    DELETE = "DELETE FROM session WHERE tenant_id = $1 AND id = $2";
    DELETE_OF = "DELETE FROM session WHERE tenant_id = $1 AND person_id = $2";
    SET_ROLE = "UPDATE session SET role = $3 WHERE tenant_id = $1 AND id = $2";
} }

/// A signed-in browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// Who signed in.
    pub person: PersonId,
    /// Hash of the cookie's secret.
    pub token_hash: String,
    /// The role that is active.
    pub role: Role,
    /// Since when.
    pub created_at: Timestamp,
    /// Last request, to within minutes.
    pub seen_at: Timestamp,
}

/// Adds a session, and notes the day beyond its end.
///
/// # Errors
/// When the store cannot be written.
pub async fn insert(tx: &mut Tx, ctx: &Ctx, session: &Session) -> Result<(), Error> {
    let row = args![
        ctx.tenant,
        session.id.to_string(),
        session.person.to_string(),
        &session.token_hash,
        session.role.to_string(),
        session.created_at.as_millisecond(),
        session.seen_at.as_millisecond()
    ];
    tx.exec(INSERT, row).await?;
    person::see(tx, ctx.tenant, session.person, ctx.today()).await
}

/// The session of a cookie's hash.
///
/// # Errors
/// When the store cannot be read.
pub async fn by_token(store: &Store, tenant: TenantId, hash: &str) -> Result<Option<Session>, Error> {
    let Some(row) = store.optional(BY_TOKEN, args![tenant, hash]).await? else { return Ok(None) };
    Ok(Some(Session {
        id: row.word(0, "session")?,
        person: row.word(1, "session")?,
        token_hash: row.get(2)?,
        role: row.word(3, "session")?,
        created_at: row.instant(4, "session")?,
        seen_at: row.instant(5, "session")?,
    }))
}

/// Notes that a session is in use, at an instant of a day.
///
/// # Errors
/// When the store cannot be written.
pub async fn touch(
    store: &Store,
    tenant: TenantId,
    session: &Session,
    at: Timestamp,
    day: Date,
) -> Result<(), Error> {
    let (id, person) = (session.id, session.person);
    store
        .write(move |tx| {
            Box::pin(async move {
                tx.exec(TOUCH, args![tenant, id.to_string(), at.as_millisecond()]).await?;
                person::see(tx, tenant, person, day).await
            })
        })
        .await
}

/// Changes the active role.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn set_role(tx: &mut Tx, ctx: &Ctx, id: SessionId, role: Role) -> Result<(), Error> {
    match tx.exec(SET_ROLE, args![ctx.tenant, id.to_string(), role.to_string()]).await? {
        0 => Err(Error::NotFound),
        _ => Ok(()),
    }
}

/// Ends a session.
///
/// # Errors
/// When the store cannot be written.
pub async fn delete(tx: &mut Tx, ctx: &Ctx, id: SessionId) -> Result<(), Error> {
    tx.exec(DELETE, args![ctx.tenant, id.to_string()]).await.map(|_| ())
}

/// Ends all sessions of a person.
///
/// # Errors
/// When the store cannot be written.
pub async fn delete_of(tx: &mut Tx, ctx: &Ctx, person: PersonId) -> Result<(), Error> {
    tx.exec(DELETE_OF, args![ctx.tenant, person.to_string()]).await.map(|_| ())
}
