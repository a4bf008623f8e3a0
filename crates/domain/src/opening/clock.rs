//! What becomes of an accepted opening as days go by: it is asked about, doubted, taken off the lists and
//! at last runs out. A plan only; who carries it out, and when, is not known here.

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{Opening, State};
use crate::reminder::{Act, Due, Reminders, days_after};

/// A step the system takes by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::Display)]
#[strum(serialize_all = "snake_case")]
pub enum Step {
    /// Its validity ran out.
    Expire,
    /// The employer is asked whether it still holds.
    Ask,
    /// It needs confirmation: the employer was asked as often as is usual and did not answer.
    Doubt,
    /// It leaves the lists: it was in doubt for long enough.
    Pause,
}

impl Opening {
    /// The step that is due today, if one is. At most one a day is taken, so that a system that stood
    /// still for a month asks before it doubts.
    pub fn step(&self, today: Date, clocks: &Reminders, zone: &TimeZone) -> Option<Step> {
        if self.state.valid_until().is_some_and(|day| day < today) {
            return Some(Step::Expire);
        }
        let State::Open { asked, doubted_since, .. } = &self.state else { return None };
        let word = zone.to_datetime(self.state.last_word()?).date();
        if let Some(since) = doubted_since {
            return (days_after(*since, clocks.opening_paused_days) <= today).then_some(Step::Pause);
        }
        match clocks.opening_asked_days.get(usize::from(*asked)) {
            Some(days) => (days_after(word, *days) <= today).then_some(Step::Ask),
            None => (days_after(word, clocks.opening_doubted_days) <= today).then_some(Step::Doubt),
        }
    }

    /// From which day on staff must do what about it.
    pub fn due(&self, clocks: &Reminders, zone: &TimeZone) -> Option<Due> {
        let day = |at| zone.to_datetime(at).date();
        match &self.state {
            State::Submitted { at } => Some(Due::new(day(*at), Act::AcceptOpening)),
            State::Open { valid_until, doubted_since, .. } => {
                let ask = days_after(day(self.state.last_word()?), clocks.opening_asked_days[0]);
                let ask = doubted_since.map_or(ask, |since| since.min(ask));
                let renew = days_after(*valid_until, -clocks.renewal_asked_days);
                Some(Due::new(renew, Act::RenewOpening).min(Due::new(ask, Act::ConfirmOpening)))
            }
            _ => None,
        }
    }
}
