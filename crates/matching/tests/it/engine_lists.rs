//! Lists are those of looking at every pair: in both directions, on every path, with any number of threads.

use matching::engine::{
    Columns, Listed, OpeningIndex, OpeningRow, Path, Refusal, SeekerIndex, Shape, judge, oracle,
};

use crate::engine_market::{SHAPES, market};

const PATHS: [Path; 3] = [Path::Avx512, Path::Avx2, Path::Scalar];

/// The best `k` seekers by looking at each.
pub(crate) fn employer_oracle(columns: &Columns, opening: &OpeningRow, k: usize) -> Vec<(u32, i32)> {
    let suggested = |at: usize| judge(&columns.tree, &columns.seekers.row(at), opening).suggested();
    let mut all: Vec<(u32, i32)> =
        (0..columns.seekers.len()).filter_map(|at| Some((at as u32, suggested(at)?))).collect();
    all.sort_unstable_by_key(|(row, score)| (-score, *row));
    all.truncate(k);
    all
}

fn plain(list: &[Listed]) -> Vec<(u32, i32)> {
    list.iter().map(|listed| (listed.row, listed.value)).collect()
}

/// Strews unknown values over a market.
pub(crate) fn forget(columns: &mut Columns) {
    for at in (0..columns.seekers.len()).step_by(7) {
        let mut row = columns.seekers.row(at);
        match at / 7 % 6 {
            0 => (row.x, row.y) = (i16::MIN, i16::MIN),
            1 => row.wishes = [u16::MAX; 3],
            2 => row.skills = [u16::MAX; 16],
            3 => row.text = [u64::MAX; 4],
            4 => row.career = u16::MAX,
            _ => (row.text, row.pay, row.radius, row.weekly) = ([0; 4], 0, 0, 0),
        }
        columns.seekers.set(at, row);
    }
    for at in (0..columns.openings.len()).step_by(5) {
        let mut row = columns.openings.row(at);
        match at / 5 % 6 {
            0 => (row.x, row.y, row.zone) = (i16::MIN, i16::MIN, 64),
            1 => (row.skills, row.weights) = ([u16::MAX; 8], [0; 8]),
            2 => (row.career, row.career_min) = (2, 0),
            3 => row.career = 3,
            4 => row.text = [u64::MAX; 4],
            _ => (row.requires, row.pay, row.weekly) = (0, 1_000_000_000, 0),
        }
        columns.openings.set(at, row);
    }
    columns.check().unwrap();
}

#[test]
fn lists_are_those_of_every_pair() {
    for (seed, shape) in SHAPES.into_iter().enumerate() {
        for forgetful in [false, true] {
            let mut columns = market(shape, 260, 330, seed as u64);
            if forgetful {
                forget(&mut columns);
            }
            let openings = OpeningIndex::build(&columns);
            let seekers = SeekerIndex::build(&columns);
            for path in PATHS {
                for k in [1, 20, 200] {
                    let lists = openings.all(&columns, k, 1, path).unwrap();
                    for at in 0..260 {
                        let expected = oracle(&columns, &columns.seekers.row(at), k);
                        assert_eq!(plain(lists.of(at)), expected, "{shape:?} {forgetful} {path:?} {k} {at}");
                    }
                }
                let lists = seekers.all(&columns, 25, 1, path).unwrap();
                for at in 0..330 {
                    let expected = employer_oracle(&columns, &columns.openings.row(at), 25);
                    assert_eq!(plain(lists.of(at)), expected, "{shape:?} {forgetful} {path:?} {at}");
                }
            }
        }
    }
}

/// A path that fell back unnoticed would be compared with itself.
#[test]
#[cfg(target_arch = "x86_64")]
fn paths_are_those_of_this_machine() {
    assert_eq!(Path::Avx512.available(), is_x86_feature_detected!("avx512f"));
    assert_eq!(Path::Avx2.available(), is_x86_feature_detected!("avx2"));
    assert!(Path::Scalar.available() && Path::Best.available());
}

#[test]
fn threads_and_paths_give_one_hash() {
    let columns = market(Shape::City, 20_000, 2_000, 20_260_101);
    let openings = OpeningIndex::build(&columns);
    let seekers = SeekerIndex::build(&columns);
    let expected = openings.all(&columns, 20, 1, Path::Best).unwrap();
    let mirrored = seekers.all(&columns, 50, 1, Path::Best).unwrap();
    for (threads, path) in [(2, Path::Best), (3, Path::Avx512), (5, Path::Avx2), (8, Path::Scalar)] {
        let lists = openings.all(&columns, 20, threads, path).unwrap();
        assert_eq!((lists.hash(), lists.effort()), (expected.hash(), expected.effort()), "{path:?}");
        assert_eq!(seekers.all(&columns, 50, threads, path).unwrap().hash(), mirrored.hash(), "{path:?}");
    }
    for at in (0..20_000).step_by(97) {
        let seeker = columns.seekers.row(at);
        assert_eq!(plain(expected.of(at)), oracle(&columns, &seeker, 20));
        assert_eq!(openings.best(&seeker, 20, Path::Best).unwrap(), expected.of(at));
    }
    for at in (0..2_000).step_by(41) {
        assert_eq!(plain(mirrored.of(at)), employer_oracle(&columns, &columns.openings.row(at), 50));
    }
}

#[test]
fn lists_that_cannot_be_are_refused() {
    let columns = market(Shape::City, 30, 10, 1);
    let index = OpeningIndex::build(&columns);
    assert_eq!(index.all(&columns, 0, 1, Path::Best).unwrap_err(), Refusal::NoRows);
    let refused = index.all(&columns, 11, 1, Path::Best).unwrap_err();
    assert_eq!(refused, Refusal::TooManyRows { asked: 11, most: 10 });
    assert!(index.all(&columns, 10, 1, Path::Best).is_ok());
    assert_eq!(index.best(&columns.seekers.row(0), 0, Path::Best).unwrap_err(), Refusal::NoRows);
    let none = market(Shape::City, 30, 0, 1);
    assert!(OpeningIndex::build(&none).all(&none, 1, 1, Path::Best).is_err());
    let nobody = market(Shape::City, 0, 30, 1);
    assert!(OpeningIndex::build(&nobody).all(&nobody, 5, 2, Path::Best).unwrap().is_empty());
}

#[test]
fn what_is_as_large_as_it_may_be_is_answered_as_every_pair_is() {
    // The farthest places, the most pay, the longest hours and experience, every bit and every word.
    let mut columns = market(Shape::City, 64, 64, 2);
    for at in 0..64 {
        let mut row = columns.seekers.row(at);
        (row.x, row.y) = if at % 2 == 0 { (15_000, -15_000) } else { (-15_000, 15_000) };
        (row.radius, row.has, row.zones) = ([0, 4_000][at / 2 % 2], u64::MAX, u64::MAX);
        row.pay = [0, 1, 1_000_000_000, 2_090_000][at / 4 % 4];
        (row.career, row.weekly) = ([0, u16::MAX - 1][at / 16 % 2], [0, u16::MAX][at / 32]);
        columns.seekers.set(at, row);
        let mut row = columns.openings.row(at);
        (row.x, row.y) = if at % 2 == 0 { (15_000, -15_000) } else { (-15_000, 15_000) };
        row.pay = [0, 1, 1_000_000_000, 2_090_000][at / 4 % 4];
        (row.requires, row.seats, row.weekly) = ([0, u64::MAX][at / 2 % 2], u16::MAX, u16::MAX);
        (row.career, row.career_min) = ((at % 4) as u8, u16::MAX - 1);
        columns.openings.set(at, row);
    }
    columns.check().unwrap();
    for path in PATHS {
        let lists = OpeningIndex::build(&columns).all(&columns, 64, 1, path).unwrap();
        let mirror = SeekerIndex::build(&columns).all(&columns, 64, 1, path).unwrap();
        for at in 0..64 {
            assert_eq!(plain(lists.of(at)), oracle(&columns, &columns.seekers.row(at), 64), "{path:?} {at}");
            let row = columns.openings.row(at);
            assert_eq!(plain(mirror.of(at)), employer_oracle(&columns, &row, 64), "{path:?} {at}");
        }
    }
}

#[test]
fn a_dictionary_too_large_for_rows_of_bits_gives_the_same() {
    // 450 groups of the first rank alone take more blocks than plain rows of bits are kept for.
    let mut columns = market(Shape::City, 3_000, 300, 4);
    let few = SeekerIndex::build(&columns).all(&columns, 40, 1, Path::Best).unwrap();
    columns.skills = 8_192;
    let many = SeekerIndex::build(&columns).all(&columns, 40, 1, Path::Best).unwrap();
    assert_eq!(few.hash(), many.hash());
    assert_eq!(plain(many.of(7)), employer_oracle(&columns, &columns.openings.row(7), 40));
}
