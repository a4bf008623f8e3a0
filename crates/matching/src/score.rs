//! The score: an integer from 0 to 10,000, the exact sum of six parts. What is not known earns nothing.

use domain::area::distance_m;
use domain::code::CareerKind;
use domain::message::Message;

use crate::candidate::{Candidate, WageFloor};
use crate::job::Job;
use crate::words::shared;

/// The most there is.
pub const FULL_SCORE: i32 = 10_000;
/// From this score on a relevant opening is suggested.
pub const ACCEPTABLE: i32 = 3_000;

/// What a part of the score is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, strum::Display, strum::EnumIter)]
#[strum(serialize_all = "snake_case")]
pub enum PartKind {
    /// Nearness in the occupation tree.
    Occupation,
    /// Overlap of skills.
    Skills,
    /// Pay against the wish.
    Wage,
    /// Experience against what is asked.
    Experience,
    /// Nearness of home and work.
    Distance,
    /// Overlap of words.
    Text,
}

impl PartKind {
    /// The parts in order.
    pub const ALL: [Self; 6] =
        [Self::Occupation, Self::Skills, Self::Wage, Self::Experience, Self::Distance, Self::Text];

    /// The most points of the part.
    pub fn max(self) -> i32 {
        match self {
            Self::Occupation => 3_500,
            Self::Skills => 2_500,
            Self::Wage => 1_500,
            Self::Experience | Self::Distance => 1_000,
            Self::Text => 500,
        }
    }
}

/// A part of a score with its reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What it is about.
    pub kind: PartKind,
    /// Points earned.
    pub points: i32,
    /// Points to be had.
    pub max: i32,
    /// Why.
    pub reason: Message,
}

/// Points by deepest shared level of the tree, in thousandths of the part: nothing, major, sub-major,
/// minor, unit group.
pub(crate) const BY_LEVEL: [i32; 5] = [0, 100, 350, 700, 1_000];
/// Points by rank of the wish, in percent.
pub(crate) const BY_RANK: [i32; 3] = [100, 90, 80];
/// A related occupation of the opening counts so much of its own, in percent.
const RELATED: i32 = 70;
/// Beyond this distance nothing is earned, in metres.
const FAR_M: i64 = 20_000;
/// Pay under this share of the wish earns nothing, and over the other everything, in thousandths.
const PAY: (i64, i64) = (700, 1_200);

/// Points of each part in the order of [`PartKind::ALL`].
pub(crate) fn points(candidate: &Candidate, job: &Job) -> [i32; 6] {
    [
        occupation(candidate, job),
        skills(candidate, job),
        wage(candidate, job),
        experience(candidate, job),
        distance(candidate, job),
        text(candidate, job),
    ]
}

/// The deepest level at which any wish meets the occupation or a related one.
pub(crate) fn level(candidate: &Candidate, job: &Job) -> u8 {
    let own = job.occupation.iter().chain(&job.related);
    own.flat_map(|code| candidate.occupations.iter().map(|wish| wish.shared_level(code))).max().unwrap_or(0)
}

/// Whether the work is of a kind that the person wishes: of the minor group of a wish. What it is only akin to does not
/// count.
pub(crate) fn is_of_a_wish(candidate: &Candidate, job: &Job) -> bool {
    let own = job.occupation.iter();
    own.flat_map(|code| candidate.occupations.iter().map(|wish| wish.shared_level(code)))
        .any(|level| level >= 3)
}

/// How many skills both name.
pub(crate) fn shared_skills(candidate: &Candidate, job: &Job) -> usize {
    job.skills.iter().filter(|skill| has(candidate, &skill.word)).count()
}

fn has(candidate: &Candidate, word: &str) -> bool {
    candidate.skills.binary_search_by(|known| known.word.as_str().cmp(word)).is_ok()
}

fn occupation(candidate: &Candidate, job: &Job) -> i32 {
    kinship(candidate, job).points
}

/// What the points of the occupation are for.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Kinship {
    pub(crate) points: i32,
    /// Depth of the shared group.
    pub(crate) level: usize,
    /// Which wish it is of, from nought.
    pub(crate) rank: usize,
    /// Whether it is a related occupation of the opening, not its own.
    pub(crate) related: bool,
}

/// The wish and the occupation of the opening that earn most; the first among equals.
pub(crate) fn kinship(candidate: &Candidate, job: &Job) -> Kinship {
    let max = PartKind::Occupation.max();
    let mut best = Kinship::default();
    for (rank, wish) in candidate.occupations.iter().enumerate() {
        let by_rank = BY_RANK.get(rank).copied().unwrap_or(0);
        let mut consider = |code: &domain::occupation::OccupationCode, related: bool| {
            let level = usize::from(wish.shared_level(code)).min(4);
            let share = if related { RELATED } else { 100 };
            let points = max * BY_LEVEL[level] / 1_000 * by_rank / 100 * share / 100;
            if points > best.points {
                best = Kinship { points, level, rank, related };
            }
        };
        job.occupation.iter().for_each(|code| consider(code, false));
        job.related.iter().for_each(|code| consider(code, true));
    }
    best
}

fn skills(candidate: &Candidate, job: &Job) -> i32 {
    let asked: i32 = job.skills.iter().map(|skill| skill.weight).sum();
    if asked == 0 {
        return 0;
    }
    let held: i32 =
        job.skills.iter().filter(|skill| has(candidate, &skill.word)).map(|skill| skill.weight).sum();
    PartKind::Skills.max() * held / asked
}

/// The wish and the pay in the same terms, if both are known.
pub(crate) fn pay(candidate: &Candidate, job: &Job) -> Option<(i64, i64)> {
    match candidate.wage? {
        WageFloor::Monthly(wish) => Some((wish, job.monthly_won?)),
        WageFloor::Hourly(wish) => Some((wish, job.hourly_won?)),
    }
}

fn wage(candidate: &Candidate, job: &Job) -> i32 {
    let Some((wish, paid)) = pay(candidate, job).filter(|(wish, _)| *wish > 0) else { return 0 };
    let share = paid.saturating_mul(1_000) / wish;
    let over = (share - PAY.0).clamp(0, PAY.1 - PAY.0);
    let points = i64::from(PartKind::Wage.max()) * over / (PAY.1 - PAY.0);
    i32::try_from(points).unwrap_or(0)
}

fn experience(candidate: &Candidate, job: &Job) -> i32 {
    let max = PartKind::Experience.max();
    let Some((months, (kind, asked))) = candidate.career_months.zip(job.career) else { return 0 };
    match kind {
        CareerKind::Any => max,
        // A newcomer's place suits the experienced less than one that asks for what they have.
        CareerKind::New => {
            if months <= 12 {
                max
            } else {
                max * 6 / 10
            }
        }
        CareerKind::Experienced if asked == 0 => {
            if months > 0 {
                max
            } else {
                0
            }
        }
        CareerKind::Experienced => {
            let share = i64::from(months.min(asked)) * i64::from(max) / i64::from(asked);
            i32::try_from(share).unwrap_or(0)
        }
    }
}

fn distance(candidate: &Candidate, job: &Job) -> i32 {
    let max = PartKind::Distance.max();
    if job.remote && candidate.remote {
        return max;
    }
    let Some((home, work)) = candidate.stop.zip(job.stop) else { return 0 };
    let near = (FAR_M - distance_m(home.point, work.point)).max(0);
    i32::try_from(i64::from(max) * near / FAR_M).unwrap_or(0)
}

fn text(candidate: &Candidate, job: &Job) -> i32 {
    let told = candidate.pairs.len();
    if told == 0 {
        return 0;
    }
    let both = shared(&candidate.pairs, &job.pairs);
    i32::try_from(PartKind::Text.max() as usize * both / told).unwrap_or(0)
}
