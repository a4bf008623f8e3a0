//! The two engines under test: an SQLite file in a directory of its own, as it is and in a vault, and a
//! database of its own on PostgreSQL.
//!
//! It must not know any noun.

use std::path::Path;
use std::process::Stdio;
use std::sync::atomic::{AtomicU64, Ordering};

use domain::id::TenantId;
use domain::{Actor, Ctx};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection};
use store::pin::{self, Cost, Pin, PinError};
use store::{MasterKeys, Settings, Store, Url, Vault};

use crate::postgres::{as_postgres, database};

/// Opens the vaults under test.
pub(crate) const PIN: &str = "407183";
/// A guess that costs nothing.
pub(crate) const CHEAP: Cost = Cost { memory_kib: 8, passes: 1, lanes: 1 };

/// Which engine a world stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Sqlite,
    /// SQLite in a vault.
    Vault,
    Postgres,
}

/// An empty database with one tenant.
pub(crate) struct World {
    pub(crate) store: Store,
    pub(crate) url: Url,
    pub(crate) kind: Kind,
    pub(crate) tenant: TenantId,
    directory: tempfile::TempDir,
    seed: AtomicU64,
}

/// Declares one test a engine over one body.
macro_rules! on_both {
    ($(async fn $name:ident($world:ident: &World) $body:block)+) => {$(
        mod $name {
            #[allow(unused_imports, reason = "not every body names everything")]
            use super::*;

            async fn body($world: &$crate::engines::World) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                body(&$crate::engines::World::new($crate::engines::Kind::Sqlite).await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn vault() {
                body(&$crate::engines::World::new($crate::engines::Kind::Vault).await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                body(&$crate::engines::World::new($crate::engines::Kind::Postgres).await).await;
            }
        }
    )+};
}
pub(crate) use on_both;

impl World {
    pub(crate) async fn new(kind: Kind) -> Self {
        let world = Self::bare(kind).await;
        store::tenant::ensure(&world.store, &world.ctx(), "test").await.unwrap();
        world
    }

    /// Without any row.
    pub(crate) async fn bare(kind: Kind) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let url = match kind {
            Kind::Sqlite | Kind::Vault => Url::Sqlite(directory.path().join("iljari.db")),
            Kind::Postgres => Url::Postgres(tokio::task::spawn_blocking(database).await.unwrap()),
        };
        let store = open_as(kind, &url, directory.path(), 5_000).await.unwrap();
        let tenant = TenantId("018f0000-0000-7000-8000-000000000001".parse().unwrap());
        Self { store, url, kind, tenant, directory, seed: AtomicU64::new(1) }
    }

    /// Circumstances with randomness of their own.
    pub(crate) fn ctx(&self) -> Ctx {
        let mut seed = [0; 32];
        seed[..8].copy_from_slice(&self.seed.fetch_add(1, Ordering::SeqCst).to_le_bytes());
        let now = jiff::Timestamp::from_millisecond(1_456_790_400_000).unwrap();
        Ctx::new(self.tenant, Actor::system(), now, jiff::tz::TimeZone::UTC, seed)
    }

    /// The same database once more, as another process would open it.
    pub(crate) async fn again(&self, busy_ms: u64) -> Result<Store, store::Error> {
        open_as(self.kind, &self.url, self.directory.path(), busy_ms).await
    }

    pub(crate) fn directory(&self) -> &Path {
        self.directory.path()
    }

    /// A way to the database behind the store's back; SQLite alone.
    pub(crate) fn raw(&self) -> SqliteConnectOptions {
        let Url::Sqlite(path) = &self.url else { panic!("an SQLite file") };
        raw(&self.store, path)
    }

    /// A value of bytes, read behind the store's back; SQLite alone.
    pub(crate) async fn bytes(&self, sql: &'static str) -> Vec<u8> {
        let mut raw = self.raw().read_only(true).connect().await.unwrap();
        let bytes = sqlx::query_scalar(sql).fetch_one(&mut raw).await.unwrap();
        raw.close().await.unwrap();
        bytes
    }

    /// Another process that has begun to read, and sees what is there now until it ends; SQLite alone.
    pub(crate) async fn reader(&self) -> sqlx::SqliteConnection {
        let mut raw = self.raw().read_only(true).connect().await.unwrap();
        sqlx::query("BEGIN").execute(&mut raw).await.unwrap();
        sqlx::query("SELECT seq FROM tenant_head").fetch_all(&mut raw).await.unwrap();
        raw
    }

    /// Everything that the engine keeps, as bytes, with what an operator takes away from it: files, write-ahead log
    /// and a backup; on PostgreSQL a dump, in which bytes stand as hexadecimal digits.
    pub(crate) async fn everything(&self) -> Vec<u8> {
        match &self.url {
            Url::Sqlite(_) => {
                store::backup::to_file(&self.store, &self.directory().join("backup.db")).await.unwrap();
                let files = std::fs::read_dir(self.directory()).unwrap().map(|entry| entry.unwrap().path());
                files.flat_map(|path| std::fs::read(path).unwrap()).collect()
            }
            Url::Postgres(url) => {
                let dump = as_postgres("pg_dump").arg(url).stdin(Stdio::null()).output().unwrap();
                assert!(dump.status.success(), "{}", String::from_utf8_lossy(&dump.stderr));
                dump.stdout
            }
        }
    }

    /// Tampers with the database behind the store's back and tells how many rows it hit.
    pub(crate) async fn tamper(&self, sql: &'static str) -> u64 {
        match &self.url {
            Url::Sqlite(_) => {
                let mut raw = self.raw().connect().await.unwrap();
                let hit = sqlx::query(sql).execute(&mut raw).await.unwrap().rows_affected();
                raw.close().await.unwrap();
                hit
            }
            Url::Postgres(url) => {
                let mut raw = sqlx::PgConnection::connect(url).await.unwrap();
                let hit = sqlx::query(sql).execute(&mut raw).await.unwrap().rows_affected();
                raw.close().await.unwrap();
                hit
            }
        }
    }
}

/// Opens a store whose master key lies in `directory`.
pub(crate) async fn open(url: &Url, directory: &Path, busy_ms: u64) -> Result<Store, store::Error> {
    let keys = MasterKeys::load_or_create(&directory.join("master.key"), [7; 32]).unwrap();
    Store::open(Settings { busy_ms, ..Settings::new(url.clone(), keys) }).await
}

/// Opens a store of a kind; a vault by the PIN of its key file in `directory`.
pub(crate) async fn open_as(
    kind: Kind,
    url: &Url,
    directory: &Path,
    busy_ms: u64,
) -> Result<Store, store::Error> {
    if kind != Kind::Vault {
        return open(url, directory, busy_ms).await;
    }
    let (path, pin) = (directory.join("vault.key"), Pin::parse(PIN).unwrap());
    let opened = match pin::open(&path, &pin) {
        Err(PinError::Missing) => pin::create(&path, &pin, CHEAP, None, once()).unwrap(),
        other => other.unwrap(),
    };
    let vault = Some(Vault::new(opened.key, once()));
    Store::open(Settings { busy_ms, vault, ..Settings::new(url.clone(), opened.keys) }).await
}

/// A way to a file that `store` could open, behind its back.
pub(crate) fn raw(store: &Store, path: &Path) -> SqliteConnectOptions {
    let options = SqliteConnectOptions::new().filename(path);
    match store.vault() {
        Some(vault) => options.vfs(vault.to_owned()),
        None => options,
    }
}

/// What SQLite says of a file's pages and indexes.
pub(crate) async fn integrity(store: &Store, path: &Path) -> String {
    let mut raw = raw(store, path).connect().await.unwrap();
    let said = sqlx::query_scalar("PRAGMA integrity_check").fetch_one(&mut raw).await.unwrap();
    raw.close().await.unwrap();
    said
}

/// Bytes that were never given out before, in whatever process.
pub(crate) fn once() -> [u8; 32] {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let mut bytes = [0; 32];
    bytes[..4].copy_from_slice(&std::process::id().to_le_bytes());
    bytes[4..12].copy_from_slice(&NEXT.fetch_add(1, Ordering::SeqCst).to_le_bytes());
    bytes
}
