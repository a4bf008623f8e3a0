//! `iljari enrol`: makes this computer a machine of the city that works where there is no network.

use std::net::IpAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use app::outpost::Applicant;
use store::pin::{self, Cost};
use store::{BoxKey, envelope::Other};

use super::pin::{Ask, ask};
use crate::ambient;
use crate::failure::Failure;
use crate::field::{Files, system};
use crate::output::Output;
use crate::wiring::Place;

/// Enrols this computer as a machine that works away from home, with the one-time code from /staff/nodes. It asks for a new PIN,
/// which opens what the machine carries; without a terminal the PIN is the first line of the standard input.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Where home is, like https://jobs.example.kr.
    home: String,
    /// The one-time code.
    code: String,
    /// Where tablets will find this machine on its own network, like 192.168.50.1; more than one may be given.
    #[arg(long, value_name = "ADDR")]
    address: Vec<IpAddr>,
    /// What home's certificate comes from, in PEM, when browsers do not know it by themselves.
    #[arg(long, value_name = "FILE")]
    home_authority: Option<PathBuf>,
}

pub(crate) async fn run(options: &Options, place: &Place, output: &Output) -> Result<ExitCode, Failure> {
    let what = "enrol this machine";
    let failed = |error: app::Error| Failure::of_app(what, &place.catalogue(), place.lang, &error);
    let files = Files::of(&place.data);
    if files.key().exists() || place.database_file().exists() {
        let failure = Failure::new(what).cause(format!("{} is in use", place.data.display()));
        return Err(failure.hint("give an empty directory with --data; nothing is ever overwritten"));
    }
    let inner = options.home.starts_with("http://127.0.0.1") || options.home.starts_with("http://localhost");
    if !options.home.starts_with("https://") && !inner {
        let failure = Failure::new(what).cause("the one-time code would travel in the open");
        return Err(failure.hint("give the address of home with https://"));
    }
    std::fs::create_dir_all(&place.data).map_err(|error| Failure::new(what).because(&error))?;
    let trusted = match &options.home_authority {
        Some(file) => Some(
            std::fs::read_to_string(file)
                .map_err(|error| Failure::new(format!("read {}", file.display())).because(&error))?,
        ),
        None => None,
    };
    let pin = ask(Ask::New)?;
    let seeds = [ambient::seed(), ambient::seed(), ambient::seed()];
    let applicant =
        Applicant { home: options.home.clone(), trusted, addresses: options.address.clone(), seeds };
    let papers = applicant.apply((place.ambient().now)(), &options.code).await.map_err(failed)?;
    let hub: Option<BoxKey> =
        Other::from_text(&papers.charter.signing_key, &papers.charter.sealing_key).map(|home| home.sealing);
    let opened = pin::create(&files.key(), &pin, Cost::USUAL, hub.as_ref(), ambient::seed());
    let opened = opened.map_err(|error| {
        let failure = Failure::new(what).because(&error);
        failure.hint("the code is used up: give this machine up at home, and make it known anew")
    })?;
    files.keep(&opened, &papers)?;
    let name = papers.charter.name.clone();
    let (app, _) = system(place, &files, opened).await?;
    let bar = output.progress("loading", 0);
    let first = app::outpost::speak(&app).await;
    bar.finish_and_clear();
    let (records, note) = match first {
        Ok(round) => (round.records, String::new()),
        // It is enrolled all the same, and goes on when it is started.
        Err(error) => (0, failed(error).causes.join(": ")),
    };
    let value =
        serde_json::json!({ "node": papers.charter.node, "name": name, "records": records, "note": note });
    let mut lines =
        vec![format!("{name}: {records}"), format!("iljari serve --field --data {}", place.data.display())];
    lines.extend((!note.is_empty()).then_some(note));
    output.result(&value, &lines);
    Ok(ExitCode::SUCCESS)
}
