//! Ideas: brought without an account, braked, screened, answered in public; never twice.

use app::Error;
use app::idea::{Form, Step, bring, by_number, decided, list, step};
use app::testing::TestCity;
use domain::Role;
use domain::id::{IdeaId, ProjectId};
use domain::lead::Source;

fn idea(title: &str) -> Form {
    Form {
        title: title.to_owned(),
        text: "주말 장터에서 일할 사람을 찾게 해 주세요".to_owned(),
        sector: "kites".to_owned(),
    }
}

fn new_project(number: &str) -> Step {
    Step::NewProject { number: number.to_owned(), owner: None, won: 50_000_000, in_won: false }
}

async fn id_of(city: &TestCity, number: &str) -> IdeaId {
    by_number(&city.as_role(Role::Citizen).await, &city.app, number).await.unwrap().idea.id
}

#[tokio::test(flavor = "multi_thread")]
async fn a_citizens_idea_is_screened_and_becomes_a_project_that_everybody_reads_of() {
    let city = TestCity::new().await;
    let app = &city.app;
    let citizen = city.as_role(Role::Citizen).await;
    let number = bring(&citizen, app, idea("주말 장터"), "192.0.2.1").await.unwrap();
    assert_eq!(number.len(), 9);
    let loose = format!(" {} ", number.to_lowercase().replace('-', " "));
    assert_eq!(by_number(&citizen, app, &loose).await.unwrap().idea.title, "주말 장터", "as people type it");
    assert!(matches!(by_number(&citizen, app, "ABCD-EFGH").await, Err(Error::NotFound)));
    assert!(matches!(by_number(&citizen, app, "가나다라마바사아").await, Err(Error::NotFound)));
    assert_eq!(decided(&citizen, app).await.unwrap().len(), 0, "nobody has looked at its words");

    let manager = city.as_role(Role::PlanManager).await;
    let clerk = crate::coop_request::clerk(&city, "관광과").await;
    let id = id_of(&city, &number).await;
    let body = clerk.actor.organisation.unwrap();
    assert!(matches!(step(&clerk, app, (id, 1), Step::Decline("아니요".into())).await, Err(Error::NotFound)));
    step(&manager, app, (id, 1), Step::Screen(body)).await.unwrap();
    let waits = by_number(&citizen, app, &number).await.unwrap();
    assert_eq!((waits.screened_by.as_str(), waits.may_decide), ("관광과", false));
    let late = step(&clerk, app, (id, 1), Step::Decline("아니요".into())).await;
    assert!(matches!(late, Err(Error::Conflict(why)) if why.code == "changed-meanwhile"));
    step(&clerk, app, (id, 2), new_project("P-1")).await.unwrap();
    let public = decided(&citizen, app).await.unwrap();
    assert_eq!((public.len(), public[0].project.as_str()), (1, ""), "the project is a draft of the office");
    let project = app::project::list(&clerk, app).await.unwrap().remove(0).id;
    app::project::publish(&clerk, app, (project, 1)).await.unwrap();
    let public = decided(&citizen, app).await.unwrap();
    assert_eq!((public.len(), public[0].project.as_str()), (1, "주말 장터"));
    let again = step(&manager, app, (id, 3), new_project("P-2")).await;
    assert!(matches!(again, Err(Error::Conflict(why)) if why.code == "idea-settled"));
    assert_eq!(
        app::project::list(&manager, app).await.unwrap().len(),
        1,
        "no second project was left behind"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_no_says_why_and_a_lead_takes_an_idea_on_once() {
    let city = TestCity::new().await;
    let app = &city.app;
    let partner = city.as_role(Role::Partner).await;
    let number = bring(&partner, app, idea("꽃 시장"), "192.0.2.1").await.unwrap();
    let team = city.as_role(Role::Counselor).await;
    let id = id_of(&city, &number).await;
    let silent = step(&team, app, (id, 1), Step::Decline(String::new())).await;
    assert!(matches!(silent, Err(Error::Invalid(fields)) if fields[0].field == "why"));
    let unknown = step(&team, app, (id, 1), Step::Project(ProjectId(uuid::Uuid::from_u128(3)))).await;
    assert!(matches!(unknown, Err(Error::Invalid(fields)) if fields[0].field == "project"));
    let form = app::lead::Form { source: Source::Idea { idea: id }, ..crate::lead::found("꽃 시장") };
    app::lead::create(&team, app, form.clone()).await.unwrap();
    assert_eq!(by_number(&team, app, &number).await.unwrap().idea.state.name(), "lead");
    let twice = app::lead::Form { another: true, ..form };
    assert!(matches!(app::lead::create(&team, app, twice).await, Err(Error::Conflict(_))));
    let (views, counts) = list(&team, app, "").await.unwrap();
    assert_eq!((views.len(), counts.get("lead")), (1, Some(&1)));
    assert!(!views[0].from.is_empty(), "the body that brought it");
    assert!(store::change::rows_agree(&app.store, app.tenant).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_brought_is_said_and_a_flood_is_braked() {
    let city = TestCity::new().await;
    let app = &city.app;
    let citizen = city.as_role(Role::Citizen).await;
    let wrong = async |form: Form| match bring(&citizen, app, form, "192.0.2.9").await {
        Err(Error::Invalid(fields)) => format!("{}: {}", fields[0].field, fields[0].message.code),
        other => panic!("{other:?}"),
    };
    assert_eq!(wrong(idea(" ")).await, "title: idea-words");
    assert_eq!(wrong(Form { text: "가".repeat(4_001), ..idea("가") }).await, "text: idea-long");
    assert_eq!(wrong(Form { sector: "secret".into(), ..idea("가") }).await, "sector: project-sector-unknown");
    assert_eq!(wrong(idea("900101-1234568")).await, "title: resident-number-refused");
    for n in 0..5 {
        bring(&citizen, app, idea(&format!("생각 {n}")), "192.0.2.9").await.unwrap();
    }
    assert!(matches!(bring(&citizen, app, idea("여섯"), "192.0.2.9").await, Err(Error::TooMany(_))));
    bring(&citizen, app, idea("다른 곳에서"), "192.0.2.10").await.unwrap();
    let staff = city.as_role(Role::Clerk).await;
    bring(&staff, app, idea("부서에서"), "192.0.2.9").await.unwrap();
    city.clock.advance_days(1);
    let later = city.as_role(Role::Citizen).await;
    bring(&later, app, idea("다음 날"), "192.0.2.9").await.unwrap();
}
