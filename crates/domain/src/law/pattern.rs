//! Rules over words: what is lawful is taken out of a text first, then the unlawful is looked for in
//! what is left.
//!
//! A pattern is a regular expression in which spaces may stand between any two syllables, because
//! people put them where they like: 남자 finds 남 자.

use std::borrow::Cow;
use std::sync::OnceLock;

use regex::{Regex, RegexSet};

use super::text::{Folded, fields};
use super::{Act, Facts, Finding, Rule, rule_set};
use crate::message::Message;

/// What is looked for under one rule.
#[derive(Debug)]
pub(super) struct Topic {
    pub(super) rule: Rule,
    /// Law and article.
    pub(super) clause: &'static str,
    /// Wordings that are lawful though they look like the others.
    pub(super) lawful: &'static [&'static str],
    /// Unlawful ones; earlier ones are found first and their words are then taken.
    pub(super) unlawful: &'static [Phrase],
}

/// A wording, how heavy it is and how to put it instead.
#[derive(Debug)]
pub(super) struct Phrase {
    pub(super) weight: Weight,
    /// Entry of the catalogue.
    pub(super) remedy: &'static str,
    pub(super) find: &'static [&'static str],
}

/// How heavy a wording is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    Block,
    Justify,
    Warn,
    /// Blocked where the act on fair hiring applies, else to be justified; before that act knew it, a warning.
    BySize,
}

struct Compiled {
    topic: &'static Topic,
    lawful: Option<Regex>,
    unlawful: Vec<(&'static Phrase, Regex)>,
}

struct Book {
    topics: Vec<Compiled>,
    /// Every unlawful pattern, to see at once that a text has none.
    any: RegexSet,
}

fn topics() -> [&'static Topic; 12] {
    use super::{age, body, conduct, equal, fraud, minor, money, privacy, sex};
    [
        &fraud::IDENTITY,
        &fraud::FALSE_AD,
        &body::TOPIC,
        &age::TOPIC,
        &sex::TOPIC,
        &money::TOPIC,
        &privacy::TOPIC,
        &fraud::HARMFUL,
        &minor::TOPIC,
        &equal::TOPIC,
        &conduct::HOURS,
        &conduct::DOUBTFUL,
    ]
}

fn book() -> Option<&'static Book> {
    static BOOK: OnceLock<Option<Book>> = OnceLock::new();
    BOOK.get_or_init(|| compile().ok()).as_ref()
}

fn compile() -> Result<Book, regex::Error> {
    let mut all = Vec::new();
    let mut compiled = Vec::new();
    for topic in topics() {
        let lawful = if topic.lawful.is_empty() { None } else { Some(Regex::new(&joined(topic.lawful))?) };
        let mut unlawful = Vec::new();
        for phrase in topic.unlawful {
            let pattern = joined(phrase.find);
            unlawful.push((phrase, Regex::new(&pattern)?));
            all.push(pattern);
        }
        compiled.push(Compiled { topic, lawful, unlawful });
    }
    Ok(Book { topics: compiled, any: RegexSet::new(all)? })
}

fn joined(patterns: &[&str]) -> String {
    patterns.iter().map(|pattern| format!("(?:{})", spaced(pattern))).collect::<Vec<_>>().join("|")
}

/// The pattern with an optional space after every syllable, class and group that another follows, and
/// with its abbreviations written out.
fn spaced(pattern: &str) -> String {
    let pattern = pattern
        .replace("<AGE>", "(?:만 ?)?[1-8][0-9]")
        .replace("<SEX>", "(?:남자|여자|남성|여성)")
        .replace("<..>", "[^.\n]");
    let letters: Vec<char> = pattern.chars().collect();
    let mut out = String::with_capacity(pattern.len() * 2);
    let mut in_class = false;
    let mut index = 0;
    while index < letters.len() {
        let letter = letters[index];
        out.push(letter);
        index += 1;
        match letter {
            '[' => in_class = true,
            ']' => in_class = false,
            '\\' => {
                out.extend(letters.get(index));
                index += 1;
                continue;
            }
            _ => {}
        }
        if in_class || !(is_syllable(letter) || matches!(letter, ']' | ')')) {
            continue;
        }
        // A quantifier belongs to what it follows.
        if let Some(quantifier @ ('?' | '*' | '+')) = letters.get(index).copied() {
            out.push(quantifier);
            index += 1;
        } else if letters.get(index) == Some(&'{') {
            while let Some(part) = letters.get(index).copied() {
                out.push(part);
                index += 1;
                if part == '}' {
                    break;
                }
            }
        }
        if letters.get(index).is_some_and(|next| is_syllable(*next) || matches!(next, '(' | '[')) {
            out.push_str(" ?");
        }
    }
    out
}

fn is_syllable(letter: char) -> bool {
    ('가'..='힣').contains(&letter)
}

/// Looks through every text of the opening.
pub(super) fn check(facts: &Facts<'_>, found: &mut Vec<Finding>) {
    let Some(book) = book() else { return };
    for (field, original) in fields(facts.content) {
        let folded = Folded::new(original);
        if book.any.is_match(&folded.text) {
            for topic in &book.topics {
                look(facts, topic, field, original, &folded, found);
            }
        }
    }
}

fn look(
    facts: &Facts<'_>,
    compiled: &Compiled,
    field: &'static str,
    original: &str,
    folded: &Folded,
    found: &mut Vec<Finding>,
) {
    let mut left = folded.text.clone();
    if let Some(lawful) = &compiled.lawful {
        let spans: Vec<_> = lawful.find_iter(&folded.text).map(|m| m.range()).collect();
        spans.into_iter().for_each(|span| take_out(&mut left, span));
    }
    for (phrase, regex) in &compiled.unlawful {
        let spans: Vec<_> = regex.find_iter(&left).map(|m| m.range()).collect();
        for span in spans {
            let words = left[span.clone()].to_owned();
            let edge =
                |c: char| c.is_whitespace() || matches!(c, ',' | '.' | '/' | ':' | '(' | ')' | '\u{1}');
            let from = span.start + (words.len() - words.trim_start_matches(edge).len());
            let to = span.start + words.trim_end_matches(edge).len();
            take_out(&mut left, span);
            if from >= to {
                continue;
            }
            let (act, clause) = weigh(facts, compiled.topic, phrase);
            let (from, to) = folded.original(from, to);
            let words = original.get(from..to).unwrap_or_default().trim_end().to_owned();
            found.push(Finding {
                rule: compiled.topic.rule,
                act,
                clause: Cow::Borrowed(clause),
                span: (from, from + words.len()),
                remedy: Message::new(phrase.remedy).with("words", words.as_str()),
                words,
                field: Cow::Borrowed(field),
                rule_set: Cow::Borrowed(rule_set(facts.day).name),
            });
        }
    }
}

/// Puts marks that no pattern matches in the place of a span.
fn take_out(text: &mut String, span: std::ops::Range<usize>) {
    let marks = "\u{1}".repeat(span.len());
    text.replace_range(span, &marks);
}

/// The act and the clause, which may depend on the day, the employer's size and the programme.
fn weigh(facts: &Facts<'_>, topic: &Topic, phrase: &Phrase) -> (Act, &'static str) {
    let act = match phrase.weight {
        Weight::Block => Act::Block,
        Weight::Justify => Act::Justify,
        Weight::Warn => Act::Warn,
        Weight::BySize => return super::body::weigh(facts),
    };
    let programme = facts.content.programme;
    match topic.rule {
        // The programme by law is the reason; whoever accepts still records it.
        Rule::Age if super::covers_age(programme) => (Act::Warn, topic.clause),
        Rule::Minors if super::minor::at_night(facts) => (Act::Block, topic.clause),
        _ => (act, topic.clause),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_is_an_expression() {
        compile().unwrap();
    }

    #[test]
    fn spaces_may_stand_anywhere() {
        let found = |pattern: &str, text: &str| Regex::new(&spaced(pattern)).unwrap().is_match(text);
        assert!(found("남자(?:만|분)", "남 자 분") && found("용모단정", "용모 단정"));
        assert!(found("<AGE>세이하", "만 35 세 이하") && !found("<AGE>세이하", "만 35세 초과"));
        assert_eq!(spaced("[가나]다?라{1,2}마"), "[가나] ?다? ?라{1,2} ?마");
    }
}
