//! Rows of jobseekers: dates and state in the clear, everything the person told sealed under their key.

use domain::Ctx;
use domain::id::{PersonId, SeekerId, TenantId};
use domain::organisation::OrganisationKind;
use domain::policy::Scope;
use domain::reminder::{Act, Reminders};
use domain::seeker::{ConsentKind, Profile, Seeker, StateName};
use jiff::civil::Date;

use crate::change::{self, Entry};
use crate::day::{self, Part};
use crate::seal::Place;
use crate::slim::{slim, told};
use crate::{Arg, Error, Row, Store, Tx, args, handle, key, look, notice, statements, tenant};

statements! { STATEMENTS {
    FIND = "SELECT s.body, s.sealed, k.wrapped FROM seeker s LEFT JOIN person_key k ON k.tenant_id = s.tenant_id AND k.person_id = s.person_id WHERE s.tenant_id = $1 AND s.id = $2";
    LIST = "SELECT s.body, s.sealed, k.wrapped FROM seeker s LEFT JOIN person_key k ON k.tenant_id = s.tenant_id AND k.person_id = s.person_id WHERE s.tenant_id = $1 AND ($4 = 'all' OR ($4 = 'person' AND s.person_id = $5) OR ($4 = 'known' AND (s.organisation_id IS NULL OR s.organisation_id = $6 OR s.assigned_id = $5 OR s.shared LIKE $7))) ORDER BY s.updated_ms DESC, s.id DESC LIMIT $2 OFFSET $3";
    LIST_STATE = "SELECT s.body, s.sealed, k.wrapped FROM seeker s LEFT JOIN person_key k ON k.tenant_id = s.tenant_id AND k.person_id = s.person_id WHERE s.tenant_id = $1 AND s.state = $2 AND ($5 = 'all' OR ($5 = 'person' AND s.person_id = $6) OR ($5 = 'known' AND (s.organisation_id IS NULL OR s.organisation_id = $7 OR s.assigned_id = $6 OR s.shared LIKE $8))) ORDER BY s.updated_ms DESC, s.id DESC LIMIT $3 OFFSET $4";
    LIST_NUMBER = "SELECT s.body, s.sealed, k.wrapped FROM seeker s LEFT JOIN person_key k ON k.tenant_id = s.tenant_id AND k.person_id = s.person_id WHERE s.tenant_id = $1 AND s.number LIKE $2 ESCAPE '!' AND ($3 = '' OR s.state = $3) AND ($6 = 'all' OR ($6 = 'person' AND s.person_id = $7) OR ($6 = 'known' AND (s.organisation_id IS NULL OR s.organisation_id = $8 OR s.assigned_id = $7 OR s.shared LIKE $9))) ORDER BY s.number DESC, s.id DESC LIMIT $4 OFFSET $5";
    COUNT_NUMBER = "SELECT COUNT(*) FROM seeker s WHERE s.tenant_id = $1 AND s.number LIKE $2 ESCAPE '!' AND ($3 = '' OR s.state = $3) AND ($4 = 'all' OR ($4 = 'person' AND s.person_id = $5) OR ($4 = 'known' AND (s.organisation_id IS NULL OR s.organisation_id = $6 OR s.assigned_id = $5 OR s.shared LIKE $7)))";
    AFTER = "SELECT s.body, s.sealed, k.wrapped FROM seeker s LEFT JOIN person_key k ON k.tenant_id = s.tenant_id AND k.person_id = s.person_id WHERE s.tenant_id = $1 AND ($2 = '' OR s.state = $2) AND s.id > $3 ORDER BY s.id LIMIT $4";
    DECEASED = "SELECT body FROM seeker WHERE tenant_id = $1 AND state = $2";
    OF_PERSON = "SELECT s.body, s.sealed, k.wrapped FROM seeker s LEFT JOIN person_key k ON k.tenant_id = s.tenant_id AND k.person_id = s.person_id WHERE s.tenant_id = $1 AND s.person_id = $2 ORDER BY s.id";
    KEYS = "SELECT body, source_key, source_digest FROM seeker WHERE tenant_id = $1 AND source_key IS NOT NULL ORDER BY id";
    // Keyed hashes stay out of body and log, where erasing could not reach them.
    SET_DIGEST = "UPDATE seeker SET source_digest = $3 WHERE tenant_id = $1 AND id = $2";
    COUNT = "SELECT COUNT(*) FROM seeker s WHERE s.tenant_id = $1 AND ($2 = 'all' OR ($2 = 'person' AND s.person_id = $3) OR ($2 = 'known' AND (s.organisation_id IS NULL OR s.organisation_id = $4 OR s.assigned_id = $3 OR s.shared LIKE $5)))";
    COUNT_STATE = "SELECT COUNT(*) FROM seeker s WHERE s.tenant_id = $1 AND s.state = $2 AND ($3 = 'all' OR ($3 = 'person' AND s.person_id = $4) OR ($3 = 'known' AND (s.organisation_id IS NULL OR s.organisation_id = $5 OR s.assigned_id = $4 OR s.shared LIKE $6)))";
    INSERT = "INSERT INTO seeker (tenant_id, id, person_id, number, state, source_key, source_digest, updated_ms, version, body, sealed, organisation_id, assigned_id, shared, due_on, turn_on, due_act, heard) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)";
    UPDATE = "UPDATE seeker SET state = $4, updated_ms = $5, version = $6, body = $7, sealed = $8, organisation_id = $9, assigned_id = $10, shared = $11, due_on = $12, turn_on = $13, due_act = $14, heard = $15 WHERE tenant_id = $1 AND id = $2 AND version = $3";
    DUE = "SELECT s.body, s.sealed, k.wrapped FROM seeker s LEFT JOIN person_key k ON k.tenant_id = s.tenant_id AND k.person_id = s.person_id WHERE s.tenant_id = $1 AND s.due_act = $9 AND s.due_on <= $2 AND ($4 = '' OR s.assigned_id = $4) AND ($5 = 'all' OR ($5 = 'known' AND (s.organisation_id IS NULL OR s.organisation_id = $7 OR s.assigned_id = $6 OR s.shared LIKE $8))) ORDER BY s.due_on, s.id LIMIT $3";
    COUNT_DUE = "SELECT COUNT(*) FROM (SELECT s.id FROM seeker s WHERE s.tenant_id = $1 AND s.due_act = $9 AND s.due_on <= $2 AND ($4 = '' OR s.assigned_id = $4) AND ($5 = 'all' OR ($5 = 'known' AND (s.organisation_id IS NULL OR s.organisation_id = $7 OR s.assigned_id = $6 OR s.shared LIKE $8))) LIMIT $3) AS capped";
    DUE_MINE = "SELECT s.body, s.sealed, k.wrapped FROM seeker s LEFT JOIN person_key k ON k.tenant_id = s.tenant_id AND k.person_id = s.person_id WHERE s.tenant_id = $1 AND s.assigned_id = $4 AND s.due_act = $9 AND s.due_on <= $2 AND ($5 = 'all' OR ($5 = 'known' AND (s.organisation_id IS NULL OR s.organisation_id = $7 OR s.assigned_id = $6 OR s.shared LIKE $8))) ORDER BY s.due_on, s.id LIMIT $3";
    COUNT_DUE_MINE = "SELECT COUNT(*) FROM (SELECT s.id FROM seeker s WHERE s.tenant_id = $1 AND s.assigned_id = $4 AND s.due_act = $9 AND s.due_on <= $2 AND ($5 = 'all' OR ($5 = 'known' AND (s.organisation_id IS NULL OR s.organisation_id = $7 OR s.assigned_id = $6 OR s.shared LIKE $8))) LIMIT $3) AS capped";
    TURNING = "SELECT s.body, s.sealed, k.wrapped FROM seeker s LEFT JOIN person_key k ON k.tenant_id = s.tenant_id AND k.person_id = s.person_id WHERE s.tenant_id = $1 AND s.turn_on < $2 AND s.id > $3 ORDER BY s.id LIMIT $4";
    UNMARKED = "SELECT s.body, s.sealed, k.wrapped FROM seeker s JOIN person_key k ON k.tenant_id = s.tenant_id AND k.person_id = s.person_id WHERE s.tenant_id = $1 AND (s.shared IS NULL OR (s.due_on IS NOT NULL AND s.due_act IS NULL)) AND LENGTH(k.wrapped) > 0 ORDER BY s.id LIMIT $2";
    MARK = "UPDATE seeker SET organisation_id = $3, assigned_id = $4, shared = $5, due_on = $6, turn_on = $7, due_act = $8 WHERE tenant_id = $1 AND id = $2";
    AT_VERSION = "SELECT body, sealed FROM change WHERE tenant_id = $1 AND noun_id = $2 AND noun = 'seeker' AND sealed IS NOT NULL ORDER BY seq DESC LIMIT 200";
    AS_OF = "SELECT c.body, c.sealed, k.wrapped FROM change c LEFT JOIN person_key k ON k.tenant_id = c.tenant_id AND k.person_id = c.subject_id WHERE c.tenant_id = $1 AND c.noun_id = $2 AND c.noun = 'seeker' AND c.sealed IS NOT NULL AND c.seq <= $3 ORDER BY c.seq DESC LIMIT 1";
    KEY = "SELECT wrapped FROM person_key WHERE tenant_id = $1 AND person_id = $2";
} }

/// Registrations opened in one go when many are: few, so that other requests get their turn.
pub(crate) const OPENED: i64 = 500;

/// A registration with what the person told; `None` once they were erased.
pub type Record = (Seeker, Option<Profile>);

/// One registration.
///
/// # Errors
/// When the store cannot be read.
pub async fn find(store: &Store, tenant: TenantId, id: SeekerId) -> Result<Option<Record>, Error> {
    let row = store.optional(FIND, args![tenant, id.to_string()]).await?;
    row.map(|row| read(store, tenant, &row)).transpose()
}

/// Registrations of a person, in order of making.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_person(store: &Store, tenant: TenantId, person: PersonId) -> Result<Vec<Record>, Error> {
    let rows = store.all(OF_PERSON, args![tenant, person.to_string()]).await?;
    rows.iter().map(|row| read(store, tenant, row)).collect()
}

/// Registrations last changed first, in one state or in all, and how many there are in all.
///
/// # Errors
/// When the store cannot be read.
pub async fn list(
    store: &Store,
    tenant: TenantId,
    scope: Scope,
    state: Option<StateName>,
    limit: usize,
    offset: usize,
) -> Result<(Vec<Record>, usize), Error> {
    let (limit, offset) = (limit as i64, offset as i64);
    let (rows, count) = match state {
        Some(state) => {
            let state = state.to_string();
            let rows = store.all(LIST_STATE, within(args![tenant, &state, limit, offset], scope)).await?;
            (rows, store.optional(COUNT_STATE, within(args![tenant, &state], scope)).await?)
        }
        None => {
            let rows = store.all(LIST, within(args![tenant, limit, offset], scope)).await?;
            (rows, store.optional(COUNT, within(args![tenant], scope)).await?)
        }
    };
    let total = count.map_or(Ok(0), |row| row.get::<i64>(0))?;
    let records = rows.iter().map(|row| read(store, tenant, row)).collect::<Result<_, _>>()?;
    Ok((records, usize::try_from(total).unwrap_or(0)))
}

/// Registrations whose number begins so, latest number first, in one state or in all, and how many there are.
///
/// # Errors
/// When the store cannot be read.
pub async fn numbered(
    store: &Store,
    tenant: TenantId,
    scope: Scope,
    start: &str,
    state: Option<StateName>,
    limit: usize,
    offset: usize,
) -> Result<(Vec<Record>, usize), Error> {
    let state = state.map(|state| state.to_string()).unwrap_or_default();
    let pattern = format!("{}%", start.replace('!', "!!").replace('%', "!%").replace('_', "!_"));
    let rows = store
        .all(LIST_NUMBER, within(args![tenant, &pattern, &state, limit as i64, offset as i64], scope))
        .await?;
    let count = store.optional(COUNT_NUMBER, within(args![tenant, &pattern, &state], scope)).await?;
    let total = count.map_or(Ok(0), |row| row.get::<i64>(0))?;
    let records = rows.iter().map(|row| read(store, tenant, row)).collect::<Result<_, _>>()?;
    Ok((records, usize::try_from(total).unwrap_or(0)))
}

/// Registrations about which this is due, the longest waiting first, and how many there are.
///
/// # Errors
/// When the store cannot be read.
pub async fn due(
    store: &Store,
    tenant: TenantId,
    act: Act,
    part: &Part,
) -> Result<(Vec<Record>, usize), Error> {
    let statements = if part.mine.is_some() { (DUE_MINE, COUNT_DUE_MINE) } else { (DUE, COUNT_DUE) };
    let (rows, total) = day::find(store, statements, tenant, part, &[act.into()]).await?;
    Ok((rows.iter().map(|row| read(store, tenant, row)).collect::<Result<_, _>>()?, total))
}

/// Registrations whose last day was before `today`, after an id, in order of ids.
///
/// # Errors
/// When the store cannot be read.
pub async fn turning(
    store: &Store,
    tenant: TenantId,
    today: Date,
    after: &str,
    limit: usize,
) -> Result<Vec<Record>, Error> {
    let rows = store.all(TURNING, args![tenant, today.to_string(), after, limit as i64]).await?;
    rows.iter().map(|row| read(store, tenant, row)).collect()
}

/// What the person had told in an earlier version of a registration; `None` when that version is not in the
/// log, or the person was erased.
///
/// # Errors
/// When the store cannot be read.
pub async fn at_version(
    store: &Store,
    tenant: TenantId,
    seeker: &Seeker,
    version: i64,
) -> Result<Option<Profile>, Error> {
    let (id, person) = (seeker.id.to_string(), seeker.person.to_string());
    let key = store.optional(KEY, args![tenant, &person]).await?;
    let wrapped: Option<Vec<u8>> = key.map(|row| row.get(0)).transpose()?;
    for row in store.all(AT_VERSION, args![tenant, &id]).await? {
        let then: Seeker = row.json(0, "seeker")?;
        if then.version == version {
            let sealed: Vec<u8> = row.get(1)?;
            return key::open_with(&store.keys, tenant, &person, wrapped, place(tenant, &id), &sealed);
        }
    }
    Ok(None)
}

/// A registration as it was when the log stood at a number; `None` while there was none. Of whoever was erased since
/// nothing comes back.
///
/// # Errors
/// When the store cannot be read.
pub async fn as_of(store: &Store, tenant: TenantId, id: SeekerId, seq: i64) -> Result<Option<Record>, Error> {
    let row = store.optional(AS_OF, args![tenant, id.to_string(), seq]).await?;
    row.map(|row| read(store, tenant, &row)).transpose()
}

/// Gives registrations written by an earlier release what they are found by, some at a time: how many were
/// done. Zero means that all are.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn complete(store: &Store, ctx: &Ctx, clocks: &Reminders) -> Result<usize, Error> {
    let rows = store.all(UNMARKED, args![ctx.tenant, OPENED]).await?;
    let records = rows.iter().map(|row| read(store, ctx.tenant, row)).collect::<Result<Vec<_>, _>>()?;
    let (count, ctx, clocks) = (records.len(), ctx.clone(), clocks.clone());
    if count == 0 {
        return Ok(0);
    }
    let work = store.write(move |tx| {
        let (ctx, records, clocks) = (ctx.clone(), records.clone(), clocks.clone());
        Box::pin(async move {
            for (seeker, profile) in &records {
                let Some(profile) = profile else { continue };
                // The row's body stays as the log has it; only what finds it is added.
                let due = Seeker { due: seeker.next_due(&clocks), ..seeker.clone() };
                let id = seeker.id.to_string();
                let [organisation, assigned, shared, due_on, turn_on, act] = marks(&due, profile);
                let row = args![ctx.tenant, &id, organisation, assigned, shared, due_on, turn_on, act];
                tx.exec(MARK, row).await?;
                handle::put(tx, &ctx, seeker.id, seeker.person, profile).await?;
            }
            Ok(())
        })
    });
    work.await?;
    Ok(count)
}

/// A statement's arguments with the four that keep it to the people of a scope.
pub(crate) fn within(mut args: Vec<Arg>, scope: Scope) -> Vec<Arg> {
    let text = |id: Option<String>| id.unwrap_or_default();
    let (mode, person, organisation, shared) = match scope {
        Scope::Nobody => ("none", String::new(), String::new(), String::new()),
        Scope::Everyone => ("all", String::new(), String::new(), String::new()),
        Scope::Person(person) => ("person", person.to_string(), String::new(), String::new()),
        Scope::Known { organisation, assigned, kind } => (
            "known",
            text(assigned.map(|id| id.to_string())),
            text(organisation.map(|id| id.to_string())),
            format!("%{}%", letter(kind)),
        ),
    };
    args.extend(args![mode, person, organisation, shared]);
    args
}

/// The consent that opens a record to a kind of body, as [`marks`] writes it; the same as
/// `Consents::shared_with`.
fn letter(kind: OrganisationKind) -> char {
    match kind {
        OrganisationKind::EmploymentCenter => 'e',
        OrganisationKind::Partner => 'p',
        OrganisationKind::City
        | OrganisationKind::Department
        | OrganisationKind::Agency
        | OrganisationKind::JobCenter => 'l',
    }
}

/// Body, counsellor, whom it may be shown to, from when somebody must act, last day of validity, what must be
/// done.
fn marks(seeker: &Seeker, profile: &Profile) -> [Option<String>; 6] {
    let shared = [
        (ConsentKind::EmploymentCenter, 'e'),
        (ConsentKind::LocalGovernment, 'l'),
        (ConsentKind::PrivateAgency, 'p'),
    ];
    let consents = &profile.consents;
    let agreed = |kind: ConsentKind| consents.registration.is_some() && consents.told(kind) == Some(true);
    let shared: String = shared.into_iter().filter(|(kind, _)| agreed(*kind)).map(|(_, c)| c).collect();
    [
        seeker.organisation.map(|id| id.to_string()),
        seeker.assigned.map(|id| id.to_string()),
        Some(shared),
        seeker.due.map(|due| due.on.to_string()),
        seeker.state.turn_on().map(|day| day.to_string()),
        seeker.due.map(|due| due.act.to_string()),
    ]
}

/// By which way news is sent to the person by itself.
fn heard(profile: &Profile) -> Option<String> {
    profile.heard_at().map(|(way, _)| way.to_string())
}

/// Registrations beyond an id, in one state or in all, in order of making, some at a time; none when there are no
/// more.
///
/// # Errors
/// When the store cannot be read.
pub async fn after(
    store: &Store,
    tenant: TenantId,
    state: Option<StateName>,
    after: Option<SeekerId>,
) -> Result<Vec<Record>, Error> {
    let state = state.map(|state| state.to_string()).unwrap_or_default();
    let from = after.map(|id| id.to_string()).unwrap_or_default();
    let rows = store.all(AFTER, args![tenant, state, from, OPENED]).await?;
    rows.iter().map(|row| read(store, tenant, row)).collect()
}

/// Registrations of people who died, without what they told.
///
/// # Errors
/// When the store cannot be read.
pub async fn deceased(store: &Store, tenant: TenantId) -> Result<Vec<Seeker>, Error> {
    let rows = store.all(DECEASED, args![tenant, StateName::Deceased.to_string()]).await?;
    rows.iter().map(|row| row.json(0, "seeker")).collect()
}

/// Registrations that were read from a file, for finding them again by key.
///
/// # Errors
/// When the store cannot be read.
pub async fn keys(store: &Store, tenant: TenantId) -> Result<Vec<Seeker>, Error> {
    let rows = store.all(KEYS, args![tenant]).await?;
    let keyed = |row: &Row| {
        let mut seeker: Seeker = row.json(0, "seeker")?;
        seeker.source_key = row.get(1)?;
        seeker.source_digest = row.get::<Option<String>>(2)?.unwrap_or_default();
        Ok(seeker)
    };
    rows.iter().map(keyed).collect()
}

pub(crate) fn read(store: &Store, tenant: TenantId, row: &Row) -> Result<Record, Error> {
    let seeker: Seeker = row.json(0, "seeker")?;
    let sealed: Vec<u8> = row.get(1)?;
    let (id, person) = (seeker.id.to_string(), seeker.person.to_string());
    let profile = key::open_with(&store.keys, tenant, &person, row.get(2)?, place(tenant, &id), &sealed)?;
    Ok((seeker, profile))
}

/// The next registration number of the year, such as `S2026-000123`.
///
/// # Errors
/// When the store cannot be written.
pub async fn next_number(tx: &mut Tx, ctx: &Ctx) -> Result<String, Error> {
    Ok(reserve_numbers(tx, ctx, 1).await?.remove(0))
}

/// As many registration numbers in turn.
///
/// # Errors
/// When the store cannot be written.
pub async fn reserve_numbers(tx: &mut Tx, ctx: &Ctx, count: usize) -> Result<Vec<String>, Error> {
    let year = ctx.today().year();
    let first = tenant::take(tx, ctx.tenant, &format!("seeker-{year}"), count).await?;
    let series = tenant::series(tx, year);
    Ok((0..count as i64).map(|n| format!("S{series}-{:06}", first + n)).collect())
}

/// Adds a registration.
///
/// # Errors
/// [`Error::Conflict`] for an id or key that is taken.
pub async fn insert(tx: &mut Tx, ctx: &Ctx, seeker: &Seeker, profile: &Profile) -> Result<(), Error> {
    let entry = put(tx, ctx, seeker, profile).await?;
    change::append(tx, ctx, vec![entry]).await
}

/// Adds many.
///
/// # Errors
/// [`Error::Conflict`] for an id or key that is taken.
pub async fn insert_many(tx: &mut Tx, ctx: &Ctx, seekers: &[(Seeker, Profile)]) -> Result<(), Error> {
    let mut entries = Vec::with_capacity(seekers.len());
    for (seeker, profile) in seekers {
        entries.push(put(tx, ctx, seeker, profile).await?);
    }
    change::append(tx, ctx, entries).await
}

async fn put(tx: &mut Tx, ctx: &Ctx, seeker: &Seeker, profile: &Profile) -> Result<Entry, Error> {
    let id = seeker.id.to_string();
    let sealed =
        key::seal_for(tx, ctx, seeker.person, place(ctx.tenant, &id), &slim(profile, "seeker")?).await?;
    let json = json(seeker)?;
    let [organisation, assigned, shared, due_on, turn_on, due_act] = marks(seeker, profile);
    let source_key = (!seeker.source_key.is_empty()).then_some(seeker.source_key.as_str());
    let row = args![
        ctx.tenant,
        &id,
        seeker.person.to_string(),
        &seeker.number,
        seeker.state.name().to_string(),
        source_key,
        (!seeker.source_digest.is_empty()).then_some(seeker.source_digest.as_str()),
        seeker.updated_at.as_millisecond(),
        seeker.version,
        json.clone(),
        sealed.clone(),
        organisation,
        assigned,
        shared,
        due_on,
        turn_on,
        due_act,
        heard(profile)
    ];
    tx.exec(INSERT, row).await?;
    handle::put(tx, ctx, seeker.id, seeker.person, profile).await?;
    look::changed(tx, ctx, seeker.person).await?;
    Ok(Entry::new("seeker", seeker.id.0, "insert", json).sealed(seeker.person, sealed))
}

/// Replaces a registration if nobody else has since it was read; its version rises by one.
///
/// # Errors
/// [`Error::Conflict`] when somebody has.
pub async fn update(
    tx: &mut Tx,
    ctx: &Ctx,
    verb: &str,
    seeker: &Seeker,
    profile: &Profile,
) -> Result<(), Error> {
    let mut seeker = seeker.clone();
    let read = seeker.version;
    seeker.version += 1;
    let id = seeker.id.to_string();
    let sealed =
        key::seal_for(tx, ctx, seeker.person, place(ctx.tenant, &id), &slim(profile, "seeker")?).await?;
    let json = json(&seeker)?;
    let [organisation, assigned, shared, due_on, turn_on, due_act] = marks(&seeker, profile);
    let row = args![
        ctx.tenant,
        &id,
        read,
        seeker.state.name().to_string(),
        seeker.updated_at.as_millisecond(),
        seeker.version,
        json.clone(),
        sealed.clone(),
        organisation,
        assigned,
        shared,
        due_on,
        turn_on,
        due_act,
        heard(profile)
    ];
    if tx.exec(UPDATE, row).await? == 0 {
        return Err(Error::Conflict("seeker.version".to_owned()));
    }
    handle::put(tx, ctx, seeker.id, seeker.person, profile).await?;
    look::changed(tx, ctx, seeker.person).await?;
    if !seeker.source_digest.is_empty() {
        tx.exec(SET_DIGEST, args![ctx.tenant, &id, &seeker.source_digest]).await?;
    }
    let entry = Entry::new("seeker", seeker.id.0, verb, json).sealed(seeker.person, sealed);
    change::append(tx, ctx, vec![entry]).await?;
    notice::close(tx, ctx, seeker.person, |told| told.outlived_by_registration(&seeker)).await
}

pub(crate) fn place(tenant: TenantId, row: &str) -> Place<'_> {
    Place { tenant, table: "seeker", column: "sealed", row }
}

fn json(seeker: &Seeker) -> Result<serde_json::Value, Error> {
    told(seeker, "seeker")
}
