//! What a referral asks of people and when, and how it changes by itself: an interview nobody spoke of
//! counts as held, the rounds of asking come, and at last it is closed, so that each ends with an answer.
//!
//! It must not know who is asked how.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::state::day;
use super::{Outcome, Referral, State};
use crate::reminder::{Act, Due, Reminders, days_after};

/// What a day brought by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// Nobody said otherwise, so the interview was held.
    Held,
    /// A round of asking the employer for the result of an interview, from 1 (시행령 §8).
    ResultAsked(u8),
    /// A round of chasing a letter that nobody spoke of, from 1.
    Chased(u8),
    /// Nobody answered in time; the person must be told.
    Closed,
}

impl Turn {
    /// Whether the opening's word is in doubt from now on: its employer was asked for a result in every
    /// round and said nothing.
    pub fn doubts_opening(self, reminders: &Reminders) -> bool {
        matches!(self, Self::ResultAsked(round) if usize::from(round) >= reminders.result_asked_days.len())
    }
}

impl Referral {
    /// From which day on somebody must do what about it.
    pub fn due(&self, reminders: &Reminders, zone: &TimeZone) -> Option<Due> {
        let round = |called: u8, days: &[i32], from: Date, act: Act| {
            days.get(usize::from(called)).map(|days| Due::new(days_after(from, *days), act))
        };
        match &self.state {
            State::Proposed => {
                let on = days_after(day(zone, self.proposed_at), reminders.consent_asked_days);
                Some(Due::new(on, Act::AskConsent))
            }
            State::Consented { at } => Some(Due::new(day(zone, *at), Act::SendLetter)),
            State::Sent { letter } => {
                round(letter.called, &reminders.silent_chased_days, letter.sent_on, Act::ChaseReferral)
            }
            State::InterviewScheduled { interview, .. } => {
                Some(Due::new(day(zone, interview.at), Act::AttendInterview))
            }
            State::Interviewed { letter, interview } => {
                round(letter.called, &reminders.result_asked_days, day(zone, interview.at), Act::AskResult)
            }
            State::Ended { .. } => None,
        }
    }

    /// The day on which it changes by itself.
    pub fn turn(&self, reminders: &Reminders, zone: &TimeZone) -> Option<Date> {
        let closed = |from: Date| days_after(from, reminders.silent_closed_days);
        let round = |asked: u8, days: &[i32], from: Date| {
            days.get(usize::from(asked)).map_or_else(|| closed(from), |days| days_after(from, *days))
        };
        match &self.state {
            State::Proposed => Some(closed(day(zone, self.proposed_at))),
            State::Consented { at } => Some(closed(day(zone, *at))),
            State::Sent { letter } => {
                Some(round(letter.asked, &reminders.silent_chased_days, letter.sent_on))
            }
            State::InterviewScheduled { interview, .. } => Some(days_after(day(zone, interview.at), 1)),
            State::Interviewed { letter, interview } => {
                Some(round(letter.asked, &reminders.result_asked_days, day(zone, interview.at)))
            }
            State::Ended { .. } => None,
        }
    }

    /// Everything that has come by itself until `now`, in order. Asking twice changes nothing more.
    pub fn turned(mut self, now: Timestamp, reminders: &Reminders, zone: &TimeZone) -> (Self, Vec<Turn>) {
        let today = day(zone, now);
        let mut turns = Vec::new();
        while self.turn(reminders, zone).is_some_and(|on| on <= today) {
            let rounds = match &self.state {
                State::Sent { .. } => reminders.silent_chased_days.len(),
                State::Interviewed { .. } => reminders.result_asked_days.len(),
                _ => 0,
            };
            let asked = self.state.letter().map_or(0, |letter| letter.asked);
            let round = asked.saturating_add(1);
            let turn = match &self.state {
                State::InterviewScheduled { .. } => Turn::Held,
                State::Sent { .. } if usize::from(asked) < rounds => Turn::Chased(round),
                State::Interviewed { .. } if usize::from(asked) < rounds => Turn::ResultAsked(round),
                _ => Turn::Closed,
            };
            self.state = match (turn, self.state) {
                (Turn::Held, State::InterviewScheduled { letter, interview }) => {
                    State::Interviewed { letter, interview }
                }
                (Turn::Closed, live) => {
                    let (letter, interview) = (live.letter().cloned(), live.interview().cloned());
                    State::Ended { at: now, how: Outcome::Silent, letter, interview }
                }
                (_, mut live) => {
                    if let Some(letter) = live.letter_mut() {
                        letter.asked = round;
                    }
                    live
                }
            };
            turns.push(turn);
        }
        (self, turns)
    }

    /// A counsellor asked and got no answer yet: it is asked again in the next round.
    #[must_use]
    pub fn called(mut self) -> Self {
        if let Some(letter) = self.state.letter_mut() {
            letter.called = letter.called.saturating_add(1).max(letter.asked);
            letter.asked = letter.asked.max(letter.called);
        }
        self
    }
}
