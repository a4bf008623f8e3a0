//! Hard conditions: what the person must have and what the opening must ask. Each is met, failed with
//! its margin, or cannot be told.

use domain::area::distance_m;
use domain::code::{CareerKind, Education};
use domain::message::{Arg, Message};
use domain::work_time::{DailyHours, Weekdays};

use crate::candidate::{Candidate, WageFloor};
use crate::commute::minutes;
use crate::job::Job;
use crate::score::pay;

/// What a condition is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, strum::Display, strum::EnumIter)]
#[strum(serialize_all = "snake_case")]
pub enum ConstraintKind {
    /// Desired areas.
    Area,
    /// Longest way to work.
    Commute,
    /// Least pay.
    Wage,
    /// Days the person can work.
    Days,
    /// Hours of the day the person can work.
    Hours,
    /// Most hours a week.
    WeeklyHours,
    /// Acceptable employment types.
    EmploymentType,
    /// Schooling asked for.
    Education,
    /// Experience asked for.
    Experience,
    /// Licences asked for.
    Licence,
}

impl ConstraintKind {
    /// What margins of this kind are counted in.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Area => "m",
            Self::Commute | Self::Hours | Self::WeeklyHours => "min",
            Self::Wage => "won",
            Self::Days => "days",
            Self::EmploymentType => "types",
            Self::Education => "levels",
            Self::Experience => "months",
            Self::Licence => "licences",
        }
    }
}

/// How a condition stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ConstraintState {
    /// Holds, with something to spare (0 where that has no meaning).
    Met {
        /// Minutes, won, months or levels to spare.
        spare: i64,
    },
    /// Does not hold.
    Failed {
        /// Minutes, won, days, months, levels or licences that are short; metres for areas.
        short: i64,
    },
    /// Cannot be told because one side is unknown.
    Unknown,
}

/// A condition with its reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Constraint {
    /// What it is about.
    pub kind: ConstraintKind,
    /// How it stands.
    pub state: ConstraintState,
    /// Why, with figures.
    pub reason: Message,
    /// What would have to be known to tell; empty unless the state is unknown.
    pub missing: Vec<Message>,
}

impl Constraint {
    /// Whether it does not hold.
    pub fn failed(&self) -> bool {
        matches!(self.state, ConstraintState::Failed { .. })
    }
}

use ConstraintState::{Failed, Met, Unknown};

/// How each condition that either side set stands, in the order of the kinds.
pub(crate) fn states(
    candidate: &Candidate,
    job: &Job,
) -> impl Iterator<Item = (ConstraintKind, ConstraintState)> {
    let tests: [(ConstraintKind, Option<ConstraintState>); 10] = [
        (ConstraintKind::Area, area(candidate, job)),
        (ConstraintKind::Commute, commute(candidate, job)),
        (ConstraintKind::Wage, wage(candidate, job)),
        (ConstraintKind::Days, days(candidate, job)),
        (ConstraintKind::Hours, hours(candidate, job)),
        (ConstraintKind::WeeklyHours, weekly_hours(candidate, job)),
        (ConstraintKind::EmploymentType, employment_type(candidate, job)),
        (ConstraintKind::Education, education(candidate, job)),
        (ConstraintKind::Experience, experience(candidate, job)),
        (ConstraintKind::Licence, licence(candidate, job)),
    ];
    tests.into_iter().filter_map(|(kind, state)| Some((kind, state?)))
}

fn by_margin(margin: i64) -> ConstraintState {
    if margin >= 0 { Met { spare: margin } } else { Failed { short: -margin } }
}

fn area(candidate: &Candidate, job: &Job) -> Option<ConstraintState> {
    if candidate.desired_areas.is_empty() {
        return None;
    }
    if job.remote && candidate.remote {
        return Some(Met { spare: 0 });
    }
    if job.areas.is_empty() {
        return Some(Unknown);
    }
    if candidate.desired_areas.iter().any(|wish| job.areas.contains(wish)) {
        return Some(Met { spare: 0 });
    }
    let away =
        candidate.stop.zip(job.stop).map_or(1, |(home, work)| distance_m(home.point, work.point).max(1));
    Some(Failed { short: away })
}

/// Estimated minutes one way, if both ends are known.
pub(crate) fn commute_min(candidate: &Candidate, job: &Job) -> Option<i64> {
    let (home, work) = candidate.stop.zip(job.stop)?;
    let alone = minutes(home, work, distance_m(home.point, work.point));
    Some(job.ride_min.map_or(alone, |ride| alone.min(i64::from(ride))))
}

fn commute(candidate: &Candidate, job: &Job) -> Option<ConstraintState> {
    let most = i64::from(candidate.commute_max_min?);
    if job.remote && candidate.remote {
        return Some(Met { spare: most });
    }
    Some(commute_min(candidate, job).map_or(Unknown, |needed| by_margin(most - needed)))
}

fn wage(candidate: &Candidate, job: &Job) -> Option<ConstraintState> {
    candidate.wage?;
    Some(pay(candidate, job).map_or(Unknown, |(wish, paid)| by_margin(paid - wish)))
}

/// Days the work takes that the person does not have.
pub(crate) fn extra_days(candidate: &Candidate, job: &Job) -> Option<Weekdays> {
    Some(job.weekdays?.without(candidate.weekdays?))
}

fn days(candidate: &Candidate, job: &Job) -> Option<ConstraintState> {
    candidate.weekdays?;
    Some(extra_days(candidate, job).map_or(Unknown, |extra| by_margin(-i64::from(extra.count()))))
}

/// Where a span ends on the line of minutes that begins on the midnight before it.
pub(crate) fn end_min(span: DailyHours) -> i64 {
    i64::from(span.end_min) + if span.end_min > span.start_min { 0 } else { 1_440 }
}

/// Minutes by which the work begins before the free span and ends after it, on whichever day it lies best: 00:00 to 05:00
/// lies within 22:00 to 06:00.
pub(crate) fn stretch(free: DailyHours, work: DailyHours) -> (i64, i64) {
    let outside = |shift: i64| {
        let early = (i64::from(free.start_min) - i64::from(work.start_min) - shift).max(0);
        let late = (end_min(work) + shift - end_min(free)).max(0);
        (early, late)
    };
    let days = [-1_440, 0, 1_440].map(outside);
    // Whoever is free at any time is free past midnight too.
    let any_time = free.presence_min() == 1_440;
    days.into_iter().min_by_key(|(early, late)| early + late).filter(|_| !any_time).unwrap_or_default()
}

fn hours(candidate: &Candidate, job: &Job) -> Option<ConstraintState> {
    let free = candidate.daily?;
    Some(job.daily.map_or(Unknown, |work| by_margin(-outside_min(free, work))))
}

/// Minutes of work that lie outside the free span.
pub(crate) fn outside_min(free: DailyHours, work: DailyHours) -> i64 {
    let (early, late) = stretch(free, work);
    early + late
}

fn weekly_hours(candidate: &Candidate, job: &Job) -> Option<ConstraintState> {
    let most = i64::from(candidate.weekly_max_min?);
    Some(job.weekly_min.map_or(Unknown, |minutes| by_margin(most - i64::from(minutes))))
}

fn employment_type(candidate: &Candidate, job: &Job) -> Option<ConstraintState> {
    if candidate.employment_types.is_empty() {
        return None;
    }
    Some(
        job.employment_type
            .map_or(Unknown, |own| by_margin(if candidate.employment_types.contains(&own) { 0 } else { -1 })),
    )
}

fn education(candidate: &Candidate, job: &Job) -> Option<ConstraintState> {
    let asked = job.education.filter(|asked| *asked != Education::Any)?;
    let rank = |education: Education| Education::ALL.iter().position(|e| *e == education).unwrap_or(0) as i64;
    Some(candidate.education.map_or(Unknown, |own| by_margin(rank(own) - rank(asked))))
}

fn experience(candidate: &Candidate, job: &Job) -> Option<ConstraintState> {
    let (CareerKind::Experienced, asked) = job.career? else { return None };
    Some(
        candidate
            .career_months
            .map_or(Unknown, |months| by_margin(i64::from(months) - i64::from(asked.max(1)))),
    )
}

fn licence(candidate: &Candidate, job: &Job) -> Option<ConstraintState> {
    if job.licences.is_empty() {
        return None;
    }
    let lacking = job.licences.iter().filter(|(bare, _)| !candidate.licences.contains(bare)).count();
    Some(by_margin(-(lacking as i64)))
}

/// A condition of a pair, with its words.
pub(crate) fn constraint(
    kind: ConstraintKind,
    state: ConstraintState,
    candidate: &Candidate,
    job: &Job,
) -> Constraint {
    let missing = if state == Unknown { missing(kind, candidate, job) } else { Vec::new() };
    Constraint { kind, state, reason: reason(kind, state, candidate, job), missing }
}

/// The data of either side without which the condition cannot be told.
fn missing(kind: ConstraintKind, candidate: &Candidate, job: &Job) -> Vec<Message> {
    let needed: &[(bool, &'static str)] = match kind {
        ConstraintKind::Area => &[(job.areas.is_empty(), "match-lacks-place")],
        ConstraintKind::Commute => {
            &[(candidate.stop.is_none(), "match-lacks-home"), (job.stop.is_none(), "match-lacks-place")]
        }
        ConstraintKind::Wage => &[(pay(candidate, job).is_none(), "match-lacks-pay")],
        ConstraintKind::Days => &[(job.weekdays.is_none(), "match-lacks-days")],
        ConstraintKind::Hours => &[(job.daily.is_none(), "match-lacks-hours")],
        ConstraintKind::WeeklyHours => &[(job.weekly_min.is_none(), "match-lacks-weekly-hours")],
        ConstraintKind::EmploymentType => &[(job.employment_type.is_none(), "match-lacks-employment-type")],
        ConstraintKind::Education => &[(candidate.education.is_none(), "match-lacks-education")],
        ConstraintKind::Experience => &[(candidate.career_months.is_none(), "match-lacks-career")],
        // Licences are never unknown: what is not told is not held.
        ConstraintKind::Licence => &[],
    };
    needed.iter().filter(|(lacks, _)| *lacks).map(|(_, code)| Message::new(code)).collect()
}

/// The condition in words, with figures.
fn reason(kind: ConstraintKind, state: ConstraintState, candidate: &Candidate, job: &Job) -> Message {
    let outcome = match state {
        Met { .. } => "met",
        Failed { .. } => "failed",
        Unknown => "unknown",
    };
    let message = Message {
        code: format!("match-{kind}-{outcome}").replace('_', "-").into(),
        args: Default::default(),
    };
    let amount = match state {
        Met { spare } => spare,
        Failed { short } => short,
        Unknown => return message,
    };
    match kind {
        ConstraintKind::Area => message.with("area", job.area_name.as_str()).with("km", kilometres(amount)),
        ConstraintKind::Commute => message
            .with("minutes", commute_min(candidate, job).unwrap_or(0))
            .with("most", candidate.commute_max_min.unwrap_or(0)),
        ConstraintKind::Wage => {
            let per = match candidate.wage {
                Some(WageFloor::Hourly(_)) => "match-per-hour",
                _ => "match-per-month",
            };
            message.with("per", Message::new(per)).with("won", amount)
        }
        ConstraintKind::Days => {
            message.with("days", day_words(extra_days(candidate, job).unwrap_or_default()))
        }
        ConstraintKind::Hours => message.with("minutes", amount),
        ConstraintKind::WeeklyHours => message
            .with("hours", tenths(i64::from(job.weekly_min.unwrap_or(0)) * 10 / 60))
            .with("most", tenths(i64::from(candidate.weekly_max_min.unwrap_or(0)) * 10 / 60)),
        ConstraintKind::EmploymentType => message,
        ConstraintKind::Education => message.with("levels", amount),
        ConstraintKind::Experience => message
            .with("months", candidate.career_months.unwrap_or(0))
            .with("asked", job.career.map_or(0, |(_, asked)| asked)),
        ConstraintKind::Licence => message.with("licences", lacking(candidate, job).join(", ")),
    }
}

/// The licences asked for and not held, as written.
pub(crate) fn lacking(candidate: &Candidate, job: &Job) -> Vec<String> {
    job.licences
        .iter()
        .filter(|(bare, _)| !candidate.licences.contains(bare))
        .map(|(_, word)| word.clone())
        .collect()
}

/// Days as one message: `주말` when they are no others.
pub(crate) fn day_words(days: Weekdays) -> Arg {
    if !days.is_empty() && days.without(Weekdays::WEEKEND).is_empty() {
        return Message::new("match-weekend").into();
    }
    Message { code: format!("match-days-{}", days.0).into(), args: Default::default() }.into()
}

/// Metres as kilometres with one decimal.
pub(crate) fn kilometres(metres: i64) -> String {
    tenths((metres + 50) / 100)
}

pub(crate) fn tenths(tenths: i64) -> String {
    if tenths % 10 == 0 { (tenths / 10).to_string() } else { format!("{}.{}", tenths / 10, tenths % 10) }
}
