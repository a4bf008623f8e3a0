//! The states of an opening and the steps between them. A state holds what exists only in it; a step
//! consumes the state and may refuse, leaving the caller with what they had.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{CancelReason, CloseReason, Missing, PauseReason, ReturnReason};
use crate::message::Message;

/// Where an opening stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    /// Being written; not shown to the public.
    Draft,
    /// Handed in for acceptance.
    Submitted {
        /// When.
        at: Timestamp,
    },
    /// Not accepted; may be mended and submitted again.
    Returned {
        /// When.
        at: Timestamp,
        /// On which statutory ground.
        reason: ReturnReason,
        /// What exactly, for the employer (시행령 §5④).
        explanation: String,
    },
    /// Accepted and shown.
    Open {
        /// Since when.
        since: Timestamp,
        /// Last day of validity.
        valid_until: Date,
        /// When the employer last said that it still holds.
        confirmed_at: Option<Timestamp>,
        /// How often the employer was asked since that word.
        #[serde(default, skip_serializing_if = "is_zero")]
        asked: u8,
        /// The day it was last asked.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        asked_on: Option<Date>,
        /// Since when it needs confirmation (확인 필요), because the employer did not answer.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        doubted_since: Option<Date>,
    },
    /// Taken off the lists for a while.
    Paused {
        /// Since when.
        since: Timestamp,
        /// Last day of validity, which keeps running.
        valid_until: Date,
        /// Why.
        #[serde(default)]
        why: PauseReason,
    },
    /// Every head was found.
    Filled {
        /// When.
        at: Timestamp,
        /// Last day of its validity, should a hire be undone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        valid_until: Option<Date>,
    },
    /// Ended before every head was found.
    Closed {
        /// When.
        at: Timestamp,
        /// Why.
        reason: CloseReason,
        /// Last day of its validity, should it have been a mistake; none of a draft.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        valid_until: Option<Date>,
        /// When the employer last gave word before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        word: Option<Timestamp>,
        /// Since when it needed confirmation.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        doubted_since: Option<Date>,
    },
    /// Validity ran out.
    Expired {
        /// When.
        at: Timestamp,
    },
    /// Never was an opening.
    Cancelled {
        /// When.
        at: Timestamp,
        /// Why.
        reason: CancelReason,
    },
}

words! {
    /// A state without its data, for lists and filters.
    #[allow(missing_docs, reason = "each is documented at `State`")]
    pub enum StateName {
        Draft,
        Submitted,
        Returned,
        Open,
        Paused,
        Filled,
        Closed,
        Expired,
        Cancelled,
    }
}

/// A step that was refused, with what to tell.
pub type Refused = Message;

impl State {
    /// The state's name.
    pub fn name(&self) -> StateName {
        match self {
            Self::Draft => StateName::Draft,
            Self::Submitted { .. } => StateName::Submitted,
            Self::Returned { .. } => StateName::Returned,
            Self::Open { .. } => StateName::Open,
            Self::Paused { .. } => StateName::Paused,
            Self::Filled { .. } => StateName::Filled,
            Self::Closed { .. } => StateName::Closed,
            Self::Expired { .. } => StateName::Expired,
            Self::Cancelled { .. } => StateName::Cancelled,
        }
    }

    /// Whether somebody checked it and let it be shown, now or once.
    pub fn was_published(&self) -> bool {
        matches!(
            self,
            Self::Open { .. }
                | Self::Paused { .. }
                | Self::Filled { .. }
                | Self::Closed { .. }
                | Self::Expired { .. }
        )
    }

    /// Whether it stands on public lists on `today`.
    pub fn is_listed(&self, today: Date) -> bool {
        matches!(self, Self::Open { valid_until, .. } if *valid_until >= today)
    }

    /// Whether it was accepted and has not ended, so that what it says must stay fit to be shown.
    pub fn is_live(&self) -> bool {
        matches!(self, Self::Open { .. } | Self::Paused { .. })
    }

    /// Whether nothing more can happen to it.
    pub fn is_final(&self) -> bool {
        matches!(
            self,
            Self::Filled { .. } | Self::Closed { .. } | Self::Expired { .. } | Self::Cancelled { .. }
        )
    }

    /// Hands a draft or a returned opening in.
    ///
    /// # Errors
    /// `opening-incomplete` with the list of what is missing, or `opening-step-refused`.
    pub fn submit(self, at: Timestamp, missing: &[Missing]) -> Result<Self, Refused> {
        if let Some(first) = missing.first() {
            return Err(Message::new("opening-incomplete")
                .with("count", missing.len())
                .with("first", first.message()));
        }
        match self {
            Self::Draft | Self::Returned { .. } => Ok(Self::Submitted { at }),
            other => Err(other.refuse("submit")),
        }
    }

    /// Hands what was accepted in again: it was changed in a way that only staff may judge, and leaves the lists
    /// until they have.
    ///
    /// # Errors
    /// `opening-step-refused`.
    pub fn resubmit(self, at: Timestamp) -> Result<Self, Refused> {
        if self.is_live() { Ok(Self::Submitted { at }) } else { Err(self.refuse("submit")) }
    }

    /// Does not accept, on a statutory ground.
    ///
    /// # Errors
    /// `opening-step-refused`; `return-needs-explanation` when nothing is explained.
    pub fn return_to_employer(
        self,
        at: Timestamp,
        reason: ReturnReason,
        explanation: String,
    ) -> Result<Self, Refused> {
        if explanation.trim().is_empty() {
            return Err(Message::new("return-needs-explanation"));
        }
        match self {
            Self::Submitted { .. } => Ok(Self::Returned { at, reason, explanation }),
            other => Err(other.refuse("return")),
        }
    }

    /// Accepts and shows until `valid_until`.
    ///
    /// # Errors
    /// `opening-step-refused`; `validity-in-past` when that day is before `today`.
    pub fn open(self, since: Timestamp, today: Date, valid_until: Date) -> Result<Self, Refused> {
        if valid_until < today {
            return Err(Message::new("validity-in-past").with("day", valid_until.to_string()));
        }
        match self {
            Self::Submitted { .. } | Self::Paused { .. } => Ok(Self::fresh(since, valid_until)),
            other => Err(other.refuse("open")),
        }
    }

    /// Takes it off the lists for a while.
    ///
    /// # Errors
    /// `opening-step-refused`.
    pub fn pause(self, since: Timestamp, why: PauseReason) -> Result<Self, Refused> {
        match self {
            Self::Open { valid_until, .. } => Ok(Self::Paused { since, valid_until, why }),
            other => Err(other.refuse("pause")),
        }
    }

    /// Moves the end of validity, after the last day to apply was changed.
    #[must_use]
    pub fn valid_to(mut self, day: Date) -> Self {
        if let Self::Open { valid_until, .. } | Self::Paused { valid_until, .. } = &mut self {
            *valid_until = day;
        }
        self
    }

    /// Records that the employer said it still holds: nothing is doubted any more, and what left the lists
    /// only for want of an answer is back on them.
    ///
    /// # Errors
    /// `opening-step-refused`.
    pub fn confirm(self, at: Timestamp) -> Result<Self, Refused> {
        match self {
            Self::Open { since, valid_until, .. } => Ok(Self::Open {
                since,
                valid_until,
                confirmed_at: Some(at),
                asked: 0,
                asked_on: None,
                doubted_since: None,
            }),
            Self::Paused { valid_until, why: PauseReason::Unconfirmed, .. } => {
                Ok(Self::fresh(at, valid_until))
            }
            other => Err(other.refuse("confirm")),
        }
    }

    /// Makes it valid anew until `valid_until`, which is the employer's word that it still holds.
    ///
    /// # Errors
    /// `opening-step-refused`; `validity-in-past` when that day is before `today`.
    pub fn renew(self, at: Timestamp, today: Date, valid_until: Date) -> Result<Self, Refused> {
        if valid_until < today {
            return Err(Message::new("validity-in-past").with("day", valid_until.to_string()));
        }
        match self {
            Self::Open { since, .. } => Ok(Self::Open {
                since,
                valid_until,
                confirmed_at: Some(at),
                asked: 0,
                asked_on: None,
                doubted_since: None,
            }),
            Self::Paused { .. } | Self::Expired { .. } => Ok(Self::fresh(at, valid_until)),
            other => Err(other.refuse("renew")),
        }
    }

    /// Records the day on which the employer was asked whether it still holds.
    ///
    /// # Errors
    /// `opening-step-refused`.
    pub fn ask(mut self, day: Date) -> Result<Self, Refused> {
        match &mut self {
            Self::Open { asked, asked_on, .. } => {
                *asked = asked.saturating_add(1);
                *asked_on = Some(day);
                Ok(self)
            }
            _ => Err(self.refuse("ask")),
        }
    }

    /// Marks that it needs confirmation since a day. What is marked already keeps its day.
    ///
    /// # Errors
    /// `opening-step-refused`.
    pub fn doubt(mut self, day: Date) -> Result<Self, Refused> {
        match &mut self {
            Self::Open { doubted_since, .. } => {
                doubted_since.get_or_insert(day);
                Ok(self)
            }
            _ => Err(self.refuse("doubt")),
        }
    }

    /// Every head was found.
    ///
    /// # Errors
    /// `opening-step-refused`; `opening-heads-remain` while some are free.
    pub fn fill(self, at: Timestamp, remaining: u32) -> Result<Self, Refused> {
        if remaining > 0 {
            return Err(Message::new("opening-heads-remain").with("heads", remaining));
        }
        match self {
            Self::Open { valid_until, .. } | Self::Paused { valid_until, .. } => {
                Ok(Self::Filled { at, valid_until: Some(valid_until) })
            }
            other => Err(other.refuse("fill")),
        }
    }

    /// Opens one again to the end of its validity: a filled one because a hire was undone and a head is free, a closed
    /// one because that was a mistake. What the employer last said stays as old as it is, and so do doubts.
    ///
    /// # Errors
    /// `opening-step-refused`; `validity-in-past` when it is no longer valid.
    pub fn reopen(self, at: Timestamp, today: Date) -> Result<Self, Refused> {
        match self {
            Self::Filled { valid_until: Some(day), .. } | Self::Closed { valid_until: Some(day), .. }
                if day < today =>
            {
                Err(Message::new("validity-in-past").with("day", day.to_string()))
            }
            Self::Filled { valid_until: Some(day), at: word } => Ok(Self::again(at, day, Some(word), None)),
            Self::Closed { valid_until: Some(day), word, doubted_since, .. } => {
                Ok(Self::again(at, day, word, doubted_since))
            }
            other => Err(other.refuse("reopen")),
        }
    }

    fn again(
        since: Timestamp,
        valid_until: Date,
        confirmed_at: Option<Timestamp>,
        doubted_since: Option<Date>,
    ) -> Self {
        Self::Open { since, valid_until, confirmed_at, asked: 0, asked_on: None, doubted_since }
    }

    /// Open, with the employer's word of the same instant.
    pub fn fresh(since: Timestamp, valid_until: Date) -> Self {
        Self::Open {
            since,
            valid_until,
            confirmed_at: Some(since),
            asked: 0,
            asked_on: None,
            doubted_since: None,
        }
    }

    /// Since when it needs confirmation.
    pub fn doubted_since(&self) -> Option<Date> {
        match self {
            Self::Open { doubted_since, .. } => *doubted_since,
            _ => None,
        }
    }

    /// The last day of its validity, while it is valid.
    pub fn valid_until(&self) -> Option<Date> {
        match self {
            Self::Open { valid_until, .. } | Self::Paused { valid_until, .. } => Some(*valid_until),
            _ => None,
        }
    }

    /// When the employer last gave word of an open one, or when it was opened.
    pub fn last_word(&self) -> Option<Timestamp> {
        match self {
            Self::Open { since, confirmed_at, .. } => Some(confirmed_at.unwrap_or(*since)),
            _ => None,
        }
    }

    /// Ends it before every head was found.
    ///
    /// # Errors
    /// `opening-step-refused`.
    pub fn close(self, at: Timestamp, reason: CloseReason) -> Result<Self, Refused> {
        match self {
            Self::Open { since, valid_until, confirmed_at, doubted_since, .. } => {
                let word = Some(confirmed_at.unwrap_or(since));
                Ok(Self::Closed { at, reason, valid_until: Some(valid_until), word, doubted_since })
            }
            Self::Paused { valid_until, .. } => {
                let valid_until = Some(valid_until);
                Ok(Self::Closed { at, reason, valid_until, word: None, doubted_since: None })
            }
            Self::Draft if reason == CloseReason::LeftSource => {
                Ok(Self::Closed { at, reason, valid_until: None, word: None, doubted_since: None })
            }
            other => Err(other.refuse("close")),
        }
    }

    /// Ends it because validity ran out before `today`.
    ///
    /// # Errors
    /// `opening-step-refused`, also while it is still valid.
    pub fn expire(self, at: Timestamp, today: Date) -> Result<Self, Refused> {
        match self {
            Self::Open { valid_until, .. } | Self::Paused { valid_until, .. } if valid_until < today => {
                Ok(Self::Expired { at })
            }
            other => Err(other.refuse("expire")),
        }
    }

    /// Declares that it never was one.
    ///
    /// # Errors
    /// `opening-step-refused` once it is final.
    pub fn cancel(self, at: Timestamp, reason: CancelReason) -> Result<Self, Refused> {
        if self.is_final() { Err(self.refuse("cancel")) } else { Ok(Self::Cancelled { at, reason }) }
    }

    fn refuse(&self, step: &'static str) -> Refused {
        Message::new("opening-step-refused")
            .with("state", Message::word("opening-state", self.name().into()))
            .with("step", Message::word("opening-step", step))
    }
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")]
fn is_zero(count: &u8) -> bool {
    *count == 0
}

/// Heads still free: those wanted less those hired. Taken heads are never typed, always counted.
pub fn remaining_heads(headcount: u32, hired: u32) -> u32 {
    headcount.saturating_sub(hired)
}

/// The last day of a validity of `months` from `day`: 14 March + 2 → 14 May; 31 December + 2 → the last
/// day of February (직업안정법 시행규칙; counting vector V9).
pub fn valid_until(day: Date, months: i32) -> Date {
    use jiff::ToSpan;
    day.saturating_add(months.months())
}
