//! Figures out of counted events: by class, grade and unit, in any cut.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use jiff::ToSpan;
use jiff::civil::Date;

use super::{Counted, Event, Ledger, Sieve};
use crate::area::AreaCode;
use crate::counting::{
    Bounds, Claimed, Class, Contract, Events, Figure, Filled, FullTime, PersonDays, Persons, Retained, Rule,
    Standing,
};
use crate::id::{EmployerId, OpeningId, OrganisationId, PersonId, PlacementId};
use crate::placement::{EvidenceGrade, How, RETENTION_MONTHS};

/// By what the city's events are taken (CR-20).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Basis {
    /// Whoever is in the ledger.
    #[default]
    Everyone,
    /// People who live in the city: the city's total.
    Residents,
    /// Work that is in the city: a view of its own.
    Workplaces,
}

/// Which events.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// From this day of start on.
    pub from: Option<Date>,
    /// To this day of start.
    pub to: Option<Date>,
    /// Taken by home, by workplace or neither.
    pub basis: Basis,
    /// Districts that are the city, five digits each.
    pub districts: Vec<String>,
    /// Owned by this body.
    pub owner: Option<OrganisationId>,
    /// Found in this way.
    pub how: Option<How>,
    /// Of this class.
    pub class: Option<Class>,
    /// Of this standing.
    pub standing: Option<Standing>,
    /// Of this project, by its number.
    pub project: Option<String>,
    /// At this employer.
    pub employer: Option<EmployerId>,
    /// Of people of this age at the first day of work, both ends in; whose age is unknown is in none.
    pub ages: Option<RangeInclusive<u8>>,
    /// Through one of these openings, in order of id.
    pub openings: Option<Vec<OpeningId>>,
}

/// A part of a class's line, so that each of its numbers opens the rows behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Contracts without a fixed end or for a year and more (CR-08).
    Lasting,
    /// Contracts from one month to under twelve (CR-08).
    FixedTerm,
    /// Those with a record of employment insurance (E1).
    Insured,
    /// Those of which the hours a week are known.
    HoursKnown,
    /// Weeks under fifteen hours (CR-09).
    ShortWeek,
    /// Those whose day after so many months has come (CR-22).
    Due(u8),
    /// Those that were looked at then.
    Asked(u8),
    /// Those still there then, by all grades of evidence.
    Kept(u8),
    /// Those still there then, as far as it is known by this grade.
    KeptBy(u8, EvidenceGrade),
    /// Those in which a body had a part without owning them (CR-01).
    Contributed(OrganisationId),
    /// Those in which two or more bodies had a part (CR-01).
    Shared,
    /// Those whose person a body had trained, or anybody (CR-11).
    Trained(Option<OrganisationId>),
}

/// How many still worked there after some months, of how many for whom that day has come (CR-22).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Kept {
    /// Confirmed events whose day has come.
    pub due: Figure<Filled, Events>,
    /// Of these, those that were looked at.
    pub asked: Figure<Filled, Events>,
    /// Of these, those still there.
    pub kept: Figure<Retained, Events>,
    /// The same by how well it is known: insurance, the employer's paper, a word (CR-06).
    pub by_grade: [Figure<Retained, Events>; 3],
}

impl Kept {
    /// One more whose day has come, with what was found, if anything was.
    pub(super) fn add(&mut self, look: Option<(bool, EvidenceGrade)>) {
        self.due = self.due + Figure::new(1);
        self.asked = self.asked + Figure::new(i64::from(look.is_some()));
        if let Some((true, grade)) = look {
            self.kept = self.kept + Figure::new(1);
            self.by_grade[grade as usize] = self.by_grade[grade as usize] + Figure::new(1);
        }
    }
}

/// The figures of one class. Classes are never added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Line {
    /// Job events with evidence.
    pub filled: Figure<Filled, Events>,
    /// The people of them, each once (CR-03).
    pub filled_persons: Figure<Filled, Persons>,
    /// Job events by word only.
    pub claimed: Figure<Claimed, Events>,
    /// The people of them, each once.
    pub claimed_persons: Figure<Claimed, Persons>,
    /// Of the filled: contracts from one month to under twelve (CR-08).
    pub fixed_term: Figure<Filled, Events>,
    /// Of the filled: weeks under fifteen hours (CR-09).
    pub short_week: Figure<Filled, Events>,
    /// Days worked, for short contracts (CR-08, CR-12).
    pub days: Figure<Filled, PersonDays>,
    /// Minutes a week of the filled, for the equivalent only.
    pub weekly_minutes: i64,
    /// After 1, 3, 6 and 12 months (CR-22).
    pub kept: [Kept; 4],
    last: [u32; 2],
}

impl Line {
    /// Full-time equivalent by weekly hours; information only (CR-09).
    pub fn full_time(&self) -> FullTime {
        FullTime::of_week(self.weekly_minutes)
    }

    /// Full-time equivalent of work by the day, by the days of a full year; information only (CR-09).
    pub fn full_time_of_days(&self, bounds: &Bounds) -> FullTime {
        FullTime::of_days(self.days.value(), bounds.full_year_days)
    }
}

/// Everything that an event says in any figure: what a digest is drawn from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The claim that owns it.
    pub id: PlacementId,
    /// Who; the least of the ids of those found to be one.
    pub person: Option<PersonId>,
    /// First day of work.
    pub start: Date,
    /// Confirmed or claimed.
    pub standing: Standing,
    /// Its class.
    pub class: Class,
    /// How long it is to last.
    pub contract: Contract,
    /// How it was found.
    pub how: How,
    /// The body that owns it.
    pub owner: Option<OrganisationId>,
    /// The bodies that helped.
    pub contributors: Vec<OrganisationId>,
    /// The project that it came of, by its number; empty for none.
    pub project: String,
    /// Days worked.
    pub days: i64,
    /// Minutes a week.
    pub weekly_minutes: u32,
    /// What was found at each look, by what grade.
    pub looks: [Option<(bool, EvidenceGrade)>; 4],
}

/// Figures of a cut of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Figures {
    /// By class.
    pub classes: BTreeMap<Class, Line>,
}

impl Figures {
    /// The figures of a class; nothing is zero.
    pub fn class(&self, class: Class) -> Line {
        self.classes.get(&class).copied().unwrap_or_default()
    }
}

impl Ledger {
    /// Where the person of an event lives.
    pub fn home_of(&self, event: &Event) -> Option<&AreaCode> {
        self.areas.get(self.claims[event.primary as usize].residence)
    }

    /// The project that an event came of, by its number.
    pub fn project_of(&self, event: &Event) -> Option<&str> {
        self.projects.get(self.claims[event.primary as usize].project).map(String::as_str)
    }

    /// The figures of a cut, as of a day.
    pub fn figures(&self, counted: &Counted, filter: &Filter, as_of: Date) -> Figures {
        self.figures_by(counted, filter, as_of, |_| ()).remove(&()).unwrap_or_default()
    }

    /// The figures of a cut, apart by something of the event.
    pub fn figures_by<K: Ord>(
        &self,
        counted: &Counted,
        filter: &Filter,
        as_of: Date,
        by: impl Fn(&Event) -> K,
    ) -> BTreeMap<K, Figures> {
        let mut out: BTreeMap<K, Figures> = BTreeMap::new();
        let sieve = Sieve::new(self, filter);
        for event in counted.events.iter().filter(|event| sieve.passes(event)) {
            let class = self.claims[event.primary as usize].class;
            let line = out.entry(by(event)).or_default().classes.entry(class).or_default();
            self.add(counted, line, event, as_of);
        }
        out.values_mut().flat_map(|figures| figures.classes.values_mut()).for_each(|line| line.last = [0; 2]);
        out
    }

    fn add(&self, counted: &Counted, line: &mut Line, event: &Event, as_of: Date) {
        let claim = &self.claims[event.primary as usize];
        // Events come by person, so a person is new when the last one of this line was another (CR-03).
        let new = std::mem::replace(&mut line.last[event.standing as usize], event.person) != event.person;
        if event.standing == Standing::Claimed {
            line.claimed = line.claimed + Figure::new(1);
            line.claimed_persons = line.claimed_persons + Figure::new(i64::from(new));
            return;
        }
        line.filled = line.filled + Figure::new(1);
        line.filled_persons = line.filled_persons + Figure::new(i64::from(new));
        line.fixed_term = line.fixed_term + Figure::new(i64::from(claim.contract == Contract::FixedTerm));
        line.short_week = line.short_week + Figure::new(i64::from(claim.short_week));
        line.days = line.days + Figure::new(self.days(counted, event));
        line.weekly_minutes += i64::from(claim.weekly_minutes);
        for (nth, known) in line.kept.iter_mut().enumerate() {
            let Some(look) = self.kept(counted, event, nth, as_of) else { continue };
            known.add(look);
        }
    }

    /// Days worked in an event. What several bodies claim of one stint is told once; stints that begin within a
    /// week of each other are one event, and their days add up.
    pub(super) fn days(&self, counted: &Counted, event: &Event) -> i64 {
        let mut stints: BTreeMap<Date, u32> = BTreeMap::new();
        for claim in self.members(counted, event).filter(|claim| claim.class == Class::R8) {
            let days = stints.entry(claim.start).or_default();
            *days = claim.person_days.max(*days);
        }
        let all = stints.values().map(|days| i64::from(*days)).sum();
        let own = &self.claims[event.primary as usize];
        if own.class == Class::R8 { all } else { i64::from(own.person_days) }
    }

    /// What is known of an event after the `nth` of the months of retention, if anything is; `None` while that day has
    /// not come, where nobody ever asks, and where the person was erased before it: of them nobody can ask.
    pub(super) fn kept(
        &self,
        counted: &Counted,
        event: &Event,
        nth: usize,
        as_of: Date,
    ) -> Option<Option<(bool, EvidenceGrade)>> {
        let months = *RETENTION_MONTHS.get(nth)?;
        // Cheap and never too late: no month is shorter than 28 days.
        let possible = (as_of.year() - event.start.year()) as i32 * 12 + i32::from(as_of.month())
            - i32::from(event.start.month())
            >= i32::from(months);
        let due = event.start.saturating_add(i64::from(months).months());
        if !possible || due > as_of || !self.claims[event.primary as usize].asked[nth] {
            return None;
        }
        let mut died = self.records(&event.person).iter().filter_map(|person| self.died.get(person));
        if died.any(|on| *on < due) {
            return Some(Some((false, EvidenceGrade::E1)));
        }
        let look = self.look(counted, event, nth);
        let erased = || {
            let person = self.claims[event.primary as usize].person;
            self.erased.get(&person).is_some_and(|on| *on < due)
        };
        (look.is_some() || !erased()).then_some(look)
    }

    /// The best of what was found at a look: there rather than gone, by the better grade.
    fn look(&self, counted: &Counted, event: &Event, nth: usize) -> Option<(bool, EvidenceGrade)> {
        let looks = self.members(counted, event).filter_map(|claim| claim.retention[nth]);
        looks.min_by_key(|(there, grade)| (!there, *grade))
    }

    /// Whether a record of employment insurance shows an event.
    pub(super) fn insured(&self, counted: &Counted, event: &Event) -> bool {
        self.members(counted, event).any(|claim| claim.grade == Some(EvidenceGrade::E1))
    }

    /// Whether an event is behind one number of its class's line, as of a day.
    pub(super) fn is_part(&self, counted: &Counted, event: &Event, part: Part, as_of: Date) -> bool {
        let claim = &self.claims[event.primary as usize];
        let after = |months: u8| {
            let nth = RETENTION_MONTHS.iter().position(|known| *known == months)?;
            self.kept(counted, event, nth, as_of)
        };
        match part {
            Part::Contributed(body) => self.contributors_of(counted, event).contains(&body),
            Part::Shared => !self.contributors_of(counted, event).is_empty(),
            Part::Trained(body) => self.trained_by(counted, event, body),
            _ if event.standing == Standing::Claimed => false,
            Part::Lasting => claim.contract == Contract::Lasting,
            Part::Insured => self.insured(counted, event),
            Part::HoursKnown => claim.weekly_minutes > 0,
            Part::FixedTerm => claim.contract == Contract::FixedTerm,
            Part::ShortWeek => claim.short_week,
            Part::Due(months) => after(months).is_some(),
            Part::Asked(months) => after(months).is_some_and(|look| look.is_some()),
            Part::Kept(months) => after(months).flatten().is_some_and(|(there, _)| there),
            Part::KeptBy(months, grade) => after(months).flatten() == Some((true, grade)),
        }
    }

    /// The claims behind one number of a line, as of a day.
    pub fn rows_of(&self, counted: &Counted, filter: &Filter, part: Part, as_of: Date) -> Vec<PlacementId> {
        let sieve = Sieve::new(self, filter);
        let events = counted.events.iter().filter(|event| sieve.passes(event));
        let events = events.filter(|event| self.is_part(counted, event, part, as_of));
        events.map(|event| self.claims[event.primary as usize].id).collect()
    }

    /// The people of a cut, each with the claim that owns their event.
    pub fn people(&self, counted: &Counted, filter: &Filter) -> Vec<(PersonId, PlacementId)> {
        let sieve = Sieve::new(self, filter);
        let events = counted.events.iter().filter(|event| sieve.passes(event));
        let claims = events.map(|event| &self.claims[event.primary as usize]);
        claims.filter_map(|claim| Some((*self.people.get(claim.person)?, claim.id))).collect()
    }

    /// The claims behind a figure, owner's first in each event.
    pub fn rows(&self, counted: &Counted, filter: &Filter) -> Vec<PlacementId> {
        let sieve = Sieve::new(self, filter);
        let events = counted.events.iter().filter(|event| sieve.passes(event));
        events.map(|event| self.claims[event.primary as usize].id).collect()
    }

    /// Everything the figures of a cut are made of, a row an event.
    pub fn told(&self, counted: &Counted, filter: &Filter) -> Vec<Told> {
        let sieve = Sieve::new(self, filter);
        let events = counted.events.iter().filter(|event| sieve.passes(event));
        let told = events.map(|event| {
            let claim = &self.claims[event.primary as usize];
            Told {
                id: claim.id,
                person: self
                    .records(&event.person)
                    .iter()
                    .filter_map(|one| self.people.get(*one))
                    .min()
                    .copied(),
                start: event.start,
                standing: event.standing,
                class: claim.class,
                contract: claim.contract,
                how: claim.how,
                owner: self.owner_of(event),
                contributors: self.contributors_of(counted, event),
                project: self.projects.get(claim.project).cloned().unwrap_or_default(),
                days: self.days(counted, event),
                weekly_minutes: claim.weekly_minutes,
                looks: std::array::from_fn(|nth| self.look(counted, event, nth)),
            }
        });
        told.collect()
    }

    /// How an event's work was found.
    pub fn how_of(&self, event: &Event) -> How {
        self.claims[event.primary as usize].how
    }

    /// The claims of a cut that do not count, with their rules.
    pub fn excluded_in(&self, counted: &Counted, filter: &Filter) -> Vec<(PlacementId, Rule)> {
        // Both are in the order of ids, so one walk over the claims finds them all.
        let (sieve, mut claims) = (Sieve::new(self, filter), self.claims.iter());
        let mut within = |id: &PlacementId| {
            claims
                .find(|claim| claim.id >= *id)
                .is_some_and(|claim| claim.id == *id && sieve.fits(claim, claim.start))
        };
        counted.excluded.iter().filter(|(id, _)| within(id)).copied().collect()
    }
}
