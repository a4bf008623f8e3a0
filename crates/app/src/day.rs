//! The system's own work: what the days bring by themselves. Everything here may run as often as one likes
//! and by several processes at once; a second run finds nothing left to do.
//!
//! A part of the program that has such work adds one line to [`WORKS`].

use domain::Ctx;
use futures::future::BoxFuture;
use jiff::{SignedDuration, Timestamp};

use crate::{App, Error};

/// How often the work is done within a day.
pub(crate) const EVERY: SignedDuration = SignedDuration::from_mins(10);

/// A piece of the day's work; gives how many things it changed.
type Work = for<'a> fn(&'a Ctx, &'a App) -> BoxFuture<'a, Result<usize, Error>>;

/// All of it, in the order in which it is done: bodies hand over before anybody is told what is theirs, openings end before
/// the referrals that hang on them.
const WORKS: &[(&str, Work)] = &[
    ("organisation", |ctx, app| Box::pin(crate::organisation::turn(ctx, app))),
    ("seeker", |ctx, app| Box::pin(crate::seeker::daily(ctx, app))),
    ("opening", |ctx, app| Box::pin(crate::opening::daily(ctx, app))),
    ("referral", |ctx, app| Box::pin(crate::referral::turn(ctx, app))),
    ("anomaly", |ctx, app| Box::pin(crate::anomaly::patrol(ctx, app))),
    ("action", |ctx, app| Box::pin(crate::action::weekly(ctx, app))),
    ("submission", |ctx, app| Box::pin(crate::submission::turn(ctx, app))),
    ("coop_request", |ctx, app| Box::pin(crate::coop_request::turn(ctx, app))),
    ("placement", |ctx, app| Box::pin(crate::placement::fill_ages(ctx, app))),
    ("satisfaction", |ctx, app| Box::pin(crate::satisfaction::turn(ctx, app))),
    ("neighbour", |ctx, app| Box::pin(crate::neighbour::expire(ctx, app))),
    ("bulletin", |ctx, app| Box::pin(crate::bulletin::weekly(ctx, app))),
    ("saved_search", |ctx, app| Box::pin(crate::saved_search::turn(ctx, app))),
    ("print_job", |ctx, app| Box::pin(crate::print_job::turn(ctx, app))),
    ("reply_slip", |ctx, app| Box::pin(crate::reply_slip::turn(ctx, app))),
    ("retention", |ctx, app| Box::pin(crate::retention::turn(ctx, app))),
];

/// Does all of today's work. One part that fails does not keep the others from running.
///
/// # Errors
/// The first failure, after every part was tried.
pub async fn run(app: &App) -> Result<Vec<(&'static str, usize)>, Error> {
    let ctx = app.system_ctx();
    let (mut done, mut failed) = (Vec::with_capacity(WORKS.len()), None);
    for (name, work) in WORKS {
        match work(&ctx, app).await {
            Ok(changed) => done.push((*name, changed)),
            Err(error) => failed = failed.or(Some(error)),
        }
    }
    failed.map_or(Ok(done), Err)
}

/// Whether it is time again: at the start, on a new day, after a while, and when the clock was set back.
pub(crate) fn is_time(app: &App, last: Option<Timestamp>, now: Timestamp) -> bool {
    let day = |at: Timestamp| app.city.zone().to_datetime(at).date();
    last.is_none_or(|last| now < last || day(now) != day(last) || now.duration_since(last) >= EVERY)
}
