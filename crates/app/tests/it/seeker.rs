//! A person's record: who looked, and erasing it.

use app::Error;
use app::seeker::{Filter, erase, get, list, open, register, update, withdraw};
use app::testing::TestCity;
use domain::look::Purpose;
use domain::person::ErasureReason;
use domain::seeker::{Consents, Profile, StateName};
use domain::{Channel, Role};

fn profile(city: &TestCity) -> Profile {
    Profile {
        name: "카나리아".into(),
        born_on: "1949-05-06".parse().ok(),
        phone: "0540002222".into(),
        area: domain::area::AreaCode::parse("9911051000"),
        occupations: domain::occupation::OccupationCode::parse("5501").into_iter().collect(),
        desired_areas: domain::area::AreaCode::parse("99110").into_iter().collect(),
        consents: Consents { registration: Some(city.app.system_ctx().today()), ..Consents::default() },
        ..Profile::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_complete_registration_is_active_for_three_months_and_every_look_is_kept() {
    let city = TestCity::new().await;
    let counselor = city.as_role(Role::Counselor).await;
    let id = register(&counselor, &city.app, profile(&city), Channel::Counter).await.unwrap();
    let seen = get(&counselor, &city.app, id).await.unwrap();
    assert_eq!(seen.seeker.state.name(), StateName::Active);
    assert!(seen.seeker.state.is_active("2016-06-14".parse().unwrap()));
    assert!(!seen.seeker.state.is_active("2016-06-15".parse().unwrap()));
    get(&city.as_role(Role::Auditor).await, &city.app, id).await.unwrap();
    let looks = get(&counselor, &city.app, id).await.unwrap().looks.items;
    let roles: Vec<_> = looks.iter().map(|look| look.role).collect();
    assert_eq!(roles.iter().filter(|role| **role == Role::Auditor).count(), 1);
    // The registration itself, and three looks at it.
    let purposes: Vec<_> = looks.iter().rev().map(|look| look.purpose).collect();
    assert_eq!(purposes.iter().filter(|purpose| **purpose == Purpose::Change).count(), 1);
    assert_eq!(looks.len(), 4);
    let clerk = city.as_role(Role::Clerk).await;
    assert!(matches!(get(&clerk, &city.app, id).await, Err(Error::NotFound)), "not even that it exists");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_consent_nothing_is_kept() {
    let city = TestCity::new().await;
    let counselor = city.as_role(Role::Counselor).await;
    let silent = Profile { consents: Consents::default(), ..profile(&city) };
    assert!(matches!(register(&counselor, &city.app, silent, Channel::Phone).await, Err(Error::Invalid(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erased_person_is_unreadable_everywhere_and_the_log_still_holds() {
    let city = TestCity::new().await;
    let supervisor = city.as_role(Role::Supervisor).await;
    let id = register(&supervisor, &city.app, profile(&city), Channel::Counter).await.unwrap();
    withdraw(&supervisor, &city.app, id).await.unwrap();
    erase(&supervisor, &city.app, id, ErasureReason::Requested).await.unwrap();
    let seen = get(&supervisor, &city.app, id).await.unwrap();
    assert!(seen.profile.is_none());
    assert!(matches!(
        erase(&supervisor, &city.app, id, ErasureReason::Requested).await,
        Err(Error::NotFound)
    ));
    let verified = app::system::verify(&city.as_role(Role::Auditor).await, &city.app).await.unwrap();
    assert!(verified.chain_ok && verified.ledger_ok && verified.projections_ok);
}

#[tokio::test(flavor = "multi_thread")]
async fn distances_of_whoever_moved_count_from_the_new_dong() {
    let city = TestCity::new().await;
    let counselor = city.as_role(Role::Counselor).await;
    let home = Some(domain::area::Point::from_degrees(128.615, 36.5125));
    let before = Profile { home, ..profile(&city) };
    let id = register(&counselor, &city.app, before.clone(), Channel::Counter).await.unwrap();
    update(&counselor, &city.app, id, 1, before.clone()).await.unwrap();
    assert_eq!(get(&counselor, &city.app, id).await.unwrap().profile.unwrap(), before);
    let moved = Profile { area: domain::area::AreaCode::parse("9911051400"), ..before };
    update(&counselor, &city.app, id, 2, moved.clone()).await.unwrap();
    let seen = get(&counselor, &city.app, id).await.unwrap().profile.unwrap();
    assert_eq!((seen.area, seen.home), (moved.area.clone(), None));
    let stale = update(&counselor, &city.app, id, 2, moved).await;
    assert!(matches!(stale, Err(Error::Conflict(_))), "{stale:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erased_person_is_found_by_number_only_and_opened_for_nothing() {
    let city = TestCity::new().await;
    let supervisor = city.as_role(Role::Supervisor).await;
    let id = register(&supervisor, &city.app, profile(&city), Channel::Counter).await.unwrap();
    let number = get(&supervisor, &city.app, id).await.unwrap().seeker.number;
    let found = async |text: &str| {
        let filter = Filter { text: text.to_owned(), ..Filter::default() };
        list(&supervisor, &city.app, &filter).await.unwrap().total
    };
    for text in [number.as_str(), "카나리", "054-000-2222"] {
        assert_eq!(found(text).await, 1, "{text}");
    }
    erase(&supervisor, &city.app, id, ErasureReason::Retention).await.unwrap();
    for (text, n) in [(number.as_str(), 1), ("카나리", 0), ("054-000-2222", 0)] {
        assert_eq!(found(text).await, n, "{text}");
    }
    for purpose in [Purpose::Edit, Purpose::Erase] {
        assert!(matches!(open(&supervisor, &city.app, id, purpose).await, Err(Error::NotFound)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_a_name_and_a_telephone_are_told_apart() {
    let city = TestCity::new().await;
    let supervisor = city.as_role(Role::Supervisor).await;
    let called = Profile {
        name: "가 나다".into(),
        mobile: "01000001234".into(),
        phone: "0310005678".into(),
        ..profile(&city)
    };
    // A name that begins as numbers do.
    let smith = Profile { name: "Smith S-Jun".into(), ..profile(&city) };
    let id = register(&supervisor, &city.app, called, Channel::Counter).await.unwrap();
    let other = register(&supervisor, &city.app, smith, Channel::Counter).await.unwrap();
    let found = async |text: &str| {
        let filter = Filter { text: text.to_owned(), size: 10, ..Filter::default() };
        let page = list(&supervisor, &city.app, &filter).await.unwrap();
        page.items.iter().map(|row| row.seeker.id).collect::<Vec<_>>()
    };
    let number = get(&supervisor, &city.app, id).await.unwrap().seeker.number;
    let start = number.to_lowercase();
    assert_eq!(found(start.get(..10).unwrap()).await.len(), 2, "{start}");
    for text in ["Smith", "S-"] {
        assert_eq!(found(text).await, [other], "{text}");
    }
    let number = number.strip_prefix('S').unwrap();
    for text in ["나다", "가나", "010-0000-1234", "1234", "031 000 5678", number] {
        assert_eq!(found(text).await, [id], "{text}");
    }
    for text in ["라", "010-9999", "123", "0", "나다 1234"] {
        assert!(found(text).await.is_empty(), "{text}");
    }
}
