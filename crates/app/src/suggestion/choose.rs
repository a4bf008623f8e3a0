//! Which openings are suggested to somebody, and in which order: the one place that decides it. It must not know who
//! looks at the list, nor what is done with it.

use std::collections::BTreeSet;

use domain::id::{OpeningId, SeekerId};
use matching::Candidate;

use crate::allotment::Plan;
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

/// What a list is for.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind<'a> {
    /// Everything that fits, best first: whoever searches is never rationed.
    Search,
    /// The few that are suggested to a registered person, by the plan where there is one.
    Few {
        /// Whose registration.
        who: SeekerId,
        /// Everybody's lists as they were last worked out.
        plan: Option<&'a Plan>,
        /// Fewest rows that are filled up where the plan's no longer hold.
        least: usize,
        /// What may not be suggested now: nobody could be referred there.
        full: &'a BTreeSet<OpeningId>,
    },
}

/// At most `k` openings that meet every condition. What was planned for the person comes first and, while enough of it still
/// holds, alone. Whoever the plan does not know as they are, or has nothing for, gets what fits best at this moment.
pub(crate) fn choose(state: &State, kind: Kind<'_>, candidate: &Candidate, k: usize) -> Choice {
    let Kind::Few { who, plan, least, full } = kind else {
        let best = state.market.top_k(candidate, k).into_iter();
        return Choice { rows: best.map(|found| plain(found.opening)).collect(), plan: None };
    };
    let may = |opening: &OpeningId| !full.contains(opening);
    let listed = plan.and_then(|plan| Some((plan.seq, plan.listed(who, candidate)?)));
    let mut rows: Vec<Chosen> = Vec::new();
    if let Some((_, places)) = listed {
        let still = places.iter().map(|place| place.opening).filter(may);
        let still = still.filter(|opening| state.market.matched(candidate, *opening).is_some());
        rows.extend(still.map(|opening| Chosen { opening, planned: true }));
    }
    let plan = listed.map(|(seq, _)| seq).filter(|_| !rows.is_empty());
    let wanted = if plan.is_some() { k.min(least) } else { k };
    if rows.len() < wanted {
        let best = state.market.top_k(candidate, wanted + rows.len() + full.len());
        let best = best.into_iter().map(|found| found.opening).filter(may);
        let others: Vec<OpeningId> = best.filter(|one| rows.iter().all(|row| row.opening != *one)).collect();
        rows.extend(others.into_iter().take(wanted - rows.len()).map(plain));
    }
    rows.truncate(k);
    Choice { rows, plan }
}

fn plain(opening: OpeningId) -> Chosen {
    Chosen { opening, planned: false }
}
