//! The index as it may be published: from printed counts alone, so that it tells nothing beside them.
//!
//! Cells whose seekers are hidden are taken together as one, which has what the printed sum leaves. A cell is told by wage
//! band only where each band holds nobody or as many as may be told. It must not know persons, nor what a cell is.

use super::index::{Alpha, Heterogeneous, Stock, Weighted, heterogeneous};
use super::nested::{aggregated, nested};
use super::null::{Null, null};
use super::seed::SplitMix64;

/// Wage bands.
pub const BANDS: usize = 4;
/// Blind deals beside which the index is told.
const DEALS: u32 = 199;
/// Fewest hires of a kind of work whose own ease is told apart.
pub const ENOUGH: u64 = 10;

/// Seekers and heads of a cell by wage band, and those of whom no pay is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Bands {
    /// Of known pay.
    pub known: [Stock; BANDS],
    /// Of no known pay.
    pub unknown: Stock,
    /// Won a month of all heads that tell it.
    pub won: u64,
}

/// A line of the board as printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed<K> {
    /// Kind of work; none where it is not known.
    pub work: Option<K>,
    /// Place.
    pub place: Option<K>,
    /// Seekers, where they are printed.
    pub seekers: Option<u64>,
    /// Free heads; they are public.
    pub heads: u64,
    /// By wage band.
    pub bands: Bands,
}

/// The index with cells that differ.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Differing {
    /// What is lost.
    pub lost: Heterogeneous,
    /// Kinds of work with an ease of their own; the others have that of all.
    pub own_ease: usize,
    /// Kinds of work.
    pub works: usize,
}

/// What is told of the index.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Index {
    /// Cells, and the index beside chance: by work, by place within work, by wage band within these.
    pub levels: Vec<(usize, Null)>,
    /// By work, with pay as worth and hires as ease.
    pub differing: Option<Differing>,
}

/// Of printed lines and their printed sum; nothing where the sum is hidden, or one side is lacking. `hires` are those of the
/// last year by kind of work.
pub fn index<K: Ord + Clone>(
    lines: &[Printed<K>],
    total: Option<u64>,
    least: u64,
    hires: &dyn Fn(&K) -> u64,
    seed: &mut SplitMix64,
) -> Index {
    let Some(cells) = total.and_then(|total| cells(lines, total, least)) else { return Index::default() };
    let Some(taken) = nested(&cells, Alpha::HALF) else { return Index::default() };
    let levels = taken.levels.iter().enumerate().filter_map(|(nth, level)| {
        let chance = null(&aggregated(&cells, nth + 1), Alpha::HALF, DEALS, seed)?;
        Some((level.cells, chance))
    });
    Index { levels: levels.collect(), differing: differing(&cells, lines, least, hires) }
}

/// A step of a cell's path: kind of work, place, wage band.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Step<K> {
    /// Those whose seekers are hidden.
    Rest,
    Of(Option<K>),
    Band(usize),
}

type Path<K> = Vec<Step<K>>;

fn cells<K: Ord + Clone>(lines: &[Printed<K>], total: u64, least: u64) -> Option<Vec<(Path<K>, Stock)>> {
    let (mut out, mut rest): (Vec<(Path<K>, Stock)>, Stock) = (Vec::new(), Stock::default());
    let mut told = 0;
    for line in lines {
        let Some(seekers) = line.seekers else {
            rest.heads += line.heads;
            continue;
        };
        told += seekers;
        // Whose work is not known stands in no cell of work.
        let Some(work) = &line.work else { continue };
        let path = |band| vec![Step::Of(Some(work.clone())), Step::Of(line.place.clone()), Step::Band(band)];
        match dealt(&line.bands, least) {
            Some(bands) => out.extend(bands.into_iter().enumerate().map(|(band, stock)| (path(band), stock))),
            None => out.push((path(BANDS), Stock { seekers, heads: line.heads })),
        }
    }
    rest.seekers = total.checked_sub(told)?;
    if rest != Stock::default() {
        out.push((vec![Step::Rest, Step::Rest, Step::Rest], rest));
    }
    Some(out)
}

/// A cell by wage band, whoever tells no pay dealt out as the heads are; none where a band would tell of a few.
fn dealt(bands: &Bands, least: u64) -> Option<[Stock; BANDS]> {
    let heads = bands.known.map(|band| band.heads);
    let by_heads = spread(heads, bands.unknown.heads, heads)?;
    let seekers = spread(bands.known.map(|band| band.seekers), bands.unknown.seekers, by_heads)?;
    let few = seekers.iter().any(|n| (1..least).contains(n));
    let stock = |band: usize| Stock { seekers: seekers[band], heads: by_heads[band] };
    (!few).then(|| std::array::from_fn(stock))
}

/// Adds `more` in proportion to `like`, in whole units, the greatest remainders first.
fn spread(known: [u64; BANDS], more: u64, like: [u64; BANDS]) -> Option<[u64; BANDS]> {
    let all: u64 = like.iter().sum();
    if more == 0 {
        return Some(known);
    }
    if all == 0 {
        return None;
    }
    let share = |band: usize| u128::from(more) * u128::from(like[band]);
    let mut out: [u64; BANDS] =
        std::array::from_fn(|band| known[band] + (share(band) / u128::from(all)) as u64);
    let mut order: Vec<usize> = (0..BANDS).collect();
    order.sort_by_key(|band| std::cmp::Reverse(share(*band) % u128::from(all)));
    let before: u64 = known.iter().sum::<u64>() + more;
    let left = before - out.iter().sum::<u64>();
    order.into_iter().take(left as usize).for_each(|band| out[band] += 1);
    Some(out)
}

/// With pay as worth, and as ease hires for seekers and heads: of a kind of work with [`ENOUGH`] of them, and otherwise that
/// of all such kinds together.
fn differing<K: Ord + Clone>(
    cells: &[(Path<K>, Stock)],
    lines: &[Printed<K>],
    least: u64,
    hires: &dyn Fn(&K) -> u64,
) -> Option<Differing> {
    let mut works: std::collections::BTreeMap<&Step<K>, Stock> = Default::default();
    for (path, stock) in cells {
        let work = works.entry(path.first()?).or_default();
        work.seekers += stock.seekers;
        work.heads += stock.heads;
    }
    let key = |work: &Step<K>| match work {
        Step::Of(work) => work.clone(),
        Step::Rest | Step::Band(_) => None,
    };
    // Heads and their pay are public, those of hidden cells too.
    let paid = |of: &dyn Fn(&Printed<K>) -> bool| {
        let lines = lines.iter().filter(|line| of(line)).map(|line| &line.bands);
        let sums = lines.map(|bands| (bands.won, bands.known.iter().map(|band| band.heads).sum::<u64>()));
        sums.fold((0u64, 0u64), |all, one| (all.0.saturating_add(one.0), all.1 + one.1))
    };
    let mean = |(won, heads): (u64, u64)| won.checked_div(heads).filter(|won| *won > 0);
    let everywhere = mean(paid(&|_| true))?;
    let meet = |stock: &Stock| (stock.seekers as f64 * stock.heads as f64).sqrt();
    let known: Vec<Option<u64>> = works
        .iter()
        .map(|(work, stock)| {
            let n = key(work).map_or(0, |work| hires(&work));
            Some(n).filter(|n| *n >= ENOUGH.max(least) && stock.seekers > 0 && stock.heads > 0)
        })
        .collect();
    let own = || works.values().zip(&known).filter_map(|(stock, n)| Some((meet(stock), (*n)? as f64)));
    let (all_meet, all_hires) = own().fold((0.0, 0.0), |all, one| (all.0 + one.0, all.1 + one.1));
    let weighted: Vec<Weighted> = works
        .iter()
        .zip(&known)
        .map(|((work, stock), n)| {
            let own = n.map(|n| n as f64 / meet(stock) / (all_hires / all_meet));
            let worth = key(work).and_then(|work| mean(paid(&|line| line.work.as_ref() == Some(&work))));
            Weighted {
                stock: *stock,
                efficiency: own.map_or(1_000_000, |own| (own * 1e6).round() as u32),
                worth: worth.unwrap_or(everywhere),
            }
        })
        .collect();
    let lost = heterogeneous(&weighted, Alpha::HALF)?;
    Some(Differing { lost, own_ease: known.iter().flatten().count(), works: works.len() })
}
