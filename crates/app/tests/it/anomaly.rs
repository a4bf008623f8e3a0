//! Conspicuous patterns and who looks at them (CR-17).

use app::placement::claim;
use app::testing::TestCity;
use app::{Error, anomaly, review};
use domain::anomaly::{Kind, Verdict};
use domain::person::{Grant, Identity};
use domain::placement::{EvidenceKind, How};
use domain::seeker::CancelReason;
use domain::{Actor, Channel, Role};
use jiff::civil::date;

use crate::placement::{at, confirm, employer, hire, profile, seeker, serve};

#[tokio::test(flavor = "multi_thread")]
async fn sc_10_thirty_cancellations_in_an_evening_reach_a_second_person() {
    let city = TestCity::new().await;
    at(&city, date(2016, 6, 10), 19);
    let counselor = city.as_role(Role::Counselor).await;
    for n in 0..30 {
        let made = seeker(&city, &counselor, n).await;
        app::seeker::cancel(&counselor, &city.app, made, CancelReason::WrongPerson).await.unwrap();
        city.clock.set(city.clock.now() + jiff::SignedDuration::from_mins(3));
    }
    city.settle().await;
    let supervisor = city.as_role(Role::Supervisor).await;
    let waiting = review::waiting(&supervisor, &city.app).await.unwrap().anomalies;
    let [burst] = &waiting.iter().filter(|one| one.finding.kind == Kind::CancelBurst).collect::<Vec<_>>()[..]
    else {
        panic!("one burst")
    };
    let words = city.app.catalogue.say(domain::Lang::Ko, &burst.finding.message);
    assert_eq!(words, "취소 30건/2시간");
    // Not by the one who did it, not twice.
    let own = supervisor.acting_as(Actor { person: burst.finding.by, ..supervisor.actor.clone() });
    let refused = anomaly::settle(&own, &city.app, burst.id, Verdict::Explained).await;
    assert!(matches!(refused, Err(Error::Conflict(why)) if why.code == "second-person-needed"));
    anomaly::settle(&supervisor, &city.app, burst.id, Verdict::Audit).await.unwrap();
    assert!(anomaly::settle(&supervisor, &city.app, burst.id, Verdict::Mend).await.is_err());
    let counselor = anomaly::settle(&counselor, &city.app, burst.id, Verdict::Mend).await;
    assert!(matches!(counselor, Err(Error::Forbidden(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn cr_17_one_telephone_and_the_own_household_reach_a_second_person() {
    let city = TestCity::new().await;
    let app = &city.app;
    let counselor = city.as_role(Role::Counselor).await;
    let workplace = employer(&city, 100_000_001).await;
    let phone = "0310007777";
    let identity = Identity {
        name: "시험상담사".to_owned(),
        login: "household".to_owned(),
        phone: "031-000-7777".to_owned(),
    };
    let organisation = counselor.actor.organisation;
    let grant = Grant { role: Role::Counselor, organisation, employer: None, confirmed: true };
    let operator = city.as_role(Role::Operator).await;
    let (staff, _) = app::person::invite(&operator, app, identity, vec![grant]).await.unwrap();
    let own = counselor.acting_as(Actor { person: Some(staff), ..counselor.actor.clone() });
    for n in 0..4 {
        let mut told = profile(&own, n);
        told.phone = phone.to_owned();
        let id = app::seeker::register(&own, app, told, Channel::Counter).await.unwrap();
        if n == 0 {
            claim(&own, app, hire(id, workplace, How::SelfFound, own.today())).await.unwrap();
        }
    }
    let supervisor = city.as_role(Role::Supervisor).await;
    let waiting = review::waiting(&supervisor, app).await.unwrap().anomalies;
    let find = |kind| waiting.iter().find(|one| one.finding.kind == kind).unwrap();
    let (crowd, home) = (find(Kind::SamePhone), find(Kind::OwnHousehold));
    assert_eq!((crowd.finding.subjects.len(), home.finding.by), (4, Some(staff)));
    let found = anomaly::get(&supervisor, app, crowd.id).await.unwrap();
    assert_eq!(found.records.len(), 4);
    assert!(
        found.records.iter().all(|record| record.path.as_deref().unwrap().starts_with("/staff/seekers/"))
    );
    // Looking again finds nothing twice, and a settled one stays settled.
    anomaly::settle(&supervisor, app, crowd.id, Verdict::Explained).await.unwrap();
    let again = review::waiting(&supervisor, app).await.unwrap().anomalies;
    assert_eq!(again.iter().filter(|one| one.finding.kind == Kind::SamePhone).count(), 0);
    assert_eq!(again.iter().filter(|one| one.finding.kind == Kind::OwnHousehold).count(), 1);
    let theirs = supervisor.acting_as(Actor { person: Some(staff), ..supervisor.actor.clone() });
    let refused = anomaly::settle(&theirs, app, home.id, Verdict::Explained).await;
    assert!(matches!(refused, Err(Error::Conflict(why)) if why.code == "second-person-needed"));
}

#[tokio::test(flavor = "multi_thread")]
async fn cr_17_a_channel_that_places_conspicuously_many_is_found_once_the_month_is_over() {
    let city = TestCity::new().await;
    let app = &city.app;
    at(&city, date(2016, 3, 2), 10);
    let counselor = city.as_role(Role::Counselor).await;
    let workplace = employer(&city, 100_000_001).await;
    for n in 0..20 {
        let who = seeker(&city, &counselor, n).await;
        if n < 6 {
            serve(&counselor, app, who).await;
            let id =
                claim(&counselor, app, hire(who, workplace, How::Event, date(2016, 3, 2))).await.unwrap();
            confirm(&counselor, app, id, EvidenceKind::EmployerNotice).await;
        }
    }
    let rates = async || {
        let supervisor = city.as_role(Role::Supervisor).await;
        let all = review::waiting(&supervisor, app).await.unwrap().anomalies;
        all.into_iter().filter(|one| one.finding.kind == Kind::UnusualRate).collect::<Vec<_>>()
    };
    assert_eq!(rates().await, [], "March is not over");
    at(&city, date(2016, 4, 4), 10);
    let found = rates().await;
    assert_eq!((found.len(), found[0].finding.subjects.len()), (1, 6));
    let words = app.catalogue.say(domain::Lang::En, &found[0].finding.message);
    assert_eq!(words, "6 placed of 20 registered in 2016-03 (usually 13%)");
}

/// So many people found work alone, as one account entered it an hour ago.
async fn alone(city: &TestCity, from: u32, count: u32) -> Vec<domain::id::PlacementId> {
    let counselor = city.as_role(Role::Counselor).await;
    let workplace = employer(city, 100_000_001 + from).await;
    let mut made = Vec::new();
    for n in from..from + count {
        let who = seeker(city, &counselor, n).await;
        let wanted = hire(who, workplace, How::SelfFound, counselor.today());
        made.push(claim(&counselor, &city.app, wanted).await.unwrap());
    }
    city.clock.set(city.clock.now() + jiff::SignedDuration::from_hours(1));
    made
}

async fn found(city: &TestCity, kind: Kind) -> Vec<domain::anomaly::Finding> {
    let supervisor = city.as_role(Role::Supervisor).await;
    let all = review::waiting(&supervisor, &city.app).await.unwrap().anomalies;
    all.into_iter().map(|one| one.finding).filter(|one| one.kind == kind).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn cr_17_letters_confirmed_in_a_burst_reach_a_second_person_and_so_do_those_of_one_address() {
    let city = TestCity::new().await;
    at(&city, date(2016, 6, 10), 10);
    let app = &city.app;
    let least = app.city.anomaly().confirms as u32;
    let letters = alone(&city, 0, least).await;
    let confirm_all = async |letters: &[domain::id::PlacementId], from: &dyn Fn(usize) -> String| {
        let citizen = city.as_role(Role::Citizen).await;
        for (n, id) in letters.iter().enumerate() {
            city.clock.set(city.clock.now() + jiff::SignedDuration::from_secs(30));
            let citizen = app.ctx(citizen.actor.clone());
            app::placement::confirm(&citizen, app, &app::placement::link(app, *id), &from(n)).await.unwrap();
        }
    };
    // All but one, each from elsewhere: nothing yet. The last makes a burst.
    let (last, most) = letters.split_last().unwrap();
    confirm_all(most, &|n| format!("10.0.0.{n}")).await;
    assert_eq!(found(&city, Kind::ConfirmBurst).await, []);
    confirm_all(&[*last], &|_| "10.0.0.99".to_owned()).await;
    let burst = found(&city, Kind::ConfirmBurst).await;
    let entered_by = city.as_role(Role::Counselor).await.actor.person;
    assert_eq!((burst.len(), burst[0].by, burst[0].subjects.len()), (1, entered_by, letters.len()));
    assert_eq!(found(&city, Kind::OneSource).await, [], "from everywhere");

    // On another day from one address: that too, by nobody's name.
    at(&city, date(2016, 6, 20), 10);
    let letters = alone(&city, 100, least).await;
    confirm_all(&letters, &|_| "10.9.9.9".to_owned()).await;
    let source = found(&city, Kind::OneSource).await;
    assert_eq!((source.len(), source[0].by, source[0].subjects.len()), (1, None, letters.len()));
    let told = serde_json::to_string(&source).unwrap();
    assert!(!told.contains("10.9.9.9"), "the address is written down nowhere");
}

#[tokio::test(flavor = "multi_thread")]
async fn cr_17_evidence_keyed_for_many_within_minutes_reaches_a_second_person() {
    let city = TestCity::new().await;
    at(&city, date(2016, 6, 10), 10);
    let made = alone(&city, 0, city.app.city.anomaly().confirms as u32).await;
    let counselor = city.as_role(Role::Counselor).await;
    let (last, most) = made.split_last().unwrap();
    for id in most {
        confirm(&counselor, &city.app, *id, EvidenceKind::InsuranceLookup).await;
    }
    assert_eq!(found(&city, Kind::OneSource).await, []);
    confirm(&counselor, &city.app, *last, EvidenceKind::InsuranceLookup).await;
    let source = found(&city, Kind::OneSource).await;
    assert_eq!((source.len(), source[0].subjects.len()), (1, made.len()));
    let words = city.app.catalogue.say(domain::Lang::En, &source[0].message);
    assert_eq!(words, "8 confirmed from one account or address within 15 minutes");
}

#[tokio::test(flavor = "multi_thread")]
async fn cr_17_a_month_of_many_cancellations_is_found_once_it_is_over() {
    let city = TestCity::new().await;
    at(&city, date(2016, 6, 1), 10);
    for n in 0..city.app.city.anomaly().cancels_monthly as u32 {
        let counselor = city.as_role(Role::Counselor).await;
        let made = seeker(&city, &counselor, n).await;
        app::seeker::cancel(&counselor, &city.app, made, CancelReason::WrongPerson).await.unwrap();
        city.clock.advance_days(2);
    }
    assert_eq!(found(&city, Kind::CancelRate).await, [], "June is not over");
    at(&city, date(2016, 7, 2), 10);
    let rates = found(&city, Kind::CancelRate).await;
    let words = city.app.catalogue.say(domain::Lang::Ko, &rates[0].message);
    assert_eq!((rates.len(), words.as_str()), (1, "2016-06 입력 10건에 취소 10건"));
    // July says nothing of June, and what was found stays.
    at(&city, date(2016, 8, 20), 10);
    assert_eq!(found(&city, Kind::CancelRate).await, rates);
}

#[tokio::test(flavor = "multi_thread")]
async fn cr_05_a_service_remembered_once_a_job_needs_it_reaches_a_second_person() {
    let city = TestCity::new().await;
    let app = &city.app;
    at(&city, date(2016, 6, 10), 10);
    let counselor = city.as_role(Role::Counselor).await;
    let workplace = employer(&city, 100_000_001).await;
    let who = seeker(&city, &counselor, 1).await;
    let wanted = hire(who, workplace, How::Event, date(2016, 6, 13));
    let id = claim(&counselor, app, wanted).await.unwrap();
    confirm(&counselor, app, id, EvidenceKind::InsuranceLookup).await;
    let excluded = async || app::placement::get(&counselor, app, id).await.unwrap().excluded;
    // A week and two days after the start somebody remembers counselling of the day before it.
    at(&city, date(2016, 6, 22), 10);
    let counselor = city.as_role(Role::Counselor).await;
    let given = app::service::Form {
        kind: domain::service::ServiceKind::Counselling,
        on: date(2016, 6, 12),
        project: String::new(),
        channel: Channel::Counter,
        notes: domain::service::Notes::default(),
    };
    app::service::record(&counselor, app, who, given).await.unwrap();
    assert_eq!(excluded().await, Some(domain::counting::Rule::Cr05));
    let supervisor = city.as_role(Role::Supervisor).await;
    let found = review::waiting(&supervisor, app).await.unwrap().anomalies;
    let late = found.iter().map(|one| &one.finding).filter(|one| one.kind == Kind::LateService);
    let late: Vec<_> = late.map(|one| (one.by, one.subjects.len())).collect();
    assert_eq!(late, [(counselor.actor.person, 1)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn cr_17_whoever_entered_a_result_and_gave_the_account_that_confirms_it_is_looked_at_first() {
    let city = TestCity::new().await;
    let app = &city.app;
    at(&city, date(2016, 6, 10), 10);
    let counselor = city.as_role(Role::Counselor).await;
    let workplace = employer(&city, 100_000_001).await;
    let other = counselor.acting_as(Actor {
        person: Some(domain::id::PersonId(uuid::Uuid::from_u128(777))),
        ..counselor.actor.clone()
    });
    // Of two who found work alone, one has the account from the hand that entered the result, one from another.
    let mut claims = Vec::new();
    for (n, hand) in [(1, &counselor), (2, &other)] {
        let who = seeker(&city, &counselor, n).await;
        serve(&counselor, app, who).await;
        let wanted = hire(who, workplace, How::SelfFound, counselor.today());
        let id = claim(&counselor, app, wanted).await.unwrap();
        let login = format!("person{n}@example.com");
        let check = domain::person::IdentityCheck::IdCard;
        let link = app::seeker::invite(hand, app, who, &login, check).await.unwrap();
        let citizen = app.ctx(Actor::citizen());
        let person = app::session::set_password(&citizen, app, &link, "correct horse 7").await.unwrap();
        let me = app.ctx(Actor::staff(Role::Seeker, person, None));
        app::placement::confirm_mine(&me, app, id, "here").await.unwrap();
        app::placement::confirm_mine(&me, app, id, "here").await.unwrap();
        claims.push(id);
    }
    let excluded = async |id| app::placement::get(&counselor, app, id).await.unwrap().excluded;
    assert_eq!(
        excluded(claims[0]).await,
        Some(domain::counting::Rule::Cr05),
        "one hand alone confirms nothing"
    );
    assert_eq!(excluded(claims[1]).await, None);
    let supervisor = city.as_role(Role::Supervisor).await;
    let waiting = review::waiting(&supervisor, app).await.unwrap().anomalies;
    let hands: Vec<_> = waiting.iter().filter(|one| one.finding.kind == Kind::SameHand).collect();
    let [hand] = &hands[..] else { panic!("{hands:?}") };
    assert_eq!((hand.finding.by, &hand.finding.subjects), (counselor.actor.person, &vec![claims[0].0]));
    let own = supervisor.acting_as(Actor { person: hand.finding.by, ..supervisor.actor.clone() });
    let refused = anomaly::settle(&own, app, hand.id, Verdict::Explained).await;
    assert!(matches!(refused, Err(Error::Conflict(why)) if why.code == "second-person-needed"));
    assert_eq!(excluded(claims[0]).await, Some(domain::counting::Rule::Cr05));
    anomaly::settle(&supervisor, app, hand.id, Verdict::Explained).await.unwrap();
    assert_eq!(excluded(claims[0]).await, None, "a second officer has looked");
    assert_eq!(found(&city, Kind::SameHand).await, [], "it is found once");
}
