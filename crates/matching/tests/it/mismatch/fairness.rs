//! The auditor: groups that get less are found, groups too small are not told, and intervals are the published ones.

use matching::mismatch::fairness::{Bound, Outcome, Share, audit, wilson};
use matching::mismatch::seed::SplitMix64;
use proptest::collection::vec;
use proptest::prelude::*;

const BOUND: Bound = Bound { delta: 400, least: 5, resamples: 200 };

fn got(group: u32, shown: u32, assigned: bool) -> Outcome {
    Outcome { group, shown, score: i64::from(shown) * 5_000, unrationed: 5, assigned }
}

fn people(group: u32, many: usize, shown: u32, assigned: usize) -> Vec<Outcome> {
    (0..many).map(|n| got(group, shown, n < assigned)).collect()
}

#[test]
fn wilson_is_the_published_interval() {
    let close = |found: matching::mismatch::fairness::Estimate, low: f64, high: f64| {
        assert!((found.low - low).abs() < 5e-5 && (found.high - high).abs() < 5e-5, "{found:?}");
    };
    close(wilson(0, 10), 0.0, 0.2775);
    close(wilson(5, 10), 0.2366, 0.7634);
    close(wilson(81, 263), 0.2553, 0.3662);
    close(wilson(0, 0), 0.0, 1.0);
    close(wilson(3, 3), 0.4385, 1.0);
}

#[test]
fn a_group_that_gets_less_is_found() {
    let outcomes = [people(1, 100, 4, 60), people(2, 100, 2, 40)].concat();
    let report = audit(&outcomes, BOUND, &mut SplitMix64::new(3));
    let [one, two]: &[Share; 2] = report.groups.as_slice().try_into().unwrap();
    assert!(one.four_fifths && one.within && !two.four_fifths && !two.within && !report.within);
    assert_eq!((two.rate.value, two.ratio), (0.4, Some(40.0 / 60.0)));
    assert!((two.fall - 0.6).abs() < 1e-12 && (one.fall - 0.2).abs() < 1e-12);
    assert_eq!((one.exposure.unwrap().value, one.score.unwrap().value), (4.0, 5_000.0));
    let all = report.all.unwrap();
    assert_eq!((all.seekers, all.assigned, all.shown, all.unrationed), (200, 100, 600, 1_000));
    // Exactly at the bound, and exactly at four fifths.
    let outcomes = [people(1, 10, 5, 10), people(2, 10, 3, 8)].concat();
    let report = audit(&outcomes, BOUND, &mut SplitMix64::new(3));
    assert!(report.within && report.groups.iter().all(|share| share.four_fifths));
}

#[test]
fn small_groups_are_told_together_or_not_at_all() {
    let outcomes = [people(1, 50, 4, 10), people(2, 3, 4, 3), people(3, 4, 4, 0)].concat();
    let report = audit(&outcomes, BOUND, &mut SplitMix64::new(3));
    let told: Vec<(Option<u32>, u64)> =
        report.groups.iter().map(|share| (share.group, share.seekers)).collect();
    assert_eq!(told, [(Some(1), 50), (None, 7)]);
    // One small group alone would be the whole less the rest: another goes with it.
    let outcomes = [people(1, 50, 4, 10), people(2, 40, 4, 3), people(3, 4, 4, 0)].concat();
    let report = audit(&outcomes, BOUND, &mut SplitMix64::new(3));
    assert_eq!(report.groups.iter().map(|share| share.seekers).collect::<Vec<_>>(), [50, 44]);
    let few = audit(&people(1, 4, 4, 2), BOUND, &mut SplitMix64::new(3));
    assert!(few.groups.is_empty() && few.all.is_none() && few.within);
    let nobody = audit(&[], Bound { least: 0, ..BOUND }, &mut SplitMix64::new(3));
    assert!(nobody.groups.is_empty() && nobody.all.is_none());
}

#[test]
fn whoever_has_nothing_feasible_counts_in_the_rate_and_not_in_exposure() {
    let mut outcomes = people(1, 10, 2, 5);
    outcomes.extend((0..10).map(|_| Outcome { group: 1, ..Outcome::default() }));
    let report = audit(&outcomes, BOUND, &mut SplitMix64::new(3));
    let one = &report.groups[0];
    assert_eq!((one.seekers, one.feasible, one.rate.value), (20, 10, 0.25));
    assert_eq!(one.exposure.unwrap().value, 2.0);
    let none: Vec<Outcome> = vec![Outcome::default(); 9];
    let report = audit(&none, BOUND, &mut SplitMix64::new(3));
    let share = &report.groups[0];
    assert_eq!(
        (share.exposure, share.ratio, share.four_fifths, share.within, share.fall),
        (None, None, true, true, 0.0)
    );
}

proptest! {
    #[test]
    fn intervals_hold_their_value_and_a_seed_repeats_itself(
        outcomes in vec((0u32..4, 0u32..6, any::<bool>()), 1..80), seed in any::<u64>(),
    ) {
        let outcomes: Vec<Outcome> = outcomes.into_iter().map(|(group, shown, assigned)| got(group, shown, assigned)).collect();
        let bound = Bound { resamples: 60, ..BOUND };
        let report = audit(&outcomes, bound, &mut SplitMix64::new(seed));
        prop_assert_eq!(&report, &audit(&outcomes, bound, &mut SplitMix64::new(seed)));
        let told: u64 = report.groups.iter().map(|share| share.seekers).sum();
        prop_assert!(told == outcomes.len() as u64 || report.groups.is_empty());
        for share in &report.groups {
            prop_assert!(share.seekers >= 5);
            prop_assert!(share.rate.low <= share.rate.value && share.rate.value <= share.rate.high);
            let exposure = share.exposure.unwrap();
            prop_assert!(exposure.low <= exposure.high && exposure.high <= 5.0);
            prop_assert!(share.ratio.is_none_or(|ratio| (0.0..=1.0).contains(&ratio)));
        }
    }
}
