//! `iljari verify`: is everything as it was written?

use std::process::ExitCode;

use crate::command::at_the_terminal;
use crate::failure::Failure;
use crate::output::Output;
use crate::wiring::Place;

/// Checks the change log's chain, the rows against the log and the projections against the rows.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {}

pub(crate) async fn run(_: &Options, place: &Place, output: &Output) -> Result<ExitCode, Failure> {
    let app = place.app().await?;
    let ctx = app.ctx(at_the_terminal(domain::Role::Operator));
    let found = app::system::verify(&ctx, &app)
        .await
        .map_err(|error| Failure::of_app("verify", &app.catalogue, place.lang, &error))?;
    let ok = found.chain_ok && found.ledger_ok && found.projections_ok;
    let value = serde_json::to_value(&found).map_err(|error| Failure::new("verify").because(&error))?;
    let mut lines = vec![format!(
        "{} changes: chain {}, rows {}, projections {}",
        found.changes,
        word(found.chain_ok),
        word(found.ledger_ok),
        word(found.projections_ok)
    )];
    lines.extend(found.first_bad.map(|seq| format!("first entry that does not fit: {seq}")));
    output.result(&value, &lines);
    Ok(if ok { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn word(ok: bool) -> &'static str {
    if ok { "ok" } else { "WRONG" }
}
