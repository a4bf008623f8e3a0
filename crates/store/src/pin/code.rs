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
