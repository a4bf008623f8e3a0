//! `iljari backup`: a consistent copy of the running database.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::failure::{Failure, of_store};
use crate::output::Output;
use crate::wiring::Place;

/// Writes a copy of the database to a new file. The master key is not in it: keep it elsewhere.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// File to write; it must not be there yet.
    file: PathBuf,
}

pub(crate) async fn run(options: &Options, place: &Place, output: &Output) -> Result<ExitCode, Failure> {
    let what = format!("back up to {}", options.file.display());
    if options.file.exists() {
        return Err(Failure::new(what).cause("the file is there already").hint("give a new name"));
    }
    if place.database.is_none() && !place.database_file().exists() {
        // Opening would make an empty one, and its copy would look like a backup.
        let failure = Failure::new(what).cause(format!("{} is not there", place.database_file().display()));
        return Err(failure.hint("name the directory of the data with --data"));
    }
    let store = place.store().await?;
    store::backup::to_file(&store, &options.file).await.map_err(|error| of_store(&what, &error))?;
    // The list of erasures goes along: a backup that is put back must not bring anybody back.
    let list = erasures_of(&options.file);
    store::erasure::join(&place.erasures_file(), &list).map_err(|error| of_store(&what, &error))?;
    let bytes = std::fs::metadata(&options.file).map(|metadata| metadata.len()).unwrap_or(0);
    let key = place.key_file().display().to_string();
    let value = serde_json::json!({ "file": options.file.display().to_string(), "bytes": bytes, "key": key });
    let lines = vec![
        format!("{} ({bytes} bytes)", options.file.display()),
        format!("without {key} nobody can read the people in it: keep a copy of the key elsewhere"),
    ];
    output.result(&value, &lines);
    Ok(ExitCode::SUCCESS)
}

/// The list of erasures beside a backup.
pub(crate) fn erasures_of(backup: &Path) -> PathBuf {
    let mut name = backup.as_os_str().to_owned();
    name.push(".erasures");
    PathBuf::from(name)
}
