//! What is printed side by side, attacked together: the board, the index, the words of the map.

use domain::area::AreaCode;
use matching::mismatch::board::{Cell, Line};
use matching::mismatch::index::Stock;
use matching::mismatch::printed::{BANDS, Bands, Index, Printed, index};
use matching::mismatch::publish::{District, KINDS, publish_board, spare_words};
use matching::mismatch::seed::SplitMix64;
use matching::mismatch::split::Standing;
use proptest::collection::vec;
use proptest::prelude::*;

use super::publish::alike;

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
    fn cr_23_the_words_of_the_map_leave_room_for_every_small_count(
        rows in vec([0u64..5, 0u64..9], 2..4), shares in vec(0u64..5, 6), without in 0u64..4, least in 2u64..5,
    ) {
        // Kinds of work by district, people of two kinds; each district has two dongs.
        let part = |[terms, none]: [u64; 2]| {
            let mut parts = [0; Standing::COUNT];
            (parts[Standing::Terms as usize], parts[Standing::NoOpening as usize]) = (terms, none);
            parts
        };
        let line = |area: String, counts| Line {
            cell: Cell { occupation: None, area: AreaCode::parse(&area) }, seekers: part(counts), openings: 0, heads: 0,
        };
        let board: Vec<Line> = rows.iter().enumerate().map(|(n, row)| line(format!("4128{}", n % 2), *row)).collect();
        let mut dongs = [[0u64; 2]; 4];
        for (n, row) in rows.iter().enumerate() {
            for kind in 0..2 {
                let first = row[kind] * shares[(2 * n + kind) % shares.len()] / 4;
                let first = first.min(row[kind]);
                dongs[2 * (n % 2)][kind] += first;
                // Not everybody tells their dong.
                dongs[2 * (n % 2) + 1][kind] += (row[kind] - first).saturating_sub(without);
            }
        }
        let dong_lines: Vec<Line> = dongs.iter().enumerate().map(|(n, dong)| line(format!("4128{}{n:05}", n / 2), *dong)).collect();
        let (told, table) = publish_board(&board, least);
        let mut words = publish_board(&dong_lines, least).0;
        let district = |cell: &Cell| {
            let key = cell.area.as_ref()?.district()?.to_owned();
            let of = || board.iter().zip(&told).filter(|(line, _)| line.cell.area.as_ref().is_some_and(|area| area.as_str() == key));
            let people = of().map(|(line, _)| line.all_seekers()).sum();
            let printed = std::array::from_fn(|kind| of().filter_map(|(_, told)| told.kinds[kind]).sum());
            Some(District { key, people, printed })
        };
        spare_words(&mut words, &dong_lines, &district, least);
        // By district and kind, as many people as its words say.
        let said = |district: usize, kind: usize| {
            let of = words[2 * district..2 * district + 2].iter();
            least * of.filter(|word| word.class == Some(KINDS[kind])).count() as u64
        };
        // Everything that looks alike and agrees with the words: how great may each small count be?
        let mut reach = vec![[0u64; KINDS.len()]; board.len()];
        // Where nothing at all is told, nothing is told.
        let nothing = table.total.is_none() && table.cells.iter().flatten().all(Option::is_none);
        if !nothing {
            alike(&table, 20, &mut |table| {
                let sum = |district: usize, kind: usize| table.iter().skip(district).step_by(2).map(|row| row[kind]).sum::<u64>();
                if (0..2).any(|district| (0..KINDS.len()).any(|kind| sum(district, kind) < said(district, kind))) {
                    return;
                }
                for (reach, row) in reach.iter_mut().zip(table) {
                    reach.iter_mut().zip(row).for_each(|(most, n)| *most = (*most).max(*n));
                }
            });
            for (row, (line, most)) in board.iter().zip(&reach).enumerate() {
                for (kind, most) in KINDS.into_iter().zip(most) {
                    let n = line.of(kind);
                    prop_assert!(n == 0 || n >= least || *most >= least, "row {} {kind}: {:?} {:?}", row, table, words);
                }
            }
        }
        // A small dong could hold as many as may be told beside those of the other words.
        for (n, dong) in dong_lines.iter().enumerate() {
            let others: u64 = (0..KINDS.len()).map(|kind| said(n / 2, kind)).sum();
            let whole: u64 = board.iter().skip(n / 2).step_by(2).map(Line::all_seekers).sum();
            let small = words[n].class.is_none() && (1..least).contains(&dong.all_seekers());
            prop_assert!(!small || others == 0 || whole >= others + least, "{:?}", words);
            prop_assert!(words[n].class.is_none_or(|class| dong.of(class) >= least));
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
