//! Somebody young and work whose words bar them: not suggested, not referred but with a reason, which is kept.

use app::referral::{agree, get, justify, propose, propose_because, send};
use app::testing::TestCity;
use domain::actor::Channel;
use domain::id::SeekerId;
use domain::opening::Content;
use domain::seeker::Profile;
use jiff::civil::date;

use crate::referral::{code_of, counselor, employer, opening_of, person, version, wanted};

/// Somebody who turns eighteen this year.
async fn young(city: &TestCity) -> SeekerId {
    let staff = counselor(city).await;
    let id = person(city, "이하늘", "0310000077").await;
    let view = app::seeker::get(&staff, &city.app, id).await.unwrap();
    let born = date(staff.today().year() - 18, 1, 2);
    let profile = Profile { born_on: Some(born), ..view.profile.unwrap() };
    app::seeker::update(&staff, &city.app, id, view.seeker.version, profile).await.unwrap();
    id
}

fn upstairs() -> Content {
    Content {
        duties: "2층은 모텔이고 우리는 1층 식당입니다. 가구를 조립합니다".into(), ..wanted(2)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn words_that_bar_the_young_are_answered_with_a_reason_that_is_kept() {
    let city = TestCity::new().await;
    let staff = counselor(&city).await;
    let (seeker, employer) = (young(&city).await, employer(&city).await);
    let opening = opening_of(&city, &staff, employer, upstairs()).await;
    assert_eq!(code_of(propose(&staff, &city.app, seeker, opening).await), "minor-barred-place");
    let number = propose_because(&staff, &city.app, seeker, opening, "980102-1234567").await;
    assert_eq!(code_of(number), "resident-number-refused");
    let reason = "1층 식당이고 입구가 따로 있음을 전화로 확인";
    let id = propose_because(&staff, &city.app, seeker, opening, reason).await.unwrap();
    agree(&staff, &city.app, id, 1, Channel::Phone).await.unwrap();
    send(&staff, &city.app, id, 2).await.unwrap();
    let sent = get(&staff, &city.app, id).await.unwrap().referral;
    assert_eq!(sent.justification, reason);
    let log = store::change::of_noun(&city.app.store, city.app.tenant, id.0, 10).await.unwrap();
    assert!(log.iter().all(|change| change.body["justification"] == reason), "{log:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn words_that_came_later_wait_for_a_reason_and_nothing_else_does() {
    let city = TestCity::new().await;
    let staff = counselor(&city).await;
    let (seeker, employer) = (young(&city).await, employer(&city).await);
    let opening = opening_of(&city, &staff, employer, wanted(2)).await;
    let id = propose_because(&staff, &city.app, seeker, opening, "까닭이 없는 말").await.unwrap();
    assert_eq!(get(&staff, &city.app, id).await.unwrap().referral.justification, "", "nothing asked for it");
    agree(&staff, &city.app, id, 1, Channel::Phone).await.unwrap();
    assert_eq!(code_of(justify(&staff, &city.app, id, 2, "괜찮음").await), "referral-justify-nothing");
    let at = store::opening::get(&city.app.store, city.app.tenant, opening).await.unwrap().version;
    app::opening::update(&staff, &city.app, opening, at, upstairs()).await.unwrap();
    assert_eq!(code_of(send(&staff, &city.app, id, 2).await), "minor-barred-place");
    assert_eq!(code_of(justify(&staff, &city.app, id, 2, " ").await), "referral-justify-first");
    justify(&staff, &city.app, id, 2, "입구가 따로 있음").await.unwrap();
    send(&staff, &city.app, id, version(&city, id).await).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_bars_the_young_fails_that_one_thing_and_fits_the_old() {
    let city = TestCity::new().await;
    let staff = counselor(&city).await;
    let (minor, employer) = (young(&city).await, employer(&city).await);
    let old = person(&city, "박가나", "0310000078").await;
    let barred =
        opening_of(&city, &staff, employer, Content { title: "PC방 카운터".into(), ..wanted(1) }).await;
    let fine = opening_of(&city, &staff, employer, wanted(1)).await;
    let fit = app::seeker::matches(&staff, &city.app, minor, 10).await.unwrap();
    let full: Vec<_> = fit.full.iter().map(|fitting| fitting.listed.opening.id).collect();
    assert_eq!((full, fit.full_total), (vec![fine], 1));
    let near: Vec<_> =
        fit.near.iter().map(|near| (near.listed.opening.id, near.failed.code.as_ref())).collect();
    assert_eq!(near, [(barred, "minor-barred-place")]);
    assert_eq!(app::seeker::matches(&staff, &city.app, old, 10).await.unwrap().full_total, 2);
}
