//! The follower: keeps the projection within a second of the change log and does the day's work.

use std::sync::Arc;
use std::time::Duration;

use crate::{App, Error};

/// How long to wait for a nudge before looking anyway: another process may have written.
const LOOK_AGAIN: Duration = Duration::from_millis(500);

/// Follows the change log until the future is dropped. A failing store is tried again; the projection
/// stays as it was and its lag shows in the health page.
pub async fn follow(app: Arc<App>) {
    let mut last = None;
    // What the first to look would wait for is got ready beforehand.
    if let Err(error) = app.pool.catch_up(&app.store, app.tenant, &app.city).await {
        tracing::warn!(error = &error as &dyn std::error::Error, "failed to read whom openings may suit");
    }
    loop {
        let now = (app.ambient.now)();
        if crate::day::is_time(&app, last, now) {
            last = Some(now);
            if let Err(error) = crate::day::run(&app).await {
                tracing::warn!(error = &error as &dyn std::error::Error, "failed to do the day's work");
            }
        }
        if let Err(error) = step(&app).await {
            tracing::warn!(error = &error as &dyn std::error::Error, "failed to follow the change log");
            tokio::time::sleep(LOOK_AGAIN).await;
        }
        let _ = tokio::time::timeout(LOOK_AGAIN, app.projection.nudged()).await;
    }
}

/// Catches up once. Tests call it instead of waiting.
///
/// # Errors
/// When the store or the index fails.
pub async fn step(app: &App) -> Result<usize, Error> {
    let today = app.system_ctx().today();
    let applied = app.projection.catch_up(&app.store, app.tenant, today).await?;
    crate::ledger::find(app).await?;
    Ok(applied)
}
