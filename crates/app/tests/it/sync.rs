//! Home and a machine away from it, each on a store of its own: what is done apart comes home once, whole, with its author and
//! instant; what two changed is shown to a person; and no head is given out twice.

use ::sync::schema::Rename;
use app::escrow::Apart;
use app::referral::{Answer, answer};
use app::sync::{Extent, Page, Record, Settled};
use app::testing::TestCity;
use domain::Role;
use domain::escrow::Lent;
use domain::id::{NodeId, OpeningId, SeekerId};
use domain::referral::StateName;
use domain::seeker::Profile;
use jiff::civil::date;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::referral::{code_of, counselor, employer, opening, person, sent, state, version};

/// A machine of the area of the openings, enrolled, with everything that home gives it.
pub(crate) async fn machine(home: &TestCity, mark: &str) -> (NodeId, TestCity) {
    let operator = home.as_role(Role::Operator).await;
    let staff = vec![home.user(Role::Counselor).await];
    let areas = domain::area::AreaCode::parse("99110").into_iter().collect();
    let form = app::node::Form { name: format!("버스 {mark}"), mark: mark.to_owned(), areas, staff };
    let (id, code) = app::node::invite(&operator, &home.app, form).await.unwrap();
    let (signing, sealing) = ("signing".to_owned(), "sealing".to_owned());
    app::node::enrol(&home.app.system_ctx(), &home.app, &code, signing, sealing).await.unwrap();
    let node = home.outpost(id, mark).await;
    exchange(home, id, &node).await;
    (id, node)
}

/// One whole round: what home does not have goes up, what it says comes down.
pub(crate) async fn exchange(home: &TestCity, id: NodeId, node: &TestCity) {
    hand_over(home, id, node).await;
    fetch(home, id, node).await;
}

pub(crate) async fn hand_over(home: &TestCity, id: NodeId, node: &TestCity) {
    let (up, down) = (node.app.system_ctx(), home.app.system_ctx());
    let known = app::sync::known(&down, &home.app, id).await.unwrap();
    let (made, _) = app::sync::made(&up, &node.app).await.unwrap();
    let wanted = sync::node::missing(&made, |one| known.contains(&one)).into_iter().collect();
    let queue = app::sync::queue(&up, &node.app, &wanted).await.unwrap();
    let commands = queue.into_iter().map(|queued| queued.command).collect();
    let receipts = app::sync::receive(&down, &home.app, id, commands).await.unwrap();
    app::sync::hear(&up, &node.app, receipts).await.unwrap();
    home.settle().await;
}

async fn fetch(home: &TestCity, id: NodeId, node: &TestCity) {
    let (up, down) = (node.app.system_ctx(), home.app.system_ctx());
    let from = store::command::place_of(&node.app.store, node.app.tenant).await.unwrap();
    let again = store::command::to_ask(&node.app.store, node.app.tenant).await.unwrap();
    let page = app::sync::page(&down, &home.app, id, from, Extent::default(), &again).await.unwrap();
    assert!(app::sync::take_in(&up, &node.app, page).await.unwrap());
    node.settle().await;
}

async fn profile(city: &TestCity, id: SeekerId) -> Profile {
    store::seeker::find(&city.app.store, city.app.tenant, id).await.unwrap().unwrap().1.unwrap()
}

async fn amend(city: &TestCity, id: SeekerId, with: impl Fn(&mut Profile)) {
    let (seeker, mut told) = store::seeker::find(&city.app.store, city.app.tenant, id)
        .await
        .unwrap()
        .map(|(s, p)| (s, p.unwrap()))
        .unwrap();
    with(&mut told);
    app::seeker::update(&counselor(city).await, &city.app, id, seeker.version, told).await.unwrap();
}

async fn apart(city: &TestCity, id: OpeningId) -> Apart {
    app::opening::get(&counselor(city).await, &city.app, id).await.unwrap().apart
}

pub(crate) async fn whole(city: &TestCity) {
    let (store, tenant) = (&city.app.store, city.app.tenant);
    assert!(store::change::verify(store, tenant).await.unwrap().chain_ok);
    assert!(store::change::rows_agree(store, tenant).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_done_on_the_bus_comes_home_once() {
    let home = TestCity::new().await;
    let wanted = opening(&home, employer(&home).await, 2).await;
    let known = person(&home, "가○나", "0310001001").await;
    let (id, bus) = machine(&home, "B1").await;
    // Nobody's record travels before it is sent along.
    assert!(store::seeker::find(&bus.app.store, bus.app.tenant, known).await.unwrap().is_none());
    app::node::carry(&counselor(&home).await, &home.app, id, known).await.unwrap();
    exchange(&home, id, &bus).await;
    assert_eq!(profile(&bus, known).await, profile(&home, known).await);
    assert_eq!(app::sync::left(&bus.app.system_ctx(), &bus.app).await.unwrap().commands, 0);

    // Out there: one known, one new; the numbers are the machine's own.
    let fresh = person(&bus, "다○라", "0310002002").await;
    let made = store::seeker::find(&bus.app.store, bus.app.tenant, fresh).await.unwrap().unwrap().0;
    assert_eq!(made.number, "S2016-B1-000001");
    let proposed = app::referral::propose(&counselor(&bus).await, &bus.app, fresh, wanted).await.unwrap();
    let by = domain::Channel::Event;
    app::referral::agree(&counselor(&bus).await, &bus.app, proposed, 1, by).await.unwrap();
    // No head was lent, so no letter leaves the bus.
    let refused = app::referral::send(&counselor(&bus).await, &bus.app, proposed, 2).await;
    assert_eq!(code_of(refused), "escrow-none-here");
    let supervisor = home.as_role(Role::Supervisor).await;
    let many = app::escrow::lend(&supervisor, &home.app, id, wanted, 3).await;
    assert_eq!(code_of(many), "escrow-too-many");
    // Nor is one lent that it does not carry: nobody there could use it.
    let elsewhere = app::node::Form {
        name: "다른 지역".to_owned(),
        mark: "C1".to_owned(),
        areas: domain::area::AreaCode::parse("9911052000").into_iter().collect(),
        staff: Vec::new(),
    };
    let (other, _) = app::node::invite(&supervisor, &home.app, elsewhere).await.unwrap();
    let outside = app::escrow::lend(&supervisor, &home.app, other, wanted, 1).await;
    assert_eq!(code_of(outside), "escrow-elsewhere");
    app::escrow::lend(&supervisor, &home.app, id, wanted, 1).await.unwrap();
    assert_eq!((apart(&home, wanted).await, apart(&bus, wanted).await), (Apart::Out(1), Apart::Here(0)));
    fetch(&home, id, &bus).await;
    assert_eq!(apart(&bus, wanted).await, Apart::Here(1));
    app::referral::send(&counselor(&bus).await, &bus.app, proposed, 2).await.unwrap();
    assert_eq!(apart(&bus, wanted).await, Apart::Here(0), "a letter holds its place");
    bus.clock.advance_days(2);
    let hired = Answer::Hired(date(2016, 3, 17));
    answer(&counselor(&bus).await, &bus.app, proposed, version(&bus, proposed).await, hired).await.unwrap();
    let left = app::sync::left(&bus.app.system_ctx(), &bus.app).await.unwrap();
    assert!(left.commands >= 4, "{left:?}");

    // Home sells one head and no more: the other is on the bus.
    let one = sent(&home, known, wanted).await;
    answer(&counselor(&home).await, &home.app, one, 3, Answer::Hired(date(2016, 3, 18))).await.unwrap();
    let late = person(&home, "마○바", "0310003003").await;
    let two = sent(&home, late, wanted).await;
    let over = answer(&counselor(&home).await, &home.app, two, 3, Answer::Hired(date(2016, 3, 18))).await;
    assert_eq!(code_of(over), "escrow-none-left");

    // What home says before it has heard of it does not undo what was done out there.
    fetch(&home, id, &bus).await;
    assert_eq!(state(&bus, proposed).await, StateName::Hired);
    exchange(&home, id, &bus).await;
    exchange(&home, id, &bus).await;
    assert_eq!(app::sync::left(&bus.app.system_ctx(), &bus.app).await.unwrap().commands, 0);
    assert_eq!(profile(&home, fresh).await, profile(&bus, fresh).await);
    assert_eq!(state(&home, proposed).await, StateName::Hired);
    let (store, tenant) = (&home.app.store, home.app.tenant);
    assert_eq!(store::referral::taken(store, tenant, wanted).await.unwrap(), 2);
    // With the last head it is filled, also for the one who still waited; the machine has used what it was lent.
    assert_eq!(state(&home, two).await, StateName::OpeningEnded);
    let lent = store::escrow::of(store, tenant, "opening", wanted.0).await.unwrap();
    assert_eq!(lent, [(id, Lent { granted: 1, used: 1 })]);
    // By whom and when it was done is what home remembers, not when it came.
    let entry = &store::change::of_noun(store, tenant, proposed.0, 9).await.unwrap()[0];
    assert_eq!((entry.verb.as_str(), entry.actor), ("hire", Some(home.user(Role::Counselor).await)));
    assert_eq!(entry.at, counselor(&bus).await.now);
    for city in [&home, &bus] {
        whole(city).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rounds_in_which_nothing_happens_write_nothing_down() {
    let home = TestCity::new().await;
    let wanted = opening(&home, employer(&home).await, 2).await;
    let (id, bus) = machine(&home, "B1").await;
    app::escrow::lend(&home.as_role(Role::Supervisor).await, &home.app, id, wanted, 1).await.unwrap();
    exchange(&home, id, &bus).await;
    let head = async || store::change::head(&bus.app.store, bus.app.tenant).await.unwrap().seq;
    let before = head().await;
    for _ in 0..10 {
        exchange(&home, id, &bus).await;
    }
    assert_eq!(head().await, before);
    whole(&bus).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_two_changed_is_shown_to_a_person_and_nothing_else_is() {
    let home = TestCity::new().await;
    let known = person(&home, "가○나", "0310001001").await;
    let (id, bus) = machine(&home, "B1").await;
    app::node::carry(&counselor(&home).await, &home.app, id, known).await.unwrap();
    exchange(&home, id, &bus).await;
    amend(&home, known, |told| {
        told.phone = "0310009999".into();
        told.address = "별빛동 견본로 3".into();
    })
    .await;
    amend(&bus, known, |told| {
        told.phone = "0310008888".into();
        told.mobile = "01000007777".into();
    })
    .await;
    // Said twice on the bus, it is still one question.
    amend(&bus, known, |told| told.phone = "0310007777".into()).await;
    exchange(&home, id, &bus).await;
    let supervisor = home.as_role(Role::Supervisor).await;
    let clashes = app::sync::clashes(&supervisor, &home.app).await.unwrap();
    let [clash] = &clashes[..] else { panic!("{clashes:?}") };
    let found = clash.found.as_ref().unwrap();
    assert_eq!((found.path.as_str(), found.home.as_str()), ("told.phone", Some("0310009999")));
    let said: Vec<_> = found.theirs.iter().filter_map(|said| said.value.as_str()).collect();
    assert_eq!(said, ["0310008888", "0310007777"]);
    let told = profile(&home, known).await;
    assert_eq!((told.phone.as_str(), told.mobile.as_str()), ("0310009999", "01000007777"));
    assert_eq!(told.address, "별빛동 견본로 3");
    assert_eq!(profile(&bus, known).await, told, "until it is decided both show what home has");
    app::sync::decide(&supervisor, &home.app, clash.id, Settled::Theirs).await.unwrap();
    assert_eq!(profile(&home, known).await.phone, "0310007777");
    assert!(app::sync::clashes(&supervisor, &home.app).await.unwrap().is_empty());
    let again = app::sync::decide(&supervisor, &home.app, clash.id, Settled::Home).await;
    assert_eq!(code_of(again), "changed-meanwhile");
    exchange(&home, id, &bus).await;
    assert_eq!(profile(&bus, known).await, profile(&home, known).await);
    for city in [&home, &bus] {
        whole(city).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_may_not_come_in_lies_aside_whole_and_holds_nothing_up() {
    let home = TestCity::new().await;
    let wanted = opening(&home, employer(&home).await, 1).await;
    let (id, bus) = machine(&home, "B1").await;
    let fresh = person(&bus, "다○라", "0310002002").await;
    let up = bus.app.system_ctx();
    let made = app::sync::made(&up, &bus.app).await.unwrap().1.into_iter().collect();
    let queue = app::sync::queue(&up, &bus.app, &made).await.unwrap();
    let commands: Vec<_> = queue.into_iter().map(|queued| queued.command).collect();
    let down = home.app.system_ctx();
    // The second before the first waits, and is not lost; the first twice is once; other words under its id lie aside.
    let mut later = commands.last().unwrap().clone();
    later.previous = Some(later.id);
    later.id = domain::id::CommandId(uuid::Uuid::from_u128(9));
    let early = app::sync::receive(&down, &home.app, id, vec![later.clone()]).await.unwrap();
    assert!(early.is_empty(), "{early:?}");
    for _ in 0..2 {
        let receipts = app::sync::receive(&down, &home.app, id, commands.clone()).await.unwrap();
        assert!(receipts.iter().all(|(_, receipt)| *receipt == sync::Receipt::Applied), "{receipts:?}");
    }
    let mut other = commands[0].clone();
    other.steps.clear();
    let forged = app::sync::receive(&down, &home.app, id, vec![other]).await.unwrap();
    let aside = |why| sync::Receipt::Quarantined { why };
    assert_eq!(forged[0].1, aside(sync::Quarantine::SameId));
    let mut nonsense = commands[0].clone();
    nonsense.id = domain::id::CommandId(uuid::Uuid::from_u128(8));
    nonsense.steps[0].id = uuid::Uuid::from_u128(7);
    nonsense.steps[0].edits.remove("state");
    let unread = app::sync::receive(&down, &home.app, id, vec![nonsense, later]).await.unwrap();
    assert_eq!(unread[0].1, aside(sync::Quarantine::Unreadable));
    assert_eq!(unread.len(), 2, "what comes after is not held up");
    let kept = store::command::aside(&home.app.store, home.app.tenant, true).await.unwrap();
    assert!(kept.len() >= 2 && kept.iter().all(|one| one.whole.is_some()), "{kept:?}");
    assert_eq!(profile(&home, fresh).await.name, "다○라");
    // Erased at home: what the machine still says of them is not kept, and the machine forgets them.
    app::sync::hear(&up, &bus.app, app::sync::receive(&down, &home.app, id, commands).await.unwrap())
        .await
        .unwrap();
    amend(&bus, fresh, |told| told.address = "별빛동 지운 집".into()).await;
    let reason = domain::person::ErasureReason::Requested;
    app::seeker::erase(&home.as_role(Role::Supervisor).await, &home.app, fresh, reason).await.unwrap();
    exchange(&home, id, &bus).await;
    assert!(store::seeker::find(&bus.app.store, bus.app.tenant, fresh).await.unwrap().unwrap().1.is_none());
    assert_eq!(app::sync::left(&up, &bus.app).await.unwrap().commands, 0);
    // Given up: its places are free again, and what still comes lies aside.
    let operator = home.as_role(Role::Operator).await;
    app::escrow::lend(&operator, &home.app, id, wanted, 1).await.unwrap();
    app::node::revoke(&operator, &home.app, id).await.unwrap();
    person(&bus, "마○바", "0310003003").await;
    hand_over(&home, id, &bus).await;
    let kept = store::command::aside(&home.app.store, home.app.tenant, true).await.unwrap();
    assert!(kept.iter().any(|one| one.body["why"] == "revoked"), "{kept:?}");
    let lent = store::escrow::of(&home.app.store, home.app.tenant, "opening", wanted.0).await.unwrap();
    assert!(lent.is_empty());
    whole(&home).await;
}

/// Turns over a line that loses every third of them, there or back, and says some twice.
#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_loses_turns_loses_nothing_else() {
    let home = TestCity::new().await;
    let known = person(&home, "가○나", "0310001001").await;
    let (id, bus) = machine(&home, "B1").await;
    app::node::carry(&counselor(&home).await, &home.app, id, known).await.unwrap();
    for n in 0..12 {
        person(&bus, &format!("다○{n}라"), &format!("03100020{n:02}")).await;
    }
    let mut said = 0;
    let mut tries = 0;
    let round = loop {
        tries += 1;
        assert!(tries < 50, "it never comes through");
        let mut begun = None;
        let done = app::sync::round(&bus.app, &mut begun, |ask| {
            said += 1;
            let (home, n) = (&home, said);
            async move {
                let lost = || app::Error::Unavailable(domain::Message::new("store-away"));
                if n % 3 == 0 {
                    return Err(lost());
                }
                let ctx = home.app.system_ctx();
                let answered = app::sync::answer(&ctx, &home.app, id, ask.clone()).await;
                if n % 3 == 1 {
                    return Err(lost());
                }
                app::sync::answer(&ctx, &home.app, id, ask).await.and(answered)
            }
        });
        if let Ok(round) = done.await {
            break round;
        }
    };
    assert_eq!(round.left, 0);
    let all =
        store::seeker::list(&home.app.store, home.app.tenant, domain::policy::Scope::Everyone, None, 50, 0);
    assert_eq!(all.await.unwrap().1, 13);
    assert_eq!(profile(&bus, known).await, profile(&home, known).await);
    // Who looked on the bus stands at home among the person's looks, once.
    app::seeker::get(&counselor(&bus).await, &bus.app, known).await.unwrap();
    for _ in 0..2 {
        let mut begun = None;
        let answered = app::sync::round(&bus.app, &mut begun, |ask| {
            let home = &home;
            async move { app::sync::answer(&home.app.system_ctx(), &home.app, id, ask).await }
        });
        answered.await.unwrap();
    }
    let person_id =
        store::seeker::find(&home.app.store, home.app.tenant, known).await.unwrap().unwrap().0.person;
    let looks = store::look::of(&home.app.store, home.app.tenant, person_id, 50).await.unwrap();
    let read = looks.iter().filter(|look| look.purpose == domain::look::Purpose::Read);
    assert_eq!(read.count(), 1, "{looks:?}");
    for city in [&home, &bus] {
        whole(city).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_man_met_on_the_bus_is_a_suggestion_and_not_a_merge() {
    let home = TestCity::new().await;
    let known = person(&home, "박○수", "0310001234").await;
    let (id, bus) = machine(&home, "B1").await;
    // Not sent along, so the bus cannot know him; name and day of birth agree.
    let again = person(&bus, "박○수", "").await;
    exchange(&home, id, &bus).await;
    assert_ne!(known, again);
    let scope = domain::policy::Scope::Everyone;
    let state = domain::merge::MergeName::Suggested;
    let pairs = store::merge::list(&home.app.store, home.app.tenant, scope, state, 10, 0).await.unwrap();
    assert_eq!(pairs.1, 1, "{pairs:?}");
    whole(&home).await;
}

#[test]
fn a_machine_three_versions_behind_is_told_in_its_own_names() {
    let ladder = [(2, "wish", "wishes"), (3, "wishes", "wanted"), (4, "phone", "telephone")]
        .map(|(since, from, to)| Rename { since, noun: "seeker", from, to });
    let body = json!({ "wanted": { "pay": 1 }, "version": 7, "updated_at": "2016-03-18T00:00:00Z" });
    let said = |noun: &str| Record {
        noun: noun.to_owned(),
        id: Uuid::nil(),
        body: body.clone(),
        told: Some(json!({ "name": "가○나" })),
        person: None,
    };
    let page = Page { records: vec![said("seeker"), said("opening")], ..Page::default() };
    let told = page.clone().lowered(&ladder, 1).records;
    assert_eq!(told[0].body["wish"], json!({ "pay": 1 }));
    assert_eq!((&told[0].body["version"], &told[0].body["wanted"]), (&json!(7), &Value::Null));
    assert_eq!((&told[0].told, &told[1]), (&said("seeker").told, &said("opening")));
    assert_eq!(page.clone().lowered(&ladder, 2).records[0].body["wishes"], json!({ "pay": 1 }));
    assert_eq!(page.clone().lowered(&ladder, 4), page);
}
