//! Seekers in blocks, asked by an opening. A seeker stands once for each wish, in the sub-index of its rank.

use std::ops::Range;

use fearless_simd::{Simd, f32x16, i16x32, i32x16, prelude::*, u16x32, u32x16, u64x8};

use super::columns::{OpeningRow, SeekerRow};
use super::index::groups_a_rank;
use super::layout::{LANES, Layout, NOBODY, Segment};
use super::pair::{occupation_points, suggested};
use super::points::{distance_points, skill_points, wage_points};
use super::requirement::{
    CAREER_EXPERIENCED, CAREER_NEW, CAREER_UNKNOWN, NO_SKILL, NO_WISH, SKILLS_ASKED_MOST, SKILLS_HELD_MOST,
    TEXT_WORDS, UNKNOWN_MONTHS, UNKNOWN_PLACE, UNKNOWN_ZONE, WISHES_MOST,
};
use super::skill_mask::STRIDE;
use super::tree::Tree;
use crate::score::PartKind;

/// What the hard conditions of 32 seekers are tested on.
#[derive(Debug, Clone, Default)]
#[repr(align(64))]
pub(crate) struct Hot {
    has: [[u64; 8]; 4],
    floor: [[u32; 16]; 2],
    squared_radius: [[i32; 16]; 2],
    x: [i16; LANES],
    y: [i16; LANES],
    career: [u16; LANES],
    weekly: [u16; LANES],
}

/// What a seeker is scored on.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Cold {
    text: [u64; TEXT_WORDS],
    zones: u64,
    floor: u32,
    skills: [u16; SKILLS_HELD_MOST],
    wishes: [u16; WISHES_MOST],
    x: i16,
    y: i16,
    career: u16,
    told: u8,
}

/// What bounds the blocks.
#[derive(Debug, Clone)]
pub(crate) struct SeekerSide {
    west: Vec<f32>,
    east: Vec<f32>,
    south: Vec<f32>,
    north: Vec<f32>,
    radius: Vec<f32>,
    /// Least wish, and least floor where no wish is a floor of nought.
    wish: Vec<f32>,
    floor: Vec<f32>,
    has: Vec<u64>,
    zones: Vec<u64>,
}

/// An opening, prepared.
#[derive(Debug, Clone)]
pub(crate) struct Opening {
    requires: u64,
    zone: u64,
    occupation: u16,
    pay: u32,
    x: i16,
    y: i16,
    placed: bool,
    career: u8,
    career_min: u16,
    weekly: u16,
    text: [u64; TEXT_WORDS],
    skills: Vec<u16>,
    /// Weight of each skill of the dictionary; the last is nobody's.
    weights: Vec<u8>,
    asked: u8,
    by_shared: (i32, i32),
    segments: Vec<Segment>,
    rest_most: i32,
}

impl Opening {
    pub(crate) fn new(skills: u16) -> Self {
        Self {
            requires: 0,
            zone: 0,
            occupation: 0,
            pay: 0,
            x: 0,
            y: 0,
            placed: false,
            career: 0,
            career_min: 0,
            weekly: 0,
            text: [0; TEXT_WORDS],
            skills: Vec::with_capacity(SKILLS_ASKED_MOST),
            weights: vec![0; usize::from(skills) + 1],
            asked: 0,
            by_shared: (0, 0),
            segments: Vec::with_capacity(16),
            rest_most: 0,
        }
    }

    /// Makes this the question of another opening.
    pub(crate) fn ask(&mut self, tree: &Tree, row: &OpeningRow) {
        for skill in self.skills.drain(..) {
            self.weights[usize::from(skill)] = 0;
        }
        let none = self.weights.len() - 1;
        for (skill, weight) in row.skills.iter().zip(&row.weights) {
            if usize::from(*skill) < none {
                self.weights[usize::from(*skill)] = *weight;
                self.skills.push(*skill);
            }
        }
        self.asked = row.weights.iter().sum();
        let mut weights = row.weights;
        weights.sort_unstable_by(|a, b| b.cmp(a));
        let most = |n: usize| weights[..n].iter().map(|weight| usize::from(*weight)).sum();
        let asked = usize::from(self.asked);
        self.by_shared = (skill_points(most(1), asked), skill_points(most(2), asked));
        (self.requires, self.pay, self.text) = (row.requires, row.pay, row.text);
        self.zone = if row.zone == UNKNOWN_ZONE { u64::MAX } else { 1 << row.zone };
        self.occupation = row.occupation;
        self.placed = row.x != UNKNOWN_PLACE;
        (self.x, self.y) = if self.placed { (row.x, row.y) } else { (0, 0) };
        (self.career, self.career_min, self.weekly) = (row.career, row.career_min, row.weekly);
        self.rest_most = if row.career == CAREER_UNKNOWN { 0 } else { PartKind::Experience.max() }
            + if row.text == [0; TEXT_WORDS] { 0 } else { PartKind::Text.max() }
            + if row.pay == 0 { 0 } else { PartKind::Wage.max() }
            + if self.placed { PartKind::Distance.max() } else { 0 };
        self.segments.clear();
        for level in (2..=4).rev() {
            for rank in 0..WISHES_MOST {
                let points = occupation_points(level, rank);
                let before = (rank * groups_a_rank(tree.len())) as u32;
                let own = tree.range(row.occupation, level);
                let inner = if level == 4 { own.end..own.end } else { tree.range(row.occupation, level + 1) };
                let mut add = |first: u16, last: u16| {
                    if first < last {
                        let (first, last) = (before + u32::from(first), before + u32::from(last));
                        self.segments.push(Segment { points, first, last });
                    }
                };
                add(own.start, inner.start);
                add(inner.end, own.end);
            }
        }
        self.segments.sort_unstable_by_key(|segment| (-segment.points, segment.first));
    }
}

impl Layout for SeekerSide {
    type Row = SeekerRow;
    type Hot = Hot;
    type Cold = Cold;
    type Asker = OpeningRow;
    type Question = Opening;

    const ENTRIES: usize = WISHES_MOST;

    fn blank(skills: u16) -> Opening {
        Opening::new(skills)
    }

    fn ask(question: &mut Opening, tree: &Tree, row: &OpeningRow) {
        question.ask(tree, row);
    }

    fn groups(row: &SeekerRow, leaves: usize, out: &mut [Option<u32>; 3]) {
        let a_rank = groups_a_rank(leaves);
        // Whoever has no first wish still stands in the first rank, for work across occupations.
        for (rank, wish) in row.wishes.iter().enumerate() {
            let leaf = if *wish == NO_WISH { leaves } else { usize::from(*wish) };
            out[rank] = (rank == 0 || *wish != NO_WISH).then_some((rank * a_rank + leaf) as u32);
        }
    }

    fn place(row: &SeekerRow) -> (i16, i16) {
        (row.x, row.y)
    }

    fn skills(row: &SeekerRow) -> &[u16] {
        &row.skills
    }

    fn put(row: &SeekerRow, hot: &mut Hot, lane: usize) {
        hot.has[lane / 8][lane % 8] = row.has;
        hot.floor[lane / 16][lane % 16] = row.pay;
        let placed = row.x != UNKNOWN_PLACE;
        let radius = i32::from(row.radius);
        let squared = if radius == 0 || !placed { i32::MAX } else { radius * radius };
        hot.squared_radius[lane / 16][lane % 16] = squared;
        (hot.x[lane], hot.y[lane]) = if placed { (row.x, row.y) } else { (0, 0) };
        hot.career[lane] = row.career;
        hot.weekly[lane] = if row.weekly == 0 { u16::MAX } else { row.weekly };
    }

    fn cold(row: &SeekerRow, none: u16) -> Cold {
        let mut skills = row.skills;
        skills.iter_mut().filter(|skill| **skill == NO_SKILL).for_each(|skill| *skill = none);
        Cold {
            text: row.text,
            zones: row.zones,
            floor: row.pay,
            skills,
            wishes: row.wishes,
            x: row.x,
            y: row.y,
            career: row.career,
            // A signature of 256 words told has 256 of them; both then count as 255 at most for the shared.
            told: row.text.iter().map(|word| word.count_ones()).sum::<u32>().min(255) as u8,
        }
    }

    fn sized(blocks: usize) -> Self {
        Self {
            west: vec![f32::MAX; blocks],
            east: vec![f32::MIN; blocks],
            south: vec![f32::MAX; blocks],
            north: vec![f32::MIN; blocks],
            radius: vec![0.0; blocks],
            wish: vec![f32::MAX; blocks],
            floor: vec![f32::MAX; blocks],
            has: vec![0; blocks],
            zones: vec![0; blocks],
        }
    }

    fn widen(&mut self, block: usize, row: &SeekerRow) {
        if row.x == UNKNOWN_PLACE {
            (self.west[block], self.south[block]) = (-1e6, -1e6);
            (self.east[block], self.north[block]) = (1e6, 1e6);
        } else {
            let (x, y) = (f32::from(row.x), f32::from(row.y));
            self.west[block] = self.west[block].min(x);
            self.east[block] = self.east[block].max(x);
            self.south[block] = self.south[block].min(y);
            self.north[block] = self.north[block].max(y);
        }
        let radius = if row.radius == 0 { f32::MAX } else { f32::from(row.radius) * f32::from(row.radius) };
        self.radius[block] = self.radius[block].max(radius);
        let pay = row.pay as f32;
        self.floor[block] = self.floor[block].min(pay);
        if row.pay > 0 {
            self.wish[block] = self.wish[block].min(pay);
        }
        self.has[block] |= row.has;
        self.zones[block] |= row.zones;
    }

    #[inline(always)]
    fn passes<S: Simd>(simd: S, hot: &Hot, question: &Opening) -> u32 {
        let required = u64x8::splat(simd, question.requires);
        let pay = if question.pay == 0 { u32::MAX } else { question.pay };
        let pay = u32x16::splat(simd, pay);
        let mut has = 0;
        for part in 0..4 {
            let own = u64x8::load_array_ref(simd, &hot.has[part]);
            has |= (own & required).simd_eq(required).to_bitmask() << (8 * part);
        }
        let paid = u32x16::load_array_ref(simd, &hot.floor[0]).simd_le(pay).to_bitmask()
            | u32x16::load_array_ref(simd, &hot.floor[1]).simd_le(pay).to_bitmask() << 16;
        let near = if question.placed {
            let dx = i16x32::load_array_ref(simd, &hot.x) - i16x32::splat(simd, question.x);
            let dy = i16x32::load_array_ref(simd, &hot.y) - i16x32::splat(simd, question.y);
            let ((ax, bx), (ay, by)) = (dx.widening_mul(dx), dy.widening_mul(dy));
            let most = |half: usize| i32x16::load_array_ref(simd, &hot.squared_radius[half]);
            (ax + ay).simd_le(most(0)).to_bitmask() | (bx + by).simd_le(most(1)).to_bitmask() << 16
        } else {
            u64::MAX
        };
        let least = if question.career == CAREER_EXPERIENCED { question.career_min.max(1) } else { 0 };
        let months = u16x32::load_array_ref(simd, &hot.career).simd_ge(u16x32::splat(simd, least));
        let hours = u16x32::load_array_ref(simd, &hot.weekly).simd_ge(u16x32::splat(simd, question.weekly));
        (has & paid & near & (months & hours).to_bitmask()) as u32
    }

    #[inline(always)]
    fn bounds<S: Simd>(&self, simd: S, blocks: Range<usize>, question: &Opening, out: &mut [i32]) {
        let all = |value: f32| f32x16::splat(simd, value);
        let (x, y, zero) = (all(f32::from(question.x)), all(f32::from(question.y)), all(0.0));
        let distance = PartKind::Distance.max() as f32;
        let near = all(if question.placed { distance + 2.0 } else { -1e9 });
        let pay = all(question.pay as f32 * 3_000.0);
        let payable = all(if question.pay == 0 { f32::MAX } else { question.pay as f32 });
        let wage = all(if question.pay == 0 { 0.0 } else { PartKind::Wage.max() as f32 });
        let fixed = question.rest_most
            - if question.pay == 0 { 0 } else { PartKind::Wage.max() }
            - if question.placed { PartKind::Distance.max() } else { 0 };
        let fixed = i32x16::splat(simd, fixed);
        let far = all(if question.placed { 0.0 } else { f32::MIN });
        let required = u64x8::splat(simd, question.requires);
        let zone = u64x8::splat(simd, question.zone);
        let nothing = u64x8::splat(simd, 0);
        for at in blocks.step_by(STRIDE) {
            let side = |column: &[f32]| f32x16::from_slice(simd, &column[at..at + STRIDE]);
            let dx = (side(&self.west) - x).max(x - side(&self.east)).max(zero);
            let dy = (side(&self.south) - y).max(y - side(&self.north)).max(zero);
            let squared = dx * dx + dy * dy;
            let near = (near - squared.sqrt() * 0.5).max(zero);
            let paid = (pay / side(&self.wish) - 2_095.0).max(zero).min(wage);
            let points = fixed + (near + paid).to_int::<i32x16<S>>();
            let reach = (squared + far).simd_le(side(&self.radius));
            let mut open = (reach & side(&self.floor).simd_le(payable)).to_bitmask();
            for half in [0, 8] {
                let column = |column: &[u64]| u64x8::from_slice(simd, &column[at + half..at + half + 8]);
                let able = (column(&self.has) & required).simd_eq(required);
                let reached = !(column(&self.zones) & zone).simd_eq(nothing);
                open &= (able & reached).to_bitmask() << half | 0xff << (8 - half);
            }
            let open = fearless_simd::mask32x16::from_bitmask(simd, open);
            open.select(points, i32x16::splat(simd, NOBODY)).store_slice(&mut out[at..at + STRIDE]);
        }
    }

    #[inline(always)]
    fn by_shared<S: Simd>(&self, simd: S, _block: usize, question: &Opening) -> [i32x16<S>; 2] {
        [i32x16::splat(simd, question.by_shared.0), i32x16::splat(simd, question.by_shared.1)]
    }

    #[inline(always)]
    fn by_shared_in(&self, _block: usize, question: &Opening) -> (i32, i32) {
        question.by_shared
    }

    #[inline(always)]
    fn open(cold: &Cold, question: &Opening) -> bool {
        cold.zones & question.zone != 0
    }

    #[inline(always)]
    fn rest(cold: &Cold, question: &Opening) -> i32 {
        let held: u8 = cold.skills.iter().map(|skill| question.weights[usize::from(*skill)]).sum();
        let both: u32 = cold.text.iter().zip(&question.text).map(|(a, b)| (a & b).count_ones()).sum();
        let told = match cold.told {
            0 => 1,
            255 => cold.text.iter().map(|word| word.count_ones() as i32).sum(),
            told => i32::from(told),
        };
        let known = question.placed && cold.x != UNKNOWN_PLACE;
        let near = if known { distance_points(question.x, question.y, cold.x, cold.y) } else { 0 };
        skill_points(usize::from(held), usize::from(question.asked))
            + wage_points(question.pay, cold.floor)
            + experience(cold.career, question)
            + near
            + PartKind::Text.max() * both as i32 / told
    }

    #[inline(always)]
    fn listed(tree: &Tree, cold: &Cold, points: i32, question: &Opening) -> Option<i32> {
        // The entry counts for the wish with most points, the first of equals.
        let mut own = None;
        for (rank, wish) in cold.wishes.iter().enumerate().filter(|(_, wish)| **wish != NO_WISH) {
            let level = tree.shared_level(*wish, question.occupation);
            own = own.max(Some(occupation_points(level, rank)));
        }
        (own == Some(points)).then_some(points)
    }

    #[inline(always)]
    fn across(tree: &Tree, _group: u32, cold: &Cold, question: &Opening) -> Option<i32> {
        let mut most = 0;
        for (rank, wish) in cold.wishes.iter().enumerate().filter(|(_, wish)| **wish != NO_WISH) {
            let level = tree.shared_level(*wish, question.occupation);
            if level >= 2 {
                return None;
            }
            most = most.max(occupation_points(level, rank));
        }
        Some(most)
    }

    fn outside(tree: &Tree, seeker: &SeekerRow, opening: &OpeningRow) -> Option<i32> {
        suggested(tree, seeker, opening)
    }

    fn segments(question: &Opening) -> &[Segment] {
        &question.segments
    }

    fn across_most(_question: &Opening) -> i32 {
        occupation_points(1, 0)
    }

    fn rest_most(question: &Opening) -> i32 {
        question.rest_most
    }

    fn asked(question: &Opening) -> &[u16] {
        &question.skills
    }
}

#[inline(always)]
fn experience(months: u16, question: &Opening) -> i32 {
    let max = PartKind::Experience.max();
    if months == UNKNOWN_MONTHS || question.career == CAREER_UNKNOWN {
        0
    } else if question.career == CAREER_NEW && months > 12 {
        max * 6 / 10
    } else {
        max
    }
}
