//! The book of a report meeting: frozen at an instant, read, given out and published.
//!
//! A book holds what the change log held at its instant: entries that came later never enter, whenever the book is
//! asked for, and nothing that is done afterwards changes it. Asking twice for one instant gives one book.

mod department;
mod file;
mod gather;
mod numbers;
mod past;

use domain::Ctx;
use domain::id::{MeetingId, ReportBookId};
use domain::meeting::{Meeting, MeetingKind};
use domain::message::Message;
use domain::policy::{Relation, UseCase, authorise};
use domain::report_book::{Facts, ReportBook, State};
use jiff::Timestamp;
use jiff::civil::DateTime;

pub use documents::report_book::{Align, Block, Book, Chapter, Column, Value, exactly};
pub(crate) use file::Kept;
pub use file::{Format, Out, book, file};
pub use store::report_book::Line;

use crate::mismatch::Frozen;
use crate::{App, Error, record};

/// What a book is asked for with.
#[derive(Debug, Clone)]
pub struct Form {
    /// The meeting it is for.
    pub meeting: Option<MeetingId>,
    /// The instant as of which it is to hold, in the city's time; now if nothing is said.
    pub as_of: Option<DateTime>,
}

/// The books, the newest first.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn list(ctx: &Ctx, app: &App) -> Result<Vec<Line>, Error> {
    authorise(&ctx.actor, UseCase::ReadPlan, Relation::default())?;
    store::report_book::list(&app.store, ctx.tenant).await.map_err(crate::fault)
}

/// The books whose extract everybody may read, the newest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn published(ctx: &Ctx, app: &App) -> Result<Vec<Line>, Error> {
    authorise(&ctx.actor, UseCase::ReadPublic, Relation::default())?;
    let mut lines = store::report_book::list(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    lines.retain(|line| matches!(line.state, State::Published { .. }));
    Ok(lines)
}

/// One book.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get(ctx: &Ctx, app: &App, id: ReportBookId) -> Result<ReportBook, Error> {
    record::get(ctx, app, UseCase::ReadPlan, id).await
}

/// The extract of a published book, small cells hidden (CR-23), with the hash of the book it was taken from.
///
/// # Errors
/// [`Error::NotFound`], also for one that is not published.
pub async fn extract(ctx: &Ctx, app: &App, id: ReportBookId) -> Result<(Facts, String), Error> {
    authorise(&ctx.actor, UseCase::ReadPublic, Relation::default())?;
    let found: Option<ReportBook> =
        store::record::find(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let book = found.filter(|book| matches!(book.state, State::Published { .. })).ok_or(Error::NotFound)?;
    Ok((book.facts.public(app.city.ledger().least_shown), book.hash))
}

/// The meetings a book may be made for, the latest first.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn meetings(ctx: &Ctx, app: &App) -> Result<Vec<Meeting>, Error> {
    authorise(&ctx.actor, UseCase::ReadCouncil, Relation::default())?;
    let mut all: Vec<Meeting> = store::record::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    all.retain(|meeting| meeting.kind == MeetingKind::Report && meeting.state.name() != "cancelled");
    all.sort_by_key(|meeting| std::cmp::Reverse((meeting.at, meeting.id)));
    Ok(all)
}

/// Freezes a book. One that was frozen for the same meeting and instant is given back as it is.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Invalid`] without a report meeting or for an instant that has not come.
pub async fn freeze(ctx: &Ctx, app: &App, form: &Form) -> Result<ReportBookId, Error> {
    authorise(&ctx.actor, UseCase::WritePlan, Relation::default())?;
    let unknown = || Error::field("meeting", Message::new("report-book-meeting"));
    let meeting = form.meeting.ok_or_else(unknown)?;
    let meeting: Option<Meeting> =
        store::record::find(&app.store, ctx.tenant, meeting).await.map_err(crate::fault)?;
    let meeting = meeting
        .filter(|meeting| meeting.kind == MeetingKind::Report && meeting.state.name() != "cancelled")
        .ok_or_else(unknown)?;
    let as_of = instant(ctx, form.as_of)?;
    let books: Vec<ReportBook> = store::record::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    if let Some(same) = same(&books, &meeting, as_of) {
        return Ok(same);
    }
    let facts = gather::facts(ctx, app, &meeting, (as_of, None), &books, Frozen::No).await?;
    let book = ReportBook::freeze(ctx.id(), facts, ctx);
    let id = book.id;
    match record::add(ctx, app, UseCase::WritePlan, book).await {
        Ok(()) => Ok(id),
        // Two asked at once: the second is given what the first froze, which says the same.
        Err(Error::Conflict(why)) => {
            let books: Vec<ReportBook> =
                store::record::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
            same(&books, &meeting, as_of).ok_or(Error::Conflict(why))
        }
        Err(other) => Err(other),
    }
}

fn same(books: &[ReportBook], meeting: &Meeting, as_of: Timestamp) -> Option<ReportBookId> {
    let mut books = books.iter();
    let cover =
        |book: &&ReportBook| (book.facts.cover.meeting, book.facts.cover.as_of) == (meeting.id, as_of);
    books.find(cover).map(|book| book.id)
}

/// The instant meant, which must have come.
fn instant(ctx: &Ctx, said: Option<DateTime>) -> Result<Timestamp, Error> {
    let wrong = |code| Error::field("as_of", Message::new(code));
    let at = match said {
        None => ctx.now,
        Some(local) => ctx.zone.to_timestamp(local).map_err(|_| wrong("report-book-as-of"))?,
    };
    if at > ctx.now { Err(wrong("report-book-future")) } else { Ok(at) }
}

/// Whether a book gathered anew from the change log, as of its instant, says the same; `None` when the counting rules
/// have changed since, so that the same rows are counted otherwise.
///
/// # Errors
/// [`Error::NotFound`]; when the store cannot be read.
pub async fn recount(ctx: &Ctx, app: &App, id: ReportBookId) -> Result<Option<bool>, Error> {
    let book: ReportBook = record::get(ctx, app, UseCase::ReadPlan, id).await?;
    if book.facts.cover.rule_set != domain::counting::RULE_SET {
        return Ok(None);
    }
    let cover = &book.facts.cover;
    let meeting: Option<Meeting> =
        store::record::find(&app.store, ctx.tenant, cover.meeting).await.map_err(crate::fault)?;
    let mut books: Vec<ReportBook> =
        store::record::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    // Those that it could know of.
    books.retain(|other| (other.created_at, other.id) < (book.created_at, book.id));
    let meeting = meeting.ok_or(Error::NotFound)?;
    let gap = Frozen::With(book.facts.mismatch.as_ref());
    let known = (cover.as_of, Some((cover.seq, cover.edition)));
    let anew = gather::facts(ctx, app, &meeting, known, &books, gap).await?;
    Ok(Some(book.is_whole() && anew.hash() == book.hash))
}

/// Lets everybody read the extract of a book.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] when they can already or somebody changed it meanwhile.
pub async fn publish(ctx: &Ctx, app: &App, id: ReportBookId, seen: i64) -> Result<(), Error> {
    record::change(ctx, app, UseCase::WritePlan, (id, Some(seen)), "publish", |book: ReportBook| {
        book.publish(ctx.now)
    })
    .await?;
    Ok(())
}
