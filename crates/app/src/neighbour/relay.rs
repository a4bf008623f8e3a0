//! Handing a neighbour's batches on as they were signed: whoever fetches them from us verifies the neighbour's own signature and
//! need not trust us.

use domain::Ctx;
use domain::neighbour::State;
use domain::policy::{Relation, UseCase, authorise};
pub use store::neighbour::SignedBatch;

use crate::{App, Error};

/// What is handed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Relayed {
    /// A batch with its signature.
    Batch(SignedBatch),
    /// Nothing came since that place.
    Nothing,
    /// That place is in no chain that is kept: the snapshot is to be fetched.
    Gone,
}

/// The batch of a neighbour that goes on from a place; without one its last snapshot.
///
/// # Errors
/// [`Error::NotFound`] for a city that is no neighbour or whose batches are not handed on.
pub async fn relay(ctx: &Ctx, app: &App, source: &str, after: Option<i64>) -> Result<Relayed, Error> {
    authorise(&ctx.actor, UseCase::ReadPublic, Relation::default())?;
    let known = super::all(app).await?.into_iter().find(|one| one.source == source);
    let id = known.filter(|one| one.relayed && one.state == State::Confirmed).ok_or(Error::NotFound)?.id;
    let found = store::neighbour::batch(&app.store, ctx.tenant, id, after).await.map_err(crate::fault)?;
    if let Some(batch) = found {
        return Ok(Relayed::Batch(batch));
    }
    let kept = store::neighbour::count_batches(&app.store, ctx.tenant, id).await;
    let (count, upto) = kept.map_err(crate::fault)?;
    match after {
        Some(after) if count > 0 && after == upto => Ok(Relayed::Nothing),
        Some(_) => Ok(Relayed::Gone),
        // Nothing was fetched yet.
        None => Err(Error::Unavailable(domain::Message::new("neighbour-not-yet"))),
    }
}
