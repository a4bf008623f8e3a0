//! What one body's claims of a span came to: those it owns, those another body already told, and those that a rule
//! leaves out. It must not know what a report looks like.

use std::collections::{BTreeSet, HashSet};

use jiff::civil::Date;

use super::{Counted, Ledger};
use crate::counting::Rule;
use crate::id::{OrganisationId, PlacementId};

/// A body's claims of a span of days of start, without those that were taken back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reported {
    /// Claims that own their event: they count for the body, once in the city (CR-01).
    pub own: Vec<PlacementId>,
    /// Claims that own events of other bodies in which this one had a part: linked, and not counted again.
    pub linked: Vec<PlacementId>,
    /// Claims that do not count as they stand, each with its rule.
    pub left_out: Vec<(PlacementId, Rule)>,
    /// The people of all but the linked ones, each once (CR-03).
    pub persons: usize,
}

impl Reported {
    /// How many rows the body reports: what another body told already is not a row of it.
    pub fn rows(&self) -> usize {
        self.own.len() + self.left_out.len()
    }
}

impl Ledger {
    /// What a body's claims of a span came to.
    pub fn reported(&self, counted: &Counted, body: OrganisationId, span: (Date, Date)) -> Reported {
        let mut out = Reported::default();
        let Some(body) = self.bodies.find(&body) else { return out };
        let theirs = |at: u32| {
            let claim = &self.claims[at as usize];
            self.owner(claim) == body && claim.start >= span.0 && claim.start <= span.1
        };
        let mut within: HashSet<u32> = (0..self.claims.len() as u32).filter(|at| theirs(*at)).collect();
        let mut people: BTreeSet<u32> = BTreeSet::new();
        for event in counted.events.iter().filter(|event| near(event.start, span)) {
            let members = &counted.order[event.first as usize..(event.first + event.len) as usize];
            let primary = &self.claims[event.primary as usize];
            let told = members.iter().filter(|at| within.remove(at)).count() > 0;
            let named = || {
                self.contributors
                    .get(&primary.id)
                    .is_some_and(|named| named.iter().any(|(named, _)| *named == body))
            };
            let in_span = primary.start >= span.0 && primary.start <= span.1;
            if self.owner(primary) == body && in_span {
                people.insert(event.person);
                out.own.push(primary.id);
            } else if self.owner(primary) != body && (told || (in_span && named())) {
                out.linked.push(primary.id);
            }
        }
        for at in within {
            let claim = &self.claims[at as usize];
            let Some(rule) = counted.barred(claim.id).filter(|rule| *rule != Rule::Cr17) else { continue };
            people.insert(self.records(&claim.person)[0]);
            out.left_out.push((claim.id, rule));
        }
        out.own.sort_unstable();
        out.linked.sort_unstable();
        out.left_out.sort_unstable();
        out.persons = people.len();
        out
    }
}

/// Whether a claim of a span may be in an event of this start: claims of one event begin within a week.
fn near(start: Date, span: (Date, Date)) -> bool {
    let week = jiff::Span::new().days(super::SAME_EVENT_DAYS);
    start >= span.0.saturating_sub(week) && start <= span.1.saturating_add(week)
}
