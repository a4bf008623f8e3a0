//! How fetching a neighbour's feed went and when it goes on: the cursor, the next try, and the trouble there is, with
//! since when. A batch that cannot be trusted changes nothing and is waited out (격리): the cursor stays, so nothing is lost.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::feed;
use crate::message::Message;

/// How often a healthy feed is asked.
const EVERY: SignedDuration = SignedDuration::from_secs(60);
/// Furthest that one batch may lead: a number beyond it is no place in anybody's log.
const FURTHEST: i64 = 1_000_000_000;

/// The state of one neighbour's fetching.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Pull {
    /// From where to go on; `None` before the first snapshot and after the feed said that the place is too old.
    pub cursor: Option<i64>,
    /// The last place reached, which a snapshot must not lie behind.
    pub reached: i64,
    /// When it was last asked.
    pub tried_at: Option<Timestamp>,
    /// When an answer was last taken.
    pub done_at: Option<Timestamp>,
    /// When it is asked next.
    pub next_at: Option<Timestamp>,
    /// Failures in a row.
    pub fails: u32,
    /// What is wrong.
    pub trouble: Option<Trouble>,
}

/// What is wrong, and since when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trouble {
    /// The first failure of the row.
    pub since: Timestamp,
    /// What failed last.
    pub what: Failure,
    /// More of it, where there is more to say.
    #[serde(default)]
    pub detail: Option<Message>,
}

words! {
    /// Why an answer was not taken.
    pub enum Failure {
        /// Nobody answered, slowly, broken or with an error: asked again soon.
        Away,
        /// It leads to an address that is not asked.
        Barred,
        /// Larger or longer than is read.
        Huge,
        /// No batch of lines as they were agreed.
        Malformed,
        /// Not signed with the key that was compared.
        Forged,
        /// Of another city, or the answer to another question: an old batch again.
        NotAsked,
        /// A snapshot that lies behind what was reached.
        Backwards,
        /// A number no log has reached.
        Future,
    }
}

impl Failure {
    /// Whether the answer is not trusted, so that somebody should look, rather than merely missing.
    pub fn is_quarantine(self) -> bool {
        self != Self::Away
    }

    /// Pauses after the first failure and the longest.
    pub fn pauses(self) -> (SignedDuration, SignedDuration) {
        if self.is_quarantine() {
            (SignedDuration::from_mins(10), SignedDuration::from_hours(24))
        } else {
            (SignedDuration::from_mins(1), SignedDuration::from_hours(1))
        }
    }
}

impl From<&feed::Fault> for Failure {
    fn from(fault: &feed::Fault) -> Self {
        match fault {
            feed::Fault::TooLong(_) => Self::Huge,
            feed::Fault::Forged | feed::Fault::Signature | feed::Fault::Key => Self::Forged,
            feed::Fault::NotAsked | feed::Fault::Source(_) => Self::NotAsked,
            _ => Self::Malformed,
        }
    }
}

impl Pull {
    /// Whether it is time to ask.
    pub fn is_due(&self, now: Timestamp) -> bool {
        // A clock that was set back must not silence a neighbour.
        self.next_at.is_none_or(|next| next <= now) || self.tried_at.is_some_and(|tried| tried > now)
    }

    /// Whether a batch may follow what is here.
    ///
    /// # Errors
    /// [`Failure::Backwards`]; [`Failure::Future`].
    pub fn may_take(&self, batch: &feed::Batch) -> Result<(), Failure> {
        if batch.to.saturating_sub(self.reached) > FURTHEST {
            return Err(Failure::Future);
        }
        if batch.to < self.reached { Err(Failure::Backwards) } else { Ok(()) }
    }

    /// After a batch was taken. `jitter_s` spreads the neighbours over the minute.
    #[must_use]
    pub fn took(self, now: Timestamp, to: i64, more: bool, jitter_s: i64) -> Self {
        let wait = if more { SignedDuration::ZERO } else { EVERY + SignedDuration::from_secs(jitter_s) };
        let next_at = now.saturating_add(wait).ok();
        let (cursor, at) = (Some(to), Some(now));
        Self { cursor, reached: to, tried_at: at, done_at: at, next_at, fails: 0, trouble: None }
    }

    /// After the feed said that the place is too old: everything is fetched anew.
    #[must_use]
    pub fn restarted(self, now: Timestamp) -> Self {
        Self { cursor: None, tried_at: Some(now), next_at: Some(now), ..self }
    }

    /// After somebody agreed with the neighbour by telephone that it begins anew: what was reached is forgotten.
    #[must_use]
    pub fn begun_anew(self, now: Timestamp) -> Self {
        Self { next_at: Some(now), done_at: self.done_at, ..Self::default() }
    }

    /// After a failure; the cursor stays where it was.
    #[must_use]
    pub fn failed(
        self,
        now: Timestamp,
        what: Failure,
        detail: Option<Message>,
        pause: SignedDuration,
    ) -> Self {
        let since = self.trouble.map_or(now, |trouble| trouble.since);
        let trouble = Trouble { since, what, detail };
        Self {
            tried_at: Some(now),
            next_at: now.saturating_add(pause).ok(),
            fails: self.fails.saturating_add(1),
            trouble: Some(trouble),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn batch(from: Option<i64>, to: i64) -> feed::Batch {
        feed::Batch { source: "99120".into(), from, to, more: false, lines: Vec::new() }
    }

    #[test]
    fn a_failure_keeps_the_place_and_tells_since_when() {
        let taken = Pull::default().took(at(100), 7, false, 5);
        assert!(!taken.is_due(at(164)) && taken.is_due(at(165)));
        let first = taken.failed(at(200), Failure::Forged, None, SignedDuration::from_mins(10));
        let second = first.failed(at(900), Failure::Away, None, SignedDuration::from_mins(1));
        assert_eq!((second.cursor, second.fails), (Some(7), 2));
        let trouble = second.trouble.clone().unwrap();
        assert_eq!((trouble.since, trouble.what), (at(200), Failure::Away));
        assert_eq!(second.took(at(1_000), 9, false, 0).trouble, None);
    }

    #[test]
    fn neither_backwards_nor_into_the_future() {
        let taken = Pull::default().took(at(100), 70, false, 0);
        assert_eq!(taken.may_take(&batch(None, 69)), Err(Failure::Backwards), "an old snapshot again");
        assert_eq!(taken.may_take(&batch(Some(70), i64::MAX)), Err(Failure::Future));
        assert_eq!(taken.may_take(&batch(Some(70), 71)), Ok(()));
        let restarted = taken.restarted(at(200));
        assert_eq!(restarted.may_take(&batch(None, 69)), Err(Failure::Backwards), "too old is no licence");
        assert_eq!(restarted.begun_anew(at(300)).may_take(&batch(None, 3)), Ok(()));
    }

    #[test]
    fn a_clock_set_back_silences_nobody() {
        let taken = Pull::default().took(at(1_000), 7, false, 0);
        assert!(taken.is_due(at(500)));
    }
}
