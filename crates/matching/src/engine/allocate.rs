//! Who gets what when seats are few: the allocation of the greatest sum of scores, within one point a person
//! of the best, with prices that prove it. Nobody needs to know all pairs: each bidder knows its best few
//! exactly and a bound on everybody else, and asks again when prices have overtaken the few.
//!
//! The side with fewer units bids. Prices begin at nought and only rise, so a bound once true stays true.

use super::columns::Columns;
use super::lists::{OpeningIndex, SeekerIndex};
use super::opening_auction;
use super::path::Path;
use super::seeker_auction;

/// Nobody, or nothing.
pub const NONE: u32 = u32::MAX;

/// Which side bids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

impl Allocation {
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
    match bidders {
        Bidders::Seekers => seeker_auction::run(columns, openings, terms),
        Bidders::Openings => opening_auction::run(columns, seekers, terms),
    }
}
