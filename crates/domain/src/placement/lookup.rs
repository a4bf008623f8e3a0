//! The number of an officer's look-up of the insurance record (CR-06): its form is checked, so that a second
//! person finds the look-up again. It must not know what the look-up said.

use jiff::civil::Date;
use serde::Deserialize;

use crate::message::Message;

/// The form of such a number, as the city's own system writes it: `YYYY`, `MM` and `DD` are a day that has come, `#`
/// is one digit or more, and every other sign is itself.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct LookupForm(String);

impl Default for LookupForm {
    /// The day of the look-up and its number of that day.
    fn default() -> Self {
        Self("YYYYMMDD-#".to_owned())
    }
}

impl LookupForm {
    /// A number of this form in its one writing: zeros before a `#` name no other look-up.
    ///
    /// # Errors
    /// `evidence-reference-form` with an example.
    pub fn check(&self, number: &str, today: Date) -> Result<String, Message> {
        let wrong = || Message::new("evidence-reference-form").with("example", self.example(today));
        let (mut day, mut kept, mut signs) = (String::new(), String::new(), number.trim().chars().peekable());
        for sign in self.0.chars() {
            let digit = signs.next_if(char::is_ascii_digit);
            match (sign, digit) {
                ('Y' | 'M' | 'D', Some(digit)) => {
                    day.push(digit);
                    kept.push(digit);
                }
                ('#', Some(first)) => {
                    let mut run = String::from(first);
                    while let Some(digit) = signs.next_if(char::is_ascii_digit) {
                        run.push(digit);
                    }
                    let plain = run.trim_start_matches('0');
                    kept.push_str(if plain.is_empty() { "0" } else { plain });
                }
                (sign, Some(digit)) if sign == digit => kept.push(sign),
                (sign, None) if signs.next_if_eq(&sign).is_some() && !"YMD#".contains(sign) => {
                    kept.push(sign)
                }
                _ => return Err(wrong()),
            }
        }
        let dated = self.0.contains("YYYY");
        let has_come = Date::strptime("%Y%m%d", &day).is_ok_and(|day| day <= today);
        if signs.next().is_some() || (dated && !has_come) { Err(wrong()) } else { Ok(kept) }
    }

    /// A number of this form.
    pub fn example(&self, day: Date) -> String {
        let dated = self.0.replace("YYYY", &format!("{:04}", day.year()));
        let dated = dated.replace("MM", &format!("{:02}", day.month()));
        dated.replace("DD", &format!("{:02}", day.day())).replace('#', "17")
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_number_names_a_day_that_has_come_and_a_look_up_of_it() {
        let today = date(2016, 6, 10);
        let form = LookupForm::default();
        for (number, fits) in [
            ("20160610-1", true),
            (" 20160229-0417 ", true),
            ("20160611-1", false),
            ("20150229-1", false),
            ("20160610-", false),
            ("20160610-1a", false),
            ("20160610", false),
            ("2016-1", false),
            ("1", false),
            ("", false),
        ] {
            assert_eq!(form.check(number, today).is_ok(), fits, "{number}");
        }
        assert_eq!(form.check("20160610-0077", today), form.check("20160610-77", today));
        assert_eq!(form.check("20160610-000", today).unwrap(), "20160610-0");
        assert_eq!(form.example(today), "20160610-17");
        let other = LookupForm("EI/#".to_owned());
        assert!(other.check("EI/2041", today).is_ok() && other.check("EI2041", today).is_err());
    }
}
