//! Rows of the ledger: claims that a person began to work.

use domain::Ctx;
use domain::id::{OpeningId, PersonId, PlacementId, ReferralId, TenantId};
use domain::occupation::OccupationCode;
use domain::placement::Placement;
use jiff::civil::Date;

use crate::change::{self, Entry};
use crate::day::{self, Part};
use crate::slim::told;
use crate::{Error, Row, Store, Tx, args, look, merge, statements};

statements! { STATEMENTS {
    FIND = "SELECT body FROM placement WHERE tenant_id = $1 AND id = $2";
    OF_PERSON = "SELECT body FROM placement WHERE tenant_id = $1 AND person_id = $2 ORDER BY start_on, id";
    OF_REFERRAL = "SELECT body FROM placement WHERE tenant_id = $1 AND referral_id = $2 ORDER BY id";
    OF_OPENING = "SELECT body FROM placement WHERE tenant_id = $1 AND opening_id = $2 ORDER BY id";
    AFTER = "SELECT body FROM placement WHERE tenant_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    UNPROVEN = "SELECT p.body FROM placement p WHERE p.tenant_id = $1 AND p.state = 'claimed' AND p.start_on <= $2 AND EXISTS (SELECT 1 FROM seeker s WHERE s.tenant_id = p.tenant_id AND s.person_id = p.person_id AND ($4 = '' OR s.assigned_id = $4) AND (p.owner_id = $7 OR ($5 = 'all' OR ($5 = 'known' AND (s.organisation_id IS NULL OR s.organisation_id = $7 OR s.assigned_id = $6 OR s.shared LIKE $8))))) ORDER BY p.start_on, p.id LIMIT $3";
    COUNT_UNPROVEN = "SELECT COUNT(*) FROM (SELECT p.id FROM placement p WHERE p.tenant_id = $1 AND p.state = 'claimed' AND p.start_on <= $2 AND EXISTS (SELECT 1 FROM seeker s WHERE s.tenant_id = p.tenant_id AND s.person_id = p.person_id AND ($4 = '' OR s.assigned_id = $4) AND (p.owner_id = $7 OR ($5 = 'all' OR ($5 = 'known' AND (s.organisation_id IS NULL OR s.organisation_id = $7 OR s.assigned_id = $6 OR s.shared LIKE $8))))) LIMIT $3) AS capped";
    // What is written of somebody after their erasure brings nobody to ask them. Who was written to is given time to answer, and
    // who is called about how it is, is asked both at once.
    UNASKED = "SELECT p.body FROM placement p WHERE p.tenant_id = $1 AND p.retain_on > '' AND p.retain_on <= $2 AND NOT EXISTS (SELECT 1 FROM person_key k WHERE k.tenant_id = p.tenant_id AND k.person_id = p.person_id AND LENGTH(k.wrapped) = 0) AND NOT EXISTS (SELECT 1 FROM satisfaction f WHERE f.tenant_id = p.tenant_id AND f.about_id = p.id AND (f.due_on > $2 OR (f.kind = 'placement' AND f.due_on > ''))) AND EXISTS (SELECT 1 FROM seeker s WHERE s.tenant_id = p.tenant_id AND s.person_id = p.person_id AND ($4 = '' OR s.assigned_id = $4) AND (p.owner_id = $7 OR ($5 = 'all' OR ($5 = 'known' AND (s.organisation_id IS NULL OR s.organisation_id = $7 OR s.assigned_id = $6 OR s.shared LIKE $8))))) ORDER BY p.retain_on, p.id LIMIT $3";
    COUNT_UNASKED = "SELECT COUNT(*) FROM (SELECT p.id FROM placement p WHERE p.tenant_id = $1 AND p.retain_on > '' AND p.retain_on <= $2 AND NOT EXISTS (SELECT 1 FROM person_key k WHERE k.tenant_id = p.tenant_id AND k.person_id = p.person_id AND LENGTH(k.wrapped) = 0) AND NOT EXISTS (SELECT 1 FROM satisfaction f WHERE f.tenant_id = p.tenant_id AND f.about_id = p.id AND (f.due_on > $2 OR (f.kind = 'placement' AND f.due_on > ''))) AND EXISTS (SELECT 1 FROM seeker s WHERE s.tenant_id = p.tenant_id AND s.person_id = p.person_id AND ($4 = '' OR s.assigned_id = $4) AND (p.owner_id = $7 OR ($5 = 'all' OR ($5 = 'known' AND (s.organisation_id IS NULL OR s.organisation_id = $7 OR s.assigned_id = $6 OR s.shared LIKE $8))))) LIMIT $3) AS capped";
    AGELESS = "SELECT body FROM placement WHERE tenant_id = $1 AND id > $2 AND body->>'age' IS NULL ORDER BY id LIMIT $3";
    UNMARKED = "SELECT body FROM placement WHERE tenant_id = $1 AND retain_on IS NULL LIMIT $2";
    MARK = "UPDATE placement SET retain_on = $3 WHERE tenant_id = $1 AND id = $2";
    HIRES = "SELECT o.body->'content'->>'occupation', COUNT(*) FROM placement p JOIN opening o ON o.tenant_id = p.tenant_id AND o.id = p.opening_id WHERE p.tenant_id = $1 AND p.state IN ('confirmed', 'ended') AND p.start_on > $2 AND p.start_on <= $3 AND o.body->'content'->>'occupation' IS NOT NULL GROUP BY o.body->'content'->>'occupation' ORDER BY 1";
    KEEP_LOOKUP = "INSERT INTO lookup (tenant_id, reference, person_id) VALUES ($1, $2, $3) ON CONFLICT (tenant_id, reference) DO NOTHING";
    LOOKUP = "SELECT person_id FROM lookup WHERE tenant_id = $1 AND reference = $2";
    INSERT = "INSERT INTO placement (tenant_id, id, person_id, employer_id, opening_id, referral_id, owner_id, state, start_on, updated_ms, version, body, retain_on) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    UPDATE = "UPDATE placement SET owner_id = $4, state = $5, start_on = $6, updated_ms = $7, version = $8, body = $9, retain_on = $10 WHERE tenant_id = $1 AND id = $2 AND version = $3";
} }

/// What is refused when the number of a look-up is already somebody else's.
pub const LOOKUP_TAKEN: &str = "lookup.person";

/// Rows completed in one go.
const BATCH: i64 = 2_000;

/// One claim, if there is one.
///
/// # Errors
/// When the store cannot be read.
pub async fn find(store: &Store, tenant: TenantId, id: PlacementId) -> Result<Option<Placement>, Error> {
    let row = store.optional(FIND, args![tenant, id.to_string()]).await?;
    row.map(|row| row.json(0, "placement")).transpose()
}

/// One claim.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get(store: &Store, tenant: TenantId, id: PlacementId) -> Result<Placement, Error> {
    find(store, tenant, id).await?.ok_or(Error::NotFound)
}

/// A person's claims by day of start.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_person(store: &Store, tenant: TenantId, person: PersonId) -> Result<Vec<Placement>, Error> {
    read(&store.all(OF_PERSON, args![tenant, person.to_string()]).await?)
}

/// How many began to work with evidence, after one day and up to another, by the occupation of the opening.
///
/// # Errors
/// When the store cannot be read.
pub async fn hires(
    store: &Store,
    tenant: TenantId,
    (after, until): (Date, Date),
) -> Result<Vec<(OccupationCode, u64)>, Error> {
    let mut out = Vec::new();
    for row in &store.all(HIRES, args![tenant, after.to_string(), until.to_string()]).await? {
        if let Some(code) = OccupationCode::parse(&row.get::<String>(0)?) {
            out.push((code, u64::try_from(row.get::<i64>(1)?).unwrap_or(0)));
        }
    }
    Ok(out)
}

/// Claims of a referral.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_referral(
    store: &Store,
    tenant: TenantId,
    referral: ReferralId,
) -> Result<Vec<Placement>, Error> {
    read(&store.all(OF_REFERRAL, args![tenant, referral.to_string()]).await?)
}

/// Claims of hires into an opening.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_opening(
    store: &Store,
    tenant: TenantId,
    opening: OpeningId,
) -> Result<Vec<Placement>, Error> {
    read(&store.all(OF_OPENING, args![tenant, opening.to_string()]).await?)
}

/// At most `limit` claims beyond an id, in order of making; `None` begins.
///
/// # Errors
/// When the store cannot be read.
pub async fn after(
    store: &Store,
    tenant: TenantId,
    id: Option<PlacementId>,
    limit: i64,
) -> Result<Vec<Placement>, Error> {
    let from = id.map(|id| id.to_string()).unwrap_or_default();
    read(&store.all(AFTER, args![tenant, from, limit]).await?)
}

/// At most `limit` claims beyond an id that say no age, in order of making; `None` begins.
///
/// # Errors
/// When the store cannot be read.
pub async fn ageless(
    store: &Store,
    tenant: TenantId,
    id: Option<PlacementId>,
    limit: i64,
) -> Result<Vec<Placement>, Error> {
    let from = id.map(|id| id.to_string()).unwrap_or_default();
    read(&store.all(AGELESS, args![tenant, from, limit]).await?)
}

/// Claims without evidence whose work began by the day, the longest waiting first, and how many there are.
///
/// # Errors
/// When the store cannot be read.
pub async fn unproven(
    store: &Store,
    tenant: TenantId,
    part: &Part,
) -> Result<(Vec<Placement>, usize), Error> {
    let (rows, total) = day::find(store, (UNPROVEN, COUNT_UNPROVEN), tenant, part, &[]).await?;
    Ok((read(&rows)?, total))
}

/// Confirmed ones of whom it is to be asked whether they still work there, and how many there are.
///
/// # Errors
/// When the store cannot be read.
pub async fn unasked(store: &Store, tenant: TenantId, part: &Part) -> Result<(Vec<Placement>, usize), Error> {
    let (rows, total) = day::find(store, (UNASKED, COUNT_UNASKED), tenant, part, &[]).await?;
    Ok((read(&rows)?, total))
}

/// Gives rows written by an earlier release the day on which the person is asked about, and keeps the numbers of their
/// look-ups, some at a time: how many were done. Zero means that all are.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn complete(store: &Store, ctx: &Ctx) -> Result<usize, Error> {
    let found = read(&store.all(UNMARKED, args![ctx.tenant, BATCH]).await?)?;
    let (count, tenant) = (found.len(), ctx.tenant);
    if count == 0 {
        return Ok(0);
    }
    let work = store.write(move |tx| {
        let found = found.clone();
        Box::pin(async move {
            for placement in &found {
                tx.exec(MARK, args![tenant, placement.id.to_string(), retain_on(placement)]).await?;
                keep_lookups(tx, tenant, placement).await?;
            }
            Ok(())
        })
    });
    work.await?;
    Ok(count)
}

/// Empty once nothing is left to ask, so that it is told from a row that an earlier release wrote.
fn retain_on(placement: &Placement) -> String {
    placement.next_look().map(|(_, on)| on.to_string()).unwrap_or_default()
}

fn read(rows: &[Row]) -> Result<Vec<Placement>, Error> {
    rows.iter().map(|row| row.json(0, "placement")).collect()
}

/// Adds a claim.
///
/// # Errors
/// [`Error::Conflict`] for an id that is taken.
pub async fn insert(tx: &mut Tx, ctx: &Ctx, placement: &Placement) -> Result<(), Error> {
    insert_many(tx, ctx, std::slice::from_ref(placement)).await
}

/// Adds many.
///
/// # Errors
/// [`Error::Conflict`] for an id that is taken.
pub async fn insert_many(tx: &mut Tx, ctx: &Ctx, placements: &[Placement]) -> Result<(), Error> {
    let mut entries = Vec::with_capacity(placements.len());
    for placement in placements {
        let json = told(placement, "placement")?;
        let row = args![
            ctx.tenant,
            placement.id.to_string(),
            placement.person.to_string(),
            placement.employer.to_string(),
            placement.opening.map(|id| id.to_string()),
            placement.referral.map(|id| id.to_string()),
            placement.owner.map(|id| id.to_string()),
            placement.state.name().to_string(),
            placement.start_on.to_string(),
            placement.updated_at.as_millisecond(),
            placement.version,
            json.clone(),
            retain_on(placement)
        ];
        tx.exec(INSERT, row).await?;
        keep_lookups(tx, ctx.tenant, placement).await?;
        look::changed(tx, ctx, placement.person).await?;
        entries.push(Entry::new("placement", placement.id.0, "insert", json));
    }
    change::append(tx, ctx, entries).await
}

/// Keeps that a look-up's number is this person's, under whichever of their ids.
///
/// # Errors
/// [`Error::Conflict`] with [`LOOKUP_TAKEN`] when it is somebody else's, also since this very instant.
pub async fn look_up(tx: &mut Tx, ctx: &Ctx, reference: &str, person: PersonId) -> Result<(), Error> {
    tx.exec(KEEP_LOOKUP, args![ctx.tenant, reference, person.to_string()]).await?;
    let row = tx.optional(LOOKUP, args![ctx.tenant, reference]).await?.ok_or(Error::NotFound)?;
    let whose: PersonId = row.word(0, "lookup")?;
    if whose == person || merge::same_as_in(tx, ctx, person).await?.contains(&whose) {
        Ok(())
    } else {
        Err(Error::Conflict(LOOKUP_TAKEN.to_owned()))
    }
}

/// Keeps the numbers that a claim came with; of two people with the same the first stays.
async fn keep_lookups(tx: &mut Tx, tenant: TenantId, placement: &Placement) -> Result<(), Error> {
    for piece in placement.evidence.iter().filter(|piece| !piece.reference.is_empty()) {
        tx.exec(KEEP_LOOKUP, args![tenant, piece.reference.trim(), placement.person.to_string()]).await?;
    }
    Ok(())
}

/// Replaces a claim if nobody else has since it was read; its version rises by one.
///
/// # Errors
/// [`Error::Conflict`] when somebody has.
pub async fn update(tx: &mut Tx, ctx: &Ctx, verb: &str, placement: &Placement) -> Result<(), Error> {
    let mut placement = placement.clone();
    let read = placement.version;
    placement.version += 1;
    let json = told(&placement, "placement")?;
    let row = args![
        ctx.tenant,
        placement.id.to_string(),
        read,
        placement.owner.map(|id| id.to_string()),
        placement.state.name().to_string(),
        placement.start_on.to_string(),
        placement.updated_at.as_millisecond(),
        placement.version,
        json.clone(),
        retain_on(&placement)
    ];
    if tx.exec(UPDATE, row).await? == 0 {
        return Err(Error::Conflict("placement.version".to_owned()));
    }
    look::changed(tx, ctx, placement.person).await?;
    change::append(tx, ctx, vec![Entry::new("placement", placement.id.0, verb, json)]).await
}
