//! What SQLite's planner is told of the rows: that all of a table's are one city's.
//!
//! Every index begins with the tenant. Left to its guesses the engine takes that column for one that picks out ten
//! rows, and walks through everybody's where another index would lead to one person's. The figures are the same
//! for every city, so that a query runs as it was tested.

use sqlx::SqliteConnection;

use crate::Error;

/// Rows of a table, of one value of its second column, and so on; one row at the end of a unique index, else ten.
/// An index with a condition holds only what is left to do, which is little.
const FIGURES: &str = r#"
    SELECT m.tbl_name, m.name,
        CASE (SELECT COUNT(*) FROM pragma_index_info(m.name)) * (1 - l.partial)
            WHEN 0 THEN '100 100'
            WHEN 1 THEN '1000000'
            WHEN 2 THEN '1000000 1000000'
            WHEN 3 THEN '1000000 1000000 100000'
            WHEN 4 THEN '1000000 1000000 100000 1000'
            WHEN 5 THEN '1000000 1000000 100000 1000 100'
            ELSE '1000000 1000000 100000 10000 1000 100'
        END || CASE l."unique" WHEN 1 THEN ' 1' ELSE ' 10' END
    FROM sqlite_master m JOIN pragma_index_list(m.tbl_name) l ON l.name = m.name
    WHERE m.type = 'index'"#;

/// Writes the figures where the planner reads them, unless they are there.
pub(crate) async fn tell(conn: &mut SqliteConnection) -> Result<(), Error> {
    let table = "SELECT COUNT(*) FROM sqlite_master WHERE name = 'sqlite_stat1'";
    if sqlx::query_scalar::<_, i64>(table).fetch_one(&mut *conn).await? == 0 {
        // The table is made with the first analysis, of however little.
        run(conn, "ANALYZE tenant").await?;
    }
    let fresh = format!("SELECT COUNT(*) FROM ({FIGURES} EXCEPT SELECT tbl, idx, stat FROM sqlite_stat1)");
    if sqlx::query_scalar::<_, i64>(sqlx::AssertSqlSafe(fresh)).fetch_one(&mut *conn).await? == 0 {
        return Ok(());
    }
    run(conn, "BEGIN IMMEDIATE").await?;
    let write =
        format!("DELETE FROM sqlite_stat1; INSERT INTO sqlite_stat1 (tbl, idx, stat) {FIGURES}; COMMIT");
    if let Err(error) = run(conn, &write).await {
        run(conn, "ROLLBACK").await?;
        return Err(error);
    }
    // Read into this connection; those opened from now on read them by themselves.
    run(conn, "ANALYZE sqlite_schema").await
}

async fn run(conn: &mut SqliteConnection, sql: &str) -> Result<(), Error> {
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(conn).await?;
    Ok(())
}
