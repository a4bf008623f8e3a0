//! Rows of the network's contacts: the firm and whose it is in the clear, who it is sealed under the person's key.

use domain::Ctx;
use domain::contact::{Contact, Details};
use domain::id::{ContactId, TenantId};

use crate::change::{self, Entry};
use crate::seal::Place;
use crate::slim::told;
use crate::{Error, Row, Store, Tx, args, key, statements};

statements! { STATEMENTS {
    ALL = "SELECT c.body, c.sealed, k.wrapped FROM contact c LEFT JOIN person_key k ON k.tenant_id = c.tenant_id AND k.person_id = c.person_id WHERE c.tenant_id = $1 ORDER BY c.plain_name, c.id";
    FIND = "SELECT c.body, c.sealed, k.wrapped FROM contact c LEFT JOIN person_key k ON k.tenant_id = c.tenant_id AND k.person_id = c.person_id WHERE c.tenant_id = $1 AND c.id = $2";
    OF_FIRM = "SELECT body FROM contact WHERE tenant_id = $1 AND (plain_name = $2 OR business_number = $3) ORDER BY id";
    INSERT = "INSERT INTO contact (tenant_id, id, person_id, organisation_id, business_number, plain_name, version, body, sealed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    UPDATE = "UPDATE contact SET organisation_id = $4, business_number = $5, plain_name = $6, version = $7, body = $8, person_id = $9 WHERE tenant_id = $1 AND id = $2 AND version = $3";
    SET_SEALED = "UPDATE contact SET sealed = $3 WHERE tenant_id = $1 AND id = $2";
} }

/// All contacts by the firm's name, with who they are; empty once the person was erased.
///
/// # Errors
/// When the store cannot be read.
pub async fn all(store: &Store, tenant: TenantId) -> Result<Vec<(Contact, Details)>, Error> {
    store.all(ALL, args![tenant]).await?.iter().map(|row| read(store, tenant, row)).collect()
}

/// One contact.
///
/// # Errors
/// When the store cannot be read.
pub async fn find(
    store: &Store,
    tenant: TenantId,
    id: ContactId,
) -> Result<Option<(Contact, Details)>, Error> {
    let row = store.optional(FIND, args![tenant, id.to_string()]).await?;
    row.map(|row| read(store, tenant, &row)).transpose()
}

/// Those of a firm by its plain name or its business number, without who they are.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_firm(
    store: &Store,
    tenant: TenantId,
    plain_name: &str,
    business_number: &str,
) -> Result<Vec<Contact>, Error> {
    let rows = store.all(OF_FIRM, args![tenant, plain_name, business_number]).await?;
    rows.iter().map(|row| row.json(0, "contact")).collect()
}

fn read(store: &Store, tenant: TenantId, row: &Row) -> Result<(Contact, Details), Error> {
    let contact: Contact = row.json(0, "contact")?;
    let (id, person) = (contact.id.to_string(), contact.person.to_string());
    let Some(sealed) = row.get::<Option<Vec<u8>>>(1)? else { return Ok((contact, Details::default())) };
    let details = key::open_with(&store.keys, tenant, &person, row.get(2)?, place(tenant, &id), &sealed)?;
    Ok((contact, details.unwrap_or_default()))
}

/// Adds a contact.
///
/// # Errors
/// [`Error::Conflict`] for an id that is taken.
pub async fn insert(tx: &mut Tx, ctx: &Ctx, contact: &Contact, details: &Details) -> Result<(), Error> {
    let id = contact.id.to_string();
    let sealed = sealed(tx, ctx, contact, details).await?;
    let body = told(contact, "contact")?;
    let row = args![
        ctx.tenant,
        &id,
        contact.person.to_string(),
        contact.organisation.map(|body| body.to_string()),
        number(contact),
        contact.plain(),
        contact.version,
        body.clone(),
        sealed.clone()
    ];
    tx.exec(INSERT, row).await?;
    let entry = Entry::new("contact", contact.id.0, "insert", body);
    change::append(
        tx,
        ctx,
        vec![match sealed {
            Some(sealed) => entry.sealed(contact.person, sealed),
            None => entry,
        }],
    )
    .await
}

/// Replaces a contact if nobody else has since it was read; its version rises by one. Without details those that are
/// sealed stay.
///
/// # Errors
/// [`Error::Conflict`] when somebody has.
pub async fn update(
    tx: &mut Tx,
    ctx: &Ctx,
    verb: &str,
    contact: &Contact,
    details: Option<&Details>,
) -> Result<(), Error> {
    let id = contact.id.to_string();
    let before = contact.version;
    let contact = Contact { version: before + 1, ..contact.clone() };
    let body = told(&contact, "contact")?;
    let row = args![
        ctx.tenant,
        &id,
        before,
        contact.organisation.map(|body| body.to_string()),
        number(&contact),
        contact.plain(),
        contact.version,
        body.clone(),
        contact.person.to_string()
    ];
    if tx.exec(UPDATE, row).await? == 0 {
        return Err(Error::Conflict("contact.version".to_owned()));
    }
    let mut entry = Entry::new("contact", contact.id.0, verb, body);
    if let Some(details) = details
        && let Some(sealed) = sealed(tx, ctx, &contact, details).await?
    {
        tx.exec(SET_SEALED, args![ctx.tenant, &id, sealed.clone()]).await?;
        entry = entry.sealed(contact.person, sealed);
    }
    change::append(tx, ctx, vec![entry]).await
}

/// Erases who a contact is: the key is destroyed, the firm stays.
///
/// # Errors
/// [`Error::Conflict`] when somebody changed it meanwhile; [`Error::NotFound`] without anybody to erase.
pub async fn erase(tx: &mut Tx, ctx: &Ctx, contact: &Contact) -> Result<(), Error> {
    let erased = Contact { erased: true, consented_on: None, ..contact.clone() };
    update(tx, ctx, "erase", &erased, None).await?;
    key::destroy(tx, ctx, contact.person, "contact_withdrawn").await
}

/// Nobody is sealed where nobody is: a firm alone has no key.
async fn sealed(
    tx: &mut Tx,
    ctx: &Ctx,
    contact: &Contact,
    details: &Details,
) -> Result<Option<Vec<u8>>, Error> {
    if details.is_empty() {
        return Ok(None);
    }
    let id = contact.id.to_string();
    key::seal_for(tx, ctx, contact.person, place(ctx.tenant, &id), details).await.map(Some)
}

fn number(contact: &Contact) -> Option<String> {
    contact.business_number.as_ref().map(|number| number.digits().to_owned())
}

fn place(tenant: TenantId, row: &str) -> Place<'_> {
    Place { tenant, table: "contact", column: "sealed", row }
}
