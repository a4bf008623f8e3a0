//! Heads of openings and seats of cohorts that are set aside for machines: how many may be given out here, and lending them. At home
//! what is lent out is gone; on a machine only what it was lent is there.

use domain::Ctx;
use domain::cohort::Cohort;
use domain::enrolment::Enrolment;
use domain::escrow::{Lent, Pool};
use domain::id::{CohortId, NodeId, OpeningId};
use domain::message::Message;
use domain::node::Node;
use domain::policy::UseCase;
use domain::referral::Referral;
use store::Tx;

use crate::{App, Error};

/// The kinds of things whose places are set aside: heads of openings in a table of their own, since they are counted from referrals; seats
/// in the cohort itself.
pub(crate) const OPENING: &str = "opening";
pub(crate) const COHORT: &str = "cohort";

/// The heads of an opening as they are now, within a transaction.
pub(crate) async fn pool(tx: &mut Tx, ctx: &Ctx, id: OpeningId) -> Result<Pool, store::Error> {
    let opening = store::opening::get_in(tx, ctx, id).await?;
    let taken = store::referral::taken_in(tx, ctx, id).await?;
    let lent = store::escrow::of_in(tx, ctx, OPENING, id.0).await?;
    Ok(Pool { capacity: opening.content.headcount, taken, lent: lent.into_iter().collect() })
}

/// How many heads of an opening may be taken in all, once `before` are.
///
/// # Errors
/// When the store cannot be read.
pub(crate) async fn most(tx: &mut Tx, ctx: &Ctx, id: OpeningId, before: u32) -> Result<u32, store::Error> {
    let pool = pool(tx, ctx, id).await?;
    match store::command::outpost(tx) {
        Some(node) => Ok(before.saturating_add(here(tx, ctx, id, &pool, node).await?)),
        None => Ok(pool.capacity.saturating_sub(pool.out())),
    }
}

/// How many heads this machine may still give out.
async fn here(tx: &mut Tx, ctx: &Ctx, id: OpeningId, pool: &Pool, node: NodeId) -> Result<u32, store::Error> {
    let lent = pool.lent.get(&node).copied().unwrap_or_default();
    // What home has confirmed stands in what it says is used; the rest was given out here.
    let unheard = store::command::unheard_hires(tx, ctx, id).await?;
    Ok(lent.left().saturating_sub(unheard))
}

/// Whether a machine may hand out another letter: each holds one of the heads that it was lent until it is answered.
///
/// # Errors
/// [`store::Error::Conflict`] when it may not.
pub(crate) async fn hold_for_letter(tx: &mut Tx, ctx: &Ctx, id: OpeningId) -> Result<(), store::Error> {
    let Some(node) = store::command::outpost(tx) else { return Ok(()) };
    let mark = store::command::mark(tx).unwrap_or_default();
    let pool = pool(tx, ctx, id).await?;
    let waiting = store::referral::live_of_opening(tx, ctx, id).await?;
    match here(tx, ctx, id, &pool, node).await? > letters(&mark, &waiting) {
        true => Ok(()),
        false => Err(store::Error::Conflict(NONE_HERE.to_owned())),
    }
}

/// How many of these carry a letter of the machine with this mark.
fn letters(mark: &str, waiting: &[Referral]) -> u32 {
    let of_here = |letter: &str| letter.contains(&format!("-{mark}-"));
    let letters =
        waiting.iter().filter(|one| one.state.letter().is_some_and(|letter| of_here(&letter.number)));
    u32::try_from(letters.count()).unwrap_or(u32::MAX)
}

/// Heads of an opening that are set aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Apart {
    /// On a machine: so many letters may still be handed out there.
    Here(u32),
    /// At home: so many are with machines and, as far as home knows, not used.
    Out(u32),
}

/// How many heads of an opening are set aside.
pub(crate) async fn apart(ctx: &Ctx, app: &App, id: OpeningId) -> Result<Apart, Error> {
    let (store, tenant) = (&app.store, ctx.tenant);
    let lent = store::escrow::of(store, tenant, OPENING, id.0).await.map_err(crate::fault)?;
    let Some(outpost) = store.outpost() else {
        return Ok(Apart::Out(lent.iter().map(|(_, lent)| lent.left()).sum()));
    };
    let own = lent.iter().find(|(node, _)| *node == outpost.node).map_or(0, |(_, lent)| lent.left());
    let unheard = store::command::unheard(store, tenant, id).await.map_err(crate::fault)?;
    let mut waiting = store::referral::of_opening(store, tenant, id).await.map_err(crate::fault)?;
    waiting.retain(|one| one.state.is_live());
    Ok(Apart::Here(own.saturating_sub(unheard).saturating_sub(letters(&outpost.mark, &waiting))))
}

/// What a machine is told that has no head left of those it was lent.
pub(crate) const NONE_HERE: &str = "escrow.none_here";

/// Lends a machine heads of an opening.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] at `opening` when the machine does not carry it, at `heads` when fewer are free.
pub async fn lend(ctx: &Ctx, app: &App, node: NodeId, opening: OpeningId, heads: u32) -> Result<(), Error> {
    let node = lendable(ctx, app, node).await?;
    // Nobody on the machine could use them, and nothing but giving it up would bring them back.
    let found = store::opening::get(&app.store, ctx.tenant, opening).await.map_err(crate::fault)?;
    if !crate::node::carries(app, &node, &found) {
        return Err(Error::field("opening", Message::new("escrow-elsewhere").with("machine", node.name)));
    }
    let free = std::sync::Arc::new(std::sync::Mutex::new(None));
    let told = free.clone();
    let lent = app.write(ctx, move |tx, ctx| {
        let (node, told) = (node.id, told.clone());
        Box::pin(async move {
            store::referral::hold_opening(tx, &ctx, opening).await?;
            let mut pool = pool(tx, &ctx, opening).await?;
            if let Err(why) = pool.lend(node, heads) {
                *told.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(why);
                return Err(store::Error::Conflict("escrow".to_owned()));
            }
            let lent: Option<Lent> = pool.lent.get(&node).copied();
            store::escrow::put(tx, &ctx, (OPENING, opening.0), node, lent).await
        })
    });
    match lent.await {
        Err(Error::Conflict(other)) => {
            let why = free.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take();
            Err(why.map_or(Error::Conflict(other), |why| Error::field("heads", why)))
        }
        other => other,
    }
}

/// A machine that may be lent something.
async fn lendable(ctx: &Ctx, app: &App, node: NodeId) -> Result<Node, Error> {
    let node: Node = crate::record::get(ctx, app, UseCase::WriteNode, node).await?;
    if node.is_revoked() {
        return Err(Error::Conflict(Message::new("node-given-up")));
    }
    Ok(node)
}

/// Lends a machine seats of a cohort, to be given out on the spot.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] at `opening` when somebody would be passed over by that, at `heads` when fewer are free.
pub async fn lend_seats(
    ctx: &Ctx,
    app: &App,
    node: NodeId,
    cohort: CohortId,
    seats: u32,
) -> Result<(), Error> {
    let node = lendable(ctx, app, node).await?.id;
    app.decide(ctx, move |tx, ctx| {
        Box::pin(async move {
            let mut cohort = crate::cohort::held(tx, &ctx, cohort).await?;
            let all = store::enrolment::of_cohort_in(tx, &ctx, cohort.id).await?;
            let all: Vec<Enrolment> = all.into_iter().map(|(one, _)| one).collect();
            let fields = [("escrow-too-many", "heads"), ("cohort-lend-refused", "opening")];
            let lent = cohort.lend(node, seats, &all);
            lent.map_err(|why| crate::record::at(Error::Conflict(why), &fields))?;
            crate::cohort::save(tx, &ctx, "lend", cohort).await?;
            Ok(())
        })
    })
    .await
}

/// Within a transaction: takes back the seats that a machine did not use, which a person gives up.
pub(crate) async fn take_back(tx: &mut Tx, ctx: &Ctx, node: NodeId) -> Result<(), store::Error> {
    store::change::hold(tx, ctx).await?;
    for mut cohort in store::record::all_in::<Cohort>(tx, ctx).await? {
        if cohort.seats.lent.contains_key(&node) {
            cohort.seats.settle(node);
            crate::cohort::save(tx, ctx, "give_back", cohort).await?;
        }
    }
    Ok(())
}

/// Lends a machine heads of the opening of this number, or seats of the cohort of it.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] at `opening` for an unknown number, at `heads` when none is asked for or fewer are free.
pub async fn lend_numbered(
    ctx: &Ctx,
    app: &App,
    node: NodeId,
    number: &str,
    heads: u32,
) -> Result<(), Error> {
    if heads == 0 {
        return Err(Error::field("heads", Message::new("escrow-how-many")));
    }
    let cohort = store::record::known_as::<Cohort>(&app.store, ctx.tenant, number.trim()).await;
    if let Some(cohort) = cohort.map_err(crate::fault)? {
        return lend_seats(ctx, app, node, cohort.id, heads).await;
    }
    let found =
        store::opening::by_number(&app.store, ctx.tenant, number.trim()).await.map_err(crate::fault)?;
    let open = found.filter(|opening| opening.state.is_live());
    let opening = open.ok_or_else(|| Error::field("opening", Message::new("escrow-which")))?;
    lend(ctx, app, node, opening.id, heads).await
}
