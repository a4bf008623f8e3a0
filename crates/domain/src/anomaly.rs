//! Conspicuous patterns in what was entered, for a second person to look at (CR-17, domain notes 6.5).
//!
//! A pattern is no proof. It must not know who somebody is, nor change anything.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::actor::Channel;
use crate::counting::Month;
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
/// Registrations of a month and channel under which a rate says nothing.
pub const FEWEST_REGISTERED: i64 = 20;

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
            about: String::new(),
        });
        from += len;
    }
    out
}

fn is_off_hours(at: Timestamp, zone: &TimeZone) -> bool {
    let local = zone.to_datetime(at);
    local.weekday() == jiff::civil::Weekday::Sunday || !(7..21).contains(&local.hour())
}

/// One telephone (as a keyed hash, which is never told) for many people. It is found when the fourth comes,
/// and grows with the next.
pub fn same_phone(handles: &[(String, Uuid)]) -> Vec<Finding> {
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
        at: made_at(subjects[SAME_PHONE - 1]),
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

/// Of a hundred people registered through a channel, how many tenths of a percent are usually placed (domain
/// notes 6.5: a neighbourhood counter 13 %, the job bus 16 to 18 %). Of the other channels nothing is known.
pub fn usual_tenths(channel: Channel) -> Option<i64> {
    match channel {
        Channel::Counter | Channel::Phone | Channel::Paper => Some(130),
        Channel::Event => Some(170),
        Channel::Web | Channel::Import | Channel::Connector | Channel::System => None,
    }
}

/// A month of registrations through one channel of which conspicuously many were placed.
pub fn unusual_rate(
    month: Month,
    channel: Channel,
    registered: i64,
    placed: Vec<Uuid>,
    zone: &TimeZone,
) -> Option<Finding> {
    let usual = usual_tenths(channel).filter(|_| registered >= FEWEST_REGISTERED)?;
    let count = i64::try_from(placed.len()).ok()?;
    if !is_unusual_rate(count, registered, usual) {
        return None;
    }
    let message = Message::new("anomaly-found-unusual_rate")
        .with("month", month.to_string())
        .with("placed", count)
        .with("registered", registered)
        .with("usual", usual / 10);
    let at = zone.to_timestamp(month.first().at(0, 0, 0, 0)).unwrap_or(Timestamp::UNIX_EPOCH);
    let about = format!("{channel}");
    Some(Finding { kind: Kind::UnusualRate, by: None, at, message, subjects: placed, about })
}

/// When an id was made: it says so itself.
fn made_at(id: Uuid) -> Timestamp {
    let known = id.get_timestamp().map(|at| at.to_unix());
    known
        .and_then(|(s, ns)| Timestamp::new(i64::try_from(s).ok()?, i32::try_from(ns).ok()?).ok())
        .unwrap_or(Timestamp::UNIX_EPOCH)
}

/// Whether a channel places more than twice its usual rate, in tenths of a percent (domain notes 6.5).
fn is_unusual_rate(placed: i64, registered: i64, usual_tenths: i64) -> bool {
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
        let with = |n: u128| (String::from("h"), Uuid::from_u128(n));
        assert_eq!(same_phone(&[with(1), with(2), with(3)]), []);
        let four = same_phone(&[with(1), with(2), with(3), with(4), with(4)]);
        assert_eq!(four[0].subjects.len(), 4);
        let five = same_phone(&[with(5), with(1), with(2), with(3), with(4)]);
        assert_eq!((five[0].subjects.len(), five[0].key()), (5, four[0].key()), "it grew");
    }

    #[test]
    fn a_month_and_channel_is_told_apart_from_the_next() {
        let zone = TimeZone::get("Asia/Seoul").unwrap();
        let placed = |n: u128| (0..n).map(Uuid::from_u128).collect::<Vec<_>>();
        let march = Month::parse("2016-03").unwrap();
        let rate = |channel, registered, n| unusual_rate(march, channel, registered, placed(n), &zone);
        let found = rate(Channel::Counter, 100, 27).unwrap();
        assert_eq!(found.key(), "unusual_rate||1456758000000|counter");
        assert_eq!(rate(Channel::Counter, 100, 26), None);
        assert_eq!(rate(Channel::Event, 100, 27), None, "the bus places more");
        assert_eq!(rate(Channel::Counter, 19, 19), None, "too few to say");
        assert_eq!(rate(Channel::Web, 100, 99), None, "nobody knows what is usual");
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
