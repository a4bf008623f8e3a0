//! How many are wanted: `2명(남1 여1)`, `00명`, `○명`, `3~5명`.

use super::{digits, plain, tight};

/// Heads as far as they could be told.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Told {
    /// Workers wanted; 0 while unknown.
    pub heads: u32,
    /// Of these for disabled people.
    pub disabled: u32,
    /// Whether what was written says more than the figures.
    pub says_more: bool,
}

/// Most heads taken as a figure; more is a slip.
const MOST: i64 = 9_999;

/// Reads a headcount. Placeholders (`0명`, `00명`, `○명`) and words (`약간명`) stay unknown.
pub fn read(text: &str) -> Told {
    let plain = plain(text).replace(',', "");
    let (outside, inside) = plain.split_once('(').unwrap_or((&plain, ""));
    let inside = inside.split(')').next().unwrap_or_default();
    let disabled = if inside.contains("장애") { first(inside).unwrap_or(0) } else { 0 };
    let heads = korean(outside).or_else(|| sum_by_sex(outside)).or_else(|| first(outside));
    let heads = heads.or_else(|| sum_by_sex(inside)).or_else(|| first(inside)).unwrap_or(0);
    let bare = plain.trim_end_matches(['명', '인', ' ']).chars().all(|c| c.is_ascii_digit());
    Told { heads, disabled: disabled.min(heads), says_more: !bare && !plain.is_empty() }
}

fn first(text: &str) -> Option<u32> {
    let chars: Vec<char> = text.chars().collect();
    let at = chars.iter().position(char::is_ascii_digit)?;
    let (value, end) = digits(&chars, at, false)?;
    let decimals =
        chars.get(end) == Some(&'.') && chars.get(end + 1).is_some_and(|c| ('1'..='9').contains(c));
    let negative = at > 0 && chars[at - 1] == '-' && at == 1;
    let placeholder = chars[at] == '0';
    (!placeholder && !decimals && !negative && value <= MOST).then(|| u32::try_from(value).unwrap_or(0))
}

/// `남1 여1` → 2.
fn sum_by_sex(text: &str) -> Option<u32> {
    let after = |word: char| {
        text.split(word).nth(1).and_then(|rest| {
            let near: String = rest.chars().skip_while(|c| "자성: ".contains(*c)).take(4).collect();
            near.starts_with(|c: char| c.is_ascii_digit()).then(|| first(&near)).flatten()
        })
    };
    match (after('남'), after('여')) {
        (None, None) => None,
        (men, women) => Some(men.unwrap_or(0) + women.unwrap_or(0)),
    }
}

/// `한 명`, `두명`.
fn korean(text: &str) -> Option<u32> {
    let words = ["한명", "두명", "세명", "네명", "다섯명", "여섯명", "일곱명", "여덟명", "아홉명", "열명"];
    let tight = tight(text);
    words.iter().position(|word| tight == *word).and_then(|i| u32::try_from(i + 1).ok())
}
