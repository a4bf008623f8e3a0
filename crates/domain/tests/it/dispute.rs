//! Objections to results, and what settling them does.

use domain::placement::{DisputeReason, SettleGround};
use jiff::civil::date;

use crate::counting::{NOW, claim, person};

#[test]
fn cr_18_a_wrong_first_day_is_put_right_and_the_job_stays() {
    let (second, then) = (person(9), (NOW, date(2016, 6, 1)));
    let told = claim(1, 1, 1, date(2016, 3, 2)).confirm_by_person(NOW).unwrap();
    let wrong = told.disputed(DisputeReason::WrongStart, NOW).unwrap();
    let settle = |start_on| wrong.clone().settle(true, (SettleGround::Employer, start_on), second, then);
    assert_eq!(settle(None).unwrap_err().code, "dispute-start-needed");
    assert_eq!(settle(Some(date(2016, 3, 2))).unwrap_err().code, "start-same");
    let right = settle(Some(date(2016, 4, 4))).unwrap();
    assert_eq!((right.start_on, right.moved.len()), (date(2016, 4, 4), 1));
    // What the person said was of another day.
    assert_eq!(right.confirmed_by_person, None);
    assert!(!right.is_disputed() && right.state.is_live());
}
