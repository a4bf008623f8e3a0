//! Waiting for the next change: a reader who is up to date is answered when something changes, or after the time they
//! were willing to wait. Nothing turns meanwhile; whoever goes away frees their place at once.

use std::time::Duration;

use domain::Ctx;
use domain::message::Message;
use jiff::civil::Date;
use tokio::sync::{Mutex, Semaphore};

use super::{Feed, changes, openings};
use crate::{App, Error};

/// What is kept of the feed between answers.
#[derive(Debug)]
pub(crate) struct Kept {
    /// The last snapshot, with its day.
    pub(super) snapshot: Mutex<Option<(Date, Feed)>>,
    /// The horizon, with the day on which it was looked for.
    pub(super) horizon: Mutex<Option<(Date, i64)>>,
    /// Places of those who wait.
    places: Semaphore,
}

impl Kept {
    pub(crate) fn new(city: &domain::city::City) -> Self {
        let places = Semaphore::new(usize::try_from(city.feed().waiting).unwrap_or(1));
        Self { snapshot: Mutex::default(), horizon: Mutex::default(), places }
    }
}

/// What changed after a number, at once if anything did; else as soon as something does, or nothing after `wait`.
///
/// # Errors
/// Those of [`openings`]; [`Error::Unavailable`] when too many wait already.
pub async fn follow(ctx: &Ctx, app: &App, after: i64, limit: usize, wait: Duration) -> Result<Feed, Error> {
    // Before it is asked: what changes in between must wake, too.
    let mut moved = app.projection.moved();
    moved.borrow_and_update();
    let feed = openings(ctx, app, Some(after), limit).await?;
    // What never was public makes no line, however long the log goes on with it.
    if feed.lines > 0 || feed.more || wait.is_zero() {
        return Ok(feed);
    }
    let _place =
        app.feed.places.try_acquire().map_err(|_| Error::Unavailable(Message::new("feed-waiting-full")))?;
    let next = async {
        while moved.changed().await.is_ok() {
            let feed = changes(ctx, app, after, limit).await?;
            if feed.lines > 0 || feed.more {
                return Ok(feed);
            }
        }
        changes(ctx, app, after, limit).await
    };
    match tokio::time::timeout(wait, next).await {
        Ok(found) => found,
        // Other things changed meanwhile: the reader goes on from there.
        Err(_) => changes(ctx, app, after, limit).await,
    }
}
