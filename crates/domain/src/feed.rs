//! The change feed of openings as two cities speak it: a line, a batch of them, and the signature over a batch.
//!
//! Whoever serves a feed and whoever pulls one use this same description, so that they cannot drift apart. It must not
//! know where a batch comes from or what is done with it: it is handed bytes and says what they are, or why not.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::id::OpeningId;
use crate::opening::{Content, State};

mod batch;
mod signature;
pub use batch::{Batch, check};
pub use signature::{CityKey, PublicKey, Signed};

/// Version of the lines. A reader refuses a higher one: it would not know what it does not see.
pub const VERSION: u32 = 1;

/// Longest line that is read; an opening of every field filled to the brim has a tenth of it.
pub const LONGEST_LINE: usize = 256 * 1024;

/// How a city gives its openings out (`[feed]` of the city file).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Bounds {
    /// Days for which a reader may go on from where they stopped; after that they take the snapshot.
    pub horizon_days: i64,
    /// Readers that may wait for the next change at once.
    pub waiting: u32,
    /// Licence of what was keyed in this city; what was read from elsewhere keeps its own.
    pub licence: String,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { horizon_days: 30, waiting: 256, licence: "KOGL-1".to_owned() }
    }
}

impl Bounds {
    /// What must be so of a city's own choice.
    ///
    /// # Errors
    /// With what is wrong.
    pub fn check(&self) -> Result<(), String> {
        let right = (1..=3_650).contains(&self.horizon_days) && (1..=100_000).contains(&self.waiting);
        if right {
            Ok(())
        } else {
            Err("feed: horizon_days from 1 to 3650, waiting from 1 to 100000".to_owned())
        }
    }
}

/// One line about one opening.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// It is shown, and this is what it says now.
    Shown(Box<Shown>),
    /// It is shown no longer (a tombstone): filled, closed, paused, expired, cancelled or withdrawn from the public.
    Removed(Removed),
}

/// An opening that is shown, without anything of the people behind it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// [`VERSION`].
    pub version: u32,
    /// The city whose opening it is: the code of its area, as `41280`.
    pub source: String,
    /// The change it is told for; in a snapshot the change up to which all of it is true.
    pub seq: i64,
    /// Its id, the same for as long as it exists.
    pub id: OpeningId,
    /// Receipt number of its city.
    pub number: String,
    /// Name of the employer.
    pub employer: String,
    /// Their business registration number, where known.
    #[serde(default)]
    pub business_number: Option<String>,
    /// Name of the occupation.
    #[serde(default)]
    pub occupation_name: String,
    /// Name of the area.
    #[serde(default)]
    pub area_name: String,
    /// What is offered. What equals its default is left out of the line.
    #[serde(serialize_with = "slim")]
    pub content: Content,
    /// Where it stands.
    pub state: State,
    /// Licence under which its text may be shown again.
    pub licence: String,
    /// The instant from which it must not be shown any more, whether or not a tombstone was read.
    pub expires: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// Content without what equals its default: half of an opening's fields say nothing.
fn slim<S: serde::Serializer>(content: &Content, serializer: S) -> Result<S::Ok, S::Error> {
    static USUAL: std::sync::OnceLock<serde_json::Value> = std::sync::OnceLock::new();
    let usual = USUAL.get_or_init(|| serde_json::to_value(Content::default()).unwrap_or_default());
    let mut value = serde_json::to_value(content).map_err(serde::ser::Error::custom)?;
    if let Some(fields) = value.as_object_mut() {
        fields.retain(|name, value| usual.get(name) != Some(value));
    }
    value.serialize(serializer)
}

/// An opening that is shown no longer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Removed {
    /// [`VERSION`].
    pub version: u32,
    /// The city whose opening it was.
    pub source: String,
    /// The change with which it went.
    pub seq: i64,
    /// Its id.
    pub id: OpeningId,
    /// Always true: what tells a tombstone from an opening.
    pub removed: bool,
}

impl Line {
    /// A tombstone.
    pub fn removed(source: &str, seq: i64, id: OpeningId) -> Self {
        Self::Removed(Removed { version: VERSION, source: source.to_owned(), seq, id, removed: true })
    }

    /// Which opening.
    pub fn id(&self) -> OpeningId {
        match self {
            Self::Shown(shown) => shown.id,
            Self::Removed(removed) => removed.id,
        }
    }

    /// For which change.
    pub fn seq(&self) -> i64 {
        match self {
            Self::Shown(shown) => shown.seq,
            Self::Removed(removed) => removed.seq,
        }
    }

    /// Whose.
    pub fn source(&self) -> &str {
        match self {
            Self::Shown(shown) => &shown.source,
            Self::Removed(removed) => &removed.source,
        }
    }
}

/// Why a batch is not what it says it is. It names the place, never what stood there: that came from elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// A line is no line of a feed.
    #[error("read line {0} of the feed")]
    Line(usize),
    /// A line is longer than [`LONGEST_LINE`].
    #[error("read line {0} of the feed: it is too long")]
    TooLong(usize),
    /// A line of a version that is not known here.
    #[error("read line {0} of the feed: it is of a later version")]
    Version(usize),
    /// The last line, which says where to go on, is missing: the batch was cut off.
    #[error("find the end of the feed")]
    NoEnd,
    /// Something follows the last line.
    #[error("end the feed at line {0}")]
    AfterEnd(usize),
    /// A line of another city than the batch.
    #[error("take line {0} of the feed: it is another city's")]
    Source(usize),
    /// Numbers do not rise within what the batch says it covers.
    #[error("follow the numbers of the feed at line {0}")]
    Order(usize),
    /// The header of the signature cannot be read.
    #[error("read the signature of the feed")]
    Signature,
    /// The key is none.
    #[error("read the key of the feed")]
    Key,
    /// The signature does not fit what was signed, or was made with another key.
    #[error("verify the signature of the feed")]
    Forged,
    /// It is signed, but by or for another city, or answers another question than was asked.
    #[error("take the feed for the answer to what was asked")]
    NotAsked,
}
