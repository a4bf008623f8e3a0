//! Words that stand in for each other: those that fill the same gap in names that are otherwise alike, as
//! *operator* and *operative* in "foam rubber … ". Read off the names alone; which group a name is in is not
//! asked.
//!
//! It must not know what a word means.

use std::collections::BTreeMap;

/// Words of a gap from which on it says nothing: what fits everywhere.
const FILLERS_MOST: usize = 30;
/// Stand-ins that are kept of a word.
const KEPT_MOST: usize = 5;
/// The least nearness kept, in thousandths.
const NEAR_LEAST: u64 = 30;

/// Words, each with its stand-ins and their nearness in thousandths, the nearest first.
#[derive(Debug, Default)]
pub(super) struct StandIns(BTreeMap<String, Vec<(u64, String)>>);

impl StandIns {
    /// Reads the names. Nearness is how often two words share a gap, beside the root of how often each occurs;
    /// a gap of many words counts for less.
    pub(super) fn of(names: &[Vec<String>]) -> Self {
        let mut count: BTreeMap<&str, u64> = BTreeMap::new();
        let mut gaps: BTreeMap<(&[String], &[String]), Vec<&str>> = BTreeMap::new();
        for name in names {
            for (place, word) in name.iter().enumerate() {
                *count.entry(word).or_default() += 1;
                if let (Some(before), Some(behind)) = (name.get(..place), name.get(place + 1..))
                    && name.len() > 1
                {
                    gaps.entry((before, behind)).or_default().push(word);
                }
            }
        }
        let mut shared: BTreeMap<(&str, &str), u64> = BTreeMap::new();
        for mut fillers in gaps.into_values() {
            fillers.sort_unstable();
            fillers.dedup();
            if fillers.len() < 2 || fillers.len() > FILLERS_MOST {
                continue;
            }
            let each = 1_000 / (fillers.len() as u64 - 1);
            for a in &fillers {
                for b in fillers.iter().filter(|b| *b != a) {
                    *shared.entry((a, b)).or_default() += each;
                }
            }
        }
        let mut near: BTreeMap<String, Vec<(u64, String)>> = BTreeMap::new();
        for ((a, b), together) in shared {
            let often = |word: &str| count.get(word).copied().unwrap_or(1);
            let nearness = together * 1_000 / (often(a) * often(b) * 1_000_000).isqrt().max(1);
            if nearness >= NEAR_LEAST {
                near.entry(a.to_owned()).or_default().push((nearness, b.to_owned()));
            }
        }
        for words in near.values_mut() {
            words.sort_by(|(na, a), (nb, b)| nb.cmp(na).then_with(|| a.cmp(b)));
            words.truncate(KEPT_MOST);
        }
        Self(near)
    }

    /// The stand-ins of a word.
    pub(super) fn of_word(&self, word: &str) -> &[(u64, String)] {
        self.0.get(word).map_or(&[], Vec::as_slice)
    }
}
