//! Pay and what it comes to per hour and per month.
//!
//! Month hours follow the practice of the Ministry of Employment and Labor: paid weekly rest of
//! `8 × min(h, 40) / 40` hours from 15 hours a week on, 4.345 weeks a month, whole hours (40 h → 209).

use serde::{Deserialize, Serialize};

pub use crate::code::WageForm;

/// Weeks of a month, in thousandths (365 / 7 / 12, as the ministry rounds it).
const WEEKS_PER_MONTH_MILLI: i64 = 4_345;

/// What somebody may plausibly ask for in a form of pay, in won. No law: our own bounds, wide enough for every wage that is
/// paid by the hour, day, month or year and too narrow for one that was meant for another form (`월급 9,500원`).
pub fn plausible(form: WageForm) -> std::ops::RangeInclusive<i64> {
    match form {
        WageForm::Hourly => 1_000..=500_000,
        WageForm::Daily => 10_000..=5_000_000,
        WageForm::Monthly => 100_000..=100_000_000,
        WageForm::Yearly => 1_000_000..=1_000_000_000,
    }
}

/// Gross pay in whole won of one form. `min_won <= max_won`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Wage {
    /// Per hour, day, month or year.
    pub form: WageForm,
    /// The least that is paid, in won.
    pub min_won: i64,
    /// The most, in won; equals `min_won` when a single figure was told.
    pub max_won: i64,
}

impl Wage {
    /// Pay between two figures, `None` when it is not positive or upside down.
    pub fn new(form: WageForm, min_won: i64, max_won: i64) -> Option<Self> {
        (min_won > 0 && max_won >= min_won).then_some(Self { form, min_won, max_won })
    }

    /// The lower figure per hour in won, rounded to the nearest won as it is shown, for a contractual
    /// week of `weekly_min` minutes on `days` days. Hourly pay needs neither; daily pay needs both;
    /// others need the week. Whether it is lawful is asked of [`Wage::reaches_hourly`].
    pub fn hourly_won(&self, weekly_min: Option<u32>, days: Option<u32>) -> Option<i64> {
        let (won, minutes) = self.won_per_minutes(weekly_min, days)?;
        Some((won * 60 + minutes / 2) / minutes)
    }

    /// Whether the lower figure is at least `floor_won` per hour, compared without rounding.
    pub fn reaches_hourly(&self, floor_won: i64, weekly_min: Option<u32>, days: Option<u32>) -> Option<bool> {
        let (won, minutes) = self.won_per_minutes(weekly_min, days)?;
        Some(won * 60 >= floor_won * minutes)
    }

    /// The lower figure as won for that many paid minutes.
    fn won_per_minutes(&self, weekly_min: Option<u32>, days: Option<u32>) -> Option<(i64, i64)> {
        let pair = match self.form {
            WageForm::Hourly => (self.min_won, 60),
            WageForm::Daily => (self.min_won, i64::from(weekly_min?).checked_div(i64::from(days?))?),
            WageForm::Monthly => (self.min_won, month_hours(weekly_min?)? * 60),
            WageForm::Yearly => (self.min_won, month_hours(weekly_min?)? * 60 * 12),
        };
        (pair.1 > 0).then_some(pair)
    }

    /// The lower figure per month in won, rounded down, under the same assumptions.
    pub fn monthly_won(&self, weekly_min: Option<u32>, days: Option<u32>) -> Option<i64> {
        match self.form {
            WageForm::Monthly => Some(self.min_won),
            WageForm::Yearly => Some(self.min_won / 12),
            WageForm::Hourly => Some(self.min_won * month_hours(weekly_min?)?),
            WageForm::Daily => Some(self.min_won * i64::from(days?) * WEEKS_PER_MONTH_MILLI / 1_000),
        }
    }
}

/// Paid hours of a month for a week of `weekly_min` minutes, whole hours; `None` for an empty week.
pub fn month_hours(weekly_min: u32) -> Option<i64> {
    let worked = i64::from(weekly_min);
    if worked == 0 {
        return None;
    }
    let rest = if worked >= 15 * 60 { 8 * worked.min(40 * 60) / 40 } else { 0 };
    let month_min_milli = (worked + rest) * WEEKS_PER_MONTH_MILLI;
    Some(((month_min_milli + 30_000) / 60_000).max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn monthly(won: i64) -> Wage {
        Wage { form: WageForm::Monthly, min_won: won, max_won: won }
    }

    #[test]
    fn month_hours_follow_the_ministry() {
        for (weekly_hours, expected) in [(40, 209), (44, 226), (35, 182), (20, 104), (15, 78), (14, 61)] {
            assert_eq!(month_hours(weekly_hours * 60), Some(expected), "{weekly_hours} h a week");
        }
        assert_eq!(month_hours(0), None);
    }

    #[test]
    fn v5_a_month_of_209_hours_against_the_minimum_wage() {
        assert_eq!(monthly(1_200_000).hourly_won(Some(2_400), None), Some(5_742));
        assert_eq!(monthly(1_200_000).reaches_hourly(6_030, Some(2_400), None), Some(false));
        assert_eq!(monthly(1_300_000).hourly_won(Some(2_400), None), Some(6_220));
        assert_eq!(monthly(1_260_200).reaches_hourly(6_030, Some(2_400), None), Some(false));
        assert_eq!(monthly(1_260_270).reaches_hourly(6_030, Some(2_400), None), Some(true));
    }
}
