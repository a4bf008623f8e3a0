//! Choosing who takes part: purely by the published criteria and a seed, the same whatever the order in which people are
//! looked at, and with a reason that whoever waits can be told.
//!
//! It must not know what becomes of those chosen.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::id::EnrolmentId;
use crate::message::Message;
use crate::segment::SegmentCode;
use crate::support_program::Verdict;

use super::Criterion;

/// From what lots are drawn: 32 hexadecimal digits, published with the result so that anybody may draw again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Seed(String);

impl Seed {
    /// From sixteen random bytes.
    pub fn of(bytes: [u8; 16]) -> Self {
        Self(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The lot of somebody: the lower comes first.
    pub(crate) fn lot(&self, of: impl Into<Uuid>) -> [u8; 32] {
        Sha256::new().chain_update(&self.0).chain_update(of.into().as_bytes()).finalize().into()
    }
}

impl TryFrom<String> for Seed {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let fits = text.len() == 32 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        if fits { Ok(Self(text)) } else { Err(format!("`{text}` is not 32 hexadecimal digits")) }
    }
}

impl From<Seed> for String {
    fn from(seed: Seed) -> Self {
        seed.0
    }
}

/// Somebody who applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applicant {
    /// Their application.
    pub enrolment: EnrolmentId,
    /// When they applied.
    pub applied_at: Timestamp,
    /// Segments to which they belong for certain.
    pub segments: BTreeSet<SegmentCode>,
    /// Points, where they were given.
    pub score: Option<u32>,
    /// How they stand to the programme's rules.
    pub verdict: Verdict,
}

words! {
    /// Why somebody waits: by what they come after the last who was chosen.
    pub enum WaitReason {
        /// Others come first by the published groups.
        Priority,
        /// Others have more points.
        Score,
        /// Others applied earlier.
        FirstCome,
        /// By lot.
        Draw,
        /// There is no seat at all.
        NoSeat,
    }
}

/// Somebody who waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Queued {
    /// Their application.
    pub enrolment: EnrolmentId,
    /// Their place in the order, from 1.
    pub place: u32,
    /// Why.
    pub reason: WaitReason,
}

/// What came of it. Everybody who applied is in exactly one of the three.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Selection {
    /// Who takes part, the first first.
    pub selected: Vec<EnrolmentId>,
    /// Who waits, in order.
    pub waiting: Vec<Queued>,
    /// Who cannot take part and why, by application.
    pub refused: Vec<(EnrolmentId, Vec<Message>)>,
}

/// Rank by one criterion: the lower comes first.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// 0 within the groups, 1 without.
    Priority(u8),
    Score(Reverse<u32>),
    FirstCome(Timestamp),
    Draw([u8; 32]),
}

impl Rank {
    fn reason(&self) -> WaitReason {
        match self {
            Self::Priority(_) => WaitReason::Priority,
            Self::Score(_) => WaitReason::Score,
            Self::FirstCome(_) => WaitReason::FirstCome,
            Self::Draw(_) => WaitReason::Draw,
        }
    }
}

/// Chooses so many of the applicants. Whoever is not eligible, or of whom that is not known yet, is refused by name.
///
/// # Errors
/// `cohort-score-missing` with how many have no points yet, where points decide.
pub fn select(
    applicants: &[Applicant],
    seats: u32,
    criteria: &[Criterion],
    seed: &Seed,
) -> Result<Selection, Message> {
    let mut selection = Selection::default();
    let mut eligible = Vec::new();
    for applicant in applicants {
        match &applicant.verdict {
            Verdict::Eligible => eligible.push(applicant),
            Verdict::NotEligible { reasons } => {
                selection.refused.push((applicant.enrolment, reasons.clone()))
            }
            Verdict::Unknown { missing } => {
                let open =
                    missing.iter().map(|what| Message::new("cohort-not-known").with("what", what.message()));
                selection.refused.push((applicant.enrolment, open.collect()));
            }
        }
    }
    selection.refused.sort_by_key(|(enrolment, _)| *enrolment);
    let unscored = eligible.iter().filter(|one| one.score.is_none()).count();
    if unscored > 0 && criteria.contains(&Criterion::Score) {
        return Err(Message::new("cohort-score-missing").with("missing", unscored));
    }
    let mut order: Vec<(Vec<Rank>, EnrolmentId)> =
        eligible.into_iter().map(|one| (ranks(one, criteria, seed), one.enrolment)).collect();
    order.sort();
    order.dedup();
    let waiting = order.split_off(order.len().min(usize::try_from(seats).unwrap_or(usize::MAX)));
    let last = order.last().map(|(ranks, _)| ranks.as_slice());
    selection.waiting = waiting
        .iter()
        .zip(1..)
        .map(|((ranks, enrolment), place)| Queued {
            enrolment: *enrolment,
            place,
            reason: behind(last, ranks),
        })
        .collect();
    selection.selected = order.into_iter().map(|(_, enrolment)| enrolment).collect();
    Ok(selection)
}

fn ranks(one: &Applicant, criteria: &[Criterion], seed: &Seed) -> Vec<Rank> {
    let rank = |criterion: &Criterion| match criterion {
        Criterion::Priority { of } => {
            Rank::Priority(u8::from(!of.iter().any(|code| one.segments.contains(code))))
        }
        Criterion::Score => Rank::Score(Reverse(one.score.unwrap_or(0))),
        Criterion::FirstCome => Rank::FirstCome(one.applied_at),
        Criterion::Draw => Rank::Draw(seed.lot(one.enrolment)),
    };
    // Who is equal by everything else is drawn.
    criteria.iter().map(rank).chain([Rank::Draw(seed.lot(one.enrolment))]).collect()
}

/// By what somebody comes after the last who was chosen.
fn behind(last: Option<&[Rank]>, ranks: &[Rank]) -> WaitReason {
    let Some(last) = last else { return WaitReason::NoSeat };
    let first = last.iter().zip(ranks).find(|(chosen, waits)| chosen != waits);
    first.map_or(WaitReason::Draw, |(_, waits)| waits.reason())
}
