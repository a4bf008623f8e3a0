//! Parts of the score as the kernels compute them: tables and correctly rounded steps in place of divisions
//! and roots. Tests hold each against plain integers.

use super::pair::FAR;
use super::requirement::UNKNOWN_PLACE;
use crate::score::PartKind;

/// Points by weight held and weight asked.
static SKILL: [[u16; 32]; 32] = {
    let mut table = [[0; 32]; 32];
    let mut asked = 1;
    while asked < 32 {
        let mut held = 0;
        while held < 32 {
            table[asked][held] = (2_500 * (if held < asked { held } else { asked }) / asked) as u16;
            held += 1;
        }
        asked += 1;
    }
    table
};

/// Points for skills by the weight held and asked, both at most 24.
#[inline(always)]
pub fn skill_points(held: usize, asked: usize) -> i32 {
    i32::from(SKILL[asked & 31][held & 31])
}

/// Points for pay against a wish; nothing without a wish.
#[inline(always)]
pub fn wage_points(pay: u32, wish: u32) -> i32 {
    if wish == 0 {
        return 0;
    }
    // Both sides are whole numbers below 2^53 and the quotient is far below the spacing's inverse, so the
    // rounded quotient has the same whole part as the exact one.
    let share = f64::from(pay) * 1_000.0 / f64::from(wish);
    3 * (share.clamp(700.0, 1_200.0) as i32 - 700)
}

/// Points for the straight way between two places; nothing when the first is unknown.
#[inline(always)]
pub fn distance_points(x: i16, y: i16, to_x: i16, to_y: i16) -> i32 {
    let (dx, dy) = (i32::from(x) - i32::from(to_x), i32::from(y) - i32::from(to_y));
    let squared = dx.wrapping_mul(dx).wrapping_add(dy.wrapping_mul(dy));
    if x == UNKNOWN_PLACE {
        return 0;
    }
    // Below FAR² every whole number is exact in f32 and the nearest root below a whole one stays below it.
    let root = (squared.min(FAR * FAR) as f32).sqrt() as i32;
    PartKind::Distance.max() * (FAR - root) / FAR
}
