//! Conspicuous patterns in what was entered, for a second person to look at (CR-17, domain notes 6.5).
//!
//! A pattern is no proof. It must not know who somebody is, nor change anything.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::id::{AnomalyId, PersonId};
use crate::message::Message;

/// Cancellations of one person within [`CANCEL_HOURS`] from which a second person looks.
pub const CANCELS: usize = 10;
/// Hours of a burst of cancellations.
pub const CANCEL_HOURS: i64 = 2;
/// Entries of one person within an hour that no counter can make.
pub const BULK_PER_HOUR: usize = 40;
/// Entries of one person at night or on a Sunday within a day.
pub const OFF_HOURS: usize = 10;
/// People with one telephone.
pub const SAME_PHONE: usize = 4;

words! {
    /// What is conspicuous.
    pub enum Kind {
        /// Many cancellations in a short time (취소 집중).
        CancelBurst,
        /// More entries in an hour than a counter can make (대량 입력).
        BulkEntry,
        /// Entries outside opening hours (시간 외 입력).
        OffHours,
        /// One telephone for many people (같은 전화번호).
        SamePhone,
        /// Somebody of the counsellor's own household (상담사 가구).
        OwnHousehold,
        /// More than twice the usual rate of a channel (평소의 2배).
        UnusualRate,
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

/// What somebody did, as far as patterns are concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deed {
    /// Who.
    pub by: PersonId,
    /// When.
    pub at: Timestamp,
    /// To which record.
    pub subject: Uuid,
    /// Whether it was a cancellation; else an entry.
    pub cancel: bool,
}

/// Bursts among what people did, in any order: each found once, at the time of its first deed.
pub fn patterns(deeds: &[Deed], zone: &TimeZone) -> Vec<Finding> {
    let mut of: BTreeMap<PersonId, Vec<Deed>> = BTreeMap::new();
    for deed in deeds {
        of.entry(deed.by).or_default().push(*deed);
    }
    let mut out = Vec::new();
    for (by, mut deeds) in of {
        deeds.sort_unstable_by_key(|deed| (deed.at, deed.subject));
        let (cancels, entries): (Vec<Deed>, Vec<Deed>) = deeds.into_iter().partition(|deed| deed.cancel);
        out.extend(bursts(&cancels, CANCEL_HOURS, CANCELS, Kind::CancelBurst, by));
        out.extend(bursts(&entries, 1, BULK_PER_HOUR, Kind::BulkEntry, by));
        let late: Vec<Deed> = entries.into_iter().filter(|deed| is_off_hours(deed.at, zone)).collect();
        out.extend(bursts(&late, 24, OFF_HOURS, Kind::OffHours, by));
    }
    out
}

fn bursts(deeds: &[Deed], hours: i64, least: usize, kind: Kind, by: PersonId) -> Vec<Finding> {
    let mut out = Vec::new();
    let mut from = 0;
    while from < deeds.len() {
        let until = deeds[from].at.as_millisecond() + hours * 3_600_000;
        let len = deeds[from..].iter().take_while(|deed| deed.at.as_millisecond() <= until).count();
        if len < least {
            from += 1;
            continue;
        }
        let burst = &deeds[from..from + len];
        let code = Message { code: format!("anomaly-found-{kind}").into(), args: Default::default() };
        out.push(Finding {
            kind,
            by: Some(by),
            at: burst[0].at,
            message: code.with("count", len).with("hours", hours),
            subjects: burst.iter().map(|deed| deed.subject).collect(),
        });
        from += len;
    }
    out
}

fn is_off_hours(at: Timestamp, zone: &TimeZone) -> bool {
    let local = zone.to_datetime(at);
    local.weekday() == jiff::civil::Weekday::Sunday || !(7..21).contains(&local.hour())
}

/// One telephone (as a keyed hash) for many people.
pub fn same_phone(handles: &[(String, Uuid)], at: Timestamp) -> Vec<Finding> {
    let mut of: BTreeMap<&str, Vec<Uuid>> = BTreeMap::new();
    for (handle, person) in handles {
        of.entry(handle).or_default().push(*person);
    }
    let many = of.into_values().filter_map(|mut people| {
        people.sort_unstable();
        people.dedup();
        (people.len() >= SAME_PHONE).then_some(people)
    });
    many.map(|subjects| Finding {
        kind: Kind::SamePhone,
        by: None,
        at,
        message: Message::new("anomaly-found-same_phone").with("count", subjects.len()),
        subjects,
    })
    .collect()
}

/// Whether a channel places more than twice its usual rate, in tenths of a percent (domain notes 6.5).
pub fn is_unusual_rate(placed: i64, registered: i64, usual_tenths: i64) -> bool {
    registered > 0 && placed * 1_000 > 2 * usual_tenths * registered
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deeds(count: usize, every_s: i64, from: &str, cancel: bool) -> Vec<Deed> {
        let start: Timestamp = from.parse().unwrap();
        let by = PersonId(Uuid::from_u128(7));
        let at = |n: usize| Timestamp::from_second(start.as_second() + every_s * n as i64).unwrap();
        (0..count).map(|n| Deed { by, at: at(n), subject: Uuid::from_u128(n as u128), cancel }).collect()
    }

    fn kinds(deeds: &[Deed]) -> Vec<(Kind, usize)> {
        let zone = TimeZone::get("Asia/Seoul").unwrap();
        patterns(deeds, &zone).into_iter().map(|found| (found.kind, found.subjects.len())).collect()
    }

    #[test]
    fn thirty_cancellations_in_an_evening_are_one_finding() {
        let mut evening = deeds(30, 200, "2016-06-10T10:00:00Z", true);
        assert_eq!(kinds(&evening), [(Kind::CancelBurst, 30)]);
        evening.reverse();
        assert_eq!(kinds(&evening), [(Kind::CancelBurst, 30)]);
        assert_eq!(kinds(&deeds(9, 200, "2016-06-10T10:00:00Z", true)), []);
        assert_eq!(kinds(&deeds(30, 3_600, "2016-06-10T10:00:00Z", true)), []);
    }

    #[test]
    fn bulk_and_night_entries() {
        assert_eq!(kinds(&deeds(45, 60, "2016-06-10T02:00:00Z", false)), [(Kind::BulkEntry, 45)]);
        assert_eq!(kinds(&deeds(12, 600, "2016-06-10T14:00:00Z", false)), [(Kind::OffHours, 12)]);
        assert_eq!(kinds(&deeds(12, 600, "2016-06-10T02:00:00Z", false)), []);
    }

    #[test]
    fn rates_and_telephones() {
        assert!(is_unusual_rate(27, 100, 130));
        assert!(!is_unusual_rate(26, 100, 130));
        let at = Timestamp::UNIX_EPOCH;
        let with = |n: u128| (String::from("h"), Uuid::from_u128(n));
        assert_eq!(same_phone(&[with(1), with(2), with(3)], at), []);
        assert_eq!(same_phone(&[with(1), with(2), with(3), with(4), with(4)], at)[0].subjects.len(), 4);
    }
}
