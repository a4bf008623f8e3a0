//! The index taken apart: how much of it lies between occupations, how much between areas within them,
//! how much between wage bands within those; the parts sum to the whole.
//!
//! For groups `g` of cells, `M = M_between + sum_g w_g M_g` with `w_g = (v_g/v)^a (u_g/u)^(1-a)`, since each
//! term of the index is the group's term times the term within it. Applied again within each group. It must
//! not know what the levels are.

use std::collections::BTreeMap;

use super::index::{Alpha, Stock, Sum, mismatch, part, to_be_moved, whole};

/// The index at one aggregation.
#[derive(Debug, Clone, PartialEq)]
pub struct Level {
    /// Cells at this aggregation that hold anybody or anything.
    pub cells: usize,
    /// The index of these cells. It rises with every level, also by mere chance: see [`super::null`].
    pub mismatch: f64,
    /// What this level adds to the one above.
    pub added: f64,
    /// Jackman and Roper's share of these cells.
    pub to_be_moved: f64,
}

/// A group with what is lost within it.
#[derive(Debug, Clone, PartialEq)]
pub struct Group<K> {
    /// The keys from the top; the whole has none.
    pub path: Vec<K>,
    /// Who and what stands there.
    pub stock: Stock,
    /// Share of the hires of an even market that this group makes.
    pub weight: f64,
    /// The index between its direct parts; 0 where it lacks seekers or heads.
    pub within: f64,
}

impl<K> Group<K> {
    /// What it adds to the index of the whole.
    pub fn added(&self) -> f64 {
        self.weight * self.within
    }
}

/// The index by level and by group.
#[derive(Debug, Clone, PartialEq)]
pub struct Nested<K> {
    /// From the broadest to the finest. What they add sums to the finest index.
    pub levels: Vec<Level>,
    /// Every group that has parts, the whole first, then by path within each level.
    pub groups: Vec<Group<K>>,
}

/// The cells told up to so many keys of their paths, in order: what [`super::null::null`] of that level is asked of.
pub fn aggregated<K: Ord>(cells: &[(Vec<K>, Stock)], keys: usize) -> Vec<Stock> {
    grouped(cells, keys).into_values().collect()
}

fn grouped<K: Ord>(cells: &[(Vec<K>, Stock)], keys: usize) -> BTreeMap<&[K], Stock> {
    let mut groups: BTreeMap<&[K], Stock> = BTreeMap::new();
    for (path, stock) in cells {
        let group = groups.entry(&path[..keys.min(path.len())]).or_default();
        *group = whole([*group, *stock]);
    }
    groups
}

/// Takes the index apart along the paths of the cells, which should be equally long; a shorter path has no parts below its
/// end. Cells of one path are one cell. `None` where there are no seekers, no heads, or no path.
pub fn nested<K: Ord + Clone>(cells: &[(Vec<K>, Stock)], alpha: Alpha) -> Option<Nested<K>> {
    let depth = cells.iter().map(|(path, _)| path.len()).max().filter(|depth| *depth > 0)?;
    let all = whole(cells.iter().map(|(_, stock)| *stock));
    if all.seekers == 0 || all.heads == 0 {
        return None;
    }
    let at = |keys: usize| grouped(cells, keys);
    let mut out = Nested { levels: Vec::new(), groups: Vec::new() };
    for keys in 1..=depth {
        let mut within: BTreeMap<&[K], Sum> = BTreeMap::new();
        let (above, here) = (at(keys - 1), at(keys));
        for (path, stock) in here.iter().filter(|(path, _)| path.len() == keys) {
            let parent = &path[..keys - 1];
            let of = above.get(parent).copied().unwrap_or_default();
            let sum = within.entry(parent).or_default();
            if of.seekers > 0 && of.heads > 0 {
                sum.add(part(*stock, of, alpha));
            }
        }
        let from = out.groups.len();
        out.groups.extend(within.into_iter().map(|(path, sum)| {
            let stock = above.get(path).copied().unwrap_or_default();
            let share = |part: u64, all: u64| part as f64 / all as f64;
            Group {
                path: path.to_vec(),
                stock,
                weight: alpha.mean(share(stock.heads, all.heads), share(stock.seekers, all.seekers)),
                within: sum.total(),
            }
        }));
        let stocks: Vec<Stock> = here.into_values().collect();
        out.levels.push(Level {
            cells: stocks.iter().filter(|stock| **stock != Stock::default()).count(),
            mismatch: mismatch(&stocks, alpha)?,
            added: Sum::of(out.groups[from..].iter().map(Group::added)),
            to_be_moved: to_be_moved(&stocks)?,
        });
    }
    Some(out)
}
