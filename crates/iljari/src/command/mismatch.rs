//! `iljari mismatch`: why people and jobs do not meet, as the page tells it.

mod columns;

use std::path::PathBuf;
use std::process::ExitCode;

use app::allotment::{Price, Prices};
use app::mismatch::{Board, GAPS, KINDS, Lever, Line, mark};
use domain::Message;

use crate::command::{at_the_terminal, market};
use crate::failure::Failure;
use crate::output::Output;
use crate::wiring::Place;

/// Tells why people and jobs do not meet: the parts, the gaps by work and place, the index beside chance, the levers.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Directory of a market of packed columns, as `generate market` writes it; then no database is asked.
    #[arg(long, value_name = "DIR")]
    market: Option<PathBuf>,
    /// Threads that look pairs up [default: as many as there are cores].
    #[arg(long, value_name = "N", requires = "market", value_parser = clap::value_parser!(u16).range(1..=1_024))]
    threads: Option<u16>,
    /// Seed of the blind deals beside which the index is told.
    #[arg(long, value_name = "SEED", requires = "market", default_value_t = 1)]
    seed: u64,
}

pub(crate) async fn run(options: &Options, place: &Place, output: &Output) -> Result<ExitCode, Failure> {
    if let Some(directory) = &options.market {
        let columns = market::read(place, directory)?;
        return columns::run(&columns, market::threads(options.threads), options.seed, place, output);
    }
    if place.database.is_none() && !place.database_file().exists() {
        // Opening would make an empty city, and its noughts would look like a count.
        let failure = Failure::new("count the mismatch");
        let failure = failure.cause(format!("{} is not there", place.database_file().display()));
        return Err(failure.hint("name the directory of the data with --data, or a market with --market"));
    }
    let app = place.app().await?;
    // As the plan's manager sees it: what is printed goes further than what is shown.
    let ctx = app.ctx(at_the_terminal(domain::Role::PlanManager));
    let board = app::mismatch::now(&ctx, &app)
        .await
        .map_err(|error| Failure::of_app("count the mismatch", &app.catalogue, place.lang, &error))?;
    let failed = |error: &serde_json::Error| Failure::new("count the mismatch").because(error);
    let priced = |error: &app::Error| Failure::of_app("find prices", &app.catalogue, place.lang, error);
    app::allotment::renew(&app).await.map_err(|error| priced(&error))?;
    let prices = app::allotment::prices(&ctx, &app).await.map_err(|error| priced(&error))?;
    let mut value = serde_json::to_value(&board).map_err(|error| failed(&error))?;
    if let Some(board) = value.as_object_mut() {
        board.insert("prices".to_owned(), serde_json::to_value(&prices).map_err(|error| failed(&error))?);
    }
    let say = |message: &Message| app.catalogue.say(place.lang, message);
    let mut told = lines(&board, &say);
    told.extend(prices.iter().flat_map(|prices| dear(prices, &say)));
    output.result(&value, &told);
    Ok(ExitCode::SUCCESS)
}

/// Lines of each kind that are printed: the dearest.
const DEAR: usize = 10;

/// What one more head would bring, by work and by place.
fn dear(prices: &Prices, say: &dyn Fn(&Message) -> String) -> Vec<String> {
    let part = |caption: &'static str, lines: &[Price]| {
        let dear = lines.iter().filter(|one| one.head > 0).take(DEAR);
        let line = |one: &Price| format!("  {}: {} / {}", one.name, one.head, one.heads);
        let head = format!(
            "{}: {} / {}",
            say(&Message::new(caption)),
            say(&Message::new("price-head")),
            say(&Message::new("mismatch-heads"))
        );
        std::iter::once(head).chain(dear.map(line)).collect::<Vec<_>>()
    };
    [part("price-works", &prices.works), part("price-places", &prices.places)].concat()
}

/// A count, or that it is hidden.
fn told(n: Option<u64>) -> String {
    n.map_or_else(|| "-".to_owned(), |n| n.to_string())
}

fn lines(board: &Board, say: &dyn Fn(&Message) -> String) -> Vec<String> {
    let word = |kind: &str, name: &dyn ToString| say(&Message::word(kind, &name.to_string()));
    let mut out = vec![format!("{} #{}", board.as_of, board.seq)];
    out.push(format!(
        "{} {} / {} {}",
        say(&Message::new("mismatch-seekers")),
        told(board.seekers),
        say(&Message::new("mismatch-heads")),
        board.heads
    ));
    out.extend(
        board
            .parts
            .iter()
            .map(|part| format!("  {} {}", word("mismatch-kind", &part.kind), told(part.persons))),
    );
    out.extend(gaps(board, say));
    for (level, by) in board.levels.iter().zip(GAPS) {
        let share = |n: u32| f64::from(n) / 1_000.0;
        out.push(format!(
            "{}: M {:.3} (+{:.3}, {} {:.3}) n={}",
            word("mismatch-gap", &by),
            share(level.index),
            share(level.added),
            say(&Message::new("mismatch-chance")),
            share(level.chance),
            level.cells
        ));
    }
    out.extend(levers(board, say));
    out
}

/// The board: a line for each kind of work with the mark of each place, then what single changes would bring; and the dongs.
fn gaps(board: &Board, say: &dyn Fn(&Message) -> String) -> Vec<String> {
    let kinds = KINDS
        .iter()
        .map(|kind| format!("{} {}", mark(*kind), say(&Message::word("mismatch-kind", &kind.to_string()))));
    let mut out = vec![kinds.collect::<Vec<_>>().join(" · ")];
    let classed: Vec<&Line> = board.lines.iter().filter(|line| line.class.is_some()).collect();
    let mut works: Vec<&str> = classed.iter().map(|line| line.occupation_name.as_str()).collect();
    works.sort_unstable();
    works.dedup();
    for work in works {
        let of = || classed.iter().filter(|line| line.occupation_name == work);
        let places = of().filter_map(|line| {
            let (seekers, heads) = (told(line.seekers), line.heads);
            Some(format!("{} {} {seekers}/{heads}", mark(line.class?), line.area_name))
        });
        out.push(format!("{work}: {}", places.collect::<Vec<_>>().join(" | ")));
        let changes = of().flat_map(|line| line.changes.iter().map(move |change| (line, change)));
        out.extend(changes.map(|(line, (change, _))| format!("  {}: {}", line.area_name, say(change))));
    }
    let dongs = board.dongs.iter().filter_map(|dong| Some(format!("{} {}", mark(dong.class?), dong.name)));
    let dongs: Vec<String> = dongs.collect();
    if !dongs.is_empty() {
        out.push(format!("{}: {}", say(&Message::new("mismatch-map")), dongs.join(" | ")));
    }
    out
}

/// What each easing would bring, its share of what all would, and whose work that is; the most first, by what is told.
fn levers(board: &Board, say: &dyn Fn(&Message) -> String) -> Vec<String> {
    let mut levers: Vec<&Lever> = board.levers.iter().collect();
    levers.sort_by_key(|lever| std::cmp::Reverse(lever.alone));
    let line = |lever: &Lever| {
        let name = lever.family.to_string();
        let family = Message::word("mismatch-family", &name);
        let alone = match lever.alone {
            Some(n) => Message::new("mismatch-lever").with("family", family).with("n", n),
            None => Message::new("mismatch-lever-few").with("family", family),
        };
        let share = lever.share_tenths.filter(|tenths| *tenths > 0).map(|tenths| {
            let n = format!("{}.{}", tenths / 10, tenths % 10);
            format!(" {}", say(&Message::new("mismatch-lever-share").with("n", n)))
        });
        let act = say(&Message::word("mismatch-act", &name));
        format!("{}{}. {act}", say(&alone), share.unwrap_or_default())
    };
    levers.into_iter().map(line).collect()
}
