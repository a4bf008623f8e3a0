//! The index: its bounds, its derivation against a planner who moves people, its decomposition, its null.

use matching::mismatch::index::{Alpha, Stock, Weighted, heterogeneous, mismatch, to_be_moved};
use matching::mismatch::nested::{Group, nested};
use matching::mismatch::null::null;
use matching::mismatch::seed::SplitMix64;
use proptest::collection::vec;
use proptest::prelude::*;

fn stock() -> impl Strategy<Value = Stock> {
    (0u64..200, 0u64..100).prop_map(|(seekers, heads)| Stock { seekers, heads })
}

fn alpha() -> impl Strategy<Value = Alpha> {
    prop_oneof![Just(Alpha::HALF), (100u16..900).prop_map(|a| Alpha::thousandths(a).unwrap())]
}

fn a(alpha: Alpha) -> f64 {
    // The share is told by its debug form alone; tests need it as a number.
    format!("{alpha:?}").trim_start_matches("Alpha(").trim_end_matches(')').parse::<f64>().unwrap() / 1_000.0
}

fn all(cells: &[Stock]) -> (f64, f64) {
    let sum = |of: fn(&Stock) -> u64| cells.iter().map(of).sum::<u64>() as f64;
    (sum(|cell| cell.seekers), sum(|cell| cell.heads))
}

/// Hires of all cells where `u` seekers stand in each.
fn hires(cells: &[Stock], u: &[f64], x: &[f64], a: f64) -> f64 {
    cells.iter().zip(u).zip(x).map(|((cell, u), x)| x * (cell.heads as f64).powf(a) * u.powf(1.0 - a)).sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn the_index_is_the_papers_within_its_bounds_and_blind_to_scale(cells in vec(stock(), 1..20), alpha in alpha(), by in (1u64..50, 1u64..50)) {
        let (u, v) = all(&cells);
        let Some(m) = mismatch(&cells, alpha) else {
            prop_assert!(u == 0.0 || v == 0.0);
            return Ok(());
        };
        prop_assert!((0.0..=1.0).contains(&m));
        let a = a(alpha);
        let sum: f64 = cells.iter().map(|cell| (cell.heads as f64 / v).powf(a) * (cell.seekers as f64 / u).powf(1.0 - a)).sum();
        prop_assert!((m - (1.0 - sum)).abs() < 1e-12, "{m} {}", 1.0 - sum);
        let scaled: Vec<Stock> = cells.iter().map(|cell| Stock { seekers: cell.seekers * by.0, heads: cell.heads * by.1 }).collect();
        prop_assert!((mismatch(&scaled, alpha).unwrap() - m).abs() < 1e-12);
        let even = cells.iter().all(|cell| cell.seekers as u128 * v as u128 == cell.heads as u128 * u as u128);
        prop_assert_eq!(m == 0.0, even);
        let apart = to_be_moved(&cells).unwrap();
        prop_assert!((0.0..=1.0).contains(&apart) && (apart == 0.0) == even);
        // Nobody shares a cell with a head exactly where all is lost.
        let disjoint = cells.iter().all(|cell| cell.seekers == 0 || cell.heads == 0);
        prop_assert_eq!(m > 1.0 - 1e-12, disjoint);
    }

    #[test]
    fn even_cells_have_no_mismatch_at_all(heads in vec(0u64..1_000, 1..20), tight in 1u64..40, alpha in alpha()) {
        prop_assume!(heads.iter().sum::<u64>() > 0);
        let cells: Vec<Stock> = heads.iter().map(|heads| Stock { seekers: heads * tight, heads: *heads }).collect();
        prop_assert_eq!(mismatch(&cells, alpha), Some(0.0));
    }

    #[test]
    fn finer_cells_never_have_less(cells in vec(stock(), 2..20), alpha in alpha()) {
        let mut merged = cells.clone();
        let last = merged.pop().unwrap();
        merged[0] = Stock { seekers: merged[0].seekers + last.seekers, heads: merged[0].heads + last.heads };
        if let Some(fine) = mismatch(&cells, alpha) {
            prop_assert!(fine + 1e-12 >= mismatch(&merged, alpha).unwrap());
            prop_assert!(to_be_moved(&cells).unwrap() + 1e-12 >= to_be_moved(&merged).unwrap());
        }
    }

    #[test]
    fn the_planner_of_the_index_does_what_it_says_and_nobody_does_better(
        cells in vec((stock(), 1u32..2_000_000, 1u64..4_000_000), 2..6), alpha in alpha(), tries in vec(vec(0.0f64..1.0, 6), 20),
    ) {
        let of: Vec<Weighted> = cells.iter().map(|(stock, efficiency, worth)| Weighted { stock: *stock, efficiency: *efficiency, worth: *worth }).collect();
        let Some(found) = heterogeneous(&of, alpha) else { return Ok(()) };
        let stocks: Vec<Stock> = of.iter().map(|cell| cell.stock).collect();
        let (u, _) = all(&stocks);
        let a = a(alpha);
        let phi: Vec<f64> = of.iter().map(|cell| f64::from(cell.efficiency)).collect();
        let x: Vec<f64> = of.iter().map(|cell| f64::from(cell.efficiency) * cell.worth as f64).collect();
        let now: Vec<f64> = stocks.iter().map(|cell| cell.seekers as f64).collect();
        // The planner sends people in proportion to x^(1/a) v.
        let pull: Vec<f64> = stocks.iter().zip(&x).map(|(cell, x)| (x / 1e12).powf(1.0 / a) * cell.heads as f64).collect();
        let best: Vec<f64> = pull.iter().map(|own| u * own / pull.iter().sum::<f64>()).collect();
        let worth = |u: &[f64]| hires(&stocks, u, &x, a);
        prop_assert!((found.worth - (1.0 - worth(&now) / worth(&best))).abs() < 1e-9);
        let lost = 1.0 - hires(&stocks, &now, &phi, a) / hires(&stocks, &best, &phi, a);
        prop_assert!((found.hires - lost).abs() < 1e-9 * (1.0 + lost.abs()), "{} {lost}", found.hires);
        for shares in tries {
            let sum: f64 = shares[..stocks.len()].iter().sum::<f64>() + 1e-9;
            let other: Vec<f64> = shares[..stocks.len()].iter().map(|share| u * share / sum).collect();
            prop_assert!(worth(&other) <= worth(&best) * (1.0 + 1e-9));
        }
    }

    #[test]
    fn where_cells_do_not_differ_the_heterogeneous_index_is_the_basic_one(cells in vec(stock(), 1..9), alpha in alpha(), efficiency in 1u32..5_000_000, worth in 1u64..4_000_000) {
        let of: Vec<Weighted> = cells.iter().map(|stock| Weighted { stock: *stock, efficiency, worth }).collect();
        match (mismatch(&cells, alpha), heterogeneous(&of, alpha)) {
            (Some(basic), Some(found)) => {
                prop_assert!((basic - found.worth).abs() < 1e-12 && (basic - found.hires).abs() < 1e-12, "{basic} {found:?}");
            }
            (basic, found) => prop_assert!(basic.is_none() && found.is_none()),
        }
    }

    #[test]
    fn the_decomposition_adds_up(cells in vec(((0u8..4, 0u8..4, 0u8..3), stock()), 1..60), alpha in alpha()) {
        let cells: Vec<(Vec<u8>, Stock)> = cells.into_iter().map(|((o, p, w), stock)| (vec![o, p, w], stock)).collect();
        let mut fine = std::collections::BTreeMap::<Vec<u8>, Stock>::new();
        for (path, stock) in &cells {
            let cell = fine.entry(path.clone()).or_default();
            *cell = Stock { seekers: cell.seekers + stock.seekers, heads: cell.heads + stock.heads };
        }
        let whole: Vec<Stock> = fine.into_values().collect();
        let Some(found) = nested(&cells, alpha) else {
            prop_assert!(mismatch(&whole, alpha).is_none());
            return Ok(());
        };
        let direct = mismatch(&whole, alpha).unwrap();
        prop_assert!((found.levels[2].mismatch - direct).abs() < 1e-12);
        prop_assert!((found.levels.iter().map(|level| level.added).sum::<f64>() - direct).abs() < 1e-12);
        prop_assert!((found.groups.iter().map(Group::added).sum::<f64>() - direct).abs() < 1e-12);
        let mut above = 0.0;
        for level in &found.levels {
            prop_assert!((level.mismatch - above - level.added).abs() < 1e-12 && level.added >= 0.0);
            above = level.mismatch;
        }
    }
}

#[test]
fn a_worked_example() {
    // Half of the seekers stand where a tenth of the heads is: 1 - sqrt(.05) - sqrt(.45) = 0.10557.
    let cells = [Stock { seekers: 50, heads: 1 }, Stock { seekers: 50, heads: 9 }];
    assert!((mismatch(&cells, Alpha::HALF).unwrap() - 0.105_572_809).abs() < 1e-9);
    assert!((to_be_moved(&cells).unwrap() - 0.4).abs() < 1e-12);
}

#[test]
fn nobody_nothing_and_one_cell_have_defined_answers() {
    let cell = |seekers, heads| Stock { seekers, heads };
    for none in [vec![], vec![cell(0, 5)], vec![cell(5, 0)], vec![cell(0, 0)]] {
        assert_eq!((mismatch(&none, Alpha::HALF), to_be_moved(&none)), (None, None));
        assert_eq!(null(&none, Alpha::HALF, 10, &mut SplitMix64::new(1)), None);
        assert_eq!(nested(&[(vec![1], none.first().copied().unwrap_or_default())], Alpha::HALF), None);
    }
    assert_eq!(mismatch(&[cell(7, 3)], Alpha::HALF), Some(0.0));
    assert_eq!(mismatch(&[cell(u64::MAX, 1), cell(1, u64::MAX)], Alpha::HALF).map(|m| m > 0.99), Some(true));
    assert_eq!(
        (Alpha::thousandths(0), Alpha::thousandths(1_000)),
        (None, None),
        "no weight of nothing or all"
    );
    let none = Weighted { stock: cell(3, 3), efficiency: 0, worth: 1 };
    assert_eq!(heterogeneous(&[none], Alpha::HALF), None);
    let steep = Alpha::thousandths(1).unwrap();
    let far = [(1, 1), (u32::MAX, u64::MAX)].map(|(efficiency, worth)| Weighted {
        stock: cell(3, 3),
        efficiency,
        worth,
    });
    let found = heterogeneous(&far, steep).unwrap();
    assert!(found.worth.is_finite() && found.hires.is_finite(), "{found:?}");
    assert_eq!(nested::<u8>(&[(vec![], cell(1, 1))], Alpha::HALF), None);
}

#[test]
fn chance_alone_makes_an_index_and_structure_stands_out_of_it() {
    // A blind market: 1,000 cells of about 3 seekers and one head each, dealt by chance.
    let mut seed = SplitMix64::new(7);
    let mut blind = vec![Stock::default(); 1_000];
    (0..3_000).for_each(|_| blind[seed.below(1_000) as usize].seekers += 1);
    (0..1_000).for_each(|_| blind[seed.below(1_000) as usize].heads += 1);
    let found = null(&blind, Alpha::HALF, 200, &mut SplitMix64::new(9)).unwrap();
    assert!(found.level > 0.2, "a naive reader would call this much mismatch: {found:?}");
    assert!(found.as_much > 0.01 && found.beyond_chance() < 0.03, "{found:?}");
    assert!(found.quantiles[0] <= found.mean && found.mean <= found.quantiles[2]);
    assert_eq!(
        null(&blind, Alpha::HALF, 200, &mut SplitMix64::new(9)),
        Some(found),
        "the same from its seed"
    );
    // Two cells far apart, each with many: chance would never.
    let apart = [Stock { seekers: 900, heads: 10 }, Stock { seekers: 100, heads: 90 }];
    let found = null(&apart, Alpha::HALF, 200, &mut SplitMix64::new(9)).unwrap();
    assert!(found.mean < 0.01 && found.level > 0.3 && found.as_much < 0.01, "{found:?}");
    assert_eq!(null(&apart, Alpha::HALF, 0, &mut SplitMix64::new(9)), None);
    let too_many = [Stock { seekers: u64::MAX, heads: 1 }];
    assert_eq!(null(&too_many, Alpha::HALF, 1, &mut SplitMix64::new(9)), None);
}
