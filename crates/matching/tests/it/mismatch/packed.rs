//! A market of packed columns against its plain definition, pair by pair.

use matching::ACCEPTABLE;
use matching::engine::{Shape, Spec, generate, judge};
use matching::mismatch::edges::Hindrances;
use matching::mismatch::packed::{edges, hindrances, packed};
use std::collections::BTreeMap;

#[test]
fn pairs_are_those_of_the_plain_definition() {
    for shape in [Shape::City, Shape::Unstructured, Shape::Planted, Shape::Nobody, Shape::Ties] {
        let columns = generate(&Spec { shape, ..Spec::city(120, 80, 11) }).unwrap().columns;
        let found = edges(&columns, 2).unwrap();
        for at in 0..columns.seekers.len() {
            let person = columns.seekers.row(at);
            let mut known: BTreeMap<usize, Hindrances> = BTreeMap::new();
            for opening in 0..columns.openings.len() {
                let row = columns.openings.row(opening);
                let judged = judge(&columns.tree, &person, &row);
                let set = hindrances(&person, &row);
                assert_eq!(set == Hindrances::NONE, judged.fits, "{shape} {at} {opening}");
                if judged.relevant {
                    let suited = judged.score() >= ACCEPTABLE;
                    known.insert(opening, if suited { set } else { set.and(Hindrances::UNSUITED) });
                }
            }
            let told: BTreeMap<usize, Hindrances> =
                found.of(at).map(|(set, opening)| (opening, set)).collect();
            assert_eq!(told, known, "{shape} {at}");
        }
    }
}

#[test]
fn nobody_and_nothing_are_counted_as_that() {
    for (seekers, openings) in [(0, 0), (0, 5), (5, 0)] {
        let columns = generate(&Spec::city(seekers, openings, 1)).unwrap().columns;
        let told = packed(&columns, 2, 1).unwrap();
        assert!(told.occupations.is_empty() && told.places.is_none() && told.zones.is_none());
        assert_eq!(told.split.counts.iter().sum::<u64>(), seekers as u64);
    }
}
