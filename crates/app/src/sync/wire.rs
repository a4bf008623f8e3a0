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

use super::page::{Extent, Page, Section};
use super::{hear, home, made, queue, take_in};
use crate::node::{Certificate, Wanted};
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
    /// How much of that in one answer.
    #[serde(default)]
    pub extent: Extent,
    /// Records that home is to say anew.
    pub again: Vec<(String, Uuid)>,
    /// Of what it wants another certificate, when its own ends soon.
    #[serde(default)]
    pub tls: Option<Wanted>,
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
    /// Until when it may work without being heard again.
    pub until: Option<Timestamp>,
    /// Whether it was given up: it hands over what it has, and keeps nothing.
    pub revoked: bool,
    /// A certificate, if one was asked for.
    #[serde(default)]
    pub certificate: Option<Certificate>,
}

/// At home: answers a machine that was recognised.
///
/// # Errors
/// [`Error::NotFound`] for an unknown machine; when the store cannot be read or written.
pub async fn answer(ctx: &Ctx, app: &App, node: NodeId, ask: Ask) -> Result<Answer, Error> {
    let node = heard(ctx, app, node, ask.now).await?;
    let (id, until, revoked) = (node.id, node.until(), node.is_revoked());
    let mut receipts = home::receive(ctx, app, id, ask.commands).await?;
    let known = home::known(ctx, app, id).await?;
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
    let page = match ask.from.filter(|_| !revoked) {
        Some(from) => {
            let page = super::page(ctx, app, id, from, ask.extent, &ask.again).await?;
            Some(page.lowered(::sync::schema::LADDER, ask.schema))
        }
        None => None,
    };
    let wanted_tls = ask.tls.as_ref().filter(|_| !revoked);
    let certificate = wanted_tls.map(|tls| crate::node::issue(ctx, app, &node.mark, tls)).transpose()?;
    Ok(Answer { receipts, wanted, looks, page, until, revoked, certificate })
}

/// Writes down that a machine was heard and by how much its clock is off, once a minute at most.
async fn heard(ctx: &Ctx, app: &App, id: NodeId, theirs: Timestamp) -> Result<Node, Error> {
    let found = store::record::find::<Node>(&app.store, ctx.tenant, id.0).await.map_err(crate::fault)?;
    let node = found.ok_or(Error::NotFound)?;
    let minute = SignedDuration::from_secs(60);
    if node.is_revoked() || node.heard_at.is_some_and(|at| ctx.now.duration_since(at) < minute) {
        return Ok(node);
    }
    let ahead_s = theirs.duration_since(ctx.now).as_secs();
    let node = node.heard(ctx.now, ahead_s, ctx.now + crate::node::LEAVE);
    let kept = node.clone();
    let written = app.write(ctx, move |tx, ctx| {
        let node = kept.clone();
        Box::pin(async move { store::record::update(tx, &ctx, "hear", &node).await })
    });
    match written.await {
        // Somebody wrote about the machine in this moment; that it was heard is written next time.
        Ok(()) | Err(Error::Conflict(_)) => Ok(node),
        Err(failed) => Err(failed),
    }
}

/// How far a round came.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Round {
    /// Pieces of work that home confirmed in it.
    pub handed_over: usize,
    /// Records that came.
    pub records: usize,
    /// Pieces of work that are still only here.
    pub left: usize,
    /// Until when this machine may work without speaking with home again.
    pub until: Option<Timestamp>,
    /// Whether home has given this machine up.
    pub revoked: bool,
    /// A certificate that came.
    pub certificate: Option<Certificate>,
}

/// On a machine: says what it has until home has everything, then takes in what home says. `say` carries one turn there and
/// back; whatever it fails with ends the round, and nothing of what was confirmed is lost. `begun` is where a first load was
/// broken off, and is brought up to date as it goes on.
///
/// # Errors
/// What `say` failed with; when the store cannot be read or written.
pub async fn round<S, F>(app: &App, begun: &mut Option<Section>, mut say: S) -> Result<Round, Error>
where
    S: FnMut(Ask) -> F,
    F: Future<Output = Result<Answer, Error>>,
{
    let mut round = Round::default();
    let mut wanted = Vec::new();
    for _ in 0..TURNS {
        let mut ask = turn(&app.system_ctx(), app, &wanted).await?;
        if let Some(section) = *begun {
            ask.extent = Extent::Section(section);
        }
        let answered = say(ask).await?;
        wanted.clone_from(&answered.wanted);
        let more = heed(app, &mut round, begun, answered).await?;
        if !more {
            break;
        }
    }
    round.left = super::left(&app.system_ctx(), app).await?.commands;
    Ok(round)
}

/// On a machine: takes down what home said, however it came: of the work, of what changed, of the machine itself. Whether there is
/// more to be asked for.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn heed(
    app: &App,
    round: &mut Round,
    begun: &mut Option<Section>,
    answered: Answer,
) -> Result<bool, Error> {
    round.handed_over += confirmed(app, &answered).await?;
    round.revoked = answered.revoked;
    round.until = answered.until.or(round.until);
    round.certificate = answered.certificate.or(round.certificate.take());
    let Some(page) = answered.page else {
        // Somebody who was given up is told nothing more; they hand over what they have.
        return Ok(!answered.revoked || super::left(&app.system_ctx(), app).await?.commands > 0);
    };
    let (next, more) = (page.next, page.more);
    round.records += page.records.len();
    take_in(&app.system_ctx(), app, page).await?;
    *begun = next;
    Ok(more || next.is_some())
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
        extent: Extent::default(),
        tls: None,
        again: store::command::to_ask(&app.store, ctx.tenant).await.map_err(crate::fault)?,
    })
}

/// Everything that this machine has to say, at once, for a way that goes only once there and back. What home confirmed lately is
/// said again: home may have been restored from an older copy.
///
/// # Errors
/// When the store cannot be read.
pub async fn all(ctx: &Ctx, app: &App) -> Result<Ask, Error> {
    let (offered, _) = made(ctx, app).await?;
    let set = offered.iter().copied().collect();
    let queue = queue(ctx, app, &set).await?;
    let commands = queue.into_iter().map(|queued| queued.command).collect();
    let from = store::command::place_of(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    Ok(Ask { commands, from: Some(from), extent: Extent::Whole, ..turn(ctx, app, &[]).await? })
}

/// Takes down what home said of work and looks: how much of the work was not confirmed before.
async fn confirmed(app: &App, answered: &Answer) -> Result<usize, Error> {
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
