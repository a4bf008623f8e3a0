//! What a hire changes, however it becomes known: its claim, the heads of its opening, and what hangs on them.

use app::referral::{Answer, answer, schedule};
use app::testing::TestCity;
use domain::opening::Content;
use domain::referral::{RejectReason, StateName};
use jiff::civil::date;

use crate::referral::{code_of, counselor, employer, opening, person, sent, state};

fn day_at(city: &TestCity, day: i8) -> jiff::Timestamp {
    city.app.city.zone().to_timestamp(date(2016, 3, day).at(10, 0, 0, 0)).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hire_is_claimed_by_the_number_of_a_letter_to_which_nobody_said_no() {
    let city = TestCity::new().await;
    let workplace = employer(&city).await;
    let opening = opening(&city, workplace, 3).await;
    let seeker = person(&city, "가○나", "0310001001").await;
    let refused = sent(&city, seeker, opening).await;
    let staff = counselor(&city).await;
    answer(&staff, &city.app, refused, 3, Answer::Rejected(RejectReason::Distance)).await.unwrap();
    let silent = sent(&city, seeker, opening).await;
    let claimed = async |letter: &str| {
        let wanted = app::placement::Claim {
            seeker,
            employer: workplace,
            how: domain::placement::How::Referral,
            letter: letter.to_owned(),
            born_on: None,
            referred_on: None,
            start_on: date(2016, 3, 21),
            terms: domain::placement::Terms::default(),
            work_area: None,
            project: String::new(),
        };
        app::placement::claim(&staff, &city.app, wanted).await
    };
    assert_eq!(code_of(claimed("L2016-000009").await), "placement-letter-unknown");
    assert_eq!(code_of(claimed("L2016-000001").await), "letter-answered");
    // What is awaited is answered where it is, so that a head is taken and the person is told.
    assert_eq!(code_of(claimed("l2016-000002").await), "letter-awaits-answer");
    app::referral::schedule(&staff, &city.app, silent, 3, day_at(&city, 18), None).await.unwrap();
    let closed = StateName::Silent;
    for _ in 0..60 {
        city.clock.advance_days(1);
        app::day::run(&city.app).await.unwrap();
        if state(&city, silent).await == closed {
            break;
        }
    }
    assert_eq!(state(&city, silent).await, closed);
    let (store, tenant) = (&city.app.store, city.app.tenant);
    let taken = async || store::referral::taken(store, tenant, opening).await.unwrap();
    assert_eq!(taken().await, 0);
    let staff = counselor(&city).await;
    // Nobody having spoken of it, the opening was taken from the lists; the employer renews it.
    let paused = app::opening::get(&staff, &city.app, opening).await.unwrap().opening;
    app::opening::renew(&staff, &city.app, opening, paused.version).await.unwrap();
    city.settle().await;
    let other = sent(&city, person(&city, "다○라", "0310001002").await, opening).await;
    let full = app::opening::get(&staff, &city.app, opening).await.unwrap().opening;
    let content = Content { headcount: 1, ..full.content };
    app::opening::update(&staff, &city.app, opening, full.version, content).await.unwrap();
    let id = claimed("l2016-000002").await.unwrap();
    let claim = store::placement::get(store, tenant, id).await.unwrap();
    assert_eq!((claim.referral, claim.steps.interviewed_on), (Some(silent), Some(date(2016, 3, 18))));
    assert_eq!(taken().await, 1);
    // The last head fills the opening and ends what hangs on it, as the answer to the letter would have.
    assert_eq!(state(&city, other).await, StateName::OpeningEnded);
    let filled = app::opening::get(&staff, &city.app, opening).await.unwrap().opening;
    assert_eq!(filled.state.name(), domain::opening::StateName::Filled);
    // Undone and claimed again it takes one head, not none and not two.
    app::placement::cancel(&staff, &city.app, id, 1, domain::placement::CancelReason::Mistake).await.unwrap();
    assert_eq!(taken().await, 0);
    claimed("l2016-000002").await.unwrap();
    assert_eq!(taken().await, 1);
    claimed("l2016-000002").await.unwrap();
    assert_eq!(taken().await, 1, "two bodies claim one hire");
    assert!(store::change::rows_agree(store, tenant).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_hired_before_an_interview_that_was_only_planned_is_hired() {
    let city = TestCity::new().await;
    let opening = opening(&city, employer(&city).await, 1).await;
    let id = sent(&city, person(&city, "가○나", "0310001001").await, opening).await;
    let staff = counselor(&city).await;
    schedule(&staff, &city.app, id, 3, day_at(&city, 20), None).await.unwrap();
    answer(&staff, &city.app, id, 4, Answer::Hired(date(2016, 3, 16))).await.unwrap();
    let claims = store::placement::of_referral(&city.app.store, city.app.tenant, id).await.unwrap();
    assert_eq!(claims[0].steps.interviewed_on, None);
    assert_eq!(claims[0].state.name(), domain::placement::StateName::Claimed, "not rejected");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_was_taken_back_is_claimed_by_nobody() {
    let city = TestCity::new().await;
    let workplace = employer(&city).await;
    let opening = opening(&city, workplace, 1).await;
    let seeker = person(&city, "가○나", "0310001001").await;
    let id = sent(&city, seeker, opening).await;
    let staff = counselor(&city).await;
    app::seeker::withdraw(&staff, &city.app, seeker).await.unwrap();
    assert_eq!(state(&city, id).await, StateName::Withdrawn);
    let wanted = app::placement::Claim {
        seeker,
        employer: workplace,
        how: domain::placement::How::Referral,
        letter: "L2016-000001".to_owned(),
        born_on: None,
        referred_on: None,
        start_on: date(2016, 3, 21),
        terms: domain::placement::Terms::default(),
        work_area: None,
        project: String::new(),
    };
    assert_eq!(code_of(app::placement::claim(&staff, &city.app, wanted).await), "letter-answered");
}

#[tokio::test(flavor = "multi_thread")]
async fn fewer_heads_than_were_found_fill_the_opening_and_end_what_hangs_on_it() {
    let city = TestCity::new().await;
    let opening = opening(&city, employer(&city).await, 2).await;
    let hired = sent(&city, person(&city, "가○나", "0310001001").await, opening).await;
    let late = sent(&city, person(&city, "다○라", "0310001002").await, opening).await;
    let staff = counselor(&city).await;
    answer(&staff, &city.app, hired, 3, Answer::Hired(date(2016, 4, 1))).await.unwrap();
    let known = app::opening::get(&staff, &city.app, opening).await.unwrap().opening;
    let content = Content { headcount: 1, ..known.content.clone() };
    app::opening::update(&staff, &city.app, opening, known.version, content).await.unwrap();
    let filled = app::opening::get(&staff, &city.app, opening).await.unwrap().opening;
    assert_eq!(filled.state.name(), domain::opening::StateName::Filled);
    assert_eq!(state(&city, late).await, StateName::OpeningEnded);
    assert!(store::change::rows_agree(&city.app.store, city.app.tenant).await.unwrap());
}
