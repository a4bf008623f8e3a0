//! Which openings are suggested to somebody, and in which order: the one place that decides it. It must not know who
//! looks at the list, nor what is done with it.

use domain::id::{OpeningId, SeekerId};
use matching::Candidate;

use crate::projection::State;

/// A place in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Chosen {
    /// Which opening.
    pub(crate) opening: OpeningId,
    /// Whether a plan put it here for this person.
    pub(crate) planned: bool,
}

/// The places of a list, best first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Choice {
    /// At most as many as were asked for.
    pub(crate) rows: Vec<Chosen>,
    /// Entry of the change log for which the plan was made, where one chose.
    pub(crate) plan: Option<i64>,
}

/// At most `k` openings that meet every condition: the market's best. `_who` is whose registration it is; whoever asks
/// without one searches for themselves, which is never rationed.
pub(crate) fn choose(state: &State, _who: Option<SeekerId>, candidate: &Candidate, k: usize) -> Choice {
    let best = state.market.top_k(candidate, k);
    let rows = best.into_iter().map(|found| Chosen { opening: found.opening, planned: false });
    Choice { rows: rows.collect(), plan: None }
}
