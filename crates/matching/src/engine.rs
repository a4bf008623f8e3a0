//! Every seeker against every opening: packed columns, exact top-k in both directions, allocation under
//! capacity with a certificate, and the lists people are shown.
//!
//! One query is behind all of it: the best `k` by score less price, with a bound on everything that is not
//! listed. This module must not know where columns come from, the clock, or the number of threads.

mod allocate;
mod bound;
mod certify;
mod columns;
mod display;
pub mod draw;
mod exchange;
mod generate;
mod index;
mod layout;
mod limit;
mod lists;
mod live;
mod opening_auction;
mod opening_side;
mod pair;
mod path;
mod person;
mod planted;
pub mod points;
mod requirement;
mod restart;
mod seeker_auction;
mod seeker_side;
mod shortlist;
mod skill_mask;
mod tree;
mod vacancy;
mod walk;

pub use allocate::{Allocation, Bidders, NONE, Terms, allocate};
pub use bound::bound;
pub use certify::{Certificate, Fault, certify};
pub use columns::{Columns, OpeningRow, Openings, SeekerRow, Seekers};
pub use display::{Showing, Shown, show};
pub use exchange::Exchange;
pub use generate::{Market, Shape, Spec, generate};
pub use limit::{Refusal, place_of_metres};
pub use lists::{Lists, OpeningIndex, SeekerIndex};
pub use pair::{FAR, Judgement, judge, oracle};
pub use path::Path;
pub use planted::Planted;
pub use requirement::{
    CAREER_ANY, CAREER_EXPERIENCED, CAREER_NEW, CAREER_UNKNOWN, LICENCES_MOST, NO_SKILL, NO_WISH,
    SKILLS_ASKED_MOST, SKILLS_HELD_MOST, TEXT_WORDS, UNKNOWN_MONTHS, UNKNOWN_PLACE, UNKNOWN_ZONE,
    WISHES_MOST, ZONES_MOST,
};
pub use restart::{Origin, reallocate};
pub use shortlist::{Listed, Shortlist};
pub use tree::Tree;
pub use walk::Effort;
