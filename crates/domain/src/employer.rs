//! A workplace that offers work: the employer block of the opening application (구인표), its
//! identity check, and the contact whose data is personal.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::area::AreaCode;
use crate::code::EnterpriseKind;
use crate::id::{EmployerId, PersonId};
use crate::industry::IndustryCode;
use crate::message::Message;

/// A Korean business registration number (사업자등록번호), ten digits with a valid check digit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct BusinessNumber(String);

impl BusinessNumber {
    /// Whether somebody meant a number by this, right or wrong: digits and what stands between them. No employer
    /// is called so.
    pub fn is_meant_by(text: &str) -> bool {
        let signs = |c: char| c.is_ascii_digit() || matches!(c, '-' | ' ' | '–');
        text.chars().filter(char::is_ascii_digit).count() >= 5 && text.chars().all(signs)
    }

    /// Reads `123-45-67890` or ten bare digits.
    ///
    /// # Errors
    /// `business-number-length` or `business-number-check-digit`.
    pub fn parse(text: &str) -> Result<Self, Message> {
        let digits: Vec<u32> = text.chars().filter_map(|c| c.to_digit(10)).collect();
        let only_signs = text.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | ' ' | '–'));
        if digits.len() != 10 || !only_signs {
            return Err(Message::new("business-number-length").with("text", text));
        }
        // National Tax Service check digit: weights 1 3 7 1 3 7 1 3 5, the ninth product's tens added.
        let weights = [1, 3, 7, 1, 3, 7, 1, 3, 5];
        let sum: u32 = digits.iter().zip(weights).map(|(d, w)| d * w).sum::<u32>() + digits[8] * 5 / 10;
        if (10 - sum % 10) % 10 != digits[9] {
            return Err(Message::new("business-number-check-digit").with("text", text));
        }
        Ok(Self(digits.iter().map(ToString::to_string).collect()))
    }

    /// What stands in a text as a business number: ten digits in its groups, soon after the word for it.
    pub fn named_in(text: &str) -> impl Iterator<Item = &str> {
        text.split("사업자").skip(1).filter_map(|rest| {
            let start =
                rest.find(|c: char| c.is_ascii_digit()).filter(|at| rest[..*at].chars().count() <= 12)?;
            let end =
                rest[start..].find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(rest.len() - start);
            let number = rest[start..start + end].trim_end_matches('-');
            number.split('-').map(str::len).eq([3, 2, 5]).then_some(number)
        })
    }

    /// A number with the right check digit for nine given digits; for invented employers.
    pub fn from_first_nine(first_nine: u32) -> Self {
        let stem = format!("{:09}", first_nine % 1_000_000_000);
        let last = (0..10).find(|d| Self::parse(&format!("{stem}{d}")).is_ok()).unwrap_or(0);
        Self(format!("{stem}{last}"))
    }

    /// Ten digits.
    pub fn digits(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for BusinessNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}-{}", &self.0[..3], &self.0[3..5], &self.0[5..])
    }
}

impl TryFrom<String> for BusinessNumber {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).map_err(|m| m.code.into_owned())
    }
}

impl From<BusinessNumber> for String {
    fn from(number: BusinessNumber) -> Self {
        number.0
    }
}

/// What an employer is called without the form of its company, spaces and signs: `(주) 별빛가구` and
/// `주식회사 별빛 가구` are one name.
pub fn plain_name(name: &str) -> String {
    let mut plain = name.to_lowercase();
    for form in ["주식회사", "유한회사", "(주)", "㈜", "(유)"] {
        plain = plain.replace(form, " ");
    }
    plain.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// How far the employer's identity has been checked (직업안정법 시행령 §5②).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Verification {
    /// Nobody has looked.
    #[default]
    Unverified,
    /// A member of staff checked the registration.
    Verified {
        /// Who checked.
        by: PersonId,
        /// When.
        on: Date,
    },
}

/// An employer without the people behind it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Employer {
    /// Its id.
    pub id: EmployerId,
    /// Name of the workplace (사업장명).
    pub name: String,
    /// Business registration number; without one the employer stays provisional.
    pub business_number: Option<BusinessNumber>,
    /// Industry (업종, KSIC).
    pub industry: Option<IndustryCode>,
    /// What it does, in words (주요사업내용).
    pub business: String,
    /// Regular workers (상시근로자수).
    pub workers: Option<u32>,
    /// Capital in won (자본금).
    pub capital_won: Option<i64>,
    /// Yearly sales in won (연매출액).
    pub sales_won: Option<i64>,
    /// Kind of enterprise (기업형태).
    pub kind: Option<EnterpriseKind>,
    /// Size in words as the source gave it (기업규모).
    pub size_note: String,
    /// Certificates such as 강소기업.
    pub certificates: Vec<String>,
    /// Street address of the workplace.
    pub address: String,
    /// Area of that address, as fine as known.
    pub area: Option<AreaCode>,
    /// Home page; only `http` and `https`.
    pub homepage: String,
    /// Switchboard, digits only (대표전화). Not a person's own number.
    pub phone: String,
    /// Fax, digits only.
    pub fax: String,
    /// Employment insurance workplace number (고용보험 사업장관리번호).
    pub insurance_number: String,
    /// Whether the public wage-arrears list was consulted, and what it said (체불사업주 명단).
    pub wage_arrears: Option<ArrearsCheck>,
    /// Identity check.
    pub verification: Verification,
    /// The person to talk to, if one was given and may be kept.
    pub contact: Option<PersonId>,
}

impl Employer {
    /// One of whom only the name is known.
    pub fn named(id: EmployerId, name: impl Into<String>) -> Self {
        Self {
            id,
            name: name.into(),
            business_number: None,
            industry: None,
            business: String::new(),
            workers: None,
            capital_won: None,
            sales_won: None,
            kind: None,
            size_note: String::new(),
            certificates: Vec::new(),
            address: String::new(),
            area: None,
            homepage: String::new(),
            phone: String::new(),
            fax: String::new(),
            insurance_number: String::new(),
            wage_arrears: None,
            verification: Verification::Unverified,
            contact: None,
        }
    }
}

/// A look at the public list of wage-arrears employers (직업안정법 §25).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArrearsCheck {
    /// Whether the employer is on it.
    pub listed: bool,
    /// Day of the look.
    pub on: Date,
}

/// The contact of an employer. Personal data: stored only as ciphertext under that person's key.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Contact {
    /// Representative (대표자).
    pub representative: String,
    /// Section of the contact person (부서).
    pub department: String,
    /// Name of the contact person (담당자).
    pub name: String,
    /// Their telephone, digits only.
    pub phone: String,
    /// Their e-mail address.
    pub email: String,
    /// Whether the employer ticked that name and phone may be shown on public pages.
    pub may_publish: bool,
    /// When somebody last said that all of this is still right.
    #[serde(default)]
    pub confirmed_on: Option<Date>,
}

/// Forms of company that stand before or after a name.
const COMPANY_FORMS: [&str; 7] = ["주식회사", "(주)", "㈜", "유한회사", "(유)", "(재)", "(사)"];

/// Name and address in one form, so that ㈜가나 and 주식회사 가나 are one, and so are a house with its floor and
/// without: spaces, company forms, what stands in brackets or behind a comma, floors and rooms are left out.
pub fn written(name: &str, address: &str) -> (String, String) {
    let name = COMPANY_FORMS.iter().fold(name.to_lowercase(), |text, form| text.replace(form, ""));
    let house = address.split([',', '，', '(', '（']).next().unwrap_or_default().to_lowercase();
    let within = |word: &&str| {
        let number = word.strip_suffix('층').or_else(|| word.strip_suffix('호')).unwrap_or_default();
        let number = number.trim_start_matches("지하").trim_start_matches('b');
        !number.is_empty() && number.chars().all(|sign| sign.is_ascii_digit() || sign == '-')
    };
    let house = house.split_whitespace().filter(|word| !within(word)).collect();
    (name.split_whitespace().collect(), house)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn business_numbers_are_checked() {
        let made = BusinessNumber::from_first_nine(123_456_789);
        assert_eq!(BusinessNumber::parse(&made.to_string()), Ok(made.clone()));
        let wrong = format!("123456789{}", (made.digits()[9..].parse::<u8>().unwrap_or(0) + 1) % 10);
        assert_eq!(BusinessNumber::parse(&wrong).unwrap_err().code, "business-number-check-digit");
        assert_eq!(BusinessNumber::parse("12-34").unwrap_err().code, "business-number-length");
        for (text, number) in [
            ("사업자등록번호: 123-45-67890 입니다", Some("123-45-67890")),
            ("사업자 123-45-67890", Some("123-45-67890")),
            ("사업자 모임 회비는 국민 계좌 아무개 앞으로 123-45-67890", None),
            ("전화 031-000-1111", None),
            ("사업자 전화 031-000-1111", None),
            ("사업자등록번호 ", None),
        ] {
            assert_eq!(BusinessNumber::named_in(text).next(), number, "{text}");
        }
    }

    #[test]
    fn names_and_addresses_are_read_in_one_form() {
        let one = written("주식회사 하늘 가구", "하늘시 새싹로 12-3");
        assert_eq!(one, ("하늘가구".to_owned(), "하늘시새싹로12-3".to_owned()));
        for (name, address) in [
            ("㈜하늘가구", "하늘시 새싹로 12-3, 2층"),
            ("하늘가구(주)", "하늘시 새싹로 12-3 (별빛동)"),
            ("하늘 가구", "하늘시  새싹로 12-3 지하1층 101호"),
        ] {
            assert_eq!(written(name, address), one, "{name} {address}");
        }
        assert_ne!(written("하늘가구", "하늘시 새싹로 12-4"), one);
        assert_ne!(written("하늘목재", "하늘시 새싹로 12-3"), one);
        assert_eq!(written("가", "하늘시 산호로 3 수호").1, "하늘시산호로3수호", "no room without a number");
    }
}
