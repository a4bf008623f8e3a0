//! `iljari mismatch`: why people and jobs do not meet, as the page tells it.

use std::process::ExitCode;

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
    let value =
        serde_json::to_value(&board).map_err(|error| Failure::new("count the mismatch").because(&error))?;
    let say = |message: &Message| app.catalogue.say(place.lang, message);
    output.result(&value, &lines(&board, &say));
    Ok(ExitCode::SUCCESS)
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
