//! The dated versions of the rules. An opening is judged by the version of its day, and the decision
//! keeps that version's name.

use jiff::civil::{Date, date};

/// A version of the rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuleSet {
    /// Its name: the day from which it holds.
    pub name: &'static str,
    /// First day.
    pub from: Date,
    /// What changed on it, as the laws are cited.
    pub change: &'static str,
}

/// Every version, oldest first.
pub const RULE_SETS: &[RuleSet] = &[
    RuleSet {
        name: "2014-08-07",
        from: date(2014, 8, 7),
        change: "개인정보 보호법 제24조의2(주민등록번호 처리의 제한) 시행",
    },
    RuleSet {
        name: "2017-01-01",
        from: date(2017, 1, 1),
        change: "채용절차법을 상시 30명 이상 사업장에 적용",
    },
    RuleSet { name: "2018-07-01", from: date(2018, 7, 1), change: "주 52시간: 300명 이상" },
    RuleSet {
        name: "2019-07-17",
        from: date(2019, 7, 17),
        change: "채용절차법 제4조의3(출신지역 등 개인정보 요구 금지) 시행",
    },
    RuleSet { name: "2020-01-01", from: date(2020, 1, 1), change: "주 52시간: 50명 이상" },
    RuleSet {
        name: "2021-05-18",
        from: date(2021, 5, 18),
        change: "남녀고용평등법 제7조제2항을 모든 근로자로 넓힘",
    },
    RuleSet { name: "2021-07-01", from: date(2021, 7, 1), change: "주 52시간: 5명 이상" },
];

/// The version in force on a day; before the first one, the first.
pub fn rule_set(day: Date) -> &'static RuleSet {
    RULE_SETS.iter().rev().find(|set| set.from <= day).unwrap_or(&RULE_SETS[0])
}

/// From how many regular workers on the act on fair hiring applies (채용절차법 부칙 제1조).
pub(super) fn fair_hiring_workers(day: Date) -> u32 {
    if day >= date(2017, 1, 1) {
        30
    } else if day >= date(2016, 1, 1) {
        100
    } else {
        300
    }
}

/// Whether an employer may be asked neither looks nor origin nor marriage nor property (채용절차법 §4의3).
pub(super) fn traits_forbidden(day: Date) -> bool {
    day >= date(2019, 7, 17)
}

/// Most hours a week, overtime included, for an employer of that size (근로기준법 §53).
pub(super) fn most_weekly_hours(day: Date, workers: Option<u32>) -> Option<u32> {
    let workers = workers.unwrap_or(5);
    let from = match workers {
        0..=4 => return None,
        5..=49 => date(2021, 7, 1),
        50..=299 => date(2020, 1, 1),
        _ => date(2018, 7, 1),
    };
    Some(if day >= from { 52 } else { 68 })
}
