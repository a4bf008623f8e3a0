//! Days and deadlines as people write them.

use documents::table::Cell;
use documents::value::date::{When, born, deadline, read};
use domain::opening::Deadline;
use jiff::civil::{Date, date};

use crate::words::today;

fn day(text: &str) -> Option<String> {
    match read(&Cell::Text(text.to_owned()), today()).unwrap()? {
        When::Day(day) => Some(day.to_string()),
        When::Month(day) => Some(day.strftime("%Y-%m").to_string()),
    }
}

#[test]
fn days() {
    let cases = [
        ("2026-01-05", "2026-01-05"),
        ("2026.1.5.", "2026-01-05"),
        ("2026. 1. 5.", "2026-01-05"),
        ("2026/01/05", "2026-01-05"),
        ("2026년 1월 5일", "2026-01-05"),
        ("26년 1월 5일", "2026-01-05"),
        ("26.1.5", "2026-01-05"),
        ("26-10-12", "2026-10-12"),
        ("20260605", "2026-06-05"),
        ("260605", "2026-06-05"),
        ("1/17/20", "2020-01-17"),
        ("12/3/21", "2021-12-03"),
        ("26/01/05", "2026-01-05"),
        ("1/5/2026", "2026-01-05"),
        ("17/1/2026", "2026-01-17"),
        ("２０２６．１．５", "2026-01-05"),
        ("2026-01-05 18:00", "2026-01-05"),
        ("2024-12-25T15:00:00.000Z", "2024-12-25"),
        ("2020-09(월중)", "2020-09"),
        ("2021년 8월", "2021-08"),
        ("1월 5일", "2026-01-05"),
        ("12/30", "2025-12-30"),
        ("45123", "2023-07-16"),
        ("등록일 : 2026-03-18", "2026-03-18"),
    ];
    for (text, expected) in cases {
        assert_eq!(day(text).as_deref(), Some(expected), "{text}");
    }
    for text in ["", "미정", "추후 공지", "데이터 없음", "-", "18:00까지", "3년", "051-640-7196", "오후 6시"]
    {
        assert_eq!(day(text), None, "{text}");
    }
}

#[test]
fn impossible_days_are_refused_with_their_text() {
    for text in ["2016-02-30", "2026.13.01", "26년 2월 29일", "20260431", "4/31/2026", "2/30"] {
        let message = read(&Cell::Text(text.to_owned()), today()).unwrap_err();
        assert_eq!(message.code, "date-impossible", "{text}");
        assert!(message.args.contains_key("text"), "{text}");
    }
}

#[test]
fn serial_numbers_count_from_1900() {
    let read = |number: f64| read(&Cell::Number(number), today()).unwrap();
    assert_eq!(read(46_027.0), Some(When::Day(date(2026, 1, 5))));
    assert_eq!(read(46_027.75), Some(When::Day(date(2026, 1, 5))));
    assert_eq!(read(20_260_105.0), Some(When::Day(date(2026, 1, 5))));
    assert_eq!(read(7.0), None);
}

#[test]
fn deadlines() {
    let on = |y, m, d| Deadline::On(date(y, m, d));
    let until = |day: Option<Date>| Deadline::UntilFilled(day);
    let cases = [
        ("채용시까지", until(None)),
        ("채용 시 까지", until(None)),
        ("채용시까지 26-10-12", until(Some(date(2026, 10, 12)))),
        ("채용시까지 (2026.10.12)", until(Some(date(2026, 10, 12)))),
        ("상시", until(None)),
        ("상시모집", until(None)),
        ("수시채용", until(None)),
        ("충원시 마감", until(None)),
        ("~1/5(월) 18:00까지", on(2026, 1, 5)),
        ("~09.04(금)", on(2025, 9, 4)),
        ("2026.03.23(월)~2026.04.01(수)", on(2026, 4, 1)),
        ("2026-01-02 ~ 2026-01-31", on(2026, 1, 31)),
        ("마감일 : 2026-04-01", on(2026, 4, 1)),
        ("2026-08-28", on(2026, 8, 28)),
        ("2024/12/31", on(2024, 12, 31)),
        ("정보 없음", Deadline::Unknown),
        ("D-5", Deadline::Unknown),
        ("", Deadline::Unknown),
    ];
    for (text, expected) in cases {
        assert_eq!(deadline(&Cell::Text(text.to_owned()), today()), Ok(expected), "{text}");
    }
    assert!(deadline(&Cell::Text("2026-02-30까지".to_owned()), today()).is_err());
}

#[test]
fn births_lie_in_the_past() {
    let born = |text: &str| born(&Cell::Text(text.to_owned()), today());
    assert_eq!(born("1990-01-05"), Ok(Some(date(1990, 1, 5))));
    assert_eq!(born("90.1.5"), Ok(Some(date(1990, 1, 5))));
    assert_eq!(born("900105"), Ok(Some(date(1990, 1, 5))));
    assert_eq!(born("051231"), Ok(Some(date(2005, 12, 31))));
    assert_eq!(born(""), Ok(None));
    assert_eq!(born("2030-01-01").unwrap_err().code, "date-in-future");
    assert_eq!(born("1990-02-30").unwrap_err().code, "date-impossible");
    assert_eq!(born("서른 살").unwrap_err().code, "date-unreadable");
}
