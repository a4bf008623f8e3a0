//! Openings in blocks, asked by a seeker.

use std::ops::Range;

use fearless_simd::{Simd, f32x16, i16x32, i32x16, prelude::*, u16x32, u32x16, u64x8};

use super::columns::{OpeningRow, SeekerRow};
use super::layout::{LANES, Layout, NOBODY, Segment};
use super::pair::{occupation_points, suggested};
use super::points::{distance_points, skill_points, wage_points};
use super::requirement::{
    CAREER_ANY, CAREER_EXPERIENCED, CAREER_NEW, NO_SKILL, NO_WISH, SKILLS_ASKED_MOST, SKILLS_HELD_MOST,
    TEXT_WORDS, UNKNOWN_MONTHS, UNKNOWN_PLACE, UNKNOWN_ZONE,
};
use super::skill_mask::STRIDE;
use super::tree::Tree;
use crate::score::PartKind;

/// What the hard conditions of 32 openings are tested on.
#[derive(Debug, Clone, Default)]
#[repr(align(64))]
pub(crate) struct Hot {
    requires: [[u64; 8]; 4],
    pay: [[u32; 16]; 2],
    x: [i16; LANES],
    y: [i16; LANES],
    career: [u16; LANES],
    weekly: [u16; LANES],
    /// Lanes without a place: no way is too long.
    anywhere: u32,
}

/// What an opening is scored on: one line of cache.
#[derive(Debug, Clone, Copy, Default)]
#[repr(align(64))]
pub(crate) struct Cold {
    text: [u64; TEXT_WORDS],
    pay: u32,
    skills: [u16; SKILLS_ASKED_MOST],
    x: i16,
    y: i16,
    /// Two bits a skill.
    weights: u16,
    asked: u8,
    zone: u8,
    career: u8,
}

/// What bounds the blocks.
#[derive(Debug, Clone)]
pub(crate) struct OpeningSide {
    west: Vec<f32>,
    east: Vec<f32>,
    south: Vec<f32>,
    north: Vec<f32>,
    /// Most pay told, and whether any pay may be enough.
    pay: Vec<f32>,
    payable: Vec<f32>,
    requires: Vec<u64>,
    zones: Vec<u64>,
    /// Most points for one and two shared skills.
    by_one: Vec<i32>,
    by_two: Vec<i32>,
}

/// A seeker, prepared.
#[derive(Debug, Clone)]
pub(crate) struct Seeker {
    has: u64,
    zones: u64,
    pay: u32,
    x: i16,
    y: i16,
    squared_radius: i32,
    placed: bool,
    career: u16,
    weekly: u16,
    experience: [i32; 4],
    text: [u64; TEXT_WORDS],
    told: i32,
    skills: Vec<u16>,
    /// Whether each skill of the dictionary is held; the last is nobody's.
    held: Vec<u8>,
    segments: Vec<Segment>,
    /// Major group of each wish with its points.
    majors: [(u16, i32); 3],
    rest_most: i32,
}

impl Seeker {
    pub(crate) fn new(skills: u16) -> Self {
        Self {
            has: 0,
            zones: 0,
            pay: 0,
            x: 0,
            y: 0,
            squared_radius: 0,
            placed: false,
            career: 0,
            weekly: 0,
            experience: [0; 4],
            text: [0; TEXT_WORDS],
            told: 0,
            skills: Vec::with_capacity(SKILLS_HELD_MOST),
            held: vec![0; usize::from(skills) + 1],
            segments: Vec::with_capacity(16),
            majors: [(u16::MAX, 0); 3],
            rest_most: 0,
        }
    }

    /// Makes this the question of another person.
    pub(crate) fn ask(&mut self, tree: &Tree, row: &SeekerRow) {
        for skill in self.skills.drain(..) {
            self.held[usize::from(skill)] = 0;
        }
        let none = self.held.len() - 1;
        for skill in row.skills.into_iter().filter(|skill| usize::from(*skill) < none) {
            self.held[usize::from(skill)] = u8::MAX;
            self.skills.push(skill);
        }
        (self.has, self.zones, self.pay, self.text) = (row.has, row.zones, row.pay, row.text);
        self.placed = row.x != UNKNOWN_PLACE;
        (self.x, self.y) = if self.placed { (row.x, row.y) } else { (0, 0) };
        let radius = i32::from(row.radius);
        self.squared_radius = if radius == 0 || !self.placed { i32::MAX } else { radius * radius };
        self.career = row.career;
        self.weekly = if row.weekly == 0 { u16::MAX } else { row.weekly };
        self.told = row.text.iter().map(|word| word.count_ones() as i32).sum();
        let max = PartKind::Experience.max();
        self.experience = [0; 4];
        if row.career != UNKNOWN_MONTHS {
            self.experience[usize::from(CAREER_ANY)] = max;
            self.experience[usize::from(CAREER_NEW)] = if row.career <= 12 { max } else { max * 6 / 10 };
            // The condition that the months suffice was tested before.
            self.experience[usize::from(CAREER_EXPERIENCED)] = max;
        }
        self.rest_most = if row.career == UNKNOWN_MONTHS { 0 } else { max }
            + if self.told == 0 { 0 } else { PartKind::Text.max() }
            + if row.pay == 0 { 0 } else { PartKind::Wage.max() }
            + if self.placed { PartKind::Distance.max() } else { 0 };
        self.majors = [(u16::MAX, 0); 3];
        for (rank, wish) in row.wishes.iter().enumerate().filter(|(_, wish)| **wish != NO_WISH) {
            self.majors[rank] = (tree.groups()[usize::from(*wish)][0], occupation_points(1, rank));
        }
        segments(tree, &row.wishes, &mut self.segments);
    }
}

/// Leaves that share a sub-major group with a wish, by most points, each leaf once.
fn segments(tree: &Tree, wishes: &[u16; 3], out: &mut Vec<Segment>) {
    out.clear();
    let mut ranges = [(0, 0, 0); 9];
    let mut count = 0;
    for (rank, wish) in wishes.iter().enumerate().filter(|(_, wish)| **wish != NO_WISH) {
        for level in (2..=4).rev() {
            let range = tree.range(*wish, level);
            ranges[count] = (occupation_points(level, rank), u32::from(range.start), u32::from(range.end));
            count += 1;
        }
    }
    let ranges = &mut ranges[..count];
    ranges.sort_unstable_by_key(|(points, first, _)| (-points, *first));
    for (points, first, last) in ranges.iter().copied() {
        // What richer segments have already taken is left out.
        let mut at = first;
        while at < last {
            let taken = out.iter().find(|known| known.first <= at && at < known.last);
            if let Some(known) = taken {
                at = known.last;
                continue;
            }
            let next = out.iter().map(|known| known.first).filter(|start| *start > at).min();
            let end = next.map_or(last, |start| start.min(last));
            out.push(Segment { points, first: at, last: end });
            at = end;
        }
    }
}

impl Layout for OpeningSide {
    type Row = OpeningRow;
    type Hot = Hot;
    type Cold = Cold;
    type Asker = SeekerRow;
    type Question = Seeker;

    const ENTRIES: usize = 1;

    fn blank(skills: u16) -> Seeker {
        Seeker::new(skills)
    }

    fn ask(question: &mut Seeker, tree: &Tree, row: &SeekerRow) {
        question.ask(tree, row);
    }

    fn groups(row: &OpeningRow, _leaves: usize, out: &mut [Option<u32>; 3]) {
        out[0] = Some(u32::from(row.occupation));
    }

    fn place(row: &OpeningRow) -> (i16, i16) {
        (row.x, row.y)
    }

    fn skills(row: &OpeningRow) -> &[u16] {
        &row.skills
    }

    fn put(row: &OpeningRow, hot: &mut Hot, lane: usize) {
        hot.requires[lane / 8][lane % 8] = row.requires;
        hot.pay[lane / 16][lane % 16] = if row.pay == 0 { u32::MAX } else { row.pay };
        let placed = row.x != UNKNOWN_PLACE;
        (hot.x[lane], hot.y[lane]) = if placed { (row.x, row.y) } else { (0, 0) };
        hot.anywhere = hot.anywhere & !(1 << lane) | u32::from(!placed) << lane;
        hot.career[lane] = if row.career == CAREER_EXPERIENCED { row.career_min.max(1) } else { 0 };
        hot.weekly[lane] = row.weekly;
    }

    fn cold(row: &OpeningRow, none: u16) -> Cold {
        let mut cold = Cold {
            text: row.text,
            pay: row.pay,
            skills: row.skills,
            x: row.x,
            y: row.y,
            weights: 0,
            asked: row.weights.iter().sum(),
            zone: row.zone,
            career: row.career,
        };
        for (at, skill) in cold.skills.iter_mut().enumerate() {
            cold.weights |= u16::from(row.weights[at]) << (2 * at);
            *skill = if *skill == NO_SKILL { none } else { *skill };
        }
        cold
    }

    fn sized(blocks: usize) -> Self {
        Self {
            west: vec![f32::MAX; blocks],
            east: vec![f32::MIN; blocks],
            south: vec![f32::MAX; blocks],
            north: vec![f32::MIN; blocks],
            pay: vec![0.0; blocks],
            payable: vec![0.0; blocks],
            requires: vec![u64::MAX; blocks],
            zones: vec![0; blocks],
            by_one: vec![0; blocks],
            by_two: vec![0; blocks],
        }
    }

    fn widen(&mut self, block: usize, row: &OpeningRow) {
        let (x, y) = (f32::from(row.x), f32::from(row.y));
        if row.x == UNKNOWN_PLACE {
            (self.west[block], self.south[block]) = (-1e6, -1e6);
            (self.east[block], self.north[block]) = (1e6, 1e6);
        } else {
            self.west[block] = self.west[block].min(x);
            self.east[block] = self.east[block].max(x);
            self.south[block] = self.south[block].min(y);
            self.north[block] = self.north[block].max(y);
        }
        let pay = row.pay as f32;
        self.pay[block] = self.pay[block].max(pay);
        self.payable[block] = self.payable[block].max(if row.pay == 0 { f32::MAX } else { pay });
        self.requires[block] &= row.requires;
        self.zones[block] |= if row.zone == UNKNOWN_ZONE { u64::MAX } else { 1 << row.zone };
        let mut weights = row.weights;
        weights.sort_unstable_by(|a, b| b.cmp(a));
        let asked = usize::from(row.weights.iter().sum::<u8>());
        let most = |n: usize| skill_points(weights[..n].iter().map(|w| usize::from(*w)).sum(), asked);
        self.by_one[block] = self.by_one[block].max(most(1));
        self.by_two[block] = self.by_two[block].max(most(2));
    }

    #[inline(always)]
    fn passes<S: Simd>(simd: S, hot: &Hot, question: &Seeker) -> u32 {
        let lacks = u64x8::splat(simd, !question.has);
        let nothing = u64x8::splat(simd, 0);
        let floor = u32x16::splat(simd, question.pay);
        let mut has = 0;
        for part in 0..4 {
            let required = u64x8::load_array_ref(simd, &hot.requires[part]);
            has |= (required & lacks).simd_eq(nothing).to_bitmask() << (8 * part);
        }
        let paid = u32x16::load_array_ref(simd, &hot.pay[0]).simd_ge(floor).to_bitmask()
            | u32x16::load_array_ref(simd, &hot.pay[1]).simd_ge(floor).to_bitmask() << 16;
        let dx = i16x32::load_array_ref(simd, &hot.x) - i16x32::splat(simd, question.x);
        let dy = i16x32::load_array_ref(simd, &hot.y) - i16x32::splat(simd, question.y);
        let ((ax, bx), (ay, by)) = (dx.widening_mul(dx), dy.widening_mul(dy));
        let most = i32x16::splat(simd, question.squared_radius);
        let near = (ax + ay).simd_le(most).to_bitmask() | (bx + by).simd_le(most).to_bitmask() << 16;
        let months = u16x32::load_array_ref(simd, &hot.career).simd_le(u16x32::splat(simd, question.career));
        let hours = u16x32::load_array_ref(simd, &hot.weekly).simd_le(u16x32::splat(simd, question.weekly));
        let told = (months & hours).to_bitmask();
        (has & paid & told & (near | u64::from(hot.anywhere))) as u32
    }

    #[inline(always)]
    fn bounds<S: Simd>(&self, simd: S, blocks: Range<usize>, question: &Seeker, out: &mut [i32]) {
        let all = |value: f32| f32x16::splat(simd, value);
        let (x, y, zero) = (all(f32::from(question.x)), all(f32::from(question.y)), all(0.0));
        let most = all(question.squared_radius as f32);
        let wish = all(question.pay as f32);
        let by_pay = all(if question.pay == 0 { 0.0 } else { 3_000.0 / question.pay as f32 });
        let distance = PartKind::Distance.max() as f32;
        let near = all(if question.placed { distance + 2.0 } else { -1e9 });
        let wage = all(PartKind::Wage.max() as f32);
        let fixed = question.rest_most
            - if question.pay == 0 { 0 } else { PartKind::Wage.max() }
            - if question.placed { PartKind::Distance.max() } else { 0 };
        let fixed = i32x16::splat(simd, fixed);
        let lacks = u64x8::splat(simd, !question.has);
        let zones = u64x8::splat(simd, question.zones);
        let nothing = u64x8::splat(simd, 0);
        for at in blocks.step_by(STRIDE) {
            let side = |column: &[f32]| f32x16::from_slice(simd, &column[at..at + STRIDE]);
            let dx = (side(&self.west) - x).max(x - side(&self.east)).max(zero);
            let dy = (side(&self.south) - y).max(y - side(&self.north)).max(zero);
            let squared = dx * dx + dy * dy;
            let near = (near - squared.sqrt() * 0.5).max(zero);
            let paid = (side(&self.pay) * by_pay - 2_095.0).max(zero).min(wage);
            let points = fixed + (near + paid).to_int::<i32x16<S>>();
            let mut open = (squared.simd_le(most) & side(&self.payable).simd_ge(wish)).to_bitmask();
            for half in [0, 8] {
                let column = |column: &[u64]| u64x8::from_slice(simd, &column[at + half..at + half + 8]);
                let lacking = (column(&self.requires) & lacks).simd_eq(nothing);
                let reached = !(column(&self.zones) & zones).simd_eq(nothing);
                open &= (lacking & reached).to_bitmask() << half | 0xff << (8 - half);
            }
            let open = fearless_simd::mask32x16::from_bitmask(simd, open);
            open.select(points, i32x16::splat(simd, NOBODY)).store_slice(&mut out[at..at + STRIDE]);
        }
    }

    #[inline(always)]
    fn by_shared<S: Simd>(&self, simd: S, block: usize, _question: &Seeker) -> [i32x16<S>; 2] {
        [&self.by_one, &self.by_two].map(|most| i32x16::from_slice(simd, &most[block..block + STRIDE]))
    }

    #[inline(always)]
    fn by_shared_in(&self, block: usize, _question: &Seeker) -> (i32, i32) {
        (self.by_one[block], self.by_two[block])
    }

    #[inline(always)]
    fn open(cold: &Cold, question: &Seeker) -> bool {
        (question.zones >> (cold.zone & 63) & 1 == 1) | (cold.zone == UNKNOWN_ZONE)
    }

    #[inline(always)]
    fn rest(cold: &Cold, question: &Seeker) -> i32 {
        let mut held = 0;
        for (at, skill) in cold.skills.iter().enumerate() {
            let weight = (cold.weights >> (2 * at) & 3) as u8;
            held += weight & question.held[usize::from(*skill)];
        }
        let both: u32 = cold.text.iter().zip(&question.text).map(|(a, b)| (a & b).count_ones()).sum();
        let text = if question.told == 0 { 0 } else { PartKind::Text.max() * both as i32 / question.told };
        let near = if question.placed { distance_points(cold.x, cold.y, question.x, question.y) } else { 0 };
        skill_points(usize::from(held), usize::from(cold.asked))
            + wage_points(cold.pay, question.pay)
            + question.experience[usize::from(cold.career & 3)]
            + near
            + text
    }

    #[inline(always)]
    fn listed(_tree: &Tree, _cold: &Cold, points: i32, _question: &Seeker) -> Option<i32> {
        Some(points)
    }

    #[inline(always)]
    fn across(tree: &Tree, group: u32, _cold: &Cold, question: &Seeker) -> Option<i32> {
        let major = tree.groups()[group as usize][0];
        let by_wish = question.majors.iter().filter(|(own, _)| *own == major).map(|(_, points)| *points);
        Some(by_wish.max().unwrap_or(0))
    }

    fn outside(tree: &Tree, opening: &OpeningRow, seeker: &SeekerRow) -> Option<i32> {
        suggested(tree, seeker, opening)
    }

    fn segments(question: &Seeker) -> &[Segment] {
        &question.segments
    }

    fn across_most(question: &Seeker) -> i32 {
        question.majors.iter().map(|(_, points)| *points).max().unwrap_or(0)
    }

    fn rest_most(question: &Seeker) -> i32 {
        question.rest_most
    }

    fn asked(question: &Seeker) -> &[u16] {
        &question.skills
    }
}
