//! When work happens: weekdays, clock times, hours a week.

use serde::{Deserialize, Serialize};

/// A set of weekdays; bit 0 is Monday, bit 6 Sunday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Weekdays(pub u8);

impl Weekdays {
    /// Monday to Friday.
    pub const WORKING: Self = Self(0b001_1111);
    /// Saturday and Sunday.
    pub const WEEKEND: Self = Self(0b110_0000);
    /// Every day.
    pub const ALL: Self = Self(0b111_1111);

    /// Whether no day is set.
    pub fn is_empty(self) -> bool {
        self.0 & Self::ALL.0 == 0
    }

    /// Days in `self` that `other` lacks.
    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0 & Self::ALL.0)
    }

    /// Number of days.
    pub fn count(self) -> u32 {
        (self.0 & Self::ALL.0).count_ones()
    }

    /// The days, 0 = Monday to 6 = Sunday.
    pub fn days(self) -> impl Iterator<Item = u8> {
        (0..7).filter(move |day| self.0 & (1 << day) != 0)
    }
}

/// A daily span on the clock. `end_min <= start_min` means that it runs past midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DailyHours {
    /// Minutes after midnight, 0..1440.
    pub start_min: u16,
    /// Minutes after midnight, 0..=1440.
    pub end_min: u16,
    /// Unpaid rest in minutes.
    pub break_min: u16,
}

impl DailyHours {
    /// A span, or `None` when the minutes are not on a clock or the rest eats all of it.
    pub fn new(start_min: u16, end_min: u16, break_min: u16) -> Option<Self> {
        let span = Self { start_min, end_min, break_min };
        (start_min < 1440 && end_min <= 1440 && span.presence_min() > break_min).then_some(span)
    }

    /// Minutes from start to end, rest included.
    pub fn presence_min(self) -> u16 {
        if self.end_min > self.start_min {
            self.end_min - self.start_min
        } else {
            1440 - self.start_min + self.end_min
        }
    }

    /// Paid minutes a day.
    pub fn paid_min(self) -> u16 {
        self.presence_min().saturating_sub(self.break_min)
    }

    /// Whether any part lies between 22:00 and 06:00 (night work, 근로기준법 §56).
    pub fn touches_night(self) -> bool {
        self.start_min < 360
            || self.start_min >= 1320
            || self.end_min > 1320
            || self.end_min <= self.start_min
    }
}

/// The working week of an opening or the one a seeker wants.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct WorkTime {
    /// Days worked, if told.
    pub weekdays: Option<Weekdays>,
    /// Hours of a day, if told.
    pub daily: Option<DailyHours>,
    /// Contractual hours a week, in minutes, if told outright (주 소정근로시간).
    pub weekly_min: Option<u32>,
    /// Rotating shifts (교대).
    pub shift: bool,
    /// What was written, when it could not be read fully.
    pub note: String,
}

impl WorkTime {
    /// Contractual minutes a week: told, or days times hours.
    pub fn weekly_minutes(&self) -> Option<u32> {
        self.weekly_min.or_else(|| {
            Some(self.weekdays.filter(|d| !d.is_empty())?.count() * u32::from(self.daily?.paid_min()))
        })
    }

    /// Whether nothing usable was told.
    pub fn is_unknown(&self) -> bool {
        self.weekdays.is_none() && self.daily.is_none() && self.weekly_min.is_none()
    }
}

/// A time of day in minutes after midnight, 0..=1440, as browsers send it: `09:30`.
pub fn clock_min(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    let (hour, minute) = (hour.parse::<u16>().ok()?, minute.get(..2)?.parse::<u16>().ok()?);
    (hour < 24 && minute < 60 || (hour, minute) == (24, 0)).then(|| hour * 60 + minute)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_of_day_is_one_or_nothing() {
        assert_eq!(
            (clock_min("09:30"), clock_min("24:00"), clock_min("9:05")),
            (Some(570), Some(1440), Some(545))
        );
        for text in ["60000:00", "65535:59", "24:01", "12:60", "12", "a:b", ":", ""] {
            assert_eq!(clock_min(text), None, "{text}");
        }
    }
}
