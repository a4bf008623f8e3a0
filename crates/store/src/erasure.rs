//! The list of whose keys were destroyed: in a table, and in a file beside the master key, outside the
//! database, so that a backup older than an erasure does not bring anybody back. It holds ids only.
//!
//! The file follows the table: a line is added after the transaction that destroyed the key, and whatever a
//! crash left out is added at the next start.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;

use domain::Ctx;
use domain::id::{PersonId, TenantId};
use jiff::Timestamp;

use crate::{Error, Store, Tx, args, key, statements};

statements! { STATEMENTS {
    INSERT = "INSERT INTO erasure (tenant_id, person_id, at_ms, reason) VALUES ($1, $2, $3, $4) ON CONFLICT (tenant_id, person_id) DO NOTHING";
    ALL = "SELECT person_id FROM erasure WHERE tenant_id = $1 ORDER BY person_id";
    DAYS = "SELECT person_id, at_ms FROM erasure WHERE tenant_id = $1 ORDER BY person_id";
    LIVE = "SELECT person_id FROM person_key WHERE tenant_id = $1 AND LENGTH(wrapped) > 0 ORDER BY person_id";
} }

/// Name of the list beside the master key.
pub const FILE: &str = "erasures.log";

/// Notes an erasure with the transaction that destroys the key.
pub(crate) async fn insert(tx: &mut Tx, ctx: &Ctx, person: PersonId, reason: &str) -> Result<(), Error> {
    tx.keys.note_destroyed();
    tx.exec(INSERT, args![ctx.tenant, person.to_string(), ctx.now.as_millisecond(), reason]).await.map(|_| ())
}

/// Who was erased, and when.
///
/// # Errors
/// When the store cannot be read.
pub async fn all(store: &Store, tenant: TenantId) -> Result<Vec<(PersonId, Timestamp)>, Error> {
    let rows = store.all(DAYS, args![tenant]).await?;
    let mut out = Vec::with_capacity(rows.len());
    for row in &rows {
        let id = row.get::<String>(0)?.parse().map_err(|_| Error::Unreadable("erasure"))?;
        let at = Timestamp::from_millisecond(row.get(1)?).map_err(|_| Error::Unreadable("erasure"))?;
        out.push((id, at));
    }
    Ok(out)
}

/// Adds to the file whatever the table holds and it does not, and waits until it is on disk.
///
/// # Errors
/// When the store cannot be read or the file not be written.
pub async fn keep(store: &Store, tenant: TenantId) -> Result<(), Error> {
    let path = store.keys.erasures();
    let known = listed(path, tenant)?;
    let rows = store.all(ALL, args![tenant]).await?;
    let ids = rows.iter().map(|row| row.get::<String>(0)).collect::<Result<Vec<_>, _>>()?;
    let fresh: String =
        ids.iter().filter(|id| !known.contains(*id)).map(|id| format!("{tenant} {id}\n")).collect();
    append(path, &fresh)
}

/// Destroys again every key that the file names and that a restored backup has brought back. How many.
///
/// # Errors
/// When the file cannot be read or the store not be written; then nothing may be served.
pub async fn apply(store: &Store, ctx: &Ctx) -> Result<usize, Error> {
    let path = store.keys.erasures();
    let erased = listed(path, ctx.tenant)?;
    if erased.is_empty() {
        return Ok(0);
    }
    let rows = store.all(LIVE, args![ctx.tenant]).await?;
    let live = rows.iter().map(|row| row.get::<String>(0)).collect::<Result<Vec<_>, _>>()?;
    let back: Vec<PersonId> =
        live.iter().filter(|id| erased.contains(*id)).filter_map(|id| id.parse().ok()).collect();
    let (count, ctx) = (back.len(), ctx.clone());
    if count > 0 {
        store
            .write(move |tx| {
                let (ctx, back) = (ctx.clone(), back.clone());
                Box::pin(async move {
                    for person in back {
                        key::destroy(tx, &ctx, person, "restored").await?;
                    }
                    Ok(())
                })
            })
            .await?;
    }
    Ok(count)
}

/// Adds the lines of another copy of the list, as carried with a backup.
///
/// # Errors
/// When either file cannot be read or written.
pub fn join(from: &Path, to: &Path) -> Result<(), Error> {
    let known = read(to)?;
    let known: BTreeSet<&str> = known.lines().collect();
    let more = read(from)?;
    let fresh: String =
        more.lines().filter(|line| !known.contains(line)).map(|line| format!("{line}\n")).collect();
    append(to, &fresh)
}

fn listed(path: &Path, tenant: TenantId) -> Result<BTreeSet<String>, Error> {
    let tenant = tenant.to_string();
    let text = read(path)?;
    let lines = text.lines().filter_map(|line| line.split_once(' '));
    Ok(lines.filter(|(of, _)| *of == tenant).map(|(_, id)| id.trim().to_owned()).collect())
}

fn read(path: &Path) -> Result<String, Error> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(away(&error)),
    }
}

fn append(path: &Path, lines: &str) -> Result<(), Error> {
    if lines.is_empty() {
        return Ok(());
    }
    let mut options = std::fs::OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(|error| away(&error))?;
    file.write_all(lines.as_bytes()).and_then(|()| file.sync_all()).map_err(|error| away(&error))
}

fn away(error: &std::io::Error) -> Error {
    Error::Unavailable(format!("the list of erasures: {error}"))
}
