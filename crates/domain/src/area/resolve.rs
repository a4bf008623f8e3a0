//! From what people write to area codes. Longer and finer names win; a name that several areas share
//! is only taken when the rest of the text says which; what is not recognised stays empty.

use unicode_normalization::UnicodeNormalization;

use super::{Area, AreaCode, AreaKind, AreaTable};

/// A name as it is compared: composed, without spaces and signs.
pub(super) fn normal(name: &str) -> String {
    name.nfc().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase()
}

/// The words by which people name an area: in full, and without the last syllable for cities
/// (`고양`), provinces in their usual short forms.
pub(super) fn spoken(area: &Area) -> Vec<String> {
    let mut names = vec![area.name.clone()];
    let syllables = area.name.chars().count();
    match area.kind {
        AreaKind::City if syllables > 2 => {
            names.extend(
                area.name.strip_suffix('시').or_else(|| area.name.strip_suffix('군')).map(str::to_owned),
            );
            // 은평 for 은평구, but never 중 for 중구.
            if syllables > 3 || (syllables == 3 && area.name.ends_with('구')) {
                names.extend(area.name.strip_suffix('구').map(str::to_owned));
            }
        }
        AreaKind::Province => names.extend(short_province(&area.name)),
        _ => {}
    }
    names
}

fn short_province(name: &str) -> Option<String> {
    let stem = ["특별자치도", "특별자치시", "특별시", "광역시", "도"]
        .iter()
        .find_map(|end| name.strip_suffix(end))?;
    let chars: Vec<char> = stem.chars().collect();
    Some(match chars.as_slice() {
        // 경상남 → 경남, 충청북 → 충북.
        [first, _, last] if "남북".contains(*last) => format!("{first}{last}"),
        _ => stem.to_owned(),
    })
}

/// The areas a text names, finest first; areas that contain another found one are left out.
pub(super) fn resolve(table: &AreaTable, text: &str) -> Vec<AreaCode> {
    if let Some(code) = AreaCode::parse(text).filter(|code| table.get(code).is_some()) {
        return vec![code];
    }
    let words: Vec<String> = text
        .split(|c: char| !(c.is_alphanumeric() || c == '·' || c == '.'))
        .map(normal)
        .filter(|word| !word.is_empty())
        .collect();
    let mut named: Vec<Vec<AreaCode>> = Vec::new();
    for word in &words {
        named.extend(in_word(table, word));
    }
    let certain: Vec<AreaCode> =
        named.iter().filter(|codes| codes.len() == 1).map(|codes| codes[0].clone()).collect();
    let mut found: Vec<AreaCode> = Vec::new();
    for codes in named {
        let chosen: Vec<AreaCode> = match codes.as_slice() {
            [one] => vec![one.clone()],
            several => {
                let fits = |code: &&AreaCode| {
                    certain.iter().any(|known| known != *code && table.contains(known, code))
                };
                let in_context: Vec<_> = several.iter().filter(fits).cloned().collect();
                match in_context.len() {
                    1 => in_context,
                    // A legal dong may be several administrative ones of one district: their district.
                    _ => common_parent(table, if in_context.is_empty() { several } else { &in_context }),
                }
            }
        };
        for code in chosen {
            if !found.contains(&code) {
                found.push(code);
            }
        }
    }
    let all = found.clone();
    found.retain(|code| !all.iter().any(|other| other != code && table.contains(code, other)));
    // A name that two unrelated places share is settled by the province or city that was named too.
    found.sort_by_key(|code| std::cmp::Reverse(code.as_str().len()));
    found
}

/// The names a word holds: the whole word, or names written together (`고양시일산동구`).
fn in_word(table: &AreaTable, word: &str) -> Vec<Vec<AreaCode>> {
    if let Some(codes) = table.names.get(word) {
        return vec![codes.clone()];
    }
    let chars: Vec<char> = word.chars().collect();
    let mut out = Vec::new();
    let mut start = 0;
    while start < chars.len() {
        let longest = (start + 2..=chars.len()).rev().find_map(|end| {
            let part: String = chars[start..end].iter().collect();
            let full = part.ends_with(['시', '군', '구', '도', '동', '읍', '면']);
            // Short forms only at the beginning of a word: 고양시 in 고양시청, but nothing in 신고양식.
            let known = table.names.get(&part).filter(|_| full || (start == 0 && end == chars.len()))?;
            Some((end, known.clone()))
        });
        match longest {
            Some((end, codes)) => {
                out.push(codes);
                start = end;
            }
            None if start == 0 => return with_tail(table, &chars),
            None => break,
        }
    }
    out
}

/// A known name with something behind it: `파주지역`, `서울전역`, `일산동구청`.
fn with_tail(table: &AreaTable, chars: &[char]) -> Vec<Vec<AreaCode>> {
    const TAILS: [&str; 12] =
        ["지역", "전역", "전체", "일대", "일원", "근처", "인근", "시내", "역", "청", "관내", "소재"];
    let word: String = chars.iter().collect();
    for tail in TAILS {
        if let Some(codes) = word.strip_suffix(tail).and_then(|stem| table.names.get(stem)) {
            return vec![codes.clone()];
        }
    }
    Vec::new()
}

/// The finest area that contains all of them and is no province; nothing when they are scattered.
fn common_parent(table: &AreaTable, codes: &[AreaCode]) -> Vec<AreaCode> {
    let Some(first) = codes.first() else { return Vec::new() };
    // 제주 is the province and its city: the one that contains the other.
    if let Some(outer) = codes.iter().find(|outer| codes.iter().all(|code| table.contains(outer, code))) {
        return vec![outer.clone()];
    }
    let shared = table.with_ancestors(first).into_iter().find(|outer| {
        codes.iter().all(|code| table.contains(outer, code))
            && table.get(outer).is_some_and(|area| area.kind != AreaKind::Province)
    });
    shared.into_iter().collect()
}
