//! Changing a cohort that nobody applies to yet, whole.
//!
//! It must not know what is still changed after publishing: seats and sessions have steps of their own.

use domain::Ctx;
use domain::cohort::{Cohort, State};
use domain::id::CohortId;
use domain::message::Message;

use super::{Form, check, held, minded, next_number, planned, save};
use crate::{App, Error};

/// Plans a cohort anew. Of another programme, it takes the next number there.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] with every field that is wrong; [`Error::Conflict`] once it was published, and
/// when somebody else changed it since it was seen.
pub async fn edit(ctx: &Ctx, app: &App, (id, seen): (CohortId, i64), form: Form) -> Result<(), Error> {
    minded(ctx, app, id).await?;
    let wanted = planned(ctx, app, form)?;
    let reference = app.reference;
    app.decide(ctx, move |tx, ctx| {
        let wanted = wanted.clone();
        Box::pin(async move {
            let known = held(tx, &ctx, id).await?;
            if !matches!(known.state, State::Planned) {
                return Err(Message::new("cohort-published").into());
            }
            if known.version != seen {
                return Err(Message::new("changed-meanwhile").into());
            }
            let number = if wanted.program == known.program {
                known.number
            } else {
                next_number(tx, &ctx, &wanted.program).await?
            };
            let mut cohort =
                Cohort { id, number, version: known.version, created_at: known.created_at, ..wanted };
            check(reference, &cohort)?;
            // Machines keep what they were lent.
            let seats = cohort.seats.capacity;
            cohort.seats = known.seats;
            cohort.resize(seats).map_err(|why| Error::field("seats", why))?;
            save(tx, &ctx, "edit", cohort).await?;
            Ok(())
        })
    })
    .await
}
