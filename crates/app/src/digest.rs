//! News that goes out by itself: how a person wants to hear from us, the basket of a day, and what became of it. A message that
//! was begun and not ended is sent again: twice rather than never, with one mark, so that a mailbox may know it.
//!
//! It runs beside the follower, never within: a mail server that is slow keeps nobody's page waiting.

mod fill;
mod letter;
mod overview;
mod post;
mod send;
mod token;
mod wish;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::Ctx;
use domain::digest::{Delivery, Way};
use domain::id::PersonId;
use domain::seeker::{Profile, Seeker};
use jiff::civil::Date;

pub use self::overview::{Overview, overview, trial};
pub use self::post::{MailSettings, Post, Setting, Tls};
pub use self::token::{Purpose, peek};
pub use self::wish::{Asked, Wish, confirm, stop, wish};
use crate::{App, Error};

/// How often what is due is looked for.
const EVERY: Duration = Duration::from_secs(60);

/// Deliveries on a person's page.
const LATEST: usize = 10;

/// The day for which baskets were filled: everybody's records are opened for it once.
#[derive(Debug, Default)]
pub(crate) struct Filled(Mutex<Option<Date>>);

impl Filled {
    fn is(&self, day: Date) -> bool {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) == Some(day)
    }

    fn set(&self, day: Date) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(day);
    }
}

/// What a turn did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Done {
    /// Baskets filled.
    pub filled: usize,
    /// Messages that were taken.
    pub sent: usize,
    /// Messages that came to another end, or must wait.
    pub other: usize,
}

/// Fills and sends until the future is dropped.
pub async fn follow(app: Arc<App>) {
    loop {
        if let Err(error) = turn(&app).await {
            tracing::warn!(error = &error as &dyn std::error::Error, "failed to send the day's news");
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// Fills the day's baskets if it is time and sends what is due. It may run twice, and in two processes at once. A machine away
/// from home sends nothing: home does.
///
/// # Errors
/// When the store fails.
pub async fn turn(app: &App) -> Result<Done, Error> {
    let Some(post) = app.post.get().filter(|_| app.store.outpost().is_none()) else {
        return Ok(Done::default());
    };
    let ctx = app.system_ctx();
    let filled = fill::fill(&ctx, app, post).await?;
    let (sent, other) = send::send(&ctx, app, post).await?;
    Ok(Done { filled, sent, other })
}

/// The ways that this city can send.
pub fn ways(app: &App) -> Vec<Way> {
    app.post.get().map(Post::ways).unwrap_or_default()
}

/// What went to the person of a record that was just read, the latest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn of(ctx: &Ctx, app: &App, seeker: &Seeker) -> Result<Vec<Delivery>, Error> {
    let mut all = Vec::new();
    for person in same(ctx, app, seeker.person).await? {
        let found = store::digest::of_person(&app.store, ctx.tenant, person, LATEST).await;
        all.extend(found.map_err(crate::fault)?.into_iter().map(|(delivery, _)| delivery));
    }
    all.sort_by_key(|one| std::cmp::Reverse((one.made_at, one.id)));
    all.truncate(LATEST);
    Ok(all)
}

async fn same(ctx: &Ctx, app: &App, person: PersonId) -> Result<Vec<PersonId>, Error> {
    store::merge::same_as(&app.store, ctx.tenant, person).await.map_err(crate::fault)
}

/// Every registration of a person, under whichever id, of which something can still be read.
async fn records(ctx: &Ctx, app: &App, person: PersonId) -> Result<Vec<(Seeker, Profile)>, Error> {
    let mut all = Vec::new();
    for one in same(ctx, app, person).await? {
        let of = store::seeker::of_person(&app.store, ctx.tenant, one).await.map_err(crate::fault)?;
        all.extend(of.into_iter().filter_map(|(seeker, profile)| Some((seeker, profile?))));
    }
    Ok(all)
}
