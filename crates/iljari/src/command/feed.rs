//! `iljari feed`: the public change feed of openings, for programs; and fetching what neighbours and lists of the state share.

use std::process::ExitCode;

use app::neighbour::Pulled;
use domain::Message;
use domain::connector::Kind;
use serde_json::json;

use crate::command::{at_the_terminal, one_of};
use crate::failure::Failure;
use crate::output::Output;
use crate::wiring::Place;

/// Prints what changed among public openings after a sequence number, or all of them, one JSON object a line; or fetches what
/// neighbouring cities and lists of the state share.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// What to follow, or `pull` to fetch now.
    what: What,
    /// Sequence number after which to begin; all that are shown now when it is not told.
    #[arg(long, value_name = "SEQ")]
    after: Option<i64>,
    /// Of `pull`: only this neighbour, by name or area code; all of them if not given.
    #[arg(long, value_name = "NAME", conflicts_with = "connector")]
    neighbour: Option<String>,
    /// Of `pull`: this list of the state instead of neighbours.
    #[arg(long, value_name = "LIST", value_parser = one_of::<Kind>())]
    connector: Option<Kind>,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum What {
    Openings,
    Pull,
}

pub(crate) async fn run(options: &Options, place: &Place, output: &Output) -> Result<ExitCode, Failure> {
    match (options.what, options.connector) {
        (What::Openings, _) => openings(options, place, output).await,
        (What::Pull, None) => pull(options, place, output).await,
        (What::Pull, Some(kind)) => connector(kind, place, output).await,
    }
}

async fn openings(options: &Options, place: &Place, output: &Output) -> Result<ExitCode, Failure> {
    let app = place.app().await?;
    let ctx = app.ctx(at_the_terminal(domain::Role::Supervisor));
    let feed = app::feed::openings(&ctx, &app, options.after, usize::MAX)
        .await
        .map_err(|error| Failure::of_app("read the feed", &app.catalogue, place.lang, &error))?;
    output.data(&feed.bytes);
    Ok(ExitCode::SUCCESS)
}

async fn pull(options: &Options, place: &Place, output: &Output) -> Result<ExitCode, Failure> {
    let app = place.app().await?;
    let ctx = app.system_ctx();
    let failed = |error: app::Error| {
        Failure::of_app("fetch what neighbours share", &app.catalogue, place.lang, &error)
    };
    let pulled: Vec<Pulled> = match &options.neighbour {
        Some(name) => {
            let neighbour = app::neighbour::named(&ctx, &app, name).await;
            let neighbour = neighbour.map_err(|error| {
                failed(error).hint("write its name as it stands on /staff/exchange/neighbours")
            })?;
            vec![app::neighbour::pull(&ctx, &app, &neighbour).await.map_err(failed)?]
        }
        None => app::neighbour::pull_all(&ctx, &app).await.map_err(failed)?,
    };
    let lines: Vec<String> = pulled.iter().map(|one| line(&app, place, one)).collect();
    output.result(&json!({ "pulled": pulled }), &lines);
    let well = pulled.iter().all(|one| one.failure.is_none());
    Ok(if well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn line(app: &app::App, place: &Place, one: &Pulled) -> String {
    let told = Message::new("neighbour-pull-told")
        .with("name", one.name.as_str())
        .with("batches", one.batches)
        .with("shown", one.shown)
        .with("removed", one.removed);
    let told = app.catalogue.say(place.lang, &told);
    match one.failure {
        None => told,
        Some(why) => {
            format!("{told}: {}", app.catalogue.word(place.lang, &format!("neighbour-failure-{why}")))
        }
    }
}

async fn connector(kind: Kind, place: &Place, output: &Output) -> Result<ExitCode, Failure> {
    let app = place.app().await?;
    let run = app::connector::run(&app.system_ctx(), &app, kind)
        .await
        .map_err(|error| Failure::of_app("fetch a list of the state", &app.catalogue, place.lang, &error))?;
    let problems: Vec<String> =
        run.problems.iter().map(|problem| app.catalogue.say(place.lang, problem)).collect();
    let value = json!({
        "connector": kind.to_string(), "read": run.read, "created": run.created, "updated": run.updated,
        "unchanged": run.unchanged, "closed": run.closed, "rejected": run.rejected, "whole": run.whole,
        "fails": run.fails, "problems": problems,
    });
    let told = Message::new("connector-told")
        .with("read", run.read)
        .with("created", run.created)
        .with("updated", run.updated)
        .with("unchanged", run.unchanged)
        .with("closed", run.closed)
        .with("rejected", run.rejected);
    let mut lines = vec![app.catalogue.say(place.lang, &told)];
    lines.extend(problems);
    output.result(&value, &lines);
    Ok(if run.fails == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
