//! Copies: a consistent file of a running SQLite database, and the rows of every table moved from one
//! engine to the other, compared by hash.

use std::path::Path;

use futures::TryStreamExt;
use sha2::{Digest, Sha256};

use crate::engine::Engine;
use crate::{Arg, Error, Row, Store, Tx, statements};

statements! { STATEMENTS {
    INTO = "VACUUM INTO $1";
} }

/// The kind of a column, as far as copying must know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Int,
    Bytes,
    Json,
}

/// A table with its columns in order; the key's columns come first.
struct Table {
    name: &'static str,
    select: &'static str,
    insert: &'static str,
    kinds: &'static [Kind],
}

macro_rules! tables {
    ($($name:literal by $key:literal { $($column:ident $kind:ident),+ })+) => {
        &[$(Table {
            name: $name,
            select: concat!("SELECT ", tables!(@columns $($column),+), " FROM ", $name, " ORDER BY ", $key),
            insert: concat!("INSERT INTO ", $name, " (", tables!(@columns $($column),+), ") VALUES (", tables!(@places $($column),+), ")"),
            kinds: &[$(Kind::$kind),+],
        }),+]
    };
    (@columns $first:ident $(, $rest:ident)*) => { concat!(stringify!($first) $(, ", ", stringify!($rest))*) };
    (@places $($column:ident),+) => {
        tables!(@place ["$1" "$2" "$3" "$4" "$5" "$6" "$7" "$8" "$9" "$10" "$11" "$12" "$13" "$14" "$15" "$16" "$17" "$18" "$19" "$20" "$21" "$22" "$23" "$24"] $($column),+)
    };
    (@place [$place:literal $($rest:literal)*] $last:ident) => { $place };
    (@place [$place:literal $($rest:literal)*] $one:ident, $($more:ident),+) => {
        concat!($place, ", ", tables!(@place [$($rest)*] $($more),+))
    };
}

/// Every table, those that others refer to first.
const TABLES: &[Table] = tables! {
    "tenant" by "tenant_id" { tenant_id Text, city Text, created_ms Int }
    "tenant_head" by "tenant_id" { tenant_id Text, seq Int, hash Bytes }
    "change" by "tenant_id, seq" { tenant_id Text, seq Int, at_ms Int, actor_role Text, actor_id Text, channel Text, noun Text, noun_id Text, verb Text, prior_seq Int, subject_id Text, body Json, sealed Bytes, prev_hash Bytes, hash Bytes, command_id Text }
    "counter" by "tenant_id, name" { tenant_id Text, name Text, value Int }
    "person_key" by "tenant_id, person_id" { tenant_id Text, person_id Text, wrapped Bytes }
    "organisation" by "tenant_id, id" { tenant_id Text, id Text, body Json }
    "person" by "tenant_id, id" { tenant_id Text, id Text, login_index Text, password_hash Text, body Json, sealed Bytes, seen_day Int }
    "link" by "tenant_id, hash" { tenant_id Text, hash Text, person_id Text, until_ms Int }
    "session" by "tenant_id, id" { tenant_id Text, id Text, person_id Text, token_hash Text, role Text, created_ms Int, seen_ms Int }
    "employer" by "tenant_id, id" { tenant_id Text, id Text, business_number Text, contact_id Text, words Text, body Json, sealed Bytes }
    "opening" by "tenant_id, id" { tenant_id Text, id Text, employer_id Text, number Text, state Text, source Text, source_key Text, words Text, updated_ms Int, version Int, body Json, word_on Text, valid_until Text }
    "answer" by "tenant_id, id" { tenant_id Text, id Text, opening_id Text, employer_id Text, token_hash Text, code_hash Text, until_ms Int, version Int, body Json }
    "seeker" by "tenant_id, id" { tenant_id Text, id Text, person_id Text, number Text, state Text, source_key Text, source_digest Text, updated_ms Int, version Int, body Json, sealed Bytes, organisation_id Text, assigned_id Text, shared Text, due_on Text, turn_on Text, due_act Text, heard Text }
    "handle" by "tenant_id, kind, hash, seeker_id" { tenant_id Text, kind Text, hash Text, seeker_id Text, person_id Text }
    "merge" by "tenant_id, id" { tenant_id Text, id Text, first_id Text, second_id Text, state Text, version Int, body Json }
    "service" by "tenant_id, id" { tenant_id Text, id Text, person_id Text, kind Text, on_day Text, counted Int, version Int, body Json, sealed Bytes }
    "action_plan" by "tenant_id, id" { tenant_id Text, id Text, person_id Text, due_on Text, version Int, body Json, sealed Bytes }
    "referral" by "tenant_id, id" { tenant_id Text, id Text, opening_id Text, employer_id Text, seeker_id Text, person_id Text, organisation_id Text, state Text, letter_number Text, code_hash Text, due_on Text, turn_on Text, updated_ms Int, version Int, body Json }
    "notice" by "tenant_id, id" { tenant_id Text, id Text, person_id Text, employer_id Text, kind Text, at_ms Int, told_ms Int, body Json }
    "placement" by "tenant_id, id" { tenant_id Text, id Text, person_id Text, employer_id Text, opening_id Text, referral_id Text, owner_id Text, state Text, start_on Text, updated_ms Int, version Int, body Json, retain_on Text }
    "lookup" by "tenant_id, reference" { tenant_id Text, reference Text, person_id Text }
    "look" by "tenant_id, id" { tenant_id Text, id Text, person_id Text, at_ms Int, actor_id Text, role Text, purpose Text, channel Text, outcome Text, why Text, sealed Bytes, organisation_id Text, handed Int }
    "suggestion" by "tenant_id, id" { tenant_id Text, id Text, person_id Text, audience Text, digest Text, at_ms Int, openings Bytes, sealed Bytes }
    "delivery" by "tenant_id, id" { tenant_id Text, id Text, person_id Text, slot Text, way Text, state Text, due_ms Int, made_ms Int, version Int, body Json, sealed Bytes }
    "erasure" by "tenant_id, person_id" { tenant_id Text, person_id Text, at_ms Int, reason Text }
    "attachment" by "tenant_id, id" { tenant_id Text, id Text, person_id Text, at_ms Int, body Json, sealed Bytes }
    "month_close" by "tenant_id, id" { tenant_id Text, id Text, month Text, closed_ms Int, rule_set Text, digest Text, body Json }
    "anomaly" by "tenant_id, id" { tenant_id Text, id Text, found_key Text, kind Text, state Text, at_ms Int, version Int, body Json }
    "record" by "tenant_id, id" { tenant_id Text, id Text, noun Text, parent_id Text, organisation_id Text, known_as Text, state Text, due_on Text, version Int, body Json }
    "enrolment" by "tenant_id, id" { tenant_id Text, id Text, cohort_id Text, person_id Text, state Text, updated_ms Int, version Int, body Json, sealed Bytes }
    "supporter" by "tenant_id, id" { tenant_id Text, id Text, person_id Text, state Text, updated_ms Int, version Int, body Json, sealed Bytes }
    "saved_search" by "tenant_id, id" { tenant_id Text, id Text, person_id Text, token_hash Text, way Text, state Text, due_on Text, version Int, body Json, sealed Bytes }
    "satisfaction" by "tenant_id, id" { tenant_id Text, id Text, kind Text, about_id Text, months Int, about_on Text, group_id Text, person_id Text, asked_on Text, due_on Text, turn_on Text, version Int, body Json, sealed Bytes }
    "work_trial" by "tenant_id, id" { tenant_id Text, id Text, person_id Text, employer_id Text, state Text, updated_ms Int, version Int, body Json, sealed Bytes }
    "interview" by "tenant_id, id" { tenant_id Text, id Text, event_id Text, booth Int, slot_min Int, ticket Int, person_id Text, state Text, due_on Text, updated_ms Int, version Int, body Json }
    "partner_use" by "tenant_id, id" { tenant_id Text, id Text, key_id Text, at_ms Int, scope Text, outcome Text, about_id Text }
    "partner_request" by "tenant_id, key_id, word" { tenant_id Text, key_id Text, word Text, digest Text, organisation_id Text, opening_id Text, at_ms Int }
    "day_count" by "tenant_id, name, day" { tenant_id Text, name Text, day Text, body Json }
    "command" by "tenant_id, id" { tenant_id Text, id Text, node_id Text, previous_id Text, seq Int, at_ms Int, digest Bytes, receipt Json, receipt_ms Int }
    "aside" by "tenant_id, id" { tenant_id Text, id Text, command_id Text, node_id Text, state Text, at_ms Int, body Json, sealed Bytes }
    "clash" by "tenant_id, id" { tenant_id Text, id Text, noun Text, noun_id Text, state Text, at_ms Int, body Json, sealed Bytes }
    "escrow" by "tenant_id, noun, noun_id, node_id" { tenant_id Text, noun Text, noun_id Text, node_id Text, granted Int, used Int }
    "again" by "tenant_id, noun, noun_id" { tenant_id Text, noun Text, noun_id Text }
    "met" by "tenant_id, node_id, person_id" { tenant_id Text, node_id Text, person_id Text, seq Int }
    "neighbour_pull" by "tenant_id, neighbour_id" { tenant_id Text, neighbour_id Text, revision Int, body Json }
    "neighbour_opening" by "tenant_id, id" { tenant_id Text, id Text, neighbour_id Text, source_key Text, seq Int, revision Int, expires_ms Int, body Json }
    "neighbour_batch" by "tenant_id, neighbour_id, since" { tenant_id Text, neighbour_id Text, since Int, upto Int, signature Text, bytes Bytes }
    "connector_key" by "tenant_id, connector_id" { tenant_id Text, connector_id Text, sealed Bytes }
    "connector_run" by "tenant_id, connector_id" { tenant_id Text, connector_id Text, body Json }
    "source_record" by "tenant_id, source, source_key" { tenant_id Text, source Text, source_key Text, at_ms Int, body Json }
    "announcement" by "tenant_id, id" { tenant_id Text, id Text, source Text, source_key Text, kind Text, until_on Text, body Json }
    "contact" by "tenant_id, id" { tenant_id Text, id Text, person_id Text, organisation_id Text, business_number Text, plain_name Text, version Int, body Json, sealed Bytes }
    "reply_slip" by "tenant_id, id" { tenant_id Text, id Text, person_id Text, state Text, due_on Text, version Int, body Json, sealed Bytes }
    "import" by "tenant_id, id" { tenant_id Text, id Text, kind Text, at_ms Int, body Json, sealed Bytes }
    "import_mapping" by "tenant_id, kind, signature" { tenant_id Text, kind Text, signature Text, body Json }
    "job" by "tenant_id, id" { tenant_id Text, id Text, kind Text, payload Json, state Text, run_ms Int, attempts Int, lease_ms Int, worker Text, error Text }
};

/// Rows copied in one transaction.
const BATCH: usize = 1_000;

/// A table's rows as a number and a hash.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct TableHash {
    /// Name of the table.
    pub table: &'static str,
    /// Rows.
    pub rows: i64,
    /// Hex SHA-256 over all rows in the order of their keys.
    pub hash: String,
}

/// Writes a consistent copy of a running SQLite database to a file that is not there yet.
///
/// # Errors
/// [`Error::Unavailable`] on PostgreSQL, which has tools of its own; when the file cannot be written.
pub async fn to_file(store: &Store, path: &Path) -> Result<(), Error> {
    match store.engine.as_ref() {
        Engine::Postgres(_) => Err(Error::Unavailable("PostgreSQL is backed up with pg_dump".to_owned())),
        Engine::Sqlite(pool) => {
            let target =
                path.to_str().ok_or_else(|| Error::Unavailable("the path is not UTF-8".to_owned()))?;
            sqlx::query(INTO).bind(target).execute(pool).await?;
            Ok(())
        }
    }
}

/// A number and a hash of each table at one instant, the same on both engines.
///
/// # Errors
/// When the store cannot be read.
pub async fn hashes(store: &Store) -> Result<Vec<TableHash>, Error> {
    let mut snapshot = store.engine.snapshot(store.keys.clone()).await?;
    let hashed = hash_all(&mut snapshot).await;
    end(snapshot, hashed).await
}

async fn hash_all(snapshot: &mut Tx) -> Result<Vec<TableHash>, Error> {
    let mut out = Vec::with_capacity(TABLES.len());
    for table in TABLES {
        let (mut hash, mut rows) = (Sha256::new(), 0);
        let mut stream = snapshot.stream(table.select);
        while let Some(row) = stream.try_next().await? {
            for arg in read(table, &row)? {
                // Where there is nothing, a length that no value has.
                let bytes = bytes(&arg);
                hash.update(bytes.as_ref().map_or(u64::MAX, |bytes| bytes.len() as u64).to_be_bytes());
                hash.update(bytes.unwrap_or_default());
            }
            rows += 1;
        }
        let hash = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        out.push(TableHash { table: table.name, rows, hash });
    }
    Ok(out)
}

/// Copies every row of `from`, as it is at one instant, into the empty tables of `to`. `done` is told
/// the table and how many rows of it were written.
///
/// # Errors
/// [`Error::Conflict`] when `to` is not empty; when either store fails. What was copied stays.
pub async fn copy(from: &Store, to: &Store, done: &(dyn Fn(&'static str, i64) + Sync)) -> Result<(), Error> {
    let mut snapshot = from.engine.snapshot(from.keys.clone()).await?;
    let copied = copy_all(&mut snapshot, to, done).await;
    end(snapshot, copied).await
}

/// Ends a snapshot. A disk that fails ends it by itself; what failed first is what is told.
async fn end<T>(mut snapshot: Tx, outcome: Result<T, Error>) -> Result<T, Error> {
    let ended = snapshot.control("ROLLBACK").await;
    let outcome = outcome?;
    ended.map(|()| outcome)
}

async fn copy_all(
    snapshot: &mut Tx,
    to: &Store,
    done: &(dyn Fn(&'static str, i64) + Sync),
) -> Result<(), Error> {
    for table in TABLES {
        let mut rows = 0;
        let mut batches = snapshot.stream(table.select).try_chunks(BATCH);
        while let Some(batch) = batches.try_next().await.map_err(|failed| failed.1)? {
            let values = batch.iter().map(|row| read(table, row)).collect::<Result<Vec<_>, _>>()?;
            rows += values.len() as i64;
            let insert = table.insert;
            to.write(move |tx| {
                let values = values.clone();
                Box::pin(async move {
                    for row in values {
                        tx.exec(insert, row).await?;
                    }
                    Ok(())
                })
            })
            .await?;
            done(table.name, rows);
        }
    }
    Ok(())
}

/// The statements that read and write whole tables, of every tenant on purpose, for the lint.
pub fn table_statements() -> impl Iterator<Item = &'static str> {
    TABLES.iter().flat_map(|table| [table.select, table.insert])
}

fn read(table: &Table, row: &Row) -> Result<Vec<Arg>, Error> {
    let value = |(index, kind): (usize, &Kind)| {
        Ok(match kind {
            Kind::Text => Arg::Text(row.get(index)?),
            Kind::Int => Arg::Int(row.get(index)?),
            Kind::Bytes => Arg::Bytes(row.get(index)?),
            Kind::Json => Arg::Json(row.get::<sqlx::types::Json<serde_json::Value>>(index)?.0),
        })
    };
    table.kinds.iter().enumerate().map(value).collect()
}

fn bytes(arg: &Arg) -> Option<Vec<u8>> {
    match arg {
        Arg::Int(n) => n.map(|n| n.to_string().into_bytes()),
        Arg::Text(text) => text.clone().map(String::into_bytes),
        Arg::Bytes(bytes) => bytes.clone(),
        Arg::Json(value) => Some(crate::change::canonical(value).into_bytes()),
    }
}
