//! Allocations: near the best by their own proof, the best by an independent solver on small markets, the same
//! on any number of threads and any path, and refuted by the checker when tampered with.

use matching::engine::{
    Allocation, Bidders, Columns, Fault, NONE, OpeningIndex, Path, SeekerIndex, Shape, Spec, Terms, allocate,
    bound, certify, generate, judge,
};

use crate::engine_lists::forget;
use crate::engine_market::{SHAPES, market};

const BOTH: [Bidders; 2] = [Bidders::Seekers, Bidders::Openings];

pub(crate) fn run(columns: &Columns, terms: &Terms) -> Allocation {
    allocate(columns, &OpeningIndex::build(columns), &SeekerIndex::build(columns), terms)
}

/// The greatest sum by augmenting along the best path, one seeker after another; slow and simple.
pub(crate) fn best_sum(columns: &Columns) -> i64 {
    let (people, places) = (columns.seekers.len(), columns.openings.len());
    let score: Vec<Vec<Option<i64>>> = (0..people)
        .map(|i| {
            let seeker = columns.seekers.row(i);
            let judged = |j: usize| judge(&columns.tree, &seeker, &columns.openings.row(j)).suggested();
            (0..places).map(|j| judged(j).map(i64::from)).collect()
        })
        .collect();
    let mut of: Vec<Option<usize>> = vec![None; people];
    let mut free: Vec<i64> = columns.openings.seats.iter().map(|seats| i64::from(*seats)).collect();
    let mut sum = 0;
    loop {
        // Longest gains by Bellman and Ford over seekers and openings.
        const LOST: i64 = i64::MIN / 4;
        let mut gain_i: Vec<i64> = of.iter().map(|of| if of.is_none() { 0 } else { LOST }).collect();
        let mut gain_j = vec![LOST; places];
        let mut from_j = vec![usize::MAX; places];
        loop {
            let mut changed = false;
            for i in (0..people).filter(|i| gain_i[*i] > LOST) {
                for j in (0..places).filter(|j| of[i] != Some(*j)) {
                    let Some(score) = score[i][j] else { continue };
                    if gain_i[i] + score > gain_j[j] {
                        (gain_j[j], from_j[j], changed) = (gain_i[i] + score, i, true);
                    }
                }
            }
            for j in (0..places).filter(|j| gain_j[*j] > LOST) {
                for held in (0..people).filter(|i| of[*i] == Some(j)) {
                    let through = gain_j[j] - held_score(&score, held, j);
                    if through > gain_i[held] {
                        (gain_i[held], changed) = (through, true);
                    }
                }
            }
            if !changed {
                break;
            }
        }
        let end = (0..places).filter(|j| free[*j] > 0).max_by_key(|j| gain_j[*j]);
        let Some(mut j) = end.filter(|j| gain_j[*j] > 0) else { return sum };
        sum += gain_j[j];
        free[j] -= 1;
        loop {
            let i = from_j[j];
            match of[i].replace(j) {
                Some(before) => j = before,
                None => break,
            }
        }
    }
}

fn held_score(score: &[Vec<Option<i64>>], i: usize, j: usize) -> i64 {
    score[i][j].unwrap_or(0)
}

#[test]
fn allocations_prove_themselves() {
    for (seed, shape) in SHAPES.into_iter().enumerate() {
        for (people, places) in [(300, 60), (120, 200), (500, 1), (0, 9), (9, 0), (0, 0)] {
            let mut columns = market(shape, people, places, seed as u64);
            if people > places {
                forget(&mut columns);
            }
            for bidders in BOTH {
                let terms = Terms { bidders: Some(bidders), known: 6, ..Terms::default() };
                let allocation = run(&columns, &terms);
                let proof = certify(&columns, &allocation, true, 2).unwrap();
                let asked = bound(&columns, &OpeningIndex::build(&columns), &allocation, 2);
                assert_eq!(asked, proof.dual_by_openings, "{shape:?} {bidders:?}");
                // A point a person by the one bound, a point a seat, taken or not, by the other.
                let seats: i64 = columns.openings.seats.iter().map(|seats| i64::from(*seats)).sum();
                let slack = people as i64 + seats;
                assert!(proof.dual_by_openings - proof.primal <= slack, "{shape:?} {bidders:?} {proof:?}");
                let close = proof.dual() - proof.primal;
                assert!(close <= allocation.filled as i64 * 2, "{shape:?} {bidders:?} {proof:?}");
                assert!(
                    proof.dual_by_seekers.unwrap() - proof.primal <= slack,
                    "{shape:?} {bidders:?} {proof:?}"
                );
                assert!(proof.dual() >= proof.primal);
            }
        }
    }
}

#[test]
fn allocations_are_within_a_point_a_person_of_the_best() {
    for seed in 0..4 {
        for shape in [Shape::City, Shape::OneOccupation, Shape::OneSeat, Shape::Ties] {
            let columns = market(shape, 40, 24, seed);
            let best = best_sum(&columns);
            for bidders in BOTH {
                for known in [1, 4, 24] {
                    let terms = Terms { bidders: Some(bidders), known, ..Terms::default() };
                    let allocation = run(&columns, &terms);
                    let short = best - allocation.utility;
                    assert!(
                        (0..=allocation.filled as i64).contains(&short),
                        "{shape:?} {bidders:?}: {short}"
                    );
                }
            }
        }
    }
}

#[test]
fn what_was_planted_is_found() {
    let spec = Spec { shape: Shape::Planted, ..Spec::city(3_000, 500, 9) };
    let market = generate(&spec).unwrap();
    let planted = market.planted.unwrap();
    for bidders in BOTH {
        let allocation = run(&market.columns, &Terms { bidders: Some(bidders), ..Terms::default() });
        assert_eq!((allocation.utility, allocation.filled), (planted.utility, planted.seats_filled));
    }
}

#[test]
fn a_price_war_is_short() {
    // All alike: more people than seats, as many, fewer. Point by point a seat would take as many bids as
    // its score has points.
    for (people, places) in [(4_000, 400), (1_000, 440), (700, 1_200)] {
        let columns = market(Shape::Ties, people, places, 11);
        let seats = columns.seats();
        for bidders in BOTH {
            let terms = Terms { bidders: Some(bidders), ..Terms::default() };
            let allocation = run(&columns, &terms);
            let proof = certify(&columns, &allocation, true, 2).unwrap();
            assert_eq!(allocation.filled, seats.min(people as u64), "{bidders:?} {people} {places}");
            assert!(proof.dual() - proof.primal <= allocation.filled as i64, "{bidders:?} {proof:?}");
            let most = (people as u64 + seats) * 400;
            assert!(allocation.bids <= most, "{bidders:?} {people} {places}: {} bids", allocation.bids);
        }
    }
}

#[test]
fn threads_and_paths_give_one_allocation() {
    for (shape, people, places) in [(Shape::City, 4_000, 900), (Shape::Ties, 600, 100)] {
        for bidders in BOTH {
            one_allocation(&market(shape, people, places, 5), bidders);
        }
    }
}

fn one_allocation(columns: &Columns, bidders: Bidders) {
    let (openings, seekers) = (OpeningIndex::build(columns), SeekerIndex::build(columns));
    let terms = Terms { bidders: Some(bidders), known: 5, ..Terms::default() };
    let expected = allocate(columns, &openings, &seekers, &terms);
    for (threads, path) in [(2, Path::Best), (3, Path::Avx2), (4, Path::Scalar)] {
        let allocation = allocate(columns, &openings, &seekers, &Terms { threads, path, ..terms });
        assert_eq!(allocation.hash(), expected.hash());
        assert_eq!(allocation, expected);
    }
}

#[test]
fn the_checker_refutes_what_is_wrong() {
    let columns = market(Shape::City, 300, 60, 2);
    let good = run(&columns, &Terms::default());
    let fault = |change: &dyn Fn(&mut Allocation)| {
        let mut bad = good.clone();
        change(&mut bad);
        certify(&columns, &bad, false, 1).unwrap_err()
    };
    let placed = good.opening_of.iter().position(|of| *of != NONE).unwrap();
    assert_eq!(fault(&|bad| bad.utility += 1), Fault::Sum);
    assert_eq!(fault(&|bad| bad.opening_of[placed] = NONE), Fault::Sum);
    assert_eq!(fault(&|bad| bad.opening_of[placed] = 60), Fault::Opening(60));
    assert_eq!(fault(&|bad| bad.opening_prices[0] = -1), Fault::Price);
    assert_eq!(fault(&|bad| bad.seeker_prices.truncate(3)), Fault::Length);
    assert!(matches!(fault(&|bad| bad.opening_of.fill(7)), Fault::Seats(_) | Fault::Fit(_)));
    // Prices of nought prove little, and what they prove is still true.
    let mut unproved = good.clone();
    unproved.opening_prices.fill(0);
    let proof = certify(&columns, &unproved, false, 1).unwrap();
    assert!(proof.dual_by_openings > certify(&columns, &good, false, 1).unwrap().dual_by_openings);
}
