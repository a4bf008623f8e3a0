//! For each skill, which lanes of which blocks name it; and from these, lane by lane, whether a question
//! shares at least one, two or three skills with an entry, 16 blocks at a time.
//!
//! Few blocks are kept as plain rows of bits, many as lists, since most skills are absent from most blocks.
//! This module must not know scores.

use std::ops::Range;

use fearless_simd::{Simd, prelude::*, u32x16};

/// Blocks looked at together.
pub(crate) const STRIDE: usize = 16;
/// Most memory for plain rows of bits, in words of 32 bits.
const DENSE_MOST: usize = 8 << 20;

/// Lanes by skill.
#[derive(Debug, Clone)]
pub(crate) enum SkillMasks {
    /// A row of blocks a skill.
    Dense { width: usize, lanes: Vec<u32> },
    /// Blocks and their lanes by skill.
    Sparse { starts: Vec<u32>, blocks: Vec<u32>, lanes: Vec<u32> },
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
    /// Masks of `blocks` blocks (rounded up to whole strides) from each entry's block, lane and skill.
    pub(crate) fn build(skills: usize, blocks: usize, entries: &mut dyn FnMut(Take<'_>)) -> Self {
        if skills * blocks <= DENSE_MOST {
            let mut lanes = vec![0; skills * blocks];
            entries(&mut |block, lane, skill| {
                lanes[usize::from(skill) * blocks + block as usize] |= 1 << lane
            });
            return Self::Dense { width: blocks, lanes };
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
        Self::Sparse { starts, blocks, lanes }
    }

    /// Whether one entry can be changed in place.
    pub(crate) fn set(&mut self, block: usize, lane: usize, skill: u16, held: bool) -> bool {
        let Self::Dense { width, lanes } = self else { return false };
        let word = &mut lanes[usize::from(skill) * *width + block];
        *word = *word & !(1 << lane) | u32::from(held) << lane;
        true
    }

    /// Fills the lanes shared with these skills, for whole strides of blocks.
    #[inline(always)]
    pub(crate) fn fill<S: Simd>(&self, simd: S, range: Range<usize>, skills: &[u16], shared: &mut Shared) {
        match self {
            Self::Dense { width, lanes } => {
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
            Self::Sparse { starts, blocks, lanes } => {
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
