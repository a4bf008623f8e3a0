//! What would fill an employer's opening: numbers, none of few people, and nothing known of whoever is hired.

use app::demand::demand;
use app::testing::TestCity;
use app::{Error, enrolment};
use domain::area::AreaCode;
use domain::id::{EmployerId, OpeningId};
use domain::opening::{Content, Workplace};
use domain::support_program::Verdict;
use domain::{Actor, Ctx, Role};
use jiff::civil::date;

use crate::cohort::{counselling, published};
use crate::enrolment::{applicant, career_break};
use crate::referral::{counselor, employer, opening_of, wanted};

async fn offered(city: &TestCity, firm: EmployerId) -> OpeningId {
    let areas = AreaCode::parse("4128551000").into_iter().collect();
    let content = Content { workplace: Workplace { areas, ..Workplace::default() }, ..wanted(2) };
    opening_of(city, &counselor(city).await, firm, content).await
}

async fn at_employer(city: &TestCity, firm: EmployerId) -> Ctx {
    let person = city.employ(firm).await;
    city.app.ctx(Actor { employer: Some(firm), ..Actor::staff(Role::Employer, person, None) })
}

/// A cohort that goes on with so many of the people numbered from `first` on.
async fn running(city: &TestCity, first: usize, people: usize) {
    let ctx = counselor(city).await;
    let cohort = published(city, counselling()).await;
    for n in first..first + people {
        let who = applicant(city, n).await;
        enrolment::apply(&ctx, &city.app, cohort, who, career_break()).await.unwrap();
    }
    app::cohort::select(&ctx, &city.app, cohort).await.unwrap();
    app::cohort::start(&ctx, &city.app, cohort).await.unwrap();
    for row in enrolment::of_cohort(&ctx, &city.app, cohort).await.unwrap() {
        enrolment::enrol(&ctx, &city.app, row.enrolment.id).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_employer_reads_who_there_is_in_numbers_and_none_of_few() {
    let city = TestCity::of("goyang").await;
    let firm = employer(&city).await;
    let one = offered(&city, firm).await;
    running(&city, 0, 2).await;
    running(&city, 2, 4).await;
    let later = city.app.city.zone().to_timestamp(date(2016, 4, 5).at(9, 0, 0, 0)).unwrap();
    city.clock.set(later);
    let ctx = at_employer(&city, firm).await;
    let found = demand(&ctx, &city.app, one).await.unwrap();
    assert_eq!(found.wider.least, 3);
    assert_eq!(found.wider.now, Some(6), "{:?}", found.wider);
    let mut counts: Vec<Option<usize>> = found.trainees.iter().map(|one| one.count).collect();
    counts.sort_unstable();
    assert_eq!(counts, [None, Some(4)], "two would be recognised");
    assert!(found.subsidies.iter().all(|(_, verdict)| !matches!(verdict, Verdict::NotEligible { .. })));
    let other = EmployerId(uuid::Uuid::from_u128(7));
    let stranger = Ctx::acting_as(&ctx, Actor { employer: Some(other), ..ctx.actor.clone() });
    assert!(matches!(demand(&stranger, &city.app, one).await, Err(Error::NotFound)));
    assert!(demand(&counselor(&city).await, &city.app, one).await.is_ok());
}
