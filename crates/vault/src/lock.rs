//! The locks of one database file among the connections of this process, as SQLite describes them: five
//! levels on the file, eight places in the index of the write-ahead log.
//!
//! Other processes are kept out altogether by a lock of the operating system on the file, so nothing here
//! need reach beyond memory. It must not know files or blocks.

use std::ops::Range;

use sqlite_plugin::flags::{LockLevel, ShmLockMode};

/// Another connection is in the way.
#[derive(Debug, PartialEq, Eq)]
pub struct Held;

/// Who holds the file.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Levels {
    /// Connections that read or more.
    readers: usize,
    /// The one that may go on to write, and how far it has come.
    writer: Option<(u64, LockLevel)>,
}

impl Levels {
    /// Raises connection `who`, which has `have`. What it has afterwards is written there, also when it is
    /// refused: one that waits for readers to go keeps new ones out.
    ///
    /// # Errors
    /// [`Held`].
    pub fn raise(&mut self, who: u64, have: &mut LockLevel, want: LockLevel) -> Result<(), Held> {
        if *have >= want {
            return Ok(());
        }
        if *have == LockLevel::Unlocked {
            if self.writer.is_some_and(|(_, level)| level >= LockLevel::Pending) {
                return Err(Held);
            }
            self.readers += 1;
            *have = LockLevel::Shared;
        }
        if want == LockLevel::Shared {
            return Ok(());
        }
        if self.writer.is_some_and(|(other, _)| other != who) {
            return Err(Held);
        }
        let level = match want {
            LockLevel::Exclusive if self.readers > 1 => LockLevel::Pending,
            other => other,
        };
        self.writer = Some((who, level));
        *have = level;
        if level < want { Err(Held) } else { Ok(()) }
    }

    /// Lowers connection `who` to reading or to nothing.
    pub fn lower(&mut self, who: u64, have: &mut LockLevel, want: LockLevel) {
        if *have <= want {
            return;
        }
        if self.writer.is_some_and(|(writer, _)| writer == who) {
            self.writer = None;
        }
        if want == LockLevel::Unlocked {
            self.readers = self.readers.saturating_sub(1);
        }
        *have = want;
    }

    /// Whether a connection is on its way to writing.
    pub fn is_reserved(&self) -> bool {
        self.writer.is_some()
    }
}

/// Places of the index that can be locked.
pub const PLACES: usize = 8;

/// Who holds which places of the index: readers counted, or −1 for the one that has it alone.
#[derive(Debug, Default)]
pub struct Places(pub [i32; PLACES]);

/// What one connection holds, a bit a place.
#[derive(Debug, Default, Clone, Copy)]
pub struct Mine {
    shared: u8,
    alone: u8,
}

impl Places {
    /// Takes or gives back a run of places, all of it or nothing.
    ///
    /// # Errors
    /// [`Held`], also of a place that is not there.
    pub fn change(&mut self, mine: &mut Mine, run: Range<usize>, mode: ShmLockMode) -> Result<(), Held> {
        let Some(places) = self.0.get_mut(run.clone()) else { return Err(Held) };
        let first = 1_u8.checked_shl(run.start as u32).unwrap_or(0);
        let bits = (0..run.len()).fold(0, |bits, at| bits | first << at);
        let is_in = |held: u8, at: usize| held & (first << at) != 0;
        match mode {
            ShmLockMode::LockShared => {
                let fresh = |at: usize| !is_in(mine.shared, at);
                if places.iter().enumerate().any(|(at, held)| fresh(at) && *held < 0) {
                    return Err(Held);
                }
                for (_, held) in places.iter_mut().enumerate().filter(|(at, _)| fresh(*at)) {
                    *held += 1;
                }
                mine.shared |= bits;
            }
            ShmLockMode::LockExclusive => {
                let fresh = |at: usize| !is_in(mine.alone, at);
                if places.iter().enumerate().any(|(at, held)| fresh(at) && *held != 0) {
                    return Err(Held);
                }
                places.fill(-1);
                mine.alone |= bits;
            }
            ShmLockMode::UnlockShared => {
                for (_, held) in places.iter_mut().enumerate().filter(|(at, _)| is_in(mine.shared, *at)) {
                    *held -= 1;
                }
                mine.shared &= !bits;
            }
            ShmLockMode::UnlockExclusive => {
                for (_, held) in places.iter_mut().enumerate().filter(|(at, _)| is_in(mine.alone, *at)) {
                    *held = 0;
                }
                mine.alone &= !bits;
            }
        }
        Ok(())
    }

    /// Gives back whatever a connection still holds.
    pub fn release(&mut self, mine: &mut Mine) {
        for place in 0..PLACES {
            for mode in [ShmLockMode::UnlockShared, ShmLockMode::UnlockExclusive] {
                // Giving back is never refused.
                let _ = self.change(mine, place..place + 1, mode);
            }
        }
    }
}
