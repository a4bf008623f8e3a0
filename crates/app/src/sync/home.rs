//! At home: taking in what was done on a machine, each piece of work in one transaction, with its own author and instant.

use std::collections::BTreeMap;

use ::sync::field::{Joined, Shape};
use ::sync::home::{self, Door, Known, Outcome, Records};
use ::sync::{Command, Edit, Fields, NotYet, Quarantine, Receipt, Seat, Step, schema};
use domain::Ctx;
use domain::city::City;
use domain::cohort::Cohort;
use domain::escrow::Pool;
use domain::id::{ClashId, CohortId, CommandId, NodeId, OpeningId, PersonId, ReferralId};
use domain::node::Node;
use domain::reference::Reference;
use domain::seeker::{Profile, Seeker};
use serde_json::{Value, json};
use store::Tx;
use store::command::Came;
use store::copy::Copy;
use uuid::Uuid;

use super::{clash, fields, followed, part, record, shape, version, written};
use crate::{App, Error};

/// What has come from a machine.
///
/// # Errors
/// When the store cannot be read.
pub async fn known(ctx: &Ctx, app: &App, node: NodeId) -> Result<Vec<CommandId>, Error> {
    store::command::known(&app.store, ctx.tenant, node).await.map_err(crate::fault)
}

/// What was said of work that came before.
pub(super) async fn receipts(
    ctx: &Ctx,
    app: &App,
    ids: &[CommandId],
) -> Result<Vec<(CommandId, Receipt)>, Error> {
    let mut receipts = Vec::new();
    for id in ids {
        let said = store::command::said(&app.store, ctx.tenant, *id).await.map_err(crate::fault)?;
        receipts.extend(said.and_then(|said| Some((*id, serde_json::from_value(said).ok()?))));
    }
    Ok(receipts)
}

/// Takes in what came from a machine, in order, and says of each what became of it. It stops before the first that must wait for
/// another; what was taken in stays so.
///
/// # Errors
/// [`Error::NotFound`] for an unknown machine; when the store cannot be read or written.
pub async fn receive(
    ctx: &Ctx,
    app: &App,
    node: NodeId,
    commands: Vec<Command>,
) -> Result<Vec<(CommandId, Receipt)>, Error> {
    let found = store::record::find::<Node>(&app.store, ctx.tenant, node.0).await.map_err(crate::fault)?;
    let node = found.ok_or(Error::NotFound)?;
    let mut receipts = Vec::with_capacity(commands.len());
    for command in commands {
        let id = command.id;
        match one(ctx, app, &node, command).await? {
            Some(receipt) => receipts.push((id, receipt)),
            None => break,
        }
    }
    Ok(receipts)
}

/// Takes in one that lay aside, as far as it may come in by now. Its machine may have been given up since: a person has
/// looked at it.
pub(super) async fn admit(ctx: &Ctx, app: &App, command: Command) -> Result<Option<Receipt>, Error> {
    let found = store::record::find::<Node>(&app.store, ctx.tenant, command.node.0).await;
    let mut node = found.map_err(crate::fault)?.ok_or(Error::NotFound)?;
    if let domain::node::State::Revoked { at, signing_key, sealing_key, .. } = node.state {
        let until = at;
        node.state = domain::node::State::Enrolled { at, signing_key, sealing_key, until };
    }
    // What cannot come in lies aside already, and is not laid aside a second time.
    attempt(ctx, app, &node, &command, command.digest(), Try::Again).await
}

/// One of them; `None` when another must come first.
async fn one(ctx: &Ctx, app: &App, node: &Node, command: Command) -> Result<Option<Receipt>, Error> {
    let digest = command.digest();
    let taken = attempt(ctx, app, node, &command, digest, Try::First).await;
    // What cannot be written as it is said lies aside, whole, instead: nothing of the first try is left.
    match taken {
        Err(Error::Internal(_)) => {
            attempt(ctx, app, node, &command, digest, Try::Aside(Quarantine::Unreadable)).await
        }
        Err(Error::Conflict(_)) => {
            attempt(ctx, app, node, &command, digest, Try::Aside(Quarantine::SameRecord)).await
        }
        other => other,
    }
}

/// How a piece of work is taken.
#[derive(Debug, Clone, Copy)]
enum Try {
    /// As it comes.
    First,
    /// It could not be written, and is to lie aside for this.
    Aside(Quarantine),
    /// It lay aside, and a person says that it may come in.
    Again,
}

async fn attempt(
    ctx: &Ctx,
    app: &App,
    node: &Node,
    command: &Command,
    digest: [u8; 32],
    how: Try,
) -> Result<Option<Receipt>, Error> {
    let said = std::sync::Arc::new(std::sync::Mutex::new(None));
    let slot = said.clone();
    let (city, reference) = (app.city.clone(), app.reference);
    let (node, command) = (node.clone(), command.clone());
    // The code on a letter follows from the letter, and is known here as if it had been written here.
    let letters = command.steps.iter().filter(|step| step.noun == "referral").map(|step| step.id);
    let codes: BTreeMap<Uuid, String> =
        letters.map(|id| (id, crate::referral::code_hash(app, ReferralId(id)))).collect();
    app.write(ctx, move |tx, ctx| {
        let (city, node, command, slot) = (city.clone(), node.clone(), command.clone(), slot.clone());
        let codes = codes.clone();
        Box::pin(async move {
            let work = Work { city: &city, reference, node: &node, command: &command, digest, codes: &codes };
            let receipt = work.take(tx, &ctx, how).await?;
            *slot.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = receipt;
            Ok(())
        })
    })
    .await?;
    let receipt = said.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take();
    Ok(receipt)
}

/// One piece of work within a transaction.
struct Work<'a> {
    city: &'a City,
    reference: &'a Reference,
    node: &'a Node,
    command: &'a Command,
    digest: [u8; 32],
    codes: &'a BTreeMap<Uuid, String>,
}

impl Work<'_> {
    async fn take(&self, tx: &mut Tx, ctx: &Ctx, how: Try) -> Result<Option<Receipt>, store::Error> {
        let command = self.command;
        let judged = match home::door(command, self.digest, &self.known(tx, ctx).await?) {
            Err(NotYet(_)) => return Ok(None),
            Ok(Door::Again(receipt)) => return Ok(Some(receipt)),
            Ok(Door::Aside(Quarantine::SameId)) => {
                // The receipt of its id belongs to the other one; this one is kept beside it.
                self.lay_aside(tx, ctx, Quarantine::SameId).await?;
                return Ok(Some(Receipt::Quarantined { why: Quarantine::SameId }));
            }
            Ok(Door::Aside(why)) => Err(why),
            Ok(Door::Open) => match (how, schema::lift(command.clone(), schema::LADDER, schema::CURRENT)) {
                (Try::Aside(why), _) | (_, Err(why)) => Err(why),
                (_, Ok(command)) => {
                    if command.steps.iter().any(|step| step.noun == part::NOUN) {
                        // Seats are counted from parts: nobody else gives one out meanwhile.
                        store::change::hold(tx, ctx).await?;
                    }
                    let Some(mut command) = self.remaining(tx, ctx, command).await? else {
                        let receipt = Receipt::Erased;
                        self.keep(tx, ctx, &receipt).await?;
                        return Ok(Some(receipt));
                    };
                    let read = Read::of(tx, ctx, &command).await?;
                    read.leave_seats(&mut command);
                    home::judge(&command, &read).map(|outcome| (command, read, outcome))
                }
            },
        };
        let receipt = match judged {
            Ok((command, read, outcome)) => {
                let receipt = outcome.receipt();
                self.write(tx, ctx, &command, &read, outcome).await?;
                receipt
            }
            // It lies aside already.
            Err(why) if matches!(how, Try::Again) => return Ok(Some(Receipt::Quarantined { why })),
            Err(why) => {
                self.lay_aside(tx, ctx, why).await?;
                Receipt::Quarantined { why }
            }
        };
        self.keep(tx, ctx, &receipt).await?;
        Ok(Some(receipt))
    }

    async fn known(&self, tx: &mut Tx, ctx: &Ctx) -> Result<Known, store::Error> {
        let seen = match store::command::seen(tx, ctx, self.command.id).await? {
            Some((digest, receipt)) => {
                let digest = digest.try_into().map_err(|_| store::Error::Unreadable("command"))?;
                let receipt = serde_json::from_value(receipt);
                Some((digest, receipt.map_err(|_| store::Error::Unreadable("command"))?))
            }
            None => None,
        };
        let previous = match self.command.previous {
            Some(previous) => store::command::seen(tx, ctx, previous).await?.is_some(),
            None => true,
        };
        Ok(Known { seen, previous, revoked: self.node.is_revoked() })
    }

    async fn keep(&self, tx: &mut Tx, ctx: &Ctx, receipt: &Receipt) -> Result<(), store::Error> {
        let command = self.command;
        let seq = store::change::head_in(tx, ctx).await?;
        let receipt = serde_json::to_value(receipt).map_err(|_| store::Error::Unreadable("command"))?;
        let (id, node, previous, at) = (command.id, command.node, command.previous, command.at);
        let came = Came { id, node, previous, at, digest: self.digest, receipt };
        store::command::receive(tx, ctx, seq, &came).await
    }

    async fn lay_aside(&self, tx: &mut Tx, ctx: &Ctx, why: Quarantine) -> Result<(), store::Error> {
        let command = self.command;
        let nouns: Vec<_> = command.steps.iter().map(|step| (&step.noun, step.id, &step.verb)).collect();
        let body = json!({
            "command": command.id, "node": command.node, "why": why, "at": command.at,
            "by": command.actor.person, "steps": nouns,
        });
        let whole = serde_json::to_value(command).map_err(|_| store::Error::Unreadable("command"))?;
        store::command::lay_aside(tx, ctx, (command.id, command.node), &body, &whole).await
    }

    /// What is left of it once whoever was erased at home is left out; `None` when it was about them. A sheet of marks is about many: it
    /// stays for the others.
    async fn remaining(
        &self,
        tx: &mut Tx,
        ctx: &Ctx,
        command: Command,
    ) -> Result<Option<Command>, store::Error> {
        let (mut steps, mut gone) = (Vec::with_capacity(command.steps.len()), false);
        for step in command.steps {
            let is_part = step.noun == part::NOUN;
            let erased = match whose(tx, ctx, &step).await? {
                Some(person) => store::key::is_destroyed(tx, ctx, person).await?,
                // The part stays without the person.
                None => is_part && store::copy::find_in(tx, ctx, &step.noun, step.id).await?.is_some(),
            };
            match (erased, is_part) {
                (false, _) => steps.push(step),
                (true, true) => gone = true,
                (true, false) => return Ok(None),
            }
        }
        let whole = !gone || !steps.is_empty();
        Ok(whole.then_some(Command { steps, ..command }))
    }

    async fn write(
        &self,
        tx: &mut Tx,
        ctx: &Ctx,
        command: &Command,
        read: &Read,
        outcome: Outcome,
    ) -> Result<(), store::Error> {
        store::command::under(tx, command.id);
        // With its own author and instant; an instant that has not come yet is a wrong clock's.
        let at = command.at.min(ctx.now);
        let theirs = Ctx::new(ctx.tenant, command.actor.clone(), at, ctx.zone.clone(), ctx.random());
        let reminders = self.city.reminders();
        let mut hires = Vec::new();
        let mut moved: BTreeMap<CohortId, part::Moved> = BTreeMap::new();
        for write in &outcome.writes {
            let Some(step) = command.steps.get(write.step) else { continue };
            let Some(shape) = shape(&step.noun) else { continue };
            let now = store::copy::find_in(tx, ctx, &step.noun, step.id).await?;
            let version = if write.fresh { 1 } else { version(now.as_ref()) };
            let copy = record(shape, &write.fields, version, theirs.now);
            let copy = followed(&step.noun, copy, reminders);
            store::copy::write(tx, &theirs, reminders, (&step.noun, &step.verb), &copy, write.fresh).await?;
            if let Some(cohort) = part::cohort_of(step, now.as_ref()) {
                moved.entry(cohort).or_default().by(step, now.as_ref());
            } else if let Some(person) = whose(tx, ctx, step).await? {
                // Whoever only stands on a sheet of marks was not met: the machine is not given their records.
                let seq = store::change::head_in(tx, ctx).await?;
                store::command::meet(tx, ctx, command.node, person, seq).await?;
            }
            let letter = !copy.body["state"]["letter"].is_null();
            if let Some(code) = self.codes.get(&step.id).filter(|_| step.noun == "referral" && letter) {
                store::referral::set_code(tx, ctx, ReferralId(step.id), code).await?;
            }
            if step.noun == "seeker" && write.fresh {
                suggest(tx, ctx, &copy).await?;
            }
            let head = step.seat.as_ref().filter(|seat| seat.noun == crate::escrow::OPENING);
            hires.extend(head.map(|seat| OpeningId(seat.id)));
        }
        for (seat, pool) in &outcome.pools {
            if seat.noun == crate::escrow::OPENING {
                let lent = pool.lent.get(&command.node).copied();
                store::escrow::put(tx, ctx, (crate::escrow::OPENING, seat.id), command.node, lent).await?;
            } else {
                moved.entry(CohortId(seat.id)).or_default().used(&pool.lent);
            }
        }
        for found in &outcome.clashes {
            let known = read.known_clash(found);
            clash::put(tx, ctx, known, read.person(&found.noun, found.id), found, command).await?;
        }
        // What home has to do about a head that was taken: nobody on the machine knew how many are left.
        for opening in hires {
            crate::opening::fill_if_taken(tx, ctx, reminders, opening).await?;
        }
        for (cohort, moved) in &moved {
            moved.settle(tx, ctx, self.reference, *cohort).await?;
        }
        Ok(())
    }
}

/// Whom home knows already may be the one who was registered on the bus: a person decides.
async fn suggest(tx: &mut Tx, ctx: &Ctx, copy: &Copy) -> Result<(), store::Error> {
    let seeker: Option<Seeker> = serde_json::from_value(copy.body.clone()).ok();
    let profile: Option<Profile> = copy.told.clone().and_then(|told| serde_json::from_value(told).ok());
    match seeker.zip(profile) {
        Some((seeker, profile)) => store::merge::suggest(tx, ctx, &seeker, &profile, false).await.map(|_| ()),
        None => Ok(()),
    }
}

/// The person whom a step is about: named by it, or by the record that it changes.
async fn whose(tx: &mut Tx, ctx: &Ctx, step: &Step) -> Result<Option<PersonId>, store::Error> {
    let named = step.edits.get("person").map(|edit| &edit.to);
    let named = named.or_else(|| step.edits.get("who").map(|edit| &edit.to["person"]));
    let named = named.and_then(|id| id.as_str()?.parse().ok());
    match named {
        Some(person) => Ok(Some(person)),
        None => Ok(store::copy::find_in(tx, ctx, &step.noun, step.id).await?.and_then(|copy| copy.person)),
    }
}

/// Everything that judging a piece of work needs, read before.
struct Read {
    records: BTreeMap<(String, Uuid), Copy>,
    clashes: Vec<(ClashId, home::Clash)>,
    pools: BTreeMap<Seat, Pool>,
    /// In which cohort each part is.
    cohorts: BTreeMap<Uuid, Cohort>,
}

impl Read {
    async fn of(tx: &mut Tx, ctx: &Ctx, command: &Command) -> Result<Self, store::Error> {
        let (records, pools, cohorts) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let mut read = Self { records, clashes: Vec::new(), pools, cohorts };
        for step in &command.steps {
            let key = (step.noun.clone(), step.id);
            if read.records.contains_key(&key) {
                continue;
            }
            let copy = store::copy::find_in(tx, ctx, &step.noun, step.id).await?;
            if let Some(id) = part::cohort_of(step, copy.as_ref())
                && let Some(cohort) = store::record::find_in::<Cohort>(tx, ctx, id).await?
            {
                let lent = step.seat.as_ref().filter(|seat| seat.id == id.0);
                read.pools.extend(lent.map(|seat| (seat.clone(), cohort.seats.clone())));
                read.cohorts.insert(step.id, cohort);
            }
            if let Some(copy) = copy {
                read.records.insert(key, copy);
                read.clashes.extend(clash::open_of(tx, ctx, step.id).await?);
            }
            if let Some(seat) = step.seat.as_ref().filter(|seat| seat.noun == crate::escrow::OPENING) {
                store::referral::hold_opening(tx, ctx, OpeningId(seat.id)).await?;
                let pool = crate::escrow::pool(tx, ctx, OpeningId(seat.id)).await?;
                read.pools.insert(seat.clone(), pool);
            }
        }
        Ok(read)
    }

    /// Seats that a machine gave to whoever has one already stay with it.
    fn leave_seats(&self, command: &mut Command) {
        for step in &mut command.steps {
            let known = self.records.get(&(step.noun.clone(), step.id)).zip(self.cohorts.get(&step.id));
            if known.is_some_and(|(copy, cohort)| part::needs_no_seat(cohort, copy)) {
                step.seat = None;
            }
        }
    }

    fn known_clash(&self, clash: &home::Clash) -> Option<ClashId> {
        let same = |(_, known): &&(ClashId, home::Clash)| {
            (known.noun == clash.noun && known.id == clash.id && known.path == clash.path)
                && clash.theirs.starts_with(&known.theirs)
        };
        self.clashes.iter().find(same).map(|(id, _)| *id)
    }

    fn person(&self, noun: &str, id: Uuid) -> Option<PersonId> {
        self.records.get(&(noun.to_owned(), id)).and_then(|copy| copy.person)
    }
}

impl Records for Read {
    fn shape(&self, noun: &str) -> Option<Shape> {
        written(noun)
    }

    fn get(&self, noun: &str, id: Uuid) -> Option<Fields> {
        let copy = self.records.get(&(noun.to_owned(), id))?;
        Some(fields(shape(noun)?, copy))
    }

    fn open_clashes(&self, noun: &str, id: Uuid) -> Vec<home::Clash> {
        let about = self.clashes.iter().filter(|(_, clash)| clash.noun == noun && clash.id == id);
        about.map(|(_, clash)| clash.clone()).collect()
    }

    fn pool(&self, seat: &Seat) -> Option<Pool> {
        self.pools.get(seat).cloned()
    }

    fn meets(&self, noun: &str) -> bool {
        noun == part::NOUN
    }

    fn weigh(&self, step: &Step, path: &str, home: &Value, edit: &Edit, joined: Joined) -> Joined {
        let known = self.records.get(&(step.noun.clone(), step.id)).zip(self.cohorts.get(&step.id));
        match known {
            Some((copy, cohort)) => part::weigh(cohort, step, copy, (path, home, edit), joined),
            None => joined,
        }
    }
}
