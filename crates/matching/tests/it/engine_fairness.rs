//! What lists and allocation really give, held to the auditor's bound: groups drawn blindly are treated alike, and a display
//! that takes from one group is noticed.

use matching::engine::{
    Allocation, Columns, NONE, OpeningIndex, Path, SeekerIndex, Shape, Showing, Shown, Terms, allocate, show,
};
use matching::mismatch::fairness::{Bound, Outcome, Report, audit};
use matching::mismatch::seed::SplitMix64;

use crate::engine_market::market;

const BOUND: Bound = Bound { delta: 400, least: 5, resamples: 100 };
const PEOPLE: usize = 1_500;

struct Given {
    columns: Columns,
    openings: OpeningIndex,
    allocation: Allocation,
    shown: Shown,
}

fn given(seed: u64) -> Given {
    let columns = market(Shape::City, PEOPLE, 700, seed);
    let (openings, seekers) = (OpeningIndex::build(&columns), SeekerIndex::build(&columns));
    let allocation = allocate(&columns, &openings, &seekers, &Terms::default());
    let shown = show(&columns, &openings, &allocation, &Showing::default());
    Given { columns, openings, allocation, shown }
}

fn audited(given: &Given, groups: &[u32]) -> Report {
    let outcome = |at: usize| {
        let list = &given.shown.lists[at];
        let best = given.openings.best(&given.columns.seekers.row(at), 5, Path::Best).unwrap();
        Outcome {
            group: groups[at],
            shown: list.len() as u32,
            score: list.iter().map(|(_, score)| i64::from(*score)).sum(),
            unrationed: best.len() as u32,
            assigned: given.allocation.opening_of[at] != NONE,
        }
    };
    let outcomes: Vec<Outcome> = (0..PEOPLE).map(outcome).collect();
    audit(&outcomes, BOUND, &mut SplitMix64::new(5))
}

#[test]
fn groups_drawn_blindly_are_within_the_bound_and_alike() {
    for seed in 0..3 {
        let given = given(seed);
        let mut draw = SplitMix64::new(seed + 100);
        let groups: Vec<u32> = (0..PEOPLE).map(|_| draw.below(3) as u32).collect();
        let report = audited(&given, &groups);
        assert!(report.within, "{report:?}");
        assert!(report.groups.iter().all(|share| share.four_fifths), "{report:?}");
        let all = report.all.unwrap();
        for share in &report.groups {
            let (own, whole) = (share.exposure.unwrap(), all.exposure.unwrap());
            assert!((own.value - whole.value).abs() < 0.25, "{share:?}");
            assert!(share.seekers > 300);
        }
    }
}

#[test]
fn a_display_that_takes_from_one_group_is_noticed() {
    let mut given = given(1);
    let groups: Vec<u32> = (0..PEOPLE as u32).map(|at| at % 2).collect();
    assert!(audited(&given, &groups).within);
    let of_one = given.shown.lists.iter_mut().zip(&groups).filter(|(_, group)| **group == 1);
    of_one.for_each(|(list, _)| list.truncate(1));
    let report = audited(&given, &groups);
    assert!(!report.within);
    assert_eq!(report.groups.iter().map(|share| share.within).collect::<Vec<_>>(), [true, false]);
    // An allocation that passes them over shows in the rates.
    let of_one = given.allocation.opening_of.iter_mut().zip(&groups).filter(|(_, group)| **group == 1);
    of_one.enumerate().filter(|(nth, _)| nth % 2 == 0).for_each(|(_, (opening, _))| *opening = NONE);
    let report = audited(&given, &groups);
    assert_eq!(report.groups.iter().map(|share| share.four_fifths).collect::<Vec<_>>(), [true, false]);
}
