//! What waits for a second person: conspicuous patterns and disputes (CR-17, CR-18), evidence that one account
//! alone keyed, what was left out and why, and openings that ended before every head was found.

use std::collections::{BTreeMap, BTreeSet};

use domain::Ctx;
use domain::anomaly::Anomaly;
use domain::counting::Rule;
use domain::id::PlacementId;
use domain::opening::{Opening, StateName};
use domain::placement::Placement;
use domain::policy::{Relation, UseCase, authorise};

use crate::ledger::Cut;
use crate::{App, Error, anomaly, placement};

/// Findings, disputes and claims shown at once.
const SHOWN: usize = 100;
/// Openings that ended early, shown at once.
const EARLY: usize = 20;

/// What waits for a second person.
#[derive(Debug, Clone)]
pub struct Review {
    /// Patterns.
    pub anomalies: Vec<Anomaly>,
    /// Results that the people credited with them dispute.
    pub disputes: Vec<Placement>,
    /// Claims whose evidence the account that entered them keyed without a paper.
    pub unproven: Vec<Placement>,
    /// Those of the two that who asks may open.
    pub may_open: BTreeSet<PlacementId>,
    /// How many claims of this year each rule left out.
    pub excluded: BTreeMap<Rule, usize>,
    /// Openings that ended before every head was found, last first.
    pub early: Vec<EarlyClose>,
}

/// An opening that ended before every head was found.
#[derive(Debug, Clone)]
pub struct EarlyClose {
    /// The opening.
    pub opening: Opening,
    /// Whose.
    pub employer: String,
    /// How many heads were found.
    pub taken: u32,
}

/// What waits.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn waiting(ctx: &Ctx, app: &App) -> Result<Review, Error> {
    authorise(&ctx.actor, UseCase::ReadReview, Relation::default())?;
    anomaly::refresh(ctx, app).await?;
    let (store, tenant) = (&app.store, ctx.tenant);
    let anomalies = store::anomaly::list(store, tenant, true, SHOWN as i64).await.map_err(crate::fault)?;
    let barred = app.ledger.with(|_, counted, _| {
        let disputed = counted.excluded.iter().filter(|(_, rule)| *rule == Rule::Cr18);
        disputed.map(|(id, _)| *id).take(SHOWN).collect::<Vec<_>>()
    });
    let mut disputes = Vec::with_capacity(barred.len());
    for id in barred {
        disputes.push(store::placement::get(store, tenant, id).await.map_err(crate::fault)?);
    }
    let first = app.ledger.with(|ledger, _, _| ledger.waiting().take(SHOWN).collect::<Vec<_>>());
    let mut unproven = Vec::with_capacity(first.len());
    for id in first {
        unproven.push(store::placement::get(store, tenant, id).await.map_err(crate::fault)?);
    }
    let may_open = disputes.iter().chain(&unproven).filter(|one| {
        let stands = Relation { under_review: true, ..placement::relation(one) };
        authorise(&ctx.actor, UseCase::ReadPlacement, stands).is_ok()
    });
    let may_open = may_open.map(|one| one.id).collect();
    let mut excluded = BTreeMap::new();
    let filter = Cut::default().filter(ctx, app);
    for (_, rule) in app.ledger.with(|ledger, counted, _| ledger.excluded_in(counted, &filter)) {
        *excluded.entry(rule).or_default() += 1;
    }
    let mut early = Vec::new();
    let closed = store::opening::list(store, tenant, Some(StateName::Closed), EARLY, 0).await;
    for opening in closed.map_err(crate::fault)?.0 {
        let employer = store::employer::find(store, tenant, opening.employer).await.map_err(crate::fault)?;
        let employer = employer.map(|employer| employer.name).unwrap_or_default();
        let taken = store::referral::taken(store, tenant, opening.id).await.map_err(crate::fault)?;
        early.push(EarlyClose { opening, employer, taken });
    }
    Ok(Review { anomalies, disputes, unproven, may_open, excluded, early })
}
