//! The index of the write-ahead log: memory that all connections of this process to one file read and
//! write at once. It is nowhere on disk; a start makes it anew out of the log.
//!
//! It must not know what SQLite keeps in it.

use std::ptr::NonNull;
use std::sync::atomic::AtomicU64;

use super::lock::Places;

/// Memory and locks of an index.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// Never moved or freed while a connection uses them. Atomic cells, because others write what one reads.
    regions: Vec<Box<[AtomicU64]>>,
    /// Connections that use it.
    users: usize,
    /// Locks in it.
    pub(super) places: Places,
}

impl Index {
    /// A connection begins to use it.
    pub(super) fn enter(&mut self) {
        self.users += 1;
    }

    /// A connection stops using it; after the last one it is empty, as the next expects it.
    pub(super) fn leave(&mut self) {
        self.users = self.users.saturating_sub(1);
        if self.users == 0 {
            self.regions.clear();
        }
    }

    /// A region of so many bytes, made if it is not there and may be.
    pub(super) fn region(&mut self, number: usize, bytes: usize, make: bool) -> Option<NonNull<u8>> {
        while make && self.regions.len() <= number {
            self.regions.push((0..bytes.div_ceil(8)).map(|_| AtomicU64::new(0)).collect());
        }
        let region = self.regions.get(number)?;
        Some(NonNull::from(region.as_ref()).cast())
    }
}
