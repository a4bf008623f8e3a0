//! What people write in a cell, as the values of the domain.
//!
//! Nothing here guesses: what cannot be told for sure stays a note, and only what cannot be true (a
//! thirtieth of February, pay below zero) is refused.

use unicode_normalization::UnicodeNormalization;

pub mod choice;
pub mod date;
pub mod headcount;
pub mod hours;
pub mod personal;
pub mod term;
pub mod wage;

/// Text in one form: compatibility characters replaced (`㈜` → `(주)`, full-width digits → ASCII), all
/// dashes and tildes of one kind, white space single, ends trimmed.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.nfkc() {
        let c = match c {
            '〜' | '∼' | '～' | '˜' => '~',
            '–' | '—' | '−' | '‐' | '‑' | '―' => '-',
            c if c.is_whitespace() || c == '\u{200b}' || c == '\u{feff}' => ' ',
            c if c.is_control() => continue,
            c => c,
        };
        if c != ' ' || !(out.is_empty() || out.ends_with(' ')) {
            out.push(c);
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// The same without any white space and in lower case: the form in which words are compared.
pub fn tight(text: &str) -> String {
    plain(text).chars().filter(|c| *c != ' ').flat_map(char::to_lowercase).collect()
}

/// Whether a cell says that there is nothing to say.
pub fn is_blank(text: &str) -> bool {
    const NOTHING: [&str; 19] = [
        "",
        "-",
        "--",
        ".",
        "/",
        "x",
        "n/a",
        "na",
        "null",
        "none",
        "없음",
        "해당없음",
        "정보없음",
        "데이터없음",
        "미정",
        "미기재",
        "해당사항없음",
        "추후공지",
        "[]",
    ];
    // Every such word is short; long text need not be brought into one form.
    text.len() <= 64 && NOTHING.contains(&tight(text).as_str())
}

/// A list as people write it: by commas, bars, semicolons, middle dots or lines.
pub fn list(text: &str) -> Vec<String> {
    let parts = text.split([',', '|', ';', '\n', '·', '/', '、']).map(plain);
    parts.filter(|part| !is_blank(part)).collect()
}

/// Digits that begin at `at`: their value and the position after them. Thousands separators are
/// skipped when `separators` is set.
fn digits(chars: &[char], at: usize, separators: bool) -> Option<(i64, usize)> {
    let mut end = at;
    let mut value = 0_i64;
    let mut any = false;
    while let Some(c) = chars.get(end) {
        if let Some(digit) = c.to_digit(10) {
            value = value.checked_mul(10)?.checked_add(i64::from(digit))?;
            any = true;
        } else if !(separators && any && *c == ',' && chars.get(end + 1).is_some_and(char::is_ascii_digit)) {
            break;
        }
        end += 1;
    }
    any.then_some((value, end))
}

/// The position of the next character that is not a space.
fn skip_spaces(chars: &[char], mut at: usize) -> usize {
    while chars.get(at) == Some(&' ') {
        at += 1;
    }
    at
}

/// Whether `chars` continue with `word` at `at`.
fn starts(chars: &[char], at: usize, word: &str) -> bool {
    word.chars().enumerate().all(|(i, c)| chars.get(at + i) == Some(&c))
}
