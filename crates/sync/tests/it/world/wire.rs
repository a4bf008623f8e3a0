//! What goes over the wire, with everything that can happen to it, and what each side does with it.

use std::collections::BTreeSet;

use domain::escrow::Pool;
use jiff::Timestamp;
use sync::node::{self, Queued};
use sync::{Command, NotYet, Seat};

use super::{Broken, EPOCH_MS, Key, Letter, Message, SHAPE, World};

impl World {
    fn send(&mut self, node: usize, up: bool, message: Message) {
        if self.cut.contains(&(node, up)) || self.chance(self.faults) {
            return;
        }
        if self.chance(self.faults / 2) {
            self.wire.push_back(Letter { node, up, message: message.clone() });
        }
        self.wire.push_back(Letter { node, up, message });
    }

    /// A machine begins to synchronise: with what it still has, and from where it left off.
    pub(super) fn begin(&mut self, at: usize) {
        // What is confirmed is offered too, now and then: home may have been restored from an older copy.
        let all = self.chance(10);
        let queue = self.nodes[at].disk.queue.iter().filter(|queued| all || queued.receipt.is_none());
        let offer = queue.map(|queued| queued.command.id).collect();
        self.send(at, true, Message::Offer(offer));
        self.pull(at);
    }

    fn pull(&mut self, at: usize) {
        let disk = &self.nodes[at].disk;
        let pull = Message::Pull(disk.cursor, disk.again.clone());
        self.send(at, true, pull);
    }

    pub(super) fn deliver(&mut self, letter: Letter) {
        self.tally.delivered += 1;
        let Letter { node: at, message, .. } = letter;
        match message {
            Message::Offer(ids) => {
                let known = |id| self.home.known.contains_key(&id) && self.broken != Broken::Idempotency;
                let wanted = node::missing(&ids, known);
                let mut again = Vec::new();
                for id in ids.iter().filter(|id| !wanted.contains(id)) {
                    again.push((*id, self.home.known[id].1.clone()));
                }
                self.send(at, false, Message::Receipts(again));
                if !wanted.is_empty() {
                    self.send(at, false, Message::Wanted(wanted));
                }
            }
            Message::Wanted(ids) => {
                let ids = ids.into_iter().collect();
                let batch = node::batch(&self.nodes[at].disk.queue, &ids, 4_000);
                let batch: Vec<Command> = batch.into_iter().cloned().collect();
                self.send(at, true, Message::Push(batch));
            }
            Message::Push(commands) => {
                let mut receipts = Vec::new();
                for command in commands {
                    // A crash of home between two commands: the rest was never there.
                    if self.chance(self.faults / 5) {
                        self.tally.crashed += 1;
                        break;
                    }
                    let digest = self.digests[&command.id];
                    match self.home.take(&command, digest, self.broken) {
                        Ok(receipt) => receipts.push((command.id, receipt)),
                        Err(NotYet(_)) => break,
                    }
                }
                self.send(at, false, Message::Receipts(receipts));
            }
            Message::Receipts(receipts) => {
                let now = Timestamp::from_millisecond(EPOCH_MS).unwrap();
                for (id, receipt) in receipts {
                    let disk = &mut self.nodes[at].disk;
                    let waits = |queued: &&mut Queued| queued.command.id == id && queued.receipt.is_none();
                    if let Some(queued) = disk.queue.iter_mut().find(waits) {
                        self.told.entry(id).or_insert_with(|| queued.command.clone());
                        queued.receipt = Some((receipt, now));
                        let steps = queued.command.steps.iter();
                        disk.again.extend(steps.map(|step| (step.noun.clone(), step.id)));
                    }
                }
            }
            Message::Pull(from, again) => {
                let keys: BTreeSet<&Key> = self.home.log.iter().skip(from).chain(&again).collect();
                let found = |key: &Key| Some((key.clone(), self.home.records.get(key)?.clone()));
                let records = keys.into_iter().filter_map(found).collect();
                let id = self.nodes[at].id;
                let of = |(seat, pool): (&Seat, &Pool)| Some((seat.clone(), *pool.lent.get(&id)?));
                let lent = self.home.pools.iter().filter_map(of).collect();
                let page = Message::Page { from, to: self.home.log.len(), records, lent };
                self.send(at, false, page);
            }
            Message::Page { from, to, records, lent } => {
                let disk = &mut self.nodes[at].disk;
                // A page that does not begin where this machine is, is an old one or another's.
                if from != disk.cursor {
                    return;
                }
                for (key, home) in records {
                    let waiting = disk.queue.iter().filter(|queued| queued.receipt.is_none());
                    let pending = waiting.flat_map(|queued| &queued.command.steps);
                    let pending = pending.filter(|step| step.noun == key.0 && step.id == key.1);
                    let fields = node::rebase(home, SHAPE, pending);
                    disk.again.remove(&key);
                    disk.records.insert(key, fields);
                }
                disk.cursor = to;
                disk.lent = lent;
            }
        }
    }

    /// Three rounds without a fault, in any order of machines.
    pub(crate) fn settle(&mut self) {
        self.cut.clear();
        self.faults = 0;
        let first = self.below(self.nodes.len());
        for round in 0..3 {
            for at in 0..self.nodes.len() {
                let at = (at + first + round) % self.nodes.len();
                // One connection: it goes on until there is nothing left to say.
                self.begin(at);
                let mut said = 0;
                while let Some(letter) = self.wire.pop_front().filter(|_| said < 2_000) {
                    said += 1;
                    let more = matches!(letter.message, Message::Receipts(ref list) if !list.is_empty());
                    let from = letter.node;
                    self.deliver(letter);
                    let waits = self.nodes[from].disk.queue.iter().any(|queued| queued.receipt.is_none());
                    if more && waits && self.wire.is_empty() {
                        self.begin(from);
                    }
                }
                self.pull(at);
                while let Some(letter) = self.wire.pop_front() {
                    self.deliver(letter);
                }
            }
        }
    }
}
