//! What a machine keeps of itself, and how it comes by it: its own secrets, and the charter that home answered with.

use std::collections::BTreeMap;
use std::net::IpAddr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use domain::message::Message;
use jiff::Timestamp;
use rcgen::PublicKeyData;
use serde::{Deserialize, Serialize};
use store::envelope::{Own, Unread};

use crate::Error;
use crate::node::{Application, Charter, SEALED_FOR, Wanted as WantedTls};
use crate::outward::{Fault, Outward, Wanted};

/// What a machine keeps of itself. All of it is secret.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Papers {
    /// What home gave it.
    pub charter: Charter,
    /// Where home is, without a slash at the end.
    pub home: String,
    /// What home's own certificate comes from, in PEM, when it is none that everybody trusts.
    pub trusted: Option<String>,
    /// Where tablets find the machine on its own network.
    pub addresses: Vec<IpAddr>,
    /// When what it carries was begun.
    pub begun_at: Timestamp,
    /// How often it has begun anew: each time with a store of its own name, so that nothing which still holds the one before can
    /// touch it.
    #[serde(default)]
    pub generation: u32,
    /// How far its counters had come then.
    #[serde(default)]
    pub counters: BTreeMap<String, i64>,
    /// By which it signs, base64.
    signing: String,
    /// By which it opens, base64.
    opening: String,
    /// From which the key of its certificate follows, base64.
    tls: String,
}

impl std::fmt::Debug for Papers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Papers").field("node", &self.charter.node).finish_non_exhaustive()
    }
}

impl Papers {
    /// As they were written down.
    ///
    /// # Errors
    /// [`Error::Invalid`] at `papers` when they are not whole.
    pub fn read(bytes: &[u8]) -> Result<Self, Error> {
        serde_json::from_slice(bytes).map_err(|_| Error::field("papers", Message::new("outpost-papers")))
    }

    /// To be written down, sealed.
    ///
    /// # Errors
    /// When they cannot be said in JSON.
    pub fn bytes(&self) -> Result<Vec<u8>, Error> {
        serde_json::to_vec(self).map_err(Error::internal)
    }

    /// What the store is to know of the machine that it is on.
    pub fn outpost(&self) -> store::Outpost {
        let lent = self.charter.lent.iter();
        let lent = lent.filter_map(|(purpose, key)| Some((purpose.clone(), secret(key)?))).collect();
        store::Outpost { node: self.charter.node, mark: self.charter.mark.clone(), lent }
    }

    /// Certificate and key for tablets, in PEM.
    ///
    /// # Errors
    /// [`Error::Invalid`] at `papers` when they are not whole.
    pub fn certificate(&self) -> Result<(String, String), Error> {
        Ok((self.charter.certificate.chain.clone(), self.pair()?.serialize_pem()))
    }

    /// By what it signs and opens; nothing of papers that are not whole.
    pub fn own(&self) -> Option<Own> {
        Some(Own::new(&secret(&self.signing)?, secret(&self.opening)?))
    }

    pub(super) fn way(&self) -> Result<Outward, Error> {
        Outward::to(&self.home, self.trusted.clone()).map_err(|fault| Error::field("home", fault.message()))
    }

    pub(super) fn wanted(&self) -> Result<WantedTls, Error> {
        let tls_key = BASE64.encode(self.pair()?.der_bytes());
        Ok(WantedTls { tls_key, addresses: self.addresses.clone() })
    }

    fn pair(&self) -> Result<rcgen::KeyPair, Error> {
        let seed = secret(&self.tls).ok_or_else(|| Error::field("papers", Message::new("outpost-papers")))?;
        crate::node::pair(&seed)
    }
}

fn secret(text: &str) -> Option<[u8; 32]> {
    BASE64.decode(text).ok()?.try_into().ok()
}

/// A machine that asks to be enrolled.
#[derive(Clone)]
pub struct Applicant {
    /// Where home is.
    pub home: String,
    /// What home's own certificate comes from, in PEM, when it is none that everybody trusts.
    pub trusted: Option<String>,
    /// Where tablets will find it.
    pub addresses: Vec<IpAddr>,
    /// What its secrets are made of: new randomness.
    pub seeds: [[u8; 32]; 3],
}

impl std::fmt::Debug for Applicant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Applicant").field("home", &self.home).finish_non_exhaustive()
    }
}

impl Applicant {
    /// Asks home with a one-time code.
    ///
    /// # Errors
    /// [`Error::Invalid`] at `home`, `code`, `keys` or `addresses`; [`Error::Unavailable`] when home is not reached.
    pub async fn apply(mut self, now: Timestamp, code: &str) -> Result<Papers, Error> {
        self.home = self.home.trim().trim_end_matches('/').to_owned();
        let way = Outward::to(&self.home, self.trusted.clone());
        let way = way.map_err(|fault| Error::field("home", fault.message()))?;
        let asked = serde_json::to_vec(&self.application(code)?).map_err(Error::internal)?;
        let came = way.post(&Wanted::new(format!("{}/sync/enrol", self.home)), asked).await;
        let came = came.map_err(|fault| match fault {
            Fault::Status(422, _) => Error::field("code", Message::new("outpost-refused")),
            other => Error::Unavailable(other.message()),
        })?;
        self.papers(now, &came.body)
    }

    /// What it asks with.
    ///
    /// # Errors
    /// For a seed that makes no key: one in four thousand million.
    pub fn application(&self, code: &str) -> Result<Application, Error> {
        let [_, _, tls] = &self.seeds;
        let (signing_key, sealing_key) = self.own().public().text();
        let tls_key = BASE64.encode(crate::node::pair(tls)?.der_bytes());
        let tls = WantedTls { tls_key, addresses: self.addresses.clone() };
        Ok(Application { code: code.trim().to_owned(), signing_key, sealing_key, tls })
    }

    /// Its papers, with what home answered.
    ///
    /// # Errors
    /// [`Error::Invalid`] at `letter` when that was not said to this machine.
    pub fn papers(self, now: Timestamp, answer: &[u8]) -> Result<Papers, Error> {
        let plain = self.own().opening().open(SEALED_FOR, answer);
        let plain = plain.ok_or_else(|| crate::sync::unread(Unread::OtherReader))?;
        let charter = serde_json::from_slice(&plain).map_err(|_| crate::sync::unread(Unread::None))?;
        let [signing, opening, tls] = self.seeds.map(|seed| BASE64.encode(seed));
        let (home, trusted, addresses) = (self.home, self.trusted, self.addresses);
        let (begun_at, generation, counters) = (now, 0, BTreeMap::new());
        Ok(Papers {
            charter,
            home,
            trusted,
            addresses,
            begun_at,
            generation,
            counters,
            signing,
            opening,
            tls,
        })
    }

    fn own(&self) -> Own {
        let [signing, opening, _] = &self.seeds;
        Own::new(signing, *opening)
    }
}
