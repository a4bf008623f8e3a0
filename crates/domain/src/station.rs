//! Railway stations, as points from which people measure distance.

use crate::area::{Point, distance_m};

/// A station with the lines that stop there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Station {
    /// Name without `역`.
    pub name: String,
    /// Lines.
    pub lines: Vec<String>,
    /// Where it is.
    pub point: Point,
}

/// The stations of a city and its surroundings.
#[derive(Debug, Clone, Default)]
pub struct StationTable {
    stations: Vec<Station>,
}

impl StationTable {
    /// From rows of one line each; rows of one name become one station at the first one's place.
    pub fn new(rows: impl IntoIterator<Item = (String, String, Point)>) -> Self {
        let mut stations: Vec<Station> = Vec::new();
        for (name, line, point) in rows {
            // Two stations of one name far apart (양평) stay two.
            let known = stations.iter_mut().find(|s| s.name == name && distance_m(s.point, point) < 1_000);
            match known {
                Some(station) if station.lines.contains(&line) => {}
                Some(station) => station.lines.push(line),
                None => stations.push(Station { name, lines: vec![line], point }),
            }
        }
        stations.sort_by(|a, b| a.name.cmp(&b.name).then(a.point.cmp(&b.point)));
        Self { stations }
    }

    /// All of them, by name.
    pub fn iter(&self) -> impl Iterator<Item = &Station> {
        self.stations.iter()
    }

    /// The one nearest to a point; the first by name of equally near ones.
    pub fn nearest(&self, point: Point) -> Option<&Station> {
        self.stations.iter().min_by_key(|station| distance_m(station.point, point))
    }

    /// The one of a name, with or without `역`.
    pub fn find(&self, name: &str) -> Option<&Station> {
        let name = name.trim();
        let bare = name.strip_suffix('역').filter(|bare| !bare.is_empty()).unwrap_or(name);
        self.stations.iter().find(|station| station.name == name || station.name == bare)
    }
}
