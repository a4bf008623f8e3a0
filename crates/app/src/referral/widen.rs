//! What would bring an employer more people: one condition of an opening eased at a time, and everybody who
//! looks for work asked again. Only numbers come out of it.

use domain::Ctx;
use domain::id::OpeningId;
use domain::message::Message;
use domain::opening::Opening;
use domain::policy::{Relation, UseCase, authorise};
use matching::Job;
pub use matching::Widened;

use crate::{App, Error};

/// How many people fit an opening, and how many more would with one condition eased.
///
/// # Errors
/// [`Error::NotFound`] for an opening of somebody else; [`Error::Conflict`] for one that is not open.
pub async fn widen(ctx: &Ctx, app: &App, id: OpeningId) -> Result<(Opening, Widened), Error> {
    let opening = store::opening::get(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let own = Relation { employer: Some(opening.employer), ..Relation::default() };
    authorise(&ctx.actor, UseCase::ReadMatch, own).map_err(|_| Error::NotFound)?;
    let today = ctx.today();
    if !opening.state.is_listed(today) {
        return Err(Error::Conflict(Message::new("widen-not-open")));
    }
    app.pool.catch_up(&app.store, ctx.tenant, &app.city).await?;
    let job = Job::from_opening(&opening, None, app.city.areas(), app.city.stations());
    let widened = app.pool.widen(today, &job);
    Ok((opening, widened))
}
