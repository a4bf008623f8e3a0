//! Who fits what and why: exact top-k under hard conditions, every score the sum of its parts, every
//! refusal with its margin. A pure function of columns in integers.
//!
//! The formulas are written down in `docs/matching.md`. Sex, age, school, disability, nationality and
//! family are not among the columns. This crate must not know a database, the clock, the order of a
//! hash table or the number of threads.

pub mod allotment;
mod candidate;
pub mod commute;
mod constraint;
mod ease;
pub mod engine;
mod explain;
mod flip;
mod job;
mod market;
pub mod mismatch;
mod near;
mod relax;
mod score;
pub mod title;
mod widen;
mod words;

pub use candidate::Candidate;
pub use constraint::{Constraint, ConstraintKind, ConstraintState};
pub use ease::Easing;
pub use explain::{Explanation, RULES, Suitability};
pub use flip::Flip;
pub use job::Job;
pub use market::{Market, Match};
pub use near::{Miss, Near, NearMatch};
pub use relax::Relaxation;
pub use score::{ACCEPTABLE, FULL_SCORE, Part, PartKind};
pub use widen::{Widened, widen};

use domain::message::Lang;

/// Wordings of this crate's messages.
pub const MESSAGES: &[(Lang, &str)] =
    &[(Lang::Ko, include_str!("../messages/ko.ftl")), (Lang::En, include_str!("../messages/en.ftl"))];
