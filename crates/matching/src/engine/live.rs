//! An index that follows changes: rows go into free lanes where there are any, wait outside the index where
//! there are none, and the index is built anew when too many wait. The answers are those of an index built of
//! the same rows.

use super::columns::Columns;
use super::index::{EMPTY, Index};
use super::layout::Layout;
use super::lists::{Asking, SlotPrices, Wanted};
use super::shortlist::{EVERYBODY, Listed};

/// Rows outside the index that are borne, beside one in a thousand.
const WAITING: usize = 64;

/// One side as it stands.
#[derive(Clone)]
pub(crate) struct Live<L: Layout> {
    pub(crate) index: Index<L>,
    waiting: Vec<(u32, L::Row)>,
}

impl<L: Layout> Live<L> {
    pub(crate) fn build(columns: &Columns, rows: &dyn Fn(usize) -> Option<L::Row>, len: usize) -> Self {
        Self { index: Index::build(&columns.tree, columns.skills, rows, len), waiting: Vec::new() }
    }

    /// Adds a row that is not there; false when it is time to build anew, which then must be done.
    pub(crate) fn insert(&mut self, row: u32, own: &L::Row) -> bool {
        if !self.index.insert(row, own) {
            self.waiting.push((row, *own));
        }
        self.waiting.len() <= WAITING + self.index.slots.len() / 1_000
    }

    /// Takes a row out.
    pub(crate) fn remove(&mut self, row: u32, own: &L::Row) {
        self.waiting.retain(|(waiting, _)| *waiting != row);
        self.index.remove(row, own);
    }

    /// The list of one row of the other side. `price` gives the prices of those that wait.
    pub(crate) fn ask(
        &self,
        asking: &mut Asking<L>,
        asker: &L::Asker,
        wanted: &Wanted<'_>,
        price: &dyn Fn(u32) -> i32,
    ) -> Vec<Listed> {
        let mut list = asking.one(&self.index, asker, wanted);
        let k = (wanted.k)(0);
        let outside = self.waiting.iter().filter_map(|(row, own)| {
            let value = L::outside(&self.index.tree, own, asker)? - price(*row);
            (value >= wanted.floor).then_some(Listed { row: *row, value })
        });
        let before = list.len();
        list.extend(outside);
        if list.len() > before || k == EVERYBODY {
            list.sort_unstable_by_key(|listed| (-listed.value, listed.row));
            list.truncate(k);
        }
        list
    }

    /// Changes a price wherever the row stands in the index.
    pub(crate) fn price(&self, prices: &mut SlotPrices, row: u32, price: i32) {
        if self.index.slots.get(row as usize).is_some_and(|slots| slots[0] != EMPTY) {
            prices.set(&self.index, row, price);
        }
    }
}
