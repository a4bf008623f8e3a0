//! What the operator sees: how many messages went and how many wait, why those that wait do, and whether one comes through at all.
//! Nobody is named here.

use domain::Ctx;
use domain::digest::{Delivery, Outcome, StateName, Way, check_mail};
use domain::message::{Lang, Message};
use domain::policy::{Relation, UseCase, authorise};
use jiff::SignedDuration;

use super::letter;
use crate::{App, Error};

/// Days that are looked back.
const DAYS: i64 = 30;

/// Deliveries of a kind that are listed.
const LISTED: usize = 50;

/// How sending goes.
#[derive(Debug, Clone)]
pub struct Overview {
    /// The ways that are set.
    pub ways: Vec<Way>,
    /// How many by way and state, of thirty days.
    pub counts: Vec<(Way, StateName, i64)>,
    /// What waits to be tried again, the latest first.
    pub deferred: Vec<Delivery>,
    /// What was given up.
    pub refused: Vec<Delivery>,
}

/// How sending goes.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn overview(ctx: &Ctx, app: &App) -> Result<Overview, Error> {
    authorise(&ctx.actor, UseCase::OperateSystem, Relation::default())?;
    let (store, tenant) = (&app.store, ctx.tenant);
    let since = ctx.now - SignedDuration::from_hours(24 * DAYS);
    let of = |state| store::digest::in_state(store, tenant, state, since, LISTED);
    Ok(Overview {
        ways: super::ways(app),
        counts: store::digest::counts(store, tenant, since).await.map_err(crate::fault)?,
        deferred: of(StateName::Deferred).await.map_err(crate::fault)?,
        refused: of(StateName::Refused).await.map_err(crate::fault)?,
    })
}

/// Sends a fixed message to an address that the operator types; neither is kept.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Invalid`] for what cannot be an address, and while mail is not set.
pub async fn trial(ctx: &Ctx, app: &App, lang: Lang, address: &str) -> Result<Outcome, Error> {
    authorise(&ctx.actor, UseCase::OperateSystem, Relation::default())?;
    let address = address.trim();
    check_mail(address).map_err(|_| Error::field("address", Message::new("digest-trial-address")))?;
    match app.post.get().filter(|post| post.ways().contains(&Way::Mail)) {
        Some(post) => Ok(post.hand(Way::Mail, address, (ctx.id(), ctx.now), &letter::trial(app, lang)).await),
        None => Err(Error::field("address", Message::new("digest-way-off"))),
    }
}
