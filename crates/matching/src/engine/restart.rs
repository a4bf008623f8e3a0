//! An allocation carried over a change of the market: what still stands stays, whoever is new or lost a seat
//! bids for one, and then whatever has free seats at a price bids for people, which lowers it. Prices rise in
//! the first half and fall in the second and never turn again, so it ends, and the prices prove the result as
//! closely as those of an allocation made anew: within a point a person.
//!
//! Allocations carried over differ from those made anew by as much. Where the market changed so much that
//! bids do not end soon, it is made anew.

use super::allocate::{Allocation, NONE, Terms, allocate, unfilled};
use super::columns::Columns;
use super::lists::{OpeningIndex, SeekerIndex};
use super::{judge, opening_auction, seeker_auction};

/// A price nobody pays: of an opening that was not there before.
const UNHEARD: i32 = 1 << 20;
/// Effort a person and seat beyond which all is made anew.
const PATIENCE: u64 = 32;

/// Where rows come from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Origin {
    /// Row of each seeker before; none when new or changed.
    pub seekers: Vec<u32>,
    /// Row of each opening before; none when new or changed, in its seats too.
    pub openings: Vec<u32>,
}

/// Allocates from what stood before. Both indexes must be of these columns, as they are now.
pub fn reallocate(
    columns: &Columns,
    openings: &OpeningIndex,
    seekers: &SeekerIndex,
    before: &Allocation,
    origin: &Origin,
    terms: &Terms,
) -> Allocation {
    let Some(from) = carry(columns, before, origin) else {
        return allocate(columns, openings, seekers, terms);
    };
    let most = (columns.seekers.len() as u64 + columns.seats()).saturating_mul(PATIENCE);
    let bidding = without(columns, &from, before, origin);
    let done = seeker_auction::run(columns, openings, terms, from, &bidding, most);
    if done.effort() > most {
        return allocate(columns, openings, seekers, terms);
    }
    let bidding = unfilled(columns, &done, &|at| done.opening_prices[at] > 0);
    let done = opening_auction::run(columns, seekers, terms, done, &bidding, most);
    if done.effort() > most { allocate(columns, openings, seekers, terms) } else { done }
}

/// What still stands, in the rows of now; nothing when the origins are not those of these columns.
fn carry(columns: &Columns, before: &Allocation, origin: &Origin) -> Option<Allocation> {
    let mut from = Allocation::none(columns);
    if origin.seekers.len() != from.opening_of.len() || origin.openings.len() != from.opening_prices.len() {
        return None;
    }
    let mut now = vec![NONE; before.opening_prices.len()];
    for (at, old) in origin.openings.iter().enumerate() {
        let price = before.opening_prices.get(*old as usize);
        from.opening_prices[at] = price.copied().unwrap_or(UNHEARD);
        if let Some(now) = now.get_mut(*old as usize) {
            *now = at as u32;
        }
    }
    let mut free = columns.openings.seats.clone();
    for (at, old) in origin.seekers.iter().enumerate() {
        let had = before.opening_of.get(*old as usize).and_then(|opening| now.get(*opening as usize));
        let Some(opening) = had.filter(|opening| **opening != NONE) else { continue };
        let place = *opening as usize;
        let judged = judge(&columns.tree, &columns.seekers.row(at), &columns.openings.row(place));
        let (Some(score), true) = (judged.suggested(), free[place] > 0) else { continue };
        free[place] -= 1;
        (from.opening_of[at], from.scores[at]) = (*opening, score);
        from.seeker_prices[at] = before.seeker_prices[*old as usize];
    }
    Some(from)
}

/// Seekers without a seat who are new, changed, or had one before; the others want none at these prices.
fn without(columns: &Columns, from: &Allocation, before: &Allocation, origin: &Origin) -> Vec<u32> {
    let wants = |at: &usize| {
        let had = before.opening_of.get(origin.seekers[*at] as usize);
        from.opening_of[*at] == NONE && had.is_none_or(|opening| *opening != NONE)
    };
    (0..columns.seekers.len()).filter(wants).map(|at| at as u32).collect()
}
