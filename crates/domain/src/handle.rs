//! By what a person is found again: name, telephone, and the pairs of which two people seldom share one.
//!
//! These are texts in one form; only their keyed hashes are ever kept. Two of name, date of birth and
//! telephone make a suggestion that two records are one person, never more: a human being decides.

use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization;

use crate::seeker::Profile;

words! {
    /// What a handle is made of.
    pub enum HandleKind {
        /// The whole name.
        Name,
        /// A telephone, also of someone who takes messages.
        Phone,
        /// The last four digits of a telephone, as people say them.
        Phone4,
        /// Name and date of birth.
        NameBirth,
        /// Name and the last four digits of a telephone of their own.
        NamePhone,
        /// Date of birth and a telephone of their own.
        BirthPhone,
    }
}

impl HandleKind {
    /// Those by which two records may be one person: two of three agree.
    pub const PAIRS: [Self; 3] = [Self::NameBirth, Self::NamePhone, Self::BirthPhone];
}

/// A name in the form in which names are compared: composed, without spaces, in lower case.
pub fn name(text: &str) -> String {
    text.nfkc().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

/// Every handle of what a person told. What was not told makes none.
pub fn all(profile: &Profile) -> Vec<(HandleKind, String)> {
    let name = name(&profile.name);
    let own: Vec<&str> = [&profile.mobile, &profile.phone].into_iter().map(String::as_str).collect();
    let mut out = Vec::new();
    let mut add = |kind: HandleKind, text: Option<String>| {
        out.extend(text.filter(|text| !out.contains(&(kind, text.clone()))).map(|text| (kind, text)));
    };
    let named = (!name.is_empty()).then_some(name.as_str());
    let born = profile.born_on.map(|day: Date| day.to_string());
    add(HandleKind::Name, named.map(str::to_owned));
    add(HandleKind::NameBirth, named.zip(born.as_ref()).map(|(name, day)| format!("{name}|{day}")));
    for phone in own.iter().copied().chain([profile.proxy_phone.as_str()]).filter(|p| !p.is_empty()) {
        add(HandleKind::Phone, Some(phone.to_owned()));
        add(HandleKind::Phone4, last_four(phone).map(str::to_owned));
    }
    for phone in own.into_iter().filter(|phone| !phone.is_empty()) {
        let pair = named.zip(last_four(phone)).map(|(name, last)| format!("{name}|{last}"));
        add(HandleKind::NamePhone, pair);
        add(HandleKind::BirthPhone, born.as_ref().map(|day| format!("{day}|{phone}")));
    }
    out
}

fn last_four(phone: &str) -> Option<&str> {
    phone.len().checked_sub(4).and_then(|from| phone.get(from..))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(name: &str, born: &str, mobile: &str) -> Profile {
        let (name, mobile) = (name.to_owned(), mobile.to_owned());
        Profile { name, born_on: born.parse().ok(), mobile, ..Profile::default() }
    }

    fn shared(a: &Profile, b: &Profile) -> Vec<HandleKind> {
        let theirs = all(b);
        let both = all(a).into_iter().filter(|handle| theirs.contains(handle));
        both.map(|(kind, _)| kind).filter(|kind| HandleKind::PAIRS.contains(kind)).collect()
    }

    #[test]
    fn two_of_three_agree_however_they_are_written() {
        let one = told("박 가나", "1949-03-02", "01000001234");
        assert_eq!(shared(&one, &told("박가나", "1949-03-02", "")), [HandleKind::NameBirth]);
        assert_eq!(shared(&one, &told("박가나 ", "1949-03-03", "01000001234")), [HandleKind::NamePhone]);
        assert_eq!(shared(&one, &told("박다라", "1949-03-02", "01000001234")), [HandleKind::BirthPhone]);
        // Decomposed Hangul, as some systems write it.
        assert_eq!(shared(&one, &told(&"박가나".nfkd().collect::<String>(), "1949-03-02", "")).len(), 1);
    }

    #[test]
    fn one_of_three_is_nobody() {
        let one = told("박가나", "1949-03-02", "01000001234");
        for other in [
            told("박가나", "1950-03-02", "01000009999"),
            told("박다라", "1949-03-02", "01000009999"),
            told("박다라", "1950-03-02", "01000001234"),
            told("", "1949-03-02", ""),
            Profile::default(),
        ] {
            assert_eq!(shared(&one, &other), [], "{other:?}");
        }
        assert_eq!(all(&Profile::default()), []);
    }

    #[test]
    fn who_takes_messages_for_many_makes_nobody_the_same() {
        let proxied =
            |name: &str| Profile { proxy_phone: "01000001234".into(), ..told(name, "1949-03-02", "") };
        assert_eq!(shared(&proxied("박가나"), &proxied("박다라")), []);
        assert!(all(&proxied("박가나")).contains(&(HandleKind::Phone, "01000001234".into())));
    }
}
