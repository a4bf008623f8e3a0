//! Words as features: each word whole, and the runs of characters in it, as hashes with a weight.
//!
//! It must not know how rare a feature is: that is [`super::space`].

use super::{Parameters, Words};

/// Hash of a feature and its weight, in thousandths. Sorted, each hash once.
pub(super) type Features = Vec<(u64, u32)>;

/// Stands before the first and behind the last character of a word.
const BORDER: char = '\u{1}';
/// Distinguishes a whole word from a run of the same characters.
const WHOLE: char = '\u{2}';

/// The features of a text.
pub(super) fn features(words: &Words, parameters: &Parameters) -> Features {
    let mut out = Features::new();
    of_words(&words.main, 1_000, parameters, &mut out);
    of_words(&words.aside, parameters.aside, parameters, &mut out);
    merge(&mut out);
    out
}

/// Adds the features of one more word with a weight in thousandths.
pub(super) fn add_word(features: &mut Features, word: &str, weight: u32, parameters: &Parameters) {
    of_words(&[word.to_owned()], weight, parameters, features);
}

/// Sums the weights of equal features and sorts.
pub(super) fn merge(features: &mut Features) {
    features.sort_unstable();
    features.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 = kept.1.saturating_add(next.1);
        }
        same
    });
}

fn of_words(words: &[String], weight: u32, parameters: &Parameters, out: &mut Features) {
    let (least, most) = parameters.grams;
    let thousandth = |share: u32| weight * share / 1_000;
    for word in words {
        out.push((hash([WHOLE].into_iter().chain(word.chars())), thousandth(parameters.word)));
        let bordered: Vec<char> = [BORDER].into_iter().chain(word.chars()).chain([BORDER]).collect();
        let runs = (least..=most).flat_map(|length| bordered.windows(length)).count();
        let each = if parameters.shared { by_root(weight, runs) } else { weight };
        for run in (least..=most).flat_map(|length| bordered.windows(length)) {
            let edge = run.len() == 2 && run.contains(&BORDER);
            let share = if edge { parameters.edge } else { 1_000 };
            out.push((hash(run.iter().copied()), each * share / 1_000));
        }
    }
    if parameters.joined {
        for pair in words.windows(2) {
            let [left, right] = pair else { continue };
            across(left, right, most, |run| out.push((hash(run.iter().copied()), weight)));
        }
    }
}

/// Runs of two to `most` characters that touch both words.
fn across(left: &str, right: &str, most: usize, mut each: impl FnMut(&[char])) {
    let tail: Vec<char> = left.chars().rev().take(most - 1).collect();
    let seam = tail.len();
    let joined: Vec<char> = tail.into_iter().rev().chain(right.chars().take(most - 1)).collect();
    for length in 2..=most {
        for (start, run) in joined.windows(length).enumerate() {
            if start < seam && start + length > seam {
                each(run);
            }
        }
    }
}

/// `weight` by the root of a count, rounded down.
fn by_root(weight: u32, count: usize) -> u32 {
    let squared = u64::from(weight) * u64::from(weight) / u64::try_from(count).unwrap_or(u64::MAX).max(1);
    u32::try_from(squared.isqrt()).unwrap_or(weight)
}

/// FNV-1a with 64 bits over the characters; the same everywhere.
fn hash(chars: impl Iterator<Item = char>) -> u64 {
    chars.fold(0xcbf2_9ce4_8422_2325, |hash, c| {
        (hash ^ u64::from(u32::from(c))).wrapping_mul(0x0100_0000_01b3)
    })
}
