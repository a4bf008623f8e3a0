//! Many questions to the ledger at once: what each asks for, by quarter and for the year, in one pass over the events. It must not
//! know who asks; a measure's question is made in [`crate::measure`].

use std::collections::HashMap;

use super::figures::{Filter, Part};
use super::{Counted, Event, Ledger, Sieve};
use crate::counting::{Claimed, Events, Figure, Filled, PersonDays, Persons, Standing};
use crate::id::{OrganisationId, PlacementId};
use crate::placement::Contribution;

/// One question: a cut, and maybe only a part of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Asked {
    /// Which events.
    pub filter: Filter,
    /// Only what is behind one number of a line.
    pub part: Option<Part>,
}

/// What a question comes to, each unit and grade apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Confirmed events.
    pub filled: Figure<Filled, Events>,
    /// The people of them, each once (CR-03).
    pub filled_persons: Figure<Filled, Persons>,
    /// Their days.
    pub days: Figure<Filled, PersonDays>,
    /// Events by word only.
    pub claimed: Figure<Claimed, Events>,
    /// The people of them, each once.
    pub claimed_persons: Figure<Claimed, Persons>,
    /// Days by word only.
    pub claimed_days: Figure<Claimed, PersonDays>,
}

/// The answer to one question. The people of four quarters are no fewer than those of the year: one may work in two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Answer {
    /// Of the whole span.
    pub whole: Tally,
    /// By quarter of the start.
    pub quarters: [Tally; 4],
}

/// Whom a bucket saw last: events come by person, so a person is new when the last one was another.
#[derive(Clone, Copy, Default)]
struct Last([u32; 2]);

impl Tally {
    fn add(&mut self, last: &mut Last, event: &Event, days: i64) {
        let new = std::mem::replace(&mut last.0[event.standing as usize], event.person) != event.person;
        let person = i64::from(new);
        match event.standing {
            Standing::Confirmed => {
                self.filled = self.filled + Figure::new(1);
                self.filled_persons = self.filled_persons + Figure::new(person);
                self.days = self.days + Figure::new(days);
            }
            Standing::Claimed => {
                self.claimed = self.claimed + Figure::new(1);
                self.claimed_persons = self.claimed_persons + Figure::new(person);
                self.claimed_days = self.claimed_days + Figure::new(days);
            }
        }
    }
}

impl Ledger {
    /// Answers all questions in one pass. A question is a list of cuts: an event that several of them hold is told once.
    pub fn answers(&self, counted: &Counted, questions: &[Vec<Asked>]) -> Vec<Answer> {
        let mut by_owner: HashMap<OrganisationId, Vec<(usize, Sieve<'_>, &Asked)>> = HashMap::new();
        let mut of_any = Vec::new();
        for (at, one) in questions.iter().enumerate().flat_map(|(at, of)| of.iter().map(move |one| (at, one)))
        {
            let sieve = Sieve::new(self, &one.filter);
            match one.filter.owner {
                Some(owner) => by_owner.entry(owner).or_default().push((at, sieve, one)),
                None => of_any.push((at, sieve, one)),
            }
        }
        let mut out = vec![Answer::default(); questions.len()];
        // Numbers of people begin at none that is there, or the first of all would seem known.
        let mut last = vec![[Last([u32::MAX; 2]); 5]; questions.len()];
        let mut told = vec![usize::MAX; questions.len()];
        for (nth, event) in counted.events.iter().enumerate() {
            let of_owner = self.owner_of(event).and_then(|owner| by_owner.get(&owner));
            let quarter = usize::from(event.start.month().unsigned_abs().saturating_sub(1) / 3).min(3);
            let mut days = None;
            for (at, sieve, Asked { part, .. }) in of_owner.into_iter().flatten().chain(&of_any) {
                let at = *at;
                // Only what stays after months asks for a day, and no question here does.
                let within = |part| self.is_part(counted, event, part, jiff::civil::Date::MAX);
                if told[at] == nth || !sieve.passes(event) || !part.is_none_or(within) {
                    continue;
                }
                told[at] = nth;
                let days = *days.get_or_insert_with(|| self.days(counted, event));
                let (answer, seen) = (&mut out[at], &mut last[at]);
                answer.whole.add(&mut seen[4], event, days);
                answer.quarters[quarter].add(&mut seen[quarter], event, days);
            }
        }
        out
    }

    /// The rows behind the answer to one question, one an event with the days worked in it, and what they come to. Whatever
    /// several cuts of it hold is there once.
    pub fn behind(&self, counted: &Counted, question: &[Asked]) -> (Tally, Vec<(PlacementId, i64)>) {
        let (mut tally, mut last) = (Tally::default(), Last([u32::MAX; 2]));
        let mut rows = Vec::new();
        let sieves: Vec<_> = question.iter().map(|one| (Sieve::new(self, &one.filter), one.part)).collect();
        for event in &counted.events {
            let within = |part| self.is_part(counted, event, part, jiff::civil::Date::MAX);
            if sieves.iter().any(|(sieve, part)| sieve.passes(event) && part.is_none_or(within)) {
                let days = self.days(counted, event);
                tally.add(&mut last, event, days);
                rows.push((self.claims[event.primary as usize].id, days));
            }
        }
        (tally, rows)
    }

    /// Whether a body, or anybody, is on record as having trained an event's person.
    pub(super) fn trained_by(&self, counted: &Counted, event: &Event, body: Option<OrganisationId>) -> bool {
        let helpers =
            self.members(counted, event).filter_map(|claim| self.contributors.get(&claim.id)).flatten();
        let mut trainers = helpers.filter(|(_, what)| *what == Contribution::Trained);
        trainers.any(|(who, _)| body.is_none_or(|body| self.bodies.get(*who) == Some(&body)))
    }
}
