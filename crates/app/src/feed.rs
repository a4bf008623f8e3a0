//! The public feed of openings: what is shown now, and what changed after a place in the change log, with a
//! tombstone for everything that left the lists; signed by the city. It says what the pages say, and nothing of
//! the people behind an opening.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::Ctx;
use domain::feed::{Line, PublicKey, Signed};
use domain::id::OpeningId;
use domain::message::Message;
use domain::policy::{Relation, UseCase, authorise};

use crate::projection::Entry;
use crate::{App, Error};

mod horizon;
mod tell;
mod touched;
mod wait;
use tell::Teller;
use touched::Touched;
pub(crate) use wait::Kept;
pub use wait::follow;

/// A part of the feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    /// One JSON object a line; the last says from where to go on.
    pub bytes: Arc<[u8]>,
    /// The city's signature over them.
    pub signed: Signed,
    /// Openings in it.
    pub lines: usize,
    /// From where to go on.
    pub cursor: i64,
    /// Whether there was more than was asked for.
    pub more: bool,
    /// Change up to which the lists are true.
    pub seq: i64,
}

/// Everything shown now when `after` is not told; else what changed after it: one line an opening, its last
/// state only, a tombstone for what is no longer shown, at most `limit` of them and the rest of what one change touched.
///
/// # Errors
/// [`Error::Compacted`] for a cursor from before the horizon; [`Error::Conflict`] for one that the log has not reached;
/// when the store cannot be read.
pub async fn openings(ctx: &Ctx, app: &App, after: Option<i64>, limit: usize) -> Result<Feed, Error> {
    authorise(&ctx.actor, UseCase::ReadPublic, Relation::default())?;
    crate::follow::step(app).await?;
    match after {
        Some(after) => changes(ctx, app, after.max(0), limit.max(1)).await,
        None => snapshot(ctx, app).await,
    }
}

/// The key with which this city signs, as everybody may know it.
///
/// # Errors
/// [`Error::Forbidden`].
pub fn key(ctx: &Ctx, app: &App) -> Result<PublicKey, Error> {
    authorise(&ctx.actor, UseCase::ReadPublic, Relation::default())?;
    Ok(Teller::of(app).key.public())
}

/// What the city is called in a feed: the code of its area.
pub fn source(app: &App) -> &str {
    app.city.root().as_str()
}

/// The whole of it. It is the same for everybody until something changes or a day begins, so it is made once, and whoever
/// asks meanwhile waits for that one.
async fn snapshot(ctx: &Ctx, app: &App) -> Result<Feed, Error> {
    let today = ctx.today();
    let mut kept = app.feed.snapshot.lock().await;
    let seq = app.projection.seq();
    if let Some((_, feed)) = kept.as_ref().filter(|(day, feed)| *day == today && feed.seq == seq) {
        return Ok(feed.clone());
    }
    let (entries, seq) =
        app.projection.with(|state| (state.openings.values().cloned().collect::<Vec<_>>(), state.seq));
    let teller = Teller::of(app);
    // Fifty thousand lines take a while, in which others are to be answered.
    let told = tokio::task::spawn_blocking(move || {
        let lines = entries.iter().map(|entry| teller.shown(entry, seq)).collect();
        teller.signed(None, (seq, false), lines, seq)
    });
    let feed = told.await.map_err(Error::internal)?;
    *kept = Some((today, feed.clone()));
    Ok(feed)
}

async fn changes(ctx: &Ctx, app: &App, after: i64, limit: usize) -> Result<Feed, Error> {
    // No further than the lists are true: what is shown and what is said to have changed are of one moment.
    let until = app.projection.seq();
    if after > until {
        let ahead = Message::new("feed-cursor-ahead").with("after", after).with("head", until);
        return Err(Error::Conflict(ahead));
    }
    let horizon = horizon::of(ctx, app, until).await?;
    if after < horizon {
        return Err(Error::Compacted(horizon));
    }
    let (mut last, mut cursor) = (BTreeMap::<OpeningId, (i64, bool)>::new(), after);
    let Touched { touches, reached } = touched::between(ctx, app, (after, until), limit).await?;
    let mut full = false;
    for (seq, openings) in touches {
        // What one change touched is told together: a reader goes on after it or before it.
        full = last.len() >= limit && openings.iter().any(|(id, _)| !last.contains_key(id));
        if full {
            break;
        }
        for (id, public) in openings {
            let entry = last.entry(id).or_insert((0, false));
            *entry = (seq, entry.1 || public);
        }
        cursor = seq;
    }
    if !full {
        cursor = reached;
    }
    let more = full || reached < until;
    let shown = |id| app.projection.with(|state| state.openings.contains_key(id));
    for (id, (_, public)) in last.iter_mut().filter(|(id, (_, public))| after > 0 && !public && !shown(id)) {
        // The reader has it if it stood on the lists at the number they go on from.
        let then = store::change::as_of(&app.store, ctx.tenant, id.0, after).await.map_err(crate::fault)?;
        *public = then.is_some_and(|change| was_public(&change.body));
    }
    let (found, seq) = app.projection.with(|state| {
        let found = |(id, told): (&OpeningId, &(i64, bool))| (*id, *told, state.openings.get(id).cloned());
        (last.iter().map(found).collect::<Vec<_>>(), state.seq)
    });
    let teller = Teller::of(app);
    let line = |(id, (seq, public), entry): (OpeningId, (i64, bool), Option<Arc<Entry>>)| match entry {
        Some(entry) => Some(teller.shown(&entry, seq)),
        // What never was public leaves no trace in a public feed.
        None => public.then(|| Line::removed(source(app), seq, id)),
    };
    let mut lines: Vec<Line> = found.into_iter().filter_map(line).collect();
    lines.sort_by_key(Line::seq);
    Ok(teller.signed(Some(after), (cursor, more), lines, seq))
}

/// Whether an opening whose change says `body` stood on public lists then.
fn was_public(body: &serde_json::Value) -> bool {
    body["state"]["state"] == "open"
        // What equals its default is left out of what is stored.
        && body["content"]["visibility"].as_str().is_none_or(|visibility| visibility == "public")
        && body["content"]["first_look_until"].is_null()
}
