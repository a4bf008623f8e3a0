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
            assert_eq!(explanation.score(), Some(one.score));
            assert_eq!(explanation.failed().count(), 0);
        }
    }
    let catalogue = catalogue();
    let workbook = write(&pair, &desk, &matches, Written::Workbook, &catalogue, Lang::Ko).unwrap();
    assert!(workbook.starts_with(b"PK"));
    let json = write(&pair, &desk, &matches, Written::Json, &catalogue, Lang::En).unwrap();
    let value: serde_json::Value = serde_json::from_slice(&json).unwrap();
    let people = value["seekers"].as_array().unwrap();
    assert_eq!(people.len(), 80);
    let csv = write(&pair, &desk, &matches, Written::Csv, &catalogue, Lang::Ko).unwrap();
    let csv = documents::table::read("m.csv", &csv, &Default::default()).unwrap().remove(0);
    let cell = |row: usize, column: usize| csv.cell(row, column).text();
    // A rank stands in the fourth column of matches, and of nothing else.
    assert_eq!((1..csv.rows.len()).filter(|row| !cell(*row, 3).is_empty()).count(), found);
    for (person, list) in people.iter().zip(&matches) {
        let row = person["seeker_row"].to_string();
        assert!((1..csv.rows.len()).any(|line| cell(line, 2) == row), "nobody is left out: row {row}");
        let near = person["near"].as_array().unwrap();
        assert!(!list.is_empty() || !near.is_empty() || person["nothing"][0].is_string(), "{person}");
    }
}

fn catalogue() -> Catalogue {
    let sources = [app::MESSAGES, documents::MESSAGES, matching::MESSAGES];
    Catalogue::new(&sources.into_iter().flatten().copied().collect::<Vec<_>>())
}

const OPENINGS: &str = "회사명,구인제목,직종,경력,급여,근무요일,근무지,고용형태,별자리\n\
    가상돌봄,주말 돌봄,요양보호사,경력 3년 이상,시급 11000원,\"토,일\",경기도 파주시,정규직,양\n\
    가상요양,평일 돌봄,요양보호사,무관,시급 11000원,\"월,화\",경기도 고양시 덕양구,정규직,소\n";

/// One person with a wish that both openings miss, in different measure; one of another field; one of whom
/// nothing is known.
const SEEKERS: &str = "성명,희망직종,희망근무지역,희망임금,희망요일,경력개월,혈액형,출퇴근시간\n\
    가상인,요양보호사,경기도 고양시 덕양구,시급 13000원 이상,\"월,화\",6,A,40\n\
    나상인,용접사,,,,,B,\n\
    다상인,,,,,,O,\n";

#[test]
fn whoever_has_no_match_is_told_everything_that_fails() {
    let city = City::embedded("goyang").unwrap();
    let reader = reader();
    let reference = Reference::embedded().unwrap();
    let desk = Desk { city: &city, reference, reader: &reader, today: "2026-03-16".parse().unwrap() };
    let file = |name: &str, text: &str| File { name: name.into(), bytes: text.as_bytes().to_vec() };
    let (openings, seekers) = (file("o.csv", OPENINGS), file("s.csv", SEEKERS));
    let pair = Pair::read(&desk, &openings, &seekers).unwrap();
    // What nobody read is told of both files.
    let unread: Vec<(&str, &str)> = pair
        .problems
        .iter()
        .filter(|problem| problem.message.code == "column-unknown")
        .map(|problem| (problem.file.as_str(), problem.column.as_str()))
        .collect();
    assert_eq!(unread, [("o.csv", "I 별자리"), ("s.csv", "G 혈액형")]);
    assert_eq!(pair.seekers[0].profile.commute_max_min, Some(40));

    let matches = pair.matches(5, 1, &|_| {});
    assert!(matches.iter().all(Vec::is_empty), "{matches:?}");
    let catalogue = catalogue();
    let json = write(&pair, &desk, &matches, Written::Json, &catalogue, Lang::En).unwrap();
    let value: serde_json::Value = serde_json::from_slice(&json).unwrap();
    let near = &value["seekers"][0]["near"];
    let failed = |at: usize| -> Vec<(&str, i64, &str)> {
        let failed = near[at]["failed"].as_array().unwrap().iter();
        let one = |f: &serde_json::Value| f["short"].as_i64().unwrap();
        failed.map(|f| (f["constraint"].as_str().unwrap(), one(f), f["unit"].as_str().unwrap())).collect()
    };
    // The nearest first: one thing is less to change than five.
    assert_eq!((&near[0]["opening_row"], &near[0]["opening_sheet"]), (&3.into(), &"o".into()));
    assert_eq!(failed(0), [("wage", 2_000, "won")]);
    assert_eq!(near[1]["opening_row"], 2);
    let all: Vec<(&str, &str)> = failed(1).into_iter().map(|(kind, _, unit)| (kind, unit)).collect();
    assert_eq!(all, [("area", "m"), ("wage", "won"), ("days", "days"), ("experience", "months")]);
    assert_eq!((failed(1)[2].1, failed(1)[3].1), (2, 30));
    // Nobody said where they live, and that is said of the one condition that hangs on it.
    let explanation = pair.explain(0, 1).unwrap();
    let commute = explanation.constraints.iter().find(|c| c.kind.to_string() == "commute").unwrap();
    assert_eq!(commute.missing[0].code, "match-lacks-home");
    // Another field is not want of data, and want of data is.
    let nothing = |at: usize| value["seekers"][at]["nothing"][0].as_str().unwrap().to_owned();
    assert!(nothing(1).starts_with("no opening of the list"), "{}", nothing(1));
    assert!(nothing(2).starts_with("not enough data"), "{}", nothing(2));

    let csv = write(&pair, &desk, &matches, Written::Csv, &catalogue, Lang::Ko).unwrap();
    let csv = String::from_utf8(csv).unwrap();
    assert_eq!(csv.lines().count(), 1 + 2 + 1 + 1, "{csv}");
    assert!(csv.contains("시급 2,000원 부족") && csv.contains("경력 36개월 가운데 6개월"), "{csv}");

    let book = write(&pair, &desk, &matches, Written::Workbook, &catalogue, Lang::Ko).unwrap();
    let sheets = documents::table::read("m.xlsx", &book, &Default::default()).unwrap();
    let reasons: Vec<String> = sheets[1]
        .rows
        .iter()
        .map(|row| row.iter().map(documents::table::Cell::text).collect::<Vec<_>>().join("|"))
        .collect();
    let fails =
        |part: &str| reasons.iter().filter(|row| row.contains(part) && row.contains("불충족")).count();
    assert_eq!(
        (fails("조건: 임금"), fails("조건: 경력"), fails("조건: 희망지역")),
        (2, 1, 1),
        "{reasons:#?}"
    );
    assert!(reasons.iter().any(|row| row.starts_with("가상인|s|2|평일 돌봄|o|3|")), "{reasons:#?}");
}

#[test]
fn the_sheet_of_reasons_says_how_each_condition_of_a_match_stands() {
    let city = City::embedded("goyang").unwrap();
    let reader = reader();
    let reference = Reference::embedded().unwrap();
    let desk = Desk { city: &city, reference, reader: &reader, today: "2026-03-16".parse().unwrap() };
    let file = |name: &str, text: &str| File { name: name.into(), bytes: text.as_bytes().to_vec() };
    let content = SEEKERS.replace("시급 13000원 이상", "시급 11000원 이상");
    let pair = Pair::read(&desk, &file("o.csv", OPENINGS), &file("s.csv", &content)).unwrap();
    let matches = pair.matches(5, 1, &|_| {});
    assert_eq!(matches[0].len(), 1);
    let book = write(&pair, &desk, &matches, Written::Workbook, &catalogue(), Lang::Ko).unwrap();
    let sheets = documents::table::read("m.xlsx", &book, &Default::default()).unwrap();
    let state = |part: &str| {
        let row = sheets[1].rows.iter().find(|row| row[0].text() == "가상인" && row[6].text() == part);
        row.map(|row| row[7].text()).unwrap()
    };
    assert_eq!(state("조건: 희망지역"), "충족");
    assert_eq!(state("조건: 임금"), "충족");
    assert_eq!(state("조건: 출퇴근"), "알 수 없음");
    assert_eq!(state("임금"), "", "a part has points and no state");
}
