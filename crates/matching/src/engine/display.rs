//! What people are shown: not the allocation itself, since not everybody answers, but short lists that do not
//! send a crowd to one opening. Everybody with any suitable opening is shown some; an opening is shown to a
//! multiple of its free heads, more where its employer seldom answers; the place planned for a person comes
//! first, and what fills the list up is not more tempting than it. A person's own search is not touched.
//!
//! Deterministic: places are given out position by position, to those with the least choice first.

mod aside;

use self::aside::Aside;
use super::allocate::{Allocation, NONE};
use super::columns::Columns;
use super::lists::{OpeningIndex, SlotPrices, Wanted, ask_all, by_place};
use super::path::Path;

/// Rules of showing.
#[derive(Debug, Clone)]
pub struct Showing<'a> {
    /// Most openings a person is shown.
    pub most: usize,
    /// Fewest, for whoever has as many.
    pub least: usize,
    /// Times an opening's free heads that it is shown, in hundredths.
    pub times_percent: u32,
    /// Share of applications each employer answers, 1 to 100; 100 when not told.
    pub answered_percent: &'a [u8],
    /// Referrals under way to each opening; they count as shown.
    pub under_way: &'a [u32],
    /// Threads.
    pub threads: usize,
    /// Instructions.
    pub path: Path,
}

impl Default for Showing<'_> {
    fn default() -> Self {
        Self {
            most: 5,
            least: 3,
            times_percent: 500,
            answered_percent: &[],
            under_way: &[],
            threads: 1,
            path: Path::Best,
        }
    }
}

/// What is shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shown {
    /// Openings and scores of each person, the planned one first.
    pub lists: Vec<Vec<(u32, i32)>>,
    /// How often each opening is shown, what is under way included.
    pub shown: Vec<u32>,
    /// How often each may be shown.
    pub most: Vec<u32>,
    /// How many openings each person could be shown, up to the number known of each.
    pub choice: Vec<u16>,
}

impl Shown {
    /// Showings beyond what an opening may have; only the fewest for everybody cause any.
    pub fn beyond(&self) -> u64 {
        self.shown.iter().zip(&self.most).map(|(shown, most)| u64::from(shown.saturating_sub(*most))).sum()
    }

    /// FNV-1a over all lists.
    pub fn hash(&self) -> u64 {
        let words = self.lists.iter().flat_map(|list| {
            std::iter::once(list.len() as u32).chain(list.iter().map(|(opening, _)| *opening))
        });
        words.fold(0xcbf2_9ce4_8422_2325_u64, |hash, word| {
            (hash ^ u64::from(word)).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(23)
        })
    }
}

/// Openings known of each person by each order.
const KNOWN: usize = 16;
/// Points by which an opening shown as often as it may be is less wanted.
const CROWDED: i64 = 1_500;
/// Price of an opening that is shown as often as it may be: more than any score.
const FULL: i32 = 20_000;

struct Plan<'a> {
    prices: &'a [i32],
    /// Openings and scores a person may be shown.
    known: Vec<Vec<(u32, i32)>>,
    planned: Vec<i32>,
    shown: Shown,
}

/// Plans all lists. The allocation must be of these columns.
pub fn show(
    columns: &Columns,
    openings: &OpeningIndex,
    allocation: &Allocation,
    rules: &Showing<'_>,
) -> Shown {
    let people = columns.seekers.len();
    let mut plan = Plan {
        prices: &allocation.opening_prices,
        known: known(columns, openings, allocation, rules),
        planned: vec![i32::MAX; people],
        shown: Shown {
            lists: vec![Vec::new(); people],
            shown: (0..columns.openings.len())
                .map(|at| rules.under_way.get(at).copied().unwrap_or(0))
                .collect(),
            most: most(columns, rules),
            choice: Vec::new(),
        },
    };
    plan.shown.choice = plan.known.iter().map(|known| known.len() as u16).collect();
    for seeker in 0..people {
        let place = allocation.opening_of[seeker];
        if place == NONE {
            continue;
        }
        if let Some(at) = plan.known[seeker].iter().position(|(opening, _)| *opening == place) {
            plan.planned[seeker] = plan.known[seeker][at].1;
            plan.take(seeker, at);
        }
    }
    let mut order: Vec<u32> = (0..people as u32).collect();
    order.sort_by_key(|seeker| (plan.shown.choice[*seeker as usize], *seeker));
    for position in 1..=rules.least.min(rules.most) {
        plan.fill_all(&order, position, &[(true, true), (false, true)]);
    }
    // Whoever is still short is asked about again, with what is full made dear; then others move aside.
    let least = rules.least.min(rules.most);
    order.retain(|seeker| plan.shown.lists[*seeker as usize].len() < least);
    plan.learn(columns, openings, &order, rules);
    for position in 1..=least {
        plan.fill_all(&order, position, &[(true, true), (false, true)]);
    }
    Aside::new(&mut plan).make_room(&order, least);
    for position in 1..=least {
        plan.fill_all(&order, position, &[(true, true), (false, true), (true, false), (false, false)]);
    }
    let mut order: Vec<u32> = (0..people as u32).collect();
    order.sort_by_key(|seeker| (plan.shown.choice[*seeker as usize], *seeker));
    for position in rules.least + 1..=rules.most {
        plan.fill_all(&order, position, &[(true, true)]);
    }
    plan.shown
}

/// How often each opening may be shown.
fn most(columns: &Columns, rules: &Showing<'_>) -> Vec<u32> {
    let times = |at: usize| {
        let answered = rules.answered_percent.get(at).copied().unwrap_or(100).clamp(1, 100);
        let heads =
            u64::from(columns.openings.seats[at]) * u64::from(rules.times_percent) / u64::from(answered);
        u32::try_from(heads.max(1)).unwrap_or(u32::MAX)
    };
    (0..columns.openings.len()).map(times).collect()
}

/// The best of each person by score less once and less three times the price, and the one planned.
fn known(
    columns: &Columns,
    openings: &OpeningIndex,
    allocation: &Allocation,
    rules: &Showing<'_>,
) -> Vec<Vec<(u32, i32)>> {
    let seekers = &columns.seekers;
    let prices = SlotPrices::of(&openings.0, &allocation.opening_prices);
    let order = by_place(seekers.len(), &|at| (seekers.wishes[at][0], seekers.x[at], seekers.y[at]));
    let mut known: Vec<Vec<(u32, i32)>> = vec![Vec::new(); seekers.len()];
    for times in [1, 3] {
        let wanted = Wanted {
            k: &|_| KNOWN,
            floor: -100_000,
            prices: Some(prices.view(times)),
            threads: rules.threads,
            path: rules.path,
        };
        let row = |at: u32| seekers.row(at as usize);
        let lists = ask_all(&openings.0, &order, seekers.len(), &row, &wanted);
        for (seeker, known) in known.iter_mut().enumerate() {
            for listed in lists.of(seeker) {
                let score = listed.value + allocation.opening_prices[listed.row as usize] * times;
                if !known.iter().any(|(opening, _)| *opening == listed.row) {
                    known.push((listed.row, score));
                }
            }
        }
    }
    for (seeker, place) in allocation.opening_of.iter().enumerate().filter(|(_, place)| **place != NONE) {
        if known[seeker].iter().all(|(opening, _)| opening != place) {
            let judged =
                super::judge(&columns.tree, &seekers.row(seeker), &columns.openings.row(*place as usize));
            known[seeker].extend(judged.suggested().map(|score| (*place, score)));
        }
    }
    known
}

impl Plan<'_> {
    fn take(&mut self, seeker: usize, at: usize) {
        let taken = self.known[seeker].swap_remove(at);
        self.shown.shown[taken.0 as usize] += 1;
        self.shown.lists[seeker].push(taken);
    }

    /// Further openings of those who are short, with what is full dearer than any score.
    fn learn(&mut self, columns: &Columns, openings: &OpeningIndex, rows: &[u32], rules: &Showing<'_>) {
        let dear = |(at, price): (usize, &i32)| {
            price + if self.shown.shown[at] >= self.shown.most[at] { FULL } else { 0 }
        };
        let by_row: Vec<i32> = self.prices.iter().enumerate().map(dear).collect();
        let prices = SlotPrices::of(&openings.0, &by_row);
        let wanted = Wanted {
            k: &|_| KNOWN,
            floor: -100_000,
            prices: Some(prices.view(1)),
            threads: rules.threads,
            path: rules.path,
        };
        let seekers = &columns.seekers;
        let lists = ask_all(&openings.0, rows, seekers.len(), &|at: u32| seekers.row(at as usize), &wanted);
        for seeker in rows.iter().map(|row| *row as usize) {
            for listed in lists.of(seeker) {
                let score = listed.value + by_row[listed.row as usize];
                let known = self.known[seeker].iter().chain(&self.shown.lists[seeker]);
                if known.into_iter().all(|(opening, _)| *opening != listed.row) {
                    self.known[seeker].push((listed.row, score));
                }
            }
        }
    }

    /// Fills one position of everybody, by the first of these ways that gives anything: whether not more
    /// tempting than the planned opening, and whether within what may be shown.
    fn fill_all(&mut self, order: &[u32], position: usize, ways: &[(bool, bool)]) {
        for seeker in order.iter().map(|seeker| *seeker as usize) {
            if self.shown.lists[seeker].len() < position {
                let place = ways.iter().find_map(|(safe, within)| self.best(seeker, *safe, *within));
                if let Some(at) = place {
                    self.take(seeker, at);
                }
            }
        }
    }

    /// The best of what a person may be shown: by score less twice the price, and by how crowded it is.
    fn best(&self, seeker: usize, safe: bool, within: bool) -> Option<usize> {
        let full = |opening: u32| (self.shown.shown[opening as usize], self.shown.most[opening as usize]);
        let known = self.known[seeker].iter().enumerate();
        let allowed = known.filter(|(_, (opening, score))| {
            let (shown, most) = full(*opening);
            (!safe || *score <= self.planned[seeker]) && (!within || shown < most)
        });
        let wanted = |(at, (opening, score)): (usize, &(u32, i32))| {
            let (shown, most) = full(*opening);
            let crowd = CROWDED * i64::from(shown) / i64::from(most);
            let crowd = if within { crowd } else { crowd * 100 };
            let value = i64::from(*score) - i64::from(self.prices[*opening as usize]) * 2 - crowd;
            (value, std::cmp::Reverse(*opening), at)
        };
        allowed.map(wanted).max().map(|(.., at)| at)
    }
}
