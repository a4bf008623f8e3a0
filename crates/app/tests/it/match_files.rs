//! Two spreadsheets in, explained matches out: the pair that ships with the project.

use app::import::File;
use app::match_files::{Desk, Pair, Written, write};
use app::testing::reader;
use domain::city::City;
use domain::reference::Reference;
use domain::{Lang, message::Catalogue};

fn file(name: &str) -> File {
    let path = format!("{}/../../data/demo/{name}", env!("CARGO_MANIFEST_DIR"));
    File { name: name.into(), bytes: std::fs::read(path).unwrap() }
}

#[test]
fn the_example_pair_matches_and_every_score_is_explained() {
    let city = City::embedded("goyang").unwrap();
    let reader = reader();
    let desk = Desk {
        city: &city,
        reference: Reference::embedded().unwrap(),
        reader: &reader,
        today: "2026-03-16".parse().unwrap(),
    };
    let pair = Pair::read(&desk, &file("openings.csv"), &file("seekers.csv")).unwrap();
    assert_eq!((pair.openings.len(), pair.seekers.len(), pair.rejected), (60, 80, 0));
    let matches = pair.matches(5, 1, &|_| {});
    assert_eq!(matches, pair.matches(5, 2, &|_| {}));
    let found: usize = matches.iter().map(Vec::len).sum();
    assert!(found >= 20, "only {found} matches");
    for (seeker, list) in matches.iter().enumerate() {
        for one in list {
            let explanation = pair.explain(seeker, pair.index(one.opening)).unwrap();
            assert_eq!(explanation.score, one.score);
            assert_eq!(explanation.failed().count(), 0);
        }
    }
    let sources: Vec<_> =
        [app::MESSAGES, documents_messages(), matching::MESSAGES].into_iter().flatten().copied().collect();
    let catalogue = Catalogue::new(&sources);
    let workbook = write(&pair, &desk, &matches, Written::Workbook, &catalogue, Lang::Ko).unwrap();
    assert!(workbook.starts_with(b"PK"));
    let json = write(&pair, &desk, &matches, Written::Json, &catalogue, Lang::En).unwrap();
    let value: serde_json::Value = serde_json::from_slice(&json).unwrap();
    assert_eq!(value["seekers"].as_array().unwrap().len(), 80);
    let csv = write(&pair, &desk, &matches, Written::Csv, &catalogue, Lang::Ko).unwrap();
    assert_eq!(String::from_utf8(csv).unwrap().lines().count(), found + 1);
}

fn documents_messages() -> &'static [(Lang, &'static str)] {
    documents::MESSAGES
}
