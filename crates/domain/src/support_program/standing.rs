//! How the days of applying stand to an instant: one may apply, not yet, or no longer.
//!
//! It must not know who asks.

use jiff::civil::{Date, DateTime};

use super::Version;

/// How the days of applying stand to an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// One may apply.
    Open {
        /// The last day; `None` while no source names one.
        until: Option<Date>,
    },
    /// Not yet.
    Soon {
        /// The first day.
        from: Date,
    },
    /// No longer.
    Closed {
        /// The last day.
        until: Date,
    },
}

words! {
    /// The same without its day, as a list is asked by it.
    pub enum StandingName {
        /// One may apply.
        Open,
        /// Not yet.
        Soon,
        /// No longer.
        Closed,
    }
}

impl Standing {
    /// Its name.
    pub fn name(self) -> StandingName {
        match self {
            Self::Open { .. } => StandingName::Open,
            Self::Soon { .. } => StandingName::Soon,
            Self::Closed { .. } => StandingName::Closed,
        }
    }
}

impl Version {
    /// How the days of applying stand to an instant on the city's clocks. Without a window of its own one may apply while
    /// the version holds.
    pub fn standing(&self, at: DateTime) -> Standing {
        match (self.apply, self.from, self.until) {
            (Some(window), ..) if at < window.from => Standing::Soon { from: window.from.date() },
            (Some(window), ..) if at > window.until => Standing::Closed { until: window.until.date() },
            (Some(window), ..) => Standing::Open { until: Some(window.until.date()) },
            (None, Some(from), _) if at.date() < from => Standing::Soon { from },
            (None, _, Some(until)) if at.date() > until => Standing::Closed { until },
            (None, _, until) => Standing::Open { until },
        }
    }
}
