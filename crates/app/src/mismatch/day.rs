//! What everybody is told: one count a day, the first, kept where a restart does not change it. Two readings of one day are
//! the same, so that they do not tell who came or went between them. It must not know how anything is counted.

use domain::message::Message;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::view::Board;
use crate::{App, Error};

/// What the count is called in the store: by another name wherever a board reads otherwise.
const NAME: &str = "mismatch-2";

/// A board with what the open data leaves out.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    board: Board,
    /// Of each line, in order.
    changes: Vec<Vec<(Message, u64)>>,
}

/// The board of a day, or else the last one before, with its day.
pub(super) async fn last(app: &App, day: Date) -> Result<Option<(Date, Board)>, Error> {
    // A board that another version kept is no board: today's is counted instead.
    let kept = match store::day_count::last::<Kept>(&app.store, app.tenant, NAME, day).await {
        Ok(kept) => kept,
        Err(store::Error::Unreadable(_)) => None,
        Err(failed) => return Err(crate::fault(failed)),
    };
    Ok(kept.map(|(day, Kept { mut board, changes })| {
        board.lines.iter_mut().zip(changes).for_each(|(line, changes)| line.changes = changes);
        (day, board)
    }))
}

/// Keeps the board of a day, unless there is one.
pub(super) async fn keep(app: &App, day: Date, board: Board) -> Result<(), Error> {
    let changes = board.lines.iter().map(|line| line.changes.clone()).collect();
    let kept = Kept { board, changes };
    store::day_count::keep(&app.store, app.tenant, NAME, day, &kept).await.map_err(crate::fault)
}
