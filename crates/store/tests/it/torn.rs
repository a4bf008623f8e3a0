//! Power goes while a vault is written: whatever was not synced is there, half there or not, a block at a
//! time. What was acknowledged is there afterwards, and nothing else is.
//!
//! The files are copied at an acknowledged moment and again a little later. Each block that is different in
//! the second copy is put into the first as it was, as it became, half and half, or as noise.

use std::path::Path;

use rand_chacha::ChaCha20Rng;
use rand_core::{Rng, SeedableRng};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection};
use store::change::{self, Entry};
use store::{Store, Url, Vault};
use uuid::Uuid;

use crate::engines::{Kind, World, integrity, once, open_as, raw};

/// Length of a slot and of what stands before the first.
const SLOT: usize = 4_136;
const HEADER: usize = 66;
/// What a vault leaves behind.
const FILES: [&str; 3] = ["iljari.db", "iljari.db-wal", "iljari.db-journal"];

async fn write(world: &World, bytes: usize) {
    let ctx = world.ctx();
    let work = world.store.write(move |tx| {
        let ctx = ctx.clone();
        Box::pin(async move {
            let body = serde_json::json!({ "text": "x".repeat(bytes) });
            change::append(tx, &ctx, vec![Entry::new("note", ctx.id::<Uuid>(), "insert", body)]).await
        })
    });
    work.await.unwrap();
}

/// The files of a directory, as a power cut would find them if everything had come to the disk.
fn files(directory: &Path) -> Vec<Option<Vec<u8>>> {
    FILES.iter().map(|name| std::fs::read(directory.join(name)).ok()).collect()
}

/// What may be there after power went between two moments.
fn between(before: &[u8], after: &[u8], rng: &mut ChaCha20Rng) -> Vec<u8> {
    let mut out = before.to_vec();
    let slots = after.len().max(before.len()).saturating_sub(HEADER).div_ceil(SLOT);
    for at in (0..=slots).map(|slot| if slot == 0 { 0 } else { HEADER + (slot - 1) * SLOT }) {
        let end = if at == 0 { HEADER } else { at + SLOT };
        let part = |bytes: &[u8]| bytes.get(at..end.min(bytes.len())).unwrap_or_default().to_vec();
        let (old, new) = (part(before), part(after));
        if old == new {
            continue;
        }
        let mut there = new.clone();
        match rng.next_u32() % 4 {
            0 => there = old,
            1 => {}
            2 => {
                let torn = rng.next_u32() as usize % there.len().max(1);
                there.truncate(torn);
                there.extend_from_slice(old.get(torn..).unwrap_or_default());
            }
            _ => rng.fill_bytes(&mut there),
        }
        if out.len() < at + there.len() {
            out.resize(at + there.len(), 0);
        }
        out[at..at + there.len()].copy_from_slice(&there);
    }
    if rng.next_u32().is_multiple_of(4) && out.len() > before.len() {
        let lost = rng.next_u32() as usize % (out.len() - before.len());
        out.truncate(out.len() - lost);
    }
    out
}

/// Puts what is left into a directory and opens it there.
async fn reopened(key_from: &Path, files: &[Option<Vec<u8>>]) -> (tempfile::TempDir, Store) {
    let place = tempfile::tempdir().unwrap();
    std::fs::copy(key_from.join("vault.key"), place.path().join("vault.key")).unwrap();
    for (name, bytes) in FILES.iter().zip(files) {
        if let Some(bytes) = bytes {
            std::fs::write(place.path().join(name), bytes).unwrap();
        }
    }
    let url = Url::Sqlite(place.path().join("iljari.db"));
    let store = open_as(Kind::Vault, &url, place.path(), 5_000).await.unwrap();
    (place, store)
}

/// Cuts the power `rounds` times between two moments; at least `acknowledged` changes are there each time.
async fn cut(world: &World, moments: [&[Option<Vec<u8>>]; 2], acknowledged: i64, most: i64, rounds: u64) {
    for round in 0..rounds {
        let mut rng = ChaCha20Rng::seed_from_u64(round);
        let left: Vec<_> = moments[0]
            .iter()
            .zip(moments[1])
            .map(|(before, after)| match (before, after) {
                (None, None) => None,
                (before, after) => {
                    let of = |bytes: &Option<Vec<u8>>| bytes.clone().unwrap_or_default();
                    Some(between(&of(before), &of(after), &mut rng))
                }
            })
            .collect();
        let (place, store) = reopened(world.directory(), &left).await;
        let verified = change::verify(&store, world.tenant).await.unwrap();
        assert!(verified.chain_ok, "round {round}: {verified:?}");
        assert!((acknowledged..=most).contains(&verified.changes), "round {round}: {verified:?}");
        assert_eq!(integrity(&store, &place.path().join("iljari.db")).await, "ok", "round {round}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_torn_in_its_last_blocks_keeps_what_was_acknowledged() {
    let world = World::new(Kind::Vault).await;
    for n in 0..20 {
        write(&world, 100 + n * 300).await;
    }
    let (before, acknowledged) = (files(world.directory()), head(&world).await);
    for bytes in [50, 9_000] {
        write(&world, bytes).await;
    }
    let after = files(world.directory());
    assert_ne!(before[1], after[1], "the log grew");
    cut(&world, [&before, &after], acknowledged, acknowledged + 2, 24).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_torn_while_the_log_was_moved_to_it_is_made_whole() {
    let world = World::new(Kind::Vault).await;
    let mut raw = world.raw().connect().await.unwrap();
    for n in 0..30 {
        write(&world, 100 + n * 300).await;
    }
    let (before, acknowledged) = (files(world.directory()), head(&world).await);
    sqlx::query("PRAGMA wal_checkpoint(PASSIVE)").execute(&mut raw).await.unwrap();
    let after = files(world.directory());
    assert_eq!(before[1], after[1]);
    assert_ne!(before[0], after[0], "pages were moved");
    cut(&world, [&before, &after], acknowledged, acknowledged, 16).await;

    // Above all the first page, which is looked at before the log is known.
    let mut torn = after.clone();
    torn[0].as_mut().unwrap()[HEADER + 100] ^= 1;
    let (_place, store) = reopened(world.directory(), &torn).await;
    assert_eq!(change::verify(&store, world.tenant).await.unwrap().changes, acknowledged);
    drop(store);
    // Without the log that still has it, it is an error.
    torn[1] = None;
    let place = tempfile::tempdir().unwrap();
    std::fs::copy(world.directory().join("vault.key"), place.path().join("vault.key")).unwrap();
    std::fs::write(place.path().join("iljari.db"), torn[0].as_ref().unwrap()).unwrap();
    let url = Url::Sqlite(place.path().join("iljari.db"));
    let refused = open_as(Kind::Vault, &url, place.path(), 200).await;
    assert_eq!(refused.err(), Some(store::Error::Corrupt));
}

/// The log begins again from its head when all of it was moved.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_torn_when_it_begins_again_loses_nothing() {
    let world = World::new(Kind::Vault).await;
    let mut raw = world.raw().connect().await.unwrap();
    for _ in 0..10 {
        write(&world, 2_000).await;
    }
    sqlx::query("PRAGMA wal_checkpoint(RESTART)").execute(&mut raw).await.unwrap();
    let (before, acknowledged) = (files(world.directory()), head(&world).await);
    for _ in 0..2 {
        write(&world, 3_000).await;
    }
    cut(&world, [&before, &files(world.directory())], acknowledged, acknowledged + 2, 16).await;
    sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut raw).await.unwrap();
    let (before, acknowledged) = (files(world.directory()), head(&world).await);
    write(&world, 3_000).await;
    cut(&world, [&before, &files(world.directory())], acknowledged, acknowledged + 1, 16).await;
}

/// A rollback journal instead of the log: pages of the database are overwritten, and torn, while the journal
/// has what they were.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hot_journal_brings_back_what_was_there() {
    let world = World::new(Kind::Vault).await;
    let path = world.directory().join("rows.db");
    let options = raw(&world.store, &path).create_if_missing(true);
    let mut rows =
        options.pragma("journal_mode", "DELETE").pragma("cache_size", "10").connect().await.unwrap();
    for sql in [
        "CREATE TABLE t (n INTEGER PRIMARY KEY, v TEXT)".to_owned(),
        format!(
            "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 400) INSERT INTO t SELECT n, 'a{}' FROM c",
            "y".repeat(900)
        ),
    ] {
        sqlx::query(AssertSqlSafe(sql)).execute(&mut rows).await.unwrap();
    }
    let read = |name: &str| std::fs::read(world.directory().join(name)).unwrap();
    let was = read("rows.db");
    for sql in ["BEGIN".to_owned(), format!("UPDATE t SET v = 'b{}'", "z".repeat(900))] {
        sqlx::query(AssertSqlSafe(sql)).execute(&mut rows).await.unwrap();
    }
    let (database, journal) = (read("rows.db"), read("rows.db-journal"));
    assert!(journal.len() > 100 * SLOT, "pages were written before the end: {}", journal.len());
    for round in 0..12 {
        let mut rng = ChaCha20Rng::seed_from_u64(round);
        let mut torn = database.clone();
        for slot in 0..(torn.len() - HEADER) / SLOT {
            let at = HEADER + slot * SLOT;
            if torn[at..at + SLOT] != was[at..at + SLOT] && rng.next_u32().is_multiple_of(3) {
                torn[at + 50] ^= 1;
            }
        }
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("rows.db");
        std::fs::write(&path, &torn).unwrap();
        std::fs::write(place.path().join("rows.db-journal"), &journal).unwrap();
        let mut left = raw(&world.store, &path).connect().await.unwrap();
        let count = "SELECT COUNT(*) FROM t WHERE v LIKE 'a%'";
        assert_eq!(
            sqlx::query_scalar::<_, i64>(count).fetch_one(&mut left).await.unwrap(),
            400,
            "round {round}"
        );
        left.close().await.unwrap();
        assert_eq!(integrity(&world.store, &path).await, "ok");
    }
    rows.close().await.unwrap();
}

/// The seed of one opening is not that of the next; a vault written twice shares no slot.
#[tokio::test]
async fn the_same_rows_are_never_the_same_bytes() {
    let slots = async || {
        let world = World::new(Kind::Vault).await;
        write(&world, 500).await;
        let bytes = world.everything().await;
        bytes.chunks(SLOT).map(<[u8]>::to_vec).collect::<std::collections::BTreeSet<_>>()
    };
    assert!(slots().await.is_disjoint(&slots().await));
    let shown = format!("{:?}", Vault::new(store::VaultKey::new([1; 32]), once()));
    assert_eq!(shown, "Vault", "no key is ever printed");
}

async fn head(world: &World) -> i64 {
    change::head(&world.store, world.tenant).await.unwrap().seq
}
