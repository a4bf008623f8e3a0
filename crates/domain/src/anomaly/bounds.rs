//! From when on something is conspicuous. It must not know what is looked at.

use serde::{Deserialize, Serialize};

/// From when on something is conspicuous: the city's own figures (`[anomaly]` of the city file).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Bounds {
    /// Cancellations of one person within [`Self::cancel_hours`].
    pub cancels: usize,
    /// Hours of a burst of cancellations.
    pub cancel_hours: i64,
    /// Cancellations of one person in a month under which their share says nothing.
    pub cancels_monthly: usize,
    /// Of a hundred entries of one person in a month, cancellations from which on somebody looks.
    pub cancel_percent: usize,
    /// Entries of one person within an hour that no counter can make.
    pub bulk_per_hour: usize,
    /// Entries of one person at night or on a Sunday within a day.
    pub off_hours: usize,
    /// Confirmations within [`Self::confirm_minutes`]: from one account or address, or of what one account entered.
    pub confirms: usize,
    /// Minutes of a burst of confirmations.
    pub confirm_minutes: i64,
    /// People with one telephone.
    pub same_phone: usize,
    /// Registrations of a month and channel under which a rate says nothing.
    pub fewest_registered: i64,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            cancels: 10,
            cancel_hours: 2,
            cancels_monthly: 10,
            cancel_percent: 20,
            bulk_per_hour: 40,
            off_hours: 10,
            confirms: 8,
            confirm_minutes: 15,
            same_phone: 4,
            fewest_registered: 20,
        }
    }
}

impl Bounds {
    /// Whether a city may choose these figures.
    ///
    /// # Errors
    /// The first that would find everything or nothing, with what it may be.
    pub fn check(&self) -> Result<(), String> {
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let chosen = [
            ("cancels", count(self.cancels), 2..=1_000),
            ("cancel_hours", self.cancel_hours, 1..=24),
            ("cancels_monthly", count(self.cancels_monthly), 2..=10_000),
            ("cancel_percent", count(self.cancel_percent), 1..=100),
            ("bulk_per_hour", count(self.bulk_per_hour), 2..=1_000),
            ("off_hours", count(self.off_hours), 2..=1_000),
            ("confirms", count(self.confirms), 2..=1_000),
            ("confirm_minutes", self.confirm_minutes, 1..=1_440),
            ("same_phone", count(self.same_phone), 2..=1_000),
            ("fewest_registered", self.fewest_registered, 1..=100_000),
        ];
        crate::city::within("anomaly", chosen)
    }
}
