//! What is shown: enough to everybody, not too much of any opening, the planned place first, the same always.

use matching::engine::{
    Columns, NONE, OpeningIndex, Path, SeekerIndex, Shape, Showing, Shown, Terms, allocate, oracle, show,
};

use crate::engine_allocation::run;
use crate::engine_lists::forget;
use crate::engine_market::{SHAPES, market};

#[test]
fn everybody_is_shown_enough_and_nobody_too_much() {
    for (seed, shape) in SHAPES.into_iter().enumerate() {
        let mut columns = market(shape, 400, 150, seed as u64);
        if seed % 2 == 1 {
            forget(&mut columns);
        }
        let (openings, seekers) = (OpeningIndex::build(&columns), SeekerIndex::build(&columns));
        let allocation = allocate(&columns, &openings, &seekers, &Terms::default());
        let rules = Showing::default();
        let shown = show(&columns, &openings, &allocation, &rules);
        for path in [Path::Avx512, Path::Avx2, Path::Scalar] {
            let again =
                show(&columns, &openings, &allocation, &Showing { threads: 3, path, ..rules.clone() });
            assert_eq!(shown, again, "{shape:?} {path:?}");
        }
        let mut counted = vec![0; 150];
        for at in 0..400 {
            let feasible = oracle(&columns, &columns.seekers.row(at), 150);
            let list = &shown.lists[at];
            assert!(list.len() >= feasible.len().min(3) && list.len() <= 5, "{shape:?} {at}");
            assert!(list.iter().all(|(opening, score)| feasible.contains(&(*opening, *score))), "{shape:?}");
            let mut distinct: Vec<u32> = list.iter().map(|(opening, _)| *opening).collect();
            distinct.iter().for_each(|opening| counted[*opening as usize] += 1);
            distinct.sort_unstable();
            distinct.dedup();
            assert_eq!(distinct.len(), list.len());
            if allocation.opening_of[at] != NONE {
                assert_eq!(list[0].0, allocation.opening_of[at]);
            }
        }
        assert_eq!(counted, shown.shown);
    }
}

#[test]
fn only_the_fewest_for_everybody_go_beyond_what_may_be_shown() {
    let columns = market(Shape::City, 800, 900, 3);
    let (openings, seekers) = (OpeningIndex::build(&columns), SeekerIndex::build(&columns));
    let allocation = allocate(&columns, &openings, &seekers, &Terms::default());
    let rules = Showing { least: 0, ..Showing::default() };
    let shown = show(&columns, &openings, &allocation, &rules);
    assert_eq!(shown.beyond(), 0);
    // An employer who answers every fourth application is shown four times as often; what is under way counts.
    let (answered, under_way) = (vec![25; 900], vec![1; 900]);
    let patient = Showing { answered_percent: &answered, under_way: &under_way, ..rules };
    let more = show(&columns, &openings, &allocation, &patient);
    assert!(more.most.iter().zip(&shown.most).all(|(more, most)| *more == most * 4));
    assert!(more.shown.iter().all(|shown| *shown >= 1));
}

fn shown(columns: &Columns, rules: &Showing<'_>) -> Shown {
    show(columns, &OpeningIndex::build(columns), &run(columns, &Terms::default()), rules)
}

#[test]
fn markets_without_a_side_have_no_lists() {
    for (people, places) in [(0, 0), (0, 9), (9, 0)] {
        let shown = shown(&market(Shape::City, people, places, 1), &Showing::default());
        assert!(shown.lists.len() == people && shown.lists.iter().all(Vec::is_empty) && shown.beyond() == 0);
    }
}

#[test]
fn a_crowd_before_one_seat_is_shown_it_and_nothing_more() {
    // 600 alike for one seat: the floor goes before the cap, and says by how much.
    let columns = market(Shape::Ties, 600, 1, 1);
    let seats = u64::from(columns.openings.seats[0]);
    let shown = shown(&columns, &Showing::default());
    assert!(shown.lists.iter().all(|list| list.len() == 1));
    assert_eq!(shown.beyond(), 600 - seats * 5);
}

#[test]
fn what_is_under_way_beyond_the_cap_leaves_room_for_the_floor_only() {
    let columns = market(Shape::City, 400, 150, 4);
    let under_way = vec![10_000; 150];
    let shown = shown(&columns, &Showing { under_way: &under_way, ..Showing::default() });
    let own = |at: usize| oracle(&columns, &columns.seekers.row(at), 150).len().min(3);
    assert!((0..400).all(|at| shown.lists[at].len() == own(at)));
}

/// The fewest showings beyond the caps that any lists of three (or of all, for whoever has fewer) can have: what is
/// left of the demand by a greatest flow over every pair, found path by path.
fn least_beyond(feasible: &[Vec<u32>], most: &[u32]) -> u64 {
    fn give(
        at: usize,
        feasible: &[Vec<u32>],
        most: &[u32],
        shown: &mut [Vec<usize>],
        seen: &mut [bool],
    ) -> bool {
        for opening in feasible[at].iter().map(|opening| *opening as usize) {
            if seen[opening] || shown[opening].contains(&at) {
                continue;
            }
            seen[opening] = true;
            if shown[opening].len() < most[opening] as usize {
                shown[opening].push(at);
                return true;
            }
            for place in 0..shown[opening].len() {
                if give(shown[opening][place], feasible, most, shown, seen) {
                    shown[opening][place] = at;
                    return true;
                }
            }
        }
        false
    }
    let mut shown = vec![Vec::new(); most.len()];
    let mut left = 0;
    for at in 0..feasible.len() {
        for _ in 0..feasible[at].len().min(3) {
            let mut seen = vec![false; most.len()];
            left += u64::from(!give(at, feasible, most, &mut shown, &mut seen));
        }
    }
    left
}

#[test]
fn openings_are_shown_beyond_their_caps_hardly_more_than_the_floor_forces() {
    for (seed, times) in [(3, 200), (3, 300), (5, 500)] {
        let columns = market(Shape::City, 2_000, 1_500, seed);
        let rules = Showing { times_percent: times, ..Showing::default() };
        let shown = shown(&columns, &rules);
        let own = |at: usize| oracle(&columns, &columns.seekers.row(at), 1_500);
        let feasible: Vec<Vec<u32>> =
            (0..2_000).map(|at| own(at).into_iter().map(|(opening, _)| opening).collect()).collect();
        let least = least_beyond(&feasible, &shown.most);
        let all: u64 = shown.lists.iter().map(|list| list.len() as u64).sum();
        assert!(least > 0 && shown.beyond() >= least, "{least}");
        assert!((shown.beyond() - least) * 100 <= all, "{} for {least} of {all}", shown.beyond());
    }
}
