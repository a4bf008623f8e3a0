//! An opening with one condition eased.

use domain::city::City;
use domain::id::OpeningId;
use domain::opening::Content;
use domain::wage::{Wage, WageForm};
use domain::work_time::WorkTime;
use matching::{Easing, Job};
use uuid::Uuid;

#[test]
fn pay_is_raised_in_both_reckonings() {
    let content = Content {
        wage: Wage::new(WageForm::Hourly, 10_000, 10_000),
        work_time: WorkTime { weekly_min: Some(2_400), ..WorkTime::default() },
        ..Content::default()
    };
    let city = City::embedded("haneul").unwrap();
    let job = Job::from_content(OpeningId(Uuid::nil()), &content, None, city.areas(), city.stations());
    assert_eq!((job.won_monthly(), job.won_hourly()), (Some(2_090_000), Some(10_000)));
    let job = job.eased(&Easing::Wage { hourly: false, won: 2_299_000 });
    assert_eq!((job.won_monthly(), job.won_hourly()), (Some(2_299_000), Some(11_000)));
    let job = job.eased(&Easing::Wage { hourly: true, won: 12_100 });
    assert_eq!((job.won_monthly(), job.won_hourly()), (Some(2_528_900), Some(12_100)));
}
