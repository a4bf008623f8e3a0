//! Requests between bodies: who asks, who answers, what is offered instead, and what the days bring to silence.

use app::Error;
use app::coop_request::{Form, Step, Waiting, create, desk, get, step, waiting};
use app::testing::TestCity;
use domain::coop_request::Urgency;
use domain::id::{CoopRequestId, OrganisationId};
use domain::organisation::OrganisationKind;
use domain::{Actor, Ctx, Role};
use jiff::ToSpan;

/// A clerk of a new body below the city.
pub(crate) async fn clerk(city: &TestCity, name: &str) -> Ctx {
    let manager = city.as_role(Role::PlanManager).await;
    let form = app::organisation::Form {
        parent: Some(city.city_body().await),
        kind: OrganisationKind::Department,
        name: name.to_owned(),
        name_en: String::new(),
        phone: String::new(),
        active: true,
    };
    let body = app::organisation::create(&manager, &city.app, form).await.unwrap();
    let ctx = city.as_role(Role::Clerk).await;
    ctx.acting_as(Actor {
        organisation: Some(body),
        body_kind: Some(OrganisationKind::Department),
        ..ctx.actor.clone()
    })
}

fn asked(to: Option<OrganisationId>, ctx: &Ctx) -> Form {
    let answer_by = Some(ctx.today().saturating_add(7.days()));
    Form { to, about: None, text: "입주 기업 명단을 부탁합니다".to_owned(), answer_by }
}

async fn state(ctx: &Ctx, city: &TestCity, id: CoopRequestId) -> (&'static str, i64) {
    let request = get(ctx, &city.app, id).await.unwrap().request;
    (request.state_name(), request.version)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_one_asked_answers_and_whoever_asked_settles_what_was_offered() {
    let city = TestCity::new().await;
    let app = &city.app;
    let (here, there) = (clerk(&city, "관광과").await, clerk(&city, "건설과").await);
    let to = there.actor.organisation;
    let id = create(&here, app, asked(to, &here)).await.unwrap();
    let to_answer = async |ctx| waiting(ctx, app).await.unwrap().for_me;
    assert_eq!((to_answer(&there).await, to_answer(&here).await), (1, 0));
    assert_eq!(desk(&here, app).await.unwrap().mine.len(), 1);
    // Each body takes its own steps only.
    assert!(matches!(step(&here, app, (id, 1), Step::Accept("예")).await, Err(Error::NotFound)));
    assert!(matches!(step(&there, app, (id, 1), Step::Withdraw).await, Err(Error::NotFound)));
    let silent = step(&there, app, (id, 1), Step::Decline(" ")).await;
    assert!(matches!(silent, Err(Error::Conflict(why)) if why.code == "coop-request-words"));
    step(&there, app, (id, 1), Step::Offer("명단 대신 설명회를 엽니다")).await.unwrap();
    assert_eq!((to_answer(&there).await, to_answer(&here).await), (0, 1));
    step(&here, app, (id, 2), Step::Insist).await.unwrap();
    let late = step(&there, app, (id, 2), Step::Accept("")).await;
    assert!(matches!(late, Err(Error::Conflict(why)) if why.code == "changed-meanwhile"));
    step(&there, app, (id, 3), Step::Offer("설명회")).await.unwrap();
    step(&here, app, (id, 4), Step::Take).await.unwrap();
    assert_eq!(state(&here, &city, id).await, ("accepted", 5));
    assert_eq!(desk(&here, app).await.unwrap().over.len(), 1);
    assert!(store::change::rows_agree(&app.store, app.tenant).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn silence_is_reminded_then_told_above_then_given_up_each_once() {
    let city = TestCity::new().await;
    let app = &city.app;
    let (here, there) = (clerk(&city, "관광과").await, clerk(&city, "건설과").await);
    let id = create(&here, app, asked(there.actor.organisation, &here)).await.unwrap();
    let turned = async || {
        let done = app::day::run(app).await.unwrap();
        done.iter().find(|(name, _)| *name == "coop_request").unwrap().1
    };
    assert_eq!(turned().await, 0, "in time");
    city.clock.advance_days(7);
    assert_eq!((turned().await, turned().await), (1, 0), "reminded once");
    city.clock.advance_days(7);
    assert_eq!((turned().await, turned().await), (1, 0), "told above once");
    // The body above sees it; the one asked has it still.
    let above = app.ctx(city.as_role(Role::PlanManager).await.actor.clone());
    let seen = desk(&above, app).await.unwrap();
    assert_eq!(seen.below_me.len(), 1);
    assert_eq!(seen.below_me[0].urgency, Some(Urgency::Escalated));
    // What waits below is not said to wait for the body above itself.
    assert_eq!(waiting(&above, app).await.unwrap(), Waiting { for_me: 0, below_me: 1 });
    assert_eq!(
        waiting(&app.ctx(there.actor.clone()), app).await.unwrap(),
        Waiting { for_me: 1, below_me: 0 }
    );
    city.clock.advance_days(23);
    assert_eq!((turned().await, turned().await), (1, 0));
    let later = app.ctx(there.actor.clone());
    assert_eq!(state(&later, &city, id).await.0, "abandoned");
    let verbs = store::change::of_noun(&app.store, app.tenant, id.0, 10).await.unwrap();
    let verbs: Vec<_> = verbs.iter().rev().map(|change| change.verb.as_str()).collect();
    assert_eq!(verbs, ["insert", "remind", "escalate", "abandon"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_request_is_said_at_its_field() {
    let city = TestCity::new().await;
    let app = &city.app;
    let here = clerk(&city, "관광과").await;
    let fields = async |form: Form| match create(&here, app, form).await {
        Err(Error::Invalid(fields)) => fields.iter().map(|one| one.field.to_string()).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    assert_eq!(fields(asked(here.actor.organisation, &here)).await, ["to"], "oneself");
    assert_eq!(fields(Form { answer_by: None, ..asked(None, &here) }).await, ["to", "answer_by"]);
    let there = clerk(&city, "건설과").await.actor.organisation;
    let past = Form { answer_by: Some(here.today().yesterday().unwrap()), ..asked(there, &here) };
    assert_eq!(fields(past).await, ["answer_by"]);
    assert_eq!(fields(Form { text: " ".to_owned(), ..asked(there, &here) }).await, ["text"]);
    let about = Some((domain::comment::Subject::Project, uuid::Uuid::from_u128(1)));
    assert!(matches!(create(&here, app, Form { about, ..asked(there, &here) }).await, Err(Error::NotFound)));
    for role in [Role::Citizen, Role::Seeker, Role::Employer] {
        assert!(desk(&city.as_role(role).await, app).await.is_err(), "{role}");
    }
}
