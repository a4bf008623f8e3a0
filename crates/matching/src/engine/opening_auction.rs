//! Openings bid for seekers: each for as many as it has free seats, up to what the next best would be worth.
//! Prices only rise, and a seeker once taken is never free again, so whoever is left over has the price of
//! the start: nought, unless it says otherwise. Bids and questions are ordered as when seekers bid.

use std::collections::VecDeque;

use super::allocate::{Allocation, NONE, Terms, UNASKED, effort};
use super::columns::Columns;
use super::lists::{Pool, SeekerIndex, SlotPrices, Wanted, ask_rows, by_place, each_list};
use super::seeker_side::SeekerSide;
use super::shortlist::Listed;

/// What an opening knows: exact scores of some seekers, and a bound on the value of all others.
#[derive(Clone)]
struct Known {
    list: Vec<Listed>,
    bound: i32,
}

struct Auction<'a> {
    columns: &'a Columns,
    seekers: &'a SeekerIndex,
    terms: &'a Terms,
    prices: Vec<i32>,
    slots: SlotPrices,
    /// Opening and score of each seeker.
    of: Vec<u32>,
    scores: Vec<i32>,
    filled: Vec<u16>,
    waiting: Vec<bool>,
    known: Vec<Known>,
    pool: Pool<SeekerSide>,
    free: bool,
    bids: u64,
    asked_again: u64,
    /// Values of the list in hand, to be sorted.
    values: Vec<(i32, u32, i32)>,
}

/// Runs the auction from where it stands: `bidding` are openings with free seats who may want people. Stops
/// with less than the best once it took more effort than `most`.
pub(crate) fn run(
    columns: &Columns,
    seekers: &SeekerIndex,
    terms: &Terms,
    from: Allocation,
    bidding: &[u32],
    most: u64,
) -> Allocation {
    let places = columns.openings.len();
    let mut filled = vec![0; places];
    for opening in from.opening_of.iter().filter(|opening| **opening != NONE) {
        filled[*opening as usize] += 1;
    }
    let mut auction = Auction {
        columns,
        seekers,
        terms,
        slots: SlotPrices::of(&seekers.0, &from.seeker_prices),
        free: from.seeker_prices.iter().all(|price| *price == 0),
        prices: from.seeker_prices,
        of: from.opening_of,
        scores: from.scores,
        filled,
        waiting: vec![false; places],
        known: vec![Known { list: Vec::new(), bound: UNASKED }; places],
        pool: Pool::new(&seekers.0, terms.threads),
        bids: from.bids,
        asked_again: from.asked_again,
        values: Vec::new(),
    };
    let most = effort(auction.bids, auction.asked_again).saturating_add(most);
    let openings = &columns.openings;
    let order = by_place(places, &|at| (openings.occupation[at], openings.x[at], openings.y[at]));
    let mut rank = vec![0u32; places];
    order.iter().enumerate().for_each(|(at, row)| rank[*row as usize] = at as u32);
    let mut first = bidding.to_vec();
    first.sort_unstable_by_key(|row| rank[*row as usize]);
    first.iter().for_each(|row| auction.waiting[*row as usize] = true);
    auction.ask(&first);
    let mut queue: VecDeque<u32> = first.into();
    let mut stale: Vec<u32> = Vec::new();
    loop {
        while let Some(opening) = queue.pop_front() {
            auction.waiting[opening as usize] = false;
            if !auction.bid(opening, &mut queue) {
                auction.waiting[opening as usize] = true;
                stale.push(opening);
            }
            if effort(auction.bids, auction.asked_again) > most {
                break;
            }
        }
        if stale.is_empty() || effort(auction.bids, auction.asked_again) > most {
            break;
        }
        stale.sort_unstable_by_key(|row| rank[*row as usize]);
        auction.asked_again += stale.len() as u64;
        auction.ask(&stale);
        queue.extend(stale.drain(..));
    }
    auction.finish()
}

impl Auction<'_> {
    /// Learns the best at today's prices: twice the seats and some more.
    fn ask(&mut self, rows: &[u32]) {
        let (seats, more) = (&self.columns.openings.seats, self.terms.known);
        let k = |row: u32| usize::from(seats[row as usize]) * 2 + more;
        let wanted = Wanted {
            k: &k,
            floor: 1,
            prices: (!self.free).then(|| self.slots.view(1)),
            threads: self.terms.threads,
            path: self.terms.path,
        };
        let openings = &self.columns.openings;
        let answers =
            ask_rows(&self.seekers.0, &mut self.pool, rows, &|at| openings.row(at as usize), &wanted);
        each_list(&answers, rows, |row, list| {
            let priced = |listed: &Listed| Listed {
                row: listed.row,
                value: listed.value + self.prices[listed.row as usize],
            };
            let full = list.len() == k(row);
            let known = &mut self.known[row as usize];
            known.bound = list.last().filter(|_| full).map_or(0, |last| last.value);
            known.list = list.iter().map(priced).collect();
        });
    }

    /// Bids for as many as seats are free; false when it is not known any more who is best.
    fn bid(&mut self, opening: u32, queue: &mut VecDeque<u32>) -> bool {
        let free = usize::from(self.columns.openings.seats[opening as usize] - self.filled[opening as usize]);
        if free == 0 {
            return true;
        }
        let known = &self.known[opening as usize];
        self.values.clear();
        for listed in &known.list {
            let value = listed.value - self.prices[listed.row as usize];
            if value > 0 && self.of[listed.row as usize] != opening {
                self.values.push((value, listed.row, listed.value));
            }
        }
        let order = |a: &(i32, u32, i32), b: &(i32, u32, i32)| b.0.cmp(&a.0).then(a.1.cmp(&b.1));
        if self.values.len() > free + 1 {
            self.values.select_nth_unstable_by(free, order);
            self.values.truncate(free + 1);
        }
        self.values.sort_unstable_by(order);
        // With a bound left there may be more to find, and those below it may not be the best.
        let wanted = self.values.len().min(free);
        if known.bound > 0 && (wanted < free || self.values[wanted - 1].0 < known.bound) {
            return false;
        }
        let next = self.values.get(free).map_or(0, |(value, ..)| *value).max(known.bound);
        for at in 0..wanted {
            let (value, seeker, score) = self.values[at];
            self.bids += 1;
            let price = self.prices[seeker as usize] + value - next + self.terms.raise;
            self.prices[seeker as usize] = price;
            self.slots.set(&self.seekers.0, seeker, price);
            let before = std::mem::replace(&mut self.of[seeker as usize], opening);
            self.scores[seeker as usize] = score;
            if let Some(filled) = self.filled.get_mut(before as usize) {
                *filled -= 1;
                if !std::mem::replace(&mut self.waiting[before as usize], true) {
                    queue.push_back(before);
                }
            }
        }
        self.free &= wanted == 0;
        self.filled[opening as usize] += wanted as u16;
        true
    }

    fn finish(self) -> Allocation {
        let places = self.filled.len();
        let mut lowest = vec![i32::MAX; places];
        let mut allocation =
            Allocation { bids: self.bids, asked_again: self.asked_again, ..Allocation::default() };
        for (seeker, opening) in self.of.iter().enumerate().filter(|(_, opening)| **opening != NONE) {
            allocation.utility += i64::from(self.scores[seeker]);
            allocation.filled += 1;
            let net = self.scores[seeker] - self.prices[seeker];
            let own = &mut lowest[*opening as usize];
            *own = (*own).min(net);
        }
        let seats = &self.columns.openings.seats;
        let price =
            |(at, lowest): (usize, &i32)| if self.filled[at] == seats[at] { (*lowest).max(0) } else { 0 };
        allocation.opening_prices = lowest.iter().enumerate().map(price).collect();
        allocation.scores = self.scores;
        allocation.opening_of = self.of;
        allocation.seeker_prices = self.prices;
        allocation
    }
}
