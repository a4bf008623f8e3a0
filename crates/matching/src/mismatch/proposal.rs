//! For people of one cell: what one change each would bring, counted by making it.
//!
//! The change is applied to everybody of the cell for whom it widens anything, their pairs are looked up
//! again, and the flow over all full pairs of the whole market grows by them: a head that somebody else
//! needs is not counted twice. It must not know whether a change can be asked of anybody.

use std::collections::{BTreeMap, BTreeSet};

use domain::area::AreaCode;
use domain::code::Education;
use domain::message::Message;
use domain::work_time::Weekdays;

use super::edges::{Edges, Hindrances, TooMuch};
use super::flow::{Allowed, Flow, Network};
use crate::candidate::{Candidate, WageFloor};
use crate::constraint::{ConstraintKind, ConstraintState, commute_min, extra_days, states};
use crate::job::Job;
use crate::market::{Market, full};
use crate::near::is_worth_proposing;
use crate::relax::Relaxation;
use crate::score::pay;
use crate::words::bare;

/// A proposal reaches so many of the pairs that fail by it alone, and another half of them.
const REACH: usize = 3;
/// Least share of the desired pay, in per cent, that is proposed: the same as to each person.
const LEAST_PAY_PERCENT: i64 = 80;

/// One change for everybody of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Also in this city or district, with its name.
    Area(AreaCode, String),
    /// Way to work of so many minutes (estimate).
    Commute(u32),
    /// From so many won a month on, or an hour, for those who think in these terms.
    Pay {
        /// By the hour, not the month.
        hourly: bool,
        /// Won.
        won: i64,
    },
    /// Also on these days.
    Days(Weekdays),
    /// At any hour of the day.
    Hours,
    /// Up to so many minutes a week.
    WeeklyHours(u32),
    /// In any employment type.
    EmploymentType,
    /// With this licence.
    Licence(String),
    /// With so many months of experience.
    Experience(u32),
    /// With this schooling.
    Schooling(Education),
}

/// What a change brings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The change.
    pub change: Change,
    /// So many more persons are placed in the whole market.
    pub more: u64,
    /// The sentence, with the count.
    pub message: Message,
}

impl Change {
    /// The same person after the change; `None` where it widens nothing for them.
    pub fn of(&self, person: &Candidate) -> Option<Candidate> {
        let mut wider = person.clone();
        match self {
            Self::Area(area, name) => {
                // Whoever named no area goes anywhere already.
                if person.desired_areas.is_empty() || person.desired_areas.contains(area) {
                    return None;
                }
                wider = person.relaxed(&Relaxation::Area(area.clone(), name.clone()));
            }
            Self::Commute(minutes) => {
                person.commute_max_min.filter(|most| most < minutes)?;
                wider = person.relaxed(&Relaxation::Commute(*minutes));
            }
            Self::Pay { hourly, won } => {
                let wish = match person.wage? {
                    WageFloor::Monthly(wish) if !hourly => wish,
                    WageFloor::Hourly(wish) if *hourly => wish,
                    _ => return None,
                };
                // Nobody is asked for less than the least worth proposing to them.
                if wish <= *won || won.saturating_mul(100) < wish.saturating_mul(LEAST_PAY_PERCENT) {
                    return None;
                }
                wider = person.relaxed(&Relaxation::Wage(*won));
            }
            Self::Days(days) => {
                person.weekdays.filter(|known| !days.without(*known).is_empty())?;
                wider = person.relaxed(&Relaxation::Days(*days));
            }
            Self::Hours => wider.daily = person.daily.map(|_| None)?,
            Self::WeeklyHours(minutes) => {
                wider.weekly_max_min = Some((*minutes).max(person.weekly_max_min?));
            }
            Self::EmploymentType => wider.employment_types.clear(),
            Self::Licence(word) => {
                let held = person.licences.contains(&bare(word));
                return (!held).then(|| person.relaxed(&Relaxation::Licences(vec![word.clone()])));
            }
            Self::Experience(months) => {
                wider.career_months = Some((*months).max(person.career_months?));
            }
            Self::Schooling(education) => {
                wider.education = Some((*education).max(person.education?));
            }
        }
        (wider != *person).then_some(wider)
    }

    /// The condition it eases. It touches no other.
    pub fn kind(&self) -> ConstraintKind {
        match self {
            Self::Area(..) => ConstraintKind::Area,
            Self::Commute(_) => ConstraintKind::Commute,
            Self::Pay { .. } => ConstraintKind::Wage,
            Self::Days(_) => ConstraintKind::Days,
            Self::Hours => ConstraintKind::Hours,
            Self::WeeklyHours(_) => ConstraintKind::WeeklyHours,
            Self::EmploymentType => ConstraintKind::EmploymentType,
            Self::Licence(_) => ConstraintKind::Licence,
            Self::Experience(_) => ConstraintKind::Experience,
            Self::Schooling(_) => ConstraintKind::Education,
        }
    }

    fn message(&self) -> Message {
        match self {
            Self::Area(_, name) => Message::new("mismatch-change-area").with("area", name.as_str()),
            Self::Commute(minutes) => {
                Message::new("mismatch-change-commute").with("minutes", i64::from(*minutes))
            }
            Self::Pay { hourly, won } => {
                let per = Message::new(if *hourly { "match-per-hour" } else { "match-per-month" });
                Message::new("mismatch-change-pay").with("per", per).with("won", *won)
            }
            Self::Days(days) if *days == Weekdays::WEEKEND => Message::new("mismatch-change-weekend"),
            Self::Days(_) => Message::new("mismatch-change-all-days"),
            Self::Hours => Message::new("mismatch-change-hours"),
            Self::WeeklyHours(minutes) => {
                Message::new("mismatch-change-weekly-hours").with("hours", i64::from(minutes.div_ceil(60)))
            }
            Self::EmploymentType => Message::new("mismatch-change-employment-type"),
            Self::Licence(word) => Message::new("mismatch-change-licence").with("licence", word.as_str()),
            Self::Experience(months) => {
                Message::new("mismatch-change-experience").with("months", i64::from(*months))
            }
            Self::Schooling(_) => Message::new("mismatch-change-education"),
        }
    }
}

/// For each group of seekers (their places in the order of `edges`) what each single change brings, most first. Only
/// changes that bring somebody are told. Nobody is put out by a change: what is counted comes in addition to
/// those whom the full pairs of `edges` place.
pub fn proposals(
    market: &Market,
    edges: &Edges,
    seekers: &[Candidate],
    groups: &[Vec<usize>],
) -> Result<Vec<Vec<Proposal>>, TooMuch> {
    let mut out = Vec::with_capacity(groups.len());
    for group in groups {
        let people: Vec<(usize, &Candidate)> =
            group.iter().filter_map(|seeker| Some((*seeker, seekers.get(*seeker)?))).collect();
        let changes = changes(market, edges, &people);
        let counts = count(market, edges, &people, &changes)?;
        let told = changes.into_iter().zip(counts).filter(|(_, more)| *more > 0);
        let told = told.map(|(change, more)| {
            let message = change.message().with("count", i64::try_from(more).unwrap_or(i64::MAX));
            Proposal { change, more, message }
        });
        let mut told: Vec<Proposal> = told.collect();
        // Stable: in the order of the changes among equals.
        told.sort_by_key(|proposal| std::cmp::Reverse(proposal.more));
        out.push(told);
    }
    Ok(out)
}

/// Grows the flow of all full pairs by those of each change in turn.
fn count(
    market: &Market,
    edges: &Edges,
    people: &[(usize, &Candidate)],
    changes: &[Change],
) -> Result<Vec<u64>, TooMuch> {
    let meets = |set| set == Hindrances::NONE || set == Hindrances::UNTOLD;
    let mut rows: Vec<Vec<(u32, Hindrances)>> = (0..edges.seekers())
        .map(|seeker| {
            edges.of(seeker).filter(|(set, _)| meets(*set)).map(|(_, at)| (at as u32, Hindrances::NONE))
        })
        .map(Iterator::collect)
        .collect();
    let label = |n: usize| Hindrances::label(n as u16 + 1);
    // There are as many labels as sets of hindrances; a cell with more changes tells the first of them.
    let changes = &changes[..changes.len().min(Hindrances::SETS - 1)];
    for (seeker, person) in people {
        let before: BTreeSet<u32> = rows[*seeker].iter().map(|(at, _)| *at).collect();
        let wider =
            changes.iter().enumerate().filter_map(|(n, change)| Some((n, change.kind(), change.of(person)?)));
        let wider: Vec<(usize, ConstraintKind, Candidate)> = wider.collect();
        let place = |job: &Job| edges.openings().binary_search_by_key(&job.id(), |(id, _)| *id).ok();
        // With a licence other work becomes relevant, but only such as names it.
        for (n, _, wider) in wider.iter().filter(|(_, kind, _)| *kind == ConstraintKind::Licence) {
            let Change::Licence(word) = &changes[*n] else { continue };
            let word = bare(word);
            let names = |job: &&Job| job.skills.iter().any(|skill| skill.word == word);
            let fits = market.reachable(wider).filter(names).filter(|job| full(wider, job).is_some());
            let more = fits.filter_map(place).map(|at| at as u32).filter(|at| !before.contains(at));
            rows[*seeker].extend(more.map(|at| (at, label(*n))));
        }
        for job in market.reachable(person) {
            let Some(at) = place(job) else { continue };
            let mut failed = failing(person, job);
            // A change of one condition fits what fails by it alone; where nothing fails it may still lift the score.
            let only = match (failed.next(), failed.next()) {
                (_, Some(_)) => continue,
                (only, None) => only,
            };
            if before.contains(&(at as u32)) {
                continue;
            }
            let may = |kind: ConstraintKind| {
                kind != ConstraintKind::Licence && only.is_none_or(|only| only == kind)
            };
            for (n, _, wider) in wider.iter().filter(|(_, kind, _)| may(*kind)) {
                if full(wider, job).is_some() {
                    rows[*seeker].push((at as u32, label(*n)));
                }
            }
        }
    }
    let wider = Edges::from_rows(edges.openings(), &rows)?;
    let network = Network::new(&wider);
    let mut now = Flow::new(&network);
    now.grow(&Allowed::where_(|set| set == Hindrances::NONE));
    let with =
        |n: usize| now.clone().grow(&Allowed::where_(|set| set == Hindrances::NONE || set == label(n)));
    Ok((0..changes.len()).map(with).collect())
}

/// The conditions that do not hold.
fn failing(person: &Candidate, job: &Job) -> impl Iterator<Item = ConstraintKind> {
    let failed = states(person, job).filter(|(_, state)| matches!(state, ConstraintState::Failed { .. }));
    failed.map(|(kind, _)| kind)
}

/// What a change would have to reach, by the only condition that a pair fails.
#[derive(Debug, Default)]
struct Wanted {
    areas: BTreeMap<AreaCode, String>,
    commutes: Vec<i64>,
    monthly: Vec<i64>,
    hourly: Vec<i64>,
    days: BTreeSet<u8>,
    hours: bool,
    weekly: Vec<i64>,
    types: bool,
    licences: BTreeSet<String>,
    months: Vec<i64>,
    schooling: Vec<Education>,
}

/// The changes worth counting: of what somebody of the group fails and nothing else.
fn changes(market: &Market, edges: &Edges, people: &[(usize, &Candidate)]) -> Vec<Change> {
    let mut wanted = Wanted::default();
    for (_, person) in people {
        for job in market.reachable(person) {
            if edges.openings().binary_search_by_key(&job.id(), |(id, _)| *id).is_err() {
                continue;
            }
            let mut failed = failing(person, job);
            if let (Some(kind), None) = (failed.next(), failed.next())
                && is_worth_proposing(kind, person, job)
            {
                wanted.note(kind, person, job);
            }
        }
    }
    wanted.changes()
}

impl Wanted {
    fn note(&mut self, kind: ConstraintKind, person: &Candidate, job: &Job) {
        match kind {
            ConstraintKind::Area => {
                self.areas.extend(job.coarse_area.clone().map(|area| (area, job.area_name.clone())));
            }
            ConstraintKind::Commute => self.commutes.extend(commute_min(person, job)),
            ConstraintKind::Wage => {
                let paid = pay(person, job).filter(|(wish, won)| won * 100 >= wish * LEAST_PAY_PERCENT);
                let of = match person.wage {
                    Some(WageFloor::Hourly(_)) => &mut self.hourly,
                    _ => &mut self.monthly,
                };
                of.extend(paid.map(|(_, won)| won));
            }
            ConstraintKind::Days => self.days.extend(extra_days(person, job).map(|days| days.0)),
            ConstraintKind::Hours => self.hours = true,
            ConstraintKind::WeeklyHours => self.weekly.extend(job.weekly_min.map(i64::from)),
            ConstraintKind::EmploymentType => self.types = true,
            ConstraintKind::Education => self.schooling.extend(job.education),
            ConstraintKind::Experience => {
                self.months.extend(job.career.map(|(_, asked)| i64::from(asked.max(1))));
            }
            ConstraintKind::Licence => {
                // Two at once are two changes.
                let mut lacking = job.licences.iter().filter(|(bare, _)| !person.licences.contains(bare));
                if let (Some((_, word)), None) = (lacking.next(), lacking.next()) {
                    self.licences.insert(word.clone());
                }
            }
        }
    }

    fn changes(mut self) -> Vec<Change> {
        let mut out: Vec<Change> =
            self.areas.into_iter().map(|(area, name)| Change::Area(area, name)).collect();
        let number = |value: i64| u32::try_from(value).unwrap_or(u32::MAX);
        out.extend(reached(&mut self.commutes, false).map(|minutes| Change::Commute(number(minutes))));
        out.extend(reached(&mut self.monthly, true).map(|won| Change::Pay { hourly: false, won }));
        out.extend(reached(&mut self.hourly, true).map(|won| Change::Pay { hourly: true, won }));
        let days = |test: fn(Weekdays) -> bool| self.days.iter().any(|days| test(Weekdays(*days)));
        if days(|extra| extra.without(Weekdays::WEEKEND).is_empty()) {
            out.push(Change::Days(Weekdays::WEEKEND));
        }
        if days(|extra| !extra.without(Weekdays::WEEKEND).is_empty()) {
            out.push(Change::Days(Weekdays::ALL));
        }
        out.extend(self.hours.then_some(Change::Hours));
        out.extend(reached(&mut self.weekly, false).map(|minutes| Change::WeeklyHours(number(minutes))));
        out.extend(self.types.then_some(Change::EmploymentType));
        out.extend(self.licences.into_iter().map(Change::Licence));
        out.extend(reached(&mut self.months, false).map(|months| Change::Experience(number(months))));
        out.extend(reached(&mut self.schooling, false).map(Change::Schooling));
        out
    }
}

/// The least easing that reaches [`REACH`] of the values, where there are as many, and the one that reaches half.
fn reached<T: Ord + Copy>(values: &mut [T], most_first: bool) -> impl Iterator<Item = T> + use<T> {
    values.sort_unstable();
    if most_first {
        values.reverse();
    }
    let at = |place: usize| values.get(place).copied();
    let few = at(REACH.min(values.len()).saturating_sub(1));
    let half = at(values.len().div_ceil(2).saturating_sub(1)).filter(|half| Some(*half) != few);
    few.into_iter().chain(half)
}
