//! The two engines under test: an SQLite file in a directory of its own, as it is and in a vault, and a
//! database of its own on a PostgreSQL 15 that the tests start themselves and that stops by itself when no
//! test uses it.
//!
//! It must not know any noun.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};

use domain::id::TenantId;
use domain::{Actor, Ctx};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection};
use store::pin::{self, Cost, Pin, PinError};
use store::{MasterKeys, Settings, Store, Url, Vault};

/// Where Debian puts the server's programs.
const PROGRAMS: &str = "/usr/lib/postgresql/15/bin";
/// Directory of the server that all test processes share. Short: a socket's path has at most 107 bytes.
const CLUSTER: &str = "/tmp/iljari-store-pg15";

/// Opens the vaults under test.
pub(crate) const PIN: &str = "407183";
/// A guess that costs nothing.
pub(crate) const CHEAP: Cost = Cost { memory_kib: 8, passes: 1, lanes: 1 };

/// Stops the server once no test has touched `used` for two minutes; under the lock, so that no test
/// can be starting meanwhile.
const WATCH: &str = r#"
while sleep 5; do
  flock "$1.lock" sh -c '
    [ -e "$1/used" ] || exit 1
    [ $(($(date +%s) - $(stat -c %Y "$1/used"))) -lt 120 ] && exit 0
    $3 "$2/pg_ctl" -D "$1/data" -m immediate stop; rm -rf "$1"; exit 1' sh "$1" "$2" "$3" || exit 0
done"#;

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

/// A fresh database on the shared server, which is started if it does not run.
fn database() -> String {
    let lock = File::create(format!("{CLUSTER}.lock")).unwrap();
    lock.lock().unwrap();
    let cluster = PathBuf::from(CLUSTER);
    if run(&mut as_postgres("pg_ctl"), &["-D", &format!("{CLUSTER}/data"), "status"]).is_err() {
        start(&cluster);
    }
    File::create(cluster.join("used")).unwrap();
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let name = format!("t{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::SeqCst));
    let mut psql = as_postgres("psql");
    for sql in
        [format!("DROP DATABASE IF EXISTS {name}"), format!("CREATE DATABASE {name} TEMPLATE template0")]
    {
        psql.args(["-c", &sql]);
    }
    run(&mut psql, &["-q", "-h", CLUSTER, "-U", "postgres"]).unwrap();
    format!("postgres://postgres@localhost/{name}?host={CLUSTER}")
}

#[expect(clippy::zombie_processes, reason = "the watchdog outlives the tests on purpose")]
fn start(cluster: &Path) {
    assert!(
        Path::new(PROGRAMS).join("initdb").exists(),
        "PostgreSQL 15 is missing; install it with: apt-get install -y postgresql-15"
    );
    // Left by a machine that was switched off: nothing in it is worth keeping.
    let _ = std::fs::remove_dir_all(cluster);
    std::fs::create_dir(cluster).unwrap();
    if is_root() {
        run(&mut Command::new("chown"), &["postgres", CLUSTER]).unwrap();
    }
    let data = format!("{CLUSTER}/data");
    run(
        &mut as_postgres("initdb"),
        &["-D", &data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "--no-sync"],
    )
    .unwrap();
    let options = format!("-k {CLUSTER} -c listen_addresses='' -c max_connections=300 -c fsync=off");
    let log = format!("{CLUSTER}/log");
    run(&mut as_postgres("pg_ctl"), &["-D", &data, "-l", &log, "-o", &options, "-w", "start"]).unwrap();
    File::create(cluster.join("used")).unwrap();
    let runner = if is_root() { "runuser -u postgres --" } else { "" };
    let mut watch = Command::new("setsid");
    watch.args(["sh", "-c", WATCH, "sh", CLUSTER, PROGRAMS, runner]);
    watch.current_dir("/").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
}

/// A server program; the server refuses to run as root.
fn as_postgres(program: &str) -> Command {
    let path = format!("{PROGRAMS}/{program}");
    let mut command = if is_root() {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--", &path]);
        command
    } else {
        Command::new(path)
    };
    command.current_dir("/");
    command
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().unwrap();
    id.stdout.trim_ascii() == b"0"
}

/// Runs to the end. Output goes to a file, not a pipe: the server inherits it and would hold a pipe open.
fn run(command: &mut Command, args: &[&str]) -> Result<(), String> {
    let mut said = tempfile::tempfile().map_err(|e| e.to_string())?;
    let status = command
        .args(args)
        .stdin(Stdio::null())
        .stdout(said.try_clone().map_err(|e| e.to_string())?)
        .stderr(said.try_clone().map_err(|e| e.to_string())?)
        .status()
        .map_err(|e| e.to_string())?;
    if status.success() {
        return Ok(());
    }
    use std::io::{Read, Seek};
    let mut text = String::new();
    said.rewind().and_then(|()| said.read_to_string(&mut text)).map_err(|e| e.to_string())?;
    Err(text)
}
