//! `iljari mismatch`: why people and jobs do not meet, as the page tells it.

use std::process::ExitCode;

use app::allotment::{Price, Prices};
use app::mismatch::Board;
use domain::Message;

use crate::command::at_the_terminal;
use crate::failure::Failure;
use crate::output::Output;
use crate::wiring::Place;

/// Tells why people and jobs do not meet: the parts, the gaps by work and place, the index beside chance, the levers.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {}

pub(crate) async fn run(_: &Options, place: &Place, output: &Output) -> Result<ExitCode, Failure> {
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
        let line = |one: &Price| format!("  {} {} x{}", one.name, one.head, one.heads);
        std::iter::once(say(&Message::new(caption))).chain(dear.map(line)).collect::<Vec<_>>()
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
    for line in board.lines.iter().filter(|line| line.class.is_some()) {
        let class = line.class.map(|class| word("mismatch-kind", &class)).unwrap_or_default();
        out.push(format!(
            "{} x {}: {class} {}/{}",
            line.occupation_name,
            line.area_name,
            told(line.seekers),
            line.heads
        ));
        out.extend(line.changes.iter().map(|change| format!("  {}", say(change))));
    }
    for level in &board.levels {
        let share = |n: u32| f64::from(n) / 1_000.0;
        out.push(format!(
            "M {:.3} ({} {:.3}) n={}",
            share(level.index),
            say(&Message::new("mismatch-chance")),
            share(level.chance),
            level.cells
        ));
    }
    out.extend(
        board
            .levers
            .iter()
            .map(|lever| format!("{} +{}", word("mismatch-family", &lever.family), told(lever.alone))),
    );
    out
}
