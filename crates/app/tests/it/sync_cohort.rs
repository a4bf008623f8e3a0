//! Programmes on machines away from home: seats given out on the spot, attendance, and applications come home once, whole, with
//! their author and instant; what two places say differently is shown to a person; and no seat is given out twice.

use app::cohort::{Form, cancel, cancel_session, get, select};
use app::enrolment::{Applied, apply, enrol, mark, no_show, of_cohort, of_seeker, seat, withdraw};
use app::escrow::{lend_numbered, lend_seats};
use app::sync::{Clash, Settled};
use app::testing::{START, TestCity};
use domain::Role;
use domain::cohort::{CancelReason, Criterion};
use domain::enrolment::{Presence, Shown, State, StateName};
use domain::escrow::Lent;
use domain::id::{CohortId, EnrolmentId, SeekerId};
use domain::notice::Kind;
use domain::person::ErasureReason;
use jiff::Timestamp;
use jiff::civil::date;
use serde_json::Value;

use crate::cohort::{counselling, published};
use crate::enrolment::{applicant, applied, at, begun, career_break};
use crate::referral::{code_of, counselor, untold};
use crate::sync::{exchange, hand_over, machine, whole};

/// Who comes first comes first.
fn first_come() -> Form {
    Form { criteria: vec![Criterion::FirstCome], ..counselling() }
}

async fn applies(city: &TestCity, cohort: CohortId, seeker: SeekerId) -> EnrolmentId {
    let applied: Applied =
        apply(&counselor(city).await, &city.app, cohort, seeker, career_break()).await.unwrap();
    applied.id
}

/// Somebody whom nobody knew registers, applies and is given a seat on the spot, or is not.
async fn seated(city: &TestCity, cohort: CohortId, n: usize) -> Result<EnrolmentId, app::Error> {
    let id = applies(city, cohort, applicant(city, n).await).await;
    seat(&counselor(city).await, &city.app, id).await.map(|()| id)
}

async fn state(city: &TestCity, id: EnrolmentId) -> State {
    let found = store::enrolment::find(&city.app.store, city.app.tenant, id).await.unwrap();
    found.unwrap().0.state
}

/// Seats taken, and with machines.
async fn seats(city: &TestCity, cohort: CohortId) -> (u32, u32) {
    let seats = get(&counselor(city).await, &city.app, cohort).await.unwrap().cohort.seats;
    (seats.taken, seats.out())
}

async fn clashes(home: &TestCity) -> Vec<Clash> {
    app::sync::clashes(&home.as_role(Role::Supervisor).await, &home.app).await.unwrap()
}

/// Which field clashes, what home says, and what the machine said last.
fn words(clash: &Clash) -> (&str, &Value, &Value) {
    let found = clash.found.as_ref().unwrap();
    (&found.path, &found.home, &found.theirs.last().unwrap().value)
}

#[tokio::test(flavor = "multi_thread")]
async fn seats_on_the_spot_are_those_that_were_lent_and_whoever_comes_later_waits() {
    let home = TestCity::of("goyang").await;
    let (cohort, chosen) = (published(&home, first_come()).await, published(&home, counselling()).await);
    let (id, bus) = machine(&home, "B1").await;
    let supervisor = home.as_role(Role::Supervisor).await;
    // Where groups come first, nobody is chosen by being there.
    let unfair = lend_seats(&supervisor, &home.app, id, chosen, 1).await;
    assert_eq!(code_of(unfair), "cohort-lend-refused");
    assert_eq!(code_of(lend_seats(&supervisor, &home.app, id, cohort, 16).await), "escrow-too-many");
    lend_numbered(&supervisor, &home.app, id, "goyang-women-new-work/1", 3).await.unwrap();
    assert_eq!(seats(&home, cohort).await, (0, 3));
    exchange(&home, id, &bus).await;
    let mut there = Vec::new();
    for n in 100..103 {
        there.push(seated(&bus, cohort, n).await.unwrap());
    }
    let late = applicant(&bus, 103).await;
    let fourth = applies(&bus, cohort, late).await;
    assert_eq!(code_of(seat(&counselor(&bus).await, &bus.app, fourth).await), "cohort-none-here");
    assert_eq!(code_of(select(&counselor(&bus).await, &bus.app, cohort).await), "cohort-only-at-home");

    // Home sells what it has and no more.
    let people = applied(&home, cohort, 14).await;
    let ctx = counselor(&home).await;
    assert_eq!(code_of(seat(&ctx, &home.app, people[0].1).await), "enrolment-seat-at-home");
    let outcome = select(&ctx, &home.app, cohort).await.unwrap();
    assert_eq!((outcome.selected.len(), outcome.waiting.len()), (12, 2));
    for _ in 0..2 {
        exchange(&home, id, &bus).await;
    }
    assert_eq!(seats(&home, cohort).await, (15, 0));
    for one in &there {
        assert_eq!(state(&home, *one).await.name(), StateName::Selected);
    }
    let view = get(&ctx, &home.app, cohort).await.unwrap();
    assert_eq!(view.cohort.seats.lent, [(id, Lent { granted: 3, used: 3 })].into());
    assert_eq!(view.tally.now(StateName::Selected), 15);
    // Whoever applied on the bus and comes home after the choice is told so there, too.
    assert!(matches!(state(&home, fourth).await, State::Waiting { place: 3, .. }));
    assert_eq!(state(&bus, fourth).await, state(&home, fourth).await);
    assert!(clashes(&home).await.is_empty());
    assert_eq!(app::sync::left(&bus.app.system_ctx(), &bus.app).await.unwrap().commands, 0);

    // A seat that is freed on the bus goes to whoever waits longest at home: nobody on the bus knows who.
    withdraw(&counselor(&bus).await, &bus.app, there[0]).await.unwrap();
    exchange(&home, id, &bus).await;
    assert_eq!(seats(&home, cohort).await, (15, 0));
    let first = outcome.waiting[0].enrolment;
    assert_eq!(state(&home, first).await.name(), StateName::Selected);
    // So does one of somebody who did not come; both are told.
    no_show(&counselor(&bus).await, &bus.app, there[1]).await.unwrap();
    exchange(&home, id, &bus).await;
    assert_eq!(seats(&home, cohort).await, (15, 0));
    assert_eq!(state(&home, outcome.waiting[1].enrolment).await.name(), StateName::Selected);
    let news = untold(&home).await;
    assert_eq!(news.iter().filter(|kind| **kind == Kind::CohortPromoted).count(), 2, "{news:?}");
    assert!(news.contains(&Kind::CohortWaiting), "whoever came home after the choice");
    for city in [&home, &bus] {
        whole(city).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn five_machines_that_join_in_any_order_never_make_more_than_fifteen() {
    for order in [[0, 1, 2, 3, 4], [4, 2, 0, 3, 1]] {
        let home = TestCity::of("goyang").await;
        let cohort = published(&home, first_come()).await;
        let supervisor = home.as_role(Role::Supervisor).await;
        let mut buses = Vec::new();
        for n in 0..5 {
            let (id, bus) = machine(&home, &format!("B{n}")).await;
            lend_seats(&supervisor, &home.app, id, cohort, 2).await.unwrap();
            exchange(&home, id, &bus).await;
            buses.push((id, bus));
        }
        for (n, (_, bus)) in buses.iter().enumerate() {
            for k in 0..3 {
                assert_eq!(seated(bus, cohort, 100 + 3 * n + k).await.is_ok(), k < 2);
            }
        }
        applied(&home, cohort, 9).await;
        hand_over(&home, buses[order[0]].0, &buses[order[0]].1).await;
        select(&counselor(&home).await, &home.app, cohort).await.unwrap();
        for n in order.into_iter().chain(order) {
            let (id, bus) = &buses[n];
            exchange(&home, *id, bus).await;
            let (taken, out) = seats(&home, cohort).await;
            assert!(taken + out <= 15, "{taken} and {out} with machines");
        }
        assert_eq!(seats(&home, cohort).await, (15, 0));
        let tally = get(&counselor(&home).await, &home.app, cohort).await.unwrap().tally;
        assert_eq!((tally.applied, tally.now(StateName::Selected)), (24, 15), "nobody is lost");
        assert!(clashes(&home).await.is_empty());
        whole(&home).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn attendance_comes_home_with_author_and_instant_and_what_differs_is_shown() {
    let home = TestCity::of("goyang").await;
    let cohort = published(&home, counselling()).await;
    let people = applied(&home, cohort, 3).await;
    select(&counselor(&home).await, &home.app, cohort).await.unwrap();
    let all = begun(&home, cohort).await;
    let (id, bus) = machine(&home, "B1").await;
    // Their names are along for the sheet, and nothing else of them.
    let rows = of_cohort(&counselor(&bus).await, &bus.app, cohort).await.unwrap();
    assert_eq!(rows.len(), 3);
    assert!(rows.iter().all(|row| !row.name.is_empty()), "{rows:?}");
    assert!(rows.iter().all(|row| row.application.as_ref().is_some_and(|told| told.segments.is_empty())));
    for (seeker, _) in &people {
        assert!(store::seeker::find(&bus.app.store, bus.app.tenant, *seeker).await.unwrap().is_none());
    }

    at(&home, date(2016, 4, 6));
    let note = async |city: &TestCity, nth: u32, who: &[EnrolmentId], presence: Presence| {
        let marks = who.iter().map(|id| (*id, presence)).collect();
        mark(&counselor(city).await, &city.app, (cohort, nth), marks, Shown::Electronic).await.unwrap();
    };
    note(&bus, 1, &all, Presence::Present).await;
    note(&bus, 2, &all[..2], Presence::Present).await;
    let (author, instant) = (home.user(Role::Counselor).await, counselor(&bus).await.now);
    note(&bus, 3, &all[..1], Presence::Late { minutes: 20 }).await;
    home.clock.advance_days(1);
    note(&home, 1, &all[..1], Presence::Present).await;
    note(&home, 1, &all[1..2], Presence::Absent).await;
    cancel_session(&counselor(&home).await, &home.app, (cohort, 2), "정전".to_owned()).await.unwrap();
    let gone = people.iter().find(|(_, one)| *one == all[2]).unwrap().0;
    let supervisor = home.as_role(Role::Supervisor).await;
    app::seeker::erase(&supervisor, &home.app, gone, ErasureReason::Requested).await.unwrap();
    exchange(&home, id, &bus).await;

    let part = async |city: &TestCity, id| {
        store::enrolment::find(&city.app.store, city.app.tenant, id).await.unwrap().unwrap()
    };
    let (first, _) = part(&home, all[0]).await;
    assert_eq!(first.attendance[&3].presence, Presence::Late { minutes: 20 });
    let log = store::change::of_noun(&home.app.store, home.app.tenant, all[0].0, 1).await.unwrap();
    assert_eq!((log[0].verb.as_str(), log[0].actor, log[0].at), ("mark", Some(author), instant));
    let open = clashes(&home).await;
    let mut told: Vec<_> = open.iter().map(words).collect();
    told.sort_by_key(|(path, _, theirs)| (path.to_string(), theirs.to_string()));
    assert_eq!(told.len(), 3, "{told:?}");
    assert_eq!(
        (told[0].0, &told[0].1["presence"], &told[0].2["presence"]),
        ("attendance.1", &Value::from("absent"), &Value::from("present"))
    );
    // What was noted of a session that did not take place.
    assert!(told[1..].iter().all(|(path, home, _)| *path == "attendance.2" && home.is_null()), "{told:?}");
    let differs = open.iter().find(|clash| words(clash).0 == "attendance.1").unwrap();
    app::sync::decide(&supervisor, &home.app, differs.id, Settled::Theirs).await.unwrap();
    assert_eq!(part(&home, all[1]).await.0.attendance[&1].presence, Presence::Present);
    // Whoever was erased holds nothing up, and is on the bus no more.
    for city in [&home, &bus] {
        let (erased, application) = part(city, all[2]).await;
        assert_eq!((erased.person(), application), (None, None));
        assert_eq!(erased.state.name(), StateName::DroppedOut);
    }
    assert!(part(&home, all[2]).await.0.attendance.is_empty());
    assert_eq!(app::sync::left(&bus.app.system_ctx(), &bus.app).await.unwrap().commands, 0);
    for city in [&home, &bus] {
        whole(city).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_applies_at_both_places_has_one_part_and_the_earlier_instant_counts() {
    let home = TestCity::of("goyang").await;
    let cohort = published(&home, first_come()).await;
    let (early, late) = (applicant(&home, 0).await, applicant(&home, 1).await);
    let (id, bus) = machine(&home, "B1").await;
    for seeker in [early, late] {
        app::node::carry(&counselor(&home).await, &home.app, id, seeker).await.unwrap();
    }
    exchange(&home, id, &bus).await;
    let minute = |n: i64| Timestamp::from_millisecond(START + n * 60_000).unwrap();
    let (there, here) = (applies(&bus, cohort, early).await, minute(0));
    home.clock.set(minute(1));
    applies(&home, cohort, early).await;
    applies(&home, cohort, late).await;
    home.clock.set(minute(2));
    applies(&bus, cohort, late).await;
    exchange(&home, id, &bus).await;
    let part = async |seeker| {
        let mut all = of_seeker(&counselor(&home).await, &home.app, seeker).await.unwrap();
        assert_eq!(all.len(), 1, "one part each");
        all.remove(0).0
    };
    let (one, other) = (part(early).await, part(late).await);
    assert_eq!((one.id, one.applied_at), (there, here));
    assert_eq!(other.applied_at, minute(1));
    for both in [&one, &other] {
        let steps: Vec<StateName> = both.history.iter().map(|event| event.state).collect();
        assert_eq!(steps, [StateName::Applied; 2], "both applications are remembered");
    }
    let open = clashes(&home).await;
    let [clash] = &open[..] else { panic!("{open:?}") };
    let said = |at: Timestamp| serde_json::to_value(at).unwrap();
    assert_eq!(words(clash), ("applied_at", &said(minute(1)), &said(minute(2))));
    assert_eq!(clash.found.as_ref().unwrap().id, other.id.0);
    let supervisor = home.as_role(Role::Supervisor).await;
    app::sync::decide(&supervisor, &home.app, clash.id, Settled::Home).await.unwrap();
    assert_eq!(part(late).await.applied_at, minute(1));
    for city in [&home, &bus] {
        whole(city).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_done_in_a_cohort_that_is_cancelled_by_then_waits_for_a_person() {
    let home = TestCity::of("goyang").await;
    let cohort = published(&home, counselling()).await;
    let people = applied(&home, cohort, 2).await;
    select(&counselor(&home).await, &home.app, cohort).await.unwrap();
    let (id, bus) = machine(&home, "B1").await;
    let (came, stayed) = (people[0].1, people[1].1);
    enrol(&counselor(&bus).await, &bus.app, came).await.unwrap();
    no_show(&counselor(&bus).await, &bus.app, stayed).await.unwrap();
    cancel(&counselor(&home).await, &home.app, cohort, CancelReason::TooFew).await.unwrap();
    exchange(&home, id, &bus).await;
    for one in [came, stayed] {
        assert_eq!(state(&home, one).await.name(), StateName::Selected, "what home has stands");
        assert_eq!(state(&bus, one).await.name(), StateName::Selected);
    }
    let open = clashes(&home).await;
    assert_eq!(open.len(), 2, "{open:?}");
    assert!(open.iter().all(|clash| words(clash).0 == "state"));
    let supervisor = home.as_role(Role::Supervisor).await;
    for clash in &open {
        let theirs = clash.found.as_ref().unwrap().id == stayed.0;
        let settled = if theirs { Settled::Theirs } else { Settled::Home };
        app::sync::decide(&supervisor, &home.app, clash.id, settled).await.unwrap();
    }
    assert_eq!(state(&home, came).await.name(), StateName::Selected);
    assert_eq!(state(&home, stayed).await.name(), StateName::NoShow);
    let (one, _) = of_seeker(&supervisor, &home.app, people[1].0).await.unwrap().remove(0);
    let last = one.history.last().unwrap();
    assert_eq!((last.state, last.by), (StateName::NoShow, supervisor.actor.person));
    assert_eq!(seats(&home, cohort).await, (1, 0));
    exchange(&home, id, &bus).await;
    let refused = enrol(&counselor(&bus).await, &bus.app, came).await;
    assert_eq!(code_of(refused), "cohort-over");
    for city in [&home, &bus] {
        whole(city).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn seats_of_a_machine_that_is_given_up_come_back_and_its_work_lies_aside() {
    let home = TestCity::of("goyang").await;
    let cohort = published(&home, first_come()).await;
    let (id, bus) = machine(&home, "B1").await;
    let supervisor = home.as_role(Role::Supervisor).await;
    lend_seats(&supervisor, &home.app, id, cohort, 3).await.unwrap();
    let lent = app::node::show(&supervisor, &home.app, id).await.unwrap().seats;
    assert_eq!(lent.iter().map(|(one, lent)| (one.id, lent.granted)).collect::<Vec<_>>(), [(cohort, 3)]);
    exchange(&home, id, &bus).await;
    seated(&bus, cohort, 100).await.unwrap();
    app::node::revoke(&supervisor, &home.app, id).await.unwrap();
    assert_eq!(seats(&home, cohort).await, (0, 0));
    let again = lend_seats(&supervisor, &home.app, id, cohort, 1).await;
    assert_eq!(code_of(again), "node-given-up");
    hand_over(&home, id, &bus).await;
    let aside = app::sync::aside(&supervisor, &home.app).await.unwrap();
    assert_eq!(aside.len(), 3, "registered, applied, seated: {aside:?}");
    // A person takes them in after all: the seat comes from what is free.
    // One that leans on another goes in after it.
    for _ in 0..3 {
        for one in app::sync::aside(&supervisor, &home.app).await.unwrap() {
            let _ = app::sync::see_to(&supervisor, &home.app, one.id, true).await;
        }
    }
    assert!(app::sync::aside(&supervisor, &home.app).await.unwrap().is_empty());
    assert_eq!(seats(&home, cohort).await, (1, 0));
    whole(&home).await;
}
