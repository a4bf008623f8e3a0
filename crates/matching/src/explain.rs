//! Why an opening fits a person or does not: parts that sum to the score, conditions with margins, and
//! what is not known.

use domain::area::distance_m;
use domain::message::Message;

use crate::candidate::Candidate;
use crate::constraint::{Constraint, constraint, kilometres, states};
use crate::job::Job;
use crate::score::{self, Part, PartKind};
use crate::words::shared;

/// Version of the score's weights and of the conditions, kept with every list that was shown. It changes with them.
pub const RULES: &str = "2026.1";

/// An explained pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// How well the work suits the person, or that nobody can say yet.
    pub suitability: Suitability,
    /// Every condition that either side set.
    pub constraints: Vec<Constraint>,
    /// What is not known and would earn points or settle a condition.
    pub missing: Vec<Message>,
}

/// How well some work suits a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Suitability {
    /// Enough was told.
    Scored {
        /// 0 to 10,000: the sum of the parts.
        score: i32,
        /// The six parts in order.
        parts: Vec<Part>,
        /// Whether the work has to do with what the person wants or knows.
        relevant: bool,
    },
    /// Neither an occupation nor two skills were told: points for anything else would say nothing of the work.
    Untold,
}

impl Explanation {
    /// Conditions that do not hold.
    pub fn failed(&self) -> impl Iterator<Item = &Constraint> {
        self.constraints.iter().filter(|constraint| constraint.failed())
    }

    /// The sum of the parts, where enough was told for any.
    pub fn score(&self) -> Option<i32> {
        match &self.suitability {
            Suitability::Scored { score, .. } => Some(*score),
            Suitability::Untold => None,
        }
    }

    /// Whether enough was told and the work has to do with what the person wants or knows.
    pub fn is_relevant(&self) -> bool {
        matches!(self.suitability, Suitability::Scored { relevant: true, .. })
    }

    /// The six parts in order; none where too little was told.
    pub fn parts(&self) -> &[Part] {
        match &self.suitability {
            Suitability::Scored { parts, .. } => parts,
            Suitability::Untold => &[],
        }
    }
}

pub(crate) fn explain(candidate: &Candidate, job: &Job) -> Explanation {
    let constraints = states(candidate, job).map(|(kind, state)| constraint(kind, state, candidate, job));
    Explanation {
        suitability: suitability(candidate, job),
        constraints: constraints.collect(),
        missing: candidate.missing(),
    }
}

fn suitability(candidate: &Candidate, job: &Job) -> Suitability {
    if !candidate.can_match() {
        return Suitability::Untold;
    }
    let points = score::points(candidate, job);
    let parts = PartKind::ALL.into_iter().zip(points).map(|(kind, points)| Part {
        kind,
        points,
        max: kind.max(),
        reason: part_reason(kind, points, candidate, job),
    });
    Suitability::Scored {
        score: points.iter().sum(),
        parts: parts.collect(),
        relevant: relevant(candidate, job),
    }
}

/// The relevance gate: an occupation of the same sub-major group, or two skills in common.
pub(crate) fn relevant(candidate: &Candidate, job: &Job) -> bool {
    score::level(candidate, job) >= 2 || score::shared_skills(candidate, job) >= 2
}

fn part_reason(kind: PartKind, points: i32, candidate: &Candidate, job: &Job) -> Message {
    let coded = |code: String| Message { code: code.into(), args: Default::default() };
    match kind {
        PartKind::Occupation if candidate.occupations.is_empty() || job.occupation.is_none() => {
            coded("match-occupation-unknown".into())
        }
        PartKind::Occupation => {
            let best = score::kinship(candidate, job);
            let mut reason = coded(format!("match-occupation-{}", best.level));
            if best.related {
                reason = Message::new("match-occupation-related").with("kinship", reason);
            }
            if best.rank > 0 {
                reason =
                    Message::new("match-occupation-wish").with("kinship", reason).with("rank", best.rank + 1);
            }
            reason
        }
        PartKind::Skills if job.skills.is_empty() || candidate.skills.is_empty() => {
            coded("match-skills-unknown".into())
        }
        PartKind::Skills => Message::new("match-skills")
            .with("shared", score::shared_skills(candidate, job))
            .with("asked", job.skills.len()),
        PartKind::Wage => match score::pay(candidate, job) {
            None => coded("match-pay-unknown".into()),
            Some((wish, paid)) => {
                Message::new("match-pay").with("percent", paid.saturating_mul(100) / wish.max(1))
            }
        },
        PartKind::Experience if candidate.career_months.is_none() || job.career.is_none() => {
            coded("match-career-unknown".into())
        }
        PartKind::Experience if points == kind.max() => coded("match-career-fits".into()),
        PartKind::Experience => coded("match-career-partly".into()),
        PartKind::Distance if job.remote && candidate.remote => coded("match-remote".into()),
        PartKind::Distance => match candidate.stop.zip(job.stop) {
            None => coded("match-distance-unknown".into()),
            Some((home, work)) => {
                Message::new("match-distance").with("km", kilometres(distance_m(home.point, work.point)))
            }
        },
        PartKind::Text if candidate.pairs.is_empty() => coded("match-text-unknown".into()),
        PartKind::Text => Message::new("match-text")
            .with("shared", shared(&candidate.pairs, &job.pairs))
            .with("told", candidate.pairs.len()),
    }
}
