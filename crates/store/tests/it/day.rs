//! A day's work, and a period's register, is found by index, however many people there are: nothing is read through, nothing sorted.

use sqlx::{ConnectOptions, Row, SqlSafeStr};
use store::Url;

use crate::engines::{Kind, World};

/// The statements of a day, with the index each must be found by.
const STATEMENTS: [(&str, &str, &str); 8] = [
    ("seeker", "DUE", "seeker_act"),
    ("seeker", "DUE_MINE", "seeker_assigned"),
    ("action_plan", "DUE", "action_plan_due"),
    ("referral", "UNSENT", "referral_due"),
    ("referral", "UNANSWERED", "referral_due"),
    ("placement", "UNPROVEN", "placement_start"),
    ("placement", "UNASKED", "placement_retain"),
    ("satisfaction", "DUE", "satisfaction_due"),
];

/// What else is found by index: the registers of a period, and what an earlier release left undone.
const OTHERS: [(&str, &str, &str); 8] = [
    ("opening", "RECEIVED", "opening_received"),
    ("register", "REGISTERED", "seeker_registered"),
    ("register", "WISHES", "seeker_registered"),
    ("referral", "SENT", "referral_sent"),
    ("seeker", "UNMARKED", "seeker_unmarked"),
    ("placement", "UNMARKED", "placement_retain"),
    ("satisfaction", "TURNS", "satisfaction_turn"),
    ("satisfaction", "PLACEMENTS", "placement_retain"),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_days_work_is_found_without_reading_through_or_sorting() {
    let counted = STATEMENTS.map(|(module, name, index)| {
        [(module, name.to_owned(), index), (module, format!("COUNT_{name}"), index)]
    });
    found_by(counted.into_iter().flatten()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_register_reads_its_period_and_a_start_only_what_is_left_to_do() {
    found_by(OTHERS.into_iter().map(|(module, name, index)| (module, name.to_owned(), index))).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_feed_reads_what_changed_of_openings_and_nothing_else() {
    let feed = [("OPENINGS", "change_opening"), ("AS_OF", "change_of_noun"), ("PRIOR", "change_of_noun")];
    found_by(feed.into_iter().map(|(name, index)| ("change", name.to_owned(), index))).await;
}

/// Each is found by its index, without reading through or sorting.
async fn found_by(statements: impl Iterator<Item = (&'static str, String, &'static str)>) {
    let world = World::new(Kind::Sqlite).await;
    let Url::Sqlite(path) = &world.url else { panic!("a file") };
    let mut raw = sqlx::sqlite::SqliteConnectOptions::new().filename(path).connect().await.unwrap();
    let all = store::all_statements();
    for (module, name, index) in statements {
        let found = all.iter().find(|(of, known, _)| *of == module && *known == name);
        let (.., sql) = found.unwrap_or_else(|| panic!("{module}::{name}"));
        let plan = format!("EXPLAIN QUERY PLAN {sql}");
        let rows = sqlx::raw_sql(sqlx::AssertSqlSafe(plan).into_sql_str()).fetch_all(&mut raw).await.unwrap();
        let steps: Vec<String> = rows.iter().map(|row| row.get::<String, _>("detail")).collect();
        let said = steps.join(" / ");
        assert!(said.contains(&format!("INDEX {index} ")), "{module}::{name}: {said}");
        let through = |step: &&String| step.starts_with("SCAN ") && !step.starts_with("SCAN capped");
        assert_eq!(steps.iter().find(through), None, "{module}::{name}: {said}");
        assert!(!said.contains("TEMP B-TREE"), "{module}::{name}: {said}");
    }
}
