//! Rows of slips that came back on paper: what is wanted in the clear, who wants it sealed under a key.

use domain::Ctx;
use domain::id::{PersonId, ReplySlipId, TenantId};
use domain::reply_slip::{ReplySlip, Sender, State};

use crate::change::{self, Entry};
use crate::seal::Place;
use crate::slim::told;
use crate::{Error, Row, Store, Tx, args, key, statements};

statements! { STATEMENTS {
    FIND = "SELECT r.body, r.sealed, k.wrapped FROM reply_slip r LEFT JOIN person_key k ON k.tenant_id = r.tenant_id AND k.person_id = r.person_id WHERE r.tenant_id = $1 AND r.id = $2";
    WAITING = "SELECT r.body, r.sealed, k.wrapped FROM reply_slip r LEFT JOIN person_key k ON k.tenant_id = r.tenant_id AND k.person_id = r.person_id WHERE r.tenant_id = $1 AND r.due_on IS NOT NULL ORDER BY r.due_on, r.id LIMIT $2";
    OF_PERSON = "SELECT body FROM reply_slip WHERE tenant_id = $1 AND person_id = $2 ORDER BY id";
    INSERT = "INSERT INTO reply_slip (tenant_id, id, person_id, state, due_on, version, body, sealed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    UPDATE = "UPDATE reply_slip SET state = $4, due_on = $5, version = $6, body = $7 WHERE tenant_id = $1 AND id = $2 AND version = $3";
} }

/// One slip, with who sent it; empty once they were forgotten.
///
/// # Errors
/// When the store cannot be read.
pub async fn find(
    store: &Store,
    tenant: TenantId,
    id: ReplySlipId,
) -> Result<Option<(ReplySlip, Sender)>, Error> {
    let row = store.optional(FIND, args![tenant, id.to_string()]).await?;
    row.map(|row| read(store, tenant, &row)).transpose()
}

/// Slips to which somebody must see, the first to be forgotten first, at most so many.
///
/// # Errors
/// When the store cannot be read.
pub async fn waiting(
    store: &Store,
    tenant: TenantId,
    most: usize,
) -> Result<Vec<(ReplySlip, Sender)>, Error> {
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    store.all(WAITING, args![tenant, most]).await?.iter().map(|row| read(store, tenant, row)).collect()
}

/// Slips sealed under a person's key, without who sent them.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_person(store: &Store, tenant: TenantId, person: PersonId) -> Result<Vec<ReplySlip>, Error> {
    let rows = store.all(OF_PERSON, args![tenant, person.to_string()]).await?;
    rows.iter().map(|row| row.json(0, "reply_slip")).collect()
}

fn read(store: &Store, tenant: TenantId, row: &Row) -> Result<(ReplySlip, Sender), Error> {
    let slip: ReplySlip = row.json(0, "reply_slip")?;
    let (id, person) = (slip.id.to_string(), slip.person.to_string());
    let Some(sealed) = row.get::<Option<Vec<u8>>>(1)? else { return Ok((slip, Sender::default())) };
    let sender = key::open_with(&store.keys, tenant, &person, row.get(2)?, place(tenant, &id), &sealed)?;
    Ok((slip, sender.unwrap_or_default()))
}

/// Adds a slip.
///
/// # Errors
/// [`Error::Conflict`] for an id that is taken; [`Error::NotFound`] once the registered person was erased.
pub async fn insert(tx: &mut Tx, ctx: &Ctx, slip: &ReplySlip, sender: &Sender) -> Result<(), Error> {
    let id = slip.id.to_string();
    let sealed = key::seal_for(tx, ctx, slip.person, place(ctx.tenant, &id), sender).await?;
    let body = told(slip, "reply_slip")?;
    let row = args![
        ctx.tenant,
        &id,
        slip.person.to_string(),
        slip.state_name(),
        due(slip),
        slip.version,
        body.clone(),
        sealed.clone()
    ];
    tx.exec(INSERT, row).await?;
    let entry = Entry::new("reply_slip", slip.id.0, "insert", body);
    change::append(tx, ctx, vec![entry.sealed(slip.person, sealed)]).await
}

/// Replaces a slip if nobody else has since it was read; its version rises by one.
///
/// # Errors
/// [`Error::Conflict`] when somebody has.
pub async fn update(tx: &mut Tx, ctx: &Ctx, verb: &str, slip: &ReplySlip) -> Result<(), Error> {
    let before = slip.version;
    let slip = ReplySlip { version: before + 1, ..slip.clone() };
    let body = told(&slip, "reply_slip")?;
    let row = args![
        ctx.tenant,
        slip.id.to_string(),
        before,
        slip.state_name(),
        due(&slip),
        slip.version,
        body.clone()
    ];
    if tx.exec(UPDATE, row).await? == 0 {
        return Err(Error::Conflict("reply_slip.version".to_owned()));
    }
    change::append(tx, ctx, vec![Entry::new("reply_slip", slip.id.0, verb, body)]).await
}

/// The slip is done. Who sent it is forgotten with it, unless they are registered.
///
/// # Errors
/// As [`update`].
pub async fn settle(tx: &mut Tx, ctx: &Ctx, slip: &ReplySlip) -> Result<(), Error> {
    update(tx, ctx, "settle", slip).await?;
    match slip.has_own_key() {
        true => key::destroy(tx, ctx, slip.person, "slip_done").await,
        false => Ok(()),
    }
}

fn due(slip: &ReplySlip) -> Option<String> {
    (slip.state == State::Waiting).then(|| slip.until.to_string())
}

fn place(tenant: TenantId, row: &str) -> Place<'_> {
    Place { tenant, table: "reply_slip", column: "sealed", row }
}
