//! Conspicuous patterns in what was entered, for a second person to look at (CR-17).
//!
//! A pattern is no proof. It must not know who somebody is, nor change anything.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::id::{AnomalyId, PersonId};
use crate::message::Message;

mod bounds;
mod burst;
mod rate;
pub use bounds::Bounds;
pub use burst::{Deed, What, one_address, patterns};
pub use rate::{cancel_rates, unusual_rate, usual_tenths};

words! {
    /// What is conspicuous.
    pub enum Kind {
        /// Many cancellations in a short time (취소 집중).
        CancelBurst,
        /// Many cancellations against the entries of a month (취소율).
        CancelRate,
        /// More entries in an hour than a counter can make (대량 입력).
        BulkEntry,
        /// Entries outside opening hours (시간 외 입력).
        OffHours,
        /// Many people confirming, in a short time, what one account entered (확인 집중).
        ConfirmBurst,
        /// Many confirmations from one account or address in a short time (한 곳에서 확인).
        OneSource,
        /// One telephone for many people (같은 전화번호).
        SamePhone,
        /// Somebody of the counsellor's own household (상담사 가구).
        OwnHousehold,
        /// One hand entered a result and gave its person the account by which they confirmed it (한 사람이 입력·발급).
        SameHand,
        /// More than twice the usual rate of a channel (평소의 2배).
        UnusualRate,
        /// A service put on record once a job needed it (뒤늦은 서비스 기록).
        LateService,
    }
}

/// A pattern that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// What.
    pub kind: Kind,
    /// Who entered it, if a person.
    pub by: Option<PersonId>,
    /// The time of the first of it; with kind and person it names the finding, so that it is found once.
    pub at: Timestamp,
    /// What to say.
    pub message: Message,
    /// The records.
    pub subjects: Vec<Uuid>,
    /// What tells it apart from another of its kind at that time that nobody made: the first person with a
    /// telephone, a month with its channel.
    #[serde(default)]
    pub about: String,
}

impl Finding {
    /// Its name among all findings: what was found once is not found again, and may grow.
    pub fn key(&self) -> String {
        let by = self.by.map(|by| by.to_string()).unwrap_or_default();
        let about = if self.about.is_empty() { String::new() } else { format!("|{}", self.about) };
        format!("{}|{by}|{}{about}", self.kind, self.at.as_millisecond())
    }
}

/// A finding on the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anomaly {
    /// Its id.
    pub id: AnomalyId,
    /// What was found.
    pub finding: Finding,
    /// When it was put on the list.
    pub found_at: Timestamp,
    /// How a second person settled it.
    pub settled: Option<Settled>,
    /// Rises by one with every accepted change.
    pub version: i64,
}

/// How a finding was settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    /// What it turned out to be.
    pub verdict: Verdict,
    /// By whom.
    pub by: PersonId,
    /// When.
    pub at: Timestamp,
}

words! {
    /// What a finding turned out to be.
    pub enum Verdict {
        /// It has a good reason (정상).
        Explained,
        /// The records must be mended (시정).
        Mend,
        /// It goes to the auditor (감사 의뢰).
        Audit,
    }
}

impl Anomaly {
    /// A second person settles it.
    ///
    /// # Errors
    /// `second-person-needed` for the one who made the entries; `anomaly-settled` when it is.
    pub fn settle(mut self, verdict: Verdict, by: PersonId, at: Timestamp) -> Result<Self, Message> {
        if self.finding.by == Some(by) {
            return Err(Message::new("second-person-needed"));
        }
        if self.settled.is_some() {
            return Err(Message::new("anomaly-settled"));
        }
        self.settled = Some(Settled { verdict, by, at });
        Ok(self)
    }
}

/// One telephone (as a keyed hash, which is never told) for many people. It is found when the fourth comes,
/// and grows with the next.
pub fn same_phone(handles: &[(String, Uuid)], bounds: &Bounds) -> Vec<Finding> {
    let least = bounds.same_phone.max(1);
    let mut of: BTreeMap<&str, Vec<Uuid>> = BTreeMap::new();
    for (handle, person) in handles {
        of.entry(handle).or_default().push(*person);
    }
    let many = of.into_values().filter_map(|mut people| {
        people.sort_unstable();
        people.dedup();
        (people.len() >= least).then_some(people)
    });
    many.map(|subjects| Finding {
        kind: Kind::SamePhone,
        by: None,
        at: made_at(subjects[least - 1]),
        message: Message::new("anomaly-found-same_phone").with("count", subjects.len()),
        about: subjects[0].to_string(),
        subjects,
    })
    .collect()
}

/// Results that a member of staff entered for people with whom they share a telephone.
pub fn own_household(by: PersonId, mut entered: Vec<Uuid>) -> Option<Finding> {
    entered.sort_unstable();
    entered.dedup();
    Some(Finding {
        kind: Kind::OwnHousehold,
        by: Some(by),
        at: made_at(*entered.first()?),
        message: Message::new("anomaly-found-own_household").with("count", entered.len()),
        subjects: entered,
        about: String::new(),
    })
}

/// A result that its person confirmed from an account given by the one who entered it: each is looked at by itself.
pub fn same_hand(by: PersonId, claim: Uuid) -> Finding {
    Finding {
        kind: Kind::SameHand,
        by: Some(by),
        at: made_at(claim),
        message: Message::new("anomaly-found-same_hand"),
        about: claim.to_string(),
        subjects: vec![claim],
    }
}

/// Services that somebody recorded so late after a start that they do not count for it (CR-05).
pub fn late_service(by: PersonId, mut recorded: Vec<Uuid>) -> Option<Finding> {
    recorded.sort_unstable();
    Some(Finding {
        kind: Kind::LateService,
        by: Some(by),
        at: made_at(*recorded.first()?),
        message: Message::new("anomaly-found-late_service").with("count", recorded.len()),
        subjects: recorded,
        about: String::new(),
    })
}

/// When an id was made: it says so itself.
fn made_at(id: Uuid) -> Timestamp {
    let known = id.get_timestamp().map(|at| at.to_unix());
    known
        .and_then(|(s, ns)| Timestamp::new(i64::try_from(s).ok()?, i32::try_from(ns).ok()?).ok())
        .unwrap_or(Timestamp::UNIX_EPOCH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_telephone_of_many() {
        let usual = Bounds::default();
        let with = |n: u128| (String::from("h"), Uuid::from_u128(n));
        assert_eq!(same_phone(&[with(1), with(2), with(3)], &usual), []);
        let four = same_phone(&[with(1), with(2), with(3), with(4), with(4)], &usual);
        assert_eq!(four[0].subjects.len(), 4);
        let five = same_phone(&[with(5), with(1), with(2), with(3), with(4)], &usual);
        assert_eq!((five[0].subjects.len(), five[0].key()), (5, four[0].key()), "it grew");
    }

    #[test]
    fn whoever_shares_a_telephone_with_the_one_who_entered_it() {
        let by = PersonId(Uuid::from_u128(7));
        assert_eq!(own_household(by, Vec::new()), None);
        let found =
            own_household(by, vec![Uuid::from_u128(2), Uuid::from_u128(1), Uuid::from_u128(2)]).unwrap();
        assert_eq!((found.by, found.subjects.len()), (Some(by), 2));
    }
}
