//! `iljari generate`: an invented market for benchmarks and for trying the engine, from a seed.

use std::path::PathBuf;
use std::process::ExitCode;

use domain::Message;
use matching::engine::{LICENCES_MOST, Shape, Spec, generate};

use crate::command::{market, one_of};
use crate::failure::Failure;
use crate::output::Output;
use crate::wiring::Place;

/// Invents data; nothing about real people is in it.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// A labour market of packed columns: the same for the same seed on every machine.
    Market(Market),
}

#[derive(Debug, clap::Args)]
struct Market {
    /// Directory to write, empty or not there yet.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// 20,000 x 2,000, 100,000 x 50,000 or 1,030,000 x 50,000 seekers and openings.
    #[arg(long, value_name = "SIZE", default_value = "s")]
    size: Size,
    /// Seekers, instead of the size's.
    #[arg(long, value_name = "N")]
    seekers: Option<usize>,
    /// Openings, instead of the size's.
    #[arg(long, value_name = "N")]
    openings: Option<usize>,
    /// Seekers per seat [default: as the seats fall].
    #[arg(long, value_name = "RATIO")]
    tightness: Option<f64>,
    /// The kind: a city, its adversaries, or one whose best allocation is known.
    #[arg(long, value_name = "KIND", default_value = "city", value_parser = one_of::<Shape>())]
    kind: Shape,
    /// The seed.
    #[arg(long, value_name = "SEED", default_value_t = 20_260_101)]
    seed: u64,
    /// Distinct licences.
    #[arg(long, value_name = "N", default_value_t = LICENCES_MOST)]
    licences: u32,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Size {
    S,
    M,
    L,
}

pub(crate) fn run(options: &Options, place: &Place, output: &Output) -> Result<ExitCode, Failure> {
    let What::Market(asked) = &options.what;
    let (seekers, openings) = match asked.size {
        Size::S => (20_000, 2_000),
        Size::M => (100_000, 50_000),
        Size::L => (1_030_000, 50_000),
    };
    let spec = Spec {
        seekers: asked.seekers.unwrap_or(seekers),
        openings: asked.openings.unwrap_or(openings),
        tightness: asked.tightness,
        seed: asked.seed,
        shape: asked.kind,
        licences: asked.licences,
    };
    let drawn = generate(&spec).map_err(|refusal| market::refused(place, "draw a market", &refusal))?;
    market::write(&drawn.columns, &asked.out)?;
    let columns = &drawn.columns;
    let hash = format!("{:016x}", columns.hash());
    let known = drawn.planted.as_ref().map(|planted| {
        serde_json::json!({ "utility": planted.utility, "seats_filled": planted.seats_filled,
            "mismatch": planted.mismatch() })
    });
    let value = serde_json::json!({
        "kind": asked.kind.to_string(), "seed": asked.seed, "seekers": columns.seekers.len(),
        "openings": columns.openings.len(), "seats": columns.seats(), "hash": hash, "known": known,
        "out": asked.out.display().to_string(),
    });
    let told = Message::new("market-generated")
        .with("seekers", columns.seekers.len())
        .with("openings", columns.openings.len())
        .with("seats", columns.seats() as usize)
        .with("hash", hash)
        .with("out", asked.out.display().to_string());
    output.result(&value, &[place.catalogue().say(place.lang, &told)]);
    Ok(ExitCode::SUCCESS)
}
