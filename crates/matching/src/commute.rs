//! Estimated minutes to work. An estimate and always called one: straight distance, a usual detour,
//! and a ride on rails where both ends are near a station.

use domain::area::{Point, distance_m};
use domain::station::StationTable;

/// Ways are longer than the straight line by this factor, in percent.
const DETOUR_PERCENT: i64 = 130;
/// Metres walked in a minute.
const WALK_M_PER_MIN: i64 = 67;
/// So far people walk, in metres of way.
const WALK_MOST_M: i64 = 1_500;
/// Minutes to and for a bus before it moves, and metres it makes in a minute.
const BUS: (i64, i64) = (10, 330);
/// The same for a train, beside the walks to and from the stations.
const RAIL: (i64, i64) = (6, 650);
/// A station is near within so many metres.
const NEAR_STATION_M: i64 = 1_000;

/// A place with its distance to the nearest station.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Stop {
    /// Where it is.
    pub point: Point,
    /// Metres to the nearest station, if any is near.
    pub station_m: Option<i64>,
}

impl Stop {
    /// A place among the stations of a country.
    pub fn new(point: Point, stations: &StationTable) -> Self {
        let station_m = stations.nearest(point).map(|station| distance_m(point, station.point));
        Self { point, station_m: station_m.filter(|metres| *metres <= NEAR_STATION_M) }
    }
}

/// Estimated minutes one way over a straight distance.
pub fn minutes(from: Stop, to: Stop, straight_m: i64) -> i64 {
    let way = straight_m * DETOUR_PERCENT / 100;
    if way <= WALK_MOST_M {
        return way.div_euclid(WALK_M_PER_MIN) + 1;
    }
    let bus = BUS.0 + way / BUS.1;
    match from.station_m.zip(to.station_m) {
        Some((a, b)) => bus.min(RAIL.0 + (a + b) * DETOUR_PERCENT / 100 / WALK_M_PER_MIN + way / RAIL.1),
        None => bus,
    }
}

/// A straight distance up to which every way takes at most so many minutes, with or without a station. A way just too long to
/// walk is quicker by bus, so that few minutes reach as far as one walks.
pub fn sure_m(minutes: i64) -> i64 {
    let way = match minutes {
        ..1 => return 0,
        minutes if minutes <= WALK_MOST_M / WALK_M_PER_MIN => minutes * WALK_M_PER_MIN - 1,
        minutes => ((minutes - BUS.0 + 1) * BUS.1 - 1).max(WALK_MOST_M),
    };
    way * 100 / DETOUR_PERCENT
}
