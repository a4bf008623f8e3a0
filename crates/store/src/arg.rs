//! Arguments of statements, in the types of either engine. It must not know any statement.

use serde_json::Value;
use sqlx::Arguments;
use sqlx::postgres::PgArguments;
use sqlx::sqlite::SqliteArguments;

use crate::Error;

/// An argument of a statement. Nulls keep their type: PostgreSQL asks for it.
#[derive(Debug, Clone, PartialEq)]
pub enum Arg {
    /// A whole number.
    Int(Option<i64>),
    /// Text.
    Text(Option<String>),
    /// Bytes.
    Bytes(Option<Vec<u8>>),
    /// A JSON value.
    Json(Value),
}

macro_rules! arg_from {
    ($($from:ty => $variant:ident($value:ident) $make:expr;)+) => {$(
        impl From<$from> for Arg {
            fn from($value: $from) -> Self {
                Self::$variant($make)
            }
        }
    )+};
}
arg_from! {
    i64 => Int(n) Some(n);
    Option<i64> => Int(n) n;
    &str => Text(t) Some(t.to_owned());
    String => Text(t) Some(t);
    &String => Text(t) Some(t.clone());
    Option<String> => Text(t) t;
    Option<&str> => Text(t) t.map(str::to_owned);
    Vec<u8> => Bytes(b) Some(b);
    &[u8] => Bytes(b) Some(b.to_vec());
    Option<Vec<u8>> => Bytes(b) b;
    Value => Json(v) v;
    domain::id::TenantId => Text(id) Some(id.to_string());
}

pub(crate) fn sqlite_args(args: Vec<Arg>) -> Result<SqliteArguments, Error> {
    let mut out = SqliteArguments::default();
    for arg in args {
        let added = match arg {
            Arg::Int(value) => out.add(value),
            Arg::Text(value) => out.add(value),
            Arg::Bytes(value) => out.add(value),
            Arg::Json(value) => out.add(sqlx::types::Json(value)),
        };
        added.map_err(|error| Error::Engine(error.to_string()))?;
    }
    Ok(out)
}

pub(crate) fn postgres_args(args: Vec<Arg>) -> Result<PgArguments, Error> {
    let mut out = PgArguments::default();
    for arg in args {
        let added = match arg {
            Arg::Int(value) => out.add(value),
            Arg::Text(value) => out.add(value),
            Arg::Bytes(value) => out.add(value),
            Arg::Json(value) => out.add(sqlx::types::Json(value)),
        };
        added.map_err(|error| Error::Engine(error.to_string()))?;
    }
    Ok(out)
}
