//! The operator's view: health, verification, and what waits in the queue.

use domain::Ctx;
use domain::policy::{Relation, UseCase, authorise};
use serde::Serialize;

use crate::{App, Error};

/// How the system is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Health {
    /// Engine and version, such as `SQLite 3.51.3`.
    pub engine: String,
    /// Head of the change log.
    pub head: i64,
    /// Change up to which the projections are true.
    pub projected: i64,
    /// Open openings in the projections.
    pub openings: usize,
    /// Projections that are still being filled after a start.
    pub filling: Vec<&'static str>,
    /// Jobs that wait.
    pub jobs_waiting: i64,
    /// Jobs that were given up.
    pub jobs_dead: i64,
}

impl Health {
    /// How many changes the projections are behind.
    pub fn lag(&self) -> i64 {
        (self.head - self.projected).max(0)
    }
}

/// What `verify` found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verification {
    /// Entries of the change log.
    pub changes: i64,
    /// Whether the hash chain holds.
    pub chain_ok: bool,
    /// First entry that does not fit, if any.
    pub first_bad: Option<i64>,
    /// Whether the rows say what the log says.
    pub ledger_ok: bool,
    /// Whether the projections equal a rebuild.
    pub projections_ok: bool,
}

/// Health for the readiness probe; says nothing about people.
///
/// # Errors
/// When the store cannot be reached.
pub async fn health(app: &App) -> Result<Health, Error> {
    let head = store::change::head(&app.store, app.tenant).await.map_err(crate::fault)?.seq;
    let (jobs_waiting, jobs_dead) = store::job::counts(&app.store, app.tenant).await.map_err(crate::fault)?;
    Ok(Health {
        engine: app.store.engine().to_owned(),
        head,
        projected: app.projection.seq(),
        openings: app.projection.with(|state| state.openings.len()),
        filling: crate::follow::filling(app),
        jobs_waiting,
        jobs_dead,
    })
}

/// Reads the whole change log and holds the rows and projections against it.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn verify(ctx: &Ctx, app: &App) -> Result<Verification, Error> {
    authorise(&ctx.actor, UseCase::ReadChange, Relation::default())
        .or_else(|_| authorise(&ctx.actor, UseCase::OperateSystem, Relation::default()))?;
    let chain = store::change::verify(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let ledger_ok = store::change::rows_agree(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    crate::follow::step(app).await?;
    let listed = store::opening::all_open(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let today = ctx.today();
    let mut expected: Vec<_> =
        listed.iter().filter(|o| crate::projection::is_shown(o, today)).map(|o| (o.id, o.version)).collect();
    expected.sort_unstable();
    let projected: Vec<_> = app
        .projection
        .with(|state| state.openings.values().map(|e| (e.opening.id, e.opening.version)).collect());
    Ok(Verification {
        changes: chain.changes,
        chain_ok: chain.chain_ok,
        first_bad: chain.first_bad,
        ledger_ok,
        projections_ok: expected == projected,
    })
}
