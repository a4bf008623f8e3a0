//! The one question: the best `k` of the other side by score less price, exactly. Groups are walked by most
//! points of the occupation, blocks are left out by what bounds them, lanes by how many skills they share.
//!
//! It must not know which side is asked.

use fearless_simd::{Simd, i32x16, prelude::*, u32x16};

use super::index::Index;
use super::layout::{LANES, Layout, NOBODY, Segment};
use super::shortlist::Shortlist;
use super::skill_mask::{PARTS, STRIDE, Shared, blocks_of};
use crate::score::{ACCEPTABLE, PartKind};

/// What each entry costs, by slot, and the least by block.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Prices<'a> {
    pub(crate) slots: &'a [i32],
    pub(crate) least: &'a [i32],
    /// The price counts so many times.
    pub(crate) times: i32,
}

/// Blocks across occupations whose skills are fetched together, at least.
const GATHERED: usize = 16;

/// How much was looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Effort {
    /// Blocks whose conditions were tested.
    pub blocks: u64,
    /// Lanes that were scored.
    pub scored: u64,
    /// Questions that went across occupations.
    pub across: u64,
    /// Blocks looked at there.
    pub across_blocks: u64,
}

/// Room a question needs.
#[derive(Debug, Clone, Default)]
pub(crate) struct Room {
    shared: Shared,
    bounds: Vec<i32>,
    /// Parts of blocks that name two and three skills of the question, by stride.
    two: Vec<u64>,
    three: Vec<u64>,
    /// Blocks to be looked at together.
    gathered: Vec<u32>,
    pub(crate) list: Shortlist,
    pub(crate) effort: Effort,
}

impl Room {
    /// Room for an index.
    pub(crate) fn fit<L: Layout>(&mut self, index: &Index<L>) {
        self.shared.fit(index.hot.len());
        self.bounds.resize(index.hot.len(), NOBODY);
    }
}

/// One question in progress.
struct Walk<'a, S: Simd, L: Layout> {
    simd: S,
    index: &'a Index<L>,
    question: &'a L::Question,
    prices: Option<Prices<'a>>,
    room: &'a mut Room,
}

/// Fills `room.list`, which was begun with `k` and the least value. What costs nothing must also be
/// acceptable as a score.
#[inline(always)]
pub(crate) fn walk<S: Simd, L: Layout>(
    simd: S,
    index: &Index<L>,
    question: &L::Question,
    prices: Option<Prices<'_>>,
    room: &mut Room,
) {
    let mut walk = Walk { simd, index, question, prices, room };
    let skills = if L::asked(question).is_empty() { 0 } else { PartKind::Skills.max() };
    let most = skills + L::rest_most(question);
    for segment in L::segments(question) {
        if segment.points + most < walk.needed() {
            break;
        }
        walk.segment(segment);
    }
    if L::asked(question).len() >= 2 && L::across_most(question) + most >= walk.needed() {
        walk.across();
    }
}

impl<S: Simd, L: Layout> Walk<'_, S, L> {
    /// What a score less price must reach; a score itself must be acceptable.
    #[inline(always)]
    fn needed(&self) -> i32 {
        if self.prices.is_some() {
            self.room.list.threshold()
        } else {
            self.room.list.threshold().max(ACCEPTABLE)
        }
    }

    /// Lanes of a block that can still enter, when `base` bounds everything but skills and price.
    #[inline(always)]
    fn lanes(&self, block: usize, base: i32) -> u32 {
        let one = self.room.shared.one[block];
        let two = self.room.shared.two[block];
        let three = self.room.shared.three[block];
        let (by_one, by_two) = self.index.layout.by_shared_in(block, self.question);
        let base = base - self.prices.map_or(0, |prices| prices.least[block] * prices.times);
        let needed = self.needed();
        let max = PartKind::Skills.max();
        let mut lanes = if base + max >= needed { three } else { 0 };
        lanes |= if base + by_two >= needed { two & !three } else { 0 };
        lanes |= if base + by_one >= needed { one & !two } else { 0 };
        lanes |= if base >= needed { !one } else { 0 };
        lanes & self.index.alive[block]
    }

    /// Lanes whose own price lets them enter.
    #[inline(always)]
    fn affordable(&self, block: usize, base: i32) -> u32 {
        let Some(prices) = self.prices else { return u32::MAX };
        let most = i32x16::splat(self.simd, base + PartKind::Skills.max() - self.needed());
        let own = &prices.slots[block * LANES..(block + 1) * LANES];
        let times = i32x16::splat(self.simd, prices.times);
        let half = |at: usize| {
            (i32x16::from_slice(self.simd, &own[at..at + 16]) * times).simd_le(most).to_bitmask() as u32
        };
        half(0) | half(16) << 16
    }

    /// Of 16 blocks those with lanes that can still enter, where `points` bounds the occupation.
    #[inline(always)]
    fn blocks(&self, at: usize, points: i32) -> u32 {
        let (simd, shared) = (self.simd, &self.room.shared);
        let nothing = u32x16::splat(simd, 0);
        let any = |plane: &[u32]| !u32x16::from_slice(simd, &plane[at..at + STRIDE]).simd_eq(nothing);
        let mut base = i32x16::from_slice(simd, &self.room.bounds[at..at + STRIDE]) + points;
        if let Some(prices) = self.prices {
            base -= i32x16::from_slice(simd, &prices.least[at..at + STRIDE]) * prices.times;
        }
        let needed = i32x16::splat(simd, self.needed());
        let [by_one, by_two] = self.index.layout.by_shared(simd, at, self.question);
        let all = base + PartKind::Skills.max();
        let mut blocks = any(&shared.three) & all.simd_ge(needed);
        blocks |= any(&shared.two) & (base + by_two).simd_ge(needed);
        blocks |= any(&shared.one) & (base + by_one).simd_ge(needed);
        blocks |= base.simd_ge(needed);
        blocks.to_bitmask() as u32
    }

    /// Tests and scores the lanes of a block. Outside the segments the points of the occupation are each entry's own.
    #[inline(always)]
    fn block(&mut self, block: usize, points: i32, inside: bool) {
        let base = points + self.room.bounds[block];
        let mut lanes = self.lanes(block, base);
        if !inside {
            lanes &= self.room.shared.two[block];
        }
        if lanes == 0 {
            return;
        }
        lanes &= self.affordable(block, base);
        self.room.effort.blocks += 1;
        let passing = lanes & L::passes(self.simd, &self.index.hot[block], self.question);
        // What scoring reads is fetched for all lanes together: nothing waits for a line but the first look.
        let cold = &self.index.cold[block * LANES..(block + 1) * LANES];
        let (mut open, mut left) = (0u32, passing);
        while left != 0 {
            let lane = left.trailing_zeros();
            left &= left - 1;
            open |= u32::from(L::open(&cold[lane as usize], self.question)) << lane;
        }
        self.room.effort.scored += u64::from(passing.count_ones());
        while open != 0 {
            let lane = open.trailing_zeros() as usize;
            open &= open - 1;
            let tree = &self.index.tree;
            let points = if inside {
                L::listed(tree, &cold[lane], points, self.question)
            } else {
                L::across(tree, self.index.group[block], &cold[lane], self.question)
            };
            if let Some(points) = points {
                self.offer(block * LANES + lane, points);
            }
        }
    }

    /// A run of groups with one number of points.
    #[inline(always)]
    fn segment(&mut self, segment: &Segment) {
        let run = self.index.run(segment.first, segment.last);
        if run.is_empty() {
            return;
        }
        let whole = run.start / STRIDE * STRIDE..run.end.next_multiple_of(STRIDE);
        let asked = L::asked(self.question);
        self.index.skills.fill(self.simd, whole.clone(), asked, &mut self.room.shared);
        self.index.layout.bounds(self.simd, whole.clone(), self.question, &mut self.room.bounds);
        for at in whole.step_by(STRIDE) {
            let mut blocks = self.blocks(at, segment.points) & within(at, run.start, run.end);
            while blocks != 0 {
                self.block(at + blocks.trailing_zeros() as usize, segment.points, true);
                blocks &= blocks - 1;
            }
        }
    }

    #[inline(always)]
    fn offer(&mut self, slot: usize, points: i32) {
        let score = points + L::rest(&self.index.cold[slot], self.question);
        if score >= ACCEPTABLE {
            let price = self.prices.map_or(0, |prices| prices.slots[slot] * prices.times);
            self.room.list.offer(score - price, self.index.rows[slot]);
        }
    }

    /// Everything outside the segments that shares two skills.
    #[inline(always)]
    fn across(&mut self) {
        self.room.effort.across += 1;
        let asked = L::asked(self.question);
        let most = L::across_most(self.question);
        self.index.skills.crowded(self.simd, asked, &mut self.room.two, &mut self.room.three);
        if L::ENTRIES == 1 {
            self.leave_out_segments();
        }
        let unfilled = L::rest_most(self.question) + most;
        for stride in 0..self.index.first_rank.div_ceil(STRIDE) {
            let at = stride * STRIDE;
            // Two skills are in this block but seldom in one lane of it; where two are not enough, three must be.
            let [_, by_two] = self.index.layout.by_shared(self.simd, at, self.question);
            let lacking = i32x16::splat(self.simd, self.needed() - unfilled);
            let enough = by_two.simd_ge(lacking).to_bitmask() as u32;
            if self.room.two[stride] == 0 {
                continue;
            }
            let [two, three] =
                [&self.room.two, &self.room.three].map(|parts| u32::from(blocks_of(parts[stride])));
            if two & enough | three == 0 {
                continue;
            }
            self.index.layout.bounds(self.simd, at..at + STRIDE, self.question, &mut self.room.bounds);
            let (by_two, by_all) = self.within_reach(at, most, by_two);
            // The last stride may reach into the next rank.
            let mut blocks = (two & by_two | three & by_all) & within(at, 0, self.index.first_rank);
            while blocks != 0 {
                self.room.gathered.push((at + blocks.trailing_zeros() as usize) as u32);
                blocks &= blocks - 1;
            }
            if self.room.gathered.len() >= GATHERED {
                self.gathered(asked, most);
            }
        }
        self.gathered(asked, most);
    }

    /// Looks at the blocks gathered across occupations.
    #[inline(always)]
    fn gathered(&mut self, asked: &[u16], points: i32) {
        let blocks = std::mem::take(&mut self.room.gathered);
        self.room.effort.across_blocks += blocks.len() as u64;
        self.index.skills.fill_blocks(&blocks, asked, &mut self.room.shared);
        for block in blocks.iter().map(|block| *block as usize) {
            if self.room.shared.two[block] != 0 {
                self.block(block, points, false);
            }
        }
        self.room.gathered = blocks;
        self.room.gathered.clear();
    }

    /// Takes the blocks of the segments out of what is looked at across.
    #[inline(always)]
    fn leave_out_segments(&mut self) {
        for segment in L::segments(self.question) {
            let run = self.index.run(segment.first, segment.last);
            for stride in run.start / STRIDE..run.end.div_ceil(STRIDE) {
                let (from, to) = bits_within(stride * STRIDE, run.start, run.end);
                let keep = !(ones(to * PARTS) & !ones(from * PARTS));
                self.room.two[stride] &= keep;
                self.room.three[stride] &= keep;
            }
        }
    }

    /// Of 16 blocks those that can still enter with two and with all skills shared.
    #[inline(always)]
    fn within_reach(&self, at: usize, points: i32, by_two: i32x16<S>) -> (u32, u32) {
        let simd = self.simd;
        let mut base = i32x16::from_slice(simd, &self.room.bounds[at..at + STRIDE]) + points;
        if let Some(prices) = self.prices {
            base -= i32x16::from_slice(simd, &prices.least[at..at + STRIDE]) * prices.times;
        }
        let needed = i32x16::splat(simd, self.needed());
        let reached = |most: i32x16<S>| most.simd_ge(needed).to_bitmask() as u32;
        (reached(base + by_two), reached(base + PartKind::Skills.max()))
    }
}

/// First and end of the blocks of a stride that lie in a run.
#[inline(always)]
fn bits_within(at: usize, start: usize, end: usize) -> (usize, usize) {
    (start.saturating_sub(at).min(STRIDE), (end - at).min(STRIDE))
}

/// The blocks of a stride that lie in a run.
#[inline(always)]
fn within(at: usize, start: usize, end: usize) -> u32 {
    let (from, to) = bits_within(at, start, end);
    (1 << to) - (1 << from)
}

/// So many low bits.
#[inline(always)]
fn ones(count: usize) -> u64 {
    if count == 64 { u64::MAX } else { (1 << count) - 1 }
}
