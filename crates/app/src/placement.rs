//! A claim and what is done to it: each step reads it, lets `domain` decide, and writes row and log entry in one
//! transaction. There is no deleting (CR-17). It must not know figures: those are `ledger`'s.

use domain::id::PlacementId;
use domain::notice::{About, Kind, Notice, To};
use domain::placement::{
    AmendReason, CancelReason, Contributor, DisputeReason, EndReason, EvidenceGrade, MoveReason, Placement,
    Retention, SettleGround, StateName,
};
use domain::policy::{Relation, UseCase, authorise};
use domain::seeker::{Profile, Seeker};
use domain::{Ctx, Message};
use jiff::ToSpan;
use jiff::civil::Date;

use crate::{App, Error};

mod age;
mod claim;
mod confirm;
mod proof;
mod show;

pub(crate) use age::{Aged, fill as fill_ages};
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
    let beside = Beside { tells: Some(Kind::PlacementClaimed), ..Beside::default() };
    let target = (UseCase::WritePlacement, id, Some(version), "move");
    change_with(ctx, app, target, beside, move |placement, ctx| {
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

/// Takes a claim back, with a reason. It stays. Whoever has no other job by their registration looks again.
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
    let target = (UseCase::WritePlacement, id, Some(version), "cancel");
    change_with(ctx, app, target, Beside::default(), move |placement, ctx| {
        placement.cancel(reason, ctx.actor.person, ctx.now)
    })
    .await
}

/// Notes whether the person still works there after 1, 3, 6 or 12 months (CR-22). An insurance record is looked up
/// with the authority and the number that it takes for evidence.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Conflict`]; [`Error::Invalid`] at `grade` without authority, at `look_number` for a
/// number that is missing, of another form or of somebody else's look-up.
pub async fn check_retention(
    ctx: &Ctx,
    app: &App,
    id: PlacementId,
    version: i64,
    look: Retention,
    reference: &str,
) -> Result<(), Error> {
    let known = store::placement::get(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let stands = show::stands(ctx, app, &known).await?;
    authorise(&ctx.actor, UseCase::WritePlacement, stands).map_err(|_| Error::NotFound)?;
    let mut beside = Beside::default();
    if look.grade == EvidenceGrade::E1 {
        if !proof::looks_up(ctx) {
            return Err(Error::field("grade", Message::new("evidence-authority-needed")));
        }
        beside.looked_up = Some(proof::lookup_number(ctx, app, reference, "look_number")?);
    }
    let target = (UseCase::WritePlacement, id, Some(version), "retain");
    change_with(ctx, app, target, beside, move |placement, ctx| {
        placement.check_retention(look, ctx.actor.person, ctx.now, ctx.today())
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

/// A second person settles a dispute and says on what ground; upheld, the result is cancelled, or its first day put
/// right. The person is told.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::NotFound`], [`Error::Conflict`].
pub async fn settle(
    ctx: &Ctx,
    app: &App,
    id: PlacementId,
    upheld: bool,
    on: (SettleGround, Option<Date>),
) -> Result<(), Error> {
    let Some(by) = ctx.actor.person else { return Err(Error::NotFound) };
    let beside = Beside { tells: Some(Kind::DisputeSettled), ..Beside::default() };
    change_with(ctx, app, (UseCase::DecideReview, id, None, "settle"), beside, move |placement, ctx| {
        placement.settle(upheld, on, by, (ctx.now, ctx.today()))
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
    change_with(ctx, app, (use_case, id, version, verb), Beside::default(), step).await
}

/// What a step writes beside the claim.
#[derive(Debug, Default)]
struct Beside {
    /// What the person is told.
    tells: Option<Kind>,
    /// Number of the look-up it rests on.
    looked_up: Option<String>,
}

type Target = (UseCase, PlacementId, Option<i64>, &'static str);

async fn change_with<F>(
    ctx: &Ctx,
    app: &App,
    (use_case, id, version, verb): Target,
    beside: Beside,
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
    let was_cancelled = known.state.name() == StateName::Cancelled;
    let started = known.start_on;
    let mut changed = step(known, ctx).map_err(Error::Conflict)?;
    if let (true, Some(seeker)) = (changed.start_on != started, changed.seeker) {
        let found = store::seeker::find(&app.store, ctx.tenant, seeker).await.map_err(crate::fault)?;
        let born_on = found.and_then(|(_, profile)| profile).and_then(|profile| profile.born_on);
        changed.age = domain::counting::age_at_start(born_on, changed.start_on);
    }
    let cancels = !was_cancelled && changed.state.name() == StateName::Cancelled;
    let again = if cancels { looks_again(ctx, app, &changed).await? } else { None };
    let told = match beside.tells {
        Some(kind) => news(ctx, app, &changed, kind).await?,
        None => None,
    };
    app.write(ctx, move |tx, ctx| {
        let (changed, again, told) = (changed.clone(), again.clone(), told.clone());
        let looked_up = beside.looked_up.clone();
        Box::pin(async move {
            if let Some(number) = &looked_up {
                store::placement::look_up(tx, &ctx, number, changed.person).await?;
            }
            if let Some((seeker, profile)) = &again {
                store::seeker::update(tx, &ctx, "reactivate", seeker, profile).await?;
            }
            if let Some(told) = &told {
                store::notice::insert(tx, &ctx, told).await?;
            }
            let added = changed.evidence.iter().skip(proven);
            for piece in added.filter(|piece| !piece.reference.is_empty()) {
                store::placement::look_up(tx, &ctx, piece.reference.trim(), changed.person).await?;
            }
            store::placement::update(tx, &ctx, verb, &changed).await
        })
    })
    .await
}

/// The registration of a job that was taken back, looking again: unless the person has another job by it, or it has
/// ended or was erased meanwhile.
async fn looks_again(ctx: &Ctx, app: &App, claim: &Placement) -> Result<Option<(Seeker, Profile)>, Error> {
    let (store, tenant) = (&app.store, ctx.tenant);
    let Some(seeker) = claim.seeker else { return Ok(None) };
    let Some((mut seeker, Some(profile))) =
        store::seeker::find(store, tenant, seeker).await.map_err(crate::fault)?
    else {
        return Ok(None);
    };
    let of = store::placement::of_person(store, tenant, claim.person).await.map_err(crate::fault)?;
    if of.iter().any(|other| other.id != claim.id && other.seeker == claim.seeker && other.state.is_live()) {
        return Ok(None);
    }
    let until = crate::seeker::valid_until(ctx, app);
    let Ok(state) = seeker.state.clone().reactivate(ctx.now, ctx.today(), until) else { return Ok(None) };
    (seeker.state, seeker.updated_at) = (state, ctx.now);
    seeker.due = seeker.next_due(app.city.reminders());
    Ok(Some((seeker, profile)))
}

/// What the person is told of a result of theirs; nobody tells the dead, nor whoever did it themself.
async fn news(ctx: &Ctx, app: &App, claim: &Placement, kind: Kind) -> Result<Option<Notice>, Error> {
    let Some(seeker) = claim.seeker.filter(|_| ctx.actor.person != Some(claim.person)) else {
        return Ok(None);
    };
    let found = store::seeker::find(&app.store, ctx.tenant, seeker).await.map_err(crate::fault)?;
    let Some((seeker, Some(_))) = found else { return Ok(None) };
    Ok(notice_of(ctx, claim, &seeker, kind))
}

/// A notice of a result to the one it is credited to, unless it comes too late for them.
pub(crate) fn notice_of(ctx: &Ctx, claim: &Placement, seeker: &Seeker, kind: Kind) -> Option<Notice> {
    let about = About {
        placement: Some(claim.id),
        seeker: claim.seeker,
        opening: claim.opening,
        referral: claim.referral,
        ..About::default()
    };
    let news = Notice::new(ctx, To::Person(seeker.person), kind, about);
    Some(news).filter(|news| !news.outlived_by_registration(seeker))
}
