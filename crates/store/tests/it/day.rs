//! A day's work is found by index, however many people there are: nothing is read through, nothing sorted.

use sqlx::{ConnectOptions, Row, SqlSafeStr};
use store::Url;

use crate::engines::{Kind, World};

/// The statements of a day, with the index each must be found by.
const STATEMENTS: [(&str, &str, &str); 7] = [
    ("seeker", "DUE", "seeker_act"),
    ("seeker", "DUE_MINE", "seeker_assigned"),
    ("plan", "DUE", "plan_due"),
    ("referral", "UNSENT", "referral_due"),
    ("referral", "UNANSWERED", "referral_due"),
    ("placement", "UNPROVEN", "placement_start"),
    ("placement", "UNASKED", "placement_retain"),
];

#[tokio::test(flavor = "multi_thread")]
async fn the_feed_reads_what_changed_of_openings_and_nothing_else() {
    let world = World::new(Kind::Sqlite).await;
    for (name, index) in
        [("OPENINGS", "change_opening"), ("AS_OF", "change_of_noun"), ("PRIOR", "change_of_noun")]
    {
        let said = plan(&world, "change", name).await.join(" / ");
        assert!(said.contains(&format!("INDEX {index} ")), "{name}: {said}");
        assert!(!said.contains("SCAN ") && !said.contains("TEMP B-TREE"), "{name}: {said}");
    }
}

/// How a statement finds its rows.
async fn plan(world: &World, module: &str, name: &str) -> Vec<String> {
    let Url::Sqlite(path) = &world.url else { panic!("a file") };
    let mut raw = sqlx::sqlite::SqliteConnectOptions::new().filename(path).connect().await.unwrap();
    let all = store::all_statements();
    let found = all.iter().find(|(of, known, _)| *of == module && *known == name);
    let (.., sql) = found.unwrap_or_else(|| panic!("{module}::{name}"));
    let plan = format!("EXPLAIN QUERY PLAN {sql}");
    let rows = sqlx::raw_sql(sqlx::AssertSqlSafe(plan).into_sql_str()).fetch_all(&mut raw).await.unwrap();
    rows.iter().map(|row| row.get::<String, _>("detail")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_days_work_is_found_without_reading_through_or_sorting() {
    let world = World::new(Kind::Sqlite).await;
    for (module, name, index) in STATEMENTS {
        for name in [name.to_owned(), format!("COUNT_{name}")] {
            let steps = plan(&world, module, &name).await;
            let said = steps.join(" / ");
            assert!(said.contains(&format!("INDEX {index} ")), "{module}::{name}: {said}");
            let through = |step: &&String| step.starts_with("SCAN ") && !step.starts_with("SCAN capped");
            assert_eq!(steps.iter().find(through), None, "{module}::{name}: {said}");
            assert!(!said.contains("TEMP B-TREE"), "{module}::{name}: {said}");
        }
    }
}
