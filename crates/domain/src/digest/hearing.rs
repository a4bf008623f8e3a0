//! How a person wants to hear from us, kept with what they told. It must not know what is sent.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::message::Message;
use crate::notice::How;
use crate::seeker::Profile;

/// Longest address that mail knows (RFC 5321).
const LONGEST_ADDRESS: usize = 254;

words! {
    /// How a person wants to hear from us.
    pub enum Way {
        /// By mail.
        Mail,
        /// By text message.
        Text,
        /// By letter.
        Paper,
        /// By telephone.
        Phone,
        /// Not at all, but for what must be told.
        None,
    }
}

impl Way {
    /// Whether the program sends it by itself; the others are a counsellor's work.
    pub fn is_sent(self) -> bool {
        matches!(self, Self::Mail | Self::Text)
    }

    /// How a notice was told that went this way.
    pub fn how(self) -> How {
        match self {
            Self::Mail => How::Mail,
            Self::Text => How::Text,
            Self::Paper => How::Paper,
            Self::Phone | Self::None => How::Phone,
        }
    }
}

/// The wish of a person, kept with what they told.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Hearing {
    /// Which way; `None` while nobody asked.
    pub by: Option<Way>,
    /// In English.
    pub english: bool,
    /// The address or number that was confirmed by its link. Nothing is sent to another.
    pub confirmed: String,
    /// On which day what was sent there came back.
    pub returned_on: Option<Date>,
}

impl Profile {
    /// The address or number of a way, as told; empty for none.
    pub fn address(&self, way: Way) -> &str {
        match way {
            Way::Mail => self.email.trim(),
            Way::Text => &self.mobile,
            Way::Paper | Way::Phone | Way::None => "",
        }
    }

    /// Where news is sent: a way that the person wants, agreed to, and confirmed.
    pub fn heard_at(&self) -> Option<(Way, &str)> {
        let (way, address) = self.heard_next()?;
        (self.hearing.confirmed == address).then_some((way, address))
    }

    /// Where news would be sent, once the address is confirmed.
    pub fn heard_next(&self) -> Option<(Way, &str)> {
        let way = self.hearing.by.filter(|way| way.is_sent())?;
        let agreed = self.consents.registration.is_some() && self.consents.news == Some(true);
        let address = self.address(way);
        (agreed && !address.is_empty()).then_some((way, address))
    }

    /// Whether lists of openings may be made for the person by themselves. Whoever refuses is served by hand
    /// (개인정보 보호법 §37의2).
    pub fn may_be_matched(&self) -> bool {
        self.consents.automated != Some(false)
    }
}

/// Whether a text can be the address of a mail: one `@`, no space, no line, a domain with a dot. Whether it is somebody's only
/// the mail server knows.
///
/// # Errors
/// `digest-address-missing`; `digest-address-wrong`.
pub fn check_mail(address: &str) -> Result<(), Message> {
    if address.is_empty() {
        return Err(Message::new("digest-address-missing"));
    }
    let plain = |c: char| !c.is_whitespace() && !c.is_control() && !"<>()[]\\,;:\"".contains(c);
    let parts = address.split_once('@').filter(|(local, domain)| {
        let labels: Vec<&str> = domain.split('.').collect();
        let dotted = labels.len() > 1
            && labels.iter().all(|label| {
                !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            });
        !local.is_empty() && local.is_ascii() && !local.starts_with('.') && !local.ends_with('.') && dotted
    });
    match parts {
        Some(_) if address.len() <= LONGEST_ADDRESS && address.chars().all(plain) => Ok(()),
        _ => Err(Message::new("digest-address-wrong")),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use strum::IntoEnumIterator;

    use super::*;
    use crate::seeker::Consents;

    #[test]
    fn nothing_is_sent_without_a_wish_a_consent_and_a_confirmed_address() {
        let day = "2016-03-14".parse().unwrap();
        let told = Profile {
            email: "maru@example.org".to_owned(),
            hearing: Hearing {
                by: Some(Way::Mail),
                confirmed: "maru@example.org".to_owned(),
                ..Hearing::default()
            },
            consents: Consents { registration: Some(day), news: Some(true), ..Consents::default() },
            ..Profile::default()
        };
        assert_eq!(told.heard_at(), Some((Way::Mail, "maru@example.org")));
        let but = |change: fn(&mut Profile)| {
            let mut other = told.clone();
            change(&mut other);
            other.heard_at().is_none()
        };
        assert!(but(|p| p.email = "other@example.org".to_owned()), "a new address is not confirmed");
        assert!(but(|p| p.consents.news = Some(false)));
        assert!(but(|p| p.consents.news = None));
        assert!(but(|p| p.consents.registration = None));
        for way in Way::iter().filter(|way| *way != Way::Mail) {
            let other = Hearing { by: Some(way), ..told.hearing.clone() };
            assert_eq!(Profile { hearing: other, ..told.clone() }.heard_at(), None, "{way}");
        }
    }

    #[test]
    fn addresses_that_cannot_be_any_are_seen() {
        for good in ["maru@example.org", "a.b+c@x-y.example.kr"] {
            assert_eq!(check_mail(good), Ok(()), "{good}");
        }
        let long = format!("{}@example.org", "a".repeat(250));
        for bad in [
            "",
            "maru",
            "maru@",
            "@example.org",
            "maru@example",
            "ma ru@example.org",
            "마루@example.org",
            "a@b@example.org",
            "maru@example..org",
            "maru@example.org\r\nBcc: all@example.org",
            "<maru@example.org>",
            "a@example.org,b@example.org",
            &long,
        ] {
            assert!(check_mail(bad).is_err(), "{bad:?}");
        }
    }
}
