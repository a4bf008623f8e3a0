//! Rows of pairs that may be one person. Nothing is rewritten by a merge: whoever counts or shows a person
//! asks [`canonical`] under which id they stand.

use std::collections::HashMap;

use domain::Ctx;
use domain::handle::HandleKind;
use domain::id::{MergeId, PersonId, TenantId};
use domain::merge::{self, Merge, MergeName, MergeState, ordered};
use domain::policy::Scope;
use domain::seeker::{Profile, Seeker};

use crate::change::{self, Entry};
use crate::seeker::within;
use crate::slim::told;
use crate::{Error, Row, Store, Tx, args, handle, statements};

statements! { STATEMENTS {
    FIND = "SELECT body FROM merge WHERE tenant_id = $1 AND id = $2";
    PAIR = "SELECT body FROM merge WHERE tenant_id = $1 AND first_id = $2 AND second_id = $3";
    // Written out: a column without a value is unlike any text, and must not hide a record from "not known".
    LIST = "SELECT m.body FROM merge m WHERE m.tenant_id = $1 AND m.state = $2 AND ($5 = 'all' OR ($5 = 'known' AND NOT EXISTS (SELECT 1 FROM seeker s WHERE s.tenant_id = m.tenant_id AND s.person_id IN (m.first_id, m.second_id) AND s.organisation_id <> $7 AND (s.assigned_id IS NULL OR s.assigned_id <> $6) AND (s.shared IS NULL OR s.shared NOT LIKE $8)))) ORDER BY m.id DESC LIMIT $3 OFFSET $4";
    COUNT = "SELECT COUNT(*) FROM merge m WHERE m.tenant_id = $1 AND m.state = $2 AND ($3 = 'all' OR ($3 = 'known' AND NOT EXISTS (SELECT 1 FROM seeker s WHERE s.tenant_id = m.tenant_id AND s.person_id IN (m.first_id, m.second_id) AND s.organisation_id <> $5 AND (s.assigned_id IS NULL OR s.assigned_id <> $4) AND (s.shared IS NULL OR s.shared NOT LIKE $6))))";
    MERGED = "SELECT first_id, second_id FROM merge WHERE tenant_id = $1 AND state = 'merged'";
    INSERT = "INSERT INTO merge (tenant_id, id, first_id, second_id, state, version, body) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    UPDATE = "UPDATE merge SET state = $4, version = $5, body = $6 WHERE tenant_id = $1 AND id = $2 AND version = $3";
} }

/// Under which id each merged person is counted and shown; whoever is not in it stands for themselves.
///
/// # Errors
/// When the store cannot be read.
pub async fn canonical(store: &Store, tenant: TenantId) -> Result<HashMap<PersonId, PersonId>, Error> {
    roots(&store.all(MERGED, args![tenant]).await?)
}

fn roots(rows: &[Row]) -> Result<HashMap<PersonId, PersonId>, Error> {
    Ok(merge::canonical(&pairs(rows)?))
}

/// The pairs that are one person.
///
/// # Errors
/// When the store cannot be read.
pub async fn merged(store: &Store, tenant: TenantId) -> Result<Vec<(PersonId, PersonId)>, Error> {
    pairs(&store.all(MERGED, args![tenant]).await?)
}

fn pairs(rows: &[Row]) -> Result<Vec<(PersonId, PersonId)>, Error> {
    rows.iter().map(|row| Ok((row.word(0, "merge")?, row.word(1, "merge")?))).collect()
}

/// Everybody who is this person, this id among them, the earliest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn same_as(store: &Store, tenant: TenantId, person: PersonId) -> Result<Vec<PersonId>, Error> {
    Ok(joined(&canonical(store, tenant).await?, person))
}

/// The same within a transaction.
pub(crate) async fn same_as_in(tx: &mut Tx, ctx: &Ctx, person: PersonId) -> Result<Vec<PersonId>, Error> {
    Ok(joined(&roots(&tx.all(MERGED, args![ctx.tenant]).await?)?, person))
}

fn joined(known: &HashMap<PersonId, PersonId>, person: PersonId) -> Vec<PersonId> {
    let root = known.get(&person).copied().unwrap_or(person);
    let mut all: Vec<PersonId> =
        known.iter().filter(|(_, to)| **to == root).map(|(from, _)| *from).chain([root]).collect();
    all.sort_unstable();
    all
}

/// One pair.
///
/// # Errors
/// When the store cannot be read.
pub async fn find(store: &Store, tenant: TenantId, id: MergeId) -> Result<Option<Merge>, Error> {
    let row = store.optional(FIND, args![tenant, id.to_string()]).await?;
    row.map(|row| row.json(0, "merge")).transpose()
}

/// Pairs in a state of which every record of both sides is within a scope, newest first, and how many there are.
///
/// # Errors
/// When the store cannot be read.
pub async fn list(
    store: &Store,
    tenant: TenantId,
    scope: Scope,
    state: MergeName,
    limit: usize,
    offset: usize,
) -> Result<(Vec<Merge>, usize), Error> {
    let state = state.to_string();
    let rows = store.all(LIST, within(args![tenant, &state, limit as i64, offset as i64], scope)).await?;
    let count = store.optional(COUNT, within(args![tenant, &state], scope)).await?;
    let total = count.map_or(Ok(0), |row| row.get::<i64>(0))?;
    let pairs = rows.iter().map(|row: &Row| row.json(0, "merge")).collect::<Result<_, _>>()?;
    Ok((pairs, usize::try_from(total).unwrap_or(0)))
}

/// Suggests every other person of whom two of three agree with a registration, if the pair is not known
/// yet. To be called in the transaction that writes the registration.
///
/// # Errors
/// When the store cannot be written.
pub async fn suggest(
    tx: &mut Tx,
    ctx: &Ctx,
    seeker: &Seeker,
    profile: &Profile,
    said_other: bool,
) -> Result<usize, Error> {
    let mut grounds: Vec<(PersonId, Vec<HandleKind>)> = Vec::new();
    for shared in handle::alike_in(tx, ctx, profile).await? {
        if shared.person == seeker.person {
            continue;
        }
        match grounds.iter_mut().find(|(person, _)| *person == shared.person) {
            Some((_, kinds)) if kinds.contains(&shared.kind) => {}
            Some((_, kinds)) => kinds.push(shared.kind),
            None => grounds.push((shared.person, vec![shared.kind])),
        }
    }
    let mut suggested = 0;
    for (other, grounds) in grounds {
        let (first, second) = ordered(seeker.person, other);
        let pair = args![ctx.tenant, first.to_string(), second.to_string()];
        if tx.optional(PAIR, pair).await?.is_some() {
            continue;
        }
        let (state, at) = (MergeState::Suggested, ctx.now);
        let pair = Merge {
            id: ctx.id(),
            first,
            second,
            grounds,
            said_other,
            state,
            version: 1,
            created_at: at,
            updated_at: at,
        };
        insert(tx, ctx, &pair).await?;
        suggested += 1;
    }
    Ok(suggested)
}

/// Adds a pair.
///
/// # Errors
/// [`Error::Conflict`] when it is known already.
pub async fn insert(tx: &mut Tx, ctx: &Ctx, pair: &Merge) -> Result<(), Error> {
    let body = told(pair, "merge")?;
    let row = args![
        ctx.tenant,
        pair.id.to_string(),
        pair.first.to_string(),
        pair.second.to_string(),
        pair.state.name().to_string(),
        pair.version,
        body.clone()
    ];
    tx.exec(INSERT, row).await?;
    change::append(tx, ctx, vec![Entry::new("merge", pair.id.0, "insert", body)]).await
}

/// Replaces a pair if nobody else has since it was read; its version rises by one.
///
/// # Errors
/// [`Error::Conflict`] when somebody has.
pub async fn update(tx: &mut Tx, ctx: &Ctx, verb: &str, pair: &Merge) -> Result<(), Error> {
    let mut pair = pair.clone();
    let read = pair.version;
    pair.version += 1;
    let body = told(&pair, "merge")?;
    let state = pair.state.name().to_string();
    let row = args![ctx.tenant, pair.id.to_string(), read, state, pair.version, body.clone()];
    if tx.exec(UPDATE, row).await? == 0 {
        return Err(Error::Conflict("merge.version".to_owned()));
    }
    change::append(tx, ctx, vec![Entry::new("merge", pair.id.0, verb, body)]).await
}
