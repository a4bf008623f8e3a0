//! From text to what is indexed: Hangul in overlapping pairs of syllables, everything else in whole
//! words. Pairs need no dictionary and never miss a part of a compound: 급식 is found in 학교급식조리원.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};
use unicode_normalization::UnicodeNormalization;

/// A run of characters of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Run {
    /// Hangul syllables.
    Hangul(Vec<char>),
    /// Letters and digits of any other script, in lower case.
    Word(String),
}

/// The runs of a text, composed and without signs.
pub(crate) fn runs(text: &str) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::new();
    let mut joined = false;
    for c in text.nfc() {
        let hangul = ('가'..='힣').contains(&c);
        if !c.is_alphanumeric() {
            joined = false;
            continue;
        }
        match out.last_mut() {
            Some(Run::Hangul(run)) if joined && hangul => run.push(c),
            Some(Run::Word(run)) if joined && !hangul => run.extend(c.to_lowercase()),
            _ if hangul => out.push(Run::Hangul(vec![c])),
            _ => out.push(Run::Word(c.to_lowercase().collect())),
        }
        joined = true;
    }
    out
}

/// The tokens of a run: pairs of syllables, or the word, or a lone syllable.
pub(crate) fn of_run(run: &Run) -> Vec<String> {
    match run {
        Run::Hangul(run) if run.len() == 1 => vec![run.iter().collect()],
        Run::Hangul(run) => run.windows(2).map(|pair| pair.iter().collect()).collect(),
        Run::Word(word) => vec![word.clone()],
    }
}

/// The tokens of a text, in order; what other engines need to be compared on the same words.
pub fn tokens(text: &str) -> Vec<String> {
    runs(text).iter().flat_map(of_run).collect()
}

/// The tokenizer of the index. Beside pairs it keeps every syllable, so that one-syllable words can be
/// looked for at all.
#[derive(Debug, Clone, Default)]
pub(crate) struct Bigrams;

pub(crate) struct Stream {
    tokens: std::vec::IntoIter<Token>,
    current: Token,
}

impl Tokenizer for Bigrams {
    type TokenStream<'a> = Stream;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        let mut position = 0;
        let mut out = Vec::new();
        let mut push = |text: String, position: usize| {
            out.push(Token { offset_from: 0, offset_to: 0, position, text, position_length: 1 });
        };
        for run in runs(text) {
            let pairs = of_run(&run);
            let count = pairs.len();
            for (i, pair) in pairs.into_iter().enumerate() {
                push(pair, position + i);
            }
            if let Run::Hangul(run) = &run
                && run.len() > 1
            {
                for (i, syllable) in run.iter().enumerate() {
                    push(format!("\u{1}{syllable}"), position + i);
                }
            } else if let Run::Hangul(run) = &run {
                push(format!("\u{1}{}", run[0]), position);
            }
            // A gap, so that a phrase never runs over the edge of a word.
            position += count + 2;
        }
        Stream { tokens: out.into_iter(), current: Token::default() }
    }
}

impl TokenStream for Stream {
    fn advance(&mut self) -> bool {
        match self.tokens.next() {
            Some(token) => {
                self.current = token;
                true
            }
            None => false,
        }
    }

    fn token(&self) -> &Token {
        &self.current
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.current
    }
}
