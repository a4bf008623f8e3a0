//! Rows of openings.

use domain::Ctx;
use domain::id::{EmployerId, OpeningId, TenantId};
use domain::opening::{Opening, StateName};
use jiff::civil::Date;

use crate::change::{self, Entry};
use crate::slim::{slim, told};
use crate::{Error, Store, Tx, args, containing, statements, tenant};

statements! { STATEMENTS {
    FIND = "SELECT body FROM opening WHERE tenant_id = $1 AND id = $2";
    BY_NUMBER = "SELECT body FROM opening WHERE tenant_id = $1 AND number = $2";
    OPEN = "SELECT body FROM opening WHERE tenant_id = $1 AND state = $2 AND id > $3 ORDER BY id LIMIT $4";
    BY_SOURCE = "SELECT body FROM opening WHERE tenant_id = $1 AND source = $2 AND source_key IS NOT NULL ORDER BY id";
    LIST = "SELECT body FROM opening WHERE tenant_id = $1 ORDER BY updated_ms DESC, id DESC LIMIT $2 OFFSET $3";
    LIST_STATE = "SELECT body FROM opening WHERE tenant_id = $1 AND state = $2 ORDER BY updated_ms DESC, id DESC LIMIT $3 OFFSET $4";
    RECEIVED = "SELECT body FROM opening WHERE tenant_id = $1 AND body->'origin'->>'received_on' BETWEEN $2 AND $3 ORDER BY body->'origin'->>'received_on', id LIMIT $4";
    LIST_EMPLOYER = "SELECT body FROM opening WHERE tenant_id = $1 AND employer_id = $2 ORDER BY updated_ms DESC, id DESC";
    SEARCH = "SELECT o.body FROM opening o JOIN employer e ON e.tenant_id = o.tenant_id AND e.id = o.employer_id WHERE o.tenant_id = $1 AND ($2 = '' OR o.state = $2) AND (o.words LIKE $3 ESCAPE '!' OR e.words LIKE $3 ESCAPE '!') ORDER BY o.updated_ms DESC, o.id DESC LIMIT $4 OFFSET $5";
    COUNT_SEARCH = "SELECT COUNT(*) FROM opening o JOIN employer e ON e.tenant_id = o.tenant_id AND e.id = o.employer_id WHERE o.tenant_id = $1 AND ($2 = '' OR o.state = $2) AND (o.words LIKE $3 ESCAPE '!' OR e.words LIKE $3 ESCAPE '!')";
    SILENT = "SELECT body FROM opening WHERE tenant_id = $1 AND state = 'open' AND (word_on IS NULL OR word_on <= $2) AND id > $3 ORDER BY id LIMIT $4";
    ENDED = "SELECT body FROM opening WHERE tenant_id = $1 AND state IN ('open', 'paused') AND (valid_until IS NULL OR valid_until < $2) AND id > $3 ORDER BY id LIMIT $4";
    LONGEST_SILENT = "SELECT body FROM opening WHERE tenant_id = $1 AND state = 'open' AND word_on <= $2 ORDER BY word_on, id LIMIT $3";
    FIRST_ENDING = "SELECT body FROM opening WHERE tenant_id = $1 AND state = 'open' AND valid_until < $2 ORDER BY valid_until, id LIMIT $3";
    HEADS = "SELECT o.id, CAST(o.body->'content'->>'headcount' AS BIGINT), (SELECT COUNT(DISTINCT p.referral_id) FROM placement p WHERE p.tenant_id = o.tenant_id AND p.opening_id = o.id AND p.state <> 'cancelled') FROM opening o WHERE o.tenant_id = $1 AND o.state = 'open' AND (o.valid_until IS NULL OR o.valid_until >= $2) ORDER BY o.id";
    FIRST_LOOKS_OVER = "SELECT body FROM opening WHERE tenant_id = $1 AND state = 'open' AND body->'content'->>'first_look_until' < $2 ORDER BY id";
    OF_PROJECT = "SELECT body FROM opening WHERE tenant_id = $1 AND body->'content'->>'project' = $2 ORDER BY id";
    COUNT = "SELECT COUNT(*) FROM opening WHERE tenant_id = $1";
    COUNT_STATE = "SELECT COUNT(*) FROM opening WHERE tenant_id = $1 AND state = $2";
    COUNT_STATES = "SELECT state, COUNT(*) FROM opening WHERE tenant_id = $1 GROUP BY state ORDER BY state";
    COUNT_EMPLOYER = "SELECT COUNT(*) FROM opening WHERE tenant_id = $1 AND employer_id = $2";
    INSERT = "INSERT INTO opening (tenant_id, id, employer_id, number, state, source, source_key, words, updated_ms, version, body, word_on, valid_until) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    UPDATE = "UPDATE opening SET employer_id = $4, state = $5, words = $6, updated_ms = $7, version = $8, body = $9, word_on = $10, valid_until = $11 WHERE tenant_id = $1 AND id = $2 AND version = $3";
} }

/// Openings read in one go.
const BATCH: i64 = 5_000;

/// One opening, if there is one.
///
/// # Errors
/// When the store cannot be read.
pub async fn find(store: &Store, tenant: TenantId, id: OpeningId) -> Result<Option<Opening>, Error> {
    let row = store.optional(FIND, args![tenant, id.to_string()]).await?;
    row.map(|row| row.json(0, "opening")).transpose()
}

/// The opening of a receipt number, if there is one.
///
/// # Errors
/// When the store cannot be read.
pub async fn by_number(store: &Store, tenant: TenantId, number: &str) -> Result<Option<Opening>, Error> {
    let row = store.optional(BY_NUMBER, args![tenant, number]).await?;
    row.map(|row| row.json(0, "opening")).transpose()
}

/// One opening.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get(store: &Store, tenant: TenantId, id: OpeningId) -> Result<Opening, Error> {
    find(store, tenant, id).await?.ok_or(Error::NotFound)
}

/// Open ones whose first look by bodies of the network was over before a day.
///
/// # Errors
/// When the store cannot be read.
pub async fn first_looks_over(store: &Store, tenant: TenantId, before: Date) -> Result<Vec<Opening>, Error> {
    let rows = store.all(FIRST_LOOKS_OVER, args![tenant, before.to_string()]).await?;
    rows.iter().map(|row| row.json(0, "opening")).collect()
}

/// Those of a project, by its number, in every state.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_project(store: &Store, tenant: TenantId, number: &str) -> Result<Vec<Opening>, Error> {
    let rows = store.all(OF_PROJECT, args![tenant, number]).await?;
    rows.iter().map(|row| row.json(0, "opening")).collect()
}

/// One opening as a transaction sees it.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get_in(tx: &mut Tx, ctx: &Ctx, id: OpeningId) -> Result<Opening, Error> {
    let row = tx.optional(FIND, args![ctx.tenant, id.to_string()]).await?;
    row.ok_or(Error::NotFound)?.json(0, "opening")
}

/// All openings in state `open`, in order of making.
///
/// # Errors
/// When the store cannot be read.
pub async fn all_open(store: &Store, tenant: TenantId) -> Result<Vec<Opening>, Error> {
    let mut out: Vec<Opening> = Vec::new();
    loop {
        let from = out.last().map(|opening| opening.id.to_string()).unwrap_or_default();
        let rows = store.all(OPEN, args![tenant, StateName::Open.to_string(), from, BATCH]).await?;
        for row in &rows {
            out.push(row.json(0, "opening")?);
        }
        if rows.len() < BATCH as usize {
            return Ok(out);
        }
    }
}

/// Open ones of whose employer nothing was heard since a day, that day included, in order of making.
///
/// # Errors
/// When the store cannot be read.
pub async fn silent_since(
    store: &Store,
    tenant: TenantId,
    day: Date,
    after: Option<OpeningId>,
    limit: usize,
) -> Result<Vec<Opening>, Error> {
    walk(store, SILENT, tenant, day, after, limit).await
}

/// Live ones whose validity ended before a day, in order of making.
///
/// # Errors
/// When the store cannot be read.
pub async fn ended_before(
    store: &Store,
    tenant: TenantId,
    day: Date,
    after: Option<OpeningId>,
    limit: usize,
) -> Result<Vec<Opening>, Error> {
    walk(store, ENDED, tenant, day, after, limit).await
}

/// Open ones without a word of the employer since a day, the longest silent first.
///
/// # Errors
/// When the store cannot be read.
pub async fn longest_silent(
    store: &Store,
    tenant: TenantId,
    day: Date,
    limit: usize,
) -> Result<Vec<Opening>, Error> {
    first(store, LONGEST_SILENT, tenant, day, limit).await
}

/// Open ones whose validity ends before a day, the first to end first.
///
/// # Errors
/// When the store cannot be read.
pub async fn first_ending(
    store: &Store,
    tenant: TenantId,
    day: Date,
    limit: usize,
) -> Result<Vec<Opening>, Error> {
    first(store, FIRST_ENDING, tenant, day, limit).await
}

async fn first(
    store: &Store,
    sql: &'static str,
    tenant: TenantId,
    day: Date,
    limit: usize,
) -> Result<Vec<Opening>, Error> {
    let rows = store.all(sql, args![tenant, day.to_string(), limit as i64]).await?;
    rows.iter().map(|row| row.json(0, "opening")).collect()
}

async fn walk(
    store: &Store,
    sql: &'static str,
    tenant: TenantId,
    day: Date,
    after: Option<OpeningId>,
    limit: usize,
) -> Result<Vec<Opening>, Error> {
    let from = after.map(|id| id.to_string()).unwrap_or_default();
    let rows = store.all(sql, args![tenant, day.to_string(), from, limit as i64]).await?;
    rows.iter().map(|row| row.json(0, "opening")).collect()
}

/// Everything that was read from a source.
///
/// # Errors
/// When the store cannot be read.
pub async fn by_source(store: &Store, tenant: TenantId, source: &str) -> Result<Vec<Opening>, Error> {
    store.all(BY_SOURCE, args![tenant, source]).await?.iter().map(|row| row.json(0, "opening")).collect()
}

/// Openings last changed first, in one state or in all, and how many there are in all.
///
/// # Errors
/// When the store cannot be read.
pub async fn list(
    store: &Store,
    tenant: TenantId,
    state: Option<StateName>,
    limit: usize,
    offset: usize,
) -> Result<(Vec<Opening>, usize), Error> {
    let (limit, offset) = (limit as i64, offset as i64);
    let (rows, count) = match state {
        Some(state) => {
            let state = state.to_string();
            let rows = store.all(LIST_STATE, args![tenant, &state, limit, offset]).await?;
            (rows, store.optional(COUNT_STATE, args![tenant, &state]).await?)
        }
        None => {
            let rows = store.all(LIST, args![tenant, limit, offset]).await?;
            (rows, store.optional(COUNT, args![tenant]).await?)
        }
    };
    let total = count.map_or(Ok(0), |row| row.get::<i64>(0))?;
    let openings = rows.iter().map(|row| row.json(0, "opening")).collect::<Result<_, _>>()?;
    Ok((openings, usize::try_from(total).unwrap_or(0)))
}

/// Openings received from one day to another, both included, in that order, at most `limit`.
///
/// # Errors
/// When the store cannot be read.
pub async fn received(
    store: &Store,
    tenant: TenantId,
    (from, to): (Date, Date),
    limit: usize,
) -> Result<Vec<Opening>, Error> {
    let rows = store.all(RECEIVED, args![tenant, from.to_string(), to.to_string(), limit as i64]).await?;
    rows.iter().map(|row| row.json(0, "opening")).collect()
}

/// Openings whose number, title or employer holds a text, last changed first, in one state or in all, and
/// how many there are in all.
///
/// # Errors
/// When the store cannot be read.
pub async fn search(
    store: &Store,
    tenant: TenantId,
    text: &str,
    state: Option<StateName>,
    limit: usize,
    offset: usize,
) -> Result<(Vec<Opening>, usize), Error> {
    let (state, pattern) = (state.map(|state| state.to_string()).unwrap_or_default(), containing(text));
    let found = store.all(SEARCH, args![tenant, &state, &pattern, limit as i64, offset as i64]).await?;
    let count = store.optional(COUNT_SEARCH, args![tenant, &state, &pattern]).await?;
    let total = count.map_or(Ok(0), |row| row.get::<i64>(0))?;
    let openings = found.iter().map(|row| row.json(0, "opening")).collect::<Result<_, _>>()?;
    Ok((openings, usize::try_from(total).unwrap_or(0)))
}

/// An employer's openings, last changed first.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_employer(
    store: &Store,
    tenant: TenantId,
    employer: EmployerId,
) -> Result<Vec<Opening>, Error> {
    let rows = store.all(LIST_EMPLOYER, args![tenant, employer.to_string()]).await?;
    rows.iter().map(|row| row.json(0, "opening")).collect()
}

/// The openings that can be applied for on a day, each with the heads it still looks for; those with none left out.
///
/// # Errors
/// When the store cannot be read.
pub async fn vacant(store: &Store, tenant: TenantId, on: Date) -> Result<Vec<(OpeningId, i64)>, Error> {
    let mut out = Vec::new();
    for row in &store.all(HEADS, args![tenant, on.to_string()]).await? {
        let left = row.get::<Option<i64>>(1)?.unwrap_or(0) - row.get::<i64>(2)?;
        if left > 0 {
            out.push((row.get::<String>(0)?.parse().map_err(|_| Error::Unreadable("opening"))?, left));
        }
    }
    Ok(out)
}

/// How many openings are in which state.
///
/// # Errors
/// When the store cannot be read.
pub async fn count_by_state(store: &Store, tenant: TenantId) -> Result<Vec<(StateName, i64)>, Error> {
    let rows = store.all(COUNT_STATES, args![tenant]).await?;
    rows.iter().map(|row| Ok((row.word(0, "opening")?, row.get(1)?))).collect()
}

/// How many openings an employer has.
///
/// # Errors
/// When the store cannot be read.
pub async fn count_of_employer(
    store: &Store,
    tenant: TenantId,
    employer: EmployerId,
) -> Result<usize, Error> {
    let row = store.optional(COUNT_EMPLOYER, args![tenant, employer.to_string()]).await?;
    let count = row.map_or(Ok(0), |row| row.get::<i64>(0))?;
    Ok(usize::try_from(count).unwrap_or(0))
}

/// The next receipt number of the year, such as `2026-000123`.
///
/// # Errors
/// When the store cannot be written.
pub async fn next_number(tx: &mut Tx, ctx: &Ctx) -> Result<String, Error> {
    Ok(reserve_numbers(tx, ctx, 1).await?.remove(0))
}

/// As many receipt numbers in turn.
///
/// # Errors
/// When the store cannot be written.
pub async fn reserve_numbers(tx: &mut Tx, ctx: &Ctx, count: usize) -> Result<Vec<String>, Error> {
    let year = ctx.today().year();
    let first = tenant::take(tx, ctx.tenant, &format!("opening-{year}"), count).await?;
    let series = tenant::series(tx, year);
    Ok((0..count as i64).map(|n| format!("{series}-{:06}", first + n)).collect())
}

/// Adds an opening.
///
/// # Errors
/// [`Error::Conflict`] for an id or a source's key that is taken.
pub async fn insert(tx: &mut Tx, ctx: &Ctx, opening: &Opening) -> Result<(), Error> {
    insert_many(tx, ctx, std::slice::from_ref(opening)).await
}

/// Adds many.
///
/// # Errors
/// [`Error::Conflict`] for an id or a source's key that is taken.
pub async fn insert_many(tx: &mut Tx, ctx: &Ctx, openings: &[Opening]) -> Result<(), Error> {
    let mut entries = Vec::with_capacity(openings.len());
    for opening in openings {
        let json = json(opening)?;
        let origin = &opening.origin;
        let source_key = (!origin.source_key.is_empty()).then_some(origin.source_key.as_str());
        let row = args![
            ctx.tenant,
            opening.id.to_string(),
            opening.employer.to_string(),
            &origin.number,
            opening.state.name().to_string(),
            &origin.source,
            source_key,
            words(opening),
            opening.updated_at.as_millisecond(),
            opening.version,
            json.clone(),
            word_on(ctx, opening),
            opening.state.valid_until().map(|day| day.to_string())
        ];
        tx.exec(INSERT, row).await?;
        entries.push(Entry::new("opening", opening.id.0, "insert", json));
    }
    change::append(tx, ctx, entries).await
}

/// Replaces an opening if nobody else has since it was read; its version rises by one.
///
/// # Errors
/// [`Error::Conflict`] when somebody has.
pub async fn update(tx: &mut Tx, ctx: &Ctx, verb: &str, opening: &Opening) -> Result<(), Error> {
    let mut opening = opening.clone();
    let read = opening.version;
    opening.version += 1;
    let json = json(&opening)?;
    let row = args![
        ctx.tenant,
        opening.id.to_string(),
        read,
        opening.employer.to_string(),
        opening.state.name().to_string(),
        words(&opening),
        opening.updated_at.as_millisecond(),
        opening.version,
        json.clone(),
        word_on(ctx, &opening),
        opening.state.valid_until().map(|day| day.to_string())
    ];
    if tx.exec(UPDATE, row).await? == 0 {
        return Err(Error::Conflict("opening.version".to_owned()));
    }
    change::append(tx, ctx, vec![Entry::new("opening", opening.id.0, verb, json)]).await
}

/// Day of the employer's last word on an open one.
fn word_on(ctx: &Ctx, opening: &Opening) -> Option<String> {
    opening.state.last_word().map(|at| ctx.zone.to_datetime(at).date().to_string())
}

fn words(opening: &Opening) -> String {
    format!("{} {}", opening.origin.number, opening.content.title.to_lowercase())
}

fn json(opening: &Opening) -> Result<serde_json::Value, Error> {
    let mut json = told(opening, "opening")?;
    let content = &opening.content;
    json["content"] = slim(content, "opening")?;
    if let Some(workplace) = json["content"].get_mut("workplace") {
        *workplace = slim(&content.workplace, "opening")?;
    }
    Ok(json)
}
