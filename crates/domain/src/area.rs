//! Areas: provinces, cities, districts and dongs, with their codes and positions.

use serde::{Deserialize, Serialize};

/// An administrative code of two, five or ten digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AreaCode(String);

/// A position in millionths of a degree (WGS 84), so that distances are the same on every machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Point {
    /// Longitude, 1e-6 degrees.
    pub lon_e6: i64,
    /// Latitude, 1e-6 degrees.
    pub lat_e6: i64,
}
