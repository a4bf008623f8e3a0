//! For each skill, which lanes of which blocks name it; and from these, lane by lane, whether a question
//! shares at least one, two or three skills with an entry, 16 blocks at a time.
//!
//! Few blocks are kept as plain rows of bits, many as lists, since most skills are absent from most blocks.
//! A bit a block tells where a skill is named at all, so that whoever looks across all blocks begins with
//! those that name two.
//! This module must not know scores.

use std::ops::Range;

use fearless_simd::{Simd, prelude::*, u16x32, u32x16};

/// Blocks looked at together.
pub(crate) const STRIDE: usize = 16;
/// Strides looked at together.
const WIDE: usize = 32;
/// Most memory for plain rows of bits, in words of 32 bits.
const DENSE_MOST: usize = 8 << 20;

/// Lanes by skill.
#[derive(Debug, Clone, Default)]
pub(crate) struct SkillMasks {
    kept: Kept,
    /// Strides of the first rank, rounded up for wide instructions.
    strides: usize,
    /// Blocks of each stride of the first rank that name a skill at all, a row of strides a skill.
    with: Vec<u16>,
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
        let mut masks = Self { strides, with: vec![0; skills * strides], ..Self::default() };
        entries(&mut |block, _, skill| {
            if (block as usize) < first {
                let (stride, within) = (block as usize / STRIDE, block as usize % STRIDE);
                masks.with[usize::from(skill) * strides + stride] |= 1 << within;
            }
        });
        masks.kept = Self::keep(skills, blocks, entries);
        if let Kept::Sparse { starts, .. } = &masks.kept {
            masks.ranks = vec![0; skills * strides];
            for (skill, start) in starts.iter().copied().enumerate().take(skills) {
                let mut at = start;
                let row = skill * strides..(skill + 1) * strides;
                for (rank, with) in masks.ranks[row.clone()].iter_mut().zip(&masks.with[row]) {
                    *rank = at;
                    at += with.count_ones();
                }
            }
        }
        masks
    }

    fn keep(skills: usize, blocks: usize, entries: &mut dyn FnMut(Take<'_>)) -> Kept {
        if skills * blocks <= DENSE_MOST {
            let mut lanes = vec![0; skills * blocks];
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
        let (mut blocks, mut lanes) = (vec![0; total], vec![0; total]);
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
            self.with[usize::from(skill) * self.strides + block / STRIDE] |= 1 << (block % STRIDE);
        }
    }

    /// Which blocks of the first rank name at least two and three of these skills, by stride.
    #[inline(always)]
    pub(crate) fn crowded<S: Simd>(&self, simd: S, skills: &[u16], two: &mut Vec<u16>, three: &mut Vec<u16>) {
        two.resize(self.strides, 0);
        three.resize(self.strides, 0);
        for at in (0..self.strides).step_by(WIDE) {
            let zero = u16x32::splat(simd, 0);
            let (mut ones, mut twos, mut threes) = (zero, zero, zero);
            for skill in skills {
                let from = usize::from(*skill) * self.strides + at;
                let own = u16x32::from_slice(simd, &self.with[from..from + WIDE]);
                threes |= twos & own;
                twos |= ones & own;
                ones |= own;
            }
            twos.store_slice(&mut two[at..at + WIDE]);
            threes.store_slice(&mut three[at..at + WIDE]);
        }
    }

    /// Fills the lanes of one block of the first rank shared with these skills.
    #[inline(always)]
    pub(crate) fn fill_block(&self, block: usize, skills: &[u16], shared: &mut Shared) {
        let (mut one, mut two, mut three) = (0, 0, 0);
        let mut add = |own: u32| {
            three |= two & own;
            two |= one & own;
            one |= own;
        };
        match &self.kept {
            Kept::Dense { width, lanes } => {
                skills.iter().for_each(|skill| add(lanes[usize::from(*skill) * width + block]));
            }
            Kept::Sparse { lanes, .. } => {
                let (stride, within) = (block / STRIDE, block % STRIDE);
                for skill in skills {
                    let at = usize::from(*skill) * self.strides + stride;
                    let with = self.with[at];
                    if with >> within & 1 == 1 {
                        let before = (with & ((1 << within) - 1)).count_ones();
                        add(lanes[(self.ranks[at] + before) as usize]);
                    }
                }
            }
        }
        (shared.one[block], shared.two[block], shared.three[block]) = (one, two, three);
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
