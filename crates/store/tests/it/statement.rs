//! Every statement is understood by both engines, and none hides outside the lists.

use std::path::Path;

use sqlx::{ConnectOptions, Connection, Executor, SqlSafeStr};
use store::Url;

use crate::engines::on_both;

on_both! {
    async fn every_statement_prepares(world: &World) {
        let statements = store::all_statements();
        assert!(statements.len() > 30, "only {} statements are listed", statements.len());
        let mut refused = Vec::new();
        match &world.url {
            Url::Sqlite(_) => {
                let mut raw = world.raw().connect().await.unwrap();
                for (module, name, sql) in statements {
                    if let Err(error) = (&mut raw).prepare(sql.into_sql_str()).await {
                        refused.push(format!("{module}::{name}: {error}"));
                    }
                }
            }
            Url::Postgres(url) => {
                let mut raw = sqlx::PgConnection::connect(url).await.unwrap();
                // The copy of a running file is SQLite's own; `backup` refuses it on PostgreSQL.
                for (module, name, sql) in statements.into_iter().filter(|(_, _, sql)| *sql != "VACUUM INTO $1") {
                    if let Err(error) = (&mut raw).prepare(sql.into_sql_str()).await {
                        refused.push(format!("{module}::{name}: {error}"));
                    }
                }
            }
        }
        assert_eq!(refused, Vec::<String>::new());
    }
}

#[test]
fn no_statement_is_unlisted() {
    let listed: Vec<&str> = store::all_statements().into_iter().map(|(_, _, sql)| sql).collect();
    let verbs = ["\"SELECT ", "\"INSERT ", "\"UPDATE ", "\"DELETE "];
    // The question about the engine's version, what its planner is told, and the pieces of which copying makes
    // statements from its list of tables; `backup.rs` runs those on both engines.
    let own = [
        "SELECT sqlite_version()",
        "SELECT ",
        "INSERT INTO ",
        "SELECT COUNT(*) FROM sqlite_master WHERE name = 'sqlite_stat1'",
        "SELECT COUNT(*) FROM ({FIGURES} EXCEPT SELECT tbl, idx, stat FROM sqlite_stat1)",
        "DELETE FROM sqlite_stat1; INSERT INTO sqlite_stat1 (tbl, idx, stat) {FIGURES}; COMMIT",
    ];
    let mut seen = 0;
    let mut paths = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(path) = paths.pop() {
        if path.is_dir() {
            paths.extend(std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        for line in text.lines().filter(|line| verbs.iter().any(|verb| line.contains(verb))) {
            let sql = line.split('"').nth(1).unwrap_or_default();
            seen += 1;
            assert!(listed.contains(&sql) || own.contains(&sql), "{} hides {line}", path.display());
        }
    }
    assert!(seen >= listed.len(), "{seen} statements in the sources, {} in the lists", listed.len());
}
