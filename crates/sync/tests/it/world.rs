//! A world of machines and a home for synchronisation: the real rules of `domain::sync` and `domain::escrow` between
//! stores that are plain maps, over a network that drops, doubles, reorders, delays and cuts one way, with machines that
//! crash at any step, come back as an old copy of themselves, and have clocks years off. Everything follows from a seed.
//!
//! What must hold is judged by tokens: every value ever written is written once in the world, and carries the token
//! that its writer saw before, so that what became of each can be counted without asking the rules.

#[path = "world/check.rs"]
mod check;
#[path = "world/wire.rs"]
mod wire;

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use domain::Actor;
use domain::escrow::{Lent, Pool};
use domain::id::{CommandId, NodeId};
use jiff::{SignedDuration, Timestamp};
use rand_chacha::ChaCha8Rng;
use rand_core::{Rng, SeedableRng};
use serde_json::{Value, json};
use sync::field::{self, Shape};
use sync::home::{self, Clash, Door, Known, Records};
use sync::node::{self, GIVE_BACK, Queued};
use sync::{Command, Edit, Fields, NotYet, Quarantine, Receipt, Seat, Step, schema};
use uuid::Uuid;

/// What is broken on purpose, so that the checks can be seen to find it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Broken {
    /// Nothing.
    Nothing,
    /// Home forgets which commands it has had.
    Idempotency,
    /// Home throws clashes away.
    Clashes,
    /// Machines and home give places out without asking what was set aside.
    Escrow,
}

const SHAPE: Shape = Shape { nested: &["content"], grows: &["notes"], follows: &["version"] };
const PATHS: [&str; 5] = ["name", "state", "content.title", "content.pay", "told.phone"];
/// The oldest instant of the world.
const EPOCH_MS: i64 = 1_458_000_000_000;

type Key = (String, Uuid);

#[derive(Debug, Clone, Default)]
struct Durable {
    queue: Vec<Queued>,
    last: Option<CommandId>,
    cursor: usize,
    records: BTreeMap<Key, Fields>,
    lent: BTreeMap<Seat, Lent>,
    /// Records of which home must say anew what they are, since it decided about something of this machine.
    again: BTreeSet<Key>,
}

struct Node {
    id: NodeId,
    disk: Durable,
    image: Option<Durable>,
    skew: SignedDuration,
    done: usize,
}

#[derive(Default)]
struct Home {
    records: BTreeMap<Key, Fields>,
    /// Records in the order in which they changed.
    log: Vec<Key>,
    known: HashMap<CommandId, ([u8; 32], Receipt)>,
    clashes: Vec<(Clash, bool)>,
    pools: BTreeMap<Seat, Pool>,
    aside: Vec<Command>,
    revoked: BTreeSet<NodeId>,
    /// Every token that a field ever had, in order.
    history: BTreeMap<(Key, String), Vec<Value>>,
}

#[derive(Debug, Clone)]
enum Message {
    Offer(Vec<CommandId>),
    Wanted(Vec<CommandId>),
    Push(Vec<Command>),
    Receipts(Vec<(CommandId, Receipt)>),
    Pull(usize, BTreeSet<Key>),
    Page { from: usize, to: usize, records: Vec<(Key, Fields)>, lent: BTreeMap<Seat, Lent> },
}

#[derive(Debug, Clone)]
struct Letter {
    node: usize,
    up: bool,
    message: Message,
}

/// What a run came to.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Tally {
    pub(crate) commands: usize,
    pub(crate) delivered: usize,
    pub(crate) clashes: usize,
    pub(crate) aside: usize,
    pub(crate) hires: usize,
    pub(crate) restored: usize,
    pub(crate) crashed: usize,
}

pub(crate) struct World {
    rng: ChaCha8Rng,
    broken: Broken,
    home: Home,
    nodes: Vec<Node>,
    wire: VecDeque<Letter>,
    cut: BTreeSet<(usize, bool)>,
    faults: u64,
    token: u64,
    /// The token that the writer of a token saw before it.
    parent: HashMap<String, Value>,
    digests: HashMap<CommandId, [u8; 32]>,
    /// Commands of which a machine was told that they are in.
    told: BTreeMap<CommandId, Command>,
    tally: Tally,
}

impl Records for Home {
    fn shape(&self, _: &str) -> Option<Shape> {
        Some(SHAPE)
    }

    fn get(&self, noun: &str, id: Uuid) -> Option<Fields> {
        self.records.get(&(noun.to_owned(), id)).cloned()
    }

    fn open_clashes(&self, noun: &str, id: Uuid) -> Vec<Clash> {
        let open = self.clashes.iter().filter(|(clash, open)| *open && clash.noun == noun && clash.id == id);
        open.map(|(clash, _)| clash.clone()).collect()
    }

    fn pool(&self, seat: &Seat) -> Option<Pool> {
        self.pools.get(seat).cloned()
    }
}

impl Home {
    fn write(&mut self, key: &Key, fields: Fields, edits: &BTreeMap<String, Edit>) {
        let before = self.records.get(key).cloned().unwrap_or_default();
        for path in edits.keys() {
            if let Some(now) = fields.get(path).filter(|now| before.get(path) != Some(*now)) {
                self.history.entry((key.clone(), path.clone())).or_default().push(now.clone());
            }
        }
        self.records.insert(key.clone(), fields);
        self.log.push(key.clone());
    }

    fn take(&mut self, command: &Command, digest: [u8; 32], broken: Broken) -> Result<Receipt, NotYet> {
        let seen = self.known.get(&command.id).filter(|_| broken != Broken::Idempotency).cloned();
        let previous = command.previous.is_none_or(|id| self.known.contains_key(&id));
        let known = Known { seen, previous, revoked: self.revoked.contains(&command.node) };
        let judged = match home::door(command, digest, &known)? {
            Door::Again(receipt) => return Ok(receipt),
            Door::Aside(why) => Err(why),
            Door::Open => schema::lift(command.clone(), schema::LADDER, schema::CURRENT)
                .and_then(|command| home::judge(&command, self)),
        };
        // From here on everything is one transaction.
        let receipt = match judged {
            Ok(outcome) => {
                for write in &outcome.writes {
                    let step = &command.steps[write.step];
                    self.write(&(step.noun.clone(), step.id), write.fields.clone(), &step.edits);
                }
                if broken != Broken::Clashes {
                    for clash in &outcome.clashes {
                        let goes_on = |(known, open): &&mut (Clash, bool)| {
                            let same =
                                known.noun == clash.noun && known.id == clash.id && known.path == clash.path;
                            *open && same && clash.theirs.starts_with(&known.theirs)
                        };
                        match self.clashes.iter_mut().find(goes_on) {
                            Some((known, _)) => *known = clash.clone(),
                            None => self.clashes.push((clash.clone(), true)),
                        }
                    }
                }
                self.pools.extend(outcome.pools.iter().cloned());
                outcome.receipt()
            }
            Err(Quarantine::NoSeat) if broken == Broken::Escrow => {
                for step in &command.steps {
                    if let Some(pool) = step.seat.as_ref().and_then(|seat| self.pools.get_mut(seat)) {
                        pool.taken += 1;
                    }
                }
                Receipt::Applied
            }
            Err(why) => {
                self.aside.push(command.clone());
                Receipt::Quarantined { why }
            }
        };
        if !matches!(receipt, Receipt::Quarantined { why: Quarantine::SameId }) {
            self.known.insert(command.id, (digest, receipt.clone()));
        }
        Ok(receipt)
    }
}

impl World {
    pub(crate) fn new(seed: u64, broken: Broken) -> Self {
        let mut world = Self {
            rng: ChaCha8Rng::seed_from_u64(seed),
            broken,
            home: Home::default(),
            nodes: Vec::new(),
            wire: VecDeque::new(),
            cut: BTreeSet::new(),
            faults: 0,
            token: 0,
            parent: HashMap::new(),
            digests: HashMap::new(),
            told: BTreeMap::new(),
            tally: Tally::default(),
        };
        // Also worlds without a fault: too many faults at once hide what only a long quiet run shows.
        world.faults = [0, 2, 10, 25, 50][world.below(5)] as u64;
        for _ in 0..2 + world.below(7) {
            let id = NodeId(world.uuid());
            let years = world.below(21) as i64 - 10;
            let skew = SignedDuration::from_hours(years * 365 * 24);
            world.nodes.push(Node { id, disk: Durable::default(), image: None, skew, done: 0 });
        }
        for _ in 0..6 {
            world.edit_home(true);
        }
        for _ in 0..3 {
            let seat = Seat { noun: "opening".to_owned(), id: world.uuid() };
            let heads = 1 + world.below(4) as u32;
            world.home.pools.insert(seat, Pool::of(heads));
        }
        world
    }

    fn below(&mut self, most: usize) -> usize {
        (self.rng.next_u64() % most as u64) as usize
    }

    fn chance(&mut self, percent: u64) -> bool {
        self.rng.next_u64() % 100 < percent
    }

    fn uuid(&mut self) -> Uuid {
        let mut bytes = [0; 16];
        self.rng.fill_bytes(&mut bytes);
        uuid::Builder::from_random_bytes(bytes).into_uuid()
    }

    /// A value that nobody ever wrote, after one that its writer saw.
    fn fresh(&mut self, saw: &Value) -> Value {
        self.token += 1;
        let token = format!("t{}", self.token);
        self.parent.insert(token.clone(), saw.clone());
        json!(token)
    }

    fn edits(&mut self, fields: &Fields) -> BTreeMap<String, Edit> {
        let mut edits = BTreeMap::new();
        for _ in 0..1 + self.below(2) {
            let path = PATHS[self.below(PATHS.len())].to_owned();
            let from = fields.get(&path).cloned().unwrap_or_default();
            let to = self.fresh(&from);
            edits.insert(path, Edit { from, to });
        }
        if self.chance(20) {
            let from = fields.get("notes").cloned().unwrap_or_default();
            let mut list = from.as_array().cloned().unwrap_or_default();
            list.push(self.fresh(&Value::Null));
            edits.insert("notes".to_owned(), Edit { from, to: Value::Array(list) });
        }
        edits
    }

    /// Somebody at home writes.
    fn edit_home(&mut self, new: bool) {
        let known = self.home.records.len();
        let key = if known > 0 && !new {
            let at = self.below(known);
            self.home.records.keys().nth(at).cloned().unwrap()
        } else {
            ("seeker".to_owned(), self.uuid())
        };
        let mut fields = self.home.records.get(&key).cloned().unwrap_or_default();
        let edits = self.edits(&fields);
        for (path, edit) in &edits {
            field::set(&mut fields, path, edit.to.clone());
        }
        self.home.write(&key, fields, &edits);
    }

    /// A person decides one clash, for either side.
    fn decide(&mut self) {
        let Some(at) = self.home.clashes.iter().position(|(_, open)| *open) else { return };
        self.home.clashes[at].1 = false;
        let clash = self.home.clashes[at].0.clone();
        let key = (clash.noun, clash.id);
        let mut fields = self.home.records.get(&key).cloned().unwrap_or_default();
        let now = fields.get(&clash.path).cloned().unwrap_or_default();
        // Whoever decides has seen what stands and what was said, and writes a word of their own.
        let to = self.fresh(&now);
        field::set(&mut fields, &clash.path, to.clone());
        self.home.write(&key, fields, &BTreeMap::from([(clash.path, Edit { from: now, to })]));
    }

    fn lend(&mut self) {
        let seats: Vec<Seat> = self.home.pools.keys().cloned().collect();
        let (seat, node) = (seats[self.below(seats.len())].clone(), self.below(self.nodes.len()));
        let id = self.nodes[node].id;
        if let Some(pool) = self.home.pools.get_mut(&seat) {
            // What is not free is refused, and that is all right.
            let _ = pool.lend(id, 1);
        }
    }

    /// Somebody works on a machine, with or without a network.
    fn work(&mut self, at: usize) {
        let known = self.nodes[at].disk.records.len();
        let seats: Vec<Seat> = self.home.pools.keys().cloned().collect();
        let mut steps = Vec::new();
        let seat = seats[self.below(seats.len())].clone();
        let disk = &self.nodes[at].disk;
        let left = node::left(disk.lent.get(&seat).copied().unwrap_or_default(), &seat, &disk.queue);
        let hire = (left > 0 || self.broken == Broken::Escrow) && self.chance(30);
        if left > 0 && self.chance(3) {
            steps.push(step("escrow", seat.id, GIVE_BACK, 1, BTreeMap::new(), Some(seat)));
        } else if hire || known == 0 || self.chance(10) {
            let (id, edits) = (self.uuid(), self.edits(&Fields::new()));
            let noun = if hire { "placement" } else { "seeker" };
            steps.push(step(noun, id, "insert", 0, edits, hire.then_some(seat)));
        } else {
            let nth = self.below(known);
            let (key, fields) = self.nodes[at].disk.records.iter().nth(nth).unwrap();
            let (key, fields) = (key.clone(), fields.clone());
            let edits = self.edits(&fields);
            steps.push(step(&key.0, key.1, "update", 1, edits, None));
            if self.chance(20) {
                let (id, edits) = (self.uuid(), self.edits(&Fields::new()));
                steps.push(step("service", id, "insert", 0, edits, None));
            }
        }
        let id = CommandId(self.uuid());
        let disk = &mut self.nodes[at].disk;
        for step in steps.iter().filter(|step| !step.edits.is_empty()) {
            let fields = disk.records.entry((step.noun.clone(), step.id)).or_default();
            for (path, edit) in &step.edits {
                field::set(fields, path, edit.to.clone());
            }
        }
        let previous = disk.last.replace(id);
        let node = &mut self.nodes[at];
        let now = Timestamp::from_millisecond(EPOCH_MS + self.tally.commands as i64 * 1_000).unwrap();
        let command = Command {
            id,
            node: node.id,
            previous,
            schema: schema::CURRENT,
            actor: Actor::system(),
            at: now + node.skew,
            steps,
        };
        self.digests.insert(id, command.digest());
        node.disk.queue.push(Queued { command, receipt: None });
        node.done += 1;
        self.tally.commands += 1;
    }

    /// Runs until every machine has done its work, with whatever goes wrong.
    pub(crate) fn run(&mut self, each: usize) {
        let mut idle = 0;
        while self.nodes.iter().any(|node| node.done < each) && idle < 400 * each {
            idle += 1;
            let at = self.below(self.nodes.len());
            match self.below(100) {
                0..35 if self.nodes[at].done < each => self.work(at),
                35..41 => self.begin(at),
                41..45 => self.edit_home(false),
                45..47 => self.decide(),
                47..50 => self.lend(),
                50 if self.chance(self.faults) => {
                    let way = (at, self.chance(50));
                    if !self.cut.remove(&way) {
                        self.cut.insert(way);
                    }
                }
                51 if self.chance(self.faults) => {
                    let copy = self.nodes[at].disk.clone();
                    self.nodes[at].image = Some(copy);
                }
                52 if self.chance(self.faults) => {
                    if let Some(image) = self.nodes[at].image.take() {
                        self.nodes[at].disk = image;
                        self.tally.restored += 1;
                    }
                }
                // A machine that crashes loses what is under way to it, and nothing else.
                53 if self.chance(self.faults) => {
                    self.wire.retain(|letter| letter.up || letter.node != at);
                    self.tally.crashed += 1;
                }
                _ if !self.wire.is_empty() => {
                    let next = if self.chance(self.faults) { self.below(self.wire.len()) } else { 0 };
                    let Some(letter) = self.wire.remove(next) else { continue };
                    self.deliver(letter);
                }
                _ => {}
            }
        }
    }
}

fn step(
    noun: &str,
    id: Uuid,
    verb: &str,
    base: i64,
    edits: BTreeMap<String, Edit>,
    seat: Option<Seat>,
) -> Step {
    Step { noun: noun.to_owned(), id, verb: verb.to_owned(), base, edits, seat }
}

/// One whole life of a world.
///
/// # Errors
/// What did not hold.
pub(crate) fn live(seed: u64, each: usize, broken: Broken) -> Result<Tally, String> {
    let mut world = World::new(seed, broken);
    world.run(each);
    world.settle();
    world.check()
}
