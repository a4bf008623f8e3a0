//! What the index would be by chance alone: the same cells of the same size, with seekers and heads dealt
//! out blindly.
//!
//! The finer the cells, the more of the index is chance; a level without this beside it says nothing. It
//! must not know where chance comes from.

use super::index::{Alpha, Stock, Sum, mismatch, whole};
use super::seed::SplitMix64;

/// The most seekers and heads together that are dealt; more is refused.
pub const MOST_UNITS: u64 = 1 << 26;

/// The index of the market beside the index by chance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Null {
    /// Of the market as it is.
    pub level: f64,
    /// Mean by chance.
    pub mean: f64,
    /// The value under which 5 % of the deals lie, half of them, and 95 %.
    pub quantiles: [f64; 3],
    /// Share of deals at or above the level, the market itself counted among them: how likely chance does as much.
    pub as_much: f64,
    /// Deals made.
    pub deals: u32,
}

impl Null {
    /// What is left of the level beyond mere chance, 0 to 1: `(level - mean) / (1 - mean)`.
    pub fn beyond_chance(&self) -> f64 {
        if self.mean >= 1.0 { 0.0 } else { ((self.level - self.mean) / (1.0 - self.mean)).max(0.0) }
    }
}

/// Deals `deals` times: every cell keeps as many seekers and heads together as it has; which of them are heads is
/// chance. Heads are dealt one by one, though an opening with several keeps them together in life: the mean errs to the
/// low side where openings are large. `None` where there is nothing to deal, more than [`MOST_UNITS`], or no deal is asked for.
pub fn null(cells: &[Stock], alpha: Alpha, deals: u32, seed: &mut SplitMix64) -> Option<Null> {
    let level = mismatch(cells, alpha)?;
    let all = whole(cells.iter().copied());
    if deals == 0 || all.seekers.saturating_add(all.heads) > MOST_UNITS {
        return None;
    }
    let mut units: Vec<u32> = Vec::new();
    for (n, cell) in cells.iter().enumerate() {
        units.extend(std::iter::repeat_n(n as u32, (cell.seekers + cell.heads) as usize));
    }
    // Dealing out the fewer of the two deals out both.
    let fewer = all.seekers.min(all.heads) as usize;
    let mut drawn = Vec::with_capacity(deals as usize);
    for _ in 0..deals {
        let mut dealt = vec![0u64; cells.len()];
        for n in 0..fewer {
            let other = n + seed.below((units.len() - n) as u64) as usize;
            units.swap(n, other);
            dealt[units[n] as usize] += 1;
        }
        let stocks: Vec<Stock> = cells
            .iter()
            .zip(&dealt)
            .map(|(cell, dealt)| {
                let rest = cell.seekers + cell.heads - dealt;
                match all.seekers <= all.heads {
                    true => Stock { seekers: *dealt, heads: rest },
                    false => Stock { seekers: rest, heads: *dealt },
                }
            })
            .collect();
        drawn.push(mismatch(&stocks, alpha)?);
    }
    drawn.sort_by(f64::total_cmp);
    let quantile = |percent: usize| drawn[(drawn.len() - 1) * percent / 100];
    let as_much = drawn.iter().filter(|value| **value >= level).count() + 1;
    Some(Null {
        level,
        mean: Sum::of(drawn.iter().copied()) / drawn.len() as f64,
        quantiles: [quantile(5), quantile(50), quantile(95)],
        as_much: as_much as f64 / (drawn.len() + 1) as f64,
        deals,
    })
}
