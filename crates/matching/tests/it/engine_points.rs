//! Parts of the score as the kernels compute them, against plain integers.

use matching::engine::FAR;
use matching::engine::draw::Draw;
use matching::engine::points::{distance_points, skill_points, wage_points};

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
    let mut draw = Draw::new(3, 3);
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
