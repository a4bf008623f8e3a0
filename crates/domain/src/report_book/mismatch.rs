//! What a book says of why people and jobs do not meet: small cells were hidden when it was frozen, for the offices as well,
//! since a book passes through many hands. Books made before there was such a count have none.

use serde::{Deserialize, Serialize};

use super::Cell;
use crate::area::AreaCode;
use crate::message::Message;

/// Why people and jobs did not meet at the instant of a book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mismatch {
    /// By which method it was counted.
    pub method: u32,
    /// Everybody who looked for work and might be referred.
    pub seekers: Cell,
    /// Openings with free heads.
    pub openings: i64,
    /// Free heads.
    pub heads: i64,
    /// The parts, which sum to all seekers.
    pub parts: Vec<GapPart>,
    /// The index, from the broader to the finer; none where too few sought.
    pub levels: Vec<GapLevel>,
    /// Kinds of work at a place with their class, those with most seekers first.
    pub lines: Vec<GapLine>,
    /// What easing each family of conditions would bring. Books of before told none, and keep their hash.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub levers: Vec<GapLever>,
    /// The dongs with their class, for the map.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dongs: Vec<GapDong>,
}

/// A family of conditions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GapLever {
    /// Word for it, such as `licence`.
    pub family: String,
    /// How many more easing it alone would place.
    pub alone: Cell,
    /// Its share of what easing all would bring, in tenths of a person.
    pub share_tenths: Cell,
}

/// A dong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GapDong {
    /// Which.
    pub area: AreaCode,
    /// Its name.
    pub name: String,
    /// Word for the part most of its people fall to, where that may be told.
    pub class: Option<String>,
}

/// A part of the whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GapPart {
    /// Word for it, such as `frictional`.
    pub kind: String,
    /// How many people.
    pub persons: Cell,
}

words! {
    /// By what seekers and heads are told apart.
    pub enum Gap {
        /// By kind of work.
        Occupation,
        /// By kind of work and place.
        Area,
        /// By kind of work, place and wage band.
        Wage,
    }
}

/// The index at one fineness, in thousandths.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GapLevel {
    /// By what.
    pub by: Gap,
    /// Cells that hold anybody or anything.
    pub cells: i64,
    /// The index.
    pub index: i64,
    /// What mere chance would make of the same cells.
    pub chance: i64,
    /// What is left beyond chance.
    pub beyond: i64,
}

/// A kind of work at a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GapLine {
    /// The work.
    pub occupation: String,
    /// The place.
    pub area: String,
    /// Word for the part most of its people fall to.
    pub class: String,
    /// Who seeks.
    pub seekers: Cell,
    /// Free heads.
    pub heads: i64,
    /// What single changes would bring, most first.
    pub changes: Vec<Message>,
}
