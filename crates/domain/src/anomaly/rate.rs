//! Shares of a month that is over. It must not know how registrations and results are counted.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use uuid::Uuid;

use super::{Bounds, Deed, Finding, Kind, What};
use crate::actor::Channel;
use crate::counting::Month;
use crate::id::PersonId;
use crate::message::Message;

/// Who took back conspicuously much against what they entered in a month. What was entered before and taken back
/// in it counts too; what is taken back twice is one.
pub fn cancel_rates(month: Month, deeds: &[Deed], zone: &TimeZone, bounds: &Bounds) -> Vec<Finding> {
    let mut of: BTreeMap<PersonId, (Vec<Uuid>, usize)> = BTreeMap::new();
    for deed in deeds.iter().filter(|deed| Month::of(zone.to_datetime(deed.at).date()) == month) {
        let (cancelled, entered) = of.entry(deed.by).or_default();
        match deed.what {
            What::Cancelled => cancelled.push(deed.subject),
            What::Entered => *entered += 1,
            What::Proved | What::HeardOf => {}
        }
    }
    let at = begins(month, zone);
    let mut out = Vec::new();
    for (by, (mut subjects, entered)) in of {
        subjects.sort_unstable();
        subjects.dedup();
        let many = subjects.len() >= bounds.cancels_monthly;
        if many && subjects.len() * 100 >= entered * bounds.cancel_percent {
            let message = Message::new("anomaly-found-cancel_rate")
                .with("month", month.to_string())
                .with("cancelled", subjects.len())
                .with("entered", entered);
            let kind = Kind::CancelRate;
            out.push(Finding { kind, by: Some(by), at, message, subjects, about: String::new() });
        }
    }
    out
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
    let at = begins(month, zone);
    let about = format!("{channel}");
    Some(Finding { kind: Kind::UnusualRate, by: None, at, message, subjects: placed, about })
}

/// Whether a channel places more than twice its usual rate, in tenths of a percent.
fn is_unusual_rate(placed: i64, registered: i64, usual_tenths: i64) -> bool {
    registered > 0 && placed * 1_000 > 2 * usual_tenths * registered
}

fn begins(month: Month, zone: &TimeZone) -> Timestamp {
    zone.to_timestamp(month.first().at(0, 0, 0, 0)).unwrap_or(Timestamp::UNIX_EPOCH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twice_the_usual_is_not_yet_more() {
        assert!(is_unusual_rate(27, 100, 130));
        assert!(!is_unusual_rate(26, 100, 130));
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
    fn cr_17_a_month_in_which_much_was_taken_back_is_found() {
        let zone = TimeZone::get("Asia/Seoul").unwrap();
        let june = Month::parse("2016-06").unwrap();
        let by = PersonId(Uuid::from_u128(7));
        let done = |count: u128, day: &str, what| {
            let at = day.parse::<Timestamp>().unwrap();
            (0..count).map(move |n| Deed { by, at, subject: Uuid::from_u128(n), what })
        };
        let rate = |cancels, entries| {
            let mut all: Vec<Deed> = done(cancels, "2016-06-20T02:00:00Z", What::Cancelled).collect();
            all.extend(done(entries, "2016-06-01T02:00:00Z", What::Entered));
            // What was done in another month, by the city's clock, or to confirm says nothing of this one.
            all.extend(done(90, "2016-05-31T14:59:00Z", What::Entered));
            all.extend(done(90, "2016-06-20T02:00:00Z", What::Proved));
            cancel_rates(june, &all, &zone, &Bounds::default())
        };
        let found = rate(20, 100);
        assert_eq!((found.len(), found[0].kind, found[0].subjects.len()), (1, Kind::CancelRate, 20));
        assert_eq!(rate(20, 101), []);
        assert_eq!(rate(9, 9), [], "too few to say");
        assert_eq!(rate(10, 0).len(), 1, "of what was entered before");
        let lenient = Bounds { cancel_percent: 50, ..Bounds::default() };
        let many: Vec<Deed> = done(20, "2016-06-20T02:00:00Z", What::Cancelled)
            .chain(done(41, "2016-06-01T02:00:00Z", What::Entered))
            .collect();
        assert_eq!(cancel_rates(june, &many, &zone, &lenient), [], "as the city chose");
        assert_eq!(cancel_rates(june, &many[..60], &zone, &lenient).len(), 1);
    }
}
