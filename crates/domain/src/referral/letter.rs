//! The letter a person carries (취업알선장) and the code on it, by which an answer is keyed over the
//! telephone or on the web. It must not know how a letter looks or where a code is kept.
//!
//! A code is eight random signs and a check sign of one alphabet of 29, without signs that look alike. The
//! sum of the signs times their places is a multiple of 29, a prime: one wrong sign changes the sum, and so
//! does any swap of two different signs, since no two places weigh the same.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::message::Message;

/// The letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// Its number, such as `L2016-000123`.
    pub number: String,
    /// Day of issue.
    pub sent_on: Date,
    /// Rounds of asking the employer that have come since the last step.
    #[serde(default)]
    pub asked: u8,
    /// Of these rounds, how many a counsellor has done by telephone without getting an answer.
    #[serde(default)]
    pub called: u8,
}

impl Letter {
    /// A letter issued on a day.
    pub fn new(number: String, sent_on: Date) -> Self {
        Self { number, sent_on, asked: 0, called: 0 }
    }
}

/// Signs of a code, none of which looks like another: no 0 and O, 1, I and L, 8 and B, U and V.
pub const CODE_ALPHABET: [char; 29] = [
    '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'C', 'D', 'E', 'F', 'G', 'H', 'J', 'K', 'M', 'N', 'P', 'Q',
    'R', 'S', 'T', 'V', 'W', 'X', 'Y', 'Z',
];
/// Signs before the check sign.
const SIGNS: u32 = 8;
const PRIME: u32 = 29;

/// A code made of eight bytes, with its check sign: nine signs.
pub fn code_from(random: [u8; 8]) -> String {
    with_check(&random.map(|byte| u32::from(byte) % PRIME))
}

/// Signs with the one that checks them. Places weigh 2 and more and the check sign 1, so that it is what the others lack.
pub(crate) fn with_check(signs: &[u32]) -> String {
    let sum: u32 = signs.iter().zip(2..).map(|(sign, weight)| sign * weight).sum();
    let check = (PRIME - sum % PRIME) % PRIME;
    signs.iter().chain(std::iter::once(&check)).filter_map(|sign| CODE_ALPHABET.get(*sign as usize)).collect()
}

/// The signs of what was typed: spaces, dashes and small letters are as good. `None` for a sign that no code has.
pub(crate) fn signs_of(text: &str) -> Option<Vec<u32>> {
    let typed = text
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '–' | '·' | '.'))
        .flat_map(char::to_uppercase);
    typed.map(|c| CODE_ALPHABET.iter().position(|sign| *sign == c)?.try_into().ok()).collect()
}

/// A code as it was typed or told: spaces, dashes and small letters are as good.
///
/// # Errors
/// `code-unreadable` for another length or a sign that no code has; `code-mistyped` when the check sign
/// does not fit.
pub fn read_code(text: &str) -> Result<String, Message> {
    let signs = signs_of(text).filter(|signs| signs.len() == SIGNS as usize + 1);
    let signs = signs.ok_or_else(|| Message::new("code-unreadable"))?;
    let typed: String = signs.iter().filter_map(|sign| CODE_ALPHABET.get(*sign as usize)).collect();
    if with_check(&signs[..SIGNS as usize]) == typed { Ok(typed) } else { Err(Message::new("code-mistyped")) }
}

/// A code in three groups, as it is printed and said: `K7M-2XA-9QD`.
pub fn spaced_code(code: &str) -> String {
    let signs: Vec<char> = code.chars().collect();
    signs.chunks(3).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_code_is_read_as_people_write_it() {
        let code = code_from([7; 8]);
        assert_eq!(code.chars().count(), 9);
        assert_eq!(read_code(&spaced_code(&code)).unwrap(), code);
        assert_eq!(read_code(&format!(" {} ", code.to_lowercase())).unwrap(), code);
        assert_eq!(read_code("").unwrap_err().code, "code-unreadable");
        assert_eq!(read_code("0O1-IL8-BUV").unwrap_err().code, "code-unreadable");
        assert_eq!(read_code(&code[1..]).unwrap_err().code, "code-unreadable");
    }

    proptest! {
        #[test]
        fn one_wrong_sign_is_always_noticed(random: [u8; 8], at in 0usize..9, by in 1usize..29) {
            let mut signs: Vec<char> = code_from(random).chars().collect();
            let sign = CODE_ALPHABET.iter().position(|sign| *sign == signs[at]).unwrap();
            signs[at] = CODE_ALPHABET[(sign + by) % 29];
            let wrong = read_code(&signs.iter().collect::<String>()).unwrap_err();
            prop_assert_eq!(wrong.code, "code-mistyped");
        }

        #[test]
        fn two_signs_in_each_others_place_are_always_noticed(random: [u8; 8], a in 0usize..9, b in 0usize..9) {
            let code = code_from(random);
            let mut signs: Vec<char> = code.chars().collect();
            prop_assume!(signs[a] != signs[b]);
            signs.swap(a, b);
            prop_assert!(read_code(&signs.iter().collect::<String>()).is_err());
            prop_assert!(read_code(&code).is_ok());
        }
    }
}
