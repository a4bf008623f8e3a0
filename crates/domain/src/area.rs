//! Areas: provinces, cities, districts and dongs, with their codes, names and positions.
//!
//! It must not know which city runs the system: the city file adds its dongs to the national table.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

mod resolve;

/// An administrative code: two digits for a province, five for a city or district, ten for a dong.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AreaCode(String);

impl AreaCode {
    /// Reads a code of two, five or ten digits.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        (matches!(text.len(), 2 | 5 | 10) && text.bytes().all(|b| b.is_ascii_digit()))
            .then(|| Self(text.to_owned()))
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The five-digit city or district it lies in, if it is as fine as that.
    pub fn district(&self) -> Option<&str> {
        self.0.get(..5)
    }
}

impl std::fmt::Display for AreaCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for AreaCode {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or_else(|| format!("`{text}` is no area code of 2, 5 or 10 digits"))
    }
}

impl From<AreaCode> for String {
    fn from(code: AreaCode) -> Self {
        code.0
    }
}

/// A position in millionths of a degree (WGS 84), so that distances are the same on every machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Point {
    /// Longitude, 1e-6 degrees.
    pub lon_e6: i64,
    /// Latitude, 1e-6 degrees.
    pub lat_e6: i64,
}

impl Point {
    /// From degrees.
    pub fn from_degrees(lon: f64, lat: f64) -> Self {
        Self { lon_e6: (lon * 1e6).round() as i64, lat_e6: (lat * 1e6).round() as i64 }
    }
}

/// Metres of a millionth of a degree of latitude, in billionths (40,007,863 m round the poles / 360°).
const M_PER_LAT_E6_NANO: i128 = 111_132_953;
/// Metres of a millionth of a degree of longitude at the equator, in billionths.
const M_PER_LON_E6_NANO: i128 = 111_319_491;

/// Straight distance in whole metres, on a plane that touches the earth half-way between the two: within
/// 0.1 % at the size of a province. Integers throughout, the same on every machine.
pub fn distance_m(a: Point, b: Point) -> i64 {
    let middle_lat_e6 = (a.lat_e6 + b.lat_e6) / 2;
    let dx =
        i128::from(a.lon_e6 - b.lon_e6) * M_PER_LON_E6_NANO * i128::from(cos_e6(middle_lat_e6)) / 1_000_000;
    let dy = i128::from(a.lat_e6 - b.lat_e6) * M_PER_LAT_E6_NANO;
    // Micrometres, so that the square stays far inside 128 bits.
    let (dx, dy) = (dx / 1_000, dy / 1_000);
    let micrometres = (dx * dx + dy * dy).unsigned_abs().isqrt();
    i64::try_from((micrometres + 500_000) / 1_000_000).unwrap_or(i64::MAX)
}

/// Cosine in millionths, by its series up to the twelfth power, in integers.
fn cos_e6(lat_e6: i64) -> i64 {
    const SCALE: i128 = 1_000_000_000_000;
    let x = i128::from(lat_e6) * 3_141_592_653_590 / 180 / 1_000_000;
    let x2 = x * x / SCALE;
    let mut term = SCALE;
    let mut sum = SCALE;
    for n in 1..=6 {
        term = -term * x2 / SCALE / ((2 * n - 1) * (2 * n));
        sum += term;
    }
    i64::try_from(sum / 1_000_000).unwrap_or(0)
}

/// How fine an area is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AreaKind {
    /// 시·도.
    Province,
    /// 시·군·자치구.
    City,
    /// A district of a city that is no city itself (일반구).
    District,
    /// 행정동·읍·면.
    Dong,
}

/// An area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    /// Its code.
    pub code: AreaCode,
    /// Short name, such as `일산동구` or `화정1동`.
    pub name: String,
    /// Name with everything above it.
    pub full_name: String,
    /// The area it lies in.
    pub parent: Option<AreaCode>,
    /// How fine it is.
    pub kind: AreaKind,
    /// Its middle.
    pub centroid: Point,
}

/// Names suggested for one that is not known.
const MOST_NEAR: usize = 5;

/// Areas by code, with the words that name them.
#[derive(Debug, Clone, Default)]
pub struct AreaTable {
    areas: BTreeMap<AreaCode, Area>,
    children: BTreeMap<AreaCode, Vec<AreaCode>>,
    /// Normalised name to areas of that name.
    names: HashMap<String, Vec<AreaCode>>,
}

impl AreaTable {
    /// A table of areas; parents need not come first.
    pub fn new(areas: impl IntoIterator<Item = Area>) -> Self {
        let mut table = Self::default();
        table.extend(areas);
        table
    }

    /// Adds areas, replacing those of the same code.
    pub fn extend(&mut self, areas: impl IntoIterator<Item = Area>) {
        for area in areas {
            if let Some(parent) = &area.parent {
                let siblings = self.children.entry(parent.clone()).or_default();
                if !siblings.contains(&area.code) {
                    siblings.push(area.code.clone());
                    siblings.sort_unstable();
                }
            }
            for name in resolve::spoken(&area) {
                self.add_name(&name, area.code.clone());
            }
            self.areas.insert(area.code.clone(), area);
        }
    }

    /// Lets `name` mean `code` too, such as a legal dong's name, unless an area is called so itself.
    pub fn add_alias(&mut self, name: &str, code: AreaCode) {
        let known = self.names.get(&resolve::normal(name));
        if !known.is_some_and(|codes| codes.iter().any(|code| self.name(code) == name)) {
            self.add_name(name, code);
        }
    }

    fn add_name(&mut self, name: &str, code: AreaCode) {
        let codes = self.names.entry(resolve::normal(name)).or_default();
        if !codes.contains(&code) {
            codes.push(code);
        }
    }

    /// The area of a code.
    pub fn get(&self, code: &AreaCode) -> Option<&Area> {
        self.areas.get(code)
    }

    /// Its short name, empty when the code is unknown.
    pub fn name(&self, code: &AreaCode) -> &str {
        self.get(code).map_or("", |area| &area.name)
    }

    /// Areas directly below.
    pub fn children(&self, code: &AreaCode) -> impl Iterator<Item = &Area> {
        self.children.get(code).into_iter().flatten().filter_map(|code| self.areas.get(code))
    }

    /// All areas, by code.
    pub fn iter(&self) -> impl Iterator<Item = &Area> {
        self.areas.values()
    }

    /// The code and all above it, finest first.
    pub fn with_ancestors(&self, code: &AreaCode) -> Vec<AreaCode> {
        let mut out = vec![code.clone()];
        let mut at = self.get(code).and_then(|area| area.parent.clone());
        while let Some(parent) = at {
            if out.contains(&parent) {
                break;
            }
            at = self.get(&parent).and_then(|area| area.parent.clone());
            out.push(parent);
        }
        out
    }

    /// Whether `inner` is `outer` or lies in it.
    pub fn contains(&self, outer: &AreaCode, inner: &AreaCode) -> bool {
        self.with_ancestors(inner).contains(outer)
    }

    /// Names that somebody may have meant who wrote what names no area: those that begin with or hold it, a last
    /// 동 aside. Within `root` only.
    pub fn near(&self, text: &str, root: &AreaCode) -> Vec<&str> {
        let typed = resolve::normal(text);
        let stem = typed.strip_suffix('동').unwrap_or(&typed);
        if stem.chars().count() < 2 {
            return Vec::new();
        }
        let alike = self.areas.values().filter(|area| resolve::normal(&area.name).contains(stem));
        alike
            .filter(|area| self.contains(root, &area.code))
            .map(|area| area.name.as_str())
            .take(MOST_NEAR)
            .collect()
    }

    /// The areas a text names, best first; empty when none is recognised. See the module `resolve`.
    pub fn resolve(&self, text: &str) -> Vec<AreaCode> {
        resolve::resolve(self, text)
    }
}

/// The dong and the place in words, which often begins with the name of the dong itself.
pub fn place_in_words(area: &str, place: &str) -> String {
    let place = place.trim();
    if place.starts_with(area) { place.to_owned() } else { format!("{area} {place}").trim().to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_agree_with_the_great_circle() {
        let seoul = Point::from_degrees(126.978, 37.5665);
        for (lon, lat, haversine_m) in
            [(126.827733, 37.661735, 16_957), (126.77762, 37.652206, 20_040), (126.978, 37.5665, 0)]
        {
            let metres = distance_m(seoul, Point::from_degrees(lon, lat));
            assert!((metres - haversine_m).abs() <= haversine_m / 300, "{metres} for {haversine_m}");
        }
    }

    #[test]
    fn a_dong_is_said_once() {
        assert_eq!(place_in_words("대화동", "대화동"), "대화동");
        assert_eq!(place_in_words("대화동", "대화동 전시장"), "대화동 전시장");
        assert_eq!(place_in_words("대화동", "전시장"), "대화동 전시장");
        assert_eq!(place_in_words("대화동", " "), "대화동");
        assert_eq!(place_in_words("", "전시장"), "전시장");
    }
}
