//! A database held by another process is said to be busy, soon, and works again afterwards.

use domain::Ctx;
use sqlx::ConnectOptions;
use store::change::{self, Entry};
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
