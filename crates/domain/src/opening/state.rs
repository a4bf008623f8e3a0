//! The states of an opening and the steps between them. A state holds what exists only in it; a step
//! consumes the state and may refuse, leaving the caller with what they had.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString, IntoStaticStr};

use super::Missing;
use crate::message::Message;

/// The four statutory grounds for not accepting an opening (직업안정법 §8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Display, EnumIter, EnumString)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum ReturnReason {
    /// Content against the law.
    Unlawful,
    /// Wages, hours or conditions markedly worse than usual.
    WorseThanUsual,
    /// The employer will not state the conditions.
    ConditionsRefused,
    /// The employer is on the public wage-arrears list.
    WageArrears,
}

/// Why an opening was closed without being filled by us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Display, EnumIter, EnumString)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum CloseReason {
    /// The employer asked for it.
    EmployerRequest,
    /// The day to apply by has passed.
    DeadlinePassed,
    /// It left the list of the source it was read from.
    LeftSource,
}

/// Why an opening was cancelled as never having been one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Display, EnumIter, EnumString)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum CancelReason {
    /// Recorded by mistake.
    Mistake,
    /// The same as another one.
    Duplicate,
    /// A false advertisement (직업안정법 §34).
    False,
}

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
    },
    /// Taken off the lists for a while.
    Paused {
        /// Since when.
        since: Timestamp,
        /// Last day of validity, which keeps running.
        valid_until: Date,
    },
    /// Every head was found.
    Filled {
        /// When.
        at: Timestamp,
    },
    /// Ended before every head was found.
    Closed {
        /// When.
        at: Timestamp,
        /// Why.
        reason: CloseReason,
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

/// A state without its data, for lists and filters.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    Display,
    EnumIter,
    EnumString,
    IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
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
            Self::Submitted { .. } | Self::Paused { .. } => {
                Ok(Self::Open { since, valid_until, confirmed_at: Some(since) })
            }
            other => Err(other.refuse("open")),
        }
    }

    /// Takes it off the lists for a while.
    ///
    /// # Errors
    /// `opening-step-refused`.
    pub fn pause(self, since: Timestamp) -> Result<Self, Refused> {
        match self {
            Self::Open { valid_until, .. } => Ok(Self::Paused { since, valid_until }),
            other => Err(other.refuse("pause")),
        }
    }

    /// Moves the end of validity, after the last day to apply was changed.
    #[must_use]
    pub fn valid_to(self, valid_until: Date) -> Self {
        match self {
            Self::Open { since, confirmed_at, .. } => Self::Open { since, valid_until, confirmed_at },
            Self::Paused { since, .. } => Self::Paused { since, valid_until },
            other => other,
        }
    }

    /// Records that the employer said it still holds.
    ///
    /// # Errors
    /// `opening-step-refused`.
    pub fn confirm(self, at: Timestamp) -> Result<Self, Refused> {
        match self {
            Self::Open { since, valid_until, .. } => {
                Ok(Self::Open { since, valid_until, confirmed_at: Some(at) })
            }
            other => Err(other.refuse("confirm")),
        }
    }

    /// Ends it before every head was found.
    ///
    /// # Errors
    /// `opening-step-refused`.
    pub fn close(self, at: Timestamp, reason: CloseReason) -> Result<Self, Refused> {
        match self {
            Self::Open { .. } | Self::Paused { .. } => Ok(Self::Closed { at, reason }),
            Self::Draft if reason == CloseReason::LeftSource => Ok(Self::Closed { at, reason }),
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
            .with(
                "state",
                Message { code: format!("opening-state-{}", self.name()).into(), args: Default::default() },
            )
            .with("step", Message { code: format!("opening-step-{step}").into(), args: Default::default() })
    }
}

/// The last day of a validity of `months` from `day`: 14 March + 2 → 14 May; 31 December + 2 → the last
/// day of February (직업안정법 시행규칙; counting vector V9).
pub fn valid_until(day: Date, months: i32) -> Date {
    use jiff::ToSpan;
    day.saturating_add(months.months())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn validity_ends_on_the_last_day_of_short_months() {
        assert_eq!(valid_until(date(2016, 3, 14), 2), date(2016, 5, 14));
        assert_eq!(valid_until(date(2015, 12, 31), 2), date(2016, 2, 29));
        assert_eq!(valid_until(date(2016, 12, 31), 2), date(2017, 2, 28));
    }

    #[test]
    fn a_step_out_of_order_is_refused_and_says_both_words() {
        let refused = State::Draft.pause(Timestamp::UNIX_EPOCH).unwrap_err();
        assert_eq!(refused.code, "opening-step-refused");
        let refused =
            State::Draft.submit(Timestamp::UNIX_EPOCH, &[Missing::Wage, Missing::Place]).unwrap_err();
        assert_eq!(refused.code, "opening-incomplete");
        let open = State::Draft
            .submit(Timestamp::UNIX_EPOCH, &[])
            .and_then(|s| s.open(Timestamp::UNIX_EPOCH, date(2016, 3, 14), date(2016, 5, 14)))
            .unwrap();
        assert!(open.is_listed(date(2016, 5, 14)) && !open.is_listed(date(2016, 5, 15)));
        assert!(open.clone().expire(Timestamp::UNIX_EPOCH, date(2016, 5, 14)).is_err());
        assert_eq!(open.expire(Timestamp::UNIX_EPOCH, date(2016, 5, 15)).unwrap().name(), StateName::Expired);
    }
}
