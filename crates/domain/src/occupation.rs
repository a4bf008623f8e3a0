//! Occupations: codes of the Korean Employment Classification of Occupations (KECO 2025), their tree,
//! and the everyday words that name them.

mod vocabulary;

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

pub use vocabulary::{Vocabulary, Word, WordSource, WorknetGroup};

/// A KECO code: one digit for a major group to four for a unit group.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OccupationCode(String);

impl OccupationCode {
    /// Reads a code of one to four digits.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        ((1..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit()))
            .then(|| Self(text.to_owned()))
    }

    /// The unit group of a WorkNet code: its six digits begin with the four of KECO.
    pub fn from_worknet(text: &str) -> Option<Self> {
        let text = text.trim();
        (text.len() == 6 && text.bytes().all(|b| b.is_ascii_digit())).then(|| Self(text[..4].to_owned()))
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// How deep in the tree: 1 major, 2 sub-major, 3 minor, 4 unit group.
    pub fn level(&self) -> u8 {
        u8::try_from(self.0.len()).unwrap_or(4)
    }

    /// The group of that level it lies in; itself when it is no deeper.
    pub fn ancestor(&self, level: u8) -> Self {
        Self(self.0[..usize::from(level.max(1)).min(self.0.len())].to_owned())
    }

    /// The deepest level at which both lie in one group: 0 (nothing in common) to 4 (the same).
    pub fn shared_level(&self, other: &Self) -> u8 {
        let shared = self.0.bytes().zip(other.0.bytes()).take_while(|(a, b)| a == b).count();
        u8::try_from(shared).unwrap_or(4)
    }

    /// Whether `other` is this group or lies in it.
    pub fn covers(&self, other: &Self) -> bool {
        other.0.starts_with(&self.0)
    }
}

impl std::fmt::Display for OccupationCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for OccupationCode {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or_else(|| format!("`{text}` is no occupation code of 1 to 4 digits"))
    }
}

impl From<OccupationCode> for String {
    fn from(code: OccupationCode) -> Self {
        code.0
    }
}

/// A group of the classification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occupation {
    /// Its code.
    pub code: OccupationCode,
    /// Its name.
    pub name: String,
    /// The group above.
    pub parent: Option<OccupationCode>,
}

/// The classification with the words for it.
#[derive(Debug, Clone, Default)]
pub struct OccupationTable {
    groups: BTreeMap<OccupationCode, Occupation>,
    /// Normalised name or word → the word as written, and the codes: of names before everyday words.
    terms: HashMap<String, (String, Vec<(bool, OccupationCode)>)>,
    /// Normalised name of every group, the broad ones too → the deepest group of that name.
    names: HashMap<String, OccupationCode>,
    synonyms: Vec<(String, String)>,
}

/// Words suggested for one that is not known.
const MOST_NEAR: usize = 5;

/// A row of the everyday words: the word and its code.
pub type Term = (String, OccupationCode);

impl OccupationTable {
    /// The table of groups and everyday words.
    pub fn new(groups: Vec<Occupation>, terms: Vec<Term>) -> Self {
        let mut table = Self::default();
        for group in groups {
            // Broad names such as 서비스직 are no answer to "which work": only units and minor groups.
            if group.code.level() >= 3 {
                table.add(&group.name.clone(), group.code.clone(), true);
                for part in parts_of_name(&group.name) {
                    table.add(&part, group.code.clone(), false);
                }
            }
            // Of a group and the only one below it, which share a name, the lower one says more.
            let named = table.names.entry(normal(&group.name)).or_insert_with(|| group.code.clone());
            if group.code.level() > named.level() {
                named.clone_from(&group.code);
            }
            table.groups.insert(group.code.clone(), group);
        }
        for (term, code) in terms {
            if let Some(group) = table.groups.get(&code) {
                table.synonyms.push((term.clone(), group.name.clone()));
                table.add(&term, code, false);
            }
        }
        table
    }

    fn add(&mut self, term: &str, code: OccupationCode, name: bool) {
        let key = normal(term);
        if key.chars().count() < 2 {
            return;
        }
        let (_, known) = self.terms.entry(key).or_insert_with(|| (term.to_owned(), Vec::new()));
        if !known.iter().any(|(_, other)| *other == code) {
            known.push((name, code));
        }
    }

    /// The group of a code.
    pub fn get(&self, code: &OccupationCode) -> Option<&Occupation> {
        self.groups.get(code)
    }

    /// Its name, empty when the code is unknown.
    pub fn name(&self, code: &OccupationCode) -> &str {
        self.get(code).map_or("", |group| &group.name)
    }

    /// The group whose name the whole text is, spaces and signs aside: also one that has commas or middle
    /// dots in its name, and a broad one.
    pub fn named(&self, text: &str) -> Option<&OccupationCode> {
        self.names.get(&normal(text))
    }

    /// Groups directly below.
    pub fn children(&self, code: &OccupationCode) -> impl Iterator<Item = &Occupation> {
        let code = code.clone();
        self.groups.values().filter(move |group| group.parent.as_ref() == Some(&code))
    }

    /// All groups, by code.
    pub fn iter(&self) -> impl Iterator<Item = &Occupation> {
        self.groups.values()
    }

    /// Names of unit groups that mean that group alone when they are typed, by code: what one may pick from.
    pub fn pickable(&self) -> impl Iterator<Item = &str> {
        let units = self.groups.values().filter(|group| group.code.level() == 4);
        let alone = units.filter(|group| {
            let meant = self.resolve(&group.name);
            meant.first() == Some(&group.code) && !group.name.contains(',')
        });
        alone.map(|group| group.name.as_str())
    }

    /// Everyday words with the classification's name, for full-text search.
    pub fn synonyms(&self) -> &[(String, String)] {
        &self.synonyms
    }

    /// Names and words that somebody may have meant who wrote what is none: those that hold it, else those that
    /// begin as it does. The shortest first.
    pub fn near(&self, text: &str) -> Vec<&str> {
        let mut stem: Vec<char> = normal(text).chars().collect();
        while stem.len() >= 2 {
            let part: String = stem.iter().collect();
            let alike = self.terms.iter().filter(|(key, _)| key.contains(&part));
            let mut words: Vec<&str> = alike.map(|(_, (word, _))| word.as_str()).collect();
            if !words.is_empty() {
                words.sort_by_key(|word| (word.chars().count(), *word));
                words.truncate(MOST_NEAR);
                return words;
            }
            stem.pop();
        }
        Vec::new()
    }

    /// The occupations whose name, everyday word or code the whole text is: names first, then the lower groups.
    /// A six-digit WorkNet code gives its unit group. What else somebody typed is read by `matching::title`.
    pub fn resolve(&self, text: &str) -> Vec<OccupationCode> {
        let trimmed = text.trim();
        let by_code = OccupationCode::parse(trimmed).or_else(|| OccupationCode::from_worknet(trimmed));
        if let Some(code) = by_code.filter(|code| self.groups.contains_key(code)) {
            return vec![code];
        }
        let Some((_, found)) = self.terms.get(&normal(trimmed)) else { return Vec::new() };
        let mut found = found.clone();
        found.sort_by_key(|(name, code)| (!name, std::cmp::Reverse(code.level()), code.clone()));
        found.into_iter().map(|(_, code)| code).collect()
    }
}

/// As names are compared: composed, lower case, without spaces and signs.
fn normal(text: &str) -> String {
    text.nfc().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase()
}

/// Words inside a name that name the group by themselves: `제과원 및 제빵사` → `제과원`, `제빵사`.
fn parts_of_name(name: &str) -> Vec<String> {
    if name.starts_with("기타") || name.contains("관리자") {
        return Vec::new();
    }
    let parts: Vec<&str> = name.split(" 및 ").collect();
    let whole_word = |part: &&str| {
        let part = part.trim();
        part.chars().count() >= 3 && part.ends_with(['사', '원', '가', '자', '관', '직', '공'])
    };
    if parts.len() < 2 {
        return Vec::new();
    }
    parts
        .iter()
        .flat_map(|part| part.split('·'))
        .filter(whole_word)
        .map(|part| part.trim().to_owned())
        .collect()
}
