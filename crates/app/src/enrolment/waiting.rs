//! The waiting list: a seat that falls free goes to whoever waits longest, in the order that was published and in no other.
//!
//! It must not know how that order came about: that is [`crate::cohort`].

use domain::Ctx;
use domain::cohort::{Cohort, State as Stage};
use domain::enrolment::Enrolment;
use domain::id::{CohortId, EnrolmentId, PersonId};
use domain::notice::Kind;
use domain::reference::Reference;
use store::Tx;

use super::news;
use crate::cohort::{at_home, held, minded, save};
use crate::error::Stop;
use crate::satisfaction::named;
use crate::{App, Error};

/// Gives a free seat to whoever waits longest. `None` when nobody waits.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] before people were chosen, when no seat is free, and once it is over.
pub async fn promote(ctx: &Ctx, app: &App, id: CohortId) -> Result<Option<EnrolmentId>, Error> {
    minded(ctx, app, id).await?;
    at_home(app)?;
    let reference = app.reference;
    app.decide(ctx, move |tx, ctx| {
        Box::pin(async move {
            let mut cohort = held(tx, &ctx, id).await?;
            let promoted = first(tx, &ctx, reference, &mut cohort, ctx.actor.person).await?;
            if promoted.is_some() {
                save(tx, &ctx, "seat", cohort).await?;
            }
            Ok(promoted)
        })
    })
    .await
}

/// Within a transaction, after somebody who was chosen freed a seat: before the cohort begins it goes to whoever waits longest.
///
/// # Errors
/// When the store cannot be read or written.
pub(crate) async fn freed(
    tx: &mut Tx,
    ctx: &Ctx,
    reference: &Reference,
    cohort: &mut Cohort,
) -> Result<(), Stop> {
    // On a machine nobody knows who waits: home does it when it hears of this.
    let here = store::command::outpost(tx).is_some();
    if matches!(cohort.state, Stage::Selected { .. }) && cohort.seats.free() > 0 && !here {
        // Nobody chose them: it is the order that was published.
        first(tx, ctx, reference, cohort, None).await?;
    }
    Ok(())
}

/// Within a transaction: the first of the waiting list takes a seat, which is logged with the place that they had, and is told.
async fn first(
    tx: &mut Tx,
    ctx: &Ctx,
    reference: &Reference,
    cohort: &mut Cohort,
    by: Option<PersonId>,
) -> Result<Option<EnrolmentId>, Stop> {
    let all = store::enrolment::of_cohort_in(tx, ctx, cohort.id).await?;
    let all: Vec<Enrolment> = all.into_iter().map(|(one, _)| one).collect();
    let Some(next) = cohort.promote(&all, ctx.now, by)? else { return Ok(None) };
    store::enrolment::update(tx, ctx, "promote", &next).await?;
    news::tell(tx, ctx, &next, Kind::CohortPromoted, named(reference, Some(&*cohort))).await?;
    Ok(Some(next.id))
}
