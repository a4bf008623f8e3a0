//! `iljari allocate`: who gets what in a market of packed columns, with prices that prove it.

use std::path::PathBuf;
use std::process::ExitCode;

use domain::Message;
use matching::engine::{
    Allocation, Bidders, Certificate, Columns, NONE, OpeningIndex, SeekerIndex, Showing, Terms, allocate,
    bound, certify, show,
};

use crate::command::{market, one_of};
use crate::failure::Failure;
use crate::output::Output;
use crate::wiring::Place;

/// Allocates the seats of a market: the greatest sum of scores, within a point a person.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Directory of the market, as `generate market` writes it.
    #[arg(long, value_name = "DIR")]
    market: PathBuf,
    /// Where to write who gets what: .csv or .jsonl.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Where to write the lists to be shown, three to five a person: .csv or .jsonl.
    #[arg(long, value_name = "FILE")]
    lists: Option<PathBuf>,
    /// Which side bids [default: the one with fewer units].
    #[arg(long, value_name = "SIDE", value_parser = one_of::<Bidders>())]
    bidders: Option<Bidders>,
    /// Least raise of a price in points; the sum is within so much a person of the best.
    #[arg(long, value_name = "POINTS", default_value_t = 1, value_parser = clap::value_parser!(i32).range(1..=1_000))]
    raise: i32,
    /// Hold the result against every pair; minutes on a large market.
    #[arg(long)]
    check: bool,
    /// Threads [default: as many as there are cores].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1_024))]
    threads: Option<u16>,
}

pub(crate) fn run(options: &Options, place: &Place, output: &Output) -> Result<ExitCode, Failure> {
    let cost = market::Cost::begin();
    let columns = market::read(place, &options.market)?;
    let threads = market::threads(options.threads);
    let (openings, seekers) = (OpeningIndex::build(&columns), SeekerIndex::build(&columns));
    let terms = Terms { raise: options.raise, bidders: options.bidders, threads, ..Terms::default() };
    let allocation = allocate(&columns, &openings, &seekers, &terms);
    let bound = bound(&columns, &openings, &allocation, threads);
    let proof = options.check.then(|| certify(&columns, &allocation, true, threads)).transpose();
    let proof = proof.map_err(|fault| {
        Failure::new("prove the allocation")
            .cause(format!("{fault:?}"))
            .hint("report it: this is our mistake")
    })?;
    if let Some(path) = &options.out {
        write_seats(path, &allocation)?;
    }
    let shown = options.lists.as_ref().map(|path| {
        let shown = show(&columns, &openings, &allocation, &Showing { threads, ..Showing::default() });
        let mut rows = market::Rows::begin(path, &["seeker", "position", "opening", "score"])?;
        for (seeker, list) in shown.lists.iter().enumerate() {
            for (position, (opening, score)) in list.iter().enumerate() {
                rows.row(&[seeker as i64, position as i64 + 1, i64::from(*opening), i64::from(*score)])?;
            }
        }
        rows.end().map(|()| shown.lists.iter().map(Vec::len).sum::<usize>())
    });
    let shown = shown.transpose()?;
    tell(place, output, &columns, (&allocation, bound), proof, shown, &cost);
    Ok(ExitCode::SUCCESS)
}

fn write_seats(path: &std::path::Path, allocation: &Allocation) -> Result<(), Failure> {
    let mut rows =
        market::Rows::begin(path, &["seeker", "opening", "score", "opening_price", "seeker_price"])?;
    for (seeker, opening) in allocation.opening_of.iter().enumerate().filter(|(_, of)| **of != NONE) {
        rows.row(&[
            seeker as i64,
            i64::from(*opening),
            i64::from(allocation.scores[seeker]),
            i64::from(allocation.opening_prices[*opening as usize]),
            i64::from(allocation.seeker_prices[seeker]),
        ])?;
    }
    rows.end()
}

fn tell(
    place: &Place,
    output: &Output,
    columns: &Columns,
    (allocation, bound): (&Allocation, i64),
    proof: Option<Certificate>,
    shown: Option<usize>,
    cost: &market::Cost,
) {
    let certificate = proof.map(|proof| {
        serde_json::json!({ "primal": proof.primal, "dual_by_openings": proof.dual_by_openings,
            "dual_by_seekers": proof.dual_by_seekers, "gap": proof.gap() })
    });
    let gap = (bound - allocation.utility) as f64 / bound.max(1) as f64;
    let mut value = serde_json::json!({
        "seekers": columns.seekers.len(), "openings": columns.openings.len(), "seats": columns.seats(),
        "seats_filled": allocation.filled, "utility": allocation.utility, "bound": bound, "gap": gap,
        "bids": allocation.bids, "asked_again": allocation.asked_again,
        "hash": format!("{:016x}", allocation.hash()), "certificate": certificate, "shown": shown,
    });
    cost.tell(&mut value);
    let catalogue = place.catalogue();
    let told = Message::new("market-allocated")
        .with("filled", allocation.filled as usize)
        .with("seats", columns.seats() as usize)
        .with("seekers", columns.seekers.len())
        .with("utility", allocation.utility.to_string());
    let mut lines = vec![catalogue.say(place.lang, &told)];
    if proof.is_none() {
        let told = Message::new("market-bounded")
            .with("bound", bound.to_string())
            .with("gap", format!("{:.4}", gap * 100.0));
        lines.push(catalogue.say(place.lang, &told));
    }
    if let Some(proof) = proof {
        let told = Message::new("market-proved")
            .with("dual", proof.dual().to_string())
            .with("gap", format!("{:.4}", proof.gap() * 100.0));
        lines.push(catalogue.say(place.lang, &told));
    }
    if let Some(shown) = shown {
        lines.push(catalogue.say(place.lang, &Message::new("market-shown").with("shown", shown)));
    }
    output.result(&value, &lines);
}
