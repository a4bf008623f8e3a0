//! Correcting the first day of a claim that was told wrongly: kept with its reason, and judged again (CR-04). It must
//! not know who may do so.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{EvidenceGrade, Placement, State};
use crate::counting::Rule;
use crate::id::PersonId;
use crate::message::Message;

/// A correction of a first day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// The day that stood there.
    pub from: Date,
    /// The day that is right.
    pub to: Date,
    /// Why.
    pub why: MoveReason,
    /// By whom, if a person.
    pub by: Option<PersonId>,
    /// When.
    pub at: Timestamp,
}

words! {
    /// Why a first day was corrected.
    pub enum MoveReason {
        /// It was keyed wrongly (입력 착오).
        KeyedWrongly,
        /// The employer told another day (사업체 확인).
        Employer,
        /// The person told another day (본인 확인).
        Person,
        /// A record shows another day (기록 확인).
        OnRecord,
    }
}

impl Placement {
    /// With another first day, judged as if it had been told so at first. Only what is claimed, or was left out for its
    /// order in time, is corrected: what is confirmed was proved for its day.
    ///
    /// # Errors
    /// `placement-step-refused`; `start-same`; what [`Placement::check`] and the dates of its evidence refuse.
    pub fn move_start(
        self,
        to: Date,
        why: MoveReason,
        by: Option<PersonId>,
        now: Timestamp,
        today: Date,
    ) -> Result<Self, Message> {
        if !matches!(self.state, State::Claimed | State::Rejected { rule: Rule::Cr04, .. }) {
            return Err(self.state.refuse("move"));
        }
        for piece in &self.evidence {
            piece.check(today, to, self.steps.registered_on)?;
        }
        let from = self.start_on;
        self.begin_on(Moved { from, to, why, by, at: now }, today)
    }

    /// With another first day. What the person said was of the day that stood there: they are asked again. Evidence
    /// that cannot speak of the new day is a word from now on.
    pub(super) fn begin_on(mut self, moved: Moved, today: Date) -> Result<Self, Message> {
        let Moved { to, by, at, .. } = moved;
        if to == self.start_on {
            return Err(Message::new("start-same"));
        }
        self.moved.push(moved);
        (self.start_on, self.state, self.updated_at) = (to, State::Claimed, at);
        (self.confirmed_by_person, self.handed) = (None, None);
        self.check()?;
        for piece in &mut self.evidence {
            if piece.check(today, to, self.steps.registered_on).is_err() {
                piece.grade = EvidenceGrade::E3;
            }
        }
        if self.grade().is_some_and(EvidenceGrade::confirms) {
            self.state = State::Confirmed { at, by };
        }
        Ok(self.judged(at))
    }
}
