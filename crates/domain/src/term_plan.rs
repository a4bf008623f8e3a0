//! The comprehensive plan of an elected term (일자리 창출 종합계획): a vision, strategies and under each its tasks. The measures of
//! each year hang below a task, in [`crate::measure`]. A term that is over is archived, never removed.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::id::{OrganisationId, TermPlanId};
use crate::message::Message;
use crate::person::looks_like_resident_number;

/// A plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermPlan {
    /// Its id.
    pub id: TermPlanId,
    /// The body that keeps it.
    pub organisation: Option<OrganisationId>,
    /// The elected term, such as 민선 6기.
    pub term: String,
    /// First year.
    pub from_year: i16,
    /// Last year.
    pub to_year: i16,
    /// What it is to lead to.
    pub vision: String,
    /// How.
    pub strategies: Vec<Strategy>,
    /// Where it stands.
    pub state: State,
    /// Rises by one with every accepted change.
    pub version: i64,
    /// When it was entered.
    pub created_at: Timestamp,
}

/// A strategy (추진전략) with its tasks (추진과제).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Strategy {
    /// What.
    pub name: String,
    /// Its tasks.
    pub tasks: Vec<String>,
}

/// Where a plan stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    /// Being written.
    Draft,
    /// In force.
    Published {
        /// Since when.
        at: Timestamp,
    },
    /// Its term is over.
    Archived {
        /// Since when.
        at: Timestamp,
    },
}

impl TermPlan {
    /// Word for where it stands: `draft`, `published`, `archived`.
    pub fn state_name(&self) -> &'static str {
        match self.state {
            State::Draft => "draft",
            State::Published { .. } => "published",
            State::Archived { .. } => "archived",
        }
    }

    /// Whether it speaks of a year.
    pub fn covers(&self, year: i16) -> bool {
        (self.from_year..=self.to_year).contains(&year)
    }

    /// What must be so before it may be saved: field and what is wrong.
    pub fn check(&self) -> Vec<(&'static str, Message)> {
        let mut faults = Vec::new();
        if self.term.trim().is_empty() {
            faults.push(("term", Message::new("missing-name")));
        }
        if self.to_year < self.from_year || self.to_year - self.from_year > 9 || self.from_year < 1995 {
            faults.push(("to_year", Message::new("term-plan-years")));
        }
        if self.strategies.iter().any(|strategy| strategy.name.trim().is_empty()) {
            faults.push(("strategies", Message::new("missing-name")));
        }
        if looks_like_resident_number(&self.vision) {
            faults.push(("vision", Message::new("resident-number-refused")));
        }
        faults
    }

    /// Puts it in force.
    ///
    /// # Errors
    /// `term-plan-step-refused`; `term-plan-empty` without a strategy.
    pub fn publish(mut self, now: Timestamp) -> Result<Self, Message> {
        if self.state != State::Draft {
            return Err(Message::new("term-plan-step-refused"));
        }
        if self.strategies.is_empty() {
            return Err(Message::new("term-plan-empty"));
        }
        self.state = State::Published { at: now };
        Ok(self)
    }

    /// Its term is over.
    ///
    /// # Errors
    /// `term-plan-step-refused` for one that was never in force or is archived.
    pub fn archive(mut self, now: Timestamp) -> Result<Self, Message> {
        let State::Published { .. } = self.state else { return Err(Message::new("term-plan-step-refused")) };
        self.state = State::Archived { at: now };
        Ok(self)
    }
}
