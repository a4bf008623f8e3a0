//! What is printed side by side, attacked together: the board, the index, the words of the map.

use domain::area::AreaCode;
use matching::mismatch::board::{Cell, Line};
use matching::mismatch::index::Stock;
use matching::mismatch::printed::{BANDS, Bands, Index, Printed, index};
use matching::mismatch::publish::{publish_board, spare_words};
use matching::mismatch::seed::SplitMix64;
use matching::mismatch::split::Standing;
use proptest::collection::vec;
use proptest::prelude::*;

/// A line of the board: seekers by part and by wage band alike, and heads by band.
type Row = ([u64; BANDS], [u64; BANDS]);

fn row() -> impl Strategy<Value = Row> {
    let count = || prop_oneof![Just(0u64), 0u64..9, 0u64..40];
    ([count(), count(), count(), count()], [0u64..6, 0u64..6, 0u64..6, 0u64..6])
}

/// The lines as the board counts them: each band's people fall to a part of their own.
fn lines(rows: &[Row]) -> Vec<Line> {
    rows.iter()
        .enumerate()
        .map(|(n, (seekers, heads))| {
            let mut parts = [0; Standing::COUNT];
            for (band, standing) in
                [Standing::Placeable, Standing::Terms, Standing::Skill, Standing::NoOpening]
                    .into_iter()
                    .enumerate()
            {
                parts[standing as usize] += seekers[band];
            }
            let cell = Cell { occupation: None, area: AreaCode::parse(&format!("41285{n:05}")) };
            Line { cell, seekers: parts, openings: 1, heads: heads.iter().sum() }
        })
        .collect()
}

fn bands((seekers, heads): &Row) -> Bands {
    let known = std::array::from_fn(|band| Stock { seekers: seekers[band], heads: heads[band] });
    let won = heads.iter().enumerate().map(|(band, heads)| heads * (band as u64 + 2) * 1_000_000).sum();
    Bands { known, won, unknown: Stock::default() }
}

fn told(rows: &[Row], of_bands: &[Bands], least: u64) -> (Vec<Option<u64>>, Index) {
    let (lines, table) = publish_board(&lines(rows), least);
    let printed: Vec<Printed<usize>> = lines
        .iter()
        .enumerate()
        .map(|(n, line)| Printed {
            work: Some(n / 3),
            place: Some(n % 3),
            seekers: line.seekers,
            heads: line.heads,
            bands: of_bands[n],
        })
        .collect();
    let found = index(&printed, table.total, least, &|work| 20 * (*work as u64), &mut SplitMix64::new(5));
    (lines.iter().map(|line| line.seekers).collect(), found)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn cr_23_the_index_says_nothing_that_is_not_printed(rows in vec(row(), 2..9), least in 2u64..6, other in vec(row(), 9)) {
        let own: Vec<Bands> = rows.iter().map(bands).collect();
        let (seekers, found) = told(&rows, &own, least);
        // People of hidden cells, and of cells with a small band, are banded otherwise: heads and pay are public.
        let changed: Vec<Bands> = own.iter().zip(&seekers).zip(rows.iter().zip(&other)).map(|((bands, seekers), (row, (otherwise, _)))| {
            let few = row.0.iter().any(|n| (1..least).contains(n));
            if seekers.is_some() && !few {
                return *bands;
            }
            let hidden = std::array::from_fn(|band| Stock { seekers: otherwise[band], ..bands.known[band] });
            // A cell that is told keeps what is wrong with it: one band of a few.
            let mut hidden = Bands { known: hidden, ..*bands };
            hidden.known[0].seekers = 1;
            hidden
        }).collect();
        prop_assert_eq!(&told(&rows, &changed, least).1, &found);
        // Nor how the people of hidden cells are shared out among these: swapping two hidden cells of one sum changes nothing.
        let hidden: Vec<usize> = (0..rows.len()).filter(|n| seekers[*n].is_none()).collect();
        prop_assert!(hidden.is_empty() || found.levels.is_empty() || hidden.len() != 1, "one alone would be the rest");
        for (level, _) in found.levels.iter().zip(1..) {
            prop_assert!((0.0..=1.0).contains(&level.1.level));
        }
    }

    #[test]
    fn cr_23_the_words_of_the_map_leave_room_for_every_small_place(counts in vec([0u64..4, 0u64..14, 0u64..4, 0u64..14], 1..8), without in 0u64..6, least in 2u64..6) {
        let rows: Vec<Row> = counts.into_iter().map(|count| (count, [0; BANDS])).collect();
        let lines = lines(&rows);
        let whole = without + lines.iter().map(Line::all_seekers).sum::<u64>();
        let mut told = publish_board(&lines, least).0;
        spare_words(&mut told, &lines, &|_| Some(("district", whole)), least);
        // Whoever knows how many people the district has, and that each word stands for `least` at least, cannot tell of any
        // other place that it has fewer.
        let words = told.iter().filter(|line| line.class.is_some()).count() as u64;
        let small = lines.iter().zip(&told).any(|(line, told)| told.class.is_none() && (1..least).contains(&line.all_seekers()));
        prop_assert!(!small || words == 0 || whole >= least * (words + 1), "{:?} {}", told, whole);
        for (line, told) in lines.iter().zip(&told) {
            prop_assert!(told.class.is_none_or(|class| line.of(class) >= least));
        }
    }
}

#[test]
fn ease_of_its_own_needs_enough_hires() {
    let rows: Vec<Row> = (0..6).map(|n| ([20 + n, 30, 40, 50], [3, 2, n, 1])).collect();
    let own: Vec<Bands> = rows.iter().map(bands).collect();
    let found = told(&rows, &own, 5).1;
    assert_eq!(found.levels.len(), 3);
    assert!(found.levels.windows(2).all(|pair| pair[0].1.level <= pair[1].1.level + 1e-12));
    let differing = found.differing.unwrap();
    assert_eq!((differing.own_ease, differing.works), (1, 2), "the first kind of work has no hires");
    assert!((0.0..1.0).contains(&differing.lost.worth));
}
