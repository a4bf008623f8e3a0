//! The times of an event: a span cut into slots of one length. It must not know who sits in them.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::message::Message;

/// Minutes of a day.
const DAY_MIN: u16 = 1_440;
/// Shortest and longest slot in minutes.
const LENGTHS: std::ops::RangeInclusive<u16> = 5..=240;

/// The times of an event, in minutes after midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slots {
    /// When it begins.
    pub from_min: u16,
    /// When it ends.
    pub until_min: u16,
    /// How long one talk takes.
    pub length_min: u16,
}

impl Slots {
    /// The minutes at which a slot begins; a rest at the end that holds none is left over.
    pub fn starts(self) -> impl Iterator<Item = u16> {
        let step = usize::from(self.length_min.max(1));
        let length = self.length_min.max(1);
        (self.from_min..self.until_min)
            .step_by(step)
            .filter(move |start| start.saturating_add(length) <= self.until_min)
    }

    /// Whether a slot begins at that minute.
    pub fn contains(self, start_min: u16) -> bool {
        self.starts().any(|start| start == start_min)
    }

    /// What is wrong: the end before the beginning, or a length that no slot has.
    pub(super) fn fault(self) -> Option<Message> {
        if self.until_min <= self.from_min || self.until_min > DAY_MIN {
            return Some(Message::new("hiring-event-hours-turned"));
        }
        let fits = LENGTHS.contains(&self.length_min) && self.length_min <= self.until_min - self.from_min;
        (!fits).then(|| {
            let (least, most) = (u32::from(*LENGTHS.start()), u32::from(*LENGTHS.end()));
            Message::new("hiring-event-slot-length").with("least", least).with("most", most)
        })
    }

    /// When a minute of that day is; `None` for one that no clock shows.
    pub fn instant(on: Date, min: u16, zone: &TimeZone) -> Option<Timestamp> {
        let (hour, minute) = (i8::try_from(min / 60).ok()?, i8::try_from(min % 60).ok()?);
        let time = jiff::civil::Time::new(hour, minute, 0, 0).ok()?;
        zone.to_timestamp(on.to_datetime(time)).ok()
    }

    /// How long whoever comes after so many waits about, where so many talk at one time.
    pub fn wait_min(self, before: usize, interviewers: u16) -> u32 {
        let before = u32::try_from(before).unwrap_or(u32::MAX);
        before.saturating_mul(u32::from(self.length_min)) / u32::from(interviewers.max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slots(from_min: u16, until_min: u16, length_min: u16) -> Slots {
        Slots { from_min, until_min, length_min }
    }

    #[test]
    fn a_span_is_cut_into_whole_slots() {
        assert_eq!(slots(600, 650, 20).starts().collect::<Vec<_>>(), [600, 620], "the rest holds none");
        assert!(slots(600, 660, 20).contains(640) && !slots(600, 660, 20).contains(660));
        assert!(!slots(600, 660, 20).contains(610));
    }

    #[test]
    fn hours_turned_round_and_lengths_that_no_slot_has_are_refused() {
        let code = |slots: Slots| slots.fault().map(|why| why.code.into_owned());
        for (given, wanted) in [
            (slots(600, 600, 20), Some("hiring-event-hours-turned")),
            (slots(600, 1_441, 20), Some("hiring-event-hours-turned")),
            (slots(600, 660, 4), Some("hiring-event-slot-length")),
            (slots(600, 660, 61), Some("hiring-event-slot-length")),
            (slots(600, 660, 60), None),
        ] {
            assert_eq!(code(given).as_deref(), wanted, "{given:?}");
        }
    }

    #[test]
    fn one_waits_as_long_as_those_before_talk() {
        assert_eq!(slots(600, 900, 15).wait_min(6, 3), 30);
        assert_eq!(slots(600, 900, 15).wait_min(0, 1), 0);
    }
}
