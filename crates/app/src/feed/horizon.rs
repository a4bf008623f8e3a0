//! How far back a reader may go on from where they stopped: the change log keeps everything, but a feed that did would
//! make whoever was away for a year read a year, when what is shown now is all they need.

use domain::Ctx;
use jiff::SignedDuration;

use crate::{App, Error};

/// The last change that is older than the city's horizon; zero while there is none. It is looked for once a day.
///
/// Stamps rise with numbers but for what was kept elsewhere and written later. A search by halves may then find a
/// neighbour of the right place, and no reader loses anything by it: from before it they are sent to the snapshot.
pub(super) async fn of(ctx: &Ctx, app: &App, head: i64) -> Result<i64, Error> {
    let today = ctx.today();
    let mut kept = app.feed.horizon.lock().await;
    if let Some((_, horizon)) = kept.filter(|(day, _)| *day == today) {
        return Ok(horizon);
    }
    let before = ctx.now.saturating_sub(SignedDuration::from_hours(24 * app.city.feed().horizon_days));
    let before = before.map_err(Error::internal)?;
    let (mut old, mut young) = (0, head + 1);
    while young - old > 1 {
        let middle = old + (young - old) / 2;
        let stamp = store::change::stamp(&app.store, ctx.tenant, middle).await.map_err(crate::fault)?;
        if stamp.is_some_and(|stamp| stamp < before) { old = middle } else { young = middle }
    }
    // What was once sent to the snapshot stays so, whatever was written late.
    let horizon = kept.map_or(old, |(_, last)| last.max(old));
    *kept = Some((today, horizon));
    Ok(horizon)
}
