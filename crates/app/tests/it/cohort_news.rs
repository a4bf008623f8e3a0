//! What people hear of their applications to cohorts: each thing once, with the step of which it tells, never why somebody was
//! refused; and nothing any more that came out otherwise before anybody told it.

use app::cohort::{cancel, cancel_session, complete, select, start};
use app::enrolment::{apply, no_show, of_seeker, promote, tell, withdraw};
use app::testing::TestCity;
use app::today::{Ask, Link, Section, day};
use domain::cohort::CancelReason;
use domain::enrolment::StateName;
use domain::id::{EnrolmentId, SeekerId};
use domain::message::Arg;
use domain::notice::{Kind, Notice};
use domain::support_program::{Facts, ProgramId, VersionId};
use domain::{Actor, Role};
use jiff::civil::date;

use crate::cohort::{counselling, published};
use crate::enrolment::{applicant, applied, at, begun, career_break, noted};
use crate::referral::{code_of, counselor, untold};

/// How many of a kind nobody has told.
async fn many(city: &TestCity, kind: Kind) -> usize {
    untold(city).await.into_iter().filter(|one| *one == kind).count()
}

/// Everything that was ever to be told to somebody, the oldest first.
async fn news(city: &TestCity, who: SeekerId) -> Vec<Notice> {
    let (store, tenant) = (&city.app.store, city.app.tenant);
    let (seeker, _) = store::seeker::find(store, tenant, who).await.unwrap().unwrap();
    let mut all = store::notice::of_person(store, tenant, seeker.person, 99).await.unwrap();
    all.reverse();
    all
}

async fn state(city: &TestCity, who: SeekerId) -> StateName {
    of_seeker(&counselor(city).await, &city.app, who).await.unwrap().remove(0).0.state.name()
}

/// What it says beside its kind, as it is kept.
fn said(notice: &Notice) -> (&str, String) {
    let detail = notice.detail.as_ref().unwrap();
    (&*detail.code, format!("{:?}", detail.args))
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_chosen_and_who_waits_at_which_place_are_told_and_so_is_who_comes_from_the_list() {
    let city = TestCity::of("goyang").await;
    let cohort = published(&city, counselling()).await;
    let people = applied(&city, cohort, 17).await;
    let (ctx, app) = (counselor(&city).await, &city.app);
    assert!(untold(&city).await.is_empty());
    select(&ctx, app, cohort).await.unwrap();
    assert_eq!((many(&city, Kind::CohortChosen).await, untold(&city).await.len()), (15, 17));
    for (n, place) in [(15, 1), (16, 2)] {
        let told = news(&city, people[n].0).await.remove(0);
        assert_eq!((told.kind, said(&told).0), (Kind::CohortWaiting, "notice-cohort-place"));
        assert_eq!(told.detail.unwrap().args["place"], Arg::Number(place));
    }
    // Nobody of them reads mail: a counsellor calls.
    let today = day(&ctx, app, &Ask { mine: false, only: Some(Section::Calls) }).await.unwrap();
    let rows = today.rows(Section::Calls);
    assert_eq!(rows.len(), 17);
    assert!(rows.iter().all(|row| !row.who.is_empty() && row.phones.len() == 1));
    assert!(rows.iter().any(|row| matches!(row.link, Link::Notice(_, Kind::CohortWaiting, _))));

    // Taken back, and not come before it begins: each seat goes to the next, who is told, and what they were told before is past.
    withdraw(&ctx, app, people[3].1).await.unwrap();
    no_show(&ctx, app, people[4].1).await.unwrap();
    for n in [15, 16] {
        assert_eq!(state(&city, people[n].0).await, StateName::Selected);
        let told = news(&city, people[n].0).await;
        let mut kinds: Vec<(Kind, bool)> = told.iter().map(|one| (one.kind, one.waits())).collect();
        kinds.sort();
        assert_eq!(kinds, [(Kind::CohortWaiting, false), (Kind::CohortPromoted, true)]);
    }
    assert_eq!((many(&city, Kind::CohortChosen).await, many(&city, Kind::CohortPromoted).await), (13, 2));
    assert_eq!(untold(&city).await.len(), 15);
    assert!(store::change::rows_agree(&app.store, app.tenant).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn once_it_goes_on_a_free_seat_is_given_by_a_person_and_the_rest_hear_when_it_is_over() {
    let city = TestCity::of("goyang").await;
    let cohort = published(&city, counselling()).await;
    let people = applied(&city, cohort, 18).await;
    select(&counselor(&city).await, &city.app, cohort).await.unwrap();
    at(&city, date(2016, 4, 4));
    let (ctx, app) = (counselor(&city).await, &city.app);
    start(&ctx, app, cohort).await.unwrap();
    no_show(&ctx, app, people[0].1).await.unwrap();
    assert_eq!(state(&city, people[15].0).await, StateName::Waiting, "not by itself");
    assert_eq!(promote(&ctx, app, cohort).await.unwrap(), Some(people[15].1));
    assert_eq!(many(&city, Kind::CohortPromoted).await, 1);
    let all: Vec<EnrolmentId> = people[1..16].iter().map(|(_, id)| *id).collect();
    for id in &all {
        app::enrolment::enrol(&ctx, app, *id).await.unwrap();
    }
    assert_eq!(untold(&city).await, [Kind::CohortWaiting; 2], "who came needs no call");
    noted(&city, cohort, &all, &[]).await;
    let ctx = counselor(&city).await;
    withdraw(&ctx, app, people[16].1).await.unwrap();
    complete(&ctx, app, cohort).await.unwrap();
    assert_eq!(untold(&city).await, [Kind::CohortOver], "whoever took it back waits for nothing");
    assert_eq!(news(&city, people[17].0).await.iter().filter(|one| one.waits()).count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_refused_hears_that_there_is_an_answer_and_not_which() {
    let city = TestCity::of("goyang").await;
    let mut form = counselling();
    form.program = ProgramId::parse("goyang-public-works").unwrap();
    form.version = VersionId::parse("2011-4");
    let works = published(&city, form).await;
    let group = published(&city, counselling()).await;
    let (ctx, app) = (counselor(&city).await, &city.app);
    // At once, and at the choice because what decides was never told.
    let (one, other, own) = (applicant(&city, 0).await, applicant(&city, 1).await, applicant(&city, 2).await);
    apply(&ctx, app, works, one, Facts::default()).await.unwrap();
    apply(&ctx, app, group, other, Facts::default()).await.unwrap();
    assert_eq!(untold(&city).await, [Kind::CohortRefused]);
    // Who applies themselves reads the answer as they ask.
    let person = app::seeker::get(&ctx, app, own).await.unwrap().seeker.person;
    let themselves = city.app.ctx(Actor::staff(Role::Seeker, person, None));
    apply(&themselves, app, works, own, Facts::default()).await.unwrap();
    assert_eq!(state(&city, own).await, StateName::Refused);
    assert!(news(&city, own).await.is_empty());
    select(&ctx, app, group).await.unwrap();
    for who in [one, other] {
        let told = news(&city, who).await;
        assert_eq!(told.iter().map(|one| one.kind).collect::<Vec<_>>(), [Kind::CohortRefused]);
        let (code, args) = said(&told[0]);
        assert_eq!(code, "satisfaction-about-cohort");
        assert!(!args.contains("lacks") && !args.contains("missing"), "{args}");
    }
    let late = tell(&ctx, app, of_seeker(&ctx, app, other).await.unwrap()[0].0.id, career_break()).await;
    assert_eq!(code_of(late), "enrolment-decided");
    assert_eq!(untold(&city).await.len(), 2, "once each");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_or_a_cohort_that_is_cancelled_is_told_to_whoever_counted_on_it() {
    let city = TestCity::of("goyang").await;
    let cohort = published(&city, counselling()).await;
    let people = applied(&city, cohort, 17).await;
    select(&counselor(&city).await, &city.app, cohort).await.unwrap();
    assert_eq!(begun(&city, cohort).await.len(), 15);
    let (ctx, app) = (counselor(&city).await, &city.app);
    assert_eq!(untold(&city).await, [Kind::CohortWaiting; 2]);
    cancel_session(&ctx, app, (cohort, 5), "강사 사정".to_owned()).await.unwrap();
    assert_eq!(many(&city, Kind::CohortSessionCancelled).await, 15);
    let told = news(&city, people[0].0).await.pop().unwrap();
    let (code, args) = said(&told);
    assert_eq!(code, "notice-cohort-session");
    assert!(args.contains("2016-04-08") && !args.contains("강사"), "{args}");
    // What is over when it is said need not be told.
    at(&city, date(2016, 4, 6));
    let ctx = counselor(&city).await;
    cancel_session(&ctx, app, (cohort, 1), "정전".to_owned()).await.unwrap();
    assert_eq!(many(&city, Kind::CohortSessionCancelled).await, 15);
    cancel(&ctx, app, cohort, CancelReason::NoInstructor).await.unwrap();
    assert_eq!(untold(&city).await, [Kind::CohortCancelled; 17], "one call says all of it");
    assert_eq!(code_of(cancel(&ctx, app, cohort, CancelReason::TooFew).await), "cohort-step-refused");
    assert_eq!(untold(&city).await.len(), 17);
    assert!(store::change::rows_agree(&app.store, app.tenant).await.unwrap());
}
