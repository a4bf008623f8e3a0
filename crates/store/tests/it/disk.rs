//! A disk that takes no more: the write is refused by name, nothing before it is harmed, and writing goes
//! on once there is room.
//!
//! The kernel refuses, not a stand-in: a child process lowers the greatest size that its own files may
//! have. Its signal must be ignored, or it ends the process; only a shell can do that without `unsafe`.

use std::path::Path;
use std::process::Command;

use store::change::{self, Entry};
use store::{Error, Url};
use uuid::Uuid;

use crate::engines::{Kind, World};

/// Set for the child.
const CHILD: &str = "ILJARI_STORE_TEST_FULL_DISK";

async fn note(world: &World, bytes: usize) -> Result<(), Error> {
    let ctx = world.ctx();
    let work = world.store.write(move |tx| {
        let ctx = ctx.clone();
        Box::pin(async move {
            let body = serde_json::json!({ "text": "x".repeat(bytes) });
            change::append(tx, &ctx, vec![Entry::new("note", ctx.id::<Uuid>(), "insert", body)]).await
        })
    });
    work.await
}

/// The greatest size of a file of this process, in bytes or `unlimited`.
fn limit(size: &str) {
    let pid = std::process::id().to_string();
    let set = Command::new("prlimit").args(["--pid", &pid, &format!("--fsize={size}:")]).status().unwrap();
    assert!(set.success());
}

async fn fill_the_disk(kind: Kind) {
    let world = World::new(kind).await;
    note(&world, 10).await.unwrap();
    let before = change::head(&world.store, world.tenant).await.unwrap();
    let Url::Sqlite(path) = &world.url else { panic!("an SQLite file") };
    // The write-ahead log alone grows until it is moved to the file.
    let log = std::fs::metadata(path.with_extension("db-wal")).unwrap().len();

    limit(&(log + 16_384).to_string());
    // Alone and several at once, so that a group of them fails together.
    assert_eq!(note(&world, 100_000).await, Err(Error::DiskFull));
    let outcomes = futures::future::join_all((0..8).map(|_| note(&world, 100_000))).await;
    assert_eq!(outcomes, vec![Err(Error::DiskFull); 8]);
    // Reading goes on, and nothing of the refused is there.
    assert_eq!(change::head(&world.store, world.tenant).await.unwrap(), before);

    limit("unlimited");
    for _ in 0..3 {
        note(&world, 100_000).await.unwrap();
    }
    let store = world.again(5_000).await.unwrap();
    let verified = change::verify(&store, world.tenant).await.unwrap();
    assert!(verified.chain_ok && verified.changes == before.seq + 3, "{verified:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_is_said_to_be_full_and_harms_nothing() {
    in_a_child(Kind::Sqlite, "disk::a_full_disk_is_said_to_be_full_and_harms_nothing").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_harms_no_vault() {
    in_a_child(Kind::Vault, "disk::a_full_disk_harms_no_vault").await;
}

#[expect(clippy::disallowed_methods, reason = "the child learns its task from its environment")]
async fn in_a_child(kind: Kind, test: &str) {
    if std::env::var_os(CHILD).is_some() {
        return fill_the_disk(kind).await;
    }
    let this = std::env::current_exe().unwrap();
    let ran = Command::new("sh")
        .args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\""])
        .arg::<&Path>(&this)
        .args([test, "--exact", "--nocapture"])
        .env(CHILD, "1")
        .output()
        .unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    assert!(String::from_utf8_lossy(&ran.stdout).contains("1 passed"));
}
