//! Copies hold what the original holds, across engines too.

use store::{Store, Url, backup, change};

use crate::engines::{Kind, World};
use crate::seal::{keep, name};

async fn moved(from: Kind, to: Kind) {
    let (from, to) = (World::new(from).await, World::bare(to).await);
    let id = keep(&from, "moved.login").await;
    backup::copy(&from.store, &to.store, &|_, _| ()).await.unwrap();
    let hashes = backup::hashes(&from.store).await.unwrap();
    assert_eq!(hashes.iter().find(|table| table.table == "person").map(|table| table.rows), Some(1));
    assert_eq!(hashes, backup::hashes(&to.store).await.unwrap());
    assert!(change::verify(&to.store, to.tenant).await.unwrap().chain_ok);
    if from.kind != Kind::Vault && to.kind != Kind::Vault {
        // Both worlds have the same master key, as a moved city has; a vault has its own.
        assert_eq!(name(&to, id).await, name(&from, id).await);
    }
    let again = backup::copy(&from.store, &to.store, &|_, _| ()).await;
    assert!(matches!(again, Err(store::Error::Conflict(_))), "{again:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_city_moves_to_postgres() {
    moved(Kind::Sqlite, Kind::Postgres).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_city_moves_into_a_vault_and_out_again() {
    moved(Kind::Sqlite, Kind::Vault).await;
    moved(Kind::Vault, Kind::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_city_moves_to_sqlite() {
    moved(Kind::Postgres, Kind::Sqlite).await;
}

/// Rows and their log are copied as they are at one instant, however much is written meanwhile.
async fn moved_while_written(from: Kind, to: Kind) {
    let (from, to) = (World::new(from).await, World::bare(to).await);
    for n in 0..40 {
        keep(&from, &format!("before.{n}")).await;
    }
    let writing = async {
        for n in 0..60 {
            keep(&from, &format!("meanwhile.{n}")).await;
        }
    };
    let copying = backup::copy(&from.store, &to.store, &|_, _| ());
    let (copied, ()) = futures::future::join(copying, writing).await;
    copied.unwrap();
    is_beginning(&from, &to.store).await;
}

/// A copy holds the log's beginning, and the rows that it tells of: nothing was caught half way.
async fn is_beginning(from: &World, copy: &Store) {
    let verified = change::verify(copy, from.tenant).await.unwrap();
    assert!(verified.chain_ok && verified.changes >= 40, "{verified:?}");
    assert!(change::rows_agree(copy, from.tenant).await.unwrap());
    let here = change::after(copy, from.tenant, 0, i64::MAX).await.unwrap();
    let there = change::after(&from.store, from.tenant, 0, here.len() as i64).await.unwrap();
    assert_eq!(here, there);
    assert!(change::head(&from.store, from.tenant).await.unwrap().seq >= 100);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_is_of_one_instant_on_sqlite() {
    moved_while_written(Kind::Sqlite, Kind::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_is_of_one_instant_on_postgres() {
    moved_while_written(Kind::Postgres, Kind::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_is_of_one_instant_in_a_vault() {
    moved_while_written(Kind::Vault, Kind::Vault).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_is_of_one_instant() {
    copied_while_written(Kind::Sqlite).await;
}

/// The copy of a vault is in the same vault.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_of_a_vault_is_of_one_instant() {
    copied_while_written(Kind::Vault).await;
}

async fn copied_while_written(kind: Kind) {
    let world = World::new(kind).await;
    for n in 0..40 {
        keep(&world, &format!("before.{n}")).await;
    }
    let path = world.directory().join("copy.db");
    let writing = async {
        for n in 0..60 {
            keep(&world, &format!("meanwhile.{n}")).await;
        }
    };
    let (copied, ()) = futures::future::join(backup::to_file(&world.store, &path), writing).await;
    copied.unwrap();
    let copy = crate::engines::open_as(kind, &Url::Sqlite(path), world.directory(), 5_000).await.unwrap();
    is_beginning(&world, &copy).await;
}

/// Nothing and something empty are not the same to whoever compares copies.
#[tokio::test]
async fn an_empty_value_is_not_a_missing_one() {
    let world = World::new(Kind::Sqlite).await;
    keep(&world, "hashed.login").await;
    let before = backup::hashes(&world.store).await.unwrap();
    assert_eq!(world.tamper("UPDATE person SET password_hash = ''").await, 1);
    assert_ne!(before, backup::hashes(&world.store).await.unwrap());
}

/// A copy given up half way leaves no connection behind that may only read.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_given_up_harms_no_writer() {
    let (from, to) = (World::new(Kind::Postgres).await, World::bare(Kind::Sqlite).await);
    keep(&from, "before").await;
    for ms in 0..12 {
        let copying = backup::copy(&from.store, &to.store, &|_, _| ());
        let _ = tokio::time::timeout(std::time::Duration::from_millis(ms), copying).await;
        // As many as the pool has connections, so that every one of them is used.
        let names: Vec<_> = (0..12).map(|n| format!("after.{ms}.{n}")).collect();
        futures::future::join_all(names.iter().map(|name| keep(&from, name))).await;
    }
}

#[tokio::test]
async fn a_file_copied_while_running_opens() {
    let world = World::new(Kind::Sqlite).await;
    let id = keep(&world, "copied.login").await;
    let path = world.directory().join("copy.db");
    backup::to_file(&world.store, &path).await.unwrap();
    let copy = crate::engines::open(&Url::Sqlite(path), world.directory(), 5_000).await.unwrap();
    assert_eq!(backup::hashes(&copy).await.unwrap(), backup::hashes(&world.store).await.unwrap());
    assert!(store::person::find(&copy, world.tenant, id).await.unwrap().is_some());
}
