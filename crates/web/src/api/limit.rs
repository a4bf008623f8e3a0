//! So many requests a minute from one address, or with one key: whoever asks too fast is told when to come back. Kept in memory;
//! a restart forgives.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;

/// Requests a minute from one address without a key, and with one key.
pub(crate) const ANYBODY: u32 = 120;
pub(crate) const KEYED: u32 = 1_200;
/// Callers that are remembered before those are forgotten who have not come for a minute.
const REMEMBERED: usize = 50_000;

/// Who asked how often in their minute.
#[derive(Debug, Default)]
pub(crate) struct Limits {
    callers: Mutex<HashMap<String, (i64, u32)>>,
}

impl Limits {
    /// Counts a request; `Err` with the seconds after which the next is welcome.
    pub(crate) fn ask(&self, caller: &str, most: u32, now: Timestamp) -> Result<(), i64> {
        let now = now.as_second();
        let mut callers = self.callers.lock().unwrap_or_else(PoisonError::into_inner);
        if callers.len() >= REMEMBERED && !callers.contains_key(caller) {
            callers.retain(|_, (since, _)| now - *since < 60);
        }
        let (since, times) = callers.entry(caller.to_owned()).or_insert((now, 0));
        if now - *since >= 60 {
            (*since, *times) = (now, 0);
        }
        if *times >= most {
            return Err(60 - (now - *since));
        }
        *times += 1;
        Ok(())
    }
}
