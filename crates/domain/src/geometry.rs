//! Outlines of areas, for maps and for telling in which one a point lies.

use serde_json::Value;

use crate::area::Point;

/// A ring of points; the last joins the first.
pub type Ring = Vec<Point>;

/// The outline of an area: rings, of which inner ones are holes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outline {
    /// All rings.
    pub rings: Vec<Ring>,
}

impl Outline {
    /// Reads a GeoJSON `Polygon` or `MultiPolygon` geometry; `None` for anything else.
    pub fn from_geojson(geometry: &Value) -> Option<Self> {
        let coordinates = geometry.get("coordinates")?.as_array()?;
        let polygons: Vec<&Value> = match geometry.get("type")?.as_str()? {
            "Polygon" => coordinates.iter().collect(),
            "MultiPolygon" => coordinates.iter().filter_map(Value::as_array).flatten().collect(),
            _ => return None,
        };
        let rings = polygons.into_iter().map(ring).collect::<Option<Vec<_>>>()?;
        Some(Self { rings })
    }

    /// Whether the point lies inside; even-odd over all rings, in integers.
    pub fn contains(&self, point: Point) -> bool {
        let mut inside = false;
        for ring in &self.rings {
            for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)).take(ring.len()) {
                if (a.lat_e6 > point.lat_e6) == (b.lat_e6 > point.lat_e6) {
                    continue;
                }
                // Where the edge crosses the point's latitude, compared without division.
                let run = i128::from(b.lon_e6 - a.lon_e6) * i128::from(point.lat_e6 - a.lat_e6);
                let rise = i128::from(b.lat_e6 - a.lat_e6);
                let east = i128::from(point.lon_e6 - a.lon_e6) * rise;
                if (rise > 0 && east < run) || (rise < 0 && east > run) {
                    inside = !inside;
                }
            }
        }
        inside
    }

    /// South-west and north-east corners, if there is any point.
    pub fn bounds(&self) -> Option<(Point, Point)> {
        let all = || self.rings.iter().flatten();
        Some((
            Point { lon_e6: all().map(|p| p.lon_e6).min()?, lat_e6: all().map(|p| p.lat_e6).min()? },
            Point { lon_e6: all().map(|p| p.lon_e6).max()?, lat_e6: all().map(|p| p.lat_e6).max()? },
        ))
    }
}

fn ring(value: &Value) -> Option<Ring> {
    let point = |pair: &Value| {
        let pair = pair.as_array()?;
        Some(Point::from_degrees(pair.first()?.as_f64()?, pair.get(1)?.as_f64()?))
    };
    value.as_array()?.iter().map(point).collect()
}
