//! A deliberately simple picture of behaviour, to compare lists by: everybody applies to everything shown,
//! employers rank applicants by score and a view of their own, make offers in rounds, and people take the best
//! offer they have. The order of methods is the finding, not the level.

use matching::engine::Columns;

/// Spread of an employer's own view, in points.
const VIEW: f64 = 800.0;
/// Rounds of offers.
const ROUNDS: usize = 3;

/// The same number for the same pair: the sum of twelve uniform numbers, less six.
fn view(seeker: u32, opening: u32) -> f64 {
    let mut state = u64::from(seeker) << 32 | u64::from(opening);
    let mut sum = -6.0;
    for _ in 0..12 {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        sum += ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64;
    }
    sum
}

/// Seats filled when these lists are shown.
pub(crate) fn filled(columns: &Columns, lists: &[Vec<(u32, i32)>]) -> u64 {
    let mut applicants: Vec<Vec<(i64, u32, i32)>> = vec![Vec::new(); columns.openings.len()];
    for (seeker, list) in lists.iter().enumerate() {
        for (opening, score) in list {
            let rank = i64::from(*score) + (view(seeker as u32, *opening) * VIEW) as i64;
            applicants[*opening as usize].push((rank, seeker as u32, *score));
        }
    }
    for applicants in &mut applicants {
        applicants.sort_unstable_by_key(|(rank, seeker, _)| (-rank, *seeker));
    }
    let mut placed = vec![false; lists.len()];
    let mut next = vec![0; applicants.len()];
    let mut free: Vec<usize> = columns.openings.seats.iter().map(|seats| usize::from(*seats)).collect();
    let mut filled = 0;
    for _ in 0..ROUNDS {
        let mut offers: Vec<(u32, i32, u32)> = Vec::new();
        for (opening, applicants) in applicants.iter().enumerate() {
            let mut left = free[opening];
            while left > 0 && next[opening] < applicants.len() {
                let (_, seeker, score) = applicants[next[opening]];
                next[opening] += 1;
                if !placed[seeker as usize] {
                    offers.push((seeker, score, opening as u32));
                    left -= 1;
                }
            }
        }
        offers.sort_unstable_by_key(|(seeker, score, opening)| (*seeker, -score, *opening));
        for (seeker, _, opening) in offers {
            if !std::mem::replace(&mut placed[seeker as usize], true) {
                free[opening as usize] -= 1;
                filled += 1;
            }
        }
    }
    filled
}
