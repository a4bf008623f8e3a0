//! `iljari looks`: whose records an account has looked at, for the notice that a leak demands within 72 hours.

use std::process::ExitCode;

use crate::command::at_the_terminal;
use crate::failure::Failure;
use crate::output::Output;
use crate::wiring::Place;

/// Prints whose records an account has looked at: ids and instants, one a line.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Sign-in name.
    login: String,
    /// From this instant on, such as 2026-03-01T00:00:00Z.
    #[arg(long)]
    since: jiff::Timestamp,
}

pub(crate) async fn run(options: &Options, place: &Place, output: &Output) -> Result<ExitCode, Failure> {
    let app = place.app().await?;
    let ctx = app.ctx(at_the_terminal(domain::Role::Auditor));
    let found = app::look::by_login(&ctx, &app, &options.login, options.since)
        .await
        .map_err(|error| Failure::of_app("list looks", &app.catalogue, place.lang, &error))?;
    let rows: Vec<_> = found
        .iter()
        .map(|(person, at)| serde_json::json!({ "person": person, "at": at.to_string() }))
        .collect();
    let lines: Vec<String> = found.iter().map(|(person, at)| format!("{at} {person}")).collect();
    output.result(&serde_json::json!({ "looks": rows }), &lines);
    Ok(ExitCode::SUCCESS)
}
