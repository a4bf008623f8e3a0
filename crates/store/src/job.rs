//! The queue of work that follows a change: put in with the change, claimed by one worker at a time,
//! run again after a failure with growing pauses, given up after too many. Every job may run twice.

use domain::Ctx;
use domain::id::{JobId, TenantId};
use jiff::Timestamp;
use serde_json::Value;

use crate::{Error, Store, Tx, args, statements};

statements! { STATEMENTS {
    INSERT = "INSERT INTO job (tenant_id, id, kind, payload, state, run_ms, attempts, lease_ms, worker, error) VALUES ($1, $2, $3, $4, 'waiting', $5, 0, 0, '', '')";
    // The outer conditions are checked again after waiting for another claimer's lock.
    CLAIM = "UPDATE job SET state = 'running', attempts = attempts + 1, lease_ms = $3, worker = $4 WHERE tenant_id = $1 AND id = (SELECT id FROM job WHERE tenant_id = $1 AND run_ms <= $2 AND (state = 'waiting' OR (state = 'running' AND lease_ms < $2)) ORDER BY run_ms, id LIMIT 1) AND run_ms <= $2 AND (state = 'waiting' OR (state = 'running' AND lease_ms < $2)) RETURNING id, kind, payload, attempts";
    DONE = "DELETE FROM job WHERE tenant_id = $1 AND id = $2 AND worker = $3";
    FAIL = "UPDATE job SET state = $4, run_ms = $5, worker = '', error = $6 WHERE tenant_id = $1 AND id = $2 AND worker = $3";
    COUNT = "SELECT state, COUNT(*) FROM job WHERE tenant_id = $1 GROUP BY state ORDER BY state";
} }

/// Runs after which a job is given up.
const TRIES: i64 = 8;
/// First pause after a failure, doubled each time.
const PAUSE_MS: i64 = 2_000;

/// A claimed job.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    /// Its id.
    pub id: JobId,
    /// What is to be done.
    pub kind: String,
    /// With what.
    pub payload: Value,
    /// Which try this is, from 1.
    pub attempt: i64,
}

/// Puts a job in, to be run at an instant or later.
///
/// # Errors
/// When the store cannot be written.
pub async fn enqueue(
    tx: &mut Tx,
    ctx: &Ctx,
    kind: &str,
    payload: Value,
    run_at: Timestamp,
) -> Result<JobId, Error> {
    let id: JobId = ctx.id();
    tx.exec(INSERT, args![ctx.tenant, id.to_string(), kind, payload, run_at.as_millisecond()]).await?;
    Ok(id)
}

/// Takes the next job for `lease_ms` milliseconds; `None` when there is none, or another was quicker.
///
/// # Errors
/// When the store cannot be written.
pub async fn claim(
    store: &Store,
    tenant: TenantId,
    now: Timestamp,
    worker: &str,
    lease_ms: i64,
) -> Result<Option<Job>, Error> {
    let (worker, now) = (worker.to_owned(), now.as_millisecond());
    store
        .write(move |tx| {
            let worker = worker.clone();
            Box::pin(async move {
                let row = tx.optional(CLAIM, args![tenant, now, now + lease_ms, worker]).await?;
                row.map(|row| {
                    Ok(Job {
                        id: row.word(0, "job")?,
                        kind: row.get(1)?,
                        payload: row.json(2, "job")?,
                        attempt: row.get(3)?,
                    })
                })
                .transpose()
            })
        })
        .await
}

/// Ends a job that was done.
///
/// # Errors
/// [`Error::NotFound`] when the lease ran out and another worker took it.
pub async fn done(tx: &mut Tx, ctx: &Ctx, id: JobId, worker: &str) -> Result<(), Error> {
    match tx.exec(DONE, args![ctx.tenant, id.to_string(), worker]).await? {
        0 => Err(Error::NotFound),
        _ => Ok(()),
    }
}

/// Puts a failed job back, later each time, or gives it up. `error` names the fault, never a person.
///
/// # Errors
/// [`Error::NotFound`] when the lease ran out and another worker took it.
pub async fn fail(tx: &mut Tx, ctx: &Ctx, job: &Job, worker: &str, error: &str) -> Result<(), Error> {
    let state = if job.attempt >= TRIES { "dead" } else { "waiting" };
    let pause = PAUSE_MS << job.attempt.clamp(1, TRIES);
    let row = args![ctx.tenant, job.id.to_string(), worker, state, ctx.now.as_millisecond() + pause, error];
    match tx.exec(FAIL, row).await? {
        0 => Err(Error::NotFound),
        _ => Ok(()),
    }
}

/// How many jobs wait or run, and how many were given up.
///
/// # Errors
/// When the store cannot be read.
pub async fn counts(store: &Store, tenant: TenantId) -> Result<(i64, i64), Error> {
    let (mut live, mut dead) = (0, 0);
    for row in store.all(COUNT, args![tenant]).await? {
        let count: i64 = row.get(1)?;
        if row.get::<String>(0)? == "dead" { dead += count } else { live += count }
    }
    Ok((live, dead))
}
