//! What decides whether an applicant may take part. It tells of the person, so it is kept under their key only, apart
//! from the enrolment.

use std::collections::BTreeSet;

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use crate::cohort::Applicant;
use crate::segment::SegmentCode;
use crate::support_program::{Facts, Fault, Ground, Past, SupportProgram, Verdict, Version};

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
    /// Their name, on a machine that carries nothing else of them; home has it in their registration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl Application {
    /// How somebody stands to a version at an instant, with what is known here of what they took part in: limits of
    /// repeating, of stages in a row and of two benefits at once go across programmes.
    ///
    /// # Errors
    /// What cannot be so about them, by field.
    pub fn of<'a>(
        (program, version): (&'a SupportProgram, &'a Version),
        facts: &Facts,
        past: Vec<Past>,
        at: DateTime,
        ground: Ground<'a>,
    ) -> Result<Self, Vec<Fault>> {
        let mut history = facts.history.clone().unwrap_or_default();
        for one in past {
            // The person may have told of it, too.
            if !history.iter().any(|told| told.program == one.program && told.from == one.from) {
                history.push(one);
            }
        }
        let known = Facts { history: Some(history), ..facts.clone() };
        let mut verdict = program.assess(version, &known, at, ground)?.verdict();
        // What is known here may refuse somebody; that there was nothing else, nobody said.
        if facts.history.is_none() && !matches!(verdict, Verdict::NotEligible { .. }) {
            verdict = program.assess(version, facts, at, ground)?.verdict();
        }
        let segments = ground.segments.of(facts, at.date()).into_iter().collect();
        Ok(Self { segments, score: None, verdict, name: None })
    }

    /// All that a machine is told of somebody who was chosen and whom it only meets in the room: their name.
    pub fn name_only(name: String) -> Self {
        let segments = BTreeSet::new();
        Self { segments, score: None, verdict: Verdict::Eligible, name: Some(name) }
    }

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
