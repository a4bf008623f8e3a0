//! Lists for one row and for all rows of a side, on any number of threads and any path, always the same.
//!
//! Whoever asks for all of them is walked in the order of occupation and place, so that neighbours find the
//! blocks they need in the cache; the answer stands under each row's number.

use std::sync::atomic::{AtomicUsize, Ordering};

use fearless_simd::Simd;

use super::columns::{Columns, OpeningRow, SeekerRow};
use super::index::{Index, morton};
use super::layout::{LANES, Layout};
use super::limit::{K_MOST, Refusal};
use super::opening_side::OpeningSide;
use super::path::{Path, Work};
use super::seeker_side::SeekerSide;
use super::shortlist::Listed;
use super::walk::{Effort, Prices, Room, walk};
use crate::score::ACCEPTABLE;

/// Rows handed to a thread at a time.
const CHUNK: usize = 256;
/// Rows fetched from their columns at a time.
const TOGETHER: usize = 32;
/// Fewer rows than this are asked for on one thread.
const ALONE: usize = 64;

/// Prices of all rows of a side, in the order of its index.
#[derive(Debug, Clone)]
pub(crate) struct SlotPrices {
    pub(crate) slots: Vec<i32>,
    pub(crate) least: Vec<i32>,
}

impl SlotPrices {
    /// All nought.
    pub(crate) fn free<L: Layout>(index: &Index<L>) -> Self {
        Self { slots: vec![0; index.rows.len()], least: vec![0; index.hot.len()] }
    }

    /// Prices by row.
    pub(crate) fn of<L: Layout>(index: &Index<L>, by_row: &[i32]) -> Self {
        let mut prices = Self::free(index);
        for (slot, row) in index.rows.iter().enumerate() {
            prices.slots[slot] = by_row.get(*row as usize).copied().unwrap_or(0);
        }
        (0..prices.least.len()).for_each(|block| prices.renew(index, block));
        prices
    }

    /// Changes the price of a row.
    pub(crate) fn set<L: Layout>(&mut self, index: &Index<L>, row: u32, price: i32) {
        for slot in index.slots[row as usize] {
            let Some(own) = self.slots.get_mut(slot as usize) else { break };
            let before = std::mem::replace(own, price);
            let block = slot as usize / LANES;
            if price < self.least[block] {
                self.least[block] = price;
            } else if before == self.least[block] {
                self.renew(index, block);
            }
        }
    }

    fn renew<L: Layout>(&mut self, index: &Index<L>, block: usize) {
        let own = &self.slots[block * LANES..(block + 1) * LANES];
        let alive = index.alive[block];
        let used = own.iter().enumerate().filter(|(lane, _)| alive >> lane & 1 == 1).map(|(_, price)| *price);
        self.least[block] = used.min().unwrap_or(0);
    }

    pub(crate) fn view(&self, times: i32) -> Prices<'_> {
        Prices { slots: &self.slots, least: &self.least, times }
    }
}

/// Lists of all rows of a side.
#[derive(Debug, Clone, Default)]
pub struct Lists {
    chunks: Vec<Vec<Listed>>,
    /// Chunk, start and length by row.
    places: Vec<(u32, u32, u32)>,
    effort: Effort,
}

impl Lists {
    /// How many rows have a list, empty or not.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The list of a row, best first.
    pub fn of(&self, row: usize) -> &[Listed] {
        let (chunk, start, len) = self.places[row];
        self.chunks.get(chunk as usize).map_or(&[], |all| &all[start as usize..(start + len) as usize])
    }

    /// Entries of all lists.
    pub fn rows(&self) -> usize {
        self.places.iter().map(|(_, _, len)| *len as usize).sum()
    }

    /// What it took; the same whatever the number of threads.
    pub fn effort(&self) -> Effort {
        self.effort
    }

    /// FNV-1a over all lists in the order of rows, word by word.
    pub fn hash(&self) -> u64 {
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        let mut add = |word: u64| hash = (hash ^ word).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(23);
        for row in 0..self.len() {
            let list = self.of(row);
            add(list.len() as u64);
            list.iter().for_each(|listed| add(u64::from(listed.row) << 32 | u64::from(listed.value as u32)));
        }
        hash
    }
}

/// What is asked of each row.
#[derive(Clone, Copy)]
pub(crate) struct Wanted<'a> {
    pub(crate) k: &'a (dyn Fn(u32) -> usize + Sync),
    pub(crate) floor: i32,
    pub(crate) prices: Option<Prices<'a>>,
    pub(crate) threads: usize,
    pub(crate) path: Path,
}

/// Lists of what is acceptable, without prices.
pub(crate) fn plain<'a>(k: &'a (dyn Fn(u32) -> usize + Sync), threads: usize, path: Path) -> Wanted<'a> {
    Wanted { k, floor: ACCEPTABLE, prices: None, threads, path }
}

/// One room and one question, to ask again and again.
pub(crate) struct Asking<L: Layout> {
    pub(crate) room: Room,
    question: L::Question,
}

impl<L: Layout> Asking<L> {
    pub(crate) fn new(index: &Index<L>) -> Self {
        let mut room = Room::default();
        room.fit(index);
        Self { room, question: L::blank(index.none) }
    }
}

/// The lists of some rows, one after another, and their lengths.
pub(crate) type Answered = (Vec<Listed>, Vec<u32>);

/// Some rows to be asked for.
struct Chunk<'a, 'b, L: Layout> {
    index: &'a Index<L>,
    asking: &'a mut Asking<L>,
    order: &'a [u32],
    row: &'a (dyn Fn(u32) -> L::Asker + Sync),
    wanted: &'a Wanted<'b>,
}

impl<L: Layout> Work for Chunk<'_, '_, L> {
    type Done = Answered;

    #[inline(always)]
    fn on<S: Simd>(self, simd: S) -> Answered {
        let Self { index, asking, order, row, wanted } = self;
        let (mut listed, mut lens) = (Vec::new(), Vec::with_capacity(order.len()));
        let mut rows: Vec<L::Asker> = Vec::with_capacity(TOGETHER.min(order.len()));
        for some in order.chunks(TOGETHER) {
            // Columns of far rows are waited for together.
            rows.clear();
            rows.extend(some.iter().map(|at| row(*at)));
            for (at, row) in some.iter().zip(&rows) {
                L::ask(&mut asking.question, &index.tree, row);
                asking.room.list.begin((wanted.k)(*at), wanted.floor);
                walk(simd, index, &asking.question, wanted.prices, &mut asking.room);
                lens.push(asking.room.list.rows().len() as u32);
                listed.extend(asking.room.list.rows());
            }
        }
        (listed, lens)
    }
}

impl<L: Layout> Asking<L> {
    /// The list of one row.
    pub(crate) fn one(&mut self, index: &Index<L>, row: &L::Asker, wanted: &Wanted<'_>) -> Vec<Listed> {
        wanted.path.run(Chunk { index, asking: self, order: &[0], row: &|_| *row, wanted }).0
    }
}

/// A room a thread, kept from one time to the next.
pub(crate) struct Pool<L: Layout>(Vec<Asking<L>>);

impl<L: Layout> Pool<L> {
    pub(crate) fn new(index: &Index<L>, threads: usize) -> Self {
        Self((0..threads.max(1)).map(|_| Asking::new(index)).collect())
    }

    fn effort(&self) -> Effort {
        let mut sum = Effort::default();
        for own in self.0.iter().map(|asking| asking.room.effort) {
            sum.blocks += own.blocks;
            sum.scored += own.scored;
            sum.across += own.across;
            sum.across_blocks += own.across_blocks;
        }
        sum
    }
}

/// Asks for these rows and gives the answers, some a time, in their order.
pub(crate) fn ask_rows<L: Layout>(
    index: &Index<L>,
    pool: &mut Pool<L>,
    order: &[u32],
    row: &(dyn Fn(u32) -> L::Asker + Sync),
    wanted: &Wanted<'_>,
) -> Vec<Answered> {
    let chunks: Vec<&[u32]> = order.chunks(CHUNK.min(order.len().div_ceil(4).max(1))).collect();
    let next = AtomicUsize::new(0);
    let work = |asking: &mut Asking<L>| {
        let mut done: Vec<(usize, Answered)> = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(own) = chunks.get(at) else { break };
            done.push((at, wanted.path.run(Chunk { index, asking: &mut *asking, order: own, row, wanted })));
        }
        done
    };
    let mut all: Vec<(usize, Answered)> = Vec::with_capacity(chunks.len());
    if let Some((own, others)) = pool.0.split_first_mut() {
        let others = if order.len() < ALONE { &mut [] } else { others };
        std::thread::scope(|scope| {
            let work = &work;
            let others: Vec<_> = others.iter_mut().map(|asking| scope.spawn(move || work(asking))).collect();
            all.extend(work(own));
            all.extend(others.into_iter().filter_map(|other| other.join().ok()).flatten());
        });
    }
    all.sort_unstable_by_key(|(at, _)| *at);
    all.into_iter().map(|(_, answered)| answered).collect()
}

/// Hands each row its own list, in the order in which they were asked for.
pub(crate) fn each_list(answers: &[Answered], rows: &[u32], mut take: impl FnMut(u32, &[Listed])) {
    let mut rows = rows.iter();
    for (listed, lens) in answers {
        let mut listed = &listed[..];
        for (len, row) in lens.iter().zip(&mut rows) {
            let (list, others) = listed.split_at(*len as usize);
            listed = others;
            take(*row, list);
        }
    }
}

/// Asks for these rows and files the answers under their numbers below `len`.
pub(crate) fn ask_all<L: Layout>(
    index: &Index<L>,
    order: &[u32],
    len: usize,
    row: &(dyn Fn(u32) -> L::Asker + Sync),
    wanted: &Wanted<'_>,
) -> Lists {
    let mut pool = Pool::new(index, wanted.threads);
    let answers = ask_rows(index, &mut pool, order, row, wanted);
    let mut lists = Lists { places: vec![(0, 0, 0); len], effort: pool.effort(), ..Lists::default() };
    let mut rows = order.iter();
    for (at, (listed, lens)) in answers.into_iter().enumerate() {
        let mut start = 0;
        for (len, row) in lens.iter().zip(&mut rows) {
            lists.places[*row as usize] = (at as u32, start, *len);
            start += len;
        }
        lists.chunks.push(listed);
    }
    lists
}

/// Rows by first occupation and place.
pub(crate) fn by_place(len: usize, key: &dyn Fn(usize) -> (u16, i16, i16)) -> Vec<u32> {
    let sorted = |at: usize| {
        let (leaf, x, y) = key(at);
        (u64::from(leaf) << 32 | u64::from(morton((x, y))), at as u32)
    };
    let mut order: Vec<(u64, u32)> = (0..len).map(sorted).collect();
    order.sort_unstable();
    order.into_iter().map(|(_, at)| at).collect()
}

/// Refuses lists that cannot be.
pub(crate) fn check_k(k: usize, rows: usize) -> Result<(), Refusal> {
    let most = K_MOST.min(rows);
    match k {
        0 => Err(Refusal::NoRows),
        _ if k > most => Err(Refusal::TooManyRows { asked: k, most }),
        _ => Ok(()),
    }
}

/// All openings, to be asked by seekers.
#[derive(Debug, Clone)]
pub struct OpeningIndex(pub(crate) Index<OpeningSide>);

impl OpeningIndex {
    /// An index of all openings.
    pub fn build(columns: &Columns) -> Self {
        let rows = |at: usize| Some(columns.openings.row(at));
        Self(Index::build(&columns.tree, columns.skills, &rows, columns.openings.len()))
    }

    /// The best `k` openings of one seeker, best first, ties by number.
    ///
    /// # Errors
    /// [`Refusal`] when `k` is nought or more than there are openings.
    pub fn best(&self, seeker: &SeekerRow, k: usize, path: Path) -> Result<Vec<Listed>, Refusal> {
        check_k(k, self.0.slots.len())?;
        Ok(Asking::new(&self.0).one(&self.0, seeker, &plain(&|_| k, 1, path)))
    }

    /// Asks for one seeker after another without making room anew; `tell` gets each list.
    ///
    /// # Errors
    /// As [`OpeningIndex::best`].
    pub fn best_of_each(
        &self,
        seekers: &mut dyn Iterator<Item = SeekerRow>,
        k: usize,
        path: Path,
        tell: &mut dyn FnMut(&[Listed]),
    ) -> Result<(), Refusal> {
        check_k(k, self.0.slots.len())?;
        let mut asking = Asking::new(&self.0);
        for seeker in seekers {
            tell(&asking.one(&self.0, &seeker, &plain(&|_| k, 1, path)));
        }
        Ok(())
    }

    /// The best `k` openings of every seeker.
    ///
    /// # Errors
    /// As [`OpeningIndex::best`].
    pub fn all(&self, columns: &Columns, k: usize, threads: usize, path: Path) -> Result<Lists, Refusal> {
        check_k(k, self.0.slots.len())?;
        let seekers = &columns.seekers;
        let order = by_place(seekers.len(), &|at| (seekers.wishes[at][0], seekers.x[at], seekers.y[at]));
        Ok(ask_all(
            &self.0,
            &order,
            seekers.len(),
            &|at| seekers.row(at as usize),
            &plain(&|_| k, threads, path),
        ))
    }
}

/// All seekers, to be asked by openings.
#[derive(Debug, Clone)]
pub struct SeekerIndex(pub(crate) Index<SeekerSide>);

impl SeekerIndex {
    /// An index of all seekers.
    pub fn build(columns: &Columns) -> Self {
        let rows = |at: usize| Some(columns.seekers.row(at));
        Self(Index::build(&columns.tree, columns.skills, &rows, columns.seekers.len()))
    }

    /// The best `k` seekers of one opening, best first, ties by number.
    ///
    /// # Errors
    /// [`Refusal`] when `k` is nought or more than there are seekers.
    pub fn best(&self, opening: &OpeningRow, k: usize, path: Path) -> Result<Vec<Listed>, Refusal> {
        check_k(k, self.0.slots.len())?;
        Ok(Asking::new(&self.0).one(&self.0, opening, &plain(&|_| k, 1, path)))
    }

    /// The best `k` seekers of every opening.
    ///
    /// # Errors
    /// As [`SeekerIndex::best`].
    pub fn all(&self, columns: &Columns, k: usize, threads: usize, path: Path) -> Result<Lists, Refusal> {
        check_k(k, self.0.slots.len())?;
        let openings = &columns.openings;
        let order = by_place(openings.len(), &|at| (openings.occupation[at], openings.x[at], openings.y[at]));
        Ok(ask_all(
            &self.0,
            &order,
            openings.len(),
            &|at| openings.row(at as usize),
            &plain(&|_| k, threads, path),
        ))
    }
}
