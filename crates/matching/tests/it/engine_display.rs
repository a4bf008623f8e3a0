//! What is shown: enough to everybody, not too much of any opening, the planned place first, the same always.

use matching::engine::{NONE, OpeningIndex, SeekerIndex, Shape, Showing, Terms, allocate, oracle, show};

use crate::engine_market::{SHAPES, market};

#[test]
fn everybody_is_shown_enough_and_nobody_too_much() {
    for (seed, shape) in SHAPES.into_iter().enumerate() {
        let columns = market(shape, 400, 150, seed as u64);
        let (openings, seekers) = (OpeningIndex::build(&columns), SeekerIndex::build(&columns));
        let allocation = allocate(&columns, &openings, &seekers, &Terms::default());
        let rules = Showing::default();
        let shown = show(&columns, &openings, &allocation, &rules);
        let again = show(&columns, &openings, &allocation, &Showing { threads: 3, ..rules.clone() });
        assert_eq!(shown, again);
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
