//! Invented markets: pinned by hash, refused beyond the limits, the same after a file, and as skewed as told.

use std::collections::BTreeMap;

use matching::engine::{
    Columns, NO_SKILL, Planted, Refusal, Shape, Spec, Tree, UNKNOWN_PLACE, generate, judge, oracle,
    place_of_metres,
};

pub(crate) const SHAPES: [Shape; 8] = [
    Shape::City,
    Shape::OneOccupation,
    Shape::OnePlace,
    Shape::OneSeat,
    Shape::Nobody,
    Shape::Ties,
    Shape::Unstructured,
    Shape::Planted,
];

/// A small market of a shape.
pub(crate) fn market(shape: Shape, seekers: usize, openings: usize, seed: u64) -> Columns {
    generate(&Spec { shape, ..Spec::city(seekers, openings, seed) }).unwrap().columns
}

/// What every machine must draw: size, shape, seekers a seat (the city's own where nought), hash of all columns.
const PINNED: [(usize, usize, Shape, f64, &str); 14] = [
    (20_000, 2_000, Shape::City, 0.0, "b06236a1e15abe61"),
    (100_000, 50_000, Shape::City, 0.0, "c6321ceeecb63031"),
    (1_030_000, 50_000, Shape::City, 0.0, "89e8ebd2aa7b49a4"),
    (20_000, 2_000, Shape::City, 0.85, "899a2540d871877f"),
    (20_000, 2_000, Shape::City, 2.4, "2fc75e6f0089eb67"),
    (20_000, 2_000, Shape::City, 8.7, "c1d1122f978a1c95"),
    (2_000, 1_000, Shape::OneOccupation, 0.0, "c1c3a5591b06a2f6"),
    (2_000, 1_000, Shape::OnePlace, 0.0, "7c99569ffe70a96a"),
    (2_000, 1_000, Shape::OneSeat, 0.0, "df04cec21c7f2b2f"),
    (2_000, 1_000, Shape::Nobody, 0.0, "d5554f46c13b025a"),
    (2_000, 1_000, Shape::Ties, 0.0, "2c00e064408fe906"),
    (2_000, 1_000, Shape::Unstructured, 0.0, "af39bd2a4cce718c"),
    (2_000, 1_000, Shape::Planted, 0.0, "d287a0296b1ed788"),
    (20_000, 2_000, Shape::Planted, 0.0, "4ca6bb37448ff154"),
];

#[test]
fn every_tier_and_shape_is_pinned() {
    let hash = |seekers, openings, shape, tightness: f64, seed| {
        let tightness = (tightness > 0.0).then_some(tightness);
        let spec = Spec { shape, tightness, ..Spec::city(seekers, openings, seed) };
        format!("{:016x}", generate(&spec).unwrap().columns.hash())
    };
    let drawn = PINNED.map(|(seekers, openings, shape, tightness, _)| {
        hash(seekers, openings, shape, tightness, 20_260_101)
    });
    assert_eq!(drawn.each_ref().map(String::as_str), PINNED.map(|pinned| pinned.4));
    assert_ne!(hash(20_000, 2_000, Shape::City, 0.0, 1), drawn[0]);
}

#[test]
fn a_market_survives_its_files_and_a_broken_file_is_refused() {
    let columns = market(Shape::City, 300, 70, 5);
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    columns
        .write(&mut |name, bytes| {
            files.insert(name.to_owned(), bytes.to_vec());
            Ok(())
        })
        .unwrap();
    let read = |files: &BTreeMap<String, Vec<u8>>| {
        Columns::read(&mut |name| files.get(name).cloned().ok_or_else(|| std::io::Error::other("no file")))
    };
    let again = read(&files).unwrap();
    assert_eq!(again, columns);
    assert_eq!(again.hash(), columns.hash());
    assert_eq!(files["openings.pay"].len(), 70 * 4);
    let mut short = files.clone();
    short.get_mut("openings.pay").unwrap().pop();
    assert!(read(&short).is_err());
    let mut strange = files.clone();
    strange.get_mut("seekers.wishes").unwrap()[..2].copy_from_slice(&60_000u16.to_le_bytes());
    assert!(read(&strange).is_err());
    // Another number within the limits: only the hash can tell, unless whoever packed the market told none.
    let mut changed = files.clone();
    let pay = changed.get_mut("seekers.pay").unwrap();
    pay[..4].copy_from_slice(&2_345_678u32.to_le_bytes());
    let refused = read(&changed).unwrap_err();
    assert_eq!(refused.get_ref().and_then(|inner| inner.downcast_ref()), Some(&Refusal::Hash));
    let mut manifest: serde_json::Value = serde_json::from_slice(&changed["market.json"]).unwrap();
    manifest.as_object_mut().unwrap().remove("hash");
    changed.insert("market.json".into(), manifest.to_string().into_bytes());
    assert_ne!(read(&changed).unwrap().hash(), columns.hash());
    let mut torn = files;
    torn.insert("market.json".into(), b"{}".to_vec());
    assert!(read(&torn).is_err());
}

#[test]
fn limits_are_refused() {
    let spec = Spec::city(10, 10, 1);
    let refused = |spec: Spec| generate(&spec).unwrap_err();
    assert_eq!(refused(Spec { seekers: 4_000_001, ..spec }), Refusal::TooManySeekers(4_000_001));
    assert_eq!(refused(Spec { openings: 1_000_001, ..spec }), Refusal::TooManyOpenings(1_000_001));
    assert_eq!(refused(Spec { licences: 25, ..spec }), Refusal::TooManyLicences(25));
    for tightness in [f64::NAN, f64::INFINITY, 0.0, -1.0, 1e-9, 1e9] {
        assert_eq!(refused(Spec { tightness: Some(tightness), ..spec }), Refusal::Tightness);
    }
    for shape in [Shape::OneSeat, Shape::Planted] {
        assert_eq!(refused(Spec { shape, tightness: Some(2.0), ..spec }), Refusal::SeatsGiven);
    }
    let mut columns = market(Shape::City, 5, 5, 1);
    let good = columns.openings.row(0);
    let mut check = |change: &dyn Fn(&mut matching::engine::OpeningRow)| {
        let mut row = good;
        change(&mut row);
        columns.openings.set(3, row);
        columns.check().unwrap_err()
    };
    assert_eq!(check(&|row| row.seats = 0), Refusal::Seats(3));
    assert_eq!(check(&|row| row.x = 15_001), Refusal::Place(3));
    assert_eq!(check(&|row| row.x = UNKNOWN_PLACE), Refusal::Place(3));
    assert_eq!(check(&|row| row.zone = 65), Refusal::Zone(3));
    assert_eq!(check(&|row| row.pay = u32::MAX), Refusal::Pay(3));
    assert_eq!(check(&|row| row.occupation = 450), Refusal::Occupation(3));
    assert_eq!(check(&|row| row.skills[7] = row.skills[0]), Refusal::Skill(3));
    assert_eq!(check(&|row| row.weights[0] = 0), Refusal::Skill(3));
    assert_eq!(check(&|row| row.career = 4), Refusal::Career(3));
    columns.openings.set(3, good);
    let good = columns.seekers.row(0);
    let mut check = |change: &dyn Fn(&mut matching::engine::SeekerRow)| {
        let mut row = good;
        change(&mut row);
        columns.seekers.set(2, row);
        columns.check().unwrap_err()
    };
    assert_eq!(check(&|row| row.pay = 1_000_000_001), Refusal::Pay(2));
    assert_eq!(check(&|row| row.y = -15_001), Refusal::Place(2));
    assert_eq!(check(&|row| row.radius = 4_001), Refusal::Radius(2));
    assert_eq!(check(&|row| row.wishes[2] = 450), Refusal::Occupation(2));
    assert_eq!(check(&|row| row.skills[0] = 2_000), Refusal::Skill(2));
    assert_eq!(check(&|row| row.skills[15] = row.skills[0]), Refusal::Skill(2));
    let torn = vec![[0, 0, 0], [0, 1, 1], [0, 0, 0]];
    assert!(Tree::new(torn).is_err());
}

#[test]
fn seats_follow_the_tightness() {
    for tightness in [0.85, 2.4, 8.7] {
        let spec = Spec { tightness: Some(tightness), ..Spec::city(20_000, 2_000, 3) };
        let seats = generate(&spec).unwrap().columns.seats() as f64;
        assert!((20_000.0 / seats / tightness - 1.0).abs() < 0.001, "{tightness}: {seats}");
    }
}

#[test]
fn nothing_and_nobody_are_markets() {
    for (seekers, openings) in [(0, 0), (3, 0), (0, 3)] {
        for shape in SHAPES {
            let columns = market(shape, seekers, openings, 1);
            assert_eq!((columns.seekers.len(), columns.openings.len()), (seekers, openings));
        }
    }
}

#[test]
fn adversaries_are_what_they_are_called() {
    let nobody = market(Shape::Nobody, 200, 100, 1);
    assert!((0..200).all(|at| oracle(&nobody, &nobody.seekers.row(at), 100).is_empty()));
    let ties = market(Shape::Ties, 20, 100, 1);
    let list = oracle(&ties, &ties.seekers.row(7), 100);
    assert_eq!(list.len(), 100);
    assert!(list.windows(2).all(|pair| pair[0].1 == pair[1].1 && pair[0].0 < pair[1].0));
    assert!(market(Shape::OneSeat, 20, 100, 1).openings.seats.iter().all(|seats| *seats == 1));
}

#[test]
fn what_is_planted_is_there() {
    let market = generate(&Spec { shape: Shape::Planted, ..Spec::city(2_000, 400, 9) }).unwrap();
    let Planted { utility, seats_filled, islands } = market.planted.clone().unwrap();
    // Inside an island every pair has one score, and between islands none is suggested.
    let columns = market.columns;
    let mut best: BTreeMap<u16, i64> = BTreeMap::new();
    for at in (0..2_000).step_by(50) {
        let row = columns.seekers.row(at);
        for (opening, score) in oracle(&columns, &row, 400) {
            assert_eq!(columns.openings.occupation[opening as usize], row.wishes[0]);
            assert_eq!(i64::from(score), *best.entry(row.wishes[0]).or_insert(i64::from(score)));
        }
    }
    assert!(best.len() > 10);
    assert_eq!(islands.iter().map(|island| island.0).sum::<u64>(), 2_000);
    assert!(utility > 9_000 * seats_filled as i64 && utility < 10_000 * seats_filled as i64);
    assert!((0.05..0.5).contains(&matching::engine::Planted { utility, seats_filled, islands }.mismatch()));
}

#[test]
fn a_city_is_about_as_choosy_as_told() {
    let columns = market(Shape::City, 400, 5_000, 20_260_101);
    let mut fits = 0;
    let mut suggested = 0;
    for at in 0..400 {
        let seeker = columns.seekers.row(at);
        for opening in 0..5_000 {
            let opening = columns.openings.row(opening);
            let judged = judge(&columns.tree, &seeker, &opening);
            assert!(opening.skills.iter().filter(|skill| **skill != NO_SKILL).count() >= 4);
            fits += usize::from(judged.fits);
            suggested += usize::from(judged.suggested().is_some());
        }
    }
    let fits = fits as f64 / 400.0 / 5_000.0;
    let suggested = suggested as f64 / 400.0 / 5_000.0;
    assert!((0.05..0.13).contains(&fits) && (0.002..0.008).contains(&suggested), "{fits} {suggested}");
}

#[test]
fn a_coordinate_is_a_number_within_reach() {
    assert_eq!(place_of_metres(-149_999.0), Ok(-15_000));
    assert_eq!(place_of_metres(123.0), Ok(12));
    for metres in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 150_006.0, -150_006.0, f64::MAX] {
        assert_eq!(place_of_metres(metres), Err(Refusal::Place(0)), "{metres}");
    }
}
