//! The reply code of an opening: six signs and a check sign of the alphabet of letters, made from the receipt number and
//! read back into it, so that no table of codes is kept and paper printed long ago is still understood.
//!
//! The number is scattered over all codes: openings received one after the other have codes that look nothing alike, so
//! that a slip of the finger that the check sign missed would not hit a neighbour.

use crate::message::Message;
use crate::referral::{CODE_ALPHABET, signs_of, with_check};

/// Signs before the check sign.
const SIGNS: usize = 6;
/// How many codes there are.
const SPACE: u64 = 29u64.pow(6);
/// Receipt numbers of one year that have a code.
const A_YEAR: u64 = 5_000_000;
/// The first year that has codes.
const FIRST_YEAR: u64 = 1990;
/// Scatters: has no factor in common with 29.
const SCATTER: u64 = 387_420_489;
/// Gathers again: the inverse of [`SCATTER`] among the codes.
const GATHER: u64 = inverse(SCATTER, SPACE);

/// The code of a receipt number such as `2016-000123`, without groups; `None` for a number of another form.
pub fn reply_code(number: &str) -> Option<String> {
    let (year, nth) = number.split_once('-')?;
    let (year, nth): (u64, u64) = (year.parse().ok()?, nth.parse().ok()?);
    let years = year.checked_sub(FIRST_YEAR)?;
    let plain = years.checked_mul(A_YEAR)?.checked_add(nth)?;
    if nth >= A_YEAR || plain >= SPACE {
        return None;
    }
    let mut rest = plain * SCATTER % SPACE;
    let mut signs = [0u32; SIGNS];
    for sign in signs.iter_mut().rev() {
        *sign = u32::try_from(rest % 29).unwrap_or_default();
        rest /= 29;
    }
    Some(with_check(&signs))
}

/// The receipt number of a code as it was typed: spaces, dashes and small letters are as good.
///
/// # Errors
/// `reply-code-unreadable` for another length or a sign that no code has; `reply-code-mistyped` when the check sign does
/// not fit; `reply-code-unknown` for one that no receipt number makes.
pub fn read_reply_code(text: &str) -> Result<String, Message> {
    let signs = signs_of(text).filter(|signs| signs.len() == SIGNS + 1);
    let signs = signs.ok_or_else(|| Message::new("reply-code-unreadable"))?;
    let typed: String = signs.iter().filter_map(|sign| CODE_ALPHABET.get(*sign as usize)).collect();
    if with_check(&signs[..SIGNS]) != typed {
        return Err(Message::new("reply-code-mistyped"));
    }
    let scattered = signs[..SIGNS].iter().fold(0u64, |sum, sign| sum * 29 + u64::from(*sign));
    let plain = scattered * GATHER % SPACE;
    let (year, nth) = (FIRST_YEAR + plain / A_YEAR, plain % A_YEAR);
    let number = format!("{year}-{nth:06}");
    if nth == 0 || reply_code(&number).as_deref() != Some(typed.as_str()) {
        return Err(Message::new("reply-code-unknown"));
    }
    Ok(number)
}

/// A code in two groups, as it is printed and said: `K7M-2XA9`.
pub fn spaced_reply_code(code: &str) -> String {
    let signs: Vec<char> = code.chars().collect();
    let (first, rest) = signs.split_at(signs.len().min(3));
    format!("{}-{}", first.iter().collect::<String>(), rest.iter().collect::<String>())
}

/// The number that times `of` leaves 1 over `modulus`.
const fn inverse(of: u64, modulus: u64) -> u64 {
    let (mut old, mut now) = (of as i128, modulus as i128);
    let (mut old_times, mut times) = (1i128, 0i128);
    while now != 0 {
        let whole = old / now;
        (old, now) = (now, old - whole * now);
        (old_times, times) = (times, old_times - whole * times);
    }
    let modulus = modulus as i128;
    (((old_times % modulus) + modulus) % modulus) as u64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_code_is_read_back_as_people_write_it() {
        let code = reply_code("2016-000123").unwrap();
        assert_eq!(code.len(), 7);
        for typed in [code.clone(), spaced_reply_code(&code), format!(" {} ", code.to_lowercase())] {
            assert_eq!(read_reply_code(&typed).unwrap(), "2016-000123");
        }
        assert_eq!(read_reply_code("").unwrap_err().code, "reply-code-unreadable");
        assert_eq!(read_reply_code("0O1IL8B").unwrap_err().code, "reply-code-unreadable");
        assert_eq!(read_reply_code(&code[1..]).unwrap_err().code, "reply-code-unreadable");
        assert_eq!(reply_code("P-1"), None);
        assert_eq!(reply_code("1066-000001"), None);
        assert_eq!(reply_code("2016-5000000"), None);
        // Neighbours look nothing alike.
        let next = reply_code("2016-000124").unwrap();
        assert!(code.chars().zip(next.chars()).filter(|(a, b)| a == b).count() <= 2, "{code} {next}");
    }

    proptest! {
        #[test]
        fn every_number_has_a_code_of_its_own(year in 1990u64..2100, nth in 1u64..5_000_000) {
            let number = format!("{year}-{nth:06}");
            let code = reply_code(&number).unwrap();
            prop_assert_eq!(read_reply_code(&code).unwrap(), number);
        }

        #[test]
        fn one_wrong_sign_and_a_swap_are_noticed(nth in 1u64..5_000_000, at in 0usize..7, by in 1usize..29, with in 0usize..7) {
            let signs: Vec<char> = reply_code(&format!("2016-{nth:06}")).unwrap().chars().collect();
            let mut wrong = signs.clone();
            let sign = CODE_ALPHABET.iter().position(|sign| *sign == wrong[at]).unwrap();
            wrong[at] = CODE_ALPHABET[(sign + by) % 29];
            let wrong: String = wrong.iter().collect();
            prop_assert_eq!(read_reply_code(&wrong).unwrap_err().code, "reply-code-mistyped");
            let mut swapped = signs.clone();
            swapped.swap(at, with);
            if swapped != signs {
                let swapped: String = swapped.iter().collect();
                prop_assert!(read_reply_code(&swapped).is_err());
            }
        }
    }
}
