//! Rows of what was done for a person: kind and day in the clear, notes sealed under their key.

use domain::Ctx;
use domain::id::{PersonId, ServiceId, TenantId};
use domain::service::{Notes, Service};

use crate::change::{self, Entry};
use crate::seal::Place;
use crate::slim::{slim, told};
use crate::{Error, Row, Store, Tx, args, key, look, statements};

statements! { STATEMENTS {
    FIND = "SELECT v.body, v.sealed, k.wrapped FROM service v LEFT JOIN person_key k ON k.tenant_id = v.tenant_id AND k.person_id = v.person_id WHERE v.tenant_id = $1 AND v.id = $2";
    OF_PERSON = "SELECT v.body, v.sealed, k.wrapped FROM service v LEFT JOIN person_key k ON k.tenant_id = v.tenant_id AND k.person_id = v.person_id WHERE v.tenant_id = $1 AND v.person_id = $2 ORDER BY v.on_day DESC, v.id DESC";
    AFTER = "SELECT body FROM service WHERE tenant_id = $1 AND counted = 1 AND id > $2 ORDER BY id LIMIT $3";
    OF_PROJECT = "SELECT body FROM service WHERE tenant_id = $1 AND body->>'project' = $2 AND counted = 1 ORDER BY id";
    INSERT = "INSERT INTO service (tenant_id, id, person_id, kind, on_day, counted, version, body, sealed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    UPDATE = "UPDATE service SET kind = $4, on_day = $5, counted = $6, version = $7, body = $8, sealed = $9 WHERE tenant_id = $1 AND id = $2 AND version = $3";
} }

/// A service with its notes; `None` once the person was erased.
pub type Record = (Service, Option<Notes>);

/// One service.
///
/// # Errors
/// When the store cannot be read.
pub async fn find(store: &Store, tenant: TenantId, id: ServiceId) -> Result<Option<Record>, Error> {
    let row = store.optional(FIND, args![tenant, id.to_string()]).await?;
    row.map(|row| read(store, tenant, &row)).transpose()
}

/// Everything done for a person, latest day first, also what was struck out.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_person(store: &Store, tenant: TenantId, person: PersonId) -> Result<Vec<Record>, Error> {
    let rows = store.all(OF_PERSON, args![tenant, person.to_string()]).await?;
    rows.iter().map(|row| read(store, tenant, row)).collect()
}

/// At most `limit` services beyond an id, in order of making, without their notes and without what was struck
/// out; `None` begins.
///
/// # Errors
/// When the store cannot be read.
pub async fn after(
    store: &Store,
    tenant: TenantId,
    id: Option<ServiceId>,
    limit: i64,
) -> Result<Vec<Service>, Error> {
    let from = id.map(|id| id.to_string()).unwrap_or_default();
    let rows = store.all(AFTER, args![tenant, from, limit]).await?;
    rows.iter().map(|row| row.json(0, "service")).collect()
}

/// What was done in a project, by its number, without notes and without what was struck out.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_project(store: &Store, tenant: TenantId, number: &str) -> Result<Vec<Service>, Error> {
    let rows = store.all(OF_PROJECT, args![tenant, number]).await?;
    rows.iter().map(|row| row.json(0, "service")).collect()
}

fn read(store: &Store, tenant: TenantId, row: &Row) -> Result<Record, Error> {
    let service: Service = row.json(0, "service")?;
    let sealed: Vec<u8> = row.get(1)?;
    let (id, person) = (service.id.to_string(), service.person.to_string());
    let notes = key::open_with(&store.keys, tenant, &person, row.get(2)?, place(tenant, &id), &sealed)?;
    Ok((service, notes))
}

/// Adds a service.
///
/// # Errors
/// [`Error::NotFound`] once the person was erased; [`Error::Conflict`] for an id that is taken.
pub async fn insert(tx: &mut Tx, ctx: &Ctx, service: &Service, notes: &Notes) -> Result<(), Error> {
    let id = service.id.to_string();
    let sealed =
        key::seal_for(tx, ctx, service.person, place(ctx.tenant, &id), &slim(notes, "service")?).await?;
    let body = told(service, "service")?;
    let row = args![
        ctx.tenant,
        &id,
        service.person.to_string(),
        service.kind.to_string(),
        service.on.to_string(),
        i64::from(service.cancelled_at.is_none()),
        service.version,
        body.clone(),
        sealed.clone()
    ];
    tx.exec(INSERT, row).await?;
    look::changed(tx, ctx, service.person).await?;
    let entry = Entry::new("service", service.id.0, "insert", body).sealed(service.person, sealed);
    change::append(tx, ctx, vec![entry]).await
}

/// Replaces a service if nobody else has since it was read; its version rises by one.
///
/// # Errors
/// [`Error::Conflict`] when somebody has; [`Error::NotFound`] once the person was erased.
pub async fn update(
    tx: &mut Tx,
    ctx: &Ctx,
    verb: &str,
    service: &Service,
    notes: &Notes,
) -> Result<(), Error> {
    let mut service = service.clone();
    let before = service.version;
    service.version += 1;
    let id = service.id.to_string();
    let sealed =
        key::seal_for(tx, ctx, service.person, place(ctx.tenant, &id), &slim(notes, "service")?).await?;
    let body = told(&service, "service")?;
    let row = args![
        ctx.tenant,
        &id,
        before,
        service.kind.to_string(),
        service.on.to_string(),
        i64::from(service.cancelled_at.is_none()),
        service.version,
        body.clone(),
        sealed.clone()
    ];
    if tx.exec(UPDATE, row).await? == 0 {
        return Err(Error::Conflict("service.version".to_owned()));
    }
    look::changed(tx, ctx, service.person).await?;
    let entry = Entry::new("service", service.id.0, verb, body).sealed(service.person, sealed);
    change::append(tx, ctx, vec![entry]).await
}

fn place(tenant: TenantId, row: &str) -> Place<'_> {
    Place { tenant, table: "service", column: "sealed", row }
}
