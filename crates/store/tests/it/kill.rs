//! A process killed while it writes loses nothing that it was told is written.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use domain::id::TenantId;
use domain::{Actor, Ctx};
use store::change::{self, Entry};
use store::{Store, Url};
use uuid::Uuid;

use crate::engines::Kind;

/// Set for the child, to the directory it writes in.
const CHILD: &str = "ILJARI_STORE_TEST_CHILD";

fn ctx(seed: u64) -> Ctx {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let tenant = TenantId("018f0000-0000-7000-8000-000000000001".parse().unwrap());
    let now = jiff::Timestamp::from_millisecond(1_456_790_400_000).unwrap();
    Ctx::new(tenant, Actor::system(), now, jiff::tz::TimeZone::UTC, bytes)
}

async fn open(kind: Kind, directory: &Path) -> Store {
    let url = Url::Sqlite(directory.join("iljari.db"));
    crate::engines::open_as(kind, &url, directory, 5_000).await.unwrap()
}

/// Writes without end and prints the head after each acknowledged write.
async fn write_without_end(kind: Kind, directory: &Path) {
    let store = open(kind, directory).await;
    store::tenant::ensure(&store, &ctx(0), "test").await.unwrap();
    for seed in 1.. {
        let ctx = ctx(u64::from(std::process::id()) << 32 | seed);
        let written = store.write(move |tx| {
            let ctx = ctx.clone();
            Box::pin(async move {
                let entry = Entry::new(
                    "note",
                    ctx.id::<Uuid>(),
                    "insert",
                    serde_json::json!({ "text": "가나다".repeat(40) }),
                );
                change::append(tx, &ctx, vec![entry]).await
            })
        });
        written.await.unwrap();
        let head = change::head(&store, self::ctx(0).tenant).await.unwrap().seq;
        let mut out = std::io::stdout().lock();
        writeln!(out, "acknowledged {head}").and_then(|()| out.flush()).unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_acknowledged_is_lost_by_twenty_kills() {
    twenty_kills(Kind::Sqlite, "kill::nothing_acknowledged_is_lost_by_twenty_kills").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_acknowledged_is_lost_from_a_vault_by_twenty_kills() {
    twenty_kills(Kind::Vault, "kill::nothing_acknowledged_is_lost_from_a_vault_by_twenty_kills").await;
}

#[expect(clippy::disallowed_methods, reason = "the child learns its task from its environment")]
async fn twenty_kills(kind: Kind, test: &str) {
    if let Some(directory) = std::env::var_os(CHILD) {
        return write_without_end(kind, Path::new(&directory)).await;
    }
    let directory = tempfile::tempdir().unwrap();
    let mut acknowledged = 0;
    for round in 0..20 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([test, "--exact", "--nocapture"])
            .env(CHILD, directory.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let heads =
            lines.filter_map(|line| line.ok()?.split_once("acknowledged ")?.1.trim().parse::<i64>().ok());
        // Each round is killed after another number of writes, always in the middle of one.
        let last = heads.take(3 + round).last();
        child.kill().unwrap();
        child.wait().unwrap();
        let last = last.expect("the child wrote something");
        assert!(last > acknowledged, "round {round} went on from {acknowledged} at {last}");
        acknowledged = last;
    }
    let store = open(kind, directory.path()).await;
    assert_eq!(crate::engines::integrity(&store, &directory.path().join("iljari.db")).await, "ok");
    let verified = change::verify(&store, ctx(0).tenant).await.unwrap();
    assert!(verified.chain_ok, "{verified:?}");
    assert!(verified.changes >= acknowledged, "{} of {acknowledged} acknowledged", verified.changes);
}
