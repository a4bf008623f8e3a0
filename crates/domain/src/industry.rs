//! Industries: codes of the Korean Standard Industrial Classification (KSIC 11).

use serde::{Deserialize, Serialize};

/// A KSIC code: a section letter or two to five digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct IndustryCode(String);
