//! The two engines behind one small face: statements with `$1` places, typed arguments, rows read by
//! position. The only module that knows which engine is in use.

use std::str::FromStr;
use std::time::Duration;

use domain::id::CommandId;
use futures::StreamExt;
use futures::stream::BoxStream;
use serde_json::Value;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions, PgRow};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteRow, SqliteSynchronous,
};
use sqlx::{ConnectOptions, Decode, PgPool, Postgres, Row as _, Sqlite, SqliteConnection, SqlitePool, Type};

use crate::arg::{Arg, postgres_args, sqlite_args};
use crate::seal::MasterKeys;
use crate::{Error, Outpost, Settings, Url, planner, wal};
use vault::Mount;

static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("./migrations");

/// First SQLite without the write-ahead-log reset bug.
const SQLITE_LEAST: &str = "3.51.3";

/// A value that reads from both engines.
pub trait Column:
    for<'r> Decode<'r, Sqlite> + Type<Sqlite> + for<'r> Decode<'r, Postgres> + Type<Postgres>
{
}
impl<T> Column for T where
    T: for<'r> Decode<'r, Sqlite> + Type<Sqlite> + for<'r> Decode<'r, Postgres> + Type<Postgres>
{
}

/// A row of either engine.
pub enum Row {
    /// Of SQLite.
    Sqlite(SqliteRow),
    /// Of PostgreSQL.
    Postgres(PgRow),
}

impl std::fmt::Debug for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Row")
    }
}

impl Row {
    /// The value at a position.
    ///
    /// # Errors
    /// When it is of another type.
    pub fn get<T: Column>(&self, index: usize) -> Result<T, Error> {
        Ok(match self {
            Self::Sqlite(row) => row.try_get_unchecked(index)?,
            Self::Postgres(row) => row.try_get(index)?,
        })
    }

    /// A JSON value at a position, read as `T`.
    pub(crate) fn json<T: serde::de::DeserializeOwned>(
        &self,
        index: usize,
        noun: &'static str,
    ) -> Result<T, Error> {
        // Read at once, without a tree in between: a long list is mostly this.
        match self {
            Self::Sqlite(row) => {
                let text: &[u8] = row.try_get_unchecked(index)?;
                serde_json::from_slice(text).map_err(|_| Error::Unreadable(noun))
            }
            Self::Postgres(row) => {
                let value: sqlx::types::Json<Value> = row.try_get(index)?;
                serde_json::from_value(value.0).map_err(|_| Error::Unreadable(noun))
            }
        }
    }

    /// An identifier or another word at a position.
    pub(crate) fn word<T: FromStr>(&self, index: usize, noun: &'static str) -> Result<T, Error> {
        self.get::<String>(index)?.parse().map_err(|_| Error::Unreadable(noun))
    }

    /// An instant at a position.
    pub(crate) fn instant(&self, index: usize, noun: &'static str) -> Result<jiff::Timestamp, Error> {
        jiff::Timestamp::from_millisecond(self.get(index)?).map_err(|_| Error::Unreadable(noun))
    }
}

/// The pools for reading.
#[derive(Debug)]
pub(crate) enum Engine {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

/// What writing goes through.
pub(crate) enum Write {
    /// The only connection that writes, and whether the write-ahead log has yet to be emptied.
    Sqlite { conn: SqliteConnection, scrub: bool },
    /// Any connection of the pool.
    Postgres(PgPool),
}

pub(crate) async fn open(settings: &Settings, vault: Option<&Mount>) -> Result<(Engine, Write), Error> {
    match &settings.url {
        Url::Sqlite(path) => {
            let options = SqliteConnectOptions::new()
                .filename(path)
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                .busy_timeout(Duration::from_millis(settings.busy_ms))
                .pragma("secure_delete", "ON");
            let options = vaulted(options, vault);
            let mut write = options.clone().connect().await?;
            let version: String = sqlx::query_scalar("SELECT sqlite_version()").fetch_one(&mut write).await?;
            if parts(&version) < parts(SQLITE_LEAST) {
                return Err(Error::TooOld(version));
            }
            if vault.is_some() {
                // After a power cut the log may end within a block that holds what was committed. Nothing is
                // written to it before it is empty.
                wal::empty(&mut write).await;
            }
            migrate(MIGRATIONS.run(&mut write).await)?;
            planner::tell(&mut write).await?;
            // A crash may have come between the destruction of a key and the emptying of the log.
            let scrub = !wal::empty(&mut write).await;
            let reading = SqliteConnectOptions::new()
                .filename(path)
                .read_only(true)
                .busy_timeout(Duration::from_millis(settings.busy_ms));
            let reading = vaulted(reading, vault);
            let pool =
                SqlitePoolOptions::new().max_connections(settings.readers).connect_with(reading).await?;
            Ok((Engine::Sqlite(pool), Write::Sqlite { conn: write, scrub }))
        }
        Url::Postgres(url) => {
            let options = PgConnectOptions::from_str(url)?;
            let pool = PgPoolOptions::new()
                .max_connections(settings.readers + 8)
                .acquire_timeout(Duration::from_millis(settings.busy_ms.max(1_000)))
                .connect_with(options)
                .await?;
            migrate(MIGRATIONS.run(&pool).await)?;
            Ok((Engine::Postgres(pool.clone()), Write::Postgres(pool)))
        }
    }
}

/// Nothing of a vault leaves memory but through its own file system.
fn vaulted(options: SqliteConnectOptions, vault: Option<&Mount>) -> SqliteConnectOptions {
    match vault {
        Some(vault) => options.vfs(vault.name().to_owned()).pragma("temp_store", "MEMORY"),
        None => options,
    }
}

fn migrate(result: Result<(), sqlx::migrate::MigrateError>) -> Result<(), Error> {
    result.map_err(|error| match error {
        sqlx::migrate::MigrateError::Execute(error)
        | sqlx::migrate::MigrateError::ExecuteMigration(error, _) => error.into(),
        other => Error::Engine(other.to_string()),
    })
}

fn parts(version: &str) -> Vec<u32> {
    version.split('.').map(|part| part.parse().unwrap_or(0)).collect()
}

impl Engine {
    pub(crate) async fn label(&self) -> Result<String, Error> {
        Ok(match self {
            Self::Sqlite(pool) => {
                let version: String = sqlx::query_scalar("SELECT sqlite_version()").fetch_one(pool).await?;
                format!("SQLite {version}")
            }
            Self::Postgres(pool) => {
                let version: String = sqlx::query_scalar("SHOW server_version").fetch_one(pool).await?;
                format!("PostgreSQL {}", version.split(' ').next().unwrap_or_default())
            }
        })
    }

    /// A transaction that reads the store as it is now, whatever is written meanwhile. Its connection is
    /// its own: a copy given up half way must not hand the next writer one that may only read.
    pub(crate) async fn snapshot(&self, keys: MasterKeys) -> Result<Tx, Error> {
        let (conn, begin) = match self {
            Self::Sqlite(pool) => (Conn::Sqlite(Box::new(pool.acquire().await?.detach())), "BEGIN"),
            Self::Postgres(pool) => {
                let mut conn = pool.acquire().await?;
                conn.close_on_drop();
                (Conn::Postgres(conn), "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            }
        };
        let mut tx = Tx::new(conn, keys);
        tx.control(begin).await?;
        Ok(tx)
    }

    pub(crate) async fn all(&self, sql: &'static str, args: Vec<Arg>) -> Result<Vec<Row>, Error> {
        Ok(match self {
            Self::Sqlite(pool) => {
                let rows = sqlx::query_with(sql, sqlite_args(args)?).fetch_all(pool).await?;
                rows.into_iter().map(Row::Sqlite).collect()
            }
            Self::Postgres(pool) => {
                let rows = sqlx::query_with(sql, postgres_args(args)?).fetch_all(pool).await?;
                rows.into_iter().map(Row::Postgres).collect()
            }
        })
    }
}

/// An open transaction.
pub struct Tx {
    pub(crate) conn: Conn,
    pub(crate) keys: MasterKeys,
    /// The first failure of a statement in the present piece of work. PostgreSQL answers the commit of
    /// a failed transaction with a rollback and no error, so a failure must not be passed over.
    pub(crate) failed: Option<Error>,
    /// Whether a key was destroyed, so that the write-ahead log that still holds it must be emptied.
    pub(crate) scrub: bool,
    /// The machine that this store is on, when it is not home.
    pub(crate) outpost: Option<Outpost>,
    /// The piece of work that what is written belongs to.
    pub(crate) work: Work,
}

/// The piece of work that entries of the log belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Work {
    /// Not said yet: on a machine the first entry begins one.
    #[default]
    Unsaid,
    /// None: what home says, written down on a machine.
    Home,
    /// This one.
    Of(CommandId),
}

/// The connection of a transaction.
pub(crate) enum Conn {
    Sqlite(Box<SqliteConnection>),
    Postgres(sqlx::pool::PoolConnection<Postgres>),
}

impl std::fmt::Debug for Tx {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tx")
    }
}

impl Tx {
    pub(crate) fn new(conn: Conn, keys: MasterKeys) -> Self {
        Self { conn, keys, failed: None, scrub: false, outpost: None, work: Work::Unsaid }
    }

    pub(crate) async fn all(&mut self, sql: &'static str, args: Vec<Arg>) -> Result<Vec<Row>, Error> {
        let outcome = self.rows(sql, args).await;
        self.noting(outcome)
    }

    /// Runs a statement and tells how many rows it touched.
    pub(crate) async fn exec(&mut self, sql: &'static str, args: Vec<Arg>) -> Result<u64, Error> {
        let outcome = self.touched(sql, args).await;
        self.noting(outcome)
    }

    fn noting<T>(&mut self, outcome: Result<T, Error>) -> Result<T, Error> {
        if let (Err(error), None) = (&outcome, &self.failed) {
            self.failed = Some(error.clone());
        }
        outcome
    }

    async fn rows(&mut self, sql: &'static str, args: Vec<Arg>) -> Result<Vec<Row>, Error> {
        Ok(match &mut self.conn {
            Conn::Sqlite(conn) => {
                let rows = sqlx::query_with(sql, sqlite_args(args)?).fetch_all(&mut **conn).await?;
                rows.into_iter().map(Row::Sqlite).collect()
            }
            Conn::Postgres(conn) => {
                let rows = sqlx::query_with(sql, postgres_args(args)?).fetch_all(&mut **conn).await?;
                rows.into_iter().map(Row::Postgres).collect()
            }
        })
    }

    pub(crate) async fn optional(&mut self, sql: &'static str, args: Vec<Arg>) -> Result<Option<Row>, Error> {
        Ok(self.all(sql, args).await?.into_iter().next())
    }

    async fn touched(&mut self, sql: &'static str, args: Vec<Arg>) -> Result<u64, Error> {
        Ok(match &mut self.conn {
            Conn::Sqlite(conn) => {
                sqlx::query_with(sql, sqlite_args(args)?).execute(&mut **conn).await?.rows_affected()
            }
            Conn::Postgres(conn) => {
                sqlx::query_with(sql, postgres_args(args)?).execute(&mut **conn).await?.rows_affected()
            }
        })
    }

    /// Every row of a statement without arguments, one at a time.
    pub(crate) fn stream(&mut self, sql: &'static str) -> BoxStream<'_, Result<Row, Error>> {
        match &mut self.conn {
            Conn::Sqlite(conn) => {
                let rows = sqlx::query(sql).fetch(&mut **conn);
                rows.map(|row| Ok(Row::Sqlite(row?))).boxed()
            }
            Conn::Postgres(conn) => {
                let rows = sqlx::query(sql).fetch(&mut **conn);
                rows.map(|row| Ok(Row::Postgres(row?))).boxed()
            }
        }
    }

    /// Empties the log that still holds a destroyed key, or leaves it to a later try.
    pub(crate) async fn scrub(&mut self) {
        if let (true, Conn::Sqlite(conn)) = (self.scrub, &mut self.conn) {
            self.scrub = !wal::empty(conn).await;
        }
    }

    /// Runs a word of transaction control.
    pub(crate) async fn control(&mut self, sql: &'static str) -> Result<(), Error> {
        match &mut self.conn {
            Conn::Sqlite(conn) => sqlx::query(sql).execute(&mut **conn).await.map(|_| ())?,
            Conn::Postgres(conn) => sqlx::query(sql).execute(&mut **conn).await.map(|_| ())?,
        }
        Ok(())
    }
}
