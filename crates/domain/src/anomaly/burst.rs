//! Many things done in a short time. It must not know what became of them.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use uuid::Uuid;

use super::{Bounds, Finding, Kind};
use crate::id::PersonId;
use crate::message::Message;

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
}
