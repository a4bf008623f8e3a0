//! All rows of one side in blocks of 32, by occupation and then by place, with what bounds each block. Rows
//! are added, changed and taken out in free lanes; when there are none left the owner builds it anew.
//!
//! It must not know the other side but through its layout.

use super::layout::{LANES, Layout};
use super::skill_mask::{STRIDE, SkillMasks};
use super::tree::Tree;

/// No row in this lane.
pub(crate) const EMPTY: u32 = u32::MAX;

/// The index of one side.
#[derive(Debug, Clone)]
pub(crate) struct Index<L: Layout> {
    pub(crate) tree: Tree,
    pub(crate) layout: L,
    pub(crate) hot: Vec<L::Hot>,
    pub(crate) cold: Vec<L::Cold>,
    /// Row in each slot.
    pub(crate) rows: Vec<u32>,
    /// Lanes in use.
    pub(crate) alive: Vec<u32>,
    /// Group of each block.
    pub(crate) group: Vec<u32>,
    /// First block of each group, and the end.
    pub(crate) starts: Vec<u32>,
    pub(crate) skills: SkillMasks,
    /// Blocks of entries of the first rank: those that stand for their row across occupations.
    pub(crate) first_rank: usize,
    /// Slots of each row.
    pub(crate) slots: Vec<[u32; 3]>,
    /// The skill of nobody.
    pub(crate) none: u16,
}

/// Bits of both coordinates, in turn.
pub(crate) fn morton((x, y): (i16, i16)) -> u32 {
    let spread = |place: i16| {
        let mut bits = u32::from((i32::from(place) + 32_768) as u16);
        bits = (bits | bits << 8) & 0x00ff_00ff;
        bits = (bits | bits << 4) & 0x0f0f_0f0f;
        bits = (bits | bits << 2) & 0x3333_3333;
        (bits | bits << 1) & 0x5555_5555
    };
    spread(x) | spread(y) << 1
}

/// One group more than there are leaves, for rows without an occupation.
pub(crate) fn groups_a_rank(leaves: usize) -> usize {
    leaves + 1
}

impl<L: Layout> Index<L> {
    /// An index of the rows that there are.
    pub(crate) fn build(
        tree: &Tree,
        skills: u16,
        rows: &dyn Fn(usize) -> Option<L::Row>,
        len: usize,
    ) -> Self {
        let groups = groups_a_rank(tree.len()) * L::ENTRIES;
        let mut entries: Vec<(u64, u32)> = Vec::with_capacity(len);
        for at in 0..len {
            let Some(row) = rows(at) else { continue };
            let mut own = [None; 3];
            L::groups(&row, tree.len(), &mut own);
            let place = u64::from(morton(L::place(&row)));
            entries
                .extend(own.into_iter().flatten().map(|group| (u64::from(group) << 32 | place, at as u32)));
        }
        entries.sort_unstable();
        let mut starts = vec![0u32; groups + 1];
        for (key, _) in &entries {
            starts[(key >> 32) as usize + 1] += 1;
        }
        let mut first_rank = 0;
        for group in 0..groups {
            starts[group + 1] = starts[group] + starts[group + 1].div_ceil(LANES as u32);
            if group + 1 == groups_a_rank(tree.len()) {
                first_rank = starts[group + 1] as usize;
            }
        }
        let used = starts[groups] as usize;
        let blocks = used.next_multiple_of(STRIDE) + STRIDE;
        let mut index = Self {
            tree: tree.clone(),
            layout: L::sized(blocks),
            hot: vec![L::Hot::default(); blocks],
            cold: vec![L::Cold::default(); blocks * LANES],
            rows: vec![EMPTY; blocks * LANES],
            alive: vec![0; blocks],
            group: vec![u32::MAX; blocks],
            starts,
            skills: SkillMasks::default(),
            first_rank,
            slots: vec![[EMPTY; 3]; len],
            none: skills,
        };
        let (mut before, mut slot) = (u32::MAX, 0);
        for (key, row) in &entries {
            let group = (key >> 32) as u32;
            if group != before {
                slot = index.starts[group as usize] as usize * LANES;
                before = group;
            }
            if let Some(own) = rows(*row as usize) {
                index.place(slot, group, *row, &own);
            }
            slot += 1;
        }
        let (rows_of, cold) = (&index.rows, &rows);
        index.skills = SkillMasks::build(usize::from(skills), blocks, first_rank, &mut |tell| {
            for (slot, row) in rows_of.iter().enumerate().filter(|(_, row)| **row != EMPTY) {
                let Some(own) = cold(*row as usize) else { continue };
                for skill in L::skills(&own).iter().filter(|skill| **skill < skills) {
                    tell((slot / LANES) as u32, (slot % LANES) as u32, *skill);
                }
            }
        });
        index
    }

    fn place(&mut self, slot: usize, group: u32, row: u32, own: &L::Row) {
        let (block, lane) = (slot / LANES, slot % LANES);
        L::put(own, &mut self.hot[block], lane);
        self.cold[slot] = L::cold(own, self.none);
        self.rows[slot] = row;
        self.alive[block] |= 1 << lane;
        self.group[block] = group;
        self.layout.widen(block, own);
        let free = self.slots[row as usize].iter_mut().find(|known| **known == EMPTY);
        if let Some(free) = free {
            *free = slot as u32;
        }
    }

    /// Blocks of a run of groups.
    #[inline(always)]
    pub(crate) fn run(&self, first: u32, last: u32) -> std::ops::Range<usize> {
        self.starts[first as usize] as usize..self.starts[last as usize] as usize
    }

    /// Takes a row out.
    pub(crate) fn remove(&mut self, row: u32, own: &L::Row) {
        let Some(slots) = self.slots.get_mut(row as usize) else { return };
        for slot in std::mem::replace(slots, [EMPTY; 3]).into_iter().filter(|slot| *slot != EMPTY) {
            let (block, lane) = (slot as usize / LANES, slot as usize % LANES);
            self.alive[block] &= !(1 << lane);
            self.rows[slot as usize] = EMPTY;
            for skill in L::skills(own).iter().filter(|skill| **skill < self.none) {
                self.skills.set(block, lane, *skill, false);
            }
        }
    }

    /// Puts a row into free lanes of its groups; false, and nothing changed, when one group has none.
    pub(crate) fn insert(&mut self, row: u32, own: &L::Row) -> bool {
        let mut groups = [None; 3];
        L::groups(own, self.tree.len(), &mut groups);
        let mut places = [None; 3];
        for (place, group) in places.iter_mut().zip(&groups) {
            let Some(group) = group else { continue };
            let blocks = self.run(*group, *group + 1);
            let Some(block) = blocks.into_iter().rev().find(|block| self.alive[*block] != u32::MAX) else {
                return false;
            };
            *place = Some((block * LANES + (!self.alive[block]).trailing_zeros() as usize, *group));
        }
        if self.skills.fixed() && L::skills(own).iter().any(|skill| *skill < self.none) {
            return false;
        }
        if self.slots.len() <= row as usize {
            self.slots.resize(row as usize + 1, [EMPTY; 3]);
        }
        for (slot, group) in places.into_iter().flatten() {
            self.place(slot, group, row, own);
            for skill in L::skills(own).iter().filter(|skill| **skill < self.none) {
                self.skills.set(slot / LANES, slot % LANES, *skill, true);
            }
        }
        true
    }
}
