//! Rows of what the offices write of their work: projects, leads, plans, meetings, submissions.
//!
//! Such a noun holds nothing personal, changes as a whole and is found by the same few columns, so one table and these
//! functions serve them all; what a noun puts into the columns is said in its own file. A noun with a person in it, or
//! with a search of its own, has a table of its own instead.

use std::collections::HashMap;

use domain::Ctx;
use domain::id::{OrganisationId, TenantId};
use jiff::civil::Date;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use uuid::Uuid;

use crate::change::{self, Entry};
use crate::slim::told;
use crate::{Arg, Error, Store, Tx, args, statements};

statements! { STATEMENTS {
    ALL = "SELECT body FROM record WHERE tenant_id = $1 AND noun = $2 ORDER BY id";
    FIND = "SELECT body FROM record WHERE tenant_id = $1 AND id = $2 AND noun = $3";
    OWNER = "SELECT organisation_id FROM record WHERE tenant_id = $1 AND id = $2 AND noun = $3";
    KNOWN_AS = "SELECT body FROM record WHERE tenant_id = $1 AND noun = $2 AND known_as = $3";
    OF_PARENT = "SELECT body FROM record WHERE tenant_id = $1 AND parent_id = $2 AND noun = $3 ORDER BY id";
    DUE = "SELECT body FROM record WHERE tenant_id = $1 AND noun = $2 AND due_on <= $3 ORDER BY due_on, id";
    COUNT_BY_PARENT = "SELECT parent_id, COUNT(*) FROM record WHERE tenant_id = $1 AND noun = $2 AND parent_id IS NOT NULL GROUP BY parent_id";
    INSERT = "INSERT INTO record (tenant_id, id, noun, parent_id, organisation_id, known_as, state, due_on, version, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    UPDATE = "UPDATE record SET parent_id = $4, organisation_id = $5, known_as = $6, state = $7, due_on = $8, version = $9, body = $10 WHERE tenant_id = $1 AND id = $2 AND version = $3";
} }

/// Every noun kept in the table, for those who go through all rows.
pub const NOUNS: &[&str] = &[
    "action",
    "agenda_item",
    "bulletin",
    "cohort",
    "comment",
    "connector",
    "coop_request",
    "council",
    "estimate",
    "hiring_commitment",
    "hiring_event",
    "idea",
    "indicator",
    "lead",
    "measure",
    "meeting",
    "mou",
    "node",
    "neighbour",
    "partner_key",
    "print_job",
    "project",
    "receipt",
    "report_book",
    "roster",
    "submission",
    "supporter_shift",
    "term_plan",
    "visit",
];

/// A noun kept in the table.
pub trait Record: Serialize + DeserializeOwned + Clone + Send + Sync + 'static {
    /// Its word in the change log, from the glossary.
    const NOUN: &'static str;

    /// What stands in the columns.
    fn columns(&self) -> Columns;

    /// The same at a version.
    #[must_use]
    fn at_version(self, version: i64) -> Self;
}

/// What a record's columns hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    /// Its id.
    pub id: Uuid,
    /// The record it belongs to.
    pub parent: Option<Uuid>,
    /// The body whose it is.
    pub organisation: Option<OrganisationId>,
    /// What it is known by outside; no two of a noun may be known by the same.
    pub known_as: Option<String>,
    /// Word for where it stands.
    pub state: &'static str,
    /// From which day somebody must see to it.
    pub due_on: Option<Date>,
    /// Rises by one with every accepted change.
    pub version: i64,
}

impl Columns {
    /// Columns of which only the id, the state and the version say anything.
    pub fn new(id: impl Into<Uuid>, state: &'static str, version: i64) -> Self {
        let (parent, organisation, known_as, due_on) = (None, None, None, None);
        Self { id: id.into(), parent, organisation, known_as, state, due_on, version }
    }
}

/// All of a noun, in order of making.
///
/// # Errors
/// When the store cannot be read.
pub async fn all<R: Record>(store: &Store, tenant: TenantId) -> Result<Vec<R>, Error> {
    store.all(ALL, args![tenant, R::NOUN]).await?.iter().map(|row| row.json(0, R::NOUN)).collect()
}

/// One of them.
///
/// # Errors
/// When the store cannot be read.
pub async fn find<R: Record>(
    store: &Store,
    tenant: TenantId,
    id: impl Into<Uuid>,
) -> Result<Option<R>, Error> {
    let row = store.optional(FIND, args![tenant, id.into().to_string(), R::NOUN]).await?;
    row.map(|row| row.json(0, R::NOUN)).transpose()
}

/// Within a transaction: one of them as it is now.
///
/// # Errors
/// When the store cannot be read.
pub async fn find_in<R: Record>(tx: &mut Tx, ctx: &Ctx, id: impl Into<Uuid>) -> Result<Option<R>, Error> {
    let row = tx.optional(FIND, args![ctx.tenant, id.into().to_string(), R::NOUN]).await?;
    row.map(|row| row.json(0, R::NOUN)).transpose()
}

/// Within a transaction: all of a noun, in order of making.
///
/// # Errors
/// When the store cannot be read.
pub async fn all_in<R: Record>(tx: &mut Tx, ctx: &Ctx) -> Result<Vec<R>, Error> {
    tx.all(ALL, args![ctx.tenant, R::NOUN]).await?.iter().map(|row| row.json(0, R::NOUN)).collect()
}

/// Whose a record of any noun is; `None` when there is no such record.
///
/// # Errors
/// When the store cannot be read.
pub async fn owner(
    store: &Store,
    tenant: TenantId,
    noun: &str,
    id: Uuid,
) -> Result<Option<Option<OrganisationId>>, Error> {
    let row = store.optional(OWNER, args![tenant, id.to_string(), noun]).await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(row.get::<Option<String>>(0)?.and_then(|id| id.parse().ok())))
}

/// The one known by a word outside.
///
/// # Errors
/// When the store cannot be read.
pub async fn known_as<R: Record>(
    store: &Store,
    tenant: TenantId,
    known_as: &str,
) -> Result<Option<R>, Error> {
    let row = store.optional(KNOWN_AS, args![tenant, R::NOUN, known_as]).await?;
    row.map(|row| row.json(0, R::NOUN)).transpose()
}

/// Those that belong to another record, in order of making.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_parent<R: Record>(
    store: &Store,
    tenant: TenantId,
    parent: impl Into<Uuid>,
) -> Result<Vec<R>, Error> {
    let rows = store.all(OF_PARENT, args![tenant, parent.into().to_string(), R::NOUN]).await?;
    rows.iter().map(|row| row.json(0, R::NOUN)).collect()
}

/// Within a transaction: those that belong to another record, in order of making.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_parent_in<R: Record>(
    tx: &mut Tx,
    ctx: &Ctx,
    parent: impl Into<Uuid>,
) -> Result<Vec<R>, Error> {
    let rows = tx.all(OF_PARENT, args![ctx.tenant, parent.into().to_string(), R::NOUN]).await?;
    rows.iter().map(|row| row.json(0, R::NOUN)).collect()
}

/// How many belong to each other record.
///
/// # Errors
/// When the store cannot be read.
pub async fn count_by_parent<R: Record>(
    store: &Store,
    tenant: TenantId,
) -> Result<HashMap<Uuid, i64>, Error> {
    let rows = store.all(COUNT_BY_PARENT, args![tenant, R::NOUN]).await?;
    rows.iter().map(|row| Ok((row.word(0, R::NOUN)?, row.get(1)?))).collect()
}

/// Those to which somebody must see by a day, the longest due first.
///
/// # Errors
/// When the store cannot be read.
pub async fn due<R: Record>(store: &Store, tenant: TenantId, by: Date) -> Result<Vec<R>, Error> {
    let rows = store.all(DUE, args![tenant, R::NOUN, by.to_string()]).await?;
    rows.iter().map(|row| row.json(0, R::NOUN)).collect()
}

/// Adds one.
///
/// # Errors
/// [`Error::Conflict`] for an id or an outside name that is taken.
pub async fn insert<R: Record>(tx: &mut Tx, ctx: &Ctx, record: &R) -> Result<(), Error> {
    let (columns, body) = (record.columns(), told(record, R::NOUN)?);
    let id = columns.id;
    tx.exec(INSERT, row(ctx, columns, R::NOUN.into(), body.clone())).await?;
    change::append(tx, ctx, vec![Entry::new(R::NOUN, id, "insert", body)]).await
}

/// Replaces one if nobody else has since it was read; its version rises by one.
///
/// # Errors
/// [`Error::Conflict`] when somebody has, or when its outside name is taken.
pub async fn update<R: Record>(tx: &mut Tx, ctx: &Ctx, verb: &str, record: &R) -> Result<(), Error> {
    let before = record.columns().version;
    let record = record.clone().at_version(before + 1);
    let (columns, body) = (record.columns(), told(&record, R::NOUN)?);
    let id = columns.id;
    if tx.exec(UPDATE, row(ctx, columns, before.into(), body.clone())).await? == 0 {
        return Err(Error::Conflict(format!("{}.version", R::NOUN)));
    }
    change::append(tx, ctx, vec![Entry::new(R::NOUN, id, verb, body)]).await
}

/// What both statements take, in one order: the noun of a new row stands where the version of a known one does.
fn row(ctx: &Ctx, columns: Columns, third: Arg, body: Value) -> Vec<Arg> {
    let mut row = args![ctx.tenant, columns.id.to_string()];
    row.push(third);
    row.extend(args![
        columns.parent.map(|id| id.to_string()),
        columns.organisation.map(|id| id.to_string()),
        columns.known_as,
        columns.state,
        columns.due_on.map(|day| day.to_string()),
        columns.version,
        body
    ]);
    row
}
