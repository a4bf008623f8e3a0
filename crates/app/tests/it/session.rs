//! Signing in, and the brake on guessing.

use std::net::{IpAddr, Ipv4Addr};

use app::testing::TestCity;
use app::{Error, person, session, setup};
use domain::person::{Grant, Identity};
use domain::{Actor, Role};

const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
const PASSWORD: &str = "a right long one";

async fn account(city: &TestCity, login: &str, role: Role) -> domain::id::PersonId {
    let operator = city.as_role(Role::Operator).await;
    let identity = Identity { name: "시험".into(), login: login.into(), phone: String::new() };
    let grants = vec![Grant { role, organisation: None, employer: None, confirmed: true }];
    let (id, link) = person::invite(&operator, &city.app, identity, grants).await.unwrap();
    let nobody = city.app.ctx(Actor::citizen());
    assert!(matches!(
        session::set_password(&nobody, &city.app, &link, "short").await,
        Err(Error::Invalid(_))
    ));
    session::set_password(&nobody, &city.app, &link, PASSWORD).await.unwrap();
    assert!(matches!(session::set_password(&nobody, &city.app, &link, PASSWORD).await, Err(Error::NotFound)));
    id
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_runs_idles_out_and_ends() {
    let city = TestCity::new().await;
    account(&city, "Clerk.One", Role::Clerk).await;
    let nobody = city.app.ctx(Actor::citizen());
    let signed = session::sign_in(&nobody, &city.app, " clerk.one ", PASSWORD, HERE).await.unwrap();
    let found = session::resolve(&city.app, &signed.token, city.clock.now()).await.unwrap().unwrap();
    assert_eq!((found.actor.role, found.name.as_str()), (Role::Clerk, "시험"));
    session::sign_out(&nobody, &city.app, found.session).await.unwrap();
    assert!(session::resolve(&city.app, &signed.token, city.clock.now()).await.unwrap().is_none());
    let again = session::sign_in(&nobody, &city.app, "clerk.one", PASSWORD, HERE).await.unwrap();
    city.clock.advance_days(1);
    assert!(session::resolve(&city.app, &again.token, city.clock.now()).await.unwrap().is_none());
    assert!(session::resolve(&city.app, "guess", city.clock.now()).await.unwrap().is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_and_an_unknown_name_say_the_same_and_ten_are_enough() {
    let city = TestCity::new().await;
    account(&city, "someone", Role::Counselor).await;
    let nobody = city.app.ctx(Actor::citizen());
    let code = |result: Result<_, Error>| match result {
        Err(Error::Unauthenticated(message) | Error::TooMany(message)) => message.code.into_owned(),
        other => panic!("{:?}", other.map(|_: session::SignedIn| ())),
    };
    let from = |n: u8| IpAddr::V4(Ipv4Addr::new(10, 0, 0, n));
    let wrong = code(session::sign_in(&nobody, &city.app, "someone", "wrong", from(0)).await);
    let unknown = code(session::sign_in(&nobody, &city.app, "nobody", "wrong", from(0)).await);
    assert_eq!(wrong, unknown);
    for n in 1..10 {
        code(session::sign_in(&nobody, &city.app, "someone", "wrong", from(n)).await);
    }
    // Even the right one, from anywhere, until the span is over.
    assert_eq!(
        code(session::sign_in(&nobody, &city.app, "someone", PASSWORD, from(99)).await),
        "sign-in-too-many"
    );
    city.clock.advance_days(1);
    let later = city.app.ctx(Actor::citizen());
    assert!(session::sign_in(&later, &city.app, "someone", PASSWORD, from(99)).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn losing_a_role_ends_sessions_and_the_last_operator_stays() {
    let city = TestCity::new().await;
    let id = account(&city, "someone", Role::Counselor).await;
    let nobody = city.app.ctx(Actor::citizen());
    let signed = session::sign_in(&nobody, &city.app, "someone", PASSWORD, HERE).await.unwrap();
    let operator = city.as_role(Role::Operator).await;
    person::suspend(&operator, &city.app, id).await.unwrap();
    assert!(session::resolve(&city.app, &signed.token, city.clock.now()).await.unwrap().is_none());
    assert!(matches!(
        session::sign_in(&nobody, &city.app, "someone", PASSWORD, HERE).await,
        Err(Error::Unauthenticated(_))
    ));
    let last = person::suspend(&operator, &city.app, city.user(Role::Operator).await).await;
    assert!(matches!(last, Err(Error::Conflict(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_operators_who_lock_each_other_out_at_once_one_stays() {
    let city = TestCity::new().await;
    let first = city.user(Role::Operator).await;
    let second = account(&city, "second", Role::Operator).await;
    let body = Some(city.city_body().await);
    let acting = |person| city.app.ctx(Actor::staff(Role::Operator, person, body));
    let (one, two) = (acting(first), acting(second));
    for _ in 0..5 {
        let (one, two) =
            tokio::join!(person::suspend(&one, &city.app, second), person::suspend(&two, &city.app, first));
        let refused = [&one, &two].into_iter().find_map(|outcome| outcome.as_ref().err());
        assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
        assert!(matches!(refused, Some(Error::Conflict(why)) if why.code == "last-operator"), "{refused:?}");
        let system = city.app.system_ctx();
        person::reactivate(&system, &city.app, if one.is_ok() { second } else { first }).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn first_run_gives_one_link_and_only_once() {
    let city = TestCity::new().await;
    let system = city.app.system_ctx();
    assert!(setup::is_needed(&city.app).await.unwrap());
    let link = setup::begin(&system, &city.app).await.unwrap();
    // Whoever lost the first link is given another by the next start, until one was used.
    assert!(setup::is_needed(&city.app).await.unwrap());
    assert_ne!(setup::begin(&system, &city.app).await.unwrap(), link);
    let nobody = city.app.ctx(Actor::citizen());
    session::set_password(&nobody, &city.app, &link, PASSWORD).await.unwrap();
    let signed = session::sign_in(&nobody, &city.app, "operator", PASSWORD, HERE).await.unwrap();
    assert_eq!(signed.person.grants[0].role, Role::Operator);
    assert!(!setup::is_needed(&city.app).await.unwrap());
    assert!(matches!(setup::begin(&system, &city.app).await, Err(Error::NotFound)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hall_behind_one_address_is_not_locked_by_ten_slips() {
    let city = TestCity::new().await;
    account(&city, "someone", Role::Counselor).await;
    let nobody = city.app.ctx(Actor::citizen());
    for n in 0..59 {
        let login = format!("other{n}");
        let refused = session::sign_in(&nobody, &city.app, &login, "wrong", HERE).await;
        assert!(matches!(refused, Err(Error::Unauthenticated(_))), "{n}");
    }
    assert!(session::sign_in(&nobody, &city.app, "someone", PASSWORD, HERE).await.is_ok());
    let refused = session::sign_in(&nobody, &city.app, "other", "wrong", HERE).await;
    assert!(matches!(refused, Err(Error::Unauthenticated(_))));
    let held = session::sign_in(&nobody, &city.app, "someone", PASSWORD, HERE).await;
    assert!(matches!(held, Err(Error::TooMany(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_acts_in_any_role_one_holds_and_in_no_other() {
    let city = TestCity::new().await;
    let id = account(&city, "someone", Role::Counselor).await;
    let operator = city.as_role(Role::Operator).await;
    let grants = [Role::Counselor, Role::Supervisor];
    let grants = person::grants(&operator, &city.app, &grants, "", "").await.unwrap();
    person::set_grants(&operator, &city.app, id, grants).await.unwrap();
    let nobody = city.app.ctx(Actor::citizen());
    let token = session::sign_in(&nobody, &city.app, "someone", PASSWORD, HERE).await.unwrap().token;
    let signed = async || session::resolve(&city.app, &token, city.clock.now()).await.unwrap().unwrap();
    assert_eq!(signed().await.actor.role, Role::Counselor);
    session::switch_role(&nobody, &city.app, &signed().await, Role::Supervisor).await.unwrap();
    assert_eq!(signed().await.actor.role, Role::Supervisor);
    let refused = session::switch_role(&nobody, &city.app, &signed().await, Role::Operator).await;
    assert!(matches!(refused, Err(Error::Forbidden(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_that_acts_for_a_body_is_given_with_that_body() {
    let city = TestCity::new().await;
    let operator = city.as_role(Role::Operator).await;
    let fields = async |roles: &[Role], organisation: &str, employer: &str| match person::grants(
        &operator,
        &city.app,
        roles,
        organisation,
        employer,
    )
    .await
    {
        Err(Error::Invalid(errors)) => errors.into_iter().map(|e| e.field.into_owned()).collect(),
        other => vec![format!("{other:?}")],
    };
    assert_eq!(fields(&[Role::Clerk], "", "").await, ["organisation"]);
    assert_eq!(fields(&[Role::Employer], "", "").await, ["employer"]);
    assert_eq!(fields(&[Role::Employer], "", "없는 회사").await, ["employer"]);
    assert_eq!(fields(&[Role::Clerk], "없는 부서", "").await, ["organisation"]);
    assert_eq!(fields(&[], "", "").await, ["role"]);
    let name = city.app.city.name_ko();
    let granted = person::grants(&operator, &city.app, &[Role::Clerk], name, "").await.unwrap();
    assert_eq!(granted[0].organisation, operator.actor.organisation);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_was_locked_is_not_opened_again_by_somebody_who_gave_it_a_role() {
    let city = TestCity::new().await;
    let id = account(&city, "someone", Role::Counselor).await;
    let operator = city.as_role(Role::Operator).await;
    for _ in 0..5 {
        let grants = person::grants(&operator, &city.app, &[Role::Supervisor], "", "").await.unwrap();
        let (locked, given) = tokio::join!(
            person::suspend(&operator, &city.app, id),
            person::set_grants(&operator, &city.app, id, grants)
        );
        assert!(locked.is_ok() || given.is_ok(), "{locked:?} {given:?}");
        let now = store::person::find(&city.app.store, city.app.tenant, id).await.unwrap().unwrap().0;
        let is_locked = matches!(now.account, domain::person::Account::Suspended { .. });
        assert_eq!(is_locked, locked.is_ok(), "{locked:?} {given:?}");
        person::reactivate(&operator, &city.app, id).await.unwrap();
    }
}
