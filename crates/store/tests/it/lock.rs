//! A database held by another process is said to be busy, soon, and works again afterwards; and the locks among the connections
//! of one, in a vault.

use domain::Ctx;
use sqlite_plugin::flags::LockLevel::{Exclusive, Pending, Reserved, Shared, Unlocked};
use sqlite_plugin::flags::ShmLockMode::{LockExclusive, LockShared, UnlockExclusive, UnlockShared};
use sqlx::ConnectOptions;
use store::change::{self, Entry};
use store::lock::{Held, Levels, Mine, PLACES, Places};
use store::{Error, Store, Url};
use uuid::Uuid;

use crate::engines::{Kind, World};

async fn note(store: &Store, ctx: Ctx) -> Result<(), Error> {
    let work = store.write(move |tx| {
        let ctx = ctx.clone();
        Box::pin(async move {
            let entry = Entry::new("note", ctx.id::<Uuid>(), "insert", serde_json::json!({}));
            change::append(tx, &ctx, vec![entry]).await
        })
    });
    work.await
}

#[tokio::test]
async fn a_held_database_is_busy_and_not_a_hang() {
    let world = World::new(Kind::Sqlite).await;
    let other = world.again(200).await.unwrap();
    let Url::Sqlite(path) = &world.url else { panic!("an SQLite file") };
    let mut holder = sqlx::sqlite::SqliteConnectOptions::new().filename(path).connect().await.unwrap();
    sqlx::query("BEGIN IMMEDIATE").execute(&mut holder).await.unwrap();

    let refused = tokio::time::timeout(std::time::Duration::from_secs(20), note(&other, world.ctx())).await;
    assert_eq!(refused.expect("an answer, not a hang"), Err(Error::Busy));

    sqlx::query("ROLLBACK").execute(&mut holder).await.unwrap();
    note(&other, world.ctx()).await.unwrap();
    assert!(change::verify(&other, world.tenant).await.unwrap().chain_ok);
}

#[tokio::test]
async fn a_file_that_is_no_database_is_said_to_be_damaged() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("iljari.db");
    std::fs::write(&path, "구인,회사\n".repeat(500)).unwrap();
    let refused = crate::engines::open(&Url::Sqlite(path), directory.path(), 200).await;
    assert_eq!(refused.err(), Some(Error::Corrupt));
}

#[test]
fn one_writes_when_all_readers_have_gone_and_new_ones_wait() {
    let (mut levels, mut a, mut b, mut c) = (Levels::default(), Unlocked, Unlocked, Unlocked);
    levels.raise(1, &mut a, Shared).unwrap();
    levels.raise(2, &mut b, Shared).unwrap();
    levels.raise(1, &mut a, Reserved).unwrap();
    assert!(levels.is_reserved());
    assert_eq!((levels.raise(2, &mut b, Reserved), b), (Err(Held), Shared));
    assert_eq!((levels.raise(1, &mut a, Exclusive), a), (Err(Held), Pending));
    assert_eq!((levels.raise(3, &mut c, Shared), c), (Err(Held), Unlocked));
    levels.lower(2, &mut b, Unlocked);
    levels.raise(1, &mut a, Exclusive).unwrap();
    assert_eq!(a, Exclusive);
    levels.lower(1, &mut a, Shared);
    levels.raise(3, &mut c, Shared).unwrap();
    assert!(!levels.is_reserved());
    levels.lower(1, &mut a, Unlocked);
    levels.lower(3, &mut c, Unlocked);
    assert_eq!(levels, Levels::default());
}

#[test]
fn places_are_shared_by_readers_or_had_alone() {
    let (mut places, mut a, mut b) = (Places::default(), Mine::default(), Mine::default());
    places.change(&mut a, 3..4, LockShared).unwrap();
    places.change(&mut a, 3..4, LockShared).unwrap();
    places.change(&mut b, 3..4, LockShared).unwrap();
    assert_eq!(places.change(&mut b, 2..5, LockExclusive), Err(Held));
    assert_eq!(places.0, [0, 0, 0, 2, 0, 0, 0, 0], "a refusal takes nothing");
    places.change(&mut a, 3..4, UnlockShared).unwrap();
    places.change(&mut a, 3..4, UnlockShared).unwrap();
    places.change(&mut b, 0..2, LockExclusive).unwrap();
    assert_eq!(places.change(&mut a, 1..2, LockShared), Err(Held));
    assert_eq!(places.change(&mut a, 7..9, LockShared), Err(Held), "no such place");
    places.change(&mut a, 1..2, UnlockExclusive).unwrap();
    assert_eq!(places.0[1], -1, "nobody gives back what another has");
    places.release(&mut b);
    assert_eq!(places.0, [0; PLACES]);
}
