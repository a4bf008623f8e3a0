//! A title as words: what advertises, pays, dates and places taken away, brackets apart, English words brought
//! to their stem.
//!
//! It must not know any occupation.

use std::collections::HashSet;

use domain::area::AreaTable;
use unicode_normalization::UnicodeNormalization;

/// Characters of a title that are read; the rest is passed over.
pub const TEXT_MOST: usize = 400;
/// Syllables that must be left when a recruiting verb is cut from the end of a word.
const STEM_LEAST: usize = 2;
/// Characters a number's unit may have (`09:00~18:00`, `12,000원`, `25인승`).
const UNIT_MOST: usize = 4;
/// English words that name no work.
const ENGLISH_STOP: [&str; 17] = [
    "of",
    "and",
    "for",
    "the",
    "in",
    "to",
    "a",
    "an",
    "or",
    "with",
    "all",
    "other",
    "except",
    "including",
    "on",
    "at",
    "by",
];

/// The language of a list and its questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Korean, spaced at will.
    Korean,
    /// English.
    English,
}

/// The words of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// Those outside brackets; those inside when there are no others.
    pub main: Vec<String>,
    /// Those inside brackets.
    pub aside: Vec<String>,
}

/// What is taken away.
#[derive(Debug, Clone)]
pub struct Cleaner {
    language: Language,
    noise: HashSet<String>,
    endings: Vec<String>,
    name_noise: HashSet<String>,
}

impl Cleaner {
    /// For titles in that language.
    pub fn new(language: Language) -> Self {
        let mut cleaner =
            Self { language, noise: HashSet::new(), endings: Vec::new(), name_noise: HashSet::new() };
        if language == Language::English {
            cleaner.noise.extend(ENGLISH_STOP.map(str::to_owned));
            cleaner.name_noise.clone_from(&cleaner.noise);
            return cleaner;
        }
        for line in include_str!("noise.txt").lines() {
            let mut words = line.split_whitespace();
            match words.next() {
                Some("verb") => cleaner.endings.extend(words.map(str::to_owned)),
                Some("word") => cleaner.noise.extend(words.map(str::to_owned)),
                Some("name") => cleaner.name_noise.extend(words.map(str::to_owned)),
                _ => {}
            }
        }
        cleaner.noise.extend(cleaner.endings.iter().cloned());
        // 모집합니다 before 모집.
        cleaner.endings.sort_by_key(|ending| std::cmp::Reverse(ending.chars().count()));
        cleaner
    }

    /// Takes the names of those areas away too (고양시, 고양); what is a word of a work as well stays (수영구, but not
    /// 수영).
    #[must_use]
    pub fn without_places(mut self, areas: &AreaTable, works: &HashSet<&str>) -> Self {
        for area in areas.iter() {
            let name = area.name.to_lowercase();
            let short = name.strip_suffix(['시', '군', '구', '동']).unwrap_or(&name);
            // Two syllables and more only: 동구, but not 동; no area is called as a work is.
            if area.kind != domain::area::AreaKind::Dong
                && short.chars().count() >= STEM_LEAST
                && !works.contains(short)
            {
                self.noise.insert(short.to_owned());
            }
            self.noise.insert(name);
        }
        self
    }

    /// The words of a title somebody typed.
    pub fn title(&self, text: &str) -> Words {
        let text = shown(text);
        let kept = match self.language {
            Language::Korean => text.as_str(),
            // "Sales Representatives, Except Technical": what is excepted is not meant.
            Language::English => text.split(" except ").next().unwrap_or_default(),
        };
        self.words(kept, |word| self.bare(word))
    }

    /// The words of a name on the list, which has nothing to take away but its small words.
    pub fn name(&self, text: &str) -> Words {
        self.words(&shown(text), |word| (!self.name_noise.contains(word)).then(|| self.stem(word)))
    }

    fn words(&self, text: &str, keep: impl Fn(&str) -> Option<String>) -> Words {
        let (mut outside, mut inside) = (String::new(), String::new());
        let mut depth = 0_usize;
        for c in text.chars() {
            match c {
                '(' | '[' | '{' | '<' | '【' | '「' => depth += 1,
                ')' | ']' | '}' | '>' | '】' | '」' => depth = depth.saturating_sub(1),
                _ if depth == 0 => outside.push(c),
                _ => inside.push(c),
            }
            if matches!(c, '(' | '[' | '{' | '<' | '【' | '「' | ')' | ']' | '}' | '>' | '】' | '」') {
                outside.push(' ');
                inside.push(' ');
            }
        }
        let split = |text: &str| -> Vec<String> {
            text.split(|c: char| !(c.is_alphanumeric() || "+#&.:,".contains(c)))
                .flat_map(|word| match word {
                    word if number(word) => vec![word],
                    // A full stop ends a Korean sentence; ".net" and "r&d" are English.
                    word if word.chars().any(hangul) => word.split([',', ':', '.', '&']).collect(),
                    word => word.split([',', ':']).collect(),
                })
                .map(|word| word.trim_matches(['.', '&', ',', ':']))
                .filter(|word| !word.is_empty())
                .filter_map(&keep)
                .collect()
        };
        let (main, aside) = (split(&outside), split(&inside));
        if main.is_empty() { Words { main: aside, aside: main } } else { Words { main, aside } }
    }

    /// A word without recruiting verbs at its end; nothing when it names no work.
    fn bare(&self, word: &str) -> Option<String> {
        let mut word = word;
        loop {
            if self.noise.contains(word) || (self.language == Language::Korean && number(word)) {
                return None;
            }
            if let Some(noun) =
                word.strip_suffix(['을', '를']).filter(|noun| noun.chars().count() >= STEM_LEAST)
            {
                word = noun;
                continue;
            }
            let cut = self.endings.iter().find_map(|ending| {
                word.strip_suffix(ending.as_str()).filter(|stem| stem.chars().count() >= STEM_LEAST)
            });
            match cut {
                Some(stem) => word = stem,
                None => return Some(self.stem(word)),
            }
        }
    }

    fn stem(&self, word: &str) -> String {
        match self.language {
            Language::Korean => word.to_owned(),
            Language::English => singular(word),
        }
    }
}

/// Composed, compatible forms folded, lower case, not more than is read.
pub(super) fn shown(text: &str) -> String {
    let text: String = text.chars().take(TEXT_MOST).nfkc().take(2 * TEXT_MOST).collect();
    text.to_lowercase()
}

fn hangul(c: char) -> bool {
    ('가'..='힣').contains(&c)
}

/// A number with a unit of hours, pay, people: no work. Tonnes (5톤) and dimensions (3d) tell of one.
fn number(word: &str) -> bool {
    let unit = word.trim_start_matches(|c: char| c.is_ascii_digit() || ".,:".contains(c));
    unit.len() < word.len()
        && word.starts_with(|c: char| c.is_ascii_digit())
        && unit.chars().count() <= UNIT_MOST
        && !(unit.contains('톤') || unit.starts_with('d') || word.starts_with("119"))
}

/// An English noun in the singular, by its ending.
fn singular(word: &str) -> String {
    let long = |least: usize| word.len() >= least;
    let cut = |ending: &str, instead: &str| word.strip_suffix(ending).map(|stem| format!("{stem}{instead}"));
    let found = if long(4) && word.ends_with("ies") {
        cut("ies", "y")
    } else if long(5) && ["sses", "shes", "ches", "xes"].iter().any(|ending| word.ends_with(ending)) {
        cut("es", "")
    } else if long(4) && word.ends_with("men") {
        cut("men", "man")
    } else if long(4) && word.ends_with('s') && !["ss", "us", "is"].iter().any(|e| word.ends_with(e)) {
        cut("s", "")
    } else {
        None
    };
    found.unwrap_or_else(|| word.to_owned())
}
