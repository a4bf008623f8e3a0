//! One pair, plainly: the definition of who fits what and of the score over columns. The kernels must give
//! the same answer; tests hold them to it. The parts are those of `score.rs`, on packed values.

use super::columns::{Columns, OpeningRow, SeekerRow};
use super::requirement::{
    CAREER_ANY, CAREER_EXPERIENCED, CAREER_NEW, NO_SKILL, NO_WISH, UNKNOWN_MONTHS, UNKNOWN_PLACE,
    UNKNOWN_ZONE,
};
use super::tree::Tree;
use crate::score::{ACCEPTABLE, BY_LEVEL, BY_RANK, PartKind};

/// Beyond this distance nothing is earned, in ten metres.
pub const FAR: i32 = 2_000;

/// What was found of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judgement {
    /// Every hard condition holds or cannot be told.
    pub fits: bool,
    /// A wish shares a sub-major group, or two skills are shared.
    pub relevant: bool,
    /// Points of the parts in the order of [`PartKind::ALL`].
    pub parts: [i32; 6],
}

impl Judgement {
    /// The score, 0 to 10,000.
    pub fn score(&self) -> i32 {
        self.parts.iter().sum()
    }

    /// The score if the opening may be suggested.
    pub fn suggested(&self) -> Option<i32> {
        (self.fits && self.relevant && self.score() >= ACCEPTABLE).then(|| self.score())
    }
}

/// Judges a pair.
pub fn judge(tree: &Tree, seeker: &SeekerRow, opening: &OpeningRow) -> Judgement {
    let squared = squared_distance(seeker, opening);
    let shared = opening.skills.iter().filter(|skill| holds(seeker, **skill)).count();
    let wishes = seeker.wishes.iter().filter(|wish| **wish != NO_WISH);
    let level = wishes.map(|wish| tree.shared_level(*wish, opening.occupation)).max().unwrap_or(0);
    Judgement {
        fits: fits(seeker, opening, squared),
        relevant: level >= 2 || shared >= 2,
        parts: [
            occupation(tree, seeker, opening),
            skills(seeker, opening),
            wage(seeker, opening),
            experience(seeker, opening),
            squared.map_or(0, distance),
            text(seeker, opening),
        ],
    }
}

/// The score of a pair if the opening may be suggested; what most pairs fail on is looked at first.
pub(crate) fn suggested(tree: &Tree, seeker: &SeekerRow, opening: &OpeningRow) -> Option<i32> {
    fits(seeker, opening, squared_distance(seeker, opening))
        .then(|| judge(tree, seeker, opening).suggested())?
}

fn holds(seeker: &SeekerRow, skill: u16) -> bool {
    skill != NO_SKILL && seeker.skills.contains(&skill)
}

fn squared_distance(seeker: &SeekerRow, opening: &OpeningRow) -> Option<i32> {
    if seeker.x == UNKNOWN_PLACE || opening.x == UNKNOWN_PLACE {
        return None;
    }
    let dx = i32::from(seeker.x) - i32::from(opening.x);
    let dy = i32::from(seeker.y) - i32::from(opening.y);
    Some(dx * dx + dy * dy)
}

fn fits(seeker: &SeekerRow, opening: &OpeningRow, squared: Option<i32>) -> bool {
    let paid = seeker.pay == 0 || opening.pay == 0 || opening.pay >= seeker.pay;
    let zone = opening.zone == UNKNOWN_ZONE || seeker.zones >> opening.zone & 1 == 1;
    let radius = i32::from(seeker.radius);
    let near = radius == 0 || squared.is_none_or(|squared| squared <= radius * radius);
    let hours = seeker.weekly == 0 || opening.weekly <= seeker.weekly;
    let experience = opening.career != CAREER_EXPERIENCED || seeker.career >= opening.career_min.max(1);
    opening.requires & !seeker.has == 0 && paid && zone && near && hours && experience
}

fn occupation(tree: &Tree, seeker: &SeekerRow, opening: &OpeningRow) -> i32 {
    let by_wish = seeker
        .wishes
        .iter()
        .enumerate()
        .filter(|(_, wish)| **wish != NO_WISH)
        .map(|(rank, wish)| occupation_points(tree.shared_level(*wish, opening.occupation), rank));
    by_wish.max().unwrap_or(0)
}

/// Points of the occupation part by shared level and rank of the wish.
pub(crate) fn occupation_points(level: usize, rank: usize) -> i32 {
    PartKind::Occupation.max() * BY_LEVEL[level] / 1_000 * BY_RANK[rank] / 100
}

fn skills(seeker: &SeekerRow, opening: &OpeningRow) -> i32 {
    let asked: i32 = opening.weights.iter().map(|weight| i32::from(*weight)).sum();
    if asked == 0 {
        return 0;
    }
    let named = opening.skills.iter().zip(&opening.weights);
    let held: i32 =
        named.filter(|(skill, _)| holds(seeker, **skill)).map(|(_, weight)| i32::from(*weight)).sum();
    PartKind::Skills.max() * held / asked
}

fn wage(seeker: &SeekerRow, opening: &OpeningRow) -> i32 {
    if seeker.pay == 0 {
        return 0;
    }
    let share = u64::from(opening.pay) * 1_000 / u64::from(seeker.pay);
    PartKind::Wage.max() * (share.clamp(700, 1_200) as i32 - 700) / 500
}

fn experience(seeker: &SeekerRow, opening: &OpeningRow) -> i32 {
    let max = PartKind::Experience.max();
    let (months, asked) = (i32::from(seeker.career), i32::from(opening.career_min));
    if seeker.career == UNKNOWN_MONTHS {
        return 0;
    }
    match opening.career {
        CAREER_ANY => max,
        CAREER_NEW if months <= 12 => max,
        CAREER_NEW => max * 6 / 10,
        CAREER_EXPERIENCED if asked == 0 => max * months.min(1),
        CAREER_EXPERIENCED => max * months.min(asked) / asked,
        _ => 0,
    }
}

fn distance(squared: i32) -> i32 {
    PartKind::Distance.max() * (FAR - squared.isqrt()).max(0) / FAR
}

fn text(seeker: &SeekerRow, opening: &OpeningRow) -> i32 {
    let told: u32 = seeker.text.iter().map(|word| word.count_ones()).sum();
    if told == 0 {
        return 0;
    }
    let both: u32 = seeker.text.iter().zip(&opening.text).map(|(a, b)| (a & b).count_ones()).sum();
    PartKind::Text.max() * both as i32 / told as i32
}

/// The best `k` openings of a seeker by looking at each: number and score, best first, ties by number.
pub fn oracle(columns: &Columns, seeker: &SeekerRow, k: usize) -> Vec<(u32, i32)> {
    let suggested = |at: usize| judge(&columns.tree, seeker, &columns.openings.row(at)).suggested();
    let mut all: Vec<(u32, i32)> =
        (0..columns.openings.len()).filter_map(|at| Some((at as u32, suggested(at)?))).collect();
    all.sort_unstable_by_key(|(row, score)| (-score, *row));
    all.truncate(k);
    all
}
