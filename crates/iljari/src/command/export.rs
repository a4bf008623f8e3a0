//! `iljari export`: open openings in a format of others, and anonymised rows for research.

use std::process::ExitCode;

use app::export::Format;

use crate::command::{at_the_terminal, one_of};
use crate::failure::Failure;
use crate::output::Output;
use crate::wiring::Place;

/// Prints open openings, or anonymised rows for research: the data itself, nothing else.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// What to give out.
    what: What,
    /// The format of openings; headers of csv are in the language of --lang. Research is csv.
    #[arg(long, value_parser = one_of::<Format>(), required_if_eq("what", "openings"))]
    format: Option<Format>,
    /// The year of the rows for research [default: the present one].
    #[arg(long)]
    year: Option<i16>,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum What {
    Openings,
    Research,
}

pub(crate) async fn run(options: &Options, place: &Place, output: &Output) -> Result<ExitCode, Failure> {
    let app = place.app().await?;
    let bytes = match options.what {
        What::Openings => {
            let ctx = app.ctx(at_the_terminal(domain::Role::Supervisor));
            let format = options.format.unwrap_or(Format::Csv);
            app::export::openings_in(&ctx, &app, format, place.lang)
                .await
                .map_err(|error| Failure::of_app("give openings out", &app.catalogue, place.lang, &error))?
        }
        What::Research => {
            let ctx = app.ctx(at_the_terminal(domain::Role::PlanManager));
            let told = app::research::export(&ctx, &app, options.year).await;
            let told = told.map_err(|error| {
                Failure::of_app("give rows to research", &app.catalogue, place.lang, &error)
            })?;
            app::research::csv(&told)
        }
    };
    output.data(&bytes);
    Ok(ExitCode::SUCCESS)
}
