//! What a second person looks at: conspicuous patterns and disputes (CR-17, CR-18).

use domain::anomaly::{Anomaly, Verdict};
use domain::id::{AnomalyId, PlacementId};
use domain::placement::Placement;
use domain::policy::{Relation, UseCase, authorise};
use domain::Ctx;

use super::write::change;
use crate::{App, Error};

/// Findings shown at once.
const SHOWN: i64 = 100;

/// What waits for a second person.
#[derive(Debug, Clone)]
pub struct Review {
    /// Patterns.
    pub anomalies: Vec<Anomaly>,
    /// Results that the people credited with them dispute.
    pub disputes: Vec<Placement>,
}

/// What waits.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn review(ctx: &Ctx, app: &App) -> Result<Review, Error> {
    authorise(&ctx.actor, UseCase::ReadReview, Relation::default())?;
    find(app).await?;
    let (store, tenant) = (&app.store, ctx.tenant);
    let anomalies = store::anomaly::list(store, tenant, true, SHOWN).await.map_err(crate::fault)?;
    let barred = app.ledger.with(|_, counted, _| {
        let disputed = counted.excluded.iter().filter(|(_, rule)| *rule == domain::counting::Rule::Cr18);
        disputed.map(|(id, _)| *id).take(SHOWN as usize).collect::<Vec<_>>()
    });
    let mut disputes = Vec::with_capacity(barred.len());
    for id in barred {
        disputes.push(store::placement::get(store, tenant, id).await.map_err(crate::fault)?);
    }
    Ok(Review { anomalies, disputes })
}

/// Looks for patterns in what was done lately and puts new ones on the list. The system does it after every
/// change; a pattern that grew is brought up to date, one that was settled stays so.
///
/// # Errors
/// When the store fails; the next look finds them again.
pub(crate) async fn find(app: &App) -> Result<(), Error> {
    app.ledger.catch_up(&app.store, app.tenant).await?;
    let ctx = app.system_ctx();
    let found = app.ledger.findings(ctx.now, &ctx.zone);
    if found.is_empty() {
        return Ok(());
    }
    let listed = found.clone();
    app.write(&ctx, move |tx, ctx| {
        let found = found.clone();
        Box::pin(async move {
            for finding in &found {
                store::anomaly::note(tx, &ctx, finding).await?;
            }
            Ok(())
        })
    })
    .await?;
    app.ledger.noted(listed);
    Ok(())
}

/// A second person settles a pattern; never the one who made it.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::NotFound`], [`Error::Conflict`].
pub async fn settle_anomaly(ctx: &Ctx, app: &App, id: AnomalyId, verdict: Verdict) -> Result<(), Error> {
    authorise(&ctx.actor, UseCase::DecideReview, Relation::default())?;
    let Some(by) = ctx.actor.person else { return Err(Error::NotFound) };
    let known = store::anomaly::get(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let settled = known.settle(verdict, by, ctx.now).map_err(Error::Conflict)?;
    app.write(ctx, move |tx, ctx| {
        let settled = settled.clone();
        Box::pin(async move { store::anomaly::update(tx, &ctx, "settle", &settled).await })
    })
    .await
}

/// A second person settles a dispute; upheld, the result is cancelled.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::NotFound`], [`Error::Conflict`].
pub async fn settle_dispute(ctx: &Ctx, app: &App, id: PlacementId, upheld: bool) -> Result<(), Error> {
    let Some(by) = ctx.actor.person else { return Err(Error::NotFound) };
    change(ctx, app, UseCase::DecideReview, id, None, "settle", move |placement, ctx| {
        placement.settle(upheld, by, ctx.now)
    })
    .await
}
