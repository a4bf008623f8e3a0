//! For each skill, which lanes of which blocks name it; and from these, lane by lane, whether a question
//! shares at least one, two or three skills with an entry, 16 blocks at a time.
//!
//! Few blocks are kept as plain rows of bits, many as lists, since most skills are absent from most blocks.
//! A bit for each quarter of a block tells where a skill is named at all, so that whoever looks across all blocks
//! begins with those that name two.
//! This module must not know scores.

use std::ops::Range;

use fearless_simd::{Simd, prelude::*, u32x16, u64x8};

/// Blocks looked at together.
pub(crate) const STRIDE: usize = 16;
/// Strides looked at together.
const WIDE: usize = 8;
/// Parts of a block that are told apart before its lanes are read.
pub(crate) const PARTS: usize = 4;
/// Most skills of a question.
const SKILLS_MOST: usize = 16;
/// Most memory for plain rows of bits, in words of 32 bits.
const DENSE_MOST: usize = 8 << 20;

/// Lanes by skill.
#[derive(Debug, Clone, Default)]
pub(crate) struct SkillMasks {
    kept: Kept,
    /// The skill of nobody, which has rows of noughts.
    nobody: u16,
    /// Strides of the first rank, rounded up for wide instructions.
    strides: usize,
    /// Parts of the blocks of each stride of the first rank that name a skill at all, a row of strides a skill.
    with: Vec<u64>,
    /// Where each stride's lanes begin, if they are lists.
    ranks: Vec<u32>,
}

/// How lanes are kept.
#[derive(Debug, Clone)]
enum Kept {
    /// A row of blocks a skill.
    Dense { width: usize, lanes: Vec<u32> },
    /// Blocks and their lanes by skill.
    Sparse { starts: Vec<u32>, blocks: Vec<u32>, lanes: Vec<u32> },
}

impl Default for Kept {
    fn default() -> Self {
        Self::Dense { width: 0, lanes: Vec::new() }
    }
}

/// Lanes that share at least one, two, three skills, by block.
#[derive(Debug, Clone, Default)]
pub(crate) struct Shared {
    pub(crate) one: Vec<u32>,
    pub(crate) two: Vec<u32>,
    pub(crate) three: Vec<u32>,
}

impl Shared {
    pub(crate) fn fit(&mut self, blocks: usize) {
        for plane in [&mut self.one, &mut self.two, &mut self.three] {
            plane.resize(blocks, 0);
        }
    }
}

/// The bit of a lane's part of its block within the stride.
fn part(block: u32, lane: u32) -> u64 {
    let parts = PARTS as u32;
    1 << (block % STRIDE as u32 * parts + lane / (u32::BITS / parts))
}

/// The blocks of which any part is marked.
#[inline(always)]
pub(crate) fn blocks_of(parts: u64) -> u16 {
    let any = parts | parts >> 1;
    let mut bits = (any | any >> 2) & 0x1111_1111_1111_1111;
    bits = (bits | bits >> 3) & 0x0303_0303_0303_0303;
    bits = (bits | bits >> 6) & 0x000f_000f_000f_000f;
    bits = (bits | bits >> 12) & 0x0000_00ff_0000_00ff;
    (bits | bits >> 24) as u16
}

/// Takes an entry's block, lane and skill.
pub(crate) type Take<'a> = &'a mut dyn FnMut(u32, u32, u16);

impl SkillMasks {
    /// Masks of `blocks` blocks (rounded up to whole strides), `first` of them of the first rank, from each
    /// entry's block, lane and skill.
    pub(crate) fn build(
        skills: usize,
        blocks: usize,
        first: usize,
        entries: &mut dyn FnMut(Take<'_>),
    ) -> Self {
        let strides = first.div_ceil(STRIDE).next_multiple_of(WIDE);
        let mut masks = Self { strides, with: vec![0; (skills + 1) * strides], ..Self::default() };
        masks.nobody = skills as u16;
        entries(&mut |block, lane, skill| {
            if (block as usize) < first {
                masks.with[usize::from(skill) * strides + block as usize / STRIDE] |= part(block, lane);
            }
        });
        masks.kept = Self::keep(skills, blocks, entries);
        if let Kept::Sparse { starts, .. } = &masks.kept {
            masks.ranks = vec![0; (skills + 1) * strides];
            for (skill, start) in starts.iter().copied().enumerate().take(skills) {
                let mut at = start;
                let row = skill * strides..(skill + 1) * strides;
                for (rank, with) in masks.ranks[row.clone()].iter_mut().zip(&masks.with[row]) {
                    *rank = at;
                    at += blocks_of(*with).count_ones();
                }
            }
        }
        masks
    }

    fn keep(skills: usize, blocks: usize, entries: &mut dyn FnMut(Take<'_>)) -> Kept {
        if skills * blocks <= DENSE_MOST {
            let mut lanes = vec![0; (skills + 1) * blocks];
            entries(&mut |block, lane, skill| {
                lanes[usize::from(skill) * blocks + block as usize] |= 1 << lane
            });
            return Kept::Dense { width: blocks, lanes };
        }
        // Entries come by block, so a skill's last block tells whether another word begins.
        let mut last = vec![u32::MAX; skills];
        let mut starts = vec![0u32; skills + 1];
        entries(&mut |block, _, skill| {
            let skill = usize::from(skill);
            if last[skill] != block {
                last[skill] = block;
                starts[skill + 1] += 1;
            }
        });
        for skill in 0..skills {
            starts[skill + 1] += starts[skill];
        }
        let mut ends = starts.clone();
        let total = starts[skills] as usize;
        let (mut blocks, mut lanes) = (vec![0; total], vec![0; total.max(1)]);
        last.fill(u32::MAX);
        entries(&mut |block, lane, skill| {
            let skill = usize::from(skill);
            if last[skill] != block {
                last[skill] = block;
                blocks[ends[skill] as usize] = block;
                ends[skill] += 1;
            }
            lanes[ends[skill] as usize - 1] |= 1 << lane;
        });
        Kept::Sparse { starts, blocks, lanes }
    }

    /// Whether entries cannot be changed in place.
    pub(crate) fn fixed(&self) -> bool {
        matches!(self.kept, Kept::Sparse { .. })
    }

    /// Changes one entry in place, where that can be.
    pub(crate) fn set(&mut self, block: usize, lane: usize, skill: u16, held: bool) {
        let Kept::Dense { width, lanes } = &mut self.kept else { return };
        let word = &mut lanes[usize::from(skill) * *width + block];
        *word = *word & !(1 << lane) | u32::from(held) << lane;
        // A bit too many costs a look, a bit too few a match.
        if held && block < self.strides * STRIDE {
            self.with[usize::from(skill) * self.strides + block / STRIDE] |= part(block as u32, lane as u32);
        }
    }

    /// Which parts of blocks of the first rank name at least two and three of these skills, by stride.
    #[inline(always)]
    pub(crate) fn crowded<S: Simd>(&self, simd: S, skills: &[u16], two: &mut Vec<u64>, three: &mut Vec<u64>) {
        two.resize(self.strides, 0);
        three.resize(self.strides, 0);
        for at in (0..self.strides).step_by(WIDE) {
            let zero = u64x8::splat(simd, 0);
            let (mut ones, mut twos, mut threes) = (zero, zero, zero);
            for skill in skills {
                let from = usize::from(*skill) * self.strides + at;
                let own = u64x8::from_slice(simd, &self.with[from..from + WIDE]);
                threes |= twos & own;
                twos |= ones & own;
                ones |= own;
            }
            twos.store_slice(&mut two[at..at + WIDE]);
            threes.store_slice(&mut three[at..at + WIDE]);
        }
    }

    /// Fills the lanes of some blocks of the first rank shared with these skills. Which of them a block names
    /// is read from a few close bits first, since their lanes lie far apart; most name two or three, and those
    /// are fetched without a branch, so that the next block's are waited for together with them.
    #[inline(always)]
    pub(crate) fn fill_blocks(&self, blocks: &[u32], skills: &[u16], shared: &mut Shared) {
        let mut own = [self.nobody; SKILLS_MOST + 1];
        own[..skills.len()].copy_from_slice(skills);
        for block in blocks.iter().map(|block| *block as usize) {
            let (stride, within) = (block / STRIDE, block % STRIDE);
            let mut named = 0u32;
            for (at, skill) in skills.iter().enumerate() {
                let with = self.with[usize::from(*skill) * self.strides + stride];
                named |= u32::from(with >> (within * PARTS) & 0xf != 0) << at;
            }
            let next = |named: &mut u32| {
                let at = (named.trailing_zeros() as usize).min(skills.len());
                *named &= named.wrapping_sub(1);
                self.lanes(usize::from(own[at]), block)
            };
            let (first, second, third) = (next(&mut named), next(&mut named), next(&mut named));
            let mut one = first | second;
            let mut two = first & second;
            let mut three = two & third;
            two |= one & third;
            one |= third;
            while named != 0 {
                let further = next(&mut named);
                three |= two & further;
                two |= one & further;
                one |= further;
            }
            (shared.one[block], shared.two[block], shared.three[block]) = (one, two, three);
        }
    }

    /// The lanes of a block of the first rank that name a skill which the block names, or nobody's.
    #[inline(always)]
    fn lanes(&self, skill: usize, block: usize) -> u32 {
        match &self.kept {
            Kept::Dense { width, lanes } => lanes[skill * width + block],
            Kept::Sparse { lanes, .. } => {
                let (at, within) = (skill * self.strides + block / STRIDE, block % STRIDE);
                let with = u32::from(blocks_of(self.with[at]));
                let before = (with & ((1 << within) - 1)).count_ones();
                let named = with >> within & 1;
                lanes[(self.ranks[at] + before) as usize] * named
            }
        }
    }

    /// Fills the lanes shared with these skills, for whole strides of blocks.
    #[inline(always)]
    pub(crate) fn fill<S: Simd>(&self, simd: S, range: Range<usize>, skills: &[u16], shared: &mut Shared) {
        match &self.kept {
            Kept::Dense { width, lanes } => {
                for at in range.step_by(STRIDE) {
                    let zero = u32x16::splat(simd, 0);
                    let (mut one, mut two, mut three) = (zero, zero, zero);
                    for skill in skills {
                        let from = usize::from(*skill) * width + at;
                        let own = u32x16::from_slice(simd, &lanes[from..from + STRIDE]);
                        three |= two & own;
                        two |= one & own;
                        one |= own;
                    }
                    one.store_slice(&mut shared.one[at..at + STRIDE]);
                    two.store_slice(&mut shared.two[at..at + STRIDE]);
                    three.store_slice(&mut shared.three[at..at + STRIDE]);
                }
            }
            Kept::Sparse { starts, blocks, lanes } => {
                shared.one[range.clone()].fill(0);
                shared.two[range.clone()].fill(0);
                shared.three[range.clone()].fill(0);
                for skill in skills {
                    let (start, end) = (starts[usize::from(*skill)], starts[usize::from(*skill) + 1]);
                    let (start, end) = (start as usize, end as usize);
                    let first =
                        start + blocks[start..end].partition_point(|block| (*block as usize) < range.start);
                    for at in first..end {
                        let block = blocks[at] as usize;
                        if block >= range.end {
                            break;
                        }
                        let own = lanes[at];
                        shared.three[block] |= shared.two[block] & own;
                        shared.two[block] |= shared.one[block] & own;
                        shared.one[block] |= own;
                    }
                }
            }
        }
    }
}
