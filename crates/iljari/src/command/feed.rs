//! `iljari feed`: the public change feed of openings, for programs.

use std::process::ExitCode;

use crate::command::at_the_terminal;
use crate::failure::Failure;
use crate::output::Output;
use crate::wiring::Place;

/// Prints what changed among public openings after a sequence number, or all of them, one JSON object a line.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// What to follow.
    what: What,
    /// Sequence number after which to begin; all that are shown now when it is not told.
    #[arg(long, value_name = "SEQ")]
    after: Option<i64>,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum What {
    Openings,
}

pub(crate) async fn run(options: &Options, place: &Place, output: &Output) -> Result<ExitCode, Failure> {
    let What::Openings = options.what;
    let app = place.app().await?;
    let ctx = app.ctx(at_the_terminal(domain::Role::Supervisor));
    let feed = app::feed::openings(&ctx, &app, options.after, usize::MAX)
        .await
        .map_err(|error| Failure::of_app("read the feed", &app.catalogue, place.lang, &error))?;
    output.data(&feed.bytes);
    Ok(ExitCode::SUCCESS)
}
