//! What is told of claims one by one: how each counts by itself, and what it lacks or waits for. It must not know
//! events.

use jiff::civil::Date;

use super::{Claim, Ledger, needs_service};
use crate::counting::{Standing, cr_06_standing, served_before};
use crate::id::{OpeningId, PlacementId, ServiceId};

impl Ledger {
    /// The services that would make a claim count had they been recorded in time, in the order of their ids.
    pub fn late_services(&self) -> Vec<ServiceId> {
        let mut late = Vec::new();
        for claim in self.claims.iter().filter(|claim| claim.barred.is_none() && needs_service(claim)) {
            let given = self.records(&claim.person).iter().filter_map(|person| self.services.get(person));
            let after = given.flatten().filter(|(_, given)| {
                served_before(given.on, claim.start) && !self.in_time(given, claim.start)
            });
            late.extend(after.map(|(id, _)| *id));
        }
        late.sort_unstable();
        late.dedup();
        late
    }

    /// The claims whose evidence waits for a second person, in the order of their ids.
    pub fn waiting(&self) -> impl Iterator<Item = PlacementId> {
        let waiting = self.claims.iter().filter(|claim| claim.waits && claim.barred.is_none());
        waiting.map(|claim| claim.id)
    }

    /// The claims that their person confirmed from an account given by the one who entered them, and that nobody else has
    /// looked at, in the order of their ids.
    pub fn handed(&self) -> Vec<PlacementId> {
        let handed = self.claims.iter().filter(|claim| claim.handed && claim.barred.is_none());
        handed.map(|claim| claim.id).collect()
    }

    /// The opening through which a claim came, if it was one of ours.
    pub fn opening_of(&self, id: PlacementId) -> Option<OpeningId> {
        let at = self.claims.binary_search_by_key(&id, |claim| claim.id).ok()?;
        self.openings.get(self.claims[at].opening).copied()
    }

    /// Confirmed or claimed, as a claim counts by itself (CR-06); `None` for one that is unknown.
    pub fn standing_of(&self, id: PlacementId, today: Date) -> Option<Standing> {
        let at = self.claims.binary_search_by_key(&id, |claim| claim.id).ok()?;
        Some(self.standing(&self.claims[at], today))
    }

    /// Confirmed or claimed on a day: whatever its evidence, what has not begun is claimed.
    pub(super) fn standing(&self, claim: &Claim, today: Date) -> Standing {
        let begun = claim.start <= today;
        if begun { cr_06_standing(claim.grade, self.key(claim.employer).1) } else { Standing::Claimed }
    }
}
