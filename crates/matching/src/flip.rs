//! For a pair: the smallest change on either side that makes a failed condition hold. A test applies each, and
//! tries anything smaller.
//!
//! It must not know whether the change can be asked of anybody.

use domain::area::AreaTable;
use domain::message::Message;
use domain::work_time::{DailyHours, Weekdays};

use crate::candidate::Candidate;
use crate::constraint::{
    ConstraintKind, ConstraintState, commute_min, end_min, extra_days, lacking, states, stretch,
};
use crate::ease::Easing;
use crate::job::Job;
use crate::relax::{Relaxation, is_hourly};
use crate::score::pay;

/// Minutes of a day.
const DAY: i64 = 1_440;

/// What would make a failed condition hold, on either side alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flip {
    /// The condition.
    pub kind: ConstraintKind,
    /// What it would take of the person.
    pub seeker: Relaxation,
    /// The same in words.
    pub ask: Message,
    /// What it would take of the employer.
    pub employer: Easing,
    /// The same in words.
    pub ease: Message,
}

/// One for each failed condition, in the order of the kinds.
pub(crate) fn flips(candidate: &Candidate, job: &Job, areas: &AreaTable) -> Vec<Flip> {
    let flip = |kind| {
        let (seeker, employer) = (relaxation(kind, candidate, job)?, easing(kind, candidate, job)?);
        let (ask, ease) = (seeker.message(candidate), employer.message(areas));
        Some(Flip { kind, ask, ease, seeker, employer })
    };
    failing(candidate, job).map(|(kind, _)| kind).filter_map(flip).collect()
}

/// The conditions that do not hold, in the order of the kinds.
pub(crate) fn failing(
    candidate: &Candidate,
    job: &Job,
) -> impl Iterator<Item = (ConstraintKind, ConstraintState)> {
    states(candidate, job).filter(|(_, state)| matches!(state, ConstraintState::Failed { .. }))
}

/// The smallest change of the person that makes a failed condition hold.
pub(crate) fn relaxation(kind: ConstraintKind, candidate: &Candidate, job: &Job) -> Option<Relaxation> {
    Some(match kind {
        // People widen their search by city or district.
        ConstraintKind::Area => {
            let coarse = job.coarse_area.as_ref().filter(|coarse| job.areas.contains(coarse));
            Relaxation::Area(coarse.or(job.areas.first())?.clone(), job.area_name.clone())
        }
        ConstraintKind::Commute => Relaxation::Commute(u32::try_from(commute_min(candidate, job)?).ok()?),
        ConstraintKind::Wage => Relaxation::Wage(pay(candidate, job)?.1),
        ConstraintKind::Days => Relaxation::Days(extra_days(candidate, job)?),
        ConstraintKind::Hours => Relaxation::Hours(stretched(candidate.daily?, job.daily?)?),
        ConstraintKind::WeeklyHours => Relaxation::WeeklyHours(job.weekly_min?),
        ConstraintKind::EmploymentType => Relaxation::EmploymentType(job.employment_type?),
        ConstraintKind::Education => Relaxation::Schooling(job.education?),
        ConstraintKind::Experience => Relaxation::Experience(job.career?.1.max(1)),
        ConstraintKind::Licence => Relaxation::Licences(lacking(candidate, job)),
    })
}

/// The smallest change of the opening that makes a failed condition hold.
pub(crate) fn easing(kind: ConstraintKind, candidate: &Candidate, job: &Job) -> Option<Easing> {
    // Work from home settles area and way at once; where both fail, each has an answer of its own.
    let fails = |kind| failing(candidate, job).any(|(failed, _)| failed == kind);
    let remote = |other| candidate.remote && !fails(other);
    Some(match kind {
        ConstraintKind::Area if remote(ConstraintKind::Commute) => Easing::Remote,
        ConstraintKind::Area => Easing::Place(candidate.desired_areas.first()?.clone()),
        ConstraintKind::Commute if remote(ConstraintKind::Area) => Easing::Remote,
        ConstraintKind::Commute => Easing::Ride(candidate.commute_max_min?),
        ConstraintKind::Wage => Easing::Wage { hourly: is_hourly(candidate), won: pay(candidate, job)?.0 },
        ConstraintKind::Days => Easing::Days(kept(candidate.weekdays?, job.weekdays?)),
        ConstraintKind::Hours => Easing::Hours(Some(fitted(candidate.daily?, job.daily?)?)),
        ConstraintKind::WeeklyHours => Easing::WeeklyHours(candidate.weekly_max_min?),
        ConstraintKind::EmploymentType => Easing::EmploymentType(*candidate.employment_types.first()?),
        ConstraintKind::Education => Easing::Schooling(candidate.education?),
        ConstraintKind::Experience => Easing::Experience(candidate.career_months?),
        ConstraintKind::Licence => Easing::Licences(lacking(candidate, job)),
    })
}

/// The days of work that the person has; where there is none, as many of the person's.
fn kept(free: Weekdays, work: Weekdays) -> Weekdays {
    let both = Weekdays(free.0 & work.0 & Weekdays::ALL.0);
    if !both.is_empty() {
        return both;
    }
    Weekdays(free.days().take(work.count() as usize).fold(0, |days, day| days | 1 << day))
}

/// The least span that holds the free one and the work.
fn stretched(free: DailyHours, work: DailyHours) -> Option<DailyHours> {
    let (early, late) = stretch(free, work);
    let (from, to) = (i64::from(free.start_min) - early, end_min(free) + late);
    // Together they leave no minute of the day: any time, then.
    let to = if to - from >= DAY { from + DAY } else { to };
    span(from, to, free.break_min)
}

/// The work moved as little as possible to lie in the free span; as long as that where it is longer.
fn fitted(free: DailyHours, work: DailyHours) -> Option<DailyHours> {
    if work.presence_min() > free.presence_min() {
        return Some(DailyHours { break_min: work.break_min, ..free });
    }
    let (early, late) = stretch(free, work);
    let from = i64::from(work.start_min) + early - late;
    span(from, from + i64::from(work.presence_min()), work.break_min)
}

fn span(from: i64, to: i64, break_min: u16) -> Option<DailyHours> {
    let clock = |minutes: i64| u16::try_from(minutes.rem_euclid(DAY)).ok();
    Some(DailyHours { start_min: clock(from)?, end_min: clock(to)?, break_min })
}
