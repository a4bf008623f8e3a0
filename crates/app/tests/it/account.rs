//! The account of somebody who was registered at a counter: given once, to whom it was checked that they are, and opening
//! no second record without the same check.

use app::Error;
use app::seeker::{get, register, register_as};
use app::testing::TestCity;
use domain::look::Purpose;
use domain::merge::{Decision, MergeName};
use domain::person::IdentityCheck::{IdCard, KnownPhone};
use domain::person::{Account, Grant, Identity, Person};
use domain::seeker::Profile;
use domain::{Actor, Channel, Role};

use crate::privacy::{elsewhere, profile};

#[tokio::test(flavor = "multi_thread")]
async fn somebody_registered_at_the_counter_gets_an_account_of_that_registration() {
    let city = TestCity::new().await;
    let app = &city.app;
    let staff = city.as_role(Role::Counselor).await;
    let id = register(&staff, app, profile(&city, "가○나", false), Channel::Counter).await.unwrap();
    let far = elsewhere(&city, Role::Counselor).await;
    let theirs = app::seeker::invite(&far, app, id, "far@example.com", IdCard).await;
    assert!(matches!(theirs, Err(Error::NotFound)), "of another body's person nobody makes one");
    let short = app::seeker::invite(&staff, app, id, "x", IdCard).await;
    assert!(matches!(short, Err(Error::Invalid(_))));
    let citizen = app.ctx(Actor::citizen());
    let first = app::seeker::invite(&staff, app, id, "kim@example.com", IdCard).await.unwrap();
    // A link that was lost is given again, after another check, and opens nothing any more.
    let link = app::seeker::invite(&staff, app, id, "", KnownPhone).await.unwrap();
    let lost = app::session::set_password(&citizen, app, &first, "correct horse 7").await;
    assert!(matches!(lost, Err(Error::NotFound)));
    let person = app::session::set_password(&citizen, app, &link, "correct horse 7").await.unwrap();
    let again = app::session::set_password(&citizen, app, &link, "correct horse 8").await;
    assert!(matches!(again, Err(Error::NotFound)), "once");
    let me = app.ctx(Actor::staff(Role::Seeker, person, None));
    let own = app::seeker::mine(&me, app).await.unwrap().unwrap();
    assert_eq!(own.view.seeker.id, id, "their registration, without another and without a merge");
    let checks: Vec<_> = own.view.looks.items.iter().map(|look| look.purpose).collect();
    assert!(
        checks.contains(&Purpose::IdentityCard) && checks.contains(&Purpose::IdentityPhone),
        "{checks:?}"
    );
    let twice = app::seeker::invite(&staff, app, id, "other@example.com", IdCard).await;
    assert!(matches!(twice, Err(Error::Conflict(why)) if why.code == "account-there"));
    let own = app::seeker::invite(&me, app, id, "me@example.com", IdCard).await;
    assert!(matches!(own, Err(Error::NotFound)), "nobody checks themselves");

    // Making an old record one with somebody who signs in opens it: who it is, is checked first.
    let told = Profile { phone: String::new(), ..profile(&city, "가○나", false) };
    let old = register_as(&staff, app, told, Channel::Event, true).await.unwrap();
    let supervisor = city.as_role(Role::Supervisor).await;
    let pairs = app::merge::list(&supervisor, app, MergeName::Suggested, 1, 9).await.unwrap();
    assert!(pairs.items[0].opens);
    let pair = &pairs.items[0].merge;
    let unchecked = app::merge::decide(&supervisor, app, pair.id, pair.version, Decision::Same).await;
    assert!(matches!(unchecked, Err(Error::Conflict(why)) if why.code == "merge-identity-first"));
    let same = Decision::Same;
    let checked = app::merge::decide_checked(&supervisor, app, pair.id, pair.version, same, Some(IdCard));
    checked.await.unwrap();
    let looks = get(&staff, app, old).await.unwrap().looks.items;
    let by_supervisor = |look: &&app::seeker::Look| look.role == Role::Supervisor;
    let checks = looks.iter().filter(by_supervisor).filter(|look| look.purpose == Purpose::IdentityCard);
    assert_eq!(checks.count(), 2, "under both of their ids");
    let other = app::seeker::invite(&staff, app, old, "third@example.com", IdCard).await;
    assert!(matches!(other, Err(Error::Conflict(_))), "their other registration has that account too");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_does_more_than_look_for_work_is_handed_to_nobody() {
    let city = TestCity::new().await;
    let staff = city.as_role(Role::Counselor).await;
    let id = register(&staff, &city.app, profile(&city, "가○나", false), Channel::Counter).await.unwrap();
    let person = get(&staff, &city.app, id).await.unwrap().seeker.person;
    let grant = Grant { role: Role::Clerk, organisation: None, employer: None, confirmed: true };
    let account = Account::Invited { until: staff.now };
    let identity = Identity { name: "시험".into(), login: "clerk".into(), phone: String::new() };
    city.account(Person { id: person, account, grants: vec![grant] }, identity).await;
    let handed = app::seeker::invite(&staff, &city.app, id, "", IdCard).await;
    assert!(matches!(handed, Err(Error::Conflict(why)) if why.code == "account-there"));
    // Nor is there one to make for somebody who died.
    let gone = register(&staff, &city.app, profile(&city, "다○라", false), Channel::Counter).await.unwrap();
    app::seeker::decease(&staff, &city.app, gone, staff.today()).await.unwrap();
    let dead = app::seeker::invite(&staff, &city.app, gone, "gone@example.com", IdCard).await;
    assert!(matches!(dead, Err(Error::Conflict(why)) if why.code == "account-of-the-dead"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recorded_death_ends_the_link_the_session_and_signing_in() {
    let city = TestCity::new().await;
    let app = &city.app;
    let staff = city.as_role(Role::Counselor).await;
    let citizen = app.ctx(Actor::citizen());
    let from = std::net::IpAddr::from([203, 0, 113, 7]);
    let unused = register(&staff, app, profile(&city, "가○나", false), Channel::Counter).await.unwrap();
    let link = app::seeker::invite(&staff, app, unused, "unused@example.com", IdCard).await.unwrap();
    app::seeker::decease(&staff, app, unused, staff.today()).await.unwrap();
    let opened = app::session::set_password(&citizen, app, &link, "correct horse 7").await;
    assert!(matches!(opened, Err(Error::NotFound)), "{opened:?}");

    let other = Profile { phone: "0310009999".into(), ..profile(&city, "다○라", false) };
    let used = register(&staff, app, other, Channel::Counter).await.unwrap();
    let link = app::seeker::invite(&staff, app, used, "used@example.com", IdCard).await.unwrap();
    app::session::set_password(&citizen, app, &link, "correct horse 7").await.unwrap();
    let sign_in =
        async || app::session::sign_in(&citizen, app, "used@example.com", "correct horse 7", from).await;
    let token = sign_in().await.unwrap().token;
    assert!(app::session::resolve(app, &token, staff.now).await.unwrap().is_some());
    app::seeker::decease(&staff, app, used, staff.today()).await.unwrap();
    assert!(app::session::resolve(app, &token, staff.now).await.unwrap().is_none());
    assert!(matches!(sign_in().await, Err(Error::Unauthenticated(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_called_without_a_number_and_a_name_is_not_changed_in_silence() {
    let city = TestCity::new().await;
    let app = &city.app;
    let staff = city.as_role(Role::Counselor).await;
    let told = Profile { mobile: String::new(), phone: String::new(), ..profile(&city, "가○나", false) };
    let id = register(&staff, app, told, Channel::Counter).await.unwrap();
    let field = |failed: Result<String, Error>| match failed {
        Err(Error::Invalid(wrong)) => (wrong[0].field.to_string(), wrong[0].message.code.to_string()),
        other => panic!("{other:?}"),
    };
    let called = app::seeker::invite(&staff, app, id, "kim@example.com", KnownPhone).await;
    assert_eq!(field(called), ("checked".into(), "identity-no-number".into()));
    app::seeker::invite(&staff, app, id, "kin@example.com", IdCard).await.unwrap();
    let renamed = app::seeker::invite(&staff, app, id, "kim@example.com", IdCard).await;
    assert_eq!(field(renamed), ("login".into(), "account-login-kept".into()));
    app::seeker::invite(&staff, app, id, "Kin@example.com ", IdCard).await.unwrap();
    assert!(get(&staff, app, id).await.unwrap().may_invite, "while the link was not used");
}

#[tokio::test(flavor = "multi_thread")]
async fn ones_own_page_shows_the_registration_that_runs_of_all_that_are_one() {
    let city = TestCity::new().await;
    let app = &city.app;
    let staff = city.as_role(Role::Counselor).await;
    let old = register(&staff, app, profile(&city, "가○나", false), Channel::Counter).await.unwrap();
    let link = app::seeker::invite(&staff, app, old, "kim@example.com", IdCard).await.unwrap();
    let citizen = app.ctx(Actor::citizen());
    let person = app::session::set_password(&citizen, app, &link, "correct horse 7").await.unwrap();
    app::seeker::withdraw(&staff, app, old).await.unwrap();
    let told = Profile { phone: "0540003333".into(), ..profile(&city, "가○나", false) };
    let new = register_as(&staff, app, told, Channel::Event, true).await.unwrap();
    let me = app.ctx(Actor::staff(Role::Seeker, person, None));
    assert_eq!(app::seeker::mine(&me, app).await.unwrap().unwrap().view.seeker.id, old);
    assert!(matches!(get(&me, app, new).await, Err(Error::NotFound)), "not yet known to be one");
    let supervisor = city.as_role(Role::Supervisor).await;
    let pairs = app::merge::list(&supervisor, app, MergeName::Suggested, 1, 9).await.unwrap();
    let pair = &pairs.items[0].merge;
    app::merge::decide_checked(&supervisor, app, pair.id, pair.version, Decision::Same, Some(IdCard))
        .await
        .unwrap();
    let own = app::seeker::mine(&me, app).await.unwrap().unwrap();
    assert_eq!(own.view.seeker.id, new);
    assert!(own.view.may_write, "theirs, under whichever id");
    app::seeker::renew(&me, app, new).await.unwrap();
}
