//! Something that another body announces (공고): a hiring event or a youth policy, in that body's own words, with the days
//! as far as they could be read. It is nobody's result and nothing counts it.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::id::AnnouncementId;

words! {
    /// What is announced.
    pub enum Kind {
        /// A hiring event (채용행사).
        Event,
        /// A policy for the young (청년정책).
        Youth,
    }
}

/// An announcement as its source tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Announcement {
    /// Its id here.
    pub id: AnnouncementId,
    /// What it is.
    pub kind: Kind,
    /// Name of the source.
    pub source: String,
    /// Its key there.
    pub source_key: String,
    /// Title in the source's words.
    pub title: String,
    /// What it says.
    pub text: String,
    /// Who announces or runs it.
    pub body: String,
    /// Where, in words.
    pub place: String,
    /// Days in the source's words, where they could not be read or say more.
    pub term: String,
    /// First day, as far as it could be read.
    pub from: Option<Date>,
    /// Last day, as far as it could be read.
    pub until: Option<Date>,
    /// For whom by age, as far as it is told.
    pub ages: Option<(u8, u8)>,
    /// Its page, if it is one of the web.
    pub url: String,
    /// Licence under which its words may be shown.
    pub licence: String,
    /// Hash of what the source told, so that a second reading changes nothing.
    pub digest: String,
    /// When it was last read.
    pub read_at: Timestamp,
}

impl Announcement {
    /// Whether it still has something to say on a day.
    pub fn is_current(&self, today: Date) -> bool {
        self.until.is_none_or(|until| until >= today)
    }
}
