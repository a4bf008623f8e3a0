//! The count of a past entry of the log, as a report book freezes it: what everybody may read, so that no book holds a small
//! cell. It must not know the rest of the book.

use domain::opening::Opening;
use domain::report_book::{Gap, GapDong, GapLevel, GapLever, GapLine, GapPart, Mismatch};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use super::view::{Board, Seen, board};
use super::{GAPS, count, ground};
use crate::{App, Error};

/// By which method the count is made. A book made by another is not counted again. The second knows who was told of what,
/// the third tells the best changes of a cell alone and asks for nothing that is to be gained for other work.
const METHOD: u32 = 3;
/// Lines that a book shows: those in which most seek.
const LINES: usize = 30;

/// What a book that is gathered anew had frozen.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Frozen<'a> {
    /// It is made for the first time.
    No,
    /// It was frozen with this, or before there was any.
    With(Option<&'a Mismatch>),
}

/// What a book says of the mismatch at an entry of the log. What cannot be counted again is kept as it was frozen: people
/// were erased since, lists they were shown are forgotten, or another method counted them.
pub(crate) async fn freeze(
    app: &App,
    at: (i64, Timestamp, Date),
    open: &[(Opening, i64)],
    frozen: Frozen<'_>,
) -> Result<Option<Mismatch>, Error> {
    if let Frozen::With(known) = frozen {
        let Some(known) = known else { return Ok(None) };
        let other = known.method != METHOD || forgotten_since(app, at.1);
        if other || !ground::erased_since(app, at.0).await?.is_empty() {
            return Ok(Some(known.clone()));
        }
    }
    let (ground, city) = (ground::then(app, at, open).await?, app.city.clone());
    let counted = tokio::task::spawn_blocking(move || count::count(ground, &city)).await;
    // Of more than can be counted a book has no page; everything else in it can still be told.
    let counted = counted.map_err(Error::internal)?.ok();
    Ok(counted.map(|counted| told(board(app, &counted, &Seen::nobody(&counted)))))
}

/// Whether lists that people had been shown by then are forgotten by now.
fn forgotten_since(app: &App, at: Timestamp) -> bool {
    let kept = i64::from(app.city.reminders().looks_days);
    app.system_ctx().now.duration_since(at)
        >= SignedDuration::from_hours(24 * (kept - crate::suggestion::DAYS))
}

fn told(board: Board) -> Mismatch {
    let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    let classed = board.lines.into_iter().filter_map(|line| {
        Some(GapLine {
            occupation: line.occupation_name,
            area: line.area_name,
            class: line.class?.to_string(),
            seekers: line.seekers.map(number),
            heads: number(line.heads),
            changes: line.changes.into_iter().map(|(message, _)| message).collect(),
        })
    });
    let level = |(name, level): (Gap, super::Level)| GapLevel {
        by: name,
        cells: number(level.cells),
        index: i64::from(level.index),
        chance: i64::from(level.chance),
        beyond: i64::from(level.beyond),
    };
    let part = |part: super::Part| GapPart { kind: part.kind.to_string(), persons: part.persons.map(number) };
    let lever = |lever: super::Lever| GapLever {
        family: lever.family.to_string(),
        alone: lever.alone.map(number),
        share_tenths: lever.share_tenths,
    };
    let dong = |dong: super::Dong| GapDong {
        area: dong.area,
        name: dong.name,
        class: dong.class.map(|class| class.to_string()),
    };
    Mismatch {
        method: METHOD,
        seekers: board.seekers.map(number),
        openings: number(board.openings),
        heads: number(board.heads),
        parts: board.parts.into_iter().map(part).collect(),
        levels: GAPS.into_iter().zip(board.levels).map(level).collect(),
        lines: classed.take(LINES).collect(),
        levers: board.levers.into_iter().map(lever).collect(),
        dongs: board.dongs.into_iter().map(dong).collect(),
    }
}
