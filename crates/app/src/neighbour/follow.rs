//! The background work of fetching: neighbours and lists of the state, each in its own time, beside the follower of the log so
//! that a slow city holds nothing up.

use std::sync::Arc;
use std::time::Duration;

use crate::App;

/// How often it is looked whether it is time for anybody.
const LOOK: Duration = Duration::from_secs(2);

/// Fetches what is due until the future is dropped.
pub async fn follow(app: Arc<App>) {
    tokio::join!(neighbours(&app), lists(&app));
}

async fn neighbours(app: &App) {
    loop {
        if let Err(error) = super::pull_due(&app.system_ctx(), app).await {
            tracing::warn!(error = &error as &dyn std::error::Error, "failed to fetch what neighbours share");
        }
        tokio::time::sleep(LOOK).await;
    }
}

async fn lists(app: &App) {
    loop {
        if let Err(error) = crate::connector::run_due(&app.system_ctx(), app).await {
            tracing::warn!(error = &error as &dyn std::error::Error, "failed to fetch the state's lists");
        }
        tokio::time::sleep(LOOK).await;
    }
}
