//! `iljari migrate`: the schema up to date, or all rows to another engine.

use std::process::ExitCode;

use store::{MasterKeys, Settings, Store, Url};

use crate::ambient;
use crate::failure::{Failure, of_store};
use crate::output::Output;
use crate::wiring::Place;

/// Brings the schema up to date; with --to also copies every row to an empty PostgreSQL database and
/// compares. Stop the server first.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Address of an empty PostgreSQL database.
    #[arg(long, value_name = "URL")]
    to: Option<String>,
}

pub(crate) async fn run(options: &Options, place: &Place, output: &Output) -> Result<ExitCode, Failure> {
    let from = place.store().await?;
    let Some(url) = &options.to else {
        let value = serde_json::json!({ "engine": from.engine(), "migrated": true });
        output.result(&value, &[format!("{}: the schema is up to date", from.engine())]);
        return Ok(ExitCode::SUCCESS);
    };
    let what = "copy the rows";
    let keys = MasterKeys::load_or_create(&place.key_file(), ambient::seed())
        .map_err(|error| Failure::new(what).because(&error))?;
    let to = Store::open(Settings::new(Url::Postgres(url.clone()), keys))
        .await
        .map_err(|error| of_store("open the target database", &error))?;
    let bar = output.progress("옮기기", 0);
    store::backup::copy(&from, &to, &|_, _| bar.inc(1)).await.map_err(|error| of_store(what, &error))?;
    bar.finish_and_clear();
    let (before, after) = tokio::join!(store::backup::hashes(&from), store::backup::hashes(&to));
    let before = before.map_err(|error| of_store(what, &error))?;
    let after = after.map_err(|error| of_store(what, &error))?;
    let equal = before == after;
    let rows: i64 = after.iter().map(|table| table.rows).sum();
    let value = serde_json::json!({ "engine": to.engine(), "rows": rows, "equal": equal, "tables": after });
    output.result(&value, &[format!("{rows} rows copied to {}; equal: {equal}", to.engine())]);
    Ok(if equal { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
