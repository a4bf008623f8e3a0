//! Segments by their dated definitions.

use domain::reference::Reference;
use domain::segment::{Definition, SegmentCode, SegmentTable};
use domain::support_program::{Fact, Facts, Missing, SourceKind, Status};
use jiff::ToSpan;
use jiff::civil::{Date, date};

fn table() -> &'static SegmentTable {
    &Reference::embedded().unwrap().segments
}

fn code(text: &str) -> SegmentCode {
    SegmentCode::parse(text).unwrap()
}

fn born(born_on: Date) -> Facts {
    Facts { born_on: Some(born_on), ..Facts::default() }
}

#[test]
fn each_definition_holds_from_the_first_birthday_to_the_last_day() {
    let on = date(2026, 5, 1);
    let mut by_age = 0;
    for segment in table().iter() {
        let Definition::Ages { min, max } = segment.version_on(on).unwrap().definition else { continue };
        by_age += 1;
        let holds = |day: Date| segment.holds(&born(day), on).unwrap();
        let youngest = on - i64::from(min).years();
        assert!(holds(youngest) && !holds(youngest + 1.day()), "{}", segment.code);
        if let Some(max) = max {
            let too_old = on - (i64::from(max) + 1).years();
            assert!(holds(too_old + 1.day()) && !holds(too_old), "{}", segment.code);
        }
    }
    assert_eq!(by_age, 8);
}

#[test]
fn the_young_are_others_by_law_by_ordinance_and_by_day() {
    let of = |facts: &Facts, on| {
        table().of(facts, on).into_iter().map(|code| code.to_string()).collect::<Vec<_>>()
    };
    let at_thirty_two = born(date(1994, 1, 1));
    assert_eq!(of(&at_thirty_two, date(2026, 5, 1)), ["youth-public-body", "youth-basic", "youth-goyang"]);
    // For hiring by public bodies 29 became 34 with the year 2014.
    let at_thirty = born(date(1983, 6, 1));
    let public = code("youth-public-body");
    assert_eq!(table().holds(&public, &at_thirty, date(2013, 12, 31)), Ok(false));
    assert_eq!(table().holds(&public, &at_thirty, date(2014, 1, 1)), Ok(true));
    assert_eq!(of(&born(date(1976, 5, 1)), date(2026, 5, 1)), ["mid-life", "near-senior"]);
    assert_eq!(of(&born(date(1961, 5, 1)), date(2026, 5, 1)), ["senior", "elder"]);
}

#[test]
fn what_a_person_must_say_is_never_inferred() {
    let on = date(2026, 5, 1);
    let mut told = 0;
    for segment in table().iter() {
        let Definition::Told(status) = segment.version_on(on).unwrap().definition else { continue };
        told += 1;
        assert_eq!(
            segment.holds(&born(date(1988, 1, 1)), on),
            Err(Missing::Told(status)),
            "{}",
            segment.code
        );
        for holds in [true, false] {
            let facts = Facts { told: [(status, holds)].into(), ..Facts::default() };
            assert_eq!(segment.holds(&facts, on), Ok(holds));
        }
    }
    assert_eq!(told, 6);
    assert_eq!(table().holds(&code("mid-life"), &Facts::default(), on), Err(Missing::Fact(Fact::BornOn)));
    assert_eq!(table().holds(&code("nobody"), &born(date(1988, 1, 1)), on), Ok(false));
    let told = Facts { told: [(Status::CareerBreak, true)].into(), ..Facts::default() };
    assert_eq!(table().of(&told, on), [code("career-break")]);
}

#[test]
fn what_was_only_known_by_hearsay_says_so() {
    let unchecked = table().iter().filter(|segment| {
        segment.versions.iter().any(|version| version.source_kind == SourceKind::Secondary)
    });
    let codes: Vec<&str> = unchecked.map(|segment| segment.code.as_str()).collect();
    assert_eq!(codes, ["youth-basic", "near-senior", "senior"]);
}

#[test]
fn a_faulty_definition_is_told_with_its_line() {
    let one = |version: &str| {
        let text = format!("[[segment]]\ncode = \"a\"\nname_ko = \"가\"\nname_en = \"a\"\n{version}");
        let problems = SegmentTable::load("s.toml", &text).err().unwrap_or_default();
        problems.into_iter().map(|one| format!("{} {}", one.line, one.what.code)).collect::<Vec<_>>()
    };
    let version =
        |text: &str| format!("[[segment.version]]\n{text}\nbasis = \"법\"\nsource_kind = \"press\"\n");
    assert_eq!(one(&version("min = 15\nmax = 29")), Vec::<String>::new());
    assert_eq!(one(&version("min = 30\nmax = 29")), ["5 support-min-over-max"]);
    assert_eq!(one(&version("max = 29")), ["5 segment-by-age-or-word"]);
    assert_eq!(one(&version("min = 15\ntold = \"disabled\"")), ["5 segment-by-age-or-word"]);
    assert_eq!(one(&version("told = \"tall\"")), ["5 segment-by-age-or-word", "6 data-word-unknown"]);
    assert_eq!(one(&version("min = 15\nfrom = 2016-01-02\nuntil = 2016-01-01")), ["5 support-ends-before"]);
    let two = |until: &str, from: &str| {
        one(&format!(
            "{}{}",
            version(&format!("min = 15\nuntil = {until}")),
            version(&format!("min = 18\nfrom = {from}"))
        ))
    };
    assert_eq!(two("2013-12-31", "2014-01-01"), Vec::<String>::new());
    assert_eq!(two("2013-12-31", "2014-01-02"), ["10 support-gap"]);
    assert_eq!(two("2013-12-31", "2013-12-31"), ["10 support-overlap"]);
    assert_eq!(
        one(&format!(
            "{}[[segment]]\ncode = \"a\"\nname_ko = \"나\"\nname_en = \"b\"\n{}",
            version("min = 1"),
            version("min = 2")
        )),
        ["9 data-twice"]
    );
}
