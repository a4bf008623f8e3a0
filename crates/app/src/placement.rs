//! A claim and what is done to it: each step reads it, lets `domain` decide, and writes row and log entry in one
//! transaction. There is no deleting (CR-17). It must not know figures: those are `ledger`'s.

use domain::id::PlacementId;
use domain::placement::{
    AmendReason, CancelReason, Contributor, DisputeReason, EndReason, EvidenceGrade, MoveReason, Placement,
    Retention, SettleGround,
};
use domain::policy::{Relation, UseCase, authorise};
use domain::{Ctx, Message};
use jiff::ToSpan;
use jiff::civil::Date;

use crate::{App, Error};

mod claim;
mod confirm;
mod proof;
mod show;

pub use claim::{Claim, claim};
pub(crate) use confirm::Sources;
pub use confirm::{Asked, by_code, by_link, code, confirm, confirm_mine, deny, link};
pub use proof::{Proof, attach};
pub use show::{HistoryLine, View, get, mine};
pub(crate) use show::{counted_as, relation, view, whose};

/// Corrects a first day that was told wrongly, with the reason; the claim is judged again.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] at `moved_to` for a day too far ahead; [`Error::Conflict`].
pub async fn move_start(
    ctx: &Ctx,
    app: &App,
    id: PlacementId,
    version: i64,
    to: Date,
    why: MoveReason,
) -> Result<(), Error> {
    if to > ctx.today().saturating_add(1.month()) {
        return Err(Error::field("moved_to", Message::new("placement-start-far")));
    }
    change(ctx, app, UseCase::WritePlacement, id, Some(version), "move", move |placement, ctx| {
        placement.move_start(to, why, ctx.actor.person, ctx.now, ctx.today())
    })
    .await
}

/// Names one more body that helped, with the reason (CR-01).
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] at `organisation` for an unknown body; [`Error::Conflict`].
pub async fn contribute(
    ctx: &Ctx,
    app: &App,
    id: PlacementId,
    version: i64,
    new: Contributor,
    why: AmendReason,
) -> Result<(), Error> {
    let known = store::organisation::find(&app.store, ctx.tenant, new.organisation).await;
    if known.map_err(crate::fault)?.is_none() {
        return Err(Error::field("organisation", Message::new("organisation-unknown")));
    }
    change(ctx, app, UseCase::WritePlacement, id, Some(version), "contribute", move |placement, ctx| {
        placement.contribute(new, why, ctx.actor.person, ctx.now)
    })
    .await
}

/// Takes a body out that did not help after all, with the reason.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Conflict`].
pub async fn withdraw(
    ctx: &Ctx,
    app: &App,
    id: PlacementId,
    version: i64,
    old: Contributor,
    why: AmendReason,
) -> Result<(), Error> {
    change(ctx, app, UseCase::WritePlacement, id, Some(version), "withdraw", move |placement, ctx| {
        placement.withdraw(old, why, ctx.actor.person, ctx.now)
    })
    .await
}

/// Takes a claim back, with a reason. It stays.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Conflict`].
pub async fn cancel(
    ctx: &Ctx,
    app: &App,
    id: PlacementId,
    version: i64,
    reason: CancelReason,
) -> Result<(), Error> {
    change(ctx, app, UseCase::WritePlacement, id, Some(version), "cancel", move |placement, ctx| {
        placement.cancel(reason, ctx.actor.person, ctx.now)
    })
    .await
}

/// Notes whether the person still works there after 1, 3, 6 or 12 months (CR-22).
///
/// # Errors
/// [`Error::NotFound`], [`Error::Conflict`].
pub async fn check_retention(
    ctx: &Ctx,
    app: &App,
    id: PlacementId,
    version: i64,
    look: (u8, bool, Date, EvidenceGrade),
) -> Result<(), Error> {
    let (months, still_employed, on, grade) = look;
    change(ctx, app, UseCase::WritePlacement, id, Some(version), "retain", move |placement, ctx| {
        placement.check_retention(Retention { months, still_employed, on, grade }, ctx.now, ctx.today())
    })
    .await
}

/// Notes that the person left.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Conflict`].
pub async fn end(
    ctx: &Ctx,
    app: &App,
    id: PlacementId,
    version: i64,
    on: Date,
    reason: EndReason,
) -> Result<(), Error> {
    change(ctx, app, UseCase::WritePlacement, id, Some(version), "end", move |placement, ctx| {
        placement.end(on, reason, ctx.now, ctx.today())
    })
    .await
}

/// The person says that a result credited to them is wrong (CR-18). It does not count until it is settled.
///
/// # Errors
/// [`Error::NotFound`] for anybody else's; [`Error::Conflict`] while one waits.
pub async fn dispute(ctx: &Ctx, app: &App, id: PlacementId, reason: DisputeReason) -> Result<(), Error> {
    change(ctx, app, UseCase::DisputePlacement, id, None, "dispute", move |placement, ctx| {
        placement.disputed(reason, ctx.now)
    })
    .await
}

/// A second person settles a dispute and says on what ground; upheld, the result is cancelled.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::NotFound`], [`Error::Conflict`].
pub async fn settle(
    ctx: &Ctx,
    app: &App,
    id: PlacementId,
    upheld: bool,
    ground: SettleGround,
) -> Result<(), Error> {
    let Some(by) = ctx.actor.person else { return Err(Error::NotFound) };
    change(ctx, app, UseCase::DecideReview, id, None, "settle", move |placement, ctx| {
        placement.settle(upheld, ground, by, ctx.now)
    })
    .await
}

/// Whether who asks may write to a claim at all, before a form that lacks something is shown again.
///
/// # Errors
/// [`Error::NotFound`], also for those who may not know that it exists.
pub async fn may_write(ctx: &Ctx, app: &App, id: PlacementId) -> Result<(), Error> {
    let known = store::placement::get(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let stands = proving(show::stands(ctx, app, &known).await?, &known, "attach");
    authorise(&ctx.actor, UseCase::WritePlacement, stands).map_err(|_| Error::NotFound)
}

/// A second person proves what waits for one, of whichever body; nothing else of it is theirs to change.
fn proving(stands: Relation, known: &Placement, verb: &str) -> Relation {
    Relation { under_review: verb == "attach" && known.awaits_second(), ..stands }
}

async fn change<F>(
    ctx: &Ctx,
    app: &App,
    use_case: UseCase,
    id: PlacementId,
    version: Option<i64>,
    verb: &'static str,
    step: F,
) -> Result<(), Error>
where
    F: FnOnce(Placement, &Ctx) -> Result<Placement, Message>,
{
    let known = store::placement::get(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let stands = proving(show::stands(ctx, app, &known).await?, &known, verb);
    authorise(&ctx.actor, use_case, stands).map_err(|_| Error::NotFound)?;
    if version.is_some_and(|version| version != known.version) {
        return Err(Error::Conflict(Message::new("changed-meanwhile")));
    }
    let proven = known.evidence.len();
    let changed = step(known, ctx).map_err(Error::Conflict)?;
    app.write(ctx, move |tx, ctx| {
        let changed = changed.clone();
        Box::pin(async move {
            let added = changed.evidence.iter().skip(proven);
            for piece in added.filter(|piece| !piece.reference.is_empty()) {
                store::placement::look_up(tx, &ctx, piece.reference.trim(), changed.person).await?;
            }
            store::placement::update(tx, &ctx, verb, &changed).await
        })
    })
    .await
}
