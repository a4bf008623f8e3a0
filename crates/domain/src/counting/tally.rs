//! The ledger as columns, and the one pass that turns claims into counted events.
//!
//! Claims are kept small and in the order of their ids, so that a million are counted in well under a
//! second and the order in which they arrived is forgotten at once.

use std::collections::{BTreeMap, HashMap};

use jiff::ToSpan;
use jiff::civil::Date;

use super::{Class, Contract, Rule, Standing, cr_04_order, cr_08_class, cr_09_short_week};
use crate::area::AreaCode;
use crate::id::{EmployerId, MergeId, OpeningId, OrganisationId, PersonId, PlacementId, ServiceId};
use crate::placement::{Contribution, EvidenceGrade, How, Placement, RETENTION_MONTHS, State};

mod answers;
mod claims;
mod completers;
mod figures;
mod interned;
mod owner;
mod reported;
mod sieve;

pub use answers::{Answer, Asked, Tally};
pub use completers::Employed;
pub use figures::{Basis, Figures, Filter, Kept, Line, Part, Told};
use interned::Interned;
pub use reported::Reported;
pub use sieve::Sieve;

/// Days between starts within which two claims are one job event (`docs/counting-rules.md`).
pub const SAME_EVENT_DAYS: i32 = 7;

/// A claim as a row of columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim {
    /// Which claim.
    pub id: PlacementId,
    /// First day of work.
    pub start: Date,
    /// The last day on which the person is known to have been there.
    pub seen: Date,
    /// The last day on which they can have been there, where it is known that they left or were to leave.
    left: Option<Date>,
    person: u32,
    employer: u32,
    owner: u32,
    project: u32,
    residence: u32,
    age: Option<u8>,
    work: u32,
    opening: u32,
    person_days: u32,
    weekly_minutes: u32,
    how: How,
    letter: bool,
    waits: bool,
    class: Class,
    contract: Contract,
    grade: Option<EvidenceGrade>,
    person_confirmed: bool,
    handed: bool,
    short_week: bool,
    barred: Option<Rule>,
    /// Of each look, whether the person was there, and how well it is known.
    retention: [Option<(bool, EvidenceGrade)>; 4],
    /// Whether it is ever asked after that many months.
    asked: [bool; 4],
}

/// What tells an employer apart: business number and workplace; without a number name and address, and
/// then it is provisional and confirms nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmployerKey {
    /// The key as text.
    pub key: String,
    /// Without a business number.
    pub provisional: bool,
}

impl EmployerKey {
    /// The key of an employer.
    pub fn of(employer: &crate::employer::Employer) -> Self {
        let (name, address) = crate::employer::written(&employer.name, &employer.address);
        match &employer.business_number {
            Some(number) => Self { key: format!("{}|{address}", number.digits()), provisional: false },
            None => Self { key: format!("{name}|{address}"), provisional: true },
        }
    }
}

/// When something was done for a person, and when that was recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Given {
    /// On which day.
    pub on: Date,
    /// The day on which somebody recorded it.
    pub recorded_on: Date,
}

/// Everything that counting needs to know.
#[derive(Debug, Default, Clone)]
pub struct Ledger {
    claims: Vec<Claim>,
    people: Interned<PersonId>,
    employers: Interned<EmployerId>,
    keys: Interned<String>,
    bodies: Interned<OrganisationId>,
    projects: Interned<String>,
    areas: Interned<AreaCode>,
    openings: Interned<OpeningId>,
    key_of: HashMap<u32, (u32, bool)>,
    contributors: HashMap<PlacementId, Vec<(u32, Contribution)>>,
    died: HashMap<u32, Date>,
    erased: HashMap<u32, Date>,
    services: HashMap<u32, BTreeMap<ServiceId, Given>>,
    /// Days after a start by which a service before it must be on record.
    grace: i32,
    /// Bodies whose work another goes on with, and from which day.
    heirs: HashMap<u32, (u32, Date)>,
    merges: BTreeMap<MergeId, (u32, u32)>,
    /// Everybody who is one with a person, by each of their records, least number first.
    same: HashMap<u32, Vec<u32>>,
}

/// A job event: claims of one person at one employer within seven days of the first start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event {
    /// First start that is confirmed, or first of all while none is: a word moves nothing that is proven. Its month
    /// is the event's month (CR-02).
    pub start: Date,
    /// Confirmed or claimed.
    pub standing: Standing,
    /// Place of the claim that owns it.
    primary: u32,
    first: u32,
    len: u32,
    person: u32,
}

/// The events of a ledger, and what does not count.
#[derive(Debug, Default, Clone)]
pub struct Counted {
    /// Events by person, employer and start.
    pub events: Vec<Event>,
    /// Claims that do not count, by id, each with its rule.
    pub excluded: Vec<(PlacementId, Rule)>,
    order: Vec<u32>,
}

impl Counted {
    /// By which rule a claim does not count, if it does not.
    pub fn barred(&self, id: PlacementId) -> Option<Rule> {
        let at = self.excluded.binary_search_by_key(&id, |(excluded, _)| *excluded).ok()?;
        self.excluded.get(at).map(|(_, rule)| *rule)
    }
}

impl Ledger {
    /// A ledger in which a service counts if it is on record so many days after the start.
    pub fn with_grace(days: i32) -> Self {
        Self { grace: days, ..Self::default() }
    }

    /// Takes a claim in, or its newer version.
    pub fn put(&mut self, placement: &Placement) {
        let (class, contract) = cr_08_class(placement.how, &placement.terms);
        let claim = Claim {
            id: placement.id,
            start: placement.start_on,
            seen: seen(placement),
            left: left(placement),
            person: self.people.number(&placement.person),
            employer: self.employers.number(&placement.employer),
            owner: self.bodies.optional(placement.owner.as_ref()),
            project: self.projects.optional(Some(&placement.project).filter(|number| !number.is_empty())),
            residence: self.areas.optional(placement.residence.as_ref()),
            age: placement.age,
            work: self.areas.optional(placement.work_area.as_ref()),
            opening: self.openings.optional(placement.opening.as_ref()),
            person_days: placement.terms.person_days.unwrap_or(0),
            weekly_minutes: placement.terms.weekly_minutes.unwrap_or(0),
            how: placement.how,
            letter: placement.referral.is_some(),
            waits: placement.awaits_second(),
            class,
            contract,
            grade: placement.grade(),
            person_confirmed: placement.is_confirmed_by_person(),
            handed: placement.confirmed_by_person.is_some() && !placement.is_confirmed_by_person(),
            short_week: cr_09_short_week(placement.terms.weekly_minutes),
            barred: barred(placement),
            retention: RETENTION_MONTHS
                .map(|months| placement.known_after(months).map(|look| (look.still_employed, look.grade))),
            asked: RETENTION_MONTHS.map(|months| placement.asks_after(months)),
        };
        let helpers = placement.contributors.iter();
        let helped: Vec<(u32, Contribution)> =
            helpers.map(|helper| (self.bodies.number(&helper.organisation), helper.what)).collect();
        if helped.is_empty() {
            self.contributors.remove(&placement.id);
        } else {
            self.contributors.insert(placement.id, helped);
        }
        match self.claims.binary_search_by_key(&claim.id, |known| known.id) {
            Ok(at) => self.claims[at] = claim,
            Err(at) => self.claims.insert(at, claim),
        }
    }

    /// Learns what tells an employer apart.
    pub fn employer(&mut self, id: EmployerId, key: EmployerKey) {
        let employer = self.employers.number(&id);
        let number = self.keys.number(&key.key);
        self.key_of.insert(employer, (number, key.provisional));
    }

    /// Learns the day of a person's death, or that the notice was wrong.
    pub fn died(&mut self, person: PersonId, on: Option<Date>) {
        let person = self.people.number(&person);
        match on {
            Some(on) => self.died.insert(person, on),
            None => self.died.remove(&person),
        };
    }

    /// Learns the day on which a person was erased: from then on nobody can ask them.
    pub fn erased(&mut self, person: PersonId, on: Date) {
        let person = self.people.number(&person);
        self.erased.entry(person).or_insert(on);
    }

    /// Learns of a service given to a person, or that it was struck out.
    pub fn service(&mut self, id: ServiceId, person: PersonId, given: Option<Given>) {
        let person = self.people.number(&person);
        let known = self.services.entry(person).or_default();
        match given {
            Some(given) => known.insert(id, given),
            None => known.remove(&id),
        };
    }

    /// Learns that two records are one person, or that they are not after all.
    pub fn merge(&mut self, id: MergeId, pair: (PersonId, PersonId), merged: bool) {
        let pair = (self.people.number(&pair.0), self.people.number(&pair.1));
        if merged {
            self.merges.insert(id, pair);
        } else {
            self.merges.remove(&id);
        }
        // Merges are few; drawing the groups afresh makes undoing one as plain as making it.
        let mut group_of: HashMap<u32, u32> = HashMap::new();
        let mut moved = true;
        while moved {
            moved = false;
            for (first, second) in self.merges.values() {
                let least = [first, second].map(|one| *group_of.get(one).unwrap_or(one)).into_iter().min();
                for one in [first, second] {
                    moved |= group_of.insert(*one, least.unwrap_or(*one)) != least;
                }
            }
        }
        let mut groups: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (one, group) in &group_of {
            groups.entry(*group).or_default().push(*one);
        }
        groups.values_mut().for_each(|group| group.sort_unstable());
        self.same = group_of.iter().map(|(one, group)| (*one, groups[group].clone())).collect();
    }

    /// How many claims it holds.
    pub fn len(&self) -> usize {
        self.claims.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.claims.is_empty()
    }

    /// The records of a person, the one they are counted under first.
    fn records<'a>(&'a self, person: &'a u32) -> &'a [u32] {
        self.same.get(person).map_or(std::slice::from_ref(person), Vec::as_slice)
    }

    fn key(&self, employer: u32) -> (u32, bool) {
        // An employer nothing is known of is itself only, and confirms nothing.
        self.key_of.get(&employer).copied().unwrap_or((u32::MAX - employer, true))
    }

    /// Why a claim does not count by itself; CR-15 needs its neighbours and is not asked here.
    fn excluded(&self, claim: &Claim) -> Option<Rule> {
        if claim.barred.is_some() {
            return claim.barred;
        }
        let records = self.records(&claim.person);
        let died = records.iter().filter_map(|person| self.died.get(person)).min();
        if super::cr_16_alive(died.copied(), claim.start).is_some() {
            return Some(Rule::Cr16);
        }
        if !needs_service(claim) {
            return None;
        }
        let given = records.iter().filter_map(|person| self.services.get(person)).flat_map(BTreeMap::values);
        let days: Vec<Date> =
            given.filter(|given| self.in_time(given, claim.start)).map(|given| given.on).collect();
        let way = (claim.how, claim.letter);
        super::cr_05_way(way, claim.person_confirmed, claim.grade, &days, claim.start).map(|why| why.rule)
    }

    /// Whether a service was recorded before somebody could see that it is needed.
    fn in_time(&self, given: &Given, start: Date) -> bool {
        given.recorded_on <= crate::reminder::days_after(start, self.grace)
    }

    /// Counts: joins claims into events, each once in the city (CR-01), drops what does not count with its
    /// rule, and takes a return within a year for a continuation (CR-15). As when everything has begun.
    pub fn count(&self) -> Counted {
        self.count_on(Date::MAX)
    }

    /// The same on a day: whatever its evidence, work that has not begun is claimed until it begins.
    pub fn count_on(&self, today: Date) -> Counted {
        let mut excluded = Vec::new();
        let mut rows: Vec<(u32, u32, Date, u32)> = Vec::with_capacity(self.claims.len());
        // What is proven and does not count all the same is no event, but the person was there (CR-15).
        let mut proven: HashMap<(u32, u32), Vec<(Rule, &Claim)>> = HashMap::new();
        for (at, claim) in self.claims.iter().enumerate() {
            let person = self.records(&claim.person)[0];
            match self.excluded(claim) {
                Some(rule) => {
                    excluded.push((claim.id, rule));
                    let key = self.key(claim.employer);
                    let shown = self.standing(claim, today) == Standing::Confirmed;
                    if matches!(rule, Rule::Cr04 | Rule::Cr05) && shown && claim.class != Class::R8 {
                        proven.entry((person, key.0)).or_default().push((rule, claim));
                    }
                }
                None => rows.push((person, self.key(claim.employer).0, claim.start, at as u32)),
            }
        }
        rows.sort_unstable();
        let mut events: Vec<Event> = Vec::with_capacity(rows.len());
        let mut last = Seen::default();
        let mut from = 0;
        while from < rows.len() {
            let (person, key, start, _) = rows[from];
            let until = crate::reminder::days_after(start, SAME_EVENT_DAYS);
            let same = |row: &&(u32, u32, Date, u32)| row.0 == person && row.1 == key && row.2 <= until;
            let len = rows[from..].iter().take_while(same).count();
            let group = &rows[from..from + len];
            let event = self.event(group, from, person, today);
            if last.of != (person, key) {
                last = Seen { of: (person, key), ..Seen::default() };
            }
            // Paid by the day or for under a month, every stint is one of its own (CR-08), and so is every stage of a
            // public job: the people of them are counted once all the same (CR-10).
            let class = self.claims[event.primary as usize].class;
            if matches!(class, Class::R8 | Class::R2) {
                events.push(event);
                from += len;
                continue;
            }
            let mut there = proven.get(&(person, key)).into_iter().flatten();
            if there.any(|(rule, claim)| was_there(*rule, claim, event.start)) || last.continues(&event) {
                excluded.extend(group.iter().map(|row| (self.claims[row.3 as usize].id, Rule::Cr15)));
            } else {
                events.push(event);
            }
            let seen = group.iter().map(|row| self.claims[row.3 as usize].seen).max().unwrap_or(start);
            last.note(&event, seen);
            from += len;
        }
        excluded.sort_unstable();
        Counted { events, excluded, order: rows.into_iter().map(|row| row.3).collect() }
    }

    fn event(&self, group: &[(u32, u32, Date, u32)], first: usize, person: u32, today: Date) -> Event {
        let standing = |claim: &Claim| self.standing(claim, today);
        // The owner: evidence before word, referral before found alone, then the earlier start and entry.
        let rank = |at: u32| {
            let claim = &self.claims[at as usize];
            (standing(claim), claim.grade.is_none(), claim.grade, claim.how, claim.start, at)
        };
        let primary = group.iter().map(|row| row.3).min_by_key(|at| rank(*at)).unwrap_or(0);
        let shown = group.iter().find(|row| standing(&self.claims[row.3 as usize]) == Standing::Confirmed);
        Event {
            start: shown.map_or(group[0].2, |row| row.2),
            standing: standing(&self.claims[primary as usize]),
            primary,
            first: first as u32,
            len: group.len() as u32,
            person,
        }
    }

    /// The claims of an event, its owner's first.
    pub fn claims_of(&self, counted: &Counted, event: &Event) -> Vec<PlacementId> {
        let own = self.claims[event.primary as usize].id;
        let others = self.members(counted, event).map(|claim| claim.id).filter(|id| *id != own);
        std::iter::once(own).chain(others).collect()
    }

    fn members<'a>(&'a self, counted: &'a Counted, event: &Event) -> impl Iterator<Item = &'a Claim> {
        let range = event.first as usize..(event.first + event.len) as usize;
        counted.order[range].iter().map(|at| &self.claims[*at as usize])
    }
}

/// When a person was last known at an employer, by evidence and by any word. A mere word never keeps a
/// confirmed job from counting.
#[derive(Default)]
struct Seen {
    of: (u32, u32),
    confirmed: Option<Date>,
    any: Option<Date>,
}

impl Seen {
    /// CR-15: the same person at the same employer after less than twelve months is a continuation.
    fn continues(&self, event: &Event) -> bool {
        let before = if event.standing == Standing::Confirmed { self.confirmed } else { self.any };
        before.is_some_and(|before| cr_15_continues(before, event.start))
    }

    fn note(&mut self, event: &Event, seen: Date) {
        self.any = self.any.max(Some(seen));
        if event.standing == Standing::Confirmed {
            self.confirmed = self.confirmed.max(Some(seen));
        }
    }
}

/// CR-15: whether a start so soon after the person was last there is no new job. Incumbents were found
/// disguised as new hires, and rehired within a year for a subsidy.
pub fn cr_15_continues(last_there: Date, start: Date) -> bool {
    start < last_there.saturating_add(12.months())
}

/// Whether the claim of a job counts only with a service on record (CR-05).
fn needs_service(claim: &Claim) -> bool {
    !(claim.how == How::Referral && claim.letter) && claim.how != How::DirectJob
}

/// Whether a proven claim that does not count shows that the person was at the employer already, within the year
/// before a start (CR-15). What began before its registration (CR-04) is keyed anew with any later day; what only
/// lacks a service (CR-05) may be told by another body within the days of one event.
fn was_there(rule: Rule, claim: &Claim, start: Date) -> bool {
    let days = if rule == Rule::Cr04 { 0 } else { SAME_EVENT_DAYS };
    crate::reminder::days_after(claim.start, days) < start && cr_15_continues(claim.seen, start)
}

fn seen(placement: &Placement) -> Date {
    let looks = placement.retention.iter().filter(|look| look.still_employed).map(|look| look.on);
    let ended = match &placement.state {
        State::Ended { on, .. } => Some(*on),
        _ => None,
    };
    looks.chain(ended).fold(placement.start_on, Date::max)
}

/// The last day of work as far as it is known: told, before a look that found them gone, or by a contract of whole months.
fn left(placement: &Placement) -> Option<Date> {
    if let State::Ended { on, .. } = &placement.state {
        return Some(*on);
    }
    let gone = placement.retention.iter().find(|look| !look.still_employed).map(|look| look.on);
    let by_contract = placement.terms.contract_months.map(|months| {
        // A contract from one day of a month ends the day before the same day of another.
        placement.start_on.saturating_add(i64::from(months).months())
    });
    gone.or(by_contract).map(|day| crate::reminder::days_after(day, -1))
}

/// What keeps a claim from counting whatever else is known: taken back (CR-17), rejected, disputed
/// (CR-18), out of order (CR-04).
fn barred(placement: &Placement) -> Option<Rule> {
    match &placement.state {
        State::Cancelled { .. } => Some(Rule::Cr17),
        State::Rejected { rule, .. } => Some(*rule),
        _ if placement.is_disputed() => Some(Rule::Cr18),
        _ => cr_04_order(&placement.steps, placement.start_on).map(|reason| reason.rule),
    }
}
