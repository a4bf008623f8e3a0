//! What would bring an employer more people: one condition of an opening eased at a time, and everybody who
//! looks for work asked again. Only numbers come out of it, and none of fewer people than the city's least number: the
//! pay at which one more person would come is that person's wish.

use domain::Ctx;
use domain::id::OpeningId;
use domain::message::Message;
use domain::opening::Opening;
use domain::policy::{Relation, UseCase, authorise};
use matching::Job;

use crate::{App, Error};

/// What easing an opening would bring.
#[derive(Debug, Clone)]
pub struct Wider {
    /// The opening.
    pub opening: Opening,
    /// Nothing is told of fewer people than these.
    pub least: usize,
    /// How many people meet every condition as it is, if not fewer.
    pub now: Option<usize>,
    /// Single changes with how many more people each brings, most first.
    pub more: Vec<(Message, usize)>,
}

/// How many people fit an opening, and how many more would with one condition eased.
///
/// # Errors
/// [`Error::NotFound`] for an opening of somebody else; [`Error::Conflict`] for one that is not open.
pub async fn widen(ctx: &Ctx, app: &App, id: OpeningId) -> Result<Wider, Error> {
    let opening = store::opening::get(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let own = Relation { employer: Some(opening.employer), ..Relation::default() };
    authorise(&ctx.actor, UseCase::ReadMatch, own).map_err(|_| Error::NotFound)?;
    let today = ctx.today();
    if !opening.state.is_listed(today) {
        return Err(Error::Conflict(Message::new("widen-not-open")));
    }
    app.pool.catch_up(&app.store, ctx.tenant, &app.city).await?;
    let job = Job::from_opening(&opening, None, app.city.areas(), app.city.stations());
    let least = usize::try_from(app.city.ledger().least_shown).unwrap_or(1).max(1);
    let widened = app.pool.widen(today, &job, least, app.city.areas());
    let now = Some(widened.now).filter(|now| *now >= least);
    let more = widened.more.into_iter().filter(|(_, more)| *more >= least).collect();
    Ok(Wider { opening, least, now, more })
}
