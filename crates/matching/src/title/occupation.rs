//! The index over the occupation tables: titles to unit groups of KECO and groups of WorkNet, with reasons, or
//! no answer.
//!
//! It must not know pages or wordings.

use std::collections::BTreeSet;

use domain::area::AreaTable;
use domain::occupation::{OccupationCode, OccupationTable, Vocabulary, WordSource, WorknetGroup};
use domain::reference::Reference;

use super::clean::shown;
use super::{Cleaner, Entry, FULL, Index, Language, Parameters, Words};

/// The least score of an answer, in parts of [`FULL`]; below it the title names no work that we know. Tuned on
/// the half "tune" of `tests/titles.psv` and on real advertisements (docs/matching.md).
pub const ANSWERED_FROM: u32 = 100_000;
/// What the detailed names of KSCO count beside names of KECO and everyday words, in thousandths.
const DETAILED: u32 = 970;
/// Occupations that one typed work may mean.
const ALTERNATIVES: usize = 3;

/// An occupation a title may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The unit group of KECO.
    pub code: OccupationCode,
    /// The search group of WorkNet; none for a code that no table has.
    pub worknet: Option<WorknetGroup>,
    /// How well it fits, 0 to [`FULL`].
    pub score: u32,
    /// The name or word of the occupation that the title resembles most.
    pub term: String,
    /// The words of the title that stand in that name, wholly or for the greater part.
    pub words: Vec<String>,
    /// Whether the title is that name, spaces and signs aside, or its code.
    pub exact: bool,
}

/// What was read out of a title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The words that were read, without those that only advertise.
    pub words: Words,
    /// Occupations it may mean, best first; empty when it names none.
    pub answers: Vec<Answer>,
}

/// The index over the occupation tables.
#[derive(Debug)]
pub struct Titles {
    index: Index,
    codes: Vec<OccupationCode>,
    occupations: OccupationTable,
    vocabulary: Vocabulary,
}

impl Titles {
    /// The index; names of `areas` are taken away from titles.
    pub fn new(reference: &Reference, areas: &AreaTable) -> Self {
        let cleaner = Cleaner::new(Language::Korean).without_places(areas);
        Self::with(reference, cleaner, Parameters::KOREAN)
    }

    /// The same with other weights, to try them.
    pub fn with(reference: &Reference, cleaner: Cleaner, parameters: Parameters) -> Self {
        let (occupations, vocabulary) = (reference.occupations.clone(), reference.titles.clone());
        let codes: Vec<OccupationCode> =
            occupations.iter().map(|group| &group.code).filter(|code| code.level() == 4).cloned().collect();
        let mut entries: Vec<Entry> = Vec::new();
        let mut seen = std::collections::HashSet::new();
        for word in vocabulary.words() {
            let Ok(place) = codes.binary_search(&word.code) else { continue };
            let group = u32::try_from(place).unwrap_or(u32::MAX);
            let weight = if word.source == WordSource::Detailed { DETAILED } else { 1_000 };
            let parts = if word.source == WordSource::Everyday { Vec::new() } else { parts(&word.text) };
            for text in std::iter::once(word.text.clone()).chain(parts) {
                if seen.insert((crate::words::bare(&text), group)) {
                    entries.push(Entry { text, group, weight });
                }
            }
        }
        Self { index: Index::new(entries, cleaner, parameters), codes, occupations, vocabulary }
    }

    /// Reads a title: at most `most` occupations, none when the best is not good enough. Any text has an
    /// answer; characters beyond [`TEXT_MOST`](super::TEXT_MOST) are passed over.
    pub fn read(&self, title: &str, most: usize) -> Reading {
        let typed = shown(title.trim());
        let code = OccupationCode::parse(&typed).or_else(|| OccupationCode::from_worknet(&typed));
        if let Some(code) = code.filter(|code| self.codes.binary_search(code).is_ok()) {
            let answers = if most == 0 { Vec::new() } else { vec![self.by_code(code, &typed)] };
            return Reading { words: Words { main: vec![typed], aside: Vec::new() }, answers };
        }
        let words = self.index.cleaner().title(title);
        let hits = self.index.groups_of(&words, most);
        let known = hits.first().is_some_and(|hit| hit.score >= ANSWERED_FROM);
        let answers = hits.iter().filter(|_| known).filter_map(|hit| {
            let code = self.codes.get(hit.group as usize)?.clone();
            let term = self.index.entries().get(hit.entry)?.text.clone();
            Some(Answer {
                worknet: self.vocabulary.worknet(&code).cloned(),
                score: hit.score.min(FULL),
                words: words
                    .main
                    .iter()
                    .chain(&words.aside)
                    .filter(|w| stands_in(w, &term))
                    .cloned()
                    .collect(),
                exact: hit.score >= FULL,
                code,
                term,
            })
        });
        let answers = answers.collect();
        Reading { words, answers }
    }

    /// The occupations somebody may mean who typed this as a work: those whose name, word or code it is; of
    /// several works, parted by a comma, slash or line, the best of each; else what the title reads as, with
    /// those that fit about as well. Empty when it names none.
    pub fn meant(&self, typed: &str) -> Vec<OccupationCode> {
        let named = self.occupations.resolve(typed);
        if !named.is_empty() {
            return named;
        }
        let parts: Vec<&str> =
            typed.split([',', '/', '\n']).map(str::trim).filter(|part| !part.is_empty()).collect();
        let mut codes = Vec::new();
        if let [_, _, ..] = parts[..] {
            for part in parts {
                let named = self.occupations.resolve(part).into_iter().next();
                codes.extend(named.or_else(|| Some(self.read(part, 1).answers.into_iter().next()?.code)));
            }
        } else {
            let answers = self.read(typed, ALTERNATIVES).answers;
            let best = answers.first().map_or(0, |answer| answer.score);
            let close = |answer: &Answer| answer.score / 4 >= best / 5;
            codes.extend(answers.into_iter().filter(close).map(|answer| answer.code));
        }
        let mut seen = BTreeSet::new();
        codes.retain(|code| seen.insert(code.clone()));
        codes
    }

    fn by_code(&self, code: OccupationCode, typed: &str) -> Answer {
        Answer {
            worknet: self.vocabulary.worknet(&code).cloned(),
            score: FULL,
            term: self.occupations.name(&code).to_owned(),
            words: vec![typed.to_owned()],
            exact: true,
            code,
        }
    }
}

/// Parts of a name that name the group by themselves: `제과원 및 제빵사` → `제과원`, `제빵사`.
fn parts(name: &str) -> Vec<String> {
    let parts: Vec<&str> = name.split(" 및 ").flat_map(|part| part.split(['·', 'ㆍ', ','])).collect();
    let names =
        |part: &&str| part.chars().count() >= 3 && part.ends_with(['사', '원', '가', '자', '관', '직', '공']);
    if parts.len() < 2 {
        return Vec::new();
    }
    parts.into_iter().map(str::trim).filter(names).map(str::to_owned).collect()
}

/// Whether at least half of the pairs of characters of a word stand in the name; a lone character itself.
fn stands_in(word: &str, name: &str) -> bool {
    let name: Vec<char> = crate::words::bare(name).chars().collect();
    let word: Vec<char> = crate::words::bare(word).chars().collect();
    let held = |run: &[char]| name.windows(run.len()).any(|other| other == run);
    match word.len() {
        0 => false,
        1 => held(&word),
        _ => word.windows(2).filter(|pair| held(pair)).count() * 2 >= word.len() - 1,
    }
}
