//! `iljari export`: open openings in a format of others.

use std::process::ExitCode;

use app::export::Format;

use crate::command::{at_the_terminal, one_of};
use crate::failure::Failure;
use crate::output::Output;
use crate::wiring::Place;

/// Prints open openings: the data itself, nothing else.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// What to give out.
    what: What,
    /// The format; headers of csv are in the language of --lang.
    #[arg(long, value_parser = one_of::<Format>())]
    format: Format,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum What {
    Openings,
}

pub(crate) async fn run(options: &Options, place: &Place, output: &Output) -> Result<ExitCode, Failure> {
    let What::Openings = options.what;
    let app = place.app().await?;
    let ctx = app.ctx(at_the_terminal(domain::Role::Supervisor));
    let bytes = app::export::openings_in(&ctx, &app, options.format, place.lang)
        .await
        .map_err(|error| Failure::of_app("give openings out", &app.catalogue, place.lang, &error))?;
    output.data(&bytes);
    Ok(ExitCode::SUCCESS)
}
