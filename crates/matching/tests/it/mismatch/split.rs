//! The split: parts that sum, each as great as looking at every way says, and a market whose split is known.

use matching::ConstraintKind as C;
use matching::mismatch::edges::{Edges, Hindrances};
use matching::mismatch::flow::Network;
use matching::mismatch::seed::SplitMix64;
use matching::mismatch::split::{MismatchKind, Standing, split};
use proptest::collection::vec;
use proptest::prelude::*;

use super::flow::{Rows, heads, most, rows};

/// What each step allows, said anew: nothing; one term; place; skill; all.
fn allowed(step: usize, set: Hindrances) -> bool {
    let within = |kinds: &[C]| set.within(Hindrances::of(kinds));
    let one_term =
        set.count() == 1 && within(&[C::Wage, C::Days, C::Hours, C::WeeklyHours, C::EmploymentType]);
    set.count() == 0
        || step >= 1 && one_term
        || step >= 2 && within(&[C::Area, C::Commute])
        || step >= 3 && within(&[C::Education, C::Experience, C::Licence])
        || step >= 4
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn parts_are_what_each_step_adds_and_sum_to_the_whole(rows in rows(4, 0..8), free in vec(1u32..3, 4)) {
        let edges = Edges::from_rows(&heads(&free), &rows).unwrap();
        let found = split(&Network::new(&edges));
        let count = |standing: Standing| found.counts[standing as usize];
        let reached: Vec<u64> =
            (0..5).map(|step| most(&rows, &mut free.clone(), &|set| allowed(step, set), 0)).collect();
        let steps = [Standing::Placeable, Standing::Terms, Standing::Place, Standing::Skill, Standing::Several];
        let mut before = 0;
        for (standing, reached) in steps.into_iter().zip(reached) {
            prop_assert_eq!(count(standing), reached - before, "{}", standing);
            before = reached;
        }
        prop_assert_eq!(found.counts.iter().sum::<u64>(), rows.len() as u64);
        let kinds = [MismatchKind::Placeable, MismatchKind::Frictional, MismatchKind::Structural, MismatchKind::DemandShortage, MismatchKind::TooLittleKnown];
        prop_assert_eq!(kinds.map(|kind| found.of(kind)).iter().sum::<u64>(), rows.len() as u64);
        prop_assert_eq!(found.heads_left, u64::from(free.iter().sum::<u32>()) - before);
        for (seeker, standing) in found.standing.iter().enumerate() {
            let lacks = matches!(standing, Standing::NoHeadLeft | Standing::NoOpening);
            prop_assert_eq!(lacks, found.opening[seeker].is_none());
            prop_assert!(*standing != Standing::NoOpening || rows[seeker].is_empty());
        }
    }
}

/// A market of islands: in each the answer is known, and shuffling seekers and openings changes none of it.
#[test]
fn a_planted_market_is_split_as_planted() {
    let planted: [(Standing, u32, &[C]); 5] = [
        (Standing::Placeable, 400, &[]),
        (Standing::Terms, 120, &[C::Hours]),
        (Standing::Place, 90, &[C::Area, C::Commute]),
        (Standing::Skill, 70, &[C::Licence, C::Experience]),
        (Standing::Several, 50, &[C::Wage, C::Licence]),
    ];
    let mut seed = SplitMix64::new(5);
    let (mut rows, mut truth, mut free): (Rows, Vec<Standing>, Vec<u32>) = Default::default();
    for (standing, people, kinds) in planted {
        // An island of openings with just enough heads; whoever comes too many finds no head.
        let first = free.len() as u32;
        let openings = people / 10;
        free.extend(vec![10; openings as usize]);
        for n in 0..people + people / 2 {
            let some = (0..3).map(|_| first + seed.below(u64::from(openings)) as u32);
            let mut row: Vec<u32> = some.chain([first + n % openings]).collect();
            row.sort_unstable();
            row.dedup();
            rows.push(row.into_iter().map(|at| (at, Hindrances::of(kinds))).collect());
            truth.push(if n < people { standing } else { Standing::NoHeadLeft });
        }
    }
    for _ in 0..40 {
        rows.push(Vec::new());
        truth.push(Standing::NoOpening);
    }
    let mut counts = [0u64; Standing::COUNT];
    truth.iter().for_each(|standing| counts[*standing as usize] += 1);
    for round in 0..3 {
        let edges = Edges::from_rows(&heads(&free), &rows).unwrap();
        let found = split(&Network::new(&edges));
        assert_eq!(found.counts, counts, "round {round}");
        // Another order of people: the same parts.
        for n in (1..rows.len()).rev() {
            rows.swap(n, seed.below(n as u64 + 1) as usize);
        }
    }
}

#[test]
fn whole_numbers_of_chance_are_even() {
    let mut seed = SplitMix64::new(1);
    let mut hits = [0u32; 7];
    (0..70_000).for_each(|_| hits[seed.below(7) as usize] += 1);
    assert!(hits.iter().all(|hits| (9_500..10_500).contains(hits)), "{hits:?}");
    assert_eq!(SplitMix64::new(0).next_u64(), 0xe220_a839_7b1d_cdaf, "the published first value of seed 0");
    assert_eq!(seed.below(0), 0);
}
