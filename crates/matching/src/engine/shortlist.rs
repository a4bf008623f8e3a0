//! The best `k` seen so far, in order: by value, ties to the lower row.
//!
//! It must not know what a value means.

/// One row of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listed {
    /// Number of the row on the other side.
    pub row: u32,
    /// Score less price.
    pub value: i32,
}

/// A list without an end; it is not kept in order.
pub(crate) const EVERYBODY: usize = usize::MAX;

/// Lifts values above nought in keys.
const LIFT: i64 = 1 << 30;

/// The list, as keys in falling order. A key is the value above the complement of the row.
#[derive(Debug, Clone, Default)]
pub struct Shortlist {
    keys: Vec<u64>,
    k: usize,
    floor: i32,
}

impl Shortlist {
    /// Begins a list of at most `k` rows of at least `floor`.
    pub fn begin(&mut self, k: usize, floor: i32) {
        self.keys.clear();
        self.k = k;
        self.floor = floor;
    }

    /// What a value must reach to enter, were its row the lowest.
    #[inline(always)]
    pub(crate) fn threshold(&self) -> i32 {
        self.floor
    }

    /// Takes a row in, if it is among the best so far.
    #[inline(always)]
    pub fn offer(&mut self, value: i32, row: u32) {
        if value < self.floor {
            return;
        }
        let key = ((i64::from(value) + LIFT) as u64) << 32 | u64::from(!row);
        if self.k == EVERYBODY {
            self.keys.push(key);
            return;
        }
        let full = self.keys.len() == self.k;
        if full {
            if key <= self.keys[self.k - 1] {
                return;
            }
            self.keys.pop();
        }
        let mut at = self.keys.len();
        if at <= 32 {
            while at > 0 && self.keys[at - 1] < key {
                at -= 1;
            }
        } else {
            at = self.keys.partition_point(|known| *known > key);
        }
        self.keys.insert(at, key);
        if self.keys.len() == self.k {
            self.floor = self.floor.max(value_of(self.keys[self.k - 1]));
        }
    }

    /// The list, best first.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = Listed> + '_ {
        self.keys.iter().map(|key| Listed { row: !(*key as u32), value: value_of(*key) })
    }
}

fn value_of(key: u64) -> i32 {
    ((key >> 32) as i64 - LIFT) as i32
}
