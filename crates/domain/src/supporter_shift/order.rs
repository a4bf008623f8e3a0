//! In which order supporters are asked. It must not know who fits a shift.

use jiff::civil::Date;

use crate::cohort::Seed;
use crate::id::SupporterId;

/// Somebody who may be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    /// Whose offer.
    pub supporter: SupporterId,
    /// Day of the last shift to which they said yes; `None` for whoever had none.
    pub last_on: Option<Date>,
}

/// In which order people are asked: whoever waited longest since a shift first, those who had none before everybody; who is
/// equal is drawn from the shift's seed. The same whatever the order in which people are looked at.
pub fn order(mut candidates: Vec<Candidate>, seed: &Seed) -> Vec<SupporterId> {
    candidates.sort_by_cached_key(|one| (one.last_on, seed.lot(one.supporter)));
    candidates.dedup_by_key(|one| one.supporter);
    candidates.into_iter().map(|one| one.supporter).collect()
}
