//! How many seekers can be placed at once: the greatest flow from seekers to openings with free heads,
//! over pairs whose hindrances are allowed.
//!
//! Hopcroft and Karp's phases (SIAM Journal on Computing 2(4), 1973, 225-231) with heads as capacities,
//! without recursion. A flow grows: what a later question allows is added by shortest exchanges, which
//! move people between openings but never put anybody out. The size of a flow is unique; who is placed is
//! not where people contend for heads. Then the choice follows the order of seekers and openings alone.
//! It must not know what a hindrance means.

use super::edges::{Edges, Hindrances, Side};

/// Nobody, nowhere, never.
const NONE: u32 = u32::MAX;

/// Which sets of hindrances a question allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowed(Vec<bool>);

impl Allowed {
    /// The sets for which `test` holds.
    pub fn where_(test: impl Fn(Hindrances) -> bool) -> Self {
        Self((0..Hindrances::SETS).map(|set| test(Hindrances::label(set as u16))).collect())
    }

    fn has(&self, set: Hindrances) -> bool {
        self.0[usize::from(set.bits())]
    }
}

/// The pairs seen from both sides.
#[derive(Debug, Clone)]
pub struct Network<'a> {
    edges: &'a Edges,
    mirror: Side,
}

impl<'a> Network<'a> {
    /// Mirrors the pairs.
    pub fn new(edges: &'a Edges) -> Self {
        Self { edges, mirror: edges.side.mirrored(edges.openings().len()) }
    }

    /// The pairs.
    pub fn edges(&self) -> &'a Edges {
        self.edges
    }
}

/// Who is placed where.
#[derive(Debug, Clone)]
pub struct Flow<'a> {
    network: &'a Network<'a>,
    /// The opening of each seeker, and the seat among those taken there.
    at: Vec<u32>,
    seat: Vec<u32>,
    /// The seekers of each opening.
    held: Vec<Vec<u32>>,
    placed: u64,
}

impl<'a> Flow<'a> {
    /// Nobody placed yet.
    pub fn new(network: &'a Network<'a>) -> Self {
        let (seekers, openings) = (network.edges.seekers(), network.edges.openings().len());
        let (at, seat) = (vec![NONE; seekers], vec![NONE; seekers]);
        Self { network, at, seat, held: vec![Vec::new(); openings], placed: 0 }
    }

    /// Places as many more as the pairs allow, and says how many. What was allowed before must be allowed again.
    pub fn grow(&mut self, allowed: &Allowed) -> u64 {
        let before = self.placed;
        let free_heads: u64 = self.network.edges.openings().iter().map(|(_, heads)| u64::from(*heads)).sum();
        let free_seekers = self.at.len() as u64 - self.placed;
        // The side with fewer units looks for partners: its searches end soonest.
        let from_seekers = free_seekers <= free_heads - self.placed;
        let mut search = match from_seekers {
            true => Search::new(self.at.len(), self.held.len()),
            false => Search::new(self.held.len(), self.at.len()),
        };
        loop {
            let found = match from_seekers {
                true => search.phase(&mut BySeekers(self), allowed),
                false => search.phase(&mut ByOpenings(self), allowed),
            };
            if found == 0 {
                return self.placed - before;
            }
            self.placed += found;
        }
    }

    /// How many are placed.
    pub fn placed(&self) -> u64 {
        self.placed
    }

    /// The opening at which a seeker is placed, as its place among [`Edges::openings`].
    pub fn opening_of(&self, seeker: usize) -> Option<usize> {
        self.at.get(seeker).filter(|at| **at != NONE).map(|at| *at as usize)
    }

    /// How many heads of an opening are taken.
    pub fn taken(&self, opening: usize) -> usize {
        self.held.get(opening).map_or(0, Vec::len)
    }

    fn heads(&self, opening: u32) -> usize {
        self.network.edges.openings()[opening as usize].1 as usize
    }

    fn seat(&mut self, seeker: u32, opening: u32, seat: Option<u32>) {
        let held = &mut self.held[opening as usize];
        let seat = seat.unwrap_or_else(|| {
            held.push(seeker);
            held.len() as u32 - 1
        });
        held[seat as usize] = seeker;
        self.at[seeker as usize] = opening;
        self.seat[seeker as usize] = seat;
    }
}

/// The flow as seen by the side that looks for partners: lookers, and those they look for.
trait Way {
    /// The lookers' neighbours.
    fn side(&self) -> &Side;
    /// Whether a looker still has room.
    fn looks(&self, looker: u32) -> bool;
    /// Whether a sought one still has room.
    fn takes(&self, sought: u32) -> bool;
    /// The lookers a sought one holds.
    fn holders(&self, sought: u32) -> &[u32];
    /// Gives each looker of the path what it found; the next looker held it before.
    fn exchange(&mut self, lookers: &[u32], found: &[u32]);
}

struct BySeekers<'f, 'a>(&'f mut Flow<'a>);

impl Way for BySeekers<'_, '_> {
    fn side(&self) -> &Side {
        &self.0.network.edges.side
    }

    fn looks(&self, looker: u32) -> bool {
        self.0.at[looker as usize] == NONE
    }

    fn takes(&self, sought: u32) -> bool {
        self.0.held[sought as usize].len() < self.0.heads(sought)
    }

    fn holders(&self, sought: u32) -> &[u32] {
        &self.0.held[sought as usize]
    }

    fn exchange(&mut self, lookers: &[u32], found: &[u32]) {
        let mut left = None;
        for (seeker, opening) in lookers.iter().zip(found).rev() {
            let seat = self.0.seat[*seeker as usize];
            self.0.seat(*seeker, *opening, left);
            left = Some(seat);
        }
    }
}

struct ByOpenings<'f, 'a>(&'f mut Flow<'a>);

impl Way for ByOpenings<'_, '_> {
    fn side(&self) -> &Side {
        &self.0.network.mirror
    }

    fn looks(&self, looker: u32) -> bool {
        self.0.held[looker as usize].len() < self.0.heads(looker)
    }

    fn takes(&self, sought: u32) -> bool {
        self.0.at[sought as usize] == NONE
    }

    fn holders(&self, sought: u32) -> &[u32] {
        let at = std::slice::from_ref(&self.0.at[sought as usize]);
        if at[0] == NONE { &[] } else { at }
    }

    fn exchange(&mut self, lookers: &[u32], found: &[u32]) {
        for n in (0..found.len()).rev() {
            // The seat of the one who goes to the looker before.
            let left = n.checked_sub(1).map(|before| self.0.seat[found[before] as usize]);
            self.0.seat(found[n], lookers[n], left);
        }
    }
}

/// How far a looker has come in its list: the run, and the place in it.
#[derive(Debug, Clone, Copy, Default)]
struct Cursor {
    run: u32,
    place: u32,
}

/// The next neighbour over allowed runs, without passing it.
fn peek(side: &Side, looker: u32, cursor: &mut Cursor, allowed: &Allowed) -> Option<u32> {
    let runs = side.runs_of(looker as usize);
    while let Some(run) = runs.get(cursor.run as usize) {
        if allowed.has(run.set) && run.from + cursor.place < run.to {
            return Some(side.others[(run.from + cursor.place) as usize]);
        }
        *cursor = Cursor { run: cursor.run + 1, place: 0 };
    }
    None
}

/// Room for a search, kept between phases.
struct Search {
    /// After how many exchanges a looker, and a sought one, is first reached.
    looker_step: Vec<u32>,
    sought_step: Vec<u32>,
    queue: Vec<u32>,
    cursors: Vec<Cursor>,
    /// How many holders of a sought one were tried.
    tried: Vec<u32>,
    lookers: Vec<u32>,
    found: Vec<u32>,
}

impl Search {
    fn new(lookers: usize, sought: usize) -> Self {
        Self {
            looker_step: vec![NONE; lookers],
            sought_step: vec![NONE; sought],
            queue: Vec::new(),
            cursors: vec![Cursor::default(); lookers],
            tried: vec![0; sought],
            lookers: Vec::new(),
            found: Vec::new(),
        }
    }

    /// Makes exchanges of the least length until none of that length is left, and says how many.
    fn phase(&mut self, way: &mut impl Way, allowed: &Allowed) -> u64 {
        let (roots, last) = self.measure(way, allowed);
        if last == NONE {
            return 0;
        }
        self.cursors.fill(Cursor::default());
        self.tried.fill(0);
        let mut made = 0;
        for n in 0..roots {
            let root = self.queue[n];
            while way.looks(root) && self.exchange(way, allowed, root, last) {
                made += 1;
            }
        }
        made
    }

    /// How far everything is from a looker with room; how many have room, and the least length that ends well.
    fn measure(&mut self, way: &impl Way, allowed: &Allowed) -> (usize, u32) {
        self.looker_step.fill(NONE);
        self.sought_step.fill(NONE);
        self.queue.clear();
        self.queue.extend((0..self.looker_step.len() as u32).filter(|looker| way.looks(*looker)));
        self.queue.iter().for_each(|looker| self.looker_step[*looker as usize] = 0);
        let (roots, mut last, mut next) = (self.queue.len(), NONE, 0);
        while let Some(looker) = self.queue.get(next).copied() {
            next += 1;
            let step = self.looker_step[looker as usize];
            if step > last {
                break;
            }
            let side = way.side();
            for run in side.runs_of(looker as usize).iter().filter(|run| allowed.has(run.set)) {
                for sought in side.others_of(*run) {
                    let seen = &mut self.sought_step[*sought as usize];
                    if *seen != NONE {
                        continue;
                    }
                    *seen = step;
                    if way.takes(*sought) {
                        last = step;
                        continue;
                    }
                    for holder in way.holders(*sought) {
                        if self.looker_step[*holder as usize] == NONE {
                            self.looker_step[*holder as usize] = step + 1;
                            self.queue.push(*holder);
                        }
                    }
                }
            }
        }
        (roots, last)
    }

    /// One exchange that begins at `root`, if any is left of the least length.
    fn exchange(&mut self, way: &mut impl Way, allowed: &Allowed, root: u32, last: u32) -> bool {
        self.lookers.clear();
        self.found.clear();
        self.lookers.push(root);
        while let Some(looker) = self.lookers.last().copied() {
            let step = self.looker_step[looker as usize];
            let cursor = &mut self.cursors[looker as usize];
            let Some(sought) = peek(way.side(), looker, cursor, allowed).filter(|_| step != NONE) else {
                // Nothing ends well from here: nobody asks again in this phase.
                self.looker_step[looker as usize] = NONE;
                self.lookers.pop();
                self.found.pop();
                continue;
            };
            if self.sought_step[sought as usize] != step {
                cursor.place += 1;
                continue;
            }
            if way.takes(sought) {
                self.found.push(sought);
                way.exchange(&self.lookers, &self.found);
                return true;
            }
            let tried = self.tried[sought as usize];
            match way.holders(sought).get(tried as usize).filter(|_| step < last) {
                Some(holder) => {
                    self.tried[sought as usize] += 1;
                    if self.looker_step[*holder as usize] == step + 1 {
                        self.found.push(sought);
                        self.lookers.push(*holder);
                    }
                }
                None => cursor.place += 1,
            }
        }
        false
    }
}
