//! What a city chooses for itself about its bulletin and its kiosks.

use serde::{Deserialize, Serialize};

use crate::city::within;

/// The choices, with what is usual where the city file says nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rules {
    /// Day of the week on which issues are made: 1 is Monday, 7 Sunday.
    pub weekday: i8,
    /// Hour of that day.
    pub hour: i8,
    /// How far from the middle of a dong an opening may be to stand in the dong's issue, in metres.
    pub near_m: i64,
    /// How far from a station or stop an opening counts as near it, in metres.
    pub stop_m: i64,
    /// Most openings in an issue.
    pub most: usize,
    /// Openings on a poster.
    pub poster: usize,
    /// Openings in large type, of which two or three stand on a page.
    pub large: usize,
    /// Most papers that kiosks may put into the queue of one place at a time.
    pub kiosk_papers: usize,
    /// Seconds without a touch after which a kiosk goes back to its beginning.
    pub kiosk_reset_s: u32,
    /// Most openings that a kiosk keeps for when the network is cut.
    pub kiosk_most: usize,
    /// Address of the city's public site, such as `https://jobs.example.kr`; what was asked for is printed where it is empty.
    pub site: String,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            weekday: 1,
            hour: 7,
            near_m: 5_000,
            stop_m: 700,
            most: 60,
            poster: 4,
            large: 18,
            kiosk_papers: 10,
            kiosk_reset_s: 120,
            kiosk_most: 400,
            site: String::new(),
        }
    }
}

impl Rules {
    /// What must be so of a city's own choice.
    ///
    /// # Errors
    /// With what is wrong.
    pub fn check(&self) -> Result<(), String> {
        let size = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        within(
            "bulletin",
            [
                ("weekday", i64::from(self.weekday), 1..=7),
                ("hour", i64::from(self.hour), 0..=23),
                ("near_m", self.near_m, 500..=50_000),
                ("stop_m", self.stop_m, 100..=5_000),
                ("most", size(self.most), 1..=300),
                ("poster", size(self.poster), 1..=6),
                ("large", size(self.large), 1..=60),
                ("kiosk_papers", size(self.kiosk_papers), 0..=100),
                ("kiosk_reset_s", i64::from(self.kiosk_reset_s), 20..=600),
                ("kiosk_most", size(self.kiosk_most), 10..=2_000),
            ],
        )?;
        let site = &self.site;
        if site.is_empty() || site.starts_with("https://") || site.starts_with("http://") {
            Ok(())
        } else {
            Err(format!("[bulletin] site must begin with https://, not {site}"))
        }
    }
}
