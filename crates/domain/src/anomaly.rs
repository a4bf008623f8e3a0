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

/// From when on something is conspicuous: the city's own figures (`[anomaly]` of the city file).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Bounds {
    /// Cancellations of one person within [`Self::cancel_hours`].
    pub cancels: usize,
    /// Hours of a burst of cancellations.
    pub cancel_hours: i64,
    /// Entries of one person within an hour that no counter can make.
    pub bulk_per_hour: usize,
    /// Entries of one person at night or on a Sunday within a day.
    pub off_hours: usize,
    /// Confirmations within [`Self::confirm_minutes`]: from one account or address, or of what one account entered.
    pub confirms: usize,
    /// Minutes of a burst of confirmations.
    pub confirm_minutes: i64,
    /// People with one telephone.
    pub same_phone: usize,
    /// Registrations of a month and channel under which a rate says nothing.
    pub fewest_registered: i64,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            cancels: 10,
            cancel_hours: 2,
            bulk_per_hour: 40,
            off_hours: 10,
            confirms: 8,
            confirm_minutes: 15,
            same_phone: 4,
            fewest_registered: 20,
        }
    }
}

impl Bounds {
    /// Whether a city may choose these figures.
    ///
    /// # Errors
    /// The first that would find everything or nothing, with what it may be.
    pub fn check(&self) -> Result<(), String> {
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let chosen = [
            ("cancels", count(self.cancels), 2..=1_000),
            ("cancel_hours", self.cancel_hours, 1..=24),
            ("bulk_per_hour", count(self.bulk_per_hour), 2..=1_000),
            ("off_hours", count(self.off_hours), 2..=1_000),
            ("confirms", count(self.confirms), 2..=1_000),
            ("confirm_minutes", self.confirm_minutes, 1..=1_440),
            ("same_phone", count(self.same_phone), 2..=1_000),
            ("fewest_registered", self.fewest_registered, 1..=100_000),
        ];
        crate::city::within("anomaly", chosen)
    }
}

words! {
    /// What is conspicuous.
    pub enum Kind {
        /// Many cancellations in a short time (취소 집중).
        CancelBurst,
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

words! {
    /// What was done, as far as patterns are concerned.
    pub enum What {
        /// Something was entered.
        Entered,
        /// Something was taken back.
        Cancelled,
        /// Evidence was given, which may confirm.
        Proved,
        /// Of something entered before, the person it is about said that it is true.
        HeardOf,
    }
}

/// Something that was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deed {
    /// Who did it; whose entry it is about, where a person was heard of it.
    pub by: PersonId,
    /// When.
    pub at: Timestamp,
    /// To which record.
    pub subject: Uuid,
    /// What.
    pub what: What,
}

/// Bursts among what people did, in any order: each found once, at the time of its first deed.
pub fn patterns(deeds: &[Deed], zone: &TimeZone, bounds: &Bounds) -> Vec<Finding> {
    let mut of: BTreeMap<(PersonId, What), Vec<(Timestamp, Uuid)>> = BTreeMap::new();
    for deed in deeds {
        of.entry((deed.by, deed.what)).or_default().push((deed.at, deed.subject));
    }
    let mut out = Vec::new();
    for ((by, what), mut deeds) in of {
        deeds.sort_unstable();
        let find =
            |deeds: &[(Timestamp, Uuid)], minutes, least, kind| bursts(deeds, minutes, least, kind, Some(by));
        match what {
            What::Cancelled => {
                out.extend(find(&deeds, 60 * bounds.cancel_hours, bounds.cancels, Kind::CancelBurst));
            }
            What::Entered => {
                out.extend(find(&deeds, 60, bounds.bulk_per_hour, Kind::BulkEntry));
                deeds.retain(|(at, _)| is_off_hours(*at, zone));
                out.extend(find(&deeds, 24 * 60, bounds.off_hours, Kind::OffHours));
            }
            What::Proved => {
                out.extend(find(&deeds, bounds.confirm_minutes, bounds.confirms, Kind::OneSource));
            }
            What::HeardOf => {
                out.extend(find(&deeds, bounds.confirm_minutes, bounds.confirms, Kind::ConfirmBurst));
            }
        }
    }
    out
}

/// Results that were confirmed without an account from one address, which is kept nowhere and told to nobody.
pub fn one_address(mut confirmed: Vec<(Timestamp, Uuid)>, bounds: &Bounds) -> Vec<Finding> {
    confirmed.sort_unstable();
    let mut found = bursts(&confirmed, bounds.confirm_minutes, bounds.confirms, Kind::OneSource, None);
    for finding in &mut found {
        finding.about = finding.subjects[0].to_string();
    }
    found
}

fn bursts(
    deeds: &[(Timestamp, Uuid)],
    minutes: i64,
    least: usize,
    kind: Kind,
    by: Option<PersonId>,
) -> Vec<Finding> {
    let mut out = Vec::new();
    let mut from = 0;
    while from < deeds.len() {
        let until = deeds[from].0.as_millisecond() + minutes * 60_000;
        let len = deeds[from..].iter().take_while(|(at, _)| at.as_millisecond() <= until).count();
        let burst = &deeds[from..from + len];
        let mut subjects: Vec<Uuid> = burst.iter().map(|(_, subject)| *subject).collect();
        subjects.sort_unstable();
        subjects.dedup();
        // What is done twice to one record is one thing done.
        if subjects.len() < least {
            from += 1;
            continue;
        }
        let code = Message { code: format!("anomaly-found-{kind}").into(), args: Default::default() };
        let told = code.with("count", subjects.len()).with("minutes", minutes).with("hours", minutes / 60);
        out.push(Finding { kind, by, at: burst[0].0, message: told, subjects, about: String::new() });
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
        Channel::Web | Channel::LetterCode | Channel::Import | Channel::Connector | Channel::System => None,
    }
}

/// A month of registrations through one channel of which conspicuously many were placed.
pub fn unusual_rate(
    month: Month,
    channel: Channel,
    registered: i64,
    placed: Vec<Uuid>,
    zone: &TimeZone,
    bounds: &Bounds,
) -> Option<Finding> {
    let usual = usual_tenths(channel).filter(|_| registered >= bounds.fewest_registered)?;
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

    fn deeds(count: usize, every_s: i64, from: &str, what: What) -> Vec<Deed> {
        let start: Timestamp = from.parse().unwrap();
        let by = PersonId(Uuid::from_u128(7));
        let at = |n: usize| Timestamp::from_second(start.as_second() + every_s * n as i64).unwrap();
        (0..count).map(|n| Deed { by, at: at(n), subject: Uuid::from_u128(n as u128), what }).collect()
    }

    fn kinds(deeds: &[Deed]) -> Vec<(Kind, usize)> {
        let zone = TimeZone::get("Asia/Seoul").unwrap();
        patterns(deeds, &zone, &Bounds::default())
            .into_iter()
            .map(|found| (found.kind, found.subjects.len()))
            .collect()
    }

    #[test]
    fn thirty_cancellations_in_an_evening_are_one_finding() {
        let mut evening = deeds(30, 200, "2016-06-10T10:00:00Z", What::Cancelled);
        assert_eq!(kinds(&evening), [(Kind::CancelBurst, 30)]);
        evening.reverse();
        assert_eq!(kinds(&evening), [(Kind::CancelBurst, 30)]);
        assert_eq!(kinds(&deeds(9, 200, "2016-06-10T10:00:00Z", What::Cancelled)), []);
        assert_eq!(kinds(&deeds(30, 3_600, "2016-06-10T10:00:00Z", What::Cancelled)), []);
    }

    #[test]
    fn bulk_and_night_entries() {
        assert_eq!(kinds(&deeds(45, 60, "2016-06-10T02:00:00Z", What::Entered)), [(Kind::BulkEntry, 45)]);
        assert_eq!(kinds(&deeds(12, 600, "2016-06-10T14:00:00Z", What::Entered)), [(Kind::OffHours, 12)]);
        assert_eq!(kinds(&deeds(12, 600, "2016-06-10T02:00:00Z", What::Entered)), []);
    }

    #[test]
    fn cr_17_confirmations_in_a_burst_and_from_one_source() {
        let noon = "2016-06-10T03:00:00Z";
        assert_eq!(kinds(&deeds(8, 60, noon, What::HeardOf)), [(Kind::ConfirmBurst, 8)]);
        assert_eq!(kinds(&deeds(8, 60, noon, What::Proved)), [(Kind::OneSource, 8)]);
        assert_eq!(kinds(&deeds(7, 60, noon, What::HeardOf)), []);
        assert_eq!(kinds(&deeds(30, 600, noon, What::Proved)), [], "a day's honest work");
        // The same record eight times is one record.
        let mut same = deeds(8, 60, noon, What::Proved);
        same.iter_mut().for_each(|deed| deed.subject = Uuid::from_u128(1));
        assert_eq!(kinds(&same), []);
        let near = |n: usize| deeds(n, 60, noon, What::HeardOf).iter().map(|d| (d.at, d.subject)).collect();
        let bounds = Bounds { confirms: 3, ..Bounds::default() };
        assert_eq!(one_address(near(2), &bounds), []);
        let (three, four) = (one_address(near(3), &bounds), one_address(near(4), &bounds));
        assert_eq!((three[0].by, four[0].subjects.len()), (None, 4));
        assert_eq!(three[0].key(), four[0].key(), "it grew");
    }

    #[test]
    fn rates_and_telephones() {
        assert!(is_unusual_rate(27, 100, 130));
        assert!(!is_unusual_rate(26, 100, 130));
        let usual = Bounds::default();
        let with = |n: u128| (String::from("h"), Uuid::from_u128(n));
        assert_eq!(same_phone(&[with(1), with(2), with(3)], &usual), []);
        let four = same_phone(&[with(1), with(2), with(3), with(4), with(4)], &usual);
        assert_eq!(four[0].subjects.len(), 4);
        let five = same_phone(&[with(5), with(1), with(2), with(3), with(4)], &usual);
        assert_eq!((five[0].subjects.len(), five[0].key()), (5, four[0].key()), "it grew");
    }

    #[test]
    fn a_month_and_channel_is_told_apart_from_the_next() {
        let zone = TimeZone::get("Asia/Seoul").unwrap();
        let placed = |n: u128| (0..n).map(Uuid::from_u128).collect::<Vec<_>>();
        let march = Month::parse("2016-03").unwrap();
        let rate = |channel, registered, n| {
            unusual_rate(march, channel, registered, placed(n), &zone, &Bounds::default())
        };
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
