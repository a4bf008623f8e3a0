//! What can go wrong with a store. None of the texts carries a value from a row.

/// Why something was not stored or read. Whatever it is, nothing was half done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// There is no such row.
    #[error("find the row")]
    NotFound,
    /// The row changed since it was read, or another has its name.
    #[error("write the row: {0}")]
    Conflict(String),
    /// The database is held by another process or congested; it may be tried again.
    #[error("get the database: it is congested or held by another process")]
    Busy,
    /// The disk is full.
    #[error("write to disk: no space left")]
    DiskFull,
    /// The database may not be written.
    #[error("write: the database is read-only")]
    ReadOnly,
    /// The database cannot be reached or opened.
    #[error("reach the database: {0}")]
    Unavailable(String),
    /// The file is damaged or no database.
    #[error("read the database: the file is damaged or no database")]
    Corrupt,
    /// A sealed value does not open with the key at hand.
    #[error("open a sealed value of {0}")]
    Sealed(&'static str),
    /// The SQLite library is older than the first that is safe.
    #[error("use SQLite {0}: versions before 3.51.3 can damage a database")]
    TooOld(String),
    /// A row does not read back as what was stored.
    #[error("read a row of {0}")]
    Unreadable(&'static str),
    /// A closure panicked; its transaction was rolled back.
    #[error("carry the transaction out: it panicked")]
    Panicked,
    /// Anything else the engine said.
    #[error("carry out a statement: {0}")]
    Engine(String),
}

impl From<vault::Full> for Error {
    fn from(full: vault::Full) -> Self {
        Self::Engine(full.to_string())
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::Database(database) => of_database(database.as_ref()),
            sqlx::Error::RowNotFound => Self::NotFound,
            sqlx::Error::PoolTimedOut => Self::Busy,
            sqlx::Error::Io(io) if io.kind() == std::io::ErrorKind::StorageFull => Self::DiskFull,
            sqlx::Error::Io(io) => Self::Unavailable(io.to_string()),
            sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => {
                Self::Unavailable("it was closed".to_owned())
            }
            sqlx::Error::Tls(tls) => Self::Unavailable(tls.to_string()),
            sqlx::Error::Configuration(wrong) => Self::Unavailable(wrong.to_string()),
            other => Self::Engine(other.to_string()),
        }
    }
}

/// Tells an engine's codes apart: SQLite's result codes, PostgreSQL's SQLSTATE.
fn of_database(error: &dyn sqlx::error::DatabaseError) -> Error {
    let code = error.code().unwrap_or_default().into_owned();
    match code.parse::<i64>().ok().filter(|_| code.len() != 5) {
        Some(sqlite) => match sqlite & 0xff {
            5 | 6 => Error::Busy,
            8 => Error::ReadOnly,
            10 if sqlite == 778 => Error::DiskFull,
            // A block of a vault that is not what was written there.
            10 if sqlite == 8_202 => Error::Corrupt,
            13 => Error::DiskFull,
            11 | 26 => Error::Corrupt,
            14 => Error::Unavailable("the file cannot be opened".to_owned()),
            19 => Error::Conflict(constraint(error)),
            _ => Error::Engine(error.message().to_owned()),
        },
        None => match code.as_str() {
            "40001" | "40P01" | "55P03" => Error::Busy,
            "53100" => Error::DiskFull,
            "25006" => Error::ReadOnly,
            "23505" | "23503" | "23502" | "23514" => Error::Conflict(constraint(error)),
            state
                if state.starts_with("08")
                    || state.starts_with("57P")
                    || state.starts_with("28")
                    || state == "3D000" =>
            {
                Error::Unavailable(error.message().to_owned())
            }
            _ => Error::Engine(error.message().to_owned()),
        },
    }
}

/// The name of the constraint, never the value that broke it.
fn constraint(error: &dyn sqlx::error::DatabaseError) -> String {
    match error.constraint() {
        Some(name) => name.to_owned(),
        None => error.message().split(" failed").next().unwrap_or_default().to_owned(),
    }
}
