//! Rows of papers and scans: what they are in the clear, what is on them sealed under the person's key.

use domain::Ctx;
use domain::attachment::Attachment;
use domain::id::{AttachmentId, PersonId, TenantId};

use crate::change::{self, Entry};
use crate::seal::Place;
use crate::slim::told;
use crate::{Error, Store, Tx, args, key, look, statements};

statements! { STATEMENTS {
    INSERT = "INSERT INTO attachment (tenant_id, id, person_id, at_ms, body, sealed) VALUES ($1, $2, $3, $4, $5, $6)";
    FIND = "SELECT a.body, a.sealed, k.wrapped FROM attachment a LEFT JOIN person_key k ON k.tenant_id = a.tenant_id AND k.person_id = a.person_id WHERE a.tenant_id = $1 AND a.id = $2";
    OF_PERSON = "SELECT body FROM attachment WHERE tenant_id = $1 AND person_id = $2 ORDER BY at_ms, id";
} }

/// Adds a file. Its bytes are not put into the log a second time.
///
/// # Errors
/// [`Error::NotFound`] once the person was erased; [`Error::Conflict`] for an id that is taken.
pub async fn insert(tx: &mut Tx, ctx: &Ctx, attachment: &Attachment, bytes: &[u8]) -> Result<(), Error> {
    let id = attachment.id.to_string();
    let sealed = key::seal_bytes(tx, ctx, attachment.person, place(ctx.tenant, &id), bytes).await?;
    let body = told(attachment, "attachment")?;
    let person = attachment.person.to_string();
    let at = attachment.at.as_millisecond();
    tx.exec(INSERT, args![ctx.tenant, &id, person, at, body.clone(), sealed]).await?;
    look::changed(tx, ctx, attachment.person).await?;
    change::append(tx, ctx, vec![Entry::new("attachment", attachment.id.0, "insert", body)]).await
}

/// One file; without its bytes once the person was erased.
///
/// # Errors
/// When the store cannot be read, or the bytes are not those that were kept there.
pub async fn find(
    store: &Store,
    tenant: TenantId,
    id: AttachmentId,
) -> Result<Option<(Attachment, Option<Vec<u8>>)>, Error> {
    let row_id = id.to_string();
    let Some(row) = store.optional(FIND, args![tenant, &row_id]).await? else { return Ok(None) };
    let attachment: Attachment = row.json(0, "attachment")?;
    let (sealed, person): (Vec<u8>, String) = (row.get(1)?, attachment.person.to_string());
    let plain = key::open_bytes(&store.keys, tenant, &person, row.get(2)?, place(tenant, &row_id), &sealed)?;
    Ok(Some((attachment, plain.map(|plain| plain.to_vec()))))
}

/// A person's files, the oldest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_person(store: &Store, tenant: TenantId, person: PersonId) -> Result<Vec<Attachment>, Error> {
    let rows = store.all(OF_PERSON, args![tenant, person.to_string()]).await?;
    rows.iter().map(|row| row.json(0, "attachment")).collect()
}

fn place(tenant: TenantId, row: &str) -> Place<'_> {
    Place { tenant, table: "attachment", column: "sealed", row }
}
