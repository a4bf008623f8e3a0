//! A list of names in groups, and which of them a text means: every name and every group with a score.
//!
//! It must not know what the groups are: occupations of KECO, concepts of ESCO.

use std::collections::HashMap;

use super::feature::{Features, add_word, features, merge};
use super::space::{Space, Vector, ln};
use super::stand_in::StandIns;
use super::{Cleaner, FULL, Parameters, Words};

/// A name on the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// As written.
    pub text: String,
    /// Its group, counted from 0; the lower one wins a tie.
    pub group: u32,
    /// What it counts beside others, in thousandths.
    pub weight: u32,
}

/// A name with its score in parts of [`FULL`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StringHit {
    /// Place of the name in the list.
    pub entry: usize,
    /// How well it fits.
    pub score: u32,
}

/// A group with its score in parts of [`FULL`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GroupHit {
    /// The group.
    pub group: u32,
    /// How well it fits; [`FULL`] and more when the text is one of its names, letter by letter.
    pub score: u32,
    /// The name of the group that fits best.
    pub entry: usize,
}

/// The list, ready to be asked.
#[derive(Debug)]
pub struct Index {
    parameters: Parameters,
    cleaner: Cleaner,
    entries: Vec<Entry>,
    groups: usize,
    names: Space,
    merged: Space,
    /// Letters of a name without spaces and signs → groups that have it, with the place of the name.
    exact: HashMap<String, Vec<(u32, usize)>>,
    stand_ins: StandIns,
}

impl Index {
    /// Builds the list. Groups are numbered without gaps by the caller, or empty groups are kept that never
    /// fit.
    pub fn new(entries: Vec<Entry>, cleaner: Cleaner, parameters: Parameters) -> Self {
        let groups = entries.iter().map(|entry| entry.group as usize + 1).max().unwrap_or(0);
        let words: Vec<Words> = entries.iter().map(|entry| cleaner.name(&entry.text)).collect();
        let names: Vec<Features> = words.iter().map(|words| features(words, &parameters)).collect();
        let stand_ins = if parameters.stand_in == 0 {
            StandIns::default()
        } else {
            StandIns::of(&words.iter().map(|words| words.main.clone()).collect::<Vec<_>>())
        };
        let mut merged = vec![Features::new(); groups];
        let mut exact: HashMap<String, Vec<(u32, usize)>> = HashMap::new();
        for (place, (entry, (words, features))) in entries.iter().zip(words.iter().zip(&names)).enumerate() {
            if let Some(group) = merged.get_mut(entry.group as usize) {
                group.extend_from_slice(features);
            }
            let letters = letters(&words.main);
            if letters.is_empty() {
                continue;
            }
            let known = exact.entry(letters).or_default();
            if known.iter().all(|(group, _)| *group != entry.group) {
                known.push((entry.group, place));
            }
        }
        for group in &mut merged {
            merge(group);
            group.iter_mut().for_each(|(_, weight)| *weight = damped(*weight));
        }
        Self {
            names: Space::new(&names, parameters.slope),
            merged: Space::new(&merged, parameters.group_slope),
            parameters,
            cleaner,
            entries,
            groups,
            exact,
            stand_ins,
        }
    }

    /// The names of the list.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// What is taken away from a title before it is read.
    pub fn cleaner(&self) -> &Cleaner {
        &self.cleaner
    }

    /// The names a text may mean, best first, at most `most`; of equal ones the earlier in the list.
    pub fn strings(&self, text: &str, most: usize) -> Vec<StringHit> {
        let question = self.question(&self.cleaner.title(text));
        let vector = self.names.vector(&question);
        let mut scores = self.weighed(&vector);
        if self.parameters.feedback_names > 0 {
            scores = self.weighed(&self.widened(&vector, &scores));
        }
        best_names(&scores, most)
    }

    /// The groups a text may mean, best first, at most `most`. Without the round of feedback, which helps to find
    /// all names of a group, not the group.
    pub fn groups(&self, text: &str, most: usize) -> Vec<GroupHit> {
        self.groups_of(&self.cleaner.title(text), most)
    }

    /// The same for a text that was cleaned.
    pub fn groups_of(&self, words: &Words, most: usize) -> Vec<GroupHit> {
        let question = self.question(words);
        let mut best: Vec<Option<StringHit>> = vec![None; self.groups];
        for (entry, score) in self.weighed(&self.names.vector(&question)).into_iter().enumerate() {
            let group = self.entries.get(entry).map_or(0, |known| known.group as usize);
            if let Some(kept) = best.get_mut(group)
                && kept.is_none_or(|hit| score > hit.score)
            {
                *kept = Some(StringHit { entry, score });
            }
        }
        let length = self.names.length(&question);
        let merged = self.merged.products(&self.merged.vector_of_length(&question, length));
        let exact = self.exact.get(&letters(&words.main)).map_or(&[][..], Vec::as_slice);
        let share = u64::from(self.parameters.group.min(1_000));
        let mut hits: Vec<GroupHit> = (0_u32..)
            .zip(best.into_iter().zip(merged))
            .filter_map(|(group, (best, whole))| {
                let StringHit { entry, score } = best?;
                let fused = ((1_000 - share) * u64::from(score) + share * u64::from(whole)) / 1_000;
                let fused = u32::try_from(fused).unwrap_or(u32::MAX);
                let hit = match exact.iter().find(|(known, _)| *known == group) {
                    Some((_, entry)) => GroupHit { group, score: fused.saturating_add(FULL), entry: *entry },
                    None => GroupHit { group, score: fused, entry },
                };
                (hit.score > 0).then_some(hit)
            })
            .collect();
        hits.sort_by_key(|hit| (std::cmp::Reverse(hit.score), hit.group));
        hits.truncate(most);
        hits
    }

    /// The features of a title, with words that stand in for its own.
    fn question(&self, words: &Words) -> Features {
        let mut question = features(words, &self.parameters);
        for word in &words.main {
            for (nearness, other) in self.stand_ins.of_word(word) {
                let weight = u64::from(self.parameters.stand_in) * nearness / 1_000;
                let weight = u32::try_from(weight).unwrap_or(u32::MAX).min(self.parameters.stand_in_most);
                add_word(&mut question, other, weight, &self.parameters);
            }
        }
        merge(&mut question);
        question
    }

    /// The score of every name.
    fn weighed(&self, vector: &Vector) -> Vec<u32> {
        let products = self.names.products(vector).into_iter().zip(&self.entries);
        products
            .map(|(score, entry)| {
                u32::try_from(u64::from(score) * u64::from(entry.weight) / 1_000).unwrap_or(u32::MAX)
            })
            .collect()
    }

    /// The question with the best names of a first pass beside it, each as much as it fitted.
    fn widened(&self, question: &Vector, scores: &[u32]) -> Vector {
        let best = best_names(scores, self.parameters.feedback_names);
        let total = best.iter().map(|hit| u64::from(hit.score)).sum::<u64>().max(1);
        let mut sums: Vec<(u64, u64)> = question.clone();
        for hit in best {
            let Some(entry) = self.entries.get(hit.entry) else { continue };
            let name = features(&self.cleaner.name(&entry.text), &self.parameters);
            let share = u64::from(self.parameters.feedback) * u64::from(hit.score) / total;
            sums.extend(
                self.names
                    .vector(&name)
                    .into_iter()
                    .map(|(feature, weight)| (feature, weight * share / 1_000)),
            );
        }
        sums.sort_unstable();
        sums.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 += next.1;
            }
            same
        });
        sums
    }
}

/// Names with any score, best first, then as the list has them.
fn best_names(scores: &[u32], most: usize) -> Vec<StringHit> {
    let mut hits: Vec<StringHit> = scores
        .iter()
        .enumerate()
        .filter(|(_, score)| **score > 0)
        .map(|(entry, score)| StringHit { entry, score: *score })
        .collect();
    hits.sort_by_key(|hit| (std::cmp::Reverse(hit.score), hit.entry));
    hits.truncate(most);
    hits
}

/// A weight summed over the names of a group, so that the tenth name with a word adds less than the first.
fn damped(weight: u32) -> u32 {
    // ln(1 + weight), both in thousandths.
    let natural = ln(1_000 + u64::from(weight)).saturating_sub(ln(1_000));
    u32::try_from(natural * 1_000 / 1_024).unwrap_or(u32::MAX)
}

/// Letters and digits of the words, one after the other.
fn letters(words: &[String]) -> String {
    words.iter().flat_map(|word| word.chars()).filter(|c| c.is_alphanumeric()).collect()
}
