//! In which order a day's places are gone to: as near as may be, the same on every machine. As the crow flies; it knows no roads.

use crate::area::{Point, distance_m};

/// The order of stops from a start: each time the nearest that is left, then every stretch that is shorter the other way
/// round is turned, until none is. The way ends at the last stop.
pub fn order(start: Option<Point>, stops: &[Point]) -> Vec<usize> {
    let mut left: Vec<usize> = (0..stops.len()).collect();
    let mut order = Vec::with_capacity(stops.len());
    let mut here = start;
    while !left.is_empty() {
        let nearest = match here {
            Some(here) => (0..left.len()).min_by_key(|at| (distance_m(here, stops[left[*at]]), left[*at])),
            None => Some(0),
        };
        let next = left.remove(nearest.unwrap_or(0));
        here = Some(stops[next]);
        order.push(next);
    }
    // Each turn is shorter than before by a metre at least, so that it ends.
    while let Some((from, to)) = shorter_turned(start, stops, &order) {
        order[from..=to].reverse();
    }
    order
}

/// A stretch that makes the way shorter when it is gone the other way round.
fn shorter_turned(start: Option<Point>, stops: &[Point], order: &[usize]) -> Option<(usize, usize)> {
    let before = length_m(start, stops, order);
    let mut turned = order.to_vec();
    for from in 0..order.len() {
        for to in from + 1..order.len() {
            turned[from..=to].reverse();
            if length_m(start, stops, &turned) < before {
                return Some((from, to));
            }
            turned[from..=to].reverse();
        }
    }
    None
}

/// How far it is in all, in metres.
pub fn length_m(start: Option<Point>, stops: &[Point], order: &[usize]) -> i64 {
    legs_m(start, stops, order).iter().sum()
}

/// How far it is to each stop from the one before; to the first without a start nothing.
pub fn legs_m(start: Option<Point>, stops: &[Point], order: &[usize]) -> Vec<i64> {
    let mut here = start;
    let leg = |at: &usize| {
        let there = stops[*at];
        here.replace(there).map_or(0, |before| distance_m(before, there))
    };
    order.iter().map(leg).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(lon: f64, lat: f64) -> Point {
        Point::from_degrees(lon, lat)
    }

    /// Every order of so many stops.
    fn orders(count: usize) -> Vec<Vec<usize>> {
        if count == 0 {
            return vec![Vec::new()];
        }
        let smaller = orders(count - 1);
        smaller
            .iter()
            .flat_map(|order| {
                (0..count).map(move |place| {
                    let mut longer = order.clone();
                    longer.insert(place, count - 1);
                    longer
                })
            })
            .collect()
    }

    #[test]
    fn the_way_is_nearly_the_shortest_there_is() {
        let start = Some(at(126.83, 37.65));
        // Scattered by multiplying, so that no seed is needed.
        for round in 1..20_u32 {
            let place = |n: u32, by: u32| f64::from(n * by * round * 7919 % 997) / 10_000.0;
            let stops: Vec<Point> = (1..=6).map(|n| at(126.8 + place(n, 3), 37.6 + place(n, 11))).collect();
            let found = order(start, &stops);
            let mut all = found.clone();
            all.sort_unstable();
            assert_eq!(all, (0..6).collect::<Vec<_>>(), "each place once");
            let best = orders(6).iter().map(|order| length_m(start, &stops, order)).min().unwrap();
            assert!(length_m(start, &stops, &found) <= best * 12 / 10, "round {round}");
            assert_eq!(order(start, &stops), found, "the same again");
        }
    }

    #[test]
    fn a_day_without_stops_or_start_is_a_way_too() {
        assert_eq!(order(None, &[]), Vec::<usize>::new());
        let stops = [at(126.8, 37.6), at(126.9, 37.6)];
        assert_eq!(order(None, &stops), [0, 1]);
        assert_eq!(legs_m(None, &stops, &[0, 1])[0], 0);
        assert_eq!(order(Some(stops[1]), &stops), [1, 0]);
    }
}
