//! Outside figures: each with what it must tell, several bases side by side, what ships of a city taken in once.

use app::Error;
use app::indicator::{self, Form};
use app::testing::TestCity;
use domain::Role;
use domain::indicator::Series;
use jiff::civil::date;

use crate::placement::at;

fn form(base: &str, value: i64) -> Form {
    Form {
        series: Series::EmploymentRate,
        base: base.into(),
        period: "2015H2".into(),
        aim: false,
        value,
        published_on: date(2016, 2, 24),
        source: "통계청 지역별고용조사".into(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_bases_stand_side_by_side_and_the_same_value_is_not_written_twice() {
    let city = TestCity::new().await;
    let app = &city.app;
    let manager = city.as_role(Role::PlanManager).await;
    indicator::create(&manager, app, form("15~64세", 637)).await.unwrap();
    let id = indicator::create(&manager, app, form("15세 이상", 584)).await.unwrap();
    let again = indicator::create(&manager, app, form("15~64세", 640)).await;
    assert!(matches!(again, Err(Error::Invalid(fields)) if fields[0].message.code == "indicator-known"));
    let future = Form { published_on: date(2016, 3, 15), ..form("다른 기준", 600) };
    let future = indicator::create(&manager, app, future).await;
    assert!(matches!(future, Err(Error::Invalid(fields)) if fields[0].field == "published_on"));
    let strands = indicator::list(&manager, app).await.unwrap();
    let told: Vec<_> = strands.iter().map(|one| (&*one.base, one.values[0].value)).collect();
    assert_eq!(told, [("15~64세", 637), ("15세 이상", 584)]);
    indicator::update(&manager, app, (id, 1), (585, date(2016, 2, 24))).await.unwrap();
    let late = indicator::update(&manager, app, (id, 1), (586, date(2016, 2, 24))).await;
    assert!(matches!(late, Err(Error::Conflict(_))));
    let auditor = city.as_role(Role::Auditor).await;
    assert!(matches!(indicator::create(&auditor, app, form("감사", 1)).await, Err(Error::Forbidden(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_ships_of_a_city_is_taken_in_once_and_no_earlier_than_it_was_published() {
    let city = TestCity::of("goyang").await;
    let manager = city.as_role(Role::PlanManager).await;
    assert_eq!(
        indicator::take_shipped(&manager, &city.app).await.unwrap(),
        0,
        "nothing of it was known in 2016"
    );
    at(&city, date(2021, 5, 1), 9);
    let manager = city.as_role(Role::PlanManager).await;
    let first = indicator::take_shipped(&manager, &city.app).await.unwrap();
    assert!((5..17).contains(&first), "{first}");
    assert_eq!(indicator::take_shipped(&manager, &city.app).await.unwrap(), 0);
    let strands = indicator::list(&manager, &city.app).await.unwrap();
    let measured = strands.iter().find(|one| one.series == Series::EmploymentRate && !one.aim).unwrap();
    let told: Vec<_> = measured.values.iter().map(|one| (&*one.period, one.value)).collect();
    assert_eq!(told, [("2018", 637), ("2019", 650)]);
    let other = TestCity::new().await;
    let manager = other.as_role(Role::PlanManager).await;
    assert!(matches!(indicator::take_shipped(&manager, &other.app).await, Err(Error::NotFound)));
}
