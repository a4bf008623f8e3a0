//! Occupations: codes of the Korean Employment Classification of Occupations (KECO 2025).

use serde::{Deserialize, Serialize};

/// A KECO code of one to four digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OccupationCode(String);
