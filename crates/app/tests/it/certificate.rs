//! Certificates of completed cohorts: who prints one, and that its code is true for longer than anybody is known.

use app::Error;
use app::cohort::{Form, complete, select, start};
use app::enrolment::{apply, enrol, genuine};
use app::paper::{Block, certificate};
use app::testing::TestCity;
use domain::cohort::Completion;
use domain::id::OrganisationId;
use domain::person::ErasureReason;
use domain::{Actor, Role};
use uuid::Uuid;

use crate::cohort::{counselling, published};
use crate::enrolment::{applicant, career_break};
use crate::referral::{code_of, counselor};

#[tokio::test(flavor = "multi_thread")]
async fn whoever_may_read_a_part_prints_it_and_the_code_outlives_the_person() {
    let city = TestCity::of("goyang").await;
    let (ctx, app) = (counselor(&city).await, &city.app);
    let day = ctx.today();
    let form =
        Form { from: day, until: day, sessions: Vec::new(), completion: Completion::Stayed, ..counselling() };
    let cohort = published(&city, form).await;
    let seeker = applicant(&city, 0).await;
    let one = apply(&ctx, app, cohort, seeker, career_break()).await.unwrap().id;
    let other = apply(&ctx, app, cohort, applicant(&city, 1).await, career_break()).await.unwrap().id;
    assert_eq!(code_of(certificate(&ctx, app, one, "").await), "certificate-not-completed");
    select(&ctx, app, cohort).await.unwrap();
    start(&ctx, app, cohort).await.unwrap();
    for id in [one, other] {
        enrol(&ctx, app, id).await.unwrap();
    }
    complete(&ctx, app, cohort).await.unwrap();

    let sheet = certificate(&ctx, app, one, "https://jobs.example.org").await.unwrap();
    let code = sheet.blocks.iter().find_map(|block| match block {
        Block::Code { code, .. } => Some(code.clone()),
        _ => None,
    });
    let code = code.unwrap();
    let theirs = certificate(&ctx, app, other, "https://jobs.example.org").await.unwrap();
    assert!(!format!("{theirs:?}").contains(&code), "no two have the same");
    assert!(certificate(&city.as_role(Role::Auditor).await, app, one, "").await.is_ok());
    let elsewhere = Some(OrganisationId(Uuid::from_u128(77)));
    let strangers = [
        Actor::staff(Role::Agency, city.user(Role::Agency).await, elsewhere),
        Actor::staff(Role::Seeker, city.user(Role::Seeker).await, None),
        Actor::citizen(),
    ];
    for stranger in strangers {
        let refused = certificate(&city.app.ctx(stranger.clone()), app, one, "").await;
        assert!(matches!(refused, Err(Error::NotFound)), "{stranger:?}: {refused:?}");
    }

    let citizen = city.as_role(Role::Citizen).await;
    let found = genuine(&citizen, app, &code).await.unwrap().unwrap();
    assert_eq!((found.number, found.on), (1, day));
    let supervisor = city.as_role(Role::Supervisor).await;
    app::seeker::erase(&supervisor, app, seeker, ErasureReason::Requested).await.unwrap();
    assert!(
        matches!(certificate(&ctx, app, one, "").await, Err(Error::NotFound)),
        "there is no name to print"
    );
    assert!(genuine(&citizen, app, &code).await.unwrap().is_some(), "what was certified stays true");
    assert!(matches!(genuine(&citizen, app, "K7M").await, Err(Error::Invalid(_))));
}
