//! `iljari match`: two spreadsheets in, explained matches out.

use std::path::PathBuf;
use std::process::ExitCode;

use app::match_files::{Desk, Pair, Written};
use domain::Message;

use crate::command::file;
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
    #[arg(long, value_name = "K", default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..=1_000))]
    top: u16,
    /// Where to write: .xlsx, .csv or .json.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Threads [default: as many as there are cores].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1_024))]
    threads: Option<u16>,
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
        .map_err(|(name, why)| Failure::said(format!("read {name}"), &catalogue, place.lang, &why))?;
    let threads = options
        .threads
        .map_or_else(|| std::thread::available_parallelism().map_or(1, |n| n.get()), usize::from);
    let bar = output.progress("매칭", pair.seekers.len());
    let matches = pair.matches(usize::from(options.top), threads, &|done| bar.set_position(done as u64));
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
        .with("out", options.out.display().to_string());
    lines.push(catalogue.say(place.lang, &told));
    output.result(&value, &lines);
    // As with `import`: what could be read was done, and a row that could not makes the exit 1.
    Ok(if pair.rejected > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
