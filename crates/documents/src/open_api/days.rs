//! Days in the free text of the services: `2026-03-01 ~ 2026-03-02`, `20260301`, `2026.3.1`, `2026년 3월 1일`, `채용시까지 26-04-30`.

use jiff::civil::Date;

/// Every day of the calendar that a text names, in its order.
pub fn days(text: &str) -> Vec<Date> {
    let numbers = numbers(text);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some((digits, _)) = numbers.get(at) {
        if digits.len() == 8 {
            let part = |range: std::ops::Range<usize>| digits.get(range).unwrap_or_default().to_owned();
            found.extend(day(&part(0..4), &part(4..6), &part(6..8)));
            at += 1;
            continue;
        }
        match (numbers.get(at), numbers.get(at + 1), numbers.get(at + 2)) {
            (Some((year, true)), Some((month, true)), Some((last, _)))
                if matches!(year.len(), 2 | 4) && month.len() <= 2 && last.len() <= 2 =>
            {
                found.extend(day(year, month, last));
                at += 3;
            }
            _ => at += 1,
        }
    }
    found
}

/// The first and the last day that a text names; of one day alone the last.
pub fn span(text: &str) -> (Option<Date>, Option<Date>) {
    let days = days(text);
    match days.as_slice() {
        [] => (None, None),
        [only] => (None, Some(*only)),
        [first, .., last] => (Some(*first), Some(*last)),
    }
}

fn day(year: &str, month: &str, day: &str) -> Option<Date> {
    let year: i16 = year.parse().ok()?;
    let year = if year < 100 { year + 2_000 } else { year };
    let date = Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()?;
    // 9999-12-31 and the like mean no end.
    (1990..=2100).contains(&date.year()).then_some(date)
}

/// Runs of digits, each with whether the next one belongs to the same day: only signs of a date stand between.
fn numbers(text: &str) -> Vec<(String, bool)> {
    let mut out: Vec<(String, bool)> = Vec::new();
    let mut between = String::new();
    let mut fresh = true;
    for c in text.chars() {
        if c.is_ascii_digit() {
            if fresh {
                let joined = !between.is_empty() && between.chars().all(|c| "-./년월 ".contains(c));
                if let Some((_, joins)) = out.last_mut() {
                    *joins = joined;
                }
                out.push((String::new(), false));
                between.clear();
                fresh = false;
            }
            if let Some((digits, _)) = out.last_mut() {
                digits.push(c);
            }
        } else {
            fresh = true;
            between.push(c);
        }
    }
    out
}
