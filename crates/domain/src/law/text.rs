//! The texts of an opening in one form: full-width letters narrow, spaces single, split syllables
//! joined, with the way back to where each byte stood.

use unicode_normalization::UnicodeNormalization;

/// A text in one form.
#[derive(Debug)]
pub(super) struct Folded {
    pub(super) text: String,
    /// For every byte of `text`, where its letter starts in the original; one more for the end.
    starts: Vec<usize>,
}

impl Folded {
    pub(super) fn new(original: &str) -> Self {
        let mut folded = Self { text: String::with_capacity(original.len()), starts: Vec::new() };
        let mut letters = original.char_indices().peekable();
        while let Some((start, first)) = letters.next() {
            // A syllable in parts, as some systems name files, is one letter.
            let mut end = start + first.len_utf8();
            while let Some((_, part)) =
                letters.next_if(|(_, c)| matches!(c, '\u{1160}'..='\u{11ff}' | '\u{300}'..='\u{36f}'))
            {
                end += part.len_utf8();
            }
            for letter in original[start..end].nfkc().flat_map(char::to_lowercase) {
                folded.push(letter, start);
            }
        }
        folded.starts.push(original.len());
        folded
    }

    fn push(&mut self, letter: char, start: usize) {
        let letter = match letter {
            '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{feff}' | '\u{ad}' => return,
            '\n' | '\r' => '\n',
            c if c.is_whitespace() => ' ',
            '∼' | '〜' | '⁓' => '~',
            '–' | '—' | '−' | '‐' => '-',
            '女' => '여',
            '男' => '남',
            c => c,
        };
        if letter == ' ' && self.text.ends_with(' ') {
            return;
        }
        self.text.push(letter);
        self.starts.extend(std::iter::repeat_n(start, letter.len_utf8()));
    }

    /// Bytes of the original that a span of the folded text covers.
    pub(super) fn original(&self, from: usize, to: usize) -> (usize, usize) {
        let at = |index: usize| self.starts.get(index).copied().unwrap_or(0);
        (at(from), at(to))
    }
}
