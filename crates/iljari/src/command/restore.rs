//! `iljari restore`: a backup into an empty data directory, checked before it is used.

use std::path::PathBuf;
use std::process::ExitCode;

use crate::command::at_the_terminal;
use crate::command::backup::erasures_of;
use crate::failure::{Failure, of_store};
use crate::output::Output;
use crate::wiring::Place;

/// Puts a backup into an empty data directory and verifies it. The master key must lie there already.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// The backup.
    file: PathBuf,
}

pub(crate) async fn run(options: &Options, place: &Place, output: &Output) -> Result<ExitCode, Failure> {
    let what = format!("restore {}", options.file.display());
    if place.database.is_some() {
        let failure = Failure::new(what).cause("a backup is a file of the embedded database");
        return Err(failure.hint("restore it without --database, then use iljari migrate --to"));
    }
    let target = place.database_file();
    if target.exists() {
        let failure = Failure::new(what).cause(format!("{} is there already", target.display()));
        return Err(failure.hint("give an empty directory with --data; nothing is ever overwritten"));
    }
    if !place.key_file().exists() {
        let failure = Failure::new(what).cause(format!("{} is missing", place.key_file().display()));
        return Err(failure.hint("copy the master key that belongs to this backup there first"));
    }
    // A whole copy under another name first, so that a full disk leaves no half database behind.
    let partial = place.data.join("restore.partial");
    std::fs::copy(&options.file, &partial)
        .and_then(|_| std::fs::rename(&partial, &target))
        .map_err(|error| Failure::new(&what).because(&error))?;
    // What was erased after this backup was made is erased again when the system is opened.
    store::erasure::join(&erasures_of(&options.file), &place.erasures_file())
        .map_err(|error| of_store(&what, &error))?;
    match checked(place).await {
        Ok(changes) => {
            let value = serde_json::json!({ "changes": changes, "data": place.data.display().to_string() });
            output.result(
                &value,
                &[format!("{changes} changes restored and verified in {}", place.data.display())],
            );
            Ok(ExitCode::SUCCESS)
        }
        Err(failure) => {
            // What does not verify must not be served by the next command.
            for ending in ["", "-wal", "-shm"] {
                let _ = std::fs::remove_file(format!("{}{ending}", target.display()));
            }
            Err(failure)
        }
    }
}

async fn checked(place: &Place) -> Result<i64, Failure> {
    let app = place.app().await?;
    let ctx = app.ctx(at_the_terminal(domain::Role::Operator));
    let found = app::system::verify(&ctx, &app)
        .await
        .map_err(|error| Failure::of_app("verify the backup", &app.catalogue, place.lang, &error))?;
    if found.chain_ok && found.ledger_ok {
        return Ok(found.changes);
    }
    let failure = Failure::new("verify the backup")
        .cause(format!("entry {:?} of the change log does not fit", found.first_bad));
    Err(failure.hint("try an older backup"))
}
