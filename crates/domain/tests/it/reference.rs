//! The tables that ship with the program.

use domain::message::Lang;
use domain::reference::Reference;

#[test]
fn every_named_validation_holds() {
    assert_eq!(Reference::embedded().unwrap().validate(), []);
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
