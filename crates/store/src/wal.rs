//! Emptying SQLite's write-ahead log, which still holds the page of a key that was destroyed.
//!
//! It must not hold up writing: a reader's snapshot keeps the log for as long as it lasts, and a copy of
//! a city may last minutes.

use sqlx::{AssertSqlSafe, SqliteConnection};

/// How long readers are waited for. Writers wait as long.
const PATIENCE_MS: i64 = 50;

/// Moves what was committed to the database file and cuts the log to nothing; tells whether it could.
pub(crate) async fn empty(conn: &mut SqliteConnection) -> bool {
    let Ok(usual) = sqlx::query_scalar::<_, i64>("PRAGMA busy_timeout").fetch_one(&mut *conn).await else {
        return false;
    };
    wait(conn, PATIENCE_MS).await;
    let busy: Result<i64, _> =
        sqlx::query_scalar("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(&mut *conn).await;
    wait(conn, usual).await;
    matches!(busy, Ok(0))
}

async fn wait(conn: &mut SqliteConnection, ms: i64) {
    let sql = format!("PRAGMA busy_timeout = {ms}");
    // Nothing of the outside is in it; a pragma takes no arguments.
    if let Err(error) = sqlx::query(AssertSqlSafe(sql)).execute(conn).await {
        tracing::warn!(%error, "the time to wait for a lock was not set");
    }
}
