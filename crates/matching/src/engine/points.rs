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
pub(crate) fn skill_points(held: usize, asked: usize) -> i32 {
    i32::from(SKILL[asked & 31][held & 31])
}

/// Points for pay against a wish; nothing without a wish.
#[inline(always)]
pub(crate) fn wage_points(pay: u32, wish: u32) -> i32 {
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
pub(crate) fn distance_points(x: i16, y: i16, to_x: i16, to_y: i16) -> i32 {
    let (dx, dy) = (i32::from(x) - i32::from(to_x), i32::from(y) - i32::from(to_y));
    let squared = dx.wrapping_mul(dx).wrapping_add(dy.wrapping_mul(dy));
    if x == UNKNOWN_PLACE {
        return 0;
    }
    // Below FAR² every whole number is exact in f32 and the nearest root below a whole one stays below it.
    let root = (squared.min(FAR * FAR) as f32).sqrt() as i32;
    PartKind::Distance.max() * (FAR - root) / FAR
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_is_exact_wherever_it_counts() {
        for squared in 0..=FAR * FAR {
            assert_eq!((squared as f32).sqrt() as i32, squared.isqrt());
        }
        assert_eq!(distance_points(15_000, 15_000, -15_000, -15_000), 0);
        assert_eq!(distance_points(0, 0, 0, 1), 999);
    }

    #[test]
    fn the_quotient_is_exact() {
        let mut draw = crate::engine::draw::Draw::new(3, 3);
        for n in 0..2_000_000 {
            let wish = 1 + draw.below(if n % 2 == 0 { 20_000_000 } else { 1_000_000_000 }) as u32;
            // Around whole thousandths, where a rounded quotient would go wrong.
            let whole = 650 + draw.below(600) as u64;
            let pay = (whole * u64::from(wish)).div_ceil(1_000) as i64 + draw.below(3) as i64 - 1;
            let pay = u32::try_from(pay.max(0)).unwrap_or(u32::MAX);
            let share = (u64::from(pay) * 1_000 / u64::from(wish)).clamp(700, 1_200) as i32;
            assert_eq!(wage_points(pay, wish), 1_500 * (share - 700) / 500);
        }
    }

    #[test]
    fn the_table_is_the_quotient() {
        for asked in 1..25 {
            for held in 0..=asked {
                assert_eq!(skill_points(held, asked), (2_500 * held / asked) as i32);
            }
        }
        assert_eq!(skill_points(0, 0), 0);
    }
}
