//! What became of named people after a day: who of them worked on another, and who of those hired stayed (CR-11, CR-22). It
//! must not know what they completed; when is asked is said in [`crate::cohort`].

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{Counted, Event, Kept, Ledger};
use crate::counting::{Class, Figure, Filled, Persons, Standing};
use crate::id::{PersonId, PlacementId};
use crate::placement::RETENTION_MONTHS;

/// Different people who worked on a day, by how it is known. They are people of those who completed, no jobs: no function
/// leads from here to job events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Employed {
    /// By a record of employment insurance (E1): what the national series counts.
    pub insured: Figure<Filled, Persons>,
    /// By other evidence that confirms.
    pub otherwise: Figure<Filled, Persons>,
}

impl Employed {
    /// Of what [`Ledger::worked_on`] found.
    pub fn of(found: &[(PlacementId, bool)]) -> Self {
        let insured = i64::try_from(found.iter().filter(|(_, insured)| *insured).count()).unwrap_or(i64::MAX);
        let all = i64::try_from(found.len()).unwrap_or(i64::MAX);
        Self { insured: Figure::new(insured), otherwise: Figure::new(all - insured) }
    }

    /// All of them.
    pub fn people(self) -> Figure<Filled, Persons> {
        self.insured + self.otherwise
    }
}

impl Ledger {
    /// Of these people, those who began a confirmed job from one day to another and held it on the second: the claim that
    /// owns it, one a person, and whether employment insurance shows it. A job is one of R1, R4 or R5: a public job and work
    /// by the day last for a programme or a day and are not held by themselves.
    pub fn worked_on(
        &self,
        counted: &Counted,
        people: &[PersonId],
        (from, on): (Date, Date),
    ) -> Vec<(PlacementId, bool)> {
        let mut found = Vec::new();
        for person in self.roots(people) {
            let held = self
                .begun(counted, person, (from, on))
                .filter(|event| self.is_held(counted, event, on))
                .map(|event| (!self.insured(counted, event), self.claims[event.primary as usize].id));
            found.extend(held.min().map(|(uninsured, id)| (id, !uninsured)));
        }
        found
    }

    /// Of the jobs that these people began from one day to another, how many they still had so many months after each began
    /// (CR-22), of those whose day has come.
    pub fn stayed_after(
        &self,
        counted: &Counted,
        people: &[PersonId],
        span: (Date, Date),
        (months, as_of): (u8, Date),
    ) -> Kept {
        let mut kept = Kept::default();
        let Some(nth) = RETENTION_MONTHS.iter().position(|known| *known == months) else { return kept };
        for person in self.roots(people) {
            for event in self.begun(counted, person, span) {
                if let Some(look) = self.kept(counted, event, nth, as_of) {
                    kept.add(look);
                }
            }
        }
        kept
    }

    /// The confirmed jobs that these people began from one day to another: the claims that own them.
    pub fn begun_by(&self, counted: &Counted, people: &[PersonId], span: (Date, Date)) -> Vec<PlacementId> {
        let events = self.roots(people).into_iter().flat_map(|person| self.begun(counted, person, span));
        events.map(|event| self.claims[event.primary as usize].id).collect()
    }

    /// The numbers under which these people are counted, each once.
    fn roots(&self, people: &[PersonId]) -> BTreeSet<u32> {
        people.iter().filter_map(|id| self.people.find(id)).map(|number| self.records(&number)[0]).collect()
    }

    /// The confirmed jobs of a person that began in a span. Events come by person.
    fn begun<'a>(
        &'a self,
        counted: &'a Counted,
        person: u32,
        (from, to): (Date, Date),
    ) -> impl Iterator<Item = &'a Event> {
        let first = counted.events.partition_point(|event| event.person < person);
        let own = counted.events[first..].iter().take_while(move |event| event.person == person);
        own.filter(move |event| {
            let class = self.claims[event.primary as usize].class;
            event.standing == Standing::Confirmed
                && matches!(class, Class::R1 | Class::R4 | Class::R5)
                && event.start >= from
                && event.start <= to
        })
    }

    /// Whether nothing that is known says that a person had left, or died, before a day. Whoever was seen there later than
    /// one body says they left was there.
    fn is_held(&self, counted: &Counted, event: &Event, on: Date) -> bool {
        let mut died = self.records(&event.person).iter().filter_map(|person| self.died.get(person));
        let left = self.members(counted, event).filter_map(|claim| claim.left).max();
        let seen = self.members(counted, event).map(|claim| claim.seen).max();
        !died.any(|day| *day < on)
            && (left.is_none_or(|left| left >= on) || seen.is_some_and(|seen| seen >= on))
    }
}
