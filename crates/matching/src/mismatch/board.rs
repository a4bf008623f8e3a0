//! The gap board: seekers and openings by kind of work and place, with the one word that says why they
//! do not meet there.
//!
//! It must not know persons beyond their cell, and its counts are not for publication as they are
//! ([`super::publish`]).

use std::collections::BTreeMap;

use domain::area::AreaCode;
use domain::occupation::OccupationCode;
use domain::opening::Content;
use domain::seeker::Profile;

use super::split::{MismatchKind, Split, Standing};

/// How fine places are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fineness {
    /// Province.
    Province,
    /// City or district.
    District,
    /// Dong, where it is known.
    Dong,
}

/// A kind of work at a place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Cell {
    /// Occupation group, `None` where it is not known.
    pub occupation: Option<OccupationCode>,
    /// Area, `None` where it is not known.
    pub area: Option<AreaCode>,
}

impl Cell {
    /// Of an occupation, told up to `level` of the tree (1 major to 4 unit group), and an area.
    pub fn new(
        occupation: Option<&OccupationCode>,
        area: Option<&AreaCode>,
        level: u8,
        fineness: Fineness,
    ) -> Self {
        let digits = match fineness {
            Fineness::Province => 2,
            Fineness::District => 5,
            Fineness::Dong => 10,
        };
        let coarse = |area: &AreaCode| {
            let code = area.as_str();
            AreaCode::parse(code.get(..digits).unwrap_or(code))
        };
        Self { occupation: occupation.map(|code| code.ancestor(level)), area: area.and_then(coarse) }
    }

    /// Where a person is counted: first wish, and the area of residence; if that is not told, the first desired.
    pub fn of_profile(profile: &Profile, level: u8, fineness: Fineness) -> Self {
        let area = profile.area.as_ref().or(profile.desired_areas.first());
        Self::new(profile.occupations.first(), area, level, fineness)
    }

    /// Where an opening is counted: its occupation, and the first area of work.
    pub fn of_content(content: &Content, level: u8, fineness: Fineness) -> Self {
        Self::new(content.occupation.as_ref(), content.workplace.areas.first(), level, fineness)
    }
}

/// What a cell counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Which.
    pub cell: Cell,
    /// Seekers, in the order of [`Standing::all`].
    pub seekers: [u64; Standing::COUNT],
    /// Openings with free heads, and the heads.
    pub openings: u64,
    /// Free heads.
    pub heads: u64,
}

impl Line {
    /// All seekers of the cell.
    pub fn all_seekers(&self) -> u64 {
        self.seekers.iter().sum()
    }

    /// Seekers of a part.
    pub fn of(&self, kind: MismatchKind) -> u64 {
        Standing::all()
            .zip(self.seekers)
            .filter(|(standing, _)| standing.kind() == kind)
            .map(|(_, n)| n)
            .sum()
    }

    /// The part most of its seekers fall to; among equals the one that takes least to mend, and being placeable last, so
    /// that no gap is hidden by a tie. `None` where nobody seeks, or nothing is known of those who do.
    pub fn class(&self) -> Option<MismatchKind> {
        let order = [
            MismatchKind::Frictional,
            MismatchKind::Structural,
            MismatchKind::DemandShortage,
            MismatchKind::Placeable,
        ];
        // The first of the greatest: `max_by_key` would take the last.
        let most = order.into_iter().rev().max_by_key(|kind| self.of(*kind))?;
        (self.of(most) > 0).then_some(most)
    }

    /// The sub-kind most seekers of the class have; the first among equals.
    pub fn reason(&self) -> Option<Standing> {
        let class = self.class()?;
        let of_class = Standing::all().zip(self.seekers).filter(|(standing, _)| standing.kind() == class);
        let most = of_class.max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0)))?;
        Some(most.0)
    }
}

/// All cells with a seeker or an opening, in order. `cells` are the seekers' in their order; `openings` those with
/// their free heads. A seeker without a cell is counted in the one of which nothing is known.
pub fn board(split: &Split, cells: &[Cell], openings: &[(Cell, u32)]) -> Vec<Line> {
    let mut lines: BTreeMap<Cell, Line> = BTreeMap::new();
    let mut line = |cell: &Cell, add: &dyn Fn(&mut Line)| {
        let empty = Line { cell: cell.clone(), seekers: [0; Standing::COUNT], openings: 0, heads: 0 };
        add(lines.entry(cell.clone()).or_insert(empty));
    };
    let unknown = Cell::default();
    for (seeker, standing) in split.standing.iter().enumerate() {
        let cell = cells.get(seeker).unwrap_or(&unknown);
        line(cell, &|line| line.seekers[*standing as usize] += 1);
    }
    for (cell, heads) in openings.iter().filter(|(_, heads)| *heads > 0) {
        line(cell, &|line| {
            line.openings += 1;
            line.heads += u64::from(*heads);
        });
    }
    lines.into_values().collect()
}
