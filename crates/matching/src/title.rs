//! Titles to occupations: what somebody typed ("영상편집자 구합니다") to the classes of a list, best first, each
//! with the words that speak for it, or to no answer. Word and character features, weighted by rarity; no model
//! that was trained.
//!
//! [`Titles`] answers with unit groups of KECO and WorkNet groups. [`Index`] is the same machine for any list of
//! names in groups, in Korean or English. All scores are integers: the answer does not depend on the machine,
//! the order of a hash table or the number of threads; ties go to the lower code. How it works and what it
//! reaches is written in `docs/matching.md`.
//!
//! It must not know a database, openings, seekers or who asks.

mod clean;
mod feature;
mod index;
mod occupation;
mod space;
mod stand_in;

pub use clean::{Cleaner, Language, TEXT_MOST, Words};
pub use index::{Entry, GroupHit, Index, StringHit};
pub use occupation::{ANSWERED_FROM, Answer, Reading, Titles};

/// The score of an answer that fits wholly. Scores are in parts of it.
pub const FULL: u32 = 1_000_000;

/// What counts and how much, all in thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parameters {
    /// A whole word.
    pub word: u32,
    /// Runs of that many characters inside a word and its two borders, shortest and longest.
    pub grams: (usize, usize),
    /// A run of two that touches a border, beside one inside the word.
    pub edge: u32,
    /// Whether runs go on across the space between two words, as Korean is spaced at will.
    pub joined: bool,
    /// Whether the runs of a word share its weight (by the root of their number), so that a long word does not
    /// count more than a short one.
    pub shared: bool,
    /// What stands in brackets, beside what stands outside.
    pub aside: u32,
    /// How far the length of a name counts against it: 0 not at all, 1,000 as in the cosine.
    pub slope: u32,
    /// The same for a group taken as one text.
    pub group_slope: u32,
    /// The group taken as one text, beside its best name.
    pub group: u32,
    /// What words that stand in for one of the question count, times their nearness; 0 for none.
    pub stand_in: u32,
    /// The most one of them counts.
    pub stand_in_most: u32,
    /// How many of the best names of a first pass are added to the question when names are asked for, 0 for none.
    pub feedback_names: usize,
    /// The weight of those, beside the question.
    pub feedback: u32,
}

impl Parameters {
    /// For the Korean tables; tuned on the half "tune" of `tests/titles.psv`.
    pub const KOREAN: Self = Self {
        word: 500,
        grams: (2, 3),
        edge: 500,
        joined: true,
        shared: false,
        aside: 500,
        slope: 500,
        group_slope: 500,
        group: 600,
        stand_in: 0,
        stand_in_most: 0,
        feedback_names: 0,
        feedback: 0,
    };
    /// For English titles; tuned on every other question of MELO usa-en.
    pub const ENGLISH: Self = Self {
        word: 500,
        grams: (2, 4),
        edge: 1_000,
        joined: false,
        shared: true,
        aside: 1_000,
        slope: 700,
        group_slope: 1_000,
        group: 300,
        stand_in: 2_000,
        stand_in_most: 600,
        feedback_names: 3,
        feedback: 500,
    };
}
