//! What may be a PIN: six digits or more, or a phrase.

use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

/// Fewest digits.
const DIGITS: usize = 6;
/// Fewest characters of a phrase.
const PHRASE: usize = 8;

/// A PIN as it is checked: without spaces around it, and a Korean phrase the same from every keyboard.
pub struct Pin(Zeroizing<String>);

impl std::fmt::Debug for Pin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pin")
    }
}

/// Why something is no PIN.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Weak {
    /// Digits alone, and too few.
    #[error("use the PIN: at least six digits are needed")]
    FewDigits,
    /// A phrase, and too short.
    #[error("use the PIN: a phrase has at least eight characters")]
    ShortPhrase,
    /// One digit throughout, or digits in a row.
    #[error("use the PIN: it is among the first that anybody tries")]
    Obvious,
}

impl Pin {
    /// A new PIN, or one typed in to be checked.
    ///
    /// # Errors
    /// When nobody should use it.
    pub fn parse(text: &str) -> Result<Self, Weak> {
        let text: Zeroizing<String> = Zeroizing::new(text.trim().nfc().collect());
        let length = text.chars().count();
        if text.chars().all(|c| c.is_ascii_digit()) {
            if length < DIGITS {
                return Err(Weak::FewDigits);
            }
            let digits = text.as_bytes();
            let steps = |by: u8| digits.windows(2).all(|pair| pair[1] == pair[0].wrapping_add(by));
            if [0, 1, u8::MAX].into_iter().any(steps) {
                return Err(Weak::Obvious);
            }
        } else if length < PHRASE {
            return Err(Weak::ShortPhrase);
        }
        Ok(Self(text))
    }

    pub(super) fn text(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn six_digits_or_a_phrase_and_nothing_that_is_tried_first() {
        let refused = |text: &str| Pin::parse(text).err();
        assert_eq!(refused("40718"), Some(Weak::FewDigits));
        assert_eq!(refused(""), Some(Weak::FewDigits));
        assert_eq!(refused("고양이 버스"), Some(Weak::ShortPhrase));
        for obvious in ["000000", "123456", "987654", "55555555"] {
            assert_eq!(refused(obvious), Some(Weak::Obvious), "{obvious}");
        }
        assert_eq!(Pin::parse(" 407183 ").unwrap().text(), "407183");
        // The same phrase from a keyboard that takes syllables apart.
        let apart: String = "일자리 버스 삼호차".nfd().collect();
        assert_eq!(Pin::parse(&apart).unwrap().text(), Pin::parse("일자리 버스 삼호차").unwrap().text());
    }
}
