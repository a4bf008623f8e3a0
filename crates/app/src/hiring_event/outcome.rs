//! What an event came to, without people: who came and what employers said, what the ledger knows of it, and which openings are
//! filled. Three kinds of figures that are never added together.

use domain::Ctx;
use domain::hiring_event::HiringEvent;
use domain::interview::{Outcome as End, State, Tally};
use domain::opening::StateName as OpeningState;
use domain::placement::StateName as ClaimState;

use crate::{App, Error};

/// What an event came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outcome {
    /// What was told of the talks.
    pub tally: Tally,
    /// Hires of it that stand in the ledger and wait for evidence.
    pub claimed: u32,
    /// Hires of it that the ledger confirms.
    pub confirmed: u32,
    /// Openings that were there.
    pub openings: u32,
    /// Of these, filled by now, however they were.
    pub filled: u32,
}

pub(super) async fn of(ctx: &Ctx, app: &App, event: &HiringEvent) -> Result<Outcome, Error> {
    let (store, tenant) = (&app.store, ctx.tenant);
    let all = store::interview::of_event(store, tenant, event.id).await.map_err(crate::fault)?;
    let mut outcome = Outcome { tally: Tally::of(&all), ..Outcome::default() };
    let claims = all.iter().filter_map(|one| match one.state {
        State::Ended { how: End::Hired { placement, .. }, .. } => placement,
        _ => None,
    });
    for claim in claims {
        let claim = store::placement::get(store, tenant, claim).await.map_err(crate::fault)?;
        match claim.state.name() {
            ClaimState::Claimed => outcome.claimed += 1,
            ClaimState::Confirmed | ClaimState::Ended => outcome.confirmed += 1,
            ClaimState::Rejected | ClaimState::Cancelled => {}
        }
    }
    for id in event.booths.iter().flat_map(|booth| &booth.openings) {
        let opening = store::opening::get(store, tenant, *id).await.map_err(crate::fault)?;
        outcome.openings += 1;
        outcome.filled += u32::from(opening.state.name() == OpeningState::Filled);
    }
    Ok(outcome)
}
