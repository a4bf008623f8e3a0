//! The button of a kiosk. Nobody is signed in there: what it may do is to put an opening that everybody may read into the
//! queue of the place where it stands, and only so many. The word in its address says which place that is and cannot be
//! made up.

use domain::Ctx;
use domain::id::OpeningId;
use domain::message::Message;
use domain::policy::{Relation, UseCase, authorise};
use domain::print_job::{Paper, Place, State, Why};

use super::{insert, known, listed};
use crate::{App, Error};

/// The word that stands in the address of a kiosk of a place, for whoever sets it up.
///
/// # Errors
/// [`Error::Forbidden`].
pub fn kiosk_word(ctx: &Ctx, app: &App, place: &Place) -> Result<String, Error> {
    authorise(&ctx.actor, UseCase::PrintPaper, Relation::default())?;
    Ok(word(app, place))
}

fn word(app: &App, place: &Place) -> String {
    let drawn = app.store.blind(app.tenant, "kiosk", &place.to_string());
    let drawn: String = drawn.chars().filter(char::is_ascii_alphanumeric).take(16).collect();
    format!("{place}.{drawn}")
}

/// The place of a kiosk by the word in its address.
pub fn place_of_kiosk(app: &App, at: &str) -> Option<Place> {
    let place: Place = at.split_once('.')?.0.parse().ok()?;
    (known(app, &place) && word(app, &place) == at).then_some(place)
}

/// Puts an opening into the queue of the place where a kiosk stands. What waits there already is not put there twice.
///
/// # Errors
/// [`Error::NotFound`] for a word that is no kiosk's; [`Error::Gone`]; [`Error::TooMany`] while too many wait there.
pub async fn ask_at_kiosk(ctx: &Ctx, app: &App, at: &str, opening: OpeningId) -> Result<Place, Error> {
    authorise(&ctx.actor, UseCase::PrintAtKiosk, Relation::default())?;
    let place = place_of_kiosk(app, at).ok_or(Error::NotFound)?;
    crate::opening::show(ctx, app, opening).await?;
    let paper = Paper::Opening { opening };
    let jobs = listed(ctx, app).await?;
    let waits = || {
        jobs.iter().filter(|job| {
            job.place == place && job.why == Why::Kiosk && matches!(job.state, State::Waiting { .. })
        })
    };
    if waits().any(|job| job.paper == paper) {
        return Ok(place);
    }
    if waits().count() >= app.city.bulletin().kiosk_papers {
        return Err(Error::TooMany(Message::new("kiosk-print-full")));
    }
    insert(ctx, app, (place.clone(), paper, Why::Kiosk), None).await?;
    Ok(place)
}
