//! Experience asked for, lengths in months, and areas named in one cell.

use domain::code::CareerKind;
use domain::opening::Career;

use super::{digits, plain, skip_spaces, starts, tight};

/// Experience: `경력무관`, `신입`, `경력 3~15년`, `경력5년↑`, `N`/`E`/`Z`; `0` and `무` ask for none.
pub fn career(text: &str) -> Option<Career> {
    let tight = tight(text);
    if let Some(kind) = CareerKind::from_code(&tight.to_uppercase()) {
        return Some(Career { kind, min_months: None, max_months: None });
    }
    let any =
        says_none(text) || ["무관", "관계없음", "상관없음", "any"].iter().any(|word| tight.contains(word));
    let newcomer = ["신입", "초보", "entry", "new"].iter().any(|word| tight.contains(word));
    let experienced = tight.contains("경력") || tight.contains("experienced");
    let spans = months_all(text);
    let kind = match (any, newcomer, experienced || !spans.is_empty()) {
        (true, _, _) | (false, true, true) => CareerKind::Any,
        (false, true, false) => CareerKind::New,
        (false, false, true) => CareerKind::Experienced,
        (false, false, false) => return None,
    };
    if kind != CareerKind::Experienced {
        return Some(Career { kind, min_months: None, max_months: None });
    }
    let below = ["이하", "미만", "↓"].iter().any(|word| tight.contains(word));
    Some(match spans.as_slice() {
        [only] if below => Career { kind, min_months: None, max_months: Some(*only) },
        [min, max, ..] if max >= min => Career { kind, min_months: Some(*min), max_months: Some(*max) },
        spans => Career { kind, min_months: spans.first().copied(), max_months: None },
    })
}

/// Whether the text says that there is no length at all: `0`, `없음`, `무`.
pub(crate) fn says_none(text: &str) -> bool {
    ["0", "0년", "0개월", "0년0개월", "무", "없음", "해당없음", "none", "x"].contains(&tight(text).as_str())
}

/// The first length of a text in months: `6개월`, `1년 6개월`, `2년`; a bare number counts `bare` each.
pub fn months(text: &str, bare: Option<u32>) -> Option<u32> {
    months_all(text).first().copied().or_else(|| {
        let number: f64 = plain(text).parse().ok()?;
        let months = number * f64::from(bare?);
        (0.0..=1_200.0).contains(&months).then(|| months.round() as u32)
    })
}

/// Every length of a text in months. In `3~15년` the unit stands once, behind the second.
fn months_all(text: &str) -> Vec<u32> {
    let chars: Vec<char> = plain(text).chars().collect();
    let mut found: Vec<u32> = Vec::new();
    let mut waiting: Option<i64> = None;
    let mut joined_year = false;
    let mut at = 0;
    while at < chars.len() {
        let Some((value, end)) = digits(&chars, at, false) else {
            at += 1;
            continue;
        };
        let unit_at = skip_spaces(&chars, end);
        let per = match () {
            () if starts(&chars, unit_at, "년") => Some(12),
            () if starts(&chars, unit_at, "개월") || starts(&chars, unit_at, "월") => Some(1),
            () => None,
        };
        let months = |value: i64, per: i64| u32::try_from(value.saturating_mul(per).min(1_200)).ok();
        match per {
            Some(per) => {
                found.extend(waiting.take().and_then(|value| months(value, per)));
                match (found.last_mut(), months(value, per)) {
                    (Some(year), Some(rest)) if joined_year && per == 1 => *year += rest,
                    (_, Some(length)) => found.push(length),
                    _ => {}
                }
                let next = skip_spaces(&chars, unit_at + 1);
                joined_year = per == 12 && chars.get(next).is_some_and(char::is_ascii_digit);
            }
            None if matches!(chars.get(unit_at), Some('~' | '-')) => waiting = Some(value),
            None => waiting = None,
        }
        at = end;
    }
    found
}

/// Places of one cell, each by itself: `덕양구, 일산동구`, `고양 및 파주`, `의왕시 외 13`.
pub fn places(text: &str) -> Vec<String> {
    let text = plain(text).replace(" 및 ", ",").replace(" 또는 ", ",");
    let parts = text.split([',', '|', ';', '·', '/']).map(|part| {
        let part = part.split(" 외").next().unwrap_or(part);
        part.trim().trim_end_matches("전체").trim().to_owned()
    });
    parts.filter(|part| !part.is_empty()).collect()
}

/// Whether an employer's cell names more than one: `○○농원 외 3`, `가나산업, 다라물산`.
pub fn several_employers(text: &str) -> bool {
    let text = plain(text);
    let chars: Vec<char> = text.chars().collect();
    let others = (0..chars.len()).any(|at| {
        starts(&chars, at, " 외") && {
            let next = skip_spaces(&chars, at + 2);
            chars.get(next).is_some_and(char::is_ascii_digit)
        }
    });
    // What stands in brackets is a remark on the one name.
    let mut depth = 0_i32;
    let outside: String = chars
        .iter()
        .filter(|c| {
            depth += i32::from("([{".contains(**c)) - i32::from(")]}".contains(**c));
            depth <= 0
        })
        .collect();
    let separated = outside.split([',', ';']).filter(|part| part.trim().chars().count() >= 2).count() > 1;
    let latin = text.is_ascii();
    others || (separated && !latin)
}
