//! Leads: from a project to a draft opening, found once, given to whom, in order of the day; and who else talks to the firm.

use app::Error;
use app::lead::{Filter, Form, abandon, create, get, list, officers, open, update};
use app::testing::TestCity;
use domain::area::AreaCode;
use domain::id::{LeadId, ProjectId};
use domain::lead::{Need, Source};
use domain::project::{Content, FundSource};
use domain::visit::Way;
use domain::{Ctx, Role};
use jiff::ToSpan;
use jiff::civil::{Date, date};

pub(crate) fn found(name: &str) -> Form {
    Form {
        name: name.to_owned(),
        employer: String::new(),
        area: AreaCode::parse("9911051000"),
        address: "별빛로 1".to_owned(),
        source: Source::Field,
        assigned: None,
        next_on: None,
        sector: "kites".to_owned(),
        need: Need::default(),
        another: false,
    }
}

fn paid(on: Date, need: Option<Need>) -> app::visit::Form {
    app::visit::Form {
        on, way: Way::There, notes: "무대 장치를 만든다".to_owned(), need, next_on: None
    }
}

fn need() -> Need {
    Need { work: "무대 디자인".to_owned(), heads: Some(2), by: None }
}

pub(crate) async fn project(ctx: &Ctx, app: &app::App) -> ProjectId {
    let content = Content {
        name: "전시지원시설".to_owned(),
        sector: "kites".to_owned(),
        funds: [(FundSource::City, 12_400_000_000)].into(),
        ..Content::default()
    };
    let form = app::project::Form { number: "P-MICE".to_owned(), owner: None, content, in_won: false };
    app::project::create(ctx, app, form).await.unwrap()
}

/// The fields that were refused.
fn wrong<T: std::fmt::Debug>(outcome: Result<T, Error>) -> Vec<String> {
    match outcome {
        Err(Error::Invalid(fields)) => {
            fields.iter().map(|one| format!("{}: {}", one.field, one.message.code)).collect()
        }
        other => panic!("{other:?}"),
    }
}

fn code<T: std::fmt::Debug>(outcome: Result<T, Error>) -> String {
    match outcome {
        Err(Error::Conflict(why)) => why.code.into_owned(),
        other => panic!("{other:?}"),
    }
}

async fn version(ctx: &Ctx, app: &app::App, id: LeadId) -> (LeadId, i64) {
    (id, get(ctx, app, id).await.unwrap().row.lead.version)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_project_brings_a_lead_a_visit_confirms_it_and_one_press_writes_the_draft() {
    let city = TestCity::new().await;
    let app = &city.app;
    let manager = city.as_role(Role::PlanManager).await;
    let project = project(&manager, app).await;
    let team = city.as_role(Role::Counselor).await;
    let form = Form {
        source: Source::Project { project },
        assigned: team.actor.person,
        next_on: Some(team.today()),
        ..found("전시장치업체(주)")
    };
    let id = create(&team, app, form).await.unwrap();
    let mine = Filter { mine: true, due: true, project: Some(project), ..Filter::default() };
    let pipeline = list(&team, app, &mine).await.unwrap();
    assert_eq!((pipeline.rows.len(), pipeline.counts.get("found")), (1, Some(&1)));

    assert_eq!(code(open(&team, app, version(&team, app, id).await).await), "lead-unconfirmed");
    app::visit::pay(&team, app, (id, 1), paid(date(2016, 3, 9), None)).await.unwrap();
    app::visit::pay(&team, app, (id, 2), paid(date(2016, 3, 10), Some(need()))).await.unwrap();
    let late = app::visit::pay(&team, app, (id, 2), paid(date(2016, 3, 11), None)).await;
    assert_eq!(code(late), "changed-meanwhile");
    let view = get(&team, app, id).await.unwrap();
    assert_eq!((view.row.lead.state.name(), view.visits.len()), ("confirmed", 2));
    assert_eq!(view.visits[0].0.on, date(2016, 3, 10), "the latest first");
    assert_eq!(code(open(&team, app, (id, 1)).await), "changed-meanwhile");

    let opening = open(&team, app, (id, 3)).await.unwrap();
    let draft = app::opening::get(&team, app, opening).await.unwrap();
    assert_eq!(draft.employer.name, "전시장치업체(주)");
    assert_eq!((draft.opening.content.project.as_str(), draft.opening.content.headcount), ("P-MICE", 2));
    assert_eq!(draft.opening.content.lead, id.to_string());
    assert_eq!(draft.opening.state.name(), domain::opening::StateName::Draft);
    let view = get(&team, app, id).await.unwrap();
    assert_eq!(view.employer.unwrap().id, draft.employer.id);
    assert_eq!(code(open(&team, app, (id, 4)).await), "lead-unconfirmed", "a lead is opened once");
    assert!(store::change::rows_agree(&app.store, app.tenant).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_firm_that_somebody_looks_after_is_joined_and_not_found_again() {
    let city = TestCity::new().await;
    let app = &city.app;
    let (team, clerk) = (city.as_role(Role::Counselor).await, city.as_role(Role::Clerk).await);
    let first = create(&team, app, found("주식회사 별빛가구")).await.unwrap();
    assert_eq!(wrong(create(&clerk, app, found("(주) 별빛 가구")).await), ["name: lead-known"]);
    let another = Form { another: true, ..found("(주) 별빛 가구") };
    create(&clerk, app, another).await.unwrap();
    // Once it is let go it may be found again.
    abandon(&team, app, (first, 1), "이사 감").await.unwrap();
    assert_eq!(code(abandon(&team, app, (first, 2), "이사 감").await), "lead-step-refused");
    let rows = list(&team, app, &Filter { state: "dropped".to_owned(), ..Filter::default() }).await.unwrap();
    assert_eq!((rows.rows.len(), rows.counts.get("found")), (1, Some(&1)));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_lead_is_said_at_its_field_and_nothing_is_kept() {
    let city = TestCity::new().await;
    let app = &city.app;
    let team = city.as_role(Role::Counselor).await;
    let form = Form {
        name: " ".to_owned(),
        employer: "없는 업체".to_owned(),
        address: "900101-1234568".to_owned(),
        sector: "secret".to_owned(),
        assigned: Some(domain::id::PersonId(uuid::Uuid::from_u128(9))),
        source: Source::Project { project: ProjectId(uuid::Uuid::from_u128(9)) },
        need: Need { heads: Some(0), ..Need::default() },
        ..found("")
    };
    let faults = wrong(create(&team, app, form).await);
    for fault in [
        "employer: not-found-by-name",
        "name: missing-name",
        "heads: lead-heads",
        "address: resident-number-refused",
        "sector: project-sector-unknown",
        "assigned: lead-assigned",
        "project: lead-project",
    ] {
        assert!(faults.iter().any(|one| one == fault), "{fault}: {faults:?}");
    }
    assert_eq!(list(&team, app, &Filter::default()).await.unwrap().rows.len(), 0);
    let id = create(&team, app, found("가상업체")).await.unwrap();
    let ahead = paid(team.today().tomorrow().unwrap(), None);
    assert_eq!(wrong(app::visit::pay(&team, app, (id, 1), ahead).await), ["on: visit-future"]);
    let vague = Need { work: String::new(), heads: None, by: None };
    let vague = paid(team.today(), Some(vague));
    assert_eq!(
        wrong(app::visit::pay(&team, app, (id, 1), vague).await),
        ["work: visit-work", "heads: lead-heads"]
    );
    let late = update(&team, app, (id, 7), found("가상업체")).await;
    assert_eq!(code(late), "changed-meanwhile");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_department_writes_its_own_leads_and_reads_everybodys() {
    let city = TestCity::new().await;
    let app = &city.app;
    let team = city.as_role(Role::Counselor).await;
    let id = create(&team, app, found("가상업체")).await.unwrap();
    let (body, _) =
        crate::seeker_life::elsewhere(&city, domain::organisation::OrganisationKind::Department).await;
    let clerk = body.acting_as(domain::Actor { role: Role::Clerk, ..body.actor.clone() });
    assert!(!get(&clerk, app, id).await.unwrap().may_write);
    assert!(matches!(abandon(&clerk, app, (id, 1), "끝").await, Err(Error::NotFound)));
    let holds = async |ctx: &Ctx| {
        let all = officers(ctx, app).await.unwrap();
        all.iter().any(|(person, _)| Some(*person) == team.actor.person)
    };
    assert!(holds(&team).await && !holds(&clerk).await, "nobody of another body");
    for role in [Role::Citizen, Role::Seeker, Role::Employer] {
        let ctx = city.as_role(role).await;
        assert!(matches!(list(&ctx, app, &Filter::default()).await, Err(Error::Forbidden(_))), "{role}");
    }
    // Who of another body writes an own lead of the same firm is told; the firm's page shows both bodies.
    let another = Form { another: true, ..found("가상업체") };
    let theirs = create(&clerk, app, another).await.unwrap();
    let talks = get(&team, app, id).await.unwrap().talks;
    assert_eq!(talks.iter().map(|talk| (talk.kind, talk.lead)).collect::<Vec<_>>(), [("lead", Some(theirs))]);
    assert_ne!(talks[0].organisation, team.actor.organisation);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_way_of_a_day_holds_what_is_due_and_says_what_has_no_place() {
    let city = TestCity::new().await;
    let app = &city.app;
    let team = city.as_role(Role::Counselor).await;
    let due = |name: &str, days: i32| Form {
        next_on: Some(team.today().saturating_add(days.days())),
        assigned: team.actor.person,
        ..found(name)
    };
    create(&team, app, due("가", 0)).await.unwrap();
    create(&team, app, due("나", -3)).await.unwrap();
    create(&team, app, Form { area: None, ..due("다", 0) }).await.unwrap();
    create(&team, app, due("라", 1)).await.unwrap();
    create(&team, app, Form { assigned: None, ..due("마", 0) }).await.unwrap();
    let route = app::visit::route(&team, app, team.today(), true).await.unwrap();
    let names: Vec<_> = route.stops.iter().map(|stop| stop.row.lead.name.as_str()).collect();
    assert_eq!(names.len(), 2, "{names:?}");
    assert_eq!(route.placeless.len(), 1);
    assert_eq!(route.length_m, route.stops.iter().map(|stop| stop.leg_m).sum::<i64>());
    let all = app::visit::route(&team, app, team.today(), false).await.unwrap();
    assert_eq!(all.stops.len(), 3);
}
