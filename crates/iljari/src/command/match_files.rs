//! `iljari match`: two spreadsheets in, explained matches out.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use app::import::File;
use app::match_files::{Desk, Pair, Written};

use crate::failure::Failure;
use crate::output::Output;
use crate::wiring::{Place, reader, reference};

/// Matches two files without a database. Nothing is kept.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// File of openings.
    #[arg(long, value_name = "FILE")]
    openings: PathBuf,
    /// File of seekers.
    #[arg(long, value_name = "FILE")]
    seekers: PathBuf,
    /// Openings for each seeker.
    #[arg(long, value_name = "K", default_value_t = 5)]
    top: usize,
    /// Where to write: .xlsx, .csv or .json.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Threads [default: as many as there are cores].
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
}

pub(crate) async fn run(options: &Options, place: &Place, output: &Output) -> Result<ExitCode, Failure> {
    let written = match options.out.extension().and_then(|extension| extension.to_str()) {
        Some("xlsx") => Written::Workbook,
        Some("csv") => Written::Csv,
        Some("json") => Written::Json,
        _ => {
            let failure = Failure::new(format!("write {}", options.out.display()));
            return Err(failure
                .cause("the ending tells the format")
                .hint("end the name in .xlsx, .csv or .json"));
        }
    };
    let city = place.city()?;
    let reader = reader()?;
    let today = city.zone().to_datetime((place.ambient().now)()).date();
    let desk = Desk { city: &city, reference: reference()?, reader: &reader, today };
    let (openings, seekers) = (file(&options.openings)?, file(&options.seekers)?);
    let catalogue = place.catalogue();
    let pair = Pair::read(&desk, &openings, &seekers)
        .map_err(|message| Failure::said("read the two files", &catalogue, place.lang, &message))?;
    let threads =
        options.threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, |n| n.get()));
    let bar = output.progress("매칭", pair.seekers.len());
    let matches = pair.matches(options.top.clamp(1, 1_000), threads, &|done| bar.set_position(done as u64));
    bar.finish_and_clear();
    let bytes = app::match_files::write(&pair, &desk, &matches, written, &catalogue, place.lang)
        .map_err(|message| Failure::said("write the matches", &catalogue, place.lang, &message))?;
    std::fs::write(&options.out, bytes)
        .map_err(|error| Failure::new(format!("write {}", options.out.display())).because(&error))?;

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
        "matches": found, "seekers_with_match": with_match, "out": options.out.display().to_string(),
        "problems": problems,
    });
    let lines = vec![format!(
        "{} seekers x {} openings: {found} matches for {with_match} seekers -> {}",
        pair.seekers.len(),
        pair.openings.len(),
        options.out.display()
    )];
    output.result(&value, &lines);
    for problem in pair.problems.iter().filter(|problem| problem.rejected) {
        output.note(&format!(
            "! {} {}: {}",
            problem.file,
            problem.row,
            catalogue.say(place.lang, &problem.message)
        ));
    }
    Ok(ExitCode::SUCCESS)
}

fn file(path: &Path) -> Result<File, Failure> {
    let bytes = std::fs::read(path)
        .map_err(|error| Failure::new(format!("read {}", path.display())).because(&error))?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(File { name, bytes })
}
