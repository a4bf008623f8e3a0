//! What counts, in which unit and of which grade: the counting rules CR-01 to CR-24, a function each.
//!
//! Everything here is a pure function of claims and facts: the order in which they were entered changes
//! no figure. It must not know where claims come from nor how figures are shown. The reasons for the
//! rules are in `docs/counting-rules.md`.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString, IntoStaticStr};

use crate::message::Message;

mod bounds;
mod evidence;
mod figure;
mod month;
mod order;
mod programme;
mod public;
mod reconcile;
mod tally;
mod terms;

pub use bounds::Bounds;
pub use evidence::{
    SERVICE_DAYS, Standing, cr_05_self_found, cr_05_way, cr_06_standing, cr_07_exempt, served_before,
};
pub use figure::*;
pub use month::*;
pub use order::{cr_04_order, cr_16_alive};
pub use programme::*;
pub use public::*;
pub use reconcile::{Reconciled, disclosed, reconcile};
pub use tally::{
    Answer, Asked, Basis, Claim, Counted, Employed, EmployerKey, Event, Figures, Filter, Given, Kept, Ledger,
    Line, Part, Reported, SAME_EVENT_DAYS, Sieve, Tally, Told, cr_15_continues,
};
pub(crate) use terms::rounded;
pub use terms::*;

/// Version of the rules as a whole; it stands with every published figure (CR-21) and rises when a rule
/// changes what is counted.
pub const RULE_SET: &str = "2026.3";

/// A counting rule by its id.
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
#[allow(missing_docs, reason = "a sentence each in docs/counting-rules.md and in the catalogue")]
#[repr(u8)]
pub enum Rule {
    #[serde(rename = "CR-01")]
    #[strum(serialize = "CR-01")]
    Cr01 = 1,
    #[serde(rename = "CR-02")]
    #[strum(serialize = "CR-02")]
    Cr02,
    #[serde(rename = "CR-03")]
    #[strum(serialize = "CR-03")]
    Cr03,
    #[serde(rename = "CR-04")]
    #[strum(serialize = "CR-04")]
    Cr04,
    #[serde(rename = "CR-05")]
    #[strum(serialize = "CR-05")]
    Cr05,
    #[serde(rename = "CR-06")]
    #[strum(serialize = "CR-06")]
    Cr06,
    #[serde(rename = "CR-07")]
    #[strum(serialize = "CR-07")]
    Cr07,
    #[serde(rename = "CR-08")]
    #[strum(serialize = "CR-08")]
    Cr08,
    #[serde(rename = "CR-09")]
    #[strum(serialize = "CR-09")]
    Cr09,
    #[serde(rename = "CR-10")]
    #[strum(serialize = "CR-10")]
    Cr10,
    #[serde(rename = "CR-11")]
    #[strum(serialize = "CR-11")]
    Cr11,
    #[serde(rename = "CR-12")]
    #[strum(serialize = "CR-12")]
    Cr12,
    #[serde(rename = "CR-13")]
    #[strum(serialize = "CR-13")]
    Cr13,
    #[serde(rename = "CR-14")]
    #[strum(serialize = "CR-14")]
    Cr14,
    #[serde(rename = "CR-15")]
    #[strum(serialize = "CR-15")]
    Cr15,
    #[serde(rename = "CR-16")]
    #[strum(serialize = "CR-16")]
    Cr16,
    #[serde(rename = "CR-17")]
    #[strum(serialize = "CR-17")]
    Cr17,
    #[serde(rename = "CR-18")]
    #[strum(serialize = "CR-18")]
    Cr18,
    #[serde(rename = "CR-19")]
    #[strum(serialize = "CR-19")]
    Cr19,
    #[serde(rename = "CR-20")]
    #[strum(serialize = "CR-20")]
    Cr20,
    #[serde(rename = "CR-21")]
    #[strum(serialize = "CR-21")]
    Cr21,
    #[serde(rename = "CR-22")]
    #[strum(serialize = "CR-22")]
    Cr22,
    #[serde(rename = "CR-23")]
    #[strum(serialize = "CR-23")]
    Cr23,
    #[serde(rename = "CR-24")]
    #[strum(serialize = "CR-24")]
    Cr24,
}

impl Rule {
    /// What it says in one sentence.
    pub fn sentence(self) -> Message {
        Message { code: self.to_string().to_lowercase().into(), args: Default::default() }
    }
}

/// Why a claim does not count: the rule, and what is to be said about this claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// By which rule.
    pub rule: Rule,
    /// What to say.
    pub message: Message,
}

impl Reason {
    fn new(rule: Rule, message: Message) -> Self {
        Self { rule, message }
    }
}
