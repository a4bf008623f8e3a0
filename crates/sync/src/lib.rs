//! Synchronisation: what was done on a machine without a network comes home whole, once, and without anything
//! being written over in silence.
//!
//! A machine does the same use cases as home. What each of them wrote is one [`Command`]: made once, with its own
//! id, the one who acted, when, and for every field what it was before and what it is now. Home takes a command
//! with [`home::judge`], the machine takes what home says with [`node`]. All of it is pure: whoever calls brings
//! what is known and writes down what is decided in one transaction. This module must not know files, sockets, SQL
//! or keys, and nothing here is decided by a clock.

pub mod field;
pub mod home;
pub mod node;
pub mod schema;

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use domain::actor::Actor;
use domain::id::{CommandId, NodeId};

/// A record as its fields by path: what is in the clear under its own name, what is sealed under `told.…`.
pub type Fields = BTreeMap<String, Value>;

/// One field before and after.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Edit {
    /// What it was; `null` when it was not there.
    pub from: Value,
    /// What it is.
    pub to: Value,
}

/// What was done to one record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// What kind of thing it is, as the change log names it.
    pub noun: String,
    /// Which one.
    pub id: Uuid,
    /// What was done, as the change log names it.
    pub verb: String,
    /// Its version before, as the machine had it; zero for a new one.
    pub base: i64,
    /// The fields that changed.
    pub edits: BTreeMap<String, Edit>,
    /// The thing of which a place was given out, if one was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seat: Option<Seat>,
}

/// A place that was given out: one of a pool that home keeps.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Seat {
    /// Of what kind of thing.
    pub noun: String,
    /// Of which one.
    pub id: Uuid,
}

/// One piece of work: everything that one use case wrote, done or not done together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Command {
    /// Made where the work was done, of randomness.
    pub id: CommandId,
    /// On which machine.
    pub node: NodeId,
    /// The one before it on that machine; home takes none before it.
    pub previous: Option<CommandId>,
    /// In which version of the fields it is written ([`schema::CURRENT`] of the program that wrote it).
    pub schema: u32,
    /// Who did it.
    pub actor: Actor,
    /// When, by the machine's clock.
    pub at: Timestamp,
    /// What was done, in order.
    pub steps: Vec<Step>,
}

impl Command {
    /// The bytes that are hashed and signed: JSON in one spelling, since every map in it is sorted.
    pub fn bytes(&self) -> Vec<u8> {
        serde_json::to_value(self).map(|value| field::canonical(&value)).unwrap_or_default()
    }

    /// By what two commands of one id are told apart.
    pub fn digest(&self) -> [u8; 32] {
        Sha256::digest(self.bytes()).into()
    }
}

/// What home says of a command. It is said again, the same, however often the command comes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "receipt", rename_all = "snake_case")]
pub enum Receipt {
    /// It is in, wholly.
    Applied,
    /// It is in, and about so many fields a person has to decide; what home had stands until then.
    Clashed {
        /// How many.
        fields: u32,
    },
    /// The person whom it is about was erased at home meanwhile: nothing of it is kept, and nothing may be.
    Erased,
    /// It lies aside, whole, for a person to look at.
    Quarantined {
        /// Why.
        why: Quarantine,
    },
}

/// Why a command lies aside.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    strum::Display,
    strum::EnumString,
    strum::EnumIter,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Quarantine {
    /// Another one came under its id before.
    SameId,
    /// A record that it makes is there already, and says something else.
    SameRecord,
    /// A record that it changes is not known.
    UnknownRecord,
    /// It gives out a place that nobody has left.
    NoSeat,
    /// The machine was given up before it came.
    Revoked,
    /// Its signature is not the machine's.
    BadSignature,
    /// What it says makes no record.
    Unreadable,
    /// It is written in fields that this program does not know.
    UnknownSchema,
}

/// Another command must come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotYet(pub CommandId);
