//! The secrets of the two links that work without signing in, drawn from the master key: nothing of them is stored, and the
//! same message sent again has the same. The one that confirms holds for one address only.

use domain::Ctx;
use domain::digest::{CONFIRM_DAYS, Delivery, Kind};
use domain::id::DeliveryId;
use jiff::SignedDuration;

use crate::{App, Error};

/// Letters of the secret after the id.
const LENGTH: usize = 40;

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To say that an address is one's own.
    Confirm,
    /// To be sent no more.
    Stop,
}

/// The secret that stops what a delivery belongs to.
pub(super) fn of_stop(app: &App, id: DeliveryId) -> String {
    drawn(app, "digest-stop", id, "")
}

/// The secret that confirms an address.
pub(super) fn of_confirm(app: &App, id: DeliveryId, address: &str) -> String {
    drawn(app, "digest-confirm", id, address)
}

fn drawn(app: &App, purpose: &str, id: DeliveryId, address: &str) -> String {
    let mac = app.store.blind(app.tenant, purpose, &format!("{id} {address}"));
    format!("{}-{}", id.0.simple(), mac.get(..LENGTH).unwrap_or_default())
}

/// Whether two secrets are the same, in a time that does not tell where they differ.
pub(super) fn is_same(given: &str, drawn: &str) -> bool {
    let differs = given.bytes().zip(drawn.bytes()).fold(0, |all, (a, b)| all | (a ^ b));
    given.len() == drawn.len() && differs == 0
}

/// The delivery that a link belongs to. Looking changes nothing: what opens links by itself confirms and stops nothing.
///
/// # Errors
/// [`Error::NotFound`] for a link of nobody, one that was forgotten, and one that is too old to confirm.
pub async fn peek(ctx: &Ctx, app: &App, purpose: Purpose, token: &str) -> Result<Delivery, Error> {
    let id = token.split('-').next().and_then(|id| uuid::Uuid::try_parse(id).ok()).map(DeliveryId);
    let id = id.ok_or(Error::NotFound)?;
    let known = match purpose {
        Purpose::Stop => is_same(token, &of_stop(app, id)),
        // The address is known only with the person's record: who may ask is judged there.
        Purpose::Confirm => token.len() == of_stop(app, id).len(),
    };
    let found = store::digest::find(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let (delivery, _) = found.filter(|_| known).ok_or(Error::NotFound)?;
    let fresh = ctx.now.duration_since(delivery.made_at) <= SignedDuration::from_hours(24 * CONFIRM_DAYS);
    match purpose {
        Purpose::Confirm if delivery.kind != Kind::Confirm || !fresh => Err(Error::NotFound),
        _ => Ok(delivery),
    }
}
