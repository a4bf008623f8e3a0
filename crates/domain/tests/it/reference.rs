//! The tables that ship with the program.

use domain::message::Lang;
use domain::reference::Reference;

#[test]
fn every_named_validation_holds() {
    assert_eq!(Reference::embedded().unwrap().validate(), []);
}

/// Asks for an age of forty at least and of thirty-nine at most.
const NOBODY: &str = r#"id = "nobody"
name_ko = "아무도"
name_en = "Nobody"
operator = "하늘시"
kind = "training"
for = "person"
licence = "invented"
[[version]]
id = "one"
name_ko = "판"
name_en = "version"
gives_ko = "훈련"
gives_en = "training"
sources = ["invented"]
source_kind = "official"
conditions = [
  { kind = "age", min = 40 },
  { kind = "age", max = 39 },
]
"#;

#[test]
fn rules_that_contradict_each_other_stop_the_start_with_both_lines() {
    let failed = Reference::with_programs(&[("nobody.toml".to_owned(), NOBODY.to_owned())]).unwrap_err();
    assert_eq!(failed.file, "nobody.toml");
    let said: Vec<&str> = failed.detail.lines().collect();
    assert!(said.len() == 2 && said.iter().all(|line| line.starts_with("nobody.toml:18: ")), "{said:?}");
    assert!(said[1].ends_with("Nobody can meet both “age” here and “age” of line 17. Correct one of them."));
    let mended = NOBODY
        .replace("min = 40 },", "min = 40, max = 49 },")
        .replace("  { kind = \"age\", max = 39 },\n", "");
    let read = Reference::with_programs(&[("mended.toml".to_owned(), mended)]).unwrap();
    assert_eq!(read.support_programs.iter().count(), 1);
    assert!(read.minimum_wages.hourly_won(2016).is_some(), "the other tables are as they were");
}

#[test]
fn minimum_wages_of_the_scenarios_and_of_today() {
    let wages = &Reference::embedded().unwrap().minimum_wages;
    for (year, won) in [(2016, 6_030), (2020, 8_590), (2025, 10_030), (2026, 10_320), (2027, 10_700)] {
        assert_eq!(wages.hourly_won(year), Some(won), "{year}");
    }
    assert_eq!(wages.hourly_won(1999), None);
}

#[test]
fn code_lists_read_both_ways() {
    let codes = &Reference::embedded().unwrap().codes;
    assert_eq!(codes.label("education", "05", Lang::Ko), "대졸(4년)");
    assert_eq!(codes.code_for("education", "대졸 (4년)"), Some("05"));
    assert_eq!(codes.code_for("salTp", "per hour"), Some("H"));
    assert_eq!(codes.label("education", "99", Lang::En), "99");
}

#[test]
fn holidays_and_working_days() {
    let holidays = &Reference::embedded().unwrap().holidays;
    let day = |text: &str| text.parse().unwrap();
    assert!(!holidays.is_working_day(day("2026-01-01")));
    assert!(holidays.is_working_day(day("2026-01-02")));
    assert!(!holidays.is_working_day(day("2026-01-03")));
}

#[test]
fn industries_resolve_by_code_name_and_index_term() {
    let industries = &Reference::embedded().unwrap().industries;
    for (text, code) in [
        ("01122", "01122"),
        ("화훼작물 재배업", "01122"),
        ("제조업", "C"),
        ("제조업(10~34)", "C"),
        ("파노지재배", "01121"),
    ] {
        let hits = industries.resolve(text);
        assert_eq!(hits.first().map(|hit| hit.code.as_str()), Some(code), "{text}");
    }
    assert!(industries.resolve("없는 업종 이름").is_empty());
    assert!(!industries.from_ksic10("01151").is_empty());
}
