//! A neighbouring city (이웃 도시) whose openings are shown here beside our own: where its feed is, with which key it
//! signs, and whether somebody compared that key by telephone.
//!
//! It must not know how a feed is fetched. How the last fetching went is [`Pull`], which is no decision of anybody and
//! therefore not part of the record.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::area::AreaCode;
use crate::feed::PublicKey;
use crate::id::{NeighbourId, OpeningId};
use crate::message::Message;

mod pull;
pub use pull::{Failure, Pull, Trouble};

/// A city that shares its openings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Neighbour {
    /// Its id.
    pub id: NeighbourId,
    /// The code of its area, under which it signs: `41480`.
    pub source: String,
    /// Its name.
    pub name: String,
    /// Where its pages are, or those of the hub that hands its feed on; without a slash at the end.
    pub address: String,
    /// Whether the address is a hub's.
    #[serde(default)]
    pub through_hub: bool,
    /// The key it signs with, in base64.
    pub key: String,
    /// The areas for which it speaks; an opening that lies wholly outside them is still shown, as its own.
    #[serde(default)]
    pub areas: Vec<AreaCode>,
    /// Licence under which its texts may be shown, where its lines name none.
    #[serde(default)]
    pub licence: String,
    /// Whether we hand its signed batches on to others.
    #[serde(default)]
    pub relayed: bool,
    /// Where it stands.
    pub state: State,
    /// Rises by one with every accepted change.
    pub version: i64,
    /// When it was entered.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

words! {
    /// Where a neighbour stands.
    pub enum State {
        /// Entered; nobody has compared its key yet, so nothing is fetched.
        Proposed,
        /// Its key was compared; it is fetched.
        Confirmed,
        /// Not fetched for now; what is here stays to its expiry.
        Paused,
        /// Not fetched any more, and what was here is gone.
        Left,
    }
}

/// Where a foreign opening comes from: the label it is never shown without.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// Which neighbour.
    pub neighbour: NeighbourId,
    /// The code of its area.
    pub source: String,
    /// Its name.
    pub city: String,
    /// The opening's id there.
    pub their_id: OpeningId,
    /// Its page there.
    pub url: String,
    /// Licence under which its text may be shown.
    pub licence: String,
    /// When it was last received.
    pub received_at: Timestamp,
    /// From when it must not be shown any more.
    pub expires_at: Timestamp,
}

impl Neighbour {
    /// What is wrong, each with the field that mends it.
    pub fn check(&self) -> Vec<(&'static str, Message)> {
        let mut wrong = Vec::new();
        let digits = self.source.bytes().all(|byte| byte.is_ascii_digit());
        if !(digits && matches!(self.source.len(), 2 | 5)) {
            wrong.push(("source", Message::new("neighbour-source-unreadable")));
        }
        if self.name.trim().is_empty() {
            wrong.push(("name", Message::new("field-needed")));
        }
        if self.key.parse::<PublicKey>().is_err() {
            wrong.push(("key", Message::new("neighbour-key-unreadable")));
        }
        wrong
    }

    /// Its key, if what was entered is one.
    pub fn public_key(&self) -> Option<PublicKey> {
        self.key.parse().ok()
    }

    /// Where its openings are fetched.
    pub fn feed(&self) -> String {
        let base = self.address.trim_end_matches('/');
        if self.through_hub {
            format!("{base}/feed/neighbours/{}/openings", self.source)
        } else {
            format!("{base}/feed/openings")
        }
    }

    /// The page of one of its openings; a hub has none of its own.
    pub fn page(&self, opening: OpeningId) -> String {
        if self.through_hub {
            String::new()
        } else {
            format!("{}/openings/{opening}", self.address.trim_end_matches('/'))
        }
    }

    /// Takes it up after its key was compared, or again after a pause.
    ///
    /// # Errors
    /// `neighbour-already`.
    pub fn confirm(self) -> Result<Self, Message> {
        self.moved(&[State::Proposed, State::Paused], State::Confirmed)
    }

    /// Stops fetching for now.
    ///
    /// # Errors
    /// `neighbour-already`.
    pub fn pause(self) -> Result<Self, Message> {
        self.moved(&[State::Confirmed], State::Paused)
    }

    /// Ends it.
    ///
    /// # Errors
    /// `neighbour-already`.
    pub fn leave(self) -> Result<Self, Message> {
        self.moved(&[State::Proposed, State::Confirmed, State::Paused], State::Left)
    }

    fn moved(self, from: &[State], to: State) -> Result<Self, Message> {
        if from.contains(&self.state) {
            Ok(Self { state: to, ..self })
        } else {
            Err(Message::new("neighbour-already"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feed::CityKey;

    fn neighbour() -> Neighbour {
        Neighbour {
            id: NeighbourId(uuid::Uuid::from_u128(1)),
            source: "99120".into(),
            name: "바다시".into(),
            address: "https://jobs.bada.example/".into(),
            through_hub: false,
            key: CityKey::from_seed("99120", &[1; 32]).public().to_string(),
            areas: Vec::new(),
            licence: String::new(),
            relayed: false,
            state: State::Proposed,
            version: 1,
            created_at: Timestamp::UNIX_EPOCH,
            updated_at: Timestamp::UNIX_EPOCH,
        }
    }

    #[test]
    fn nothing_is_fetched_before_the_key_was_compared() {
        let known = neighbour();
        assert!(known.check().is_empty());
        assert!(known.clone().pause().is_err());
        let confirmed = known.confirm().unwrap();
        assert!(confirmed.clone().confirm().is_err(), "twice");
        let left = confirmed.pause().unwrap().confirm().unwrap().leave().unwrap();
        assert!(left.confirm().is_err(), "who left is entered anew");
    }

    #[test]
    fn each_wrong_field_is_told() {
        let wrong = Neighbour { source: "파주".into(), name: " ".into(), key: "x".into(), ..neighbour() };
        let fields: Vec<_> = wrong.check().into_iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["source", "name", "key"]);
    }

    #[test]
    fn a_hub_has_the_feed_and_not_the_pages() {
        let direct = neighbour();
        assert_eq!(direct.feed(), "https://jobs.bada.example/feed/openings");
        let hub = Neighbour { through_hub: true, ..direct };
        assert_eq!(hub.feed(), "https://jobs.bada.example/feed/neighbours/99120/openings");
        assert_eq!(hub.page(OpeningId(uuid::Uuid::nil())), "");
    }
}
