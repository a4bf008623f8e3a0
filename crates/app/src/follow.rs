//! The follower: keeps the projection within a second of the change log and does the day's work.

use std::sync::Arc;
use std::time::Duration;

use domain::Message;
use tokio::sync::{Mutex, MutexGuard};

use crate::{App, Error};

/// How long to wait for a nudge before looking anyway: another process may have written.
const LOOK_AGAIN: Duration = Duration::from_millis(500);

/// How long whoever looks waits for a projection that is being filled.
const PATIENCE: Duration = Duration::from_secs(2);

/// Follows the change log until the future is dropped. A failing store is tried again; the projection
/// stays as it was and its lag shows in the health page.
pub async fn follow(app: Arc<App>) {
    let mut last = None;
    loop {
        if !filling(&app).is_empty() {
            fill(&app).await;
        }
        let now = (app.ambient.now)();
        // What the days bring is home's to write, and comes from there.
        if app.store.outpost().is_none() && crate::day::is_time(&app, last, now) {
            last = Some(now);
            if let Err(error) = crate::day::run(&app).await {
                tracing::warn!(error = &error as &dyn std::error::Error, "failed to do the day's work");
            }
        }
        // Whoever was erased is forgotten at once, not when somebody next looks.
        let known = app.pool.catch_up(&app.store, app.tenant, &app.city).await;
        if let Err(error) = known.and(step(&app).await) {
            tracing::warn!(error = &error as &dyn std::error::Error, "failed to follow the change log");
            tokio::time::sleep(LOOK_AGAIN).await;
        }
        if let Err(error) = crate::allotment::follow(&app).await {
            tracing::warn!(error = &error as &dyn std::error::Error, "failed to begin new lists");
        }
        let _ = tokio::time::timeout(LOOK_AGAIN, app.projection.nudged()).await;
    }
}

/// Gets ready what the first to look would wait for.
pub(crate) async fn fill(app: &App) {
    let (ledger, pool) =
        tokio::join!(app.ledger.catch_up(app), app.pool.catch_up(&app.store, app.tenant, &app.city));
    for (filled, what) in [(ledger.map(|_| ()), "the ledger"), (pool, "whom openings may suit")] {
        if let Err(error) = filled {
            tracing::warn!(error = &error as &dyn std::error::Error, "failed to read {what}");
        }
    }
}

/// The projections that are not there yet. Search is: it is read before the system serves.
pub(crate) fn filling(app: &App) -> Vec<&'static str> {
    let parts = [
        (app.ledger.is_filled(), ["ledger", "statistics"].as_slice()),
        (app.pool.is_filled(), ["pool"].as_slice()),
    ];
    parts.into_iter().filter(|(filled, _)| !filled).flat_map(|(_, names)| names).copied().collect()
}

/// The turn to bring a projection up to date. While somebody fills it from nothing nobody else waits long: they are
/// told to come back.
///
/// # Errors
/// [`Error::Unavailable`] when whoever fills it takes too long.
pub async fn turn(turn: &Mutex<()>, empty: bool) -> Result<MutexGuard<'_, ()>, Error> {
    if !empty {
        return Ok(turn.lock().await);
    }
    let waited = tokio::time::timeout(PATIENCE, turn.lock()).await;
    waited.map_err(|_| Error::Unavailable(Message::new("projection-filling")))
}

/// Catches up once. Tests call it instead of waiting.
///
/// # Errors
/// When the store or the index fails.
pub async fn step(app: &App) -> Result<usize, Error> {
    let ctx = app.system_ctx();
    let applied = app.projection.catch_up(&app.store, app.tenant, ctx.today()).await?;
    app.projection.catch_up_abroad(&app.store, app.tenant, ctx.now).await?;
    if app.store.outpost().is_none() {
        crate::anomaly::find(app).await?;
    }
    Ok(applied)
}
