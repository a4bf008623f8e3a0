//! Seekers bid for seats. An opening's price is its lowest accepted bid once all its seats are taken, and
//! what it was at the start before: nought, unless the start says otherwise. Prices only rise. Bids are made
//! one after another; questions whose lists are used up wait until nobody else can bid and are then asked
//! together, so that any number of threads gives one result.

use std::collections::{BinaryHeap, VecDeque};

use super::allocate::{Allocation, NONE, Terms, UNASKED, effort};
use super::columns::Columns;
use super::lists::{OpeningIndex, Pool, SlotPrices, Wanted, ask_rows, by_place, each_list};
use super::opening_side::OpeningSide;
use super::shortlist::Listed;

/// An accepted bid; the heap gives the lowest, of equals the latest seeker.
type Bid = (std::cmp::Reverse<i32>, u32);

/// Whoever has to ask again is in a contest and asks for so many times as much.
const AGAIN: usize = 3;

/// What a seeker knows: exact scores of some openings, and a bound on the value of all others.
struct Known {
    start: u32,
    room: u16,
    len: u16,
    bound: i32,
}

struct Auction<'a> {
    columns: &'a Columns,
    openings: &'a OpeningIndex,
    terms: &'a Terms,
    by_row: Vec<i32>,
    slots: SlotPrices,
    held: Vec<BinaryHeap<Bid>>,
    of: Vec<u32>,
    scores: Vec<i32>,
    known: Vec<Known>,
    room: Vec<Listed>,
    pool: Pool<OpeningSide>,
    free: bool,
    bids: u64,
    asked_again: u64,
}

/// Runs the auction from where it stands: `bidding` are the seekers without a seat who may want one. Stops
/// with less than the best once it took more effort than `most`.
pub(crate) fn run(
    columns: &Columns,
    openings: &OpeningIndex,
    terms: &Terms,
    from: Allocation,
    bidding: &[u32],
    most: u64,
) -> Allocation {
    let people = columns.seekers.len();
    let mut auction = Auction {
        columns,
        openings,
        terms,
        slots: SlotPrices::of(&openings.0, &from.opening_prices),
        held: held(&from),
        known: (0..people).map(|_| Known { start: 0, room: 0, len: 0, bound: UNASKED }).collect(),
        room: Vec::new(),
        pool: Pool::new(&openings.0, terms.threads),
        free: from.opening_prices.iter().all(|price| *price == 0),
        by_row: from.opening_prices,
        of: from.opening_of,
        scores: from.scores,
        bids: from.bids,
        asked_again: from.asked_again,
    };
    let most = effort(auction.bids, auction.asked_again).saturating_add(most);
    let seekers = &columns.seekers;
    let order = by_place(people, &|at| (seekers.wishes[at][0], seekers.x[at], seekers.y[at]));
    let mut rank = vec![0u32; people];
    order.iter().enumerate().for_each(|(at, row)| rank[*row as usize] = at as u32);
    let mut first = bidding.to_vec();
    first.sort_unstable_by_key(|row| rank[*row as usize]);
    auction.ask(&first);
    let mut queue: VecDeque<u32> = first.into();
    let mut stale: Vec<u32> = Vec::new();
    loop {
        while let Some(seeker) = queue.pop_front() {
            if !auction.bid(seeker, &mut queue) {
                stale.push(seeker);
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

/// The bids that stand: what each seeker would still pay.
fn held(from: &Allocation) -> Vec<BinaryHeap<Bid>> {
    let mut held: Vec<BinaryHeap<Bid>> = from.opening_prices.iter().map(|_| BinaryHeap::new()).collect();
    for (seeker, opening) in from.opening_of.iter().enumerate().filter(|(_, opening)| **opening != NONE) {
        let bid = from.scores[seeker] - from.seeker_prices[seeker];
        let bid = bid.max(from.opening_prices[*opening as usize]);
        held[*opening as usize].push((std::cmp::Reverse(bid), seeker as u32));
    }
    held
}

impl Auction<'_> {
    /// Learns the best few at today's prices.
    fn ask(&mut self, rows: &[u32]) {
        let (few, known) = (self.terms.known, &self.known);
        let k = |row: u32| if known[row as usize].bound == UNASKED { few } else { few * AGAIN };
        let wanted = Wanted {
            k: &k,
            floor: 1,
            prices: (!self.free).then(|| self.slots.view(1)),
            threads: self.terms.threads,
            path: self.terms.path,
        };
        let seekers = &self.columns.seekers;
        let answers =
            ask_rows(&self.openings.0, &mut self.pool, rows, &|at| seekers.row(at as usize), &wanted);
        each_list(&answers, rows, |row, list| {
            let known = &mut self.known[row as usize];
            let k = if known.bound == UNASKED { few } else { few * AGAIN };
            known.bound = if list.len() == k { list[k - 1].value } else { 0 };
            if list.len() > known.room as usize {
                // Rows of the shorter list are left behind.
                (known.start, known.room) = (self.room.len() as u32, k as u16);
                self.room.resize(self.room.len() + k, Listed { row: 0, value: 0 });
            }
            known.len = list.len() as u16;
            for (to, from) in self.room[known.start as usize..].iter_mut().zip(list) {
                // Scores are kept, since prices move.
                *to = Listed { row: from.row, value: from.value + self.by_row[from.row as usize] };
            }
        });
    }

    /// Bids for the best seat; false when it is not known any more which that is.
    fn bid(&mut self, seeker: u32, queue: &mut VecDeque<u32>) -> bool {
        let known = &self.known[seeker as usize];
        let list = &self.room[known.start as usize..known.start as usize + usize::from(known.len)];
        let (mut best, mut second, mut place, mut score) = (0, 0, NONE, 0);
        for listed in list {
            let value = listed.value - self.by_row[listed.row as usize];
            if value > best {
                (second, best, place, score) = (best, value, listed.row, listed.value);
            } else if value > second {
                second = value;
            }
        }
        if best < known.bound {
            return false;
        }
        if place == NONE {
            return true;
        }
        let second = second.max(known.bound);
        self.bids += 1;
        self.free = false;
        let bid = self.by_row[place as usize] + best - second + self.terms.raise;
        self.of[seeker as usize] = place;
        self.scores[seeker as usize] = score;
        let seats = usize::from(self.columns.openings.seats[place as usize]);
        let held = &mut self.held[place as usize];
        held.push((std::cmp::Reverse(bid), seeker));
        if held.len() > seats
            && let Some((_, out)) = held.pop()
        {
            self.of[out as usize] = NONE;
            self.scores[out as usize] = 0;
            queue.push_back(out);
        }
        if held.len() == seats
            && let Some((std::cmp::Reverse(lowest), _)) = held.peek()
        {
            let price = *lowest;
            if price > self.by_row[place as usize] {
                self.by_row[place as usize] = price;
                self.slots.set(&self.openings.0, place, price);
            }
        }
        true
    }

    fn finish(self) -> Allocation {
        let people = self.of.len();
        let mut allocation = Allocation {
            seeker_prices: vec![0; people],
            bids: self.bids,
            asked_again: self.asked_again,
            ..Allocation::default()
        };
        for seeker in 0..people {
            if let Some(price) = self.by_row.get(self.of[seeker] as usize) {
                allocation.utility += i64::from(self.scores[seeker]);
                allocation.filled += 1;
                allocation.seeker_prices[seeker] = (self.scores[seeker] - price).max(0);
            }
        }
        allocation.scores = self.scores;
        allocation.opening_of = self.of;
        allocation.opening_prices = self.by_row;
        allocation
    }
}
