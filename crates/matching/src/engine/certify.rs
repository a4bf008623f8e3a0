//! Checks an allocation from the columns alone: that nobody has two seats and no opening too many, that every
//! pair fits, that the sum of scores is the one claimed, and how far any allocation could lie above it.
//!
//! It shares nothing with the indexes, the auctions or the kernels: plain loops over all pairs with its own
//! tests and its own formulas, so that a mistake there is not repeated here. It trusts no price: any prices
//! that are not negative give a true bound, good ones a close one.

use std::panic::resume_unwind;

use super::allocate::Allocation;
use super::columns::{Columns, OpeningRow, SeekerRow};

/// What is wrong with an allocation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Columns of other lengths.
    Length,
    /// An opening that does not exist.
    Opening(u32),
    /// More people than seats.
    Seats(u32),
    /// A seeker who does not fit.
    Fit(u32),
    /// A sum of scores or a count that is not the one found.
    Sum,
    /// A price below nought.
    Price,
}

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Certificate {
    /// Sum of scores.
    pub primal: i64,
    /// No allocation has a greater sum, by the prices of openings.
    pub dual_by_openings: i64,
    /// The same by the prices of seekers; left out where it was not asked for.
    pub dual_by_seekers: Option<i64>,
}

impl Certificate {
    /// The closer bound.
    pub fn dual(&self) -> i64 {
        self.dual_by_seekers.map_or(self.dual_by_openings, |dual| dual.min(self.dual_by_openings))
    }

    /// How far the best may lie above, as a share of the bound.
    pub fn gap(&self) -> f64 {
        (self.dual() - self.primal) as f64 / self.dual().max(1) as f64
    }
}

/// Checks an allocation against every pair. `both` also computes the bound by the prices of seekers, which
/// keeps the best of each opening.
///
/// # Errors
/// The first [`Fault`].
pub fn certify(
    columns: &Columns,
    allocation: &Allocation,
    both: bool,
    threads: usize,
) -> Result<Certificate, Fault> {
    let (people, places) = (columns.seekers.len(), columns.openings.len());
    if allocation.opening_of.len() != people
        || allocation.opening_prices.len() != places
        || allocation.seeker_prices.len() != people
    {
        return Err(Fault::Length);
    }
    let prices = allocation.opening_prices.iter().chain(&allocation.seeker_prices);
    if prices.copied().any(|price| price < 0) {
        return Err(Fault::Price);
    }
    let primal = primal(columns, allocation)?;
    let part = people.div_ceil(threads.max(1)).max(1);
    let mut found: Vec<(i64, Vec<Vec<i32>>)> = Vec::new();
    std::thread::scope(|scope| {
        let ranges = (0..people).step_by(part).map(|start| start..(start + part).min(people));
        let parts: Vec<_> =
            ranges.map(|range| scope.spawn(move || pairs(columns, allocation, range, both))).collect();
        // A part that is missing would make the bound too good.
        found.extend(parts.into_iter().map(|part| part.join().unwrap_or_else(|why| resume_unwind(why))));
    });
    let seats = &columns.openings.seats;
    let sold =
        seats.iter().zip(&allocation.opening_prices).map(|(n, price)| i64::from(*n) * i64::from(*price));
    let dual_by_openings = sold.sum::<i64>() + found.iter().map(|(sum, _)| sum).sum::<i64>();
    let dual_by_seekers = both.then(|| {
        let mut sum: i64 = allocation.seeker_prices.iter().map(|price| i64::from(*price)).sum();
        for (place, seats) in seats.iter().enumerate() {
            let mut nets: Vec<i32> =
                found.iter().flat_map(|(_, best)| best.get(place).into_iter().flatten().copied()).collect();
            nets.sort_unstable_by(|a, b| b.cmp(a));
            sum += nets.iter().take(usize::from(*seats)).map(|net| i64::from(*net)).sum::<i64>();
        }
        sum
    });
    Ok(Certificate { primal, dual_by_openings, dual_by_seekers })
}

fn primal(columns: &Columns, allocation: &Allocation) -> Result<i64, Fault> {
    let mut taken = vec![0u32; columns.openings.len()];
    let (mut sum, mut filled) = (0, 0);
    for (seeker, opening) in allocation.opening_of.iter().enumerate() {
        if *opening == u32::MAX {
            continue;
        }
        let Some(taken) = taken.get_mut(*opening as usize) else { return Err(Fault::Opening(*opening)) };
        *taken += 1;
        if *taken > u32::from(columns.openings.seats[*opening as usize]) {
            return Err(Fault::Seats(*opening));
        }
        let (seeker_row, row) = (columns.seekers.row(seeker), columns.openings.row(*opening as usize));
        let score = score(&columns.tree.groups(), &seeker_row, &row).ok_or(Fault::Fit(seeker as u32))?;
        sum += i64::from(score);
        filled += 1;
    }
    if sum == allocation.utility && filled == allocation.filled { Ok(sum) } else { Err(Fault::Sum) }
}

/// Sum of the best net values of some seekers, and the best net values of each opening among them.
fn pairs(
    columns: &Columns,
    allocation: &Allocation,
    range: std::ops::Range<usize>,
    both: bool,
) -> (i64, Vec<Vec<i32>>) {
    let openings = &columns.openings;
    let mut best: Vec<Vec<i32>> = vec![Vec::new(); if both { openings.len() } else { 0 }];
    let mut sum = 0;
    let groups = columns.tree.groups();
    for at in range {
        let seeker = columns.seekers.row(at);
        let price = allocation.seeker_prices[at];
        let mut most = 0;
        for (place, (requires, pay)) in openings.requires.iter().zip(&openings.pay).enumerate() {
            // The two cheapest tests first; the whole judgement tests everything again.
            if requires & !seeker.has != 0 || (*pay < seeker.pay && *pay != 0) {
                continue;
            }
            let Some(score) = score(&groups, &seeker, &openings.row(place)) else { continue };
            most = most.max(score - allocation.opening_prices[place]);
            if let Some(best) = best.get_mut(place).filter(|_| score > price) {
                keep(best, score - price, usize::from(openings.seats[place]));
            }
        }
        sum += i64::from(most);
    }
    (sum, best)
}

/// Keeps the greatest `most` values.
fn keep(values: &mut Vec<i32>, value: i32, most: usize) {
    values.push(value);
    if values.len() >= 2 * most + 16 {
        values.sort_unstable_by(|a, b| b.cmp(a));
        values.truncate(most);
    }
}

/// The score of a pair that may be suggested, straight from `docs/matching.md`.
fn score(groups: &&[[u16; 3]], seeker: &SeekerRow, opening: &OpeningRow) -> Option<i32> {
    const UNTOLD: i16 = i16::MIN;
    if opening.requires & !seeker.has != 0 || (opening.pay != 0 && opening.pay < seeker.pay) {
        return None;
    }
    if opening.career == 2 && seeker.career < opening.career_min.max(1) {
        return None;
    }
    if seeker.weekly != 0 && opening.weekly > seeker.weekly {
        return None;
    }
    if opening.zone < 64 && seeker.zones & (1 << opening.zone) == 0 {
        return None;
    }
    let told = seeker.x != UNTOLD && opening.x != UNTOLD;
    let squared = (i64::from(seeker.x) - i64::from(opening.x)).pow(2)
        + (i64::from(seeker.y) - i64::from(opening.y)).pow(2);
    if told && seeker.radius != 0 && squared > i64::from(seeker.radius).pow(2) {
        return None;
    }
    let (mut occupation, mut level) = (0, 0);
    for (rank, wish) in seeker.wishes.iter().enumerate().filter(|(_, wish)| **wish != u16::MAX) {
        let (own, other) = (groups[usize::from(*wish)], groups[usize::from(opening.occupation)]);
        let shared = match () {
            () if *wish == opening.occupation => 4,
            () if own[2] == other[2] => 3,
            () if own[1] == other[1] => 2,
            () if own[0] == other[0] => 1,
            () => 0,
        };
        level = level.max(shared);
        occupation =
            occupation.max(3_500 * [0, 100, 350, 700, 1_000][shared] / 1_000 * [100, 90, 80][rank] / 100);
    }
    let (mut held, mut asked, mut common) = (0, 0, 0);
    for (skill, weight) in opening.skills.iter().zip(opening.weights) {
        asked += i32::from(weight);
        if *skill != u16::MAX && seeker.skills.contains(skill) {
            held += i32::from(weight);
            common += 1;
        }
    }
    if level < 2 && common < 2 {
        return None;
    }
    let skills = if asked == 0 { 0 } else { 2_500 * held / asked };
    let wage = if seeker.pay == 0 {
        0
    } else {
        let share = (u64::from(opening.pay) * 1_000 / u64::from(seeker.pay)).clamp(700, 1_200);
        (1_500 * (share - 700) / 500) as i32
    };
    let (months, least) = (i32::from(seeker.career), i32::from(opening.career_min));
    let experience = match opening.career {
        _ if seeker.career == u16::MAX => 0,
        0 => 1_000,
        1 if months > 12 => 600,
        1 => 1_000,
        2 if least == 0 => 1_000 * i32::from(months > 0),
        2 => 1_000 * months.min(least) / least,
        _ => 0,
    };
    let distance = if told { (1_000 * (2_000 - squared.isqrt()).max(0) / 2_000) as i32 } else { 0 };
    let count = |words: [u64; 4]| words.iter().map(|word| word.count_ones() as i32).sum::<i32>();
    let mut both = seeker.text;
    both.iter_mut().zip(opening.text).for_each(|(own, other)| *own &= other);
    let text = if count(seeker.text) == 0 { 0 } else { 500 * count(both) / count(seeker.text) };
    let score = occupation + skills + wage + experience + distance + text;
    (score >= 3_000).then_some(score)
}
