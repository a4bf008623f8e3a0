//! Who gets what when seats are few: the allocation of the greatest sum of scores, within one point a person
//! of the best, with prices that prove it. Nobody needs to know all pairs: each bidder knows its best few
//! exactly and a bound on everybody else, and asks again when prices have overtaken the few.
//!
//! The side with fewer units bids. Prices begin at nought and only rise, so a bound once true stays true.
//! Where many are worth the same, raising prices point by point would take for ever: a *price war*, told by
//! the effort. Then prices are found in steps of many points, lowered by as many and refined; what is
//! left over with a price above nought is settled by the other side's bids, which only lower it.

use super::columns::Columns;
use super::lists::{OpeningIndex, SeekerIndex};
use super::opening_auction;
use super::path::Path;
use super::seeker_auction;

/// Nobody, or nothing.
pub const NONE: u32 = u32::MAX;
/// A bound of whom nobody asked for yet.
pub(crate) const UNASKED: i32 = i32::MAX / 2;
/// Effort a person and seat beyond which there is a price war.
const WAR: u64 = 64;
/// Raises in a price war, from coarse to fine.
const COARSE: [i32; 3] = [1_024, 128, 16];

/// Which side bids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::Display, strum::EnumString, strum::EnumIter)]
#[strum(serialize_all = "kebab-case")]
pub enum Bidders {
    /// Seekers for openings.
    Seekers,
    /// Openings for seekers.
    Openings,
}

/// How to allocate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    /// Least raise of a price, in points; the result is within so much a person of the best.
    pub raise: i32,
    /// Who bids; the side with fewer units when not told.
    pub bidders: Option<Bidders>,
    /// Rows a bidder knows beyond its need.
    pub known: usize,
    /// Threads.
    pub threads: usize,
    /// Instructions.
    pub path: Path,
}

impl Default for Terms {
    fn default() -> Self {
        Self { raise: 1, bidders: None, known: 24, threads: 1, path: Path::Best }
    }
}

/// An allocation with the prices that prove it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Allocation {
    /// Opening of each seeker, or none.
    pub opening_of: Vec<u32>,
    /// Score of each seeker with that opening; nought without.
    pub scores: Vec<i32>,
    /// Sum of scores.
    pub utility: i64,
    /// Seats filled.
    pub filled: u64,
    /// Price of each opening's seat, in points.
    pub opening_prices: Vec<i32>,
    /// Price of each seeker, in points: what they are worth beyond any seat's price.
    pub seeker_prices: Vec<i32>,
    /// Bids made.
    pub bids: u64,
    /// Questions asked again.
    pub asked_again: u64,
}

/// What an auction took so far, in bids; a question takes as long as many.
pub(crate) fn effort(bids: u64, asked_again: u64) -> u64 {
    bids + asked_again * 16
}

impl Allocation {
    /// What it took.
    pub(crate) fn effort(&self) -> u64 {
        effort(self.bids, self.asked_again)
    }

    /// Nobody has anything, and nothing costs anything.
    pub(crate) fn none(columns: &Columns) -> Self {
        let (people, places) = (columns.seekers.len(), columns.openings.len());
        Self {
            opening_of: vec![NONE; people],
            scores: vec![0; people],
            opening_prices: vec![0; places],
            seeker_prices: vec![0; people],
            ..Self::default()
        }
    }

    /// FNV-1a over who has what and all prices.
    pub fn hash(&self) -> u64 {
        let words = self.opening_of.iter().copied();
        let prices = self.opening_prices.iter().chain(&self.seeker_prices).map(|price| *price as u32);
        words.chain(prices).fold(0xcbf2_9ce4_8422_2325_u64, |hash, word| {
            (hash ^ u64::from(word)).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(23)
        })
    }
}

/// Allocates all seats. Both indexes must be of these columns.
pub fn allocate(
    columns: &Columns,
    openings: &OpeningIndex,
    seekers: &SeekerIndex,
    terms: &Terms,
) -> Allocation {
    let few_seekers = (columns.seekers.len() as u64) * 10 < columns.seats() * 14;
    let bidders = terms.bidders.unwrap_or(if few_seekers { Bidders::Seekers } else { Bidders::Openings });
    let peace = (columns.seekers.len() as u64 + columns.seats()).saturating_mul(WAR);
    match bidders {
        Bidders::Seekers => {
            let everybody: Vec<u32> = (0..columns.seekers.len() as u32).collect();
            let bid = |terms: &Terms, from, most| {
                seeker_auction::run(columns, openings, terms, from, &everybody, most)
            };
            let done = bid(terms, Allocation::none(columns), peace);
            if done.effort() <= peace {
                return done;
            }
            let done = refine(columns, terms, done, bid, |of| &mut of.opening_prices);
            let unfilled = unfilled(columns, &done, &|at| done.opening_prices[at] > 0);
            opening_auction::run(columns, seekers, terms, done, &unfilled, u64::MAX)
        }
        Bidders::Openings => {
            let everything: Vec<u32> = (0..columns.openings.len() as u32).collect();
            let bid = |terms: &Terms, from, most| {
                opening_auction::run(columns, seekers, terms, from, &everything, most)
            };
            let done = bid(terms, Allocation::none(columns), peace);
            if done.effort() <= peace {
                return done;
            }
            let done = refine(columns, terms, done, bid, |of| &mut of.seeker_prices);
            let without: Vec<u32> =
                (0..).zip(&done.opening_of).filter(|(_, of)| **of == NONE).map(|(at, _)| at).collect();
            seeker_auction::run(columns, openings, terms, done, &without, u64::MAX)
        }
    }
}

/// Finds the bidders' prices in steps from coarse to fine, each from where the one before would have begun.
fn refine(
    columns: &Columns,
    terms: &Terms,
    stopped: Allocation,
    bid: impl Fn(&Terms, Allocation, u64) -> Allocation,
    prices: impl Fn(&mut Allocation) -> &mut Vec<i32>,
) -> Allocation {
    let mut done = stopped;
    let mut lower = 0;
    for raise in COARSE.into_iter().filter(|raise| *raise > terms.raise).chain([terms.raise]) {
        let mut from = Allocation::none(columns);
        (from.bids, from.asked_again) = (done.bids, done.asked_again);
        *prices(&mut from) = prices(&mut done).iter().map(|price| (price - lower).max(0)).collect();
        done = bid(&Terms { raise, ..*terms }, from, u64::MAX);
        lower = raise;
    }
    done
}

/// Openings with free seats.
pub(crate) fn unfilled(
    columns: &Columns,
    allocation: &Allocation,
    which: &dyn Fn(usize) -> bool,
) -> Vec<u32> {
    let mut free: Vec<u16> = columns.openings.seats.clone();
    for opening in allocation.opening_of.iter().filter(|opening| **opening != NONE) {
        free[*opening as usize] -= 1;
    }
    (0..columns.openings.len() as u32).filter(|at| free[*at as usize] > 0 && which(*at as usize)).collect()
}
