//! Personal data that slips into free text: mobile numbers, e-mail addresses and resident numbers.

use domain::person::looks_like_resident_number;

/// The text with mobile numbers, e-mail addresses and resident numbers replaced by `***`, and whether
/// anything was replaced. Office numbers stay: one applies by calling them.
pub fn mask(text: &str) -> (String, bool) {
    if !text.contains('@') && !text.contains(char::is_numeric) {
        return (text.to_owned(), false);
    }
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    let mut masked = false;
    while at < chars.len() {
        match personal_end(&chars, at) {
            Some(end) => {
                out.push_str("***");
                masked = true;
                at = end;
            }
            None => {
                out.push(chars[at]);
                at += 1;
            }
        }
    }
    if looks_like_resident_number(&out) {
        // Written in a way that cannot be cut out by itself.
        return ("***".to_owned(), true);
    }
    (out, masked)
}

/// A cell's text as it may be shown: one that holds a resident number shows nothing of itself.
pub fn mask_resident(text: String) -> String {
    if looks_like_resident_number(&text) { "***".to_owned() } else { text }
}

fn personal_end(chars: &[char], at: usize) -> Option<usize> {
    let before = at.checked_sub(1).and_then(|i| chars.get(i)).copied();
    let number = chars[at].is_ascii_digit() && !before.is_some_and(|c| c.is_ascii_digit());
    if let Some(end) = number.then(|| resident(chars, at).or_else(|| mobile(chars, at))).flatten() {
        return Some(end);
    }
    let word = |c: char| c.is_ascii_alphanumeric() || "._%+-".contains(c);
    (word(chars[at]) && !before.is_some_and(word)).then(|| email(chars, at)).flatten()
}

/// `010-1234-5678` and its kin, with or without signs between.
fn mobile(chars: &[char], at: usize) -> Option<usize> {
    let (digits, end) = run(chars, at, "-. )", 11);
    let national =
        digits.starts_with("01") && matches!(digits.as_bytes().get(2), Some(b'0' | b'1' | b'6'..=b'9'));
    (national && (10..=11).contains(&digits.len())).then_some(end)
}

fn resident(chars: &[char], at: usize) -> Option<usize> {
    let (digits, end) = run(chars, at, "- –", 13);
    let text: String = chars[at..end].iter().collect();
    (digits.len() == 13 && looks_like_resident_number(&text)).then_some(end)
}

/// Up to `most` digits from `at`, with at most two signs between any two.
fn run(chars: &[char], at: usize, signs: &str, most: usize) -> (String, usize) {
    let (mut digits, mut end, mut gap) = (String::new(), at, 0);
    for (i, c) in chars.iter().enumerate().skip(at) {
        if c.is_ascii_digit() && digits.len() < most {
            digits.push(*c);
            (end, gap) = (i + 1, 0);
        } else if signs.contains(*c) && gap < 2 {
            gap += 1;
        } else {
            break;
        }
    }
    (digits, end)
}

fn email(chars: &[char], at: usize) -> Option<usize> {
    let local = chars[at..].iter().take_while(|c| c.is_ascii_alphanumeric() || "._%+-".contains(**c)).count();
    if local == 0 || local > 64 || chars.get(at + local) != Some(&'@') {
        return None;
    }
    let host = at + local + 1;
    let length = chars[host..].iter().take_while(|c| c.is_ascii_alphanumeric() || ".-".contains(**c)).count();
    let name: String = chars[host..host + length].iter().collect();
    name.trim_end_matches('.').contains('.').then_some(host + length)
}
