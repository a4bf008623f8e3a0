//! What becomes of an accepted opening as days go by: it is asked about, doubted, taken off the lists and
//! at last runs out. A plan only; who carries it out, and when, is not known here.

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{Content, Opening, State, Visibility};
use crate::reminder::{Act, Due, Reminders, days_after};

words! {
    /// A step the system takes by itself.
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
}

/// The longest first look of bodies of the network, in days.
pub const FIRST_LOOK_DAYS: i32 = 14;

impl Content {
    /// Whether everybody may see it: not while bodies of the network look first.
    pub fn is_public(&self) -> bool {
        self.visibility == Visibility::Public && self.first_look_until.is_none()
    }
}

impl Opening {
    /// The step that is due today, if one is. The employer has the usual time after each question, also
    /// when it came late because the system stood still.
    pub fn step(&self, today: Date, clocks: &Reminders, zone: &TimeZone) -> Option<Step> {
        if self.state.valid_until().is_some_and(|day| day < today) {
            return Some(Step::Expire);
        }
        let State::Open { asked, asked_on, doubted_since, .. } = &self.state else { return None };
        let word = zone.to_datetime(self.state.last_word()?).date();
        if let Some(since) = doubted_since {
            return (days_after(*since, clocks.opening_paused_days) <= today).then_some(Step::Pause);
        }
        let nth = usize::from(*asked);
        let (days, step) = match clocks.opening_asked_days.get(nth) {
            Some(days) => (*days, Step::Ask),
            None => (clocks.opening_doubted_days, Step::Doubt),
        };
        let before = nth.checked_sub(1).map_or(0, |last| clocks.opening_asked_days[last.min(1)]);
        let patience = asked_on.map(|on| days_after(on, (days - before).max(1)));
        let due = patience.map_or(days_after(word, days), |day| day.max(days_after(word, days)));
        (due <= today).then_some(step)
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
