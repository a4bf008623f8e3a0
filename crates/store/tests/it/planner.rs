//! Whoever is asked for by an id is found by an index on it, however few rows there are yet.

use sqlx::{AssertSqlSafe, ConnectOptions, Row};
use store::Url;

use crate::engines::{Kind, World};

#[tokio::test]
async fn what_belongs_to_one_thing_is_not_looked_for_among_everything() {
    let world = World::new(Kind::Sqlite).await;
    let Url::Sqlite(path) = &world.url else { panic!("an embedded store") };
    let mut raw = sqlx::sqlite::SqliteConnectOptions::new().filename(path).connect().await.unwrap();
    let (mut looked, mut walks) = (0, Vec::new());
    for (module, name, sql) in store::all_statements() {
        let after = sql.split("tenant_id = $1 AND ").nth(1).unwrap_or_default();
        let first = after.split(" AND ").next().unwrap();
        if !sql.starts_with("SELECT") || !(first.contains("_id = $2") || first.contains("->>'project' = $2"))
        {
            continue;
        }
        looked += 1;
        let plan = sqlx::query(AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}")))
            .fetch_all(&mut raw)
            .await
            .unwrap();
        let lines = plan.iter().map(|row| row.get::<String, _>(3));
        walks.extend(
            lines
                .filter(|line| line.starts_with("SCAN") || line.ends_with("(tenant_id=?)"))
                .map(|line| format!("{module}::{name}: {line}")),
        );
    }
    assert!(looked > 15, "only {looked} statements ask for what belongs to one thing");
    assert_eq!(walks, Vec::<String>::new());
}
