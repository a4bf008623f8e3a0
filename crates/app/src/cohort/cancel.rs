//! What does not take place: a session, or all of a cohort. Whoever counted on it is told by the same transaction.
//!
//! It must not know how somebody is told.

use domain::Ctx;
use domain::cohort::CancelReason;
use domain::id::CohortId;
use domain::message::Message;

use super::{at_home, held, minded, running, save};
use crate::enrolment::news;
use crate::{App, Error};

/// Says that a session does not take place. What was noted about it counts no more, and whoever attends it is told.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] without a reason; [`Error::Conflict`] when it was cancelled before and once the
/// cohort is over.
pub async fn cancel_session(
    ctx: &Ctx,
    app: &App,
    (id, nth): (CohortId, u32),
    why: String,
) -> Result<(), Error> {
    minded(ctx, app, id).await?;
    at_home(app)?;
    let reference = app.reference;
    app.decide(ctx, move |tx, ctx| {
        let why = why.clone();
        Box::pin(async move {
            let mut cohort = held(tx, &ctx, id).await?;
            running(&cohort)?;
            cohort.cancel_session(nth, ctx.now, why.clone())?;
            if why.is_empty() {
                return Err(Error::field("why", Message::new("cohort-session-why")).into());
            }
            if let Some(session) = cohort.session(nth) {
                news::session_cancelled(tx, &ctx, reference, &cohort, session).await?;
            }
            save(tx, &ctx, "cancel_session", cohort).await?;
            Ok(())
        })
    })
    .await
}

/// Says that it does not take place, or not to its end. Nobody takes a step in it any more, and whoever applied is told.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] once it is over.
pub async fn cancel(ctx: &Ctx, app: &App, id: CohortId, reason: CancelReason) -> Result<(), Error> {
    minded(ctx, app, id).await?;
    at_home(app)?;
    let reference = app.reference;
    app.decide(ctx, move |tx, ctx| {
        Box::pin(async move {
            let mut cohort = held(tx, &ctx, id).await?;
            cohort.state = cohort.state.clone().cancel(ctx.now, reason)?;
            news::cancelled(tx, &ctx, reference, &cohort).await?;
            save(tx, &ctx, "cancel", cohort).await?;
            Ok(())
        })
    })
    .await
}
