//! A machine and home that speak by letters: enrolled with a code, over whatever way, on a stick; and what is no letter of theirs.

use std::sync::Arc;

use app::outpost::{Applicant, Papers};
use app::testing::TestCity;
use domain::id::NodeId;
use domain::{Ctx, Role};

use crate::referral::{counselor, person};

/// Makes a machine known: its id and its one-time code.
async fn invited(home: &TestCity, mark: &str) -> (NodeId, String) {
    let operator = home.as_role(Role::Operator).await;
    let staff = vec![home.user(Role::Counselor).await];
    let areas = domain::area::AreaCode::parse("99110").into_iter().collect();
    let form = app::node::Form { name: format!("버스 {mark}"), mark: mark.to_owned(), areas, staff };
    app::node::invite(&operator, &home.app, form).await.unwrap()
}

fn applicant(seed: u8) -> Applicant {
    let home = "https://home.example".to_owned();
    let addresses = vec!["192.168.50.1".parse().unwrap()];
    Applicant { home, trusted: None, addresses, seeds: [[seed; 32], [seed + 1; 32], [seed + 2; 32]] }
}

/// Enrolled, on a store of its own.
async fn machine(home: &TestCity, mark: &str, seed: u8) -> (NodeId, TestCity, Papers) {
    let (id, code) = invited(home, mark).await;
    let asked = applicant(seed).application(&code).unwrap();
    let answer = app::node::admit(&home.app.system_ctx(), &home.app, "test", &asked).await.unwrap();
    let papers = applicant(seed).papers((home.app.ambient.now)(), &answer).unwrap();
    assert_eq!((papers.charter.node, papers.charter.mark.as_str()), (id, mark));
    let bus = home.outpost(id, mark).await;
    let mut begun = None;
    bus.app.away(papers.clone(), Arc::new(|_| true)).unwrap();
    let known = app::node::show(&home.as_role(Role::Operator).await, &home.app, id).await.unwrap().node;
    assert_eq!(known.authority, Some(app::node::fingerprint(&papers.charter.authority)));
    let first = app::sync::round(&bus.app, &mut begun, |ask| async {
        app::sync::answer(&home.app.system_ctx(), &home.app, id, ask).await
    });
    first.await.unwrap();
    (id, bus, papers)
}

/// Once there and back on a stick.
async fn by_stick(home: &TestCity, bus: &TestCity) -> app::sync::Round {
    let (there, here) = (counselor(bus).await, home.app.system_ctx());
    let letter = app::outpost::pack(&there, &bus.app).await.unwrap();
    let answer = app::sync::answer_letter(&here, &home.app, &letter).await.unwrap();
    app::outpost::unpack(&there, &bus.app, &answer).await.unwrap()
}

fn field_of(error: &app::Error) -> (String, String) {
    match error {
        app::Error::Invalid(fields) => (fields[0].field.to_string(), fields[0].message.code.to_string()),
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stick_brings_home_what_was_done_and_takes_back_what_home_says() {
    let home = TestCity::new().await;
    let known = person(&home, "가○나", "0310001001").await;
    let (id, bus, _) = machine(&home, "B1", 10).await;
    app::node::carry(&counselor(&home).await, &home.app, id, known).await.unwrap();
    let met = person(&bus, "다○라", "0310001002").await;
    let round = by_stick(&home, &bus).await;
    assert_eq!((round.left, round.revoked), (0, false), "{round:?}");
    assert!(app::seeker::get(&counselor(&home).await, &home.app, met).await.is_ok());
    assert!(app::seeker::get(&counselor(&bus).await, &bus.app, known).await.is_ok());
    // A stick that is put in again brings nothing twice.
    let letter = app::outpost::pack(&counselor(&bus).await, &bus.app).await.unwrap();
    for _ in 0..2 {
        let answer = app::sync::answer_letter(&home.app.system_ctx(), &home.app, &letter).await.unwrap();
        app::outpost::unpack(&counselor(&bus).await, &bus.app, &answer).await.unwrap();
    }
    assert_eq!(
        app::node::show(&home.as_role(Role::Operator).await, &home.app, id).await.unwrap().received,
        1
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_letter_of_theirs_is_refused_and_changes_nothing() {
    let home = TestCity::new().await;
    let (_, bus, _) = machine(&home, "B1", 10).await;
    let (_, other, _) = machine(&home, "B2", 20).await;
    person(&bus, "다○라", "0310001002").await;
    let letter = app::outpost::pack(&counselor(&bus).await, &bus.app).await.unwrap();
    let read = async |letter: &[u8]| {
        let failed = app::sync::answer_letter(&home.app.system_ctx(), &home.app, letter).await.unwrap_err();
        field_of(&failed).1
    };
    assert_eq!(read(b"").await, "letter-none");
    assert_eq!(read(b"%PDF-1.7 some other file that lay on the stick").await, "letter-none");
    let mut changed = letter.clone();
    let middle = changed.len() / 2;
    changed[middle] ^= 1;
    assert_eq!(read(&changed).await, "letter-signature");
    assert_eq!(read(&letter[..letter.len() - 1]).await, "letter-signature");
    // Signed by one machine in the name of another.
    let mut stolen = letter.clone();
    let theirs = app::outpost::pack(&counselor(&other).await, &other.app).await.unwrap();
    stolen[17..33].copy_from_slice(&theirs[17..33]);
    assert_eq!(read(&stolen).await, "letter-signature");
    // The answer to one machine, put into another.
    let answer = app::sync::answer_letter(&home.app.system_ctx(), &home.app, &letter).await.unwrap();
    let failed = app::outpost::unpack(&counselor(&other).await, &other.app, &answer).await.unwrap_err();
    assert_eq!(field_of(&failed), ("letter".to_owned(), "letter-other-reader".to_owned()));
    // A machine's own letter is not an answer.
    let failed = app::outpost::unpack(&counselor(&bus).await, &bus.app, &letter).await.unwrap_err();
    assert_eq!(field_of(&failed).1, "letter-for-home");
    assert_eq!(read(&answer).await, "letter-for-machine");
    let operator = home.as_role(Role::Operator).await;
    assert_eq!(app::node::of_letter(&operator, &home.app, &answer).await.unwrap().mark, "B1");
    assert_eq!(app::sync::left(&other.app.system_ctx(), &other.app).await.unwrap().commands, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_given_up_hands_over_and_is_told_nothing_more() {
    let home = TestCity::new().await;
    let (id, bus, _) = machine(&home, "B1", 10).await;
    by_stick(&home, &bus).await;
    person(&bus, "다○라", "0310001002").await;
    let later = person(&home, "마○바", "0310001003").await;
    app::node::carry(&counselor(&home).await, &home.app, id, later).await.unwrap();
    app::node::revoke(&home.as_role(Role::Supervisor).await, &home.app, id).await.unwrap();
    let round = by_stick(&home, &bus).await;
    assert_eq!((round.revoked, round.left, round.records), (true, 0, 0));
    assert!(app::seeker::get(&counselor(&bus).await, &bus.app, later).await.is_err(), "nothing more is told");
    let aside = app::sync::aside(&home.as_role(Role::Supervisor).await, &home.app).await.unwrap();
    assert_eq!(aside.len(), 1, "its work waits for a person");
    let said = &aside[0].steps[0];
    let name = said.fields.iter().find(|(path, _)| path == "told.name").map(|(_, value)| value.as_str());
    assert_eq!((name, said.known), (Some(Some("다○라")), false), "{said:?}");
    assert!(!aside[0].who.is_empty());
    assert_eq!(app::outpost::ended(&bus.app).await, app::outpost::End::GivenUp);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_enrols_one_machine_once() {
    let home = TestCity::new().await;
    let ctx: Ctx = home.app.system_ctx();
    let (_, code) = invited(&home, "B1").await;
    let mut asked = applicant(10).application(&code).unwrap();
    let refused = async |asked: &app::node::Application| {
        field_of(&app::node::admit(&ctx, &home.app, "test", asked).await.unwrap_err())
    };
    let right = asked.clone();
    for public in ["8.8.8.8", "2001:db8::1"] {
        asked.tls.addresses = vec![public.parse().unwrap()];
        assert_eq!(refused(&asked).await, ("addresses".to_owned(), "node-addresses".to_owned()), "{public}");
    }
    asked = app::node::Application { signing_key: "AAAA".to_owned(), ..right.clone() };
    assert_eq!(refused(&asked).await.1, "node-keys");
    asked.clone_from(&right);
    asked.tls.tls_key = "AAAA".to_owned();
    assert_eq!(refused(&asked).await.1, "node-keys");
    // None of these used the code up.
    let answer = app::node::admit(&ctx, &home.app, "test", &right).await.unwrap();
    assert!(
        applicant(40).papers((home.app.ambient.now)(), &answer).is_err(),
        "sealed to the machine that asked"
    );
    assert_eq!(refused(&right).await, ("code".to_owned(), "node-code-over".to_owned()));
    // Whoever guesses waits after twenty.
    let mut held = 0;
    for n in 0..25 {
        let guessed = app::node::Application { code: domain::referral::code_from([n; 8]), ..right.clone() };
        let failed = app::node::admit(&ctx, &home.app, "elsewhere", &guessed).await.unwrap_err();
        if matches!(failed, app::Error::TooMany(_)) {
            held += 1;
        }
    }
    assert_eq!(held, 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_machine_not_heard_for_long_has_ended_and_goes_on_once_it_was() {
    let home = TestCity::new().await;
    let (_, bus, papers) = machine(&home, "B1", 10).await;
    let now = (home.app.ambient.now)();
    assert_eq!(app::outpost::end(&papers, now), app::outpost::End::No);
    let late = now + jiff::SignedDuration::from_hours(24 * 93);
    assert_eq!(app::outpost::end(&papers, late), app::outpost::End::Expired);
    home.clock.set(late);
    by_stick(&home, &bus).await;
    let papers = app::outpost::papers(&bus.app).unwrap();
    assert_eq!(app::outpost::end(&papers, late), app::outpost::End::No);
}

#[tokio::test(flavor = "multi_thread")]
async fn why_it_did_not_speak_is_over_once_a_stick_came_back() {
    let home = TestCity::new().await;
    let (id, code) = invited(&home, "B1").await;
    let asked = applicant(10).application(&code).unwrap();
    let answer = app::node::admit(&home.app.system_ctx(), &home.app, "test", &asked).await.unwrap();
    let mut papers = applicant(10).papers((home.app.ambient.now)(), &answer).unwrap();
    // Nobody listens there.
    papers.home = "http://127.0.0.1:1".to_owned();
    let bus = home.outpost(id, "B1").await;
    bus.app.away(papers, Arc::new(|_| true)).unwrap();
    assert!(app::outpost::speak(&bus.app).await.is_err());
    let there = counselor(&bus).await;
    assert!(app::outpost::status(&there, &bus.app).await.unwrap().contact.why.is_some());
    by_stick(&home, &bus).await;
    assert_eq!(app::outpost::status(&there, &bus.app).await.unwrap().contact.why, None);
}
