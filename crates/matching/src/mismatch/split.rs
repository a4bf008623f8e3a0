//! Everybody without a job by what would place them: nothing but an introduction, a term, a place, a
//! skill, or more work of their kind.
//!
//! Each step allows more than the one before and counts who is placed in addition, so the parts sum to
//! the whole. Heads are shared out once: ten people for one seat are one placed and nine without work,
//! however well all ten fit. Where people contend for heads, how many of them fall to which part is
//! certain, and who is chosen by the order of ids. It must not know occupations or areas.

use strum::{EnumIter, IntoEnumIterator};

use super::edges::{Edges, Hindrances};
use super::flow::{Allowed, Flow, Network};

/// The parts of the whole; names as 한국고용정보원 uses them (마찰적, 구조적, 수요부족).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, strum::Display, strum::EnumString, EnumIter,
)]
#[strum(serialize_all = "snake_case")]
pub enum MismatchKind {
    /// Meets every condition of an opening that has a head for them.
    Placeable,
    /// 마찰적: one term eased, or being told of an opening, would do.
    Frictional,
    /// 구조적: only another place, another skill, or several changes at once would do.
    Structural,
    /// 수요부족: no head is left for their kind of work.
    DemandShortage,
    /// Too little is known of the person to say anything: no occupation and not two skills.
    TooLittleKnown,
}

/// The parts with their sub-kinds, in the order in which they are tried.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, strum::Display, strum::EnumString, EnumIter,
)]
#[strum(serialize_all = "snake_case")]
pub enum Standing {
    /// See [`MismatchKind::Placeable`].
    Placeable,
    /// Frictional: has full matches and was told of none of them.
    Information,
    /// Frictional: exactly one condition fails, a term of work.
    Terms,
    /// Structural: area or way to work alone fail.
    Place,
    /// Structural: schooling, experience, licences or the kind of work alone fail.
    Skill,
    /// Structural: anything else, such as two terms, or a place and a term.
    Several,
    /// Demand shortage: openings of their kind are there, and others take every head.
    NoHeadLeft,
    /// Demand shortage: there is no opening of their kind.
    NoOpening,
    /// See [`MismatchKind::TooLittleKnown`].
    TooLittleKnown,
}

impl Standing {
    /// How many there are.
    pub const COUNT: usize = 9;

    /// All of them in order.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::iter()
    }

    /// The part it belongs to.
    pub fn kind(self) -> MismatchKind {
        match self {
            Self::Placeable => MismatchKind::Placeable,
            Self::Information | Self::Terms => MismatchKind::Frictional,
            Self::Place | Self::Skill | Self::Several => MismatchKind::Structural,
            Self::NoHeadLeft | Self::NoOpening => MismatchKind::DemandShortage,
            Self::TooLittleKnown => MismatchKind::TooLittleKnown,
        }
    }
}

/// What is tried after what: the least change first, and to move before to learn.
const STEPS: [Standing; 6] = [
    Standing::Placeable,
    Standing::Information,
    Standing::Terms,
    Standing::Place,
    Standing::Skill,
    Standing::Several,
];

/// The step at which a pair with these hindrances is first allowed.
fn step(set: Hindrances) -> usize {
    if set == Hindrances::NONE {
        0
    } else if set == Hindrances::UNTOLD {
        1
    } else if set.count() == 1 && set.within(Hindrances::TERMS) {
        2
    } else if set.within(Hindrances::PLACE) {
        3
    } else if set.within(Hindrances::SKILL) {
        4
    } else {
        5
    }
}

/// Everybody's standing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split {
    /// By seeker.
    pub standing: Vec<Standing>,
    /// Where a seeker would be placed, as its place among [`Edges::openings`]; `None` where nowhere.
    pub opening: Vec<Option<usize>>,
    /// How many there are of each, in the order of [`Standing::all`]. They sum to all seekers.
    pub counts: [u64; Standing::COUNT],
    /// Heads that nobody would take even then.
    pub heads_left: u64,
}

impl Split {
    /// How many there are of a part.
    pub fn of(&self, kind: MismatchKind) -> u64 {
        Standing::all().zip(self.counts).filter(|(standing, _)| standing.kind() == kind).map(|(_, n)| n).sum()
    }
}

/// Splits all seekers of the network.
pub fn split(network: &Network<'_>) -> Split {
    let edges: &Edges = network.edges();
    let mut flow = Flow::new(network);
    let mut standing: Vec<Option<Standing>> = vec![None; edges.seekers()];
    for (n, name) in STEPS.into_iter().enumerate() {
        if flow.grow(&Allowed::where_(|set| step(set) <= n)) == 0 {
            continue;
        }
        for (seeker, standing) in standing.iter_mut().enumerate() {
            if flow.opening_of(seeker).is_some() {
                standing.get_or_insert(name);
            }
        }
    }
    let rest = |seeker: usize| match (edges.of(seeker).next().is_some(), edges.can_match[seeker]) {
        (true, _) => Standing::NoHeadLeft,
        (false, true) => Standing::NoOpening,
        (false, false) => Standing::TooLittleKnown,
    };
    let standing: Vec<Standing> = standing
        .into_iter()
        .enumerate()
        .map(|(seeker, known)| known.unwrap_or_else(|| rest(seeker)))
        .collect();
    let mut counts = [0; Standing::COUNT];
    standing.iter().for_each(|standing| counts[*standing as usize] += 1);
    let heads: u64 = edges.openings().iter().map(|(_, heads)| u64::from(*heads)).sum();
    Split {
        opening: (0..edges.seekers()).map(|seeker| flow.opening_of(seeker)).collect(),
        standing,
        counts,
        heads_left: heads - flow.placed(),
    }
}
