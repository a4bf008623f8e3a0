//! What decides whether an applicant may take part. It tells of the person, so it is kept under their key only, apart
//! from the enrolment.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::cohort::Applicant;
use crate::segment::SegmentCode;
use crate::support_program::Verdict;

use super::Enrolment;

/// What somebody told when they applied, as far as it decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Application {
    /// Segments to which they belong for certain.
    pub segments: BTreeSet<SegmentCode>,
    /// Points, where they were given.
    pub score: Option<u32>,
    /// How they stand to the rules of the version under which they applied.
    pub verdict: Verdict,
}

impl Application {
    /// As selection takes it.
    pub fn applicant(&self, enrolment: &Enrolment) -> Applicant {
        Applicant {
            enrolment: enrolment.id,
            applied_at: enrolment.applied_at,
            segments: self.segments.clone(),
            score: self.score,
            verdict: self.verdict.clone(),
        }
    }
}
