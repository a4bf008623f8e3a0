//! Every pair of a seeker and an opening that has anything to do with the other, with what keeps the
//! two apart.
//!
//! Pairs are kept by seeker, in runs of one set of hindrances, so that a question that allows only some
//! hindrances passes over whole runs. It must not know who a seeker is, nor what is done with the pairs.

use std::sync::atomic::{AtomicUsize, Ordering};

use domain::id::OpeningId;
use domain::message::Message;

use crate::candidate::Candidate;
use crate::constraint::{ConstraintKind, ConstraintState, states};
use crate::market::Market;
use crate::score::{ACCEPTABLE, points};

/// The most pairs that are held; more is refused, not wrapped. With the mirror about 6 GiB.
pub const MOST_PAIRS: usize = 1 << 29;
/// The most seekers, and the most openings.
pub const MOST_NODES: usize = 1 << 24;
/// Seekers handed to a thread at a time.
const CHUNK: usize = 256;

/// What keeps a pair apart: a set, empty where every condition holds or cannot be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Hindrances(u16);

impl Hindrances {
    /// Nothing.
    pub const NONE: Self = Self(0);
    /// All that can hinder.
    pub const ALL: Self = Self((1 << 12) - 1);
    /// How many sets there are.
    pub(crate) const SETS: usize = 1 << 12;
    /// The work is akin, but the score lies under [`ACCEPTABLE`]: another occupation or other skills would be needed.
    pub const UNSUITED: Self = Self(1 << 10);
    /// The person meets every condition of some openings and was told of none of them.
    pub const UNTOLD: Self = Self(1 << 11);
    /// Where the work is.
    pub const PLACE: Self = Self::of(&[ConstraintKind::Area, ConstraintKind::Commute]);
    /// What both sides could agree on without anybody moving or learning.
    pub const TERMS: Self = Self::of(&[
        ConstraintKind::Wage,
        ConstraintKind::Days,
        ConstraintKind::Hours,
        ConstraintKind::WeeklyHours,
        ConstraintKind::EmploymentType,
    ]);
    /// What a person would have to learn or gain, the kind of work included.
    pub const SKILL: Self =
        Self::of(&[ConstraintKind::Education, ConstraintKind::Experience, ConstraintKind::Licence])
            .and(Self::UNSUITED);

    /// These kinds of conditions.
    pub const fn of(kinds: &[ConstraintKind]) -> Self {
        let (mut set, mut i) = (0, 0);
        while i < kinds.len() {
            set |= 1 << kinds[i] as u16;
            i += 1;
        }
        Self(set)
    }

    /// Either's.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether all of it lies in `other`.
    pub const fn within(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    /// Whether it shares anything with `other`.
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// How many there are.
    pub const fn count(self) -> u32 {
        self.0.count_ones()
    }

    pub(crate) const fn bits(self) -> u16 {
        self.0
    }

    /// A label of another meaning than conditions, for counting proposals over the same network.
    pub(crate) const fn label(bits: u16) -> Self {
        Self(bits & Self::ALL.0)
    }
}

/// Which relevant pairs count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gate {
    /// Those with a score of at least [`ACCEPTABLE`]: what would be suggested if nothing failed.
    Suggested,
    /// All of them; those under the score carry [`Hindrances::UNSUITED`].
    Relevant,
}

/// More than can be held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TooMuch {
    /// More than [`MOST_PAIRS`] pairs.
    Pairs,
    /// More than [`MOST_NODES`] seekers or openings.
    Nodes,
    /// A row names an opening that is not there.
    Stranger,
}

impl TooMuch {
    /// What is too much, and the limit.
    pub fn message(&self) -> Message {
        match self {
            Self::Pairs => Message::new("market-too-many-pairs").with("most", MOST_PAIRS),
            Self::Nodes => Message::new("market-too-many-nodes").with("most", MOST_NODES),
            Self::Stranger => Message::new("market-stranger"),
        }
    }
}

impl std::fmt::Display for TooMuch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Pairs => write!(f, "more than {MOST_PAIRS} relevant pairs"),
            Self::Nodes => write!(f, "more than {MOST_NODES} seekers or openings"),
            Self::Stranger => write!(f, "a pair with an opening that is not listed"),
        }
    }
}

impl std::error::Error for TooMuch {}

/// Neighbours of one set of hindrances.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) set: Hindrances,
    /// Where its neighbours begin and end.
    pub(crate) from: u32,
    pub(crate) to: u32,
}

/// One side of the network: each node's runs of neighbours.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Side {
    /// Where each node's runs begin, and the end.
    pub(crate) first_run: Vec<u32>,
    pub(crate) runs: Vec<Run>,
    pub(crate) others: Vec<u32>,
}

impl Side {
    pub(crate) fn nodes(&self) -> usize {
        self.first_run.len().saturating_sub(1)
    }

    pub(crate) fn runs_of(&self, node: usize) -> &[Run] {
        &self.runs[self.first_run[node] as usize..self.first_run[node + 1] as usize]
    }

    pub(crate) fn others_of(&self, run: Run) -> &[u32] {
        &self.others[run.from as usize..run.to as usize]
    }

    /// Adds a node; its row is sorted by hindrances, then neighbour.
    fn push(&mut self, row: &[(Hindrances, u32)]) {
        if self.first_run.is_empty() {
            self.first_run.push(0);
        }
        for (set, other) in row {
            let at = self.others.len() as u32;
            self.others.push(*other);
            let open = self.runs.len() > self.first_run.last().map_or(0, |first| *first as usize);
            match self.runs.last_mut().filter(|run| open && run.set == *set) {
                Some(run) => run.to = at + 1,
                None => self.runs.push(Run { set: *set, from: at, to: at + 1 }),
            }
        }
        self.first_run.push(self.runs.len() as u32);
    }

    /// Adds the nodes of another part of this side.
    fn append(&mut self, part: &Self) {
        let (runs, others) = (self.runs.len() as u32, self.others.len() as u32);
        self.first_run.extend(part.first_run.iter().skip(1).map(|first| first + runs));
        let moved = |run: &Run| Run { set: run.set, from: run.from + others, to: run.to + others };
        self.runs.extend(part.runs.iter().map(moved));
        self.others.extend_from_slice(&part.others);
    }

    /// The same pairs seen from the other side, whose nodes are `nodes`; runs in the order of their sets.
    pub(crate) fn mirrored(&self, nodes: usize) -> Self {
        // Runs by set, so that what is handed out below reaches every node in the order of the sets.
        let mut order: Vec<(Hindrances, u32, Run)> = (0..self.nodes())
            .flat_map(|node| self.runs_of(node).iter().map(move |run| (run.set, node as u32, *run)))
            .collect();
        order.sort_by_key(|(set, node, _)| (*set, *node));
        let mut degree = vec![0u32; nodes];
        let mut runs = vec![0u32; nodes];
        let mut last: Vec<Option<Hindrances>> = vec![None; nodes];
        for (set, _, run) in &order {
            for other in self.others_of(*run) {
                let other = *other as usize;
                degree[other] += 1;
                runs[other] += u32::from(last[other].replace(*set) != Some(*set));
            }
        }
        let first_run = ends(&runs);
        let mut at = ends(&degree);
        let mut run_at = first_run.clone();
        let mut out = Self {
            runs: vec![Run { set: Hindrances::NONE, from: 0, to: 0 }; first_run[nodes] as usize],
            others: vec![0; self.others.len()],
            first_run,
        };
        last.fill(None);
        for (set, node, run) in order {
            for other in self.others_of(run) {
                let other = *other as usize;
                if last[other].replace(set) != Some(set) {
                    out.runs[run_at[other] as usize] = Run { set, from: at[other], to: at[other] };
                    run_at[other] += 1;
                }
                out.others[at[other] as usize] = node;
                at[other] += 1;
                out.runs[run_at[other] as usize - 1].to = at[other];
            }
        }
        out
    }
}

/// Running sums with a nought before them.
fn ends(counts: &[u32]) -> Vec<u32> {
    let mut sum = 0;
    std::iter::once(0)
        .chain(counts.iter().map(|count| {
            sum += count;
            sum
        }))
        .collect()
}

/// The relevant pairs between seekers and openings with free heads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edges {
    openings: Vec<(OpeningId, u32)>,
    pub(crate) side: Side,
    /// Whether enough is known of the seeker for any opening to be relevant.
    pub(crate) can_match: Vec<bool>,
}

/// What hinders, and the place of the opening.
pub(crate) type Pair = (Hindrances, u32);

/// Every seeker's pairs, looked up by several threads, in the order of the seekers.
fn gather<S>(
    seekers: usize,
    openings: usize,
    threads: usize,
    scratch: &(dyn Fn() -> S + Sync),
    row: &(dyn Fn(&mut S, usize, &mut Vec<Pair>) + Sync),
) -> Result<Side, TooMuch> {
    if seekers > MOST_NODES || openings > MOST_NODES {
        return Err(TooMuch::Nodes);
    }
    let mut chunks: Vec<Side> = vec![Side::default(); seekers.div_ceil(CHUNK)];
    let total = AtomicUsize::new(0);
    let waiting = std::sync::Mutex::new(chunks.iter_mut().enumerate());
    std::thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            scope.spawn(|| {
                let (mut scratch, mut pairs) = (scratch(), Vec::new());
                loop {
                    let next = waiting.lock().unwrap_or_else(std::sync::PoisonError::into_inner).next();
                    let Some((nth, chunk)) = next else { break };
                    // A market too big is refused without being held first.
                    if total.load(Ordering::Relaxed) > MOST_PAIRS {
                        break;
                    }
                    for seeker in nth * CHUNK..((nth + 1) * CHUNK).min(seekers) {
                        pairs.clear();
                        row(&mut scratch, seeker, &mut pairs);
                        pairs.sort_unstable();
                        chunk.push(&pairs);
                    }
                    total.fetch_add(chunk.others.len(), Ordering::Relaxed);
                }
            });
        }
    });
    if total.into_inner() > MOST_PAIRS {
        return Err(TooMuch::Pairs);
    }
    let mut side = Side { first_run: vec![0], ..Side::default() };
    chunks.into_iter().for_each(|chunk| side.append(&chunk));
    Ok(side)
}

impl Edges {
    /// The pairs of a market. `heads` are the free heads of each opening; one without a free head is none. Of two
    /// entries for an opening the later counts. Seekers keep their order: hand them over in the order of their ids.
    pub fn build(
        market: &Market,
        heads: &[(OpeningId, u32)],
        seekers: &[Candidate],
        gate: Gate,
        threads: usize,
    ) -> Result<Self, TooMuch> {
        let openings = listed(heads);
        let can_match = seekers.iter().map(Candidate::can_match).collect();
        let pairs = |(): &mut (), seeker: usize, pairs: &mut Vec<Pair>| {
            row(market, &openings, &seekers[seeker], gate, pairs);
        };
        let side = gather(seekers.len(), openings.len(), threads, &|| (), &pairs)?;
        Ok(Self { openings, side, can_match })
    }

    /// The pairs that `row` tells of each seeker, whose openings are numbered as in `heads`.
    pub(crate) fn of_rows<S>(
        heads: Vec<(OpeningId, u32)>,
        can_match: Vec<bool>,
        threads: usize,
        scratch: &(dyn Fn() -> S + Sync),
        row: &(dyn Fn(&mut S, usize, &mut Vec<Pair>) + Sync),
    ) -> Result<Self, TooMuch> {
        let side = gather(can_match.len(), heads.len(), threads, scratch, row)?;
        Ok(Self { openings: heads, side, can_match })
    }

    /// The pairs as told: for each seeker the openings by their place in `heads` as sorted by id, with what hinders.
    /// Of two pairs of the same two, both stand. Everybody counts as known well enough.
    pub fn from_rows(heads: &[(OpeningId, u32)], rows: &[Vec<(u32, Hindrances)>]) -> Result<Self, TooMuch> {
        let openings = listed(heads);
        if rows.len() > MOST_NODES || openings.len() > MOST_NODES {
            return Err(TooMuch::Nodes);
        }
        if rows.iter().map(Vec::len).sum::<usize>() > MOST_PAIRS {
            return Err(TooMuch::Pairs);
        }
        let mut side = Side { first_run: vec![0], ..Side::default() };
        for row in rows {
            if row.iter().any(|(opening, _)| *opening as usize >= openings.len()) {
                return Err(TooMuch::Stranger);
            }
            let mut row: Vec<(Hindrances, u32)> = row.iter().map(|(opening, set)| (*set, *opening)).collect();
            row.sort_unstable();
            side.push(&row);
        }
        Ok(Self { openings, side, can_match: vec![true; rows.len()] })
    }

    /// Marks the full matches of those of whom it is known what they were told, and who were told of none of theirs:
    /// [`Hindrances::UNTOLD`]. `known` are seekers' places in the order, each with the openings they were told of; nothing
    /// is said of who does not stand there. Of two entries for a seeker both count.
    #[must_use]
    pub fn with_known(mut self, known: &[(usize, Vec<OpeningId>)]) -> Self {
        let mut told: Vec<Option<bool>> = vec![None; self.seekers()];
        for (seeker, openings) in known.iter().filter(|(seeker, _)| *seeker < self.seekers()) {
            let full = || self.side.runs_of(*seeker).iter().filter(|run| run.set == Hindrances::NONE);
            let matched = |opening: &OpeningId| {
                let at = self.openings.binary_search_by_key(opening, |(id, _)| *id);
                at.is_ok_and(|at| {
                    full().any(|run| self.side.others_of(*run).binary_search(&(at as u32)).is_ok())
                })
            };
            *told[*seeker].get_or_insert(false) |= openings.iter().any(matched);
        }
        for seeker in told.iter().enumerate().filter(|(_, told)| **told == Some(false)).map(|(at, _)| at) {
            let (from, to) = (self.side.first_run[seeker] as usize, self.side.first_run[seeker + 1] as usize);
            for run in self.side.runs[from..to].iter_mut().filter(|run| run.set == Hindrances::NONE) {
                run.set = Hindrances::UNTOLD;
            }
        }
        self
    }

    /// How many seekers there are.
    pub fn seekers(&self) -> usize {
        self.side.nodes()
    }

    /// The openings with free heads, by id, with the heads.
    pub fn openings(&self) -> &[(OpeningId, u32)] {
        &self.openings
    }

    /// How many pairs there are.
    pub fn pairs(&self) -> usize {
        self.side.others.len()
    }

    /// How many pairs each set of hindrances keeps apart, in the order of the sets.
    pub fn by_hindrances(&self) -> Vec<(Hindrances, u64)> {
        let mut counts = vec![0u64; Hindrances::SETS];
        for run in &self.side.runs {
            counts[usize::from(run.set.bits())] += u64::from(run.to - run.from);
        }
        let sets = counts.into_iter().enumerate().filter(|(_, count)| *count > 0);
        sets.map(|(set, count)| (Hindrances::label(set as u16), count)).collect()
    }

    /// A seeker's pairs: what hinders, and the opening's place among [`Edges::openings`].
    pub fn of(&self, seeker: usize) -> impl Iterator<Item = (Hindrances, usize)> + '_ {
        let runs = if seeker < self.seekers() { self.side.runs_of(seeker) } else { &[] };
        runs.iter().flat_map(|run| self.side.others_of(*run).iter().map(|other| (run.set, *other as usize)))
    }
}

/// The openings with free heads by id; of two entries the later.
fn listed(heads: &[(OpeningId, u32)]) -> Vec<(OpeningId, u32)> {
    let by_id: std::collections::BTreeMap<OpeningId, u32> = heads.iter().copied().collect();
    by_id.into_iter().filter(|(_, heads)| *heads > 0).collect()
}

/// The pairs of one person.
fn row(
    market: &Market,
    openings: &[(OpeningId, u32)],
    person: &Candidate,
    gate: Gate,
    pairs: &mut Vec<Pair>,
) {
    for job in market.reachable(person) {
        let score: i32 = points(person, job).iter().sum();
        let suited = score >= ACCEPTABLE;
        if !suited && gate == Gate::Suggested {
            continue;
        }
        let Ok(at) = openings.binary_search_by_key(&job.id(), |(id, _)| *id) else { continue };
        let failed = states(person, job).filter(|(_, state)| matches!(state, ConstraintState::Failed { .. }));
        let set = failed.fold(Hindrances::NONE, |set, (kind, _)| set.and(Hindrances::of(&[kind])));
        pairs.push((if suited { set } else { set.and(Hindrances::UNSUITED) }, at as u32));
    }
}
