//! Estimated minutes to work, and the way that surely takes no more.

use domain::area::Point;
use matching::commute::{Stop, minutes, sure_m};

#[test]
fn what_is_surely_near_enough_is() {
    let stop = Stop { point: Point { lon_e6: 0, lat_e6: 0 }, station_m: None };
    for most in 0..150 {
        let far = sure_m(most);
        assert!((0..=far).all(|metres| most == 0 || minutes(stop, stop, metres) <= most), "{most}");
        assert!(minutes(stop, stop, far + 2) > most || most <= 23, "{most} is not the farthest");
    }
}
