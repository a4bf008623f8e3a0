//! Ten thousand strings that stand nowhere but where they were planted: each is known by what it is and whose,
//! and is found again in whatever was answered.

use std::collections::BTreeSet;

/// What a planted string is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum What {
    /// A jobseeker's name.
    Name,
    /// A jobseeker's telephone.
    Phone,
    /// Anything else that a jobseeker told.
    Told,
    /// What a jobseeker told of their health or their hardship.
    Health,
    /// What a counsellor wrote down about a jobseeker.
    Notes,
    /// What stands in a jobseeker's papers.
    Paper,
    /// An employer's contact, not to be published.
    Contact,
    /// An employer's contact who may be published, and the words of an opening on the lists.
    Public,
    /// A contact of the network that one department keeps for itself.
    Known,
    /// A contact of the network that is shared with all departments.
    Shared,
    /// What is written for a meeting of the network and said there, before it is shared.
    Room,
    /// An opening that is not on the public lists.
    Draft,
    /// The name of an account.
    Account,
    /// Sign-in name and telephone of an account.
    Login,
}

/// A planted string: what it is, and the number of the person, employer or account it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Secret {
    pub(crate) what: What,
    pub(crate) whose: usize,
}

/// How words begin; five digits follow.
const WORD: &str = "qzk";
/// How telephones begin; seven digits follow.
const PHONE: &str = "0107";

/// All that were planted; the place of each is its number.
#[derive(Debug, Default)]
pub(crate) struct Canaries(Vec<Secret>);

impl Canaries {
    fn next(&mut self, what: What, whose: usize) -> usize {
        self.0.push(Secret { what, whose });
        self.0.len() - 1
    }

    /// A word to plant.
    pub(crate) fn word(&mut self, what: What, whose: usize) -> String {
        format!("{WORD}{:05}", self.next(what, whose))
    }

    /// Several, with other words between them.
    pub(crate) fn words(&mut self, what: What, whose: usize, n: usize) -> String {
        (0..n).map(|_| self.word(what, whose)).collect::<Vec<_>>().join(" 그리고 ")
    }

    /// A telephone to plant.
    pub(crate) fn phone(&mut self, what: What, whose: usize) -> String {
        format!("{PHONE}{:07}", self.next(what, whose))
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn secret(&self, n: usize) -> Secret {
        self.0[n]
    }

    pub(crate) fn all(&self) -> &[Secret] {
        &self.0
    }

    /// The numbers of all that stand in a text, however telephones are parted.
    pub(crate) fn found(&self, text: &str) -> BTreeSet<usize> {
        let words = text.match_indices(WORD).filter_map(|(at, _)| text.get(at + 3..at + 8)?.parse().ok());
        let phones = text.match_indices("010").filter_map(|(at, _)| {
            let rest = text.as_bytes()[at..].iter().filter(|byte| **byte != b'-').take(11);
            let digits: String = rest.map(|byte| char::from(*byte)).collect();
            digits.strip_prefix(PHONE)?.parse().ok()
        });
        words.chain(phones).filter(|n: &usize| *n < self.0.len()).collect()
    }
}

#[test]
fn words_and_telephones_are_found_in_any_text() {
    let mut canaries = Canaries::default();
    let (name, phone) = (canaries.word(What::Name, 0), canaries.phone(What::Phone, 0));
    let other = canaries.word(What::Told, 1);
    let parted = format!("{}-{}-{}", &phone[..3], &phone[3..7], &phone[7..]);
    let text = format!("<td>김{name}</td><a href=\"tel:{parted}\">");
    assert_eq!(canaries.found(&text), BTreeSet::from([0, 1]));
    assert_eq!(
        canaries.found(&format!("{{\"phone\":\"{phone}\",\"note\":\"{other}\"}}")),
        BTreeSet::from([1, 2])
    );
    assert_eq!(canaries.found("qzk, qzk9, 010, 0107, 010-7777-7777 qzk99999"), BTreeSet::new());
}
