//! The number that a visitor without a booking holds: on a strip printed before the day, or given to a telephone. Its last
//! digit checks the others (Damm), so that no slip of a finger calls somebody else. It must not know who holds it.

use crate::message::Message;

/// Numbers from here on are given to telephones; those before are on paper, so that both are given out at once.
pub const FIRST_FROM_PHONE: u32 = 5_001;

/// Digits before the check digit.
const DIGITS: usize = 4;

/// The quasigroup of Damm (2004): any one wrong digit, and any two neighbours changed over, lead elsewhere than to zero.
const DAMM: [[u8; 10]; 10] = [
    [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
    [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
    [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
    [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
    [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
    [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
    [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
    [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
    [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
    [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
];

/// A number as it is printed and shown: four digits and the one that checks them.
pub fn spelled(number: u32) -> String {
    let digits = format!("{number:0DIGITS$}");
    format!("{digits}-{}", walked(digits.bytes().map(|byte| byte.wrapping_sub(b'0'))))
}

/// The number that was typed; spaces and dashes are as good.
///
/// # Errors
/// `ticket-unreadable` for anything but five digits; `ticket-mistyped` when the last does not fit.
pub fn read_ticket(text: &str) -> Result<u32, Message> {
    let typed: Option<Vec<u8>> = text
        .chars()
        .filter(|sign| !sign.is_whitespace() && *sign != '-')
        .map(|sign| sign.to_digit(10).and_then(|digit| u8::try_from(digit).ok()))
        .collect();
    let digits = typed.filter(|digits| digits.len() == DIGITS + 1);
    let digits = digits.ok_or_else(|| Message::new("ticket-unreadable"))?;
    let number = digits[..DIGITS].iter().fold(0, |sum, digit| sum * 10 + u32::from(*digit));
    if walked(digits.into_iter()) != 0 || number == 0 {
        return Err(Message::new("ticket-mistyped"));
    }
    Ok(number)
}

fn walked(digits: impl Iterator<Item = u8>) -> u8 {
    digits.fold(0, |at, digit| {
        DAMM.get(usize::from(at)).and_then(|row| row.get(usize::from(digit))).copied().unwrap_or(0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_as_it_is_spelled() {
        for number in [1, 42, 150, FIRST_FROM_PHONE, 9_999] {
            let said = spelled(number);
            assert_eq!(read_ticket(&said), Ok(number));
            assert_eq!(read_ticket(&said.replace('-', " ")), Ok(number));
        }
    }

    #[test]
    fn no_wrong_digit_and_no_two_changed_over_pass() {
        let digits: Vec<char> = spelled(427).chars().filter(char::is_ascii_digit).collect();
        for at in 0..digits.len() {
            for other in ('0'..='9').filter(|other| *other != digits[at]) {
                let mut wrong = digits.clone();
                wrong[at] = other;
                let text: String = wrong.into_iter().collect();
                assert_eq!(read_ticket(&text), Err(Message::new("ticket-mistyped")), "{text}");
            }
        }
        for at in 1..digits.len() {
            let mut wrong = digits.clone();
            wrong.swap(at - 1, at);
            if wrong != digits {
                assert!(read_ticket(&wrong.into_iter().collect::<String>()).is_err());
            }
        }
    }

    #[test]
    fn anything_but_five_digits_is_told_apart() {
        for text in ["", "427", "0427-44", "04a7-1", "-----"] {
            assert_eq!(read_ticket(text), Err(Message::new("ticket-unreadable")), "{text}");
        }
        assert_eq!(read_ticket("00000"), Err(Message::new("ticket-mistyped")), "no ticket is nothing");
    }
}
