//! Levers: every subset against looking at every way, and Shapley values against all orders.

use matching::mismatch::edges::{Edges, Hindrances};
use matching::mismatch::flow::Network;
use matching::mismatch::lever::{FAMILIES, Family, ORDERS, SUBSETS, levers, shapley};
use matching::mismatch::seed::SplitMix64;
use proptest::collection::vec;
use proptest::prelude::*;

use super::flow::{heads, most, rows};

/// What each family adds, summed over all 5,040 orders of easing them.
fn by_orders(worth: &[u64; SUBSETS]) -> [i64; FAMILIES] {
    let mut out = [0; FAMILIES];
    let mut order: Vec<usize> = (0..FAMILIES).collect();
    // Heap's algorithm, without recursion.
    let mut turns = [0; FAMILIES];
    let mut add = |order: &[usize]| {
        let mut set = 0;
        for family in order {
            let with = set | 1 << family;
            out[*family] += worth[with] as i64 - worth[set] as i64;
            set = with;
        }
    };
    add(&order);
    let mut n = 1;
    while n < FAMILIES {
        if turns[n] < n {
            order.swap(if n % 2 == 0 { 0 } else { turns[n] }, n);
            add(&order);
            turns[n] += 1;
            n = 1;
        } else {
            turns[n] = 0;
            n += 1;
        }
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn values_are_those_of_all_orders_and_sum(seed in any::<u64>()) {
        let mut seed = SplitMix64::new(seed);
        let worth: [u64; SUBSETS] = std::array::from_fn(|_| seed.below(1_000_000));
        let values = shapley(&worth);
        prop_assert_eq!(values, by_orders(&worth));
        prop_assert_eq!(values.iter().sum::<i64>(), ORDERS * (worth[SUBSETS - 1] as i64 - worth[0] as i64));
    }

    #[test]
    fn each_subset_places_as_many_as_any_way(rows in rows(3, 0..6), free in vec(1u32..3, 3)) {
        let edges = Edges::from_rows(&heads(&free), &rows).unwrap();
        let found = levers(&Network::new(&edges));
        for (set, placed) in found.placed.iter().enumerate() {
            let of = Family::all().enumerate().filter(|(n, _)| set & (1 << n) != 0);
            let eased = of.fold(Hindrances::NONE, |all, (_, family)| all.and(family.hindrances()));
            prop_assert_eq!(*placed, most(&rows, &mut free.clone(), &|hindrances| hindrances.within(eased), 0));
        }
        prop_assert_eq!(found.shapley, by_orders(&found.placed));
        prop_assert!(found.shapley.iter().all(|value| *value >= 0), "easing never costs a place");
    }
}

#[test]
fn worth_beyond_the_range_is_no_overflow() {
    let values = shapley(&std::array::from_fn(|set| if set % 2 == 0 { 0 } else { u64::MAX }));
    assert_eq!(values, [ORDERS * (1 << 40), 0, 0, 0, 0, 0, 0]);
}
