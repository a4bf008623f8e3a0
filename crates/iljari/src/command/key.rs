//! `iljari key`: the master key.

use std::process::ExitCode;

use crate::command::at_the_terminal;
use crate::failure::Failure;
use crate::output::Output;
use crate::wiring::Place;

/// Changes the master key: seals every person's key under a new one and forgets the old. Broken off, it goes on.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// What to do.
    what: What,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum What {
    Change,
}

pub(crate) async fn run(options: &Options, place: &Place, output: &Output) -> Result<ExitCode, Failure> {
    let What::Change = options.what;
    let app = place.app().await?;
    let ctx = app.ctx(at_the_terminal(domain::Role::Operator));
    let done = app::key::change(&ctx, &app)
        .await
        .map_err(|error| Failure::of_app("change the master key", &app.catalogue, place.lang, &error))?;
    let value = serde_json::to_value(done).unwrap_or_default();
    let old = if done.forgotten { "forgotten" } else { "kept for another tenant" };
    output.result(&value, &[format!("{} keys sealed anew, the old master key is {old}", done.resealed)]);
    Ok(ExitCode::SUCCESS)
}
