//! The commands: one file each, the doc comment is the help.

mod allocate;
mod backup;
mod book;
mod bulletin;
mod check;
mod demo;
mod doctor;
mod enrol;
mod export;
mod feed;
mod generate;
mod import;
mod key;
mod looks;
mod market;
mod match_files;
mod match_market;
mod migrate;
mod mismatch;
mod pin;
mod recover;
mod restore;
mod retention;
mod serve;
mod user;
mod verify;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use app::import::File;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand};
use domain::message::Lang;
use strum::IntoEnumIterator;

use crate::failure::Failure;
use crate::output::Output;
use crate::wiring::Place;

/// 일자리: the open, self-hosted job network of a whole city.
#[derive(Debug, Parser)]
#[command(name = "iljari", version, propagate_version = true)]
pub(crate) struct Options {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    command: Command,
}

/// Options of every command.
#[derive(Debug, Args)]
pub(crate) struct Global {
    /// Directory of the data [default: ./iljari-data].
    #[arg(help_heading = "Everywhere", long, global = true, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// PostgreSQL address, instead of the embedded database.
    #[arg(help_heading = "Everywhere", long, global = true, value_name = "URL")]
    pub(crate) database: Option<String>,
    /// City: a name built in, or the path of a city file.
    #[arg(help_heading = "Everywhere", long, global = true, value_name = "NAME|PATH")]
    pub(crate) city: Option<String>,
    /// Configuration file.
    #[arg(help_heading = "Everywhere", long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Language of messages.
    #[arg(help_heading = "Everywhere", long, global = true, value_name = "LANG", default_value = "ko", value_parser = one_of::<Lang>())]
    pub(crate) lang: Lang,
    /// Print exactly one JSON object on stdout.
    #[arg(help_heading = "Everywhere", long, global = true)]
    pub(crate) json: bool,
    /// File that holds the instant to live in (test builds only).
    #[cfg(any(debug_assertions, feature = "test-clock"))]
    #[arg(help_heading = "Everywhere", long, global = true, value_name = "FILE")]
    clock_file: Option<PathBuf>,
}

impl Global {
    pub(crate) fn clock_file(&self) -> Option<PathBuf> {
        #[cfg(any(debug_assertions, feature = "test-clock"))]
        return self.clock_file.clone();
        #[cfg(not(any(debug_assertions, feature = "test-clock")))]
        None
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    Serve(serve::Options),
    Demo(demo::Options),
    Import(import::Options),
    Export(export::Options),
    Feed(feed::Options),
    Match(match_files::Options),
    Generate(generate::Options),
    Allocate(allocate::Options),
    Check(check::Options),
    Book(book::Options),
    Bulletin(bulletin::Options),
    Mismatch(mismatch::Options),
    Enrol(enrol::Options),
    Pin(pin::Options),
    Recover(recover::Options),
    User(user::Options),
    Verify(verify::Options),
    Doctor(doctor::Options),
    Backup(backup::Options),
    Restore(restore::Options),
    Retention(retention::Options),
    Looks(looks::Options),
    Key(key::Options),
    Migrate(migrate::Options),
    /// Reads a file from standard input within limits; what `import` runs as a child.
    #[command(hide = true)]
    ReadTable,
}

pub(crate) fn run(options: Options, output: &Output) -> Result<ExitCode, Failure> {
    if matches!(options.command, Command::ReadTable) {
        return Ok(documents::child::main());
    }
    let place = Place::new(&options.global)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::new("start").because(&error))?;
    runtime.block_on(async {
        match options.command {
            Command::Serve(options) => serve::run(&options, &place, output).await,
            Command::Demo(options) => demo::run(&options, &place, output).await,
            Command::Import(options) => import::run(&options, &place, output).await,
            Command::Export(options) => export::run(&options, &place, output).await,
            Command::Feed(options) => feed::run(&options, &place, output).await,
            Command::Match(options) => match_files::run(&options, &place, output).await,
            Command::Mismatch(options) => mismatch::run(&options, &place, output).await,
            Command::Generate(options) => generate::run(&options, &place, output),
            Command::Allocate(options) => allocate::run(&options, &place, output),
            Command::Book(options) => book::run(&options, &place, output).await,
            Command::Bulletin(options) => bulletin::run(&options, &place, output).await,
            Command::Check(options) => check::run(&options, &place, output),
            Command::Enrol(options) => enrol::run(&options, &place, output).await,
            Command::Pin(options) => pin::run(&options, &place, output),
            Command::Recover(options) => recover::run(&options, &place, output).await,
            Command::User(options) => user::run(&options, &place, output).await,
            Command::Verify(options) => verify::run(&options, &place, output).await,
            Command::Doctor(options) => doctor::run(&options, &place, output).await,
            Command::Backup(options) => backup::run(&options, &place, output).await,
            Command::Retention(options) => retention::run(&options, &place, output).await,
            Command::Looks(options) => looks::run(&options, &place, output).await,
            Command::Key(options) => key::run(&options, &place, output).await,
            Command::Restore(options) => restore::run(&options, &place, output).await,
            Command::Migrate(options) => migrate::run(&options, &place, output).await,
            Command::ReadTable => Ok(documents::child::main()),
        }
    })
}

/// Reads one of the values of `T`, which an unknown one is answered with.
pub(crate) fn one_of<T>() -> impl TypedValueParser<Value = T>
where
    T: IntoEnumIterator + std::fmt::Display + std::str::FromStr + Clone + Send + Sync + 'static,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    PossibleValuesParser::new(T::iter().map(|value| value.to_string())).try_map(|value| value.parse::<T>())
}

/// A file that is named on the command line.
pub(crate) fn file(path: &Path) -> Result<File, Failure> {
    let bytes = std::fs::read(path).map_err(|error| {
        let failure = Failure::new(format!("read {}", path.display())).because(&error);
        failure.hint("check the path, and that you may read the file")
    })?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(File { name, bytes })
}

/// The actor of commands: whoever may run the program on this machine holds the data anyway.
pub(crate) fn at_the_terminal(role: domain::Role) -> domain::Actor {
    domain::Actor { role, ..domain::Actor::system() }
}
