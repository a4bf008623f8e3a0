//! Every look at a person's record and every change to it: who, in which role, when, what for. Only ever added to.

use domain::id::{OrganisationId, PersonId, TenantId};
use domain::look::{Purpose, Why};
use domain::{Channel, Ctx, Role};
use jiff::Timestamp;
use uuid::Uuid;

use crate::seal::Place;
use crate::{Error, Store, Tx, args, key, merge, statements};

statements! { STATEMENTS {
    INSERT = "INSERT INTO look (tenant_id, id, person_id, at_ms, actor_id, role, purpose, channel, outcome, why, sealed, organisation_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    OF = "SELECT l.at_ms, l.actor_id, l.role, l.purpose, l.channel, l.outcome, l.why, l.sealed, l.id, k.wrapped, l.organisation_id FROM look l LEFT JOIN person_key k ON k.tenant_id = l.tenant_id AND k.person_id = l.person_id WHERE l.tenant_id = $1 AND l.person_id = $2 ORDER BY l.at_ms DESC, l.id DESC LIMIT $3";
    // What a change left behind is left again where the change is written anew.
    KEPT = "SELECT l.at_ms, l.actor_id, l.role, l.purpose, l.channel, l.outcome, l.why, l.sealed, l.id, k.wrapped, l.organisation_id, l.person_id FROM look l LEFT JOIN person_key k ON k.tenant_id = l.tenant_id AND k.person_id = l.person_id WHERE l.tenant_id = $1 AND l.handed IS NULL AND l.purpose <> 'change' ORDER BY l.id LIMIT $2";
    TAKE_IN = "INSERT INTO look (tenant_id, id, person_id, at_ms, actor_id, role, purpose, channel, outcome, why, sealed, organisation_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (tenant_id, id) DO NOTHING";
    HAND_OVER = "UPDATE look SET handed = $3 WHERE tenant_id = $1 AND id = $2";
    COUNT = "SELECT COUNT(*) FROM look WHERE tenant_id = $1 AND person_id = $2";
    SAID = "SELECT COUNT(*) FROM look WHERE tenant_id = $1 AND person_id = $2 AND at_ms >= $3 AND actor_id = $4 AND purpose = 'say'";
    FORGET = "DELETE FROM look WHERE tenant_id = $1 AND at_ms < $2";
    OF_ACTOR = "SELECT person_id, at_ms FROM look WHERE tenant_id = $1 AND actor_id = $2 AND at_ms >= $3 ORDER BY at_ms, id LIMIT $4";
} }

/// A look at a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// When.
    pub at: Timestamp,
    /// Who, if a person.
    pub actor: Option<PersonId>,
    /// In which role.
    pub role: Role,
    /// For which body, as far as it was written down.
    pub organisation: Option<OrganisationId>,
    /// What for.
    pub purpose: Purpose,
    /// By which way, as far as it was written down.
    pub channel: Option<Channel>,
    /// Whether the record was not shown to them.
    pub refused: bool,
    /// Why, where that had to be said.
    pub why: Option<Why>,
    /// What else was said about it; empty when nothing was, or once the person was erased.
    pub words: String,
}

/// A look that was left on a machine, as it travels.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Trace {
    /// Its id.
    pub id: Uuid,
    /// Whose record.
    pub person: PersonId,
    /// When.
    pub at: Timestamp,
    /// Who, if a person.
    pub actor: Option<PersonId>,
    /// In which role.
    pub role: String,
    /// What for.
    pub purpose: String,
    /// By which way.
    pub channel: Option<String>,
    /// What came of it.
    pub outcome: Option<String>,
    /// Why, where that had to be said.
    pub why: Option<String>,
    /// What else was said.
    pub words: Option<String>,
    /// For which body.
    pub organisation: Option<String>,
}

/// On a machine: looks that home does not have, the oldest first. Those of whoever was erased since have nobody to tell.
///
/// # Errors
/// When the store cannot be read.
pub async fn kept(store: &Store, tenant: TenantId, limit: i64) -> Result<Vec<Trace>, Error> {
    let mut traces = Vec::new();
    for row in store.all(KEPT, args![tenant, limit]).await? {
        let (id, person): (String, String) = (row.get(8)?, row.get(11)?);
        let words = match row.get::<Option<Vec<u8>>>(7)? {
            Some(sealed) => {
                key::open_with(&store.keys, tenant, &person, row.get(9)?, place(tenant, &id), &sealed)?
            }
            None => None,
        };
        let actor = row.get::<Option<String>>(1)?.and_then(|id| id.parse().ok());
        traces.push(Trace {
            id: id.parse().map_err(|_| Error::Unreadable("look"))?,
            person: person.parse().map_err(|_| Error::Unreadable("look"))?,
            at: row.instant(0, "look")?,
            actor,
            role: row.get(2)?,
            purpose: row.get(3)?,
            channel: row.get(4)?,
            outcome: row.get(5)?,
            why: row.get(6)?,
            words,
            organisation: row.get(10)?,
        });
    }
    Ok(traces)
}

/// On a machine: home has these.
///
/// # Errors
/// When the store cannot be written.
pub async fn hand_over(tx: &mut Tx, ctx: &Ctx, ids: &[Uuid]) -> Result<(), Error> {
    for id in ids {
        tx.exec(HAND_OVER, args![ctx.tenant, id.to_string(), ctx.now.as_millisecond()]).await?;
    }
    Ok(())
}

/// At home: takes in looks that were left on a machine, each once.
///
/// # Errors
/// When the store cannot be written.
pub async fn take_in(tx: &mut Tx, ctx: &Ctx, traces: &[Trace]) -> Result<(), Error> {
    for trace in traces {
        // Whoever was erased has nobody who could ask.
        if key::is_destroyed(tx, ctx, trace.person).await? {
            continue;
        }
        let id = trace.id.to_string();
        let sealed = match &trace.words {
            Some(words) => Some(key::seal_for(tx, ctx, trace.person, place(ctx.tenant, &id), words).await?),
            None => None,
        };
        let row = args![
            ctx.tenant,
            id,
            trace.person.to_string(),
            trace.at.min(ctx.now).as_millisecond(),
            trace.actor.map(|id| id.to_string()),
            trace.role.clone(),
            trace.purpose.clone(),
            trace.channel.clone(),
            trace.outcome.clone(),
            trace.why.clone(),
            sealed,
            trace.organisation.clone()
        ];
        tx.exec(TAKE_IN, row).await?;
    }
    Ok(())
}

/// What came of a look.
const SHOWN: &str = "shown";
const REFUSED: &str = "refused";

/// Notes that the actor looked at these people's records, and why where that had to be said. Nobody leaves a trace
/// on their own, under whichever id it stands.
///
/// # Errors
/// When the store cannot be written; then nothing may be shown.
pub async fn insert(
    tx: &mut Tx,
    ctx: &Ctx,
    subjects: &[PersonId],
    purpose: Purpose,
    why: Option<Why>,
) -> Result<(), Error> {
    let mut others = subjects.to_vec();
    others.sort_unstable();
    others.dedup();
    if let Some(own) = ctx.actor.person {
        others.retain(|subject| *subject != own);
        // Only whoever acts as a jobseeker can stand under a second id.
        if ctx.actor.role == Role::Seeker && !others.is_empty() {
            let same = merge::same_as_in(tx, ctx, own).await?;
            others.retain(|subject| !same.contains(subject));
        }
    }
    put(tx, ctx, &others, purpose, SHOWN, why.map(|why| (why, ""))).await
}

/// Notes why the actor is about to open a person's record.
///
/// # Errors
/// [`Error::NotFound`] once the person was erased; when the store cannot be written.
pub async fn insert_said(
    tx: &mut Tx,
    ctx: &Ctx,
    subject: PersonId,
    why: Why,
    words: &str,
) -> Result<(), Error> {
    put(tx, ctx, &[subject], Purpose::Say, SHOWN, Some((why, words))).await
}

/// Whether the actor has said since an instant why they open a person's record.
///
/// # Errors
/// When the store cannot be read.
pub async fn was_said(
    store: &Store,
    tenant: TenantId,
    subject: PersonId,
    actor: PersonId,
    since: Timestamp,
) -> Result<bool, Error> {
    let row = args![tenant, subject.to_string(), since.as_millisecond(), actor.to_string()];
    let count = store.optional(SAID, row).await?.map_or(Ok(0), |row| row.get::<i64>(0))?;
    Ok(count > 0)
}

/// Notes that the actor tried to and was refused.
///
/// # Errors
/// When the store cannot be written.
pub async fn insert_refused(
    tx: &mut Tx,
    ctx: &Ctx,
    subjects: &[PersonId],
    purpose: Purpose,
) -> Result<(), Error> {
    put(tx, ctx, subjects, purpose, REFUSED, None).await
}

/// Notes, with the transaction that does it, that the actor changes something of a person's. The
/// system leaves none at its own work.
pub(crate) async fn changed(tx: &mut Tx, ctx: &Ctx, subject: PersonId) -> Result<(), Error> {
    if ctx.actor.channel == Channel::System {
        return Ok(());
    }
    // Whoever holds a letter has no account: the person reads that it was the answer of its employer.
    let by_code = ctx.actor.role == Role::Citizen && ctx.actor.channel == Channel::LetterCode;
    let purpose = if by_code { Purpose::EmployerCode } else { Purpose::Change };
    insert(tx, ctx, &[subject], purpose, None).await
}

/// Forgets looks before an instant: how many.
///
/// # Errors
/// When the store cannot be written.
pub async fn forget_before(tx: &mut Tx, ctx: &Ctx, at: Timestamp) -> Result<u64, Error> {
    tx.exec(FORGET, args![ctx.tenant, at.as_millisecond()]).await
}

/// Whose records somebody looked at since an instant, in order: whom a leak through their account concerns.
///
/// # Errors
/// When the store cannot be read.
pub async fn by_actor(
    store: &Store,
    tenant: TenantId,
    actor: PersonId,
    since: Timestamp,
    limit: i64,
) -> Result<Vec<(PersonId, Timestamp)>, Error> {
    let rows = store.all(OF_ACTOR, args![tenant, actor.to_string(), since.as_millisecond(), limit]).await?;
    rows.iter().map(|row| Ok((row.word(0, "look")?, row.instant(1, "look")?))).collect()
}

async fn put(
    tx: &mut Tx,
    ctx: &Ctx,
    subjects: &[PersonId],
    purpose: Purpose,
    outcome: &str,
    said: Option<(Why, &str)>,
) -> Result<(), Error> {
    for subject in subjects {
        let id = ctx.id::<Uuid>().to_string();
        let sealed = match said {
            Some((_, words)) if !words.is_empty() => {
                Some(key::seal_for(tx, ctx, *subject, place(ctx.tenant, &id), &words).await?)
            }
            _ => None,
        };
        let row = args![
            ctx.tenant,
            id,
            subject.to_string(),
            ctx.now.as_millisecond(),
            ctx.actor.person.map(|id| id.to_string()),
            ctx.actor.role.to_string(),
            purpose.to_string(),
            ctx.actor.channel.to_string(),
            outcome,
            said.map(|(why, _)| why.to_string()),
            sealed,
            ctx.actor.organisation.map(|id| id.to_string())
        ];
        tx.exec(INSERT, row).await?;
    }
    Ok(())
}

fn place(tenant: TenantId, row: &str) -> Place<'_> {
    Place { tenant, table: "look", column: "sealed", row }
}

/// How many looks at a person's record are written down.
///
/// # Errors
/// When the store cannot be read.
pub async fn count(store: &Store, tenant: TenantId, person: PersonId) -> Result<usize, Error> {
    let row = store.optional(COUNT, args![tenant, person.to_string()]).await?;
    Ok(usize::try_from(row.map_or(Ok(0), |row| row.get::<i64>(0))?).unwrap_or(0))
}

/// The latest looks at a person's record, newest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn of(store: &Store, tenant: TenantId, person: PersonId, limit: usize) -> Result<Vec<Look>, Error> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = store.all(OF, args![tenant, person.to_string(), limit]).await?;
    let look = |row: &crate::Row| {
        let (id, sealed): (String, Option<Vec<u8>>) = (row.get(8)?, row.get(7)?);
        let words: Option<String> = match sealed {
            Some(sealed) => {
                let person = person.to_string();
                key::open_with(&store.keys, tenant, &person, row.get(9)?, place(tenant, &id), &sealed)?
            }
            None => None,
        };
        let actor = row.get::<Option<String>>(1)?.map(|id| id.parse().map_err(|_| Error::Unreadable("look")));
        Ok(Look {
            at: row.instant(0, "look")?,
            actor: actor.transpose()?,
            role: row.word(2, "look")?,
            organisation: row.get::<Option<String>>(10)?.and_then(|id| id.parse().ok()),
            purpose: row.word(3, "look")?,
            channel: row.get::<Option<String>>(4)?.and_then(|word| word.parse().ok()),
            refused: row.get::<Option<String>>(5)?.as_deref() == Some(REFUSED),
            why: row.get::<Option<String>>(6)?.and_then(|word| word.parse().ok()),
            words: words.unwrap_or_default(),
        })
    };
    rows.iter().map(look).collect()
}
