//! `iljari retention`: the day's run of the retention clock, by hand.

use std::process::ExitCode;

use crate::command::at_the_terminal;
use crate::failure::Failure;
use crate::output::Output;
use crate::wiring::Place;

/// Tells whom to remove, removes who was told in time, and forgets what has its own period.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Go on where a run stopped because too many would go at once or the clock had jumped.
    #[arg(long)]
    agree: bool,
}

pub(crate) async fn run(options: &Options, place: &Place, output: &Output) -> Result<ExitCode, Failure> {
    let app = place.app().await?;
    let ctx = app.ctx(at_the_terminal(domain::Role::Operator));
    let done = app::retention::daily(&ctx, &app, options.agree)
        .await
        .map_err(|error| Failure::of_app("run the retention clock", &app.catalogue, place.lang, &error))?;
    let value = serde_json::to_value(&done).unwrap_or_default();
    let line = match done.stopped {
        Some(_) => "stopped: look at the figures, then run it again with --agree".to_owned(),
        None => format!("{} told, {} removed, {} looks forgotten", done.told, done.removed, done.looks),
    };
    output.result(&value, &[line]);
    Ok(if done.stopped.is_some() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
