//! Cohorts: planned, published, changed and cancelled, by whom, and what each step refuses.

use app::Error;
use app::cohort::{
    Form, add_session, cancel, cancel_session, complete, get, list, plan, publish, resize, select, start,
};
use app::enrolment::{apply, enrol};
use app::testing::TestCity;
use domain::cohort::{CancelReason, Completion, Criterion, Session, SessionState, StateName};
use domain::id::{CohortId, OrganisationId};
use domain::segment::SegmentCode;
use domain::support_program::ProgramId;
use domain::work_time::DailyHours;
use domain::{Actor, Role};
use jiff::ToSpan;
use jiff::civil::date;
use uuid::Uuid;

use crate::enrolment::{applicant, career_break};
use crate::referral::{code_of, counselor};

/// Group counselling: fifteen seats, five days of six hours.
pub(crate) fn counselling() -> Form {
    let first = date(2016, 4, 4);
    let session = |nth: u32| Session {
        nth,
        on: first + i64::from(nth - 1).days(),
        hours: DailyHours::new(570, 990, 60).unwrap(),
        room: "교육실".to_owned(),
        state: SessionState::Planned,
    };
    let groups = vec![SegmentCode::parse("career-break").unwrap()];
    Form {
        program: ProgramId::parse("goyang-women-new-work").unwrap(),
        version: None,
        organisation: None,
        seats: 15,
        apply_until: None,
        from: first,
        until: first + 4.days(),
        sessions: (1..=5).map(session).collect(),
        criteria: vec![Criterion::Priority { of: groups }, Criterion::FirstCome],
        completion: Completion::Hours { least_percent: 80 },
    }
}

pub(crate) async fn published(city: &TestCity, form: Form) -> CohortId {
    let ctx = counselor(city).await;
    let id = plan(&ctx, &city.app, form).await.unwrap();
    publish(&ctx, &city.app, id).await.unwrap();
    id
}

fn fields<T: std::fmt::Debug>(result: Result<T, Error>) -> Vec<(String, String)> {
    match result {
        Err(Error::Invalid(wrong)) => {
            wrong.into_iter().map(|one| (one.field.into_owned(), one.message.code.into_owned())).collect()
        }
        other => panic!("{other:?}"),
    }
}

fn at(field: &str, code: &str) -> (String, String) {
    (field.to_owned(), code.to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cohort_is_planned_with_everything_that_does_not_fit_told_at_its_field() {
    let city = TestCity::of("goyang").await;
    let (ctx, app) = (counselor(&city).await, &city.app);
    let nowhere = Form { program: ProgramId::parse("seongnam-public-works").unwrap(), ..counselling() };
    assert_eq!(fields(plan(&ctx, app, nowhere).await), [at("program", "cohort-program-unknown")]);
    let version = domain::support_program::VersionId::parse("none");
    assert_eq!(
        fields(plan(&ctx, app, Form { version, ..counselling() }).await),
        [at("version", "cohort-version-unknown")]
    );
    let mut wrong = counselling();
    wrong.seats = 0;
    wrong.criteria = vec![Criterion::Priority { of: vec![SegmentCode::parse("nobody").unwrap()] }];
    wrong.completion = Completion::Hours { least_percent: 0 };
    wrong.sessions[4].on = date(2016, 4, 9);
    wrong.apply_until = Some(date(2016, 4, 5));
    let wanted = [
        at("seats", "cohort-no-seats"),
        at("apply_until", "cohort-apply-late"),
        at("completion", "cohort-percent-outside"),
        at("sessions", "cohort-session-outside"),
        at("criteria", "cohort-segment-unknown"),
    ];
    assert_eq!(fields(plan(&ctx, app, wrong).await), wanted);
    let first = plan(&ctx, app, counselling()).await.unwrap();
    let second = plan(&ctx, app, counselling()).await.unwrap();
    let view = get(&ctx, app, second).await.unwrap();
    assert_eq!((view.cohort.number, view.cohort.program_version.as_str()), (2, "undated"));
    assert!(view.may_mind && view.cohort.organisation == ctx.actor.organisation);
    assert_eq!(list(&ctx, app).await.unwrap().len(), 2);
    publish(&ctx, app, first).await.unwrap();
    assert_eq!(code_of(publish(&ctx, app, first).await), "cohort-step-refused");
    assert!(store::change::rows_agree(&app.store, app.tenant).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_body_that_runs_it_takes_steps() {
    let city = TestCity::of("goyang").await;
    let id = published(&city, counselling()).await;
    let agency = city.user(Role::Agency).await;
    let other = Some(OrganisationId(Uuid::from_u128(77)));
    let stranger = city.app.ctx(Actor::staff(Role::Agency, agency, other));
    assert!(!get(&stranger, &city.app, id).await.unwrap().may_mind, "it reads what is planned");
    assert!(matches!(resize(&stranger, &city.app, id, 20).await, Err(Error::NotFound)));
    assert!(matches!(select(&stranger, &city.app, id).await, Err(Error::NotFound)));
    let theirs = Form { organisation: city.as_role(Role::Agency).await.actor.organisation, ..counselling() };
    assert!(matches!(plan(&stranger, &city.app, theirs).await, Err(Error::Forbidden(_))));
    resize(&city.as_role(Role::Agency).await, &city.app, id, 20).await.unwrap();
    for role in [Role::Citizen, Role::Seeker, Role::Employer, Role::Operator] {
        let ctx = city.as_role(role).await;
        assert!(get(&ctx, &city.app, id).await.is_err(), "{role}");
        assert!(matches!(list(&ctx, &city.app).await, Err(Error::Forbidden(_))), "{role}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn seats_cannot_be_fewer_than_those_taken() {
    let city = TestCity::of("goyang").await;
    let id = published(&city, counselling()).await;
    let (ctx, app) = (counselor(&city).await, &city.app);
    for n in 0..3 {
        apply(&ctx, app, id, applicant(&city, n).await, career_break()).await.unwrap();
    }
    select(&ctx, app, id).await.unwrap();
    assert_eq!(fields(resize(&ctx, app, id, 2).await), [at("seats", "cohort-seats-below-enrolled")]);
    assert_eq!(fields(resize(&ctx, app, id, 0).await), [at("seats", "cohort-no-seats")]);
    resize(&ctx, app, id, 3).await.unwrap();
    let seats = get(&ctx, app, id).await.unwrap().cohort.seats;
    assert_eq!((seats.capacity, seats.taken), (3, 3), "nothing is lost");
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_are_added_and_cancelled_and_a_cohort_that_is_over_stays_as_it_is() {
    let city = TestCity::of("goyang").await;
    let id = published(&city, counselling()).await;
    let (ctx, app) = (counselor(&city).await, &city.app);
    let evening = DailyHours::new(1020, 1080, 0).unwrap();
    let on = |day: i8| (date(2016, 4, day), evening, "강당".to_owned());
    add_session(&ctx, app, id, on(5)).await.unwrap();
    assert_eq!(fields(add_session(&ctx, app, id, on(5)).await), [at("hours", "cohort-session-overlaps")]);
    assert_eq!(fields(add_session(&ctx, app, id, on(9)).await), [at("on", "cohort-session-outside")]);
    cancel_session(&ctx, app, (id, 6), "정전".to_owned()).await.unwrap();
    let again = cancel_session(&ctx, app, (id, 6), "정전".to_owned()).await;
    assert_eq!(code_of(again), "cohort-session-cancelled");
    assert_eq!(code_of(cancel_session(&ctx, app, (id, 9), String::new()).await), "cohort-session-unknown");
    assert_eq!(get(&ctx, app, id).await.unwrap().cohort.sessions.len(), 6);
    let one = apply(&ctx, app, id, applicant(&city, 0).await, career_break()).await.unwrap().id;
    assert_eq!(code_of(start(&ctx, app, id).await), "cohort-step-refused");
    assert_eq!(code_of(complete(&ctx, app, id).await), "cohort-ends-later");
    select(&ctx, app, id).await.unwrap();
    cancel(&ctx, app, id, CancelReason::NoInstructor).await.unwrap();
    assert_eq!(get(&ctx, app, id).await.unwrap().cohort.state.name(), StateName::Cancelled);
    assert_eq!(code_of(cancel(&ctx, app, id, CancelReason::TooFew).await), "cohort-step-refused");
    assert_eq!(code_of(enrol(&ctx, app, one).await), "cohort-over");
    assert_eq!(code_of(cancel_session(&ctx, app, (id, 1), String::new()).await), "cohort-over");
    assert_eq!(code_of(add_session(&ctx, app, id, on(6)).await), "cohort-step-refused");
    assert_eq!(code_of(resize(&ctx, app, id, 20).await), "cohort-step-refused");
    let late = apply(&ctx, app, id, applicant(&city, 1).await, career_break()).await;
    assert_eq!(code_of(late), "enrolment-not-recruiting");
    assert!(store::change::rows_agree(&app.store, app.tenant).await.unwrap());
}
