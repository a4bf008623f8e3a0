//! A market whose best allocation and mismatch are known beforehand: islands of one occupation each, alike
//! inside and without a bridge between them, so that neither an index nor a solver can be flattered by how
//! the market was drawn.

use super::columns::{Columns, OpeningRow, SeekerRow};
use super::draw::Draw;
use super::generate::{Market, Spec};
use super::limit::Refusal;
use super::requirement::{CAREER_ANY, NO_SKILL, NO_WISH, SKILLS_ASKED_MOST, SKILLS_HELD_MOST};
use super::tree::Tree;

/// Islands: one leaf of each sub-major group.
const ISLANDS: usize = 35;

/// What is known of a planted market.
#[derive(Debug, Clone, PartialEq)]
pub struct Planted {
    /// Sum of scores of the best allocation.
    pub utility: i64,
    /// Seats it fills.
    pub seats_filled: u64,
    /// Seekers and seats of each island.
    pub islands: Vec<(u64, u64)>,
}

impl Planted {
    /// Share of hires lost to the islands' shapes, with vacancies and seekers weighed alike: one less the sum
    /// of the geometric means of both shares.
    pub fn mismatch(&self) -> f64 {
        let people: u64 = self.islands.iter().map(|island| island.0).sum();
        let seats: u64 = self.islands.iter().map(|island| island.1).sum();
        let share = |part: u64, whole: u64| part as f64 / whole.max(1) as f64;
        let met = self.islands.iter().map(|(u, v)| (share(*u, people) * share(*v, seats)).sqrt());
        1.0 - met.sum::<f64>()
    }
}

/// A drawn market with its known answer. All shares are in whole people and seats.
pub(crate) fn generate(spec: &Spec) -> Result<Market, Refusal> {
    let tree = Tree::keco_shaped();
    let mut draw = Draw::new(spec.seed, 4);
    let mut columns = Columns { tree: tree.clone(), skills: 70, ..Columns::default() };
    let leaves: Vec<u16> = (0..ISLANDS)
        .map(|middle| tree.groups().iter().position(|g| usize::from(g[1]) == middle).unwrap_or(0) as u16)
        .collect();
    let mut islands = vec![(0, 0); ISLANDS];
    for _ in 0..spec.openings {
        let island = draw.below(ISLANDS);
        let seats = 1 + draw.below(4) as u16;
        islands[island].1 += u64::from(seats);
        columns.openings.push(opening(leaves[island], island, seats));
    }
    for _ in 0..spec.seekers {
        // Skewed, so that some islands are short of people and some of seats.
        let island = draw.below(ISLANDS).min(draw.below(ISLANDS));
        islands[island].0 += 1;
        columns.seekers.push(seeker(leaves[island], island));
    }
    let filled = |island: &(u64, u64)| island.0.min(island.1);
    let utility = islands.iter().enumerate().map(|(at, island)| filled(island) as i64 * i64::from(score(at)));
    let planted = Planted {
        utility: utility.sum(),
        seats_filled: islands.iter().map(filled).sum(),
        islands: islands.clone(),
    };
    columns.check()?;
    Ok(Market { columns, planted: Some(planted) })
}

/// Score of every pair inside an island: everything but pay, which falls from island to island.
fn score(island: usize) -> i32 {
    3_500 + 2_500 + 1_500 * (500 - 5 * island as i32) / 500 + 1_000 + 1_000 + 500
}

fn skills<const N: usize>(island: usize) -> [u16; N] {
    let mut skills = [NO_SKILL; N];
    skills[0] = island as u16 * 2;
    skills[1] = island as u16 * 2 + 1;
    skills
}

fn opening(leaf: u16, island: usize, seats: u16) -> OpeningRow {
    let mut weights = [0; SKILLS_ASKED_MOST];
    weights[..2].fill(1);
    OpeningRow {
        occupation: leaf,
        x: 0,
        y: 0,
        zone: (island % 64) as u8,
        requires: 0,
        pay: 2_000_000 / 1_000 * (1_200 - 5 * island as u32),
        career: CAREER_ANY,
        career_min: 0,
        weekly: 2_400,
        seats,
        skills: skills(island),
        weights,
        text: [1, 0, 0, 0],
    }
}

fn seeker(leaf: u16, island: usize) -> SeekerRow {
    SeekerRow {
        wishes: [leaf, NO_WISH, NO_WISH],
        x: 0,
        y: 0,
        zones: u64::MAX,
        radius: 500,
        has: u64::MAX,
        // The last island still pays more than the wish: 1,200 - 5 x 34 = 1,030 thousandths.
        pay: 2_000_000,
        career: 24,
        weekly: 0,
        skills: skills::<SKILLS_HELD_MOST>(island),
        text: [1, 0, 0, 0],
    }
}
