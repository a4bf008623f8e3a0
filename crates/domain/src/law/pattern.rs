//! Rules over words: what is lawful is taken out of a text first, then the unlawful is looked for in
//! what is left.
//!
//! A pattern is a regular expression in which spaces may stand between any two syllables, because
//! people put them where they like: 남자 finds 남 자.

use std::borrow::Cow;
use std::sync::OnceLock;

use regex::Regex;

use super::text::Folded;
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
    /// Unlawful in the list of documents, where to name a thing is to ask for it.
    pub(super) documents: &'static [Phrase],
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
    documents: Vec<(&'static Phrase, Regex)>,
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

/// Every topic, compiled once. None is missing as long as each pattern is an expression, which a test holds.
fn book() -> &'static [Compiled] {
    static BOOK: OnceLock<Vec<Compiled>> = OnceLock::new();
    BOOK.get_or_init(|| compile().unwrap_or_default())
}

fn compile() -> Result<Vec<Compiled>, regex::Error> {
    let mut compiled = Vec::new();
    for topic in topics() {
        let lawful = if topic.lawful.is_empty() { None } else { Some(Regex::new(&joined(topic.lawful))?) };
        let (unlawful, documents) = (phrases(topic.unlawful)?, phrases(topic.documents)?);
        compiled.push(Compiled { topic, lawful, unlawful, documents });
    }
    Ok(compiled)
}

fn phrases(list: &'static [Phrase]) -> Result<Vec<(&'static Phrase, Regex)>, regex::Error> {
    list.iter().map(|phrase| Ok((phrase, Regex::new(&joined(phrase.find))?))).collect()
}

/// Abbreviations in patterns; an earlier one may hold a later one.
const SHORT: &[(&str, &str)] = &[
    ("<AGE>", "(?:만 ?)?[1-8] ?[0-9]"),
    ("<SEX>", "(?:남자|여자|남성|여성)"),
    // After it is settled who is hired.
    (
        "<HIRED>",
        "(?:최종|서류)?(?:합격|입사|채용|임용|선발|출근|근로계약|고용계약)(?:(?:이|을|가|하신|되신|한|된|하여|되어|확정|결정|통보|발표|등록|체결|서류|완료|날|전형) ?){0,3}(?:후|뒤|이후|다음|시|자|하면|되면|하시면|되시면|첫날|당일|날에|분에|분만|분은|직원|사원)",
    ),
    // What is asked of an applicant to do with a paper or a fact.
    (
        "<ASK>",
        "(?:제출|지참|첨부|동봉|기재|적어|적으|적고|적은|적는|적습|적도록|적게|적어야|써서|써주|쓰세|쓰시|쓰고|쓴|쓰는|씁니|써야|쓰도록|쓰게|내세|내주|내시|내야|냅니|작성|알려|밝혀|밝히|보내|가져|갖고|준비|구비|필요|요청|요구|조회(?:합|함|해|를|동의)|확인(?:합|함|해|후|필수|<END>)|필수|포함|기입|물어|묻습|물음|여쭤|말씀|업로드|등록해|떼어|떼서|발급받아)",
    ),
    // Registers and records of a person.
    (
        "<PAPER>",
        "주민등록(?:표)?(?:등본|초본|등초본|등·초본|등ㆍ초본)|등초본|등본|초본|가족관계(?:증명서?|등록부)|기본증명서|혼인관계증명서|제적등본|호적(?:등본|초본)?|성?범죄(?:경력|사실|전력)(?:증명[서원]?|회보서|조회(?:서|동의서)?|확인서|자료)?|주민등록증(?:사본)?|건강진단(?:서|결과서?|결과표)|채용(?:신체검사서|건강진단서|검진서)|신체검사서|건강검진(?:결과(?:지|표|서)?|기록|표)|진료기록(?:부)?",
    ),
    ("<NUMBER>", "(?:주민(?:등록)?번호|계좌번호|주민번호)"),
    // Fees that a seeker may not be asked for.
    (
        "<FEE>",
        "(?:교육비|연수비|훈련비|교재비|보증금|예치금|공탁금|등록비|가입비|입회비|입문비|응시료|전형료|심사비|심사료|면접비|수강비|수강료|등록금|회비|보증보험료|신체검사비|검진비|(?:채용|전형|소개|알선|등록)수수료|소개비|알선료|(?:입사|채용|서류)비용|실습비|자격증비|재료비|계약금|선금)",
    ),
    (
        "<GEAR>",
        "(?:유니폼|작업복|근무복|안전화|제복|교재|물품대금|물품|장비|공구|조리복|명찰|앞치마|단말기|태블릿)",
    ),
    ("<JOSA>", "(?:은|는|이|가|을|를|도|만|의|로|으로)"),
    // Where a word begins and a wording ends.
    ("<BEG>", "(?:^|[^가-힣])"),
    ("<END>", "(?: ?$| ?[\n./,);·])"),
    ("<..>", "[^.\n]"),
];

fn joined(patterns: &[&str]) -> String {
    patterns.iter().map(|pattern| format!("(?:{})", spaced(pattern))).collect::<Vec<_>>().join("|")
}

/// The pattern with an optional space after every syllable, class and group that another follows, and
/// with its abbreviations written out.
fn spaced(pattern: &str) -> String {
    let pattern = SHORT.iter().fold(pattern.to_owned(), |text, (short, long)| text.replace(short, long));
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
    for (field, original) in facts.content.texts() {
        let folded = Folded::new(original);
        for topic in book() {
            look(facts, topic, field, original, &folded, found);
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
    let named = if field == "documents" { compiled.documents.as_slice() } else { &[] };
    let phrases = || compiled.unlawful.iter().chain(named);
    if !phrases().any(|(_, regex)| regex.is_match(&folded.text)) {
        return;
    }
    let mut left = folded.text.clone();
    if let Some(lawful) = &compiled.lawful {
        let spans: Vec<_> = lawful.find_iter(&folded.text).map(|m| m.range()).collect();
        spans.into_iter().for_each(|span| take_out(&mut left, span));
    }
    for (phrase, regex) in phrases() {
        let spans: Vec<_> = regex.find_iter(&left).map(|m| m.range()).collect();
        for span in spans {
            let words = left[span.clone()].to_owned();
            let edge = |c: char| {
                c.is_whitespace()
                    || matches!(c, ',' | '.' | '/' | ':' | '(' | ')' | '[' | ']' | '·' | ';' | '\u{1}')
            };
            let from = span.start + (words.len() - words.trim_start_matches(edge).len());
            let to = span.start + words.trim_end_matches(edge).len();
            take_out(&mut left, span);
            if from >= to {
                continue;
            }
            let (act, clause, remedy) = weigh(facts, compiled.topic, phrase, words.trim());
            let (from, to) = folded.original(from, to);
            let words = original.get(from..to).unwrap_or_default().trim_end().to_owned();
            found.push(Finding {
                rule: compiled.topic.rule,
                act,
                clause: Cow::Borrowed(clause),
                span: (from, from + words.len()),
                remedy: Message::new(remedy).with("words", words.as_str()),
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

/// The act, the clause and the remedy, which may depend on the day, the employer's size, the programme and the work.
fn weigh(
    facts: &Facts<'_>,
    topic: &Topic,
    phrase: &Phrase,
    words: &str,
) -> (Act, &'static str, &'static str) {
    let act = match phrase.weight {
        Weight::Block => Act::Block,
        Weight::Justify => Act::Justify,
        Weight::Warn => Act::Warn,
        Weight::BySize => {
            let (act, clause) = super::body::weigh(facts);
            return (act, clause, phrase.remedy);
        }
    };
    match topic.rule {
        // The programme by law is the reason; whoever accepts still records it, for employers tag it themselves.
        Rule::Age if super::age::names_own_group(facts, words) => (Act::Justify, topic.clause, phrase.remedy),
        Rule::Minors if super::minor::at_night(facts) => (Act::Block, topic.clause, "law-remedy-minors"),
        Rule::Minors if act == Act::Justify => match super::barred::of(facts.content).first() {
            Some((bar, _)) => (Act::Block, bar.clause(), "law-remedy-minors-barred"),
            None => (act, topic.clause, phrase.remedy),
        },
        _ => (act, topic.clause, phrase.remedy),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_is_an_expression() {
        assert_eq!(compile().unwrap().len(), topics().len());
    }

    #[test]
    fn spaces_may_stand_anywhere() {
        let found = |pattern: &str, text: &str| Regex::new(&spaced(pattern)).unwrap().is_match(text);
        assert!(found("남자(?:만|분)", "남 자 분") && found("용모단정", "용모 단정"));
        assert!(found("<AGE>세이하", "만 35 세 이하") && !found("<AGE>세이하", "만 35세 초과"));
        assert_eq!(spaced("[가나]다?라{1,2}마"), "[가나] ?다? ?라{1,2} ?마");
    }
}
