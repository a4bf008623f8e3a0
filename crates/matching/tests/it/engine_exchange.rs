//! Any sequence of additions, changes and closings leaves the lists that building anew would give.

use matching::engine::{Columns, Exchange, OpeningRow, Path, SeekerRow, Shape, judge};
use proptest::prelude::*;

use crate::engine_market::market;

#[derive(Debug, Clone, Copy)]
enum Change {
    AddOpening(usize),
    EditOpening(usize, usize),
    CloseOpening(usize),
    AddSeeker(usize),
    EditSeeker(usize, usize),
    RemoveSeeker(usize),
}

fn change() -> impl Strategy<Value = Change> {
    let n = 0usize..1_000;
    prop_oneof![
        4 => n.clone().prop_map(Change::AddOpening),
        2 => (n.clone(), n.clone()).prop_map(|(at, from)| Change::EditOpening(at, from)),
        3 => n.clone().prop_map(Change::CloseOpening),
        2 => n.clone().prop_map(Change::AddSeeker),
        2 => (n.clone(), n.clone()).prop_map(|(at, from)| Change::EditSeeker(at, from)),
        1 => n.prop_map(Change::RemoveSeeker),
    ]
}

/// The lists of both sides by looking at every pair of what is there.
fn holds(exchange: &mut Exchange, columns: &Columns, seeking: &[bool], open: &[bool], k: usize) {
    for (at, here) in seeking.iter().enumerate() {
        let seeker = columns.seekers.row(at);
        let mut expected: Vec<(i32, u32)> = (0..open.len())
            .filter(|place| *here && open[*place])
            .filter_map(|place| {
                let judged = judge(&columns.tree, &seeker, &columns.openings.row(place));
                Some((-judged.suggested()?, place as u32))
            })
            .collect();
        expected.sort_unstable();
        expected.truncate(k);
        let list: Vec<_> = exchange.list(at as u32).iter().map(|l| (-l.value, l.row)).collect();
        assert_eq!(list, expected, "seeker {at}");
    }
    for place in 0..open.len() {
        let opening = columns.openings.row(place);
        let mut expected: Vec<(i32, u32)> = (0..seeking.len())
            .filter(|at| seeking[*at])
            .filter_map(|at| {
                let judged = judge(&columns.tree, &columns.seekers.row(at), &opening);
                Some((-judged.suggested()?, at as u32))
            })
            .collect();
        expected.sort_unstable();
        expected.truncate(k);
        let list: Vec<_> =
            exchange.best_seekers(&opening, k).unwrap().iter().map(|l| (-l.value, l.row)).collect();
        assert_eq!(list, expected, "opening {place}");
    }
}

fn follow(shape: Shape, seed: u64, k: usize, path: Path, changes: &[Change]) {
    let spare = market(shape, 60, 60, seed + 1);
    let rows =
        |at: usize| -> (SeekerRow, OpeningRow) { (spare.seekers.row(at % 60), spare.openings.row(at % 60)) };
    let mut columns = market(shape, 60, 50, seed);
    let (mut seeking, mut open) = (vec![true; 60], vec![true; 50]);
    let mut exchange = Exchange::open(columns.clone(), k, 1 + k % 3, path).unwrap();
    for change in changes {
        match *change {
            Change::AddOpening(from) => {
                columns.openings.push(rows(from).1);
                open.push(true);
                exchange.put_opening(open.len() as u32 - 1, rows(from).1).unwrap();
            }
            Change::EditOpening(at, from) => {
                let at = at % open.len();
                columns.openings.set(at, rows(from).1);
                open[at] = true;
                exchange.put_opening(at as u32, rows(from).1).unwrap();
            }
            Change::CloseOpening(at) => {
                let at = at % open.len();
                let had: Vec<u32> = (0..seeking.len() as u32)
                    .filter(|seeker| exchange.list(*seeker).iter().any(|l| l.row as usize == at))
                    .collect();
                assert_eq!(exchange.close_opening(at as u32), had);
                open[at] = false;
            }
            Change::AddSeeker(from) => {
                columns.seekers.push(rows(from).0);
                seeking.push(true);
                exchange.put_seeker(seeking.len() as u32 - 1, rows(from).0).unwrap();
            }
            Change::EditSeeker(at, from) => {
                let at = at % seeking.len();
                columns.seekers.set(at, rows(from).0);
                seeking[at] = true;
                exchange.put_seeker(at as u32, rows(from).0).unwrap();
            }
            Change::RemoveSeeker(at) => {
                let at = at % seeking.len();
                seeking[at] = false;
                exchange.remove_seeker(at as u32);
            }
        }
    }
    holds(&mut exchange, &columns, &seeking, &open, k);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn changes_leave_what_building_anew_gives(
        seed in 0u64..50, k in 1usize..6, shape in 0usize..3, path in 0usize..3,
        changes in prop::collection::vec(change(), 0..120)
    ) {
        let path = [Path::Best, Path::Avx2, Path::Scalar][path];
        follow([Shape::City, Shape::OneOccupation, Shape::Ties][shape], seed, k, path, &changes);
    }
}

#[test]
fn so_many_changes_that_the_indexes_are_built_anew() {
    let changes: Vec<Change> = (0..600)
        .map(|n| match n % 5 {
            0 | 1 => Change::AddOpening(n),
            2 | 3 => Change::AddSeeker(n * 7),
            _ => Change::CloseOpening(n * 13),
        })
        .collect();
    follow(Shape::City, 3, 4, Path::Best, &changes);
    follow(Shape::OneOccupation, 3, 4, Path::Best, &changes);
}

#[test]
fn what_cannot_be_added_is_refused() {
    let columns = market(Shape::City, 10, 10, 1);
    let mut exchange = Exchange::open(columns.clone(), 3, 1, Path::Best).unwrap();
    let mut row = columns.openings.row(0);
    assert!(exchange.put_opening(11, row).is_err());
    row.seats = 0;
    assert!(exchange.put_opening(0, row).is_err());
    assert!(exchange.put_seeker(11, columns.seekers.row(0)).is_err());
    assert!(exchange.close_opening(10).is_empty());
    exchange.remove_seeker(10);
    assert!(Exchange::open(columns.clone(), 0, 1, Path::Best).is_err());
    assert!(Exchange::open(columns, 4_097, 1, Path::Best).is_err());
}

#[test]
fn a_market_grows_from_nothing() {
    let rows = market(Shape::City, 40, 30, 2);
    let empty = market(Shape::City, 0, 0, 2);
    let mut exchange = Exchange::open(empty, 3, 1, Path::Best).unwrap();
    for at in 0..40 {
        exchange.put_seeker(at, rows.seekers.row(at as usize)).unwrap();
    }
    for at in 0..30 {
        exchange.put_opening(at, rows.openings.row(at as usize)).unwrap();
    }
    holds(&mut exchange, &rows, &[true; 40], &[true; 30], 3);
    (0..30).for_each(|at| drop(exchange.close_opening(at)));
    holds(&mut exchange, &rows, &[true; 40], &[false; 30], 3);
}
