//! `iljari match --market`: the exact lists of a market of packed columns.

use std::path::Path;
use std::process::ExitCode;

use domain::Message;
use matching::engine::{Columns, Listed, Lists, OpeningIndex, Path as Instructions, SeekerIndex};

use crate::command::market;
use crate::command::match_files::TOP;
use crate::failure::Failure;
use crate::output::Output;
use crate::wiring::Place;

/// The lists of everybody, or of the one seeker or opening told.
pub(crate) fn run(
    directory: &Path,
    (seeker, opening): (Option<u32>, Option<u32>),
    top: Option<usize>,
    out: Option<&Path>,
    threads: Option<u16>,
    place: &Place,
    output: &Output,
) -> Result<ExitCode, Failure> {
    let cost = market::Cost::begin();
    let columns = market::read(place, directory)?;
    // Whoever named no number is not refused for one: a market without openings has empty lists.
    let top = |rows: usize| top.unwrap_or_else(|| TOP.min(rows));
    let empty = |rows: usize| rows == 0 && top(rows) == 0;
    if let Some(at) = seeker {
        let row = row_of(at, columns.seekers.len(), "seeker")?;
        let rows = columns.openings.len();
        let best =
            || OpeningIndex::build(&columns).best(&columns.seekers.row(row), top(rows), Instructions::Best);
        let list = if empty(rows) { Ok(Vec::new()) } else { best() };
        tell_one(place, &list.map_err(|refusal| market::refused(place, "list openings", &refusal))?, output);
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(at) = opening {
        let row = row_of(at, columns.openings.len(), "opening")?;
        let rows = columns.seekers.len();
        let best =
            || SeekerIndex::build(&columns).best(&columns.openings.row(row), top(rows), Instructions::Best);
        let list = if empty(rows) { Ok(Vec::new()) } else { best() };
        tell_one(place, &list.map_err(|refusal| market::refused(place, "list seekers", &refusal))?, output);
        return Ok(ExitCode::SUCCESS);
    }
    let rows = columns.openings.len();
    let all = || {
        OpeningIndex::build(&columns).all(&columns, top(rows), market::threads(threads), Instructions::Best)
    };
    let lists = if empty(rows) { Ok(Lists::default()) } else { all() };
    let lists = lists.map_err(|refusal| market::refused(place, "list openings", &refusal))?;
    if let Some(path) = out {
        write(path, &lists)?;
    }
    tell(place, output, &columns, &lists, &cost);
    Ok(ExitCode::SUCCESS)
}

fn row_of(at: u32, rows: usize, noun: &str) -> Result<usize, Failure> {
    let row = at as usize;
    if row < rows {
        return Ok(row);
    }
    let failure = Failure::new(format!("find {noun} {at}")).cause(format!("the market has {rows}"));
    Err(failure.hint("numbers begin at 0"))
}

fn tell_one(place: &Place, list: &[Listed], output: &Output) {
    let rows: Vec<_> =
        list.iter().map(|listed| serde_json::json!({ "row": listed.row, "score": listed.value })).collect();
    let head = Message::new("market-listed").with("count", list.len());
    let lines = list.iter().map(|listed| format!("{} {}", listed.row, listed.value));
    let lines: Vec<String> = std::iter::once(place.catalogue().say(place.lang, &head)).chain(lines).collect();
    output.result(&serde_json::json!({ "list": rows }), &lines);
}

fn write(path: &Path, lists: &Lists) -> Result<(), Failure> {
    let mut rows = market::Rows::begin(path, &["seeker", "position", "opening", "score"])?;
    for seeker in 0..lists.len() {
        for (position, listed) in lists.of(seeker).iter().enumerate() {
            rows.row(&[seeker as i64, position as i64 + 1, i64::from(listed.row), i64::from(listed.value)])?;
        }
    }
    rows.end()
}

fn tell(place: &Place, output: &Output, columns: &Columns, lists: &Lists, cost: &market::Cost) {
    let with = (0..lists.len()).filter(|row| !lists.of(*row).is_empty()).count();
    let hash = format!("{:016x}", lists.hash());
    let (seekers, openings) = (columns.seekers.len(), columns.openings.len());
    let mut value = serde_json::json!({
        "seekers": seekers, "openings": openings, "pairs": seekers as u64 * openings as u64,
        "rows": lists.rows(), "seekers_with_match": with, "hash": hash,
    });
    cost.tell(&mut value);
    let told = Message::new("market-matched")
        .with("seekers", seekers)
        .with("openings", openings)
        .with("matches", lists.rows())
        .with("with", with)
        .with("hash", hash);
    output.result(&value, &[place.catalogue().say(place.lang, &told)]);
}
