//! The map of the network: what makes a tie, when it is dead, who is silent, and what the filters leave.

use app::coop_request::{Form, Step, create, step};
use app::network::map::{Filter, map};
use app::testing::TestCity;
use domain::Role;
use domain::organisation::{OrganisationKind, Profile};
use domain::tie::Way;
use jiff::ToSpan;

use crate::coop_request::clerk;

#[tokio::test(flavor = "multi_thread")]
async fn a_request_makes_a_tie_that_dies_after_half_a_year_and_lives_again() {
    let city = TestCity::new().await;
    let app = &city.app;
    let (here, there, alone) =
        (clerk(&city, "관광과").await, clerk(&city, "건설과").await, clerk(&city, "교통과").await);
    let whole = async |filter: &Filter| map(&app.ctx(here.actor.clone()), app, filter).await.unwrap();
    let before = whole(&Filter::default()).await;
    assert_eq!((before.nodes.len(), before.ties.len()), (3, 0));
    assert!(before.nodes.iter().all(|node| node.silent), "nobody has done anything");
    let answer_by = Some(here.today().saturating_add(7.days()));
    let form = Form { to: there.actor.organisation, text: "명단".to_owned(), answer_by, about: None };
    let id = create(&here, app, form).await.unwrap();
    let after = whole(&Filter::default()).await;
    let [tie] = &after.ties[..] else { panic!("one tie") };
    assert_eq!((tie.ways.get(&Way::Request), tie.last_on), (Some(&1), here.today()));
    let silent: Vec<_> =
        after.nodes.iter().filter(|node| node.silent).map(|node| node.body.name.as_str()).collect();
    assert_eq!(silent, ["교통과"]);

    city.clock.advance_days(180);
    let late = app.ctx(here.actor.clone()).today();
    let dead = whole(&Filter { dead: true, ..Filter::default() }).await;
    assert!(dead.ties.len() == 1 && dead.ties[0].is_dead(late));
    assert_eq!(dead.nodes.len(), 2, "only those at its ends");
    step(&app.ctx(there.actor.clone()), app, (id, 1), Step::Accept("드립니다")).await.unwrap();
    assert_eq!(whole(&Filter { dead: true, ..Filter::default() }).await.ties.len(), 0, "a word wakes it");

    let only = |body| Filter { body, ..Filter::default() };
    assert_eq!(whole(&only(alone.actor.organisation)).await.ties.len(), 0);
    assert_eq!(whole(&only(here.actor.organisation)).await.nodes.len(), 2);
    assert_eq!(whole(&Filter { way: Some(Way::Mou), ..Filter::default() }).await.ties.len(), 0);
    let partners = Filter { kind: Some(OrganisationKind::Partner), ..Filter::default() };
    assert_eq!(whole(&partners).await.nodes.len(), 0);
    let citizen = city.as_role(Role::Citizen).await;
    assert!(map(&citizen, app, &Filter::default()).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_says_itself_what_it_does_and_nobody_else_does() {
    let city = TestCity::new().await;
    let app = &city.app;
    let (here, there) = (clerk(&city, "관광과").await, clerk(&city, "건설과").await);
    let id = here.actor.organisation.unwrap();
    let said = Profile { sector: "kites".into(), services: "축제".into(), ..Profile::default() };
    app::organisation::describe(&here, app, id, said.clone()).await.unwrap();
    assert!(matches!(
        app::organisation::describe(&there, app, id, said.clone()).await,
        Err(app::Error::NotFound)
    ));
    let wrong = Profile { sector: "secret".into(), services: "900101-1234568".into(), ..said };
    let Err(app::Error::Invalid(fields)) = app::organisation::describe(&here, app, id, wrong).await else {
        panic!("taken");
    };
    assert_eq!(fields.iter().map(|one| one.field.as_ref()).collect::<Vec<_>>(), ["services", "sector"]);
    let filter = Filter { sector: "kites".into(), ..Filter::default() };
    assert_eq!(map(&here, app, &filter).await.unwrap().nodes.len(), 1);
}
