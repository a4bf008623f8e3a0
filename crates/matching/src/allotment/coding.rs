//! What the engine's columns can say of a market of rich profiles: which occupation is which leaf, which licence, shift and
//! pay has a bit, which places are a zone. Where there is more than fits, what is commonest is told exactly and the rest is
//! rounded so that whoever fits in the columns fits: only rare licences share bits. Every pair that comes out is judged again
//! by the rich rules. It must not know scores, prices or lists.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use domain::area::{AreaCode, Point, distance_m};
use domain::code::{CareerKind, Education, EmploymentType};
use domain::occupation::OccupationCode;
use domain::work_time::{DailyHours, Weekdays};

use crate::candidate::{Candidate, WageFloor};
use crate::commute::sure_m;
use crate::constraint::outside_min;
use crate::engine::{
    CAREER_ANY, CAREER_EXPERIENCED, CAREER_NEW, CAREER_UNKNOWN, NO_SKILL, NO_WISH, OpeningRow,
    SKILLS_ASKED_MOST, SKILLS_HELD_MOST, SeekerRow, TEXT_WORDS, Tree, UNKNOWN_MONTHS, UNKNOWN_PLACE,
    UNKNOWN_ZONE, WISHES_MOST,
};
use crate::job::Job;

/// First bit of the weekdays, Monday first.
const DAY: u32 = 0;
/// First bit of the levels of schooling, each with those below it.
const SCHOOLING: u32 = 7;
/// First bit of the employment types.
const EMPLOYMENT: u32 = 14;
/// First bit of the steps of pay an hour, and how many there are.
const HOURLY: (u32, usize) = (20, 12);
/// Bits of the commonest licences and shifts.
const KINDS: std::ops::Range<u32> = 32..60;
/// Bits shared by the other licences.
const RARE: std::ops::Range<u32> = 60..63;
/// Bit of shifts within no common one: whoever set no hours has it.
const ANY_HOURS: u32 = 63;
/// Zone of all places that have none of their own.
const ELSEWHERE: u8 = 63;
/// Skills in the dictionary.
const SKILLS_MOST: usize = 8_192;
/// Farthest coordinate and way, in ten metres, and highest pay.
const FARTHEST: i64 = 15_000;
const LONGEST: i64 = 4_000;
const HIGHEST: i64 = 1_000_000_000;

/// Something that has a bit of its own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Licence(String),
    Shift(u16, u16),
}

/// The dictionaries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coding {
    tree: Tree,
    /// Leaves by code and by whether it is offered; finer than a unit group they never are.
    leaves: BTreeMap<(OccupationCode, bool), u16>,
    /// The leaf that shares nothing with any other.
    nothing: u16,
    skills: BTreeMap<String, u16>,
    licences: BTreeMap<String, u32>,
    shifts: Vec<(DailyHours, u32)>,
    /// Rising pay an hour at which a step begins.
    hourly: Vec<i64>,
    /// Places of work with a zone of their own, and the others.
    zones: BTreeMap<Vec<AreaCode>, u8>,
    elsewhere: Vec<Vec<AreaCode>>,
    middle: Point,
}

impl Coding {
    /// The dictionaries of a market; the same whatever the order of its rows.
    pub fn new<'a>(jobs: impl Iterator<Item = &'a Job> + Clone, people: &[Candidate]) -> Self {
        let (tree, leaves, nothing) = leaves(jobs.clone(), people);
        let mut kinds: BTreeMap<Kind, usize> = BTreeMap::new();
        let mut skills: BTreeMap<&str, usize> = BTreeMap::new();
        let mut places: BTreeMap<&Vec<AreaCode>, usize> = BTreeMap::new();
        for job in jobs.clone() {
            for (licence, _) in &job.licences {
                *kinds.entry(Kind::Licence(licence.clone())).or_default() += 1;
            }
            if let Some(hours) = job.daily {
                *kinds.entry(Kind::Shift(hours.start_min, hours.end_min)).or_default() += 1;
            }
            job.skills.iter().for_each(|skill| *skills.entry(&skill.word).or_default() += 1);
            if !job.areas.is_empty() {
                *places.entry(&job.areas).or_default() += 1;
            }
        }
        let (mut licences, mut shifts) = (BTreeMap::new(), Vec::new());
        for (kind, bit) in commonest(kinds).into_iter().zip(KINDS) {
            match kind {
                Kind::Licence(word) => drop(licences.insert(word, bit)),
                Kind::Shift(start_min, end_min) => {
                    shifts.push((DailyHours { start_min, end_min, break_min: 0 }, bit));
                }
            }
        }
        let mut words: Vec<&str> = commonest(skills).into_iter().take(SKILLS_MOST).collect();
        words.sort_unstable();
        let mut places = commonest(places).into_iter();
        let zones = places.by_ref().take(usize::from(ELSEWHERE)).cloned().zip(0..).collect();
        Self {
            tree,
            leaves,
            nothing,
            skills: words.into_iter().map(str::to_owned).zip(0..).collect(),
            licences,
            shifts,
            hourly: steps(people),
            zones,
            elsewhere: places.cloned().collect(),
            middle: middle(jobs),
        }
    }

    /// The occupation tree.
    pub(super) fn tree(&self) -> &Tree {
        &self.tree
    }

    /// How many skills the dictionary has.
    pub(super) fn skills(&self) -> u16 {
        u16::try_from(self.skills.len()).unwrap_or(u16::MAX)
    }

    /// An opening with so many free heads.
    pub(super) fn opening(&self, job: &Job, heads: u32) -> OpeningRow {
        let leaf = |code: &OccupationCode| self.leaves.get(&(code.clone(), true)).copied();
        let (x, y) = self.place(job.stop.map(|stop| stop.point));
        let (career, months) = job.career.map_or((CAREER_UNKNOWN, 0), |(kind, months)| match kind {
            CareerKind::Any => (CAREER_ANY, months),
            CareerKind::New => (CAREER_NEW, months),
            CareerKind::Experienced => (CAREER_EXPERIENCED, months),
        });
        let mut named: Vec<(i32, u16)> = job
            .skills
            .iter()
            .filter_map(|skill| Some((skill.weight, *self.skills.get(&skill.word)?)))
            .collect();
        named.sort_unstable_by_key(|(weight, skill)| (Reverse(*weight), *skill));
        let (mut skills, mut weights) = ([NO_SKILL; SKILLS_ASKED_MOST], [0; SKILLS_ASKED_MOST]);
        for ((weight, skill), at) in named.into_iter().zip(0..SKILLS_ASKED_MOST) {
            (skills[at], weights[at]) = (skill, u8::try_from(weight.clamp(1, 3)).unwrap_or(1));
        }
        OpeningRow {
            occupation: job.occupation.as_ref().and_then(leaf).unwrap_or(self.nothing),
            x,
            y,
            // Work from home that has a place is told by its place: most people would have to go there.
            zone: match job.areas.is_empty() {
                true => UNKNOWN_ZONE,
                false => self.zones.get(&job.areas).copied().unwrap_or(ELSEWHERE),
            },
            requires: self.requires(job),
            pay: job.monthly_won.map_or(0, |won| u32::try_from(won.clamp(1, HIGHEST)).unwrap_or(0)),
            career,
            career_min: u16::try_from(months).unwrap_or(u16::MAX).min(UNKNOWN_MONTHS - 1),
            weekly: job.weekly_min.map_or(0, |minutes| u16::try_from(minutes).unwrap_or(u16::MAX)),
            seats: u16::try_from(heads.max(1)).unwrap_or(u16::MAX),
            skills,
            weights,
            text: signature(&job.pairs),
        }
    }

    fn requires(&self, job: &Job) -> u64 {
        let mut bits = days(job.weekdays.unwrap_or_default());
        bits |= schooling(job.education);
        bits |= job.employment_type.map_or(0, employment);
        if let Some(won) = job.hourly_won {
            let step = self.hourly.iter().take_while(|step| **step <= won).count();
            bits |= 1 << (HOURLY.0 + step as u32);
        }
        for (licence, _) in &job.licences {
            bits |= 1 << self.licences.get(licence).copied().unwrap_or_else(|| rare(licence));
        }
        bits | job.daily.map_or(0, |hours| 1 << self.shift(hours))
    }

    /// The bit of a shift, or of the shortest common one that it lies in: whoever can work that can work it.
    fn shift(&self, hours: DailyHours) -> u32 {
        let around = self.shifts.iter().filter(|(common, _)| outside_min(*common, hours) == 0);
        around.min_by_key(|(common, bit)| (common.presence_min(), *bit)).map_or(ANY_HOURS, |(_, bit)| *bit)
    }

    /// A person.
    pub(super) fn seeker(&self, candidate: &Candidate) -> SeekerRow {
        let (x, y) = self.place(candidate.stop.map(|stop| stop.point));
        let mut wishes = [NO_WISH; WISHES_MOST];
        for (at, code) in candidate.occupations.iter().take(WISHES_MOST).enumerate() {
            let leaf = self.leaves.get(&(code.clone(), false)).copied().unwrap_or(NO_WISH);
            // A work wished for twice counts as the better of both.
            wishes[at] = if wishes[..at].contains(&leaf) { NO_WISH } else { leaf };
        }
        let mut skills = [NO_SKILL; SKILLS_HELD_MOST];
        let held = candidate.skills.iter().filter_map(|skill| self.skills.get(&skill.word));
        held.zip(&mut skills).for_each(|(skill, place)| *place = *skill);
        // Pay by the hour is tested by its steps. What passes pays at least the wish and earns 900 to 1,500 points: here all.
        let monthly = match candidate.wage {
            Some(WageFloor::Monthly(won)) => won.clamp(0, HIGHEST),
            Some(WageFloor::Hourly(won)) => i64::from(won > 0),
            None => 0,
        };
        SeekerRow {
            wishes,
            x,
            y,
            zones: self.reach(candidate),
            radius: candidate.commute_max_min.map_or(0, radius),
            has: self.has(candidate),
            pay: u32::try_from(monthly).unwrap_or(0),
            career: candidate.career_months.map_or(UNKNOWN_MONTHS, |months| {
                u16::try_from(months).unwrap_or(u16::MAX).min(UNKNOWN_MONTHS - 1)
            }),
            // No minute at all is not the same as no limit.
            weekly: candidate
                .weekly_max_min
                .map_or(0, |most| u16::try_from(most.max(1)).unwrap_or(u16::MAX).min(u16::MAX - 1)),
            skills,
            text: signature(&candidate.pairs),
        }
    }

    fn has(&self, candidate: &Candidate) -> u64 {
        let mut bits = days(candidate.weekdays.unwrap_or(Weekdays::ALL));
        bits |= schooling(Some(candidate.education.unwrap_or(Education::Doctor)));
        let types = &candidate.employment_types;
        let types = if types.is_empty() { EmploymentType::ALL } else { types };
        bits |= types.iter().fold(0, |bits, kind| bits | employment(*kind));
        let least = match candidate.wage {
            Some(WageFloor::Hourly(won)) => self.hourly.iter().take_while(|step| **step < won).count() + 1,
            _ => 0,
        };
        bits |= (least..HOURLY.1).fold(0, |bits, step| bits | 1 << (HOURLY.0 + step as u32));
        for licence in &candidate.licences {
            bits |= 1 << self.licences.get(licence).copied().unwrap_or_else(|| rare(licence));
        }
        let can = |hours: &DailyHours| candidate.daily.is_none_or(|free| outside_min(free, *hours) == 0);
        bits |= self.shifts.iter().filter(|(hours, _)| can(hours)).fold(0, |bits, (_, bit)| bits | 1 << bit);
        if candidate.daily.is_none() { bits | 1 << ANY_HOURS } else { bits }
    }

    /// Zones all of whose places lie in an area that the person desires.
    fn reach(&self, candidate: &Candidate) -> u64 {
        let wishes = &candidate.desired_areas;
        let within =
            |areas: &Vec<AreaCode>| wishes.is_empty() || wishes.iter().any(|wish| areas.contains(wish));
        let own = self.zones.iter().filter(|(areas, _)| within(areas));
        let mut bits = own.fold(0, |bits, (_, zone)| bits | 1 << zone);
        if self.elsewhere.iter().all(within) {
            bits |= 1 << ELSEWHERE;
        }
        bits
    }

    /// Ten metres east and north of the middle of the market.
    fn place(&self, point: Option<Point>) -> (i16, i16) {
        let Some(point) = point else { return (UNKNOWN_PLACE, UNKNOWN_PLACE) };
        let tens = |there: Point, ahead: bool| {
            let tens = ((distance_m(there, self.middle) + 5) / 10).min(FARTHEST);
            i16::try_from(if ahead { tens } else { -tens }).unwrap_or(0)
        };
        let east = Point { lat_e6: self.middle.lat_e6, ..point };
        let north = Point { lon_e6: self.middle.lon_e6, ..point };
        (tens(east, point.lon_e6 > self.middle.lon_e6), tens(north, point.lat_e6 > self.middle.lat_e6))
    }
}

/// What is counted, most often first.
fn commonest<K: Ord>(counted: BTreeMap<K, usize>) -> Vec<K> {
    let mut all: Vec<(K, usize)> = counted.into_iter().collect();
    // Stable: of equals the lower stays first.
    all.sort_by_key(|(_, count)| Reverse(*count));
    all.into_iter().map(|(kind, _)| kind).collect()
}

type Leaves = (Tree, BTreeMap<(OccupationCode, bool), u16>, u16);

/// A leaf for each unit group. A code that is no unit group has one leaf where it is wished for and one where it is offered,
/// in the groups it names and alone below them, so that they share what the codes share.
fn leaves<'a>(jobs: impl Iterator<Item = &'a Job>, people: &[Candidate]) -> Leaves {
    let offered = jobs.filter_map(|job| job.occupation.clone()).map(|code| (code, true));
    let wished = people.iter().flat_map(|one| one.occupations.iter().cloned()).map(|code| (code, false));
    let codes: BTreeSet<(OccupationCode, bool)> = offered.chain(wished).collect();
    let path = |(code, offered): &(OccupationCode, bool)| {
        let level = |level: u8| match code.level() >= level {
            true => code.ancestor(level).as_str().to_owned(),
            false => format!("{code}{}", if *offered { "o" } else { "w" }),
        };
        [1, 2, 3, 4].map(level)
    };
    let nothing = ["~"; 4].map(str::to_owned);
    let mut paths: Vec<[String; 4]> = codes.iter().map(path).chain([nothing.clone()]).collect();
    paths.sort_unstable();
    paths.dedup();
    let mut groups: Vec<[u16; 3]> = Vec::with_capacity(paths.len());
    let mut last = [0; 3];
    for at in 0..paths.len() {
        for level in 0..3 {
            // Paths are sorted, so that a group ends where a path first differs.
            if at > 0 && paths[at][..=level] != paths[at - 1][..=level] {
                last[level] += 1;
            }
        }
        groups.push(last);
    }
    let at = |path: &[String; 4]| paths.binary_search(path).ok().and_then(|at| u16::try_from(at).ok());
    let by_code = codes.iter().filter_map(|code| Some((code.clone(), at(&path(code))?))).collect();
    (Tree::new(groups).unwrap_or_default(), by_code, at(&nothing).unwrap_or(0))
}

/// Steps of pay an hour at which wishes stand: a wish between two is rounded up.
fn steps(people: &[Candidate]) -> Vec<i64> {
    let hourly = people.iter().filter_map(|one| match one.wage {
        Some(WageFloor::Hourly(won)) => Some(won),
        _ => None,
    });
    let mut wishes: Vec<i64> = hourly.collect();
    wishes.sort_unstable();
    let most = HOURLY.1 - 1;
    let at = |nth: usize| wishes.get((wishes.len() * nth).div_ceil(most).checked_sub(1)?).copied();
    let mut steps: Vec<i64> = (1..=most).filter_map(at).collect();
    steps.dedup();
    steps
}

fn middle<'a>(jobs: impl Iterator<Item = &'a Job>) -> Point {
    let points = jobs.filter_map(|job| Some(job.stop?.point));
    let (count, lon, lat) = points
        .fold((0, 0, 0), |(count, lon, lat), point| (count + 1, lon + point.lon_e6, lat + point.lat_e6));
    Point { lon_e6: lon / i64::max(count, 1), lat_e6: lat / i64::max(count, 1) }
}

/// Straight way that is surely short enough, in ten metres, with what the plane and its rounding may be wrong by.
fn radius(minutes: u32) -> u16 {
    let metres = sure_m(i64::from(minutes)) * 99 / 100 - 20;
    u16::try_from((metres / 10).clamp(1, LONGEST)).unwrap_or(1)
}

fn days(days: Weekdays) -> u64 {
    u64::from(days.0 & Weekdays::ALL.0) << DAY
}

fn schooling(level: Option<Education>) -> u64 {
    let rank = level.and_then(|level| Education::ALL.iter().position(|one| *one == level)).unwrap_or(0);
    ((1 << rank) - 1) << SCHOOLING
}

fn employment(kind: EmploymentType) -> u64 {
    EmploymentType::ALL.iter().position(|one| *one == kind).map_or(0, |at| 1 << (EMPLOYMENT + at as u32))
}

/// The bit that a rare licence shares with others.
fn rare(licence: &str) -> u32 {
    let hash = licence
        .bytes()
        .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    RARE.start + hash % (RARE.end - RARE.start)
}

fn signature(pairs: &[u32]) -> [u64; TEXT_WORDS] {
    let mut words = [0; TEXT_WORDS];
    for pair in pairs {
        let bit = *pair as usize % (64 * TEXT_WORDS);
        words[bit / 64] |= 1 << (bit % 64);
    }
    words
}
