//! Days and deadlines: `1/17/20`, `2026.1.5.`, `26년 1월 5일`, `2020-09(월중)`, `채용시까지 26-10-12`,
//! spreadsheet serial numbers.

use domain::Message;
use domain::opening::Deadline;
use jiff::ToSpan;
use jiff::civil::Date;

use super::{digits, is_blank, plain, skip_spaces, tight};
use crate::table::Cell;

/// A day, or only its month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// A day.
    Day(Date),
    /// A month, by its first day.
    Month(Date),
}

/// The first date of a cell; `None` when it holds none, such as `미정`.
///
/// # Errors
/// `date-impossible` for a day no calendar has, such as `2016-02-30`.
pub fn read(cell: &Cell, today: Date) -> Result<Option<When>, Message> {
    match cell {
        Cell::Date(day) => Ok(Some(When::Day(*day))),
        Cell::DateTime(at) => Ok(Some(When::Day(at.date()))),
        Cell::Number(number) if number.fract() < 1e-6 || *number < 100_000.0 => {
            Ok(serial(*number).map(When::Day).or(all(&number.trunc().to_string(), today)?.first().copied()))
        }
        cell => Ok(all(&cell.text(), today)?.first().copied()),
    }
}

/// Until when one may apply. Of a span the end counts.
///
/// # Errors
/// `date-impossible`.
pub fn deadline(cell: &Cell, today: Date) -> Result<Deadline, Message> {
    let text = tight(&cell.text());
    let open_ended = ["채용시", "상시", "수시", "충원시", "채용될때", "마감시까지", "untilfilled", "ongoing"]
        .iter()
        .any(|word| text.contains(word));
    let dates = match cell {
        Cell::Text(text) => all(text, today)?,
        cell => read(cell, today)?.into_iter().collect(),
    };
    let last = dates.iter().rev().find_map(|when| match when {
        When::Day(day) => Some(*day),
        When::Month(_) => None,
    });
    Ok(match (open_ended, last) {
        (true, day) => Deadline::UntilFilled(day),
        (false, Some(day)) => Deadline::On(day),
        (false, None) => Deadline::Unknown,
    })
}

/// A date of birth: a day in the past, two-digit years in the hundred years before `today`.
///
/// # Errors
/// `date-impossible`; `date-in-future`; `date-unreadable`.
pub fn born(cell: &Cell, today: Date) -> Result<Option<Date>, Message> {
    let text = cell.text();
    if is_blank(&text) {
        return Ok(None);
    }
    let day = match read(cell, today)? {
        Some(When::Day(day)) => day,
        _ => return Err(Message::new("date-unreadable").with("text", text)),
    };
    let written_in_full = plain(&text).contains(&day.year().to_string());
    let day = if day > today && !written_in_full { day.saturating_sub(100.years()) } else { day };
    if day > today { Err(Message::new("date-in-future").with("text", text)) } else { Ok(Some(day)) }
}

/// The day of a spreadsheet's serial number in the 1900 system, within 1954 to 2119.
fn serial(number: f64) -> Option<Date> {
    if !(20_000.0..80_000.0).contains(&number) {
        return None;
    }
    Date::new(1899, 12, 30).ok()?.checked_add((number.trunc() as i64).days()).ok()
}

/// Every date of a text, in order.
///
/// # Errors
/// `date-impossible` for the first that no calendar has.
pub fn all(text: &str, today: Date) -> Result<Vec<When>, Message> {
    let text = plain(text);
    let chars: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let Some(run) = run(&chars, at) else {
            at += 1;
            continue;
        };
        at = run.end;
        let loose_dot = text.contains('(') || text.contains("까지") || text.contains('~');
        let alone = run.end - run.start >= chars.len();
        if let Some(parts) = run.parts(today, loose_dot, alone) {
            found.push(
                parts.day().ok_or_else(|| Message::new("date-impossible").with("text", text.as_str()))?,
            );
        }
    }
    Ok(found)
}

/// Up to three numbers joined by the signs of a date.
struct Run {
    start: usize,
    end: usize,
    numbers: Vec<(i64, usize)>,
    signs: Vec<char>,
}

fn run(chars: &[char], start: usize) -> Option<Run> {
    let before = start.checked_sub(1).and_then(|i| chars.get(i));
    if before.is_some_and(char::is_ascii_digit) {
        return None;
    }
    let mut run = Run { start, end: start, numbers: Vec::new(), signs: Vec::new() };
    let mut at = start;
    while let Some((value, end)) = digits(chars, at, false) {
        if chars.get(end) == Some(&':') {
            // A clock time is no part of a date.
            if run.numbers.is_empty() {
                run.end = digits(chars, end + 1, false).map_or(end + 1, |(_, end)| end);
            }
            break;
        }
        run.numbers.push((value, end - at));
        run.end = end;
        let sign_at = skip_spaces(chars, end);
        let Some(sign) = chars.get(sign_at).filter(|c| "-./년월일".contains(**c)) else { break };
        run.signs.push(*sign);
        run.end = sign_at + 1;
        if run.numbers.len() == 3 {
            break;
        }
        at = skip_spaces(chars, sign_at + 1);
    }
    (run.end > start).then_some(run)
}

/// Year, month, day as written; the day is missing for a month.
struct Parts(i64, i64, Option<i64>);

impl Parts {
    fn day(&self) -> Option<When> {
        let (year, month) = (i16::try_from(self.0).ok()?, i8::try_from(self.1).ok()?);
        match self.2 {
            Some(day) => Date::new(year, month, i8::try_from(day).ok()?).ok().map(When::Day),
            None => Date::new(year, month, 1).ok().map(When::Month),
        }
    }
}

impl Run {
    fn parts(&self, today: Date, loose_dot: bool, alone: bool) -> Option<Parts> {
        let sign = self.signs.first().copied();
        let full = |year: i64| if year < 100 { 2000 + year } else { year };
        match self.numbers.as_slice() {
            [(whole, 8)] if (19_000_000..22_000_000).contains(whole) => {
                Some(Parts(whole / 10_000, whole / 100 % 100, Some(whole % 100)))
            }
            [(whole, 6)] if alone && (1..=12).contains(&(whole / 100 % 100)) => {
                Some(Parts(2000 + whole / 10_000, whole / 100 % 100, Some(whole % 100)))
            }
            [(whole, 5)] if alone => {
                let day = serial(*whole as f64)?;
                Some(Parts(day.year().into(), day.month().into(), Some(day.day().into())))
            }
            [(year, 4), (month, 1..=2), (day, 1..=2)] if (1900..2100).contains(year) => {
                Some(Parts(*year, *month, Some(*day)))
            }
            [(year, 4), (month, 1..=2)] if (1900..2100).contains(year) => Some(Parts(*year, *month, None)),
            [(a, 1..=2), (b, 1..=2), (year, 4)] => Some(month_first(*year, *a, *b)),
            // With slashes the month comes first, as spreadsheets set to American English save it.
            [(a, 1..=2), (b, 1..=2), (c, 2)] if sign == Some('/') && *a <= 12 => {
                Some(Parts(full(*c), *a, Some(*b)))
            }
            [(year, 2), (month, 1..=2), (day, 1..=2)] => Some(Parts(full(*year), *month, Some(*day))),
            [(year, 2), (month, 1..=2)] if sign == Some('년') => Some(Parts(full(*year), *month, None)),
            [(month, 1..=2), (day, 1..=2)] if yearless(sign, loose_dot) => Some(near(today, *month, *day)),
            _ => None,
        }
    }
}

fn yearless(sign: Option<char>, loose_dot: bool) -> bool {
    matches!(sign, Some('/' | '월')) || (sign == Some('.') && loose_dot)
}

fn month_first(year: i64, a: i64, b: i64) -> Parts {
    if a > 12 && b <= 12 { Parts(year, b, Some(a)) } else { Parts(year, a, Some(b)) }
}

/// A day without a year is the one nearest to today.
fn near(today: Date, month: i64, day: i64) -> Parts {
    let this = i64::from(today.year());
    let distance = |year: i64| match Parts(year, month, Some(day)).day() {
        Some(When::Day(day)) => today.until(day).map_or(i32::MAX, |span| span.get_days().abs()),
        _ => i32::MAX,
    };
    let year = [this, this + 1, this - 1].into_iter().min_by_key(|year| distance(*year)).unwrap_or(this);
    Parts(year, month, Some(day))
}
