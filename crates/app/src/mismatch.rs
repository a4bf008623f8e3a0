//! Why people and jobs do not meet in the city: counted in the background whenever the change log has moved, and told to
//! each as far as they may see it. Whoever asks waits a moment at most; then they are told what was counted last.
//!
//! It must not know how matching decides, nor pages.

mod count;
mod day;
mod freeze;
pub(crate) mod ground;
mod index;
mod table;
mod view;
mod words;

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::area::AreaCode;
use domain::message::Message;
use domain::occupation::OccupationCode;
use domain::policy::{Reach, Relation, UseCase, authorise, reach};
pub use domain::report_book::Gap;
use domain::{Ctx, id::SeekerId};
use jiff::civil::Date;
use matching::mismatch::edges::TooMuch;
pub use matching::mismatch::lever::Family;
pub use matching::mismatch::publish::KINDS;
pub use matching::mismatch::split::{MismatchKind, Standing};

pub(crate) use freeze::{Frozen, freeze};
pub use view::{Board, Differing, Dong, Level, Lever, Line, Member, Members, Part, mark};

use self::count::Counted;
use self::view::Seen;
use crate::{App, Error};

/// By what the index is told, from the broader to the finer.
pub const GAPS: [Gap; 3] = [Gap::Occupation, Gap::Area, Gap::Wage];

/// How long whoever asks waits for a count that goes on.
const PATIENCE: Duration = Duration::from_millis(800);

/// The last count, and the turn to make the next one.
#[derive(Default)]
pub(crate) struct Kept {
    last: Mutex<Option<Last>>,
    /// What everybody is told, with its day.
    published: Mutex<Option<(Date, Board)>>,
    turn: Arc<tokio::sync::Mutex<()>>,
}

impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Kept").finish_non_exhaustive()
    }
}

/// What came of the last count, at which entry of the log, on which day.
#[derive(Debug, Clone)]
struct Last {
    seq: i64,
    on: Date,
    counted: Result<Arc<Counted>, TooMuch>,
}

impl Kept {
    fn last(&self) -> Option<Last> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn published(&self, day: Date) -> Option<Board> {
        let published = self.published.lock().unwrap_or_else(PoisonError::into_inner);
        published.as_ref().filter(|(of, _)| *of == day).map(|(_, board)| board.clone())
    }

    fn publish(&self, day: Date, board: &Board) {
        *self.published.lock().unwrap_or_else(PoisonError::into_inner) = Some((day, board.clone()));
    }

    fn keep(&self, last: Last) {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(last);
    }
}

/// What is told: the last count, if there is one, and whether a newer one is being made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The board as whoever asks may see it; none while the first is being counted.
    pub board: Option<Board>,
    /// Whether what is told is older than the change log, and being counted anew.
    pub renewing: bool,
}

/// The board for the offices. Whoever needs to know all people of a cell is told all of it.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Unavailable`] when there is more than can be counted.
pub async fn board(ctx: &Ctx, app: &App) -> Result<Told, Error> {
    authorise(&ctx.actor, UseCase::ReadPlan, Relation::default())?;
    let (counted, renewing) = lately(app).await?;
    let board = counted.map(|counted| view::board(app, &counted, &seen(ctx, app, &counted)));
    Ok(Told { board, renewing })
}

/// The board for everybody: the first count of the day, small cells hidden (CR-23). While it is being made, that of the
/// last day that was asked for.
///
/// # Errors
/// As [`board`].
pub async fn public(ctx: &Ctx, app: &App) -> Result<Told, Error> {
    authorise(&ctx.actor, UseCase::ReadPublic, Relation::default())?;
    let today = app.system_ctx().today();
    if let Some(board) = app.mismatch.published(today) {
        return Ok(Told { board: Some(board), renewing: false });
    }
    let of_today = |told: &Option<(Date, Board)>| told.as_ref().is_some_and(|(day, _)| *day == today);
    let mut told = day::last(app, today).await?;
    if !of_today(&told) {
        let (counted, _) = lately(app).await?;
        if let Some(counted) = counted.filter(|counted| counted.on == today) {
            day::keep(app, today, view::board(app, &counted, &Seen::nobody(&counted))).await?;
            // What somebody else kept a moment before is the day's.
            told = day::last(app, today).await?;
        }
    }
    let renewing = !of_today(&told);
    let board = told.map(|(_, board)| board);
    board.iter().filter(|_| !renewing).for_each(|board| app.mismatch.publish(today, board));
    Ok(Told { board, renewing })
}

/// The board as of now, however long it takes.
///
/// # Errors
/// As [`board`].
pub async fn now(ctx: &Ctx, app: &App) -> Result<Board, Error> {
    authorise(&ctx.actor, UseCase::ReadPlan, Relation::default())?;
    let counted = anew(app).await?;
    Ok(view::board(app, &counted, &seen(ctx, app, &counted)))
}

/// The people of a cell whom the one who asks needs to know; by number, for names are a look at each.
///
/// # Errors
/// As [`board`]; [`Error::Unavailable`] while the first count is being made.
pub async fn people(
    ctx: &Ctx,
    app: &App,
    occupation: Option<&OccupationCode>,
    area: Option<&AreaCode>,
) -> Result<Members, Error> {
    authorise(&ctx.actor, UseCase::ReadMatch, Relation::default())?;
    let (counted, _) = lately(app).await?;
    let counted = counted.ok_or_else(|| Error::Unavailable(Message::new("mismatch-counting")))?;
    let cell = counted
        .lines
        .iter()
        .position(|line| (line.cell.occupation.as_ref(), line.cell.area.as_ref()) == (occupation, area));
    let of: Vec<_> = counted.people.iter().filter(|one| Some(one.line) == cell).collect();
    let numbers = app.pool.needed(ctx, of.iter().map(|one| &one.id));
    let member = |(one, number): (&&count::Person, Option<String>)| {
        Some(Member { id: one.id, number: number?, standing: one.standing })
    };
    let mut people: Vec<Member> = of.iter().zip(numbers).filter_map(member).collect();
    people.sort_by(|one, other| one.number.cmp(&other.number));
    Ok(Members { as_of: counted.at, on: counted.on, people })
}

/// Whom of the count the one who asks needs to know.
fn seen(ctx: &Ctx, app: &App, counted: &Counted) -> Seen {
    if reach(ctx.actor.role, UseCase::ReadMatch) != Reach::Need {
        return Seen::nobody(counted);
    }
    let ids: Vec<SeekerId> = counted.people.iter().map(|one| one.id).collect();
    Seen::of(app.pool.needed(ctx, ids.iter()).into_iter().map(|number| number.is_some()).collect())
}

/// The last count, and whether it is older than the log. One that is old begins to be made anew; whoever asks waits for it
/// a moment only.
async fn lately(app: &App) -> Result<(Option<Arc<Counted>>, bool), Error> {
    let fresh = |last: &Last| last.seq >= app.projection.seq() && last.on == app.system_ctx().today();
    let kept = &app.mismatch;
    if !kept.last().as_ref().is_some_and(fresh) {
        // While somebody else counts, or when nothing can be gathered now, what was counted last is told.
        let begun = tokio::time::timeout(PATIENCE, begin(app)).await;
        if let (Ok(Err(failed)), None) = (begun, kept.last()) {
            return Err(failed);
        }
        let _ = tokio::time::timeout(PATIENCE, kept.turn.lock()).await;
    }
    let Some(last) = kept.last() else { return Ok((None, true)) };
    let renewing = !fresh(&last);
    Ok((Some(last.counted.map_err(too_much)?), renewing))
}

/// Begins a count on a thread that may wait, unless one goes on.
async fn begin(app: &App) -> Result<(), Error> {
    let Ok(turn) = app.mismatch.turn.clone().try_lock_owned() else { return Ok(()) };
    let ground = ground::now(app).await?;
    let (kept, city) = (app.mismatch.clone(), app.city.clone());
    tokio::task::spawn_blocking(move || {
        let (seq, on) = (ground.seq, ground.on);
        let counted = count::count(ground, &city).map(Arc::new);
        if let Err(error) = &counted {
            tracing::warn!(error = error as &dyn std::error::Error, "failed to count the mismatch");
        }
        kept.keep(Last { seq, on, counted });
        drop(turn);
    });
    Ok(())
}

/// Counts now, without looking at what was counted.
async fn anew(app: &App) -> Result<Arc<Counted>, Error> {
    let (ground, city) = (ground::now(app).await?, app.city.clone());
    let counted = tokio::task::spawn_blocking(move || count::count(ground, &city)).await;
    counted.map_err(Error::internal)?.map(Arc::new).map_err(too_much)
}

fn too_much(_: TooMuch) -> Error {
    Error::Unavailable(Message::new("mismatch-too-much"))
}
