//! A filter with its keys looked up once, so that a million claims are asked in small numbers, the rarest first.
//!
//! It must not know rules of counting: what is in a cut only.

use jiff::civil::Date;

use super::{Basis, Claim, Event, Filter, Ledger};
use crate::area::AreaCode;

/// Number of a key that no claim has.
const NOBODY: u32 = u32::MAX;

/// The filter, ready to be asked.
pub struct Sieve<'a> {
    ledger: &'a Ledger,
    filter: &'a Filter,
    owner: Option<u32>,
    project: Option<u32>,
    employer: Option<u32>,
    /// By number of an area, whether it lies in the districts; zero is no area.
    inside: Vec<bool>,
}

impl<'a> Sieve<'a> {
    /// Looks the keys up in the ledger.
    pub fn new(ledger: &'a Ledger, filter: &'a Filter) -> Self {
        let inside = |area: &AreaCode| {
            area.district().is_some_and(|district| filter.districts.iter().any(|known| known == district))
        };
        let areas = ledger.areas.values().iter().map(inside);
        Self {
            ledger,
            filter,
            owner: filter.owner.map(|owner| ledger.bodies.find(&owner).unwrap_or(NOBODY)),
            project: filter.project.as_ref().map(|known| ledger.projects.find(known).unwrap_or(NOBODY)),
            employer: filter.employer.map(|known| ledger.employers.find(&known).unwrap_or(NOBODY)),
            inside: match filter.basis {
                Basis::Everyone => Vec::new(),
                Basis::Residents | Basis::Workplaces => std::iter::once(false).chain(areas).collect(),
            },
        }
    }

    /// Whether an event is in the cut.
    pub fn passes(&self, event: &Event) -> bool {
        self.filter.standing.is_none_or(|standing| event.standing == standing)
            && self.fits(&self.ledger.claims[event.primary as usize], event.start)
    }

    /// Whether a claim of a start is in the cut, apart from how well it is known.
    pub(super) fn fits(&self, claim: &Claim, start: Date) -> bool {
        let filter = self.filter;
        let inside = |area: u32| self.inside.get(area as usize).copied().unwrap_or(false);
        self.project.is_none_or(|project| claim.project == project)
            && self.employer.is_none_or(|employer| claim.employer == employer)
            && filter.class.is_none_or(|class| claim.class == class)
            && filter.how.is_none_or(|how| claim.how == how)
            && filter.from.is_none_or(|from| start >= from)
            && filter.to.is_none_or(|to| start <= to)
            && match filter.basis {
                Basis::Everyone => true,
                Basis::Residents => inside(claim.residence),
                Basis::Workplaces => inside(claim.work),
            }
            && filter.ages.as_ref().is_none_or(|ages| claim.age.is_some_and(|age| ages.contains(&age)))
            && self.owner.is_none_or(|owner| self.ledger.owner(claim) == owner)
            && filter.openings.as_ref().is_none_or(|among| {
                self.ledger.openings.get(claim.opening).is_some_and(|id| among.binary_search(id).is_ok())
            })
    }
}
