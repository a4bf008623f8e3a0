//! Links to a person's own work (작품·경력 링크): shown, never opened by us. Only addresses of the open web are kept.

use serde::{Deserialize, Serialize};

use crate::message::Message;
use crate::person::looks_like_resident_number;

/// Most links of a person.
pub const MOST_LINKS: usize = 5;
/// Longest address, in characters.
pub const LONGEST_ADDRESS: usize = 300;
/// Longest title, in characters.
const LONGEST_TITLE: usize = 100;
/// Last parts of names that only a house's own network knows.
const INNER: [&str; 8] = ["local", "localhost", "internal", "intranet", "lan", "home", "corp", "arpa"];

/// One link.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Link {
    /// What it shows.
    pub title: String,
    /// Its address.
    pub url: String,
}

impl Link {
    /// What is wrong with it: whether the title (`true`) or the address, and why.
    pub fn fault(&self) -> Option<(bool, Message)> {
        let (title, url) = (self.title.trim(), self.url.trim());
        if title.is_empty() {
            return Some((true, Message::new("portfolio-title")));
        }
        if title.chars().count() > LONGEST_TITLE {
            return Some((true, Message::new("portfolio-title-long").with("most", LONGEST_TITLE)));
        }
        if looks_like_resident_number(title) {
            return Some((true, Message::new("resident-number-refused")));
        }
        if url.chars().count() > LONGEST_ADDRESS {
            return Some((false, Message::new("portfolio-long").with("most", LONGEST_ADDRESS)));
        }
        if looks_like_resident_number(url) {
            return Some((false, Message::new("resident-number-refused")));
        }
        match host(url) {
            None => Some((false, Message::new("portfolio-https"))),
            Some(host) if is_inner(host) => Some((false, Message::new("portfolio-inner"))),
            Some(_) => None,
        }
    }
}

/// The host of an `https` address that holds no account and no sign that steers.
fn host(url: &str) -> Option<&str> {
    let rest = url.strip_prefix("https://")?;
    let steers = |sign: char| sign.is_whitespace() || sign.is_control() || "\"'<>\\^`{|}".contains(sign);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let fits = !authority.is_empty() && !authority.contains('@') && !rest.contains(steers);
    fits.then_some(authority)
}

/// Whether a host is known by a number or within a house only: nobody outside can open it, or nobody should.
fn is_inner(authority: &str) -> bool {
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => authority,
    };
    let host = host.trim_end_matches('.').to_lowercase();
    let Some((before, last)) = host.rsplit_once('.') else { return true };
    let number = last.bytes().next().is_none_or(|byte| byte.is_ascii_digit());
    before.is_empty() || host.starts_with('[') || number || INNER.contains(&last)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(url: &str) -> String {
        let link = Link { title: "편집 작품".to_owned(), url: url.to_owned() };
        link.fault().map_or_else(|| "kept".to_owned(), |(_, why)| why.code.into_owned())
    }

    #[test]
    fn only_addresses_of_the_open_web_are_kept() {
        for url in
            ["https://films.example/reel?v=abc#t", "https://films.example:443/", "https://작품.example/가"]
        {
            assert_eq!(code(url), "kept", "{url}");
        }
        for url in ["http://films.example", "ftp://films.example", "films.example", "javascript:alert(1)", ""]
        {
            assert_eq!(code(url), "portfolio-https", "{url}");
        }
        for url in
            ["https://me@films.example", "https://films.example/ a", "https://", "https://f.example/\"x"]
        {
            assert_eq!(code(url), "portfolio-https", "{url}");
        }
        let inner = [
            "https://localhost/x",
            "https://LOCALHOST.",
            "https://printer",
            "https://127.0.0.1/",
            "https://10.0.0.8:8443/",
            "https://8.8.8.8",
            "https://[::1]/",
            "https://0x7f.0x1",
            "https://nas.home",
            "https://wiki.corp/a",
            "https://.example",
        ];
        for url in inner {
            assert_eq!(code(url), "portfolio-inner", "{url}");
        }
    }

    #[test]
    fn an_address_has_a_title_and_an_end() {
        let long = |n: usize| format!("https://films.example/{}", "a".repeat(n - 22));
        assert_eq!((code(&long(LONGEST_ADDRESS)).as_str(), long(LONGEST_ADDRESS).len()), ("kept", 300));
        assert_eq!(code(&long(LONGEST_ADDRESS + 1)), "portfolio-long");
        let untitled = Link { title: " ".to_owned(), url: "https://films.example".to_owned() };
        assert_eq!(
            untitled.fault().map(|(title, why)| (title, why.code.into_owned())),
            Some((true, "portfolio-title".to_owned()))
        );
        let number = Link { title: "900101-1234567".to_owned(), ..untitled };
        assert!(number.fault().is_some_and(|(title, why)| title && why.code == "resident-number-refused"));
    }
}
