//! Lists that were shown about people. Like looks they are traces of reading: only ever added to, outside the change log,
//! so that whoever reads makes no projection older. All that they say is sealed under the person's key.

use domain::Ctx;
use domain::id::{OpeningId, PersonId, SuggestionId, TenantId};
use domain::suggestion::{Audience, Suggestion};
use jiff::Timestamp;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::seal::Place;
use crate::{Error, Row, Store, Tx, args, key, statements};

statements! { STATEMENTS {
    KNOWN = "SELECT id FROM suggestion WHERE tenant_id = $1 AND person_id = $2 AND digest = $3";
    INSERT = "INSERT INTO suggestion (tenant_id, id, person_id, audience, digest, at_ms, openings, sealed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (tenant_id, person_id, digest) DO NOTHING";
    OF_PERSON = "SELECT s.id, s.person_id, s.sealed, k.wrapped FROM suggestion s LEFT JOIN person_key k ON k.tenant_id = s.tenant_id AND k.person_id = s.person_id WHERE s.tenant_id = $1 AND s.person_id = $2 ORDER BY s.at_ms DESC, s.id DESC LIMIT $3";
    FIND = "SELECT s.id, s.person_id, s.sealed, k.wrapped FROM suggestion s LEFT JOIN person_key k ON k.tenant_id = s.tenant_id AND k.person_id = s.person_id WHERE s.tenant_id = $1 AND s.id = $2";
    SHOWN = "SELECT s.id, s.person_id, s.openings, k.wrapped, s.at_ms, s.audience FROM suggestion s LEFT JOIN person_key k ON k.tenant_id = s.tenant_id AND k.person_id = s.person_id WHERE s.tenant_id = $1 AND s.at_ms >= $2 AND s.at_ms <= $3 ORDER BY s.at_ms, s.id";
    FORGET = "DELETE FROM suggestion WHERE tenant_id = $1 AND at_ms < $2";
} }

/// Bytes of an id.
const ID: usize = 16;

/// The list of a person that stands already under a digest.
///
/// # Errors
/// When the store cannot be read.
pub async fn known(
    store: &Store,
    tenant: TenantId,
    person: PersonId,
    digest: &str,
) -> Result<Option<SuggestionId>, Error> {
    let row = store.optional(KNOWN, args![tenant, person.to_string(), digest]).await?;
    row.map(|row| row.word(0, "suggestion")).transpose()
}

/// Adds lists, but for those that stand already.
///
/// # Errors
/// [`Error::NotFound`] once a person of them was erased; when the store cannot be written.
pub async fn insert(tx: &mut Tx, ctx: &Ctx, suggestions: &[(Suggestion, String)]) -> Result<(), Error> {
    for (suggestion, digest) in suggestions {
        let (id, person) = (suggestion.id.to_string(), suggestion.person);
        let openings: Vec<u8> = suggestion.openings().flat_map(|opening| opening.0.into_bytes()).collect();
        let openings =
            key::seal_bytes(tx, ctx, person, place(ctx.tenant, "openings", &id), &openings).await?;
        let sealed = key::seal_for(tx, ctx, person, place(ctx.tenant, "sealed", &id), suggestion).await?;
        let row = args![
            ctx.tenant,
            id,
            person.to_string(),
            suggestion.to.audience.to_string(),
            digest.as_str(),
            suggestion.at.as_millisecond(),
            openings,
            sealed
        ];
        tx.exec(INSERT, row).await?;
    }
    Ok(())
}

/// By what a list is known again: a keyed hash of what it says, of no use to whoever lacks the key.
///
/// # Errors
/// When it cannot be written down.
pub fn digest(store: &Store, tenant: TenantId, suggestion: &Suggestion) -> Result<String, Error> {
    let essence = Zeroizing::new(
        serde_json::to_string(&suggestion.essence()).map_err(|_| Error::Unreadable("suggestion"))?,
    );
    Ok(store.blind(tenant, "suggestion", &essence))
}

/// A person's lists, the latest first; none once they were erased.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_person(
    store: &Store,
    tenant: TenantId,
    person: PersonId,
    limit: usize,
) -> Result<Vec<Suggestion>, Error> {
    let rows = store.all(OF_PERSON, args![tenant, person.to_string(), limit as i64]).await?;
    let read = rows.iter().filter_map(|row| open(store, tenant, row).transpose());
    read.collect()
}

/// One list; `None` also once the person was erased.
///
/// # Errors
/// When the store cannot be read.
pub async fn find(store: &Store, tenant: TenantId, id: SuggestionId) -> Result<Option<Suggestion>, Error> {
    match store.optional(FIND, args![tenant, id.to_string()]).await? {
        Some(row) => open(store, tenant, &row),
        None => Ok(None),
    }
}

/// A list as far as it says what somebody was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// About whom.
    pub person: PersonId,
    /// To whom.
    pub audience: Audience,
    /// When.
    pub at: Timestamp,
    /// What stood in it.
    pub openings: Vec<OpeningId>,
}

/// What was shown from one instant to another, both included, of whoever was not erased since.
///
/// # Errors
/// When the store cannot be read.
pub async fn shown(
    store: &Store,
    tenant: TenantId,
    from: Timestamp,
    to: Timestamp,
) -> Result<Vec<Shown>, Error> {
    let rows = store.all(SHOWN, args![tenant, from.as_millisecond(), to.as_millisecond()]).await?;
    let read = |row: &Row| -> Result<Option<Shown>, Error> {
        let (id, person, sealed): (String, String, Vec<u8>) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let place = place(tenant, "openings", &id);
        let Some(plain) = key::open_bytes(&store.keys, tenant, &person, row.get(3)?, place, &sealed)? else {
            return Ok(None);
        };
        let (ids, _) = plain.as_chunks::<ID>();
        Ok(Some(Shown {
            person: row.word(1, "suggestion")?,
            audience: row.word(5, "suggestion")?,
            at: row.instant(4, "suggestion")?,
            openings: ids.iter().map(|id| OpeningId(Uuid::from_bytes(*id))).collect(),
        }))
    };
    rows.iter().filter_map(|row| read(row).transpose()).collect()
}

/// Forgets lists shown before an instant: how many.
///
/// # Errors
/// When the store cannot be written.
pub async fn forget_before(tx: &mut Tx, ctx: &Ctx, at: Timestamp) -> Result<u64, Error> {
    tx.exec(FORGET, args![ctx.tenant, at.as_millisecond()]).await
}

fn open(store: &Store, tenant: TenantId, row: &Row) -> Result<Option<Suggestion>, Error> {
    let (id, person, sealed): (String, String, Vec<u8>) = (row.get(0)?, row.get(1)?, row.get(2)?);
    key::open_with(&store.keys, tenant, &person, row.get(3)?, place(tenant, "sealed", &id), &sealed)
}

fn place<'a>(tenant: TenantId, column: &'static str, row: &'a str) -> Place<'a> {
    Place { tenant, table: "suggestion", column, row }
}
