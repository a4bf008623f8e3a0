//! Under which body a claim is told: who owns an event, who had a part in it (CR-01), and who goes on with the work of a
//! body that is no more. It must not know figures.

use std::collections::BTreeMap;

use super::{Claim, Counted, Event, Filter, Ledger, Sieve};
use crate::counting::Contributed;
use crate::id::OrganisationId;
use crate::organisation::Successor;

impl Ledger {
    /// Learns which body goes on with the work of another: what begins from that day on is told under its name, what
    /// began before stays under the old one.
    pub fn succeed(&mut self, body: OrganisationId, successor: Option<Successor>) {
        let body = self.bodies.number(&body);
        match successor {
            Some(Successor { id, from }) => {
                let heir = self.bodies.number(&id);
                self.heirs.insert(body, (heir, from));
            }
            None => {
                self.heirs.remove(&body);
            }
        }
    }

    /// The body that a claim is told under.
    pub(super) fn owner(&self, claim: &Claim) -> u32 {
        let mut owner = claim.owner;
        // As many steps as there are such bodies: a ring ends here.
        for _ in 0..self.heirs.len() {
            match self.heirs.get(&owner) {
                Some((heir, from)) if claim.start >= *from => owner = *heir,
                _ => break,
            }
        }
        owner
    }

    /// The body that owns an event.
    pub fn owner_of(&self, event: &Event) -> Option<OrganisationId> {
        self.bodies.get(self.owner(&self.claims[event.primary as usize])).copied()
    }

    /// The bodies that contributed to an event: named, or claimants of the same hire, never its owner.
    pub fn contributors_of(&self, counted: &Counted, event: &Event) -> Vec<OrganisationId> {
        let owner = self.owner(&self.claims[event.primary as usize]);
        let mut out: Vec<u32> = self
            .members(counted, event)
            .flat_map(|claim| {
                let named = self.contributors.get(&claim.id).into_iter().flatten().map(|(body, _)| *body);
                named.chain(std::iter::once(self.owner(claim)))
            })
            .filter(|body| *body != owner)
            .collect();
        out.sort_unstable();
        out.dedup();
        let mut ids: Vec<OrganisationId> =
            out.into_iter().filter_map(|body| self.bodies.get(body).copied()).collect();
        // In which order they were met changes nothing, no digest either.
        ids.sort_unstable();
        ids
    }

    /// In how many events of each body it had a part without owning them. Columns of their own, without a
    /// sum (CR-01).
    pub fn contributions(&self, counted: &Counted, filter: &Filter) -> BTreeMap<OrganisationId, Contributed> {
        let mut out = BTreeMap::new();
        let sieve = Sieve::new(self, filter);
        for event in counted.events.iter().filter(|event| sieve.passes(event)) {
            for body in self.contributors_of(counted, event) {
                out.entry(body).or_insert(Contributed(0)).0 += 1;
            }
        }
        out
    }
}
