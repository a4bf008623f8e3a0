//! `iljari match`: two spreadsheets in, explained matches out; or a market of packed columns in, bare lists
//! out.

use std::path::PathBuf;
use std::process::ExitCode;

use app::match_files::{Desk, Pair, Written};
use domain::Message;

use crate::command::{file, market, match_market};
use crate::failure::Failure;
use crate::output::Output;
use crate::wiring::{Place, reader, reference};

/// Openings for each seeker when nobody says how many.
pub(super) const TOP: usize = 5;

/// Matches two files, or a market of packed columns, without a database. Nothing is kept.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// File of openings.
    #[arg(long, value_name = "FILE", required_unless_present = "market")]
    openings: Option<PathBuf>,
    /// File of seekers.
    #[arg(long, value_name = "FILE", required_unless_present = "market")]
    seekers: Option<PathBuf>,
    /// Directory of a market, as `generate market` writes it, instead of two files.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["openings", "seekers"])]
    market: Option<PathBuf>,
    /// Only this seeker of the market, by number; the list is printed.
    #[arg(long, value_name = "N", requires = "market", conflicts_with = "out")]
    seeker: Option<u32>,
    /// Only this opening of the market, by number: the best seekers for it are printed.
    #[arg(long, value_name = "N", requires = "market", conflicts_with_all = ["seeker", "out"])]
    opening: Option<u32>,
    /// Openings for each seeker [default: 5, or as many as a market has].
    #[arg(long, value_name = "K", value_parser = clap::value_parser!(u16).range(1..=1_000))]
    top: Option<u16>,
    /// Where to write: .xlsx, .csv or .json; of a market .csv or .jsonl, or nowhere.
    #[arg(long, value_name = "FILE", required_unless_present = "market")]
    out: Option<PathBuf>,
    /// Threads [default: as many as there are cores].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1_024))]
    threads: Option<u16>,
}

pub(crate) async fn run(options: &Options, place: &Place, output: &Output) -> Result<ExitCode, Failure> {
    if let Some(market) = &options.market {
        let one = (options.seeker, options.opening);
        let out = options.out.as_deref();
        return match_market::run(
            market,
            one,
            options.top.map(usize::from),
            out,
            options.threads,
            place,
            output,
        );
    }
    // The three are there: without them only --market is taken.
    let [openings, seekers, out] =
        [&options.openings, &options.seekers, &options.out].map(|path| path.clone().unwrap_or_default());
    let written = match out.extension().and_then(|extension| extension.to_str()) {
        Some("xlsx") => Written::Workbook,
        Some("csv") => Written::Csv,
        Some("json") => Written::Json,
        _ => {
            let failure = Failure::new(format!("write {}", out.display()));
            return Err(failure
                .cause("the ending tells the format")
                .hint("end the name in .xlsx, .csv or .json"));
        }
    };
    let city = place.city()?;
    let reader = reader()?;
    let today = city.zone().to_datetime((place.ambient().now)()).date();
    let desk = Desk { city: &city, reference: reference()?, reader: &reader, today };
    let (openings, seekers) = (file(&openings)?, file(&seekers)?);
    let catalogue = place.catalogue();
    let pair = Pair::read(&desk, &openings, &seekers)
        .map_err(|(name, why)| Failure::said(format!("read {name}"), &catalogue, place.lang, &why))?;
    let threads = market::threads(options.threads);
    let bar = output.progress("매칭", pair.seekers.len());
    let matches =
        pair.matches(options.top.map_or(TOP, usize::from), threads, &|done| bar.set_position(done as u64));
    bar.finish_and_clear();
    let bytes = app::match_files::write(&pair, &desk, &matches, written, &catalogue, place.lang)
        .map_err(|message| Failure::said("write the matches", &catalogue, place.lang, &message))?;
    std::fs::write(&out, bytes)
        .map_err(|error| Failure::new(format!("write {}", out.display())).because(&error))?;

    let found: usize = matches.iter().map(Vec::len).sum();
    let with_match = matches.iter().filter(|list| !list.is_empty()).count();
    let problems: Vec<_> = pair
        .problems
        .iter()
        .map(|p| {
            serde_json::json!({ "file": p.file, "sheet": p.sheet, "row": p.row, "column": p.column,
                "code": p.message.code, "message": catalogue.say(place.lang, &p.message) })
        })
        .collect();
    let value = serde_json::json!({
        "openings": pair.openings.len(), "seekers": pair.seekers.len(), "rejected": pair.rejected,
        "matches": found, "seekers_with_match": with_match, "out": out.display().to_string(),
        "problems": problems,
    });
    let mut lines: Vec<String> = Vec::new();
    for problem in &pair.problems {
        let mark = if problem.rejected { "!" } else { "-" };
        let said = catalogue.say(place.lang, &problem.message);
        lines.push(format!(
            "{mark} {} {} {} {}: {said}",
            problem.file, problem.sheet, problem.row, problem.column
        ));
    }
    let told = Message::new("match-told")
        .with("seekers", pair.seekers.len())
        .with("openings", pair.openings.len())
        .with("matches", found)
        .with("with", with_match)
        .with("rejected", pair.rejected)
        .with("out", out.display().to_string());
    lines.push(catalogue.say(place.lang, &told));
    output.result(&value, &lines);
    // As with `import`: what could be read was done, and a row that could not makes the exit 1.
    Ok(if pair.rejected > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
