//! A human being known to the system, and the account they may sign in with.
//!
//! Resident registration numbers have no field anywhere, and [`looks_like_resident_number`] lets
//! every text input refuse them (개인정보 보호법 §24의2).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::actor::Role;
use crate::id::{EmployerId, OrganisationId, PersonId};
use crate::message::Message;

/// What names a person. Personal data: stored only as ciphertext under the person's key.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Identity {
    /// Full name.
    pub name: String,
    /// Sign-in name; also the e-mail address when it has an `@`. Empty for people without account.
    pub login: String,
    /// Telephone, digits only. Empty if unknown.
    pub phone: String,
}

/// The state of an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Account {
    /// Known, but cannot sign in.
    None,
    /// Asked to set a password through a one-time link.
    Invited {
        /// When the link stops working.
        until: Timestamp,
    },
    /// Can sign in.
    Active,
    /// Cannot sign in until someone lifts it.
    Suspended {
        /// Since when.
        at: Timestamp,
    },
}

/// One role a person holds, and for whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// The body for which it is held.
    pub organisation: Option<OrganisationId>,
    /// The employer for which it is held.
    pub employer: Option<EmployerId>,
    /// Whether staff confirmed that the person speaks for that employer; always so for other roles.
    #[serde(default = "confirmed")]
    pub confirmed: bool,
}

fn confirmed() -> bool {
    true
}

/// A person without their identity: what rows and the change log hold in the clear.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Their id; also the name of their key.
    pub id: PersonId,
    /// Whether and how they sign in.
    pub account: Account,
    /// Roles held. The first is the one active after sign-in.
    pub grants: Vec<Grant>,
}

words! {
    /// How somebody was found to be whom they say.
    pub enum IdentityCheck {
        /// They showed an identity card (신분증).
        IdCard,
        /// They were called at the number on record (등록된 번호로 전화).
        KnownPhone,
    }
}

words! {
    /// Why a person's key was destroyed.
    pub enum ErasureReason {
        /// They asked.
        Requested,
        /// The period of keeping ended.
        Retention,
    }
}

/// Digits of a Korean telephone number, without country prefix.
///
/// # Errors
/// `phone-unreadable` with the text.
pub fn normalise_phone(text: &str) -> Result<String, Message> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let national = match digits.strip_prefix("82") {
        Some(rest) if text.trim_start().starts_with('+') => format!("0{rest}"),
        _ => digits,
    };
    let only_phone_signs = text.chars().all(|c| c.is_ascii_digit() || " -.()+~".contains(c));
    if only_phone_signs && (8..=12).contains(&national.len()) {
        Ok(national)
    } else {
        Err(Message::new("phone-unreadable").with("text", text))
    }
}

/// A telephone number as it is written: `031-000-1234`, `02-000-1234`, `010-0000-1234`.
pub fn written_phone(digits: &str) -> String {
    let area = if digits.starts_with("02") { 2 } else { 3 };
    match (digits.get(..area), digits.len().checked_sub(4)) {
        (Some(first), Some(last)) if last > area && digits.is_ascii() => {
            format!("{first}-{}-{}", &digits[area..last], &digits[last..])
        }
        _ => digits.to_owned(),
    }
}

/// Whether the text holds something shaped like a resident or alien registration number: six digits that are
/// a date, and seven digits whose first is 1 to 8, however they are written: in full width, with spaces,
/// dots or dashes between the two parts, or with a space after every digit. Signs without width count as
/// nothing. A masked number such as `900101-1******` is none: it says no more than a birthday.
pub fn looks_like_resident_number(text: &str) -> bool {
    let chars: Vec<char> = text.chars().filter(|c| !has_no_width(*c)).map(plain_digit).collect();
    // Most texts have too few digits to look further.
    if chars.iter().filter(|c| c.is_ascii_digit()).count() < 13 {
        return false;
    }
    holds_number(&chars) || holds_number(&closed_up(&chars))
}

/// Zero-width spaces and joiners, marks of direction, soft hyphens and the mark of byte order.
fn has_no_width(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Digits of other scripts that people and keyboards write for ours.
fn plain_digit(c: char) -> char {
    let from = match c {
        '\u{ff10}'..='\u{ff19}' => '\u{ff10}',
        '\u{0660}'..='\u{0669}' => '\u{0660}',
        '\u{06f0}'..='\u{06f9}' => '\u{06f0}',
        '\u{1d7ce}'..='\u{1d7ff}' => {
            return char::from_digit((u32::from(c) - 0x1d7ce) % 10, 10).unwrap_or(c);
        }
        other => return other,
    };
    char::from_digit(u32::from(c) - u32::from(from), 10).unwrap_or(c)
}

/// Digits that each stand alone, closed up: `9 0 0 1 0 1` → `900101`. Longer groups stay as they are, so
/// that a date beside a telephone does not become a number.
fn closed_up(chars: &[char]) -> Vec<char> {
    let digit = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
    let alone = |at: usize| digit(at) && !(at > 0 && digit(at - 1)) && !digit(at + 1);
    let between = |at: usize| at > 0 && is_gap(chars[at]) && alone(at - 1) && alone(at + 1);
    (0..chars.len()).filter(|at| !between(*at)).map(|at| chars[at]).collect()
}

/// What may stand between the two parts of a number.
fn is_gap(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '-' | '.' | '·' | '_' | '/' | '~' | '\u{2010}'
                ..='\u{2015}' | '\u{2212}' | '\u{fe63}' | '\u{ff0d}' | '\u{ff0e}' | '\u{30fb}' | '\u{3161}'
        )
}

fn holds_number(chars: &[char]) -> bool {
    let digits_at = |from: usize, n: usize| {
        chars.get(from..from + n).is_some_and(|part| part.iter().all(char::is_ascii_digit))
    };
    let two =
        |from: usize| chars[from].to_digit(10).unwrap_or(0) * 10 + chars[from + 1].to_digit(10).unwrap_or(0);
    (0..chars.len()).any(|start| {
        let free_before = start == 0 || !chars[start - 1].is_ascii_digit();
        if !free_before
            || !digits_at(start, 6)
            || !(1..=12).contains(&two(start + 2))
            || !(1..=31).contains(&two(start + 4))
        {
            return false;
        }
        let mut rest = start + 6;
        while chars.get(rest).is_some_and(|c| is_gap(*c)) && rest < start + 9 {
            rest += 1;
        }
        digits_at(rest, 7)
            && matches!(chars[rest], '1'..='8')
            && !chars.get(rest + 7).is_some_and(char::is_ascii_digit)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones() {
        assert_eq!(normalise_phone("031-000-1234").as_deref(), Ok("0310001234"));
        assert_eq!(normalise_phone("+82 31 000 1234").as_deref(), Ok("0310001234"));
        assert!(normalise_phone("내선 12").is_err());
        assert!(normalise_phone("홍길동 031-000-1234").is_err());
    }

    #[test]
    fn resident_numbers_are_recognised() {
        for text in [
            "번호 900101-1234567 입니다",
            "9001011234567",
            "900101 - 2234567",
            "900101.1234567",
            "９００１０１－１２３４５６７",
            "9 0 0 1 0 1 - 1 2 3 4 5 6 7",
            "900101\u{200b}-12\u{2060}34567",
            "외국인등록번호 850505–5123456",
            "(900101ㅡ1234567)",
        ] {
            assert!(looks_like_resident_number(text), "{text}");
        }
        for text in
            ["1234567890", "900101", "031-000-1234", "901301-1234567", "20260101123456", "123-45-67890"]
                .into_iter()
                .chain(["900101-1******", "160314 010-0000-1234", "2016-03-14 1200000", "1200000 160314"])
        {
            assert!(!looks_like_resident_number(text), "{text}");
        }
    }
}
