//! Words as they are compared: skills by their bare letters, texts by hashed pairs of characters.

use unicode_normalization::UnicodeNormalization;

/// Weight of a licence in the overlap of skills.
pub(crate) const LICENCE: i32 = 3;
/// Weight of a named skill or a language.
const SKILL: i32 = 2;
/// Weight of a computer skill of the code list.
const COMPUTER: i32 = 1;
/// Pairs of a text that count, the first ones.
const PAIRS_MOST: usize = 64;

/// A skill with its weight. Equal words are equal skills, whatever list they stood in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Skill {
    pub(crate) word: String,
    pub(crate) weight: i32,
}

/// Composed, lower case, letters and digits only.
pub(crate) fn bare(text: &str) -> String {
    text.nfc().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase()
}

/// Licences, skills, languages and computer skills as one sorted list without repetition.
pub(crate) fn skills(
    licences: &[String],
    skills: &[String],
    languages: &[domain::opening::LanguageSkill],
    computer: &[domain::opening::ComputerSkill],
) -> Vec<Skill> {
    let mut out: Vec<Skill> = Vec::new();
    let mut add = |word: String, weight| {
        if word.is_empty() {
            return;
        }
        match out.iter_mut().find(|known| known.word == word) {
            Some(known) => known.weight = known.weight.max(weight),
            None => out.push(Skill { word, weight }),
        }
    };
    licences.iter().for_each(|licence| add(bare(licence), LICENCE));
    skills.iter().for_each(|skill| add(bare(skill), SKILL));
    languages.iter().for_each(|skill| add(format!("language {}", skill.language.code()), SKILL));
    computer.iter().for_each(|skill| add(format!("computer {}", skill.code()), COMPUTER));
    out.sort();
    out
}

/// Hashes of the pairs of neighbouring characters in the words of a text, sorted, without repetition.
pub(crate) fn pairs(text: &str) -> Vec<u32> {
    let mut out = Vec::new();
    for word in text.nfc().collect::<String>().to_lowercase().split(|c: char| !c.is_alphanumeric()) {
        let chars: Vec<char> = word.chars().collect();
        for pair in chars.windows(2) {
            // FNV-1a over both characters; the same everywhere.
            let hash =
                pair.iter().fold(0x811c_9dc5_u32, |hash, c| (hash ^ u32::from(*c)).wrapping_mul(0x0100_0193));
            if !out.contains(&hash) {
                out.push(hash);
            }
            if out.len() == PAIRS_MOST {
                out.sort_unstable();
                return out;
            }
        }
    }
    out.sort_unstable();
    out
}

/// How many values two sorted lists share.
pub(crate) fn shared(a: &[u32], b: &[u32]) -> usize {
    a.iter().filter(|value| b.binary_search(value).is_ok()).count()
}
