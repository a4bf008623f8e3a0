//! The matrix through the real doors: whom the policy refuses, the use case refuses.

use app::Error;
use app::testing::TestCity;
use domain::Role;
use domain::policy::{Reach, UseCase, reach};
use strum::IntoEnumIterator;

#[tokio::test(flavor = "multi_thread")]
async fn refused_by_the_policy_is_refused_at_every_door() {
    let city = TestCity::new().await;
    let mut refused = 0;
    for role in Role::iter() {
        let ctx = city.as_role(role).await;
        let app = &city.app;
        let doors: Vec<(UseCase, Result<(), Error>)> = vec![
            (UseCase::ReadOpening, app::opening::list(&ctx, app, &Default::default()).await.map(|_| ())),
            (UseCase::ReadEmployer, app::employer::list(&ctx, app, "", 1, 10).await.map(|_| ())),
            (UseCase::ReadSeeker, app::seeker::list(&ctx, app, &Default::default()).await.map(|_| ())),
            (UseCase::ReadOrganisation, app::organisation::tree(&ctx, app).await.map(|_| ())),
            (UseCase::ReadComment, app::comment::calls(&ctx, app).await.map(|_| ())),
            (UseCase::ReadWorkTrial, app::work_trial::list(&ctx, app).await.map(|_| ())),
            (UseCase::ReadCohort, app::cohort::list(&ctx, app).await.map(|_| ())),
            (UseCase::ReadEvent, app::hiring_event::list(&ctx, app).await.map(|_| ())),
            (UseCase::ManageUsers, app::person::list(&ctx, app).await.map(|_| ())),
        ];
        for (use_case, outcome) in doors {
            let allowed = reach(role, use_case);
            match allowed {
                Reach::All | Reach::Need => assert!(outcome.is_ok(), "{role} {use_case}: {outcome:?}"),
                // Nobody here owns anything: lists of one's own are refused or empty, never another's.
                Reach::No => {
                    assert!(
                        matches!(outcome, Err(Error::Forbidden(_) | Error::NotFound)),
                        "{role} {use_case}: {outcome:?}"
                    );
                    refused += 1;
                }
                Reach::Own => {}
            }
        }
    }
    assert!(refused > 20, "{refused}");
}
