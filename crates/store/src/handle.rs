//! Rows by which a person is found again: keyed hashes of name and telephone and of the pairs that two
//! people seldom share. Written with every registration, gone with the person's key, and never logged:
//! they follow from what is sealed.

use domain::Ctx;
use domain::handle::{HandleKind, all, name};
use domain::id::{PersonId, SeekerId, TenantId};
use domain::policy::Scope;
use domain::seeker::{Profile, StateName};

use crate::seeker::within;
use crate::{Error, Row, Store, Tx, args, statements};

statements! { STATEMENTS {
    OF_SEEKER = "SELECT kind, hash FROM handle WHERE tenant_id = $1 AND seeker_id = $2 ORDER BY kind, hash";
    DELETE = "DELETE FROM handle WHERE tenant_id = $1 AND seeker_id = $2";
    INSERT = "INSERT INTO handle (tenant_id, kind, hash, seeker_id, person_id) VALUES ($1, $2, $3, $4, $5)";
    FIND = "SELECT seeker_id, person_id FROM handle WHERE tenant_id = $1 AND kind = $2 AND hash = $3 ORDER BY seeker_id DESC LIMIT $4";
    LIST = "SELECT s.id FROM handle h JOIN seeker s ON s.tenant_id = h.tenant_id AND s.id = h.seeker_id WHERE h.tenant_id = $1 AND h.kind = $2 AND h.hash = $3 AND ($4 = '' OR s.state = $4) AND ($7 = 'all' OR ($7 = 'person' AND s.person_id = $8) OR ($7 = 'known' AND (s.organisation_id IS NULL OR s.organisation_id = $9 OR s.assigned_id = $8 OR s.shared LIKE $10))) ORDER BY s.updated_ms DESC, s.id DESC LIMIT $5 OFFSET $6";
    COUNT = "SELECT COUNT(*) FROM handle h JOIN seeker s ON s.tenant_id = h.tenant_id AND s.id = h.seeker_id WHERE h.tenant_id = $1 AND h.kind = $2 AND h.hash = $3 AND ($4 = '' OR s.state = $4) AND ($5 = 'all' OR ($5 = 'person' AND s.person_id = $6) OR ($5 = 'known' AND (s.organisation_id IS NULL OR s.organisation_id = $7 OR s.assigned_id = $6 OR s.shared LIKE $8)))";
    CROWDED = "SELECT hash, person_id FROM handle WHERE tenant_id = $1 AND kind = $2 AND hash IN (SELECT hash FROM handle WHERE tenant_id = $1 AND kind = $2 GROUP BY hash HAVING COUNT(DISTINCT person_id) >= $3) ORDER BY hash, person_id LIMIT $4";
    DECEASED = "SELECT 1 FROM handle h JOIN seeker s ON s.tenant_id = h.tenant_id AND s.id = h.seeker_id WHERE h.tenant_id = $1 AND h.kind = 'name_birth' AND h.hash = $2 AND s.state = 'deceased' LIMIT 1";
    OF_PERSON = "SELECT COUNT(*) FROM handle WHERE tenant_id = $1 AND person_id = $2";
} }

/// Most other records that one handle leads to; a telephone of a shelter must not make a list of hundreds.
const MOST: i64 = 50;
/// Most people with crowded telephones that are read at once.
const MOST_CROWDED: i64 = 10_000;

/// Writes the handles of a registration as they are now. What has not changed is not touched.
pub(crate) async fn put(
    tx: &mut Tx,
    ctx: &Ctx,
    seeker: SeekerId,
    person: PersonId,
    profile: &Profile,
) -> Result<(), Error> {
    let id = seeker.to_string();
    let mut now: Vec<(String, String)> = all(profile)
        .into_iter()
        .map(|(kind, text)| (kind.to_string(), tx.keys.blind(ctx.tenant, purpose(kind), &text)))
        .collect();
    now.sort_unstable();
    let before = tx.all(OF_SEEKER, args![ctx.tenant, &id]).await?;
    let before: Vec<(String, String)> =
        before.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect::<Result<_, Error>>()?;
    if before == now {
        return Ok(());
    }
    if !before.is_empty() {
        tx.exec(DELETE, args![ctx.tenant, &id]).await?;
    }
    for (kind, hash) in &now {
        tx.exec(INSERT, args![ctx.tenant, kind, hash, &id, person.to_string()]).await?;
    }
    Ok(())
}

/// A record that shares a handle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shared {
    /// What is shared.
    pub kind: HandleKind,
    /// The registration.
    pub seeker: SeekerId,
    /// Its person.
    pub person: PersonId,
}

/// Registrations of which two of name, birth and telephone agree with what was told.
///
/// # Errors
/// When the store cannot be read.
pub async fn alike(store: &Store, tenant: TenantId, profile: &Profile) -> Result<Vec<Shared>, Error> {
    let mut out = Vec::new();
    for (kind, text) in pairs(profile) {
        let hash = store.blind(tenant, purpose(kind), &text);
        let rows = store.all(FIND, args![tenant, kind.to_string(), hash, MOST]).await?;
        collect(kind, &rows, &mut out)?;
    }
    Ok(out)
}

/// Whether somebody of this name and birth date is recorded as deceased.
///
/// # Errors
/// When the store cannot be read.
pub async fn deceased(store: &Store, tenant: TenantId, profile: &Profile) -> Result<bool, Error> {
    for (kind, text) in pairs(profile).filter(|(kind, _)| *kind == HandleKind::NameBirth) {
        let hash = store.blind(tenant, purpose(kind), &text);
        if store.optional(DECEASED, args![tenant, hash]).await?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The same as [`alike`], as seen within a transaction.
pub(crate) async fn alike_in(tx: &mut Tx, ctx: &Ctx, profile: &Profile) -> Result<Vec<Shared>, Error> {
    let mut out = Vec::new();
    for (kind, text) in pairs(profile) {
        let hash = tx.keys.blind(ctx.tenant, purpose(kind), &text);
        let rows = tx.all(FIND, args![ctx.tenant, kind.to_string(), hash, MOST]).await?;
        collect(kind, &rows, &mut out)?;
    }
    Ok(out)
}

fn pairs(profile: &Profile) -> impl Iterator<Item = (HandleKind, String)> {
    all(profile).into_iter().filter(|(kind, _)| HandleKind::PAIRS.contains(kind))
}

fn collect(kind: HandleKind, rows: &[Row], out: &mut Vec<Shared>) -> Result<(), Error> {
    for row in rows {
        let shared = Shared { kind, seeker: row.word(0, "handle")?, person: row.word(1, "handle")? };
        if !out.contains(&shared) {
            out.push(shared);
        }
    }
    Ok(())
}

/// Registrations of exactly this name, telephone or last four digits, last changed first, and how many.
///
/// # Errors
/// When the store cannot be read.
pub async fn list(
    store: &Store,
    tenant: TenantId,
    scope: Scope,
    (kind, text): (HandleKind, &str),
    state: Option<StateName>,
    limit: usize,
    offset: usize,
) -> Result<(Vec<SeekerId>, usize), Error> {
    let text = if kind == HandleKind::Name { name(text) } else { text.to_owned() };
    let (hash, kind_word) = (store.blind(tenant, purpose(kind), &text), kind.to_string());
    let state = state.map(|state| state.to_string()).unwrap_or_default();
    let (limit, offset) = (limit as i64, offset as i64);
    let rows =
        store.all(LIST, within(args![tenant, &kind_word, &hash, &state, limit, offset], scope)).await?;
    let count = store.optional(COUNT, within(args![tenant, &kind_word, &hash, &state], scope)).await?;
    let total = count.map_or(Ok(0), |row| row.get::<i64>(0))?;
    let ids = rows.iter().map(|row| row.word(0, "handle")).collect::<Result<_, _>>()?;
    Ok((ids, usize::try_from(total).unwrap_or(0)))
}

/// Telephones that many people gave, each as its keyed hash with everybody who gave it.
///
/// # Errors
/// When the store cannot be read.
pub async fn crowded(
    store: &Store,
    tenant: TenantId,
    least: usize,
) -> Result<Vec<(String, PersonId)>, Error> {
    let kind = HandleKind::Phone.to_string();
    let rows = store.all(CROWDED, args![tenant, kind, least as i64, MOST_CROWDED]).await?;
    rows.iter().map(|row| Ok((row.get(0)?, row.word(1, "handle")?))).collect()
}

/// Everybody who gave a telephone.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_phone(store: &Store, tenant: TenantId, phone: &str) -> Result<Vec<PersonId>, Error> {
    let kind = HandleKind::Phone;
    let hash = store.blind(tenant, purpose(kind), phone);
    let rows = store.all(FIND, args![tenant, kind.to_string(), hash, MOST]).await?;
    rows.iter().map(|row| row.word(1, "handle")).collect()
}

/// How many handles lead to a person; none once they were erased.
///
/// # Errors
/// When the store cannot be read.
pub async fn count_of(store: &Store, tenant: TenantId, person: PersonId) -> Result<usize, Error> {
    let count = store.optional(OF_PERSON, args![tenant, person.to_string()]).await?;
    let count = count.map_or(Ok(0), |row| row.get::<i64>(0))?;
    Ok(usize::try_from(count).unwrap_or(0))
}

/// Each kind is hashed under a key of its own, so that a telephone is no name of anything else.
fn purpose(kind: HandleKind) -> &'static str {
    match kind {
        HandleKind::Name => "handle-name",
        HandleKind::Phone => "handle-phone",
        HandleKind::Phone4 => "handle-phone4",
        HandleKind::NameBirth => "handle-name-birth",
        HandleKind::NamePhone => "handle-name-phone",
        HandleKind::BirthPhone => "handle-birth-phone",
    }
}
