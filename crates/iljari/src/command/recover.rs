//! `iljari recover`: at home, what a machine has that will not open any more: its work comes in, and it may be given a new PIN.

use std::path::PathBuf;
use std::process::ExitCode;

use domain::Role;
use store::pin::{self, Cost};

use super::pin::{Ask, ask, refused};
use crate::ambient;
use crate::command::at_the_terminal;
use crate::failure::Failure;
use crate::field::{Files, system};
use crate::output::Output;
use crate::wiring::Place;

/// Reads a machine's data directory, or a copy of it, with home's key: after its PIN was lost, or destroyed by ten wrong ones. What it
/// did and never handed over comes in as if it had; of a machine that was given up it lies aside, each piece for a person to see to.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// The machine's data directory.
    machine: PathBuf,
    /// Give it a new PIN as well, which is asked for.
    #[arg(long)]
    new_pin: bool,
}

pub(crate) async fn run(options: &Options, place: &Place, output: &Output) -> Result<ExitCode, Failure> {
    let what = format!("recover {}", options.machine.display());
    let home = place.app().await?;
    let failed = |error: app::Error| Failure::of_app(&what, &home.catalogue, place.lang, &error);
    let files = Files::of(&options.machine);
    let keys = app::node::keys(&home);
    let opened = pin::recover(&files.key(), keys.opening()).map_err(|why| refused(&why))?;
    if options.new_pin {
        let new = ask(Ask::New)?;
        let renewed = pin::renew(&files.key(), &opened.key, &new, Cost::USUAL, ambient::seed());
        renewed.map_err(|why| refused(&why))?;
    }
    let there = place.at(&options.machine);
    let (machine, papers) = system(&there, &files, opened).await?;
    let supervisor = |app: &app::App| app.ctx(at_the_terminal(Role::Supervisor));
    let letter = app::outpost::pack(&supervisor(&machine), &machine).await.map_err(failed)?;
    let taken = app::sync::left_behind(&supervisor(&home), &home, &letter).await.map_err(failed)?;
    let name = &papers.charter.name;
    output.result(
        &serde_json::json!({ "node": papers.charter.node, "name": name, "taken": taken }),
        &[format!("{name}: pieces of work taken in: {taken}")],
    );
    Ok(ExitCode::SUCCESS)
}
