//! On a machine: what was done here as commands, read off the change log; what home said of them; and what home says of
//! the records, laid under what was done here and not confirmed yet.

use std::collections::{BTreeMap, BTreeSet};

use ::sync::field::edits;
use ::sync::node::{KEPT_DAYS, Queued, rebase};
use ::sync::{Command, Receipt, Seat, Step, schema};
use domain::id::{CommandId, NodeId, ReferralId};
use domain::{Actor, Channel, Ctx, Role};
use jiff::{SignedDuration, Timestamp};
use store::change::Change;
use store::command::Made;
use store::copy::Copy;
use uuid::Uuid;

use super::page::Page;
use super::{fields, followed, part, record, shape, version, written};
use crate::{App, Error};

/// What is still only here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Left {
    /// Pieces of work.
    pub commands: usize,
    /// When the oldest of them was done.
    pub since: Option<Timestamp>,
}

/// What this machine has done that home has not confirmed.
///
/// # Errors
/// When the store cannot be read.
pub async fn left(ctx: &Ctx, app: &App) -> Result<Left, Error> {
    let (commands, since) = store::command::waiting(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    Ok(Left { commands, since })
}

/// The ids of everything that this machine offers, in order: what home has not confirmed, and what it has, for as long as home
/// may have to be restored from an older copy. Then those alone that home has not confirmed.
///
/// # Errors
/// When the store cannot be read, and at home.
pub async fn made(ctx: &Ctx, app: &App) -> Result<(Vec<CommandId>, Vec<CommandId>), Error> {
    let kept = kept(ctx, app).await?;
    let waiting = kept.iter().filter(|made| made.receipt.is_none()).map(|made| made.id).collect();
    Ok((kept.iter().map(|made| made.id).collect(), waiting))
}

async fn kept(ctx: &Ctx, app: &App) -> Result<Vec<Made>, Error> {
    let node = own(app)?;
    let since = ctx.now - SignedDuration::from_hours(24 * KEPT_DAYS);
    store::command::made(&app.store, ctx.tenant, node, since).await.map_err(crate::fault)
}

fn own(app: &App) -> Result<NodeId, Error> {
    app.store.outpost().map(|outpost| outpost.node).ok_or(Error::NotFound)
}

/// Those of them that are wanted, whole, in order.
///
/// # Errors
/// When the store cannot be read, and at home.
pub async fn queue(ctx: &Ctx, app: &App, wanted: &BTreeSet<CommandId>) -> Result<Vec<Queued>, Error> {
    let node = own(app)?;
    let mut queue = Vec::new();
    for made in kept(ctx, app).await? {
        if wanted.contains(&made.id) {
            let command = command(ctx, app, node, &made).await?;
            let heard = made.receipt.and_then(|(said, at)| Some((serde_json::from_value(said).ok()?, at)));
            queue.push(Queued { command, receipt: heard });
        }
    }
    Ok(queue)
}

/// One piece of work as a command. What was done about somebody who was erased here since is left out: nobody can read it
/// any more.
async fn command(ctx: &Ctx, app: &App, node: NodeId, made: &Made) -> Result<Command, Error> {
    let (store, tenant) = (&app.store, ctx.tenant);
    let entries = store::command::entries(store, tenant, made.id).await.map_err(crate::fault)?;
    let mut actor = Actor::system();
    let mut steps = Vec::new();
    for (entry, before) in &entries {
        actor = Actor {
            role: entry.role.parse().unwrap_or(Role::Counselor),
            person: entry.actor,
            channel: entry.channel.parse().unwrap_or(Channel::Event),
            ..Actor::system()
        };
        let Some(shape) = written(&entry.noun) else { continue };
        let now = store::copy::of_entry(store, tenant, entry).await.map_err(crate::fault)?;
        let Some(mut now) = now else { continue };
        if entry.subject.is_some() && now.told.is_none() {
            continue;
        }
        let then = match before {
            Some(before) => store::copy::of_entry(store, tenant, before).await.map_err(crate::fault)?,
            None => None,
        };
        // An entry that says nothing sealed leaves what was sealed as it was.
        if entry.subject.is_none() && now.told.is_none() {
            now.told = then.as_ref().and_then(|then| then.told.clone());
        }
        let was = then.as_ref().map(|then| fields(shape, then)).unwrap_or_default();
        let seat = seat(entry, then.is_none(), &now);
        steps.push(Step {
            noun: entry.noun.clone(),
            id: entry.noun_id,
            verb: entry.verb.clone(),
            base: then.as_ref().map_or(0, |then| version(Some(then)).max(1)),
            edits: edits(&was, &fields(shape, &now)),
            seat,
        });
    }
    Ok(Command {
        id: made.id,
        node,
        previous: made.previous,
        schema: schema::CURRENT,
        actor,
        at: made.at,
        steps,
    })
}

/// The place that an entry gave out, if it did: a head with the first claim through a letter, a seat on the spot.
fn seat(entry: &Change, fresh: bool, now: &Copy) -> Option<Seat> {
    let (noun, of) = match entry.noun.as_str() {
        "placement" if fresh && !now.body["referral"].is_null() => (crate::escrow::OPENING, "opening"),
        part::NOUN if entry.verb == crate::enrolment::SEAT => (crate::escrow::COHORT, "cohort"),
        _ => return None,
    };
    Some(Seat { noun: noun.to_owned(), id: now.body[of].as_str()?.parse().ok()? })
}

/// Takes down what home said of some of them. Records about which it has decided are asked for again.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn hear(ctx: &Ctx, app: &App, receipts: Vec<(CommandId, Receipt)>) -> Result<(), Error> {
    let (store, tenant) = (&app.store, ctx.tenant);
    for (id, receipt) in receipts {
        let entries = store::command::entries(store, tenant, id).await.map_err(crate::fault)?;
        let about: Vec<_> = entries.into_iter().map(|(entry, _)| (entry.noun, entry.noun_id)).collect();
        let said = serde_json::to_value(&receipt).map_err(Error::internal)?;
        app.write(ctx, move |tx, ctx| {
            let (about, said) = (about.clone(), said.clone());
            Box::pin(async move {
                if store::command::hear(tx, &ctx, id, said).await? {
                    for (noun, record) in about.iter().filter(|(noun, _)| shape(noun).is_some()) {
                        store::command::ask_again(tx, &ctx, noun, *record).await?;
                    }
                }
                Ok(())
            })
        })
        .await?;
    }
    Ok(())
}

/// Takes in what home says, if it goes on from where this machine is: all of it in one transaction with the new place.
/// Whether it did.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn take_in(ctx: &Ctx, app: &App, page: Page) -> Result<bool, Error> {
    let node = own(app)?;
    // Whatever waits to be confirmed, whole: it is laid over what home says.
    let waiting = kept(ctx, app).await?.into_iter().filter(|made| made.receipt.is_none());
    let mut pending: Vec<Step> = Vec::new();
    for made in waiting {
        pending.extend(command(ctx, app, node, &made).await?.steps);
    }
    let (city, taken) = (app.city.clone(), std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false)));
    let done = taken.clone();
    // A letter of home's is found here by its code too.
    let letters =
        page.records.iter().filter(|said| said.noun == "referral" && !said.body["state"]["letter"].is_null());
    let codes: BTreeMap<Uuid, String> =
        letters.map(|said| (said.id, crate::referral::code_hash(app, ReferralId(said.id)))).collect();
    app.write(ctx, move |tx, ctx| {
        let (city, page, pending, done) = (city.clone(), page.clone(), pending.clone(), done.clone());
        let codes = codes.clone();
        Box::pin(async move {
            store::command::as_home(tx);
            done.store(false, std::sync::atomic::Ordering::SeqCst);
            if store::command::place(tx, &ctx).await? != page.from {
                return Ok(());
            }
            page.lay_basics(tx, &ctx, node).await?;
            for said in &page.records {
                let Some(shape) = shape(&said.noun) else { continue };
                let copy = Copy { body: said.body.clone(), told: said.told.clone(), person: said.person };
                let mine = pending.iter().filter(|step| step.noun == said.noun && step.id == said.id);
                let mut laid = rebase(fields(shape, &copy), shape, mine);
                if said.noun == crate::escrow::COHORT {
                    let of_it = |step: &&Step| step.seat.as_ref().is_some_and(|seat| seat.id == said.id);
                    part::seats_here(&mut laid, node, pending.iter().filter(of_it));
                }
                let known = store::copy::find_in(tx, &ctx, &said.noun, said.id).await?;
                store::command::answered(tx, &ctx, &said.noun, said.id).await?;
                if known.as_ref().is_some_and(|known| fields(shape, known) == laid) {
                    continue;
                }
                let fresh = known.is_none();
                let version = if fresh { version(Some(&copy)) } else { version(known.as_ref()) };
                let copy = followed(&said.noun, record(shape, &laid, version, ctx.now), city.reminders());
                store::copy::write(tx, &ctx, city.reminders(), (&said.noun, "home"), &copy, fresh).await?;
                if let Some(code) = codes.get(&said.id) {
                    store::referral::set_code(tx, &ctx, ReferralId(said.id), code).await?;
                }
            }
            for person in &page.gone {
                match store::key::destroy(tx, &ctx, *person, "home").await {
                    Ok(()) | Err(store::Error::NotFound) => {}
                    Err(failed) => return Err(failed),
                }
            }
            // Before the last section of a first load came, the place is where it was.
            if page.next.is_none() {
                store::command::set_place(tx, &ctx, page.to).await?;
            }
            done.store(true, std::sync::atomic::Ordering::SeqCst);
            Ok(())
        })
    })
    .await?;
    Ok(taken.load(std::sync::atomic::Ordering::SeqCst))
}
