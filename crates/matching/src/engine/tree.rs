//! The occupation tree by leaves: every leaf knows its minor, sub-major and major group, and leaves of one
//! group stand next to each other, so that a group is a range.
//!
//! It must not know names.

use std::ops::Range;

use super::limit::Refusal;

/// Leaves with their groups, in the order of codes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tree {
    /// Group of each leaf: major, sub-major, minor.
    groups: Vec<[u16; 3]>,
    /// First and last leaf of the group of each leaf by level 1 to 3, and itself.
    ranges: Vec<[(u16, u16); 4]>,
}

impl Tree {
    /// A tree from the major, sub-major and minor group of each leaf.
    ///
    /// # Errors
    /// [`Refusal::Occupation`] with the leaf whose group is torn apart, or when there are too many.
    pub fn new(groups: Vec<[u16; 3]>) -> Result<Self, Refusal> {
        if groups.len() >= usize::from(u16::MAX) {
            return Err(Refusal::Occupation(groups.len()));
        }
        let mut ranges = vec![[(0u16, 0u16); 4]; groups.len()];
        for level in 0..3 {
            let mut start = 0;
            let mut seen = std::collections::BTreeSet::new();
            while start < groups.len() {
                let same = |leaf: &usize| groups[*leaf][..=level] == groups[start][..=level];
                let end = (start..groups.len()).take_while(same).count() + start;
                if !seen.insert(groups[start][level]) {
                    return Err(Refusal::Occupation(start));
                }
                for range in &mut ranges[start..end] {
                    range[level] = (start as u16, end as u16);
                }
                start = end;
            }
        }
        for (leaf, range) in ranges.iter_mut().enumerate() {
            range[3] = (leaf as u16, leaf as u16 + 1);
        }
        Ok(Self { groups, ranges })
    }

    /// A tree of the shape of KECO: 10 major, 35 sub-major, 136 minor and 450 unit groups.
    pub fn keco_shaped() -> Self {
        let groups = (0..450u32)
            .map(|unit| {
                let minor = unit * 136 / 450;
                let middle = minor * 35 / 136;
                [(middle * 10 / 35) as u16, middle as u16, minor as u16]
            })
            .collect();
        Self::new(groups).unwrap_or_default()
    }

    /// How many leaves there are.
    pub fn len(&self) -> usize {
        self.groups.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// The groups of each leaf.
    pub fn groups(&self) -> &[[u16; 3]] {
        &self.groups
    }

    /// The leaves that share `level` (1 to 4) with a leaf.
    pub fn range(&self, leaf: u16, level: usize) -> Range<u16> {
        let (start, end) = self.ranges[usize::from(leaf)][level - 1];
        start..end
    }

    /// The deepest level both lie in: 0 (nothing in common) to 4 (the same leaf).
    pub fn shared_level(&self, a: u16, b: u16) -> usize {
        if a == b {
            return 4;
        }
        let (a, b) = (self.groups[usize::from(a)], self.groups[usize::from(b)]);
        a.iter().zip(&b).take_while(|(a, b)| a == b).count()
    }
}
