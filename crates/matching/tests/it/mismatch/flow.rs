//! The flow against looking at every way of placing people.

use domain::id::OpeningId;
use matching::ConstraintKind;
use matching::mismatch::edges::{Edges, Hindrances, TooMuch};
use matching::mismatch::flow::{Allowed, Flow, Network};
use proptest::collection::vec;
use proptest::prelude::*;
use uuid::Uuid;

pub(crate) fn id(n: usize) -> OpeningId {
    OpeningId(Uuid::from_u128(n as u128))
}

pub(crate) fn heads(of: &[u32]) -> Vec<(OpeningId, u32)> {
    of.iter().enumerate().map(|(n, heads)| (id(n), *heads)).collect()
}

/// The sets that rows below are made of, by their place.
pub(crate) fn set(n: usize) -> Hindrances {
    use ConstraintKind as C;
    let kinds: [&[C]; 8] = [
        &[],
        &[C::Wage],
        &[C::Days],
        &[C::Area],
        &[C::Licence],
        &[C::Wage, C::Days],
        &[C::Education, C::Experience],
        &[C::Area, C::EmploymentType],
    ];
    Hindrances::of(kinds[n % kinds.len()])
}

pub(crate) type Rows = Vec<Vec<(u32, Hindrances)>>;

/// Rows of a market with `openings` openings, one set of hindrances for each pair.
pub(crate) fn rows(openings: usize, seekers: std::ops::Range<usize>) -> impl Strategy<Value = Rows> {
    let row = vec(prop::option::weighted(0.4, 0usize..8), openings);
    vec(row, seekers).prop_map(|rows| {
        let row = |row: Vec<Option<usize>>| {
            row.into_iter().enumerate().filter_map(|(at, kind)| Some((at as u32, set(kind?)))).collect()
        };
        rows.into_iter().map(row).collect()
    })
}

/// The most that can be placed, by trying every opening for every seeker in turn.
pub(crate) fn most(rows: &Rows, free: &mut [u32], allowed: &dyn Fn(Hindrances) -> bool, from: usize) -> u64 {
    let Some(row) = rows.get(from) else { return 0 };
    let mut best = most(rows, free, allowed, from + 1);
    for (at, set) in row {
        if allowed(*set) && free[*at as usize] > 0 {
            free[*at as usize] -= 1;
            best = best.max(1 + most(rows, free, allowed, from + 1));
            free[*at as usize] += 1;
        }
    }
    best
}

/// Placed people stand where a pair allows it, and no opening has more than its heads.
fn holds(flow: &Flow<'_>, rows: &Rows, heads: &[u32], allowed: &dyn Fn(Hindrances) -> bool) {
    let mut taken = vec![0u32; heads.len()];
    for (seeker, row) in rows.iter().enumerate() {
        let Some(at) = flow.opening_of(seeker) else { continue };
        assert!(row.iter().any(|(to, set)| *to as usize == at && allowed(*set)));
        taken[at] += 1;
    }
    assert!(taken.iter().zip(heads).all(|(taken, heads)| taken <= heads));
    assert!(taken.iter().enumerate().all(|(at, taken)| flow.taken(at) == *taken as usize));
    assert_eq!(u64::from(taken.iter().sum::<u32>()), flow.placed());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_flow_is_as_great_as_any_and_never_puts_anybody_out(rows in rows(4, 0..8), free in vec(1u32..4, 4)) {
        let edges = Edges::from_rows(&heads(&free), &rows).unwrap();
        let network = Network::new(&edges);
        let mut flow = Flow::new(&network);
        // Grown in stages, each of which allows more.
        let stages: [&dyn Fn(Hindrances) -> bool; 4] = [
            &|set| set.count() == 0,
            &|set| set.count() == 0 || set == Hindrances::of(&[ConstraintKind::Wage]),
            &|set| set.count() <= 1,
            &|_| true,
        ];
        let mut before: Vec<Option<usize>> = vec![None; rows.len()];
        for allowed in stages {
            let (was, more) = (flow.placed(), flow.grow(&Allowed::where_(allowed)));
            prop_assert_eq!(flow.placed(), was + more);
            prop_assert_eq!(flow.placed(), most(&rows, &mut free.clone(), allowed, 0));
            holds(&flow, &rows, &free, allowed);
            let now: Vec<Option<usize>> = (0..rows.len()).map(|seeker| flow.opening_of(seeker)).collect();
            prop_assert!(before.iter().zip(&now).all(|(before, now)| before.is_none() || now.is_some()));
            before = now;
        }
        // At once as in stages, and the same again.
        let at_once = || {
            let mut flow = Flow::new(&network);
            flow.grow(&Allowed::where_(|_| true));
            (flow.placed(), (0..rows.len()).map(|seeker| flow.opening_of(seeker)).collect::<Vec<_>>())
        };
        prop_assert_eq!(at_once().0, flow.placed());
        prop_assert_eq!(at_once(), at_once());
    }

    #[test]
    fn many_seekers_for_few_heads_and_the_reverse(rows in rows(3, 5..10), few in vec(1u32..2, 3), many in vec(5u32..9, 3)) {
        for free in [few, many] {
            let edges = Edges::from_rows(&heads(&free), &rows).unwrap();
            let network = Network::new(&edges);
            let mut flow = Flow::new(&network);
            flow.grow(&Allowed::where_(|_| true));
            prop_assert_eq!(flow.placed(), most(&rows, &mut free.clone(), &|_| true, 0));
            holds(&flow, &rows, &free, &|_| true);
        }
    }
}

#[test]
fn a_long_chain_is_exchanged_without_recursion() {
    // Each seeker fits two neighbouring openings; the last fits only the first: all must move by one.
    let most = 20_000u32;
    let mut rows: Rows = (0..most - 1).map(|n| vec![(n, Hindrances::NONE), (n + 1, set(1))]).collect();
    rows.push(vec![(0, Hindrances::NONE)]);
    let edges = Edges::from_rows(&heads(&vec![1; most as usize]), &rows).unwrap();
    let network = Network::new(&edges);
    let mut flow = Flow::new(&network);
    assert_eq!(flow.grow(&Allowed::where_(|set| set.count() == 0)), u64::from(most) - 1);
    assert_eq!(flow.grow(&Allowed::where_(|_| true)), 1);
    assert_eq!(flow.opening_of(most as usize - 1), Some(0));
}

#[test]
fn one_opening_for_all_and_heads_without_end() {
    let rows: Rows = vec![vec![(0, Hindrances::NONE)]; 1_000];
    for (free, placed) in [(1, 1), (999, 999), (u32::MAX, 1_000)] {
        let edges = Edges::from_rows(&heads(&[free]), &rows).unwrap();
        let network = Network::new(&edges);
        assert_eq!(Flow::new(&network).grow(&Allowed::where_(|_| true)), placed);
    }
}

#[test]
fn pairs_with_what_is_not_there_are_refused() {
    let rows: Rows = vec![vec![(1, Hindrances::NONE)]];
    assert_eq!(Edges::from_rows(&heads(&[1]), &rows), Err(TooMuch::Stranger));
    // An opening without a free head is none.
    assert_eq!(Edges::from_rows(&heads(&[1, 0]), &rows), Err(TooMuch::Stranger));
}
