//! Ages of claims that were stored before ages were kept: filled in by the system where the day of birth is known, so that they
//! count in the bands of age. Begun again at any time it goes on with what is left; a closed month holds no ages, and nothing
//! that is frozen moves.

use std::sync::{Mutex, PoisonError};

use domain::Ctx;
use domain::placement::Placement;
use jiff::civil::Date;

use crate::{App, Error};

/// Claims looked at in one go.
const BATCH: i64 = 500;

/// The day on which every claim without an age was looked at, so that one whose person's day of birth nobody knows is not
/// looked at again at every turn.
#[derive(Debug, Default)]
pub(crate) struct Aged(Mutex<Option<Date>>);

/// Fills in what can be known; tells how many.
///
/// # Errors
/// When the store fails; the next turn goes on.
pub(crate) async fn fill(ctx: &Ctx, app: &App) -> Result<usize, Error> {
    let today = ctx.today();
    if *app.aged.0.lock().unwrap_or_else(PoisonError::into_inner) == Some(today) {
        return Ok(0);
    }
    let (mut last, mut done, mut left) = (None, 0, false);
    loop {
        let found = store::placement::ageless(&app.store, ctx.tenant, last, BATCH).await;
        let found = found.map_err(crate::fault)?;
        let Some(end) = found.last() else { break };
        last = Some(end.id);
        let mut known = Vec::with_capacity(found.len());
        for claim in found {
            let age = domain::counting::age_at_start(born_on(ctx, app, &claim).await?, claim.start_on);
            known.extend(age.map(|age| Placement { age: Some(age), updated_at: ctx.now, ..claim }));
        }
        let count = known.len();
        let written = app.write(ctx, move |tx, ctx| {
            let known = known.clone();
            Box::pin(async move {
                for claim in &known {
                    store::placement::update(tx, &ctx, "age", claim).await?;
                }
                Ok(())
            })
        });
        match written.await {
            Ok(()) => done += count,
            // Somebody wrote to one of them meanwhile: they wait for the next turn.
            Err(Error::Conflict(_)) => left = true,
            Err(failed) => return Err(failed),
        }
    }
    if !left {
        *app.aged.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(today);
    }
    Ok(done)
}

/// The day of birth as the claim's registration tells it, else any other of the person; none once they were erased.
async fn born_on(ctx: &Ctx, app: &App, claim: &Placement) -> Result<Option<Date>, Error> {
    let all = store::seeker::of_person(&app.store, ctx.tenant, claim.person).await.map_err(crate::fault)?;
    let own = all.iter().filter(|(seeker, _)| Some(seeker.id) == claim.seeker);
    let told = |(_, profile): &(_, Option<domain::seeker::Profile>)| profile.as_ref()?.born_on;
    Ok(own.chain(&all).find_map(told))
}
