//! What the days bring to referrals by themselves. Runs as often as one likes; a second run finds nothing
//! left to do.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use domain::Ctx;
use domain::id::ReferralId;
use domain::notice::Kind;
use domain::referral::Turn;

use super::{end_of_opening, tell_person};
use crate::{App, Error};

/// Referrals or openings taken at a time.
const BATCH: usize = 200;

/// Turns every referral whose day has come, closes what nobody answered, and ends what hangs on an opening
/// that has ended. Gives how many changed.
///
/// # Errors
/// When the store fails; what was done stays done.
pub(crate) async fn turn(ctx: &Ctx, app: &App) -> Result<usize, Error> {
    let mut changed = 0;
    loop {
        let found = store::referral::turning(&app.store, ctx.tenant, ctx.today(), BATCH)
            .await
            .map_err(crate::fault)?;
        let mut left = 0;
        for referral in &found {
            match one(ctx, app, referral.id).await {
                Ok(turned) => changed += usize::from(turned),
                // Somebody changed it at this moment: the next run looks again.
                Err(Error::Conflict(_)) => left += 1,
                Err(failed) => return Err(failed),
            }
        }
        if left == found.len() || found.len() < BATCH {
            break;
        }
    }
    for opening in store::referral::stranded(&app.store, ctx.tenant, BATCH).await.map_err(crate::fault)? {
        let city = app.city.clone();
        app.write(ctx, move |tx, ctx| {
            let city = city.clone();
            Box::pin(async move { end_of_opening(tx, &ctx, city.reminders(), opening).await.map(|_| ()) })
        })
        .await?;
        changed += 1;
    }
    Ok(changed)
}

/// Tells whether it changed. One whose day has not come by the city's figures of today is put to its day anew,
/// so that it is not found again.
async fn one(ctx: &Ctx, app: &App, id: ReferralId) -> Result<bool, Error> {
    let city = app.city.clone();
    let changed = Arc::new(AtomicBool::new(false));
    let told = changed.clone();
    app.write(ctx, move |tx, ctx| {
        let (city, told) = (city.clone(), told.clone());
        Box::pin(async move {
            let referral = store::referral::get_in(tx, &ctx, id).await?;
            let (turned, turns) = referral.turned(ctx.now, city.reminders(), &ctx.zone);
            told.store(!turns.is_empty(), Ordering::Relaxed);
            if turns.is_empty() {
                return store::referral::retime(tx, &ctx, city.reminders(), &turned).await;
            }
            let closed = turns.contains(&Turn::Closed);
            let verb = if closed { "close" } else { "turn" };
            store::referral::update(tx, &ctx, city.reminders(), verb, &turned).await?;
            if turns.iter().any(|turn| turn.doubts_opening(city.reminders())) {
                let opening = store::opening::get_in(tx, &ctx, turned.opening).await?;
                crate::opening::doubt(tx, &ctx, opening).await?;
            }
            if closed {
                tell_person(tx, &ctx, &turned, Kind::ReferralClosed, None).await?;
            }
            Ok(())
        })
    })
    .await?;
    Ok(changed.load(Ordering::Relaxed))
}
