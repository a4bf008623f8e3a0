//! What time does to registrations: the validity of one that nobody renewed runs out, with an entry in the
//! log. It may run twice.

use domain::Ctx;

use super::save;
use crate::{App, Error};

/// Registrations read in one go.
const BATCH: usize = 500;

/// Ends every registration whose last day of validity has passed. How many were ended.
///
/// # Errors
/// When the store fails.
pub async fn daily(ctx: &Ctx, app: &App) -> Result<usize, Error> {
    let (mut after, mut ended) = (String::new(), 0);
    loop {
        let batch = store::seeker::turning(&app.store, ctx.tenant, ctx.today(), &after, BATCH).await;
        let batch = batch.map_err(crate::fault)?;
        let Some((last, _)) = batch.last() else { return Ok(ended) };
        after = last.id.to_string();
        for (mut seeker, profile) in batch {
            // Of somebody erased nothing can be written any more, nor need it be.
            let Some(profile) = profile else { continue };
            let Ok(state) = seeker.state.clone().expire(ctx.now, ctx.today()) else { continue };
            seeker.state = state;
            match save(ctx, app, seeker, profile, "expire").await {
                Ok(()) => ended += 1,
                // Somebody renewed it in this moment; the next run looks again.
                Err(Error::Conflict(_) | Error::NotFound) => {}
                Err(failed) => return Err(failed),
            }
        }
    }
}
