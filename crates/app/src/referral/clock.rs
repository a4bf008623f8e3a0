//! What the days bring to referrals by themselves. Runs as often as one likes; a second run finds nothing
//! left to do.

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
        let mut turned = 0;
        for referral in &found {
            match one(ctx, app, referral.id).await {
                Ok(()) => turned += 1,
                // Somebody changed it at this moment: the next run looks again.
                Err(Error::Conflict(_)) => {}
                Err(failed) => return Err(failed),
            }
        }
        changed += turned;
        if turned == 0 || found.len() < BATCH {
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

async fn one(ctx: &Ctx, app: &App, id: ReferralId) -> Result<(), Error> {
    let city = app.city.clone();
    app.write(ctx, move |tx, ctx| {
        let city = city.clone();
        Box::pin(async move {
            let referral = store::referral::get_in(tx, &ctx, id).await?;
            let (turned, turns) = referral.turned(ctx.now, city.reminders(), &ctx.zone);
            if turns.is_empty() {
                return Ok(());
            }
            let closed = turns.contains(&Turn::Closed);
            let verb = if closed { "close" } else { "turn" };
            store::referral::update(tx, &ctx, city.reminders(), verb, &turned).await?;
            if closed {
                tell_person(tx, &ctx, &turned, Kind::ReferralClosed, None).await?;
            }
            Ok(())
        })
    })
    .await
}
