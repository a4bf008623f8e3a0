//! The city's own figures of who is suggested which openings where heads are few. It must not know how lists are made.

use serde::{Deserialize, Serialize};

/// How many openings people are suggested, and to how many people an opening is (`[allotment]` of the city file).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Bounds {
    /// Most openings a person is suggested.
    pub most: usize,
    /// Fewest, for whoever has as many that fit.
    pub least: usize,
    /// Of a hundred free heads, to how many people an opening is suggested.
    pub times_percent: u32,
    /// Answered referrals an employer is credited with before any is counted, so that one silence says little.
    pub answers_assumed: u32,
    /// Seconds between two beginnings of new lists, however fast the change log moves.
    pub renew_seconds: i64,
    /// So many thousandths of a group's openings may be lost to keeping crowds from one door.
    pub loss_thousandths: u32,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            most: 5,
            least: 3,
            times_percent: 500,
            answers_assumed: 5,
            renew_seconds: 60,
            loss_thousandths: 400,
        }
    }
}

impl Bounds {
    /// Whether a city may choose these figures.
    ///
    /// # Errors
    /// The first that would show everybody nothing or everything, with what it may be.
    pub fn check(&self) -> Result<(), String> {
        let most = i64::try_from(self.most).unwrap_or(i64::MAX);
        let chosen = [
            ("most", most, 1..=20),
            ("least", i64::try_from(self.least).unwrap_or(i64::MAX), 0..=most.clamp(0, 20)),
            ("times_percent", i64::from(self.times_percent), 100..=10_000),
            ("answers_assumed", i64::from(self.answers_assumed), 1..=1_000),
            ("renew_seconds", self.renew_seconds, 1..=86_400),
            ("loss_thousandths", i64::from(self.loss_thousandths), 0..=1_000),
        ];
        crate::city::within("allotment", chosen)
    }

    /// Of a hundred referrals, how many an employer answers, 1 to 100.
    pub fn answered_percent(&self, answered: i64, silent: i64) -> u8 {
        let assumed = i64::from(self.answers_assumed);
        let (answered, silent) = (answered.max(0), silent.max(0));
        let of = answered.saturating_add(silent).saturating_add(assumed).max(1);
        let percent = answered.saturating_add(assumed).saturating_mul(100) / of;
        u8::try_from(percent.clamp(1, 100)).unwrap_or(100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silence_counts_the_more_of_it_there_is() {
        let bounds = Bounds::default();
        assert_eq!(bounds.answered_percent(0, 0), 100);
        assert_eq!(bounds.answered_percent(0, 1), 83);
        assert_eq!(bounds.answered_percent(5, 30), 25);
        assert_eq!(bounds.answered_percent(0, i64::MAX), 1);
        assert_eq!(bounds.answered_percent(-3, -3), 100);
    }

    #[test]
    fn figures_that_show_nothing_or_everything_are_refused() {
        assert_eq!(Bounds::default().check(), Ok(()));
        for wrong in [
            Bounds { most: 0, ..Bounds::default() },
            Bounds { least: 6, ..Bounds::default() },
            Bounds { times_percent: 99, ..Bounds::default() },
            Bounds { answers_assumed: 0, ..Bounds::default() },
            Bounds { loss_thousandths: 1_001, ..Bounds::default() },
        ] {
            assert!(wrong.check().is_err(), "{wrong:?}");
        }
    }
}
