//! The lists of all seekers, kept up to date: an opening is added, changed or closed, and exactly the lists
//! that it touches are changed. Each seeker's price in the mirror is what a newcomer must beat, so one
//! question finds everybody concerned.
//!
//! Any sequence of changes leaves what building everything anew would give.

use super::columns::{Columns, OpeningRow, SeekerRow};
use super::index::Index;
use super::limit::{K_MOST, Refusal};
use super::lists::{Asking, OpeningIndex, SlotPrices, Wanted, check_k, plain};
use super::live::Live;
use super::opening_side::OpeningSide;
use super::path::Path;
use super::seeker_side::SeekerSide;
use super::shortlist::{EVERYBODY, Listed};
use crate::score::ACCEPTABLE;

/// Seekers, openings and lists.
pub struct Exchange {
    columns: Columns,
    /// Whether each row is there.
    seeking: Vec<bool>,
    open: Vec<bool>,
    openings: Live<OpeningSide>,
    seekers: Live<SeekerSide>,
    to_openings: Asking<OpeningSide>,
    to_seekers: Asking<SeekerSide>,
    lists: Vec<Vec<Listed>>,
    thresholds: SlotPrices,
    k: usize,
    path: Path,
}

/// What a newcomer's score must exceed. Equal scores may win by number.
fn threshold(list: &[Listed], k: usize) -> i32 {
    match list.last() {
        Some(last) if list.len() == k => last.value - 1,
        _ => ACCEPTABLE - 1,
    }
}

impl Exchange {
    /// Lists of the best `k` of everybody.
    ///
    /// # Errors
    /// [`Refusal`] when `k` is nought or more than a list may hold, or a row is beyond the limits.
    pub fn open(columns: Columns, k: usize, threads: usize, path: Path) -> Result<Self, Refusal> {
        columns.check()?;
        check_k(k, K_MOST)?;
        // A market may begin empty and grow.
        let known = k.min(columns.openings.len());
        let lists: Vec<Vec<Listed>> = if known == 0 {
            vec![Vec::new(); columns.seekers.len()]
        } else {
            let all = OpeningIndex::build(&columns).all(&columns, known, threads, path)?;
            (0..all.len()).map(|row| all.of(row).to_vec()).collect()
        };
        let rows = |at: usize| Some(columns.seekers.row(at));
        let seekers: Live<SeekerSide> = Live::build(&columns, &rows, columns.seekers.len());
        let openings: Live<OpeningSide> =
            Live::build(&columns, &|at| Some(columns.openings.row(at)), columns.openings.len());
        let mut exchange = Self {
            seeking: vec![true; columns.seekers.len()],
            open: vec![true; columns.openings.len()],
            to_openings: Asking::new(&openings.index),
            to_seekers: Asking::new(&seekers.index),
            thresholds: SlotPrices::free(&seekers.index),
            columns,
            openings,
            seekers,
            lists,
            k,
            path,
        };
        exchange.thresholds = exchange.thresholds_of(&exchange.seekers.index);
        Ok(exchange)
    }

    /// The list of a seeker.
    pub fn list(&self, seeker: u32) -> &[Listed] {
        self.lists.get(seeker as usize).map_or(&[], Vec::as_slice)
    }

    /// The best seekers of an opening, whether it stands in the market or not: what its employer is shown.
    ///
    /// # Errors
    /// [`Refusal`] when `k` is nought or more than a list may hold.
    pub fn best_seekers(&mut self, opening: &OpeningRow, k: usize) -> Result<Vec<Listed>, Refusal> {
        check_k(k, K_MOST)?;
        let every = |_| k;
        Ok(self.seekers.ask(&mut self.to_seekers, opening, &plain(&every, 1, self.path), &|_| 0))
    }

    /// The columns as they stand; rows that are gone keep their last values.
    pub fn columns(&self) -> &Columns {
        &self.columns
    }

    /// Adds an opening under the next number, or changes one; gives the seekers whose lists it changed.
    ///
    /// # Errors
    /// [`Refusal`] when the row is beyond the limits or the number is not the next.
    pub fn put_opening(&mut self, at: u32, row: OpeningRow) -> Result<Vec<u32>, Refusal> {
        let number = at as usize;
        self.columns.check_opening(number, &row)?;
        if number > self.columns.openings.len() {
            return Err(Refusal::TooManyOpenings(number));
        }
        let mut touched = Vec::new();
        if number == self.columns.openings.len() {
            self.columns.openings.push(row);
            self.open.push(true);
        } else {
            if self.open[number] {
                touched = self.close_opening(at);
            }
            self.columns.openings.set(number, row);
            self.open[number] = true;
        }
        if !self.openings.insert(at, &row) {
            let (columns, open) = (&self.columns, &self.open);
            let rows = |at: usize| open[at].then(|| columns.openings.row(at));
            self.openings = Live::build(columns, &rows, open.len());
            self.to_openings = Asking::new(&self.openings.index);
        }
        for (seeker, score) in self.concerned(&row) {
            let list = &mut self.lists[seeker as usize];
            let new = (-score, at);
            let place = list.partition_point(|listed| (-listed.value, listed.row) < new);
            if place < self.k {
                list.insert(place, Listed { row: at, value: score });
                list.truncate(self.k);
                self.renew_threshold(seeker);
                touched.push(seeker);
            }
        }
        touched.sort_unstable();
        touched.dedup();
        Ok(touched)
    }

    /// Closes an opening; gives the seekers whose lists it leaves.
    pub fn close_opening(&mut self, at: u32) -> Vec<u32> {
        if !self.open.get(at as usize).copied().unwrap_or(false) {
            return Vec::new();
        }
        let row = self.columns.openings.row(at as usize);
        self.open[at as usize] = false;
        self.openings.remove(at, &row);
        let mut touched = Vec::new();
        // Whoever has it in the list scores at least as high as the last of the list.
        for (seeker, _) in self.concerned(&row) {
            if self.lists[seeker as usize].iter().any(|listed| listed.row == at) {
                self.list_anew(seeker);
                touched.push(seeker);
            }
        }
        touched.sort_unstable();
        touched
    }

    /// Adds a seeker under the next number, or changes one.
    ///
    /// # Errors
    /// [`Refusal`] when the row is beyond the limits or the number is not the next.
    pub fn put_seeker(&mut self, at: u32, row: SeekerRow) -> Result<(), Refusal> {
        let number = at as usize;
        self.columns.check_seeker(number, &row)?;
        if number > self.columns.seekers.len() {
            return Err(Refusal::TooManySeekers(number));
        }
        if number == self.columns.seekers.len() {
            self.columns.seekers.push(row);
            self.seeking.push(true);
            self.lists.push(Vec::new());
        } else {
            self.remove_seeker(at);
            self.columns.seekers.set(number, row);
            self.seeking[number] = true;
        }
        let fits = self.seekers.insert(at, &row);
        self.list_anew(at);
        if !fits {
            let (columns, seeking) = (&self.columns, &self.seeking);
            let rows = |at: usize| seeking[at].then(|| columns.seekers.row(at));
            self.seekers = Live::build(columns, &rows, seeking.len());
            self.to_seekers = Asking::new(&self.seekers.index);
            self.thresholds = self.thresholds_of(&self.seekers.index);
        }
        Ok(())
    }

    /// Takes a seeker out.
    pub fn remove_seeker(&mut self, at: u32) {
        if !self.seeking.get(at as usize).copied().unwrap_or(false) {
            return;
        }
        self.seekers.remove(at, &self.columns.seekers.row(at as usize));
        self.seeking[at as usize] = false;
        self.lists[at as usize].clear();
    }

    /// Seekers for whom this opening is at least as good as the last of their list, with the scores.
    pub fn concerned(&mut self, row: &OpeningRow) -> Vec<(u32, i32)> {
        let wanted = Wanted {
            k: &|_| EVERYBODY,
            floor: 1,
            prices: Some(self.thresholds.view(1)),
            threads: 1,
            path: self.path,
        };
        let (lists, k) = (&self.lists, self.k);
        let price = |seeker: u32| threshold(&lists[seeker as usize], k);
        let found = self.seekers.ask(&mut self.to_seekers, row, &wanted, &price);
        found.into_iter().map(|listed| (listed.row, listed.value + price(listed.row))).collect()
    }

    fn list_anew(&mut self, seeker: u32) {
        let row = self.columns.seekers.row(seeker as usize);
        let k = self.k;
        let every = |_| k;
        let wanted = plain(&every, 1, self.path);
        let list = self.openings.ask(&mut self.to_openings, &row, &wanted, &|_| 0);
        self.lists[seeker as usize] = list;
        self.renew_threshold(seeker);
    }

    fn renew_threshold(&mut self, seeker: u32) {
        let price = threshold(&self.lists[seeker as usize], self.k);
        self.seekers.price(&mut self.thresholds, seeker, price);
    }

    fn thresholds_of(&self, index: &Index<SeekerSide>) -> SlotPrices {
        let by_row: Vec<i32> = self.lists.iter().map(|list| threshold(list, self.k)).collect();
        SlotPrices::of(index, &by_row)
    }
}
