//! What a machine and home say to each other, whatever carries it: over a network in turns, on a stick in two letters. A turn may be
//! lost, said twice or cut off anywhere, and the next one goes on from there.

use ::sync::node::{batch, missing};
use ::sync::{Command, Receipt};
use domain::Ctx;
use domain::id::{CommandId, NodeId};
use domain::node::Node;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use store::look::Trace;
use uuid::Uuid;

use super::page::Page;
use super::{hear, home, made, queue, take_in};
use crate::{App, Error};

/// About how many bytes of work are handed over in one turn: what a slow line carries in some seconds.
const TURN: usize = 200_000;
/// Looks told in one turn.
const LOOKS: i64 = 500;
/// Turns after which a round ends, whatever is left: the next one goes on.
const TURNS: usize = 10_000;

/// What a machine says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ask {
    /// Its clock.
    pub now: Timestamp,
    /// In which version of the fields it reads and writes.
    pub schema: u32,
    /// The work that it has, by id, in order.
    pub offered: Vec<CommandId>,
    /// Work that home wants.
    pub commands: Vec<Command>,
    /// Looks at records that were left there.
    pub looks: Vec<Trace>,
    /// From where it wants to know what changed; `None` while it has work to hand over.
    pub from: Option<i64>,
    /// Records that home is to say anew.
    pub again: Vec<(String, Uuid)>,
}

/// What home says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// What became of work that is in, whenever it came.
    pub receipts: Vec<(CommandId, Receipt)>,
    /// Work that home does not have.
    pub wanted: Vec<CommandId>,
    /// Looks that it has by now.
    pub looks: Vec<Uuid>,
    /// What changed, if it was asked for.
    pub page: Option<Page>,
}

/// At home: answers a machine that was recognised.
///
/// # Errors
/// [`Error::NotFound`] for an unknown machine; when the store cannot be read or written.
pub async fn answer(ctx: &Ctx, app: &App, node: NodeId, ask: Ask) -> Result<Answer, Error> {
    heard(ctx, app, node, ask.now).await?;
    let mut receipts = home::receive(ctx, app, node, ask.commands).await?;
    let known = home::known(ctx, app, node).await?;
    let known: std::collections::BTreeSet<CommandId> = known.into_iter().collect();
    let wanted = missing(&ask.offered, |id| known.contains(&id));
    let mut again = home::receipts(ctx, app, &ask.offered).await?;
    again.retain(|(id, _)| !receipts.iter().any(|(known, _)| known == id));
    receipts.extend(again);
    let looks = ask.looks.iter().map(|look| look.id).collect();
    let traces = ask.looks;
    app.write(ctx, move |tx, ctx| {
        let traces = traces.clone();
        Box::pin(async move { store::look::take_in(tx, &ctx, &traces).await })
    })
    .await?;
    let page = match ask.from {
        Some(from) => Some(super::page(ctx, app, node, from, &ask.again).await?),
        None => None,
    };
    Ok(Answer { receipts, wanted, looks, page })
}

/// Writes down that a machine was heard and by how much its clock is off, once a minute at most.
async fn heard(ctx: &Ctx, app: &App, id: NodeId, theirs: Timestamp) -> Result<(), Error> {
    let found = store::record::find::<Node>(&app.store, ctx.tenant, id.0).await.map_err(crate::fault)?;
    let node = found.ok_or(Error::NotFound)?;
    let minute = SignedDuration::from_secs(60);
    if node.is_revoked() || node.heard_at.is_some_and(|at| ctx.now.duration_since(at) < minute) {
        return Ok(());
    }
    let ahead_s = theirs.duration_since(ctx.now).as_secs();
    let node = Node { heard_at: Some(ctx.now), ahead_s, ..node };
    let written = app.write(ctx, move |tx, ctx| {
        let node = node.clone();
        Box::pin(async move { store::record::update(tx, &ctx, "hear", &node).await })
    });
    match written.await {
        // Somebody wrote about the machine in this moment; that it was heard is written next time.
        Err(Error::Conflict(_)) => Ok(()),
        other => other,
    }
}

/// How far a round came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Round {
    /// Pieces of work that home confirmed in it.
    pub handed_over: usize,
    /// Records that came.
    pub records: usize,
    /// Pieces of work that are still only here.
    pub left: usize,
}

/// On a machine: says what it has until home has everything, then takes in what home says. `say` carries one turn there and
/// back; whatever it fails with ends the round, and nothing of what was confirmed is lost.
///
/// # Errors
/// What `say` failed with; when the store cannot be read or written.
pub async fn round<S, F>(app: &App, mut say: S) -> Result<Round, Error>
where
    S: FnMut(Ask) -> F,
    F: Future<Output = Result<Answer, Error>>,
{
    let mut round = Round::default();
    let mut wanted = Vec::new();
    for _ in 0..TURNS {
        let ask = turn(&app.system_ctx(), app, &wanted).await?;
        let answered = say(ask).await?;
        round.handed_over += heed(app, &answered).await?;
        wanted = answered.wanted;
        if let Some(page) = answered.page {
            round.records = page.records.len();
            take_in(&app.system_ctx(), app, page).await?;
            break;
        }
    }
    round.left = super::left(&app.system_ctx(), app).await?.commands;
    Ok(round)
}

/// One thing to say: work that home has not confirmed, so that also a turn whose answer is lost gets something done; or, once
/// there is none and home lacks nothing that it had, the question what changed.
///
/// # Errors
/// When the store cannot be read.
pub async fn turn(ctx: &Ctx, app: &App, wanted: &[CommandId]) -> Result<Ask, Error> {
    let (offered, waiting) = made(ctx, app).await?;
    let set: std::collections::BTreeSet<CommandId> = wanted.iter().chain(&waiting).copied().collect();
    let queue = queue(ctx, app, &set).await?;
    let last = set.is_empty();
    let commands = batch(&queue, &set, TURN).into_iter().cloned().collect();
    let from = store::command::place_of(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    Ok(Ask {
        now: ctx.now,
        schema: ::sync::schema::CURRENT,
        offered,
        commands,
        looks: store::look::kept(&app.store, ctx.tenant, LOOKS).await.map_err(crate::fault)?,
        from: last.then_some(from),
        again: store::command::to_ask(&app.store, ctx.tenant).await.map_err(crate::fault)?,
    })
}

/// Takes down what home said of work and looks: how much of the work was not confirmed before.
async fn heed(app: &App, answered: &Answer) -> Result<usize, Error> {
    let ctx = app.system_ctx();
    let before = super::left(&ctx, app).await?.commands;
    hear(&ctx, app, answered.receipts.clone()).await?;
    let looks = answered.looks.clone();
    if !looks.is_empty() {
        app.write(&ctx, move |tx, ctx| {
            let looks = looks.clone();
            Box::pin(async move { store::look::hand_over(tx, &ctx, &looks).await })
        })
        .await?;
    }
    Ok(before.saturating_sub(super::left(&ctx, app).await?.commands))
}
