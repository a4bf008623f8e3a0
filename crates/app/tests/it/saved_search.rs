//! Searches that people keep: each new opening told once, by the day's news, at a private address or on paper; nothing to
//! whoever paused, whose ninety days are over, or who was erased; and nobody's but one's own.

use std::collections::BTreeSet;

use app::digest::{Asked, Post, Wish, confirm, turn, wish};
use app::print_job::{came_out, file, next, queue};
use app::saved_search::{drop_out, feed, mine, pause, readdress, renew, save};
use app::testing::TestCity;
use app::{Error, day, seeker};
use domain::area::AreaCode;
use domain::digest::Way;
use domain::id::SeekerId;
use domain::look::Purpose;
use domain::occupation::OccupationCode;
use domain::person::ErasureReason;
use domain::print_job::{Paper, Place, Why};
use domain::saved_search::{Alert, Criteria, MOST, StateName};
use domain::seeker::{ConsentKind, Profile};
use domain::{Actor, Channel, Ctx, Lang, Role};

use crate::post_office::token;
use crate::referral::{code_of, counselor, employer, opening, person};

/// What the person calls their search; it may stand in no entry of the log.
const CANARY: &str = "카나리아 조립 일";

fn assembly() -> Criteria {
    Criteria { name: CANARY.to_owned(), occupation: OccupationCode::parse("8832"), ..Criteria::default() }
}

async fn themself(city: &TestCity, who: SeekerId) -> Ctx {
    let (seeker, _) = store::seeker::find(&city.app.store, city.app.tenant, who).await.unwrap().unwrap();
    city.app.ctx(Actor::staff(Role::Seeker, seeker.person, None))
}

fn anybody(city: &TestCity) -> Ctx {
    city.app.ctx(Actor::citizen())
}

fn texts(city: &TestCity) -> BTreeSet<String> {
    let files = std::fs::read_dir(city.path().join("outbox")).unwrap();
    let read = |path| serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let texts = files.map(|file| -> serde_json::Value { read(file.unwrap().path()) });
    texts.map(|one| one["text"].as_str().unwrap().to_owned()).collect()
}

/// What was sent in a turn.
async fn sent(city: &TestCity) -> Vec<String> {
    let before = texts(city);
    turn(&city.app).await.unwrap();
    texts(city).difference(&before).cloned().collect()
}

/// Somebody who hears by text message, has confirmed it, and wants no lists that are made by themselves.
async fn heard(city: &TestCity) -> SeekerId {
    let outbox = Some(city.path().join("outbox"));
    city.app.send_through(Post::new("https://jobs.haneul.example", None, outbox).unwrap());
    let (who, staff) = (person(city, "가○나", "01000001234").await, counselor(city).await);
    let (_, told) = store::seeker::find(&city.app.store, city.app.tenant, who).await.unwrap().unwrap();
    let told = Profile { mobile: "01000001234".to_owned(), ..told.unwrap() };
    seeker::update(&staff, &city.app, who, 1, told).await.unwrap();
    let wanted = Wish { by: Some(Way::Text), english: false, agreed: true };
    assert_eq!(wish(&staff, &city.app, who, wanted, Channel::Counter).await.unwrap(), Asked::Confirm);
    let asked = sent(city).await.remove(0);
    confirm(&anybody(city), &city.app, &token(&asked, "confirm")).await.unwrap();
    let (kind, by) = (ConsentKind::Automated, Channel::Counter);
    seeker::consent(&staff, &city.app, who, kind, false, by).await.unwrap();
    who
}

#[tokio::test(flavor = "multi_thread")]
async fn an_alert_tells_each_new_opening_once_and_says_when_it_ends() {
    let city = TestCity::new().await;
    let (who, firm) = (heard(&city).await, employer(&city).await);
    opening(&city, firm, 1).await;
    city.clock.advance_days(1);
    let own = themself(&city, who).await;
    let saved = save(&own, &city.app, assembly(), Alert::News).await.unwrap();
    assert_eq!(saved.token, None);
    assert!(mine(&own, &city.app).await.unwrap().unwrap().heard);
    assert_eq!(sent(&city).await, Vec::<String>::new(), "what was there before is not new");

    city.clock.advance_days(1);
    opening(&city, firm, 2).await;
    let told = sent(&city).await;
    assert_eq!(told.len(), 1, "{told:?}");
    let words = format!("저장하신 검색 ‘{CANARY}’에 새로 나온 일자리");
    assert!(told[0].contains(&words) && told[0].contains("가구 조립원"), "{}", told[0]);
    assert!(told[0].contains("https://jobs.haneul.example/me/searches"), "{}", told[0]);
    city.clock.advance_days(1);
    assert_eq!(sent(&city).await, Vec::<String>::new(), "told once");

    pause(&themself(&city, who).await, &city.app, saved.id).await.unwrap();
    opening(&city, firm, 1).await;
    city.clock.advance_days(1);
    assert_eq!(sent(&city).await, Vec::<String>::new(), "paused");
    renew(&themself(&city, who).await, &city.app, saved.id).await.unwrap();
    city.clock.advance_days(1);
    assert_eq!(sent(&city).await, Vec::<String>::new(), "what opened meanwhile is not new");

    // Renewed on the fourth day; ninety more and it is over, with one word.
    city.clock.advance_days(90);
    day::run(&city.app).await.unwrap();
    let views = mine(&themself(&city, who).await, &city.app).await.unwrap().unwrap().searches;
    assert_eq!(views[0].search.state.name(), StateName::Expired);
    let said = sent(&city).await;
    let over = format!("저장하신 검색 ‘{CANARY}’은 90일이 지나");
    assert_eq!(said.iter().filter(|text| text.contains(&over)).count(), 1, "{said:?}");
    city.clock.advance_days(1);
    assert!(!sent(&city).await.iter().any(|text| text.contains(&over)), "once");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_private_address_opens_for_whoever_holds_it_until_it_is_taken_back() {
    let city = TestCity::new().await;
    let (who, firm) = (person(&city, "가○나", "0310001001").await, employer(&city).await);
    opening(&city, firm, 1).await;
    city.clock.advance_days(1);
    let own = themself(&city, who).await;
    let saved = save(&own, &city.app, assembly(), Alert::Feed).await.unwrap();
    let secret = saved.token.unwrap();
    let found = feed(&anybody(&city), &city.app, &secret).await.unwrap();
    assert!(found.openings.is_empty() && found.criteria.name == CANARY);
    city.clock.advance_days(1);
    let new = opening(&city, firm, 2).await;
    let found = feed(&anybody(&city), &city.app, &secret).await.unwrap();
    assert_eq!(found.openings.iter().map(|one| one.opening.id).collect::<Vec<_>>(), [new]);

    let (stranger, staff) = (person(&city, "다○라", "0310001002").await, counselor(&city).await);
    for other in [themself(&city, stranger).await, staff] {
        assert!(matches!(pause(&other, &city.app, saved.id).await, Err(Error::NotFound)));
        assert!(matches!(readdress(&other, &city.app, saved.id).await, Err(Error::NotFound)));
    }
    let again = readdress(&own, &city.app, saved.id).await.unwrap();
    assert!(matches!(feed(&anybody(&city), &city.app, &secret).await, Err(Error::NotFound)), "revoked");
    assert_eq!(feed(&anybody(&city), &city.app, &again).await.unwrap().openings.len(), 1);
    drop_out(&own, &city.app, saved.id).await.unwrap();
    assert!(matches!(feed(&anybody(&city), &city.app, &again).await, Err(Error::NotFound)));
    assert!(matches!(renew(&own, &city.app, saved.id).await, Err(Error::NotFound)));
    assert!(mine(&own, &city.app).await.unwrap().unwrap().searches.is_empty());

    let kept = save(&own, &city.app, assembly(), Alert::Feed).await.unwrap().token.unwrap();
    seeker::erase(&own, &city.app, who, ErasureReason::Requested).await.unwrap();
    assert!(matches!(feed(&anybody(&city), &city.app, &kept).await, Err(Error::NotFound)), "erased");
    for change in store::change::after(&city.app.store, city.app.tenant, 0, 1_000).await.unwrap() {
        assert!(!change.body.to_string().contains("카나리아"), "{:?}", change.body);
    }
    assert!(store::change::rows_agree(&city.app.store, city.app.tenant).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_new_waits_once_at_the_counter_that_the_person_named() {
    let city = TestCity::new().await;
    let (who, firm) = (person(&city, "가○나", "0310001001").await, employer(&city).await);
    let place = Place::Dong(AreaCode::parse("9911051000").unwrap());
    let own = themself(&city, who).await;
    let alert = Alert::Print { place: place.clone() };
    let saved = save(&own, &city.app, assembly(), alert).await.unwrap();
    let staff = counselor(&city).await;
    // The weekly bulletin waits there as well.
    let waiting = async || {
        let mut rows = queue(&staff, &city.app, &place, Lang::Ko).await.unwrap().waiting;
        rows.retain(|row| row.job.why == Why::Alert);
        rows
    };
    day::run(&city.app).await.unwrap();
    assert!(waiting().await.is_empty(), "nothing is new");
    city.clock.advance_days(1);
    opening(&city, firm, 1).await;
    for _ in 0..2 {
        day::run(&city.app).await.unwrap();
        let rows = waiting().await;
        assert_eq!(rows.len(), 1, "{rows:?}");
        assert!(rows[0].job.paper == Paper::Found { search: saved.id } && rows[0].about.is_empty());
    }
    let staff = counselor(&city).await;
    let batch = next(&staff, &city.app, &place, None).await.unwrap();
    let bytes = file(&staff, &city.app, batch, "https://jobs.example.kr", Lang::Ko).await.unwrap();
    assert!(bytes.starts_with(b"%PDF"));
    let looks = seeker::get(&staff, &city.app, who).await.unwrap().looks.items;
    assert!(looks.iter().any(|look| look.purpose == Purpose::Print), "{looks:?}");
    came_out(&staff, &city.app, batch).await.unwrap();
    day::run(&city.app).await.unwrap();
    assert!(waiting().await.is_empty(), "told once");
    city.clock.advance_days(1);
    opening(&city, firm, 2).await;
    day::run(&city.app).await.unwrap();
    assert_eq!(waiting().await.len(), 1, "only what is new since");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_kept_is_said_at_its_field_and_nobody_keeps_too_many() {
    let city = TestCity::new().await;
    let who = person(&city, "가○나", "0310001001").await;
    let own = themself(&city, who).await;
    let nameless = Criteria { name: String::new(), ..assembly() };
    assert_eq!(code_of(save(&own, &city.app, nameless, Alert::News).await), "saved-search-name-missing");
    let everything = Criteria { name: "모두".to_owned(), ..Criteria::default() };
    assert_eq!(code_of(save(&own, &city.app, everything, Alert::News).await), "saved-search-empty");
    let nowhere = Alert::Print { place: Place::Dong(AreaCode::parse("1111051500").unwrap()) };
    assert_eq!(code_of(save(&own, &city.app, assembly(), nowhere).await), "print-place-unknown");
    for _ in 0..MOST {
        save(&own, &city.app, assembly(), Alert::News).await.unwrap();
    }
    assert_eq!(code_of(save(&own, &city.app, assembly(), Alert::News).await), "saved-search-full");
    let staff = counselor(&city).await;
    assert!(matches!(save(&staff, &city.app, assembly(), Alert::News).await, Err(Error::NotFound)));
    assert!(mine(&staff, &city.app).await.unwrap().is_none());
    let file = seeker::export(&own, &city.app, who).await.unwrap();
    assert_eq!(file.saved_searches.len(), MOST, "theirs to take away");
}
