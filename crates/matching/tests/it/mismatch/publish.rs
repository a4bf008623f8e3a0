//! CR-23 on the gap board: nobody who knows every printed number knows a small one.

use matching::mismatch::publish::{Published, publish};
use matching::mismatch::seed::SplitMix64;
use proptest::collection::vec;
use proptest::prelude::*;

/// Every table that would be printed alike: hidden numbers from 1 to `most`, every sum as printed. Calls `seen` with the
/// parts, the sums of rows and of columns and the sum of all.
pub(super) fn alike(of: &Published, most: u64, seen: &mut dyn FnMut(&[Vec<u64>])) {
    let width = of.columns.len();
    let mut table = vec![vec![0u64; width]; of.cells.len()];
    fill(of, most, 0, &mut table, seen);
}

fn fill(of: &Published, most: u64, at: usize, table: &mut Vec<Vec<u64>>, seen: &mut dyn FnMut(&[Vec<u64>])) {
    let width = of.columns.len();
    if at > 0 && at.is_multiple_of(width) {
        let row = at / width - 1;
        let sum: u64 = table[row].iter().sum();
        if of.rows[row].map_or(sum == 0, |told| told != sum) {
            return;
        }
    }
    if at == width * table.len() {
        let fits = (0..width).all(|column| {
            let sum: u64 = table.iter().map(|row| row[column]).sum();
            of.columns[column].map_or(sum > 0, |told| told == sum)
        });
        let all: u64 = table.iter().flatten().sum();
        if fits && of.total.is_none_or(|told| told == all) {
            seen(table);
        }
        return;
    }
    let (row, column) = (at / width, at % width);
    // Where a printed sum leaves only this number open, it is the rest.
    let rest = |sum: Option<u64>, before: u64| sum.map(|sum| sum.saturating_sub(before).max(1));
    let of_row = rest(of.rows[row].filter(|_| column + 1 == width), table[row][..column].iter().sum());
    let above: u64 = table[..row].iter().map(|row| row[column]).sum();
    let of_column = rest(of.columns[column].filter(|_| row + 1 == table.len()), above);
    let choices = match (of.cells[row][column], of_row.or(of_column)) {
        (Some(told), _) | (None, Some(told)) => told..=told,
        (None, None) => 1..=most,
    };
    for value in choices {
        table[row][column] = value;
        fill(of, most, at + 1, table, seen);
    }
}

fn attacked(rows: &[Vec<u64>], least: u64) {
    let told = publish(rows, least);
    for (row, shown) in rows.iter().zip(&told.cells) {
        for (count, shown) in row.iter().zip(shown) {
            assert!(shown.is_none_or(|shown| shown == *count && (shown == 0 || shown >= least)), "{told:?}");
        }
    }
    if told.total.is_none() && told.cells.iter().flatten().all(Option::is_none) {
        return;
    }
    // The most each hidden number may be, over all tables printed alike.
    let width = told.columns.len();
    let mut reach = vec![vec![0u64; width]; rows.len()];
    let (mut row_reach, mut column_reach) = (vec![0u64; rows.len()], vec![0u64; width]);
    alike(&told, 12, &mut |table| {
        for (row, counts) in table.iter().enumerate() {
            row_reach[row] = row_reach[row].max(counts.iter().sum());
            for (column, count) in counts.iter().enumerate() {
                reach[row][column] = reach[row][column].max(*count);
                let sum = table.iter().map(|row| row[column]).sum();
                column_reach[column] = column_reach[column].max(sum);
            }
        }
    });
    for (row, counts) in rows.iter().enumerate() {
        for (column, count) in counts.iter().enumerate() {
            assert!(*count == 0 || *count >= least || reach[row][column] >= least, "{rows:?} {told:?}");
        }
        let sum: u64 = counts.iter().sum();
        assert!(
            sum == 0 || sum >= least || told.rows[row].is_none() && row_reach[row] >= least,
            "{rows:?} {told:?}"
        );
    }
    for column in 0..width {
        let sum: u64 = rows.iter().map(|row| row[column]).sum();
        let hides = told.columns[column].is_none() && column_reach[column] >= least;
        assert!(sum == 0 || sum >= least || hides, "{rows:?} {told:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(250))]

    #[test]
    fn cr_23_no_small_count_of_a_board_is_shown_or_computable(rows in vec(vec(0u64..7, 2), 1..4), least in 2u64..5) {
        attacked(&rows, least);
    }

    #[test]
    fn cr_23_nor_of_a_wider_one(rows in vec(vec(prop_oneof![Just(0u64), 1u64..9], 3), 2..3), least in 2u64..4) {
        attacked(&rows, least);
    }
}

#[test]
fn cr_23_a_sum_of_another_row_does_not_tell() {
    // Each row and column alone hides two, and yet all four could be told without the hunt over all sums.
    let told = publish(&[vec![2, 30, 40], vec![50, 20, 2], vec![60, 70, 80]], 3);
    assert_eq!((told.cells[0][0], told.cells[1][2]), (None, None));
    assert_eq!(told.total, Some(354));
    attacked(&[vec![2, 4], vec![5, 6]], 3);
}

#[test]
fn cr_23_large_counts_and_noughts_are_told_and_a_lone_few_are_not() {
    let large = publish(&[vec![10, 0], vec![20, 30]], 3);
    assert_eq!(large.cells, [[Some(10), Some(0)], [Some(20), Some(30)]]);
    assert_eq!(
        (large.rows, large.columns, large.total),
        (vec![Some(10), Some(50)], vec![Some(30), Some(30)], Some(60))
    );
    let few = publish(&[vec![2]], 3);
    assert_eq!((few.cells, few.total), (vec![vec![None]], None));
    let none = publish(&[], 3);
    assert_eq!((none.cells.len(), none.total), (0, Some(0)));
    let ragged = publish(&[vec![5], vec![5, 5]], 3);
    assert_eq!(ragged.cells[0], [Some(5), Some(0)]);
}

/// What is safe by telling nothing is no use: for each small count about one other is hidden, and nearly every sum is told.
#[test]
fn cr_23_a_wide_board_still_tells_something() {
    let mut seed = SplitMix64::new(1);
    let line = |_| {
        let all = 3 + seed.below(20);
        let placed = seed.below(all.min(6));
        vec![placed, seed.below(2) * seed.below(2), 0, all - placed]
    };
    let rows: Vec<Vec<u64>> = (0..200).map(line).collect();
    let told = publish(&rows, 3);
    let small = rows.iter().flatten().filter(|count| **count > 0 && **count < 3).count();
    let hidden = told.cells.iter().flatten().filter(|cell| cell.is_none()).count();
    assert!(hidden <= 2 * small, "{hidden} hidden for {small}");
    assert!(told.rows.iter().filter(|sum| sum.is_none()).count() < 20, "{:?}", told.rows);
    assert!(told.total.is_some());
}
